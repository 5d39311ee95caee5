//! One state of the index: a searcher, and what is computed once for it.

use std::sync::{Arc, OnceLock};

use probity_model::Gazetteer;
use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, IndexReader, Searcher, TantivyDocument, Term};

use crate::census::Census;
use crate::facets::FacetValues;
use crate::record::Record;
use crate::schema::Fields;
use crate::search::Kept;
use crate::segments::Segments;
use crate::suggest::Suggestions;
use crate::{Scope, SearchError};

/// One state of the index.
pub(crate) struct Snapshot {
    pub(crate) searcher: Searcher,
    pub(crate) segments: Segments,
    fields: Fields,
    entries: [u64; 3],
    values: OnceLock<Arc<FacetValues>>,
    suggestions: OnceLock<Suggestions>,
    census: Census,
    /// What was found in it.
    pub(crate) kept: Kept,
    /// Entries that one thread looks at in one go.
    pub(crate) part: u32,
}

impl Snapshot {
    /// The present state; what the one before knows may be kept.
    pub(crate) fn new(
        reader: &IndexReader,
        fields: &Fields,
        part: u32,
        before: Option<&Self>,
    ) -> Result<Self, SearchError> {
        let searcher = reader.searcher();
        let segments = Segments::read(&searcher, fields, before.map(|before| &before.segments))?;
        let census = Census::new(searcher.clone(), before.map(|before| &before.census));
        let mut entries = [0; 3];
        for scope in Scope::ALL {
            let term = Term::from_field_text(fields.scope, scope.name());
            entries[scope as usize] = census.frequency(&term)?;
        }
        Ok(Self {
            searcher,
            segments,
            fields: fields.clone(),
            entries,
            values: OnceLock::new(),
            suggestions: OnceLock::new(),
            census,
            kept: Kept::default(),
            part: part.max(1),
        })
    }

    /// Reads what is else read when it is first asked for, and is kept of segments for as long as they are there.
    pub(crate) fn read_all(&self) -> Result<(), SearchError> {
        self.segments.read_all();
        let words = Scope::ALL.map(|scope| self.fields.words(scope));
        for field in words.into_iter().chain([self.fields.section]) {
            self.census.words(field, 0)?;
        }
        Ok(())
    }

    /// How many entries of this scope there are.
    pub(crate) const fn entries_of(&self, scope: Scope) -> u64 {
        self.entries[scope as usize]
    }

    /// How many entries have a term.
    pub(crate) fn frequency(&self, term: &Term) -> tantivy::Result<u64> {
        self.census.frequency(term)
    }

    /// How many entries of a scope have a term: what only documents' own entries have is taken to be as
    /// frequent among the others as among documents.
    pub(crate) fn frequency_among(&self, term: &Term, scope: Scope) -> tantivy::Result<u64> {
        let found = self.census.frequency(term)?;
        if scope == Scope::Documents || !self.fields.is_of_document(term.field()) {
            return Ok(found);
        }
        let documents = self.entries_of(Scope::Documents).max(1);
        Ok((found * self.entries_of(scope)).div_ceil(documents))
    }

    /// Words in a field of all entries, of which those of one scope have it.
    pub(crate) fn words(&self, field: Field, scope: Scope) -> tantivy::Result<u64> {
        self.census.words(field, self.entries_of(scope))
    }

    /// The values of all facets.
    pub(crate) fn facet_values(&self) -> Result<&Arc<FacetValues>, SearchError> {
        if let Some(values) = self.values.get() {
            return Ok(values);
        }
        let values = FacetValues::read(&self.searcher, &self.segments)?;
        Ok(self.values.get_or_init(|| Arc::new(values)))
    }

    /// All that can be suggested.
    pub(crate) fn suggestions(
        &self,
        fields: &Fields,
        gazetteer: &Gazetteer,
    ) -> Result<&Suggestions, SearchError> {
        if let Some(suggestions) = self.suggestions.get() {
            return Ok(suggestions);
        }
        let suggestions = Suggestions::read(
            (&self.searcher, &self.segments),
            fields,
            self.facet_values()?,
            gazetteer,
        )?;
        Ok(self.suggestions.get_or_init(|| suggestions))
    }

    /// The stored part of an entry.
    pub(crate) fn record(
        &self,
        fields: &Fields,
        address: DocAddress,
    ) -> Result<Record, SearchError> {
        let stored: TantivyDocument = self.searcher.doc(address)?;
        let json = stored
            .get_first(fields.record)
            .and_then(|value| value.as_str());
        Record::from_json(json.unwrap_or_default())
    }
}
