//! Exports: every hit of a search, page by page, as CSV or as one JSON object a line.

use std::io;

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use crate::params::Params;
use crate::problem::Problem;
use crate::snippet::plain_text;
use crate::state::App;
use crate::wire::params::{ExportParams, SearchParams};
use crate::wire::search::{Answer, Hit};
use crate::wire::words::scope_name;

/// Hits fetched first, so that an export begins at once.
const FIRST_PAGE: usize = 200;
/// Hits fetched at a time from then on. Each page is a search of its own: fewer of them make an export
/// faster, and so many take a few megabytes, however long it is.
const PAGE: usize = 2_000;

/// All hits as CSV, with a line of headings.
#[utoipa::path(
    get, path = "/api/v1/search.csv", tag = "Search", params(ExportParams),
    responses((status = 200, description = "The hits.", body = String, content_type = "text/csv"))
)]
pub(crate) async fn csv(
    State(app): State<App>,
    Params(ExportParams(params)): Params<ExportParams>,
) -> Result<Response, Problem> {
    export(app, params, Form::Csv).await
}

/// All hits, one JSON object a line.
#[utoipa::path(
    get, path = "/api/v1/search.jsonl", tag = "Search", params(ExportParams),
    responses((status = 200, description = "The hits.", body = Hit, content_type = "application/x-ndjson"))
)]
pub(crate) async fn jsonl(
    State(app): State<App>,
    Params(ExportParams(params)): Params<ExportParams>,
) -> Result<Response, Problem> {
    export(app, params, Form::JsonLines).await
}

#[derive(Clone, Copy)]
enum Form {
    Csv,
    JsonLines,
}

impl Form {
    const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::JsonLines => "application/x-ndjson",
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }

    fn write(self, hits: &[Hit], with_headings: bool) -> io::Result<Vec<u8>> {
        match self {
            Self::Csv => rows(hits, with_headings),
            Self::JsonLines => lines(hits),
        }
    }
}

/// An export under way.
struct Under {
    app: App,
    params: SearchParams,
    form: Form,
    /// Hits still wanted.
    left: usize,
    /// The first page, which is fetched before the response begins so that errors can be told.
    first: Option<Answer>,
    done: bool,
}

async fn export(app: App, mut params: SearchParams, form: Form) -> Result<Response, Problem> {
    let left = params.limit.unwrap_or(usize::MAX);
    params.facets = Some(Vec::new());
    params.limit = Some(left.min(FIRST_PAGE));
    let first = app.search(params.clone()).await?;
    let name = scope_name(params.scope.unwrap_or_default());
    let disposition = format!("attachment; filename=\"{name}.{}\"", form.ending());
    let under = Under {
        app,
        params,
        form,
        left,
        first: Some(first),
        done: false,
    };
    let pages = stream::try_unfold(under, next_page);
    let headers = [
        (header::CONTENT_TYPE, form.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, Body::from_stream(pages)).into_response())
}

/// The next page's bytes. An error cuts the body off, so that no client takes half for the whole.
async fn next_page(mut under: Under) -> io::Result<Option<(Vec<u8>, Under)>> {
    if under.done {
        return Ok(None);
    }
    let is_first = under.first.is_some();
    let answer = match under.first.take() {
        Some(answer) => answer,
        None => {
            let answer = under.app.search(under.params.clone()).await;
            answer.map_err(|problem| io::Error::other(problem.detail))?
        }
    };
    let hits: Vec<Hit> = answer
        .found
        .hits
        .into_iter()
        .map(|hit| Hit::new(hit, &under.params.q))
        .collect();
    under.left = under.left.saturating_sub(hits.len());
    under.done = under.left == 0 || answer.found.next.is_none();
    under.params.cursor = answer.found.next;
    under.params.limit = Some(under.left.min(PAGE));
    Ok(Some((under.form.write(&hits, is_first)?, under)))
}

fn lines(hits: &[Hit]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for hit in hits {
        serde_json::to_writer(&mut bytes, hit)?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

const HEADINGS: [&str; 22] = [
    "id",
    "document_id",
    "in",
    "title",
    "kind",
    "publisher",
    "regions",
    "pdus",
    "rating",
    "published",
    "year",
    "section",
    "standard",
    "standard_rating",
    "polarity",
    "form",
    "page",
    "addressee",
    "number",
    "progress",
    "text",
    "url",
];

fn rows(hits: &[Hit], with_headings: bool) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    if with_headings {
        writer.write_record(HEADINGS)?;
    }
    for hit in hits {
        writer.write_record(row(hit).iter().map(|cell| harmless(cell)))?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

fn row(hit: &Hit) -> [String; 22] {
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
    let text = hit.text.clone();
    [
        hit.id.clone(),
        hit.document_id.clone(),
        hit.scope.to_owned(),
        hit.title.clone(),
        hit.kind.clone(),
        or_empty(&hit.publisher),
        hit.regions.join("; "),
        hit.pdus.join("; "),
        or_empty(&hit.rating),
        or_empty(&hit.published),
        hit.year.map_or_else(String::new, |year| year.to_string()),
        hit.section.join(" > "),
        or_empty(&hit.standard),
        or_empty(&hit.standard_rating),
        or_empty(&hit.polarity),
        or_empty(&hit.form),
        number(hit.page),
        or_empty(&hit.addressee),
        number(hit.number),
        or_empty(&hit.progress),
        text.unwrap_or_else(|| plain_text(&hit.snippet)),
        hit.url.clone(),
    ]
}

/// A spreadsheet takes a cell that begins like this for a formula, some after white space too; an
/// apostrophe makes it text.
pub(super) fn harmless(cell: &str) -> String {
    let begins = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let is_formula = cell.trim_start().starts_with(begins);
    if is_formula || cell.starts_with(['\t', '\r', '\n']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(harmless(" \u{a0}=1+1"), "' \u{a0}=1+1");
        assert_eq!(harmless("＝1+1"), "'＝1+1");
        assert_eq!(harmless("\tnext"), "'\tnext");
        assert_eq!(harmless("In 19 out of 47"), "In 19 out of 47");
    }
}
