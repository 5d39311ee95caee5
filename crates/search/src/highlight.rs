//! Where a query's words stand in texts that a person is shown whole: passages, printed pages.

use std::ops::Range;

use crate::plan::Planner;
use crate::query::{parse, prepare};
use crate::snippet::Marker;
use crate::{Scope, SearchError, TantivyIndex};

/// Bytes of each text that the query's words and phrases take, in order, none overlapping.
pub(crate) fn highlight(
    index: &TantivyIndex,
    query: &str,
    texts: &[&str],
) -> Result<Vec<Vec<Range<usize>>>, SearchError> {
    let Some(root) = parse(query)?.root else {
        return Ok(vec![Vec::new(); texts.len()]);
    };
    let (root, _) = prepare(root);
    let snapshot = index.snapshot();
    let planner = Planner {
        fields: index.fields(),
        snapshot: &snapshot,
        thesaurus: index.thesaurus(),
        gazetteer: index.gazetteer(),
        scope: Scope::Findings,
    };
    let marks = planner.plan(Some(&root))?.marks;
    let marker = Marker::new(&marks);
    Ok(texts.iter().map(|text| marker.marked(text)).collect())
}
