//! Plain text and Markdown-like text: pages at form feeds, blocks by their marks.

mod aligned;
pub(crate) mod decode;
mod front;
mod inline;
mod reader;
mod table;
#[cfg(test)]
mod tests;
mod wrap;

pub(crate) use table::has_header;

use crate::{Block, Extracted, Limits, MediaType, Page, Result};

/// Reads text in whatever encoding.
pub(crate) fn extract(bytes: &[u8], limits: &Limits) -> Result<Extracted> {
    let decoded = decode::decode(bytes, None);
    let mut warnings = Vec::new();
    if decoded.lossy {
        warnings.push("some characters could not be decoded and stand as \u{FFFD}".to_owned());
    }
    let text = limits.cut_text(decoded.text, &mut warnings);
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let (metadata, text) = front::take(&text);
    Ok(Extracted {
        media_type: MediaType::Text,
        metadata,
        pages: pages(text),
        warnings,
    })
}

/// The blocks of text without pages; `tables` counts on.
pub(crate) fn blocks(text: &str, tables: &mut u32) -> Vec<Block> {
    let mut reader = reader::Reader { tables: *tables };
    let blocks = reader.blocks(&text.replace("\r\n", "\n").replace('\r', "\n"));
    *tables = reader.tables;
    blocks
}

fn pages(text: &str) -> Vec<Page> {
    let mut leaves: Vec<&str> = text.split('\u{C}').collect();
    while leaves.len() > 1 && leaves.last().is_some_and(|leaf| leaf.trim().is_empty()) {
        leaves.pop();
    }
    let paged = leaves.len() > 1;
    let mut reader = reader::Reader::default();
    let page = |(i, leaf): (usize, &str)| Page {
        number: paged.then(|| u32::try_from(i + 1).unwrap_or(u32::MAX)),
        width: 0.0,
        height: 0.0,
        blocks: reader.blocks(leaf),
        continued: Vec::new(),
        margins: Vec::new(),
    };
    leaves.into_iter().enumerate().map(page).collect()
}
