//! The web pages: links for everything, and hostile text shown as text.

use super::Site;
use super::engine::{Failure, finding};
use super::ledger::{id, index, report};
use crate::web::statics::{SCRIPT_TEXT, STYLE_TEXT};

#[tokio::test]
async fn the_start_page_has_one_box() {
    let site = Site::new();
    let answer = site.browse("/").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let html = answer.text();
    assert_eq!(html.matches("<input id=\"q\"").count(), 1);
    assert_eq!(html.matches("<script").count(), 1);
    assert!(
        !html.contains("style=\"") && !html.contains("<style"),
        "{html}"
    );
    assert_eq!(
        site.engine.asked.lock().unwrap()[0].scope,
        probity_search::Scope::Documents
    );
}

#[tokio::test]
async fn results_show_hits_facets_and_the_next_page() {
    let site = Site::new();
    site.engine
        .give((0..30).map(|number| finding(&id(1), number)).collect());
    let html = site
        .browse("/?q=enquiries&region=London&year=2024")
        .await
        .text();
    assert_eq!(
        site.engine.asked.lock().unwrap()[0].scope,
        probity_search::Scope::Findings
    );
    for part in [
        "30 findings",
        "<mark>Enquiries</mark>",
        "August 2024",
        "page 18",
        "Area for improvement",
        "rating-requires-improvement",
        "1,234",
        "Remove filter",
        "rel=\"next\"",
        &format!("/documents/{}?page=18&#38;q=enquiries#f0", id(1)),
    ] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
}

#[tokio::test]
async fn what_words_name_is_offered_as_a_filter() {
    let site = Site::new();
    site.engine.give(vec![finding(&id(1), 0)]);
    let html = site.browse("/?q=staffing+2024").await.text();
    let offer = "href=\"/?q=staffing&#38;in=findings&#38;year=2024\"";
    assert!(html.contains(offer), "{html}");
    let html = site.browse("/?q=staffing&year=2024").await.text();
    assert!(!html.contains("Only where"), "{html}");
}

#[tokio::test]
async fn hostile_text_is_shown_as_text() {
    let site = Site::new();
    site.engine.give(vec![finding(&id(1), 0)]);
    index(&site.catalogue, "<img src=x>.pdf", 10, 1, report(1));
    let query = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    for path in [
        format!("/?q={query}&region={query}"),
        format!("/documents/{}?q={query}", id(1)),
        format!("/{query}"),
        format!("/?{query}=1"),
    ] {
        let html = site.browse(&path).await.text().to_lowercase();
        assert_eq!(html.matches("<script").count(), 1, "{path}: {html}");
        for tag in ["<script>", "<img src=x", "<i>late", "<b>"] {
            assert!(!html.contains(tag), "{path}: {tag} in {html}");
        }
    }
}

#[tokio::test]
async fn a_malformed_query_is_shown_with_its_place() {
    let site = Site::new();
    site.engine.fail(Failure::Query { position: 5 });
    let answer = site.browse("/?q=risk+(%3Charm").await;
    assert_eq!(answer.status, 400);
    let html = answer.text();
    assert!(html.contains("risk <mark>(</mark>&#60;harm"), "{html}");
    assert!(html.contains("A bracket is not closed."), "{html}");
    assert!(html.contains("value=\"risk (&#60;harm\""), "{html}");
    site.engine.fail(Failure::Query { position: 500 });
    assert_eq!(site.browse("/?q=risk").await.status, 400);
}

#[tokio::test]
async fn nothing_found_helps_on() {
    let site = Site::new();
    let html = site.browse("/?q=xyzzy&year=2024").await.text();
    assert!(html.contains("Nothing matches"), "{html}");
    assert!(html.contains("Search without filters"), "{html}");
}

#[tokio::test]
async fn errors_are_pages_for_people_and_problems_for_programs() {
    let site = Site::new();
    let page = site.browse("/nothing").await;
    assert_eq!(page.status, 404);
    assert!(page.text().contains("Page not found"));
    site.get("/nothing").await.problem(404);
    site.browse("/api/v1/nothing").await.problem(404);
    let page = site.browse(&format!("/documents/{}", id(9))).await;
    assert_eq!(page.status, 404);
    let page = site.browse("/?limit=0").await;
    assert_eq!(page.status, 400);
    assert!(page.text().contains("from 1 to 100"), "{}", page.text());
    site.engine.fail(Failure::Budget);
    let page = site.browse("/?q=risk").await;
    assert_eq!(page.status, 503);
    let text = page.text();
    assert!(text.contains("Too many words."), "{text}");
    assert!(text.contains("href=\"/\""), "there is a way on: {text}");
    site.engine.fail(Failure::Panic);
    let page = site.browse("/").await;
    assert_eq!(page.status, 500);
    assert!(page.text().contains("<h1>The server failed</h1>"));
}

#[tokio::test]
async fn a_document_has_its_page() {
    let site = Site::new();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    let html = site.browse(&format!("/documents/{}", id(1))).await.text();
    for part in [
        "Essex North · East of England",
        "4 out of 21",
        "11 March 2024",
        "Make enquiries in every case.",
        "More staff were hired.",
        "Some progress",
        "id=\"f0\"",
        "id=\"page-1\"",
        "Leaders &lt;b&gt;listen&lt;/b&gt; &amp; learn.",
        "46%",
        "Find similar",
        "<h4>Strengths</h4>",
        &format!(
            "/documents/{}/pages/2?words=Overall%20rating%3A%20Requires%20improvement",
            id(1)
        ),
        &format!("/api/v1/documents/{}/source", id(1)),
    ] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
}

#[tokio::test]
async fn a_document_shows_where_the_query_matches() {
    let site = Site::new();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    site.engine.give(vec![finding(&id(1), 4)]);
    let html = site
        .browse(&format!("/documents/{}?page=18&q=enquiries", id(1)))
        .await
        .text();
    assert!(html.contains("Passages that match"), "{html}");
    assert!(html.contains("href=\"#f4\""), "{html}");
    assert!(
        html.contains("&lt;b&gt;<mark>listen</mark>&lt;/b&gt;"),
        "{html}"
    );
    assert_eq!(site.engine.last_asked().filters.documents, [id(1)]);
    site.engine.fail(Failure::Query { position: 0 });
    let answer = site.browse(&format!("/documents/{}?q=(", id(1))).await;
    assert_eq!(
        answer.status, 200,
        "the document is shown whatever the query"
    );
}

#[tokio::test]
async fn a_passage_can_be_quoted_without_a_script() {
    let site = Site::with(|settings| {
        settings.public_url = Some("https://probity.example.org".to_owned());
    });
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    let page = format!("/documents/{}", id(1));
    let html = site.browse(&page).await.text();
    assert!(html.contains("href=\"?quote=f0#f0\""), "{html}");
    assert!(!html.contains("<textarea"), "{html}");
    let html = site.browse(&format!("{page}?quote=f0")).await.text();
    let expected = format!(
        "“Leaders &#60;b&#62;listen&#60;/b&#62; &#38; learn.” (Report 1 &#60;script&#62;alert(1)\
         &#60;/script&#62;, The Inspectorate, August 2024, page 1) \
         https://probity.example.org/documents/{}?page=1#f0</textarea>",
        id(1)
    );
    assert!(html.contains(&expected), "{expected} is not in {html}");
    for nowhere in ["f7", "x0", "f", "é", "f-1"] {
        let html = site.browse(&format!("{page}?quote={nowhere}")).await;
        assert_eq!(html.status, 200);
        assert!(!html.text().contains("<textarea"), "{nowhere}");
    }
}

#[tokio::test]
async fn a_later_report_says_what_became_of_a_recommendation() {
    let site = Site::new();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    let mut later = report(2);
    later.fieldwork_started = "2026-01".parse().ok();
    later.published = "2026-05".parse().ok();
    later.previous_recommendations[0].text = "Make enquiries in every case.".to_owned();
    index(&site.catalogue, "b.pdf", 10, 2, later);
    let html = site.browse(&format!("/documents/{}", id(1))).await.text();
    let told = format!(
        "<strong>Some progress</strong> by <a href=\"/documents/{}?page=3\">",
        id(2)
    );
    assert!(html.contains(&told), "{html}");
    assert!(
        html.contains("the report of May 2026</a>: More staff were hired."),
        "{html}"
    );
}

#[tokio::test]
async fn stylesheet_and_script_are_embedded_and_kept_for_ever() {
    let site = Site::new();
    let html = site.browse("/").await.text();
    for (start, media_type) in [
        ("/static/style.", "text/css; charset=utf-8"),
        ("/static/script.", "text/javascript; charset=utf-8"),
        ("/static/icon.", "image/svg+xml"),
    ] {
        let from = html.find(start).unwrap();
        let address: String = html[from..].chars().take_while(|c| *c != '"').collect();
        let answer = site.get(&address).await;
        assert_eq!(answer.header("content-type"), media_type);
        assert!(answer.header("cache-control").contains("immutable"));
    }
}

#[tokio::test]
async fn every_page_says_where_it_stands() {
    let site = Site::new();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    let check = async |path: &str, current: Option<&str>| {
        let html = site.browse(path).await.text();
        let marked = html.matches(" aria-current=\"page\">").count();
        assert_eq!(marked >= 1, current.is_some(), "{path}");
        if let Some(label) = current {
            let link = format!(" aria-current=\"page\">{label}</a>");
            assert!(html.contains(&link), "{path}: {html}");
        }
        let boxes = html.matches("type=\"search\"").count();
        assert_eq!(boxes, 1, "{path} has one search box");
        for landmark in [
            "<header class=\"site\">",
            "<main id=\"main\"",
            "<footer",
            "role=\"status\"",
        ] {
            assert_eq!(html.matches(landmark).count(), 1, "{path}: {landmark}");
        }
        assert_eq!(
            html.matches("<h1").count(),
            1,
            "{path} has one first heading"
        );
    };
    check("/", Some("Search")).await;
    check("/?q=a", Some("Search")).await;
    check("/api/v1/docs", Some("API")).await;
    check("/help", Some("Help")).await;
    check(&format!("/documents/{}/pages/1", id(1)), None).await;
    check(&format!("/documents/{}", id(1)), None).await;
    check("/nothing", None).await;
}

#[tokio::test]
async fn a_page_runs_and_loads_nothing_from_elsewhere() {
    let site = Site::new();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    for path in [
        "/".to_owned(),
        "/?q=a&year=2024".to_owned(),
        format!("/documents/{}", id(1)),
        format!("/documents/{}/pages/1", id(1)),
        "/help".to_owned(),
        "/units".to_owned(),
        "/similar?text=a".to_owned(),
        "/ingestion".to_owned(),
        "/sign-in".to_owned(),
        "/api/v1/docs".to_owned(),
    ] {
        let answer = site.browse(&path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none';"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        let html = answer.text();
        for forbidden in [
            " style=",
            "<style",
            "javascript:",
            " onclick",
            "src=\"http",
            "src=\"//",
        ] {
            assert!(!html.contains(forbidden), "{path}: {forbidden}");
        }
    }
}

#[tokio::test]
async fn a_page_of_results_is_light() {
    let site = Site::new();
    site.engine
        .give((0..100).map(|number| finding(&id(1), number)).collect());
    let html = site.browse("/?q=enquiries").await.body.len();
    let fixed = STYLE_TEXT.len() + SCRIPT_TEXT.len();
    assert!(html + fixed < 60_000, "{html} + {fixed} bytes");
}
