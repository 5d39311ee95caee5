//! Pages of units, and what the API tells of them in comparison.

use probity_model::Rating;
use serde_json::json;

use super::Site;
use super::ledger::{id, index, report};

/// Two inspections of one unit and one of its neighbour.
fn filled() -> Site {
    let site = Site::new();
    let mut first = report(1);
    first.published = "2022-08".parse().ok();
    first.fieldwork_started = "2022-03".parse().ok();
    first.inspected[0].rating = Some(Rating::Inadequate);
    first.key_questions[0].percent = 30;
    let mut neighbour = report(3);
    neighbour.pdus = vec!["Suffolk".to_owned()];
    neighbour.inspected[0].name = "Suffolk".to_owned();
    neighbour.inspected[0].rating = Some(Rating::Good);
    neighbour.standards[0].rating = Some(Rating::Good);
    neighbour.key_questions[0].percent = 71;
    index(&site.catalogue, "first.pdf", 10, 1, first);
    index(&site.catalogue, "second.pdf", 10, 2, report(2));
    index(&site.catalogue, "neighbour.pdf", 10, 3, neighbour);
    site
}

#[tokio::test]
async fn a_unit_stands_among_the_medians() {
    let site = filled();
    let unit = site.json("/api/v1/pdus/essex-north").await;
    let compared = &unit["comparison"][0];
    assert_eq!(compared["standard"], "Assessment");
    let percents: Vec<_> = compared["answers"].as_array().unwrap().iter().collect();
    assert_eq!(
        (&percents[0]["percent"], &percents[1]["percent"]),
        (&json!(30), &json!(46))
    );
    assert_eq!(
        compared["region_median"],
        json!({"percent": 58.5, "units": 2})
    );
    assert_eq!(compared["national_median"], compared["region_median"]);
}

#[tokio::test]
async fn the_overview_counts_latest_inspections() {
    let site = filled();
    let over = site.json("/api/v1/overview?region=east-of-england").await;
    assert_eq!(over["region"], "East of England");
    let ratings = over["standards"][0]["ratings"].as_array().unwrap();
    let units: Vec<_> = ratings.iter().map(|cell| cell["units"].clone()).collect();
    assert_eq!(units, [0, 1, 0, 1]);
    assert_eq!(ratings[3]["documents"], json!([id(2).as_str()]));
    assert_eq!(over["ratings"][1], json!({"rating": "Good", "units": 1}));
    let elsewhere = site.json("/api/v1/overview?region=London").await;
    assert_eq!(elsewhere["standards"], json!([]));
    site.get("/api/v1/overview?region=Atlantis")
        .await
        .problem(400);
}

#[tokio::test]
async fn the_page_of_a_unit_tells_its_story() {
    let site = filled();
    let html = site.browse("/units/essex-north").await.text();
    for part in [
        "Time line. Inadequate in August 2022; Requires improvement in August 2024.",
        "Essex North overall",
        "▲",
        "30% (August 2022), 46% (August 2024); regional median 58.5%; national median 58.5%",
        "Make enquiries in every case.",
        "/regions/east-of-england",
        "Report 2 &#60;script&#62;",
    ] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
    assert!(!html.contains("<script>") && !html.contains("style="));
    assert_eq!(site.browse("/units/nowhere").await.status, 404);
}

#[tokio::test]
async fn regions_and_the_overview_have_tables_that_links_sort() {
    let site = filled();
    let html = site
        .browse("/regions/east-of-england?sort=rating")
        .await
        .text();
    let (suffolk, essex) = (html.find("/units/suffolk"), html.find("/units/essex-north"));
    assert!(suffolk.unwrap() < essex.unwrap());
    assert!(html.contains("aria-sort=\"ascending\""));
    let html = site.browse("/units").await.text();
    assert!(
        html.contains("1 Good, 1 Requires improvement, 112 Not rated"),
        "{html}"
    );
    assert!(
        html.contains("standard=Assessment&#38;standard_rating=Inadequate"),
        "{html}"
    );
    assert_eq!(site.browse("/units?sort=size").await.status, 400);
}
