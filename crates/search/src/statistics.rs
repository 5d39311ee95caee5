//! What scores are computed from: counts of one scope, which a cursor can carry along.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use tantivy::Term;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;

use crate::Scope;
use crate::snapshot::Snapshot;

/// With more terms than this, counts are not carried along: the cursor would outgrow an address.
const MOST_TERMS: usize = 300;

/// Counts as they were when a search's first page was made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Frozen {
    /// Entries of the scope.
    #[serde(rename = "n")]
    entries: u64,
    /// Words in each field, by the field's number.
    #[serde(rename = "t")]
    tokens: BTreeMap<u32, u64>,
    /// Entries that have each term, in the order the query asks for them.
    #[serde(rename = "d")]
    frequencies: Vec<u64>,
}

impl Frozen {
    /// About how many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        (3 * self.tokens.len() + self.frequencies.len()) * size_of::<u64>()
    }
}

/// Counts for BM25 in which an entry is compared with those of its scope only.
pub(crate) struct Statistics<'s> {
    snapshot: &'s Snapshot,
    scope: Scope,
    entries: u64,
    frozen: Option<Frozen>,
    asked: RefCell<Asked>,
}

/// What a query asked for.
#[derive(Default)]
struct Asked {
    tokens: BTreeMap<u32, u64>,
    frequencies: Vec<u64>,
    places: HashMap<Term, usize>,
}

impl<'s> Statistics<'s> {
    /// Counts of now, or those that an earlier page was made with.
    pub(crate) fn new(snapshot: &'s Snapshot, scope: Scope, frozen: Option<Frozen>) -> Self {
        let frozen = frozen.filter(|frozen| frozen.entries > 0);
        let now = snapshot.entries_of(scope).max(1);
        Self {
            snapshot,
            scope,
            entries: frozen.as_ref().map_or(now, |frozen| frozen.entries),
            frozen,
            asked: RefCell::default(),
        }
    }

    /// The counts that were used.
    pub(crate) fn used(self) -> Frozen {
        let asked = self.asked.into_inner();
        if asked.frequencies.len() > MOST_TERMS {
            return Frozen::default();
        }
        Frozen {
            entries: self.entries,
            tokens: asked.tokens,
            frequencies: asked.frequencies,
        }
    }

    fn frozen_frequency(&self, place: usize) -> Option<u64> {
        self.frozen.as_ref()?.frequencies.get(place).copied()
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let number = field.field_id();
        let frozen = self.frozen.as_ref();
        let tokens = match frozen.and_then(|frozen| frozen.tokens.get(&number)) {
            Some(tokens) => *tokens,
            None => self.snapshot.words(field, self.scope)?,
        };
        self.asked.borrow_mut().tokens.insert(number, tokens);
        Ok(tokens)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.entries)
    }

    /// A cursor's counts may be of other entries, and BM25 panics on more hits than entries.
    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let mut asked = self.asked.borrow_mut();
        if let Some(place) = asked.places.get(term) {
            return Ok(asked.frequencies[*place]);
        }
        let place = asked.frequencies.len();
        let found = match self.frozen_frequency(place) {
            Some(found) => found,
            None => self.snapshot.frequency_among(term, self.scope)?,
        };
        let found = found.min(self.entries);
        asked.places.insert(term.clone(), place);
        asked.frequencies.push(found);
        Ok(found)
    }
}
