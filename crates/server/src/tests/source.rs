//! Originals: whole, in part, and never run.

use axum::body::Body;
use axum::http::Request;

use super::ledger::{id, index, index_as, report};
use super::{Answer, Site};

const BYTES: &[u8] = b"0123456789";

fn site_with_original() -> Site {
    let site = Site::new();
    std::fs::create_dir(site.watch.path().join("in")).unwrap();
    std::fs::write(site.watch.path().join("in/a report.pdf"), BYTES).unwrap();
    index(&site.catalogue, "in/a report.pdf", 10, 1, report(1));
    site
}

async fn ask(site: &Site, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(format!("/api/v1/documents/{}/source", id(1)));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    site.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_original_comes_whole() {
    let site = site_with_original();
    let answer = ask(&site, &[("accept-encoding", "gzip")]).await;
    assert_eq!(
        (answer.status.as_u16(), answer.body.as_slice()),
        (200, BYTES)
    );
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert_eq!(answer.header("accept-ranges"), "bytes");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let disposition = "inline; filename=\"a report.pdf\"; filename*=UTF-8''a%20report.pdf";
    assert_eq!(answer.header("content-disposition"), disposition);
    let etag = answer.header("etag").to_owned();
    assert_eq!(ask(&site, &[("if-none-match", &etag)]).await.status, 304);
}

#[tokio::test]
async fn a_part_comes_as_asked_for() {
    let site = site_with_original();
    let check = async |range: &str, body: &[u8], content_range: &str| {
        let answer = ask(&site, &[("range", range)]).await;
        assert_eq!(
            (answer.status.as_u16(), answer.body.as_slice()),
            (206, body),
            "{range}"
        );
        assert_eq!(answer.header("content-range"), content_range);
    };
    check("bytes=2-4", b"234", "bytes 2-4/10").await;
    check("bytes=7-", b"789", "bytes 7-9/10").await;
    check("bytes=-2", b"89", "bytes 8-9/10").await;
    let beyond = ask(&site, &[("range", "bytes=50-60")]).await;
    beyond.problem(416);
    assert_eq!(beyond.header("content-range"), "bytes */10");
    let other = ask(&site, &[("range", "bytes=2-4"), ("if-range", "\"other\"")]).await;
    assert_eq!(
        other.body, BYTES,
        "the part of another version is not wanted"
    );
}

#[tokio::test]
async fn html_is_downloaded_and_sandboxed() {
    let site = Site::new();
    std::fs::write(site.watch.path().join("a.html"), BYTES).unwrap();
    index_as(&site.catalogue, "a.html", 10, 1, report(1), "text/html");
    let answer = ask(&site, &[]).await;
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment")
    );
    assert!(answer.header("content-security-policy").contains("sandbox"));
}

#[tokio::test]
async fn a_file_that_is_gone_or_changed_is_not_found() {
    let site = site_with_original();
    std::fs::write(site.watch.path().join("in/a report.pdf"), "something else").unwrap();
    let problem = ask(&site, &[]).await.problem(404);
    assert_eq!(
        problem["detail"],
        "the original file is not in the watch folder any more"
    );
    std::fs::remove_file(site.watch.path().join("in/a report.pdf")).unwrap();
    ask(&site, &[]).await.problem(404);
}

#[tokio::test]
async fn another_file_of_the_document_serves_as_well() {
    let site = site_with_original();
    index(&site.catalogue, "copy.pdf", 10, 1, report(1));
    std::fs::write(site.watch.path().join("copy.pdf"), BYTES).unwrap();
    std::fs::remove_file(site.watch.path().join("in/a report.pdf")).unwrap();
    assert_eq!(ask(&site, &[]).await.body, BYTES);
}

#[tokio::test]
async fn nothing_outside_of_the_watch_folder_is_served() {
    let site = Site::new();
    let outside = site.watch.path().parent().unwrap();
    let secret = tempfile::NamedTempFile::new_in(outside).unwrap();
    std::fs::write(secret.path(), BYTES).unwrap();
    let name = secret.path().file_name().unwrap().to_str().unwrap();
    index(&site.catalogue, &format!("../{name}"), 10, 1, report(1));
    ask(&site, &[]).await.problem(404);
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_that_leads_outside_is_not_followed() {
    let site = Site::new();
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret"), BYTES).unwrap();
    let link = site.watch.path().join("a.pdf");
    std::os::unix::fs::symlink(outside.path().join("secret"), link).unwrap();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    ask(&site, &[]).await.problem(404);
}
