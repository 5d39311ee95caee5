//! What keeps ingestion from starting.

use std::io;
use std::path::PathBuf;

use probity_catalogue::CatalogueError;
use probity_search::SearchError;

/// Ingestion could not start, or a one-off ingestion could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The watch folder is not there and cannot be made, or is no folder.
    #[error("the watch folder {} cannot be used: {reason}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// A file that was named cannot be used.
    #[error("{} cannot be taken in: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// A damaged index cannot be set aside.
    #[error("the index in {} cannot be set aside: {reason}; move it away by hand", path.display())]
    SetAside {
        /// Folder of the index.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// The index cannot be opened because its folder cannot be written.
    #[error("the index in {} cannot be written: {reason}; see that there is room, and that the user that runs Probity may write there", path.display())]
    Unwritable {
        /// Folder of the index.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// A backup cannot be written or read.
    #[error("the backup {} {reason}", path.display())]
    Backup {
        /// The backup's file.
        path: PathBuf,
        /// What is the matter, so that it goes on from the file's name.
        reason: String,
    },
    /// Nothing can be taken in for the time being.
    #[error("{0}")]
    Trouble(String),
    /// A thread could not be started.
    #[error("the system refuses another thread: {0}")]
    Thread(io::Error),
    /// The ledger failed.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The index failed.
    #[error(transparent)]
    Search(#[from] SearchError),
}
