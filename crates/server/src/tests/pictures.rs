//! Pictures of pages: drawn elsewhere, kept, bounded.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::Request;

use super::ledger::{id, index, index_as, report};
use super::{Answer, Site};
use crate::{NotDrawn, PageToDraw, Painter};

/// Draws what it is asked for as the words of the wish, or fails as told.
#[derive(Default)]
pub(super) struct FakePainter {
    pub(super) asked: Mutex<Vec<PageToDraw>>,
    pub(super) failure: Mutex<Option<NotDrawn>>,
}

impl FakePainter {
    pub(super) fn as_painter(self: Arc<Self>) -> Painter {
        Arc::new(move |wanted| {
            self.asked.lock().unwrap().push(wanted.clone());
            match self.failure.lock().unwrap().clone() {
                Some(failure) => Err(failure),
                None => Ok(format!("page {} at {}", wanted.page, wanted.scale).into_bytes()),
            }
        })
    }

    fn times(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

fn site_with_pages() -> Site {
    let site = Site::new();
    std::fs::write(site.watch.path().join("a.pdf"), b"0123456789").unwrap();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    site
}

async fn picture(site: &Site, page: &str, query: &str) -> Answer {
    let path = format!("/api/v1/documents/{}/pages/{page}/image.png{query}", id(1));
    site.get(&path).await
}

#[tokio::test]
async fn a_page_is_drawn_once() {
    let site = site_with_pages();
    for _ in 0..3 {
        let answer = picture(&site, "1", "?scale=1.5").await;
        assert_eq!(answer.text(), "page 1 at 1.5");
        assert_eq!(answer.header("content-type"), "image/png");
    }
    assert_eq!(picture(&site, "1", "").await.text(), "page 1 at 1");
    assert_eq!(site.painter.times(), 2);
    let asked = site.painter.asked.lock().unwrap()[0].clone();
    assert_eq!(
        asked.path,
        site.watch.path().canonicalize().unwrap().join("a.pdf")
    );
}

#[tokio::test]
async fn a_browser_need_not_ask_again() {
    let site = site_with_pages();
    let first = picture(&site, "1", "").await;
    let etag = first.header("etag").to_owned();
    assert!(first.header("cache-control").contains("max-age="));
    let path = format!("/api/v1/documents/{}/pages/1/image.png", id(1));
    let request = Request::get(path).header("if-none-match", &etag);
    let again = site.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(again.status, 304);
    let other = picture(&site, "1", "?scale=2").await;
    assert_ne!(other.header("etag"), etag);
}

#[tokio::test]
async fn the_scale_is_bounded() {
    let site = site_with_pages();
    for scale in ["0", "-1", "0.05", "5", "1e9", "NaN", "inf", "large"] {
        let problem = picture(&site, "1", &format!("?scale={scale}"))
            .await
            .problem(400);
        assert_eq!(problem["field"], "scale", "{scale}");
    }
    // Scales that nobody can tell apart are one picture.
    picture(&site, "1", "?scale=1.001").await;
    picture(&site, "1", "?scale=1.002").await;
    assert_eq!(site.painter.times(), 1);
}

#[tokio::test]
async fn a_page_that_is_not_there_is_not_drawn() {
    let site = site_with_pages();
    for page in ["0", "9", "one", "99999999999999"] {
        picture(&site, page, "").await.problem(404);
    }
    assert_eq!(site.painter.times(), 0);
}

#[tokio::test]
async fn only_pdf_files_have_pictures() {
    let site = Site::new();
    std::fs::write(site.watch.path().join("a.html"), b"0123456789").unwrap();
    index_as(&site.catalogue, "a.html", 10, 1, report(1), "text/html");
    let problem = picture(&site, "1", "").await.problem(404);
    assert_eq!(
        problem["detail"],
        "only the pages of PDF files have pictures"
    );
    assert_eq!(site.painter.times(), 0);
}

#[tokio::test]
async fn a_page_that_cannot_be_drawn_is_not_tried_again() {
    let site = site_with_pages();
    let failure = NotDrawn::Never("this page takes too long to draw".to_owned());
    *site.painter.failure.lock().unwrap() = Some(failure);
    for _ in 0..3 {
        let problem = picture(&site, "1", "").await.problem(404);
        assert_eq!(problem["detail"], "this page takes too long to draw");
    }
    assert_eq!(site.painter.times(), 1);
}

#[tokio::test]
async fn a_busy_moment_passes() {
    let site = site_with_pages();
    let failure = NotDrawn::NotNow("no page can be drawn at the moment".to_owned());
    *site.painter.failure.lock().unwrap() = Some(failure);
    let busy = picture(&site, "1", "").await;
    busy.problem(503);
    assert!(!busy.header("retry-after").is_empty());
    *site.painter.failure.lock().unwrap() = None;
    assert_eq!(picture(&site, "1", "").await.status, 200);
}

#[tokio::test]
async fn an_original_that_is_gone_has_no_picture() {
    let site = site_with_pages();
    std::fs::remove_file(site.watch.path().join("a.pdf")).unwrap();
    picture(&site, "1", "").await.problem(404);
}
