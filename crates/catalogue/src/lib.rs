//! The durable ledger: which files there are, how far each has come, the documents read from them,
//! and what people corrected. SQLite; knows nothing of the index's engine.

mod error;
mod records;

pub use error::CatalogueError;
pub use records::{
    Corrections, DocumentRecord, FileFilter, FilePage, FileRecord, FileState, StateCounts,
};
