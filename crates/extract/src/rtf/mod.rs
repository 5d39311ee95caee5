//! Rich Text: paragraphs with their styles, printed list marks, tables, notes.
//!
//! The reader is our own: of the crates there are, none tells tables, list marks, notes, styles or
//! the code pages of fonts, and what is needed of the format is small.

mod paragraph;
mod reader;
mod state;
mod table;
#[cfg(test)]
mod tests;
mod tokens;

use crate::extracted::{Extracted, MediaType, Metadata, Page};
use crate::prose::squeeze;
use crate::{Limits, Result};

/// Bytes that open like Rich Text.
pub(crate) fn looks_like_rtf(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(br"{\rtf")
}

/// Reads Rich Text.
pub(crate) fn extract(bytes: &[u8], limits: &Limits) -> Result<Extracted> {
    let mut warnings = Vec::new();
    let read = reader::read(bytes);
    if !read.is_whole {
        warnings.push("the Rich Text file ends too early; its end is missing".to_owned());
    }
    let named = |text: String| Some(squeeze(&text)).filter(|text| !text.is_empty());
    let metadata = Metadata {
        title: named(read.title),
        author: named(read.author),
        ..Metadata::default()
    };
    let blocks = limits.cut_blocks(read.blocks, &mut warnings);
    Ok(Extracted {
        media_type: MediaType::Rtf,
        metadata,
        pages: vec![Page::unnumbered(blocks)],
        warnings,
    })
}
