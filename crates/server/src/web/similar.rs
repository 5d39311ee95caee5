//! The page for what was recommended before: a draft in, earlier recommendations out.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use probity_model::AddresseeKind;
use probity_search::{Elsewhere, Facet, Hit, Scope};

use crate::params::Params;
use crate::problem::Problem;
use crate::snippet;
use crate::state::{App, Inner};
use crate::web::errors::sentence;
use crate::web::search::{title, units};
use crate::web::shell::{Place, Shell};
use crate::web::{rendered, words};
use crate::wire::params::SimilarParams;
use crate::wire::search::{Answer, encoded, page_url};
use crate::wire::words::scope_name;

#[derive(Template)]
#[template(path = "similar.html")]
struct SimilarPage {
    shell: Shell,
    text: String,
    /// The hit that others are compared with, instead of a text.
    id: Option<String>,
    scopes: Vec<(&'static str, String, bool)>,
    scope: &'static str,
    from: String,
    to: String,
    addressees: Vec<(&'static str, String, bool)>,
    regions: Vec<(String, bool)>,
    /// Filters that the form has no field for.
    kept: Vec<(&'static str, String)>,
    found: Option<FoundView>,
}

struct FoundView {
    summary: String,
    warnings: Vec<String>,
    hits: Vec<HitView>,
    csv: String,
    text: String,
}

struct HitView {
    title: String,
    href: String,
    /// How alike, in words: "Nearly the same".
    likeness: &'static str,
    percent: u8,
    units: String,
    facts: Vec<String>,
    addressee: Option<String>,
    progress: Option<String>,
    text: String,
    similar: String,
    /// The same words at other places.
    occurrences: Vec<PlaceView>,
    /// What a later report says became of it.
    outcome: Option<PlaceView>,
}

/// A recommendation at another place than the hit's.
struct PlaceView {
    href: String,
    title: String,
    facts: Vec<String>,
    progress: Option<String>,
}

/// The form and, where it was filled in, what was found.
pub(crate) async fn page(
    State(app): State<App>,
    Params(params): Params<SimilarParams>,
) -> Result<Response, Problem> {
    let is_asked = params.text.is_some() || params.id.is_some();
    let answer = if is_asked {
        Some(app.similar(params.clone()).await?)
    } else {
        None
    };
    Ok(rendered(&view(&app, &params, answer)))
}

/// Facets that the form has fields for.
const FIELDS: [&str; 4] = ["addressee", "region", "from", "to"];

fn view(app: &Inner, params: &SimilarParams, answer: Option<Answer>) -> SimilarPage {
    let filters = &params.filters.0;
    let is_chosen = |facet: Facet, value: &str| {
        let values = filters.facets.get(&facet);
        values.is_some_and(|values| values.iter().any(|one| one == value))
    };
    let date = |date: Option<probity_model::PartialDate>| date.map(|date| date.to_string());
    let mut kept = params.filters.pairs();
    kept.retain(|(name, _)| !FIELDS.contains(name));
    let addressees = AddresseeKind::ALL.iter().map(|kind| kind.as_str());
    let regions = app.parts.gazetteer.regions().iter();
    SimilarPage {
        shell: Shell::at(Place::Similar),
        text: params.text.clone().unwrap_or_default(),
        id: params.id.clone(),
        scopes: scopes(params),
        scope: scope_name(params.scope),
        from: date(filters.from).unwrap_or_default(),
        to: date(filters.to).unwrap_or_default(),
        addressees: addressees
            .map(|kind| (kind, words::value(kind), is_chosen(Facet::Addressee, kind)))
            .collect(),
        regions: regions
            .map(|region| (region.name.clone(), is_chosen(Facet::Region, &region.name)))
            .collect(),
        kept,
        found: answer.map(|answer| found(params, answer)),
    }
}

fn scopes(params: &SimilarParams) -> Vec<(&'static str, String, bool)> {
    let scopes = [Scope::Recommendations, Scope::Findings];
    let link = |scope: Scope| {
        let mut other = params.clone();
        other.scope = scope;
        if scope == Scope::Findings {
            other.filters.0.facets.remove(&Facet::Addressee);
        }
        let href = href("/similar", &other);
        (words::scope(scope), href, scope == params.scope)
    };
    scopes.map(link).into()
}

fn href(path: &str, params: &SimilarParams) -> String {
    let mut pairs = vec![("in", scope_name(params.scope).to_owned())];
    pairs.extend(params.text.clone().map(|text| ("text", text)));
    pairs.extend(params.id.clone().map(|id| ("id", id)));
    pairs.extend(params.filters.pairs());
    if params.exclude_document {
        pairs.push(("exclude_document", "true".to_owned()));
    }
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    format!("{path}?{}", pairs.join("&"))
}

fn found(params: &SimilarParams, answer: Answer) -> FoundView {
    let count = answer.found.hits.len() as u64;
    FoundView {
        summary: format!(
            "{} similar {}",
            words::count(count),
            words::hits(params.scope, count)
        ),
        warnings: [answer.warnings, answer.found.warnings]
            .concat()
            .iter()
            .map(|warning| sentence(warning))
            .collect(),
        hits: answer.found.hits.iter().map(hit).collect(),
        csv: href("/api/v1/similar.csv", params),
        text: href("/api/v1/similar.txt", params),
    }
}

fn hit(hit: &Hit) -> HitView {
    let facts = [
        hit.published.map(words::month_and_year),
        hit.number.map(|number| format!("Recommendation {number}")),
        hit.page.map(|page| format!("page {page}")),
        hit.publisher.clone(),
    ];
    let similarity = hit.similarity.unwrap_or_default();
    let text = hit.text.clone();
    HitView {
        title: title(&hit.title),
        href: place_url(hit.document_id.as_str(), hit.page, &hit.id),
        likeness: likeness(similarity),
        percent: percent(similarity),
        units: units(&hit.pdus, &hit.regions),
        facts: facts.into_iter().flatten().collect(),
        addressee: hit.addressee.clone(),
        progress: hit.progress.as_deref().map(words::value),
        text: text.unwrap_or_else(|| snippet::plain_text(&hit.snippet)),
        similar: format!("/similar?id={}", encoded(&hit.id)),
        occurrences: hit.occurrences.iter().map(place).collect(),
        outcome: hit.outcome.as_ref().map(place),
    }
}

fn place(place: &Elsewhere) -> PlaceView {
    let facts = [
        place.published.map(words::month_and_year),
        place
            .number
            .map(|number| format!("Recommendation {number}")),
        place.page.map(|page| format!("page {page}")),
    ];
    PlaceView {
        href: place_url(place.document_id.as_str(), place.page, &place.id),
        title: title(&place.title),
        facts: facts.into_iter().flatten().collect(),
        progress: place.progress.as_deref().map(words::value),
    }
}

/// Where an entry stands on its document's page.
fn place_url(document: &str, page: Option<u32>, id: &str) -> String {
    let url = page_url(document, page, "");
    match id.split_once('-') {
        Some((_, place)) => format!("{url}#{place}"),
        None => url,
    }
}

const fn likeness(similarity: f32) -> &'static str {
    match similarity {
        0.85.. => "Nearly the same",
        0.5.. => "Much alike",
        _ => "Somewhat alike",
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0 to 100"
)]
fn percent(similarity: f32) -> u8 {
    (similarity * 100.0).round().clamp(0.0, 100.0) as u8
}
