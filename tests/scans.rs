//! Scans: pictures of text are read where `tesseract` is there, and else the file says what to install.

use std::process::Command;

use crate::support::{Server, list};

#[test]
fn a_scan_is_read_by_text_recognition_and_says_so() {
    let installed = Command::new("tesseract").arg("--version").output();
    if installed.is_err() {
        eprintln!("skipped: tesseract is not installed");
        return;
    }
    let server = Server::start();
    server.drop_sample("bad/scanned.pdf");
    server.settle(1);
    let row = server.file("scanned.pdf");
    assert_eq!(row["state"], "indexed", "{row}");
    let found = server.json("/api/v1/search?in=findings&q=printed");
    let hit = &list(&found, "hits")[0];
    assert_eq!(hit["page"], 1, "{hit}");
    let id = row["document_id"].as_str().expect("an id");
    let document = server.json(&format!("/api/v1/documents/{id}"));
    let warned = list(&document, "warnings")
        .iter()
        .any(|warning| warning.as_str().is_some_and(|text| text.contains("(OCR)")));
    assert!(warned, "{document}");
}

#[test]
fn without_text_recognition_a_scan_says_what_to_install() {
    let server = Server::start_without_programs();
    server.drop_sample("bad/scanned.pdf");
    server.settle(1);
    let row = server.file("scanned.pdf");
    assert_eq!(row["state"], "failed", "{row}");
    let said = row["error"].as_str().unwrap_or_default();
    assert!(said.contains("install"), "{said}");
    assert!(said.contains("tesseract"), "{said}");
}
