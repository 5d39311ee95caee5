//! HTML: the article of a page as blocks, without the site around it; what the page says of itself.

mod article;
mod kinds;
mod labels;
mod linked_data;
mod meta;
mod numerals;
mod pending;
mod site;
mod table;
#[cfg(test)]
mod tests;
mod walk;

pub(crate) use numerals::numeral;

use encoding_rs::Encoding;
use regex::bytes::Regex;
use scraper::Html;
use std::sync::LazyLock;

use linked_data::LinkedData;

use crate::extracted::{Block, BlockKind};
use crate::text::{self, decode};
use crate::{ExtractError, Extracted, Limits, MediaType, Page, Result};

/// How much of a page is its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// The article, as far as it can be told from the site around it.
    Article,
    /// All of it: what a mail or a document holds has no site around it.
    Whole,
}

/// Reads a page of whatever encoding.
pub(crate) fn extract(bytes: &[u8], extent: Extent, limits: &Limits) -> Result<Extracted> {
    let decoded = decode::decode(bytes, declared_encoding(bytes));
    let mut warnings = Vec::new();
    if decoded.lossy {
        warnings.push("some characters could not be decoded and stand as \u{FFFD}".to_owned());
    }
    let source = limits.cut_text(decoded.text, &mut warnings);
    let document = Html::parse_document(&source);
    let data = LinkedData::read(&document);
    let metadata = meta::read(&document, &data, &source);
    let mut blocks = match extent {
        Extent::Article => article::blocks(&document, &source, metadata.title.as_deref()),
        Extent::Whole => article::whole(&document),
    };
    if let Some(body) = data.body().filter(|body| is_most(body, &blocks)) {
        blocks = told_in_data(metadata.title.as_deref(), &body);
    }
    if blocks.is_empty() {
        return Err(ExtractError::NoText);
    }
    Ok(Extracted {
        media_type: MediaType::Html,
        metadata,
        pages: vec![Page::unnumbered(blocks)],
        warnings,
    })
}

/// A page that is built by its script shows little without it.
fn is_most(body: &str, blocks: &[Block]) -> bool {
    let shown: usize = blocks.iter().map(|block| block.text.len()).sum();
    body.len() > shown.saturating_mul(3)
}

/// The article as the page's data tell it.
fn told_in_data(title: Option<&str>, body: &str) -> Vec<Block> {
    let headline = |title: &str| Block::unplaced(BlockKind::Heading { level: 1 }, title.to_owned());
    let headline = title.map(headline);
    headline
        .into_iter()
        .chain(text::blocks(body, &mut 0))
        .collect()
}

/// Bytes that open with a tag only a page has.
pub(crate) fn looks_like_html(bytes: &[u8]) -> bool {
    let head = decode::decode(&bytes[..bytes.len().min(4096)], None)
        .text
        .to_ascii_lowercase();
    let mut head = head.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']);
    while let Some((_, rest)) = head
        .strip_prefix("<!--")
        .and_then(|rest| rest.split_once("-->"))
    {
        head = rest.trim_start();
    }
    if head.starts_with("<?xml") {
        return head.contains("<html");
    }
    [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<title",
        "<meta ",
        "<article",
        "<main",
        "<div",
        "<h1",
        "<table",
        "<section",
    ]
    .into_iter()
    .any(|tag| head.starts_with(tag))
}

/// The encoding that the head of the page names.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    static CHARSET: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?i-u)(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_:.-]+)"#).ok()
    });
    let head = &bytes[..bytes.len().min(4096)];
    let label = CHARSET.as_ref()?.captures(head)?.get(1)?;
    Encoding::for_label(label.as_bytes())
}
