//! JSON-LD: what a page says of itself for machines, wherever in the graph it stands.

use std::collections::HashMap;

use scraper::{Html, Selector};
use serde_json::Value;

use crate::prose::squeeze;

/// What the page's data say, the article first.
#[derive(Default)]
pub(super) struct LinkedData {
    articles: Vec<Value>,
    /// Things that others only point at: `{"@id": "#organization"}`.
    things: HashMap<String, Value>,
}

/// More than this is no statement about an article.
const MAX_SCRIPTS: usize = 50;
const MAX_DEPTH: usize = 12;

impl LinkedData {
    /// Reads all data of a page; what is no JSON is left out.
    pub(super) fn read(document: &Html) -> Self {
        let mut data = Self::default();
        let Ok(scripts) = Selector::parse("script[type^='application/ld+json' i]") else {
            return data;
        };
        for script in document.select(&scripts).take(MAX_SCRIPTS) {
            let source: String = script.text().collect();
            if let Some(value) = parse(&source) {
                data.collect(value, 0);
            }
        }
        data.articles
            .sort_by_key(|article| (!is_article(article), article.get("datePublished").is_none()));
        data
    }

    /// The text at a path of the first article that has it; of a list, its first entry.
    pub(super) fn stated(&self, path: &[&str]) -> Option<String> {
        self.articles
            .iter()
            .find_map(|article| self.texts(article, path).into_iter().next())
    }

    /// As [`Self::stated`], but all entries of a list.
    pub(super) fn all(&self, path: &[&str]) -> Option<String> {
        const MOST: usize = 4;
        let texts = self
            .articles
            .iter()
            .map(|article| self.texts(article, path))
            .find(|texts| !texts.is_empty())?;
        Some(texts.into_iter().take(MOST).collect::<Vec<_>>().join(", "))
    }

    /// The article's whole text, where the data hold it.
    pub(super) fn body(&self) -> Option<String> {
        let body = |article: &Value| article.get("articleBody")?.as_str().map(str::to_owned);
        self.articles.iter().find_map(body)
    }

    fn texts(&self, object: &Value, path: &[&str]) -> Vec<String> {
        match (object, path) {
            (Value::Array(values), _) => {
                let texts = values.iter().map(|value| self.texts(value, path));
                texts.flatten().collect()
            }
            (Value::String(text), []) => Some(plain(text))
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect(),
            (Value::Object(fields), [name, rest @ ..]) => match fields.get(*name) {
                Some(value) => self.texts(value, rest),
                None => {
                    let thing = fields.get("@id").and_then(Value::as_str);
                    let thing = thing.and_then(|id| self.things.get(id));
                    let value = thing.and_then(|thing| thing.get(*name));
                    value
                        .map(|value| self.texts(value, rest))
                        .unwrap_or_default()
                }
            },
            _ => Vec::new(),
        }
    }

    fn collect(&mut self, value: Value, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        match value {
            Value::Array(values) => values
                .into_iter()
                .for_each(|value| self.collect(value, depth + 1)),
            Value::Object(object) => {
                for nested in ["@graph", "mainEntity", "hasPart", "publisher", "author"] {
                    if let Some(inner) = object.get(nested).filter(|inner| !inner.is_string()) {
                        self.collect(inner.clone(), depth + 1);
                    }
                }
                let id = object.get("@id").and_then(Value::as_str).map(str::to_owned);
                let object = Value::Object(object);
                if is_article(&object) || object.get("datePublished").is_some() {
                    self.articles.push(object);
                } else if let Some(id) = id.filter(|_| object.get("name").is_some()) {
                    self.things.insert(id, object);
                }
            }
            _ => {}
        }
    }
}

/// JSON as sites print it: in comments, with line breaks inside strings, with a stray semicolon.
fn parse(source: &str) -> Option<Value> {
    let source = source.trim();
    let source = source.strip_prefix("<!--").unwrap_or(source).trim();
    let source = source.strip_suffix("-->").unwrap_or(source).trim();
    let source = source.trim_start_matches("//").trim();
    let source = source.strip_prefix("<![CDATA[").unwrap_or(source).trim();
    let source = source.strip_suffix("]]>").unwrap_or(source).trim();
    let source = source.trim_end_matches(['/', ';', ' ', '\n']);
    serde_json::from_str(source).ok().or_else(|| {
        let source = source.replace(|c: char| c.is_control(), " ");
        serde_json::from_str(&source).ok()
    })
}

/// The words of a value; some sites write them with the entities of HTML.
fn plain(text: &str) -> String {
    if !text.contains('&') {
        return squeeze(text);
    }
    let fragment = Html::parse_fragment(&text.replace('<', "&lt;"));
    squeeze(&fragment.root_element().text().collect::<String>())
}

fn is_article(object: &Value) -> bool {
    const KINDS: [&str; 5] = [
        "Article",
        "Report",
        "BlogPosting",
        "LiveBlogPosting",
        "PressRelease",
    ];
    let is_kind = |kind: &Value| {
        let kind = kind.as_str().unwrap_or_default();
        KINDS.into_iter().any(|ending| kind.ends_with(ending))
    };
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is_kind),
        Some(kind) => is_kind(kind),
        None => false,
    }
}
