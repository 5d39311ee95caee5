//! The story of a unit: its inspections in order, its recommendations and their fate, its news.

use std::collections::BTreeSet;

use probity_catalogue::DocumentRecord;
use probity_model::{
    Document, Inspected, Kind, Level, PartialDate, PreviousRecommendation, Progress, Rating,
};

use crate::wire::document::{KeyQuestionBody, ScoreBody, StandardBody, text};
use crate::wire::entities::{
    FollowedRecommendation, Inspection, LaterProgress, NewsItem, Repeated, Story,
};
use crate::wire::search::page_url;

/// Tells a unit's story from the documents about it.
pub(crate) fn story(
    level: Level,
    name: &str,
    latest_rating: Option<&'static str>,
    records: Vec<DocumentRecord>,
) -> Story {
    let documents = records.into_iter().map(|record| record.document);
    let (reports, others): (Vec<Document>, Vec<Document>) =
        documents.partition(|document| document.kind == Kind::InspectionReport);
    let mut inspections = inspections(level, name, reports);
    add_those_only_told_of(&mut inspections, name, &others);
    let told = |found: &Found| told(level, name, found);
    Story {
        latest_rating,
        recommendations: recommendations(&inspections),
        inspections: inspections.iter().map(told).collect(),
        news: news(others),
    }
}

/// An inspection: its report, and other forms of the same report.
struct Found {
    report: Document,
    others: Vec<String>,
}

fn inspections(level: Level, name: &str, reports: Vec<Document>) -> Vec<Found> {
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
fn add_those_only_told_of(inspections: &mut Vec<Found>, name: &str, others: &[Document]) {
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

fn told(level: Level, name: &str, found: &Found) -> Inspection {
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

/// What each report recommends, with what the first later report says of it. What later reports
/// tell of recommendations whose own report is not here stands before those of the later report.
fn recommendations(inspections: &[Found]) -> Vec<FollowedRecommendation> {
    let mut followed: Vec<FollowedRecommendation> = Vec::new();
    for Found { report, .. } in inspections {
        let mut strangers = Vec::new();
        for (place, earlier) in report.previous_recommendations.iter().enumerate() {
            let later = later_progress(report, earlier);
            match best_match(&mut followed, &earlier.text) {
                Some(known) => known.later = Some(later),
                None => strangers.push(FollowedRecommendation {
                    id: report.id.previous_recommendation(place),
                    document_id: None,
                    published: None,
                    number: None,
                    addressee: None,
                    addressee_kind: None,
                    text: earlier.text.clone(),
                    page: None,
                    later: Some(later),
                    repeats: None,
                }),
            }
        }
        followed.extend(strangers);
        let mut made: Vec<FollowedRecommendation> = made_by(report).collect();
        for new in &mut made {
            new.repeats = repeated(&followed, &new.text);
        }
        followed.extend(made);
    }
    followed
}

fn made_by(report: &Document) -> impl Iterator<Item = FollowedRecommendation> {
    let made = report.recommendations.iter().enumerate();
    made.map(|(place, made)| FollowedRecommendation {
        id: report.id.recommendation(place),
        document_id: Some(report.id.to_string()),
        published: text(report.published),
        number: made.number,
        addressee: made.addressee.clone(),
        addressee_kind: Some(made.addressee_kind.as_str()),
        text: made.text.clone(),
        page: made.page,
        later: None,
        repeats: None,
    })
}

fn later_progress(report: &Document, earlier: &PreviousRecommendation) -> LaterProgress {
    LaterProgress {
        document_id: report.id.to_string(),
        published: text(report.published),
        progress: earlier.progress.map(Progress::as_str),
        action: earlier.action.clone(),
        improvement_required: earlier.improvement_required,
        page: earlier.page,
    }
}

/// How much of two wordings must be the same for them to be one recommendation: later reports
/// repeat it, but for an addressee put before it or a few words cut.
const ALIKE: f32 = 0.7;

fn best_match<'f>(
    followed: &'f mut [FollowedRecommendation],
    text: &str,
) -> Option<&'f mut FollowedRecommendation> {
    let open = followed.iter_mut().filter(|known| known.later.is_none());
    let rated = open.map(|known| (alikeness(&known.text, text), known));
    let alike = rated.filter(|(alikeness, _)| *alikeness >= ALIKE);
    let best = alike.max_by(|(a, _), (b, _)| a.total_cmp(b));
    best.map(|(_, known)| known)
}

/// The recommendation of an earlier inspection that a new one repeats.
fn repeated(followed: &[FollowedRecommendation], text: &str) -> Option<Repeated> {
    let compared = followed
        .iter()
        .map(|known| (alikeness(&known.text, text), known));
    let alike = compared.filter(|(alikeness, _)| *alikeness >= ALIKE);
    let (_, best) = alike.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    Some(Repeated {
        id: best.id.clone(),
        document_id: best.document_id.clone(),
        published: best.published.clone(),
    })
}

/// The share of words that two texts have in common (Dice's coefficient): 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "counts of words in a sentence")]
fn alikeness(one: &str, other: &str) -> f32 {
    let (one, other) = (words(one), words(other));
    let all = one.len() + other.len();
    if all == 0 {
        return 0.0;
    }
    2.0 * one.intersection(&other).count() as f32 / all as f32
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

fn news(mut documents: Vec<Document>) -> Vec<NewsItem> {
    documents.sort_by(|a, b| (b.published, &a.id).cmp(&(a.published, &b.id)));
    let items = documents.into_iter().map(|document| NewsItem {
        url: page_url(document.id.as_str(), None, ""),
        document_id: document.id.into(),
        kind: document.kind.as_str(),
        title: document.title,
        publisher: document.publisher,
        published: text(document.published),
    });
    items.collect()
}

#[cfg(test)]
mod tests {
    use probity_model::{AddresseeKind, Recommendation};

    use super::*;

    const UNIT: &str = "Upper Vale";

    fn report(digit: char, fieldwork: &str, rating: Rating) -> Document {
        let id = digit.to_string().repeat(24).parse().unwrap();
        Document {
            kind: Kind::InspectionReport,
            level: Level::Pdu,
            fieldwork_started: fieldwork.parse().ok(),
            inspected: vec![Inspected {
                name: UNIT.to_owned(),
                level: Level::Pdu,
                rating: Some(rating),
                score: None,
                previous_rating: None,
            }],
            ..Document::unknown(id)
        }
    }

    fn recommending(mut report: Document, text: &str) -> Document {
        report.recommendations.push(Recommendation {
            number: Some(1),
            addressee: None,
            addressee_kind: AddresseeKind::Pdu,
            text: text.to_owned(),
            page: None,
        });
        report
    }

    fn looking_back(mut report: Document, text: &str) -> Document {
        report
            .previous_recommendations
            .push(PreviousRecommendation {
                text: text.to_owned(),
                action: None,
                progress: Some(Progress::Some),
                improvement_required: None,
                page: None,
            });
        report
    }

    fn told_of(reports: Vec<Document>) -> (Vec<Found>, Vec<FollowedRecommendation>) {
        let found = inspections(Level::Pdu, UNIT, reports);
        let followed = recommendations(&found);
        (found, followed)
    }

    #[test]
    fn forms_of_one_report_are_one_inspection() {
        let short = report('a', "2022-03", Rating::Inadequate);
        let whole = recommending(report('b', "2022-03-14", Rating::Inadequate), "Do it.");
        let next = report('c', "2024-05", Rating::Good);
        let (found, _) = told_of(vec![next, short, whole]);
        let ids: Vec<&str> = found
            .iter()
            .map(|found| &found.report.id.as_str()[..1])
            .collect();
        assert_eq!(ids, ["b", "c"]);
        assert_eq!(found[0].others, ["a".repeat(24)]);
    }

    #[test]
    fn an_inspection_whose_report_is_missing_is_told_of_by_its_news() {
        let told = |digit, kind, published: &str, rating| Document {
            kind,
            published: published.parse().ok(),
            fieldwork_started: None,
            ..report(digit, "", rating)
        };
        let first = report('a', "2022-03", Rating::Inadequate);
        let of_the_first = told('b', Kind::NewsArticle, "2022-09-02", Rating::Inadequate);
        let late = told('c', Kind::NewsArticle, "2025-05-20", Rating::Good);
        let release = told('d', Kind::PressRelease, "2025-04-29", Rating::Good);
        let undated = told('e', Kind::NewsArticle, "", Rating::Good);
        let mut found = inspections(Level::Pdu, UNIT, vec![first]);
        add_those_only_told_of(&mut found, UNIT, &[of_the_first, late, release, undated]);
        let ids = found.iter().map(|found| &found.report.id.as_str()[..1]);
        assert_eq!(ids.collect::<Vec<_>>(), ["a", "d"]);
    }

    #[test]
    fn standards_are_those_of_the_one_unit_of_a_report() {
        let standard = || probity_model::StandardRating {
            id: "P 1.1".to_owned(),
            name: "Leadership".to_owned(),
            rating: Some(Rating::Good),
            page: None,
        };
        let mut own = report('a', "2022-03", Rating::Good);
        own.standards.push(standard());
        let mut regional = own.clone();
        regional.level = Level::Region;
        let standards = |report: Document| {
            let found = inspections(Level::Pdu, UNIT, vec![report]);
            told(Level::Pdu, UNIT, &found[0]).standards.len()
        };
        assert_eq!((standards(own), standards(regional)), (1, 0));
    }

    #[test]
    fn a_recommendation_is_followed_into_the_next_report() {
        let text = "Make sure that enquiries are made with the police in every case";
        let first = recommending(report('a', "2022-03", Rating::Inadequate), text);
        let retold =
            "Upper Vale should make sure that enquiries are made with the police in every case.";
        let second = report('b', "2024-05", Rating::Good);
        let second = looking_back(
            looking_back(second, retold),
            "Reduce the caseloads of staff.",
        );
        let (_, followed) = told_of(vec![first, second]);
        let fate: Vec<_> = followed
            .iter()
            .map(|known| {
                (
                    known.document_id.is_some(),
                    known.later.as_ref().and_then(|l| l.progress),
                )
            })
            .collect();
        assert_eq!(
            fate,
            [
                (true, Some("some_progress")),
                (false, Some("some_progress"))
            ]
        );
    }

    #[test]
    fn what_is_asked_for_again_points_back() {
        let text = "Make sure that enquiries are made with the police in every case";
        let first = recommending(report('a', "2022-03", Rating::Inadequate), text);
        let second = recommending(report('b', "2024-05", Rating::Good), &format!("{text}."));
        let second = recommending(second, "Fill the vacancies of the court team.");
        let (_, followed) = told_of(vec![second, first]);
        let repeats: Vec<Option<&str>> = followed
            .iter()
            .map(|known| known.repeats.as_ref().map(|one| one.id.as_str()))
            .collect();
        assert_eq!(repeats, [None, Some(followed[0].id.as_str()), None]);
    }

    #[test]
    fn a_report_of_a_neighbour_is_no_inspection_of_the_unit() {
        let mut other = report('a', "2022-03", Rating::Good);
        other.inspected[0].name = "Lower Vale".to_owned();
        assert!(inspections(Level::Pdu, UNIT, vec![other]).is_empty());
    }
}
