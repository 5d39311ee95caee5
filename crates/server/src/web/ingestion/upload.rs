//! Uploads from the page: a plain form, or a script that sends one file after the other.

use axum::Json;
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::api::upload::{in_time, not_too_large, stored};
use crate::problem::Problem;
use crate::session::{self, KEY_FIELD, SignedIn};
use crate::state::App;
use crate::wire::ingest::Uploaded;
use crate::wire::search::encoded;

/// Puts the files of the form into the watch folder. A program is told of the last one as the API
/// would tell it; a person sees the page again.
pub(crate) async fn upload(
    SignedIn(session): SignedIn,
    State(app): State<App>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let request = not_too_large(&app, request).await?;
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| Problem::request("the form is no form with files"))?;
    let (mut is_checked, mut kept) = (false, Vec::new());
    while let Some(field) = in_time(&app, form.next_field()).await? {
        match field.name() {
            Some(KEY_FIELD) => {
                let key = in_time(&app, field.text()).await?;
                session::check(&session, &key)?;
                is_checked = true;
            }
            // The key stands before the files: nothing is written for another's form.
            Some("file") if is_checked => {
                // A form without a chosen file sends one without a name.
                if field.file_name().is_some_and(|name| !name.is_empty()) {
                    kept.push(stored(&app, field).await?);
                }
            }
            Some("file") => session::check(&session, "")?,
            _ => return Err(Problem::request("the form has a field that is not its own")),
        }
    }
    let last: &Uploaded = kept
        .last()
        .ok_or_else(|| Problem::parameter("file", "choose a file first"))?;
    if !wants_page(&headers) {
        return Ok((StatusCode::ACCEPTED, Json(last)).into_response());
    }
    let names = kept
        .iter()
        .map(|file| format!("added={}", encoded(&file.path)));
    let names: Vec<String> = names.collect();
    Ok(Redirect::to(&format!("/ingestion?{}", names.join("&"))).into_response())
}

fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    accepted.is_some_and(|types| types.contains("text/html"))
}
