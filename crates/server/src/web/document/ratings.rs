//! Ratings of units and standards, and key questions as bars.

use probity_model::{Document, Rating};

use crate::web::{reader, words};

/// A rating: never its colour without its word.
pub(super) struct RatingView {
    pub(super) word: &'static str,
    pub(super) class: &'static str,
}

impl RatingView {
    pub(super) fn new(rating: Rating) -> Self {
        let word = rating.name();
        Self {
            word,
            class: words::rating_class(word),
        }
    }
}

/// A unit and its result.
pub(super) struct InspectedView {
    pub(super) name: String,
    pub(super) rating: Option<RatingView>,
    pub(super) score: Option<String>,
    pub(super) previous: Option<RatingView>,
}

/// A standard and its rating.
pub(super) struct StandardView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) rating: Option<RatingView>,
    /// The first finding of the standard.
    pub(super) findings: Option<String>,
    pub(super) page: Option<u32>,
    pub(super) printed: Option<String>,
}

/// The key questions of a standard.
pub(super) struct QuestionGroup {
    pub(super) standard: String,
    pub(super) questions: Vec<QuestionView>,
}

/// A key question.
pub(super) struct QuestionView {
    pub(super) question: String,
    pub(super) percent: u8,
}

/// The units inspected.
pub(super) fn inspected(document: &Document) -> Vec<InspectedView> {
    let units = document.inspected.iter().map(|unit| InspectedView {
        name: unit.name.clone(),
        rating: unit.rating.map(RatingView::new),
        score: unit.score.map(|score| score.to_string()),
        previous: unit.previous_rating.map(RatingView::new),
    });
    units.collect()
}

/// The standards in printed order.
pub(super) fn standards(document: &Document) -> Vec<StandardView> {
    let first_finding = |name: &str| {
        let mut passages = document.passages.iter();
        let place = passages.position(|passage| passage.standard.as_deref() == Some(name));
        place.map(|place| format!("#f{place}"))
    };
    let standards = document.standards.iter().map(|standard| StandardView {
        id: standard.id.clone(),
        name: standard.name.clone(),
        rating: standard.rating.map(RatingView::new),
        findings: first_finding(&standard.name),
        page: standard.page,
        printed: standard
            .page
            .map(|page| reader::address_of_words(&document.id, page, &standard.name)),
    });
    standards.collect()
}

/// The key questions under their standards, in printed order.
pub(super) fn questions(document: &Document) -> Vec<QuestionGroup> {
    let mut groups: Vec<QuestionGroup> = Vec::new();
    for found in &document.key_questions {
        if groups
            .last()
            .is_none_or(|group| group.standard != found.standard)
        {
            groups.push(QuestionGroup {
                standard: found.standard.clone(),
                questions: Vec::new(),
            });
        }
        if let Some(group) = groups.last_mut() {
            group.questions.push(QuestionView {
                question: found.question.clone(),
                percent: found.percent,
            });
        }
    }
    groups
}
