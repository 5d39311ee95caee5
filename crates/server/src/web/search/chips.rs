//! Filters in use, each with the search that goes on without it.

use probity_model::PartialDate;

use crate::web::{links, words};
use crate::wire::params::SearchParams;

/// A filter in use.
pub(super) struct Chip {
    pub(super) facet: &'static str,
    pub(super) value: String,
    /// The search without it.
    pub(super) href: String,
}

/// Every filter in use.
pub(super) fn chips(params: &SearchParams) -> Vec<Chip> {
    let filters = &params.filters.0;
    let mut chips = Vec::new();
    for (facet, values) in &filters.facets {
        chips.extend(values.iter().map(|value| Chip {
            facet: words::facet(*facet),
            value: words::value(value),
            href: links::href("/", &links::toggled(params, *facet, value)),
        }));
    }
    chips.extend(dates(params));
    if !filters.documents.is_empty() {
        let count = filters.documents.len() as u64;
        let value = format!("{} chosen", words::count(count));
        let without = |other: &mut SearchParams| other.filters.0.documents.clear();
        chips.push(chip(params, "Documents", value, without));
    }
    chips
}

fn dates(params: &SearchParams) -> Vec<Chip> {
    type Without = fn(&mut SearchParams);
    let filters = &params.filters.0;
    let dates: [(&'static str, Option<PartialDate>, Without); 4] = [
        ("Published from", filters.from, |other| {
            other.filters.0.from = None;
        }),
        ("Published up to", filters.to, |other| {
            other.filters.0.to = None;
        }),
        ("Fieldwork from", filters.fieldwork_from, |other| {
            other.filters.0.fieldwork_from = None;
        }),
        ("Fieldwork up to", filters.fieldwork_to, |other| {
            other.filters.0.fieldwork_to = None;
        }),
    ];
    let in_use = dates.into_iter();
    in_use
        .filter_map(|(name, date, without)| Some(chip(params, name, words::date(date?), without)))
        .collect()
}

fn chip(
    params: &SearchParams,
    facet: &'static str,
    value: String,
    without: impl Fn(&mut SearchParams),
) -> Chip {
    let mut other = links::from_start(params);
    without(&mut other);
    let href = links::href("/", &other);
    Chip { facet, value, href }
}
