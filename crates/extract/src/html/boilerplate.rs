//! What of a page is the site and not the article: navigation, banners, adverts, related links.

use std::sync::LazyLock;

use regex::Regex;
use scraper::ElementRef;

use crate::extracted::{Block, BlockKind};
use crate::prose::pattern;

/// An element that never holds words of the article.
pub(super) fn is_foreign(element: ElementRef) -> bool {
    let name = element.value().name();
    is_machinery(name)
        || is_hidden(element)
        || is_site_role(element)
        || (!is_vital(name) && has_site_name(element))
}

/// Elements of machinery and of forms.
fn is_machinery(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "nav"
            | "form"
            | "button"
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
    )
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
    element.attr("hidden").is_some()
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
            r"(?:^|-)(?:cookies?|consent|gdpr|shar(?:e|ing)|social|related|newsletter|subscribe|signup|promo|promotion|advert|advertisement|ads?|sponsored|breadcrumbs?|sidebar|comments?|skip|site-header|site-footer|most-read|most-popular|trending|recommend(?:ed|ations)|more-(?:on|stories|like|from)|also-(?:read|like)|read-(?:more|next)|pagination|pager|popup|modal|menu|navbar|navigation|back-to-top|taboola|outbrain)(?:-|$)",
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
fn kebab(name: &str) -> String {
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

/// A heading that opens a list of other articles or an appeal to the reader.
pub(super) fn is_site_heading(text: &str) -> bool {
    static HEADING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:related (?:topics|content|articles|stories|links|news|posts|internet links|documents)|more on this story|more (?:stories|news|like this)|most (?:read|popular|viewed)|(?:read|see|you may|you might) (?:also|more|next)\b.{0,12}|you (?:may|might) also (?:like|be interested in)|recommended(?: for you| reading)?|latest (?:news|stories)|trending(?: now)?|top stories|share (?:this)?.{0,20}|follow us.{0,20}|sign up .{0,40}|newsletter|tags|topics|comments|advertisement|on this page|cookies on .{0,60}|skip to .{0,20})$",
        )
    });
    HEADING.is_match(text.trim())
}

/// Takes out headings of link lists with what stands under them, and lone labels of the site.
pub(super) fn clean(blocks: Vec<Block>) -> Vec<Block> {
    let mut kept = Vec::with_capacity(blocks.len());
    let mut dropping = false;
    for block in blocks {
        let heading = matches!(block.kind, BlockKind::Heading { .. });
        if heading {
            dropping = is_site_heading(&block.text);
        } else if dropping && is_running_text(&block) {
            dropping = false;
        }
        if !dropping && !is_site_label(&block) {
            kept.push(block);
        }
    }
    kept
}

fn is_running_text(block: &Block) -> bool {
    match block.kind {
        BlockKind::Paragraph => {
            block.text.ends_with(['.', '?', '!', ':', '”', '"', '’']) || block.text.len() > 120
        }
        BlockKind::ListItem { .. } => block.text.len() > 160,
        _ => true,
    }
}

fn is_site_label(block: &Block) -> bool {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:share|save|print|print this page|copy link|advertisement|skip to (?:main )?content|back to top|\(?back to top\)?|listen|image source, .{1,60})$",
        )
    });
    matches!(
        block.kind,
        BlockKind::Paragraph | BlockKind::ListItem { .. }
    ) && LABEL.is_match(&block.text)
}
