//! The ledger's rules, told as stories of files.

mod beside;
mod life;
mod lists;
mod machine;
mod members;
mod replay;
mod results;

use std::time::Duration;

use probity_model::{ContentHash, Document, DocumentId, Inspected, Kind, Level, PageText, Rating};

use crate::{Catalogue, Claim, Claimed, Failure, FileState, NewDocument, SeenFile, Verdict};

/// A ledger with shorthands for what ingestion does.
struct Ledger(Catalogue);

/// Contents are told apart by one number.
fn hash(content: u8) -> ContentHash {
    ContentHash::from_bytes([content; 32])
}

fn id(content: u8) -> DocumentId {
    hash(content).document_id()
}

fn document(content: u8) -> Document {
    Document {
        title: format!("Document {content}"),
        ..Document::unknown(id(content))
    }
}

fn report(content: u8, pdu: &str, rating: Rating, published: &str) -> Document {
    let unit = Inspected {
        name: pdu.to_owned(),
        level: Level::Pdu,
        rating: Some(rating),
        score: None,
        previous_rating: None,
    };
    Document {
        kind: Kind::InspectionReport,
        level: Level::Pdu,
        regions: vec!["Example Coast".into()],
        pdus: vec![pdu.to_owned()],
        inspected: vec![unit],
        rating: Some(rating),
        published: published.parse().ok(),
        ..document(content)
    }
}

impl Ledger {
    fn new() -> Self {
        Self(Catalogue::in_memory().unwrap())
    }

    fn see(&self, path: &str, content: u8) {
        let file = SeenFile {
            path: path.to_owned(),
            stamp: format!("stamp {content}"),
            bytes: 100,
            modified: None,
            verdict: Verdict::Take,
        };
        self.0.see(&[file]).unwrap();
    }

    fn claim_by_rules(&self, path: &str, content: u8, rules_version: u32) -> Claimed {
        let claim = Claim {
            path: path.to_owned(),
            stamp: format!("stamp {content}"),
            bytes: 100,
            modified: None,
            content_hash: hash(content),
            rules_version,
        };
        self.0.claim(&claim).unwrap()
    }

    /// A file is seen and claimed.
    fn take(&self, path: &str, content: u8) -> Claimed {
        self.see(path, content);
        self.claim_by_rules(path, content, 1)
    }

    fn store_document(&self, content: u8, document: Document, rules_version: u32) -> bool {
        let page = PageText {
            page: 1,
            width: 595.0,
            height: 842.0,
            lines: Vec::new(),
        };
        let new = NewDocument {
            document,
            pages: vec![page],
            content_hash: hash(content),
            media_type: "text/plain".into(),
            rules_version,
        };
        !self.0.store(&[new]).unwrap().is_empty()
    }

    fn store(&self, content: u8) -> bool {
        self.store_document(content, document(content), 1)
    }

    /// The index follows all changes.
    fn commit(&self) {
        self.0
            .committed(*self.0.sequences().unwrap().end())
            .unwrap();
    }

    /// A file is seen, claimed, read and indexed.
    fn index(&self, path: &str, document: Document, content: u8) {
        assert_eq!(self.take(path, content), Claimed::Work { attempts: 1 });
        assert!(self.store_document(content, document, 1));
        self.commit();
    }

    fn fail(&self, path: &str, content: Option<u8>, pending: bool) {
        let failure = Failure {
            path: path.to_owned(),
            content_hash: content.map(hash),
            error: "The file is empty.".into(),
            next_attempt: None,
            pending,
        };
        self.0.fail(&[failure]).unwrap();
    }

    fn forget(&self, path: &str) {
        self.0.forget(&[path.to_owned()], false).unwrap();
    }

    /// Files to be tried again now, where nobody waits longer than a day.
    fn due(&self) -> Vec<String> {
        let day = Duration::from_secs(24 * 60 * 60);
        self.0.due(jiff::Timestamp::now(), day).unwrap()
    }

    fn state(&self, path: &str) -> Option<FileState> {
        self.0.file(path).unwrap().map(|file| file.state)
    }

    fn has(&self, content: u8) -> bool {
        self.0.document(&id(content)).unwrap().is_some()
    }

    /// What the index has to do after a number: contents to put and to remove.
    fn outstanding(&self, after: u64) -> (Vec<String>, Vec<DocumentId>) {
        let changes = self.0.changes_after(after, 100).unwrap();
        let put = changes.iter().filter_map(|change| change.document.as_ref());
        let gone = changes.iter().filter(|change| change.document.is_none());
        (
            put.map(|document| document.title.clone()).collect(),
            gone.map(|change| change.document_id.clone()).collect(),
        )
    }
}
