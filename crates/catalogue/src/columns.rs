//! Values of the domain as columns of the ledger, and back.

use jiff::Timestamp;
use probity_model::{ContentHash, DocumentId};
use rusqlite::Row;
use rusqlite::types::Type;

use crate::{FileRecord, FileState};

/// Now, as a column.
pub(crate) fn now() -> i64 {
    Timestamp::now().as_microsecond()
}

pub(crate) fn time(column: i64) -> Timestamp {
    Timestamp::from_microsecond(column).unwrap_or_default()
}

pub(crate) fn hash(column: &[u8]) -> Option<ContentHash> {
    Some(ContentHash::from_bytes(column.try_into().ok()?))
}

/// A size as a column: SQLite's numbers end at 2^63.
pub(crate) fn size(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

pub(crate) fn count(column: i64) -> u64 {
    u64::try_from(column).unwrap_or_default()
}

/// A column that holds a value's text form.
pub(crate) fn parsed<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let text: String = row.get(column)?;
    let unreadable = |error: T::Err| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
    };
    text.parse().map_err(unreadable)
}

/// The columns that [`file`] reads, in its order.
pub(crate) const FILE: &str = "path, state, content_hash, document_id, bytes, modified, media_type,
    error, attempts, next_attempt, updated_at, container";

pub(crate) fn file(row: &Row<'_>) -> rusqlite::Result<FileRecord> {
    let state: String = row.get(1)?;
    let content_hash: Option<Vec<u8>> = row.get(2)?;
    let document_id: Option<String> = row.get(3)?;
    let modified: Option<i64> = row.get(5)?;
    let next_attempt: Option<i64> = row.get(9)?;
    Ok(FileRecord {
        path: row.get(0)?,
        state: FileState::from_name(&state).unwrap_or(FileState::Pending),
        content_hash: content_hash.as_deref().and_then(hash),
        document_id: document_id.and_then(|id| id.parse::<DocumentId>().ok()),
        bytes: count(row.get(4)?),
        modified: modified.map(time),
        media_type: row.get(6)?,
        error: row.get(7)?,
        attempts: row.get(8)?,
        next_attempt: next_attempt.map(time),
        updated_at: time(row.get(10)?),
        container: row.get(11)?,
    })
}
