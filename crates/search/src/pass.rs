//! A pass over all that a query matches, on every processor where there is much to look at.

use std::ops::Range;
use std::sync::OnceLock;
use std::thread::available_parallelism;

use tantivy::query::{EnableScoring, Query, Scorer, Weight};
use tantivy::{
    COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, Executor, Result, SegmentOrdinal, SegmentReader,
    TERMINATED,
};

use crate::collect::{Found, Page};
use crate::scoring::{Bonus, BonusWeight};
use crate::snapshot::Snapshot;
use crate::statistics::Statistics;

/// Parts for each thread, so that none waits long for the slowest.
const PARTS: u32 = 3;

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
    let query = query.weight(scoring)?;
    let bonus = bonus.weight(scoring)?;
    let found = share(snapshot, |part| {
        look(snapshot, &*query, &bonus, page, &part)
    })?;
    Ok(page.merge(found))
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

/// Looks at what is matched in one part.
fn look(
    snapshot: &Snapshot,
    query: &dyn Weight,
    bonus: &BonusWeight,
    page: &Page,
    part: &Part,
) -> Result<Found> {
    let reader = snapshot.searcher.segment_reader(part.segment);
    let mut here = page.open(part.segment, reader)?;
    let mut found = query.scorer(reader, 1.0)?;
    if !page.needs_scores() {
        each(&mut *found, reader, &part.entries, |entry| {
            here.collect(entry, 0.0, None);
        });
        return here.finish();
    }
    let mut bonus = bonus.scorer(reader)?;
    go_to(&mut *found, part.entries.start);
    let deleted = reader.alive_bitset();
    while found.doc() < part.entries.end {
        if deleted.is_none_or(|alive| alive.is_alive(found.doc())) {
            here.collect(found.doc(), found.score(), Some(&mut bonus));
        }
        found.advance();
    }
    here.finish()
}

/// Goes through the found entries of a range that are not deleted.
pub(crate) fn each(
    found: &mut dyn Scorer,
    reader: &SegmentReader,
    range: &Range<DocId>,
    mut visit: impl FnMut(DocId),
) {
    go_to(found, range.start);
    let deleted = reader.alive_bitset();
    let mut entries = [TERMINATED; COLLECT_BLOCK_BUFFER_LEN];
    loop {
        let count = found.fill_buffer(&mut entries);
        let here = &entries[..count];
        let here = &here[..here.partition_point(|entry| *entry < range.end)];
        match deleted {
            Some(alive) => {
                let alive = here.iter().filter(|entry| alive.is_alive(**entry));
                alive.for_each(|entry| visit(*entry));
            }
            None => here.iter().for_each(|entry| visit(*entry)),
        }
        if here.len() < COLLECT_BLOCK_BUFFER_LEN {
            return;
        }
    }
}

/// Goes to the first found entry from this one on.
fn go_to(found: &mut dyn Scorer, start: DocId) {
    if found.doc() < start {
        found.seek(start);
    }
}
