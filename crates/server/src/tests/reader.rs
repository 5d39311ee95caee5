//! Printed pages: the picture, the text over it, what was sought at its place.

use super::Site;
use super::engine::finding;
use super::ledger::{id, index, report};

fn site() -> Site {
    let site = Site::new();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    site
}

async fn html(site: &Site, rest: &str) -> String {
    let answer = site
        .browse(&format!("/documents/{}/pages/{rest}", id(1)))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.text()
}

#[tokio::test]
async fn a_page_has_its_picture_and_its_text_in_place() {
    let html = html(&site(), "1").await;
    for part in [
        "Page 1 <span class=\"quiet\">of 3</span>",
        "width=\"595\" height=\"842\"",
        &format!("/api/v1/documents/{}/pages/1/image.png?scale=1.5", id(1)),
        "viewBox=\"0 0 595 842\"",
        "<text x=\"72\" y=\"92.9\" font-size=\"14.7\" textLength=\"228\"",
        "Leaders &#60;b&#62;listen&#60;/b&#62; &#38; learn.",
        "rel=\"next\"",
    ] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
    assert!(
        !html.contains("rel=\"prev\"") && !html.contains("class=\"found\""),
        "{html}"
    );
    assert_eq!(
        html.matches("loading=\"lazy\"").count(),
        3,
        "one small picture a page"
    );
}

#[tokio::test]
async fn words_that_are_sought_have_a_box_around_them() {
    let site = site();
    let html = html(&site, "1?q=listen").await;
    assert_eq!(html.matches("<rect class=\"found\"").count(), 1, "{html}");
    assert!(html.contains("y=\"119\""), "{html}");
    assert!(
        html.contains("No passage of this document matches"),
        "{html}"
    );
}

#[tokio::test]
async fn a_passage_and_the_words_of_a_fact_are_outlined() {
    let site = site();
    let check = async |rest: &str, outlines: usize, says_so: bool| {
        let html = html(&site, rest).await;
        assert_eq!(
            html.matches("<rect class=\"outline\"").count(),
            outlines,
            "{rest}"
        );
        assert_eq!(html.contains("not on this page"), says_so, "{rest}");
    };
    check("1?at=f0", 1, false).await;
    check("1?words=an+inspection", 1, false).await;
    check("1?words=a+gadget", 0, true).await;
    check("1?at=r0", 0, true).await;
    check("1?at=f99", 0, false).await;
}

#[tokio::test]
async fn hits_lead_to_their_neighbours() {
    let site = site();
    let hits = [(4, 1), (2, 3), (0, 1)].map(|(number, page)| {
        let mut hit = finding(&id(1), number);
        hit.page = Some(page);
        hit
    });
    site.engine.give(hits.into());
    let check = async |rest: &str, parts: &[&str]| {
        let html = html(&site, rest).await;
        for part in parts {
            assert!(html.contains(part), "{rest}: {part} is not in {html}");
        }
        html
    };
    let next = format!(
        "href=\"/documents/{}/pages/3?at=f2&#38;q=a\" data-hit=\"next\"",
        id(1)
    );
    check("1?q=a&at=f0", &["Passage 1 of 3", &next]).await;
    let first = check(
        "1?q=a",
        &["3 passages", "pages/1?at=f0&#38;q=a\" data-hit=\"next\""],
    )
    .await;
    assert!(!first.contains("data-hit=\"before\""), "{first}");
}

#[tokio::test]
async fn pages_that_are_not_there_are_said_to_be_so() {
    let site = site();
    for page in ["0", "9", "one"] {
        let path = format!("/documents/{}/pages/{page}", id(1));
        assert_eq!(site.browse(&path).await.status, 404, "{page}");
    }
    let go = site
        .browse(&format!("/documents/{}/pages?n=2&q=a%26b", id(1)))
        .await;
    assert_eq!(go.status, 303);
    assert_eq!(
        go.header("location"),
        format!("/documents/{}/pages/2?q=a%26b", id(1))
    );
}

#[tokio::test]
async fn the_page_is_shown_whatever_the_query() {
    let site = site();
    let failure = super::engine::Failure::Query { position: 0 };
    site.engine.fail(failure);
    assert!(html(&site, "1?q=(").await.contains("Page 1"));
}
