//! Finding by the engine's own scorers.

use tantivy::query::{EnableScoring, Query, Scorer, Weight};
use tantivy::{DocId, Result, Score, SegmentReader, TERMINATED};

use super::{Finding, Finds};
use crate::scoring::window::Window;

/// What is found costs so many times what a term finds.
const COST: u64 = 4;

/// What only the engine's own scorers find.
pub(super) struct Foreign {
    weight: Box<dyn Weight>,
    is_scored: bool,
}

impl Foreign {
    pub(super) fn new(query: &dyn Query, scoring: EnableScoring<'_>) -> Result<Self> {
        Ok(Self {
            weight: query.weight(scoring)?,
            is_scored: scoring.is_scoring_enabled(),
        })
    }
}

impl Finding for Foreign {
    fn open(&self, reader: &SegmentReader, boost: Score) -> Result<Option<Box<dyn Finds>>> {
        let scorer = self.weight.scorer(reader, boost)?;
        if scorer.doc() == TERMINATED {
            return Ok(None);
        }
        Ok(Some(Box::new(ForeignHere {
            scorer,
            is_scored: self.is_scored,
        })))
    }
}

struct ForeignHere {
    scorer: Box<dyn Scorer>,
    is_scored: bool,
}

impl ForeignHere {
    fn score(&mut self) -> Score {
        match self.is_scored {
            true => self.scorer.score(),
            false => 0.0,
        }
    }
}

impl Finds for ForeignHere {
    fn next(&mut self, from: DocId) -> DocId {
        let entry = self.scorer.doc();
        if entry < from {
            self.scorer.seek(from)
        } else {
            entry
        }
    }

    fn fill(&mut self, window: &mut Window) {
        let mut entry = self.next(window.start());
        while entry < window.end() {
            window.add(entry, self.score());
            entry = self.scorer.advance();
        }
    }

    fn fill_among(&mut self, window: &mut Window, among: &Window) {
        let mut entry = self.next(window.start());
        while entry < window.end() {
            if among.has(entry) {
                window.add(entry, self.score());
            }
            entry = self.scorer.advance();
        }
    }

    fn at(&mut self, entry: DocId) -> Option<Score> {
        (self.next(entry) == entry).then(|| self.score())
    }

    fn cost(&self) -> u64 {
        self.scorer.cost().saturating_mul(COST)
    }
}
