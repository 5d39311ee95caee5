//! Documents to index entries, queries to hits.

mod analysis;
mod blocks;
mod breakdowns;
mod census;
mod collect;
mod contents;
mod counting;
mod cursor;
mod engine;
mod entries;
mod error;
mod explain;
mod facets;
mod highlight;
mod index;
mod interpret;
mod lists;
mod matched;
mod meaning;
mod order;
mod pass;
mod passages;
mod plan;
mod query;
mod record;
mod schema;
mod scoring;
mod search;
mod segments;
mod settings;
mod similar;
mod snapshot;
mod snippet;
mod spelling;
mod spread;
mod statistics;
mod suggest;
mod writer;

pub use breakdowns::{
    Breakdowns, BreakdownsWanted, Cross, CrossRow, DateCount, Interval, RegionCount,
};
pub use contents::CommitFiles;
pub use engine::{
    Elsewhere, Engine, Evidence, Explanation, Facet, FacetCount, Filters, Hit, IndexStats,
    Interpretation, Interpreted, Part, Scope, SearchRequest, SearchResponse, SimilarRequest,
    SimilarTo, Sort, Suggestion, Writer,
};
pub use error::SearchError;
pub use index::TantivyIndex;
pub use settings::Settings;
pub use writer::TantivyWriter;
