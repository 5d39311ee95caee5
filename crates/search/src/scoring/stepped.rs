//! Any query, its scores in whole steps.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, Result, Score, SegmentReader, Term};

use super::{Boxed, step};

/// The same query, its scores in whole steps.
pub(crate) fn stepped(query: Boxed) -> Boxed {
    Box::new(Stepped(query))
}

#[derive(Debug)]
struct Stepped(Boxed);

impl Clone for Stepped {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for Stepped {
    fn weight(&self, scoring: EnableScoring<'_>) -> Result<Box<dyn Weight>> {
        Ok(Box::new(SteppedWeight(self.0.weight(scoring)?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct SteppedWeight(Box<dyn Weight>);

impl Weight for SteppedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> Result<Box<dyn Scorer>> {
        Ok(Box::new(SteppedScorer(self.0.scorer(reader, boost)?)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> Result<Explanation> {
        self.0.explain(reader, doc)
    }
}

struct SteppedScorer(Box<dyn Scorer>);

/// Not with the engine's own `seek_danger`: that of a phrase may not be asked for an entry it has passed, and
/// where a phrase is excluded it is.
impl DocSet for SteppedScorer {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn fill_buffer(&mut self, buffer: &mut [DocId; COLLECT_BLOCK_BUFFER_LEN]) -> usize {
        self.0.fill_buffer(buffer)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }

    fn cost(&self) -> u64 {
        self.0.cost()
    }
}

impl Scorer for SteppedScorer {
    fn score(&mut self) -> Score {
        step(self.0.score())
    }
}
