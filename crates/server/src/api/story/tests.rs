//! Stories of an invented unit.

use probity_model::{
    AddresseeKind, Document, Inspected, Kind, Level, PreviousRecommendation, Progress, Rating,
    Recommendation,
};

use super::fates::recommendations;
use super::inspections::{Found, add_those_only_told_of, inspections, told};
use crate::wire::entities::FollowedRecommendation;

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
