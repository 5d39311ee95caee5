//! What goes over the wire: types of the server's own, so that renaming a domain field breaks no client.

pub(crate) mod breakdowns;
pub(crate) mod document;
pub(crate) mod elsewhere;
pub(crate) mod entities;
pub(crate) mod explanation;
pub(crate) mod filters;
pub(crate) mod ingest;
pub(crate) mod overview;
pub(crate) mod params;
pub(crate) mod search;
pub(crate) mod words;
