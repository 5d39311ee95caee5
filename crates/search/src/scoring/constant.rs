//! Matches that all score the same.

use tantivy::query::{ConstScoreQuery, EnableScoring, Query, Weight};
use tantivy::{DocId, Result, Score, SegmentReader, Term};

use super::Boxed;
use super::bits::{Bits, Bounds, Span};
use super::finding::{Finding, Finds, finding, unscored};

/// Matches what a query matches, each with this score.
#[derive(Debug)]
pub(crate) struct Constant {
    query: Boxed,
    score: Score,
}

impl Constant {
    pub(crate) const fn new(query: Boxed, score: Score) -> Self {
        Self { query, score }
    }

    pub(super) const fn score(&self) -> Score {
        self.score
    }

    /// How its matches are found span by span.
    pub(super) fn finding(&self, scoring: EnableScoring<'_>) -> Result<ConstantFinding> {
        Ok(ConstantFinding {
            finding: finding(&*self.query, unscored(scoring))?,
            score: self.score,
        })
    }
}

impl Clone for Constant {
    fn clone(&self) -> Self {
        Self::new(self.query.box_clone(), self.score)
    }
}

impl Query for Constant {
    fn weight(&self, scoring: EnableScoring<'_>) -> Result<Box<dyn Weight>> {
        ConstScoreQuery::new(self.query.box_clone(), self.score).weight(scoring)
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.query.query_terms(visitor);
    }
}

pub(super) struct ConstantFinding {
    finding: Box<dyn Finding>,
    score: Score,
}

impl Finding for ConstantFinding {
    fn open(&self, reader: &SegmentReader, boost: Score) -> Result<Option<Box<dyn Finds>>> {
        let opened = self.finding.open(reader, boost)?;
        let score = self.score * boost;
        let here = |found| Box::new(ConstantHere { found, score }) as Box<dyn Finds>;
        Ok(opened.map(here))
    }
}

struct ConstantHere {
    found: Box<dyn Finds>,
    score: Score,
}

impl Finds for ConstantHere {
    fn next(&mut self, from: DocId) -> DocId {
        self.found.next(from)
    }

    fn mark(&mut self, span: Span, among: Option<&Bits>) {
        self.found.mark(span, among);
    }

    fn found(&self) -> &Bits {
        self.found.found()
    }

    fn may_have(&self, entry: DocId) -> bool {
        self.found.may_have(entry)
    }

    fn bound(&self, among: &Bits, bounds: &mut Bounds) {
        if self.score > 0.0 {
            among.each_in(among, |entry, place| {
                let is_there = self.found.may_have(entry);
                bounds[place] += if is_there { self.score } else { 0.0 };
            });
        }
    }

    fn score(&mut self, entry: DocId, needed: Score) -> Option<Score> {
        self.found.score(entry, needed).map(|_| self.score)
    }

    fn most(&self) -> Score {
        self.score
    }

    fn cost(&self) -> u64 {
        self.found.cost()
    }

    fn is_dear(&self) -> bool {
        self.found.is_dear()
    }
}
