//! The printed pages of a document: each as a picture, its text over it, what was sought marked.

mod leaf;
mod locate;
pub(super) mod matching;

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use probity_catalogue::DocumentRecord;
use probity_model::{DocumentId, PageText};
use utoipa::IntoParams;

use crate::api::{DocumentPath, no_document, picture};
use crate::params::{FromQuery, Params, Query};
use crate::problem::Problem;
use crate::state::{App, Inner};
use crate::web::document::cite;
use crate::web::rendered;
use crate::web::search::title;
use crate::web::shell::{Place, Shell};
use crate::wire::search::{encoded, page_url};

use leaf::{Frame, Line};
use locate::Spot;

/// Parameters of a printed page.
#[derive(IntoParams)]
pub(crate) struct PageParams {
    /// The query whose words are marked.
    q: String,
    /// The place of the passage or recommendation that is outlined.
    at: Option<String>,
    /// Words that are outlined.
    words: Option<String>,
}

impl FromQuery for PageParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        Ok(Self {
            q: query.one("q")?.unwrap_or_default(),
            at: query.filled("at")?,
            words: query.filled("words")?,
        })
    }
}

/// Parameters of the way to a printed page by its number.
#[derive(IntoParams)]
pub(crate) struct GoParams {
    /// The page's number.
    n: usize,
    /// The query whose words are marked.
    q: String,
}

impl FromQuery for GoParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        Ok(Self {
            n: query.number("n", 1..=usize::MAX)?.unwrap_or(1),
            q: query.one("q")?.unwrap_or_default(),
        })
    }
}

/// The address of a printed page.
pub(super) fn address(id: &DocumentId, page: u32, q: &str) -> String {
    let query = (!q.is_empty()).then(|| format!("?q={}", encoded(q)));
    format!("/documents/{id}/pages/{page}{}", query.unwrap_or_default())
}

/// The address of a printed page on which a passage or recommendation is outlined.
pub(super) fn address_at(id: &DocumentId, page: u32, place: &str, q: &str) -> String {
    let query = (!q.is_empty()).then(|| format!("&q={}", encoded(q)));
    format!(
        "/documents/{id}/pages/{page}?at={place}{}",
        query.unwrap_or_default()
    )
}

/// The address of a printed page on which words are outlined.
pub(super) fn address_of_words(id: &DocumentId, page: u32, words: &str) -> String {
    format!("/documents/{id}/pages/{page}?words={}", encoded(words))
}

/// The way to a page by its number: what a form asks for.
pub(crate) async fn go(
    DocumentPath(id): DocumentPath,
    Params(params): Params<GoParams>,
) -> Result<Response, Problem> {
    let page = u32::try_from(params.n).unwrap_or(u32::MAX);
    Ok(Redirect::to(&address(&id, page, &params.q)).into_response())
}

/// A printed page.
pub(crate) async fn page(
    State(app): State<App>,
    path: Result<Path<(String, String)>, PathRejection>,
    Params(params): Params<PageParams>,
) -> Result<Response, Problem> {
    let nothing = || Problem::not_found("there is nothing at this address");
    let Path((id, number)) = path.map_err(|_| nothing())?;
    let id: DocumentId = id.parse().map_err(|_| no_document(&id))?;
    let number: u32 = number.parse().map_err(|_| nothing())?;
    let page = app
        .blocking(move |app| read(app, &id, number, &params))
        .await?;
    Ok(rendered(&page))
}

fn read(app: &Inner, id: &DocumentId, number: u32, params: &PageParams) -> Result<Page, Problem> {
    let record = app.parts.catalogue.document(id)?;
    let record = record.ok_or_else(|| no_document(id.as_str()))?;
    let page = app.parts.catalogue.page(id, number)?;
    let page = page.ok_or_else(|| match record.document.pages {
        Some(pages) => Problem::not_found(format!("this document has pages 1 to {pages}")),
        None => Problem::not_found("this document has no pages"),
    })?;
    let found = matching::passages(app, id, &params.q)?;
    let marks = marked(app, &page, &params.q)?;
    Ok(Page::new(&record, &page, params, &found, &marks))
}

/// Where the query's words stand on the page; words of a phrase may stand on two lines.
fn marked(app: &Inner, page: &PageText, q: &str) -> Result<Vec<Spot>, Problem> {
    let lines: Vec<&str> = page.lines.iter().map(|line| line.text.as_str()).collect();
    let whole = lines.join("\n");
    let ranges = matching::marks(app, q, &[&whole])?
        .pop()
        .unwrap_or_default();
    let mut spots = Vec::new();
    let mut start = 0;
    for (line, text) in lines.iter().enumerate() {
        let end = start + text.len();
        let here = ranges
            .iter()
            .filter(|range| range.start < end && start < range.end);
        spots.extend(here.map(|range| Spot {
            line,
            bytes: range.start.max(start) - start..range.end.min(end) - start,
        }));
        start = end + 1;
    }
    Ok(spots)
}

#[derive(Template)]
#[template(path = "reader/page.html")]
struct Page {
    shell: Shell,
    title: String,
    /// The document's page.
    document: String,
    id: String,
    q: String,
    number: u32,
    pages: u32,
    previous: Option<String>,
    next: Option<String>,
    hits: Option<Hits>,
    thumbs: Vec<Thumb>,
    width: f32,
    height: f32,
    picture: Picture,
    lines: Vec<Line>,
    marks: Vec<Frame>,
    outlines: Vec<Frame>,
    /// What was to be outlined is not on this page in these words.
    not_found: bool,
    text: Vec<String>,
    source: String,
}

/// The picture of the page in several sizes, so that it is sharp on every screen and heavy on none.
struct Picture {
    width: f32,
    height: f32,
    usual: String,
    sizes: String,
}

/// Pixels for each point that pictures are offered in.
const SCALES: [f32; 3] = [1.0, 1.5, 2.5];

impl Picture {
    fn new(id: &DocumentId, page: &PageText) -> Self {
        let address = picture::address(id.as_str(), page.page);
        let sizes = SCALES.map(|scale| {
            let pixels = (page.width * scale).round().max(1.0);
            format!("{address}?scale={scale} {pixels}w")
        });
        Self {
            width: page.width.round(),
            height: page.height.round(),
            usual: format!("{address}?scale={}", SCALES[1]),
            sizes: sizes.join(", "),
        }
    }
}

/// Passages that match, and those before and behind the one that is shown.
struct Hits {
    total: usize,
    /// Counted from 1; `None` where none is shown.
    current: Option<usize>,
    previous: Option<String>,
    next: Option<String>,
}

struct Thumb {
    number: u32,
    href: String,
    picture: String,
    current: bool,
    /// Matching passages on it.
    hits: usize,
}

impl Page {
    fn new(
        record: &DocumentRecord,
        page: &PageText,
        params: &PageParams,
        found: &[matching::Found],
        marks: &[Spot],
    ) -> Self {
        let document = &record.document;
        let (id, q, number) = (&document.id, params.q.as_str(), page.page);
        let pages = document.pages.unwrap_or(number).max(number);
        let outlined = params
            .at
            .as_deref()
            .and_then(|place| cite::at(document, place));
        let outlined = outlined.map(|(text, _)| text).or(params.words.as_deref());
        let frames = |spots: &[Spot]| -> Vec<Frame> {
            let spots = spots.iter();
            spots.filter_map(|spot| leaf::frame(page, spot)).collect()
        };
        let outlines =
            outlined.map_or_else(Vec::new, |text| frames(&locate::locate(&page.lines, text)));
        Self {
            shell: Shell::at(Place::Elsewhere),
            title: title(&document.title),
            document: page_url(id.as_str(), Some(number), q),
            id: id.to_string(),
            q: q.to_owned(),
            number,
            pages,
            previous: (number > 1).then(|| address(id, number - 1, q)),
            next: (number < pages).then(|| address(id, number + 1, q)),
            hits: Hits::new(id, number, params, found),
            thumbs: thumbs(id, number, pages, q, found),
            width: page.width,
            height: page.height,
            picture: Picture::new(id, page),
            lines: leaf::lines(page),
            marks: frames(marks),
            not_found: outlined.is_some() && outlines.is_empty(),
            outlines,
            text: page.lines.iter().map(|line| line.text.clone()).collect(),
            source: format!("/api/v1/documents/{id}/source#page={number}"),
        }
    }
}

impl Hits {
    /// `None` where nothing is sought.
    fn new(
        id: &DocumentId,
        number: u32,
        params: &PageParams,
        found: &[matching::Found],
    ) -> Option<Self> {
        if params.q.trim().is_empty() {
            return None;
        }
        let href = |hit: &matching::Found| {
            let page = hit.page?;
            Some(address_at(id, page, &hit.place, &params.q))
        };
        let current = found
            .iter()
            .position(|hit| Some(hit.place.as_str()) == params.at.as_deref());
        let (before, behind) = match current {
            Some(at) => (&found[..at], &found[at + 1..]),
            // Between two hits: those on earlier pages, and those on this page and later ones.
            None => found
                .split_at(found.partition_point(|hit| hit.page.is_none_or(|page| page < number))),
        };
        Some(Self {
            total: found.len(),
            current: current.map(|at| at + 1),
            previous: before.iter().rev().find_map(href),
            next: behind.iter().find_map(href),
        })
    }
}

/// Pages shown as small pictures at most: around the one that is read.
const MOST_THUMBS: u32 = 200;

fn thumbs(
    id: &DocumentId,
    number: u32,
    pages: u32,
    q: &str,
    found: &[matching::Found],
) -> Vec<Thumb> {
    let first = number.saturating_sub(MOST_THUMBS / 2).max(1);
    let last = pages.min(first + MOST_THUMBS - 1);
    let thumb = |page: u32| Thumb {
        number: page,
        href: address(id, page, q),
        picture: picture::address(id.as_str(), page),
        current: page == number,
        hits: found.iter().filter(|hit| hit.page == Some(page)).count(),
    };
    (first..=last).map(thumb).collect()
}
