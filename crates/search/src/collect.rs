//! One pass over what matches: the page of hits, the total and every facet's counts.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::Sort;
use crate::blocks::Present;
use crate::counting::{Counted, SegmentCounting, Tally};
use crate::order::{Key, Position, SegmentOrder, by_score};
use crate::scoring::BonusScorer;
use crate::segments::Segments;
use crate::spread::Spread;

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
    pub(crate) floor: Floor,
}

/// What hits must be sorted by at least to be among the best of all parts, as far as is known: in one part,
/// there are enough of them. Hits are left out by it sooner or later, and are the same in the end.
#[derive(Debug, Default)]
pub(crate) struct Floor(AtomicU64);

impl Floor {
    fn known(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn raise(&self, first: u64) {
        self.0.fetch_max(first, Ordering::Relaxed);
    }
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

/// What was found in one part.
pub(crate) struct PartFound {
    segment: SegmentOrdinal,
    total: u64,
    /// The best hits, in no order.
    best: Vec<(Key, DocId)>,
    order: SegmentOrder,
    counts: Vec<Tally>,
    out_of_time: bool,
}

impl Page {
    /// Begins with a segment, or a part of one.
    pub(crate) fn open(
        &self,
        number: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentPage<'_>> {
        let segment = self.segments.of(reader)?;
        let order = SegmentOrder::open(self.sort, &segment);
        let after = self
            .after
            .as_ref()
            .map(|after| order.bound(after))
            .transpose()?;
        Ok(SegmentPage {
            number,
            // Titles are numbered in each segment by itself.
            floor: (self.sort != Sort::Title).then_some(&self.floor),
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
            deadline: self.deadline,
            out_of_time: false,
        })
    }

    /// Hits are sorted by their scores.
    pub(crate) fn needs_scores(&self) -> bool {
        self.sort == Sort::Relevance && self.limit > 0
    }

    /// What was found in all parts.
    pub(crate) fn merge(&self, parts: Vec<PartFound>) -> tantivy::Result<Found> {
        let counts = self.counted.counts.iter();
        let mut merged = Found {
            total: parts.iter().map(|part| part.total).sum(),
            out_of_time: parts.iter().any(|part| part.out_of_time),
            hits: self.best_of(&parts)?,
            counts: counts.map(|count| count.of.none()).collect(),
        };
        for part in parts {
            for (all, some) in merged.counts.iter_mut().zip(part.counts) {
                all.add(some);
            }
        }
        Ok(merged)
    }

    /// The best hits of all parts. Only what can be among them is given its place among all, which is
    /// looked up in dictionaries.
    fn best_of(&self, parts: &[PartFound]) -> tantivy::Result<Vec<(Position, DocAddress)>> {
        let all = parts.iter().flat_map(|part| &part.best);
        let mut ranks: Vec<_> = all.filter_map(|(key, _)| key.rank(self.sort)).collect();
        let worst = match self.capacity().checked_sub(1) {
            Some(last) if last < ranks.len() => {
                let (_, worst, _) = ranks.select_nth_unstable_by_key(last, |rank| Reverse(*rank));
                Some(*worst)
            }
            _ => None,
        };
        let mut hits = Vec::new();
        for part in parts {
            for (key, doc) in &part.best {
                let rank = key.rank(self.sort);
                if rank.zip(worst).is_none_or(|(rank, worst)| rank >= worst) {
                    let address = DocAddress::new(part.segment, *doc);
                    hits.push((part.order.position(*key)?, address));
                }
            }
        }
        hits.sort_by(|(a, _), (b, _)| b.cmp(a));
        hits.truncate(self.capacity());
        Ok(hits)
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
pub(crate) struct SegmentPage<'p> {
    number: SegmentOrdinal,
    floor: Option<&'p Floor>,
    present: Present,
    order: SegmentOrder,
    spread: Option<Spread>,
    after: Option<Key>,
    capacity: usize,
    best: BinaryHeap<Reverse<(Key, DocId)>>,
    counting: SegmentCounting,
    total: u64,
    deadline: Instant,
    out_of_time: bool,
}

impl SegmentPage<'_> {
    /// Looks at an entry that matches; entries rise. Its bonus is looked at only where it could matter.
    pub(crate) fn collect(&mut self, doc: DocId, score: Score, bonus: Option<&mut BonusScorer>) {
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

    /// Looks at the clock: whether there is time for more.
    pub(crate) fn goes_on(&mut self) -> bool {
        self.out_of_time |= Instant::now() > self.deadline;
        !self.out_of_time
    }

    /// What was found.
    pub(crate) fn finish(mut self) -> PartFound {
        self.end_document();
        let best = self.best.into_iter();
        PartFound {
            segment: self.number,
            total: self.total,
            best: best.map(|Reverse(hit)| hit).collect(),
            order: self.order,
            counts: self.counting.finish(),
            out_of_time: self.out_of_time,
        }
    }

    /// Whether a hit that scores so much at most can be among the best.
    fn may_stay(&self, doc: DocId, most: Score) -> bool {
        // Most hits are settled without their weights.
        self.reaches(by_score(self.order.weighted_most(most)))
            && self.reaches(by_score(self.order.weighted(doc, most)))
    }

    /// Whether a hit can be among the best, given what is sorted by first.
    fn reaches(&self, first: u64) -> bool {
        let is_full = self.best.len() >= self.capacity;
        let worst = self.best.peek().filter(|_| is_full);
        let is_before = worst.is_some_and(|Reverse((worst, _))| worst.is_before(first));
        !is_before && self.floor.is_none_or(|floor| floor.known() <= first)
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
        if !self.reaches(first) {
            return;
        }
        let key = self.order.key(doc, self.present.head(), first);
        if self.after.is_some_and(|after| key >= after) {
            return;
        }
        self.best.push(Reverse((key, doc)));
        if self.best.len() > self.capacity {
            self.best.pop();
        }
        if let (Some(floor), Some(Reverse((worst, _)))) = (self.floor, self.best.peek())
            && self.best.len() == self.capacity
        {
            floor.raise(worst.first());
        }
    }
}
