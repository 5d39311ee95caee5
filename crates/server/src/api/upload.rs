//! Uploads: a file is put into the watch folder, whole or not at all, and goes the way of a dropped one.

use std::io;
use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request, State};
use axum::http::{StatusCode, header};
use futures_util::StreamExt;
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;
use utoipa::ToSchema;

use crate::api::safe_name::{numbered, safe_name};
use crate::api::sniff;
use crate::auth::Writer;
use crate::params::{NoParams, Params};
use crate::problem::Problem;
use crate::state::{App, Inner};
use crate::wire::ingest::Uploaded;
use crate::wire::search::encoded;

/// What an upload consists of.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a body that is read as a stream")]
pub(crate) struct Upload {
    /// The file, with its name.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Bytes that the form around a file may take.
const FORM: u64 = 64 * 1024;
/// How many names are tried for a file whose name is taken.
const MOST_NAMES: usize = 10_000;

/// Puts a file into the watch folder. What becomes of it stands at `status_url`.
#[utoipa::path(
    post, path = "/api/v1/documents", tag = "Documents", security(("token" = [])),
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses(
        (status = 202, description = "The file lies in the watch folder.", body = Uploaded),
        (status = 413, description = "The file is too large.",
         body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The file is clearly no document.",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn upload(
    _: Writer,
    State(app): State<App>,
    _: Params<NoParams>,
    request: Request,
) -> Result<(StatusCode, Json<Uploaded>), Problem> {
    let request = not_too_large(&app, request).await?;
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| {
        Problem::unsupported("send the file as multipart/form-data, in a part named \"file\"")
    })?;
    let mut received = None;
    while let Some(field) = in_time(&app, form.next_field()).await? {
        if field.name() != Some("file") || received.is_some() {
            return Err(Problem::parameter("file", ONE_PART));
        }
        received = Some(receive(&app, field).await?);
    }
    let (name, file) = received.ok_or_else(|| Problem::parameter("file", ONE_PART))?;
    Ok((StatusCode::ACCEPTED, Json(kept(&app, name, file).await?)))
}

/// Writes a part of a form into the watch folder.
pub(crate) async fn stored(app: &App, field: Field<'_>) -> Result<Uploaded, Problem> {
    let (name, file) = receive(app, field).await?;
    kept(app, name, file).await
}

async fn kept(app: &App, name: String, file: NamedTempFile) -> Result<Uploaded, Problem> {
    let path = app.blocking(move |app| keep(app, &name, file)).await?;
    tracing::info!(path, "uploaded");
    let status_url = format!("/api/v1/ingest/files?path={}", encoded(&path));
    Ok(Uploaded { path, status_url })
}

/// The request, unless it says itself that it is larger than is taken.
pub(crate) async fn not_too_large(app: &App, request: Request) -> Result<Request, Problem> {
    let limit = app.settings.max_upload_size;
    let announced = request.headers().get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit.saturating_add(FORM)) {
        drain(request.into_body()).await;
        return Err(Problem::too_large(limit));
    }
    Ok(request)
}

/// A client that is still sending when it is refused would see a broken connection, not the reason:
/// it is listened to for a while longer.
async fn listen_on(rest: impl Future<Output = ()>) {
    let _ = tokio::time::timeout(Duration::from_secs(10), rest).await;
}

async fn drain(body: Body) {
    let mut body = body.into_data_stream();
    listen_on(async { while let Some(Ok(_)) = body.next().await {} }).await;
}

const ONE_PART: &str = "the form has one part, named \"file\", with a file in it";

/// Waits for the next piece of the form, but not for ever.
pub(crate) async fn in_time<T>(
    app: &App,
    piece: impl Future<Output = Result<T, MultipartError>>,
) -> Result<T, Problem> {
    let pause: Duration = app.settings.request_timeout;
    let piece = tokio::time::timeout(pause, piece).await;
    let piece = piece.map_err(|_| Problem::unavailable("the upload stood still for too long"))?;
    piece.map_err(|error| {
        tracing::debug!(%error, "an upload broke off");
        Problem::request("the form is malformed, or broke off")
    })
}

/// Writes the file under a name that ingestion passes over; gives it with a name to keep it under.
async fn receive(app: &App, mut field: Field<'_>) -> Result<(String, NamedTempFile), Problem> {
    let sent_name = field.file_name().unwrap_or_default().to_owned();
    let limit = app.settings.max_upload_size;
    let (kept, file) = app.blocking(temporary).await?;
    let mut file = tokio::fs::File::from_std(file);
    let (mut head, mut size) = (Vec::new(), 0);
    while let Some(piece) = in_time(app, field.chunk()).await? {
        size += piece.len() as u64;
        if size > limit {
            drop((file, kept));
            let rest = async { while let Ok(Some(_)) = in_time(app, field.chunk()).await {} };
            listen_on(rest).await;
            return Err(Problem::too_large(limit));
        }
        let wanted = sniff::HEAD.saturating_sub(head.len());
        head.extend(piece.iter().take(wanted));
        file.write_all(&piece)
            .await
            .map_err(|error| not_written(&error))?;
    }
    if size == 0 {
        return Err(Problem::parameter("file", "the file is empty"));
    }
    let ending = sniff::ending(&head)?;
    file.sync_all().await.map_err(|error| not_written(&error))?;
    Ok((safe_name(&sent_name, ending), kept))
}

fn temporary(app: &Inner) -> Result<(NamedTempFile, std::fs::File), Problem> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".upload-").suffix(".part");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let kept = builder.tempfile_in(&app.parts.watch_folder);
    let kept = kept.map_err(|error| not_written(&error))?;
    let file = kept.reopen().map_err(|error| not_written(&error))?;
    Ok((kept, file))
}

/// Gives the file its name, or the next one that is free: nothing is ever overwritten.
fn keep(app: &Inner, name: &str, mut file: NamedTempFile) -> Result<String, Problem> {
    for number in 1..MOST_NAMES {
        let name = numbered(name, number);
        match file.persist_noclobber(app.parts.watch_folder.join(&name)) {
            Ok(_) => {
                // Accepted means kept, even if the power fails now.
                let folder = std::fs::File::open(&app.parts.watch_folder);
                let synced = folder.and_then(|folder| folder.sync_all());
                return synced.map(|()| name).map_err(|error| not_written(&error));
            }
            Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => file = taken.file,
            Err(failed) => return Err(not_written(&failed.error)),
        }
    }
    Err(Problem::parameter(
        "file",
        "too many files of this name are there already",
    ))
}

fn not_written(error: &io::Error) -> Problem {
    tracing::error!(%error, "an upload could not be written");
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Problem::unavailable("there is no room left for the file")
        }
        _ => Problem::unavailable("the watch folder cannot be written"),
    }
}
