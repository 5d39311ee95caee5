//! How ingestion stands, and its files.

use jiff::Timestamp;
use probity_catalogue::{FilePage, FileRecord, FileState, StateCounts};
use probity_model::IngestStatus;
use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use crate::wire::words::one_of;

/// How ingestion stands at this moment.
#[derive(Serialize, ToSchema)]
pub(crate) struct IngestBody {
    /// The watcher lives.
    watching: bool,
    /// Files that wait or are being read.
    queued: u64,
    /// How many files are in each state.
    states: States,
    /// When a document was last made searchable.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_indexed_at: Option<Timestamp>,
    /// Files that reached a final state within the last minute.
    rate_per_minute: u32,
    /// No new file is taken until ingestion is resumed.
    paused: bool,
    /// How long the files that wait will take, in seconds; null where none wait or nothing tells.
    seconds_left: Option<u64>,
    /// The index is being made again; answers may be incomplete meanwhile.
    rebuilding: bool,
    /// Documents that the index being made again does not have yet.
    rebuild_left: u64,
    /// Why new files cannot be taken at the moment.
    trouble: Option<String>,
    /// What whoever runs the server should know though all works.
    notices: Vec<String>,
}

/// How many files are in each state.
#[derive(Serialize, ToSchema)]
struct States {
    /// In the index.
    indexed: u64,
    /// Unreadable; `ingest/files?state=failed` says why.
    failed: u64,
    /// Same content as another.
    duplicate: u64,
    /// No documents.
    ignored: u64,
    /// Waiting.
    pending: u64,
    /// Being read, or waiting for their commit.
    extracting: u64,
}

impl IngestBody {
    pub(crate) fn new(status: IngestStatus, counts: &StateCounts) -> Self {
        let queued = counts.pending + counts.extracting;
        Self {
            watching: status.watching,
            queued,
            seconds_left: seconds_left(queued, status.files_per_second),
            states: States {
                indexed: counts.indexed,
                failed: counts.failed,
                duplicate: counts.duplicate,
                ignored: counts.ignored,
                pending: counts.pending,
                extracting: counts.extracting,
            },
            last_indexed_at: status.last_indexed_at,
            rate_per_minute: status.rate_per_minute,
            paused: status.paused,
            rebuilding: status.rebuilding,
            rebuild_left: status.rebuild_left,
            trouble: status.trouble,
            notices: status.notices,
        }
    }
}

/// How long as many files take at this pace.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an estimate; a cast of a float to an integer saturates"
)]
fn seconds_left(queued: u64, files_per_second: f64) -> Option<u64> {
    let is_known = queued > 0 && files_per_second > 0.0;
    is_known.then(|| (queued as f64 / files_per_second).ceil() as u64)
}

/// States of files.
pub(crate) struct StateWord;

impl PartialSchema for StateWord {
    fn schema() -> RefOr<Schema> {
        one_of(&FileState::ALL.map(FileState::as_str)).into()
    }
}

impl ToSchema for StateWord {
    fn name() -> std::borrow::Cow<'static, str> {
        "FileState".into()
    }
}

/// A page of the list of files.
#[derive(Serialize, ToSchema)]
pub(crate) struct FileList {
    /// The files, by path.
    files: Vec<IngestFile>,
    /// How many there are in all.
    total: u64,
    /// The `cursor` of the next page; null at the end.
    next: Option<String>,
}

impl From<FilePage> for FileList {
    fn from(page: FilePage) -> Self {
        Self {
            files: page.files.into_iter().map(IngestFile::from).collect(),
            total: page.total,
            next: page.next,
        }
    }
}

/// A file of the watch folder.
#[derive(Serialize, ToSchema)]
struct IngestFile {
    /// Relative to the watch folder.
    path: String,
    /// How far it has come.
    #[schema(value_type = StateWord)]
    state: &'static str,
    /// The document its content is.
    document_id: Option<String>,
    /// Why it failed or is ignored.
    error: Option<String>,
    /// Times it was tried.
    attempts: u32,
    /// When it will be tried again.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_attempt: Option<Timestamp>,
    /// When this last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// Format found in its content.
    media_type: Option<String>,
    /// Its size.
    bytes: u64,
    /// When the file was last changed.
    #[schema(value_type = Option<String>, format = DateTime)]
    modified: Option<Timestamp>,
}

impl From<FileRecord> for IngestFile {
    fn from(file: FileRecord) -> Self {
        Self {
            path: file.path,
            state: file.state.as_str(),
            document_id: file.document_id.map(String::from),
            error: file.error,
            attempts: file.attempts,
            next_attempt: file.next_attempt,
            updated_at: file.updated_at,
            media_type: file.media_type,
            bytes: file.bytes,
            modified: file.modified,
        }
    }
}

/// A wish that will be carried out soon.
#[derive(Serialize, ToSchema)]
pub(crate) struct Accepted {
    /// Where to see what became of it.
    pub(crate) status_url: String,
}

/// An uploaded file that lies in the watch folder now.
#[derive(Serialize, ToSchema)]
pub(crate) struct Uploaded {
    /// Its path, relative to the watch folder.
    pub(crate) path: String,
    /// Where to see what became of it.
    pub(crate) status_url: String,
}

/// The process lives.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`.
    pub(crate) status: &'static str,
}

/// The server can answer, and take files.
#[derive(Serialize, ToSchema)]
pub(crate) struct Readiness {
    /// `ok`, or `rebuilding`: the index is being made again, and answers may be incomplete meanwhile.
    pub(crate) status: &'static str,
    /// What whoever runs the server should know though all works.
    pub(crate) notices: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_from_the_pace() {
        assert_eq!(seconds_left(0, 5.0), None);
        assert_eq!(seconds_left(10, 0.0), None);
        assert_eq!(seconds_left(10, 4.0), Some(3));
    }
}
