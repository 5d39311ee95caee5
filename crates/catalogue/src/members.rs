//! Files inside files of the folder: each has a row and a path of its own, and goes the way of any
//! file from the claim on. They come and go with the file that holds them.

use jiff::Timestamp;
use probity_model::ContentHash;
use rusqlite::{Connection, OptionalExtension};

use crate::columns::{count, hash, now, size, time};
use crate::database::Durability;
use crate::{Catalogue, Claim, Claimed, FileState, Result, claims, holders, seen};

/// A file inside another, as that one was found to hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldFile {
    /// The path as listed: that of the outer file, a slash, and the path inside.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// What is to be done with it.
    pub content: HeldContent,
}

/// What is to be done with a file inside another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldContent {
    /// It is to be read, and this is the hash of its content.
    Take(ContentHash),
    /// It is no document, and this says why.
    Ignore(String),
    /// It cannot be had, and this says why.
    Refuse(String),
}

/// What the ledger knows of a file inside another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// The path of the outermost file: the one that is in the folder.
    pub container: String,
    /// The stamp that file had when it was opened.
    pub stamp: String,
    /// When that file was last changed.
    pub modified: Option<Timestamp>,
    /// Size of the inner file in bytes.
    pub bytes: u64,
    /// Hash of its content.
    pub content_hash: ContentHash,
}

impl Catalogue {
    /// Notes what the content of a claimed file holds; what it held before and holds no more is
    /// forgotten. Gives path and size of the files that have to be read; they are due at once.
    ///
    /// `only` is for a file that has no text of its own, an archive: it is `ignored` from now on, and
    /// this says why.
    ///
    /// # Errors
    /// [`crate::CatalogueError`] where the ledger cannot be written.
    pub fn hold(
        &self,
        claim: &Claim,
        held: &[HeldFile],
        only: Option<&str>,
    ) -> Result<Vec<(String, u64)>> {
        self.write(Durability::Flushed, |writer| {
            let sql = "SELECT EXISTS (SELECT 1 FROM files WHERE path = ?1 AND content_hash = ?2)";
            let is_claimed: bool = writer
                .prepare_cached(sql)?
                .query_row((&claim.path, claim.content_hash.as_bytes()), |row| {
                    row.get(0)
                })?;
            if !is_claimed {
                return Ok(Vec::new());
            }
            for path in paths_in(writer, &claim.path)? {
                if held.iter().all(|file| file.path != path) {
                    seen::forget_one(writer, &path, false)?;
                }
            }
            let mut due = Vec::new();
            for file in held {
                if hold_one(writer, claim, file)? {
                    due.push((file.path.clone(), file.bytes));
                }
            }
            if let Some(why) = only {
                set_aside(writer, claim, why)?;
            }
            Ok(due)
        })
    }

    /// The files that a file of the folder holds, by path.
    ///
    /// # Errors
    /// As [`Catalogue::hold`].
    pub fn held_by(&self, container: &str) -> Result<Vec<String>> {
        self.read(|reader| paths_in(reader, container))
    }

    /// What is known of a file inside another; `None` for a path that is none, or whose content
    /// could not be had.
    ///
    /// # Errors
    /// As [`Catalogue::hold`].
    pub fn member(&self, path: &str) -> Result<Option<MemberRow>> {
        let sql = "SELECT holder.path, holder.stamp, holder.modified, held.bytes, held.content_hash
                   FROM files AS held JOIN files AS holder ON holder.path = held.container
                   WHERE held.path = ?1";
        self.read(|reader| {
            let mut statement = reader.prepare_cached(sql)?;
            let row = statement.query_row([path], |row| {
                let modified: Option<i64> = row.get(2)?;
                let content_hash: Option<Vec<u8>> = row.get(4)?;
                Ok(content_hash.as_deref().and_then(hash).zip(Some((
                    row.get(0)?,
                    row.get(1)?,
                    modified.map(time),
                    count(row.get(3)?),
                ))))
            });
            let member = |(content_hash, (container, stamp, modified, bytes))| MemberRow {
                container,
                stamp,
                modified,
                bytes,
                content_hash,
            };
            Ok(row.optional()?.flatten().map(member))
        })
    }

    /// Path and size of files inside others whose next attempt has come.
    ///
    /// # Errors
    /// As [`Catalogue::hold`].
    pub fn due_members(&self, now: Timestamp) -> Result<Vec<(String, u64)>> {
        let sql = "SELECT path, bytes FROM files
                   WHERE next_attempt <= ?1 AND state IN ('pending', 'failed')
                     AND container IS NOT NULL";
        self.read(|reader| {
            let mut statement = reader.prepare_cached(sql)?;
            let due = statement.query_map([now.as_microsecond()], |row| {
                Ok((row.get(0)?, count(row.get(1)?)))
            })?;
            Ok(due.collect::<rusqlite::Result<_>>()?)
        })
    }
}

/// Forgets everything that a file holds: it is gone, or holds it no more.
pub(crate) fn forget_all(writer: &Connection, container: &str, keep_documents: bool) -> Result<()> {
    let paths = paths_in(writer, container)?;
    paths
        .iter()
        .try_for_each(|path| seen::forget_one(writer, path, keep_documents))
}

/// A file whose content another file has holds what that one holds.
pub(crate) fn share(writer: &Connection, claim: &Claim) -> Result<()> {
    let sql = "SELECT path FROM files WHERE document_id = ?1 AND path <> ?2
                   AND EXISTS (SELECT 1 FROM files AS held
                               WHERE held.path > files.path || '/' AND held.path < files.path || '0'
                                 AND held.container IS NOT NULL)
               LIMIT 1";
    let id = claim.content_hash.document_id();
    let other: Option<String> = writer
        .prepare_cached(sql)?
        .query_row((id.as_str(), &claim.path), |row| row.get(0))
        .optional()?;
    let Some(other) = other.filter(|_| !is_member(writer, &claim.path).unwrap_or(true)) else {
        return Ok(());
    };
    for file in held_below(writer, &other, &claim.path)? {
        hold_one(writer, claim, &file)?;
    }
    Ok(())
}

fn is_member(reader: &Connection, path: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM files WHERE path = ?1 AND container IS NOT NULL)";
    Ok(reader
        .prepare_cached(sql)?
        .query_row([path], |row| row.get(0))?)
}

/// What lies below a path, as if it lay below another.
fn held_below(reader: &Connection, below: &str, instead: &str) -> Result<Vec<HeldFile>> {
    let sql = "SELECT path, bytes, content_hash, error FROM files
               WHERE path > ?1 || '/' AND path < ?1 || '0' AND container IS NOT NULL";
    let mut statement = reader.prepare_cached(sql)?;
    let held = statement.query_map([below], |row| {
        let path: String = row.get(0)?;
        let content_hash: Option<Vec<u8>> = row.get(2)?;
        let error: Option<String> = row.get(3)?;
        Ok(HeldFile {
            path: format!("{instead}{}", &path[below.len()..]),
            bytes: count(row.get(1)?),
            content: match content_hash.as_deref().and_then(hash) {
                Some(content_hash) => HeldContent::Take(content_hash),
                None => HeldContent::Refuse(error.unwrap_or_default()),
            },
        })
    })?;
    Ok(held.collect::<rusqlite::Result<_>>()?)
}

fn paths_in(reader: &Connection, container: &str) -> Result<Vec<String>> {
    let sql = "SELECT path FROM files WHERE container = ?1 ORDER BY path";
    let mut statement = reader.prepare_cached(sql)?;
    let paths = statement.query_map([container], |row| row.get(0))?;
    Ok(paths.collect::<rusqlite::Result<_>>()?)
}

/// Notes one file; `true` where it has to be read. One whose document the ledger has stands for it,
/// or is its duplicate, from now on: no document leaves because its container is moved.
fn hold_one(writer: &Connection, outer: &Claim, file: &HeldFile) -> Result<bool> {
    let content_hash = match &file.content {
        HeldContent::Take(content_hash) => *content_hash,
        HeldContent::Ignore(why) => return refuse(writer, outer, file, FileState::Ignored, why),
        HeldContent::Refuse(why) => return refuse(writer, outer, file, FileState::Failed, why),
    };
    let sql =
        "INSERT INTO files (path, folded, state, stamp, bytes, modified, updated_at, container)
               VALUES (?1, ?2, 'pending', '', ?3, ?4, ?5, ?6)
               ON CONFLICT (path) DO UPDATE SET container = excluded.container";
    writer.prepare_cached(sql)?.execute((
        &file.path,
        file.path.to_lowercase(),
        size(file.bytes),
        outer.modified.map(Timestamp::as_microsecond),
        now(),
        &outer.path,
    ))?;
    let claim = Claim {
        path: file.path.clone(),
        stamp: String::new(),
        bytes: file.bytes,
        modified: outer.modified,
        content_hash,
        rules_version: outer.rules_version,
    };
    if !matches!(claims::claim_one(writer, &claim)?, Claimed::Work { .. }) {
        return Ok(false);
    }
    let sql = "UPDATE files SET state = 'pending', attempts = 0, next_attempt = ?2 WHERE path = ?1";
    writer.prepare_cached(sql)?.execute((&file.path, now()))?;
    Ok(true)
}

fn refuse(
    writer: &Connection,
    outer: &Claim,
    file: &HeldFile,
    state: FileState,
    why: &str,
) -> Result<bool> {
    let held = holders::held_by(writer, &file.path)?;
    let sql = "INSERT OR REPLACE INTO files
                   (path, folded, state, stamp, bytes, modified, error, updated_at, container)
               VALUES (?1, ?2, ?3, '', ?4, ?5, ?6, ?7, ?8)";
    writer.prepare_cached(sql)?.execute((
        &file.path,
        file.path.to_lowercase(),
        state.as_str(),
        size(file.bytes),
        outer.modified.map(Timestamp::as_microsecond),
        why,
        now(),
        &outer.path,
    ))?;
    held.iter()
        .try_for_each(|id| holders::let_go(writer, id, false))?;
    Ok(false)
}

/// An archive is dealt with once what it holds is noted. Others with the same content take their
/// turn: each holds files of its own.
fn set_aside(writer: &Connection, claim: &Claim, why: &str) -> Result<()> {
    let sql = "UPDATE files SET state = 'ignored', error = ?2, document_id = NULL,
                   next_attempt = NULL, attempts = 0, updated_at = ?3
               WHERE path = ?1";
    writer
        .prepare_cached(sql)?
        .execute((&claim.path, why, now()))?;
    holders::ensure_one_stands(writer, &claim.content_hash.document_id())?;
    holders::release_replaced(writer, &claim.path)
}
