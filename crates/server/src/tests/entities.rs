//! Units and their stories.

use probity_model::{Kind, Rating};
use serde_json::json;

use super::Site;
use super::ledger::{id, index, recommendation, report};

#[tokio::test]
async fn lists_have_every_unit() {
    let site = Site::new();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    let pdus = site.json("/api/v1/pdus").await;
    let list = pdus["pdus"].as_array().unwrap();
    assert_eq!(
        (&pdus["total"], &pdus["next"]),
        (&json!(list.len()), &json!(null))
    );
    let unit = list
        .iter()
        .find(|unit| unit["id"] == "essex-north")
        .unwrap();
    assert_eq!(unit["documents"], 1);
    assert_eq!(unit["latest_rating"], "Requires improvement");
    assert_eq!(unit["latest_published"], "2024-08");
    let regions = site.json("/api/v1/regions").await;
    assert_eq!(regions["total"], 12);
    let list = regions["regions"].as_array().unwrap();
    let region = list
        .iter()
        .find(|region| region["id"] == "east-of-england")
        .unwrap();
    assert_eq!(region["documents"], 1);
    assert_eq!(
        region["latest_rating"],
        json!(null),
        "only a PDU of it was inspected"
    );
}

#[tokio::test]
async fn a_units_story_goes_from_inspection_to_inspection() {
    let site = Site::new();
    let mut first = report(1);
    first.fieldwork_started = "2022-03".parse().ok();
    first.published = "2022-08".parse().ok();
    first.inspected[0].rating = Some(Rating::Inadequate);
    first.previous_recommendations.clear();
    first.recommendations = vec![recommendation("Reduce the number of vacancies")];
    let mut news = report(3);
    news.kind = Kind::NewsArticle;
    index(&site.catalogue, "first.pdf", 10, 1, first);
    index(&site.catalogue, "second.pdf", 10, 2, report(2));
    index(&site.catalogue, "news.html", 10, 3, news);

    let unit = site.json("/api/v1/pdus/essex-north").await;
    assert_eq!(unit["region"], "East of England");
    assert_eq!(unit["region_id"], "east-of-england");
    let inspections = unit["inspections"].as_array().unwrap();
    let ratings: Vec<_> = inspections
        .iter()
        .map(|one| one["rating"].clone())
        .collect();
    assert_eq!(ratings, ["Inadequate", "Requires improvement"]);
    assert_eq!(inspections[1]["standards"][0]["name"], "Assessment");
    let followed = &unit["recommendations"][0];
    assert_eq!(followed["document_id"], id(1).as_str());
    assert_eq!(followed["later"]["document_id"], id(2).as_str());
    assert_eq!(followed["later"]["progress"], "some_progress");
    assert_eq!(unit["recommendations"][1]["later"], json!(null));
    assert_eq!(unit["news"][0]["document_id"], id(3).as_str());

    let region = site.json("/api/v1/regions/east-of-england").await;
    assert_eq!(
        region["inspections"],
        json!([]),
        "the region itself was not inspected"
    );
    assert_eq!(region["news"].as_array().unwrap().len(), 1);
    let pdus = region["pdus"].as_array().unwrap();
    assert!(pdus.iter().any(|pdu| pdu["id"] == "suffolk"));
}
