//! The passage that best shows why a document was found.

use tantivy::query::{EnableScoring, Scorer};
use tantivy::{DocAddress, Score};

use crate::plan::Planner;
use crate::query::Node;
use crate::segments::Segment;
use crate::snippet::Marker;
use crate::statistics::Statistics;
use crate::{Hit, Scope, SearchError, TantivyIndex};

/// Gives document hits the snippet and the page of their best passage, where one has any of the words. The
/// hits are given with their documents' own entries.
pub(crate) fn show_best<'h>(
    index: &TantivyIndex,
    planner: &Planner<'_>,
    root: &Node,
    hits: impl Iterator<Item = (&'h mut Hit, DocAddress)>,
) -> Result<(), SearchError> {
    let planner = Planner {
        scope: Scope::Findings,
        ..*planner
    };
    let plan = planner.plan(Some(root))?;
    let query = planner.loose(root, &plan)?;
    let marker = Marker::new(&plan.loose_marks);
    let searcher = &planner.snapshot.searcher;
    let statistics = Statistics::new(planner.snapshot, Scope::Findings, None);
    let scoring = EnableScoring::enabled_from_statistics_provider(&statistics, searcher);
    let weight = query.weight(scoring)?;
    let mut hits: Vec<(&mut Hit, DocAddress)> = hits.collect();
    hits.sort_by_key(|(_, head)| *head);
    for hits in hits.chunk_by_mut(|(_, one), (_, next)| one.segment_ord == next.segment_ord) {
        let Some((_, first)) = hits.first() else {
            continue;
        };
        let number = first.segment_ord;
        let reader = searcher.segment_reader(number);
        let segment = planner.snapshot.segments.of(reader)?;
        let mut scorer = weight.scorer(reader, 1.0)?;
        for (hit, head) in hits {
            let Some(entry) = best_of(&segment, &mut *scorer, head.doc_id) else {
                continue;
            };
            let address = DocAddress::new(number, entry);
            let record = planner.snapshot.record(index.fields(), address)?;
            let found = marker.snippet(&record.text);
            if found.contains("<mark>") {
                hit.snippet = found;
                hit.page = record.page;
            }
        }
    }
    Ok(())
}

/// The best finding of a document, the first of equals, given the document's own entry. Entries must rise.
fn best_of(segment: &Segment, scorer: &mut dyn Scorer, head: u32) -> Option<u32> {
    let number = segment.blocks.number_of(head);
    let findings = segment.blocks.of_scope(number, Scope::Findings);
    let mut best: Option<(Score, u32)> = None;
    let mut entry = scorer.doc();
    if entry < findings.start {
        entry = scorer.seek(findings.start);
    }
    while entry < findings.end {
        let score = scorer.score() * segment.priors.get_val(entry) as f32;
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, entry));
        }
        entry = scorer.advance();
    }
    best.map(|(_, entry)| entry)
}
