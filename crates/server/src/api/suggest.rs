//! Completions of what is being typed.

use axum::Json;
use axum::extract::State;
use utoipa::IntoParams;

use crate::params::{FromQuery, Params, Query};
use crate::problem::Problem;
use crate::state::App;
use crate::wire::search::{Suggestion, SuggestionList};

/// Parameters of suggestions.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SuggestParams {
    /// What has been typed so far.
    q: String,
    /// How many completions at most; 10 by default.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<usize>,
}

/// The longest beginning that is completed, in characters.
const MAX_PREFIX: usize = 200;

impl FromQuery for SuggestParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        let q = query.one("q")?;
        let q =
            q.ok_or_else(|| Problem::parameter("q", "\"q\" says what has been typed so far"))?;
        Ok(Self {
            q,
            limit: query.number("limit", 1..=50)?,
        })
    }
}

/// Completions of what is being typed: PDUs, regions, titles, standards, frequent phrases.
#[utoipa::path(
    get, path = "/api/v1/suggest", tag = "Search", params(SuggestParams),
    responses((status = 200, description = "The best completions.", body = SuggestionList))
)]
pub(crate) async fn suggest(
    State(app): State<App>,
    Params(params): Params<SuggestParams>,
) -> Result<Json<SuggestionList>, Problem> {
    let prefix: String = params.q.chars().take(MAX_PREFIX).collect();
    let limit = params.limit.unwrap_or(10);
    let found = app
        .blocking(move |app| Ok(app.parts.engine.suggest(&prefix, limit)?))
        .await?;
    let suggestions: Vec<Suggestion> = found
        .into_iter()
        .map(|found| Suggestion {
            text: found.text,
            kind: found.kind,
        })
        .collect();
    Ok(Json(SuggestionList {
        total: suggestions.len() as u64,
        suggestions,
        next: None,
    }))
}
