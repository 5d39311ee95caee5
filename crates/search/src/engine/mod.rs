//! The seam between Probity and a search engine: what may be asked, and what comes back.

mod request;
mod response;

use std::ops::Range;

use probity_model::{Document, DocumentId};

use crate::SearchError;
pub use request::{Facet, Filters, Scope, SearchRequest, SimilarRequest, SimilarTo, Sort};
pub use response::{
    Elsewhere, Evidence, Explanation, FacetCount, Hit, Interpretation, Interpreted, Part,
    SearchResponse, Suggestion,
};

/// A search engine that holds the entries of documents.
///
/// Every answer is computed on one snapshot of the index, so hits, counts and snippets agree.
pub trait Engine: Send + Sync {
    /// Answers a search.
    ///
    /// # Errors
    /// [`SearchError`] for a malformed query or cursor, a budget overrun, or a failing index.
    fn search(&self, request: &SearchRequest) -> Result<SearchResponse, SearchError>;

    /// Finds recommendations or findings that say nearly the same, most similar first.
    ///
    /// # Errors
    /// As [`Engine::search`], and [`SearchError::UnknownEntry`] for an id that is not in the index.
    fn similar(&self, request: &SimilarRequest) -> Result<SearchResponse, SearchError>;

    /// Completions of what is being typed, best first.
    ///
    /// # Errors
    /// [`SearchError`] for a failing index.
    fn suggest(&self, prefix: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError>;

    /// What of a query names a unit, year or rating in plain words: to be offered as filters.
    ///
    /// # Errors
    /// As [`Engine::search`].
    fn interpret(&self, query: &str) -> Result<Interpreted, SearchError>;

    /// Where the query's words and phrases stand in texts of a person's choice: for each text, the
    /// ranges of bytes to mark, in order and without overlaps.
    ///
    /// # Errors
    /// As [`Engine::search`].
    fn highlight(
        &self,
        _query: &str,
        texts: &[&str],
    ) -> Result<Vec<Vec<Range<usize>>>, SearchError> {
        Ok(vec![Vec::new(); texts.len()])
    }

    /// Size and shape of the index, for metrics.
    ///
    /// # Errors
    /// [`SearchError`] for a failing index.
    fn stats(&self) -> Result<IndexStats, SearchError>;
}

/// The one writer of an index. Nothing is visible to searches, or durable, before a commit.
pub trait Writer: Send {
    /// Adds a document's entries in place of all that are in the index under its id.
    ///
    /// # Errors
    /// [`SearchError`] where the index cannot be written. The writer is useless then: drop it.
    fn put(&mut self, document: &Document) -> Result<(), SearchError>;

    /// Removes a document's entries.
    ///
    /// # Errors
    /// As [`Writer::put`].
    fn remove(&mut self, id: &DocumentId) -> Result<(), SearchError>;

    /// Makes everything so far durable and visible, marked with the ledger's sequence number.
    ///
    /// # Errors
    /// As [`Writer::put`]. What was put since the last commit must be assumed lost.
    fn commit(&mut self, sequence: u64) -> Result<(), SearchError>;
}

/// Size and shape of the index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexStats {
    /// Entries of documents.
    pub documents: u64,
    /// All entries.
    pub entries: u64,
    /// Segments.
    pub segments: u64,
    /// Bytes on disk.
    pub bytes: u64,
}
