//! The original bytes of a document, served so that a browser never runs what is in them.

use std::path::{Component, Path, PathBuf};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use probity_catalogue::FileRecord;
use probity_model::DocumentId;
use tempfile::NamedTempFile;
use tower::ServiceExt;
use tower_http::services::ServeFile;

use crate::api::{DocumentPath, no_document};
use crate::params::{NoParams, Params};
use crate::problem::Problem;
use crate::state::{App, Inner};
use crate::wire::search::encoded;

/// The original file. Takes `Range`.
#[utoipa::path(
    get, path = "/api/v1/documents/{id}/source", tag = "Documents",
    params(("id" = String, Path, description = "The document's id.")),
    responses(
        (status = 200, description = "The file.", body = [u8], content_type = "application/octet-stream"),
        (status = 206, description = "The part asked for.", body = [u8],
         content_type = "application/octet-stream"),
        (status = 404, description = "There is no such document, or its file is gone.",
         body = Problem, content_type = "application/problem+json"),
        (status = 416, description = "The file has no such part.",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn source(
    State(app): State<App>,
    DocumentPath(id): DocumentPath,
    _: Params<NoParams>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let etag = format!("\"{id}\"");
    let known = headers.get(header::IF_NONE_MATCH);
    if known.is_some_and(|known| names(known, &etag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response());
    }
    let original = app.blocking(move |app| find(app, &id)).await?;
    let mut request = Request::builder().method(method).uri("/");
    if let Some(range) = headers.get(header::RANGE).filter(|_| same(&headers, &etag)) {
        request = request.header(header::RANGE, range);
    }
    let request = request.body(Body::empty());
    let request = request.map_err(|error| Problem::internal(&error))?;
    let file = ServeFile::new(&original.path).ignore_multi_range_requests(true);
    let Ok(served) = file.oneshot(request).await;
    dressed(served.map(Body::new), &original, &etag)
}

/// Whether a list of entity tags has this one.
pub(crate) fn names(list: &HeaderValue, etag: &str) -> bool {
    let list = list.to_str().unwrap_or_default();
    list.split(',')
        .any(|tag| matches!(tag.trim(), "*") || tag.trim().trim_start_matches("W/") == etag)
}

/// Whether the part asked for is one of this very file (`If-Range`).
fn same(headers: &HeaderMap, etag: &str) -> bool {
    let wanted = headers.get(header::IF_RANGE);
    wanted.is_none_or(|tag| tag.as_bytes() == etag.as_bytes())
}

fn dressed(mut response: Response, original: &Original, etag: &str) -> Result<Response, Problem> {
    match response.status() {
        StatusCode::OK | StatusCode::PARTIAL_CONTENT => {}
        StatusCode::RANGE_NOT_SATISFIABLE => {
            let mut refused = Problem::no_such_part().into_response();
            if let Some(size) = response.headers_mut().remove(header::CONTENT_RANGE) {
                refused.headers_mut().insert(header::CONTENT_RANGE, size);
            }
            return Ok(refused);
        }
        _ => return Err(gone()),
    }
    let headers = response.headers_mut();
    let safe_headers = [
        (header::CONTENT_TYPE, original.media_type.as_str()),
        (header::CONTENT_SECURITY_POLICY, original.policy()),
        (header::CONTENT_DISPOSITION, &original.disposition()),
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::ETAG, etag),
    ];
    for (name, value) in safe_headers {
        let value = HeaderValue::from_str(value);
        headers.insert(name, value.map_err(|error| Problem::internal(&error))?);
    }
    Ok(response)
}

/// A file that still holds the document.
pub(crate) struct Original {
    pub(crate) path: PathBuf,
    /// Removes that file in the end, where it was made for this answer.
    _unpacked: Option<NamedTempFile>,
    /// Its name in the watch folder.
    name: String,
    media_type: String,
}

const PDF: &str = "application/pdf";

impl Original {
    /// Nothing in the file runs, loads or frames anything. A browser's own PDF viewer is an
    /// embedded object, which `sandbox` would forbid.
    fn policy(&self) -> &'static str {
        if self.media_type == PDF {
            "default-src 'none'; object-src 'self'; frame-ancestors 'self'"
        } else {
            "default-src 'none'; sandbox; frame-ancestors 'none'"
        }
    }

    /// What a browser shows itself without running it is shown; the rest is downloaded.
    fn disposition(&self) -> String {
        let shown = self.media_type == PDF || self.media_type.starts_with("text/plain");
        let how = if shown { "inline" } else { "attachment" };
        let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ';
        let plain: String = self
            .name
            .chars()
            .map(|c| if is_plain(c) { c } else { '_' })
            .collect();
        format!(
            "{how}; filename=\"{plain}\"; filename*=UTF-8''{}",
            encoded(&self.name)
        )
    }
}

fn gone() -> Problem {
    Problem::not_found("the original file is not in the watch folder any more")
}

fn find(app: &Inner, id: &DocumentId) -> Result<Original, Problem> {
    let record = app.parts.catalogue.document(id)?;
    let record = record.ok_or_else(|| no_document(id.as_str()))?;
    let watch = app.parts.watch_folder.canonicalize().map_err(|_| gone())?;
    let mut files = record.files.into_iter();
    files
        .find_map(|file| original(app, &watch, file))
        .ok_or_else(gone)
}

/// The document's original, a PDF. Blocks.
pub(crate) fn pdf(app: &Inner, id: &DocumentId) -> Result<Original, Problem> {
    let original = find(app, id)?;
    if original.media_type != PDF {
        let detail = "only the pages of PDF files have pictures";
        return Err(Problem::not_found(detail));
    }
    Ok(original)
}

/// The file, taken out of the one that holds it where it is inside another.
fn original(app: &Inner, watch: &Path, file: FileRecord) -> Option<Original> {
    let (path, unpacked) = match &file.container {
        None => (on_disk(watch, &file)?, None),
        Some(container) => {
            let unpacked = unpack(app, watch, container, &file)?;
            (unpacked.path().to_owned(), Some(unpacked))
        }
    };
    let name = file.path.rsplit('/').next().unwrap_or_default().to_owned();
    let media_type = file
        .media_type
        .unwrap_or_else(|| "application/octet-stream".to_owned());
    Some(Original {
        path,
        _unpacked: unpacked,
        name,
        media_type,
    })
}

fn unpack(app: &Inner, watch: &Path, container: &str, file: &FileRecord) -> Option<NamedTempFile> {
    let inside = file.path.strip_prefix(container)?.strip_prefix('/')?;
    let holder = app.parts.catalogue.file(container).ok()??;
    let path = on_disk(watch, &holder)?;
    let unpacked = NamedTempFile::new_in(&app.parts.index_folder).ok()?;
    let hash = file.content_hash.as_ref()?;
    match (app.parts.unpack)(&path, inside, hash, unpacked.path()) {
        Ok(()) => Some(unpacked),
        Err(error) => {
            tracing::warn!(path = file.path, %error, "cannot be taken out of its container");
            None
        }
    }
}

/// Where the file lies, inside the watch folder and with the size it was read with.
fn on_disk(watch: &Path, file: &FileRecord) -> Option<PathBuf> {
    let path = candidates(&file.path)
        .filter(|path| {
            path.components()
                .all(|part| matches!(part, Component::Normal(_)))
        })
        .find_map(|path| watch.join(path).canonicalize().ok())
        .filter(|path| path.starts_with(watch))?;
    let metadata = path.metadata().ok()?;
    (metadata.is_file() && metadata.len() == file.bytes).then_some(path)
}

/// The path as listed and, as bytes that are no UTF-8 are listed as `%XX`, with those decoded.
fn candidates(listed: &str) -> impl Iterator<Item = PathBuf> {
    let decoded: Vec<u8> = percent_decode_str(listed).collect();
    [Some(PathBuf::from(listed)), from_bytes(decoded)]
        .into_iter()
        .flatten()
}

#[cfg(unix)]
fn from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Some(std::ffi::OsString::from_vec(bytes).into())
}

#[cfg(not(unix))]
fn from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, media_type: &str) -> Original {
        let (name, media_type) = (name.to_owned(), media_type.to_owned());
        Original {
            path: PathBuf::new(),
            _unpacked: None,
            name,
            media_type,
        }
    }

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        let disposition = named("a\"; x=\r\nb é.html", "text/html").disposition();
        let expected = "attachment; filename=\"a_; x=__b _.html\"; \
                        filename*=UTF-8''a%22%3B%20x%3D%0D%0Ab%20%C3%A9.html";
        assert_eq!(disposition, expected);
    }

    #[test]
    fn what_could_run_is_downloaded_and_sandboxed() {
        for media_type in ["text/html", "image/svg+xml", "application/octet-stream"] {
            let original = named("a", media_type);
            assert!(
                original.disposition().starts_with("attachment"),
                "{media_type}"
            );
            assert!(original.policy().contains("sandbox"), "{media_type}");
        }
        assert!(named("a.pdf", PDF).disposition().starts_with("inline"));
    }
}
