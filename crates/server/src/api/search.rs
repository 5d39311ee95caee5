//! Search, and search for what is nearly the same.

use axum::Json;
use axum::extract::State;

use crate::params::Params;
use crate::problem::Problem;
use crate::state::App;
use crate::wire::params::{SearchParams, SimilarParams};
use crate::wire::search::{SearchResponse, SimilarResponse};

/// Documents, findings or recommendations that match a query and filters, with counts of facets.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "Search", params(SearchParams),
    responses((status = 200, description = "The hits of one page.", body = SearchResponse))
)]
pub(crate) async fn search(
    State(app): State<App>,
    Params(params): Params<SearchParams>,
) -> Result<Json<SearchResponse>, Problem> {
    let answer = app.search(params.clone()).await?;
    Ok(Json(SearchResponse::new(&params, answer)))
}

/// Recommendations or findings that say nearly the same as a text or a hit, most similar first.
#[utoipa::path(
    get, path = "/api/v1/similar", tag = "Search", params(SimilarParams),
    responses(
        (status = 200, description = "The most similar.", body = SimilarResponse),
        (status = 404, description = "There is no hit with this id.",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn similar(
    State(app): State<App>,
    Params(params): Params<SimilarParams>,
) -> Result<Json<SimilarResponse>, Problem> {
    let answer = app.similar(params.clone()).await?;
    Ok(Json(SimilarResponse::new(&params, answer)))
}
