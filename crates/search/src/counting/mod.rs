//! Counting the entries of one segment: which are hits, and how often what is counted occurs among them.
//!
//! A count does not heed the filters of its own facets, so an entry that misses chosen values of one facet
//! still counts for that one. The entries of a document stand together, and most facets are its: what is
//! the same for all of them is looked up once. Of what entries have themselves, there are few different lists
//! (see [`crate::lists`]): hits are counted by list, and lists by value when all hits are known.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use tantivy::DocId;

use crate::Facet;
use crate::facets::FacetValues;
use crate::lists::Lists;
use crate::scoring::Bits;
use crate::segments::Segment;

mod filter;
mod sets;
mod values;

use filter::SegmentFilter;
pub(crate) use sets::FacetSet;
use values::{Dates, Pairs, Values};

/// Which facets' filters hits must pass, and what is counted.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    /// All values there are.
    pub(crate) values: Arc<FacetValues>,
    /// Stored names of the values that hits must have one of, for each facet that has chosen ones.
    pub(crate) chosen: Vec<(Facet, Vec<String>)>,
    pub(crate) counts: Vec<Count>,
}

impl Counted {
    /// Whether the pass that counts applies this facet's filter.
    pub(crate) fn filters(&self, facet: Facet) -> bool {
        self.chosen.iter().any(|(chosen, _)| *chosen == facet)
    }
}

/// Something to count.
#[derive(Debug)]
pub(crate) struct Count {
    pub(crate) of: CountOf,
    /// The facets whose filters it does not heed.
    pub(crate) unheeded: FacetSet,
}

/// What is counted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum CountOf {
    /// A facet's values.
    Values(Facet),
    /// Two values together, one of each facet.
    Pairs(Facet, Facet),
    /// Dates of publication.
    Dates,
}

/// How often each thing was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tally {
    /// By the value's number.
    Values(Vec<u64>),
    /// By the numbers of both values.
    Pairs(BTreeMap<(u32, u32), u64>),
    /// By the numbers of the first and the last day that a date can mean.
    Dates(BTreeMap<(u64, u64), u64>),
}

impl Tally {
    /// Adds the counts of another segment, which are of the same kind.
    pub(crate) fn add(&mut self, other: Self) {
        match (self, other) {
            (Self::Values(all), Self::Values(some)) => {
                all.resize(all.len().max(some.len()), 0);
                all.iter_mut()
                    .zip(some)
                    .for_each(|(all, some)| *all += some);
            }
            (Self::Pairs(all), Self::Pairs(some)) => add(all, some),
            (Self::Dates(all), Self::Dates(some)) => add(all, some),
            _ => {}
        }
    }

    /// About how many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        let counts = match self {
            Self::Values(counts) => counts.len(),
            Self::Pairs(counts) => 3 * counts.len(),
            Self::Dates(counts) => 4 * counts.len(),
        };
        size_of::<Self>() + counts * size_of::<u64>()
    }
}

fn add<K: Ord>(all: &mut BTreeMap<K, u64>, some: BTreeMap<K, u64>) {
    for (key, count) in some {
        *all.entry(key).or_default() += count;
    }
}

impl CountOf {
    /// A count of nothing yet.
    pub(crate) const fn none(self) -> Tally {
        match self {
            Self::Values(_) => Tally::Values(Vec::new()),
            Self::Pairs(..) => Tally::Pairs(BTreeMap::new()),
            Self::Dates => Tally::Dates(BTreeMap::new()),
        }
    }

    /// All entries of a document have the same.
    const fn is_of_document(self) -> bool {
        match self {
            Self::Values(facet) => facet.is_of_document(),
            Self::Pairs(one, other) => one.is_of_document() && other.is_of_document(),
            Self::Dates => true,
        }
    }
}

/// The counting in one segment.
pub(crate) struct SegmentCounting {
    segment: Arc<Segment>,
    document_filters: Vec<SegmentFilter>,
    entry_filters: Vec<SegmentFilter>,
    of_documents: Vec<SegmentCount>,
    of_entries: Vec<SegmentCount>,
    shared: Shared,
    run: Run,
    unfiltered: Unfiltered,
}

/// Hits where no filter is passed here, so that all that is found is one.
struct Unfiltered {
    /// By document, how many hits it has; empty where filters are passed.
    by_document: Vec<u32>,
    /// The present document, and the first entry after its.
    present: (usize, DocId),
}

/// Hits that all counts heed, for counts of single facets: what they have in common is counted once.
struct Shared {
    /// By the numbers of documents' values. Of documents all of whose entries that were found are hits.
    by_value: Vec<u64>,
    /// By the numbers of entries' lists of values; empty where none of them is counted.
    by_list: Vec<u64>,
}

/// Entries of one document, one after the other.
#[derive(Default)]
struct Run {
    /// The document's number in the segment.
    document: usize,
    /// The facets of the document whose chosen values they miss.
    missing: FacetSet,
    /// Those that are hits.
    hits: u64,
    /// Those that miss chosen values of some facets, by which.
    others: Vec<(FacetSet, u64)>,
}

/// Something counted in one segment.
struct SegmentCount {
    /// Its place among all that is counted.
    place: usize,
    unheeded: FacetSet,
    counter: Counter,
}

enum Counter {
    Values(Values),
    Pairs(Pairs),
    Dates(Dates),
}

impl SegmentCounting {
    pub(crate) fn open(counted: &Counted, segment: &Arc<Segment>) -> Self {
        let (mut document_filters, mut entry_filters) = (Vec::new(), Vec::new());
        for (facet, values) in &counted.chosen {
            let filter = SegmentFilter::open(*facet, values, &counted.values, segment);
            match facet.is_of_document() {
                true => document_filters.push(filter),
                false => entry_filters.push(filter),
            }
        }
        let (mut of_documents, mut of_entries) = (Vec::new(), Vec::new());
        for (place, count) in counted.counts.iter().enumerate() {
            let segment_count = SegmentCount {
                place,
                unheeded: count.unheeded,
                counter: Counter::open(count.of, &counted.values, segment),
            };
            match count.of.is_of_document() {
                true => of_documents.push(segment_count),
                false => of_entries.push(segment_count),
            }
        }
        let lists = match of_entries.is_empty() {
            true => 0,
            false => segment.of_entries().lists.len(),
        };
        let is_filtered = !document_filters.is_empty() || !entry_filters.is_empty();
        let documents = match is_filtered {
            true => 0,
            false => segment.blocks.numbers().len(),
        };
        Self {
            shared: Shared {
                by_value: vec![0; segment.of_documents().count()],
                by_list: vec![0; lists],
            },
            unfiltered: Unfiltered {
                by_document: vec![0; documents],
                present: (0, segment.blocks.head(1)),
            },
            segment: Arc::clone(segment),
            document_filters,
            entry_filters,
            of_documents,
            of_entries,
            run: Run::default(),
        }
    }

    /// Whether all that is found is a hit.
    pub(crate) const fn is_unfiltered(&self) -> bool {
        self.document_filters.is_empty() && self.entry_filters.is_empty()
    }

    /// Counts entries that were found, where all of them are hits; says how many they are.
    pub(crate) fn count_all(&mut self, found: &Bits) -> u64 {
        let (blocks, by_list) = (&self.segment.blocks, &mut self.shared.by_list);
        let lists = match self.of_entries.is_empty() {
            true => &[],
            false => self.segment.of_entries().by_entry(),
        };
        let Unfiltered {
            by_document,
            present: (number, end),
        } = &mut self.unfiltered;
        let mut hits = 0;
        found.each(|entry| {
            if entry >= *end {
                *number = blocks.number_from(*number, entry);
                *end = blocks.head(*number + 1);
            }
            hits += 1;
            by_document[*number] += 1;
            if let Some(list) = lists.get(entry as usize) {
                by_list[*list as usize] += 1;
            }
        });
        for count in &mut self.of_entries {
            if let Counter::Pairs(pairs) = &mut count.counter {
                found.each(|entry| pairs.add(entry, blocks.number_of(entry), 1));
            }
        }
        hits
    }

    /// Counts entries of the present document that were found; visits those that are hits, and says how many
    /// they are.
    pub(crate) fn count(
        &mut self,
        found: &Bits,
        entries: &Range<DocId>,
        mut hit: impl FnMut(DocId),
    ) -> u64 {
        let before = self.run.hits;
        if !self.entry_filters.is_empty() {
            found.each_of(entries, |entry| {
                if self.count_filtered(entry) {
                    hit(entry);
                }
            });
        } else if self.run.missing.is_empty() {
            self.count_hits(found, entries, hit);
        } else {
            self.count_others(found, entries);
        }
        self.run.hits - before
    }

    /// Counts an entry where entries are filtered one by one; says whether it is a hit.
    fn count_filtered(&mut self, entry: DocId) -> bool {
        let run = &mut self.run;
        let filters = self.entry_filters.iter();
        let missing = filters.fold(run.missing, |missing, filter| {
            missing.with(filter.missing(entry, run.document))
        });
        let is_hit = missing.is_empty();
        match is_hit {
            true => run.hits += 1,
            false => run.miss(missing, 1),
        }
        for count in &mut self.of_entries {
            if missing.is_within(count.unheeded) {
                count.counter.add(entry, run.document, 1);
            }
        }
        is_hit
    }

    fn count_hits(&mut self, found: &Bits, entries: &Range<DocId>, mut hit: impl FnMut(DocId)) {
        let (run, by_list) = (&mut self.run, &mut self.shared.by_list);
        let lists = match self.of_entries.is_empty() {
            true => &[],
            false => self.segment.of_entries().by_entry(),
        };
        found.each_of(entries, |entry| {
            run.hits += 1;
            if let Some(list) = lists.get(entry as usize) {
                by_list[*list as usize] += 1;
            }
            hit(entry);
        });
        for count in &mut self.of_entries {
            if let Counter::Pairs(pairs) = &mut count.counter {
                found.each_of(entries, |entry| pairs.add(entry, run.document, 1));
            }
        }
    }

    fn count_others(&mut self, found: &Bits, entries: &Range<DocId>) {
        let run = &mut self.run;
        let missing = run.missing;
        run.miss(missing, found.count_of(entries));
        for count in &mut self.of_entries {
            if missing.is_within(count.unheeded) {
                let (counter, document) = (&mut count.counter, run.document);
                found.each_of(entries, |entry| counter.add(entry, document, 1));
            }
        }
    }

    /// Counts what was found of the document before, and begins with the next, given by its number.
    pub(crate) fn begin(&mut self, document: usize) {
        self.end_run();
        let head = self.segment.blocks.head(document);
        let filters = self.document_filters.iter();
        let missing = filters.fold(FacetSet::default(), |missing, filter| {
            missing.with(filter.missing(head, document))
        });
        self.run.document = document;
        self.run.missing = missing;
    }

    fn end_run(&mut self) {
        let run = &mut self.run;
        let head = self.segment.blocks.head(run.document);
        if !run.others.is_empty() {
            for count in &mut self.of_documents {
                let others = run.others.iter();
                let others = others.filter(|(missing, _)| missing.is_within(count.unheeded));
                let entries = run.hits + others.map(|(_, entries)| entries).sum::<u64>();
                if entries > 0 {
                    count.counter.add(head, run.document, entries);
                }
            }
            run.others.clear();
        } else if run.hits > 0 {
            let (document, hits) = (run.document, run.hits);
            self.add_document(document, hits);
        }
        self.run.hits = 0;
    }

    /// Counts hits of a document that all counts heed.
    fn add_document(&mut self, number: usize, hits: u64) {
        for value in self.segment.of_documents().of(number) {
            self.shared.by_value[*value as usize] += hits;
        }
        for count in &mut self.of_documents {
            if !matches!(count.counter, Counter::Values(_)) {
                let head = self.segment.blocks.head(number);
                count.counter.add(head, number, hits);
            }
        }
    }

    /// The counts, in the order in which they were asked for.
    pub(crate) fn finish(mut self) -> Vec<Tally> {
        self.end_run();
        for (number, hits) in std::mem::take(&mut self.unfiltered.by_document)
            .iter()
            .enumerate()
        {
            if *hits > 0 {
                self.add_document(number, u64::from(*hits));
            }
        }
        let (shared, segment) = (self.shared, self.segment);
        let of_entries = match self.of_entries.is_empty() {
            true => Vec::new(),
            false => by_value(&segment.of_entries().lists, &shared.by_list),
        };
        let by_document = self.of_documents.into_iter();
        let by_document = by_document.map(|count| (count.place, count.counter, &shared.by_value));
        let by_entry = self.of_entries.into_iter();
        let by_entry = by_entry.map(|count| (count.place, count.counter, &of_entries));
        let mut counts: Vec<_> = by_document.chain(by_entry).collect();
        counts.sort_by_key(|(place, ..)| *place);
        let counts = counts.into_iter();
        counts
            .map(|(_, counter, shared)| counter.finish(shared))
            .collect()
    }
}

/// How often each value stands in lists of which each was counted so often.
fn by_value(lists: &Lists, by_list: &[u64]) -> Vec<u64> {
    let mut counts = vec![0; lists.count()];
    for (list, hits) in by_list.iter().enumerate().filter(|(_, hits)| **hits > 0) {
        for value in lists.of(list) {
            counts[*value as usize] += hits;
        }
    }
    counts
}

impl Run {
    fn miss(&mut self, missing: FacetSet, found: u64) {
        match self.others.iter_mut().find(|(known, _)| *known == missing) {
            Some((_, entries)) => *entries += found,
            None => self.others.push((missing, found)),
        }
    }
}

impl Counter {
    fn open(of: CountOf, values: &FacetValues, segment: &Arc<Segment>) -> Self {
        match of {
            CountOf::Values(facet) => Self::Values(Values::open(facet, values, segment)),
            CountOf::Pairs(one, other) => Self::Pairs(Pairs::open(one, other, values, segment)),
            CountOf::Dates => Self::Dates(Dates::open(segment)),
        }
    }

    /// Counts what an entry has, given with its document's number, for several entries that have the same.
    fn add(&mut self, entry: DocId, document: usize, entries: u64) {
        match self {
            Self::Values(values) => values.add(entry, document, entries),
            Self::Pairs(pairs) => pairs.add(entry, document, entries),
            Self::Dates(dates) => dates.add(document, entries),
        }
    }

    /// The counts, given what all counts of single facets share.
    fn finish(self, shared: &[u64]) -> Tally {
        match self {
            Self::Values(values) => Tally::Values(values.finish(shared)),
            Self::Pairs(pairs) => Tally::Pairs(pairs.finish()),
            Self::Dates(dates) => Tally::Dates(dates.finish()),
        }
    }
}
