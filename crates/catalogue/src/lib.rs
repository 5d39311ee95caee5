//! The durable ledger: which files there are, how far each has come, the documents read from them,
//! and what people corrected. SQLite; knows nothing of the index's engine.
//!
//! Every change of a document gets the next number of one sequence. The index remembers the number
//! it has followed the ledger to, so whatever is after it can be done (again) at any time:
//! [`Catalogue::changes_after`], [`Catalogue::committed`].

mod beside;
mod changes;
mod claims;
mod columns;
mod copies;
mod corrections;
mod database;
mod documents;
mod error;
mod files;
mod holders;
mod members;
mod records;
mod related;
mod results;
mod schema;
mod seen;
mod stored;
mod units;
mod wanted;

pub use beside::corrected_by;
pub use changes::{Change, NewDocument, SequenceRange};
pub use claims::{Claim, Claimed, Failure};
pub use copies::{Restored, open_or_restore};
pub use database::Catalogue;
pub use error::CatalogueError;
pub use members::{HeldContent, HeldFile, MemberRow};
pub use records::{
    Corrections, DocumentRecord, FileFilter, FilePage, FileRecord, FileState, InspectionResult,
    Related, StateCounts, UnitSummary,
};
pub use seen::{KnownFile, SeenFile, Verdict};
pub use stored::{read_written, write_document};
pub use wanted::Refused;

/// What the ledger's functions give.
pub type Result<T, E = CatalogueError> = std::result::Result<T, E>;

#[cfg(test)]
mod tests;
