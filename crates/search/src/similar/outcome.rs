//! What became of a recommendation: the row of a later report's table of progress that takes it up.

use std::time::Instant;

use super::likeness::Weights;
use super::{alike, candidates};
use crate::plan::Planner;
use crate::{Elsewhere, Facet, Filters, Hit, Scope, SearchError};

/// How much alike a recommendation and the row that takes it up are at least: reports often shorten them.
const SAME: f32 = 0.6;

/// The row about this hit in a later report on the same unit, where there is one: the most alike, the
/// latest of equals.
pub(super) fn of(
    planner: &Planner<'_>,
    hit: &Hit,
    deadline: Instant,
) -> Result<Option<Elsewhere>, SearchError> {
    if planner.scope != Scope::Recommendations || hit.progress.is_some() {
        return Ok(None);
    }
    let Some(filters) = later_rows(planner, hit)? else {
        return Ok(None);
    };
    let mut weights = Weights::of(planner, hit.text.as_deref().unwrap_or_default())?;
    let rows = candidates(planner, &filters, &weights, deadline)?;
    let is_later = |row: &Hit| row.document_id != hit.document_id && row.published > hit.published;
    let rows = rows.into_iter().filter(is_later).collect();
    let rows = alike(planner, &mut weights, rows, SAME)?;
    Ok(rows.first().map(Elsewhere::of))
}

/// Narrows to rows of progress tables about the hit's unit, published no earlier; `None` where it has no
/// unit or date to tell by.
fn later_rows(planner: &Planner<'_>, hit: &Hit) -> Result<Option<Filters>, SearchError> {
    let unit = match (hit.pdus.is_empty(), hit.regions.is_empty()) {
        (false, _) => (Facet::Pdu, hit.pdus.clone()),
        (true, false) => (Facet::Region, hit.regions.clone()),
        (true, true) => return Ok(None),
    };
    let known = planner.snapshot.facet_values()?.names(Facet::Progress);
    let progress = (Facet::Progress, known.map(str::to_owned).collect());
    Ok(hit.published.map(|published| Filters {
        facets: [unit, progress].into(),
        from: Some(published),
        ..Filters::default()
    }))
}
