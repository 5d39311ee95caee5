//! How many words of a row entries have: looked at once, before it is settled how many are wanted.

use std::time::Instant;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::collect::CLOCK_INTERVAL;

/// Counts entries by their score, which is the number of words that they have.
pub(crate) struct Matched {
    pub(crate) deadline: Instant,
}

/// How many entries have how many words.
#[derive(Debug, Default)]
pub(crate) struct ByWords {
    /// By the number of words.
    entries: Vec<u64>,
    pub(crate) out_of_time: bool,
}

impl ByWords {
    /// Entries that have so many words or more.
    pub(crate) fn with_at_least(&self, words: usize) -> u64 {
        self.entries.iter().skip(words).sum()
    }

    fn add(&mut self, words: usize, entries: u64) {
        self.entries.resize(self.entries.len().max(words + 1), 0);
        self.entries[words] += entries;
    }
}

impl Collector for Matched {
    type Fruit = ByWords;
    type Child = SegmentMatched;

    fn for_segment(
        &self,
        _number: SegmentOrdinal,
        _reader: &SegmentReader,
    ) -> tantivy::Result<SegmentMatched> {
        Ok(SegmentMatched {
            found: ByWords::default(),
            seen: 0,
            deadline: self.deadline,
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<ByWords>) -> tantivy::Result<ByWords> {
        let mut merged = ByWords::default();
        for found in segments {
            merged.out_of_time |= found.out_of_time;
            let counts = found.entries.into_iter().enumerate();
            counts.for_each(|(words, entries)| merged.add(words, entries));
        }
        Ok(merged)
    }
}

pub(crate) struct SegmentMatched {
    found: ByWords,
    seen: u32,
    deadline: Instant,
}

impl SegmentCollector for SegmentMatched {
    type Fruit = ByWords;

    fn collect(&mut self, _entry: DocId, score: Score) {
        self.seen += 1;
        if self.seen.is_multiple_of(CLOCK_INTERVAL) {
            self.found.out_of_time |= Instant::now() > self.deadline;
        }
        if !self.found.out_of_time {
            self.found.add(score as usize, 1);
        }
    }

    fn harvest(self) -> ByWords {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_with_more_words_count_for_fewer() {
        let mut found = ByWords::default();
        for words in [3, 1, 1, 2] {
            found.add(words, 1);
        }
        assert_eq!(
            [1, 2, 3, 4].map(|words| found.with_at_least(words)),
            [4, 2, 1, 0]
        );
    }
}
