//! Files and folders that the server may not read: each is told of, and taken once it may be.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::support::Server;

fn article(word: &str) -> String {
    format!("News of {word}\n\nStaff at the {word} office were praised for their work.\n")
}

fn allow(path: &Path, mode: u32) {
    std::fs::set_permissions(path, Permissions::from_mode(mode)).expect("a mode can be set");
}

fn total(server: &Server, query: &str) -> u64 {
    server.json(&format!("/api/v1/search?q={query}"))["total"]
        .as_u64()
        .expect("a total")
}

fn rescan(server: &Server) {
    let token = format!("Bearer {}", crate::support::TOKEN);
    server.send(
        "POST",
        "/api/v1/ingest/rescan",
        &[("authorization", &token)],
        b"",
    );
}

#[test]
fn what_may_not_be_read_is_told_and_taken_when_it_may() {
    // Root may read everything: the server runs as somebody else.
    let Some(server) = Server::start_unprivileged() else {
        println!("skipped: the program cannot be run as another user here");
        return;
    };
    server.drop_bytes("open.txt", article("harbour"));
    server.drop_bytes("in/kept.txt", article("lagoon"));
    server.settle(2);
    server.drop_bytes("moving.part", article("alder"));
    allow(&server.watched("moving.part"), 0o000);
    std::fs::rename(server.watched("moving.part"), server.watched("closed.txt")).expect("a name");
    server.wait_until("the file is told of", || {
        let files = server.json("/api/v1/ingest/files?path=closed.txt");
        files["files"][0]["error"]
            .as_str()
            .is_some_and(|why| why.contains("permission"))
    });
    let row = server.file("closed.txt");
    assert!(
        row["next_attempt"].is_string(),
        "it is tried again by itself: {row}"
    );

    // A folder that may not be looked into any more keeps its documents.
    allow(&server.watched("in"), 0o000);
    rescan(&server);
    server.wait_until("the folder is told of", || {
        let files = server.json("/api/v1/ingest/files?state=failed&path=in");
        files["files"][0]["error"]
            .as_str()
            .is_some_and(|why| why.contains("folder"))
    });
    assert_eq!(
        (total(&server, "harbour"), total(&server, "lagoon")),
        (1, 1)
    );

    allow(&server.watched("in"), 0o755);
    allow(&server.watched("closed.txt"), 0o644);
    rescan(&server);
    server.wait_until("all is found", || total(&server, "alder") == 1);
    server.settle(3);
    assert_eq!(
        (total(&server, "harbour"), total(&server, "lagoon")),
        (1, 1)
    );
}
