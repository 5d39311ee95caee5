//! The program ends at each point of a file's way, and starts again.

use std::fs;

use probity_catalogue::FileState::{Extracting, Indexed};
use probity_catalogue::{Claim, Claimed, NewDocument, SeenFile, Verdict};
use probity_model::{ContentHash, Document};

use super::bench::{Bench, eventually, id_of};
use crate::look::stamp;

/// Does by hand what ingestion does, and stops where the test wants it to.
struct ByHand<'a>(&'a Bench);

impl ByHand<'_> {
    fn hash(text: &str) -> ContentHash {
        ContentHash::from_bytes(*blake3::hash(text.as_bytes()).as_bytes())
    }

    fn see(&self, name: &str, text: &str) {
        self.0.drop_file(name, text);
        let metadata = fs::metadata(self.0.path(name)).unwrap();
        let seen = SeenFile {
            path: name.into(),
            stamp: stamp(&metadata),
            bytes: metadata.len(),
            modified: None,
            verdict: Verdict::Take,
        };
        self.0.catalogue.see(&[seen]).unwrap();
    }

    fn claim(&self, name: &str, text: &str) {
        self.see(name, text);
        let metadata = fs::metadata(self.0.path(name)).unwrap();
        let claim = Claim {
            path: name.into(),
            stamp: stamp(&metadata),
            bytes: metadata.len(),
            modified: None,
            content_hash: Self::hash(text),
            rules_version: probity_report::RULES_VERSION,
        };
        assert_eq!(
            self.0.catalogue.claim(&claim).unwrap(),
            Claimed::Work { attempts: 1 }
        );
    }

    fn store(&self, name: &str, text: &str) {
        self.claim(name, text);
        let new = NewDocument {
            document: Document {
                title: text.into(),
                ..Document::unknown(id_of(text))
            },
            pages: Vec::new(),
            content_hash: Self::hash(text),
            media_type: "text/plain".into(),
            rules_version: probity_report::RULES_VERSION,
        };
        self.0.catalogue.store(&[new]).unwrap();
    }
}

#[test]
fn after_it_was_seen() {
    let bench = Bench::resting();
    ByHand(&bench).see("a.txt", "one");
    bench.start().finds(&["one"]);
}

#[test]
fn after_it_was_claimed() {
    let bench = Bench::resting();
    ByHand(&bench).claim("a.txt", "one");
    assert_eq!(bench.states(), [("a.txt".to_owned(), Extracting)]);
    bench.start().finds(&["one"]);
}

#[test]
fn after_it_was_stored() {
    let bench = Bench::resting();
    ByHand(&bench).store("a.txt", "one");
    let bench = bench.start();
    bench.finds(&["one"]);
    assert_eq!(bench.index.lock().puts, 1);
}

#[test]
fn after_it_was_committed() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "one");
    bench.finds(&["one"]);
    let bench = bench.stop();
    // The ledger says less than the index has.
    ByHand(&bench).store("b.txt", "two");
    let last = *bench.catalogue.sequences().unwrap().end();
    let writer = crate::IndexAccess::writer(&bench.index);
    let mut writer = writer.unwrap();
    writer
        .put(&Document {
            title: "two".into(),
            ..Document::unknown(id_of("two"))
        })
        .unwrap();
    writer.commit(last).unwrap();
    let bench = bench.start();
    bench.comes_to("b.txt", Indexed);
    bench.finds(&["one", "two"]);
    assert_eq!(bench.index.lock().puts, 2);
}

#[test]
fn after_it_was_claimed_and_deleted() {
    let bench = Bench::resting();
    ByHand(&bench).claim("a.txt", "one");
    bench.remove("a.txt");
    let bench = bench.start();
    bench.loses("a.txt");
    bench.finds(&[]);
}

#[test]
fn after_it_was_stored_and_replaced() {
    let bench = Bench::resting();
    ByHand(&bench).store("a.txt", "one");
    bench.drop_file("a.txt", "two");
    bench.start().finds(&["two"]);
}

#[test]
fn nothing_is_done_twice_after_an_orderly_end() {
    let bench = Bench::running();
    for number in 0..10 {
        bench.drop_file(&format!("{number}.txt"), &format!("text {number}"));
    }
    let found: Vec<String> = (0..10).map(|number| format!("text {number}")).collect();
    bench.finds(&found.iter().map(String::as_str).collect::<Vec<_>>());
    let bench = bench.stop();
    let puts = bench.index.lock().puts;
    let bench = bench.start();
    bench.finds(&found.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(bench.index.lock().puts, puts);
}

#[test]
fn changes_while_nobody_looked_are_noticed() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "one");
    bench.drop_file("b.txt", "two");
    bench.drop_file("c.txt", "three");
    bench.finds(&["one", "two", "three"]);
    let bench = bench.stop();
    bench.drop_file("a.txt", "four");
    bench.remove("b.txt");
    bench.rename("c.txt", "d.txt");
    bench.drop_file("e.txt", "five");
    bench.start().finds(&["four", "three", "five"]);
}

#[test]
fn a_lost_index_is_made_again_without_reading_files() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "one");
    bench.drop_file("b.txt", "two");
    bench.finds(&["one", "two"]);
    let bench = bench.stop();
    bench.index.clear();
    fs::write(bench.path("a.txt.part"), "").unwrap();
    let bench = bench.start();
    bench.finds(&["one", "two"]);
    // What is found is told of a moment later.
    let is_whole = || !bench.handle.as_ref().unwrap().status().rebuilding;
    eventually(is_whole, || "the index is still being made".to_owned());
}

#[test]
fn an_end_in_the_middle_of_reading_is_made_good() {
    let bench = Bench::running();
    for number in 0..6 {
        bench.drop_file(&format!("{number}.txt"), &format!("slow {number}"));
    }
    bench.comes_to("5.txt", Extracting);
    let bench = bench.stop().start();
    bench.finds(&["slow 0", "slow 1", "slow 2", "slow 3", "slow 4", "slow 5"]);
}
