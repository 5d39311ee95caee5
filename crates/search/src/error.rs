//! What can go wrong with a search or with the index.

use tantivy::TantivyError;
use tantivy::directory::error::LockError;

/// A search or a write that did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The query is malformed.
    #[error("{message}")]
    Query {
        /// What is wrong and what would be right, as a sentence for a person.
        message: String,
        /// Where, in characters from 0.
        position: usize,
    },
    /// A parameter other than the query is malformed (a cursor, a facet's value).
    #[error("{message}")]
    Parameter {
        /// The parameter's name in the API.
        field: &'static str,
        /// What is wrong and what would be right.
        message: String,
    },
    /// No entry has this id.
    #[error("there is no entry with the id \"{0}\"")]
    UnknownEntry(String),
    /// The query would cost more than it may.
    #[error("{0}")]
    Budget(String),
    /// The index is open in another process.
    #[error("the index is in use by another process")]
    Locked,
    /// The index was made by another version of its schema, and must be made again.
    #[error("the index has another schema: {0}")]
    Schema(String),
    /// The index cannot be read or written.
    #[error("the index failed: {0}")]
    Index(String),
}

impl From<TantivyError> for SearchError {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Locked,
            TantivyError::SchemaError(message) => Self::Schema(message),
            TantivyError::IncompatibleIndex(_) | TantivyError::FieldNotFound(_) => {
                Self::Schema(error.to_string())
            }
            _ => Self::Index(error.to_string()),
        }
    }
}

impl From<std::io::Error> for SearchError {
    fn from(error: std::io::Error) -> Self {
        Self::Index(error.to_string())
    }
}
