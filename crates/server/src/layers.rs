//! What happens to every request on its way in and every response on its way out.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;

use crate::problem::Problem;
use crate::state::App;
use crate::web;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What machines ask every few seconds: of no interest in a log.
const ROUTINE: [&str; 4] = ["/healthz", "/readyz", "/metrics", "/static/{name}"];

/// Gives the request an id, logs it and measures it.
pub(crate) async fn observe(request: Request, next: Next) -> Response {
    let id = request_id(&request);
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let span = tracing::info_span!("request", id, %method, path = request.uri().path());
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = started.elapsed();
    let status = response.status().as_u16();
    let is_routine = ROUTINE.contains(&route.as_str());
    let labels = [
        ("route", route),
        ("method", method.to_string()),
        ("status", status.to_string()),
    ];
    metrics::counter!("probity_http_requests_total", &labels).increment(1);
    metrics::histogram!("probity_http_request_seconds", &labels[..2]).record(took);
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| match is_routine {
        true => tracing::debug!(status, milliseconds, "answered"),
        false => tracing::info!(status, milliseconds, "answered"),
    });
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// The id a proxy gave, where it is a plain word, or the next of our own.
fn request_id(request: &Request) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let given = request.headers().get(REQUEST_ID);
    let given = given.and_then(|id| id.to_str().ok());
    let is_plain = |id: &&str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        (1..=64).contains(&id.len()) && id.bytes().all(allowed)
    };
    match given.filter(is_plain) {
        Some(id) => id.to_owned(),
        None => format!("r{}", COUNT.fetch_add(1, Ordering::Relaxed)),
    }
}

/// Nothing runs, loads, frames or is sent anywhere but from and to this server.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Adds the headers that keep browsers careful, where a handler has not set its own.
pub(crate) async fn harden(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let careful = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=()",
        ),
    ];
    let headers = response.headers_mut();
    for (name, value) in careful {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Ends requests that take too long. An upload may take as long as it keeps coming.
pub(crate) async fn limit_time(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method() == axum::http::Method::POST {
        return next.run(request).await;
    }
    let answer = tokio::time::timeout(app.settings.request_timeout, next.run(request)).await;
    answer.unwrap_or_else(|_| {
        Problem::budget("the answer took too long; ask for less, or try again later")
            .into_response()
    })
}

/// Shows a person's browser a page where a program would get problem details.
pub(crate) async fn explain(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let for_programs = path == "/api" || path.starts_with("/api/");
    let accepted = request.headers().get(header::ACCEPT);
    let accepted = accepted.and_then(|accepted| accepted.to_str().ok());
    let wants_page = !for_programs && accepted.is_some_and(|types| types.contains("text/html"));
    let mut response = next.run(request).await;
    if !wants_page {
        return response;
    }
    match response.extensions_mut().remove::<Problem>() {
        Some(problem) => web::errors::page(problem),
        None => response,
    }
}

/// The answer where a handler panicked: the cause is in the log, not in the answer.
#[expect(clippy::needless_pass_by_value, reason = "the layer gives it away")]
pub(crate) fn after_panic(cause: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| cause.downcast_ref::<&str>().copied());
    Problem::internal(&format!("panic: {}", text.unwrap_or("without a message"))).into_response()
}
