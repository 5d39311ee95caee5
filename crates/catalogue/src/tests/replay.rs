//! The index follows the ledger, from whatever number it has.

use super::*;
use crate::Corrections;

#[test]
fn changes_are_followed_from_any_number() {
    let ledger = Ledger::new();
    let empty = *ledger.0.sequences().unwrap().start();
    ledger.index("a.pdf", document(1), 1);
    let first = *ledger.0.sequences().unwrap().end();
    ledger.index("b.pdf", document(2), 2);
    ledger.forget("a.pdf");
    assert_eq!(
        ledger.outstanding(empty),
        (vec!["Document 2".into()], vec![id(1)])
    );
    assert_eq!(
        ledger.outstanding(first),
        (vec!["Document 2".into()], vec![id(1)])
    );
    let last = *ledger.0.sequences().unwrap().end();
    assert_eq!(ledger.outstanding(last), (vec![], vec![]));
}

#[test]
fn a_limit_cuts_between_changes() {
    let ledger = Ledger::new();
    for content in 1..=5 {
        ledger.index(&format!("{content}.pdf"), document(content), content);
    }
    let two = ledger.0.changes_after(0, 2).unwrap();
    let rest = ledger.0.changes_after(two[1].sequence, 10).unwrap();
    assert_eq!((two.len(), rest.len()), (2, 3));
}

#[test]
fn a_commit_reaches_what_it_holds_and_no_more() {
    let ledger = Ledger::new();
    ledger.take("a.pdf", 1);
    ledger.store(1);
    let first = *ledger.0.sequences().unwrap().end();
    ledger.take("b.pdf", 2);
    ledger.store(2);
    assert_eq!(
        ledger.0.committed(first).unwrap(),
        [("a.pdf".to_owned(), id(1))]
    );
    assert_eq!(ledger.state("b.pdf"), Some(FileState::Extracting));
}

#[test]
fn after_a_crash_what_was_stored_is_not_read_again() {
    let ledger = Ledger::new();
    ledger.take("stored.pdf", 1);
    ledger.store(1);
    ledger.take("half read.pdf", 2);
    ledger.0.recover(0, 1).unwrap();
    assert_eq!(ledger.state("stored.pdf"), Some(FileState::Extracting));
    assert_eq!(ledger.state("half read.pdf"), Some(FileState::Pending));
    ledger.commit();
    assert_eq!(ledger.state("stored.pdf"), Some(FileState::Indexed));
    assert_eq!(
        ledger.claim_by_rules("half read.pdf", 2, 1),
        Claimed::Work { attempts: 2 }
    );
}

#[test]
fn a_crash_after_the_commit_costs_nothing() {
    let ledger = Ledger::new();
    ledger.take("a.pdf", 1);
    ledger.store(1);
    ledger
        .0
        .recover(*ledger.0.sequences().unwrap().end(), 1)
        .unwrap();
    assert_eq!(ledger.state("a.pdf"), Some(FileState::Indexed));
}

#[test]
fn new_rules_have_everything_read_again() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", document(1), 1);
    ledger.take("b.pdf", 2);
    ledger.fail("b.pdf", Some(2), false);
    let last = *ledger.0.sequences().unwrap().end();
    ledger.0.recover(last, 1).unwrap();
    assert_eq!(
        ledger.state("b.pdf"),
        Some(FileState::Pending),
        "the ledger's first start"
    );
    ledger.claim_by_rules("b.pdf", 2, 1);
    ledger.fail("b.pdf", Some(2), false);
    ledger.0.recover(last, 1).unwrap();
    assert_eq!(ledger.state("b.pdf"), Some(FileState::Failed));
    ledger.0.recover(last, 2).unwrap();
    assert_eq!(ledger.state("a.pdf"), Some(FileState::Pending));
    assert_eq!(ledger.state("b.pdf"), Some(FileState::Pending));
    assert_eq!(
        ledger.claim_by_rules("a.pdf", 1, 2),
        Claimed::Work { attempts: 1 }
    );
    assert!(ledger.has(1), "it can be found meanwhile");
    ledger.store_document(
        1,
        Document {
            title: "Better".into(),
            ..document(1)
        },
        2,
    );
    assert_eq!(ledger.outstanding(last), (vec!["Better".into()], vec![]));
}

#[test]
fn new_rules_that_fail_leave_the_older_reading() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", document(1), 1);
    ledger
        .0
        .recover(*ledger.0.sequences().unwrap().end(), 2)
        .unwrap();
    ledger.claim_by_rules("a.pdf", 1, 2);
    ledger.fail("a.pdf", Some(1), false);
    assert_eq!(ledger.state("a.pdf"), Some(FileState::Indexed));
    assert!(ledger.has(1));
}

#[test]
fn a_correction_is_followed_and_outlives_the_document() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", document(1), 1);
    let last = *ledger.0.sequences().unwrap().end();
    let corrections = Corrections {
        title: Some("Right".into()),
        ..Corrections::default()
    };
    assert!(ledger.0.correct(&id(1), &corrections).unwrap());
    assert_eq!(ledger.outstanding(last).0, ["Right"]);
    ledger.forget("a.pdf");
    assert!(!ledger.0.correct(&id(1), &corrections).unwrap());
    ledger.index("a.pdf", document(1), 1);
    let record = ledger.0.document(&id(1)).unwrap().unwrap();
    assert_eq!(record.document.title, "Right");
    assert_eq!(record.corrections, corrections);
    ledger.0.correct(&id(1), &Corrections::default()).unwrap();
    assert_eq!(
        ledger.0.document(&id(1)).unwrap().unwrap().document.title,
        "Document 1"
    );
}

#[test]
fn ledgers_made_at_different_times_share_no_numbers() {
    let one = Ledger::new();
    one.index("a.pdf", document(1), 1);
    std::thread::sleep(std::time::Duration::from_millis(5));
    let other = Ledger::new();
    assert!(
        !other
            .0
            .sequences()
            .unwrap()
            .contains(one.0.sequences().unwrap().end())
    );
}
