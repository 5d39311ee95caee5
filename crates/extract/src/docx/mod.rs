//! Word documents: paragraphs with their styles, automatic numbers resolved, tables, notes.

mod body;
mod numbering;
mod parts;
mod styles;
#[cfg(test)]
mod tests;

pub(crate) use styles::named_level;

use std::collections::HashMap;

use crate::extracted::{Extracted, MediaType, Metadata, Page};
use crate::package::Package;
use crate::prose::{part_marks, squeeze};
use crate::xml::Element;
use crate::{Limits, Result};
use parts::Parts;

/// Reads a Word document.
pub(crate) fn extract(bytes: &[u8], limits: &Limits) -> Result<Extracted> {
    let mut package = Package::open(bytes, FORMAT, limits)?;
    let parts = Parts::find(&mut package)?;
    let document = package.main_part(&parts.main)?;
    let mut warnings = Vec::new();
    let mut side = |name: &str| package.side_part(&parts.side(name), &mut warnings);
    let styles = styles::read(side("styles").as_ref());
    let numbering = numbering::read(side("numbering").as_ref(), &styles);
    let mut notes = notes(side("footnotes").as_ref(), "footnote");
    notes.extend(self::notes(side("endnotes").as_ref(), "endnote"));
    let metadata = package.side_part("docProps/core.xml", &mut warnings);
    let mut reader = body::Reader::new(styles, numbering, notes);
    reader.flow(&document);
    let blocks = limits.cut_blocks(reader.finish(), &mut warnings);
    let metadata = metadata.as_ref().map(self::metadata).unwrap_or_default();
    Ok(Extracted {
        media_type: MediaType::Docx,
        metadata,
        pages: vec![Page::unnumbered(blocks)],
        warnings,
    })
}

const FORMAT: &str = "Word document";

fn notes(part: Option<&Element>, kind: &str) -> HashMap<String, String> {
    let notes = part
        .into_iter()
        .flat_map(Element::elements)
        .filter(|note| note.name == kind);
    // Separators between text and notes are stored as notes with a type.
    let real = notes.filter(|note| note.attribute("type").is_none_or(|kind| kind == "normal"));
    real.filter_map(|note| {
        Some((
            format!("{kind}/{}", note.attribute("id")?),
            part_marks(squeeze(&spaced_text(note))),
        ))
    })
    .collect()
}

/// The text of a note, its paragraphs parted by spaces.
fn spaced_text(note: &Element) -> String {
    note.elements()
        .map(Element::text)
        .collect::<Vec<_>>()
        .join(" ")
}

/// When a file was made says nothing of when its text was published, so that stays open.
fn metadata(core: &Element) -> Metadata {
    let text = |name: &str| {
        core.child(name)
            .map(|element| squeeze(&element.text()))
            .filter(|text| !text.is_empty())
    };
    Metadata {
        title: text("title"),
        author: text("creator"),
        modified: text("modified"),
        language: text("language"),
        ..Metadata::default()
    }
}
