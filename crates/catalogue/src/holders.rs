//! Which files hold a document, and what happens when one lets go of it.
//!
//! Of all files with one content, one at most is `extracting` or `indexed`: it stands for the
//! document. The others are its duplicates.

use probity_model::DocumentId;
use rusqlite::{Connection, OptionalExtension};

use crate::columns::now;
use crate::database::note;
use crate::{Result, changes};

/// The documents that a file holds: the one of its content, and the one its content replaces.
pub(crate) fn held_by(reader: &Connection, path: &str) -> Result<Vec<DocumentId>> {
    let sql = "SELECT document_id, replaces FROM files WHERE path = ?1";
    let mut statement = reader.prepare_cached(sql)?;
    let held: Option<[Option<String>; 2]> = statement
        .query_row([path], |row| Ok([row.get(0)?, row.get(1)?]))
        .optional()?;
    let ids = held.into_iter().flatten().flatten();
    Ok(ids.filter_map(|id| id.parse().ok()).collect())
}

/// Sees to a document of which a file has just let go: another file with that content stands for it
/// from now on; where there is none the document leaves, unless it shall be kept.
pub(crate) fn let_go(writer: &Connection, id: &DocumentId, keep: bool) -> Result<()> {
    ensure_one_stands(writer, id)?;
    if !keep && !is_held(writer, id)? {
        changes::remove_document(writer, id)?;
    }
    Ok(())
}

/// Where only duplicates of a document are left, makes the first of them stand for it.
pub(crate) fn ensure_one_stands(writer: &Connection, id: &DocumentId) -> Result<()> {
    let sql = "UPDATE files SET state = ?2, next_attempt = ?3, updated_at = ?4
               WHERE path = (SELECT min(path) FROM files
                             WHERE document_id = ?1 AND state = 'duplicate')
                 AND NOT EXISTS (SELECT 1 FROM files WHERE document_id = ?1
                                 AND state IN ('pending', 'extracting', 'indexed'))";
    let state = state_of_stored(writer, id)?;
    // What has to be read yet must be taken up by somebody: it is due at once.
    let next_attempt = state.is_none().then(now);
    writer.prepare_cached(sql)?.execute((
        id.as_str(),
        state.unwrap_or("pending"),
        next_attempt,
        now(),
    ))?;
    Ok(())
}

/// The state of the file that stands for a document: `indexed` once the index has followed the
/// document's latest change. `None` where the document has not been read.
pub(crate) fn state_of_stored(
    reader: &Connection,
    id: &DocumentId,
) -> Result<Option<&'static str>> {
    let sql = "SELECT sequence FROM changes JOIN documents ON id = document_id
               WHERE document_id = ?1";
    let mut statement = reader.prepare_cached(sql)?;
    let sequence: Option<i64> = statement
        .query_row([id.as_str()], |row| row.get(0))
        .optional()?;
    let committed = note(reader, "committed")?.unwrap_or_default();
    let state = |sequence| {
        if sequence <= committed {
            "indexed"
        } else {
            "extracting"
        }
    };
    Ok(sequence.map(state))
}

fn is_held(reader: &Connection, id: &DocumentId) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM files WHERE document_id = ?1)
                   OR EXISTS (SELECT 1 FROM files WHERE replaces = ?1)";
    Ok(reader
        .prepare_cached(sql)?
        .query_row([id.as_str()], |row| row.get(0))?)
}

/// Lets go of what the given file's content replaced, now that the new content is dealt with.
pub(crate) fn release_replaced(writer: &Connection, path: &str) -> Result<()> {
    let sql = "SELECT replaces FROM files WHERE path = ?1 AND replaces IS NOT NULL";
    let replaced: Option<String> = writer
        .prepare_cached(sql)?
        .query_row([path], |row| row.get(0))
        .optional()?;
    let Some(replaced) = replaced.and_then(|id| id.parse().ok()) else {
        return Ok(());
    };
    let sql = "UPDATE files SET replaces = NULL WHERE path = ?1";
    writer.prepare_cached(sql)?.execute([path])?;
    let_go(writer, &replaced, false)
}

/// The paths of all files whose content is this document.
pub(crate) fn paths_of(reader: &Connection, id: &DocumentId) -> Result<Vec<String>> {
    let sql = "SELECT path FROM files WHERE document_id = ?1 ORDER BY path";
    let mut statement = reader.prepare_cached(sql)?;
    let paths = statement.query_map([id.as_str()], |row| row.get(0))?;
    Ok(paths.collect::<rusqlite::Result<_>>()?)
}
