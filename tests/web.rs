//! The web pages of the real server: links that lead somewhere, pictures of pages, quotations.

use std::collections::{BTreeSet, VecDeque};

use crate::support::{Answer, Server};

const REPORT: &str = "documents/hallowdaleshire-2024-report.pdf";

/// Asks as a person's browser does.
fn browse(server: &Server, path: &str) -> Answer {
    server.send("GET", path, &[("accept", "text/html")], b"")
}

/// Addresses on this server that a page links to, without their fragments.
fn links(html: &str) -> Vec<String> {
    let attributes = html.split("href=\"").skip(1);
    let values = attributes.filter_map(|rest| rest.split('"').next());
    let own = values.filter(|value| value.starts_with('/'));
    own.map(|value| value.replace("&#38;", "&"))
        .filter_map(|value| value.split('#').next().map(str::to_owned))
        .collect()
}

/// A server with one report, and the report's id.
fn with_report() -> (Server, String) {
    let server = Server::start();
    server.drop_sample(REPORT);
    server.settle(1);
    let found = server.json("/api/v1/documents");
    let id = found["documents"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    (server, id)
}

#[test]
fn every_example_of_the_help_page_runs() {
    let server = Server::start();
    let html = browse(&server, "/help").text();
    let examples: Vec<String> = links(&html)
        .into_iter()
        .filter(|link| link.starts_with("/?q="))
        .collect();
    assert!(examples.len() > 8, "{examples:?}");
    for example in examples {
        assert_eq!(browse(&server, &example).status, 200, "{example}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    /// Pages visited at most: of many alike, the first few tell.
    const MOST: usize = 120;
    let (server, id) = with_report();
    let mut seen = BTreeSet::new();
    let starts = ["/", "/?q=staff", "/help", "/nothing"].map(str::to_owned);
    let mut waiting = VecDeque::from(starts);
    waiting.push_back(format!("/documents/{id}?q=staff"));
    waiting.push_back(format!("/documents/{id}/pages/1?q=staff"));
    while let Some(path) = waiting.pop_front() {
        if seen.len() == MOST || !seen.insert(path.clone()) {
            continue;
        }
        let answer = browse(&server, &path);
        let expected = if path == "/nothing" { 404 } else { 200 };
        assert_eq!(answer.status, expected, "{path}: {}", answer.text());
        if answer.content_type.starts_with("text/html") {
            waiting.extend(links(&answer.text()));
        }
    }
    assert!(seen.len() > 50, "{seen:?}");
}

#[test]
fn a_page_is_drawn_as_large_as_asked_for() {
    let (server, id) = with_report();
    let address = server.json(&format!("/api/v1/documents/{id}/pages/1"));
    let (width, height) = (address["width"].as_f64(), address["height"].as_f64());
    let address = address["image_url"].as_str().expect("a picture").to_owned();
    for scale in [0.5, 1.0, 2.0] {
        let picture = server.get(&format!("{address}?scale={scale}"));
        assert_eq!(picture.status, 200, "{}", picture.text());
        assert_eq!(picture.content_type, "image/png");
        let sides = sides(&picture.body);
        for (side, points) in sides.into_iter().zip([width, height]) {
            let expected = points.expect("points") * scale;
            assert!(
                (f64::from(side) - expected).abs() <= 1.0,
                "{side} for {expected}"
            );
        }
    }
}

/// Width and height that a PNG file says it has.
fn sides(png: &[u8]) -> [u32; 2] {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    [number(16), number(20)]
}

#[test]
fn a_page_that_cannot_be_drawn_says_so_and_its_text_stays() {
    let (server, id) = with_report();
    // The same length, so that the file passes for the one that was read.
    let path = server.watched("hallowdaleshire-2024-report.pdf");
    let length = std::fs::read(&path).expect("the report").len();
    std::fs::write(&path, vec![b'x'; length]).expect("the file can be written");
    let picture = server.get(&format!("/api/v1/documents/{id}/pages/1/image.png"));
    assert_eq!(picture.status, 404, "{}", picture.text());
    let detail = picture.json()["detail"].to_string();
    assert!(!detail.contains(path.to_str().expect("a path")), "{detail}");
    let page = browse(&server, &format!("/documents/{id}/pages/1"));
    assert!(
        page.text().contains("The text of this page"),
        "{}",
        page.text()
    );
}
