//! Counting a facet's values, or pairs of them, in one segment.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use tantivy::DocId;
use tantivy::columnar::Column;

use crate::Facet;
use crate::facets::FacetValues;
use crate::segments::Segment;

/// A facet's values counted in one segment.
pub(super) struct Values {
    /// `None` where no entry of the segment has a value.
    column: Option<FacetColumn>,
    /// By the value's number in the segment.
    counts: Vec<u64>,
    block: Vec<u64>,
}

struct FacetColumn {
    facet: Facet,
    segment: Arc<Segment>,
    in_segment: Column<u64>,
    /// Every entry has exactly one value.
    is_single: bool,
    /// The values' numbers, by those in the segment.
    numbers: Arc<Vec<Option<u32>>>,
}

impl FacetColumn {
    fn open(facet: Facet, values: &FacetValues, segment: &Arc<Segment>) -> Option<Self> {
        let in_segment = segment.facet(facet)?.ords().clone();
        Some(Self {
            facet,
            segment: Arc::clone(segment),
            is_single: in_segment.index.get_cardinality().is_full(),
            in_segment,
            numbers: values.numbers(segment.id, facet),
        })
    }

    fn each(&self, entry: DocId, mut found: impl FnMut(u64)) {
        if self.is_single {
            found(self.in_segment.values.get_val(entry));
        } else {
            self.in_segment.values_for_doc(entry).for_each(found);
        }
    }

    /// The values of an entry, or of its document where only documents have any, given by its number.
    fn each_of(&self, entry: DocId, document: usize, mut found: impl FnMut(u64)) {
        if self.facet.is_of_document() {
            let values = self.segment.of_document(self.facet, document);
            values.iter().for_each(|value| found(u64::from(*value)));
        } else {
            self.each(entry, found);
        }
    }

    fn number(&self, in_segment: u64) -> Option<u32> {
        self.numbers.get(in_segment as usize).copied().flatten()
    }
}

impl Values {
    pub(super) fn open(facet: Facet, values: &FacetValues, segment: &Arc<Segment>) -> Self {
        let column = FacetColumn::open(facet, values, segment);
        let size = column.as_ref().map_or(0, |column| column.numbers.len());
        Self {
            column,
            counts: vec![0; size],
            block: Vec::new(),
        }
    }

    /// Counts the values of a document, given by its number, for several of its entries.
    pub(super) fn add(&mut self, document: usize, entries: u64) {
        if let Some(column) = &self.column {
            let values = column.segment.of_document(column.facet, document);
            for value in values {
                self.counts[*value as usize] += entries;
            }
        }
    }

    /// Counts entries. A column is read faster so than entry by entry.
    pub(super) fn count(&mut self, entries: &[DocId]) {
        match &self.column {
            Some(column) if column.is_single => {
                self.block.resize(entries.len(), 0);
                column.in_segment.values.get_vals(entries, &mut self.block);
                for number in &self.block {
                    self.counts[*number as usize] += 1;
                }
            }
            Some(column) => {
                for entry in entries {
                    column.each(*entry, |number| self.counts[number as usize] += 1);
                }
            }
            None => {}
        }
    }

    /// How often each value was counted, by its number.
    pub(super) fn finish(self) -> Vec<u64> {
        let mut counts = Vec::new();
        for (in_segment, count) in (0..).zip(self.counts) {
            let column = self.column.as_ref();
            let Some(number) = column.and_then(|column| column.number(in_segment)) else {
                continue;
            };
            let number = number as usize;
            counts.resize(counts.len().max(number + 1), 0);
            counts[number] = count;
        }
        counts
    }
}

/// Values of two facets counted together in one segment.
pub(super) struct Pairs {
    columns: Option<(FacetColumn, FacetColumn)>,
    counts: HashMap<(u64, u64), u64>,
}

impl Pairs {
    pub(super) fn open(
        one: Facet,
        other: Facet,
        values: &FacetValues,
        segment: &Arc<Segment>,
    ) -> Self {
        let one = FacetColumn::open(one, values, segment);
        let other = FacetColumn::open(other, values, segment);
        Self {
            columns: one.zip(other),
            counts: HashMap::new(),
        }
    }

    /// Counts an entry, given with its document's number, for several that have the same values.
    pub(super) fn add(&mut self, entry: DocId, document: usize, entries: u64) {
        let Some((one, other)) = &self.columns else {
            return;
        };
        let counts = &mut self.counts;
        one.each_of(entry, document, |row| {
            other.each_of(entry, document, |column| {
                *counts.entry((row, column)).or_default() += entries;
            });
        });
    }

    /// How often each pair was counted, pairs that were not left out.
    pub(super) fn finish(self) -> BTreeMap<(u32, u32), u64> {
        let Some((one, other)) = &self.columns else {
            return BTreeMap::new();
        };
        let numbered = |((row, column), count): ((u64, u64), u64)| {
            let pair = one.number(row).zip(other.number(column));
            pair.map(|pair| (pair, count))
        };
        self.counts.into_iter().filter_map(numbered).collect()
    }
}
