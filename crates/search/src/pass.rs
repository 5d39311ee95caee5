//! A pass over all that a query matches, on every processor where there is much to look at.

use std::ops::Range;
use std::sync::OnceLock;
use std::thread::available_parallelism;

use tantivy::fastfield::AliveBitSet;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocId, Executor, Result, Score, SegmentOrdinal, SegmentReader};

use crate::collect::{Found, Page, PartFound};
use crate::scoring::{Bits, Bonus, BonusWeight, Bounds, Finding, Finds, SIZE, Span, finding};
use crate::snapshot::Snapshot;
use crate::statistics::Statistics;

/// Parts for each thread, so that none waits long for the slowest.
const PARTS: u32 = 3;

/// What finds fewer entries than so many parts have is looked at by one thread.
const ALONE: u64 = 4;

/// Entries of one segment that are looked at in one go; no document is in two parts.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) segment: SegmentOrdinal,
    pub(crate) entries: Range<DocId>,
}

/// Finds a page of what a query matches.
pub(crate) fn pass(
    snapshot: &Snapshot,
    query: &dyn Query,
    bonus: &Bonus,
    page: &Page,
    statistics: &Statistics<'_>,
) -> Result<Found> {
    let searcher = &snapshot.searcher;
    let scoring = match page.needs_scores() {
        true => EnableScoring::enabled_from_statistics_provider(statistics, searcher),
        false => EnableScoring::disabled_from_searcher(searcher),
    };
    let finding = finding(query, scoring)?;
    let bonus = bonus.weight(scoring)?;
    let whole = parts(snapshot, u32::MAX)?.into_iter();
    let whole = whole.map(|part| Ok((Spans::open(&*finding, snapshot, &part)?, part)));
    let whole = whole.collect::<Result<Vec<_>>>()?;
    let cost: u64 = whole.iter().map(|(found, _)| found.cost()).sum();
    let found = match cost < u64::from(snapshot.part) * ALONE {
        // Waking other threads would take longer, however large the index is.
        true => {
            let whole = whole.into_iter();
            let whole = whole.map(|(found, part)| look(snapshot, found, &bonus, page, &part));
            whole.collect::<Result<_>>()?
        }
        false => share(snapshot, |part| {
            let found = Spans::open(&*finding, snapshot, &part)?;
            look(snapshot, found, &bonus, page, &part)
        })?,
    };
    page.merge(found)
}

/// Shares all entries out: what work on each part comes to, in their order.
pub(crate) fn share<R: Send>(
    snapshot: &Snapshot,
    work: impl Fn(Part) -> Result<R> + Sync,
) -> Result<Vec<R>> {
    let entries = snapshot.searcher.segment_readers().iter();
    let entries: u32 = entries.map(SegmentReader::max_doc).sum();
    match threads() {
        Some((threads, executor)) if entries >= snapshot.part.saturating_mul(2) => {
            let parts = parts(snapshot, (entries / (threads * PARTS)).max(snapshot.part))?;
            executor.map(work, parts.into_iter())
        }
        _ => parts(snapshot, u32::MAX)?.into_iter().map(work).collect(),
    }
}

/// The threads that all searches of the process share, and how many they are; `None` where one processor
/// does all.
fn threads() -> Option<(u32, &'static Executor)> {
    static THREADS: OnceLock<Option<(u32, Executor)>> = OnceLock::new();
    let threads = THREADS.get_or_init(|| {
        let processors = available_parallelism().ok()?.get();
        let executor = Executor::multi_thread(processors, "search-").ok()?;
        (processors > 1).then_some((processors as u32, executor))
    });
    threads.as_ref().map(|(count, threads)| (*count, threads))
}

/// All entries, cut into parts of about this size at the beginnings of documents.
fn parts(snapshot: &Snapshot, size: u32) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    for (segment, reader) in (0..).zip(snapshot.searcher.segment_readers()) {
        let blocks = &snapshot.segments.of(reader)?.blocks;
        let (mut start, end) = (0, reader.max_doc());
        while start < end {
            let next = match start.saturating_add(size) {
                middle if middle < end => blocks.head(blocks.number_of(middle) + 1).min(end),
                _ => end,
            };
            parts.push(Part {
                segment,
                entries: start..next,
            });
            start = next;
        }
    }
    Ok(parts)
}

/// Looks at what is found in one part.
fn look(
    snapshot: &Snapshot,
    mut found: Spans<'_>,
    bonus: &BonusWeight,
    page: &Page,
    part: &Part,
) -> Result<PartFound> {
    let reader = snapshot.searcher.segment_reader(part.segment);
    let mut here = page.open(part.segment, reader)?;
    let mut bonus = match page.needs_scores() {
        true => Some(bonus.scorer(reader)?),
        false => None,
    };
    while here.goes_on()
        && let Some(mut found) = found.next()
    {
        if page.needs_scores() {
            found.bound();
        }
        here.look_at(&mut found, bonus.as_mut());
    }
    Ok(here.finish())
}

/// What a query finds in a range of a segment, span by span, without deleted entries.
pub(crate) struct Spans<'r> {
    /// `None` where nothing is found.
    finds: Option<Box<dyn Finds>>,
    deleted: Option<&'r AliveBitSet>,
    /// What is left of the present span where entries are deleted.
    alive: Bits,
    /// By place in the span, what was found scores at most.
    bounds: Option<Box<Bounds>>,
    next: DocId,
    end: DocId,
}

/// What was found in a span.
pub(crate) struct InSpan<'s> {
    finds: &'s mut dyn Finds,
    alive: Option<&'s Bits>,
    bounds: &'s mut Option<Box<Bounds>>,
}

impl<'r> Spans<'r> {
    pub(crate) fn open(finding: &dyn Finding, snapshot: &'r Snapshot, part: &Part) -> Result<Self> {
        let reader = snapshot.searcher.segment_reader(part.segment);
        Ok(Self {
            finds: finding.open(reader, 1.0)?,
            deleted: reader.alive_bitset(),
            alive: Bits::default(),
            bounds: None,
            next: part.entries.start,
            end: part.entries.end,
        })
    }

    /// What finding it costs in the whole segment, as [`Finds::cost`] tells.
    fn cost(&self) -> u64 {
        self.finds.as_ref().map_or(0, Finds::cost)
    }

    /// The next span in which something may be found.
    pub(crate) fn next(&mut self) -> Option<InSpan<'_>> {
        let finds = self.finds.as_mut()?;
        let next = finds.next(self.next);
        if next >= self.end {
            return None;
        }
        let span = Span::new(next, self.end);
        finds.mark(span, None);
        self.next = span.end();
        let alive = self.deleted.map(|deleted| {
            self.alive.copy(finds.found());
            self.alive.retain(|entry| deleted.is_alive(entry));
            &self.alive
        });
        Some(InSpan {
            finds: &mut **finds,
            alive,
            bounds: &mut self.bounds,
        })
    }
}

impl InSpan<'_> {
    /// The entries.
    pub(crate) fn found(&self) -> &Bits {
        self.alive.unwrap_or_else(|| self.finds.found())
    }

    /// Finds out what they score at most: faster than what they score.
    fn bound(&mut self) {
        let found = self.alive.unwrap_or_else(|| self.finds.found());
        let new = || Box::new([0.0; SIZE as usize]);
        let bounds = self.bounds.get_or_insert_with(new);
        found.each_in(found, |_, place| bounds[place] = 0.0);
        self.finds.bound(found, bounds);
    }

    /// What one of them scores at most; nothing is known where that was not found out.
    pub(crate) fn most(&self, entry: DocId) -> Score {
        let place = self.found().span().place(entry) as usize;
        let bounds = self.bounds.as_ref();
        bounds.map_or(Score::INFINITY, |bounds| bounds[place])
    }

    /// The first of them from an entry on that may score so much.
    pub(crate) fn next_with(&self, from: DocId, score: Score) -> Option<DocId> {
        if score == Score::INFINITY {
            return None;
        }
        let Some(bounds) = self.bounds.as_ref() else {
            return self.found().first_from(from);
        };
        let found = self.found();
        found.first_where(from, |place| bounds[place] >= score)
    }

    /// What one of them scores: as [`Finds::score`] tells.
    pub(crate) fn score(&mut self, entry: DocId, needed: Score) -> Option<Score> {
        self.finds.score(entry, needed)
    }
}
