//! The disk is full, read-only, damaged or away: the server goes on answering, says what is wrong,
//! and makes everything good once it can.

use std::path::Path;

use serde_json::Value;

use crate::support::disk::Disk;
use crate::support::{Server, TOKEN};

fn article(word: &str) -> String {
    format!("News of {word}\n\nStaff at the {word} office were praised for their work.\n")
}

fn total(server: &Server, query: &str) -> u64 {
    server.json(&format!("/api/v1/search?q={query}"))["total"]
        .as_u64()
        .expect("a total")
}

/// Waits until a word finds one document.
fn finds(server: &Server, word: &str) {
    server.wait_until(&format!("{word} is found"), || total(server, word) == 1);
}

fn trouble(server: &Server) -> String {
    let status = server.json("/api/v1/ingest");
    status["trouble"].as_str().unwrap_or_default().to_owned()
}

fn notices(server: &Server) -> String {
    server.json("/api/v1/ingest")["notices"].to_string()
}

fn is_sound(server: &Server, files: u64) {
    server.settle(files);
    server.wait_until("the index is made again", || {
        server.get("/readyz").status == 200 && server.json("/readyz")["status"] == "ok"
    });
    server.leaves_nothing();
}

#[test]
fn a_full_disk_loses_nothing_and_is_told_of() {
    let place = Server::place("");
    let Some(disk) = Disk::mount(&place.path().join("index"), 32) else {
        return;
    };
    let server = Server::start_in(place);
    server.drop_bytes("early.txt", article("harbour"));
    finds(&server, "harbour");
    let ballast = disk.fill();
    for word in ["alder", "birch", "cedar"] {
        server.drop_bytes(&format!("{word}.txt"), article(word));
    }
    server.wait_until("the trouble is told of", || !trouble(&server).is_empty());
    let readiness = server.get("/readyz");
    assert_eq!(readiness.status, 503);
    assert!(readiness.text().contains("full"), "{}", readiness.text());
    assert_eq!(total(&server, "harbour"), 1, "searches are answered");
    std::fs::remove_file(ballast).expect("room can be made");
    for word in ["alder", "birch", "cedar"] {
        finds(&server, word);
    }
    is_sound(&server, 4);
}

#[test]
fn a_server_killed_on_a_full_disk_comes_back_when_there_is_room() {
    let place = Server::place("");
    let Some(disk) = Disk::mount(&place.path().join("index"), 32) else {
        return;
    };
    let server = Server::start_in(place);
    server.drop_bytes("early.txt", article("harbour"));
    finds(&server, "harbour");
    let ballast = disk.fill();
    server.drop_bytes("late.txt", article("alder"));
    server.wait_until("the trouble is told of", || !trouble(&server).is_empty());
    let server = server.kill_and(|_| std::fs::remove_file(ballast).expect("room can be made"));
    finds(&server, "harbour");
    finds(&server, "alder");
    is_sound(&server, 2);
}

#[test]
fn an_index_that_may_not_be_written_is_searched_and_goes_on_later() {
    use std::os::unix::fs::PermissionsExt;
    let Some(server) = Server::start_unprivileged() else {
        println!("skipped: the program cannot be run as another user here");
        return;
    };
    let allow = |mode| {
        let index = server.root().join("index/search");
        std::fs::set_permissions(index, PermissionsExt::from_mode(mode)).expect("a mode");
    };
    server.drop_bytes("early.txt", article("harbour"));
    finds(&server, "harbour");
    allow(0o555);
    server.drop_bytes("late.txt", article("alder"));
    server.wait_until("the trouble is told of", || !trouble(&server).is_empty());
    assert_eq!(server.get("/readyz").status, 503);
    assert_eq!(total(&server, "harbour"), 1, "searches are answered");
    allow(0o755);
    finds(&server, "alder");
    is_sound(&server, 2);
}

#[test]
fn a_watch_folder_that_is_unmounted_keeps_its_documents() {
    let place = Server::place("");
    let watch = place.path().join("watch");
    let Some(mut disk) = Disk::mount(&watch, 16) else {
        return;
    };
    let server = Server::start_in(place);
    server.drop_bytes("early.txt", article("harbour"));
    server.drop_bytes("in/deep.txt", article("lagoon"));
    finds(&server, "harbour");
    finds(&server, "lagoon");
    disk.move_to(&server.root().join("away"));
    server.send(
        "POST",
        "/api/v1/ingest/rescan",
        &[("authorization", &format!("Bearer {TOKEN}"))],
        b"",
    );
    server.wait_until("the state says why", || {
        trouble(&server).contains("another disk")
    });
    assert_eq!(server.get("/readyz").status, 503);
    assert_eq!(
        (total(&server, "harbour"), total(&server, "lagoon")),
        (1, 1)
    );
    // Not even a restart takes an empty folder for one whose files were deleted.
    let server = server.kill_and_restart_unready();
    server.wait_until("the state says why", || {
        trouble(&server).contains("another disk")
    });
    assert_eq!(total(&server, "harbour"), 1);
    disk.move_to(&watch);
    server.wait_until("the trouble is over", || trouble(&server).is_empty());
    server.drop_bytes("late.txt", article("alder"));
    finds(&server, "alder");
    is_sound(&server, 3);
}

/// Does damage to a file: its middle becomes something else.
fn damage(path: &Path) {
    let mut bytes = std::fs::read(path).expect("a file to damage");
    let middle = bytes.len() / 2;
    let end = (middle + 64).min(bytes.len());
    bytes[middle..end].iter_mut().for_each(|byte| *byte ^= 0xA5);
    std::fs::write(path, bytes).expect("damage can be done");
}

fn segment_file(root: &Path, ending: &str) -> std::path::PathBuf {
    let files = std::fs::read_dir(root.join("index/search")).expect("an index");
    let paths = files.flatten().map(|file| file.path());
    let mut of_kind = paths.filter(|path| path.extension().is_some_and(|found| found == ending));
    of_kind
        .next()
        .unwrap_or_else(|| panic!("no .{ending} file"))
}

#[test]
fn a_damaged_deleted_or_older_index_is_made_again() {
    type Change = fn(&Path);
    let changes: [(&str, Change); 7] = [
        ("gone", |root| {
            std::fs::remove_dir_all(root.join("index/search")).expect("it can go");
        }),
        ("no list", |root| {
            std::fs::remove_file(root.join("index/search/meta.json")).expect("so");
        }),
        ("cut list", |root| {
            std::fs::write(root.join("index/search/meta.json"), "{").expect("so");
        }),
        ("damaged words", |root| damage(&segment_file(root, "term"))),
        ("damaged store", |root| damage(&segment_file(root, "store"))),
        ("cut columns", |root| {
            std::fs::write(segment_file(root, "fast"), "x").expect("so");
        }),
        ("older schema", |root| {
            let list = root.join("index/search/meta.json");
            let text = std::fs::read_to_string(&list).expect("a list of segments");
            let start =
                text.find("\\\"version\\\":").expect("a version") + "\\\"version\\\":".len();
            let end = start + text[start..].find(',').expect("its end");
            std::fs::write(list, format!("{}0{}", &text[..start], &text[end..])).expect("so");
        }),
    ];
    let mut server = Server::start();
    let words = ["alder", "birch", "cedar", "dogwood"];
    for word in words {
        server.drop_bytes(&format!("{word}.txt"), article(word));
    }
    server.drop_bytes("empty.txt", "");
    for (what, change) in changes {
        server.settle(5);
        server = server.kill_and(change);
        for word in words {
            finds(&server, word);
        }
        assert_eq!(total(&server, ""), 4, "after: {what}");
        is_sound(&server, 5);
    }
}

#[test]
fn an_index_deleted_under_the_running_server_is_made_again() {
    let server = Server::start();
    server.drop_bytes("early.txt", article("harbour"));
    finds(&server, "harbour");
    std::fs::remove_dir_all(server.root().join("index/search")).expect("it can go");
    server.drop_bytes("late.txt", article("alder"));
    finds(&server, "alder");
    finds(&server, "harbour");
    is_sound(&server, 2);
}

#[test]
fn a_damaged_catalogue_is_restored_from_its_copy_with_corrections() {
    let server = Server::start();
    server.drop_bytes("a.txt", article("harbour"));
    finds(&server, "harbour");
    let id = server.file("a.txt")["document_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let correction = r#"{"title": "Corrected by hand"}"#.as_bytes();
    let token = format!("Bearer {TOKEN}");
    let headers = [
        ("authorization", token.as_str()),
        ("content-type", "application/json"),
    ];
    let address = format!("/api/v1/documents/{id}");
    let answer = server.send("PATCH", &address, &headers, correction);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let copy = server.root().join("index/catalogue.copy.sqlite");
    server.wait_until("a copy is made", || copy.exists());
    server.drop_bytes("b.txt", article("alder"));
    finds(&server, "alder");
    let server = server.kill_and(|root| {
        // Its log holds much of a small ledger: both are lost.
        std::fs::write(root.join("index/catalogue.sqlite"), [0xA5; 20_000]).expect("so");
        std::fs::write(root.join("index/catalogue.sqlite-wal"), [0xA5; 20_000]).expect("so");
    });
    assert!(notices(&server).contains("copy"), "{}", notices(&server));
    finds(&server, "harbour");
    finds(&server, "alder");
    let document: Value = server.json(&address);
    assert_eq!(document["title"], "Corrected by hand");
    server.settle(2);
    assert_eq!(total(&server, ""), 2);
}

#[test]
fn a_catalogue_damaged_beyond_its_copies_is_read_again_from_the_folder() {
    let server = Server::start();
    server.drop_bytes("a.txt", article("harbour"));
    finds(&server, "harbour");
    let server = server.kill_and(|root| {
        let names = [
            "catalogue.sqlite",
            "catalogue.sqlite-wal",
            "catalogue.copy.sqlite",
        ];
        for name in names {
            std::fs::write(root.join("index").join(name), "no ledger at all").expect("so");
        }
    });
    finds(&server, "harbour");
    server.settle(1);
    assert_eq!(total(&server, ""), 1);
    assert!(
        notices(&server).contains("read again"),
        "{}",
        notices(&server)
    );
}
