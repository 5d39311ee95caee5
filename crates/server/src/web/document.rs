//! A document's page: facts, ratings, recommendations, findings, the way to the original.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use probity_catalogue::{DocumentRecord, Related};
use probity_model::{Document, DocumentId, PartialDate, Passage, Polarity, Rating};
use probity_search::Scope;
use utoipa::IntoParams;

use crate::api::{DocumentPath, no_document};
use crate::params::{FromQuery, Params, Query};
use crate::problem::Problem;
use crate::snippet;
use crate::state::{App, Inner};
use crate::web::search::{title, units};
use crate::web::shell::{Place, Shell};
use crate::web::{errors, rendered, words};
use crate::wire::filters::FilterParams;
use crate::wire::params::SearchParams;
use crate::wire::search::page_url;

/// Passages that match the query, at most.
const MOST_MATCHES: usize = 30;

/// Parameters of a document's page.
#[derive(IntoParams)]
pub(crate) struct PageParams {
    /// The page that the link meant; the address's fragment leads there.
    page: Option<usize>,
    /// The query whose words are wanted.
    q: String,
}

impl FromQuery for PageParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        Ok(Self {
            page: query.number("page", 1..=usize::MAX)?,
            q: query.one("q")?.unwrap_or_default(),
        })
    }
}

/// The page of a document.
pub(crate) async fn page(
    State(app): State<App>,
    DocumentPath(id): DocumentPath,
    Params(params): Params<PageParams>,
) -> Result<Response, Problem> {
    let page = app.blocking(move |app| read(app, &id, &params)).await?;
    Ok(rendered(&page))
}

fn read(app: &Inner, id: &DocumentId, params: &PageParams) -> Result<Page, Problem> {
    let record = app.parts.catalogue.document(id)?;
    let record = record.ok_or_else(|| no_document(id.as_str()))?;
    let related = app.parts.catalogue.related(id)?;
    let matches = matches(app, id, &params.q)?;
    Ok(Page::new(record, related, params, matches))
}

/// Passages of the document that match the query. A query that cannot be read matches none: the
/// document itself is still shown.
fn matches(app: &Inner, id: &DocumentId, q: &str) -> Result<Vec<Match>, Problem> {
    if q.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut filters = FilterParams::default();
    filters.0.documents.push(id.clone());
    let params = SearchParams {
        q: q.to_owned(),
        scope: Some(Scope::Findings),
        filters,
        limit: Some(MOST_MATCHES),
        facets: Some(Vec::new()),
        ..SearchParams::default()
    };
    let found = match app.search(&params) {
        Ok(answer) => answer.found.hits,
        Err(problem) if problem.position.is_some() => Vec::new(),
        Err(problem) => return Err(problem),
    };
    let matches = found.into_iter().map(|hit| Match {
        href: hit
            .id
            .split_once('-')
            .map(|(_, place)| format!("#{place}"))
            .unwrap_or_default(),
        section: hit.section.join(" › "),
        page: hit.page,
        snippet: snippet::only_marks(&hit.snippet),
    });
    Ok(matches.collect())
}

#[derive(Template)]
#[template(path = "document.html")]
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
    key_questions: Vec<probity_model::KeyQuestion>,
    recommendations: Vec<RecommendationView>,
    previous: Vec<PreviousView>,
    parts: Vec<Part>,
    related: Vec<RelatedView>,
    files: Vec<FileView>,
    warnings: Vec<String>,
    corrected: Vec<&'static str>,
    evidence: Vec<EvidenceView>,
    source: String,
    json: String,
}

struct Match {
    href: String,
    section: String,
    page: Option<u32>,
    /// HTML: escaped text with `<mark>`.
    snippet: String,
}

struct RatingView {
    word: &'static str,
    class: &'static str,
}

impl RatingView {
    fn new(rating: Rating) -> Self {
        let word = rating.name();
        Self {
            word,
            class: words::rating_class(word),
        }
    }
}

struct Fact {
    name: &'static str,
    value: String,
}

struct InspectedView {
    name: String,
    rating: Option<RatingView>,
    score: Option<String>,
    previous: Option<RatingView>,
}

struct StandardView {
    id: String,
    name: String,
    rating: Option<RatingView>,
    page: Option<u32>,
}

struct RecommendationView {
    anchor: String,
    number: Option<u32>,
    addressee: Option<String>,
    text: String,
    page: Option<u32>,
}

struct PreviousView {
    anchor: String,
    text: String,
    action: Option<String>,
    progress: Option<String>,
    page: Option<u32>,
}

/// Passages under one path of headings.
struct Part {
    heading: String,
    path: String,
    standard_rating: Option<RatingView>,
    passages: Vec<PassageView>,
}

struct PassageView {
    anchor: String,
    text: String,
    page: Option<u32>,
    /// It is the first of this page.
    begins: Option<u32>,
    /// "Strength" or "Area for improvement".
    polarity: Option<(&'static str, &'static str)>,
    is_bullet: bool,
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

struct EvidenceView {
    field: String,
    page: Option<u32>,
    text: String,
}

impl Page {
    fn new(
        record: DocumentRecord,
        related: Vec<Related>,
        params: &PageParams,
        matches: Vec<Match>,
    ) -> Self {
        let corrected = corrected(&record);
        let document = record.document;
        let api = format!("/api/v1/documents/{}", document.id);
        let query = crate::wire::search::encoded(&params.q);
        Self {
            shell: Shell::at(Place::Elsewhere),
            title: title(&document.title),
            kind: words::value(document.kind.as_str()),
            units: units(&document.pdus, &document.regions),
            rating: document.rating.map(RatingView::new),
            q: params.q.clone(),
            back: format!("/?q={query}"),
            page: params.page,
            matches,
            facts: facts(&document),
            inspected: inspected(&document),
            standards: standards(&document),
            recommendations: recommendations(&document),
            previous: previous(&document),
            parts: parts(&document.passages),
            key_questions: document.key_questions,
            related: related.into_iter().map(related_view).collect(),
            files: record.files.iter().map(file_view).collect(),
            warnings: document
                .warnings
                .iter()
                .map(|text| errors::sentence(text))
                .collect(),
            corrected,
            evidence: document
                .evidence
                .into_iter()
                .map(|(field, found)| EvidenceView {
                    field: words::value(&field),
                    page: found.page,
                    text: found.text,
                })
                .collect(),
            source: format!("{api}/source"),
            json: api,
        }
    }
}

fn facts(document: &Document) -> Vec<Fact> {
    let date = |date: Option<PartialDate>| date.map(words::date);
    let score = document
        .score
        .map(|score| format!("{} out of {}", score.points(), score.out_of()));
    let facts = [
        ("Published", date(document.published)),
        ("Publisher", document.publisher.clone()),
        ("Fieldwork began", date(document.fieldwork_started)),
        ("Score", score),
        ("Chief Inspector", document.chief_inspector.clone()),
        ("Led by", document.lead_inspector.clone()),
        ("ISBN", document.isbn.clone()),
        ("Pages", document.pages.map(|pages| pages.to_string())),
    ];
    let known = facts.into_iter();
    known
        .filter_map(|(name, value)| {
            Some(Fact {
                name,
                value: value?,
            })
        })
        .collect()
}

fn inspected(document: &Document) -> Vec<InspectedView> {
    let units = document.inspected.iter().map(|unit| InspectedView {
        name: unit.name.clone(),
        rating: unit.rating.map(RatingView::new),
        score: unit.score.map(|score| score.to_string()),
        previous: unit.previous_rating.map(RatingView::new),
    });
    units.collect()
}

fn standards(document: &Document) -> Vec<StandardView> {
    let standards = document.standards.iter().map(|standard| StandardView {
        id: standard.id.clone(),
        name: standard.name.clone(),
        rating: standard.rating.map(RatingView::new),
        page: standard.page,
    });
    standards.collect()
}

fn recommendations(document: &Document) -> Vec<RecommendationView> {
    let made = document.recommendations.iter().enumerate();
    made.map(|(place, made)| RecommendationView {
        anchor: format!("r{place}"),
        number: made.number,
        addressee: made.addressee.clone(),
        text: made.text.clone(),
        page: made.page,
    })
    .collect()
}

fn previous(document: &Document) -> Vec<PreviousView> {
    let made = document.previous_recommendations.iter().enumerate();
    made.map(|(place, made)| PreviousView {
        anchor: format!("p{place}"),
        text: made.text.clone(),
        action: made.action.clone(),
        progress: made
            .progress
            .map(|progress| words::value(progress.as_str())),
        page: made.page,
    })
    .collect()
}

/// Passages gathered under their headings, in reading order.
fn parts(passages: &[Passage]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut section: Option<&[String]> = None;
    let mut seen = None;
    for (number, passage) in passages.iter().enumerate() {
        if section != Some(&passage.section) {
            section = Some(&passage.section);
            parts.push(part(passage));
        }
        if let Some(part) = parts.last_mut() {
            let begins = passage
                .page
                .filter(|page| seen.is_none_or(|seen| *page > seen));
            seen = begins.or(seen);
            part.passages.push(passage_view(number, passage, begins));
        }
    }
    parts
}

fn part(passage: &Passage) -> Part {
    let (path, heading) = match passage.section.split_last() {
        Some((heading, above)) => (above.join(" › "), heading.clone()),
        None => (String::new(), String::new()),
    };
    Part {
        heading,
        path,
        standard_rating: passage.standard_rating.map(RatingView::new),
        passages: Vec::new(),
    }
}

fn passage_view(number: usize, passage: &Passage, begins: Option<u32>) -> PassageView {
    PassageView {
        anchor: format!("f{number}"),
        text: passage.text.clone(),
        page: passage.page,
        begins,
        polarity: match passage.polarity {
            Polarity::Strength => Some(("Strength", "strength")),
            Polarity::Improvement => Some(("Area for improvement", "improvement")),
            Polarity::Unstated => None,
        },
        is_bullet: passage.kind == probity_model::PassageKind::Bullet,
    }
}

fn related_view(related: Related) -> RelatedView {
    RelatedView {
        title: title(&related.title),
        href: page_url(related.document_id.as_str(), None, ""),
        why: related.why,
    }
}

fn file_view(file: &probity_catalogue::FileRecord) -> FileView {
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
    let corrections = &record.corrections;
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
