//! The parts of a Word file: a ZIP archive, inflated within bounds.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::xml::{self, Element};
use crate::{ExtractError, Limits, Result};

/// An open archive and how much may still be inflated from it.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    budget: u64,
    limit: u64,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        Ok(Self {
            archive,
            budget: limits.max_inflated_bytes,
            limit: limits.max_inflated_bytes,
        })
    }

    /// The path of the main text, as the package's relations name it.
    pub(super) fn main_part(&mut self) -> Result<String> {
        let relations = self.part("_rels/.rels")?;
        let target = relations
            .iter()
            .flat_map(Element::elements)
            .find_map(|relation| {
                let kind = relation.attribute("Type")?;
                kind.ends_with("/officeDocument")
                    .then(|| relation.attribute("Target"))?
            });
        Ok(target
            .map_or("word/document.xml", |target| target.trim_start_matches('/'))
            .to_owned())
    }

    /// A part as a tree; `None` when there is no such part.
    pub(super) fn part(&mut self, path: &str) -> Result<Option<Element>> {
        let Some(index) = self.archive.index_for_name(path) else {
            return Ok(None);
        };
        let file = self
            .archive
            .by_index(index)
            .map_err(|error| damaged(&error))?;
        let mut bytes = Vec::new();
        let read = file.take(self.budget + 1).read_to_end(&mut bytes);
        read.map_err(|error| ExtractError::damaged(FORMAT, &error))?;
        self.budget =
            self.budget
                .checked_sub(bytes.len() as u64)
                .ok_or(ExtractError::TooLarge {
                    what: "the size of its parts when unpacked, in bytes",
                    limit: self.limit,
                })?;
        let source = crate::text::decode::decode(&bytes, None).text;
        let tree = xml::parse(&source);
        tree.map(Some)
            .map_err(|detail| ExtractError::damaged(FORMAT, &format!("{path}: {detail}")))
    }
}

const FORMAT: &str = "Word document";

fn damaged(error: &ZipError) -> ExtractError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ExtractError::NeedsPassword,
        error => ExtractError::damaged(FORMAT, error),
    }
}

/// What a ZIP archive is, by the names in it: `None` for a Word document.
pub(crate) fn foreign_archive(bytes: &[u8]) -> Option<String> {
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else {
        // Without its directory, at the end, an archive shows only how it begins.
        let head = &bytes[..bytes.len().min(8192)];
        let word = [b"word/".as_slice(), b"[Content_Types].xml"]
            .into_iter()
            .any(|name| contains(head, name));
        return (!word).then(|| "a damaged ZIP archive".to_owned());
    };
    let names: Vec<String> = archive
        .file_names()
        .flatten()
        .map(Cow::into_owned)
        .collect();
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    if has("word/") {
        return None;
    }
    Some(
        match () {
            () if has("xl/") => "an Excel workbook (.xlsx)",
            () if has("ppt/") => "a PowerPoint presentation (.pptx)",
            () if has("META-INF/container.xml") => "an electronic book (.epub)",
            () if has("META-INF/manifest.xml") => "an OpenDocument file (.odt, .ods)",
            () => "a ZIP archive; unpack it first, it",
        }
        .to_owned(),
    )
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
