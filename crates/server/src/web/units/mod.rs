//! Units: the overview of all, and the pages of a region and of a PDU.

mod overview;
mod questions;
mod recommendations;
mod standards;
mod story;
mod table;
mod timeline;

pub(crate) use overview::page as overview;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use probity_model::PartialDate;
use probity_search::Facet;

use crate::api::{Segment, entities, overview as compared};
use crate::params::{NoParams, Params};
use crate::problem::Problem;
use crate::state::{App, Inner};
use crate::web::shell::{Place, Shell};
use crate::web::units::standards::StandardsView;
use crate::web::units::story::StoryView;
use crate::web::units::table::{Table, TableParams};
use crate::web::{links, rendered, words};
use crate::wire::entities::PduBody;
use crate::wire::params::SearchParams;

/// A rating as it is shown: its word, and the class that colours it.
struct RatingView {
    word: &'static str,
    class: &'static str,
}

impl RatingView {
    fn new(word: &'static str) -> Self {
        let class = words::rating_class(word);
        Self { word, class }
    }
}

#[derive(Template)]
#[template(path = "units/unit.html")]
struct UnitPage {
    shell: Shell,
    name: String,
    region: Option<(String, String)>,
    search: String,
    json: String,
    story: StoryView,
    /// The PDUs of a region, and how they were rated; `None` for a PDU.
    pdus: Option<(Table, StandardsView)>,
}

/// The page of a PDU.
pub(crate) async fn unit(
    State(app): State<App>,
    Segment(slug): Segment,
    _: Params<NoParams>,
) -> Result<Response, Problem> {
    let page = app.blocking(move |app| {
        let body = entities::pdu_body(app, &slug).map_err(no_page)?;
        Ok(of_pdu(body))
    });
    Ok(rendered(&page.await?))
}

fn of_pdu(body: PduBody) -> UnitPage {
    UnitPage {
        shell: Shell::at(Place::Units),
        search: found_in(Facet::Pdu, &body.name),
        json: format!("/api/v1/pdus/{}", body.id),
        region: Some((body.region, format!("/regions/{}", body.region_id))),
        story: StoryView::new(&body.name, body.story, body.comparison),
        name: body.name,
        pdus: None,
    }
}

/// The page of a region.
pub(crate) async fn region(
    State(app): State<App>,
    Segment(slug): Segment,
    Params(params): Params<TableParams>,
) -> Result<Response, Problem> {
    let page = app.blocking(move |app| of_region(app, &slug, &params));
    Ok(rendered(&page.await?))
}

fn of_region(app: &Inner, slug: &str, params: &TableParams) -> Result<UnitPage, Problem> {
    let body = entities::region_body(app, slug).map_err(no_page)?;
    let results = app.parts.catalogue.inspection_results()?;
    let over = compared::over(app, Some(&body.name), &results)?;
    let path = format!("/regions/{}", body.id);
    let standards = StandardsView::new(over.standards, Some(&body.name));
    Ok(UnitPage {
        shell: Shell::at(Place::Units),
        search: found_in(Facet::Region, &body.name),
        json: format!("/api/v1/regions/{}", body.id),
        region: None,
        story: StoryView::new(&body.name, body.story, body.comparison),
        name: body.name,
        pdus: Some((Table::new(&path, over.pdus, params, false), standards)),
    })
}

/// The API's hint is of no use to a person.
fn no_page(problem: Problem) -> Problem {
    match problem.status {
        404 => {
            Problem::not_found("there is no unit at this address; the list of units has them all")
        }
        _ => problem,
    }
}

/// The search for everything about a unit.
fn found_in(facet: Facet, name: &str) -> String {
    let mut params = SearchParams::default();
    params.filters.0.facets.insert(facet, vec![name.to_owned()]);
    links::href("/", &params)
}

fn date_of(text: Option<&str>) -> Option<PartialDate> {
    text.and_then(|text| text.parse().ok())
}

/// "August 2024", or that it is not known.
fn month_of(text: Option<&str>) -> String {
    date_of(text).map_or_else(|| "undated".to_owned(), words::month_and_year)
}
