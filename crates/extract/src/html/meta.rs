//! What a page says of itself: JSON-LD, OpenGraph, `meta`, `time`, `title`.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Html, Selector};

use super::linked_data::LinkedData;
use super::site::Site;
use crate::extracted::Metadata;
use crate::prose::{pattern, squeeze};

/// Reads a page's statements, the most exact ones first.
pub(super) fn read(document: &Html, data: &LinkedData, source: &str) -> Metadata {
    let named = |names: &[&str]| meta(document, names);
    let marked = |selectors: [&str; 2]| item(document, selectors);
    let publisher = data
        .stated(&["publisher", "name"])
        .or_else(|| named(&PUBLISHER))
        .or_else(|| {
            marked([
                "[itemprop~=publisher] [itemprop~=name]",
                "[itemprop~=publisher]",
            ])
        });
    let without_site = |title: String| match publisher.as_deref() {
        Some(publisher) => without_name(&title, publisher),
        None => title,
    };
    let title = data
        .stated(&["headline"])
        .or_else(|| named(&TITLE).map(without_site))
        .or_else(|| marked(["h1[itemprop~=headline]", "[itemprop~=headline]"]));
    let author = data
        .all(&["author", "name"])
        .or_else(|| data.all(&["author"]))
        .or_else(|| named(&AUTHOR))
        .or_else(|| marked(["[itemprop~=author] [itemprop~=name]", "[itemprop~=author]"]))
        .filter(|author| !author.contains("://"));
    let in_title = || site_in_title(document);
    let language =
        attribute(document, "html", "lang").or_else(|| named(&["content-language", "og:locale"]));
    Metadata {
        title: title.or_else(|| page_title(document, publisher.as_deref())),
        author,
        published: data
            .stated(&["datePublished"])
            .or_else(|| named(&PUBLISHED))
            .or_else(|| time(document)),
        modified: data.stated(&["dateModified"]).or_else(|| named(&MODIFIED)),
        canonical_url: address(document, data, source),
        language: language.map(|tag| tag.replace('_', "-")),
        declared_type: data.stated(&["@type"]).or_else(|| named(&["og:type"])),
        publisher: publisher.or_else(in_title),
    }
}

/// The page's own address; a whole one before one that is relative to a site nobody names.
fn address(document: &Html, data: &LinkedData, source: &str) -> Option<String> {
    // Browsers note where a page was saved from.
    static SAVED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)<!--[^>]{0,200}?(?:saved from url=\(\d+\)|\burl:\s*)(https?://[^\s>]+)")
    });
    const HEAD: usize = 4096;
    let canonical = attribute(document, "link[rel~=canonical i]", "href");
    let head = &source[..source.floor_char_boundary(HEAD)];
    let stated = [
        canonical.clone(),
        meta(document, &["og:url", "twitter:url"]),
        data.stated(&["mainEntityOfPage", "@id"]),
        data.stated(&["mainEntityOfPage"]),
        data.stated(&["url"]),
        SAVED.captures(head).map(|found| found[1].to_owned()),
    ];
    let whole =
        |address: &String| address.starts_with("http://") || address.starts_with("https://");
    stated.into_iter().flatten().find(whole).or(canonical)
}

const PUBLISHER: [&str; 4] = [
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
];
const TITLE: [&str; 4] = ["og:title", "twitter:title", "dc.title", "dcterms.title"];
const AUTHOR: [&str; 5] = [
    "author",
    "article:author",
    "dc.creator",
    "byl",
    "parsely-author",
];
const MODIFIED: [&str; 6] = [
    "article:modified_time",
    "govuk:public-updated-at",
    "govuk:updated-at",
    "og:updated_time",
    "last-modified",
    "dcterms.modified",
];
const PUBLISHED: [&str; 20] = [
    "article:published_time",
    "og:published_time",
    "govuk:first-published-at",
    "datepublished",
    "article:published",
    "article.published",
    "published_time",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "citation_date",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "pubdate",
    "publish-date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
];

/// The first of these names that a `meta` element has, in this order.
fn meta(document: &Html, names: &[&str]) -> Option<String> {
    let metas = elements(document, "meta[content]");
    names.iter().find_map(|name| {
        metas.iter().find_map(|element| {
            let named = ["property", "name", "itemprop", "http-equiv"]
                .into_iter()
                .filter_map(|key| element.attr(key));
            let matches = named
                .into_iter()
                .any(|given| given.trim().eq_ignore_ascii_case(name));
            let content = squeeze(element.attr("content")?);
            (matches && !content.is_empty()).then_some(content)
        })
    })
}

/// What the first element says that one of these selects, the first of them before the other.
fn item(document: &Html, selectors: [&str; 2]) -> Option<String> {
    let said = |selector| {
        let element = *elements(document, selector).first()?;
        let words = || element.text().collect::<String>();
        let said = element.attr("content").map_or_else(words, str::to_owned);
        Some(squeeze(&said)).filter(|said| !said.is_empty())
    };
    selectors.into_iter().find_map(said)
}

/// The first `time` of the article, one that says it is the publication's before others.
fn time(document: &Html) -> Option<String> {
    let site = Site::around(document.root_element()).without_teasers();
    let is_foreign = |element: &ElementRef| {
        let around = element.ancestors().filter_map(ElementRef::wrap);
        std::iter::once(*element).chain(around).any(|each| {
            let name = each.value().name();
            let is_change = each.value().classes().any(|class| {
                let class = class.to_ascii_lowercase();
                class.contains("updated") || class.contains("modified")
            });
            (is_change
                && !each
                    .value()
                    .classes()
                    .any(|class| class.contains("published")))
                || matches!(name, "aside" | "footer")
                || (!matches!(name, "html" | "body") && site.is_foreign(each))
        })
    };
    [
        "time[itemprop=datePublished]",
        "time[pubdate]",
        "time.published",
        "time.entry-date",
        "[itemprop=datePublished]",
        "article time",
        "main time",
        "time[datetime]",
    ]
    .into_iter()
    .find_map(|selector| {
        let all = elements(document, selector);
        let element = all.into_iter().take(50).find(|time| !is_foreign(time))?;
        let written = squeeze(&element.text().collect::<String>());
        element
            .attr("datetime")
            .or_else(|| element.attr("content"))
            .map(squeeze)
            .or(Some(written))
            .filter(|text| !text.is_empty())
    })
}

/// What parts a title from the site's name behind it.
const JOINTS: [char; 8] = [' ', '-', '–', '—', '|', '·', ':', '«'];

/// A title without the name of the site behind it: `Unit told to improve - Gazette`.
fn without_name(title: &str, publisher: &str) -> String {
    let before = title.strip_suffix(publisher).map(str::trim_end);
    let before = before.filter(|before| before.ends_with(&JOINTS[1..]));
    let kept = before.map_or(title, |before| before.trim_end_matches(JOINTS));
    if kept.is_empty() { title } else { kept }.to_owned()
}

/// The site's name behind the headline in a page's title, the last of several: `Unit told to improve |
/// News | Gazette`. A colon parts a headline from the rest of it more often than from a name.
fn site_in_title(document: &Html) -> Option<String> {
    const MOST_WORDS: usize = 5;
    const SECTIONS: [&str; 6] = ["Home", "News", "Article", "Articles", "Story", "Latest"];
    let title = title_element(document)?;
    let headline = first_text(document, "h1")?;
    let behind = title.strip_prefix(headline.as_str())?;
    let parts = |c: char| c != '-' && c != ':' && c != ' ' && JOINTS.contains(&c);
    let name = match behind.rfind(parts) {
        Some(at) => behind[at..].trim_start_matches(parts),
        None => behind.rsplit_once(" - ")?.1,
    };
    let name = name.trim();
    let named = name.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && name.split(' ').count() <= MOST_WORDS
        && !SECTIONS.contains(&name);
    named.then(|| name.to_owned())
}

fn title_element(document: &Html) -> Option<String> {
    first_text(document, "head title").or_else(|| first_text(document, "title"))
}

/// The words of the first element that is selected.
fn first_text(document: &Html, selector: &str) -> Option<String> {
    elements(document, selector)
        .first()
        .map(|element| squeeze(&element.text().collect::<String>()))
        .filter(|text| !text.is_empty())
}

/// The page's title without the site's name behind it.
fn page_title(document: &Html, publisher: Option<&str>) -> Option<String> {
    let headline = || first_text(document, "h1");
    let Some(title) = title_element(document) else {
        return headline();
    };
    let headline = headline().filter(|h1| title.starts_with(h1.as_str()));
    let named = || publisher.map_or_else(|| title.clone(), |name| without_name(&title, name));
    Some(headline.unwrap_or_else(named))
}

fn attribute(document: &Html, selector: &str, name: &str) -> Option<String> {
    let element = *elements(document, selector).first()?;
    element
        .attr(name)
        .map(squeeze)
        .filter(|text| !text.is_empty())
}

fn elements<'a>(document: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    Selector::parse(selector)
        .map(|selector| document.select(&selector).collect())
        .unwrap_or_default()
}
