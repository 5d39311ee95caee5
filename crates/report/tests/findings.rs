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
