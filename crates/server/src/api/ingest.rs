//! Ingestion: how it stands, its files, and wishes to it.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use probity_catalogue::{FileFilter, FileState};
use probity_model::{Command, DocumentId};
use utoipa::IntoParams;

use crate::auth::Writer;
use crate::params::{FromQuery, NoParams, Params, Query};
use crate::problem::Problem;
use crate::state::App;
use crate::wire::ingest::{Accepted, FileList, IngestBody, StateWord};

/// How ingestion stands.
#[utoipa::path(
    get, path = "/api/v1/ingest", tag = "Ingestion",
    responses((status = 200, description = "How ingestion stands now.", body = IngestBody))
)]
pub(crate) async fn status(
    State(app): State<App>,
    _: Params<NoParams>,
) -> Result<Json<IngestBody>, Problem> {
    let body = app.blocking(|app| {
        let counts = app.parts.catalogue.state_counts()?;
        Ok(IngestBody::new((app.parts.status)(), &counts))
    });
    Ok(Json(body.await?))
}

/// Parameters of the list of files.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FileParams {
    /// Only files in this state.
    #[param(value_type = Option<StateWord>)]
    state: Option<FileState>,
    /// Only files whose path contains this, whatever the case.
    path: Option<String>,
    /// Only files of this document.
    #[param(value_type = Option<String>)]
    document: Option<DocumentId>,
    /// Files on a page; 100 by default.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

impl FromQuery for FileParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        let document = query.filled("document")?.map(|id| id.parse());
        let document = document.transpose();
        Ok(Self {
            state: query.choice(
                "state",
                &FileState::ALL.map(|state| (state.as_str(), state)),
            )?,
            path: query.filled("path")?,
            document: document.map_err(|error: probity_model::id::NotAnId| {
                Problem::parameter("document", error.to_string())
            })?,
            limit: query.number("limit", 1..=1000)?,
            cursor: query.filled("cursor")?,
        })
    }
}

/// The files of the watch folder, by path.
#[utoipa::path(
    get, path = "/api/v1/ingest/files", tag = "Ingestion", params(FileParams),
    responses((status = 200, description = "One page of the list.", body = FileList))
)]
pub(crate) async fn files(
    State(app): State<App>,
    Params(params): Params<FileParams>,
) -> Result<Json<FileList>, Problem> {
    let list = app.blocking(move |app| {
        let filter = FileFilter {
            state: params.state,
            path: params.path,
            document: params.document,
        };
        let limit = params.limit.unwrap_or(100);
        let cursor = params.cursor.as_deref();
        Ok(FileList::from(
            app.parts.catalogue.files(&filter, limit, cursor)?,
        ))
    });
    Ok(Json(list.await?))
}

/// Looks through the whole watch folder now.
#[utoipa::path(
    post, path = "/api/v1/ingest/rescan", tag = "Ingestion", security(("token" = [])),
    responses((status = 202, description = "It will be done soon.", body = Accepted))
)]
pub(crate) async fn rescan(
    _: Writer,
    State(app): State<App>,
    _: Params<NoParams>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    wish(&app, Command::Rescan)
}

/// Parameters of a retry.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RetryParams {
    /// Only files whose path begins with this; all failed ones by default.
    path: Option<String>,
}

impl FromQuery for RetryParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        let path = query.filled("path")?;
        Ok(Self { path })
    }
}

/// Tries failed files again now.
#[utoipa::path(
    post, path = "/api/v1/ingest/retry", tag = "Ingestion", security(("token" = [])),
    params(RetryParams),
    responses((status = 202, description = "It will be done soon.", body = Accepted))
)]
pub(crate) async fn retry(
    _: Writer,
    State(app): State<App>,
    Params(params): Params<RetryParams>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    wish(&app, Command::Retry { path: params.path })
}

/// Takes no new files until `resume`.
#[utoipa::path(
    post, path = "/api/v1/ingest/pause", tag = "Ingestion", security(("token" = [])),
    responses((status = 202, description = "It will be done soon.", body = Accepted))
)]
pub(crate) async fn pause(
    _: Writer,
    State(app): State<App>,
    _: Params<NoParams>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    wish(&app, Command::Pause)
}

/// Goes on after `pause`.
#[utoipa::path(
    post, path = "/api/v1/ingest/resume", tag = "Ingestion", security(("token" = [])),
    responses((status = 202, description = "It will be done soon.", body = Accepted))
)]
pub(crate) async fn resume(
    _: Writer,
    State(app): State<App>,
    _: Params<NoParams>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    wish(&app, Command::Resume)
}

fn wish(app: &App, command: Command) -> Result<(StatusCode, Json<Accepted>), Problem> {
    app.command(command)?;
    let status_url = "/api/v1/ingest".to_owned();
    Ok((StatusCode::ACCEPTED, Json(Accepted { status_url })))
}
