//! What the pages and the API may ask of ingestion, and what ingestion tells of itself.

use jiff::Timestamp;

use crate::DocumentId;

/// A wish sent to the ingesting side. It is carried out soon, in order; the ledger shows the outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Look through the whole watch folder now.
    Rescan,
    /// Try failed files again now: those whose path begins with this, or all.
    Retry {
        /// A path relative to the watch folder.
        path: Option<String>,
    },
    /// Take no new files until [`Command::Resume`].
    Pause,
    /// Go on after [`Command::Pause`].
    Resume,
    /// Index this document anew from the ledger (its corrections changed).
    Reindex(DocumentId),
    /// Delete every file of this document from the watch folder, and the document with them.
    Delete(DocumentId),
}

/// How ingestion stands at this moment. What the ledger knows (states, queue) is not repeated here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IngestStatus {
    /// The watcher lives: events or polling reach the ledger.
    pub watching: bool,
    /// No new file is taken.
    pub paused: bool,
    /// The index is being made again from the ledger; answers may be incomplete meanwhile.
    pub rebuilding: bool,
    /// Documents that the index being made again does not have yet.
    pub rebuild_left: u64,
    /// Files that reached a final state within the last minute.
    pub rate_per_minute: u32,
    /// Files that reached a final state in a second, on average over the last minute or since work
    /// began within it; 0 where none did.
    pub files_per_second: f64,
    /// When a document was last made searchable.
    pub last_indexed_at: Option<Timestamp>,
    /// Why new files cannot be taken at the moment, as a sentence for a person.
    pub trouble: Option<String>,
    /// What whoever runs the program should know though all works, as sentences: the folder is
    /// looked through for want of events, the index had to be made again.
    pub notices: Vec<String>,
}
