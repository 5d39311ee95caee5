//! Completions of what is being typed: units, standards, titles and frequent phrases.

mod completions;
mod near;
mod phrases;

use std::collections::BTreeSet;

use probity_model::{Gazetteer, Unit};
use tantivy::Searcher;

use crate::facets::FacetValues;
use crate::schema::Fields;
use crate::segments::Segments;
use crate::{Facet, SearchError, Suggestion, TantivyIndex};

use completions::Completions;
use phrases::frequent_phrases;

/// All that can be suggested.
#[derive(Debug)]
pub(crate) struct Suggestions {
    completions: Completions,
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
    /// Reads what an index has to suggest.
    pub(crate) fn read(
        (searcher, segments): (&Searcher, &Segments),
        fields: &Fields,
        values: &FacetValues,
        gazetteer: &Gazetteer,
    ) -> Result<Self, SearchError> {
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
        let phrases = frequent_phrases(searcher, segments, fields)?;
        all.extend(phrases.iter().map(|phrase| Offer::itself(phrase, "phrase")));
        let titles = titles(searcher, segments)?;
        all.extend(titles.iter().map(|title| Offer::itself(title, "title")));
        Ok(Self {
            completions: Completions::new(all),
        })
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
fn titles(searcher: &Searcher, segments: &Segments) -> Result<BTreeSet<String>, SearchError> {
    let mut titles = BTreeSet::new();
    for reader in searcher.segment_readers() {
        let segment = segments.of(reader)?;
        let Some(column) = &segment.titles else {
            continue;
        };
        let mut is_there = vec![false; column.num_terms()];
        let heads = segment
            .blocks
            .numbers()
            .map(|number| segment.blocks.head(number));
        for entry in heads.filter(|entry| !reader.is_deleted(*entry)) {
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
