//! What holds for any documents: counts agree with a count by hand, and pages show each hit once.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use probity_model::{Document, Kind, Rating};
use probity_search::{
    Engine, Facet, Filters, Scope, SearchError, SearchRequest, SearchResponse, Settings,
    SimilarRequest, SimilarTo, Sort, TantivyIndex, Writer,
};
use proptest::prelude::*;
use support::{document, index_of, index_with, passage, request, search, settings};

const REGIONS: [&str; 3] = ["Wales", "North", "South and East"];
const PDUS: [&str; 4] = ["Ashby", "Brock", "Moor", "Vale"];
const WORDS: [&str; 5] = ["staff", "risk", "harm", "court", "plan"];

/// What a generated document is about, in plain values.
#[derive(Clone, Debug)]
struct Plain {
    regions: BTreeSet<usize>,
    pdus: BTreeSet<usize>,
    rating: Option<usize>,
    year: Option<i16>,
    passages: Vec<Vec<usize>>,
}

fn plain() -> impl Strategy<Value = Plain> {
    (
        proptest::collection::btree_set(0..REGIONS.len(), 0..3),
        proptest::collection::btree_set(0..PDUS.len(), 0..3),
        proptest::option::of(0..4_usize),
        proptest::option::of(2021_i16..2024),
        proptest::collection::vec(proptest::collection::vec(0..WORDS.len(), 1..6), 0..4),
    )
        .prop_map(|(regions, pdus, rating, year, passages)| Plain {
            regions,
            pdus,
            rating,
            year,
            passages,
        })
}

impl Plain {
    fn document(&self, number: u8) -> Document {
        let names = |chosen: &BTreeSet<usize>, names: &[&str]| {
            chosen
                .iter()
                .map(|place| names[*place].to_owned())
                .collect()
        };
        let text = |words: &Vec<usize>| {
            let words: Vec<&str> = words.iter().map(|word| WORDS[*word]).collect();
            passage(&words.join(" "))
        };
        Document {
            regions: names(&self.regions, &REGIONS),
            pdus: names(&self.pdus, &PDUS),
            rating: self.rating.map(|place| Rating::ALL[place]),
            published: self.year.and_then(probity_model::PartialDate::year_only),
            passages: self.passages.iter().map(text).collect(),
            ..document(number, Kind::Other, &format!("Number {}", number % 3))
        }
    }

    fn values(&self, facet: Facet) -> Vec<String> {
        match facet {
            Facet::Region => self
                .regions
                .iter()
                .map(|place| REGIONS[*place].to_owned())
                .collect(),
            Facet::Pdu => self
                .pdus
                .iter()
                .map(|place| PDUS[*place].to_owned())
                .collect(),
            Facet::Rating => {
                vec![
                    self.rating
                        .map_or("Not rated", |place| Rating::ALL[place].name())
                        .to_owned(),
                ]
            }
            _ => vec![
                self.year
                    .map_or("Undated".to_owned(), |year| year.to_string()),
            ],
        }
    }

    fn has(&self, facet: Facet, chosen: &[String]) -> bool {
        self.values(facet)
            .iter()
            .any(|value| chosen.contains(value))
    }
}

const COUNTED: [Facet; 4] = [Facet::Region, Facet::Pdu, Facet::Rating, Facet::Year];

fn chosen() -> impl Strategy<Value = BTreeMap<Facet, Vec<String>>> {
    let values = |all: Vec<&'static str>| {
        proptest::sample::subsequence(all.clone(), 0..=all.len().min(2))
            .prop_map(|some| some.into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    (
        values(REGIONS.to_vec()),
        values(PDUS.to_vec()),
        values(vec!["Good", "Inadequate", "Not rated"]),
        values(vec!["2022", "2023", "Undated"]),
    )
        .prop_map(|(region, pdu, rating, year)| {
            let chosen = [region, pdu, rating, year];
            let facets = COUNTED.into_iter().zip(chosen);
            facets.filter(|(_, values)| !values.is_empty()).collect()
        })
}

/// How often each value occurs among findings of documents that fit every filter but this facet's own.
fn count_by_hand(
    documents: &[Plain],
    word: Option<usize>,
    chosen: &BTreeMap<Facet, Vec<String>>,
    facet: Facet,
) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for document in documents {
        let fits = chosen
            .iter()
            .all(|(other, values)| *other == facet || document.has(*other, values));
        let found = document
            .passages
            .iter()
            .filter(|words| word.is_none_or(|word| words.contains(&word)));
        let found = found.count() as u64;
        if fits && found > 0 {
            for value in document.values(facet) {
                *counts.entry(value).or_default() += found;
            }
        }
    }
    counts
}

fn all_pages(index: &TantivyIndex, mut wanted: SearchRequest) -> Vec<String> {
    let mut seen = Vec::new();
    loop {
        let response = search(index, &wanted);
        seen.extend(response.hits.into_iter().map(|hit| hit.id));
        match response.next {
            Some(next) => wanted.cursor = Some(next),
            None => return seen,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn counts_are_exact_and_disjunctive(
        documents in proptest::collection::vec(plain(), 0..8),
        word in proptest::option::of(0..WORDS.len()),
        chosen in chosen(),
    ) {
        let stored: Vec<Document> = documents.iter().zip(0..).map(|(plain, n)| plain.document(n)).collect();
        let index = index_of(&stored);
        let request = SearchRequest {
            scope: Scope::Findings,
            filters: Filters { facets: chosen.clone(), ..Filters::default() },
            facets: Some(COUNTED.to_vec()),
            relax: false,
            ..request(word.map_or("", |word| WORDS[word]))
        };
        let response = search(&index, &request);
        for (facet, counts) in &response.facets {
            let counted: BTreeMap<String, u64> =
                counts.iter().filter(|count| count.count > 0).map(|count| (count.value.clone(), count.count)).collect();
            prop_assert_eq!(counted, count_by_hand(&documents, word, &chosen, *facet), "{:?}", facet);
        }
        let uncounted = search(&index, &SearchRequest { facets: Some(vec![]), ..request });
        prop_assert_eq!(uncounted.total, response.total);
    }

    #[test]
    fn a_search_says_the_same_whoever_looks(
        documents in proptest::collection::vec(plain(), 1..12),
        again in proptest::collection::vec((0_u8..12, plain()), 0..4),
        query in proptest::sample::select(vec!["", "staff", "risk harm", "\"court plan\"", "title:number", "st* -plan", "risk staff court elsewhere"]),
        scope in proptest::sample::select(Scope::ALL.to_vec()),
        sort in proptest::option::of(proptest::sample::select(vec![Sort::Newest, Sort::Title])),
        chosen in chosen(),
    ) {
        let stored: Vec<Document> = documents.iter().zip(0..).map(|(plain, n)| plain.document(n)).collect();
        let request = SearchRequest {
            scope,
            sort,
            filters: Filters { facets: chosen, ..Filters::default() },
            ..request(query)
        };
        let answer = |part| {
            let index = index_with(&stored, &Settings { part, ..settings() });
            let mut writer = index.writer(0).unwrap();
            for (number, plain) in &again {
                writer.put(&plain.document(*number)).unwrap();
            }
            writer.commit(2).unwrap();
            let response = search(&index, &request);
            let numbers = search(&index, &SearchRequest { limit: 0, ..request.clone() });
            let bare = SearchResponse { hits: Vec::new(), next: None, ..response.clone() };
            assert_eq!(format!("{numbers:?}"), format!("{bare:?}"));
            format!("{response:?}")
        };
        prop_assert_eq!(answer(2), answer(u32::MAX));
    }

    #[test]
    fn pages_show_every_hit_once_while_documents_are_added(
        before in proptest::collection::vec(plain(), 1..8),
        after in proptest::collection::vec(plain(), 0..6),
        sort in proptest::sample::select(vec![Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Title]),
        limit in 1_usize..4,
    ) {
        let stored: Vec<Document> = before.iter().zip(0..).map(|(plain, n)| plain.document(n)).collect();
        let index = index_of(&stored);
        let wanted = SearchRequest {
            scope: Scope::Findings,
            sort: Some(sort),
            limit,
            ..request("staff OR risk OR \"harm court\"")
        };
        let whole = search(&index, &SearchRequest { limit: 1_000, ..wanted.clone() });
        let whole: Vec<String> = whole.hits.into_iter().map(|hit| hit.id).collect();
        prop_assert_eq!(&all_pages(&index, wanted.clone()), &whole);

        let first = search(&index, &wanted);
        let mut writer = index.writer(0).unwrap();
        for (plain, number) in after.iter().zip(100..) {
            writer.put(&plain.document(number)).unwrap();
        }
        writer.commit(2).unwrap();
        let mut seen: Vec<String> = first.hits.into_iter().map(|hit| hit.id).collect();
        if let Some(next) = first.next {
            seen.extend(all_pages(&index, SearchRequest { cursor: Some(next), ..wanted }));
        }
        let distinct: BTreeSet<&String> = seen.iter().collect();
        prop_assert_eq!(distinct.len(), seen.len(), "none twice");
        let old: Vec<String> = seen.iter().filter(|id| whole.contains(id)).cloned().collect();
        prop_assert_eq!(old, whole, "every hit that was there, in its order");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_query_is_answered_or_refused(
        query in "\\PC{0,40}|([a-z]{1,9}[*~:.\"-]{0,2}|\"|\\(|\\)|AND|OR|NOT|-|(title|section|pdu|year|published|rating):\"?|Ashby Vale|Wales|2024| ){0,14}",
        scope in proptest::sample::select(Scope::ALL.to_vec()),
    ) {
        let request = SearchRequest { scope, explain: true, ..request(&query) };
        let interpreted = index().interpret(&query);
        match index().search(&request) {
            Ok(response) => {
                let interpreted = interpreted.unwrap();
                prop_assert!(index().interpret(&interpreted.rest).is_ok(), "{}", interpreted.rest);
                for hit in &response.hits {
                    if let Some(explanation) = &hit.explanation {
                        let sum: f32 = explanation.parts.iter().map(|part| part.score).sum();
                        let told = sum * explanation.weight;
                        prop_assert!((told - hit.score).abs() <= 0.01 * hit.score.max(0.1), "{told} {}", hit.score);
                    }
                }
                prop_assert!(response.hits.len() as u64 <= response.total);
                prop_assert!(response.hits.iter().all(|hit| hit.scope == scope));
            }
            Err(SearchError::Query { position, .. }) => {
                prop_assert!(position <= query.chars().count());
                prop_assert!(interpreted.is_err() || position < query.chars().count());
            }
            Err(other) => prop_assert!(false, "{other}"),
        }
        let similar = SimilarRequest {
            to: SimilarTo::Text(query.clone()),
            scope: Scope::Findings,
            filters: Filters::default(),
            limit: 5,
            exclude_document: false,
        };
        prop_assert!(index().similar(&similar).is_ok());
        prop_assert!(index().suggest(&query, 5).is_ok());
    }

    #[test]
    fn any_cursor_is_read_or_refused(cursor in "[0-9a-f]{0,40}|\\PC{0,20}") {
        let request = SearchRequest { cursor: Some(cursor), ..request("staff") };
        let refused = matches!(
            index().search(&request),
            Err(SearchError::Parameter { field: "cursor", .. })
        );
        prop_assert!(refused);
    }
}

fn index() -> &'static TantivyIndex {
    static INDEX: std::sync::OnceLock<TantivyIndex> = std::sync::OnceLock::new();
    INDEX.get_or_init(|| index_of(&support::documents()))
}
