//! Finding by the engine's own scorers.

use tantivy::query::{EnableScoring, Query, Scorer, Weight};
use tantivy::{DocId, Result, Score, SegmentReader, TERMINATED};

use super::super::bits::{Bits, Bounds, SIZE, Span};
use super::{Finding, Finds};

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
            found: Bits::default(),
            scores: match self.is_scored {
                true => vec![0.0; SIZE as usize],
                false => Vec::new(),
            },
        })))
    }
}

struct ForeignHere {
    scorer: Box<dyn Scorer>,
    found: Bits,
    /// By place in the span, what was found scores; empty where only matches matter.
    scores: Vec<Score>,
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

    fn mark(&mut self, span: Span, among: Option<&Bits>) {
        self.found.begin(span);
        let mut entry = self.next(span.start());
        while entry < span.end() {
            if among.is_none_or(|among| among.has(entry)) {
                let place = self.found.add(entry);
                if let Some(score) = self.scores.get_mut(place as usize) {
                    *score = self.scorer.score();
                }
            }
            entry = self.scorer.advance();
        }
    }

    fn found(&self) -> &Bits {
        &self.found
    }

    fn bound(&self, among: &Bits, bounds: &mut Bounds) {
        self.found.each_in(among, |_, place| {
            bounds[place] += self.scores.get(place).copied().unwrap_or_default();
        });
    }

    fn score(&mut self, entry: DocId, _needed: Score) -> Option<Score> {
        let place = self.found.span().place(entry) as usize;
        let score = || self.scores.get(place).copied().unwrap_or_default();
        self.found.has(entry).then(score)
    }

    fn most(&self) -> Score {
        Score::MAX
    }

    fn cost(&self) -> u64 {
        self.scorer.cost().saturating_mul(COST)
    }
}
