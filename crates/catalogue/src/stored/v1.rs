//! The stored form of a document, version 1.

use std::collections::BTreeMap;

use probity_model as model;
use serde::{Deserialize, Serialize};

use super::names::{Named, of_optional, optional};

#[derive(Serialize, Deserialize)]
pub(super) struct Document {
    kind: String,
    level: String,
    title: String,
    language: Option<String>,
    publisher: Option<String>,
    regions: Vec<String>,
    pdus: Vec<String>,
    mentioned_regions: Vec<String>,
    mentioned_pdus: Vec<String>,
    inspected: Vec<Inspected>,
    rating: Option<String>,
    score: Option<Score>,
    published: Option<String>,
    fieldwork_started: Option<String>,
    chief_inspector: Option<String>,
    lead_inspector: Option<String>,
    isbn: Option<String>,
    standards: Vec<Standard>,
    key_questions: Vec<KeyQuestion>,
    recommendations: Vec<Recommendation>,
    previous_recommendations: Vec<PreviousRecommendation>,
    sections: Vec<Section>,
    passages: Vec<Passage>,
    pages: Option<u32>,
    warnings: Vec<String>,
    evidence: BTreeMap<String, Evidence>,
}

#[derive(Serialize, Deserialize)]
struct Inspected {
    name: String,
    level: String,
    rating: Option<String>,
    score: Option<Score>,
    previous_rating: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Score {
    points: u8,
    out_of: u8,
}

#[derive(Serialize, Deserialize)]
struct Standard {
    id: String,
    name: String,
    rating: Option<String>,
    page: Option<u32>,
}

#[derive(Serialize, Deserialize)]
struct KeyQuestion {
    standard: String,
    question: String,
    percent: u8,
    page: Option<u32>,
}

#[derive(Serialize, Deserialize)]
struct Recommendation {
    number: Option<u32>,
    addressee: Option<String>,
    addressee_kind: String,
    text: String,
    page: Option<u32>,
}

#[derive(Serialize, Deserialize)]
struct PreviousRecommendation {
    text: String,
    action: Option<String>,
    progress: Option<String>,
    improvement_required: Option<bool>,
    page: Option<u32>,
}

#[derive(Serialize, Deserialize)]
struct Section {
    heading: String,
    level: u8,
    page: Option<u32>,
}

#[derive(Serialize, Deserialize)]
struct Passage {
    kind: String,
    section: Vec<String>,
    standard: Option<String>,
    standard_rating: Option<String>,
    polarity: String,
    page: Option<u32>,
    text: String,
    measures: Vec<Measure>,
}

#[derive(Serialize, Deserialize)]
struct Measure {
    value: Option<f64>,
    of: Option<f64>,
    percent: Option<f64>,
    about: String,
}

#[derive(Serialize, Deserialize)]
struct Evidence {
    page: Option<u32>,
    text: String,
}

impl From<&model::Document> for Document {
    fn from(document: &model::Document) -> Self {
        Self {
            kind: document.kind.stored().to_owned(),
            level: document.level.stored().to_owned(),
            title: document.title.clone(),
            language: document.language.clone(),
            publisher: document.publisher.clone(),
            regions: document.regions.clone(),
            pdus: document.pdus.clone(),
            mentioned_regions: document.mentions.regions.clone(),
            mentioned_pdus: document.mentions.pdus.clone(),
            inspected: document.inspected.iter().map(Inspected::from).collect(),
            rating: optional(document.rating),
            score: document.score.map(Score::from),
            published: document.published.map(String::from),
            fieldwork_started: document.fieldwork_started.map(String::from),
            chief_inspector: document.chief_inspector.clone(),
            lead_inspector: document.lead_inspector.clone(),
            isbn: document.isbn.clone(),
            standards: document.standards.iter().map(Standard::from).collect(),
            key_questions: document
                .key_questions
                .iter()
                .map(KeyQuestion::from)
                .collect(),
            recommendations: document
                .recommendations
                .iter()
                .map(Recommendation::from)
                .collect(),
            previous_recommendations: document
                .previous_recommendations
                .iter()
                .map(PreviousRecommendation::from)
                .collect(),
            sections: document.sections.iter().map(Section::from).collect(),
            passages: document.passages.iter().map(Passage::from).collect(),
            pages: document.pages,
            warnings: document.warnings.clone(),
            evidence: document
                .evidence
                .iter()
                .map(|(field, evidence)| (field.clone(), Evidence::from(evidence)))
                .collect(),
        }
    }
}

impl Document {
    pub(super) fn into_model(self, id: model::DocumentId) -> model::Document {
        model::Document {
            id,
            kind: model::Kind::of_stored(&self.kind).unwrap_or(model::Kind::Other),
            level: model::Level::of_stored(&self.level).unwrap_or(model::Level::Other),
            title: self.title,
            language: self.language,
            publisher: self.publisher,
            regions: self.regions,
            pdus: self.pdus,
            mentions: model::Mentions {
                regions: self.mentioned_regions,
                pdus: self.mentioned_pdus,
            },
            inspected: self
                .inspected
                .into_iter()
                .map(Inspected::into_model)
                .collect(),
            rating: of_optional(self.rating.as_ref()),
            score: self.score.and_then(Score::into_model),
            published: self.published.and_then(|date| date.parse().ok()),
            fieldwork_started: self.fieldwork_started.and_then(|date| date.parse().ok()),
            chief_inspector: self.chief_inspector,
            lead_inspector: self.lead_inspector,
            isbn: self.isbn,
            standards: self
                .standards
                .into_iter()
                .map(Standard::into_model)
                .collect(),
            key_questions: self
                .key_questions
                .into_iter()
                .map(KeyQuestion::into_model)
                .collect(),
            recommendations: self
                .recommendations
                .into_iter()
                .map(Recommendation::into_model)
                .collect(),
            previous_recommendations: self
                .previous_recommendations
                .into_iter()
                .map(PreviousRecommendation::into_model)
                .collect(),
            sections: self.sections.into_iter().map(Section::into_model).collect(),
            passages: self.passages.into_iter().map(Passage::into_model).collect(),
            pages: self.pages,
            warnings: self.warnings,
            evidence: self
                .evidence
                .into_iter()
                .map(|(field, evidence)| (field, evidence.into_model()))
                .collect(),
        }
    }
}

impl From<&model::Inspected> for Inspected {
    fn from(unit: &model::Inspected) -> Self {
        Self {
            name: unit.name.clone(),
            level: unit.level.stored().to_owned(),
            rating: optional(unit.rating),
            score: unit.score.map(Score::from),
            previous_rating: optional(unit.previous_rating),
        }
    }
}

impl Inspected {
    fn into_model(self) -> model::Inspected {
        model::Inspected {
            name: self.name,
            level: model::Level::of_stored(&self.level).unwrap_or(model::Level::Other),
            rating: of_optional(self.rating.as_ref()),
            score: self.score.and_then(Score::into_model),
            previous_rating: of_optional(self.previous_rating.as_ref()),
        }
    }
}

impl From<model::Score> for Score {
    fn from(score: model::Score) -> Self {
        Self {
            points: score.points(),
            out_of: score.out_of(),
        }
    }
}

impl Score {
    fn into_model(self) -> Option<model::Score> {
        model::Score::new(self.points, self.out_of).ok()
    }
}

impl From<&model::StandardRating> for Standard {
    fn from(standard: &model::StandardRating) -> Self {
        Self {
            id: standard.id.clone(),
            name: standard.name.clone(),
            rating: optional(standard.rating),
            page: standard.page,
        }
    }
}

impl Standard {
    fn into_model(self) -> model::StandardRating {
        model::StandardRating {
            id: self.id,
            name: self.name,
            rating: of_optional(self.rating.as_ref()),
            page: self.page,
        }
    }
}

impl From<&model::KeyQuestion> for KeyQuestion {
    fn from(key_question: &model::KeyQuestion) -> Self {
        Self {
            standard: key_question.standard.clone(),
            question: key_question.question.clone(),
            percent: key_question.percent,
            page: key_question.page,
        }
    }
}

impl KeyQuestion {
    fn into_model(self) -> model::KeyQuestion {
        model::KeyQuestion {
            standard: self.standard,
            question: self.question,
            percent: self.percent,
            page: self.page,
        }
    }
}

impl From<&model::Recommendation> for Recommendation {
    fn from(recommendation: &model::Recommendation) -> Self {
        Self {
            number: recommendation.number,
            addressee: recommendation.addressee.clone(),
            addressee_kind: recommendation.addressee_kind.stored().to_owned(),
            text: recommendation.text.clone(),
            page: recommendation.page,
        }
    }
}

impl Recommendation {
    fn into_model(self) -> model::Recommendation {
        model::Recommendation {
            number: self.number,
            addressee: self.addressee,
            addressee_kind: model::AddresseeKind::of_stored(&self.addressee_kind)
                .unwrap_or(model::AddresseeKind::Other),
            text: self.text,
            page: self.page,
        }
    }
}

impl From<&model::PreviousRecommendation> for PreviousRecommendation {
    fn from(previous: &model::PreviousRecommendation) -> Self {
        Self {
            text: previous.text.clone(),
            action: previous.action.clone(),
            progress: optional(previous.progress),
            improvement_required: previous.improvement_required,
            page: previous.page,
        }
    }
}

impl PreviousRecommendation {
    fn into_model(self) -> model::PreviousRecommendation {
        model::PreviousRecommendation {
            text: self.text,
            action: self.action,
            progress: of_optional(self.progress.as_ref()),
            improvement_required: self.improvement_required,
            page: self.page,
        }
    }
}

impl From<&model::Section> for Section {
    fn from(section: &model::Section) -> Self {
        Self {
            heading: section.heading.clone(),
            level: section.level,
            page: section.page,
        }
    }
}

impl Section {
    fn into_model(self) -> model::Section {
        model::Section {
            heading: self.heading,
            level: self.level,
            page: self.page,
        }
    }
}

impl From<&model::Passage> for Passage {
    fn from(passage: &model::Passage) -> Self {
        Self {
            kind: passage.kind.stored().to_owned(),
            section: passage.section.clone(),
            standard: passage.standard.clone(),
            standard_rating: optional(passage.standard_rating),
            polarity: passage.polarity.stored().to_owned(),
            page: passage.page,
            text: passage.text.clone(),
            measures: passage.measures.iter().map(Measure::from).collect(),
        }
    }
}

impl Passage {
    fn into_model(self) -> model::Passage {
        model::Passage {
            kind: model::PassageKind::of_stored(&self.kind)
                .unwrap_or(model::PassageKind::Paragraph),
            section: self.section,
            standard: self.standard,
            standard_rating: of_optional(self.standard_rating.as_ref()),
            polarity: model::Polarity::of_stored(&self.polarity)
                .unwrap_or(model::Polarity::Unstated),
            page: self.page,
            text: self.text,
            measures: self.measures.into_iter().map(Measure::into_model).collect(),
        }
    }
}

impl From<&model::Measure> for Measure {
    fn from(measure: &model::Measure) -> Self {
        Self {
            value: measure.value,
            of: measure.of,
            percent: measure.percent,
            about: measure.about.clone(),
        }
    }
}

impl Measure {
    fn into_model(self) -> model::Measure {
        model::Measure {
            value: self.value,
            of: self.of,
            percent: self.percent,
            about: self.about,
        }
    }
}

impl From<&model::Evidence> for Evidence {
    fn from(evidence: &model::Evidence) -> Self {
        Self {
            page: evidence.page,
            text: evidence.text.clone(),
        }
    }
}

impl Evidence {
    fn into_model(self) -> model::Evidence {
        model::Evidence {
            page: self.page,
            text: self.text,
        }
    }
}
