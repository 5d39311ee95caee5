//! The search page: one box, tabs, facets, hits.

mod chips;
mod facets;
mod hits;
mod offers;
mod years;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use probity_model::Gazetteer;
use probity_search::{Facet, FacetCount, Scope, Sort};

use crate::params::Params;
use crate::problem::Problem;
use crate::state::{App, Inner};
use crate::web::shell::{Place, Shell};
use crate::web::{errors, links, rendered, words};
use crate::wire::params::SearchParams;
use crate::wire::search::Answer;

use chips::{Chip, chips};
use facets::Facets;
use hits::HitView;
pub(super) use hits::{title, units};
use offers::{Offer, offers};

/// Scopes in the order of their tabs.
const TABS: [Scope; 3] = [Scope::Findings, Scope::Documents, Scope::Recommendations];

/// Values of a facet that are asked for: every unit there is.
const MOST_VALUES: usize = 400;

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
    let page = app.blocking(move |app| {
        let view = View {
            params: &params,
            gazetteer: &app.parts.gazetteer,
        };
        match look_up(app, &params) {
            Ok(found) => Ok((StatusCode::OK, Page::of_results(&view, found))),
            Err(problem) => match problem.position {
                Some(position) => {
                    let page = Page::of_error(&view, &problem.detail, position);
                    Ok((StatusCode::BAD_REQUEST, page))
                }
                None => Err(problem),
            },
        }
    });
    let (status, page) = page.await?;
    Ok((status, rendered(&page)).into_response())
}

/// What everything on the page is made from, besides what was found.
struct View<'a> {
    params: &'a SearchParams,
    gazetteer: &'a Gazetteer,
}

impl View<'_> {
    fn scope(&self) -> Scope {
        self.params.scope.unwrap_or_default()
    }
}

struct Found {
    answer: Answer,
    /// Hits in each scope, in the order of the tabs; `None` where that cannot be said.
    counts: Vec<Option<u64>>,
    /// Hits of every year, whatever range of dates is chosen.
    years: Vec<FacetCount>,
    /// There is nothing to search yet.
    nothing_read: bool,
}

fn look_up(app: &Inner, params: &SearchParams) -> Result<Found, Problem> {
    let asked = SearchParams {
        facet_limit: params.facet_limit.or(Some(MOST_VALUES)),
        ..params.clone()
    };
    let answer = app.search(&asked)?;
    let count = |scope: Scope| {
        if params.scope == Some(scope) {
            return Some(answer.found.total);
        }
        let found = app.search(&counting(links::in_scope(params, scope), Vec::new()));
        let found = found.ok()?.found;
        // A relaxed count would be compared with a strict one.
        (found.relaxed == answer.found.relaxed).then_some(found.total)
    };
    let counts = TABS.map(count).to_vec();
    let nothing_read = answer.found.total == 0 && app.parts.engine.stats()?.documents == 0;
    Ok(Found {
        years: years_without_range(app, params, &answer)?,
        answer,
        counts,
        nothing_read,
    })
}

/// The search for its numbers only.
fn counting(params: SearchParams, facets: Vec<Facet>) -> SearchParams {
    SearchParams {
        limit: Some(0),
        facets: Some(facets),
        facet_limit: Some(MOST_VALUES),
        ..params
    }
}

fn years_without_range(
    app: &Inner,
    params: &SearchParams,
    answer: &Answer,
) -> Result<Vec<FacetCount>, Problem> {
    let year_of = |facets: &[(Facet, Vec<FacetCount>)]| {
        let found = facets.iter().find(|(facet, _)| *facet == Facet::Year);
        found.map(|(_, values)| values.clone()).unwrap_or_default()
    };
    let filters = &params.filters.0;
    if filters.from.is_none() && filters.to.is_none() {
        return Ok(year_of(&answer.found.facets));
    }
    let all_years = counting(links::between(params, None, None), vec![Facet::Year]);
    Ok(year_of(&app.search(&all_years)?.found.facets))
}

#[derive(Template)]
#[template(path = "search/page.html")]
struct Page {
    shell: Shell,
    q: String,
    /// Parameters the box keeps when another query is asked.
    kept: Vec<(&'static str, String)>,
    is_start: bool,
    nothing_read: bool,
    tabs: Vec<Tab>,
    chips: Vec<Chip>,
    unfiltered: String,
    facets: Facets,
    summary: String,
    relaxed: bool,
    warnings: Vec<String>,
    did_you_mean: Option<(String, String)>,
    offers: Vec<Offer>,
    sorts: Vec<Choice>,
    hits: Vec<HitView>,
    first: Option<String>,
    next: Option<String>,
    permalink: String,
    csv: String,
    jsonl: String,
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

struct QueryError {
    before: String,
    at: String,
    after: String,
    message: String,
}

impl Page {
    /// The page before anything is found.
    fn empty(view: &View<'_>) -> Self {
        let params = view.params;
        let from_start = links::from_start(params);
        let mut kept = links::pairs(&from_start);
        kept.retain(|(name, _)| !matches!(*name, "q" | "sort"));
        Self {
            shell: Shell::at(Place::Search),
            q: params.q.clone(),
            kept,
            is_start: links::pairs(params).iter().all(|(name, _)| *name == "in"),
            nothing_read: false,
            tabs: tabs(params, &[]),
            chips: chips(params),
            unfiltered: links::href("/", &links::unfiltered(params)),
            facets: Facets::default(),
            summary: String::new(),
            relaxed: false,
            warnings: Vec::new(),
            did_you_mean: None,
            offers: Vec::new(),
            sorts: Vec::new(),
            hits: Vec::new(),
            first: None,
            next: None,
            permalink: links::href("/", &from_start),
            csv: links::href("/api/v1/search.csv", &from_start),
            jsonl: links::href("/api/v1/search.jsonl", &from_start),
            atom: links::href("/feeds/search.atom", &from_start),
            error: None,
        }
    }

    fn of_results(view: &View<'_>, found: Found) -> Self {
        let params = view.params;
        let Found {
            answer,
            counts,
            years,
            nothing_read,
        } = found;
        let found = answer.found;
        let next = found.next.map(|cursor| SearchParams {
            cursor: Some(cursor),
            ..params.clone()
        });
        let warnings = [answer.warnings, found.warnings].concat();
        let hits = found.hits.iter();
        let started = params.cursor.is_some();
        Self {
            nothing_read,
            tabs: tabs(params, &counts),
            facets: Facets::new(view, found.facets, &years),
            summary: summary(view.scope(), found.total),
            relaxed: found.relaxed,
            warnings: warnings.iter().map(|text| errors::sentence(text)).collect(),
            did_you_mean: found.did_you_mean.map(|better| {
                let href = links::href("/", &links::asking(params, &better));
                (better, href)
            }),
            offers: offers(params, answer.named),
            sorts: sorts(params, found.sort),
            hits: hits.map(|hit| HitView::new(hit, &params.q)).collect(),
            first: started.then(|| links::href("/", &links::from_start(params))),
            next: next.map(|next| links::href("/", &next)),
            ..Self::empty(view)
        }
    }

    fn of_error(view: &View<'_>, message: &str, position: usize) -> Self {
        let mut characters = view.params.q.chars();
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
            ..Self::empty(view)
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
