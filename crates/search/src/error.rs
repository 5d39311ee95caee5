//! What can go wrong with a search or with the index.

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
