//! What stands on top of an entry's score: words of the query near one another. Positions are dear, so only
//! entries are looked at that it can lift among the best.

use tantivy::query::EnableScoring;
use tantivy::{DocId, Result, Score, SegmentReader};

use super::near::{Near, NearScorer, NearWeight};

/// Words that count where they stand near one another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bonus(Vec<BonusPair>);

/// Two words near one another.
#[derive(Clone, Debug)]
pub(crate) struct BonusPair {
    pub(crate) near: Near,
    /// What they weigh.
    pub(crate) weight: Score,
    /// How many times as much as an entry that has them scores without any bonus they add at most; `None` where
    /// it may score nothing for them.
    pub(crate) ratio: Option<Score>,
}

impl Bonus {
    pub(crate) const fn new(pairs: Vec<BonusPair>) -> Self {
        Self(pairs)
    }

    pub(crate) fn weight(&self, scoring: EnableScoring<'_>) -> Result<BonusWeight> {
        let pairs = self.0.iter();
        let pairs = pairs.map(|pair| Ok((NearWeight::new(&pair.near, scoring)?, pair.clone())));
        Ok(BonusWeight(pairs.collect::<Result<_>>()?))
    }
}

/// Pairs with the counts that their scores come from.
pub(crate) struct BonusWeight(Vec<(NearWeight, BonusPair)>);

impl BonusWeight {
    pub(crate) fn scorer(&self, reader: &SegmentReader) -> Result<BonusScorer> {
        let mut scorer = BonusScorer {
            pairs: Vec::with_capacity(self.0.len()),
            most: 0.0,
            most_of_others: 0.0,
            ratio: 0.0,
        };
        for (weight, pair) in &self.0 {
            if let Some(opened) = weight.opened(reader, pair.weight)? {
                let most = weight.most(pair.weight);
                scorer.pairs.push(opened);
                scorer.most += most;
                match pair.ratio {
                    // A word is of two pairs at most.
                    Some(ratio) => scorer.ratio = (scorer.ratio + ratio).min(2.0 * ratio),
                    None => scorer.most_of_others += most,
                }
            }
        }
        Ok(scorer)
    }
}

/// What entries of one segment get.
pub(crate) struct BonusScorer {
    pairs: Vec<NearScorer>,
    /// What any entry gets at most.
    most: Score,
    /// What it gets at most for pairs without a ratio.
    most_of_others: Score,
    /// The ratio of all that have one.
    ratio: Score,
}

/// More than the roundings of all parts of a score come to.
const ROUNDING: Score = 0.05;

impl BonusScorer {
    /// What an entry gets at most that scores so much without it.
    pub(crate) fn most(&self, score: Score) -> Score {
        let most = score * self.ratio + self.most_of_others + ROUNDING;
        most.min(self.most)
    }

    /// What an entry must score at least without it to score so much with it.
    pub(crate) fn least(&self, wanted: Score) -> Score {
        let least = (wanted - self.most_of_others - ROUNDING) / (1.0 + self.ratio) - ROUNDING;
        least.max(wanted - self.most)
    }

    /// What an entry gets. For rising entries.
    pub(crate) fn of(&mut self, entry: DocId) -> Score {
        let pairs = self.pairs.iter_mut();
        pairs.filter_map(|pair| pair.at(entry)).sum()
    }
}
