//! What of a document matches a query: whole passages, and the words in any of its texts.

use std::ops::Range;

use probity_model::DocumentId;
use probity_search::{Scope, SearchError};

use crate::problem::Problem;
use crate::snippet;
use crate::state::Inner;
use crate::wire::filters::FilterParams;
use crate::wire::params::SearchParams;

/// Passages that match a query, at most.
const MOST: usize = 100;

/// A passage that matches.
pub(in crate::web) struct Found {
    /// Its place in the document: `f12`.
    pub(in crate::web) place: String,
    pub(in crate::web) section: String,
    pub(in crate::web) page: Option<u32>,
    /// HTML: escaped text with `<mark>`.
    pub(in crate::web) snippet: String,
}

/// Passages of the document that match the query, in the order of the document. A query that cannot
/// be read matches none: the document itself is still shown.
pub(in crate::web) fn passages(
    app: &Inner,
    id: &DocumentId,
    q: &str,
) -> Result<Vec<Found>, Problem> {
    if q.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut filters = FilterParams::default();
    filters.0.documents.push(id.clone());
    let params = SearchParams {
        q: q.to_owned(),
        scope: Some(Scope::Findings),
        filters,
        limit: Some(MOST),
        facets: Some(Vec::new()),
        ..SearchParams::default()
    };
    let hits = match app.search(&params) {
        Ok(answer) => answer.found.hits,
        Err(problem) if problem.position.is_some() => Vec::new(),
        Err(problem) => return Err(problem),
    };
    let mut found: Vec<(usize, Found)> = hits
        .into_iter()
        .filter_map(|hit| {
            let (_, place) = hit.id.split_once('-')?;
            let number = place.get(1..)?.parse().ok()?;
            let found = Found {
                place: place.to_owned(),
                section: hit.section.join(" › "),
                page: hit.page,
                snippet: snippet::only_marks(&hit.snippet),
            };
            Some((number, found))
        })
        .collect();
    found.sort_by_key(|(number, _)| *number);
    Ok(found.into_iter().map(|(_, found)| found).collect())
}

/// Where the query's words stand in each of the texts; nowhere, where it cannot be read.
pub(in crate::web) fn marks(
    app: &Inner,
    q: &str,
    texts: &[&str],
) -> Result<Vec<Vec<Range<usize>>>, Problem> {
    if q.trim().is_empty() {
        return Ok(Vec::new());
    }
    match app.parts.engine.highlight(q, texts) {
        Ok(marks) => Ok(marks),
        Err(SearchError::Query { .. }) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}
