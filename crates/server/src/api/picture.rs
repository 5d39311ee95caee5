//! Pictures of the pages of PDF originals.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use probity_model::DocumentId;
use utoipa::IntoParams;

use crate::api::{no_document, source};
use crate::params::{FromQuery, Params, Query};
use crate::problem::Problem;
use crate::state::{App, Inner};

/// How large a picture may be asked for, in hundredths of pixels for each point.
const SCALES: std::ops::RangeInclusive<u16> = 10..=400;
/// A picture has at most so many pixels: a larger page is drawn smaller.
const MOST_PIXELS: f32 = 16_000_000.0;
/// Changes when pages are drawn in another way: a browser then asks anew.
const VERSION: u32 = 1;

/// Parameters of a picture.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PictureParams {
    /// Pixels for each point (1/72 inch); 1 by default.
    #[param(minimum = 0.1, maximum = 4.0)]
    scale: Option<f32>,
}

impl FromQuery for PictureParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        let scale = query
            .filled("scale")?
            .map(|text| scale(&text))
            .transpose()?;
        Ok(Self { scale })
    }
}

fn scale(text: &str) -> Result<f32, Problem> {
    let number = text
        .parse()
        .ok()
        .filter(|scale: &f32| (0.1..=4.0).contains(scale));
    number.ok_or_else(|| Problem::parameter("scale", "\"scale\" is a number from 0.1 to 4"))
}

/// The address of the page's picture.
pub(crate) fn address(id: &str, page: u32) -> String {
    format!("/api/v1/documents/{id}/pages/{page}/image.png")
}

/// A picture of the page, for documents that are PDF files.
#[utoipa::path(
    get, path = "/api/v1/documents/{id}/pages/{n}/image.png", tag = "Documents",
    params(
        ("id" = String, Path, description = "The document's id."),
        ("n" = u32, Path, description = "The page's number, from 1."),
        PictureParams,
    ),
    responses(
        (status = 200, description = "The picture.", body = [u8], content_type = "image/png"),
        (status = 404, description = "There is no such page, or it cannot be drawn.",
         body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Too many pages are being drawn.",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn picture(
    State(app): State<App>,
    path: Result<Path<(String, String)>, PathRejection>,
    Params(params): Params<PictureParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let nothing = || Problem::not_found("there is nothing at this address");
    let Path((id, page)) = path.map_err(|_| nothing())?;
    let id: DocumentId = id.parse().map_err(|_| no_document(&id))?;
    let page: u32 = page.parse().map_err(|_| nothing())?;
    let (asked, wanted) = (id.clone(), params.scale.unwrap_or(1.0));
    let scale = app
        .blocking(move |app| bounded(app, &asked, page, wanted))
        .await?;
    let etag = format!("\"{id}-{page}-{scale}-{VERSION}\"");
    let known = headers.get(header::IF_NONE_MATCH);
    if known.is_some_and(|known| source::names(known, &etag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let (inner, of) = (app.clone(), id.clone());
    let find = move || source::pdf(&inner, &of);
    let png = app.pictures.get((id, page, scale), find).await?;
    let headers = [
        (header::CONTENT_TYPE, "image/png".to_owned()),
        (header::CACHE_CONTROL, "private, max-age=86400".to_owned()),
        (header::ETAG, etag),
    ];
    Ok((headers, png).into_response())
}

/// The scale in hundredths at which the page, which must be there, has not too many pixels. Blocks.
fn bounded(app: &Inner, id: &DocumentId, page: u32, wanted: f32) -> Result<u16, Problem> {
    let found = app.parts.catalogue.page(id, page)?;
    let found = found.ok_or_else(|| Problem::not_found("there is no such page"))?;
    let area = (found.width * found.height).max(1.0);
    let scale = wanted.min((MOST_PIXELS / area).sqrt());
    // A cast of a float saturates; the range is what counts.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bounded below"
    )]
    let hundredths = (scale * 100.0).round() as u16;
    Ok(hundredths.clamp(*SCALES.start(), *SCALES.end()))
}
