//! A document, whole and in short, and its pages.

use std::collections::BTreeMap;

use jiff::Timestamp;
use probity_catalogue::{Corrections, DocumentRecord, FileRecord, Related};
use probity_model::{Document, Inspected, PartialDate, Rating};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::wire::search::page_url;
use crate::wire::words::{AddresseeWord, KindWord, LevelWord, ProgressWord, RatingWord};

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

/// Units named in a document.
#[derive(Serialize, ToSchema)]
#[schema(as = Mentions)]
pub(crate) struct MentionsBody {
    /// Names of regions.
    pub(crate) regions: Vec<String>,
    /// Names of PDUs.
    pub(crate) pdus: Vec<String>,
}

/// One unit inspected, and its result.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = Inspected)]
pub(crate) struct InspectedBody {
    /// The unit's name.
    pub(crate) name: String,
    /// `pdu` or `region`.
    #[schema(value_type = LevelWord)]
    pub(crate) level: &'static str,
    /// Its overall rating.
    #[schema(value_type = Option<RatingWord>)]
    pub(crate) rating: Option<&'static str>,
    /// Its score.
    pub(crate) score: Option<ScoreBody>,
    /// Its overall rating in the inspection before.
    #[schema(value_type = Option<RatingWord>)]
    pub(crate) previous_rating: Option<&'static str>,
}

impl From<Inspected> for InspectedBody {
    fn from(unit: Inspected) -> Self {
        Self {
            name: unit.name,
            level: unit.level.as_str(),
            rating: unit.rating.map(Rating::name),
            score: unit.score.map(ScoreBody::from),
            previous_rating: unit.previous_rating.map(Rating::name),
        }
    }
}

/// Points of an inspection.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Score)]
pub(crate) struct ScoreBody {
    /// Points reached.
    pub(crate) points: u8,
    /// The most that could be had.
    pub(crate) out_of: u8,
}

impl From<probity_model::Score> for ScoreBody {
    fn from(score: probity_model::Score) -> Self {
        Self {
            points: score.points(),
            out_of: score.out_of(),
        }
    }
}

/// A standard and how it was rated.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = Standard)]
pub(crate) struct StandardBody {
    /// As printed: `P 1.1`. The same number means other standards in other rounds.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Null for an unrated standard.
    #[schema(value_type = Option<RatingWord>)]
    pub(crate) rating: Option<&'static str>,
    /// Where it is rated.
    pub(crate) page: Option<u32>,
}

impl From<probity_model::StandardRating> for StandardBody {
    fn from(standard: probity_model::StandardRating) -> Self {
        Self {
            id: standard.id,
            name: standard.name,
            rating: standard.rating.map(Rating::name),
            page: standard.page,
        }
    }
}

/// A key question and the share of inspected cases answered "Yes".
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = KeyQuestion)]
pub(crate) struct KeyQuestionBody {
    /// Name of the standard.
    pub(crate) standard: String,
    /// The question, as printed.
    pub(crate) question: String,
    /// 0 to 100.
    pub(crate) percent: u8,
    /// Where it stands.
    pub(crate) page: Option<u32>,
}

impl From<probity_model::KeyQuestion> for KeyQuestionBody {
    fn from(question: probity_model::KeyQuestion) -> Self {
        Self {
            standard: question.standard,
            question: question.question,
            percent: question.percent,
            page: question.page,
        }
    }
}

/// A recommendation.
#[derive(Serialize, ToSchema)]
#[schema(as = Recommendation)]
pub(crate) struct RecommendationBody {
    /// Its id as a hit.
    pub(crate) id: String,
    /// Its printed number.
    pub(crate) number: Option<u32>,
    /// Who should do it, as printed.
    pub(crate) addressee: Option<String>,
    /// What the addressee is.
    #[schema(value_type = AddresseeWord)]
    pub(crate) addressee_kind: &'static str,
    /// What is recommended.
    pub(crate) text: String,
    /// Where it stands.
    pub(crate) page: Option<u32>,
}

impl RecommendationBody {
    fn new(id: String, given: probity_model::Recommendation) -> Self {
        Self {
            id,
            number: given.number,
            addressee: given.addressee,
            addressee_kind: given.addressee_kind.as_str(),
            text: given.text,
            page: given.page,
        }
    }
}

/// A recommendation of an earlier inspection, with what became of it.
#[derive(Serialize, ToSchema)]
#[schema(as = PreviousRecommendation)]
pub(crate) struct PreviousRecommendationBody {
    /// What had been recommended.
    pub(crate) text: String,
    /// What was done about it.
    pub(crate) action: Option<String>,
    /// How far that went.
    #[schema(value_type = Option<ProgressWord>)]
    pub(crate) progress: Option<&'static str>,
    /// Whether improvement is still required.
    pub(crate) improvement_required: Option<bool>,
    /// Where it stands.
    pub(crate) page: Option<u32>,
}

impl From<probity_model::PreviousRecommendation> for PreviousRecommendationBody {
    fn from(earlier: probity_model::PreviousRecommendation) -> Self {
        Self {
            text: earlier.text,
            action: earlier.action,
            progress: earlier.progress.map(probity_model::Progress::as_str),
            improvement_required: earlier.improvement_required,
            page: earlier.page,
        }
    }
}

/// A heading.
#[derive(Serialize, ToSchema)]
#[schema(as = Section)]
pub(crate) struct SectionBody {
    /// Its words.
    pub(crate) heading: String,
    /// From 1, the highest.
    pub(crate) level: u8,
    /// Where it stands.
    pub(crate) page: Option<u32>,
}

impl From<probity_model::Section> for SectionBody {
    fn from(section: probity_model::Section) -> Self {
        Self {
            heading: section.heading,
            level: section.level,
            page: section.page,
        }
    }
}

/// A file that holds the document.
#[derive(Serialize, ToSchema)]
#[schema(as = DocumentFile)]
pub(crate) struct FileBody {
    /// Relative to the watch folder.
    pub(crate) path: String,
    /// Format found in its content.
    pub(crate) media_type: Option<String>,
    /// Its size.
    pub(crate) bytes: u64,
    /// When it was last changed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) modified: Option<Timestamp>,
}

impl From<FileRecord> for FileBody {
    fn from(file: FileRecord) -> Self {
        Self {
            path: file.path,
            media_type: file.media_type,
            bytes: file.bytes,
            modified: file.modified,
        }
    }
}

/// Where a rule read a field.
#[derive(Serialize, ToSchema)]
#[schema(as = Evidence)]
pub(crate) struct EvidenceBody {
    /// The page; null in a document without pages.
    pub(crate) page: Option<u32>,
    /// The words it was read from.
    pub(crate) text: String,
}

impl From<probity_model::Evidence> for EvidenceBody {
    fn from(evidence: probity_model::Evidence) -> Self {
        Self {
            page: evidence.page,
            text: evidence.text,
        }
    }
}

/// A document that has to do with another.
#[derive(Serialize, ToSchema)]
#[schema(as = Related)]
pub(crate) struct RelatedBody {
    /// The other document.
    pub(crate) document_id: String,
    /// Its title.
    pub(crate) title: String,
    /// What it has to do with this one.
    pub(crate) why: String,
}

impl From<Related> for RelatedBody {
    fn from(related: Related) -> Self {
        Self {
            document_id: related.document_id.into(),
            title: related.title,
            why: related.why,
        }
    }
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

/// The text of a page with its place on the page.
#[derive(Serialize, ToSchema)]
#[schema(as = Page)]
pub(crate) struct PageBody {
    /// The page's number, from 1.
    pub(crate) page: u32,
    /// Width in points.
    pub(crate) width: f32,
    /// Height in points.
    pub(crate) height: f32,
    /// Lines in reading order.
    pub(crate) lines: Vec<LineBody>,
    /// A picture of the page, as PNG; null where there is none.
    pub(crate) image_url: Option<String>,
}

/// One printed line.
#[derive(Serialize, ToSchema)]
#[schema(as = Line)]
pub(crate) struct LineBody {
    /// The line as printed.
    pub(crate) text: String,
    /// Left, top, right and bottom in points from the page's top left corner.
    pub(crate) bbox: [f32; 4],
}

impl PageBody {
    /// The page of this document. Only PDF files have pages, so every page has a picture.
    pub(crate) fn new(id: &str, page: probity_model::PageText) -> Self {
        let lines = page.lines.into_iter();
        Self {
            page: page.page,
            width: page.width,
            height: page.height,
            lines: lines
                .map(|line| LineBody {
                    text: line.text,
                    bbox: line.bbox,
                })
                .collect(),
            image_url: Some(crate::api::picture::address(id, page.page)),
        }
    }
}
