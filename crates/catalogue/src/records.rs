//! Rows of the ledger as the rest of the program sees them.

use jiff::Timestamp;
use probity_model::{
    ContentHash, Document, DocumentId, KeyQuestion, Kind, Level, PartialDate, Rating,
    StandardRating,
};

/// How far a file has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileState {
    /// Seen; waits to settle, for a worker, or for its next attempt.
    Pending,
    /// In a worker, or waiting for its commit.
    Extracting,
    /// Its document is in the index.
    Indexed,
    /// Its content is that of another file, whose document is in the index.
    Duplicate,
    /// Not a document by its name or place (a partial download, a hidden file).
    Ignored,
    /// It could not be read; the row says why.
    Failed,
}

impl FileState {
    /// All states, in the order a file passes through them.
    pub const ALL: [Self; 6] = [
        Self::Pending,
        Self::Extracting,
        Self::Indexed,
        Self::Duplicate,
        Self::Ignored,
        Self::Failed,
    ];

    /// The state's name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Extracting => "extracting",
            Self::Indexed => "indexed",
            Self::Duplicate => "duplicate",
            Self::Ignored => "ignored",
            Self::Failed => "failed",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// A file of the watch folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRecord {
    /// Relative to the watch folder, with `/`. Bytes that are no UTF-8 are written `%XX`. That of a
    /// file inside another goes on from the other's: `mail.eml/annexe.pdf`.
    pub path: String,
    /// The path of the file in the folder that this one is inside of.
    pub container: Option<String>,
    /// How far it has come.
    pub state: FileState,
    /// Hash of its content, once read.
    pub content_hash: Option<ContentHash>,
    /// The document its content is, once claimed.
    pub document_id: Option<DocumentId>,
    /// Size in bytes when last seen.
    pub bytes: u64,
    /// Modification time when last seen.
    pub modified: Option<Timestamp>,
    /// Format found in its content.
    pub media_type: Option<String>,
    /// Why it failed or is ignored, as a sentence for a person.
    pub error: Option<String>,
    /// Times it was tried.
    pub attempts: u32,
    /// When it will be tried again.
    pub next_attempt: Option<Timestamp>,
    /// When this row last changed.
    pub updated_at: Timestamp,
}

/// A stored document, with everything the ledger knows about it.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentRecord {
    /// As read, with the corrections applied.
    pub document: Document,
    /// What people corrected here.
    pub corrections: Corrections,
    /// What files beside its own correct; where both speak of a field, it is as people said here.
    pub beside: Corrections,
    /// The files that hold it, the indexed one first.
    pub files: Vec<FileRecord>,
    /// When it was first read.
    pub ingested_at: Timestamp,
    /// When it was last indexed anew.
    pub updated_at: Timestamp,
    /// The version of the reading rules it was read by.
    pub rules_version: u32,
}

impl DocumentRecord {
    /// All corrections in force.
    #[must_use]
    pub fn all_corrections(&self) -> Corrections {
        self.corrections.clone().over(self.beside.clone())
    }
}

/// Fields a person set right. `None` leaves a field as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corrections {
    /// Names of regions.
    pub regions: Option<Vec<String>>,
    /// Names of PDUs.
    pub pdus: Option<Vec<String>>,
    /// The overall rating; `Some(None)` says that there is none.
    pub rating: Option<Option<Rating>>,
    /// The publication date; `Some(None)` says that it is not known.
    pub published: Option<Option<PartialDate>>,
    /// The title.
    pub title: Option<String>,
    /// The kind.
    pub kind: Option<Kind>,
}

/// Which files a list shall have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFilter {
    /// Only files in this state.
    pub state: Option<FileState>,
    /// Only files whose path contains this, whatever the case.
    pub path: Option<String>,
    /// Only files of this document.
    pub document: Option<DocumentId>,
}

/// A page of a list of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePage {
    /// The files, by path.
    pub files: Vec<FileRecord>,
    /// How many there are in all.
    pub total: u64,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// How many files are in each state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StateCounts {
    /// Waiting.
    pub pending: u64,
    /// In a worker, or waiting for their commit.
    pub extracting: u64,
    /// In the index.
    pub indexed: u64,
    /// Same content as another.
    pub duplicate: u64,
    /// No documents.
    pub ignored: u64,
    /// Unreadable.
    pub failed: u64,
}

/// A unit that documents are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitSummary {
    /// Name of the region or PDU.
    pub name: String,
    /// `Region` or `Pdu`.
    pub level: Level,
    /// Documents that are about it.
    pub documents: u64,
    /// Its rating in the latest inspection of which a report or a press release tells.
    pub latest_rating: Option<Rating>,
    /// When the latest document about it was published.
    pub latest_published: Option<PartialDate>,
}

/// What a report found of one unit it inspected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectionResult {
    /// The report.
    pub document_id: DocumentId,
    /// Name of the region or PDU.
    pub unit: String,
    /// `Region` or `Pdu`.
    pub level: Level,
    /// The unit's overall rating.
    pub rating: Option<Rating>,
    /// When the report was published.
    pub published: Option<PartialDate>,
    /// The standards and their ratings, in printed order; none where they are another unit's.
    pub standards: Vec<StandardRating>,
    /// Key questions and the share of cases answered "Yes"; none where they are another unit's.
    pub key_questions: Vec<KeyQuestion>,
}

/// A document that has to do with another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The other document.
    pub document_id: DocumentId,
    /// Its title.
    pub title: String,
    /// What it has to do with the first, as words for a person.
    pub why: String,
}
