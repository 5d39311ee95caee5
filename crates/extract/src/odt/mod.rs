//! OpenDocument texts: paragraphs with their styles, lists with their numbers, tables, notes.

mod body;
mod styles;
#[cfg(test)]
mod tests;

use crate::extracted::{Extracted, MediaType, Metadata, Page};
use crate::package::Package;
use crate::prose::squeeze;
use crate::xml::Element;
use crate::{ExtractError, Limits, Result};
use styles::Styles;

const FORMAT: &str = "OpenDocument text";

/// Reads an OpenDocument text.
pub(crate) fn extract(bytes: &[u8], limits: &Limits) -> Result<Extracted> {
    let mut package = Package::open(bytes, FORMAT, limits)?;
    let mut warnings = Vec::new();
    let manifest = package.side_part("META-INF/manifest.xml", &mut warnings);
    if manifest.as_ref().is_some_and(is_encrypted) {
        return Err(ExtractError::NeedsPassword);
    }
    let content = package.main_part("content.xml")?;
    let shared = package.side_part("styles.xml", &mut warnings);
    let styles = Styles::read([shared.as_ref(), Some(&content)]);
    let mut reader = body::Reader::new(&styles);
    let text = content.child("body").and_then(|body| body.child("text"));
    let text =
        text.ok_or_else(|| ExtractError::damaged(FORMAT, &"content.xml holds no text body"))?;
    reader.flow(text);
    let metadata = package.side_part("meta.xml", &mut warnings);
    let metadata = metadata.as_ref().map(self::metadata).unwrap_or_default();
    let blocks = limits.cut_blocks(reader.finish(), &mut warnings);
    Ok(Extracted {
        media_type: MediaType::Odt,
        metadata,
        pages: vec![Page::unnumbered(blocks)],
        warnings,
    })
}

fn is_encrypted(manifest: &Element) -> bool {
    let mut entries = manifest.elements();
    entries.any(|entry| entry.child("encryption-data").is_some())
}

/// When a file was made says nothing of when its text was published, so that stays open.
fn metadata(part: &Element) -> Metadata {
    let text = |name: &str| {
        part.child("meta")?
            .child(name)
            .map(|element| squeeze(&element.text()))
            .filter(|text| !text.is_empty())
    };
    Metadata {
        title: text("title"),
        author: text("initial-creator").or_else(|| text("creator")),
        modified: text("date"),
        language: text("language"),
        ..Metadata::default()
    }
}
