//! Many short documents of our own invention, in the manner of each kind, with what a careful person
//! would say of them. `cases/*.txt` hold them: `=== what is hard about it`, the answers, `---`, the text.
//!
//! The answers are `kind · level`, then lines of `unit: name | rating | score | previous rating`
//! (`-` for no rating) and of single fields. A unit or a date that is not told is not to be read.

mod common;

use common::read_text;
use probity_model::Document;

/// Reads all documents of a file and tells of each what is not as a person would say.
fn check(file: &str) {
    check_fields(file, false);
}

/// As [`check`]; with `is_whole`, what a case does not say of the structure is not to be read.
fn check_fields(file: &str, is_whole: bool) {
    let cases: Vec<&str> = file.split("=== ").skip(1).collect();
    let differences = |case: &&str| differences(case, is_whole);
    let wrong: Vec<String> = cases.iter().flat_map(differences).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(!cases.is_empty());
}

fn differences(case: &str, is_whole: bool) -> Vec<String> {
    let (head, text) = case.split_once("\n---\n").expect("answers and a text");
    let mut lines = head.lines();
    let name = lines.next().expect("a name");
    let document = read_text(text);
    let kind_and_level = lines.next().expect("kind and level");
    let mut told = vec![(
        "kind",
        kind_and_level.to_owned(),
        format!("{} · {}", document.kind, document.level),
    )];
    let answers: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(": ")).collect();
    let mut wanted: Vec<String> = all(&answers, "unit").map(unit).collect();
    let mut read: Vec<String> = units(&document);
    wanted.sort();
    read.sort();
    told.push(("units", wanted.join("; "), read.join("; ")));
    for (field, value) in fields(&document) {
        let wanted = all(&answers, field).next();
        let free = matches!(field, "publisher" | "fieldwork" | "lead" | "chief");
        if wanted.is_some() || !free {
            told.push((field, wanted.unwrap_or_default().to_owned(), value));
        }
    }
    for (field, read) in structure(&document) {
        let wanted: Vec<&str> = all(&answers, field).collect();
        if !wanted.is_empty() || is_whole {
            told.push((field, wanted.join("\n"), read.join("\n")));
        }
    }
    told.into_iter()
        .filter(|(_, wanted, read)| wanted != read)
        .map(|(field, wanted, read)| format!("{name}: {field} is {wanted:?}, read as {read:?}"))
        .collect()
}

fn all<'a>(answers: &[(&'a str, &'a str)], field: &str) -> impl Iterator<Item = &'a str> {
    answers
        .iter()
        .filter(move |(name, _)| *name == field)
        .map(|(_, value)| *value)
}

/// A unit of the answers, in the form of [`units`].
fn unit(answer: &str) -> String {
    let mut parts: Vec<&str> = answer.split('|').map(str::trim).collect();
    parts.resize(4, "");
    parts[1] = parts[1].trim_start_matches('-');
    parts.join(" | ")
}

fn units(document: &Document) -> Vec<String> {
    let units = document.inspected.iter();
    let shown = units.map(|unit| {
        let rating = unit.rating.map(|r| r.to_string()).unwrap_or_default();
        let score = unit.score.map(|s| s.to_string()).unwrap_or_default();
        let before = unit.previous_rating.map(|r| r.to_string());
        [unit.name.clone(), rating, score, before.unwrap_or_default()].join(" | ")
    });
    shown.collect()
}

fn fields(document: &Document) -> [(&'static str, String); 5] {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let chief = text(&document.chief_inspector);
    let date = |date: Option<probity_model::PartialDate>| date.map(|date| date.to_string());
    [
        ("published", date(document.published).unwrap_or_default()),
        (
            "fieldwork",
            date(document.fieldwork_started).unwrap_or_default(),
        ),
        ("chief", chief.trim_end_matches(" CBE").to_owned()),
        ("lead", text(&document.lead_inspector)),
        ("publisher", text(&document.publisher)),
    ]
}

/// Standards, key questions, recommendations and their progress, a line for each.
fn structure(document: &Document) -> [(&'static str, Vec<String>); 4] {
    let shown = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
    let standards = document.standards.iter().map(|standard| {
        let rating = shown(standard.rating.map(|rating| rating.to_string()));
        format!("{} | {} | {rating}", standard.id, standard.name)
    });
    let questions = document.key_questions.iter().map(|asked| {
        let parts = [&asked.standard, &asked.percent.to_string(), &asked.question];
        parts.map(String::as_str).join(" | ")
    });
    let recommended = document.recommendations.iter().map(|told| {
        let number = shown(told.number.map(|number| number.to_string()));
        let addressee = shown(told.addressee.clone());
        let kind = told.addressee_kind.to_string();
        [number, addressee, kind, told.text.clone()].join(" | ")
    });
    let previous = document.previous_recommendations.iter().map(|told| {
        let progress = shown(told.progress.map(|progress| progress.to_string()));
        let required = match told.improvement_required {
            Some(true) => "yes",
            Some(false) => "no",
            None => "-",
        };
        format!("{progress} | {required} | {}", told.text)
    });
    [
        ("standard", standards.collect()),
        ("question", questions.collect()),
        ("recommendation", recommended.collect()),
        ("previous", previous.collect()),
    ]
}

#[test]
fn press_releases() {
    check(include_str!("cases/releases.txt"));
}

#[test]
fn structure_in_other_forms() {
    check_fields(include_str!("cases/structure.txt"), true);
}

#[test]
fn news() {
    check(include_str!("cases/news.txt"));
}

#[test]
fn reports() {
    check(include_str!("cases/reports.txt"));
}

#[test]
fn landing_pages_and_posts() {
    check(include_str!("cases/pages-and-posts.txt"));
}

#[test]
fn those_that_are_harder() {
    check(include_str!("cases/harder.txt"));
}

#[test]
fn what_is_told_in_other_words() {
    check(include_str!("cases/other-words.txt"));
}

#[test]
fn what_is_said_otherwise() {
    check(include_str!("cases/said-otherwise.txt"));
}

#[test]
fn what_is_told_at_length() {
    check(include_str!("cases/told-at-length.txt"));
}

#[test]
fn kinds_and_outlets() {
    check(include_str!("cases/kinds-and-outlets.txt"));
}

#[test]
fn days_that_are_told_in_many_ways() {
    check(include_str!("cases/days.txt"));
}

#[test]
fn what_speaks_of_the_inspectorate_from_outside() {
    check(include_str!("cases/from-outside.txt"));
}
