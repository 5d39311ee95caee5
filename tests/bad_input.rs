//! Bad input is normal input: one clear sentence, the server unharmed, nothing else delayed or lost.

use std::net::TcpListener;

use crate::support::{Server, probity, sample, samples, write_config};

/// The sentence a failed file gives, checked to be one that a person can read.
fn sentence(server: &Server, name: &str) -> String {
    let row = server.file(name);
    assert_eq!(row["state"], "failed", "{row}");
    let sentence = row["error"].as_str().unwrap_or_default().to_owned();
    assert!(sentence.len() > 10, "{row}");
    for ugly in ["Error(", "Err(", "Some(", "unwrap", "panicked at", "::"] {
        assert!(!sentence.contains(ugly), "{sentence:?} is not for people");
    }
    sentence
}

#[test]
fn every_bad_sample_ends_in_a_state_with_a_sentence_beside_a_good_one() {
    let server = Server::start();
    let mut names = Vec::new();
    for entry in std::fs::read_dir(samples().join("bad")).expect("bad samples") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name")
            .to_owned();
        server.drop_sample(&format!("bad/{name}"));
        names.push(name);
    }
    server.drop_bytes(
        "good.txt",
        "Good article\n\nA heron was seen at the office.\n",
    );
    server.settle(names.len() as u64 + 1);
    assert_eq!(server.file("good.txt")["state"], "indexed");
    for name in names {
        let row = server.file(&name);
        if row["state"] == "failed" {
            sentence(&server, &name);
        } else {
            assert_eq!(row["state"], "indexed", "{row}");
        }
    }
}

#[test]
fn each_kind_of_failure_says_what_is_wrong() {
    let server = Server::start();
    server.drop_bytes("empty.pdf", b"");
    server.drop_bytes(
        "noise.docx",
        (0..4096_u32)
            .map(|n| (n * 37 % 251) as u8)
            .collect::<Vec<_>>(),
    );
    server.drop_bytes(
        "picture.pdf",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0",
    );
    let large = std::fs::File::create(server.watched("large.pdf")).expect("a file");
    large.set_len(200 << 20).expect("a sparse file");
    server.settle(4);
    assert!(sentence(&server, "empty.pdf").contains("empty"));
    assert!(sentence(&server, "large.pdf").contains("100 MiB"));
    assert!(
        sentence(&server, "picture.pdf")
            .to_lowercase()
            .contains("png")
    );
    sentence(&server, "noise.docx");
}

#[test]
fn a_misnamed_file_is_read_by_its_content() {
    let server = Server::start();
    let page = "<!doctype html><html><head><title>Kingfisher seen</title></head><body><main>\
                <h1>Kingfisher seen</h1><p>A kingfisher was seen at the probation office, and the \
                staff were pleased about it.</p></main></body></html>";
    server.drop_bytes("page.pdf", page);
    server.settle(1);
    assert_eq!(server.json("/api/v1/search?q=kingfisher")["total"], 1);
    let document = server.document_of("page.pdf");
    assert_eq!(document["files"][0]["media_type"], "text/html");
}

#[test]
fn a_file_that_is_deleted_at_once_leaves_no_trace() {
    let server = Server::start();
    for round in 0..10 {
        let name = format!("gone-{round}.txt");
        server.drop_bytes(
            &name,
            format!("Gone {round}\n\nA short text about a bittern.\n"),
        );
        std::thread::sleep(std::time::Duration::from_millis(round * 25));
        std::fs::remove_file(server.watched(&name)).expect("a file can be deleted");
    }
    server.drop_bytes("stays.txt", "Stays\n\nA short text about a bittern.\n");
    server.wait_until("only the file that stays is left", || {
        let files = server.json("/api/v1/ingest/files");
        files["total"] == 1 && files["files"][0]["state"] == "indexed"
    });
    server.wait_until("only its document is found", || {
        server.json("/api/v1/search?q=bittern")["total"] == 1
    });
}

#[test]
fn a_replaced_bad_file_is_tried_again() {
    let server = Server::start();
    let pdf = sample("bad/truncated.pdf");
    server.drop_bytes("report.txt", &pdf[..0]);
    server.settle(1);
    sentence(&server, "report.txt");
    server.drop_bytes("report.txt", "Mended\n\nA short text about a curlew.\n");
    server.wait_until("the mended file is found", || {
        server.json("/api/v1/search?q=curlew")["total"] == 1
    });
}

/// Runs the program and gives what it says on standard error, where it must fail.
fn refusal(folder: &std::path::Path, arguments: &[&str], code: i32) -> String {
    let output = probity(folder)
        .args(arguments)
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{said}");
    said
}

#[test]
fn a_broken_configuration_names_the_key_and_what_is_allowed() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("config.toml");
    for (text, parts) in [
        ("[server]\nlisten = \"here\"", ["listen", "line 2"]),
        ("[watch]\nsettel = \"1s\"", ["settel", "settle"]),
        ("[watch]\nsettle = \"soon\"", ["soon", "500ms"]),
        (
            "[extract]\nmemory = \"1 MiB\"",
            ["extract.memory", "128 MiB"],
        ),
    ] {
        std::fs::write(&config, text).expect("a configuration can be written");
        for command in ["serve", "check"] {
            let said = refusal(folder.path(), &[command], 1);
            assert!(
                parts.iter().all(|part| said.contains(part)),
                "{command}: {said}"
            );
        }
    }
    assert!(refusal(folder.path(), &["serve", "--colour"], 2).contains("--colour"));
}

#[test]
fn a_port_in_use_is_said() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("its address").to_string();
    let folder = tempfile::tempdir().expect("a folder");
    write_config(folder.path(), "");
    let said = refusal(
        folder.path(),
        &["serve", "--set", &format!("server.listen={address}")],
        1,
    );
    assert!(said.contains(&address) && said.contains("in use"), "{said}");
}

#[test]
fn an_index_folder_that_cannot_be_written_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    write_config(folder.path(), "");
    std::fs::write(folder.path().join("index"), "a file stands in the way").expect("a file");
    for command in ["serve", "check"] {
        let said = refusal(folder.path(), &[command], 1);
        assert!(said.contains("index"), "{said}");
    }
}

#[test]
fn a_second_server_on_the_same_index_is_refused() {
    let server = Server::start();
    let said = refusal(server.root(), &["serve"], 1);
    assert!(
        said.contains("in use") || said.contains("running"),
        "{said}"
    );
    assert_eq!(server.get("/healthz").status, 200);
}
