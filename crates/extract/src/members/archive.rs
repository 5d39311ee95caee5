//! The files of a ZIP archive.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::names::{distinct, safe};
use crate::{ExtractError, Result};

const FORMAT: &str = "ZIP archive";

/// An open archive.
pub(super) struct Archive<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Names of its files, as members have them.
    pub(super) names: Vec<String>,
    /// Where each of them is in the archive.
    places: Vec<usize>,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self> {
        let opened = ZipArchive::new(Cursor::new(bytes));
        let mut archive = opened.map_err(|error| ExtractError::damaged(FORMAT, &error))?;
        let (mut names, mut places) = (Vec::new(), Vec::new());
        for at in 0..archive.len() {
            let Ok(file) = archive.by_index_raw(at) else {
                continue;
            };
            let name = file.name().map_or_else(
                |_| String::from_utf8_lossy(file.name_raw()).into_owned(),
                Cow::into_owned,
            );
            // What a Mac notes of the files beside them.
            if !file.is_dir() && !name.starts_with("__MACOSX/") {
                names.push(safe(&name));
                places.push(at);
            }
        }
        Ok(Self {
            archive,
            names: distinct(names.into_iter()),
            places,
        })
    }

    /// The content of a file, at most one byte more than this of it.
    pub(super) fn read(&mut self, at: usize, most: u64, passwords: &[String]) -> Result<Vec<u8>> {
        let place = self.places[at];
        match self.unpack(place, most, None) {
            Err(ExtractError::NeedsPassword) => {}
            outcome => return outcome,
        }
        let mut tries = passwords.iter();
        let opened = tries.find_map(|password| self.unpack(place, most, Some(password)).ok());
        opened.ok_or(ExtractError::NeedsPassword)
    }

    fn unpack(&mut self, place: usize, most: u64, password: Option<&str>) -> Result<Vec<u8>> {
        let file = match password {
            Some(password) => self.archive.by_index_decrypt(place, password.as_bytes()),
            None => self.archive.by_index(place),
        };
        let file = file.map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)
            | ZipError::InvalidPassword => ExtractError::NeedsPassword,
            error => ExtractError::damaged("file in the archive", &error),
        })?;
        let mut content = Vec::new();
        let read = file.take(most.saturating_add(1)).read_to_end(&mut content);
        read.map_err(|error| ExtractError::damaged("file in the archive", &error))?;
        Ok(content)
    }
}
