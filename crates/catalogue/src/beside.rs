//! Corrections that stand in a file beside a document's file: `report.pdf.meta.toml` for `report.pdf`.

use probity_model::DocumentId;
use rusqlite::{Connection, OptionalExtension};

use crate::columns::now;
use crate::database::Durability;
use crate::{Catalogue, Corrections, Result, changes, holders, stored};

/// How the name of such a file ends.
const ENDING: &str = ".meta.toml";

/// The path of the file that a file of corrections stands beside; `None` for any other file.
#[must_use]
pub fn corrected_by(path: &str) -> Option<&str> {
    let of = path.strip_suffix(ENDING)?;
    (!of.is_empty() && !of.ends_with('/')).then_some(of)
}

impl Catalogue {
    /// Takes up what a file of corrections says. Where it says nothing that can be used, what it
    /// said before stays in force, and its row has failed with this sentence. The index follows.
    ///
    /// # Errors
    /// [`crate::CatalogueError`] where the ledger cannot be written.
    pub fn correct_beside(
        &self,
        path: &str,
        stamp: &str,
        said: Result<&Corrections, &str>,
    ) -> Result<()> {
        let Some(of) = corrected_by(path) else {
            return Ok(());
        };
        let (state, sentence) = match said {
            Ok(_) => ("ignored", format!("It holds corrections of {of}.")),
            Err(why) => ("failed", why.to_owned()),
        };
        self.write(Durability::Flushed, |writer| {
            let sql = "UPDATE files SET state = ?2, stamp = ?3, error = ?4, attempts = 1,
                           next_attempt = NULL, updated_at = ?5 WHERE path = ?1";
            let row = (path, state, stamp, &sentence, now());
            writer.prepare_cached(sql)?.execute(row)?;
            match said {
                Ok(corrections) => put(writer, of, corrections),
                Err(_) => Ok(()),
            }
        })
    }
}

fn put(writer: &Connection, of: &str, corrections: &Corrections) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO corrections_beside (path, version, body, updated_at)
               VALUES (?1, ?2, ?3, ?4)";
    let body = stored::write_corrections(corrections)?;
    let row = (of, stored::VERSION, body, now());
    writer.prepare_cached(sql)?.execute(row)?;
    follow(writer, of, &[])
}

/// Takes back the corrections of a file that is gone, where it was one of corrections.
pub(crate) fn forget(writer: &Connection, path: &str) -> Result<()> {
    let Some(of) = corrected_by(path) else {
        return Ok(());
    };
    let sql = "DELETE FROM corrections_beside WHERE path = ?1";
    if writer.prepare_cached(sql)?.execute([of])? == 0 {
        return Ok(());
    }
    touch(writer, &holders::held_by(writer, of)?)
}

/// Has the documents follow that a file with corrections beside it holds, or has just let go of.
pub(crate) fn follow(writer: &Connection, path: &str, let_go: &[DocumentId]) -> Result<()> {
    if of_file(writer, path)?.is_none() {
        return Ok(());
    }
    touch(writer, let_go)?;
    touch(writer, &holders::held_by(writer, path)?)
}

fn touch(writer: &Connection, ids: &[DocumentId]) -> Result<()> {
    ids.iter().try_for_each(|id| changes::refresh(writer, id))
}

/// What stands beside the files of a document; the first file by path wins.
pub(crate) fn of_document(reader: &Connection, id: &DocumentId) -> Result<Corrections> {
    let mut all = Corrections::default();
    for path in holders::paths_of(reader, id)? {
        if let Some(corrections) = of_file(reader, &path)? {
            all = all.over(corrections);
        }
    }
    Ok(all)
}

fn of_file(reader: &Connection, path: &str) -> Result<Option<Corrections>> {
    let sql = "SELECT version, body FROM corrections_beside WHERE path = ?1";
    let row = reader
        .prepare_cached(sql)?
        .query_row([path], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    row.map(|(version, body): (u32, String)| stored::read_corrections(version, &body))
        .transpose()
}
