//! Counting a facet's values, or pairs of them, by their numbers in one segment.

use std::collections::{BTreeMap, HashMap};

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::Facet;

/// Entries are counted in blocks of this size: a column is read faster so than entry by entry.
const BLOCK: usize = 256;

/// A facet's values counted in one segment.
pub(super) struct Values {
    /// `None` where no entry of the segment has a value.
    column: Option<FacetColumn>,
    counts: Vec<u64>,
    /// Entries not counted yet.
    pending: Vec<DocId>,
    block: Vec<u64>,
}

struct FacetColumn {
    names: StrColumn,
    numbers: Column<u64>,
    /// Every entry has exactly one value.
    is_single: bool,
}

impl FacetColumn {
    fn open(facet: Facet, reader: &SegmentReader) -> tantivy::Result<Option<Self>> {
        let names = reader.fast_fields().str(facet.name())?;
        Ok(names.map(|names| {
            let numbers = names.ords().clone();
            Self {
                is_single: numbers.index.get_cardinality().is_full(),
                names,
                numbers,
            }
        }))
    }

    fn each(&self, entry: DocId, mut found: impl FnMut(u64)) {
        if self.is_single {
            found(self.numbers.values.get_val(entry));
        } else {
            self.numbers.values_for_doc(entry).for_each(found);
        }
    }
}

impl Values {
    pub(super) fn open(facet: Facet, reader: &SegmentReader) -> tantivy::Result<Self> {
        let column = FacetColumn::open(facet, reader)?;
        let size = column.as_ref().map_or(0, |column| column.names.num_terms());
        Ok(Self {
            column,
            counts: vec![0; size],
            pending: Vec::new(),
            block: Vec::new(),
        })
    }

    /// Counts an entry for several that have the same values.
    pub(super) fn add(&mut self, entry: DocId, entries: u64) {
        if let Some(column) = &self.column {
            column.each(entry, |number| self.counts[number as usize] += entries);
        }
    }

    pub(super) fn count(&mut self, entry: DocId) {
        self.pending.push(entry);
        if self.pending.len() == BLOCK {
            self.count_pending();
        }
    }

    fn count_pending(&mut self) {
        let pending = self.pending.as_slice();
        match &self.column {
            Some(column) if column.is_single => {
                self.block.resize(pending.len(), 0);
                column.numbers.values.get_vals(pending, &mut self.block);
                for number in &self.block {
                    self.counts[*number as usize] += 1;
                }
            }
            Some(column) => {
                for entry in pending {
                    column.each(*entry, |number| self.counts[number as usize] += 1);
                }
            }
            None => {}
        }
        self.pending.clear();
    }

    /// How often each value was counted, values that were not left out.
    pub(super) fn finish(mut self) -> tantivy::Result<BTreeMap<String, u64>> {
        self.count_pending();
        let Some(column) = &self.column else {
            return Ok(BTreeMap::new());
        };
        let counted = self.counts.iter().zip(0..).filter(|(count, _)| **count > 0);
        let (counts, numbers): (Vec<u64>, Vec<u64>) = counted.unzip();
        let names = names(column, &numbers)?;
        Ok(names.into_iter().zip(counts).collect())
    }
}

/// Values of two facets counted together in one segment.
pub(super) struct Pairs {
    columns: Option<(FacetColumn, FacetColumn)>,
    counts: HashMap<(u64, u64), u64>,
}

impl Pairs {
    pub(super) fn open(one: Facet, other: Facet, reader: &SegmentReader) -> tantivy::Result<Self> {
        let one = FacetColumn::open(one, reader)?;
        let other = FacetColumn::open(other, reader)?;
        Ok(Self {
            columns: one.zip(other),
            counts: HashMap::new(),
        })
    }

    /// Counts an entry for several that have the same values.
    pub(super) fn add(&mut self, entry: DocId, entries: u64) {
        let Some((one, other)) = &self.columns else {
            return;
        };
        let counts = &mut self.counts;
        one.each(entry, |row| {
            other.each(entry, |column| {
                *counts.entry((row, column)).or_default() += entries;
            });
        });
    }

    /// How often each pair was counted, pairs that were not left out.
    pub(super) fn finish(self) -> tantivy::Result<BTreeMap<(String, String), u64>> {
        let Some((one, other)) = &self.columns else {
            return Ok(BTreeMap::new());
        };
        let named = |column: &FacetColumn, mut numbers: Vec<u64>| -> tantivy::Result<_> {
            numbers.sort_unstable();
            numbers.dedup();
            let names = names(column, &numbers)?;
            Ok(numbers
                .into_iter()
                .zip(names)
                .collect::<HashMap<u64, String>>())
        };
        let rows = named(one, self.counts.keys().map(|(row, _)| *row).collect())?;
        let columns = named(
            other,
            self.counts.keys().map(|(_, column)| *column).collect(),
        )?;
        let mut counts = BTreeMap::new();
        for ((row, column), count) in self.counts {
            if let (Some(row), Some(column)) = (rows.get(&row), columns.get(&column)) {
                counts.insert((row.clone(), column.clone()), count);
            }
        }
        Ok(counts)
    }
}

/// The names of values with rising numbers.
fn names(column: &FacetColumn, numbers: &[u64]) -> tantivy::Result<Vec<String>> {
    let mut names = Vec::with_capacity(numbers.len());
    let dictionary = column.names.dictionary();
    dictionary.sorted_ords_to_term_cb(numbers, |name| {
        names.push(String::from_utf8_lossy(name).into_owned());
    })?;
    Ok(names)
}
