//! Every answer is the same whatever way the documents came into the index: in one commit or many, put
//! again and changed, removed, merged, reopened, made again in another order.

#![allow(clippy::unwrap_used, reason = "a failure in a helper is a failed test")]

mod support;

use std::collections::BTreeMap;

use probity_model::{Document, Kind, Passage, Polarity, Rating};
use probity_search::{
    BreakdownsWanted, Engine, Facet, Filters, Interval, Scope, SearchRequest, SimilarRequest,
    SimilarTo, Sort, TantivyIndex, Writer,
};
use proptest::prelude::*;
use proptest::sample::select;
use support::{document, id, passage, request};

/// Words as unevenly frequent as in any text; the last ones are rare.
const WORDS: [&str; 16] = [
    "staff",
    "staff",
    "staff",
    "risk",
    "risk",
    "harm",
    "harm",
    "abuse",
    "domestic",
    "plan",
    "court",
    "housing",
    "licence",
    "enquiry",
    "safeguarding",
    "accommodation",
];
const TITLES: [&str; 3] = ["An inspection of staff", "News of the court", "Minutes"];
const UNITS: [&str; 2] = ["Ashby Vale", "Brock and Moor"];

fn words() -> impl Strategy<Value = String> {
    let words = proptest::collection::vec(select(WORDS.to_vec()), 1..24);
    words.prop_map(|words| words.join(" "))
}

fn any_document(number: u8) -> impl Strategy<Value = Document> {
    let finding = (
        words(),
        select(Polarity::ALL.to_vec()),
        select(vec!["Staffing", "Planning"]),
    );
    (
        select(TITLES.to_vec()),
        select(UNITS.to_vec()),
        proptest::option::of(select(Rating::ALL.to_vec())),
        proptest::option::of(select(vec!["2023", "2024-08", "2024-08-29"])),
        proptest::collection::vec(finding, 0..6),
        proptest::collection::vec(words(), 0..3),
    )
        .prop_map(
            move |(title, unit, rating, date, findings, recommendations)| {
                let mut made = document(number, Kind::InspectionReport, title);
                made.pdus = vec![unit.to_owned()];
                made.regions = vec!["East of England".to_owned()];
                made.rating = rating;
                made.published = date.and_then(|date| date.parse().ok());
                made.passages = findings.into_iter().map(made_passage).collect();
                made.recommendations = recommendations
                    .iter()
                    .map(|text| support::recommendation(1, text))
                    .collect();
                made
            },
        )
}

fn made_passage((text, polarity, standard): (String, Polarity, &str)) -> Passage {
    Passage {
        section: vec![format!("P 1.1. {standard}")],
        standard: Some(standard.to_owned()),
        polarity,
        page: Some(4),
        ..passage(&text)
    }
}

#[derive(Clone, Debug)]
enum Step {
    Put(Box<Document>),
    Remove(u8),
    Commit,
    Reopen,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0..8_u8, 0..12_u8).prop_flat_map(|(number, choice)| match choice {
        0..=7 => any_document(number)
            .prop_map(|made| Step::Put(Box::new(made)))
            .boxed(),
        8 => Just(Step::Remove(number)).boxed(),
        9 | 10 => Just(Step::Commit).boxed(),
        _ => Just(Step::Reopen).boxed(),
    });
    proptest::collection::vec(step, 1..24)
}

fn open(folder: &std::path::Path) -> TantivyIndex {
    TantivyIndex::open(folder, &support::settings()).unwrap()
}

/// An index with a past, and the documents that are in it at last.
fn with_a_past(folder: &std::path::Path, steps: &[Step]) -> (TantivyIndex, Vec<Document>) {
    let mut index = open(folder);
    let mut writer = index.writer(0).unwrap();
    let mut documents = BTreeMap::new();
    for step in steps {
        match step {
            Step::Put(document) => {
                writer.put(document).unwrap();
                documents.insert(document.id.clone(), (**document).clone());
            }
            Step::Remove(number) => {
                writer.remove(&id(*number)).unwrap();
                documents.remove(&id(*number));
            }
            Step::Commit => {
                writer.commit(1).unwrap();
                // What is found in a state of the index must not be told of the next. Suggestions are not
                // asked for here: frequent phrases are kept on purpose while an index grows a little.
                for request in requests() {
                    index.search(&request).unwrap();
                }
            }
            Step::Reopen => {
                writer.commit(1).unwrap();
                drop((writer, index));
                index = open(folder);
                writer = index.writer(0).unwrap();
            }
        }
    }
    writer.commit(2).unwrap();
    drop(writer);
    index.reload().unwrap();
    (index, documents.into_values().collect())
}

fn made_again(documents: impl Iterator<Item = Document>) -> TantivyIndex {
    let index = TantivyIndex::in_memory(&support::settings()).unwrap();
    let mut writer = index.writer(0).unwrap();
    documents.for_each(|document| writer.put(&document).unwrap());
    writer.commit(9).unwrap();
    index
}

fn requests() -> Vec<SearchRequest> {
    let queries = [
        "",
        "staff",
        "staff risk harm",
        "domestic abuse",
        "\"staff risk\"",
        "hous*",
        "safegarding~1",
        "staff OR court NOT plan",
        "Ashby Vale staff",
        "were checks of licence and housing and enquiry made by the court",
        "acommodation",
    ];
    let mut requests = Vec::new();
    for scope in Scope::ALL {
        let any = |query: &str| SearchRequest {
            scope,
            limit: 7,
            ..request(query)
        };
        requests.extend(queries.map(any));
        requests.extend([Sort::Newest, Sort::Title].map(|sort| SearchRequest {
            sort: Some(sort),
            ..any("staff")
        }));
    }
    requests.push(SearchRequest {
        scope: Scope::Findings,
        filters: Filters {
            facets: BTreeMap::from([(Facet::Polarity, vec!["strength".to_owned()])]),
            ..Filters::default()
        },
        breakdowns: BreakdownsWanted {
            units: true,
            histogram: Some(Interval::Month),
            cross: Some((Facet::Standard, Facet::Polarity)),
        },
        ..request("risk")
    });
    requests
}

/// Every answer of an engine as text: scores to the last bit, cursors too, and the pages they lead to.
fn answers(engine: &dyn Engine) -> Vec<String> {
    let mut answers = Vec::new();
    for mut request in requests() {
        loop {
            let response = engine.search(&request).unwrap();
            let bits: Vec<u32> = response
                .hits
                .iter()
                .map(|hit| hit.score.to_bits())
                .collect();
            answers.push(format!("{} {bits:?} {response:?}", request.query));
            match response.next {
                Some(next) => request.cursor = Some(next),
                None => break,
            }
        }
    }
    for scope in [Scope::Findings, Scope::Recommendations] {
        let similar = SimilarRequest {
            to: SimilarTo::Text("staff risk housing licence of domestic abuse".to_owned()),
            scope,
            filters: Filters::default(),
            limit: 10,
            exclude_document: false,
        };
        answers.push(format!("{:?}", engine.similar(&similar).unwrap()));
    }
    for typed in ["s", "ash", "domestic", "minu", "plann"] {
        answers.push(format!("{:?}", engine.suggest(typed, 10).unwrap()));
    }
    answers.push(format!(
        "{:?}",
        engine.interpret("Ashby Vale inadequate 2024").unwrap()
    ));
    answers
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn answers_do_not_tell_the_past_of_an_index(steps in steps()) {
        let folder = tempfile::tempdir().unwrap();
        let (index, documents) = with_a_past(folder.path(), &steps);
        let expected = answers(&made_again(documents.iter().cloned()));
        let backwards = answers(&made_again(documents.iter().rev().cloned()));
        for (backwards, expected) in backwards.iter().zip(&expected) {
            prop_assert_eq!(backwards, expected);
        }
        for asked in ["at first", "again"] {
            for (answer, expected) in answers(&index).iter().zip(&expected) {
                prop_assert_eq!(answer, expected, "asked {}", asked);
            }
        }
        drop(index);
        for (answer, expected) in answers(&open(folder.path())).iter().zip(&expected) {
            prop_assert_eq!(answer, expected);
        }
    }
}
