//! Files come, change, double and go.

use super::*;
use FileState::{Duplicate, Extracting, Failed, Ignored, Indexed, Pending};

#[test]
fn a_file_passes_through_its_states() {
    let ledger = Ledger::new();
    ledger.see("a.pdf", 1);
    assert_eq!(ledger.state("a.pdf"), Some(Pending));
    assert_eq!(
        ledger.claim_by_rules("a.pdf", 1, 1),
        Claimed::Work { attempts: 1 }
    );
    assert_eq!(ledger.state("a.pdf"), Some(Extracting));
    assert!(ledger.store(1));
    assert_eq!(
        ledger.state("a.pdf"),
        Some(Extracting),
        "the index has not followed yet"
    );
    ledger.commit();
    assert_eq!(ledger.state("a.pdf"), Some(Indexed));
    assert_eq!(ledger.take("a.pdf", 1), Claimed::Unchanged);
}

#[test]
fn the_same_content_is_read_once() {
    let ledger = Ledger::new();
    ledger.take("a.pdf", 1);
    assert_eq!(ledger.take("b.pdf", 1), Claimed::Duplicate);
    ledger.store(1);
    ledger.commit();
    assert_eq!(ledger.take("c.pdf", 1), Claimed::Duplicate);
    let record = ledger.0.document(&id(1)).unwrap().unwrap();
    let files: Vec<_> = record
        .files
        .iter()
        .map(|file| (file.path.as_str(), file.state))
        .collect();
    assert_eq!(
        files,
        [
            ("a.pdf", Indexed),
            ("b.pdf", Duplicate),
            ("c.pdf", Duplicate)
        ]
    );
}

#[test]
fn a_duplicate_takes_over_without_reading() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", document(1), 1);
    ledger.take("b.pdf", 1);
    ledger.forget("a.pdf");
    assert_eq!(ledger.state("b.pdf"), Some(Indexed));
    assert!(ledger.has(1));
    ledger.forget("b.pdf");
    assert!(!ledger.has(1));
}

#[test]
fn a_duplicate_of_what_was_never_read_is_due() {
    let ledger = Ledger::new();
    ledger.take("a.pdf", 1);
    ledger.take("b.pdf", 1);
    ledger.forget("a.pdf");
    assert_eq!(ledger.state("b.pdf"), Some(Pending));
    assert_eq!(ledger.due(), ["b.pdf"]);
    assert!(ledger.store(1), "what was on its way is not thrown away");
    assert_eq!(ledger.state("b.pdf"), Some(Extracting));
    assert_eq!(ledger.take("b.pdf", 1), Claimed::Known);
    ledger.commit();
    assert_eq!(ledger.state("b.pdf"), Some(Indexed));
}

#[test]
fn a_renamed_file_keeps_its_document() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", document(1), 1);
    assert_eq!(ledger.take("folder/b.pdf", 1), Claimed::Duplicate);
    ledger.forget("a.pdf");
    let record = ledger.0.document(&id(1)).unwrap().unwrap();
    assert_eq!(record.files[0].path, "folder/b.pdf");
    assert_eq!(record.files[0].state, Indexed);
}

#[test]
fn replaced_content_leaves_when_the_new_one_comes() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", document(1), 1);
    ledger.see("a.pdf", 2);
    assert_eq!(
        ledger.state("a.pdf"),
        Some(Indexed),
        "its content is not known to differ"
    );
    assert_eq!(
        ledger.claim_by_rules("a.pdf", 2, 1),
        Claimed::Work { attempts: 1 }
    );
    assert!(
        ledger.has(1),
        "the old one can be found until the new one can"
    );
    ledger.store(2);
    assert!(!ledger.has(1));
    assert!(ledger.has(2));
}

#[test]
fn replaced_content_that_is_held_elsewhere_stays() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", document(1), 1);
    ledger.take("b.pdf", 1);
    ledger.take("a.pdf", 2);
    assert_eq!(ledger.state("b.pdf"), Some(Indexed));
    ledger.store(2);
    assert!(ledger.has(1));
}

#[test]
fn unreadable_new_content_ends_the_old_one() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", document(1), 1);
    ledger.take("a.pdf", 2);
    ledger.fail("a.pdf", Some(2), true);
    assert!(ledger.has(1), "it may still be copied");
    assert_eq!(ledger.take("a.pdf", 2), Claimed::Work { attempts: 2 });
    ledger.fail("a.pdf", Some(2), false);
    assert!(!ledger.has(1));
    assert_eq!(ledger.state("a.pdf"), Some(Failed));
}

#[test]
fn content_that_goes_back_is_what_it_was() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", document(1), 1);
    ledger.take("a.pdf", 2);
    assert_eq!(ledger.take("a.pdf", 1), Claimed::Known);
    assert_eq!(ledger.state("a.pdf"), Some(Indexed));
    assert!(!ledger.store(2), "nobody holds it any more");
    assert!(ledger.has(1));
}

#[test]
fn content_replaced_by_a_duplicate_leaves() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", document(1), 1);
    ledger.index("b.pdf", document(2), 2);
    assert_eq!(ledger.take("a.pdf", 2), Claimed::Duplicate);
    assert!(!ledger.has(1));
}

#[test]
fn a_file_that_becomes_unreadable_keeps_its_document() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", document(1), 1);
    ledger.fail("a.pdf", None, false);
    assert_eq!(ledger.state("a.pdf"), Some(Failed));
    assert!(ledger.has(1));
    assert_eq!(ledger.take("a.pdf", 1), Claimed::Known);
    assert_eq!(ledger.state("a.pdf"), Some(Indexed));
}

#[test]
fn duplicates_share_a_failure() {
    let ledger = Ledger::new();
    ledger.take("a.pdf", 1);
    ledger.take("b.pdf", 1);
    ledger.fail("a.pdf", Some(1), false);
    assert_eq!(ledger.state("b.pdf"), Some(Failed));
    assert_eq!(
        ledger.0.file("b.pdf").unwrap().unwrap().error.unwrap(),
        "The file is empty."
    );
}

#[test]
fn a_failure_that_comes_too_late_is_nobodys() {
    let ledger = Ledger::new();
    ledger.take("a.pdf", 1);
    ledger.take("a.pdf", 2);
    ledger.fail("a.pdf", Some(1), false);
    assert_eq!(ledger.state("a.pdf"), Some(Extracting));
}

#[test]
fn a_failed_file_that_changed_is_tried_again() {
    let ledger = Ledger::new();
    ledger.take("a.pdf", 1);
    ledger.fail("a.pdf", Some(1), false);
    ledger.see("a.pdf", 1);
    assert_eq!(ledger.state("a.pdf"), Some(Failed));
    ledger.see("a.pdf", 2);
    assert_eq!(ledger.state("a.pdf"), Some(Pending));
}

#[test]
fn an_attempt_that_a_wrong_clock_put_off_for_years_is_due() {
    let ledger = Ledger::new();
    let put_off = |path: &str, hours: i64| {
        ledger.see(path, 1);
        let failure = Failure {
            path: path.to_owned(),
            content_hash: None,
            error: "The file cannot be read.".into(),
            next_attempt: Some(jiff::Timestamp::now() + jiff::SignedDuration::from_hours(hours)),
            pending: false,
        };
        ledger.0.fail(&[failure]).unwrap();
    };
    put_off("tomorrow.pdf", 23);
    put_off("in years.pdf", 40_000);
    assert_eq!(ledger.due(), ["in years.pdf"]);
}

#[test]
fn retry_takes_failed_files_by_the_start_of_their_path() {
    let ledger = Ledger::new();
    for (path, content) in [("x/a.pdf", 1), ("x/b.pdf", 2), ("y_%/c.pdf", 3)] {
        ledger.take(path, content);
        ledger.fail(path, Some(content), false);
    }
    assert_eq!(ledger.0.retry(Some("x/")).unwrap(), 2);
    assert_eq!(ledger.due(), ["x/a.pdf", "x/b.pdf"]);
    assert_eq!(ledger.0.retry(None).unwrap(), 1);
}

#[test]
fn a_path_that_is_no_document_any_more_lets_go() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", document(1), 1);
    let file = SeenFile {
        path: "a.pdf".into(),
        stamp: "link".into(),
        bytes: 0,
        modified: None,
        verdict: Verdict::Ignore("It is a link that leads out of the watch folder.".into()),
    };
    ledger.0.see(&[file]).unwrap();
    assert_eq!(ledger.state("a.pdf"), Some(Ignored));
    assert!(!ledger.has(1));
}

#[test]
fn a_kept_document_outlives_its_files_and_takes_them_back() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", document(1), 1);
    ledger.0.forget(&["a.pdf".into()], true).unwrap();
    assert!(ledger.has(1));
    assert_eq!(ledger.take("b.pdf", 1), Claimed::Known);
    assert_eq!(ledger.state("b.pdf"), Some(Indexed));
}

#[test]
fn a_removed_document_takes_its_rows_along() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", document(1), 1);
    ledger.take("b.pdf", 1);
    ledger.0.remove(&id(1)).unwrap();
    assert!(!ledger.has(1));
    assert_eq!((ledger.state("a.pdf"), ledger.state("b.pdf")), (None, None));
    assert_eq!(ledger.0.page(&id(1), 1).unwrap(), None);
}

#[test]
fn a_forgotten_file_cannot_be_claimed() {
    let ledger = Ledger::new();
    assert_eq!(ledger.claim_by_rules("a.pdf", 1, 1), Claimed::Gone);
    assert!(!ledger.store(1));
}

#[test]
fn a_document_that_is_given_up_fails_with_its_files() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", document(1), 1);
    ledger.take("b.pdf", 1);
    ledger.0.give_up(&id(1), "It cannot be indexed.").unwrap();
    assert_eq!(
        (ledger.state("a.pdf"), ledger.state("b.pdf")),
        (Some(Failed), Some(Failed))
    );
    assert!(!ledger.has(1));
}

#[test]
fn notes_are_listed_by_how_their_names_begin() {
    let catalogue = Catalogue::in_memory().unwrap();
    for (name, value) in [("mount b", 2), ("mount a", 1), ("other", 3)] {
        catalogue.set_note(name, value).unwrap();
    }
    let notes = || catalogue.notes("mount ").unwrap();
    assert_eq!(
        notes(),
        [("mount a".to_owned(), 1), ("mount b".to_owned(), 2)]
    );
    catalogue.remove_note("mount a").unwrap();
    assert_eq!(notes(), [("mount b".to_owned(), 2)]);
}
