//! The search page: one box, tabs, facets, hits.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use probity_search::{Facet, FacetCount, Hit, Scope, Sort};

use crate::params::Params;
use crate::problem::Problem;
use crate::snippet;
use crate::state::{App, Inner};
use crate::web::shell::{Place, Shell};
use crate::web::{errors, links, rendered, words};
use crate::wire::params::SearchParams;
use crate::wire::search::{Answer, page_url};

/// Values of a facet that are shown before "more".
const FIRST_VALUES: usize = 7;

/// Scopes in the order of their tabs.
const TABS: [Scope; 3] = [Scope::Findings, Scope::Documents, Scope::Recommendations];

/// The start page, and every page of results.
pub(crate) async fn page(
    State(app): State<App>,
    Params(mut params): Params<SearchParams>,
) -> Result<Response, Problem> {
    // Someone who asks wants the passage that answers; someone who looks around, documents.
    let usual = if params.q.trim().is_empty() {
        Scope::Documents
    } else {
        Scope::Findings
    };
    params.scope.get_or_insert(usual);
    let asked = params.clone();
    match app.blocking(move |app| look_up(app, &asked)).await {
        Ok(found) => Ok(rendered(&Page::of_results(&params, found))),
        Err(problem) => match problem.position {
            Some(position) => {
                let page = rendered(&Page::of_error(&params, &problem.detail, position));
                Ok((StatusCode::BAD_REQUEST, page).into_response())
            }
            None => Err(problem),
        },
    }
}

struct Found {
    answer: Answer,
    /// Hits in each scope, in the order of the tabs; `None` where that cannot be said.
    counts: Vec<Option<u64>>,
}

fn look_up(app: &Inner, params: &SearchParams) -> Result<Found, Problem> {
    let answer = app.search(params)?;
    let count = |scope: Scope| {
        if params.scope == Some(scope) {
            return Some(answer.found.total);
        }
        let mut other = links::in_scope(params, scope);
        other.facets = Some(Vec::new());
        other.limit = Some(1);
        let found = app.search(&other).ok()?.found;
        // A relaxed count would be compared with a strict one.
        (found.relaxed == answer.found.relaxed).then_some(found.total)
    };
    let counts = TABS.map(count).to_vec();
    Ok(Found { answer, counts })
}

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    shell: Shell,
    q: String,
    /// Parameters the box keeps when another query is asked.
    kept: Vec<(&'static str, String)>,
    is_start: bool,
    tabs: Vec<Tab>,
    chips: Vec<Chip>,
    unfiltered: String,
    facets: Vec<FacetView>,
    summary: String,
    relaxed: bool,
    warnings: Vec<String>,
    did_you_mean: Option<(String, String)>,
    sorts: Vec<Choice>,
    hits: Vec<HitView>,
    first: Option<String>,
    next: Option<String>,
    csv: String,
    atom: String,
    error: Option<QueryError>,
}

struct Tab {
    label: &'static str,
    count: Option<String>,
    href: String,
    current: bool,
}

struct Choice {
    label: &'static str,
    href: String,
    current: bool,
}

struct Chip {
    facet: &'static str,
    value: String,
    href: String,
}

struct FacetView {
    name: &'static str,
    id: &'static str,
    first: Vec<ValueView>,
    more: Vec<ValueView>,
}

struct ValueView {
    label: String,
    count: String,
    selected: bool,
    href: String,
    class: &'static str,
}

struct HitView {
    title: String,
    href: String,
    rating: Option<(String, &'static str)>,
    units: String,
    facts: Vec<String>,
    section: String,
    standard_rating: Option<(String, &'static str)>,
    polarity: Option<String>,
    addressee: Option<String>,
    progress: Option<String>,
    /// HTML: escaped text with `<mark>`.
    snippet: String,
}

struct QueryError {
    before: String,
    at: String,
    after: String,
    message: String,
}

impl Page {
    /// The page before anything is found.
    fn empty(params: &SearchParams) -> Self {
        let mut kept = links::pairs(&links::from_start(params));
        kept.retain(|(name, _)| !matches!(*name, "q" | "sort"));
        Self {
            shell: Shell::at(Place::Search),
            q: params.q.clone(),
            kept,
            is_start: links::pairs(params).iter().all(|(name, _)| *name == "in"),
            tabs: tabs(params, &[]),
            chips: chips(params),
            unfiltered: links::href("/", &links::unfiltered(params)),
            facets: Vec::new(),
            summary: String::new(),
            relaxed: false,
            warnings: Vec::new(),
            did_you_mean: None,
            sorts: Vec::new(),
            hits: Vec::new(),
            first: None,
            next: None,
            csv: links::href("/api/v1/search.csv", &links::from_start(params)),
            atom: links::href("/feeds/search.atom", &links::from_start(params)),
            error: None,
        }
    }

    fn of_results(params: &SearchParams, Found { answer, counts }: Found) -> Self {
        let scope = params.scope.unwrap_or_default();
        let found = answer.found;
        let next = found.next.map(|cursor| SearchParams {
            cursor: Some(cursor),
            ..params.clone()
        });
        let facets = found.facets.into_iter();
        let hits = found.hits.iter();
        let started = params.cursor.is_some();
        Self {
            tabs: tabs(params, &counts),
            facets: facets
                .filter_map(|(facet, values)| facet_view(params, facet, values))
                .collect(),
            summary: summary(scope, found.total),
            relaxed: found.relaxed,
            warnings: [answer.warnings, found.warnings]
                .concat()
                .iter()
                .map(|warning| errors::sentence(warning))
                .collect(),
            did_you_mean: found.did_you_mean.map(|better| {
                let href = links::href("/", &links::asking(params, &better));
                (better, href)
            }),
            sorts: sorts(params, found.sort),
            hits: hits.map(|hit| hit_view(hit, &params.q)).collect(),
            first: started.then(|| links::href("/", &links::from_start(params))),
            next: next.map(|next| links::href("/", &next)),
            ..Self::empty(params)
        }
    }

    fn of_error(params: &SearchParams, message: &str, position: usize) -> Self {
        let mut characters = params.q.chars();
        let before = characters.by_ref().take(position).collect();
        let at: String = characters.by_ref().take(1).collect();
        let end = if at.is_empty() {
            "\u{a0}".to_owned()
        } else {
            at
        };
        Self {
            error: Some(QueryError {
                before,
                at: end,
                after: characters.collect(),
                message: errors::sentence(message),
            }),
            ..Self::empty(params)
        }
    }
}

fn summary(scope: Scope, total: u64) -> String {
    format!("{} {}", words::count(total), words::hits(scope, total))
}

fn tabs(params: &SearchParams, counts: &[Option<u64>]) -> Vec<Tab> {
    let tab = |(place, scope): (usize, Scope)| Tab {
        label: words::scope(scope),
        count: counts.get(place).copied().flatten().map(words::count),
        href: links::href("/", &links::in_scope(params, scope)),
        current: params.scope == Some(scope),
    };
    TABS.into_iter().enumerate().map(tab).collect()
}

fn sorts(params: &SearchParams, current: Sort) -> Vec<Choice> {
    let all = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Title];
    let makes_sense = |sort: &Sort| *sort != Sort::Relevance || !params.q.trim().is_empty();
    let choice = |sort: Sort| Choice {
        label: words::sort(sort),
        href: links::href("/", &links::sorted(params, sort)),
        current: sort == current,
    };
    all.into_iter().filter(makes_sense).map(choice).collect()
}

fn chips(params: &SearchParams) -> Vec<Chip> {
    let filters = &params.filters.0;
    let mut chips = Vec::new();
    for (facet, values) in &filters.facets {
        for value in values {
            chips.push(Chip {
                facet: words::facet(*facet),
                value: words::value(value),
                href: links::href("/", &links::toggled(params, *facet, value)),
            });
        }
    }
    let mut without = |facet: &'static str, value: String, change: fn(&mut SearchParams)| {
        let mut other = links::from_start(params);
        change(&mut other);
        let href = links::href("/", &other);
        chips.push(Chip { facet, value, href });
    };
    if let Some(from) = filters.from {
        without("Published from", words::date(from), |other| {
            other.filters.0.from = None;
        });
    }
    if let Some(to) = filters.to {
        without("Published up to", words::date(to), |other| {
            other.filters.0.to = None;
        });
    }
    if let Some(from) = filters.fieldwork_from {
        without("Fieldwork from", words::date(from), |other| {
            other.filters.0.fieldwork_from = None;
        });
    }
    if let Some(to) = filters.fieldwork_to {
        without("Fieldwork up to", words::date(to), |other| {
            other.filters.0.fieldwork_to = None;
        });
    }
    if !filters.documents.is_empty() {
        let count = filters.documents.len() as u64;
        let value = format!("{count} chosen");
        without("Documents", value, |other| {
            other.filters.0.documents.clear();
        });
    }
    chips
}

fn facet_view(params: &SearchParams, facet: Facet, values: Vec<FacetCount>) -> Option<FacetView> {
    if values.is_empty() {
        return None;
    }
    let value = |found: FacetCount| ValueView {
        href: links::href("/", &links::toggled(params, facet, &found.value)),
        class: match facet {
            Facet::Rating | Facet::StandardRating => words::rating_class(&found.value),
            _ => "",
        },
        label: words::value(&found.value),
        count: words::count(found.count),
        selected: found.selected,
    };
    let mut first: Vec<ValueView> = values.into_iter().map(value).collect();
    let at = if first.len() > FIRST_VALUES + 1 {
        FIRST_VALUES
    } else {
        first.len()
    };
    let more = first.split_off(at);
    // What is chosen is never hidden.
    let (chosen, more): (Vec<_>, Vec<_>) = more.into_iter().partition(|value| value.selected);
    first.extend(chosen);
    let (name, id) = (words::facet(facet), facet.name());
    Some(FacetView {
        name,
        id,
        first,
        more,
    })
}

fn hit_view(hit: &Hit, q: &str) -> HitView {
    let rating = |rating: &String| (rating.clone(), words::rating_class(rating));
    let url = page_url(hit.document_id.as_str(), hit.page, q);
    let place = hit.id.split_once('-').map(|(_, place)| place);
    let number = hit.number.map(|number| format!("Recommendation {number}"));
    let facts = [
        hit.published.map(words::month_and_year),
        hit.page.map(|page| format!("page {page}")),
        number,
        Some(words::value(&hit.kind)),
        hit.publisher.clone(),
    ];
    HitView {
        title: title(&hit.title),
        href: place.map_or(url.clone(), |place| format!("{url}#{place}")),
        rating: hit.rating.as_ref().map(rating),
        units: units(&hit.pdus, &hit.regions),
        facts: facts.into_iter().flatten().collect(),
        section: hit.section.join(" › "),
        standard_rating: hit.standard_rating.as_ref().map(rating),
        polarity: hit
            .polarity
            .as_deref()
            .filter(|polarity| *polarity != "unstated")
            .map(words::value),
        addressee: hit.addressee.clone(),
        progress: hit.progress.as_deref().map(words::value),
        snippet: snippet::only_marks(&hit.snippet),
    }
}

/// A document always has something to click on.
pub(super) fn title(title: &str) -> String {
    match title.trim() {
        "" => "Untitled document".to_owned(),
        title => title.to_owned(),
    }
}

/// Units as a line: "Essex North · East of England".
pub(super) fn units(pdus: &[String], regions: &[String]) -> String {
    const MOST: usize = 4;
    let names: Vec<&str> = pdus.iter().chain(regions).map(String::as_str).collect();
    let shown = names
        .iter()
        .take(MOST)
        .copied()
        .collect::<Vec<_>>()
        .join(" · ");
    match names.len().saturating_sub(MOST) {
        0 => shown,
        rest => format!("{shown} and {rest} more"),
    }
}
