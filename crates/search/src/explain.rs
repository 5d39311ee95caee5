//! Why a hit stands where it does: what each part of the query adds to its score.

use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocSet};

use crate::plan::{How, PlannedPart, Planner};
use crate::query::Node;
use crate::statistics::Statistics;
use crate::{Evidence, Explanation, Part, SearchError};

/// Explains entries that a search by relevance found with all words of a query, or with so many of them
/// at least, given with their scores.
pub(crate) fn explain(
    planner: &Planner<'_>,
    root: &Node,
    least: Option<usize>,
    entries: impl Iterator<Item = (DocAddress, f32)>,
) -> Result<Vec<Explanation>, SearchError> {
    let parts = planner.parts(root, least)?;
    entries
        .map(|(entry, score)| {
            let found: Result<Vec<Option<Part>>, SearchError> = parts
                .iter()
                .map(|part| explained(planner, part, entry))
                .collect();
            let parts: Vec<Part> = found?.into_iter().flatten().collect();
            let sum: f32 = parts.iter().map(|part| part.score).sum();
            Ok(Explanation {
                weight: if sum > 0.0 { score / sum } else { 1.0 },
                parts,
            })
        })
        .collect()
}

/// What a part adds to the score of an entry; `None` where the entry does not have it.
fn explained(
    planner: &Planner<'_>,
    part: &PlannedPart,
    entry: DocAddress,
) -> Result<Option<Part>, SearchError> {
    let Some(score) = score(planner, &*part.query, entry)? else {
        return Ok(None);
    };
    let mut found = Vec::new();
    for (way, worth) in part.ways.iter().flat_map(|ways| ways.each()) {
        if let Some(score) = self::score(planner, &*way.query, entry)? {
            found.push(Evidence {
                words: way.words.clone(),
                how: match way.how {
                    How::Inflected => "inflected",
                    How::Exact => "exact",
                    How::Meaning => "meaning",
                    How::About => "about",
                },
                place: way.place,
                score: score * worth,
            });
        }
    }
    Ok(Some(Part {
        words: part.words.clone(),
        kind: part.kind,
        score,
        found,
    }))
}

/// What a query scores an entry with; `None` where it does not match.
fn score(
    planner: &Planner<'_>,
    query: &dyn Query,
    entry: DocAddress,
) -> Result<Option<f32>, SearchError> {
    let searcher = &planner.snapshot.searcher;
    let statistics = Statistics::new(planner.snapshot, planner.scope, None);
    let scoring = EnableScoring::enabled_from_statistics_provider(&statistics, searcher);
    let weight = query.weight(scoring)?;
    let mut scorer = weight.scorer(searcher.segment_reader(entry.segment_ord), 1.0)?;
    let is_found = scorer.doc() <= entry.doc_id && scorer.seek(entry.doc_id) == entry.doc_id;
    Ok(is_found.then(|| scorer.score()))
}
