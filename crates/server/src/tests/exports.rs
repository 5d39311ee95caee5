//! Exports and feeds.

use super::Site;
use super::engine::{Failure, finding};
use super::ledger::{id, index, report};

#[tokio::test]
async fn csv_has_every_hit_and_no_formula() {
    let site = Site::new();
    site.engine
        .give((0..450).map(|number| finding(&id(1), number)).collect());
    let answer = site
        .get("/api/v1/search.csv?q=a&in=findings&facets=year")
        .await;
    assert!(answer.header("content-type").starts_with("text/csv"));
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename=\"findings.csv\""
    );
    let text = answer.text();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 450);
    assert_eq!(&rows[449][0], id(1).finding(449));
    assert_eq!(&rows[0][5], "'=Example & Sons");
    assert_eq!(&rows[0][20], "Enquiries were <i>late</i> in most cases.");
    assert_eq!(site.engine.last_asked().facets, Some(vec![]));
}

#[tokio::test]
async fn json_lines_are_hits() {
    let site = Site::new();
    site.engine
        .give((0..450).map(|number| finding(&id(1), number)).collect());
    let answer = site.get("/api/v1/search.jsonl?in=findings&limit=300").await;
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    let text = answer.text();
    let hits: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(hits.len(), 300);
    assert_eq!(hits[299]["id"], id(1).finding(299));
    assert_eq!(hits[0]["in"], "findings");
}

#[tokio::test]
async fn an_export_of_nothing_has_its_headings() {
    let site = Site::new();
    let answer = site.get("/api/v1/search.csv").await;
    assert!(answer.text().starts_with("id,document_id,in,title,"));
    assert_eq!(answer.text().lines().count(), 1);
    assert_eq!(site.get("/api/v1/search.jsonl").await.text(), "");
}

#[tokio::test]
async fn an_export_that_cannot_begin_is_a_problem() {
    let site = Site::new();
    site.engine.fail(Failure::Query { position: 1 });
    site.get("/api/v1/search.csv?q=(").await.problem(400);
}

#[tokio::test]
async fn the_feed_is_newest_first_and_escaped() {
    let site = Site::with(|settings| {
        settings.public_url = Some("https://probity.example.org/".to_owned());
    });
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    site.engine.give(vec![finding(&id(1), 0)]);
    let answer = site.get("/feeds/search.atom?q=a%26b&sort=oldest").await;
    assert!(
        answer
            .header("content-type")
            .starts_with("application/atom+xml")
    );
    assert_eq!(
        site.engine.last_asked().sort,
        Some(probity_search::Sort::Newest)
    );
    let feed: atom_syndication::Feed = answer.text().parse().unwrap();
    assert_eq!(feed.title.value, "Probity: newest documents for a&b");
    let entry = &feed.entries[0];
    assert_eq!(entry.id, format!("urn:probity:{}", id(1).finding(0)));
    assert_eq!(
        entry.published.unwrap().to_string(),
        "2024-08-01 00:00:00 +00:00"
    );
    let link = format!(
        "https://probity.example.org/documents/{}?page=18&q=a%26b",
        id(1)
    );
    assert_eq!(entry.links[0].href, link);
    let content = entry.content.as_ref().unwrap().value.as_ref().unwrap();
    assert!(!content.contains("<img"), "{content}");
    assert!(!answer.text().contains("<script"), "{}", answer.text());
}

#[tokio::test]
async fn an_empty_feed_is_a_feed() {
    let site = Site::new();
    let feed: atom_syndication::Feed = site.get("/feeds/search.atom").await.text().parse().unwrap();
    assert!(feed.entries.is_empty());
}
