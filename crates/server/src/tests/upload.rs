//! Uploads: whole or not at all, under a safe name, over nothing.

use axum::body::Body;
use axum::http::Request;

use super::{Answer, Site, TOKEN};

const PDF: &[u8] = b"%PDF-1.7 and so on";

fn form(parts: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (field, name, content) in parts {
        let head = format!(
            "--frontier\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend(head.as_bytes());
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(b"--frontier--\r\n");
    body
}

fn request(body: &[u8]) -> axum::http::request::Builder {
    Request::post("/api/v1/documents")
        .header("content-type", "multipart/form-data; boundary=frontier")
        .header("content-length", body.len())
        .header("authorization", format!("Bearer {TOKEN}"))
}

async fn upload(site: &Site, name: &str, content: &[u8]) -> Answer {
    let body = form(&[("file", name, content)]);
    let request = request(&body);
    site.send(request.body(Body::from(body)).unwrap()).await
}

/// What lies in the watch folder, hidden files included.
fn files(site: &Site) -> Vec<String> {
    let entries = std::fs::read_dir(site.watch.path()).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn an_upload_lands_in_the_watch_folder() {
    let site = Site::new();
    let answer = upload(&site, "a report.pdf", PDF).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    let body = answer.json();
    assert_eq!(body["path"], "a report.pdf");
    assert_eq!(
        body["status_url"],
        "/api/v1/ingest/files?path=a%20report.pdf"
    );
    assert_eq!(
        std::fs::read(site.watch.path().join("a report.pdf")).unwrap(),
        PDF
    );
    assert_eq!(files(&site), ["a report.pdf"]);
}

#[tokio::test]
async fn nothing_is_overwritten() {
    let site = Site::new();
    std::fs::write(site.watch.path().join("a.pdf"), "the first").unwrap();
    for expected in ["a-2.pdf", "a-3.pdf"] {
        assert_eq!(upload(&site, "a.pdf", PDF).await.json()["path"], expected);
    }
    assert_eq!(
        std::fs::read(site.watch.path().join("a.pdf")).unwrap(),
        b"the first"
    );
}

#[tokio::test]
async fn a_name_leads_nowhere_else() {
    let site = Site::new();
    for name in [
        "../../evil.pdf",
        "/etc/evil.pdf",
        "..\\\\evil.pdf",
        ".evil.pdf",
    ] {
        let answer = upload(&site, name, PDF).await;
        assert_eq!(answer.status, 202, "{name}: {}", answer.text());
    }
    assert_eq!(
        files(&site),
        ["evil-2.pdf", "evil-3.pdf", "evil-4.pdf", "evil.pdf"]
    );
}

#[tokio::test]
async fn what_is_too_large_leaves_nothing() {
    let site = Site::with(|settings| settings.max_upload_size = 100);
    assert_eq!(upload(&site, "a.txt", &[b'a'; 100]).await.status, 202);
    upload(&site, "b.txt", &[b'a'; 101]).await.problem(413);
    upload(&site, "c.txt", &vec![b'a'; 200_000])
        .await
        .problem(413);
    assert_eq!(files(&site), ["a.txt"]);
}

#[tokio::test]
async fn what_is_no_document_leaves_nothing() {
    let site = Site::new();
    let problem = upload(&site, "report.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        .await
        .problem(415);
    assert!(problem["detail"].as_str().unwrap().contains("image/png"));
    upload(&site, "report.pdf", b"").await.problem(400);
    assert!(files(&site).is_empty());
}

#[tokio::test]
async fn a_form_that_is_none_is_refused() {
    let site = Site::new();
    let request = Request::post("/api/v1/documents")
        .header("authorization", format!("Bearer {TOKEN}"))
        .header("content-type", "application/pdf");
    let answer = site.send(request.body(Body::from(PDF)).unwrap()).await;
    answer.problem(415);
    let cases: [&[(&str, &str, &[u8])]; 3] = [
        &[],
        &[("document", "a.pdf", PDF)],
        &[("file", "a.pdf", PDF), ("file", "b.pdf", PDF)],
    ];
    for parts in cases {
        let body = form(parts);
        let request = self::request(&body);
        let answer = site.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.problem(400)["field"], "file");
    }
    let mut broken = form(&[("file", "a.pdf", PDF)]);
    broken.truncate(broken.len() - 15);
    let request = self::request(&broken);
    site.send(request.body(Body::from(broken)).unwrap())
        .await
        .problem(400);
    assert!(files(&site).is_empty());
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_told() {
    let site = Site::new();
    std::fs::remove_dir_all(site.watch.path()).unwrap();
    let problem = upload(&site, "a.pdf", PDF).await.problem(503);
    assert_eq!(problem["detail"], "the watch folder cannot be written");
}
