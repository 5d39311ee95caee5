//! Inspections of a unit, from the documents about it.

use probity_model::{Document, Inspected, Kind, Level, PartialDate, Rating};

use crate::wire::document::{KeyQuestionBody, ScoreBody, StandardBody, text};
use crate::wire::entities::Inspection;
use crate::wire::search::page_url;

/// An inspection: its report, and other forms of the same report.
pub(super) struct Found {
    pub(super) report: Document,
    pub(super) others: Vec<String>,
}

pub(super) fn inspections(level: Level, name: &str, reports: Vec<Document>) -> Vec<Found> {
    let mut reports: Vec<Document> = reports
        .into_iter()
        .filter(|report| is_inspection_of(report, level, name))
        .collect();
    reports.sort_by_key(place_in_time);
    let mut found: Vec<Found> = Vec::new();
    for report in reports {
        match found
            .iter_mut()
            .find(|known| same_inspection(name, &known.report, &report))
        {
            Some(known) => join(known, report),
            None => found.push(Found {
                report,
                others: Vec::new(),
            }),
        }
    }
    found
}

/// A release or an article tells of an inspection whose report is not here, where it gives the unit's rating
/// and its own date. One inspection makes news for months.
pub(super) fn add_those_only_told_of(
    inspections: &mut Vec<Found>,
    name: &str,
    others: &[Document],
) {
    let telling = others.iter().filter(|other| tells_of(other, name));
    let mut telling: Vec<(&Document, PartialDate)> = telling
        .filter_map(|other| Some((other, other.published?)))
        .collect();
    telling
        .sort_by_key(|(other, date)| (other.kind != Kind::PressRelease, *date, other.id.clone()));
    for (other, date) in telling {
        let is_known = inspections
            .iter()
            .any(|known| is_news_of(&known.report, other, date, name));
        if !is_known {
            inspections.push(Found {
                report: other.clone(),
                others: Vec::new(),
            });
        }
    }
    inspections.sort_by_key(|found| place_in_time(&found.report));
}

fn tells_of(other: &Document, name: &str) -> bool {
    let rated = unit_in(other, name).is_some_and(|unit| unit.rating.is_some());
    rated && matches!(other.kind, Kind::PressRelease | Kind::NewsArticle)
}

/// News keeps coming for so many months after an inspection was published. A unit is not inspected
/// again in that time.
const NEWS_FOR: i32 = 6;
/// A report is published within so many months of its fieldwork.
const REPORTED_AFTER: i32 = 8;

fn is_news_of(known: &Document, other: &Document, told: PartialDate, name: &str) -> bool {
    let rating = |document: &Document| unit_in(document, name).and_then(|unit| unit.rating);
    let months = |date: PartialDate| {
        let first = date.first_day();
        i32::from(first.year()) * 12 + i32::from(first.month())
    };
    let since = |date: PartialDate| (months(told) - months(date)).abs();
    let is_near = match (known.published, known.fieldwork_started) {
        // A year alone may be any month of it.
        (Some(published), _) if published.month().is_none() => told.year() == published.year(),
        (Some(published), _) => since(published) <= NEWS_FOR,
        (None, Some(fieldwork)) => since(fieldwork) <= REPORTED_AFTER + NEWS_FOR,
        (None, None) => true,
    };
    is_near && rating(known) == rating(other)
}

/// A report without units rated (the dynamic inspections of 2025 give none) is one of its level.
fn is_inspection_of(report: &Document, level: Level, name: &str) -> bool {
    if report.inspected.is_empty() {
        return report.level == level;
    }
    unit_in(report, name).is_some()
}

fn unit_in<'d>(report: &'d Document, name: &str) -> Option<&'d Inspected> {
    report.inspected.iter().find(|unit| unit.name == name)
}

/// Earliest first, undated last.
fn place_in_time(report: &Document) -> impl Ord + use<> {
    let date = report.fieldwork_started.or(report.published);
    (date.is_none(), date, report.id.clone())
}

/// Two reports are forms of one where they tell of the same month and the same result.
fn same_inspection(name: &str, one: &Document, other: &Document) -> bool {
    let rating = |report: &Document| unit_in(report, name).and_then(|unit| unit.rating);
    let month = |date: PartialDate| date.month().map(|month| (date.year(), month));
    let same = |a: Option<PartialDate>, b: Option<PartialDate>| match (a, b) {
        (Some(a), Some(b)) => Some(month(a).is_some() && month(a) == month(b)),
        _ => None,
    };
    let fieldwork = same(one.fieldwork_started, other.fieldwork_started);
    let published = same(one.published, other.published);
    rating(one) == rating(other) && fieldwork.or(published).unwrap_or(false)
}

/// The form with more in it stands for the inspection.
fn join(known: &mut Found, report: Document) {
    let richness = |report: &Document| {
        report.standards.len() + report.key_questions.len() + report.recommendations.len()
    };
    let other = if richness(&report) > richness(&known.report) {
        std::mem::replace(&mut known.report, report)
    } else {
        report
    };
    known.others.push(other.id.into());
}

pub(super) fn told(level: Level, name: &str, found: &Found) -> Inspection {
    let report = &found.report;
    let unit = unit_in(report, name);
    // The standards of a report are those of the unit it is about, not of others rated along with it.
    let own = report.level == level && report.inspected.len() <= 1;
    let standards = report.standards.iter().filter(|_| own).cloned();
    let key_questions = report.key_questions.iter().filter(|_| own).cloned();
    Inspection {
        document_id: report.id.to_string(),
        kind: report.kind.as_str(),
        other_documents: found.others.clone(),
        title: report.title.clone(),
        published: text(report.published),
        fieldwork_started: text(report.fieldwork_started),
        rating: unit.and_then(|unit| unit.rating).map(Rating::name),
        score: unit.and_then(|unit| unit.score).map(ScoreBody::from),
        previous_rating: unit.and_then(|unit| unit.previous_rating).map(Rating::name),
        standards: standards.map(StandardBody::from).collect(),
        key_questions: key_questions.map(KeyQuestionBody::from).collect(),
        url: page_url(report.id.as_str(), None, ""),
    }
}
