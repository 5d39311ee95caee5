//! Exports and feeds.

use futures_util::StreamExt;

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
async fn an_export_of_any_length_is_fetched_and_sent_in_pages() {
    let site = Site::new();
    site.engine
        .give((0..9_000).map(|number| finding(&id(1), number)).collect());
    for path in [
        "/api/v1/search.csv?in=findings",
        "/api/v1/search.jsonl?in=findings",
    ] {
        let mut body = site.stream(path).await;
        let (mut pieces, mut largest, mut lines) = (0, 0, 0);
        while let Some(piece) = body.next().await {
            let piece = piece.unwrap();
            pieces += 1;
            largest = largest.max(piece.len());
            lines += piece.iter().filter(|byte| **byte == b'\n').count();
        }
        let headings = usize::from(path.contains("csv"));
        assert_eq!(lines, 9_000 + headings);
        assert!(
            pieces >= 5 && largest < 4 << 20,
            "{pieces} pieces, {largest} bytes"
        );
    }
    let asked = site.engine.asked.lock().unwrap();
    assert!(asked.iter().all(|request| request.limit <= 2_000));
}

#[tokio::test]
async fn columns_keep_their_names_and_places() {
    let site = Site::new();
    let text = site.get("/api/v1/search.csv").await.text();
    let columns = "id,document_id,in,title,kind,publisher,regions,pdus,rating,published,year,\
                   section,standard,standard_rating,polarity,form,page,addressee,number,progress,\
                   text,url\n";
    assert_eq!(
        text, columns,
        "programs read these: add new ones at the end"
    );
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

#[tokio::test]
async fn a_feed_is_the_same_one_under_any_name_and_order() {
    let site = Site::new();
    let id_of = async |path: &str| -> String {
        let feed: atom_syndication::Feed = site.get(path).await.text().parse().unwrap();
        feed.id
    };
    let id = id_of("/feeds/search.atom?q=a&in=findings&limit=5").await;
    assert_eq!(id, id_of("/feeds/search.atom?in=findings&q=a").await);
    assert_ne!(id, id_of("/feeds/search.atom?in=findings&q=b").await);
    assert!(!id.contains("localhost"), "{id}");
}

#[tokio::test]
async fn a_feed_leads_to_older_entries() {
    let site = Site::new();
    site.engine
        .give((0..5).map(|number| finding(&id(1), number)).collect());
    let first = site
        .get("/feeds/search.atom?in=findings&limit=2")
        .await
        .text();
    let feed: atom_syndication::Feed = first.parse().unwrap();
    let next = feed.links.iter().find(|link| link.rel == "next").unwrap();
    assert!(
        next.href.ends_with("?in=findings&limit=2&cursor=2"),
        "{}",
        next.href
    );
    let (_, path) = next.href.split_once("localhost").unwrap();
    let older: atom_syndication::Feed = site.get(path).await.text().parse().unwrap();
    assert_eq!(older.id, feed.id);
    assert_eq!(
        older.entries[0].id,
        format!("urn:probity:{}", id(1).finding(2))
    );
}

#[tokio::test]
async fn a_corrected_document_is_an_updated_entry() {
    let site = Site::new();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    site.engine.give(vec![finding(&id(1), 0)]);
    let updated = async || -> atom_syndication::FixedDateTime {
        let feed: atom_syndication::Feed =
            site.get("/feeds/search.atom").await.text().parse().unwrap();
        assert_eq!(feed.updated, feed.entries[0].updated);
        feed.updated
    };
    let before = updated().await;
    std::thread::sleep(std::time::Duration::from_millis(5));
    let path = format!("/api/v1/documents/{}", id(1));
    let corrected = site
        .write(
            "PATCH",
            &path,
            Some(serde_json::json!({"title": "A better title"})),
        )
        .await;
    assert_eq!(corrected.status, 200, "{}", corrected.text());
    assert!(updated().await > before);
}

#[tokio::test]
async fn a_feed_is_well_formed_whatever_documents_hold() {
    let site = Site::new();
    let mut strange = finding(&id(1), 0);
    strange.title = "A\u{1}\u{b} title\u{ffff}".to_owned();
    strange.publisher = Some("\u{0}".to_owned());
    site.engine.give(vec![strange]);
    let text = site.get("/feeds/search.atom?q=%01").await.text();
    let is_bad = |c: char| c < ' ' && !matches!(c, '\n' | '\r' | '\t') || c == '\u{ffff}';
    assert!(!text.contains(is_bad), "{text:?}");
    assert!(text.parse::<atom_syndication::Feed>().is_ok());
}
