//! The HTTP contract, asked of the real server: errors, writes, the original file, operation.

use serde_json::{Value, json};

use crate::support::{Answer, Server, TOKEN};

const ARTICLE: &str = "Warden honoured\n\nA warden of the probation office was honoured for \
                       forty years of patient work with people on probation.\n";

/// Checks that an answer is a problem of this status that names these words.
fn check_problem(answer: &Answer, status: u16, words: &[&str]) -> Value {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(
        answer.content_type,
        "application/problem+json",
        "{}",
        answer.text()
    );
    let problem = answer.json();
    assert_eq!(problem["status"], status);
    for key in ["type", "title", "detail"] {
        assert!(problem[key].is_string(), "{problem} lacks {key}");
    }
    let text = problem.to_string();
    for word in words {
        assert!(text.contains(word), "{text} lacks {word}");
    }
    problem
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

fn with_token(server: &Server, method: &str, path: &str, body: &Value) -> Answer {
    let token = bearer(TOKEN);
    let headers = [
        ("authorization", token.as_str()),
        ("content-type", "application/json"),
    ];
    server.send(method, path, &headers, body.to_string().as_bytes())
}

fn one_document() -> (Server, String) {
    let server = Server::start();
    server.drop_bytes("warden.txt", ARTICLE);
    server.settle(1);
    let id = server.document_of("warden.txt")["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    (server, id)
}

#[test]
fn wrong_parameters_are_refused_with_what_would_be_right() {
    let server = Server::start();
    for (query, words) in [
        ("search?q=%22open", &["position"][..]),
        ("search?q=(a%20OR", &["position"]),
        ("search?colour=red", &["colour"]),
        ("search?limit=0", &["limit", "100"]),
        ("search?limit=many", &["limit", "100"]),
        ("search?in=pictures", &["in", "findings"]),
        ("search?sort=best", &["sort", "newest"]),
        ("search?from=yesterday", &["from", "2024-08"]),
        ("search?from=2024-13", &["from"]),
        ("search?year=soon", &["year"]),
        ("search?facets=colour", &["facets", "region"]),
        ("search?cursor=nonsense", &["cursor"]),
        ("similar", &["text"]),
        ("ingest/files?state=lost", &["state", "failed"]),
    ] {
        check_problem(&server.get(&format!("/api/v1/{query}")), 400, words);
    }
}

#[test]
fn what_is_not_there_is_a_404_that_tells_nothing_of_the_machine() {
    let server = Server::start();
    for path in [
        "documents/000000000000000000000000",
        "documents/no-id",
        "documents/..%2F..%2Fetc%2Fpasswd",
        "pdus/atlantis",
        "regions/atlantis",
        "nowhere",
    ] {
        let problem = check_problem(&server.get(&format!("/api/v1/{path}")), 404, &[]);
        let text = problem.to_string();
        assert!(
            !text.contains(server.root().to_str().expect("a path")),
            "{text}"
        );
    }
}

#[test]
fn writes_want_the_token() {
    let (server, id) = one_document();
    let writes = [
        ("POST", "/api/v1/ingest/rescan".to_owned()),
        ("POST", "/api/v1/ingest/retry".to_owned()),
        ("PATCH", format!("/api/v1/documents/{id}")),
        ("DELETE", format!("/api/v1/documents/{id}")),
        ("POST", "/api/v1/documents".to_owned()),
    ];
    for (method, path) in writes {
        check_problem(&server.send(method, &path, &[], b"{}"), 401, &[]);
        let wrong = bearer("wrong");
        let answer = server.send(method, &path, &[("authorization", &wrong)], b"{}");
        check_problem(&answer, 401, &[]);
    }
    assert_eq!(
        server.json(&format!("/api/v1/documents/{id}"))["id"],
        id.as_str()
    );
}

#[test]
fn a_correction_wins_and_outlives_a_restart() {
    let (server, id) = one_document();
    let path = format!("/api/v1/documents/{id}");
    let body = json!({"title": "The warden of Ashmere", "published": "2024-05", "rating": "Good"});
    let answer = with_token(&server, "PATCH", &path, &body);
    assert!((200..300).contains(&answer.status), "{}", answer.text());
    server.wait_until("the correction is searchable", || {
        server.json("/api/v1/search?year=2024&rating=Good")["total"] == 1
    });
    let document = server.json(&path);
    assert_eq!(document["title"], "The warden of Ashmere");
    assert_eq!(document["published"], "2024-05");
    assert_eq!(document["corrections"]["rating"], "Good");
    let server = server.restart();
    assert_eq!(server.json(&path)["title"], "The warden of Ashmere");
    check_problem(
        &with_token(&server, "PATCH", &path, &json!({"rating": "Splendid"})),
        400,
        &["rating", "Outstanding"],
    );
    check_problem(
        &with_token(&server, "PATCH", &path, &json!({"colour": "red"})),
        400,
        &["colour"],
    );
}

#[test]
fn a_deleted_document_is_gone_with_its_file() {
    let (server, id) = one_document();
    let path = format!("/api/v1/documents/{id}");
    let answer = with_token(&server, "DELETE", &path, &json!(null));
    assert!((200..300).contains(&answer.status), "{}", answer.text());
    server.wait_until("it is gone", || server.get(&path).status == 404);
    assert!(!server.watched("warden.txt").exists());
    server.wait_until("it is no longer found", || {
        server.json("/api/v1/search?q=warden")["total"] == 0
    });
}

#[test]
fn an_upload_goes_the_way_of_a_dropped_file() {
    let server = Server::start();
    let upload = |name: &str, content: &str| {
        let body = format!(
            "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: text/plain\r\n\r\n{content}\r\n--part--\r\n"
        );
        let token = bearer(TOKEN);
        let headers = [
            ("authorization", token.as_str()),
            ("content-type", "multipart/form-data; boundary=part"),
        ];
        server.send("POST", "/api/v1/documents", &headers, body.as_bytes())
    };
    let answer = upload("../../escape.txt", ARTICLE);
    assert_eq!(answer.status, 202, "{}", answer.text());
    let path = answer.json()["path"].as_str().expect("a path").to_owned();
    assert!(!path.contains(".."), "{path}");
    // The file is written under a name that is passed over, which may be noticed first.
    server.wait_until("the upload is indexed", || {
        let files = server.json("/api/v1/ingest/files?limit=1000");
        let rows = files["files"].as_array().expect("a list of files");
        rows.iter()
            .any(|row| row["path"] == path.as_str() && row["state"] == "indexed")
    });
    assert!(
        server
            .get(answer.json()["status_url"].as_str().expect("an address"))
            .status
            == 200
    );

    let again = upload("../../escape.txt", &ARTICLE.replace("forty", "fifty"));
    assert_eq!(again.status, 202);
    assert_ne!(
        again.json()["path"],
        path.as_str(),
        "nothing is overwritten"
    );
    server.wait_until("both are found", || {
        server.json("/api/v1/search?q=warden")["total"] == 2
    });
}

#[test]
fn the_original_is_served_whole_and_in_part() {
    let (server, id) = one_document();
    let path = format!("/api/v1/documents/{id}/source");
    let whole = server.get(&path);
    assert_eq!((whole.status, whole.text().as_str()), (200, ARTICLE));
    assert!(
        whole.content_type.starts_with("text/plain"),
        "{}",
        whole.content_type
    );
    assert_eq!(whole.header("x-content-type-options"), "nosniff");
    let part = server.send("GET", &path, &[("range", "bytes=0-5")], b"");
    assert_eq!((part.status, part.text().as_str()), (206, "Warden"));
    assert_eq!(
        server
            .send("GET", &path, &[("range", "bytes=99999-")], b"")
            .status,
        416
    );
}

#[test]
fn hostile_documents_are_shown_as_text() {
    let server = Server::start();
    let script = "<script>alert(1)</script>";
    server.drop_bytes(
        "a<b>.txt",
        format!("Title {script}\n\nA sentence with {script} inside.\n"),
    );
    server.settle(1);
    let answer = server.json("/api/v1/search?q=sentence&in=findings");
    let snippet = answer["hits"][0]["snippet"].as_str().expect("a snippet");
    assert!(!snippet.contains("<script"), "{snippet}");
    let page = server.get("/?q=sentence");
    assert_eq!(page.status, 200);
    assert!(
        !page.text().contains("<script>alert"),
        "the page shows the script as text"
    );
    assert!(
        page.header("content-security-policy")
            .contains("default-src")
    );
}

#[test]
fn operation_can_be_watched() {
    let (server, _) = one_document();
    assert_eq!(server.get("/healthz").status, 200);
    assert_eq!(server.get("/readyz").status, 200);
    let metrics = server.get("/metrics").text();
    assert!(metrics.contains("probity_"), "{metrics}");
    let ingest = server.json("/api/v1/ingest");
    assert_eq!(ingest["watching"], true);
    assert_eq!(ingest["states"]["indexed"], 1);
    assert!(ingest["last_indexed_at"].is_string(), "{ingest}");
    let answer = with_token(&server, "POST", "/api/v1/ingest/rescan", &json!(null));
    assert!((200..300).contains(&answer.status), "{}", answer.text());
    let api = server.json("/api/v1/openapi.json");
    assert!(
        api["openapi"]
            .as_str()
            .is_some_and(|version| version.starts_with("3.1"))
    );
    for path in [
        "/api/v1/search",
        "/api/v1/similar",
        "/api/v1/documents/{id}",
        "/api/v1/ingest",
    ] {
        assert!(api["paths"][path].is_object(), "{path} is not described");
    }
}
