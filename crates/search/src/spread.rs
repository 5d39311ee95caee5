//! Several hits of one section say much the same: each after its best counts for less, so that the first page
//! shows more places.

use tantivy::{DocId, Score};

use crate::segments::Numbers;

/// What each further hit of a section counts, against 1 for the one before.
const AGAIN: Score = 0.6;
/// Further hits than this count no less.
const MOST: i32 = 4;

/// The hits of one document, until all are known.
pub(crate) struct Spread {
    /// The section of each entry, by a number that those of one section share.
    sections: Numbers,
    hits: Vec<Hit>,
}

struct Hit {
    entry: DocId,
    score: Score,
    section: u64,
}

impl Spread {
    pub(crate) const fn new(sections: Numbers) -> Self {
        Self {
            sections,
            hits: Vec::new(),
        }
    }

    /// Adds a hit of the present document; numbers of entries rise.
    pub(crate) fn add(&mut self, entry: DocId, score: Score) {
        self.hits.push(Hit {
            entry,
            score,
            section: self.sections.get_val(entry),
        });
    }

    /// Whether no hit waits.
    pub(crate) const fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// Ends the present document: gives its hits with what they count among all.
    pub(crate) fn end_document(&mut self) -> impl Iterator<Item = (DocId, Score)> {
        for section in self
            .hits
            .chunk_by_mut(|one, next| one.section == next.section)
        {
            if section.len() > 1 {
                section.sort_unstable_by(|a, b| {
                    (b.score.total_cmp(&a.score)).then(a.entry.cmp(&b.entry))
                });
                for (place, hit) in (0..).zip(section) {
                    hit.score *= AGAIN.powi(MOST.min(place));
                }
            }
        }
        self.hits.drain(..).map(|hit| (hit.entry, hit.score))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tantivy::columnar::ColumnValues;

    use super::*;

    /// Entries below 10 are of one section, others of another.
    struct Tens;

    impl ColumnValues<u64> for Tens {
        fn get_val(&self, entry: u32) -> u64 {
            u64::from(entry / 10)
        }

        fn min_value(&self) -> u64 {
            0
        }

        fn max_value(&self) -> u64 {
            u64::MAX
        }

        fn num_vals(&self) -> u32 {
            u32::MAX
        }
    }

    #[test]
    fn the_best_of_a_section_counts_fully_and_others_less() {
        let mut spread = Spread::new(Arc::new(Tens));
        for (entry, score) in [(1, 2.0), (2, 4.0), (11, 3.0)] {
            spread.add(entry, score);
        }
        let hits: Vec<_> = spread.end_document().collect();
        assert_eq!(hits, [(2, 4.0), (1, 2.0 * AGAIN), (11, 3.0)]);
        assert_eq!(spread.end_document().count(), 0);
    }
}
