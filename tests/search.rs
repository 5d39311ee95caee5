//! Searching as journalists and inspectors do, over the sample documents.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::Value;

use crate::support::{Server, samples};

/// One server with all samples, shared by the tests here: none of them writes.
fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let server = Server::start();
        server.end_with_the_tests();
        let mut count = 0;
        for entry in std::fs::read_dir(samples().join("documents")).expect("samples") {
            let name = entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name");
            server.drop_sample(&format!("documents/{name}"));
            count += 1;
        }
        server.settle(count);
        server
    })
}

fn search(query: &str) -> Value {
    server().json(&format!("/api/v1/search?{query}"))
}

fn total(query: &str) -> u64 {
    search(query)["total"].as_u64().expect("a total")
}

fn hits(answer: &Value) -> &[Value] {
    answer["hits"].as_array().map_or(&[], Vec::as_slice)
}

/// Counts of a facet, by value.
fn counts(answer: &Value, facet: &str) -> Vec<(String, u64)> {
    let values = answer["facets"][facet].as_array().expect("a facet");
    values
        .iter()
        .map(|entry| {
            let value = entry["value"].as_str().expect("a value").to_owned();
            (value, entry["count"].as_u64().expect("a count"))
        })
        .collect()
}

#[test]
fn findings_are_narrowed_by_region_pdu_rating_and_year() {
    let all = total("in=findings&q=risk");
    let narrow = "in=findings&q=risk&pdu=Ashmere%20North&year=2024&rating=Requires%20improvement\
                  &region=Westvale%20and%20the%20Skerry";
    let answer = search(narrow);
    let some = answer["total"].as_u64().expect("a total");
    assert!(some > 0 && some < all, "{some} of {all}");
    for hit in hits(&answer) {
        assert_eq!(hit["pdus"][0], "Ashmere North");
        assert_eq!(hit["year"], 2024);
        assert_eq!(hit["in"], "findings");
        assert!(hit["text"].is_string() && hit["snippet"].is_string());
    }
    assert_eq!(total("in=findings&q=risk&pdu=Nowhere"), 0);
}

#[test]
fn a_hit_can_be_quoted_with_its_page_and_section() {
    let answer = search("in=findings&kind=inspection_report&pdu=Hallowdaleshire&q=housing");
    let hit = hits(&answer).first().expect("a hit");
    assert!(hit["page"].as_u64().is_some_and(|page| page > 1), "{hit}");
    assert!(
        hit["section"]
            .as_array()
            .is_some_and(|section| !section.is_empty()),
        "{hit}"
    );
    assert!(
        hit["snippet"]
            .as_str()
            .is_some_and(|s| s.contains("<mark>")),
        "{hit}"
    );
    let url = hit["url"].as_str().expect("an address");
    assert_eq!(server().get(url).status, 200, "{url}");
}

#[test]
fn facets_are_exact_and_disjunctive() {
    for facet in ["region", "pdu", "rating", "year", "kind"] {
        let open = search("in=documents&limit=1");
        for (value, count) in counts(&open, facet) {
            let chosen = value.replace(' ', "%20").replace(',', "%2C");
            let narrowed = search(&format!("in=documents&{facet}={chosen}&limit=1"));
            assert_eq!(narrowed["total"], count, "{facet}={value}");
            let still: Vec<(String, u64)> = counts(&narrowed, facet);
            assert_eq!(
                still,
                counts(&open, facet),
                "a facet ignores its own choice"
            );
            let selected = narrowed["facets"][facet].as_array().expect("a facet");
            let selected = selected
                .iter()
                .filter(|entry| entry["selected"] == true)
                .count();
            assert_eq!(selected, 1);
        }
    }
}

#[test]
fn the_query_language_means_what_it_says() {
    let words = total("in=findings&q=home%20visits");
    assert!(total("in=findings&q=%22home%20visits%22") <= words);
    let either = total("in=findings&q=housing%20OR%20vetting");
    let [housing, vetting] =
        ["housing", "vetting"].map(|word| total(&format!("in=findings&q={word}")));
    let both = total("in=findings&q=housing%20AND%20vetting");
    assert_eq!(either, housing + vetting - both);
    assert_eq!(
        total("in=findings&q=housing%20NOT%20vetting"),
        housing - both
    );
    assert_eq!(total("in=findings&q=housing%20-vetting"), housing - both);
    assert!(total("in=findings&q=hous*") >= total("in=findings&q=%22housing%22"));
    assert_eq!(
        total("in=findings&q=pdu:%22Ashmere%20North%22"),
        total("in=findings&pdu=Ashmere%20North")
    );
    assert_eq!(
        total("q=year:2022..2024"),
        ["2022", "2023", "2024"]
            .map(|year| total(&format!("year={year}")))
            .iter()
            .sum::<u64>()
    );
}

#[test]
fn documents_are_narrowed_by_date() {
    assert_eq!(total("from=2024&to=2024"), total("year=2024"));
    assert_eq!(total("from=2024-01-01&to=2024-12-31"), total("year=2024"));
    let dated = total("from=1990");
    let undated = total("year=Undated");
    assert_eq!(dated + undated, total(""));
    assert!(undated > 0);
}

#[test]
fn recommendations_know_their_addressee_and_their_fate() {
    let past = search("in=recommendations&progress=some_progress");
    assert!(past["total"].as_u64().is_some_and(|total| total > 0));
    let to_hmpps = search("in=recommendations&addressee=hmpps");
    assert!(to_hmpps["total"].as_u64().is_some_and(|total| total > 0));
    for hit in hits(&to_hmpps) {
        assert!(
            hit["addressee"].is_string() && hit["text"].is_string(),
            "{hit}"
        );
    }
}

#[test]
fn newest_and_oldest_are_opposite_and_undated_comes_last() {
    let dates = |sort: &str| -> Vec<Option<String>> {
        let answer = search(&format!("sort={sort}&limit=100"));
        hits(&answer)
            .iter()
            .map(|hit| hit["published"].as_str().map(str::to_owned))
            .collect()
    };
    for sort in ["newest", "oldest"] {
        let dates = dates(sort);
        let first_undated = dates
            .iter()
            .position(Option::is_none)
            .unwrap_or(dates.len());
        assert!(
            dates[first_undated..].iter().all(Option::is_none),
            "{sort}: {dates:?}"
        );
        let years: Vec<&str> = dates.iter().flatten().map(|date| &date[..4]).collect();
        let in_order = match sort {
            "newest" => years.is_sorted_by(|a, b| a >= b),
            _ => years.is_sorted(),
        };
        assert!(in_order, "{sort}: {years:?}");
    }
}

#[test]
fn paging_shows_every_hit_once() {
    for query in [
        "in=findings&q=probation",
        "in=findings&sort=newest",
        "in=documents&sort=title",
    ] {
        let mut seen = BTreeSet::new();
        let mut cursor = String::new();
        loop {
            let answer = search(&format!("{query}&limit=7{cursor}"));
            for hit in hits(&answer) {
                let id = hit["id"].as_str().expect("an id").to_owned();
                assert!(seen.insert(id), "{query}: a hit twice");
            }
            let Some(next) = answer["next"].as_str() else {
                assert_eq!(seen.len() as u64, total(query), "{query}");
                break;
            };
            cursor = format!("&cursor={next}");
        }
    }
}

#[test]
fn nothing_found_offers_a_spelling_and_no_error() {
    let answer = search("q=probaton");
    let offered = answer["did_you_mean"].as_str();
    assert!(
        answer["total"] == 0 && offered == Some("probation"),
        "{answer}"
    );
    assert_eq!(total("q=zzzyyyxxx"), 0);
}

#[test]
fn similar_leaves_out_the_item_itself() {
    let answer = search("in=recommendations&q=housing%20OR%20risk&limit=1");
    let id = hits(&answer)[0]["id"].as_str().expect("an id");
    let similar = server().json(&format!("/api/v1/similar?id={id}"));
    assert!(!hits(&similar).is_empty());
    for hit in hits(&similar) {
        assert_ne!(hit["id"], id);
        let similarity = hit["similarity"].as_f64().expect("a similarity");
        assert!((0.0..=1.0).contains(&similarity), "{hit}");
    }
}

#[test]
fn units_tell_their_story() {
    let pdus = server().json("/api/v1/pdus");
    let unit = pdus["pdus"]
        .as_array()
        .expect("units")
        .iter()
        .find(|u| u["name"] == "Ashmere North");
    let slug = unit.expect("the unit")["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let story = server().json(&format!("/api/v1/pdus/{slug}"));
    assert_eq!(story["region"], "Westvale and the Skerry");
    let ratings: Vec<&str> = story["inspections"]
        .as_array()
        .expect("inspections")
        .iter()
        .filter_map(|inspection| inspection["rating"].as_str())
        .collect();
    assert_eq!(ratings, ["Inadequate", "Requires improvement"]);
    assert!(
        server().json("/api/v1/regions")["total"]
            .as_u64()
            .is_some_and(|total| total >= 12)
    );
}

#[test]
fn the_first_page_searches_without_script() {
    let page = server().get("/?q=housing&in=findings");
    assert_eq!(page.status, 200);
    let text = page.text();
    assert!(
        text.contains("<mark>") && text.contains("Hallowdaleshire"),
        "{text}"
    );
    assert!(text.contains("Ashmere North"), "facets are shown");
    assert_eq!(server().get("/?q=%22open").status, 400);
}

#[test]
fn the_questions_of_the_readme_are_answered() {
    let readme = include_str!("../README.md");
    let addresses = readme.split("curl 'http://127.0.0.1:8086").skip(1);
    let addresses: Vec<&str> = addresses
        .filter_map(|rest| rest.split('\'').next())
        .collect();
    assert!(!addresses.is_empty());
    for address in addresses {
        let answer = server().json(address);
        assert!(answer["total"].as_u64() > Some(0), "{address}: {answer}");
        let id = answer["hits"][0]["id"].as_str().unwrap_or_default();
        assert!(readme.contains(id), "{address} finds {id} first");
    }
}
