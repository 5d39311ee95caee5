//! Which elements of a page are the site and not the article: navigation, banners, adverts, boxes of
//! related links.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Node};

use crate::prose::pattern;

/// A page's site, told from its article.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Site {
    /// Letters of running text on the whole page.
    running: usize,
    /// Teasers of other articles are left out, too.
    without_teasers: bool,
}

/// A page with less running text than this is not weighed: anything would be most of it.
const WEIGHABLE: usize = 200;

impl Site {
    /// Weighs the page, or a part of it that is read alone.
    pub(super) fn around(root: ElementRef) -> Self {
        Self {
            running: running_text(root),
            without_teasers: false,
        }
    }

    /// The same without teasers.
    pub(super) const fn without_teasers(self) -> Self {
        Self {
            without_teasers: true,
            ..self
        }
    }

    /// An element that never holds words of the article. What it is called does not count where it
    /// holds the article all the same: a form around the whole page, `content-with-sidebar`, a page
    /// that was saved while a box lay over it.
    pub(super) fn is_foreign(&self, element: ElementRef) -> bool {
        let name = element.value().name();
        if is_machinery(name) || (name == "button" && !is_heading(element)) {
            return true;
        }
        let is_named = name == "form"
            || is_hidden(element)
            || is_site_role(element)
            || (!is_vital(name) && has_site_name(element));
        (is_named && !self.is_article_in(element)) || (self.without_teasers && is_teaser(element))
    }

    fn is_article_in(&self, element: ElementRef) -> bool {
        if self.running < WEIGHABLE {
            return false;
        }
        let inside = running_text(element);
        inside * 5 >= self.running * 4 || (inside * 2 >= self.running && has_landmark(element))
    }
}

/// Letters in stretches of text as long as those of sentences, links and scripts apart.
fn running_text(element: ElementRef) -> usize {
    const STRETCH: usize = 40;
    let texts = element.descendants().filter_map(|node| {
        let parent = node.parent()?;
        let silent = parent.value().as_element().is_some_and(|parent| {
            is_machinery(parent.name()) || matches!(parent.name(), "a" | "button" | "title")
        });
        match node.value() {
            Node::Text(text) if !silent => Some(text.trim().len()),
            _ => None,
        }
    });
    texts.filter(|&length| length >= STRETCH).sum()
}

fn has_landmark(element: ElementRef) -> bool {
    element.descendent_elements().any(|inner| {
        matches!(inner.value().name(), "h1" | "main" | "article")
            || inner.attr("itemprop") == Some("articleBody")
    })
}

/// Elements of machinery, and words that were struck out.
fn is_machinery(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "nav"
            | "input"
            | "select"
            | "textarea"
            | "iframe"
            | "svg"
            | "canvas"
            | "dialog"
            | "object"
            | "embed"
            | "audio"
            | "video"
            | "map"
            | "math"
            | "del"
    )
}

/// Sections that open and close have their heading in a button; beside the words of a heading, a
/// button does something else.
fn is_heading(button: ElementRef) -> bool {
    let is_heading = |element: &ElementRef| {
        matches!(
            element.value().name(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
        )
    };
    let letters =
        |element: ElementRef| -> usize { element.text().map(|text| text.trim().len()).sum() };
    let around = button.ancestors().filter_map(ElementRef::wrap);
    around
        .filter(is_heading)
        .any(|heading| letters(heading) == letters(button))
}

fn is_hidden(element: ElementRef) -> bool {
    let style = element
        .attr("style")
        .unwrap_or_default()
        .to_ascii_lowercase()
        .replace(' ', "");
    let unseen = |class: &str| {
        matches!(
            class.trim_start_matches("govuk-"),
            "visually-hidden" | "sr-only" | "screen-reader-text" | "visuallyhidden"
        )
    };
    // What a search on the page opens is closed, not hidden.
    let hidden = element
        .attr("hidden")
        .is_some_and(|how| how != "until-found");
    hidden
        || element.attr("aria-hidden") == Some("true")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
        || element.value().classes().any(unseen)
}

fn is_site_role(element: ElementRef) -> bool {
    let role = element.attr("role").unwrap_or_default();
    matches!(
        role,
        "navigation"
            | "banner"
            | "contentinfo"
            | "search"
            | "dialog"
            | "alertdialog"
            | "complementary"
            | "menu"
            | "menubar"
            | "toolbar"
            | "tablist"
    )
}

/// Elements that hold the article; what they are called says how the page is laid out.
fn is_vital(name: &str) -> bool {
    matches!(
        name,
        "html"
            | "body"
            | "main"
            | "article"
            | "h1"
            | "h2"
            | "h3"
            | "p"
            | "table"
            | "tbody"
            | "tr"
            | "td"
            | "th"
    )
}

/// A class or id that names a part of the site.
fn has_site_name(element: ElementRef) -> bool {
    static SITE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:^|-)(?:cookie[a-z]*|consent|gdpr|onetrust|cybot|didomi|usercentrics|shar(?:e|ing)|share-?(?:bar|buttons?|this|tools|links)|sharedaddy|addtoany|addthis|social|related[a-z]*|newsletters?|subscri(?:be|ption)|signup|sign-up|paywall|regwall|promo|promotion|advert|advertisement|advertorial|ads?|ad-?slot|mpu|sponsored|breadcrumbs?|sidebar|comments?|commentlist|disqus|skip|site-header|site-footer|most-read|most-popular|trending|recommend(?:ed|ations)|more-(?:on|stories|like|from)|also-(?:read|like)|read-(?:more|next)|pagination|pager|post-navigation|popup|modal|overlay|menu|navbar|navigation|back-to-top|author-(?:bio|box)|about-the-author|tag-?cloud|tags-links|taboola|outbrain)(?:-|$)",
        )
    });
    let names = element.value().classes().chain(element.value().id());
    names.map(kebab).any(|name| {
        !name.starts_with("has-")
            && !name.starts_with("with-")
            && !name.starts_with("no-")
            && SITE.is_match(&name)
    })
}

/// `RelatedContent__list` is `related-content-list`.
pub(super) fn kebab(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut small = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && small {
            out.push('-');
        }
        small = c.is_ascii_lowercase() || c.is_ascii_digit();
        match c {
            '_' | ' ' => out.push('-'),
            _ => out.push(c.to_ascii_lowercase()),
        }
    }
    out
}

/// A few words about another article under a heading that leads to it.
fn is_teaser(element: ElementRef) -> bool {
    const MOST_WORDS: usize = 80;
    const MOST_ELEMENTS: usize = 60;
    if !matches!(
        element.value().name(),
        "article" | "li" | "div" | "section" | "a"
    ) {
        return false;
    }
    let inside = || element.descendent_elements().take(MOST_ELEMENTS + 1);
    let is_small = || {
        let words = element.text().flat_map(str::split_whitespace);
        words.take(MOST_WORDS + 1).count() <= MOST_WORDS
    };
    let is_heading =
        |inner: &ElementRef| matches!(inner.value().name(), "h2" | "h3" | "h4" | "h5" | "h6");
    inside().count() <= MOST_ELEMENTS
        && inside().all(|inner| inner.value().name() != "h1")
        && inside()
            .filter(is_heading)
            .any(|heading| leads_elsewhere(heading, element))
        && is_small()
}

/// The heading's words are a link to another page, or stand in one, inside `within`.
fn leads_elsewhere(heading: ElementRef, within: ElementRef) -> bool {
    let outer = heading
        .ancestors()
        .filter_map(ElementRef::wrap)
        .take_while(|parent| parent.id() != within.id());
    let length = |element: ElementRef| element.text().map(|text| text.trim().len()).sum::<usize>();
    let around = outer.chain([within]).any(is_link);
    let inside = || {
        let links = heading.descendent_elements().filter(|link| is_link(*link));
        links.map(length).sum::<usize>()
    };
    let all = length(heading);
    all > 0 && (around || inside() * 10 >= all * 9)
}

/// A link that leaves the page.
pub(super) fn is_link(element: ElementRef) -> bool {
    element.value().name() == "a"
        && element
            .attr("href")
            .is_some_and(|href| !href.trim().starts_with('#'))
}
