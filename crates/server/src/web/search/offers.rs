//! Filters that words of the query name: offered, never applied without being asked.

use probity_search::Interpretation;

use crate::web::{links, words};
use crate::wire::params::SearchParams;

/// A filter in place of words.
pub(super) struct Offer {
    pub(super) words: String,
    pub(super) facet: &'static str,
    pub(super) value: String,
    /// The search with the filter and without the words.
    pub(super) href: String,
}

/// What the query's words name, in the order in which it was found.
pub(super) fn offers(params: &SearchParams, named: Vec<Interpretation>) -> Vec<Offer> {
    if params.apply_named {
        return Vec::new();
    }
    let named = named.into_iter().map(|one| {
        let asked = links::asking(params, &one.rest);
        let narrowed = links::toggled(&asked, one.facet, &one.value);
        Offer {
            words: one.text,
            facet: words::facet(one.facet),
            value: words::value(&one.value),
            href: links::href("/", &narrowed),
        }
    });
    named.collect()
}
