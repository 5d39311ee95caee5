//! What scans of the watch folder saw, and what is no longer there.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use crate::columns::{count, now, size, time};
use crate::database::Durability;
use crate::{Catalogue, FileState, Result, beside, holders, members};

/// A file as a scan found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenFile {
    /// Relative to the watch folder, as listed.
    pub path: String,
    /// All that tells whether the file changed (size, times, inode), in a form of the scan's own.
    pub stamp: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Modification time.
    pub modified: Option<Timestamp>,
    /// What is to be done with it.
    pub verdict: Verdict,
}

/// What is to be done with a file, by its name, place and size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is to be read.
    Take,
    /// It is no document, and this says why.
    Ignore(String),
    /// It may be a document but cannot be read, and this says why.
    Refuse(String),
}

/// What the ledger knows of a file, as far as a scan needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFile {
    /// As listed.
    pub path: String,
    /// The stamp when it was last taken up.
    pub stamp: String,
    /// How far it has come.
    pub state: FileState,
    /// Size in bytes.
    pub bytes: u64,
    /// When it will be tried again.
    pub next_attempt: Option<Timestamp>,
}

impl Catalogue {
    /// Every file of the folder the ledger knows, or those below a folder (a path as listed, without a slash at
    /// its end), that path itself included.
    ///
    /// # Errors
    /// [`crate::CatalogueError`] where the ledger cannot be read.
    pub fn known_files(&self, under: Option<&str>) -> Result<Vec<KnownFile>> {
        let all = "SELECT path, stamp, state, bytes, next_attempt FROM files
                   WHERE container IS NULL";
        self.read(|reader| {
            let Some(under) = under else {
                let mut statement = reader.prepare_cached(all)?;
                let files = statement.query_map([], known)?;
                return Ok(files.collect::<rusqlite::Result<_>>()?);
            };
            // Two searches by the path: asked for as one, every row would be looked at.
            let sql = format!(
                "{all} AND path = ?1
                 UNION ALL {all} AND path > ?1 || '/' AND path < ?1 || '0'"
            );
            let mut statement = reader.prepare_cached(&sql)?;
            let files = statement.query_map([under], known)?;
            Ok(files.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Notes files that are new or have another stamp. A file whose document is in the index keeps
    /// its row until its content is found to be another ([`Catalogue::claim`]).
    ///
    /// # Errors
    /// [`crate::CatalogueError`] where the ledger cannot be written.
    pub fn see(&self, files: &[SeenFile]) -> Result<()> {
        if files.is_empty() {
            return Ok(());
        }
        self.write(Durability::Lazy, |writer| {
            files.iter().try_for_each(|file| see_one(writer, file))
        })
    }

    /// Forgets files that are gone. A document whose last file this was goes too, unless it shall
    /// be kept; another file with the same content takes its place.
    ///
    /// # Errors
    /// As [`Catalogue::see`].
    pub fn forget(&self, paths: &[String], keep_documents: bool) -> Result<()> {
        if paths.is_empty() {
            return Ok(());
        }
        self.write(Durability::Flushed, |writer| {
            paths
                .iter()
                .try_for_each(|path| forget_one(writer, path, keep_documents))
        })
    }

    /// Has files taken up anew, whatever their stamp says.
    ///
    /// # Errors
    /// As [`Catalogue::see`].
    pub fn distrust(&self, paths: &[String]) -> Result<()> {
        let sql = "UPDATE files SET stamp = '' WHERE path = ?1";
        self.write(Durability::Lazy, |writer| {
            let mut statement = writer.prepare_cached(sql)?;
            for path in paths {
                statement.execute([path])?;
            }
            Ok(())
        })
    }

    /// Files whose next attempt has come, but for those inside others. So has one that is further off than `longest`, the longest
    /// that anybody waits: it was set by a clock that has been put back since.
    ///
    /// # Errors
    /// As [`Catalogue::known_files`].
    pub fn due(&self, now: Timestamp, longest: Duration) -> Result<Vec<String>> {
        let sql = "SELECT path FROM files WHERE state IN ('pending', 'failed')
                   AND (next_attempt <= ?1 OR next_attempt > ?2) AND container IS NULL";
        let far = now.checked_add(longest).unwrap_or(Timestamp::MAX);
        self.read(|reader| {
            let mut statement = reader.prepare_cached(sql)?;
            let times = (now.as_microsecond(), far.as_microsecond());
            let paths = statement.query_map(times, |row| row.get(0))?;
            Ok(paths.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// When the earliest next attempt is.
    ///
    /// # Errors
    /// As [`Catalogue::known_files`].
    pub fn next_due(&self) -> Result<Option<Timestamp>> {
        let sql = "SELECT min(next_attempt) FROM files
                   WHERE next_attempt IS NOT NULL AND state IN ('pending', 'failed')";
        self.read(|reader| {
            let next: Option<i64> = reader
                .prepare_cached(sql)?
                .query_row([], |row| row.get(0))?;
            Ok(next.map(time))
        })
    }

    /// Has failed files tried again now, as if for the first time: those whose path begins with
    /// this, or all. Gives their number.
    ///
    /// # Errors
    /// As [`Catalogue::see`].
    pub fn retry(&self, path: Option<&str>) -> Result<usize> {
        let sql =
            "UPDATE files SET state = 'pending', attempts = 0, next_attempt = ?2, updated_at = ?2
                   WHERE (state = 'failed' OR (state = 'pending' AND next_attempt > ?2))
                     AND (?1 IS NULL OR substr(path, 1, length(?1)) = ?1)";
        self.write(Durability::Lazy, |writer| {
            Ok(writer.prepare_cached(sql)?.execute((path, now()))?)
        })
    }
}

fn known(row: &Row<'_>) -> rusqlite::Result<KnownFile> {
    let state: String = row.get(2)?;
    let next_attempt: Option<i64> = row.get(4)?;
    Ok(KnownFile {
        path: row.get(0)?,
        stamp: row.get(1)?,
        state: FileState::from_name(&state).unwrap_or(FileState::Pending),
        bytes: count(row.get(3)?),
        next_attempt: next_attempt.map(time),
    })
}

fn see_one(writer: &Connection, file: &SeenFile) -> Result<()> {
    match &file.verdict {
        Verdict::Take => take(writer, file),
        Verdict::Ignore(why) => refuse(writer, file, FileState::Ignored, why),
        Verdict::Refuse(why) => refuse(writer, file, FileState::Failed, why),
    }
}

fn take(writer: &Connection, file: &SeenFile) -> Result<()> {
    let sql = "INSERT INTO files (path, folded, state, stamp, bytes, modified, updated_at)
               VALUES (?1, ?2, 'pending', ?3, ?4, ?5, ?6)
               ON CONFLICT (path) DO UPDATE SET
                   state = 'pending', stamp = excluded.stamp, bytes = excluded.bytes,
                   modified = excluded.modified, updated_at = excluded.updated_at,
                   error = NULL, attempts = 0, next_attempt = NULL
               WHERE stamp <> excluded.stamp AND state IN ('pending', 'failed', 'ignored')";
    writer.prepare_cached(sql)?.execute((
        &file.path,
        file.path.to_lowercase(),
        &file.stamp,
        size(file.bytes),
        file.modified.map(Timestamp::as_microsecond),
        now(),
    ))?;
    Ok(())
}

/// A path that is no document any more lets go of the one it was.
fn refuse(writer: &Connection, file: &SeenFile, state: FileState, why: &str) -> Result<()> {
    let held = holders::held_by(writer, &file.path)?;
    let sql = "INSERT OR REPLACE INTO files
                   (path, folded, state, stamp, bytes, modified, error, updated_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    writer.prepare_cached(sql)?.execute((
        &file.path,
        file.path.to_lowercase(),
        state.as_str(),
        &file.stamp,
        size(file.bytes),
        file.modified.map(Timestamp::as_microsecond),
        why,
        now(),
    ))?;
    members::forget_all(writer, &file.path, false)?;
    held.iter()
        .try_for_each(|id| holders::let_go(writer, id, false))?;
    beside::forget(writer, &file.path)?;
    beside::follow(writer, &file.path, &held)
}

/// Forgets a file, and what it holds.
pub(crate) fn forget_one(writer: &Connection, path: &str, keep_documents: bool) -> Result<()> {
    let held = holders::held_by(writer, path)?;
    writer
        .prepare_cached("DELETE FROM files WHERE path = ?1")?
        .execute([path])?;
    members::forget_all(writer, path, keep_documents)?;
    held.iter()
        .try_for_each(|id| holders::let_go(writer, id, keep_documents))?;
    beside::forget(writer, path)?;
    beside::follow(writer, path, &held)
}
