//! What each reading address answers.

use probity_search::{Facet, Scope, SimilarTo};
use serde_json::json;

use super::Site;
use super::engine::finding;
use super::ledger::{fail, id, index, report};

#[tokio::test]
async fn search_asks_the_engine_and_echoes_the_question() {
    let site = Site::new();
    site.engine
        .give((0..3).map(|number| finding(&id(1), number)).collect());
    let path = "/api/v1/search?q=risk+%26+harm&in=findings&pdu=North+Essex&rating=good\
                &region=london&region=Wales&limit=2&facets=year,region&sort=newest&from=2024-08";
    let answer = site.json(path).await;
    assert_eq!(answer["total"], 3);
    assert_eq!(answer["hits"].as_array().unwrap().len(), 2);
    assert_eq!(answer["next"], "2");
    let query = &answer["query"];
    assert_eq!(query["q"], "risk & harm");
    assert_eq!(query["in"], "findings");
    let filters =
        json!({"pdu": ["Essex North"], "rating": ["Good"], "region": ["London", "Wales"]});
    assert_eq!(query["filters"], filters);
    assert_eq!(
        (&query["from"], &query["to"]),
        (&json!("2024-08"), &json!(null))
    );
    assert!(answer["took_ms"].is_number());

    let asked = site.engine.last_asked();
    assert_eq!(asked.scope, Scope::Findings);
    assert_eq!(asked.facets, Some(vec![Facet::Year, Facet::Region]));
    assert_eq!(asked.filters.facets[&Facet::Pdu], ["Essex North"]);
    assert!(asked.relax);
}

#[tokio::test]
async fn what_is_named_in_plain_words_is_offered_and_applied_on_request() {
    let site = Site::new();
    let offered = site.json("/api/v1/search?q=staffing+2024").await;
    let mut year = json!({
        "text": "2024", "facet": "year", "value": "2024", "applied": false, "rest": "staffing"
    });
    assert_eq!(offered["interpretation"], json!([year]));
    assert_eq!(site.engine.last_asked().query, "staffing 2024");
    assert!(site.engine.last_asked().filters.facets.is_empty());

    let path = "/api/v1/search?q=staffing+2024&year=2023&interpret=apply";
    let applied = site.json(path).await;
    year["applied"] = json!(true);
    assert_eq!(applied["interpretation"], json!([year]));
    assert_eq!(applied["query"]["q"], "staffing 2024");
    assert_eq!(
        applied["query"]["filters"],
        json!({"year": ["2023", "2024"]})
    );
    let asked = site.engine.last_asked();
    assert_eq!(asked.query, "staffing");
    assert_eq!(asked.filters.facets[&Facet::Year], ["2023", "2024"]);

    let chosen = site.json("/api/v1/search?q=staffing+2024&year=2024").await;
    assert_eq!(chosen["interpretation"], json!([]));
    let refused = site.get("/api/v1/search?q=a&interpret=yes").await;
    assert_eq!(refused.status, 400);
}

#[tokio::test]
async fn why_a_hit_stands_where_it_does_is_told_on_request() {
    let site = Site::new();
    let part = probity_search::Part {
        words: "risk".to_owned(),
        kind: "words",
        score: 2.5,
        found: Vec::new(),
    };
    let hit = probity_search::Hit {
        explanation: Some(probity_search::Explanation {
            weight: 1.0,
            parts: vec![part],
        }),
        ..finding(&id(1), 0)
    };
    site.engine.give(vec![hit]);
    let answer = site.json("/api/v1/search?q=risk&explain=true").await;
    assert!(site.engine.last_asked().explain);
    let expected = json!({
        "weight": 1.0,
        "parts": [{"words": "risk", "kind": "words", "score": 2.5, "found": []}],
    });
    assert_eq!(answer["hits"][0]["explanation"], expected);
}

#[tokio::test]
async fn a_similar_recommendation_has_its_occurrences_and_outcome() {
    let site = Site::new();
    let elsewhere = |progress: Option<&str>| probity_search::Elsewhere {
        id: id(2).previous_recommendation(0),
        document_id: id(2),
        title: "A later report".to_owned(),
        regions: Vec::new(),
        pdus: vec!["Essex North".to_owned()],
        published: "2024-08".parse().ok(),
        page: Some(24),
        number: None,
        addressee: None,
        progress: progress.map(str::to_owned),
        text: "Do better".to_owned(),
    };
    site.engine.give(vec![probity_search::Hit {
        occurrences: vec![elsewhere(None)],
        outcome: Some(elsewhere(Some("some_progress"))),
        ..finding(&id(1), 0)
    }]);
    let answer = site.json("/api/v1/similar?text=do+better").await;
    let hit = &answer["hits"][0];
    assert_eq!(hit["occurrences"][0]["title"], "A later report");
    assert_eq!(hit["outcome"]["progress"], "some_progress");
    assert_eq!(hit["outcome"]["published"], "2024-08");
    assert_eq!(
        hit["outcome"]["url"],
        format!("/documents/{}?page=24", id(2))
    );
}

#[tokio::test]
async fn a_hit_has_everything_a_client_needs() {
    let site = Site::new();
    site.engine.give(vec![finding(&id(1), 0)]);
    let answer = site.json("/api/v1/search?q=enquiries&in=findings").await;
    let hit = &answer["hits"][0];
    assert_eq!(hit["id"], format!("{}-f0", id(1)));
    assert_eq!(hit["document_id"], id(1).as_str());
    assert_eq!(hit["in"], "findings");
    assert_eq!(hit["published"], "2024-08");
    assert_eq!(hit["year"], 2024);
    assert_eq!(hit["page"], 18);
    assert_eq!(
        hit["url"],
        format!("/documents/{}?page=18&q=enquiries", id(1))
    );
    for absent in ["similarity", "addressee", "number", "progress"] {
        assert!(hit.as_object().unwrap()[absent].is_null(), "{absent}");
    }
}

#[tokio::test]
async fn a_snippet_has_only_marks_in_it() {
    let site = Site::new();
    site.engine.give(vec![finding(&id(1), 0)]);
    let answer = site.json("/api/v1/search").await;
    let expected = "<mark>Enquiries</mark> were &lt;img src=x onerror=alert(1)&gt; late";
    assert_eq!(answer["hits"][0]["snippet"], expected);
}

#[tokio::test]
async fn facets_come_as_asked_for() {
    let site = Site::new();
    let none = site.json("/api/v1/search?facets=").await;
    assert_eq!(none["facets"], json!({}));
    let value = json!([{"value": "Example <Coast>", "count": 1234, "selected": false}]);
    let some = site.json("/api/v1/search?facets=kind").await;
    assert_eq!(some["facets"], json!({"kind": value}));
    site.json("/api/v1/search").await;
    assert_eq!(
        site.engine.last_asked().facets,
        None,
        "the engine knows which fit"
    );
}

#[tokio::test]
async fn a_unit_nobody_knows_is_told() {
    let site = Site::new();
    let answer = site.json("/api/v1/search?pdu=Atlantis").await;
    assert_eq!(answer["warnings"], json!(["no PDU is named \"Atlantis\""]));
}

#[tokio::test]
async fn similar_passes_text_filters_and_exclusion_on() {
    let site = Site::new();
    site.engine.give(vec![finding(&id(1), 0)]);
    let path = "/api/v1/similar?text=Hire+more+staff&to=2023&exclude_document=true&limit=7";
    let answer = site.json(path).await;
    assert_eq!(answer["query"]["in"], "recommendations");
    assert_eq!(answer["hits"].as_array().unwrap().len(), 1);
    let asked = site.engine.asked_similar.lock().unwrap().pop().unwrap();
    assert_eq!(asked.to, SimilarTo::Text("Hire more staff".to_owned()));
    assert_eq!((asked.limit, asked.exclude_document), (7, true));
    assert_eq!(asked.filters.to, "2023".parse().ok());
}

#[tokio::test]
async fn suggestions_are_a_list() {
    let site = Site::new();
    let answer = site.json("/api/v1/suggest?q=Ess&limit=2").await;
    let one = json!({"text": "Essex", "kind": "pdu"});
    assert_eq!(
        answer,
        json!({"suggestions": [one, one], "total": 2, "next": null})
    );
}

#[tokio::test]
async fn a_document_is_told_whole() {
    let site = Site::new();
    index(&site.catalogue, "in/a.pdf", 10, 1, report(1));
    let body = site.json(&format!("/api/v1/documents/{}", id(1))).await;
    assert_eq!(body["id"], id(1).as_str());
    assert_eq!(body["kind"], "inspection_report");
    assert_eq!(body["rating"], "Requires improvement");
    assert_eq!(body["score"], json!({"points": 4, "out_of": 21}));
    assert_eq!(
        (&body["published"], &body["year"]),
        (&json!("2024-08"), &json!(2024))
    );
    assert_eq!(body["fieldwork_started"], "2024-03-11");
    assert_eq!(body["inspected"][0]["previous_rating"], "Inadequate");
    let standard = json!({"id": "P 2.1", "name": "Assessment", "rating": "Inadequate", "page": 2});
    assert_eq!(body["standards"], json!([standard]));
    assert_eq!(body["recommendations"][0]["id"], format!("{}-r0", id(1)));
    assert_eq!(body["recommendations"][0]["addressee_kind"], "pdu");
    assert_eq!(
        body["previous_recommendations"][0]["progress"],
        "some_progress"
    );
    assert_eq!(body["key_questions"][0]["percent"], 46);
    assert_eq!(body["files"][0]["path"], "in/a.pdf");
    assert_eq!(body["files"][0]["media_type"], "application/pdf");
    assert_eq!(body["evidence"]["rating"]["page"], 2);
    assert_eq!(body["corrections"], json!({}));
}

#[tokio::test]
async fn a_page_has_its_lines_in_place() {
    let site = Site::new();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    let page = site
        .json(&format!("/api/v1/documents/{}/pages/1", id(1)))
        .await;
    assert_eq!(page["lines"][0]["bbox"], json!([72.0, 80.5, 300.0, 96.0]));
    let picture = format!("/api/v1/documents/{}/pages/1/image.png", id(1));
    assert_eq!(page["image_url"], json!(picture));
    for number in ["0", "2", "-1", "one", "99999999999999999999"] {
        let path = format!("/api/v1/documents/{}/pages/{number}", id(1));
        let problem = site.get(&path).await.problem(404);
        assert_eq!(
            problem["detail"], "this document has pages 1 to 3",
            "{number}"
        );
    }
}

#[tokio::test]
async fn the_list_of_documents_pages_through_all() {
    let site = Site::new();
    for content in 1..=3 {
        index(
            &site.catalogue,
            &format!("{content}.pdf"),
            10,
            content,
            report(content),
        );
    }
    site.engine
        .give((1..=3).map(|content| finding(&id(content), 0)).collect());
    let first = site.json("/api/v1/documents?limit=2&year=2024").await;
    assert_eq!((&first["total"], &first["next"]), (&json!(3), &json!("2")));
    assert_eq!(first["documents"][0]["id"], id(1).as_str());
    assert_eq!(site.engine.last_asked().facets, Some(vec![]));
    let last = site.json("/api/v1/documents?limit=2&cursor=2").await;
    assert_eq!(last["documents"][0]["id"], id(3).as_str());
    assert_eq!(last["next"], json!(null));
}

#[tokio::test]
async fn ingestion_tells_how_it_stands() {
    let site = Site::new();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    fail(&site.catalogue, "b.pdf", "The file is empty.");
    site.status.lock().unwrap().rate_per_minute = 12;
    let body = site.json("/api/v1/ingest").await;
    assert_eq!(
        (&body["watching"], &body["queued"]),
        (&json!(true), &json!(0))
    );
    let states = json!({"indexed": 1, "failed": 1, "duplicate": 0, "ignored": 0, "pending": 0, "extracting": 0});
    assert_eq!(body["states"], states);
    assert_eq!(body["rate_per_minute"], 12);

    let failed = site
        .json("/api/v1/ingest/files?state=failed&limit=1000")
        .await;
    assert_eq!(failed["total"], 1);
    assert_eq!(failed["files"][0]["path"], "b.pdf");
    assert_eq!(failed["files"][0]["error"], "The file is empty.");
    let of_document = site
        .json(&format!("/api/v1/ingest/files?document={}", id(1)))
        .await;
    assert_eq!(of_document["files"][0]["state"], "indexed");
    let page = site.json("/api/v1/ingest/files?limit=1").await;
    let next = page["next"].as_str().unwrap();
    let rest = site
        .json(&format!("/api/v1/ingest/files?limit=1&cursor={next}"))
        .await;
    assert_eq!(rest["files"][0]["path"], "b.pdf");
}

#[tokio::test]
async fn the_server_is_ready_when_all_it_needs_is_there() {
    let site = Site::new();
    assert_eq!(site.json("/healthz").await, json!({"status": "ok"}));
    assert_eq!(
        site.json("/readyz").await,
        json!({"status": "ok", "notices": []})
    );
    *site.status.lock().unwrap() = probity_model::IngestStatus {
        trouble: Some("the disk is full".to_owned()),
        ..Default::default()
    };
    std::fs::remove_dir_all(site.index.path()).unwrap();
    let problem = site.get("/readyz").await.problem(503);
    let detail = problem["detail"].as_str().unwrap();
    for reason in [
        "not being watched",
        "index folder cannot be written",
        "the disk is full",
    ] {
        assert!(detail.contains(reason), "{detail}");
    }
    assert_eq!(site.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_rebuild_is_told_by_readiness_status_and_answers() {
    let site = Site::new();
    *site.status.lock().unwrap() = probity_model::IngestStatus {
        watching: true,
        rebuilding: true,
        rebuild_left: 7,
        notices: vec!["The index was gone and is being rebuilt.".to_owned()],
        ..Default::default()
    };
    let readiness = site.json("/readyz").await;
    assert_eq!(readiness["status"], "rebuilding");
    assert!(
        readiness["notices"][0]
            .as_str()
            .unwrap()
            .contains("rebuilt")
    );
    let status = site.json("/api/v1/ingest").await;
    assert_eq!(status["rebuild_left"], 7);
    for question in ["search", "similar?text=housing"] {
        let answer = site.json(&format!("/api/v1/{question}")).await;
        let warning = answer["warnings"][0].as_str().unwrap();
        assert!(warning.contains("being made again"), "{warning}");
    }
}

#[tokio::test]
async fn metrics_tell_of_ingestion_before_anything_happened() {
    let text = Site::new().get("/metrics").await.text();
    for figure in [
        "probity_watching 1",
        "probity_paused 0",
        "probity_queue_files 0",
        "probity_worker_restarts_total 0",
        "probity_failures_total{reason=\"timeout\"} 0",
        "probity_index_segments",
        "probity_files{state=\"failed\"}",
    ] {
        assert!(text.contains(figure), "{figure} is missing in\n{text}");
    }
}

#[tokio::test]
async fn metrics_count_requests_by_route() {
    let site = Site::new();
    site.json("/api/v1/pdus/essex-north").await;
    site.json("/api/v1/search").await;
    let answer = site.get("/metrics").await;
    assert!(
        answer
            .header("content-type")
            .starts_with("text/plain; version=0.0.4")
    );
    let text = answer.text();
    for figure in [
        "probity_http_requests_total{route=\"/api/v1/pdus/{slug}\",method=\"GET\",status=\"200\"}",
        "probity_http_request_seconds_bucket{route=\"/api/v1/search\",method=\"GET\",le=\"0.001\"}",
        "probity_search_seconds_count{what=\"search\"}",
        "probity_index_documents 3",
        "probity_files{state=\"failed\"} 0",
    ] {
        assert!(text.contains(figure), "{figure} is not in\n{text}");
    }
}
