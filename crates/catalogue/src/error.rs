//! What can go wrong with the ledger.

use std::path::PathBuf;

use rusqlite::ErrorCode;

/// The ledger could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The file cannot be opened as a ledger.
    #[error("the catalogue {} cannot be opened: {reason}", path.display())]
    Open {
        /// The ledger's file.
        path: PathBuf,
        /// What SQLite says.
        reason: rusqlite::Error,
    },
    /// SQLite said no: a full disk, a damaged or locked file.
    #[error("the catalogue failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A file of the ledger cannot be copied, moved or made safe on the disk.
    #[error("the catalogue's file {} cannot be written: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// A stored row is not of the form this version knows.
    #[error("the catalogue holds a row that cannot be read: {0}")]
    Stored(#[from] serde_json::Error),
    /// The file was written by a later version.
    #[error(
        "the catalogue was written by a later version of Probity (schema {found}, this one knows {known})"
    )]
    Newer {
        /// Schema version of the file.
        found: u32,
        /// The latest this program knows.
        known: u32,
    },
    /// The text is no cursor of a list.
    #[error("the cursor is not one that a list gave")]
    Cursor,
}

impl CatalogueError {
    /// The file is no sound ledger (any more): trying again does not help, a copy would.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        let (Self::Open { reason, .. } | Self::Sqlite(reason)) = self else {
            return false;
        };
        matches!(
            reason.sqlite_error_code(),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
        )
    }
}
