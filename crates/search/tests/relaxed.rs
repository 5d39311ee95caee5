//! Where few entries have most words of a long row, each of them is scored by itself; pages after the first,
//! which know how many words are wanted, look at all entries. Both must say the same.

mod support;

use probity_model::{Document, Kind};
use probity_search::{Facet, Filters, Scope, SearchRequest, SearchResponse, Settings, Sort};
use support::{document, index_with, passage, request, search, settings};

const ROW: [&str; 5] = ["zebra", "gnu", "okapi", "ibex", "tapir"];

/// Sixty documents of fifty passages. One passage in ten has two words of the row, one in twenty-five
/// three, near one another or not; none has more.
fn documents() -> Vec<Document> {
    let passage_of = |number: usize| {
        let words: Vec<&str> = ROW.iter().cycle().skip(number).take(3).copied().collect();
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

fn pages(settings: &Settings, filters: &Filters, query: &str) -> Vec<SearchResponse> {
    let index = index_with(&documents(), settings);
    let mut wanted = SearchRequest {
        scope: Scope::Findings,
        sort: Some(Sort::Relevance),
        filters: filters.clone(),
        limit: 25,
        ..request(query)
    };
    let mut pages = vec![search(&index, &wanted)];
    while let Some(next) = pages.last().and_then(|page| page.next.clone()) {
        wanted.cursor = Some(next);
        pages.push(search(&index, &wanted));
    }
    pages
}

fn check(filters: &Filters, query: &str, total: u64) {
    let of_one = pages(
        &Settings {
            part: u32::MAX,
            ..settings()
        },
        filters,
        query,
    );
    let of_many = pages(
        &Settings {
            part: 100,
            ..settings()
        },
        filters,
        query,
    );
    assert_eq!(of_one, of_many);
    let first = &of_one[0];
    assert!(first.relaxed);
    assert_eq!(first.total, total);
    let mut scores = Vec::new();
    for page in &of_one {
        assert_eq!((page.total, &page.facets), (first.total, &first.facets));
        scores.extend(page.hits.iter().map(|hit| hit.score));
    }
    assert_eq!(scores.len() as u64, total);
    assert!(scores.is_sorted_by(|one, other| one >= other), "{scores:?}");
}

#[test]
fn the_first_page_of_a_relaxed_row_agrees_with_the_next() {
    let row = ROW.join(" ");
    check(&Filters::default(), &row, 120);
    check(&Filters::default(), &format!("{row} -\"number 25\""), 119);
    let mut wales = Filters::default();
    wales.facets.insert(Facet::Region, vec!["Wales".to_owned()]);
    check(&wales, &row, 60);
}
