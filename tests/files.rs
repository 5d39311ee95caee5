//! Files come, change, move and go: the index follows, and nothing is lost on the way.

use crate::support::Server;

/// A short article, told apart from others by one word.
fn article(word: &str) -> String {
    format!(
        "Probation staff praised for {word} work\n\nInspectors said the {word} scheme run by \
         officers had helped people on probation find a home and a job.\n\nA second paragraph of \
         the article says nothing of note.\n"
    )
}

fn total(server: &Server, query: &str) -> u64 {
    server.json(&format!("/api/v1/search?q={query}"))["total"]
        .as_u64()
        .expect("a total")
}

#[test]
fn a_dropped_file_is_searchable() {
    let server = Server::start();
    server.drop_bytes("deep/er/article.txt", article("lighthouse"));
    server.settle(1);
    assert_eq!(total(&server, "lighthouse"), 1);
    assert_eq!(server.file("deep/er/article.txt")["state"], "indexed");
}

#[test]
fn the_same_content_twice_is_one_document_with_two_files() {
    let server = Server::start();
    server.drop_bytes("one.txt", article("harbour"));
    server.drop_bytes("two.txt", article("harbour"));
    server.settle(2);
    assert_eq!(total(&server, "harbour"), 1);
    let document = server.document_of("one.txt");
    assert_eq!(document["id"], server.document_of("two.txt")["id"]);
    assert_eq!(document["files"].as_array().map(Vec::len), Some(2));

    std::fs::remove_file(server.watched("one.txt")).expect("a file can be deleted");
    server.settle(1);
    assert_eq!(
        total(&server, "harbour"),
        1,
        "the other file still holds the document"
    );
    std::fs::remove_file(server.watched("two.txt")).expect("a file can be deleted");
    server.settle(0);
    server.wait_until("it is no longer found", || total(&server, "harbour") == 0);
}

#[test]
fn a_rename_changes_the_path_and_nothing_else() {
    let server = Server::start();
    server.drop_bytes("before.txt", article("meadow"));
    server.settle(1);
    let before = server.document_of("before.txt");
    std::fs::rename(server.watched("before.txt"), server.watched("after.txt"))
        .expect("a file can be renamed");
    server.wait_until("the new path is known", || {
        let files = server.json("/api/v1/ingest/files");
        files["total"] == 1
            && files["files"][0]["path"] == "after.txt"
            && files["files"][0]["state"] == "indexed"
    });
    let after = server.document_of("after.txt");
    assert_eq!(after["id"], before["id"]);
    assert_eq!(after["ingested_at"], before["ingested_at"]);
    assert_eq!(total(&server, "meadow"), 1);
}

#[test]
fn a_renamed_folder_keeps_its_documents() {
    let server = Server::start();
    for word in ["alder", "birch", "cedar"] {
        server.drop_bytes(&format!("old/{word}.txt"), article(word));
    }
    server.settle(3);
    std::fs::rename(server.watched("old"), server.watched("new")).expect("a folder can be renamed");
    server.wait_until("the new paths are known", || {
        let files = server.json("/api/v1/ingest/files?path=new/&state=indexed");
        files["total"] == 3
    });
    server.settle(3);
    for word in ["alder", "birch", "cedar"] {
        assert_eq!(total(&server, word), 1, "{word}");
    }
}

#[test]
fn replaced_content_takes_the_place_of_the_old() {
    let server = Server::start();
    server.drop_bytes("article.txt", article("quarry"));
    server.settle(1);
    server.drop_bytes("article.txt", article("orchard"));
    server.wait_until("the new text is found", || total(&server, "orchard") == 1);
    server.settle(1);
    server.wait_until("the old text is not found", || {
        total(&server, "quarry") == 0
    });
}

#[test]
fn a_restart_forgets_nothing_and_finds_what_came_meanwhile() {
    let server = Server::start();
    server.drop_bytes("early.txt", article("granite"));
    server.drop_bytes("leaves.txt", article("marble"));
    server.settle(2);
    let root = server.root().to_owned();
    std::fs::remove_file(server.watched("leaves.txt")).expect("a file can be deleted");
    std::fs::write(root.join("watch/late.txt"), article("slate")).expect("a file can be dropped");
    let server = server.restart();
    server.wait_until("what came is found", || total(&server, "slate") == 1);
    server.settle(2);
    assert_eq!(total(&server, "granite"), 1);
    server.wait_until("what left is not found", || total(&server, "marble") == 0);
}

#[test]
fn a_killed_server_finds_every_file_again() {
    let mut server = Server::start();
    let words = [
        "amber", "beryl", "coral", "opal", "pearl", "quartz", "ruby", "topaz",
    ];
    for (round, word) in words.iter().enumerate() {
        server.drop_bytes(&format!("{word}.txt"), article(word));
        if round % 2 == 1 {
            std::thread::sleep(std::time::Duration::from_millis(60 * round as u64));
            server = server.kill_and_restart();
        }
    }
    server.settle(words.len() as u64);
    for word in words {
        assert_eq!(total(&server, word), 1, "{word}");
    }
    assert_eq!(total(&server, ""), words.len() as u64, "nothing is doubled");
}

#[test]
fn partial_downloads_and_hidden_files_are_passed_over() {
    let server = Server::start();
    for name in [
        "report.pdf.part",
        "report.crdownload",
        ".DS_Store",
        "~$report.docx",
    ] {
        server.drop_bytes(name, article("moss"));
    }
    server.drop_bytes("whole.txt", article("fern"));
    server.wait_until("the whole file is found", || total(&server, "fern") == 1);
    assert_eq!(total(&server, "moss"), 0);
    std::fs::rename(
        server.watched("report.pdf.part"),
        server.watched("report.txt"),
    )
    .expect("a file can be renamed");
    server.wait_until("the finished download is found", || {
        total(&server, "moss") == 1
    });
}

#[test]
fn a_slow_copy_is_taken_when_it_is_whole() {
    use std::io::Write;
    let server = Server::start();
    let text = article("glacier");
    let mut file = std::fs::File::create(server.watched("slow.txt")).expect("a file");
    for part in text.as_bytes().chunks(40) {
        file.write_all(part)
            .and_then(|()| file.sync_all())
            .expect("a part can be written");
        std::thread::sleep(std::time::Duration::from_millis(30));
    }
    drop(file);
    server.settle(1);
    assert_eq!(total(&server, "glacier"), 1);
    assert_eq!(
        total(&server, ""),
        1,
        "no half of it was taken for a document"
    );
}
