//! Word documents: paragraphs with their styles, automatic numbers resolved, tables, notes.

mod body;
mod numbering;
mod package;
mod styles;
#[cfg(test)]
mod tests;
mod xml;

pub(crate) use package::foreign_archive;

use std::collections::HashMap;

use crate::extracted::{Block, Extracted, MediaType, Metadata, Page};
use crate::prose::{part_marks, squeeze};
use crate::{ExtractError, Limits, Result};
use package::Package;
use xml::Element;

/// Reads a Word document.
pub(crate) fn extract(bytes: &[u8], limits: &Limits) -> Result<Extracted> {
    let mut package = Package::open(bytes, limits)?;
    let main = package.main_part()?;
    let folder = main
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder)
        .to_owned();
    let missing = || ExtractError::damaged("Word document", &format!("{main} is missing"));
    let document = package.part(&main)?.ok_or_else(missing)?;
    let mut warnings = Vec::new();
    let mut side = |name: &str| side_part(&mut package, &format!("{folder}/{name}"), &mut warnings);
    let styles = styles::read(side("styles.xml").as_ref());
    let numbering = numbering::read(side("numbering.xml").as_ref());
    let mut notes = notes(side("footnotes.xml").as_ref(), "footnote");
    notes.extend(self::notes(side("endnotes.xml").as_ref(), "endnote"));
    let metadata = side_part(&mut package, "docProps/core.xml", &mut warnings);
    let mut reader = body::Reader::new(styles, numbering, notes);
    reader.flow(&document);
    let blocks = limits.cut_blocks(reader.blocks, &mut warnings);
    let metadata = metadata.as_ref().map(self::metadata).unwrap_or_default();
    Ok(Extracted {
        media_type: MediaType::Docx,
        metadata,
        pages: vec![page(blocks)],
        warnings,
    })
}

fn page(blocks: Vec<Block>) -> Page {
    Page {
        number: None,
        width: 0.0,
        height: 0.0,
        blocks,
        continued: Vec::new(),
        margins: Vec::new(),
    }
}

/// A part whose loss costs comfort, not words.
fn side_part(package: &mut Package, path: &str, warnings: &mut Vec<String>) -> Option<Element> {
    match package.part(path) {
        Ok(part) => part,
        Err(_damaged) => {
            warnings.push(format!(
                "the part {path} of the Word document is damaged and was left out"
            ));
            None
        }
    }
}

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
            part_marks(&squeeze(&spaced_text(note))),
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
