//! Every sample document is understood as `samples/expected.json` says, and found by the questions
//! in it.

use std::path::Path;

use serde_json::Value;

use crate::support::{Server, list, samples};

fn expected() -> Value {
    let text = std::fs::read_to_string(samples().join("expected.json")).expect("the answers");
    serde_json::from_str(&text).expect("the answers are JSON")
}

fn name_of(entry: &Value) -> &str {
    let path = Path::new(entry["file"].as_str().expect("a file"));
    path.file_name()
        .and_then(|name| name.to_str())
        .expect("a name")
}

/// A server with every good sample in its index.
fn with_samples() -> (Server, Value) {
    let (server, expected) = (Server::start(), expected());
    let documents = list(&expected, "documents");
    for entry in documents {
        server.drop_sample(entry["file"].as_str().expect("a file"));
    }
    server.settle(documents.len() as u64);
    (server, expected)
}

/// Texts are compared with white space, quotation marks and case evened out (titles are printed in
/// capitals in plain text).
fn evened(text: &str) -> String {
    let quotes = text.replace(['‘', '’'], "'").replace(['“', '”'], "\"");
    let words: Vec<&str> = quotes.split_whitespace().collect();
    words
        .join(" ")
        .trim_end_matches(['.', ';', ':', ','])
        .to_lowercase()
}

/// What of `wanted` is not so in `found`, as paths with both values. Keys that are not wanted are
/// not looked at; the order of names without numbers does not matter.
fn differences(at: &str, wanted: &Value, found: &Value, out: &mut Vec<String>) {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(_)) => {
            for (key, value) in wanted {
                differences(&format!("{at}.{key}"), value, &found[key], out);
            }
        }
        (Value::Array(wanted), Value::Array(found)) if wanted.len() == found.len() => {
            let (wanted, found) = (sorted(wanted), sorted(found));
            for (place, (wanted, found)) in wanted.iter().zip(&found).enumerate() {
                differences(&format!("{at}[{place}]"), wanted, found, out);
            }
        }
        (Value::String(wanted), Value::String(found)) if evened(wanted) == evened(found) => {}
        _ if wanted == found => {}
        _ => out.push(format!("{at}: wanted {wanted}, found {found}")),
    }
}

/// Names and inspected units in one order; everything else stays as it is.
fn sorted(values: &[Value]) -> Vec<Value> {
    let mut values = values.to_vec();
    if values.iter().all(Value::is_string) {
        values.sort_by_key(|value| value.as_str().map(evened));
    } else if values
        .iter()
        .all(|value| value["level"].is_string() && value["name"].is_string())
    {
        values.sort_by_key(|value| value["name"].as_str().map(evened));
    }
    values
}

#[test]
fn every_sample_is_understood() {
    let (server, expected) = with_samples();
    let mut wrong = Vec::new();
    for entry in list(&expected, "documents") {
        let name = name_of(entry);
        let row = server.file(name);
        if row["state"] != "indexed" {
            wrong.push(format!("{name}: {row}"));
            continue;
        }
        let document = server.document_of(name);
        differences(name, &entry["document"], &document, &mut wrong);
        if document["files"][0]["media_type"] != entry["media_type"] {
            wrong.push(format!(
                "{name}: media type {}",
                document["files"][0]["media_type"]
            ));
        }
        let headings: Vec<String> = list(&document, "sections")
            .iter()
            .map(|section| evened(section["heading"].as_str().unwrap_or_default()))
            .collect();
        for heading in list(entry, "contents").iter().filter_map(Value::as_str) {
            if !headings.contains(&evened(heading)) {
                wrong.push(format!("{name}: no section {heading:?} among {headings:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn findings_are_counted_under_strengths_and_areas_for_improvement() {
    let (server, expected) = with_samples();
    let mut wrong = Vec::new();
    for entry in list(&expected, "documents") {
        let name = name_of(entry);
        let Some(wanted) = entry["findings"].as_object() else {
            continue;
        };
        let id = server.document_of(name)["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        for (polarity, count) in wanted {
            let query = format!("in=findings&document={id}&polarity={polarity}&limit=100");
            let found = server.json(&format!("/api/v1/search?{query}"));
            let bullets = list(&found, "hits")
                .iter()
                .filter(|hit| hit["form"] == "bullet")
                .count();
            if Some(bullets as u64) != count.as_u64() {
                wrong.push(format!("{name}: {polarity}: {bullets} instead of {count}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn questions_find_the_right_document_first() {
    let (server, expected) = with_samples();
    for question in list(&expected, "searches") {
        let (q, scope) = (&question["q"], &question["in"]);
        let (q, scope) = (
            q.as_str().expect("a question"),
            scope.as_str().expect("a scope"),
        );
        let q = q.replace(' ', "%20");
        let answer = server.json(&format!("/api/v1/search?q={q}&in={scope}"));
        let wanted = Path::new(question["first"].as_str().expect("a file"));
        let wanted = wanted
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        let id = &server.document_of(wanted)["id"];
        assert_eq!(
            &answer["hits"][0]["document_id"], id,
            "{question}\n{}",
            answer["hits"]
        );
    }
}

#[test]
fn a_draft_finds_a_recommendation_that_asks_for_the_same() {
    let (server, expected) = with_samples();
    for wanted in list(&expected, "similar") {
        let text = wanted["text"].as_str().expect("a text").replace(' ', "%20");
        let answer = server.json(&format!("/api/v1/similar?text={text}&limit=20"));
        // What is asked word for word again stands with the hit, as an occurrence of it.
        let asks = list(&answer, "hits").iter().take(3);
        let first: Vec<&Value> = asks
            .flat_map(|hit| std::iter::once(hit).chain(list(hit, "occurrences")))
            .collect();
        let is_among = |one: &Value| {
            let id = &server.document_of(name_of(one))["id"];
            first
                .iter()
                .any(|hit| &hit["document_id"] == id && hit["number"] == one["number"])
        };
        let any = list(wanted, "among_first_three").iter().any(is_among);
        assert!(any, "{wanted}\nfound {first:?}");
    }
}

#[test]
fn bad_samples_end_as_they_must() {
    // Whether the pictures of scans are read depends on what is installed; `scans` tells of both.
    let server = Server::start_with("[extract]\nocr = \"never\"\n");
    let expected = expected();
    let bad = list(&expected, "bad");
    for entry in bad {
        server.drop_sample(entry["file"].as_str().expect("a file"));
    }
    server.settle(bad.len() as u64);
    for entry in bad {
        let row = server.file(name_of(entry));
        let wanted = entry["state"].as_str().expect("a state");
        assert!(
            row["state"] == wanted || wanted == "either",
            "{entry}\n{row}"
        );
        let said = row["error"].as_str().unwrap_or_default().to_lowercase();
        let words = list(entry, "says_one_of");
        let says = |word: &Value| word.as_str().is_some_and(|word| said.contains(word));
        assert!(words.is_empty() || words.iter().any(says), "{entry}\n{row}");
        if row["state"] != "indexed" {
            assert!(!said.is_empty(), "{row}");
            continue;
        }
        let id = row["document_id"].as_str().expect("an id");
        let hits = server.json(&format!(
            "/api/v1/search?in=findings&document={id}&limit=100"
        ));
        let text: Vec<&str> = list(&hits, "hits")
            .iter()
            .filter_map(|hit| hit["text"].as_str())
            .collect();
        let text = text.join("\n");
        for wanted in list(entry, "text").iter().filter_map(Value::as_str) {
            assert!(text.contains(wanted), "{entry}\n{text}");
        }
        if let Some(warned) = entry["warnings"].as_bool() {
            let document = server.json(&format!("/api/v1/documents/{id}"));
            assert_eq!(
                !list(&document, "warnings").is_empty(),
                warned,
                "{}",
                document["warnings"]
            );
        }
    }
}
