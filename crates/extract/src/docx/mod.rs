//! Word documents: paragraphs with their styles, automatic numbers resolved, tables, notes.

mod body;
mod numbering;
mod parts;
mod styles;
#[cfg(test)]
mod tests;

pub(crate) use styles::{named_level, outline_level};

use std::collections::HashMap;

use crate::extracted::{Block, Extracted, MediaType, Metadata, Page};
use crate::html::{self, Extent};
use crate::package::Package;
use crate::prose::{part_marks, squeeze};
use crate::sniff::{Format, sniff};
use crate::xml::Element;
use crate::{Limits, Result};
use parts::Parts;

/// Reads a Word document.
pub(crate) fn extract(bytes: &[u8], limits: &Limits) -> Result<Extracted> {
    read(bytes, limits, Depth::Outer)
}

/// Documents inside documents are read, those inside them are not: an archive may hold itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Outer,
    Inner,
}

fn read(bytes: &[u8], limits: &Limits, depth: Depth) -> Result<Extracted> {
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
    let chunks = match depth {
        Depth::Outer => chunks(&mut package, &parts, limits, &mut warnings),
        Depth::Inner => HashMap::new(),
    };
    let mut reader = body::Reader::new(styles, numbering, notes).with_chunks(chunks);
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
            part_marks(squeeze(&printed_text(note))),
        ))
    })
    .collect()
}

/// The words of a note as they print: no codes of fields, nothing deleted, its paragraphs parted by
/// spaces.
fn printed_text(parent: &Element) -> String {
    let mut text = String::new();
    for element in parent.elements() {
        match element.name.as_str() {
            "t" => text.push_str(&element.text()),
            "tab" | "br" | "cr" => text.push(' '),
            "noBreakHyphen" => text.push('-'),
            "del" | "moveFrom" | "instrText" | "delText" | "pPr" | "rPr" | "Fallback" => {}
            "p" => text.extend([" ", &printed_text(element)]),
            _ => text.push_str(&printed_text(element)),
        }
    }
    text
}

/// The documents of other formats that stand in the text, by the ids of their relations.
fn chunks(
    package: &mut Package,
    parts: &Parts,
    limits: &Limits,
    warnings: &mut Vec<String>,
) -> HashMap<String, Vec<Block>> {
    let mut chunks = HashMap::new();
    for (id, path) in parts.chunks() {
        let bytes = package.bytes(path).ok().flatten();
        let read = bytes.and_then(|bytes| chunk(&bytes, limits).ok());
        match read {
            Some(read) => {
                let blocks = read.pages.into_iter().flat_map(|page| page.blocks);
                chunks.insert(id.to_owned(), blocks.collect());
            }
            None => warnings.push(format!(
                "the part {path} of the {FORMAT} could not be read and was left out"
            )),
        }
    }
    chunks
}

fn chunk(bytes: &[u8], limits: &Limits) -> Result<Extracted> {
    match sniff(bytes)? {
        Format::Docx => read(bytes, limits, Depth::Inner),
        Format::Html => html::extract(bytes, Extent::Whole, limits),
        _ => crate::extract(bytes, limits),
    }
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
