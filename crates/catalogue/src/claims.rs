//! Claims: who reads which content, so that none is read twice and none by nobody; and failures.

use jiff::Timestamp;
use probity_model::{ContentHash, DocumentId};
use rusqlite::{Connection, OptionalExtension};

use crate::columns::{now, size};
use crate::database::Durability;
use crate::{Catalogue, Result, beside, holders, members};

/// A file whose content was hashed and is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// As listed. The file must have been seen before.
    pub path: String,
    /// Its stamp from before its content was read.
    pub stamp: String,
    /// Size of the content in bytes.
    pub bytes: u64,
    /// Modification time.
    pub modified: Option<Timestamp>,
    /// Hash of the content.
    pub content_hash: ContentHash,
    /// Documents read by older rules than these are read again.
    pub rules_version: u32,
}

/// What became of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// The caller has to read the content: it is `extracting` now.
    Work {
        /// Times the content was tried, this time included.
        attempts: u32,
    },
    /// The content is what it was, and dealt with.
    Unchanged,
    /// The content is that of another file.
    Duplicate,
    /// The document is in the ledger already, and this file stands for it now.
    Known,
    /// The ledger does not know the file any more.
    Gone,
}

/// A file, or a content, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// As listed.
    pub path: String,
    /// The content that was claimed; `None` where it did not come to that.
    pub content_hash: Option<ContentHash>,
    /// Why, as a sentence for a person.
    pub error: String,
    /// When it is to be tried again by itself; `None` for never.
    pub next_attempt: Option<Timestamp>,
    /// The file counts as waiting still, not as failed.
    pub pending: bool,
}

impl Catalogue {
    /// Claims a content for reading.
    ///
    /// # Errors
    /// [`crate::CatalogueError`] where the ledger cannot be written.
    pub fn claim(&self, claim: &Claim) -> Result<Claimed> {
        self.write(Durability::Lazy, |writer| {
            let claimed = claim_one(writer, claim)?;
            if matches!(claimed, Claimed::Duplicate | Claimed::Known) {
                members::share(writer, claim)?;
            }
            Ok(claimed)
        })
    }

    /// Notes that files could not be read. Other files with the same content share the outcome.
    ///
    /// # Errors
    /// As [`Catalogue::claim`].
    pub fn fail(&self, failures: &[Failure]) -> Result<()> {
        if failures.is_empty() {
            return Ok(());
        }
        self.write(Durability::Flushed, |writer| {
            failures
                .iter()
                .try_for_each(|failure| match &failure.content_hash {
                    Some(hash) => fail_content(writer, failure, &hash.document_id()),
                    None => fail_file(writer, failure),
                })
        })
    }
}

impl Catalogue {
    /// Gives up a document that was read and cannot be indexed: its files have failed with this
    /// sentence.
    ///
    /// # Errors
    /// As [`Catalogue::claim`].
    pub fn give_up(&self, id: &DocumentId, error: &str) -> Result<()> {
        self.write(Durability::Flushed, |writer| {
            let sql = "UPDATE files SET state = 'failed', error = ?2, next_attempt = NULL,
                           updated_at = ?3, document_id = NULL
                       WHERE document_id = ?1";
            writer
                .prepare_cached(sql)?
                .execute((id.as_str(), error, now()))?;
            holders::let_go(writer, id, false)
        })
    }
}

/// Claims a content for a file that was seen.
pub(crate) fn claim_one(writer: &Connection, claim: &Claim) -> Result<Claimed> {
    let Some(before) = Before::of(writer, &claim.path)? else {
        return Ok(Claimed::Gone);
    };
    let id = claim.content_hash.document_id();
    let is_dealt_with = matches!(before.state.as_str(), "indexed" | "duplicate");
    if is_dealt_with && before.document_id.as_ref() == Some(&id) {
        touch(writer, claim)?;
        return Ok(Claimed::Unchanged);
    }
    let attempts = if before.content_hash.as_ref() == Some(&claim.content_hash) {
        before.attempts + 1
    } else {
        1
    };
    let claimed = decide(writer, claim, &id, attempts)?;
    write_claim(writer, claim, &id, &claimed)?;
    let let_go = before.document_id.clone();
    replace(writer, claim, &id, before.document_id, &claimed)?;
    beside::follow(writer, &claim.path, let_go.as_slice())?;
    Ok(claimed)
}

/// What the row said before the claim.
struct Before {
    state: String,
    content_hash: Option<ContentHash>,
    document_id: Option<DocumentId>,
    attempts: u32,
}

impl Before {
    fn of(reader: &Connection, path: &str) -> Result<Option<Self>> {
        let sql = "SELECT state, content_hash, document_id, attempts FROM files WHERE path = ?1";
        let mut statement = reader.prepare_cached(sql)?;
        let row = statement.query_row([path], |row| {
            let content_hash: Option<Vec<u8>> = row.get(1)?;
            let document_id: Option<String> = row.get(2)?;
            Ok(Self {
                state: row.get(0)?,
                content_hash: content_hash.as_deref().and_then(crate::columns::hash),
                document_id: document_id.and_then(|id| id.parse().ok()),
                attempts: row.get(3)?,
            })
        });
        Ok(row.optional()?)
    }
}

fn touch(writer: &Connection, claim: &Claim) -> Result<()> {
    let sql = "UPDATE files SET stamp = ?2, modified = ?3, next_attempt = NULL WHERE path = ?1";
    let modified = claim.modified.map(Timestamp::as_microsecond);
    writer
        .prepare_cached(sql)?
        .execute((&claim.path, &claim.stamp, modified))?;
    Ok(())
}

fn decide(reader: &Connection, claim: &Claim, id: &DocumentId, attempts: u32) -> Result<Claimed> {
    let sql = "SELECT
        EXISTS (SELECT 1 FROM files WHERE document_id = ?1 AND path <> ?2
                AND state IN ('extracting', 'indexed')),
        EXISTS (SELECT 1 FROM documents WHERE id = ?1 AND rules_version >= ?3)";
    let (another_stands, is_read): (bool, bool) = reader
        .prepare_cached(sql)?
        .query_row((id.as_str(), &claim.path, claim.rules_version), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    Ok(match (another_stands, is_read) {
        (true, _) => Claimed::Duplicate,
        (false, true) => Claimed::Known,
        (false, false) => Claimed::Work { attempts },
    })
}

fn write_claim(
    writer: &Connection,
    claim: &Claim,
    id: &DocumentId,
    claimed: &Claimed,
) -> Result<()> {
    let (state, attempts) = match claimed {
        Claimed::Work { attempts } => ("extracting", *attempts),
        Claimed::Duplicate => ("duplicate", 0),
        Claimed::Known | Claimed::Unchanged | Claimed::Gone => (
            holders::state_of_stored(writer, id)?.unwrap_or("extracting"),
            0,
        ),
    };
    let sql = "UPDATE files SET state = ?2, stamp = ?3, bytes = ?4, modified = ?5,
                   content_hash = ?6, document_id = ?7, attempts = ?8, error = NULL,
                   next_attempt = NULL, updated_at = ?9,
                   media_type = (SELECT media_type FROM documents WHERE id = ?7)
               WHERE path = ?1";
    writer.prepare_cached(sql)?.execute((
        &claim.path,
        state,
        &claim.stamp,
        size(claim.bytes),
        claim.modified.map(Timestamp::as_microsecond),
        claim.content_hash.as_bytes(),
        id.as_str(),
        attempts,
        now(),
    ))?;
    Ok(())
}

/// The document of the content before stays until the new one is dealt with.
fn replace(
    writer: &Connection,
    claim: &Claim,
    id: &DocumentId,
    before: Option<DocumentId>,
    claimed: &Claimed,
) -> Result<()> {
    if let Some(before) = before.filter(|before| before != id) {
        let sql = "UPDATE files SET replaces = coalesce(replaces, ?2) WHERE path = ?1";
        writer
            .prepare_cached(sql)?
            .execute((&claim.path, before.as_str()))?;
        holders::let_go(writer, &before, false)?;
    }
    if !matches!(claimed, Claimed::Work { .. }) && holders::state_of_stored(writer, id)?.is_some() {
        holders::release_replaced(writer, &claim.path)?;
    }
    Ok(())
}

/// The file could not even be hashed. A document it was stays: its content may still be there.
fn fail_file(writer: &Connection, failure: &Failure) -> Result<()> {
    let held = holders::held_by(writer, &failure.path)?;
    let sql = "UPDATE files SET state = ?2, error = ?3, next_attempt = ?4, updated_at = ?5,
                   attempts = attempts + 1, replaces = coalesce(replaces, document_id),
                   document_id = NULL
               WHERE path = ?1";
    writer.prepare_cached(sql)?.execute((
        &failure.path,
        failure.state(),
        &failure.error,
        failure.next_attempt.map(Timestamp::as_microsecond),
        now(),
    ))?;
    held.iter()
        .try_for_each(|id| holders::let_go(writer, id, false))
}

fn fail_content(writer: &Connection, failure: &Failure, id: &DocumentId) -> Result<()> {
    let paths = holders::paths_of(writer, id)?;
    if let Some(state) = holders::state_of_stored(writer, id)? {
        // Newer rules could not read what older ones could: the older reading stays.
        let sql = "UPDATE files SET state = ?2 WHERE document_id = ?1 AND state = 'extracting'";
        writer.prepare_cached(sql)?.execute((id.as_str(), state))?;
        return Ok(());
    }
    let sql = "UPDATE files SET state = ?2, error = ?3, next_attempt = ?4, updated_at = ?5,
                   attempts = max(attempts, 1), document_id = NULL
               WHERE document_id = ?1";
    writer.prepare_cached(sql)?.execute((
        id.as_str(),
        failure.state(),
        &failure.error,
        failure.next_attempt.map(Timestamp::as_microsecond),
        now(),
    ))?;
    if failure.pending {
        return Ok(());
    }
    for path in &paths {
        members::forget_all(writer, path, false)?;
        holders::release_replaced(writer, path)?;
    }
    Ok(())
}

impl Failure {
    const fn state(&self) -> &'static str {
        if self.pending { "pending" } else { "failed" }
    }
}
