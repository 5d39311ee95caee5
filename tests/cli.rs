//! The command line: what a person types and a script reads.

use std::path::Path;

use serde_json::Value;

use crate::support::{Server, probity, sample, write_config};

/// Runs the program in a folder and gives its exit code, standard output and standard error.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = probity(folder)
        .args(arguments)
        .output()
        .expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// Runs the program, expects it to succeed, and gives its standard output.
fn good(folder: &Path, arguments: &[&str]) -> String {
    let (code, out, err) = run(folder, arguments);
    assert_eq!(code, Some(0), "{arguments:?}\n{out}\n{err}");
    out
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let out = good(folder, arguments);
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"))
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write_config(folder.path(), "");
    folder
}

#[test]
fn files_are_taken_in_searched_and_shown_without_a_server() {
    let folder = folder();
    let root = folder.path();
    std::fs::write(
        root.join("warden.txt"),
        "Warden honoured\n\nA patient warden was honoured.\n",
    )
    .expect("a file");
    std::fs::write(root.join("empty.txt"), "").expect("a file");
    let (code, out, _) = run(root, &["ingest", "warden.txt", "empty.txt"]);
    assert_eq!(code, Some(1), "one of the files failed");
    assert!(out.contains("warden.txt") && out.contains("empty"), "{out}");

    let found = json(root, &["search", "patient", "--in", "findings", "--json"]);
    assert_eq!(found["total"], 1, "{found}");
    assert!(good(root, &["search", "patient"]).contains("Warden honoured"));
    let id = found["hits"][0]["document_id"].as_str().expect("an id");
    assert_eq!(
        json(root, &["show", id, "--json"])["title"],
        "Warden honoured"
    );
    assert!(good(root, &["show", id]).contains("Warden honoured"));

    let status = json(root, &["status", "--json"]);
    assert_eq!(status["states"]["indexed"], 1, "{status}");
    assert!(
        good(root, &["status"]).contains("empty.txt"),
        "failures are told with their reason"
    );
    assert!(good(root, &["export", "--in", "findings"]).contains("patient warden"));
    let line = good(root, &["export", "--in", "findings", "--format", "jsonl"]);
    assert!(
        line.lines()
            .all(|line| serde_json::from_str::<Value>(line).is_ok()),
        "{line}"
    );
    good(root, &["rebuild"]);
    assert_eq!(json(root, &["search", "patient", "--json"])["total"], 1);
}

#[test]
fn a_running_server_does_not_stand_in_the_way() {
    let server = Server::start();
    let root = server.root();
    std::fs::write(root.join("heron.txt"), "Heron seen\n\nA heron was seen.\n").expect("a file");
    good(root, &["ingest", "heron.txt"]);
    assert_eq!(server.json("/api/v1/search?q=heron")["total"], 1);
    assert_eq!(json(root, &["search", "heron", "--json"])["total"], 1);
    let (code, _, err) = run(root, &["rebuild"]);
    assert_eq!(code, Some(1));
    assert!(err.contains("running") || err.contains("in use"), "{err}");
}

#[test]
fn wishes_reach_the_running_server_and_the_next_one() {
    let server = Server::start();
    let root = server.root();
    let is_paused = |server: &Server| server.json("/api/v1/ingest")["paused"] == true;
    good(root, &["pause"]);
    server.wait_until("it is paused", || is_paused(&server));
    assert!(good(root, &["status"]).contains("paused"));
    std::fs::write(server.watched("late.txt"), "Heron\n\nA heron was seen.\n").expect("a file");
    let server = server.restart();
    server.wait_until("it is paused still", || is_paused(&server));
    server.wait_until("what came is known, and waits", || {
        server.json("/api/v1/ingest/files?path=late.txt&state=pending")["total"] == 1
    });
    let root = server.root();
    good(root, &["resume"]);
    server.settle(1);
    good(root, &["rescan"]);
    std::fs::write(server.watched("bad.txt"), "").expect("a file");
    server.settle(2);
    let before = server.file("bad.txt")["updated_at"].clone();
    assert!(good(root, &["retry", "bad"]).starts_with("1 file is tried again"));
    server.wait_until("it was tried again", || {
        let file = server.file("bad.txt");
        file["state"] == "failed" && file["updated_at"] != before
    });
    let status = json(root, &["status", "--json"]);
    assert_eq!(
        (&status["watching"], &status["queued"]),
        (&true.into(), &0.into())
    );
    assert!(good(root, &["status"]).contains("Watching the folder"));
}

#[test]
fn a_malformed_query_is_told_with_its_place() {
    let folder = folder();
    let (code, _, err) = run(folder.path(), &["search", "\"open"]);
    assert_eq!(code, Some(1));
    assert!(err.contains("probity: "), "{err}");
    let (code, _, err) = run(folder.path(), &["show", "nonsense"]);
    assert_eq!(code, Some(1));
    assert!(err.contains("nonsense"), "{err}");
}

#[test]
fn extract_prints_the_text_and_where_it_stands() {
    let folder = folder();
    std::fs::write(folder.path().join("a.txt"), "Title\n\nSome words.\n").expect("a file");
    assert!(good(folder.path(), &["extract", "a.txt"]).contains("Some words."));
    let extracted = json(folder.path(), &["extract", "a.txt", "--json"]);
    assert_eq!(extracted["media_type"], "text/plain");
    assert_eq!(extracted["pages"][0]["page"], Value::Null);
    std::fs::write(folder.path().join("bad.pdf"), sample("bad/truncated.pdf")).expect("a file");
    let (code, out, err) = run(folder.path(), &["extract", "bad.pdf", "--json"]);
    let said = format!("{out}{err}");
    assert!(code == Some(1) || said.contains("warnings"), "{said}");
    let (code, _, err) = run(folder.path(), &["extract", "missing.pdf"]);
    assert_eq!(code, Some(1));
    assert!(err.contains("missing.pdf"), "{err}");
}

#[test]
fn check_prints_what_holds_and_no_secret() {
    let folder = folder();
    let out = good(folder.path(), &["check", "--set", "watch.rescan=1h"]);
    let config: toml::Table = out.parse().expect("what check prints is a configuration");
    assert_eq!(config["watch"]["rescan"].as_str(), Some("1h"));
    assert!(!out.contains(crate::support::TOKEN), "{out}");
}

#[test]
fn wrong_usage_exits_with_two() {
    let folder = folder();
    for arguments in [&["sreve"][..], &["search", "--limit", "0", "x"], &[]] {
        assert_eq!(run(folder.path(), arguments).0, Some(2), "{arguments:?}");
    }
}
