//! Completions of what is being typed: units, standards, titles and frequent phrases.

mod completions;
mod near;
mod phrases;

use std::collections::BTreeSet;

use probity_model::{Gazetteer, Unit};
use tantivy::Searcher;

use crate::facets::FacetValues;
use crate::schema::{Fields, column};
use crate::{Facet, SearchError, Suggestion, TantivyIndex};

use completions::Completions;
pub(crate) use phrases::Phrases;

/// All that can be suggested.
#[derive(Debug)]
pub(crate) struct Suggestions {
    completions: Completions,
    phrases: Phrases,
}

/// Answers what is being typed.
pub(crate) fn suggest(
    index: &TantivyIndex,
    prefix: &str,
    limit: usize,
) -> Result<Vec<Suggestion>, SearchError> {
    let snapshot = index.snapshot();
    let suggestions = snapshot.suggestions(index.fields(), index.gazetteer())?;
    Ok(suggestions.completions.of(prefix, limit))
}

impl Suggestions {
    /// Reads what an index has to suggest; phrases that are known already are not read again.
    pub(crate) fn read(
        searcher: &Searcher,
        fields: &Fields,
        values: &FacetValues,
        gazetteer: &Gazetteer,
        known: Option<&Phrases>,
    ) -> Result<Self, SearchError> {
        let phrases = match known.filter(|known| known.fits(searcher.num_docs())) {
            Some(known) => known.clone(),
            None => Phrases::read(searcher, fields)?,
        };
        // In the order of preference among equally good matches.
        let mut all = Vec::new();
        for (facet, kind) in [
            (Facet::Pdu, "pdu"),
            (Facet::Region, "region"),
            (Facet::Standard, "standard"),
        ] {
            all.extend(values.names(facet).map(|name| Offer::itself(name, kind)));
        }
        all.extend(other_names(gazetteer, values));
        all.extend(phrases.iter().map(|phrase| Offer::itself(phrase, "phrase")));
        let titles = titles(searcher)?;
        all.extend(titles.iter().map(|title| Offer::itself(title, "title")));
        Ok(Self {
            completions: Completions::new(all),
            phrases,
        })
    }

    /// What the next snapshot need not read again.
    pub(crate) fn phrases(&self) -> Phrases {
        self.phrases.clone()
    }
}

/// A text offered to who types it, or another name for it.
struct Offer {
    typed: String,
    suggestion: Suggestion,
}

impl Offer {
    fn itself(text: &str, kind: &'static str) -> Self {
        Self::to_who_types(text, text, kind)
    }

    fn to_who_types(typed: &str, text: &str, kind: &'static str) -> Self {
        Self {
            typed: typed.to_owned(),
            suggestion: Suggestion {
                text: text.to_owned(),
                kind,
            },
        }
    }
}

/// Who types another name of a unit, or a town that it serves, is offered the unit by its own name.
fn other_names(gazetteer: &Gazetteer, values: &FacetValues) -> Vec<Offer> {
    let is_known = |facet, name: &str| values.names(facet).any(|known| known == name);
    let mut offers = Vec::new();
    for (name, unit) in gazetteer.names() {
        let (facet, kind) = match unit {
            Unit::Region(_) => (Facet::Region, "region"),
            Unit::Pdu(_) => (Facet::Pdu, "pdu"),
        };
        if is_known(facet, unit.name()) {
            offers.push(Offer::to_who_types(&name, unit.name(), kind));
        }
    }
    for pdu in gazetteer
        .pdus()
        .iter()
        .filter(|pdu| is_known(Facet::Pdu, &pdu.name))
    {
        let places = pdu.places.iter();
        offers.extend(places.map(|place| Offer::to_who_types(place, &pdu.name, "pdu")));
    }
    offers
}

/// The printed titles, each once. A segment's dictionary also has those of removed entries, which are
/// nothing to suggest.
fn titles(searcher: &Searcher) -> Result<BTreeSet<String>, SearchError> {
    let mut titles = BTreeSet::new();
    for segment in searcher.segment_readers() {
        let Some(column) = segment.fast_fields().str(column::TITLE_KEY)? else {
            continue;
        };
        let mut is_there = vec![false; column.num_terms()];
        for entry in segment.doc_ids_alive() {
            let numbers = column.term_ords(entry);
            numbers.for_each(|number| is_there[number as usize] = true);
        }
        let there = is_there.iter().zip(0..).filter(|(there, _)| **there);
        let numbers: Vec<u64> = there.map(|(_, number)| number).collect();
        column
            .dictionary()
            .sorted_ords_to_term_cb(&numbers, |key| {
                let key = String::from_utf8_lossy(key);
                titles.extend(crate::entries::printed_title(&key).map(str::to_owned));
            })?;
    }
    Ok(titles)
}
