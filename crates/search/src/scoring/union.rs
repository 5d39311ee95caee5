//! Any of several queries, whose scores add up or of which the best counts.

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Result, Score, SegmentReader, TERMINATED, TantivyError, Term};

use super::finding::{AnyOf, finding};
use super::{Boxed, step};

/// What becomes of the scores of the parts that match.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Combine {
    /// They add up.
    Sum,
    /// The best counts, and so much of the others.
    Best(f32),
}

/// Matches what any of its parts matches.
#[derive(Debug)]
pub(crate) struct Union {
    parts: Vec<Boxed>,
    combine: Combine,
    boost: Score,
}

impl Union {
    pub(crate) fn new(parts: Vec<Boxed>, combine: Combine) -> Self {
        Self {
            parts,
            combine,
            boost: 1.0,
        }
    }

    /// The same, each part weighing so many times as much.
    pub(crate) fn boosted(mut self, boost: Score) -> Self {
        self.boost *= boost;
        self
    }

    /// How its matches are found window by window.
    pub(super) fn finding(&self, scoring: EnableScoring<'_>) -> Result<AnyOf> {
        let parts = self.parts.iter().map(|part| finding(&**part, scoring));
        Ok(AnyOf {
            parts: parts.collect::<Result<_>>()?,
            combine: match scoring.is_scoring_enabled() {
                true => self.combine,
                // Nothing to compare.
                false => Combine::Sum,
            },
            boost: self.boost,
        })
    }
}

impl Clone for Union {
    fn clone(&self) -> Self {
        Self {
            parts: self.parts.iter().map(|part| part.box_clone()).collect(),
            ..*self
        }
    }
}

impl Query for Union {
    fn weight(&self, scoring: EnableScoring<'_>) -> Result<Box<dyn Weight>> {
        let parts = self.parts.iter().map(|part| part.weight(scoring));
        Ok(Box::new(UnionWeight {
            parts: parts.collect::<Result<_>>()?,
            combine: self.combine,
            boost: self.boost,
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.parts.iter().for_each(|part| part.query_terms(visitor));
    }
}

struct UnionWeight {
    parts: Vec<Box<dyn Weight>>,
    combine: Combine,
    boost: Score,
}

impl Weight for UnionWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> Result<Box<dyn Scorer>> {
        let boost = boost * self.boost;
        let parts = self.parts.iter().map(|part| part.scorer(reader, boost));
        let mut parts = parts.collect::<Result<Vec<_>>>()?;
        parts.retain(|part| part.doc() != TERMINATED);
        Ok(match parts.len() {
            0 => Box::new(EmptyScorer),
            1 => parts.remove(0),
            _ => Box::new(UnionScorer::new(parts, self.combine)),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> Result<Explanation> {
        let mut details = Vec::new();
        for part in &self.parts {
            let mut scorer = part.scorer(reader, 1.0)?;
            if scorer.doc() <= doc && scorer.seek(doc) == doc {
                details.push(part.explain(reader, doc)?);
            }
        }
        if details.is_empty() {
            let message = format!("nothing matches entry {doc}");
            return Err(TantivyError::InvalidArgument(message));
        }
        let scores = details.iter().map(Explanation::value);
        let (name, score) = match self.combine {
            Combine::Sum => ("sum of the ways found", scores.sum()),
            Combine::Best(_) => ("best of the ways found", self.combine.of(scores)),
        };
        let mut explanation = Explanation::new(name, score * self.boost);
        details
            .into_iter()
            .for_each(|detail| explanation.add_detail(detail));
        Ok(explanation)
    }
}

impl Combine {
    fn of(self, scores: impl Iterator<Item = Score>) -> Score {
        let (mut best, mut rest) = (0.0, 0.0);
        for score in scores {
            rest += score.min(best);
            best = score.max(best);
        }
        self.score(best, rest)
    }

    /// What the best score of several parts and the sum of the others come to.
    pub(super) fn score(self, best: Score, rest: Score) -> Score {
        match self {
            Self::Sum => best + rest,
            Self::Best(others) => step(best + rest * others),
        }
    }
}

/// The entries of a segment that any of the parts has. Few parts are expected: each is looked at for each
/// entry.
pub(super) struct UnionScorer<S> {
    parts: Vec<S>,
    combine: Combine,
    doc: DocId,
}

impl<S: Scorer> UnionScorer<S> {
    pub(super) fn new(parts: Vec<S>, combine: Combine) -> Self {
        let doc = parts.iter().map(DocSet::doc).min().unwrap_or(TERMINATED);
        Self {
            parts,
            combine,
            doc,
        }
    }
}

impl<S: Scorer> DocSet for UnionScorer<S> {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        let mut next = TERMINATED;
        for part in &mut self.parts {
            let mut doc = part.doc();
            if doc == self.doc {
                doc = part.advance();
            }
            next = next.min(doc);
        }
        self.doc = next;
        next
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let mut next = TERMINATED;
        for part in &mut self.parts {
            let mut doc = part.doc();
            if doc < target {
                doc = part.seek(target);
            }
            next = next.min(doc);
        }
        self.doc = next;
        next
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let sum = self
            .parts
            .iter()
            .map(|part| u64::from(part.size_hint()))
            .sum::<u64>();
        u32::try_from(sum).unwrap_or(u32::MAX)
    }

    fn cost(&self) -> u64 {
        self.parts.iter().map(DocSet::cost).sum()
    }
}

impl<S: Scorer> Scorer for UnionScorer<S> {
    fn score(&mut self) -> Score {
        let doc = self.doc;
        let found = self.parts.iter_mut().filter(|part| part.doc() == doc);
        self.combine.of(found.map(Scorer::score))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_way_counts_and_a_little_of_the_others() {
        let score = Combine::Best(0.25).of([1.0, 4.0, 3.0].into_iter());
        assert_eq!(score.to_bits(), 5.0_f32.to_bits());
        let score = Combine::Sum.of([1.0, 4.0, 3.0].into_iter());
        assert_eq!(score.to_bits(), 8.0_f32.to_bits());
    }
}
