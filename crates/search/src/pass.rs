//! A pass over all that a query matches, on every processor where there is much to look at.

use std::ops::Range;
use std::sync::OnceLock;
use std::thread::available_parallelism;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::{EnableScoring, Query, Weight};
use tantivy::{
    COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, Executor, Result, SegmentOrdinal, TERMINATED,
};

use crate::snapshot::Snapshot;
use crate::statistics::Statistics;

/// Parts for each thread, so that none waits long for the slowest.
const PARTS: u32 = 3;

/// Entries of one segment that are looked at in one go; no document is in two parts.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    segment: SegmentOrdinal,
    entries: Range<DocId>,
}

/// Has a collector look at all that a query matches.
pub(crate) fn pass<C: Collector>(
    snapshot: &Snapshot,
    query: &dyn Query,
    collector: &C,
    statistics: &Statistics<'_>,
) -> Result<C::Fruit> {
    let searcher = &snapshot.searcher;
    let scoring = match collector.requires_scoring() {
        true => EnableScoring::enabled_from_statistics_provider(statistics, searcher),
        false => EnableScoring::disabled_from_searcher(searcher),
    };
    let weight = query.weight(scoring)?;
    let entries = searcher.segment_readers().iter();
    let entries: u32 = entries.map(|segment| segment.max_doc()).sum();
    let fruits = match threads() {
        Some((threads, executor)) if entries >= snapshot.part.saturating_mul(2) => {
            let parts = parts(snapshot, (entries / (threads * PARTS)).max(snapshot.part))?;
            let look = |part| look(snapshot, &*weight, collector, &part);
            executor.map(look, parts.into_iter())?
        }
        _ => {
            let segments = (0..).zip(searcher.segment_readers());
            segments
                .map(|(number, segment)| collector.collect_segment(&*weight, number, segment))
                .collect::<Result<_>>()?
        }
    };
    collector.merge_fruits(fruits)
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

/// Has the collector look at what is matched in one part.
fn look<C: Collector>(
    snapshot: &Snapshot,
    weight: &dyn Weight,
    collector: &C,
    part: &Part,
) -> Result<<C::Child as SegmentCollector>::Fruit> {
    let reader = snapshot.searcher.segment_reader(part.segment);
    let mut child = collector.for_segment(part.segment, reader)?;
    let mut found = weight.scorer(reader, 1.0)?;
    if found.doc() < part.entries.start {
        found.seek(part.entries.start);
    }
    let deleted = reader.alive_bitset();
    let is_alive = |entry: DocId| deleted.is_none_or(|alive| alive.is_alive(entry));
    if collector.requires_scoring() {
        while found.doc() < part.entries.end {
            if is_alive(found.doc()) {
                child.collect(found.doc(), found.score());
            }
            found.advance();
        }
        return Ok(child.harvest());
    }
    let mut entries = [TERMINATED; COLLECT_BLOCK_BUFFER_LEN];
    loop {
        let count = found.fill_buffer(&mut entries);
        let here = &entries[..count];
        let here = &here[..here.partition_point(|entry| *entry < part.entries.end)];
        let alive = here.iter().filter(|entry| is_alive(**entry));
        alive.for_each(|entry| child.collect(*entry, 0.0));
        if here.len() < COLLECT_BLOCK_BUFFER_LEN {
            return Ok(child.harvest());
        }
    }
}
