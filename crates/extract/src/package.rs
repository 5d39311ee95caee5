//! Office files: ZIP archives of XML parts, inflated within bounds.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::xml::{self, Element};
use crate::{ExtractError, Limits, Result};

/// An open archive and how much may still be inflated from it.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// `Word document`, …
    format: &'static str,
    budget: u64,
    limit: u64,
}

impl<'a> Package<'a> {
    pub(crate) fn open(bytes: &'a [u8], format: &'static str, limits: &Limits) -> Result<Self> {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(format, &error))?;
        Ok(Self {
            archive,
            format,
            budget: limits.max_inflated_bytes,
            limit: limits.max_inflated_bytes,
        })
    }

    /// A part as a tree; `None` when there is no such part.
    pub(crate) fn part(&mut self, path: &str) -> Result<Option<Element>> {
        let Some(bytes) = self.bytes(path)? else {
            return Ok(None);
        };
        let source = crate::text::decode::decode(&bytes, None).text;
        let tree = xml::parse(&source);
        tree.map(Some)
            .map_err(|detail| ExtractError::damaged(self.format, &format!("{path}: {detail}")))
    }

    /// A part without which there is no text.
    pub(crate) fn main_part(&mut self, path: &str) -> Result<Element> {
        let part = self.part(path)?;
        part.ok_or_else(|| ExtractError::damaged(self.format, &format!("{path} is missing")))
    }

    /// A part whose loss costs comfort, not words.
    pub(crate) fn side_part(&mut self, path: &str, warnings: &mut Vec<String>) -> Option<Element> {
        let part = self.part(path);
        part.unwrap_or_else(|_damaged| {
            warnings.push(format!(
                "the part {path} of the {} is damaged and was left out",
                self.format
            ));
            None
        })
    }

    /// The bytes of a part; `None` when there is no such part.
    pub(crate) fn bytes(&mut self, path: &str) -> Result<Option<Vec<u8>>> {
        let Some(index) = self.archive.index_for_name(path) else {
            return Ok(None);
        };
        let file = self
            .archive
            .by_index(index)
            .map_err(|error| damaged(self.format, &error))?;
        let mut bytes = Vec::new();
        let read = file.take(self.budget + 1).read_to_end(&mut bytes);
        read.map_err(|error| ExtractError::damaged(self.format, &error))?;
        self.budget =
            self.budget
                .checked_sub(bytes.len() as u64)
                .ok_or(ExtractError::TooLarge {
                    what: "the size of its parts when unpacked, in bytes",
                    limit: self.limit,
                })?;
        Ok(Some(bytes))
    }
}

fn damaged(format: &'static str, error: &ZipError) -> ExtractError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ExtractError::NeedsPassword,
        error => ExtractError::damaged(format, error),
    }
}

/// What a ZIP archive holds, by the names in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Archived {
    /// A Word document.
    Word,
    /// A text document of LibreOffice and others.
    OpenText,
    /// Files.
    Files,
    /// Something that is not read, with its article.
    Foreign(&'static str),
}

/// Looks at an archive's directory.
pub(crate) fn archived(bytes: &[u8]) -> Archived {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        // Without its directory, at the end, an archive shows only how it begins.
        let head = &bytes[..bytes.len().min(8192)];
        let begins = |names: &[&[u8]]| names.iter().any(|name| contains(head, name));
        return match () {
            () if begins(&[b"word/", b"[Content_Types].xml"]) => Archived::Word,
            () if begins(&[OPEN_TEXT]) => Archived::OpenText,
            () => Archived::Foreign("a damaged ZIP archive"),
        };
    };
    let names: Vec<String> = archive
        .file_names()
        .flatten()
        .map(Cow::into_owned)
        .collect();
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    match () {
        () if has("word/document") || (has("word/") && has("[Content_Types].xml")) => {
            Archived::Word
        }
        () if has("xl/workbook") => Archived::Foreign("an Excel workbook (.xlsx)"),
        () if has("ppt/presentation") => Archived::Foreign("a PowerPoint presentation (.pptx)"),
        () if has("META-INF/container.xml") => Archived::Foreign("an electronic book (.epub)"),
        () if has("META-INF/manifest.xml") && has("content.xml") => {
            open_document(&media_type(&mut archive))
        }
        () => Archived::Files,
    }
}

const OPEN_TEXT: &[u8] = b"application/vnd.oasis.opendocument.text";

fn open_document(media_type: &[u8]) -> Archived {
    if media_type.starts_with(OPEN_TEXT) {
        Archived::OpenText
    } else {
        Archived::Foreign("an OpenDocument file that is no text (.ods, .odp)")
    }
}

fn media_type(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Vec<u8> {
    const LONGEST: u64 = 100;
    let mut bytes = Vec::new();
    if let Ok(file) = archive.by_name("mimetype") {
        // What cannot be read is not the type that is looked for.
        let _ = file.take(LONGEST).read_to_end(&mut bytes);
    }
    bytes
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
