//! One pass over what matches: the page of hits, the total and every facet's counts.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::Sort;
use crate::blocks::Present;
use crate::counting::{Counted, SegmentCounting, Tally};
use crate::order::{Key, Position, SegmentOrder, by_score};
use crate::pass::InSpan;
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
    /// Best first, with their scores where they are sorted by these.
    pub(crate) hits: Vec<(Score, DocAddress)>,
    /// Where the last of them stands, if others come after it.
    pub(crate) end: Option<Position>,
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
            hits: Vec::new(),
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
        let mut best = self.best_of(&parts)?;
        let has_more = best.len() > self.limit;
        best.truncate(self.limit);
        let last = best.last().filter(|_| has_more);
        let end = last.map(Best::position).transpose()?;
        let hits = best.iter();
        let mut merged = Found {
            total: parts.iter().map(|part| part.total).sum(),
            out_of_time: parts.iter().any(|part| part.out_of_time),
            hits: hits
                .map(|best| (best.key.score(), best.address()))
                .collect(),
            end,
            counts: counts.map(|count| count.of.none()).collect(),
        };
        for part in parts {
            for (all, some) in merged.counts.iter_mut().zip(part.counts) {
                all.add(some);
            }
        }
        Ok(merged)
    }

    /// The best hits of all parts, one more than wanted. Only what can be among them, and is sorted by the same
    /// as others, is given its place among all, which is looked up in dictionaries.
    fn best_of<'f>(&self, parts: &'f [PartFound]) -> tantivy::Result<Vec<Best<'f>>> {
        let all = parts.iter().flat_map(|part| {
            let best = part.best.iter();
            best.map(move |(key, entry)| Best {
                rank: key.rank(self.sort),
                key: *key,
                entry: *entry,
                part,
            })
        });
        let mut all: Vec<Best<'f>> = all.collect();
        if let Some(last) = self
            .capacity()
            .checked_sub(1)
            .filter(|last| *last < all.len())
        {
            let (_, worst, _) = all.select_nth_unstable_by_key(last, |best| Reverse(best.rank));
            let worst = worst.rank;
            all.retain(|best| best.rank >= worst);
        }
        all.sort_unstable_by_key(|best| Reverse(best.rank));
        for equal in all.chunk_by_mut(|one, next| one.rank == next.rank) {
            if equal.len() > 1 {
                sort_by_position(equal)?;
            }
        }
        all.truncate(self.capacity());
        Ok(all)
    }

    /// Hits to keep: one more than wanted tells that there is a next page.
    const fn capacity(&self) -> usize {
        match self.limit {
            0 => 0,
            limit => limit + 1,
        }
    }
}

/// A hit that may be among the best of all parts.
#[derive(Clone, Copy)]
struct Best<'f> {
    /// What compares in all segments; `None` where nothing does.
    rank: Option<(u64, u64)>,
    key: Key,
    entry: DocId,
    part: &'f PartFound,
}

impl Best<'_> {
    fn address(&self) -> DocAddress {
        DocAddress::new(self.part.segment, self.entry)
    }

    fn position(&self) -> tantivy::Result<Position> {
        self.part.order.position(self.key)
    }
}

fn sort_by_position(hits: &mut [Best<'_>]) -> tantivy::Result<()> {
    let placed = hits.iter().map(|best| Ok((best.position()?, *best)));
    let mut placed = placed.collect::<tantivy::Result<Vec<_>>>()?;
    placed.sort_by(|(a, _), (b, _)| b.cmp(a));
    for (hit, (_, best)) in hits.iter_mut().zip(placed) {
        *hit = best;
    }
    Ok(())
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
    /// Hits of one document that are to be ranked.
    hits: Vec<DocId>,
    total: u64,
    deadline: Instant,
    out_of_time: bool,
}

impl SegmentPage<'_> {
    /// Looks at what matches in a span; spans rise.
    pub(crate) fn look_at(&mut self, found: &mut InSpan<'_>, bonus: Option<&mut BonusScorer>) {
        if self.counting.is_unfiltered() && (self.capacity == 0 || self.order.is_by_score()) {
            self.total += self.counting.count_all(found.found());
            self.rank_best(found, bonus);
        } else {
            self.look_at_documents(found, bonus);
        }
    }

    /// Ranks what can be among the best, where all that was found is a hit.
    fn rank_best(&mut self, found: &mut InSpan<'_>, mut bonus: Option<&mut BonusScorer>) {
        let mut least = self.least(bonus.as_deref());
        let mut from = found.found().span().start();
        while let Some(entry) = found.next_with(from, least) {
            if self.present.ends_before(entry) {
                self.end_document();
                self.present.go_to(entry);
                least = self.least(bonus.as_deref());
            }
            let score = found.score(entry, least).filter(|score| *score >= least);
            if let Some(score) = score {
                self.rank(entry, score, bonus.as_deref_mut());
            }
            from = entry + 1;
        }
    }

    fn look_at_documents(&mut self, found: &mut InSpan<'_>, mut bonus: Option<&mut BonusScorer>) {
        let span = found.found().span();
        let mut from = span.start();
        while let Some(first) = found.found().first_from(from) {
            if self.present.ends_before(first) {
                self.end_document();
                self.present.go_to(first);
                self.counting.begin(self.present.number());
            }
            from = self.present.end().min(span.end());
            self.collect(found, first..from, bonus.as_deref_mut());
        }
    }

    /// Counts what matches of the present document, and ranks what can be among the best.
    fn collect(
        &mut self,
        found: &mut InSpan<'_>,
        entries: Range<DocId>,
        mut bonus: Option<&mut BonusScorer>,
    ) {
        let mut hits = std::mem::take(&mut self.hits);
        let least = self.least(bonus.as_deref());
        self.total += self.counting.count(found.found(), &entries, |entry| {
            if least < Score::INFINITY && found.most(entry) >= least {
                hits.push(entry);
            }
        });
        for entry in hits.drain(..) {
            let score = match self.order.is_by_score() {
                true => found.score(entry, least).filter(|score| *score >= least),
                false => Some(0.0),
            };
            if let Some(score) = score {
                self.rank(entry, score, bonus.as_deref_mut());
            }
        }
        self.hits = hits;
    }

    /// What hits of the present document must score at least to be ranked; those that do are looked at more
    /// closely.
    fn least(&self, bonus: Option<&BonusScorer>) -> Score {
        if self.capacity == 0 {
            return Score::INFINITY;
        }
        if self.order.is_by_score() {
            let least = self.order.least(self.worst());
            return bonus.map_or(least, |bonus| bonus.least(least));
        }
        // All hits of a document are sorted by the same.
        let head = self.present.head();
        match self.reaches(self.order.first(head, head, 0.0)) {
            true => Score::NEG_INFINITY,
            false => Score::INFINITY,
        }
    }

    /// Ranks a hit. Its bonus is looked at only where it could matter.
    fn rank(&mut self, doc: DocId, score: Score, bonus: Option<&mut BonusScorer>) {
        let score = match bonus {
            None => score,
            Some(bonus) if self.may_stay(doc, score + bonus.most(score)) => score + bonus.of(doc),
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
        self.worst() <= first
    }

    /// What the last of the best is sorted by, as far as is known; 0 where there are too few of them.
    fn worst(&self) -> u64 {
        let is_full = self.best.len() >= self.capacity;
        let worst = self.best.peek().filter(|_| is_full);
        let here = worst.map_or(0, |Reverse((worst, _))| worst.first());
        self.floor.map_or(0, Floor::known).max(here)
    }

    /// Offers the hits that waited for the others of their document.
    fn end_document(&mut self) {
        let Some(mut spread) = self.spread.take_if(|spread| !spread.is_empty()) else {
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
