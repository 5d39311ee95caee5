//! The latest inspections of PDUs, side by side.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use probity_catalogue::InspectionResult;
use probity_model::{Level, Rating, Unit};
use utoipa::IntoParams;

use crate::api::entities::Known;
use crate::api::landscape;
use crate::params::{FromQuery, Params, Query};
use crate::problem::Problem;
use crate::state::{App, Inner};
use crate::wire::document::text;
use crate::wire::overview::{Overview, RatingCount, UnitRow};

/// Parameters of the overview.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OverviewParams {
    /// Only PDUs of this region (its name or id).
    region: Option<String>,
}

impl FromQuery for OverviewParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        let region = query.filled("region")?;
        Ok(Self { region })
    }
}

/// Latest ratings of all PDUs or those of a region, and how each standard was rated over them.
#[utoipa::path(
    get, path = "/api/v1/overview", tag = "Units", params(OverviewParams),
    responses((status = 200, description = "The whole overview.", body = Overview))
)]
pub(crate) async fn overview(
    State(app): State<App>,
    Params(params): Params<OverviewParams>,
) -> Result<Json<Overview>, Problem> {
    let body = app.blocking(move |app| {
        let region = params.region.as_deref();
        let region = region.map(|name| region_named(app, name)).transpose()?;
        let results = app.parts.catalogue.inspection_results()?;
        over(app, region.as_deref(), &results)
    });
    Ok(Json(body.await?))
}

fn region_named(app: &Inner, name: &str) -> Result<String, Problem> {
    let gazetteer = &app.parts.gazetteer;
    let found = match gazetteer.find(name) {
        Some(Unit::Region(region)) => Some(region),
        _ => gazetteer.region_by_slug(name),
    };
    let found = found.map(|region| region.name.clone());
    found.ok_or_else(|| {
        let detail = "no region has this name; /api/v1/regions lists those there are";
        Problem::parameter("region", detail)
    })
}

/// The overview of a region's PDUs, or of all.
pub(crate) fn over(
    app: &Inner,
    region: Option<&str>,
    results: &[InspectionResult],
) -> Result<Overview, Problem> {
    let known = Known::read(app)?;
    let pdus = app.parts.gazetteer.pdus().iter();
    let pdus = pdus.filter(|pdu| region.is_none_or(|region| pdu.region == region));
    let of_pdus = results.iter().filter(|result| result.level == Level::Pdu);
    // The last word is the latest.
    let latest: HashMap<&str, &InspectionResult> = of_pdus
        .map(|result| (result.unit.as_str(), result))
        .collect();
    let row = |pdu| {
        let unit = known.pdu(pdu);
        let report = latest.get(unit.name.as_str());
        UnitRow {
            report: report.map(|report| report.document_id.to_string()),
            inspected: text(report.and_then(|report| report.published)),
            unit,
        }
    };
    let pdus: Vec<UnitRow> = pdus.map(row).collect();
    let names: std::collections::HashSet<&str> =
        pdus.iter().map(|row| row.unit.name.as_str()).collect();
    let standards = landscape::standards(results, Level::Pdu, |unit| names.contains(unit));
    Ok(Overview {
        region: region.map(str::to_owned),
        ratings: ratings(&pdus),
        standards,
        pdus,
    })
}

fn ratings(pdus: &[UnitRow]) -> Vec<RatingCount> {
    let all = Rating::ALL.map(|rating| Some(rating.name()));
    let count = |rating: Option<&'static str>| {
        let having = pdus.iter().filter(|row| row.unit.latest_rating == rating);
        RatingCount {
            rating,
            units: having.count() as u64,
        }
    };
    all.into_iter().chain([None]).map(count).collect()
}
