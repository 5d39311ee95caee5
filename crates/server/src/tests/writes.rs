//! Writes: who may, and what becomes of them.

use axum::body::Body;
use axum::http::Request;
use probity_model::{Command, Rating};
use serde_json::json;

use super::Site;
use super::ledger::{id, index, index_inside, report};

const WRITES: [(&str, &str); 7] = [
    ("POST", "/api/v1/documents"),
    ("PATCH", "/api/v1/documents/000000000000000000000000"),
    ("DELETE", "/api/v1/documents/000000000000000000000000"),
    ("POST", "/api/v1/ingest/rescan"),
    ("POST", "/api/v1/ingest/retry"),
    ("POST", "/api/v1/ingest/pause"),
    ("POST", "/api/v1/ingest/resume"),
];

async fn refusal(site: &Site, method: &str, path: &str, token: Option<&str>) -> String {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(token) = token {
        request = request.header("authorization", token);
    }
    let answer = site.send(request.body(Body::empty()).unwrap()).await;
    assert!(answer.header("www-authenticate").starts_with("Bearer"));
    let problem = answer.problem(401);
    problem["detail"].to_string()
}

#[tokio::test]
async fn no_write_goes_without_the_token() {
    let site = Site::new();
    for (method, path) in WRITES {
        for token in [
            None,
            Some("Bearer wrong"),
            Some("Basic YQ=="),
            Some("Bearer "),
        ] {
            refusal(&site, method, path, token).await;
        }
    }
    assert!(site.commands.try_recv().is_err());
}

#[tokio::test]
async fn without_a_token_set_writing_is_off() {
    for unset in [None, Some(String::new())] {
        let site = Site::with(|settings| settings.token = unset);
        for (method, path) in WRITES {
            for token in [None, Some("Bearer "), Some("Bearer a secret")] {
                let detail = refusal(&site, method, path, token).await;
                assert!(detail.contains("set server.token"), "{detail}");
            }
        }
    }
}

#[tokio::test]
async fn wishes_reach_ingestion() {
    let site = Site::new();
    let check = async |path: &str, command: Command| {
        let answer = site.write("POST", path, None).await;
        assert_eq!(answer.status, 202, "{path}");
        assert_eq!(answer.json(), json!({"status_url": "/api/v1/ingest"}));
        assert_eq!(site.commands.try_recv().unwrap(), command);
    };
    check("/api/v1/ingest/rescan", Command::Rescan).await;
    check("/api/v1/ingest/retry", Command::Retry { path: None }).await;
    let path = Some("in/a b".to_owned());
    check(
        "/api/v1/ingest/retry?path=in/a%20b",
        Command::Retry { path },
    )
    .await;
    check("/api/v1/ingest/pause", Command::Pause).await;
    check("/api/v1/ingest/resume", Command::Resume).await;
}

#[tokio::test]
async fn without_ingestion_a_wish_is_not_taken() {
    let mut site = Site::new();
    site.commands = std::sync::mpsc::channel().1;
    site.write("POST", "/api/v1/ingest/rescan", None)
        .await
        .problem(503);
}

#[tokio::test]
async fn a_correction_is_kept_shown_and_indexed() {
    let site = Site::new();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    let path = format!("/api/v1/documents/{}", id(1));
    let change = json!({"rating": "Good", "title": "A better title", "published": "2024-09-01"});
    let answer = site.write("PATCH", &path, Some(change.clone())).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let body = answer.json();
    assert_eq!(body["rating"], "Good");
    assert_eq!(body["title"], "A better title");
    assert_eq!(body["corrections"], change);
    assert_eq!(site.commands.try_recv().unwrap(), Command::Reindex(id(1)));

    site.write("PATCH", &path, Some(json!({"rating": null})))
        .await;
    let body = site.json(&path).await;
    assert_eq!(body["rating"], json!(null));
    assert_eq!(body["title"], "A better title", "what is not named stays");
    let reset = json!({"reset": ["rating", "title", "published"]});
    let body = site.write("PATCH", &path, Some(reset)).await.json();
    assert_eq!(body["corrections"], json!({}));
    assert_eq!(body["rating"], Rating::RequiresImprovement.name());
}

#[tokio::test]
async fn a_wrong_correction_changes_nothing() {
    let site = Site::new();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    let path = format!("/api/v1/documents/{}", id(1));
    let wrong = json!({"title": "Changed", "rating": "red"});
    let problem = site.write("PATCH", &path, Some(wrong)).await.problem(400);
    assert_eq!(problem["field"], "rating");
    site.write("PATCH", &path, Some(json!(["rating"])))
        .await
        .problem(400);
    site.write("PATCH", &path, None).await.problem(415);
    let long = json!({"title": "x".repeat(100_000)});
    site.write("PATCH", &path, Some(long)).await.problem(413);
    let unknown = format!("/api/v1/documents/{}", id(9));
    site.write("PATCH", &unknown, Some(json!({})))
        .await
        .problem(404);
    assert_eq!(site.json(&path).await["corrections"], json!({}));
    assert!(site.commands.try_recv().is_err());
}

#[tokio::test]
async fn a_body_that_is_no_json_is_told_where() {
    let site = Site::new();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    let request = Request::patch(format!("/api/v1/documents/{}", id(1)))
        .header("authorization", format!("bearer {}", super::TOKEN))
        .header("content-type", "application/json; charset=utf-8");
    let answer = site
        .send(request.body(Body::from("{\"rating\":")).unwrap())
        .await;
    let detail = answer.problem(400)["detail"].to_string();
    assert!(detail.contains("line 1, column 10"), "{detail}");
}

#[tokio::test]
async fn a_deletion_is_passed_on() {
    let site = Site::new();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    let answer = site
        .write("DELETE", &format!("/api/v1/documents/{}", id(1)), None)
        .await;
    assert_eq!(answer.status, 202);
    assert_eq!(site.commands.try_recv().unwrap(), Command::Delete(id(1)));
    let unknown = format!("/api/v1/documents/{}", id(9));
    site.write("DELETE", &unknown, None).await.problem(404);
}

#[tokio::test]
async fn what_lies_inside_another_file_is_not_deleted() {
    let site = Site::new();
    index_inside(&site.catalogue, "post.zip", 1, report(1));
    let answer = site
        .write("DELETE", &format!("/api/v1/documents/{}", id(1)), None)
        .await;
    let detail = answer.problem(409)["detail"].to_string();
    assert!(detail.contains("inside post.zip"), "{detail}");
    assert!(site.commands.try_recv().is_err());
}
