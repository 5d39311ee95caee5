//! Counting a facet's values, pairs of them or dates in one segment.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use tantivy::DocId;

use crate::Facet;
use crate::facets::FacetValues;
use crate::segments::Segment;

/// A facet's values counted in one segment.
pub(super) struct Values {
    column: FacetColumn,
    /// By the value's number in the segment: entries that are not among what counts share.
    counts: Vec<u64>,
}

struct FacetColumn {
    facet: Facet,
    segment: Arc<Segment>,
    /// The values' numbers, by those in the segment.
    numbers: Arc<Vec<Option<u32>>>,
}

impl FacetColumn {
    fn open(facet: Facet, values: &FacetValues, segment: &Arc<Segment>) -> Self {
        Self {
            facet,
            segment: Arc::clone(segment),
            numbers: values.numbers(segment.id, facet),
        }
    }

    /// The values of an entry, given with its document's number.
    fn of(&self, entry: DocId, document: usize) -> impl Iterator<Item = u32> {
        self.segment.values(self.facet, entry, document)
    }

    fn number(&self, in_segment: u32) -> Option<u32> {
        self.numbers.get(in_segment as usize).copied().flatten()
    }
}

impl Values {
    pub(super) fn open(facet: Facet, values: &FacetValues, segment: &Arc<Segment>) -> Self {
        Self {
            counts: vec![0; segment.lists(facet).numbers(facet).len()],
            column: FacetColumn::open(facet, values, segment),
        }
    }

    /// Counts the values of an entry, given with its document's number, for several that have the same.
    pub(super) fn add(&mut self, entry: DocId, document: usize, entries: u64) {
        for value in self.column.of(entry, document) {
            self.counts[value as usize] += entries;
        }
    }

    /// How often each value was counted, by its number, together with what counts share.
    pub(super) fn finish(self, shared: &[u64]) -> Vec<u64> {
        let Self { column, counts } = self;
        let first = column.segment.lists(column.facet).numbers(column.facet);
        let shared = shared.iter().skip(first.start as usize);
        let mut by_number = Vec::new();
        for (in_segment, (count, shared)) in (0..).zip(counts.into_iter().zip(shared)) {
            if let Some(number) = column.number(in_segment) {
                let number = number as usize;
                by_number.resize(by_number.len().max(number + 1), 0);
                by_number[number] = count + shared;
            }
        }
        by_number
    }
}

/// Values of two facets counted together in one segment.
pub(super) struct Pairs {
    columns: (FacetColumn, FacetColumn),
    counts: HashMap<(u32, u32), u64>,
}

impl Pairs {
    pub(super) fn open(
        one: Facet,
        other: Facet,
        values: &FacetValues,
        segment: &Arc<Segment>,
    ) -> Self {
        let open = |facet| FacetColumn::open(facet, values, segment);
        Self {
            columns: (open(one), open(other)),
            counts: HashMap::new(),
        }
    }

    /// Counts an entry, given with its document's number, for several that have the same values.
    pub(super) fn add(&mut self, entry: DocId, document: usize, entries: u64) {
        let (one, other) = &self.columns;
        for row in one.of(entry, document) {
            for column in other.of(entry, document) {
                *self.counts.entry((row, column)).or_default() += entries;
            }
        }
    }

    /// How often each pair was counted, pairs that were not left out.
    pub(super) fn finish(self) -> BTreeMap<(u32, u32), u64> {
        let (one, other) = &self.columns;
        let numbered = |((row, column), count): ((u32, u32), u64)| {
            let pair = one.number(row).zip(other.number(column));
            pair.map(|pair| (pair, count))
        };
        self.counts.into_iter().filter_map(numbered).collect()
    }
}

/// Dates of publication counted in one segment.
pub(super) struct Dates {
    segment: Arc<Segment>,
    counts: BTreeMap<(u64, u64), u64>,
}

impl Dates {
    pub(super) fn open(segment: &Arc<Segment>) -> Self {
        Self {
            segment: Arc::clone(segment),
            counts: BTreeMap::new(),
        }
    }

    pub(super) fn add(&mut self, document: usize, entries: u64) {
        let head = self.segment.blocks.head(document);
        let (first, last) = &self.segment.published;
        let date = (first.get_val(head), last.get_val(head));
        *self.counts.entry(date).or_default() += entries;
    }

    /// How many entries have each date.
    pub(super) fn finish(self) -> BTreeMap<(u64, u64), u64> {
        self.counts
    }
}
