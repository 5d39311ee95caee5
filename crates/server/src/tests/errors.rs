//! Every error is a problem that says what would be right, and tells no secrets.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;

use super::Site;
use super::engine::Failure;
use super::ledger::id;

#[tokio::test]
async fn wrong_parameters_are_named() {
    let site = Site::new();
    let check = async |path: &str, field: &str| {
        let problem = site.get(path).await.problem(400);
        assert_eq!(problem["field"], field, "{path}: {problem}");
    };
    check("/api/v1/search?regions=London", "regions").await;
    check("/api/v1/search?limit=0", "limit").await;
    check("/api/v1/search?limit=101", "limit").await;
}

#[tokio::test]
async fn every_address_refuses_what_it_does_not_know() {
    let site = Site::new();
    for path in [
        "/api/v1/search",
        "/api/v1/search.csv",
        "/api/v1/search.jsonl",
        "/feeds/search.atom",
        "/api/v1/similar",
        "/api/v1/suggest",
        "/api/v1/documents",
        "/api/v1/documents/000000000000000000000000",
        "/api/v1/documents/000000000000000000000000/pages/1",
        "/api/v1/documents/000000000000000000000000/source",
        "/api/v1/pdus",
        "/api/v1/pdus/essex-north",
        "/api/v1/regions",
        "/api/v1/regions/wales",
        "/api/v1/ingest",
        "/api/v1/ingest/files",
        "/healthz",
        "/readyz",
        "/metrics",
        "/",
        "/documents/000000000000000000000000",
    ] {
        let problem = site.get(&format!("{path}?colour=red")).await.problem(400);
        assert_eq!(problem["field"], "colour", "{path}");
    }
}

#[tokio::test]
async fn a_malformed_query_is_told_with_its_place() {
    let site = Site::new();
    site.engine.fail(Failure::Query { position: 7 });
    let problem = site.get("/api/v1/search?q=risk+%28harm").await.problem(400);
    assert_eq!(problem["field"], "q");
    assert_eq!(problem["position"], 7);
    assert_eq!(problem["detail"], "a bracket is not closed");
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let site = Site::new();
    for path in [
        "/api/v1/nothing",
        "/api",
        "/nothing",
        "/api/v1/search/",
        "/api/v1/documents/xyz",
        "/api/v1/documents/..%2f..%2fetc%2fpasswd",
        "/api/v1/documents/%ff",
        "/api/v1/pdus/atlantis",
        "/api/v1/regions/atlantis",
        "/static/style.css",
        "/static/..%2fstyle.css",
        "/api/v1/similar?id=unknown",
    ] {
        site.get(path).await.problem(404);
    }
    for rest in ["", "/pages/1", "/source"] {
        let problem = site
            .get(&format!("/api/v1/documents/{}{rest}", id(9)))
            .await
            .problem(404);
        assert!(problem["detail"].as_str().unwrap().contains(id(9).as_str()));
    }
}

#[tokio::test]
async fn a_wrong_method_is_told_which_are_right() {
    let site = Site::new();
    let request = Request::post("/api/v1/search").body(Body::empty()).unwrap();
    let answer = site.send(request).await;
    answer.problem(405);
    assert_eq!(answer.header("allow"), "GET,HEAD");
}

#[tokio::test]
async fn failures_of_the_server_tell_no_secrets() {
    let site = Site::new();
    for failure in [Failure::Index, Failure::Panic] {
        site.engine.fail(failure);
        let answer = site.get("/api/v1/search").await;
        answer.problem(500);
        for secret in ["/secret", "panic", "Error", "::"] {
            assert!(!answer.text().contains(secret), "{}", answer.text());
        }
    }
}

#[tokio::test]
async fn what_costs_too_much_is_ended() {
    let site = Site::with(|settings| settings.request_timeout = Duration::from_millis(50));
    site.engine.fail(Failure::Budget);
    assert_eq!(
        site.get("/api/v1/search").await.problem(503)["detail"],
        "too many words"
    );
    site.engine.fail(Failure::Sleep(Duration::from_millis(400)));
    let started = std::time::Instant::now();
    site.get("/api/v1/search").await.problem(503);
    assert!(started.elapsed() < Duration::from_millis(300));
}

#[tokio::test]
async fn every_answer_is_hardened_and_has_an_id() {
    let site = Site::new();
    for path in ["/", "/api/v1/search", "/api/v1/nothing", "/healthz"] {
        let answer = site.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert!(answer.header("cache-control").starts_with("no-"), "{path}");
        assert!(!answer.header("x-request-id").is_empty());
    }
    let request = Request::get("/healthz").header("x-request-id", "from-a-proxy_1");
    let answer = site.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.header("x-request-id"), "from-a-proxy_1");
    let request = Request::get("/healthz").header("x-request-id", "not a word");
    let answer = site.send(request.body(Body::empty()).unwrap()).await;
    assert_ne!(answer.header("x-request-id"), "not a word");
}
