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
use crate::wire::search::{encoded, page_url};
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
        let found = app.search(&asked)?.found;
        let updated = updated_at(app, &found.hits)?;
        let entries = found.hits.iter().map(|hit| {
            let updated = updated.get(&hit.document_id).copied();
            entry(hit, &base, &params.q, updated)
        });
        let address = Address::of(&base, &uri);
        Ok(assembled(entries.collect(), &params, &address, found.next))
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

/// When what is known of the hits' documents last changed: they were read, read by better rules, or
/// corrected.
fn updated_at(app: &Inner, hits: &[Hit]) -> Result<HashMap<DocumentId, Timestamp>, Problem> {
    let mut ids: Vec<DocumentId> = hits.iter().map(|hit| hit.document_id.clone()).collect();
    ids.sort();
    ids.dedup();
    let records = app.parts.catalogue.documents(&ids)?.into_iter();
    Ok(records
        .map(|record| (record.document.id, record.updated_at))
        .collect())
}

/// Where a feed is.
struct Address {
    base: String,
    path: String,
    /// The search, as it was written.
    query: String,
}

impl Address {
    fn of(base: &str, uri: &Uri) -> Self {
        Self {
            base: base.to_owned(),
            path: uri.path().to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
        }
    }

    /// The parts of the search that make it this one: not where a page begins and how long it is.
    fn parts(&self) -> Vec<&str> {
        let is_paging = |pair: &&str| pair.starts_with("cursor=") || pair.starts_with("limit=");
        let pairs = self.query.split('&').filter(|pair| !pair.is_empty());
        pairs.filter(|pair| !is_paging(pair)).collect()
    }

    /// The same for the same search, whatever name the server is reached by and however the parts stand.
    fn id(&self) -> String {
        let mut parts = self.parts();
        parts.sort_unstable();
        parts.dedup();
        format!("urn:probity:feed:{}", encoded(&parts.join("&")))
    }

    fn own(&self) -> String {
        match self.query.as_str() {
            "" => format!("{}{}", self.base, self.path),
            query => format!("{}{}?{query}", self.base, self.path),
        }
    }

    fn page_at(&self, cursor: &str) -> String {
        let limit = self
            .query
            .split('&')
            .find(|pair| pair.starts_with("limit="));
        let cursor = format!("cursor={}", encoded(cursor));
        let parts = self
            .parts()
            .into_iter()
            .chain(limit)
            .chain([cursor.as_str()]);
        let query = parts.collect::<Vec<_>>().join("&");
        format!("{}{}?{query}", self.base, self.path)
    }

    fn for_people(&self) -> String {
        format!("{}/?{}", self.base, self.parts().join("&"))
    }
}

fn assembled(
    entries: Vec<Entry>,
    params: &SearchParams,
    address: &Address,
    next: Option<String>,
) -> Feed {
    let latest = entries.iter().map(|entry| entry.updated).max();
    let what = scope_name(params.scope.unwrap_or_default());
    let title = match params.q.trim() {
        "" => format!("Probity: newest {what}"),
        q => format!("Probity: newest {what} for {q}"),
    };
    let link = |href: String, rel: &str| Link {
        href,
        rel: rel.to_owned(),
        ..Link::default()
    };
    let mut links = vec![
        link(address.own(), "self"),
        link(address.for_people(), "alternate"),
    ];
    links.extend(next.map(|cursor| link(address.page_at(&cursor), "next")));
    Feed {
        id: address.id(),
        title: Text::plain(printable(&title)),
        updated: latest.unwrap_or_default(),
        authors: vec![person("Probity")],
        links,
        entries,
        ..Feed::default()
    }
}

fn entry(hit: &Hit, base: &str, q: &str, updated: Option<Timestamp>) -> Entry {
    let published = hit.published.map(PartialDate::first_day);
    let published = published.map(|day| format!("{day}T00:00:00Z"));
    let published = published.and_then(|text| text.parse::<FixedDateTime>().ok());
    let updated = updated.and_then(|updated| updated.to_string().parse().ok());
    let units = hit.regions.iter().chain(&hit.pdus).chain(&hit.rating);
    let category = |term: &String| Category {
        term: printable(term),
        ..Category::default()
    };
    let content = Content {
        value: Some(printable(&only_marks(&hit.snippet))),
        content_type: Some("html".to_owned()),
        ..Content::default()
    };
    Entry {
        id: format!("urn:probity:{}", hit.id),
        title: Text::plain(printable(&title(hit))),
        updated: updated.or(published).unwrap_or_default(),
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
        name: printable(name),
        ..Person::default()
    }
}

/// The text without what XML 1.0 cannot hold in any form: a reader refuses a whole feed for one of these.
fn printable(text: &str) -> String {
    let fits = |c: char| match c {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => c >= ' ',
    };
    text.chars()
        .map(|c| if fits(c) { c } else { ' ' })
        .collect()
}
