//! Filters that the counting itself applies: each count heeds those of other facets only.

use std::sync::Arc;

use tantivy::DocId;

use super::FacetSet;
use crate::Facet;
use crate::facets::FacetValues;
use crate::segments::Segment;

/// A facet's chosen values in one segment.
pub(super) struct SegmentFilter {
    segment: Arc<Segment>,
    of: Facet,
    facet: FacetSet,
    /// By value number: it is among the chosen ones.
    chosen: Vec<bool>,
}

impl SegmentFilter {
    pub(super) fn open(
        facet: Facet,
        names: &[String],
        values: &FacetValues,
        segment: &Arc<Segment>,
    ) -> Self {
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
            chosen: numbers.iter().map(is_chosen).collect(),
        }
    }

    /// The facet, where an entry, given with its document's number, has none of its chosen values.
    pub(super) fn missing(&self, entry: DocId, document: usize) -> FacetSet {
        let mut values = self.segment.values(self.of, entry, document);
        match values.any(|value| self.chosen[value as usize]) {
            true => FacetSet::default(),
            false => self.facet,
        }
    }
}
