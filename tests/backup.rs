//! Backups made while the server runs, put back elsewhere; and the check that finds what is wrong.

use std::path::Path;

use serde_json::Value;

use crate::support::{Server, TOKEN, leftovers, probity, write_config};

fn article(word: &str) -> String {
    format!("News of {word}\n\nStaff at the {word} office were praised for their work.\n")
}

/// Runs the program in a folder: whether it succeeded, what it printed, and all it said.
fn run(folder: &Path, arguments: &[&str]) -> (bool, String, String) {
    let output = probity(folder)
        .args(arguments)
        .output()
        .expect("the program runs");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let said = format!("{printed}{}", String::from_utf8_lossy(&output.stderr));
    (output.status.success(), printed, said)
}

/// Runs the program, which must succeed, and gives what it printed.
fn good(folder: &Path, arguments: &[&str]) -> String {
    let (is_good, printed, said) = run(folder, arguments);
    assert!(is_good, "{arguments:?}: {said}");
    printed
}

/// Runs the program, which must fail, and gives what it said.
fn bad(folder: &Path, arguments: &[&str]) -> String {
    let (is_good, _, said) = run(folder, arguments);
    assert!(!is_good, "{arguments:?}: {said}");
    said
}

fn correct(server: &Server, name: &str, title: &str) {
    let id = server.file(name)["document_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let token = format!("Bearer {TOKEN}");
    let headers = [
        ("authorization", token.as_str()),
        ("content-type", "application/json"),
    ];
    let body = serde_json::json!({ "title": title }).to_string();
    let answer = server.send(
        "PATCH",
        &format!("/api/v1/documents/{id}"),
        &headers,
        body.as_bytes(),
    );
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[test]
fn a_backup_of_a_running_server_is_put_back_elsewhere_with_corrections() {
    let server = Server::start();
    for number in 0..20 {
        server.drop_bytes(&format!("{number}.txt"), article(&format!("word{number}")));
    }
    server.settle(20);
    correct(&server, "3.txt", "Corrected by hand");
    // Files come while the backup is made.
    std::thread::scope(|scope| {
        let watch = server.root().join("watch");
        scope.spawn(move || {
            for number in 20..60 {
                let name = watch.join(format!("{number}.txt"));
                std::fs::write(name, article(&format!("word{number}"))).expect("a file");
            }
        });
        good(server.root(), &["backup", "all.probity"]);
    });
    server.settle(60);

    let elsewhere = tempfile::tempdir().expect("a folder");
    write_config(elsewhere.path(), "");
    let backup = server.root().join("all.probity");
    let said = good(
        elsewhere.path(),
        &["restore", backup.to_str().expect("a plain path")],
    );
    assert!(said.contains("documents are back"), "{said}");
    // The files move with it.
    good(server.root(), &["verify"]);
    let copied = std::process::Command::new("cp")
        .arg("-r")
        .arg(server.root().join("watch"))
        .arg(elsewhere.path())
        .status();
    assert!(copied.is_ok_and(|status| status.success()));
    let moved = Server::start_in(elsewhere);
    moved.settle(60);
    assert_eq!(moved.json("/api/v1/search?q=")["total"], 60);
    assert_eq!(moved.document_of("3.txt")["title"], "Corrected by hand");
    assert!(!moved.log().contains("set aside"), "{}", moved.log());
    moved.leaves_nothing();
}

#[test]
fn a_backup_put_back_over_an_empty_folder_keeps_its_documents() {
    let server = Server::start();
    server.drop_bytes("a.txt", article("harbour"));
    server.settle(1);
    good(server.root(), &["backup", "all.probity"]);
    let elsewhere = tempfile::tempdir().expect("a folder");
    write_config(elsewhere.path(), "");
    let backup = server.root().join("all.probity");
    good(
        elsewhere.path(),
        &["restore", backup.to_str().expect("a plain path")],
    );
    let found = good(elsewhere.path(), &["search", "harbour", "--json"]);
    let found: Value = serde_json::from_str(&found).expect("JSON");
    assert_eq!(found["total"], 1);
}

#[test]
fn a_damaged_backup_or_one_in_the_way_changes_nothing() {
    let server = Server::start();
    server.drop_bytes("a.txt", article("harbour"));
    server.settle(1);
    let root = server.root();
    good(root, &["backup", "all.probity"]);
    let said = bad(root, &["restore", "all.probity", "--replace"]);
    assert!(said.contains("stop the running server"), "{said}");

    let elsewhere = tempfile::tempdir().expect("a folder");
    write_config(elsewhere.path(), "");
    let mut bytes = std::fs::read(root.join("all.probity")).expect("a backup");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xFF;
    std::fs::write(elsewhere.path().join("bad.probity"), &bytes).expect("a file");
    std::fs::write(elsewhere.path().join("none.probity"), "a letter").expect("a file");
    std::fs::copy(
        root.join("all.probity"),
        elsewhere.path().join("all.probity"),
    )
    .expect("a copy");
    for name in ["bad.probity", "none.probity", "missing.probity"] {
        let said = bad(elsewhere.path(), &["restore", name]);
        assert!(said.contains(name), "{said}");
        assert!(!elsewhere.path().join("index/catalogue.sqlite").exists());
    }
    good(elsewhere.path(), &["restore", "all.probity"]);
    let said = bad(elsewhere.path(), &["restore", "all.probity"]);
    assert!(said.contains("--replace"), "{said}");
    good(elsewhere.path(), &["restore", "all.probity", "--replace"]);
}

#[test]
fn verify_finds_what_is_wrong_and_sets_it_right() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    write_config(root, "");
    let watch = root.join("watch");
    std::fs::create_dir_all(&watch).expect("a watch folder");
    for word in ["alder", "birch", "cedar"] {
        std::fs::write(watch.join(format!("{word}.txt")), article(word)).expect("a file");
    }
    good(root, &["ingest", "watch"]);
    assert!(good(root, &["verify"]).contains("3 files and 3 documents are as they should be"));

    // Another content of the same size, with the times put back: no scan could see it.
    let changed = watch.join("alder.txt");
    let before = std::fs::metadata(&changed)
        .and_then(|it| it.modified())
        .expect("a time");
    std::fs::write(&changed, article("maple")).expect("a file");
    let file = std::fs::File::options()
        .write(true)
        .open(&changed)
        .expect("a file");
    file.set_modified(before).expect("a time can be set");
    std::fs::remove_file(watch.join("birch.txt")).expect("a file can go");
    std::fs::write(watch.join("new.txt"), article("willow")).expect("a file");
    let said = bad(root, &["verify"]);
    for fault in [
        "alder.txt: is not what was read",
        "birch.txt: is listed and not in",
        "new.txt: is in the watch folder and not listed",
    ] {
        assert!(said.contains(fault), "{said}");
    }
    let found: Value = serde_json::from_str(&run(root, &["verify", "--json"]).1).expect("JSON");
    assert_eq!(found["faults"].as_array().map(Vec::len), Some(3));

    std::fs::remove_dir_all(root.join("index/search")).expect("the index can go");
    let said = good(root, &["verify", "--repair"]);
    assert!(
        said.contains("3 files and 3 documents are as they should be"),
        "{said}"
    );
    for (word, hits) in [("maple", 1), ("birch", 0), ("willow", 1), ("cedar", 1)] {
        let found = good(root, &["search", word, "--json"]);
        let found: Value = serde_json::from_str(&found).expect("JSON");
        assert_eq!(found["total"], hits, "{word}");
    }
    assert_eq!(leftovers(root), Vec::<String>::new());
}
