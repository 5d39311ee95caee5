//! The web pages: rendered by the server, every state a link, nothing that needs a script.

pub(crate) mod corrections;
pub(crate) mod document;
pub(crate) mod errors;
pub(crate) mod help;
pub(crate) mod ingestion;
mod links;
pub(crate) mod reader;
pub(crate) mod search;
pub(crate) mod shell;
pub(crate) mod sign_in;
pub(crate) mod similar;
pub(crate) mod statics;
pub(crate) mod units;
pub(crate) mod words;

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use crate::problem::Problem;

/// The page, or the problem where its template failed.
fn rendered(template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => Html(html).into_response(),
        Err(error) => Problem::internal(&error).into_response(),
    }
}
