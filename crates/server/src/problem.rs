//! Every error a client can get, made in one place, as RFC 9457 problem details.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use probity_catalogue::CatalogueError;
use probity_search::SearchError;
use serde::Serialize;
use utoipa::ToSchema;

/// What went wrong, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Names the kind of problem; the same for all problems of the kind.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The kind of problem in words.
    title: &'static str,
    /// The HTTP status.
    pub(crate) status: u16,
    /// What went wrong this time, and what would be right.
    pub(crate) detail: String,
    /// The parameter or field at fault.
    pub(crate) field: Option<String>,
    /// Where in `q` the query is malformed: characters from 0.
    pub(crate) position: Option<usize>,
    #[serde(skip)]
    retry_after: Option<u64>,
    /// The sign-in page is the way on.
    #[serde(skip)]
    pub(crate) sign_in: bool,
}

/// The media type of problem details.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

impl Problem {
    fn new(
        status: StatusCode,
        kind: &'static str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            title,
            status: status.as_u16(),
            detail: detail.into(),
            field: None,
            position: None,
            retry_after: None,
            sign_in: false,
        }
    }

    /// A parameter or field of the request is wrong.
    pub(crate) fn parameter(field: &str, detail: impl Into<String>) -> Self {
        let title = "A parameter is not right";
        let problem = Self::new(
            StatusCode::BAD_REQUEST,
            "urn:probity:problem:parameter",
            title,
            detail,
        );
        Self {
            field: Some(field.to_owned()),
            ..problem
        }
    }

    /// The query is malformed at this character.
    fn query(detail: String, position: usize) -> Self {
        let title = "The query cannot be read";
        let problem = Self::new(
            StatusCode::BAD_REQUEST,
            "urn:probity:problem:query",
            title,
            detail,
        );
        Self {
            field: Some("q".to_owned()),
            position: Some(position),
            ..problem
        }
    }

    /// The request as a whole cannot be read.
    pub(crate) fn request(detail: impl Into<String>) -> Self {
        let title = "The request cannot be read";
        Self::new(
            StatusCode::BAD_REQUEST,
            "urn:probity:problem:request",
            title,
            detail,
        )
    }

    /// What the address names is not there.
    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "urn:probity:problem:not-found",
            "Not found",
            detail,
        )
    }

    /// What is asked cannot be done as things are.
    pub(crate) fn conflict(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "urn:probity:problem:conflict",
            "Not possible as things are",
            detail,
        )
    }

    /// The address is there, but not for this method.
    pub(crate) fn method() -> Self {
        let detail = "this address does not take that method; the header Allow says which it takes";
        let title = "Wrong method";
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "urn:probity:problem:method",
            title,
            detail,
        )
    }

    /// A write without the right token.
    pub(crate) fn unauthorised(detail: impl Into<String>) -> Self {
        let title = "A token is needed";
        Self::new(
            StatusCode::UNAUTHORIZED,
            "urn:probity:problem:token",
            title,
            detail,
        )
    }

    /// A page's write without a session.
    pub(crate) fn sign_in(detail: impl Into<String>) -> Self {
        Self {
            sign_in: true,
            ..Self::unauthorised(detail)
        }
    }

    /// The body has more bytes than are taken.
    pub(crate) fn too_large(limit: u64) -> Self {
        let detail = format!("at most {limit} bytes are taken");
        let title = "Too large";
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "urn:probity:problem:too-large",
            title,
            detail,
        )
    }

    /// The body is of a kind that is not taken.
    pub(crate) fn unsupported(detail: impl Into<String>) -> Self {
        let title = "Not a kind that can be read";
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        Self::new(status, "urn:probity:problem:media-type", title, detail)
    }

    /// The part of a file that was asked for does not exist.
    pub(crate) fn no_such_part() -> Self {
        let detail = "the file has no such part; Content-Range says how long it is";
        let title = "No such part";
        Self::new(
            StatusCode::RANGE_NOT_SATISFIABLE,
            "urn:probity:problem:range",
            title,
            detail,
        )
    }

    /// The client asks too often.
    pub(crate) fn too_many(seconds: u64) -> Self {
        let detail = format!("too many requests; try again in {seconds} s");
        let title = "Too many requests";
        let problem = Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "urn:probity:problem:rate",
            title,
            detail,
        );
        Self {
            retry_after: Some(seconds.max(1)),
            ..problem
        }
    }

    /// The server cannot answer now, but may later.
    pub(crate) fn unavailable(detail: impl Into<String>) -> Self {
        let title = "Not available now";
        let status = StatusCode::SERVICE_UNAVAILABLE;
        Self {
            retry_after: Some(1),
            ..Self::new(status, "urn:probity:problem:unavailable", title, detail)
        }
    }

    /// The answer would have cost more than it may.
    pub(crate) fn budget(detail: impl Into<String>) -> Self {
        let title = "The question costs too much";
        let status = StatusCode::SERVICE_UNAVAILABLE;
        Self::new(status, "urn:probity:problem:budget", title, detail)
    }

    /// A fault of the server. The cause goes to the log, not to the client.
    pub(crate) fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "request failed");
        let detail = "the server could not answer; its log says why";
        let title = "The server failed";
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self::new(status, "urn:probity:problem:internal", title, detail)
    }

    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The kind of problem in words.
    pub(crate) const fn title(&self) -> &'static str {
        self.title
    }

    /// Headers that go with the problem, whatever form its body has.
    fn decorate(&self, response: &mut Response) {
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if self.status() == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer realm=\"probity\"");
            headers.insert(header::WWW_AUTHENTICATE, scheme);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }

    /// The problem as a page, `body` being the page's HTML.
    pub(crate) fn into_page(self, body: String) -> Response {
        let mut response = (self.status(), axum::response::Html(body)).into_response();
        self.decorate(&mut response);
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status(), Json(&self)).into_response();
        let problem_json = HeaderValue::from_static(PROBLEM_JSON);
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, problem_json);
        self.decorate(&mut response);
        response.extensions_mut().insert(self);
        response
    }
}

impl From<SearchError> for Problem {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Query { message, position } => Self::query(message, position),
            SearchError::Parameter { field, message } => Self::parameter(field, message),
            SearchError::UnknownEntry(_) => Self::not_found(error.to_string()),
            SearchError::Budget(message) => Self::budget(message),
            SearchError::Locked | SearchError::Schema(_) | SearchError::Index(_) => {
                Self::internal(&error)
            }
        }
    }
}

impl From<CatalogueError> for Problem {
    fn from(error: CatalogueError) -> Self {
        match error {
            CatalogueError::Cursor => Self::parameter("cursor", error.to_string()),
            _ => Self::internal(&error),
        }
    }
}
