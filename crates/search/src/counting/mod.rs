//! Counting the entries of one segment: which are hits, and how often what is counted occurs among them.
//!
//! A count does not heed the filters of its own facets, so an entry that misses chosen values of one facet
//! still counts for that one. The entries of a document stand together, and most facets are its: what is
//! the same for all of them is looked up once, at the document's own entry.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::DocId;
use tantivy::columnar::Column;

use crate::Facet;
use crate::facets::FacetValues;
use crate::segments::Segment;

mod values;

use values::{Pairs, Values};

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

/// A set of facets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FacetSet(u16);

impl FacetSet {
    pub(crate) fn of(facets: &[Facet]) -> Self {
        let bit = |facet: &Facet| 1 << *facet as u16;
        Self(facets.iter().fold(0, |set, facet| set | bit(facet)))
    }

    pub(crate) const fn contains(self, facet: Facet) -> bool {
        self.0 & (1 << facet as u16) != 0
    }

    const fn is_empty(self) -> bool {
        self.0 == 0
    }

    const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The counting in one segment.
pub(crate) struct SegmentCounting {
    document_filters: Vec<SegmentFilter>,
    entry_filters: Vec<SegmentFilter>,
    of_documents: Vec<SegmentCount>,
    of_entries: Vec<SegmentCount>,
    /// Hits that are not counted yet in what is of entries, each with its document's number.
    pending: Pending,
    /// Documents with the number of their hits, not counted yet in what is of documents.
    ended: Vec<(usize, u64)>,
    run: Run,
}

/// Entries, and beside each its document's number.
#[derive(Default)]
struct Pending {
    entries: Vec<DocId>,
    documents: Vec<usize>,
}

/// So many entries, or documents, are counted at once: a column is read faster so.
const BLOCK: usize = 256;

/// Entries of one document, one after the other.
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

/// A facet's chosen values in one segment.
struct SegmentFilter {
    segment: Arc<Segment>,
    of: Facet,
    facet: FacetSet,
    /// `None` where no entry of the segment has a value.
    numbers: Option<Column<u64>>,
    /// By value number: it is among the chosen ones.
    chosen: Vec<bool>,
}

impl SegmentCounting {
    pub(crate) fn open(counted: &Counted, segment: &Arc<Segment>) -> Self {
        let mut counting = Self {
            document_filters: Vec::new(),
            entry_filters: Vec::new(),
            of_documents: Vec::new(),
            of_entries: Vec::new(),
            pending: Pending::default(),
            ended: Vec::new(),
            run: Run {
                document: 0,
                missing: FacetSet::default(),
                hits: 0,
                others: Vec::new(),
            },
        };
        for (facet, values) in &counted.chosen {
            let filter = SegmentFilter::open(*facet, values, &counted.values, segment);
            match facet.is_of_document() {
                true => counting.document_filters.push(filter),
                false => counting.entry_filters.push(filter),
            }
        }
        for (place, count) in counted.counts.iter().enumerate() {
            let segment_count = SegmentCount {
                place,
                unheeded: count.unheeded,
                counter: Counter::open(count.of, &counted.values, segment),
            };
            match count.of.is_of_document() {
                true => counting.of_documents.push(segment_count),
                false => counting.of_entries.push(segment_count),
            }
        }
        counting
    }

    /// Counts an entry of the present document, and says whether it is a hit.
    pub(crate) fn count(&mut self, entry: DocId) -> bool {
        let mut missing = self.run.missing;
        for filter in &self.entry_filters {
            missing = missing.with(filter.missing(entry));
        }
        if missing.is_empty() {
            self.run.hits += 1;
            if !self.of_entries.is_empty() {
                self.pending.entries.push(entry);
                self.pending.documents.push(self.run.document);
                if self.pending.entries.len() == BLOCK {
                    self.count_pending();
                }
            }
            return true;
        }
        self.run.miss(missing);
        for count in &mut self.of_entries {
            if missing.is_within(count.unheeded) {
                count.counter.count(&[entry], &[self.run.document]);
            }
        }
        false
    }

    fn count_pending(&mut self) {
        let Pending { entries, documents } = &mut self.pending;
        for count in &mut self.of_entries {
            count.counter.count(entries, documents);
        }
        entries.clear();
        documents.clear();
    }

    /// Counts what was found of the document before, and begins with the next, given by its number.
    pub(crate) fn begin(&mut self, document: usize) {
        self.end_run();
        let filters = self.document_filters.iter();
        let missing = filters.fold(FacetSet::default(), |missing, filter| {
            missing.with(filter.missing_of_document(document))
        });
        self.run.document = document;
        self.run.missing = missing;
    }

    fn end_run(&mut self) {
        let run = &mut self.run;
        if run.others.is_empty() {
            if run.hits > 0 && !self.of_documents.is_empty() {
                self.ended.push((run.document, run.hits));
            }
        } else {
            for count in &mut self.of_documents {
                let others = run.others.iter();
                let others = others.filter(|(missing, _)| missing.is_within(count.unheeded));
                let entries = run.hits + others.map(|(_, entries)| entries).sum::<u64>();
                if entries > 0 {
                    count.counter.add(&[(run.document, entries)]);
                }
            }
            run.others.clear();
        }
        run.hits = 0;
        if self.ended.len() == BLOCK {
            self.count_ended();
        }
    }

    fn count_ended(&mut self) {
        for count in &mut self.of_documents {
            count.counter.add(&self.ended);
        }
        self.ended.clear();
    }

    /// The counts, in the order in which they were asked for.
    pub(crate) fn finish(mut self) -> Vec<Tally> {
        self.end_run();
        self.count_ended();
        self.count_pending();
        let mut counts: Vec<_> = self
            .of_documents
            .into_iter()
            .chain(self.of_entries)
            .collect();
        counts.sort_by_key(|count| count.place);
        counts
            .into_iter()
            .map(|count| count.counter.finish())
            .collect()
    }
}

impl Run {
    fn miss(&mut self, missing: FacetSet) {
        match self.others.iter_mut().find(|(known, _)| *known == missing) {
            Some((_, entries)) => *entries += 1,
            None => self.others.push((missing, 1)),
        }
    }
}

impl SegmentFilter {
    fn open(facet: Facet, names: &[String], values: &FacetValues, segment: &Arc<Segment>) -> Self {
        let is_chosen = |number: &Option<u32>| {
            number.is_some_and(|number| {
                let name = values.name(facet, number);
                names.iter().any(|chosen| chosen == name)
            })
        };
        let numbers = values.numbers(segment.id, facet);
        Self {
            segment: Arc::clone(segment),
            of: facet,
            facet: FacetSet::of(&[facet]),
            numbers: segment.facet(facet).map(|column| column.ords().clone()),
            chosen: numbers.iter().map(is_chosen).collect(),
        }
    }

    /// The facet, where a document has none of its chosen values.
    fn missing_of_document(&self, document: usize) -> FacetSet {
        let mut values = self.segment.of_document(self.of, document).iter();
        match values.any(|value| self.chosen[*value as usize]) {
            true => FacetSet::default(),
            false => self.facet,
        }
    }

    /// The facet, where an entry has none of its chosen values.
    fn missing(&self, entry: DocId) -> FacetSet {
        let numbers = self.numbers.as_ref();
        let has_chosen = numbers.is_some_and(|numbers| {
            let mut numbers = numbers.values_for_doc(entry);
            numbers.any(|number| self.chosen[number as usize])
        });
        match has_chosen {
            true => FacetSet::default(),
            false => self.facet,
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

    /// Counts entries, given with the numbers of their documents.
    fn count(&mut self, entries: &[DocId], documents: &[usize]) {
        match self {
            Self::Values(values) => values.count(entries),
            Self::Pairs(pairs) => {
                let both = entries.iter().zip(documents);
                both.for_each(|(entry, document)| pairs.add(*entry, *document, 1));
            }
            Self::Dates(dates) => documents
                .iter()
                .for_each(|document| dates.add(*document, 1)),
        }
    }

    /// Counts what documents have for several of their entries.
    fn add(&mut self, documents: &[(usize, u64)]) {
        for (document, entries) in documents {
            match self {
                Self::Values(values) => values.add(*document, *entries),
                Self::Pairs(pairs) => pairs.add(DocId::MAX, *document, *entries),
                Self::Dates(dates) => dates.add(*document, *entries),
            }
        }
    }

    fn finish(self) -> Tally {
        match self {
            Self::Values(values) => Tally::Values(values.finish()),
            Self::Pairs(pairs) => Tally::Pairs(pairs.finish()),
            Self::Dates(dates) => Tally::Dates(dates.counts),
        }
    }
}

/// Dates of publication counted in one segment.
struct Dates {
    segment: Arc<Segment>,
    counts: BTreeMap<(u64, u64), u64>,
}

impl Dates {
    fn open(segment: &Arc<Segment>) -> Self {
        Self {
            segment: Arc::clone(segment),
            counts: BTreeMap::new(),
        }
    }

    fn add(&mut self, document: usize, entries: u64) {
        let head = self.segment.blocks.head(document);
        let (first, last) = &self.segment.published;
        let date = (first.get_val(head), last.get_val(head));
        *self.counts.entry(date).or_default() += entries;
    }
}
