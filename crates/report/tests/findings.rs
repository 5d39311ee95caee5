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
        "Subscribe to our weekly newsletter.",
        "Listen to the best of BBC Radio Leeds on Sounds.",
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

#[test]
fn lines_that_lead_on_open_a_new_addressee() {
    for (line, addressee) in [
        ("HMPPS should ensure that:", "HMPPS"),
        (
            "HMPPS should work with the Ministry of Justice to:",
            "HMPPS",
        ),
        ("Wakefield PDU needs to:", "Wakefield PDU"),
        ("For Wakefield PDU:", "Wakefield PDU"),
        ("Wakefield PDU:", "Wakefield PDU"),
        ("HMPPS, with others, should:", "HMPPS, with others"),
        ("To the North East region:", "North East region"),
    ] {
        let document = report(&format!(
            "Recommendations\n\nLeeds PDU should:\n\n1. fill vacancies\n\n{line}\n\n2. plan with \
             people"
        ));
        let expected = [
            "1 Leeds PDU: fill vacancies",
            &format!("2 {addressee}: plan with people"),
        ];
        assert_eq!(recommended(&document), expected, "{line}");
    }
}

#[test]
fn a_recommendation_that_ends_in_a_colon_opens_no_addressee() {
    let document = report(
        "Recommendations\n\nLeeds PDU should:\n\n1. make sure that managers who need to \
         learn:\n\n- are trained\n\n- are supervised",
    );
    let text = "make sure that managers who need to learn: are trained; are supervised";
    assert_eq!(recommended(&document), [format!("1 Leeds PDU: {text}")]);
}

#[test]
fn a_purpose_is_no_addressee() {
    let document = report(
        "Recommendations\n\nLeeds PDU should:\n\n1. fill vacancies\n\nTo support staff of Leeds \
         PDU:\n\n2. lower caseloads",
    );
    let expected = [
        "1 Leeds PDU: fill vacancies",
        "2 Leeds PDU: lower caseloads",
    ];
    assert_eq!(recommended(&document), expected);
}

#[test]
fn a_section_below_the_list_is_no_recommendation() {
    let list = "Recommendations\n\nLeeds PDU should:\n\n1. fill vacancies\n2. plan with people.";
    let prose = "Much had been done since the inspection before, and more is still to do.";
    for section in [
        format!("1. Introduction\n\n{prose}"),
        format!("1. Policy, strategy and leadership\n\n1.1. National leadership\n\n{prose}"),
    ] {
        let document = report(&format!("{list}\n\n{section}"));
        let expected = [
            "1 Leeds PDU: fill vacancies",
            "2 Leeds PDU: plan with people.",
        ];
        assert_eq!(recommended(&document), expected, "{section}");
        let heading = section.lines().next();
        assert!(
            document
                .sections
                .iter()
                .any(|s| Some(s.heading.as_str()) == heading)
        );
    }
}

#[test]
fn letters_mark_the_parts_of_a_recommendation() {
    let document = report(
        "Recommendations\n\nLeeds PDU should:\n\n1. improve supervision\n\na. for officers\n\nb. for \
         managers\n\n2. fill vacancies",
    );
    let expected = [
        "1 Leeds PDU: improve supervision; for officers; for managers",
        "2 Leeds PDU: fill vacancies",
    ];
    assert_eq!(recommended(&document), expected);
}

#[test]
fn letters_may_be_all_that_a_list_has() {
    let document = report(
        "Recommendations\n\nLeeds PDU should:\n\na. fill vacancies\n\nb. plan with people\n\n\
         Yorkshire and the Humber region should:\n\nc. train managers",
    );
    let expected = [
        "- Leeds PDU: fill vacancies",
        "- Leeds PDU: plan with people",
        "- Yorkshire and the Humber region: train managers",
    ];
    assert_eq!(recommended(&document), expected);
}

#[test]
fn recommendations_are_counted_as_they_are_meant() {
    let document = report(
        "## Recommendations\n\nLeeds PDU should:\n\n1. fill vacancies\n1. plan with people\n1. review \
         plans so that\n   - changes are seen\n\nHMPPS should:\n\n4 . pay more",
    );
    let expected = [
        "1 Leeds PDU: fill vacancies",
        "2 Leeds PDU: plan with people",
        "3 Leeds PDU: review plans so that changes are seen",
        "4 HMPPS: pay more",
    ];
    assert_eq!(recommended(&document), expected);
}

#[test]
fn a_sentence_names_its_own_addressee() {
    let expected = [
        "1 Leeds PDU: ensure that plans are made.",
        "2 HMPPS: pay more.",
    ];
    for list in [
        "1. Leeds PDU should ensure that plans are made.\n\n2. HMPPS must pay more.",
        "Recommendation 1\n\nLeeds PDU should ensure that plans are made.\n\nRecommendation 2:\n\n\
         We recommend that HMPPS should pay more.",
        "### Recommendation 1\n\nLeeds PDU should ensure that plans are made.\n\n### Recommendation \
         2\n\nHMPPS should pay more.",
    ] {
        let document = report(&format!("Recommendations\n\n{list}"));
        assert_eq!(recommended(&document), expected, "{list}");
    }
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

/// The standards, as `id name: rating`.
fn standards(document: &Document) -> Vec<String> {
    let shown = document.standards.iter().map(|standard| {
        let rating = standard
            .rating
            .map_or_else(|| "-".into(), |r| r.to_string());
        format!("{} {}: {rating}", standard.id, standard.name)
    });
    shown.collect()
}

#[test]
fn a_heading_may_rate_its_standard() {
    let document = report(
        "## 1. Organisation\n\n### P 1.1. Leadership - Requires improvement\n\nLeaders know the unit.\n\n\
         ### P 2.1 Assessment (Inadequate)\n\nPlans were missing in most of the cases.",
    );
    let expected = [
        "P 1.1 Leadership: Requires improvement",
        "P 2.1 Assessment: Inadequate",
    ];
    assert_eq!(standards(&document), expected);
    let headings: Vec<&str> = document
        .sections
        .iter()
        .map(|s| s.heading.as_str())
        .collect();
    assert!(headings.contains(&"P 1.1. Leadership"), "{headings:?}");
}

#[test]
fn points_may_stand_beside_ratings() {
    for rows in [
        "P 1.1 Leadership\tGood\t2\nP 1.2 Staffing\tInadequate\t0\nP 1.3 Services\tGood\t2",
        "P 1.1 Leadership\t2\tGood\nP 1.2 Staffing\t0\tInadequate\nP 1.3 Services\t2\tGood",
    ] {
        let document = report(&format!("Ratings\n\nOverall rating\tGood\t4\n{rows}"));
        let expected = [
            "P 1.1 Leadership: Good",
            "P 1.2 Staffing: Inadequate",
            "P 1.3 Services: Good",
        ];
        assert_eq!(standards(&document), expected, "{rows}");
    }
}
