//! Corrections: what a person sets right, and takes back.

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use probity_catalogue::Refused;
use probity_model::{Command, DocumentId};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::api::{DocumentPath, documents, no_document};
use crate::auth::Writer;
use crate::params::{NoParams, Params};
use crate::problem::Problem;
use crate::state::{App, Inner};
use crate::wire::document::DocumentBody;
use crate::wire::words::{KindWord, RatingWord};

/// The most bytes that corrections may have.
const MAX_BODY: usize = 64 * 1024;

/// What is set right. A field that is left out stays as it is.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "describes a body that is read field by field, for clear errors"
)]
#[schema(as = Corrections)]
pub(crate) struct CorrectionsBody {
    /// Names of regions.
    regions: Option<Vec<String>>,
    /// Names of PDUs. Their regions are set along, where `regions` is left out.
    pdus: Option<Vec<String>>,
    /// The overall rating; null says that there is none.
    #[schema(value_type = Option<RatingWord>)]
    rating: Option<String>,
    /// The publication date; null says that it is not known.
    published: Option<String>,
    /// The title.
    title: Option<String>,
    /// The kind.
    #[schema(value_type = Option<KindWord>)]
    kind: Option<String>,
    /// Names of fields whose corrections are taken back.
    reset: Option<Vec<String>>,
}

/// Sets fields of a document right. Corrections outlive re-indexing and are shown as corrections.
#[utoipa::path(
    patch, path = "/api/v1/documents/{id}", tag = "Documents", security(("token" = [])),
    params(("id" = String, Path, description = "The document's id.")),
    request_body(content = CorrectionsBody, content_type = "application/json"),
    responses(
        (status = 200, description = "The document, corrected.", body = DocumentBody),
        (status = 404, description = "There is no such document.",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn correct(
    _: Writer,
    State(app): State<App>,
    DocumentPath(id): DocumentPath,
    _: Params<NoParams>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<DocumentBody>, Problem> {
    let changes = read_object(&headers, body).await?;
    let corrected = app.blocking(move |app| {
        apply(app, &id, &changes)?;
        documents::body(app, &id)
    });
    Ok(Json(corrected.await?))
}

/// Changes the corrections of a document, and has the index follow. Blocks.
pub(crate) fn apply(
    app: &Inner,
    id: &DocumentId,
    changes: &Map<String, Value>,
) -> Result<(), Problem> {
    let catalogue = &app.parts.catalogue;
    let alone = app.correcting.lock();
    let _alone = alone.unwrap_or_else(std::sync::PoisonError::into_inner);
    let record = catalogue.document(id)?;
    let record = record.ok_or_else(|| no_document(id.as_str()))?;
    let changed = record.corrections.changed(changes, &app.parts.gazetteer);
    let corrections = changed.map_err(refused)?;
    if !catalogue.correct(id, &corrections)? {
        return Err(no_document(id.as_str()));
    }
    app.command(Command::Reindex(id.clone()))
}

async fn read_object(headers: &HeaderMap, body: Body) -> Result<Map<String, Value>, Problem> {
    let media_type = headers.get(header::CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok());
    let media_type = media_type.and_then(|value| value.split(';').next());
    let is_json = media_type.is_some_and(|value| {
        let value = value.trim().to_ascii_lowercase();
        value == "application/json" || value == "application/merge-patch+json"
    });
    if !is_json {
        let detail =
            "send the corrections as JSON, with the header \"Content-Type: application/json\"";
        return Err(Problem::unsupported(detail));
    }
    let bytes = to_bytes(body, MAX_BODY).await;
    let bytes = bytes.map_err(|_| Problem::too_large(MAX_BODY as u64))?;
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(changes)) => Ok(changes),
        Ok(_) => Err(Problem::request(
            "the corrections are a JSON object, such as {\"rating\": \"Good\"}",
        )),
        Err(error) => Err(Problem::request(format!(
            "the body is no JSON (line {}, column {})",
            error.line(),
            error.column()
        ))),
    }
}

/// The problem that names the field at fault.
fn refused(refused: Refused) -> Problem {
    Problem::parameter(&refused.field, refused.detail)
}
