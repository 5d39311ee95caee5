//! What stands on top of an entry's score: words of the query near one another. Positions are dear, so only
//! entries are looked at that it can lift among the best.

use tantivy::query::EnableScoring;
use tantivy::{DocId, Result, Score, SegmentReader};

use super::finding::Finds;
use super::near::{Near, NearScorer, NearWeight};

/// Words that count where they stand near one another, and what each such pair weighs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bonus(Vec<(Near, Score)>);

impl Bonus {
    pub(crate) fn new(pairs: Vec<(Near, Score)>) -> Self {
        Self(pairs)
    }

    pub(crate) fn weight(&self, scoring: EnableScoring<'_>) -> Result<BonusWeight> {
        let pairs = self.0.iter();
        let pairs = pairs.map(|(near, boost)| Ok((NearWeight::new(near, scoring)?, *boost)));
        Ok(BonusWeight(pairs.collect::<Result<_>>()?))
    }
}

/// Pairs with the counts that their scores come from.
pub(crate) struct BonusWeight(Vec<(NearWeight, Score)>);

impl BonusWeight {
    pub(crate) fn scorer(&self, reader: &SegmentReader) -> Result<BonusScorer> {
        let mut scorer = BonusScorer {
            pairs: Vec::with_capacity(self.0.len()),
            most: 0.0,
        };
        for (weight, boost) in &self.0 {
            if let Some(pair) = weight.opened(reader, *boost)? {
                scorer.pairs.push(pair);
                scorer.most += weight.most(*boost);
            }
        }
        Ok(scorer)
    }
}

/// What entries of one segment get.
pub(crate) struct BonusScorer {
    pairs: Vec<NearScorer>,
    most: Score,
}

impl BonusScorer {
    /// What an entry gets at most.
    pub(crate) const fn most(&self) -> Score {
        self.most
    }

    /// What an entry gets. For rising entries.
    pub(crate) fn of(&mut self, entry: DocId) -> Score {
        let pairs = self.pairs.iter_mut();
        pairs.filter_map(|pair| pair.at(entry)).sum()
    }
}
