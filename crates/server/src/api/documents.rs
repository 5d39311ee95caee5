//! Documents: the list, one whole, its pages, its end.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use probity_model::{Command, DocumentId};

use crate::api::{DocumentPath, no_document};
use crate::auth::Writer;
use crate::params::{NoParams, Params};
use crate::problem::Problem;
use crate::state::{App, Inner};
use crate::wire::document::{DocumentBody, DocumentList, DocumentSummary, PageBody};
use crate::wire::ingest::Accepted;
use crate::wire::params::DocumentListParams;

/// All documents, page by page, with the filters of search.
#[utoipa::path(
    get, path = "/api/v1/documents", tag = "Documents", params(DocumentListParams),
    responses((status = 200, description = "One page of the list.", body = DocumentList))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Params(DocumentListParams(params)): Params<DocumentListParams>,
) -> Result<Json<DocumentList>, Problem> {
    let list = app.blocking(move |app| {
        let answer = app.search(&params)?;
        let hits = answer.found.hits.into_iter();
        let ids: Vec<DocumentId> = hits.map(|hit| hit.document_id).collect();
        let records = app.parts.catalogue.documents(&ids)?;
        Ok(DocumentList {
            documents: records.into_iter().map(DocumentSummary::from).collect(),
            total: answer.found.total,
            next: answer.found.next,
            warnings: [answer.warnings, answer.found.warnings].concat(),
        })
    });
    Ok(Json(list.await?))
}

/// Everything known about a document.
#[utoipa::path(
    get, path = "/api/v1/documents/{id}", tag = "Documents",
    params(("id" = String, Path, description = "The document's id.")),
    responses(
        (status = 200, description = "The document.", body = DocumentBody),
        (status = 404, description = "There is no such document.",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn one(
    State(app): State<App>,
    DocumentPath(id): DocumentPath,
    _: Params<NoParams>,
) -> Result<Json<DocumentBody>, Problem> {
    app.blocking(move |app| body(app, &id)).await.map(Json)
}

/// The document as it goes over the wire. Blocks.
pub(crate) fn body(app: &Inner, id: &DocumentId) -> Result<DocumentBody, Problem> {
    let record = app.parts.catalogue.document(id)?;
    let record = record.ok_or_else(|| no_document(id.as_str()))?;
    let related = app.parts.catalogue.related(id)?;
    Ok(DocumentBody::new(record, related))
}

/// The text of a page with its place on the page.
#[utoipa::path(
    get, path = "/api/v1/documents/{id}/pages/{n}", tag = "Documents",
    params(
        ("id" = String, Path, description = "The document's id."),
        ("n" = u32, Path, description = "The page's number, from 1."),
    ),
    responses(
        (status = 200, description = "The page.", body = PageBody),
        (status = 404, description = "There is no such document or page.",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn page(
    State(app): State<App>,
    path: Result<Path<(String, String)>, axum::extract::rejection::PathRejection>,
    _: Params<NoParams>,
) -> Result<Json<PageBody>, Problem> {
    let no_page = || Problem::not_found("there is nothing at this address");
    let Path((id, number)) = path.map_err(|_| no_page())?;
    let id: DocumentId = id.parse().map_err(|_| no_document(&id))?;
    let number: u32 = number.parse().unwrap_or(0);
    let page = app.blocking(move |app| {
        if let Some(page) = app.parts.catalogue.page(&id, number)? {
            return Ok(PageBody::new(id.as_str(), page));
        }
        let record = app.parts.catalogue.document(&id)?;
        let record = record.ok_or_else(|| no_document(id.as_str()))?;
        Err(Problem::not_found(match record.document.pages {
            Some(pages) => format!("this document has pages 1 to {pages}"),
            None => "this document has no pages".to_owned(),
        }))
    });
    Ok(Json(page.await?))
}

/// Deletes the document's files from the watch folder, and the document with them.
#[utoipa::path(
    delete, path = "/api/v1/documents/{id}", tag = "Documents", security(("token" = [])),
    params(("id" = String, Path, description = "The document's id.")),
    responses(
        (status = 202, description = "It will be deleted.", body = Accepted),
        (status = 404, description = "There is no such document.",
         body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It lies inside another file.",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete(
    _: Writer,
    State(app): State<App>,
    DocumentPath(id): DocumentPath,
    _: Params<NoParams>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    let accepted = app.blocking(move |app| {
        let record = app.parts.catalogue.document(&id)?;
        let record = record.ok_or_else(|| no_document(id.as_str()))?;
        if let Some(container) = record.files.iter().find_map(|file| file.container.as_ref()) {
            return Err(Problem::conflict(format!(
                "this document lies inside {container}; take it out of that file, or delete that file"
            )));
        }
        let status_url = format!("/api/v1/ingest/files?document={id}");
        app.command(Command::Delete(id))?;
        Ok(Accepted { status_url })
    });
    Ok((StatusCode::ACCEPTED, Json(accepted.await?)))
}
