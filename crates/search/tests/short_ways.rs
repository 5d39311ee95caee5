//! Short ways to a page of hits say the same as long ones. Where few entries have most words of a long row,
//! each of them is scored by itself, while pages after the first, which know how many words are wanted, look
//! at all entries. What cannot come among the best is not scored to the end.

mod support;

use probity_model::{Document, Kind};
use probity_search::{Facet, Filters, Hit, Scope, SearchRequest, SearchResponse, Settings, Sort};
use support::{document, index_with, passage, request, search, settings};

const ROW: [&str; 5] = ["zebra", "gnu", "okapi", "ibex", "tapir"];

/// Sixty documents of fifty passages. One passage in ten has two words of the row, one in twenty-five
/// three, near one another or not; none has more.
fn documents() -> Vec<Document> {
    let passage_of = |number: usize| {
        let words: Vec<&str> = ROW
            .iter()
            .cycle()
            .skip(number / 5)
            .take(3)
            .copied()
            .collect();
        passage(&match number {
            _ if number.is_multiple_of(25) && number.is_multiple_of(2) => words.join(" "),
            _ if number.is_multiple_of(25) => {
                words.join(&format!(" behind the fence number {number} "))
            }
            _ if number.is_multiple_of(10) => {
                format!("{} or {} in field {number}", words[0], words[1])
            }
            _ => format!("Grass in field {number}, and none to graze it"),
        })
    };
    let of = |number: u8| Document {
        regions: vec![["Wales", "North"][usize::from(number % 2)].to_owned()],
        passages: (0..50)
            .map(|place| passage_of(usize::from(number) * 50 + place))
            .collect(),
        ..document(number, Kind::Other, &format!("Fields of farm {number}"))
    };
    (0..60).map(of).collect()
}

fn pages(settings: &Settings, filters: &Filters, query: &str, limit: usize) -> Vec<SearchResponse> {
    let index = index_with(&documents(), settings);
    let mut wanted = SearchRequest {
        scope: Scope::Findings,
        sort: Some(Sort::Relevance),
        filters: filters.clone(),
        limit,
        ..request(query)
    };
    let mut pages = vec![search(&index, &wanted)];
    while let Some(next) = pages.last().and_then(|page| page.next.clone()) {
        wanted.cursor = Some(next);
        pages.push(search(&index, &wanted));
    }
    pages
}

/// Searches for hits that have at least so many of the row's words in them.
fn check(filters: &Filters, query: &str, words: usize, fits: impl Fn(&Document, &str) -> bool) {
    let documents = documents();
    let has = |text: &str| {
        ROW.iter()
            .filter(|word| query.contains(**word) && text.contains(**word))
            .count()
    };
    let texts = documents.iter().flat_map(|document| {
        let texts = document.passages.iter().map(|passage| &passage.text);
        texts.filter(|text| fits(document, text))
    });
    let total = texts.filter(|text| has(text) >= words).count() as u64;
    assert!(total > 50, "enough to be looked for");

    let alone = Settings {
        part: u32::MAX,
        ..settings()
    };
    let shared = Settings {
        part: 100,
        ..settings()
    };
    let of_one = pages(&alone, filters, query, 25);
    assert_eq!(of_one, pages(&shared, filters, query, 25));
    let first = &of_one[0];
    assert_eq!(first.total, total, "{query}");
    for page in &of_one {
        assert_eq!((page.total, &page.facets), (first.total, &first.facets));
    }
    // A page so long that no hit competes for a place on it.
    let whole = pages(&alone, filters, query, 2_000).remove(0).hits;
    let hits: Vec<Hit> = of_one.into_iter().flat_map(|page| page.hits).collect();
    assert_eq!(hits, whole);
    assert_eq!(hits.len() as u64, total);
}

#[test]
fn the_first_page_of_a_relaxed_row_agrees_with_the_next() {
    let row = ROW.join(" ");
    let none = Filters::default();
    check(&none, &row, 3, |_, _| true);
    let without = format!("{row} -\"number 25\"");
    check(&none, &without, 3, |_, text| !text.contains("number 25 "));
    let mut wales = Filters::default();
    let facet = wales.facets.entry(Facet::Region).or_default();
    facet.push("Wales".to_owned());
    check(&wales, &row, 3, |document, _| document.regions == ["Wales"]);
}

#[test]
fn hits_are_those_of_a_longer_page_in_its_order() {
    for (query, words) in [
        ("zebra gnu", 2),
        ("gnu okapi", 2),
        ("okapi", 1),
        ("okapi AND ibex", 2),
    ] {
        check(&Filters::default(), query, words, |_, _| true);
    }
}

/// Of expressions an entry may have some words, near one another, and be found for the other way to say it.
#[test]
fn hits_of_expressions_are_those_of_a_longer_page() {
    let index = index_with(
        &documents(),
        &Settings {
            synonyms: "zebra gnu okapi = grass\nibex tapir = grass in field".to_owned(),
            ..settings()
        },
    );
    for query in [
        "zebra gnu okapi",
        "zebra gnu okapi fence",
        "ibex tapir",
        "field ibex tapir",
        "zebra gnu okapi ibex tapir",
        "number fence behind number",
        "grass",
    ] {
        let hits = |limit| {
            let wanted = SearchRequest {
                scope: Scope::Findings,
                limit,
                ..request(query)
            };
            search(&index, &wanted).hits
        };
        let whole = hits(4_000);
        assert!(whole.len() > 50, "{query}: {}", whole.len());
        for limit in [1, 5, 25] {
            assert_eq!(hits(limit), whole[..limit], "{query}");
        }
    }
}
