//! The page of similar recommendations, and its citations.

use super::Site;
use super::engine::finding;
use super::ledger::id;

fn filled() -> Site {
    let site =
        Site::with(|settings| settings.public_url = Some("https://probity.example.org".to_owned()));
    let mut hit = finding(&id(1), 0);
    hit.number = Some(3);
    hit.similarity = Some(0.91);
    hit.progress = Some("some_progress".to_owned());
    site.engine.give(vec![hit]);
    site
}

#[tokio::test]
async fn the_form_alone_asks_nothing() {
    let site = filled();
    let html = site.browse("/similar").await.text();
    assert!(
        html.contains("<textarea") && !html.contains("class=\"hit\""),
        "{html}"
    );
}

#[tokio::test]
async fn a_draft_finds_earlier_ones_and_keeps_its_filters() {
    let site = filled();
    let path =
        "/similar?text=Make+%3Cb%3Eenquiries&to=2024-08&addressee=hmpps&region=London&year=2024";
    let html = site.browse(path).await.text();
    for part in [
        "Make &#60;b&#62;enquiries</textarea>",
        "Enquiries were &#60;i&#62;late&#60;/i&#62; in most cases.",
        "Nearly the same",
        "Some progress",
        "<option value=\"hmpps\" selected>",
        "<option value=\"London\" selected>",
        "name=\"year\" value=\"2024\"",
        "/api/v1/similar.txt?in=recommendations&#38;text=Make%20%3Cb%3Eenquiries",
    ] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
    assert!(!html.contains("<b>") && !html.contains("<script>"));
}

#[tokio::test]
async fn citations_are_footnotes_with_links() {
    let site = filled();
    let text = site.get("/api/v1/similar.txt?text=enquiries").await;
    assert!(text.header("content-disposition").contains("citations.txt"));
    let expected = format!(
        "1. =Example & Sons, Upper Vale <script>alert(1)</script> (August 2024), recommendation 3, p. 18. \
         https://probity.example.org/documents/{}?page=18\n   \"Enquiries were <i>late</i> in most cases.\"\n",
        id(1)
    );
    assert_eq!(text.text(), expected);
    let table = site.get("/api/v1/similar.csv?text=enquiries").await.text();
    let row = table.lines().nth(1).unwrap();
    assert!(
        row.starts_with("\"'=Example & Sons, Upper"),
        "no cell is a formula: {row}"
    );
    assert!(
        row.contains(",Some progress,0.91,2024-08,https://probity.example.org/"),
        "{row}"
    );
    site.get("/api/v1/similar.txt").await.problem(400);
}
