//! Sets of facets: those whose chosen values an entry misses, and those whose filters a count does not heed.

use crate::Facet;

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

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
