//! One pass over what matches: the page of hits, the total and every facet's counts.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Instant;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::Sort;
use crate::counting::{Counted, SegmentCounting, Tally};
use crate::order::{Key, Position, SegmentOrder};

/// Entries looked at between two looks at the clock.
const CLOCK_INTERVAL: u32 = 4_096;

/// What is wanted of all that matches.
pub(crate) struct Page {
    pub(crate) sort: Sort,
    /// Only what comes after this.
    pub(crate) after: Option<Position>,
    pub(crate) limit: usize,
    pub(crate) counted: Counted,
    pub(crate) deadline: Instant,
}

/// What one pass found.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) total: u64,
    /// At most one more than wanted, best first: it tells that there is a next page.
    pub(crate) hits: Vec<(Position, DocAddress)>,
    /// In the order in which they were asked for.
    pub(crate) counts: Vec<Tally>,
    pub(crate) out_of_time: bool,
}

impl Collector for Page {
    type Fruit = Found;
    type Child = SegmentPage;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentPage> {
        let order = SegmentOrder::open(self.sort, reader)?;
        let after = self
            .after
            .as_ref()
            .map(|after| order.bound(after))
            .transpose()?;
        Ok(SegmentPage {
            segment,
            order,
            after,
            capacity: self.limit + 1,
            best: BinaryHeap::new(),
            counting: SegmentCounting::open(&self.counted, reader)?,
            total: 0,
            seen: 0,
            deadline: self.deadline,
            out_of_time: false,
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Found>>) -> tantivy::Result<Found> {
        let mut merged = Found {
            counts: self
                .counted
                .counts
                .iter()
                .map(|count| count.of.none())
                .collect(),
            ..Found::default()
        };
        for found in segments {
            let found = found?;
            merged.total += found.total;
            merged.out_of_time |= found.out_of_time;
            merged.hits.extend(found.hits);
            for (all, some) in merged.counts.iter_mut().zip(found.counts) {
                all.add(some);
            }
        }
        merged.hits.sort_by(|(a, _), (b, _)| b.cmp(a));
        merged.hits.truncate(self.limit + 1);
        Ok(merged)
    }
}

/// The pass over one segment.
pub(crate) struct SegmentPage {
    segment: SegmentOrdinal,
    order: SegmentOrder,
    after: Option<Key>,
    capacity: usize,
    best: BinaryHeap<Reverse<(Key, DocId)>>,
    counting: SegmentCounting,
    total: u64,
    seen: u32,
    deadline: Instant,
    out_of_time: bool,
}

impl SegmentCollector for SegmentPage {
    type Fruit = tantivy::Result<Found>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.seen += 1;
        if self.seen.is_multiple_of(CLOCK_INTERVAL) {
            self.out_of_time |= Instant::now() > self.deadline;
        }
        if self.out_of_time || !self.counting.count(doc) {
            return;
        }
        self.total += 1;
        let first = self.order.first(doc, score);
        let is_full = self.best.len() >= self.capacity;
        let worst = self.best.peek().filter(|_| is_full);
        if worst.is_some_and(|Reverse((worst, _))| worst.is_before(first)) {
            return;
        }
        let key = self.order.key(doc, first);
        if self.after.is_some_and(|after| key >= after) {
            return;
        }
        self.best.push(Reverse((key, doc)));
        if is_full {
            self.best.pop();
        }
    }

    fn harvest(self) -> tantivy::Result<Found> {
        let mut found = Found {
            total: self.total,
            out_of_time: self.out_of_time,
            ..Found::default()
        };
        for Reverse((key, doc)) in self.best {
            let position = self.order.position(key)?;
            found
                .hits
                .push((position, DocAddress::new(self.segment, doc)));
        }
        found.counts = self.counting.finish()?;
        Ok(found)
    }
}
