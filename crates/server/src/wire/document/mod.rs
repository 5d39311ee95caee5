//! A document, whole and in short, and its pages.

mod page;
mod parts;

use std::collections::BTreeMap;

use jiff::Timestamp;
use probity_catalogue::{Corrections, DocumentRecord, Related};
use probity_model::{Document, PartialDate, Rating};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::wire::search::page_url;
use crate::wire::words::{KindWord, LevelWord, RatingWord};
pub(crate) use page::PageBody;
use parts::{
    EvidenceBody, FileBody, InspectedBody, MentionsBody, PreviousRecommendationBody,
    RecommendationBody, RelatedBody, SectionBody,
};
pub(crate) use parts::{KeyQuestionBody, ScoreBody, StandardBody};

/// Everything known about a document.
#[derive(Serialize, ToSchema)]
#[schema(as = Document)]
pub(crate) struct DocumentBody {
    /// Derived from the file's content.
    pub(crate) id: String,
    /// What kind of document it is.
    #[schema(value_type = KindWord)]
    pub(crate) kind: &'static str,
    /// What the inspection it is about looked at.
    #[schema(value_type = LevelWord)]
    pub(crate) level: &'static str,
    /// Its headline or the title on its cover; empty where it has none.
    pub(crate) title: String,
    /// BCP 47, as the file declares it.
    pub(crate) language: Option<String>,
    /// Names of the regions it is about.
    pub(crate) regions: Vec<String>,
    /// Names of the PDUs it is about.
    pub(crate) pdus: Vec<String>,
    /// Units named in it.
    pub(crate) mentions: MentionsBody,
    /// The units inspected, each with its own result.
    pub(crate) inspected: Vec<InspectedBody>,
    /// The overall rating, where there is one unit or all agree.
    #[schema(value_type = Option<RatingWord>)]
    pub(crate) rating: Option<&'static str>,
    /// The score, where there is one unit or all agree.
    pub(crate) score: Option<ScoreBody>,
    /// When it was published, as precisely as it is known.
    pub(crate) published: Option<String>,
    /// The year of publication.
    pub(crate) year: Option<i16>,
    /// When the fieldwork of the inspection began.
    pub(crate) fieldwork_started: Option<String>,
    /// The Chief Inspector who signed or is quoted.
    pub(crate) chief_inspector: Option<String>,
    /// The inspector who led the inspection.
    pub(crate) lead_inspector: Option<String>,
    /// As printed, with its hyphens.
    pub(crate) isbn: Option<String>,
    /// Who published it.
    pub(crate) publisher: Option<String>,
    /// The standards and their ratings, in printed order.
    pub(crate) standards: Vec<StandardBody>,
    /// Key questions and the share of cases answered "Yes".
    pub(crate) key_questions: Vec<KeyQuestionBody>,
    /// What it recommends.
    pub(crate) recommendations: Vec<RecommendationBody>,
    /// What an earlier report recommended, and what became of it.
    pub(crate) previous_recommendations: Vec<PreviousRecommendationBody>,
    /// Headings, in order.
    pub(crate) sections: Vec<SectionBody>,
    /// How many pages the file has; null for a document without pages.
    pub(crate) pages: Option<u32>,
    /// The files that hold it.
    pub(crate) files: Vec<FileBody>,
    /// When it was first read.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) ingested_at: Timestamp,
    /// What was doubtful when it was read.
    pub(crate) warnings: Vec<String>,
    /// For each field that a rule read: where.
    pub(crate) evidence: BTreeMap<String, EvidenceBody>,
    /// What a person set right, by field.
    #[schema(value_type = BTreeMap<String, Value>)]
    pub(crate) corrections: BTreeMap<&'static str, Value>,
    /// Documents that have to do with it.
    pub(crate) related: Vec<RelatedBody>,
    /// The web page that shows it.
    pub(crate) url: String,
}

impl DocumentBody {
    pub(crate) fn new(record: DocumentRecord, related: Vec<Related>) -> Self {
        let corrections = record.all_corrections();
        let DocumentRecord {
            document,
            files,
            ingested_at,
            ..
        } = record;
        let (id, year) = (document.id.clone(), document.year());
        let recommendations = document.recommendations.into_iter().enumerate();
        let evidence = document.evidence.into_iter();
        Self {
            url: page_url(id.as_str(), None, ""),
            kind: document.kind.as_str(),
            level: document.level.as_str(),
            title: document.title,
            language: document.language,
            regions: document.regions,
            pdus: document.pdus,
            mentions: MentionsBody {
                regions: document.mentions.regions,
                pdus: document.mentions.pdus,
            },
            inspected: document
                .inspected
                .into_iter()
                .map(InspectedBody::from)
                .collect(),
            rating: document.rating.map(Rating::name),
            score: document.score.map(ScoreBody::from),
            published: text(document.published),
            year,
            fieldwork_started: text(document.fieldwork_started),
            chief_inspector: document.chief_inspector,
            lead_inspector: document.lead_inspector,
            isbn: document.isbn,
            publisher: document.publisher,
            standards: mapped(document.standards),
            key_questions: mapped(document.key_questions),
            recommendations: recommendations
                .map(|(place, given)| RecommendationBody::new(id.recommendation(place), given))
                .collect(),
            previous_recommendations: mapped(document.previous_recommendations),
            sections: mapped(document.sections),
            pages: document.pages,
            files: mapped(files),
            ingested_at,
            warnings: document.warnings,
            evidence: evidence
                .map(|(field, found)| (field, EvidenceBody::from(found)))
                .collect(),
            corrections: corrections_by_field(&corrections),
            related: mapped(related),
            id: id.into(),
        }
    }
}

fn mapped<A, B: From<A>>(values: Vec<A>) -> Vec<B> {
    values.into_iter().map(B::from).collect()
}

/// The date as the API writes it.
pub(crate) fn text(date: Option<PartialDate>) -> Option<String> {
    date.map(|date| date.to_string())
}

/// The corrected fields and their values.
fn corrections_by_field(corrections: &Corrections) -> BTreeMap<&'static str, Value> {
    let regions = corrections.regions.as_ref().map(|names| json!(names));
    let pdus = corrections.pdus.as_ref().map(|names| json!(names));
    let rating = corrections
        .rating
        .map(|rating| json!(rating.map(Rating::name)));
    let published = corrections.published.map(|date| json!(text(date)));
    let title = corrections.title.as_ref().map(|title| json!(title));
    let kind = corrections.kind.map(|kind| json!(kind.as_str()));
    let fields = [
        ("regions", regions),
        ("pdus", pdus),
        ("rating", rating),
        ("published", published),
        ("title", title),
        ("kind", kind),
    ];
    let corrected = fields.into_iter();
    corrected
        .filter_map(|(field, value)| Some((field, value?)))
        .collect()
}

/// A page of the list of documents.
#[derive(Serialize, ToSchema)]
pub(crate) struct DocumentList {
    /// The documents.
    pub(crate) documents: Vec<DocumentSummary>,
    /// How many there are in all.
    pub(crate) total: u64,
    /// The `cursor` of the next page; null at the end.
    pub(crate) next: Option<String>,
    /// What of the question was ignored or changed.
    pub(crate) warnings: Vec<String>,
}

/// A document in short.
#[derive(Serialize, ToSchema)]
pub(crate) struct DocumentSummary {
    /// The document's id.
    pub(crate) id: String,
    /// What kind of document it is.
    #[schema(value_type = KindWord)]
    pub(crate) kind: &'static str,
    /// What the inspection it is about looked at.
    #[schema(value_type = LevelWord)]
    pub(crate) level: &'static str,
    /// Its title; empty where it has none.
    pub(crate) title: String,
    /// Who published it.
    pub(crate) publisher: Option<String>,
    /// Names of the regions it is about.
    pub(crate) regions: Vec<String>,
    /// Names of the PDUs it is about.
    pub(crate) pdus: Vec<String>,
    /// The units inspected, each with its own result.
    pub(crate) inspected: Vec<InspectedBody>,
    /// The overall rating, where there is one unit or all agree.
    #[schema(value_type = Option<RatingWord>)]
    pub(crate) rating: Option<&'static str>,
    /// The score, where there is one unit or all agree.
    pub(crate) score: Option<ScoreBody>,
    /// When it was published.
    pub(crate) published: Option<String>,
    /// The year of publication.
    pub(crate) year: Option<i16>,
    /// When the fieldwork of the inspection began.
    pub(crate) fieldwork_started: Option<String>,
    /// How many pages the file has; null for a document without pages.
    pub(crate) pages: Option<u32>,
    /// When it was first read.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) ingested_at: Timestamp,
    /// The web page that shows it.
    pub(crate) url: String,
}

impl From<DocumentRecord> for DocumentSummary {
    fn from(record: DocumentRecord) -> Self {
        let document: Document = record.document;
        Self {
            url: page_url(document.id.as_str(), None, ""),
            year: document.year(),
            id: document.id.into(),
            kind: document.kind.as_str(),
            level: document.level.as_str(),
            title: document.title,
            publisher: document.publisher,
            regions: document.regions,
            pdus: document.pdus,
            inspected: mapped(document.inspected),
            rating: document.rating.map(Rating::name),
            score: document.score.map(ScoreBody::from),
            published: text(document.published),
            fieldwork_started: text(document.fieldwork_started),
            pages: document.pages,
            ingested_at: record.ingested_at,
        }
    }
}
