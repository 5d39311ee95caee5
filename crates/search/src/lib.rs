//! Documents to index entries, queries to hits.

mod engine;
mod error;

pub use engine::{
    Engine, Facet, FacetCount, Filters, Hit, IndexStats, Scope, SearchRequest, SearchResponse,
    SimilarRequest, SimilarTo, Sort, Suggestion, Writer,
};
pub use error::SearchError;
