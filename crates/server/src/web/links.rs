//! Addresses of the search page in other states: every choice is a link.

use probity_model::PartialDate;
use probity_search::{Facet, Scope, Sort};

use crate::wire::filters::FilterParams;
use crate::wire::params::SearchParams;
use crate::wire::search::encoded;
use crate::wire::words::{scope_name, sort_name};

/// Names and values of a query string that means this search.
pub(super) fn pairs(params: &SearchParams) -> Vec<(&'static str, String)> {
    let mut pairs = Vec::new();
    if !params.q.is_empty() {
        pairs.push(("q", params.q.clone()));
    }
    pairs.extend(
        params
            .scope
            .map(|scope| ("in", scope_name(scope).to_owned())),
    );
    pairs.extend(params.filters.pairs());
    pairs.extend(params.sort.map(|sort| ("sort", sort_name(sort).to_owned())));
    pairs.extend(params.limit.map(|limit| ("limit", limit.to_string())));
    if params.apply_named {
        pairs.push(("interpret", "apply".to_owned()));
    }
    pairs.extend(params.cursor.clone().map(|cursor| ("cursor", cursor)));
    pairs
}

/// An address under this path that means this search.
pub(super) fn href(path: &str, params: &SearchParams) -> String {
    let pairs = pairs(params);
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    if pairs.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", pairs.join("&"))
    }
}

/// The same search from its first page.
pub(super) fn from_start(params: &SearchParams) -> SearchParams {
    SearchParams {
        cursor: None,
        ..params.clone()
    }
}

/// The search among hits of another scope. Filters that fit no hit of it are dropped.
pub(super) fn in_scope(params: &SearchParams, scope: Scope) -> SearchParams {
    let mut other = from_start(params);
    other.scope = Some(scope);
    other
        .filters
        .0
        .facets
        .retain(|facet, _| fits(*facet, scope));
    other
}

/// Whether hits of the scope have the facet.
pub(super) const fn fits(facet: Facet, scope: Scope) -> bool {
    match facet {
        Facet::Standard | Facet::StandardRating | Facet::Polarity => {
            matches!(scope, Scope::Findings)
        }
        Facet::Addressee | Facet::Progress => matches!(scope, Scope::Recommendations),
        _ => true,
    }
}

/// The search with the value chosen or, where it is, not chosen.
pub(super) fn toggled(params: &SearchParams, facet: Facet, value: &str) -> SearchParams {
    let mut other = from_start(params);
    let facets = &mut other.filters.0.facets;
    let values = facets.entry(facet).or_default();
    match values
        .iter()
        .position(|chosen| chosen.eq_ignore_ascii_case(value))
    {
        Some(place) => {
            values.remove(place);
        }
        None => values.push(value.to_owned()),
    }
    if values.is_empty() {
        facets.remove(&facet);
    }
    other
}

/// The search in another order.
pub(super) fn sorted(params: &SearchParams, sort: Sort) -> SearchParams {
    SearchParams {
        sort: Some(sort),
        ..from_start(params)
    }
}

/// The search among what was published in another range.
pub(super) fn between(
    params: &SearchParams,
    from: Option<PartialDate>,
    to: Option<PartialDate>,
) -> SearchParams {
    let mut other = from_start(params);
    other.filters.0.from = from;
    other.filters.0.to = to;
    other
}

/// The search for other words.
pub(super) fn asking(params: &SearchParams, q: &str) -> SearchParams {
    SearchParams {
        q: q.to_owned(),
        ..from_start(params)
    }
}

/// The search without any filter.
pub(super) fn unfiltered(params: &SearchParams) -> SearchParams {
    SearchParams {
        filters: FilterParams::default(),
        ..from_start(params)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::read;

    fn check(raw: &str, change: impl Fn(&SearchParams) -> SearchParams, expected: &str) {
        assert_eq!(href("/", &change(&read(raw).unwrap())), expected, "{raw}");
    }

    #[test]
    fn a_value_is_added_and_taken_away() {
        let toggle = |params: &SearchParams| toggled(params, Facet::Region, "London");
        check("q=a+b&cursor=x", toggle, "/?q=a%20b&region=London");
        check("region=London&region=Wales", toggle, "/?region=Wales");
        check("region=London", toggle, "/");
    }

    #[test]
    fn another_scope_keeps_what_fits_it() {
        let to_documents = |params: &SearchParams| in_scope(params, Scope::Documents);
        check(
            "in=findings&polarity=strength&year=2024",
            to_documents,
            "/?in=documents&year=2024",
        );
    }

    #[test]
    fn an_address_means_the_same_search() {
        let raw = "q=%22a%26b%22&in=findings&pdu=Essex%20North&from=2024&sort=oldest&limit=5";
        let params: SearchParams = read(raw).unwrap();
        let again = href("", &params);
        assert_eq!(
            read::<SearchParams>(again.trim_start_matches('?')).unwrap(),
            params
        );
    }
}
