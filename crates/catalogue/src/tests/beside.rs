//! Corrections in files beside a document's files.

use super::*;
use crate::Corrections;

fn titled(title: &str) -> Corrections {
    Corrections {
        title: Some(title.to_owned()),
        ..Corrections::default()
    }
}

impl Ledger {
    fn correct_beside(&self, path: &str, title: &str) {
        let beside = format!("{path}.meta.toml");
        self.see(&beside, 99);
        self.0
            .correct_beside(&beside, "stamp 99", Ok(&titled(title)))
            .unwrap();
    }

    fn title(&self, content: u8) -> String {
        let record = self.0.document(&id(content)).unwrap().unwrap();
        record.document.title
    }
}

#[test]
fn they_hold_whichever_file_comes_first() {
    let ledger = Ledger::new();
    ledger.correct_beside("a", "Early");
    ledger.index("a", document(1), 1);
    assert_eq!(ledger.title(1), "Early");
    let before = *ledger.0.sequences().unwrap().end();
    ledger.correct_beside("a", "Late");
    assert_eq!(ledger.outstanding(before).0, ["Late"]);
}

#[test]
fn they_survive_another_reading_and_go_with_their_file() {
    let ledger = Ledger::new();
    ledger.index("a", document(1), 1);
    ledger.correct_beside("a", "Right");
    ledger.store(1);
    assert_eq!(ledger.title(1), "Right");
    let before = *ledger.0.sequences().unwrap().end();
    ledger.forget("a.meta.toml");
    assert_eq!(ledger.outstanding(before).0, ["Document 1"]);
}

#[test]
fn what_people_correct_here_wins_field_by_field() {
    let ledger = Ledger::new();
    ledger.index("a", document(1), 1);
    ledger.correct_beside("a", "Beside");
    ledger.0.correct(&id(1), &titled("Here")).unwrap();
    assert_eq!(ledger.title(1), "Here");
    ledger.0.correct(&id(1), &Corrections::default()).unwrap();
    assert_eq!(ledger.title(1), "Beside");
}

#[test]
fn those_of_a_duplicate_count_while_it_is_there() {
    let ledger = Ledger::new();
    ledger.index("a", document(1), 1);
    ledger.correct_beside("b", "Of the copy");
    assert_eq!(ledger.title(1), "Document 1");
    let before = *ledger.0.sequences().unwrap().end();
    assert_eq!(ledger.take("b", 1), Claimed::Duplicate);
    assert_eq!(ledger.outstanding(before).0, ["Of the copy"]);
    let before = *ledger.0.sequences().unwrap().end();
    ledger.forget("b");
    assert_eq!(ledger.outstanding(before).0, ["Document 1"]);
}

#[test]
fn what_cannot_be_used_changes_nothing_but_its_own_row() {
    let ledger = Ledger::new();
    ledger.index("a", document(1), 1);
    ledger.correct_beside("a", "Right");
    let beside = "a.meta.toml";
    ledger
        .0
        .correct_beside(beside, "stamp 98", Err("It is no TOML."))
        .unwrap();
    assert_eq!(ledger.title(1), "Right");
    assert_eq!(ledger.state(beside), Some(FileState::Failed));
}
