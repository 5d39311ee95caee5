//! Problems as pages.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::problem::Problem;
use crate::web::shell::{Place, Shell};

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    title: &'static str,
    detail: String,
    status: u16,
    /// The sign-in page is the way on.
    sign_in: bool,
}

/// The problem as a page that says what went wrong and where to go on.
pub(crate) fn page(problem: Problem) -> Response {
    let title = match problem.status() {
        StatusCode::NOT_FOUND => "Page not found",
        _ => problem.title(),
    };
    let page = ErrorPage {
        shell: Shell::at(Place::Elsewhere),
        title,
        detail: sentence(&problem.detail),
        status: problem.status,
        sign_in: problem.sign_in,
    };
    match page.render() {
        Ok(html) => problem.into_page(html),
        Err(_) => problem.into_response(),
    }
}

/// The text with a capital and a stop.
pub(super) fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(char::to_uppercase);
    let text: String = first.into_iter().flatten().chain(characters).collect();
    if text.ends_with(['.', '!', '?']) {
        text
    } else {
        format!("{text}.")
    }
}
