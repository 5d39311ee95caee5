//! What queries mean, and what is wrong with wrong ones.

use proptest::prelude::*;

use super::{parse, prepare};
use crate::SearchError;

fn check(query: &str, expected: &str) {
    let parsed = parse(query).unwrap();
    let shown = parsed.root.map(|root| root.to_string());
    assert_eq!(shown.as_deref().unwrap_or(""), expected, "{query}");
}

fn check_error(query: &str, position: usize) {
    match parse(query) {
        Err(SearchError::Query {
            position: found, ..
        }) => assert_eq!(found, position, "{query}"),
        other => panic!("{query}: {other:?}"),
    }
}

fn check_warned(query: &str, expected: &str) {
    check(query, expected);
    assert_eq!(parse(query).unwrap().warnings.len(), 1, "{query}");
}

#[test]
fn words_are_all_wanted() {
    check("domestic  abuse", "domestic AND abuse");
    check("", "");
    check(" … – ! ", "");
    check("inspectors' don't", "inspectors' AND don't");
}

#[test]
fn operators_and_brackets() {
    check("a AND b OR c", "(a AND b) OR c");
    check("(a OR b) c", "(a OR b) AND c");
    check(
        "staff -court NOT prison",
        "staff AND NOT court AND NOT prison",
    );
    check("NOT NOT a", "a");
    check("-(a b)", "NOT (a AND b)");
    check("probation - service", "probation AND service");
    check("and or not", "and AND or AND not");
    check("post-custody", "post-custody");
}

#[test]
fn phrases_of_all_quotation_marks() {
    check("\"risk of harm\"", "\"risk of harm\"");
    check("“risk of harm”", "\"risk of harm\"");
    check("\"risk harm\"~3", "\"risk harm\"~3");
    check("-\"risk of harm\"", "NOT \"risk of harm\"");
    check("\"\" staff", "staff");
}

#[test]
fn prefixes_and_misspellings() {
    check("safeguard*", "safeguard*");
    check(
        "probaton~ probaton~1 probaton~2",
        "probaton~1 AND probaton~1 AND probaton~2",
    );
}

#[test]
fn fields_and_ranges() {
    check(
        "title:staff Rating:\"requires improvement\"",
        "title:staff AND rating:\"requires improvement\"",
    );
    check("year:2022..2024 year:2023", "year:2022..2024 AND year:2023");
    check("published:2024-01..2024-06", "published:2024-01..2024-06");
    check("published:..2024-06-30", "published:..2024-06-30");
    check("region:east*", "region:east*");
    check("year:Undated", "year:\"Undated\"");
}

#[test]
fn what_is_no_field_is_text_with_a_warning() {
    check_warned("colour:red", "colour:red");
    check_warned("region: east", "region: AND east");
    check_warned("see:\"the report\"", "see AND \"the report\"");
    check("it: fun 7:30", "it: AND fun AND 7:30");
}

#[test]
fn signs_of_other_languages_are_left_out_with_a_warning() {
    check_warned("staff || court", "staff AND court");
    check_warned("staff && court", "staff AND court");
    check_warned("staff !court", "staff AND !court");
    check("wow! staff & court", "wow! AND staff AND court");
}

#[test]
fn errors_say_where() {
    check_error("risk (serious", 5);
    check_error("risk )", 5);
    check_error("a ()", 2);
    check_error("say \"risk", 4);
    check_error("AND a", 0);
    check_error("a AND", 5);
    check_error("a OR OR b", 5);
    check_error("a AND OR b", 6);
    check_error("(OR a)", 1);
    check_error("a NOT", 5);
    check_error("sa*e", 2);
    check_error("s*", 1);
    check_error("word~3", 4);
    check_error("\"risk harm\"~x", 11);
    check_error("year:abc", 5);
    check_error("published:2024-13", 10);
    check_error("title:\"risk harm\"~3", 17);
    check_error("title:probaton~1", 14);
    check_error("title:*", 6);
    check_error("pdu:s*", 4);
    check_error("title:st*ff", 8);
    check_error("é “risk", 2);
}

#[test]
fn large_queries_are_refused() {
    check_error(&"(".repeat(150), 20);
    check_error(&"a ".repeat(300), 400);
    check_error(&"a".repeat(2_001), 2_000);
    check_error(&format!("b {}", "a.".repeat(500)), 2);
    check_error(&"ab* ".repeat(21), 80);
}

#[test]
fn common_words_are_left_out_of_rows() {
    let prepared = |query: &str| {
        let (root, dropped) = prepare(parse(query).unwrap().root.unwrap());
        (root.to_string(), dropped.len())
    };
    assert_eq!(
        prepared("is the public safe"),
        ("public AND safe".to_owned(), 2)
    );
    assert_eq!(prepared("list of all units"), ("units".to_owned(), 3));
    assert_eq!(
        prepared("show me units list"),
        ("units AND list".to_owned(), 2)
    );
    assert_eq!(prepared("to be or not to be").1, 0);
    assert_eq!(prepared("the AND staff").1, 0);
    assert_eq!(prepared("\"the\" IT staff").0, "\"the\" AND IT AND staff");
    assert_eq!(prepared("the -staff").1, 0);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_a_place_in_it(query in "\\PC{0,80}") {
        if let Err(SearchError::Query { position, .. }) = parse(&query) {
            prop_assert!(position <= query.chars().count());
        }
    }

    #[test]
    fn what_is_shown_means_the_same(query in r#"[ab"():*~.\- ]{0,20}|(a|b|AND|OR|NOT|AND:|\(|\)|"a b"|-| ){0,12}"#) {
        if let Ok(parsed) = parse(&query) {
            let shown = parsed.root.map_or_else(String::new, |root| root.to_string());
            let again = parse(&shown).unwrap().root.map_or_else(String::new, |root| root.to_string());
            prop_assert_eq!(again, shown);
        }
    }
}
