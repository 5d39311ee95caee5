//! A document's page: facts, ratings, recommendations, findings, the way to the original.

pub(in crate::web) mod cite;
mod facts;
mod findings;
mod ratings;
mod recommendations;

use std::ops::Range;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use probity_catalogue::{DocumentRecord, FileRecord, Related};
use probity_model::{Document, DocumentId};
use utoipa::IntoParams;

use crate::api::{DocumentPath, feed, no_document};
use crate::params::{FromQuery, Params, Query};
use crate::problem::Problem;
use crate::snippet;
use crate::state::{App, Inner};
use crate::web::reader::{self, matching};
use crate::web::search::{title, units};
use crate::web::shell::{Place, Shell};
use crate::web::{errors, rendered, words};
use crate::wire::search::{encoded, page_url};

use cite::{Quotation, Source};
use facts::{EvidenceView, Fact};
use findings::Part;
use ratings::{InspectedView, QuestionGroup, RatingView, StandardView};
use recommendations::{MadeView, PreviousView};

/// Parameters of a document's page.
#[derive(IntoParams)]
pub(crate) struct PageParams {
    /// The page that the link meant; the address's fragment leads there.
    page: Option<usize>,
    /// The query whose words are wanted.
    q: String,
    /// The passage or recommendation to quote.
    quote: Option<String>,
}

impl FromQuery for PageParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        Ok(Self {
            page: query.number("page", 1..=usize::MAX)?,
            q: query.one("q")?.unwrap_or_default(),
            quote: query.filled("quote")?,
        })
    }
}

/// The page of a document.
pub(crate) async fn page(
    State(app): State<App>,
    DocumentPath(id): DocumentPath,
    Params(params): Params<PageParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let base = feed::base_url(&app, &headers);
    let page = app
        .blocking(move |app| read(app, &id, &params, &base))
        .await?;
    Ok(rendered(&page))
}

fn read(app: &Inner, id: &DocumentId, params: &PageParams, base: &str) -> Result<Page, Problem> {
    let record = app.parts.catalogue.document(id)?;
    let record = record.ok_or_else(|| no_document(id.as_str()))?;
    let related = app.parts.catalogue.related(id)?;
    let matches = matching::passages(app, id, &params.q)?;
    let page = Page::new(app, &record, related, params, base)?;
    Ok(Page {
        matches: matches
            .into_iter()
            .map(|found| Match::new(id, found, &params.q))
            .collect(),
        ..page
    })
}

#[derive(Template)]
#[template(path = "document/page.html")]
struct Page {
    shell: Shell,
    title: String,
    kind: String,
    units: String,
    rating: Option<RatingView>,
    q: String,
    /// Where the search that led here goes on.
    back: String,
    page: Option<usize>,
    matches: Vec<Match>,
    facts: Vec<Fact>,
    inspected: Vec<InspectedView>,
    standards: Vec<StandardView>,
    questions: Vec<QuestionGroup>,
    made: Vec<MadeView>,
    previous: Vec<PreviousView>,
    parts: Vec<Part>,
    related: Vec<RelatedView>,
    files: Vec<FileView>,
    warnings: Vec<String>,
    corrected: Vec<&'static str>,
    evidence: Vec<EvidenceView>,
    cite: Source,
    /// The printed pages, where there are any: address and picture of the first.
    cover: Option<Cover>,
    source: String,
    json: String,
    /// Where a person sets right what was read.
    correct: String,
}

struct Match {
    /// The passage on this page, and on its printed page.
    href: String,
    printed: Option<String>,
    section: String,
    page: Option<u32>,
    /// HTML: escaped text with `<mark>`.
    snippet: String,
}

struct Cover {
    href: String,
    picture: String,
}

struct RelatedView {
    title: String,
    href: String,
    why: String,
}

struct FileView {
    path: String,
    about: String,
}

impl Match {
    fn new(id: &DocumentId, found: matching::Found, q: &str) -> Self {
        Self {
            href: format!("#{}", found.place),
            printed: found
                .page
                .map(|page| reader::address_at(id, page, &found.place, q)),
            section: found.section,
            page: found.page,
            snippet: found.snippet,
        }
    }
}

impl Page {
    fn new(
        app: &Inner,
        record: &DocumentRecord,
        related: Vec<Related>,
        params: &PageParams,
        base: &str,
    ) -> Result<Self, Problem> {
        let corrected = corrected(record);
        let document = &record.document;
        let cite = Source::new(document, base);
        let marker = Marker::new(app, document, params, &cite)?;
        let api = format!("/api/v1/documents/{}", document.id);
        let warnings = document.warnings.iter();
        Ok(Self {
            shell: Shell::at(Place::Elsewhere),
            title: title(&document.title),
            kind: words::value(document.kind.as_str()),
            units: units(&document.pdus, &document.regions),
            rating: document.rating.map(RatingView::new),
            q: params.q.clone(),
            back: format!("/?q={}", encoded(&params.q)),
            page: params.page,
            matches: Vec::new(),
            facts: facts::facts(document),
            inspected: ratings::inspected(document),
            standards: ratings::standards(document),
            questions: ratings::questions(document),
            made: recommendations::made(document, &marker, recommendations::later(app, document)?),
            previous: recommendations::previous(document, &marker),
            parts: findings::parts(document, &marker),
            related: related.into_iter().map(related_view).collect(),
            files: record.files.iter().map(file_view).collect(),
            warnings: warnings.map(|text| errors::sentence(text)).collect(),
            corrected,
            evidence: facts::other_evidence(document),
            cite,
            cover: document.pages.map(|_| Cover {
                href: reader::address(&document.id, 1, &params.q),
                picture: crate::api::picture::address(document.id.as_str(), 1),
            }),
            source: format!("{api}/source"),
            json: api,
            correct: format!("/documents/{}/correct", document.id),
        })
    }
}

/// What passages and recommendations are dressed with: the query's words marked, by their places in the
/// document, and the quotation that was asked for.
struct Marker {
    q: String,
    quotation: Option<Quotation>,
    passages: Vec<Vec<Range<usize>>>,
    made: Vec<Vec<Range<usize>>>,
    previous: Vec<Vec<Range<usize>>>,
}

impl Marker {
    fn new(
        app: &Inner,
        document: &Document,
        params: &PageParams,
        source: &Source,
    ) -> Result<Self, Problem> {
        let q = params.q.as_str();
        let quoted = params.quote.as_deref();
        let passages: Vec<&str> = document
            .passages
            .iter()
            .map(|one| one.text.as_str())
            .collect();
        let made = document.recommendations.iter();
        let made: Vec<&str> = made.map(|one| one.text.as_str()).collect();
        let previous = document.previous_recommendations.iter();
        let previous: Vec<&str> = previous.map(|one| one.text.as_str()).collect();
        Ok(Self {
            q: q.to_owned(),
            quotation: quoted.and_then(|place| Quotation::new(document, place, source)),
            passages: matching::marks(app, q, &passages)?,
            made: matching::marks(app, q, &made)?,
            previous: matching::marks(app, q, &previous)?,
        })
    }

    /// The quotation to be copied, where it is of this place.
    fn quotation(&self, place: &str) -> Option<String> {
        let asked = self.quotation.as_ref();
        let here = asked.filter(|quotation| quotation.place == place);
        here.map(|quotation| quotation.text.clone())
    }
}

/// The text as HTML, what is to be marked in `<mark>`.
fn html(text: &str, marks: &[Vec<Range<usize>>], place: usize) -> String {
    snippet::marked(text, marks.get(place).map_or(&[], Vec::as_slice))
}

fn related_view(related: Related) -> RelatedView {
    RelatedView {
        title: title(&related.title),
        href: page_url(related.document_id.as_str(), None, ""),
        why: related.why,
    }
}

fn file_view(file: &FileRecord) -> FileView {
    let size = words::size(file.bytes);
    FileView {
        path: file.path.clone(),
        about: match &file.media_type {
            Some(media_type) => format!("{media_type}, {size}"),
            None => size,
        },
    }
}

/// Names of the fields that a person set right.
fn corrected(record: &DocumentRecord) -> Vec<&'static str> {
    let corrections = record.all_corrections();
    let fields = [
        ("regions", corrections.regions.is_some()),
        ("PDUs", corrections.pdus.is_some()),
        ("rating", corrections.rating.is_some()),
        ("publication date", corrections.published.is_some()),
        ("title", corrections.title.is_some()),
        ("kind", corrections.kind.is_some()),
    ];
    let corrected = fields.into_iter().filter(|(_, is_corrected)| *is_corrected);
    corrected.map(|(field, _)| field).collect()
}
