//! An Atom feed of the newest hits of a search.

use std::collections::HashMap;

use atom_syndication::{Category, Content, Entry, Feed, FixedDateTime, Link, Person, Text};
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::IntoResponse;
use jiff::Timestamp;
use probity_model::{DocumentId, PartialDate};
use probity_search::{Hit, Sort};

use crate::params::Params;
use crate::problem::Problem;
use crate::snippet::only_marks;
use crate::state::{App, Inner};
use crate::wire::params::SearchParams;
use crate::wire::search::page_url;
use crate::wire::words::scope_name;

/// The newest hits of a search as an Atom feed. Takes the parameters of search; the order is always
/// newest first.
#[utoipa::path(
    get, path = "/feeds/search.atom", tag = "Search", params(SearchParams),
    responses((status = 200, description = "The feed.", body = String, content_type = "application/atom+xml"))
)]
pub(crate) async fn feed(
    State(app): State<App>,
    Params(params): Params<SearchParams>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let base = base_url(&app, &headers);
    let feed = app.blocking(move |app| {
        let asked = SearchParams {
            sort: Some(Sort::Newest),
            facets: Some(Vec::new()),
            ..params.clone()
        };
        let hits = app.search(&asked)?.found.hits;
        let read = read_at(app, &hits)?;
        let entries: Vec<Entry> = hits
            .iter()
            .map(|hit| entry(hit, &base, &params.q, read.get(&hit.document_id).copied()))
            .collect();
        Ok(assembled(entries, &params, &base, &uri))
    });
    let form = [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")];
    Ok((form, feed.await?.to_string()))
}

/// Where people reach the server: as configured, or as this request did.
pub(crate) fn base_url(app: &Inner, headers: &HeaderMap) -> String {
    if let Some(url) = app
        .settings
        .public_url
        .as_deref()
        .filter(|url| !url.is_empty())
    {
        return url.trim_end_matches('/').to_owned();
    }
    let is_host = |host: &&str| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-.:[]_".contains(c);
        !host.is_empty() && host.len() <= 255 && host.chars().all(allowed)
    };
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    format!("http://{}", host.filter(is_host).unwrap_or("localhost"))
}

/// When the documents of the hits were first read.
fn read_at(app: &Inner, hits: &[Hit]) -> Result<HashMap<DocumentId, Timestamp>, Problem> {
    let mut ids: Vec<DocumentId> = hits.iter().map(|hit| hit.document_id.clone()).collect();
    ids.sort();
    ids.dedup();
    let records = app.parts.catalogue.documents(&ids)?.into_iter();
    Ok(records
        .map(|record| (record.document.id, record.ingested_at))
        .collect())
}

fn assembled(entries: Vec<Entry>, params: &SearchParams, base: &str, uri: &Uri) -> Feed {
    let latest = entries.iter().map(|entry| entry.updated).max();
    let what = scope_name(params.scope.unwrap_or_default());
    let title = match params.q.trim() {
        "" => format!("Probity: newest {what}"),
        q => format!("Probity: newest {what} for {q}"),
    };
    let own = uri.path_and_query().map_or("", |path| path.as_str());
    let pages = own.split_once('?').map_or("", |(_, query)| query);
    let of_feed = |href: String, rel: &str| Link {
        href,
        rel: rel.to_owned(),
        ..Link::default()
    };
    Feed {
        id: format!("{base}{own}"),
        title: Text::plain(title),
        updated: latest.unwrap_or_default(),
        authors: vec![person("Probity")],
        links: vec![
            of_feed(format!("{base}{own}"), "self"),
            of_feed(format!("{base}/?{pages}"), "alternate"),
        ],
        entries,
        ..Feed::default()
    }
}

fn entry(hit: &Hit, base: &str, q: &str, read: Option<Timestamp>) -> Entry {
    let published = hit.published.map(PartialDate::first_day);
    let published = published.map(|day| format!("{day}T00:00:00Z"));
    let published = published.and_then(|text| text.parse::<FixedDateTime>().ok());
    let read = read.and_then(|read| read.to_string().parse().ok());
    let units = hit.regions.iter().chain(&hit.pdus).chain(&hit.rating);
    let category = |term: &String| Category {
        term: term.clone(),
        ..Category::default()
    };
    let content = Content {
        value: Some(only_marks(&hit.snippet)),
        content_type: Some("html".to_owned()),
        ..Content::default()
    };
    Entry {
        id: format!("urn:probity:{}", hit.id),
        title: Text::plain(title(hit)),
        updated: read.or(published).unwrap_or_default(),
        published,
        authors: vec![person(hit.publisher.as_deref().unwrap_or("Unknown"))],
        categories: units.map(category).collect(),
        links: vec![Link {
            href: format!("{base}{}", page_url(hit.document_id.as_str(), hit.page, q)),
            rel: "alternate".to_owned(),
            ..Link::default()
        }],
        content: Some(content),
        ..Entry::default()
    }
}

fn title(hit: &Hit) -> String {
    let title = match hit.title.as_str() {
        "" => "Untitled document",
        title => title,
    };
    match hit.section.last() {
        Some(section) => format!("{title}: {section}"),
        None => title.to_owned(),
    }
}

fn person(name: &str) -> Person {
    Person {
        name: name.to_owned(),
        ..Person::default()
    }
}
