//! The Cranfield collection: 1,400 abstracts and 225 questions about aerodynamics, judged by their authors.
//! It tells how good the plain handling of text is, without anything that knows of probation.

use std::collections::HashMap;
use std::path::Path;

use probity_model::{ContentHash, Document, Passage, PassageKind, Polarity};
use probity_search::{Engine, Scope, SearchRequest, Settings};

use super::measure::{Gain, Mean, ndcg};
use super::{DEPTH, index_of};

/// Prints nDCG@10 of the questions. `PROBITY_CRANFIELD` names the folder with `cran.json` (`docs`: rows of
/// number, title and text), `cran.qry` and `cranqrel`; the collection is not ours to hand on.
pub(crate) fn cranfield() {
    let Some(folder) = std::env::var_os("PROBITY_CRANFIELD") else {
        println!("cranfield: not run; PROBITY_CRANFIELD would name the collection's folder");
        return;
    };
    let folder = Path::new(&folder);
    let read =
        |name: &str| std::fs::read_to_string(folder.join(name)).expect("a file of the collection");
    let documents = documents(&read("cran.json"));
    let settings = Settings {
        glossary: false,
        ..Settings::default()
    };
    let index = index_of(documents.values(), &settings);
    let numbers: HashMap<_, _> = documents
        .iter()
        .map(|(number, document)| (&document.id, *number))
        .collect();
    let judged = judged(&read("cranqrel"));
    for scope in [Scope::Findings, Scope::Documents] {
        let mut scores = Vec::new();
        for (place, question) in questions(&read("cran.qry")).iter().enumerate() {
            let Some(grades) = judged.get(&(place + 1)) else {
                continue;
            };
            let request = SearchRequest {
                query: question.clone(),
                scope,
                limit: DEPTH,
                relax: true,
                facets: Some(Vec::new()),
                ..SearchRequest::default()
            };
            let response = index
                .search(&request)
                .expect("a question that can be asked");
            let came = response
                .hits
                .iter()
                .filter_map(|hit| numbers.get(&hit.document_id));
            let came: Vec<u32> = came
                .map(|number| grades.get(number).copied().unwrap_or_default())
                .collect();
            let all: Vec<u32> = grades.values().copied().collect();
            scores.push(ndcg(&came, &all, Gain::Linear));
        }
        let asked = scores.len();
        let mean: Mean = scores.into_iter().collect();
        println!(
            "cranfield: nDCG@{DEPTH} {mean} in {}, {asked} questions",
            scope.name()
        );
    }
}

fn documents(json: &str) -> HashMap<usize, Document> {
    let json: serde_json::Value = serde_json::from_str(json).expect("JSON");
    let rows = json["docs"].as_array().expect("rows of documents");
    rows.iter()
        .filter_map(|row| {
            let number = usize::try_from(row[0].as_u64()?).ok()?;
            let mut bytes = [0; 32];
            bytes[..8].copy_from_slice(&number.to_le_bytes());
            let mut document = Document::unknown(ContentHash::from_bytes(bytes).document_id());
            document.title = row[1].as_str()?.to_owned();
            document.passages.push(Passage {
                kind: PassageKind::Paragraph,
                section: Vec::new(),
                standard: None,
                standard_rating: None,
                polarity: Polarity::Unstated,
                page: None,
                text: row[2].as_str()?.to_owned(),
                measures: Vec::new(),
            });
            Some((number, document))
        })
        .collect()
}

/// The questions in their order, without punctuation, which the query language would take for its own.
fn questions(text: &str) -> Vec<String> {
    let mut questions = Vec::new();
    for line in text.lines() {
        if line.starts_with(".I") {
            questions.push(String::new());
        } else if let (false, Some(question)) = (line.starts_with('.'), questions.last_mut()) {
            let words = line.replace(|c: char| !c.is_alphanumeric() && c != '-', " ");
            question.push(' ');
            question.push_str(&words);
        }
    }
    questions
}

/// Grades by question and document: 4 for what the collection calls 1, a complete answer, to 1 for 4.
fn judged(text: &str) -> HashMap<usize, HashMap<usize, u32>> {
    let mut judged: HashMap<usize, HashMap<usize, u32>> = HashMap::new();
    for line in text.lines() {
        let numbers: Vec<i64> = line
            .split_whitespace()
            .filter_map(|word| word.parse().ok())
            .collect();
        if let [question, document, code @ 1..=4] = numbers[..] {
            let (question, document) = (
                question.cast_unsigned() as usize,
                document.cast_unsigned() as usize,
            );
            judged
                .entry(question)
                .or_default()
                .insert(document, 5 - code.cast_unsigned() as u32);
        }
    }
    judged
}
