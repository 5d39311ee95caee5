//! Any sequence of what ingestion can do leaves the ledger in order: nothing lost, doubled or stuck.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::FileRecord;

const PATHS: [&str; 4] = ["a", "b", "c", "d/e"];
const CONTENTS: std::ops::Range<u8> = 1..4;

#[derive(Clone, Debug)]
enum Step {
    /// The file has this content now, and a scan notices.
    Write(&'static str, u8),
    /// A reader takes the file up.
    Claim(&'static str),
    /// A reader is done with a content it has claimed.
    Store(u8),
    /// A reader gives a content up.
    Fail(u8, bool),
    /// The file cannot be opened.
    FailFile(&'static str),
    /// The file is gone, and a scan notices.
    Delete(&'static str),
    /// The index follows the ledger.
    Commit,
    /// The program ends and starts again, by older or newer rules.
    Restart,
    /// The index is lost, and the program starts again.
    LoseIndex,
}

fn step() -> impl Strategy<Value = Step> {
    let path = || select(PATHS.to_vec());
    prop_oneof![
        3 => (path(), CONTENTS).prop_map(|(path, content)| Step::Write(path, content)),
        5 => path().prop_map(Step::Claim),
        3 => CONTENTS.prop_map(Step::Store),
        1 => (CONTENTS, any::<bool>()).prop_map(|(content, pending)| Step::Fail(content, pending)),
        1 => path().prop_map(Step::FailFile),
        1 => path().prop_map(Step::Delete),
        2 => Just(Step::Commit),
        1 => Just(Step::Restart),
        1 => Just(Step::LoseIndex),
    ]
}

/// The world around the ledger.
struct World {
    ledger: Ledger,
    folder: BTreeMap<&'static str, u8>,
    /// Contents that readers have claimed and not given back.
    reading: BTreeSet<u8>,
    index: BTreeSet<DocumentId>,
    followed: u64,
}

impl World {
    fn new() -> Self {
        Self {
            ledger: Ledger::new(),
            folder: BTreeMap::new(),
            reading: BTreeSet::new(),
            index: BTreeSet::new(),
            followed: 0,
        }
    }

    fn run(&mut self, step: &Step) {
        match *step {
            Step::Write(path, content) => {
                self.folder.insert(path, content);
                self.ledger.see(path, content);
            }
            Step::Claim(path) => self.claim(path),
            Step::Store(content) => {
                if self.reading.remove(&content) {
                    self.ledger.store(content);
                }
            }
            Step::Fail(content, pending) => {
                if self.reading.remove(&content) {
                    self.ledger.fail("a", Some(content), pending);
                }
            }
            Step::FailFile(path) => self.ledger.fail(path, None, false),
            Step::Delete(path) => {
                self.folder.remove(path);
                self.ledger.forget(path);
            }
            Step::Commit => self.commit(),
            Step::Restart => self.restart(),
            Step::LoseIndex => {
                self.index.clear();
                self.followed = 0;
                self.restart();
            }
        }
    }

    fn claim(&mut self, path: &'static str) {
        let Some(&content) = self.folder.get(path) else {
            return;
        };
        if let Claimed::Work { .. } = self.ledger.claim_by_rules(path, content, 1) {
            self.reading.insert(content);
        }
    }

    fn commit(&mut self) {
        for change in self.ledger.0.changes_after(self.followed, 100).unwrap() {
            match change.document {
                Some(document) => self.index.insert(document.id),
                None => self.index.remove(&change.document_id),
            };
            self.followed = change.sequence;
        }
        self.ledger.0.committed(self.followed).unwrap();
    }

    fn restart(&mut self) {
        self.reading.clear();
        self.ledger.0.recover(self.followed, 1).unwrap();
    }

    fn files(&self) -> Vec<FileRecord> {
        self.ledger
            .0
            .files(&crate::FileFilter::default(), 100, None)
            .unwrap()
            .files
    }

    /// What must hold at any moment.
    fn check(&self) {
        let files = self.files();
        for content in CONTENTS {
            let of_content = files
                .iter()
                .filter(|file| file.document_id == Some(id(content)));
            let states: Vec<FileState> = of_content.map(|file| file.state).collect();
            let standing = states
                .iter()
                .filter(|state| matches!(state, FileState::Extracting | FileState::Indexed))
                .count();
            assert!(standing <= 1, "{states:?} stand for content {content}");
            let duplicates = states.contains(&FileState::Duplicate);
            let others = states.iter().any(|&state| state != FileState::Duplicate);
            assert!(!duplicates || others, "nobody stands for content {content}");
            if states.contains(&FileState::Indexed) {
                assert!(
                    self.ledger.has(content),
                    "content {content} is indexed and not stored"
                );
            }
        }
    }

    /// Everyone finishes what is to be done, as ingestion would.
    fn finish(&mut self) {
        for _ in 0..6 {
            for path in PATHS {
                self.claim(path);
            }
            for content in std::mem::take(&mut self.reading) {
                self.ledger.store(content);
            }
            self.commit();
            self.check();
        }
    }
}

proptest! {
    #[test]
    fn any_sequence_leaves_the_ledger_in_order(steps in proptest::collection::vec(step(), 0..40)) {
        let mut world = World::new();
        for step in &steps {
            world.run(step);
            world.check();
        }
        world.finish();
        let files = world.files();
        prop_assert_eq!(files.len(), world.folder.len());
        for file in &files {
            let content = world.folder[file.path.as_str()];
            prop_assert_eq!(&file.document_id, &Some(id(content)), "{:?}", file);
            prop_assert!(matches!(file.state, FileState::Indexed | FileState::Duplicate), "{:?}", file);
        }
        let wanted: BTreeSet<DocumentId> = world.folder.values().map(|&content| id(content)).collect();
        prop_assert_eq!(&world.index, &wanted);
        for content in CONTENTS {
            prop_assert_eq!(world.ledger.has(content), wanted.contains(&id(content)));
        }
    }
}
