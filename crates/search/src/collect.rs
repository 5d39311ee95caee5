//! One pass over what matches: the page of hits, the total and every facet's counts.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;
use std::time::Instant;

use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::Sort;
use crate::blocks::Present;
use crate::counting::{Counted, SegmentCounting, Tally};
use crate::order::{Key, Position, SegmentOrder, by_score};
use crate::scoring::BonusScorer;
use crate::segments::Segments;
use crate::spread::Spread;

/// Entries looked at between two looks at the clock.
const CLOCK_INTERVAL: u32 = 4_096;

/// What is wanted of all that matches.
pub(crate) struct Page {
    pub(crate) sort: Sort,
    /// Further hits of a section count less.
    pub(crate) spread: bool,
    /// Only what comes after this.
    pub(crate) after: Option<Position>,
    /// Hits wanted; 0 where only counts are.
    pub(crate) limit: usize,
    pub(crate) counted: Counted,
    pub(crate) deadline: Instant,
    pub(crate) segments: Segments,
}

/// What one pass found.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) total: u64,
    /// At most one more than wanted, best first.
    pub(crate) hits: Vec<(Position, DocAddress)>,
    /// In the order in which they were asked for.
    pub(crate) counts: Vec<Tally>,
    pub(crate) out_of_time: bool,
}

impl Page {
    /// Begins with a segment, or a part of one.
    pub(crate) fn open(
        &self,
        number: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentPage> {
        let segment = self.segments.of(reader)?;
        let order = SegmentOrder::open(self.sort, &segment);
        let after = self
            .after
            .as_ref()
            .map(|after| order.bound(after))
            .transpose()?;
        Ok(SegmentPage {
            number,
            order,
            spread: self
                .spread
                .then(|| Spread::new(Arc::clone(&segment.sections))),
            after,
            capacity: self.capacity(),
            best: BinaryHeap::new(),
            counting: SegmentCounting::open(&self.counted, &segment),
            present: Present::new(segment),
            total: 0,
            seen: 0,
            deadline: self.deadline,
            out_of_time: false,
        })
    }

    /// Hits are sorted by their scores.
    pub(crate) fn needs_scores(&self) -> bool {
        self.sort == Sort::Relevance && self.limit > 0
    }

    /// What was found in all parts.
    pub(crate) fn merge(&self, parts: Vec<Found>) -> Found {
        let counts = self.counted.counts.iter();
        let mut merged = Found {
            counts: counts.map(|count| count.of.none()).collect(),
            ..Found::default()
        };
        for found in parts {
            merged.total += found.total;
            merged.out_of_time |= found.out_of_time;
            merged.hits.extend(found.hits);
            for (all, some) in merged.counts.iter_mut().zip(found.counts) {
                all.add(some);
            }
        }
        merged.hits.sort_by(|(a, _), (b, _)| b.cmp(a));
        merged.hits.truncate(self.capacity());
        merged
    }

    /// Hits to keep: one more than wanted tells that there is a next page.
    const fn capacity(&self) -> usize {
        match self.limit {
            0 => 0,
            limit => limit + 1,
        }
    }
}

/// The pass over one segment.
pub(crate) struct SegmentPage {
    number: SegmentOrdinal,
    present: Present,
    order: SegmentOrder,
    spread: Option<Spread>,
    after: Option<Key>,
    capacity: usize,
    best: BinaryHeap<Reverse<(Key, DocId)>>,
    counting: SegmentCounting,
    total: u64,
    seen: u32,
    deadline: Instant,
    out_of_time: bool,
}

impl SegmentPage {
    /// Looks at an entry that matches; entries rise. Its bonus is looked at only where it could matter.
    pub(crate) fn collect(&mut self, doc: DocId, score: Score, bonus: Option<&mut BonusScorer>) {
        self.seen += 1;
        if self.seen.is_multiple_of(CLOCK_INTERVAL) {
            self.out_of_time |= Instant::now() > self.deadline;
        }
        if self.out_of_time {
            return;
        }
        if self.present.ends_before(doc) {
            self.end_document();
            self.present.go_to(doc);
            self.counting.begin(self.present.number());
        }
        if !self.counting.count(doc) {
            return;
        }
        self.total += 1;
        if self.capacity == 0 {
            return;
        }
        let score = match bonus {
            None => score,
            Some(bonus) if self.may_stay(doc, score + bonus.most()) => score + bonus.of(doc),
            // Hits that come before it in its section are among the best without it.
            Some(_) => return,
        };
        match &mut self.spread {
            Some(spread) => spread.add(doc, self.order.weighted(doc, score)),
            None => {
                let first = self.order.first(doc, self.present.head(), score);
                self.offer(doc, first);
            }
        }
    }

    /// What was found.
    pub(crate) fn finish(mut self) -> tantivy::Result<Found> {
        self.end_document();
        let mut found = Found {
            total: self.total,
            out_of_time: self.out_of_time,
            ..Found::default()
        };
        for Reverse((key, doc)) in self.best {
            let position = self.order.position(key)?;
            found
                .hits
                .push((position, DocAddress::new(self.number, doc)));
        }
        found.counts = self.counting.finish();
        Ok(found)
    }

    /// Whether a hit that scores so much at most can be among the best.
    fn may_stay(&self, doc: DocId, most: Score) -> bool {
        let is_full = self.best.len() >= self.capacity;
        let worst = self.best.peek().filter(|_| is_full);
        let first = by_score(self.order.weighted(doc, most));
        worst.is_none_or(|Reverse((worst, _))| !worst.is_before(first))
    }

    /// Offers the hits that waited for the others of their document.
    fn end_document(&mut self) {
        let Some(mut spread) = self.spread.take() else {
            return;
        };
        for (doc, score) in spread.end_document() {
            self.offer(doc, by_score(score));
        }
        self.spread = Some(spread);
    }

    /// Keeps a hit of the present document, given with what is sorted by first, where it is among the best.
    fn offer(&mut self, doc: DocId, first: u64) {
        let is_full = self.best.len() >= self.capacity;
        let worst = self.best.peek().filter(|_| is_full);
        if worst.is_some_and(|Reverse((worst, _))| worst.is_before(first)) {
            return;
        }
        let key = self.order.key(doc, self.present.head(), first);
        if self.after.is_some_and(|after| key >= after) {
            return;
        }
        self.best.push(Reverse((key, doc)));
        if is_full {
            self.best.pop();
        }
    }
}
