//! Archives and mails: what is inside them is found, and comes and goes with them.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::Server;

/// A ZIP archive of these files.
pub(crate) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("a file in an archive");
        writer.write_all(content).expect("its content");
    }
    writer.finish().expect("an archive").into_inner()
}

const NOTE: &str = "A heron at Ashmere\n\nA heron was seen at the probation office in Ashmere.\n";

fn mail() -> String {
    format!(
        "From: A. Writer <a@example.org>\r\nSubject: A curlew at Ashmere\r\nDate: Thu, 15 Aug 2024 05:12:43 +0100\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
         A curlew was seen at the office.\r\n--b\r\nContent-Type: text/plain\r\n\
         Content-Disposition: attachment; filename=\"annexe.txt\"\r\n\r\n{}\r\n--b--\r\n",
        NOTE.replace('\n', "\r\n").replace("heron", "bittern")
    )
}

fn total(server: &Server, word: &str) -> u64 {
    let answer = server.json(&format!("/api/v1/search?q={word}"));
    answer["total"].as_u64().unwrap_or_default()
}

#[test]
fn files_in_an_archive_are_documents_of_their_own() {
    let server = Server::start();
    let bytes = archive(&[
        ("2024/note.txt", NOTE.as_bytes()),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("mail.eml", mail().as_bytes()),
    ]);
    server.drop_bytes("in/all.zip", bytes);
    server.settle(5);
    assert_eq!(total(&server, "heron"), 1);
    assert_eq!(total(&server, "curlew"), 1);
    assert_eq!(total(&server, "bittern"), 1);
    let archive = server.file("in/all.zip");
    assert_eq!(archive["state"], "ignored");
    assert!(
        archive["error"]
            .as_str()
            .is_some_and(|why| why.contains("4 files")),
        "{archive}"
    );
    let picture = server.file("in/all.zip/picture.png");
    assert_eq!(picture["state"], "failed");
    assert!(
        picture["error"]
            .as_str()
            .is_some_and(|why| why.contains("picture")),
        "{picture}"
    );
    let document = server.document_of("in/all.zip/2024/note.txt");
    assert_eq!(document["files"][0]["path"], "in/all.zip/2024/note.txt");
    let id = document["id"].as_str().expect("an id");
    let source = server.get(&format!("/api/v1/documents/{id}/source"));
    assert_eq!((source.status, source.text().as_str()), (200, NOTE));
    assert_eq!(
        server.file("in/all.zip/mail.eml/annexe.txt")["state"],
        "indexed"
    );
}

#[test]
fn what_is_inside_leaves_with_what_holds_it() {
    let server = Server::start();
    server.drop_bytes("all.zip", archive(&[("note.txt", NOTE.as_bytes())]));
    server.drop_bytes("mail.eml", mail());
    server.settle(4);
    assert_eq!(total(&server, "heron"), 1);
    std::fs::remove_file(server.watched("all.zip")).expect("a file can be deleted");
    std::fs::remove_file(server.watched("mail.eml")).expect("a file can be deleted");
    server.wait_until("nothing is left", || {
        server.json("/api/v1/ingest/files")["total"] == 0
    });
    server.wait_until("nothing is found", || {
        total(&server, "heron") + total(&server, "curlew") + total(&server, "bittern") == 0
    });
}

#[test]
fn a_file_inside_and_beside_an_archive_is_one_document() {
    let server = Server::start();
    server.drop_bytes("note.txt", NOTE);
    server.settle(1);
    server.drop_bytes("all.zip", archive(&[("copy.txt", NOTE.as_bytes())]));
    server.settle(3);
    assert_eq!(total(&server, "heron"), 1);
    assert_eq!(server.file("all.zip/copy.txt")["state"], "duplicate");
    std::fs::remove_file(server.watched("note.txt")).expect("a file can be deleted");
    server.wait_until("the copy stands for it", || {
        server.json("/api/v1/ingest/files")["total"] == 2
            && server.file("all.zip/copy.txt")["state"] == "indexed"
    });
    assert_eq!(total(&server, "heron"), 1);
}

#[test]
fn a_killed_server_loses_nothing_of_an_archive() {
    let server = Server::start();
    let notes: Vec<(String, String)> = (0..12)
        .map(|n| {
            (
                format!("{n}.txt"),
                format!("Note {n}\n\nA heron was seen at the office, for time {n}.\n"),
            )
        })
        .collect();
    let files: Vec<(&str, &[u8])> = notes
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    server.drop_bytes("all.zip", archive(&files));
    server.wait_until("the archive is seen", || {
        server.json("/api/v1/ingest/files")["total"] != 0
    });
    let server = server.kill_and_restart();
    server.settle(13);
    assert_eq!(total(&server, "heron"), 12);
}
