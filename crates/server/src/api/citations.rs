//! What is nearly the same, as citations for the footnotes of a report.

use std::io;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use crate::api::export::harmless;
use crate::api::feed::base_url;
use crate::params::Params;
use crate::problem::Problem;
use crate::snippet::plain_text;
use crate::state::App;
use crate::web::words;
use crate::wire::params::SimilarParams;
use crate::wire::search::Hit;

/// Citations as a table: each with the text cited, its progress and how similar it is.
#[utoipa::path(
    get, path = "/api/v1/similar.csv", tag = "Search", params(SimilarParams),
    responses((status = 200, description = "The citations.", body = String, content_type = "text/csv"))
)]
pub(crate) async fn csv(
    State(app): State<App>,
    Params(params): Params<SimilarParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (hits, base) = found(&app, params, &headers).await?;
    let table = table(&hits, &base).map_err(|error| Problem::internal(&error))?;
    let media_type = "text/csv; charset=utf-8; header=present";
    Ok(attachment(media_type, "citations.csv", table))
}

/// Citations as plain text, numbered, one paragraph each.
#[utoipa::path(
    get, path = "/api/v1/similar.txt", tag = "Search", params(SimilarParams),
    responses((status = 200, description = "The citations.", body = String, content_type = "text/plain"))
)]
pub(crate) async fn text(
    State(app): State<App>,
    Params(params): Params<SimilarParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (hits, base) = found(&app, params, &headers).await?;
    let media_type = "text/plain; charset=utf-8";
    Ok(attachment(
        media_type,
        "citations.txt",
        footnotes(&hits, &base),
    ))
}

fn attachment(media_type: &str, name: &str, body: impl IntoResponse) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_DISPOSITION, &disposition),
    ];
    (headers, body).into_response()
}

async fn found(
    app: &App,
    params: SimilarParams,
    headers: &HeaderMap,
) -> Result<(Vec<Hit>, String), Problem> {
    let base = base_url(app, headers);
    let found = app.similar(params).await?.found.hits.into_iter();
    Ok((found.map(|hit| Hit::new(hit, "")).collect(), base))
}

fn footnotes(hits: &[Hit], base: &str) -> String {
    let notes = hits.iter().zip(1..).map(|(hit, number)| {
        let words = cited_words(hit);
        let also: String = also(hit, base)
            .map(|citation| format!("   Also: {citation}\n"))
            .collect();
        format!("{number}. {}\n   \"{words}\"\n{also}", citation(hit, base))
    });
    notes.collect::<Vec<_>>().join("\n")
}

fn table(hits: &[Hit], base: &str) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "citation",
        "text",
        "progress",
        "similarity",
        "published",
        "url",
    ])?;
    for hit in hits {
        let similarity = hit.similarity.map(|similarity| format!("{similarity:.2}"));
        let row = [
            citation(hit, base),
            cited_words(hit),
            hit.progress
                .as_deref()
                .map(words::value)
                .unwrap_or_default(),
            similarity.unwrap_or_default(),
            hit.published.clone().unwrap_or_default(),
            format!("{base}{}", hit.url),
        ];
        writer.write_record(row.iter().map(|cell| harmless(cell)))?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// One line, without line breaks of the document's own.
fn cited_words(hit: &Hit) -> String {
    let text = hit.text.clone();
    let text = text.unwrap_or_else(|| plain_text(&hit.snippet));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "HM Inspectorate of Probation, An inspection of … (August 2024), recommendation 3, p. 12. https://…"
fn citation(hit: &Hit, base: &str) -> String {
    let publisher = hit.publisher.iter();
    let publisher: String = publisher.map(|name| format!("{name}, ")).collect();
    let place = Place {
        title: &hit.title,
        published: hit.published.as_deref(),
        number: hit.number,
        page: hit.page,
        url: &hit.url,
    };
    format!("{publisher}{}", cited(&place, base))
}

/// Citations of the other places where the same words stand.
fn also(hit: &Hit, base: &str) -> impl Iterator<Item = String> {
    hit.occurrences.iter().map(move |other| {
        let place = Place {
            title: &other.title,
            published: other.published.as_deref(),
            number: other.number,
            page: other.page,
            url: &other.url,
        };
        cited(&place, base)
    })
}

/// Where words stand.
struct Place<'a> {
    title: &'a str,
    published: Option<&'a str>,
    number: Option<u32>,
    page: Option<u32>,
    url: &'a str,
}

fn cited(place: &Place<'_>, base: &str) -> String {
    let title = match place.title.trim() {
        "" => "untitled document",
        title => title,
    };
    let date = place.published.and_then(|date| date.parse().ok());
    let date = date.map(|date| format!(" ({})", words::date(date)));
    let number = place
        .number
        .map(|number| format!(", recommendation {number}"));
    let page = place.page.map(|page| format!(", p. {page}"));
    let or_nothing = Option::unwrap_or_default;
    format!(
        "{title}{}{}{}. {base}{}",
        or_nothing(date),
        or_nothing(number),
        or_nothing(page),
        place.url
    )
}
