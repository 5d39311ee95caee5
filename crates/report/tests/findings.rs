//! What is read of the lists, tables and pages of a report, each told in a few lines of our own.

mod common;

use common::read_text;
use probity_model::Document;

/// A report on a unit with these words below its foreword.
fn report(words: &str) -> Document {
    read_text(&format!(
        "An inspection of probation services in Leeds PDU\n\nForeword\n\nLeeds PDU was rated \
         'Inadequate'.\n\n{words}\n"
    ))
}

/// The recommendations, as `number addressee: text`.
fn recommended(document: &Document) -> Vec<String> {
    let shown = document.recommendations.iter().map(|made| {
        let number = made.number.map_or_else(|| "-".into(), |n| n.to_string());
        let addressee = made.addressee.as_deref().unwrap_or("-");
        format!("{number} {addressee}: {}", made.text)
    });
    shown.collect()
}

fn has_passage(document: &Document, text: &str) -> bool {
    document.passages.iter().any(|passage| passage.text == text)
}

#[test]
fn findings_that_begin_like_navigation_are_kept() {
    for words in [
        "share learning with others",
        "listen to people on probation",
        "email sentencers every month",
        "subscribe to the training offer",
        "write to victims before release",
        "cookies are baked by the women's group",
    ] {
        let finding = format!("{}{}.", words[..1].to_uppercase(), &words[1..]);
        let document = report(&format!(
            "Recommendations\n\nLeeds PDU should:\n\n1. fill vacancies\n\n2. {words}\n\n\
             P 1.1. Leadership\n\nGood\n\nAreas for improvement:\n\n- {finding}\n\n- Posts were \
             empty."
        ));
        let expected = [
            "1 Leeds PDU: fill vacancies",
            &format!("2 Leeds PDU: {words}"),
        ];
        assert_eq!(recommended(&document), expected);
        assert!(has_passage(&document, &finding), "{finding}");
    }
}

#[test]
fn navigation_is_no_finding() {
    for words in [
        "Share this page",
        "Cookie policy",
        "Listen to this article",
        "Subscribe",
        "Or email: someone@example.org",
    ] {
        let document = report(&format!(
            "Background\n\n{words}\n\n- {words}\n\n- Leeds is large."
        ));
        assert!(has_passage(&document, "Leeds is large."));
        assert!(!has_passage(&document, words), "{words}");
    }
}

#[test]
fn a_contents_list_ends_where_the_text_begins() {
    let list =
        "Contents\n\nForeword ........ 3\n\nRecommendations ........ 5\n\nBackground ....... 7";
    for line in [
        "HM Inspectorate of Probation 8",
        "Page 8 of 30",
        "An inspection of probation services in Leeds PDU 8",
        "The caseload was 48",
    ] {
        let document = read_text(&format!(
            "An inspection of probation services in: Leeds PDU\n\n{list}\n\nForeword\n\nLeeds PDU \
             is 'Inadequate' overall.\n\nRecommendations\n\nLeeds PDU should:\n\n1. ensure all \
             staff complete training\n\n{line}\n\nBackground\n\nThe PDU has offices in Leeds.\n"
        ));
        let expected = ["1 Leeds PDU: ensure all staff complete training"];
        assert_eq!(recommended(&document), expected, "{line}");
        assert!(has_passage(&document, "Leeds PDU is 'Inadequate' overall."));
        assert!(!has_passage(&document, "Recommendations ........ 5"));
    }
}

#[test]
fn the_foot_of_a_page_parts_nothing() {
    let document = report(
        "P 1.1. Leadership\n\nGood\n\nStrengths:\n\n- Links had been built.\n\n\
         HM Inspectorate of Probation          8\n\n- Staff took part in\n\n\
         HM Inspectorate of Probation          9\n\nforums of every kind.",
    );
    assert!(
        !document
            .passages
            .iter()
            .any(|p| p.text.contains("Inspectorate of"))
    );
    assert!(has_passage(
        &document,
        "Staff took part in forums of every kind."
    ));
    let strengths = document
        .passages
        .iter()
        .filter(|p| p.text.starts_with("Staff took"));
    assert!(
        strengths
            .clone()
            .all(|p| p.polarity == probity_model::Polarity::Strength)
    );
}

/// What became of earlier recommendations, as `text | action | progress | still required`.
fn judged(document: &Document) -> Vec<String> {
    let shown = document.previous_recommendations.iter().map(|told| {
        let action = told.action.as_deref().unwrap_or("-");
        let progress = told.progress.map_or_else(|| "-".into(), |p| p.to_string());
        let required = told
            .improvement_required
            .map_or("-", |yes| if yes { "yes" } else { "no" });
        format!("{} | {action} | {progress} | {required}", told.text)
    });
    shown.collect()
}

#[test]
fn columns_of_progress_go_by_their_names() {
    let check = |rows: &[&str]| {
        let table = rows.join("\n");
        let document = report(&format!("Progress on previous recommendations\n\n{table}"));
        let expected = [
            "Fill vacancies | Four came. | some_progress | yes",
            "Read plans | - | no_longer_applicable | -",
        ];
        assert_eq!(judged(&document), expected, "{table}");
    };
    check(&[
        "Recommendation\tProgress\tAction taken\tImprovement still required?",
        "Fill vacancies\tSome progress\tFour came.\tYes",
        "Read plans\tNo longer applicable\t\tN/A",
    ]);
    check(&[
        "No.\tRecommendation\tAction\tCategory\tFurther improvement required",
        "1\tFill vacancies\tFour came.\tSome progress\tYes",
        "2\tRead plans\t\tNo longer applicable\tN/A",
    ]);
}

#[test]
fn a_number_is_not_the_recommendation() {
    let document = report(
        "Progress on previous recommendations\n\n1.\tFill vacancies\tFour came.\tSome \
         progress\tYes\n2.\tRead plans\tThey are read.\tSufficient progress\tNo",
    );
    let expected = [
        "Fill vacancies | Four came. | some_progress | yes",
        "Read plans | They are read. | sufficient_progress | no",
    ];
    assert_eq!(judged(&document), expected);
}

#[test]
fn progress_is_told_in_lines_with_labels() {
    let document = report(
        "Progress on previous recommendations\n\nOur recommendations: three were made.\n\n\
         Recommendation 1: Fill vacancies\n\nAction taken: Four came.\n\nCategorisation: Some \
         progress\n\nImprovement still required? Yes\n\nRecommendation 2: Read \
         plans\n\nCategorisation: Sufficient progress\n\nImprovement still required? No\n\n\
         Recommendation 3: this one was dropped",
    );
    let expected = [
        "Fill vacancies | Four came. | some_progress | yes",
        "Read plans | - | sufficient_progress | no",
    ];
    assert_eq!(judged(&document), expected);
}
