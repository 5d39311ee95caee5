//! Files of corrections: what stands beside a document's file says what is to be set right.

use std::io::{self, Read};

use probity_catalogue::{CatalogueError, Corrections, corrected_by};

use crate::queue::Job;
use crate::runner::{Runner, open};
use crate::{look, paths, sentences};

/// The most bytes that a file of corrections may have.
const MOST_BYTES: u64 = 64 * 1024;

impl Runner {
    /// Takes a file of corrections; `false` where it is any other file.
    pub(crate) fn correct(&self, job: &Job) -> Result<bool, CatalogueError> {
        if corrected_by(&job.path).is_none() {
            return Ok(false);
        }
        let path = paths::on_disk(&self.settings.folder, &job.path);
        let read = open(&path).and_then(|file| {
            let stamp = look::stamp(&file.metadata()?);
            let mut bytes = Vec::new();
            file.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
            Ok((stamp, bytes))
        });
        match read {
            Ok((stamp, bytes)) => {
                let said = self.said(&bytes);
                let said = said.as_ref().map_err(String::as_str);
                self.catalogue.correct_beside(&job.path, &stamp, said)?;
                tracing::info!(path = job.path, is_used = said.is_ok(), "corrections");
            }
            Err(error) if look::is_absent(&error) => self.inbox.path(path, false),
            Err(error) => self.refuse(job, &path, &error)?,
        }
        Ok(true)
    }

    fn refuse(
        &self,
        job: &Job,
        path: &std::path::Path,
        error: &io::Error,
    ) -> Result<(), CatalogueError> {
        let stamp = std::fs::symlink_metadata(path).map(|found| look::stamp(&found));
        let why = sentences::unreadable(error);
        self.catalogue
            .correct_beside(&job.path, &stamp.unwrap_or_default(), Err(&why))
    }

    fn said(&self, bytes: &[u8]) -> Result<Corrections, String> {
        if bytes.len() as u64 > MOST_BYTES {
            return Err(sentences::corrections("it is longer than 64 KiB"));
        }
        let text = str::from_utf8(bytes);
        let text = text.map_err(|_| sentences::corrections("it is not written in UTF-8"))?;
        let text = text.trim_start_matches('\u{feff}');
        Corrections::from_toml(text, &self.gazetteer)
            .map_err(|refused| sentences::corrections(&refused.detail))
    }
}
