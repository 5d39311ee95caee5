//! Files inside files: they come and go with the one that holds them.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;

use super::{Ledger, hash, id};
use crate::{Claim, Claimed, FileState, HeldContent, HeldFile};

const WHY: &str = "It is an archive.";

impl Ledger {
    /// An outer file is read and found to hold these contents, under names that tell them.
    fn open(&self, path: &str, outer: u8, inner: &[u8], only: Option<&str>) -> Vec<String> {
        let claim = Claim {
            path: path.to_owned(),
            stamp: format!("stamp {outer}"),
            bytes: 100,
            modified: None,
            content_hash: hash(outer),
            rules_version: 1,
        };
        let held: Vec<HeldFile> = inner
            .iter()
            .map(|content| HeldFile {
                path: format!("{path}/{content}.txt"),
                bytes: 10,
                content: HeldContent::Take(hash(*content)),
            })
            .collect();
        let due = self.0.hold(&claim, &held, only).unwrap();
        due.into_iter().map(|(path, _)| path).collect()
    }

    fn claim_member(&self, path: &str, content: u8) -> Claimed {
        self.claim_by_rules(path, content, 1)
    }
}

#[test]
fn an_archive_is_set_aside_and_its_files_are_read() {
    let ledger = Ledger::new();
    assert!(matches!(ledger.take("a.zip", 1), Claimed::Work { .. }));
    let due = ledger.open("a.zip", 1, &[2, 3], Some(WHY));
    assert_eq!(due, ["a.zip/2.txt", "a.zip/3.txt"]);
    let archive = ledger.0.file("a.zip").unwrap().unwrap();
    assert_eq!(archive.state, FileState::Ignored);
    assert_eq!(archive.error.as_deref(), Some(WHY));
    let member = ledger.0.member("a.zip/2.txt").unwrap().unwrap();
    assert_eq!(
        (member.container.as_str(), member.stamp.as_str()),
        ("a.zip", "stamp 1")
    );
    assert_eq!(member.content_hash, hash(2));
    assert_eq!(
        ledger.0.due_members(Timestamp::now()).unwrap().len(),
        2,
        "they are due until they are claimed"
    );
    assert!(matches!(
        ledger.claim_member("a.zip/2.txt", 2),
        Claimed::Work { attempts: 1 }
    ));
    ledger.store(2);
    ledger.commit();
    assert_eq!(ledger.state("a.zip/2.txt"), Some(FileState::Indexed));
    let known = ledger.0.known_files(None).unwrap();
    assert_eq!(known.len(), 1, "no scan sees what is inside");
}

#[test]
fn files_inside_leave_with_the_one_that_holds_them() {
    let ledger = Ledger::new();
    ledger.take("a.zip", 1);
    ledger.open("a.zip", 1, &[2, 3], Some(WHY));
    ledger.take("3.txt", 3);
    ledger.store(3);
    ledger.claim_member("a.zip/2.txt", 2);
    ledger.store(2);
    ledger.commit();
    ledger.forget("a.zip");
    assert_eq!(ledger.state("a.zip/2.txt"), None);
    assert!(!ledger.has(2));
    assert!(ledger.has(3), "another file holds it");
    assert_eq!(ledger.state("3.txt"), Some(FileState::Indexed));
}

#[test]
fn a_file_that_lies_elsewhere_too_is_one_document() {
    let ledger = Ledger::new();
    ledger.take("2.txt", 2);
    ledger.store(2);
    ledger.commit();
    ledger.take("a.zip", 1);
    assert_eq!(
        ledger.open("a.zip", 1, &[2], Some(WHY)),
        Vec::<String>::new()
    );
    assert_eq!(ledger.state("a.zip/2.txt"), Some(FileState::Duplicate));
    assert_eq!(ledger.0.document(&id(2)).unwrap().unwrap().files.len(), 2);
    ledger.forget("2.txt");
    assert_eq!(ledger.state("a.zip/2.txt"), Some(FileState::Indexed));
}

#[test]
fn what_a_changed_file_holds_no_more_is_forgotten() {
    let ledger = Ledger::new();
    ledger.take("a.zip", 1);
    ledger.open("a.zip", 1, &[2, 3], Some(WHY));
    for content in [2, 3] {
        ledger.claim_member(&format!("a.zip/{content}.txt"), content);
        ledger.store(content);
    }
    ledger.commit();
    ledger.take("a.zip", 9);
    assert_eq!(ledger.open("a.zip", 9, &[3, 4], Some(WHY)), ["a.zip/4.txt"]);
    assert_eq!(ledger.state("a.zip/2.txt"), None);
    assert!(!ledger.has(2));
    assert_eq!(ledger.state("a.zip/3.txt"), Some(FileState::Indexed));
}

#[test]
fn a_copy_of_a_mail_holds_what_the_mail_holds() {
    let ledger = Ledger::new();
    ledger.take("a.eml", 1);
    ledger.open("a.eml", 1, &[2], None);
    ledger.store(1);
    ledger.claim_member("a.eml/2.txt", 2);
    ledger.store(2);
    ledger.commit();
    assert_eq!(ledger.take("b.eml", 1), Claimed::Duplicate);
    assert_eq!(ledger.state("b.eml/2.txt"), Some(FileState::Duplicate));
    ledger.forget("a.eml");
    assert!(ledger.has(1) && ledger.has(2));
    assert_eq!(ledger.state("b.eml/2.txt"), Some(FileState::Indexed));
    ledger.forget("b.eml");
    assert!(!ledger.has(1) && !ledger.has(2));
}

#[test]
fn a_copy_of_an_archive_is_opened_in_its_turn() {
    let ledger = Ledger::new();
    ledger.take("a.zip", 1);
    assert_eq!(ledger.take("b.zip", 1), Claimed::Duplicate);
    ledger.open("a.zip", 1, &[2], Some(WHY));
    assert_eq!(
        ledger
            .0
            .due(Timestamp::now(), Duration::from_secs(86_400))
            .unwrap(),
        ["b.zip"],
        "the copy is due"
    );
    assert!(matches!(
        ledger.claim_by_rules("b.zip", 1, 1),
        Claimed::Work { .. }
    ));
}

#[test]
fn a_crash_between_listing_and_reading_loses_nothing() {
    let ledger = Ledger::new();
    ledger.take("a.zip", 1);
    ledger.open("a.zip", 1, &[2, 3], Some(WHY));
    ledger.claim_member("a.zip/2.txt", 2);
    ledger.0.recover(0, 1).unwrap();
    let due: BTreeSet<String> = ledger
        .0
        .due_members(Timestamp::now())
        .unwrap()
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        due,
        BTreeSet::from(["a.zip/2.txt", "a.zip/3.txt"].map(String::from))
    );
}

#[test]
fn a_file_that_cannot_be_read_any_more_holds_nothing() {
    let ledger = Ledger::new();
    ledger.take("a.zip", 1);
    ledger.open("a.zip", 1, &[2], Some(WHY));
    ledger.claim_member("a.zip/2.txt", 2);
    ledger.store(2);
    ledger.commit();
    ledger.take("a.zip", 9);
    ledger.fail("a.zip", Some(9), false);
    assert_eq!(ledger.state("a.zip/2.txt"), None);
    assert!(!ledger.has(2));
}

#[test]
fn a_mail_that_is_removed_takes_its_attachments_along() {
    let ledger = Ledger::new();
    ledger.take("a.eml", 1);
    ledger.open("a.eml", 1, &[2], None);
    ledger.store(1);
    ledger.claim_member("a.eml/2.txt", 2);
    ledger.store(2);
    ledger.0.remove(&id(1)).unwrap();
    assert_eq!(ledger.state("a.eml/2.txt"), None);
    assert!(!ledger.has(2));
}
