//! Units: PDUs and regions, in lists and with their stories.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use probity_catalogue::UnitSummary;
use probity_model::{Level, Pdu, Rating};

use crate::api::landscape::{Answers, comparison};
use crate::api::{Segment, story};
use crate::params::{NoParams, Params};
use crate::problem::Problem;
use crate::state::{App, Inner};
use crate::wire::document::text;
use crate::wire::entities::{
    PduBody, PduList, PduSummary, RegionBody, RegionList, RegionSummary, Story,
};

/// All PDUs, region by region.
#[utoipa::path(
    get, path = "/api/v1/pdus", tag = "Units",
    responses((status = 200, description = "The whole list.", body = PduList))
)]
pub(crate) async fn pdus(
    State(app): State<App>,
    _: Params<NoParams>,
) -> Result<Json<PduList>, Problem> {
    let pdus = app.blocking(|app| {
        let known = Known::read(app)?;
        let pdus = app.parts.gazetteer.pdus().iter();
        Ok(pdus.map(|pdu| known.pdu(pdu)).collect::<Vec<_>>())
    });
    let pdus = pdus.await?;
    Ok(Json(PduList {
        total: pdus.len() as u64,
        pdus,
        next: None,
    }))
}

/// All regions.
#[utoipa::path(
    get, path = "/api/v1/regions", tag = "Units",
    responses((status = 200, description = "The whole list.", body = RegionList))
)]
pub(crate) async fn regions(
    State(app): State<App>,
    _: Params<NoParams>,
) -> Result<Json<RegionList>, Problem> {
    let regions = app.blocking(|app| Ok(region_summaries(app, &Known::read(app)?)));
    let regions = regions.await?;
    Ok(Json(RegionList {
        total: regions.len() as u64,
        regions,
        next: None,
    }))
}

/// A PDU: its inspections, recommendations and news.
#[utoipa::path(
    get, path = "/api/v1/pdus/{slug}", tag = "Units",
    params(("slug" = String, Path, description = "The PDU's id.")),
    responses(
        (status = 200, description = "The PDU.", body = PduBody),
        (status = 404, description = "There is no such PDU.",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn pdu(
    State(app): State<App>,
    Segment(slug): Segment,
    _: Params<NoParams>,
) -> Result<Json<PduBody>, Problem> {
    let body = app.blocking(move |app| pdu_body(app, &slug));
    Ok(Json(body.await?))
}

/// A region: its PDUs, inspections, recommendations and news.
#[utoipa::path(
    get, path = "/api/v1/regions/{slug}", tag = "Units",
    params(("slug" = String, Path, description = "The region's id.")),
    responses(
        (status = 200, description = "The region.", body = RegionBody),
        (status = 404, description = "There is no such region.",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn region(
    State(app): State<App>,
    Segment(slug): Segment,
    _: Params<NoParams>,
) -> Result<Json<RegionBody>, Problem> {
    let body = app.blocking(move |app| region_body(app, &slug));
    Ok(Json(body.await?))
}

/// All regions in short.
pub(crate) fn region_summaries(app: &Inner, known: &Known) -> Vec<RegionSummary> {
    let regions = app.parts.gazetteer.regions().iter();
    let regions = regions.map(|region| {
        let summary = known.of(Level::Region, &region.name);
        RegionSummary {
            id: region.slug.clone(),
            name: region.name.clone(),
            pdus: pdus_of(app, &region.name).count() as u64,
            documents: summary.map_or(0, |summary| summary.documents),
            latest_rating: latest_rating(summary),
            latest_published: text(summary.and_then(|summary| summary.latest_published)),
        }
    });
    regions.collect()
}

/// The PDU of this id, with its story.
pub(crate) fn pdu_body(app: &Inner, slug: &str) -> Result<PduBody, Problem> {
    let pdu = app.parts.gazetteer.pdu_by_slug(slug);
    let no_pdu = || Problem::not_found("there is no such PDU; /api/v1/pdus lists those there are");
    let pdu = pdu.ok_or_else(no_pdu)?;
    let regions = app.parts.gazetteer.regions().iter();
    let region = regions.filter(|region| region.name == pdu.region);
    let region_id = region.map(|region| region.slug.clone()).next();
    let story = told(app, Level::Pdu, &pdu.name)?;
    let results = app.parts.catalogue.inspection_results()?;
    let pdus = Answers::new(&results, Level::Pdu);
    let in_region = |unit: &str| pdus_of(app, &pdu.region).any(|pdu| pdu.name == unit);
    Ok(PduBody {
        id: pdu.slug.clone(),
        name: pdu.name.clone(),
        region: pdu.region.clone(),
        region_id: region_id.unwrap_or_default(),
        comparison: comparison(&story.inspections, &pdus, (&pdus, &in_region)),
        story,
    })
}

/// The region of this id, with its PDUs and its story.
pub(crate) fn region_body(app: &Inner, slug: &str) -> Result<RegionBody, Problem> {
    let region = app.parts.gazetteer.region_by_slug(slug);
    let no_region =
        || Problem::not_found("there is no such region; /api/v1/regions lists those there are");
    let region = region.ok_or_else(no_region)?;
    let known = Known::read(app)?;
    let story = told(app, Level::Region, &region.name)?;
    let results = app.parts.catalogue.inspection_results()?;
    let regions = Answers::new(&results, Level::Region);
    let pdus = Answers::new(&results, Level::Pdu);
    let in_region = |unit: &str| pdus_of(app, &region.name).any(|pdu| pdu.name == unit);
    let rows = pdus_of(app, &region.name);
    Ok(RegionBody {
        id: region.slug.clone(),
        name: region.name.clone(),
        pdus: rows.map(|pdu| known.pdu(pdu)).collect(),
        comparison: comparison(&story.inspections, &regions, (&pdus, &in_region)),
        story,
    })
}

/// A unit's story, from the documents about it. Blocks.
pub(crate) fn told(app: &Inner, level: Level, name: &str) -> Result<Story, Problem> {
    let records = app.parts.catalogue.documents_about(name)?;
    let known = Known::read(app)?;
    let rating = latest_rating(known.of(level, name));
    Ok(story::story(level, name, rating, records))
}

fn pdus_of<'a>(app: &'a Inner, region: &'a str) -> impl Iterator<Item = &'a Pdu> {
    let pdus = app.parts.gazetteer.pdus().iter();
    pdus.filter(move |pdu| pdu.region == region)
}

/// What the ledger knows of units, by level and name.
pub(crate) struct Known(HashMap<(Level, String), UnitSummary>);

impl Known {
    pub(crate) fn read(app: &Inner) -> Result<Self, Problem> {
        let summaries = app.parts.catalogue.unit_summaries()?.into_iter();
        Ok(Self(
            summaries
                .map(|summary| ((summary.level, summary.name.clone()), summary))
                .collect(),
        ))
    }

    fn of(&self, level: Level, name: &str) -> Option<&UnitSummary> {
        self.0.get(&(level, name.to_owned()))
    }

    pub(crate) fn pdu(&self, pdu: &Pdu) -> PduSummary {
        let summary = self.of(Level::Pdu, &pdu.name);
        PduSummary {
            id: pdu.slug.clone(),
            name: pdu.name.clone(),
            region: pdu.region.clone(),
            documents: summary.map_or(0, |summary| summary.documents),
            latest_rating: latest_rating(summary),
            latest_published: text(summary.and_then(|summary| summary.latest_published)),
        }
    }
}

fn latest_rating(summary: Option<&UnitSummary>) -> Option<&'static str> {
    summary
        .and_then(|summary| summary.latest_rating)
        .map(Rating::name)
}
