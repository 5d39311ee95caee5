//! What a page says of itself: JSON-LD, OpenGraph, `meta`, `time`, `title`.

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use crate::extracted::Metadata;
use crate::prose::squeeze;

/// Reads a page's statements, the most exact ones first.
pub(super) fn read(document: &Html) -> Metadata {
    let data = articles(document);
    let stated = |path: &[&str]| data.iter().find_map(|article| value(article, path));
    let named = |names: &[&str]| meta(document, names);
    let publisher = stated(&["publisher", "name"]).or_else(|| named(&PUBLISHER));
    let title = stated(&["headline"]).or_else(|| named(&TITLE));
    let author = stated(&["author", "name"]).or_else(|| stated(&["author"]));
    let language =
        attribute(document, "html", "lang").or_else(|| named(&["content-language", "og:locale"]));
    Metadata {
        title: title.or_else(|| page_title(document, publisher.as_deref())),
        author: author.or_else(|| named(&AUTHOR).filter(|author| !author.starts_with("http"))),
        publisher,
        published: stated(&["datePublished"])
            .or_else(|| named(&PUBLISHED))
            .or_else(|| time(document)),
        modified: stated(&["dateModified"]).or_else(|| named(&MODIFIED)),
        canonical_url: attribute(document, "link[rel=canonical]", "href")
            .or_else(|| named(&["og:url"])),
        language: language.map(|tag| tag.replace('_', "-")),
        declared_type: stated(&["@type"]).or_else(|| named(&["og:type"])),
    }
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
const MODIFIED: [&str; 4] = [
    "article:modified_time",
    "og:updated_time",
    "last-modified",
    "dcterms.modified",
];
const PUBLISHED: [&str; 13] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
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

/// Objects of JSON-LD that describe an article; those that have a date of publication first.
fn articles(document: &Html) -> Vec<Value> {
    let mut found = Vec::new();
    for script in elements(document, "script[type='application/ld+json']")
        .into_iter()
        .take(50)
    {
        let source: String = script.text().collect();
        if let Ok(value) = serde_json::from_str(&source) {
            collect(value, &mut found);
        }
    }
    found.sort_by_key(|article| (article.get("datePublished").is_none(), !is_article(article)));
    found
}

fn collect(value: Value, found: &mut Vec<Value>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| collect(value, found)),
        Value::Object(mut object) => {
            if let Some(graph) = object.remove("@graph") {
                collect(graph, found);
            }
            let object = Value::Object(object);
            if is_article(&object) || object.get("datePublished").is_some() {
                found.push(object);
            }
        }
        _ => {}
    }
}

fn is_article(object: &Value) -> bool {
    let kind = value(object, &["@type"]).unwrap_or_default();
    [
        "Article",
        "Report",
        "BlogPosting",
        "LiveBlogPosting",
        "PressRelease",
    ]
    .into_iter()
    .any(|name| kind.ends_with(name))
}

/// The text at a path; of a list, its first entry.
fn value(object: &Value, path: &[&str]) -> Option<String> {
    let object = match object {
        Value::Array(values) => values.first()?,
        other => other,
    };
    match path {
        [] => object.as_str().map(squeeze).filter(|text| !text.is_empty()),
        [name, rest @ ..] => value(object.get(name)?, rest),
    }
}

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

/// The first `time` of the page, one that says it is the publication's before others.
fn time(document: &Html) -> Option<String> {
    [
        "time[itemprop=datePublished]",
        "time[pubdate]",
        "time.published",
        "time.entry-date",
        "article time",
        "main time",
        "[itemprop=datePublished]",
    ]
    .into_iter()
    .find_map(|selector| {
        let element = *elements(document, selector).first()?;
        let written = squeeze(&element.text().collect::<String>());
        element
            .attr("datetime")
            .or_else(|| element.attr("content"))
            .map(squeeze)
            .or(Some(written))
            .filter(|text| !text.is_empty())
    })
}

/// The page's title without the site's name behind it.
fn page_title(document: &Html, publisher: Option<&str>) -> Option<String> {
    let text = |selector| {
        elements(document, selector)
            .first()
            .map(|element| squeeze(&element.text().collect::<String>()))
            .filter(|text| !text.is_empty())
    };
    let title = text("head title").or_else(|| text("title"));
    let Some(title) = title else {
        return text("h1");
    };
    let headline = text("h1").filter(|h1| title.starts_with(h1.as_str()));
    let named = publisher
        .and_then(|name| title.strip_suffix(name))
        .map(|title| title.trim_end_matches([' ', '-', '–', '—', '|', '·', ':']));
    Some(
        headline
            .or_else(|| named.map(str::to_owned))
            .filter(|text| !text.is_empty())
            .unwrap_or(title),
    )
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
