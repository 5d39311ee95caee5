//! Counting a facet's values among the hits of one segment.

use std::collections::BTreeMap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::collect::CountedFacet;

/// Hits are counted in blocks of this size: a column is read faster so than hit by hit.
const BLOCK: usize = 256;

/// A facet's column in one segment.
pub(crate) struct SegmentFacet {
    /// `None` where no entry of the segment has a value.
    column: Option<Values>,
    /// By value number: it is among the chosen ones. `None` where none are.
    chosen: Option<Vec<bool>>,
    counts: Vec<u64>,
    /// Hits not counted yet.
    pending: Vec<DocId>,
    block: Vec<u64>,
}

struct Values {
    names: StrColumn,
    numbers: Column<u64>,
    /// Every entry has exactly one value.
    is_single: bool,
}

impl SegmentFacet {
    pub(crate) fn open(facet: &CountedFacet, reader: &SegmentReader) -> tantivy::Result<Self> {
        let Some(names) = reader.fast_fields().str(facet.facet.name())? else {
            return Ok(Self::new(
                None,
                facet.chosen.as_ref().map(|_| Vec::new()),
                0,
            ));
        };
        let chosen = facet.chosen.as_ref();
        let chosen = chosen
            .map(|chosen| are_chosen(&names, chosen))
            .transpose()?;
        let numbers = names.ords().clone();
        let size = names.num_terms();
        let values = Values {
            is_single: numbers.index.get_cardinality().is_full(),
            names,
            numbers,
        };
        Ok(Self::new(Some(values), chosen, size))
    }

    fn new(column: Option<Values>, chosen: Option<Vec<bool>>, size: usize) -> Self {
        Self {
            column,
            chosen,
            counts: vec![0; size],
            pending: Vec::with_capacity(BLOCK),
            block: vec![0; BLOCK],
        }
    }

    /// Whether an entry has a chosen value, or none are chosen.
    pub(crate) fn admits(&self, doc: DocId) -> bool {
        let Some(chosen) = &self.chosen else {
            return true;
        };
        let Some(column) = &self.column else {
            return false;
        };
        let mut numbers = column.numbers.values_for_doc(doc);
        numbers.any(|number| chosen[number as usize])
    }

    pub(crate) fn count(&mut self, doc: DocId) {
        self.pending.push(doc);
        if self.pending.len() == BLOCK {
            self.count_pending();
        }
    }

    fn count_pending(&mut self) {
        let pending = self.pending.as_slice();
        match &self.column {
            Some(column) if column.is_single => {
                let block = &mut self.block[..pending.len()];
                column.numbers.values.get_vals(pending, block);
                for number in block {
                    self.counts[*number as usize] += 1;
                }
            }
            Some(column) => {
                for doc in pending {
                    for number in column.numbers.values_for_doc(*doc) {
                        self.counts[number as usize] += 1;
                    }
                }
            }
            None => {}
        }
        self.pending.clear();
    }

    /// How often each value was counted, values that were not left out.
    pub(crate) fn finish(mut self) -> tantivy::Result<BTreeMap<String, u64>> {
        self.count_pending();
        let Some(column) = &self.column else {
            return Ok(BTreeMap::new());
        };
        let counted = self.counts.iter().zip(0..).filter(|(count, _)| **count > 0);
        let (counts, numbers): (Vec<u64>, Vec<u64>) = counted.unzip();
        let mut counts = counts.into_iter();
        let mut named = BTreeMap::new();
        let dictionary = column.names.dictionary();
        dictionary.sorted_ords_to_term_cb(&numbers, |name| {
            let name = String::from_utf8_lossy(name).into_owned();
            named.insert(name, counts.next().unwrap_or_default());
        })?;
        Ok(named)
    }
}

fn are_chosen(names: &StrColumn, chosen: &[String]) -> tantivy::Result<Vec<bool>> {
    let mut are_chosen = vec![false; names.num_terms()];
    for name in chosen {
        if let Some(number) = names.dictionary().term_ord(name)? {
            are_chosen[number as usize] = true;
        }
    }
    Ok(are_chosen)
}
