//! What the server asks.

use super::*;
use crate::{CatalogueError, Corrections, FileFilter};

#[test]
fn files_are_paged_by_path() {
    let ledger = Ledger::new();
    for (content, path) in (1..).zip(["b.pdf", "a.pdf", "É/c.pdf"]) {
        ledger.see(path, content);
    }
    let all = FileFilter::default();
    let first = ledger.0.files(&all, 2, None).unwrap();
    assert_eq!(
        first
            .files
            .iter()
            .map(|file| file.path.as_str())
            .collect::<Vec<_>>(),
        ["a.pdf", "b.pdf"]
    );
    let second = ledger.0.files(&all, 2, first.next.as_deref()).unwrap();
    assert_eq!(second.files[0].path, "É/c.pdf");
    assert_eq!((second.total, second.next), (3, None));
}

#[test]
fn files_are_found_by_state_and_part_of_the_path() {
    let ledger = Ledger::new();
    ledger.index("Reports/Étude_1.pdf", document(1), 1);
    ledger.see("reports/b.pdf", 2);
    let check = |state, path: &str, expected: u64| {
        let filter = FileFilter {
            state,
            path: Some(path.into()),
            document: None,
        };
        assert_eq!(
            ledger.0.files(&filter, 10, None).unwrap().total,
            expected,
            "{path}"
        );
    };
    check(None, "REPORTS/", 2);
    check(Some(FileState::Indexed), "étude_", 1);
    check(Some(FileState::Pending), "étude_", 0);
    check(None, "%", 0);
}

#[test]
fn a_strange_cursor_is_refused() {
    let ledger = Ledger::new();
    for cursor in ["", "x", "0", "zz", "ff", "é"] {
        let refused = ledger
            .0
            .files(&FileFilter::default(), 10, Some(cursor))
            .unwrap_err();
        assert!(matches!(refused, CatalogueError::Cursor), "{cursor}");
    }
}

#[test]
fn states_are_counted() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", document(1), 1);
    ledger.take("b.pdf", 1);
    ledger.take("c.pdf", 3);
    ledger.see("d.pdf", 4);
    let counts = ledger.0.state_counts().unwrap();
    assert_eq!((counts.indexed, counts.duplicate), (1, 1));
    assert_eq!(
        (counts.extracting, counts.pending, counts.failed),
        (1, 1, 0)
    );
}

#[test]
fn units_have_their_latest_rating() {
    let ledger = Ledger::new();
    ledger.index("new.pdf", report(1, "Moor", Rating::Good, "2031-04"), 1);
    ledger.index("old.pdf", report(2, "Moor", Rating::Inadequate, "2029"), 2);
    let news = Document {
        kind: Kind::NewsArticle,
        ..report(3, "Moor", Rating::Outstanding, "2032")
    };
    ledger.index("news.html", news, 3);
    let units = ledger.0.unit_summaries().unwrap();
    let moor = units.iter().find(|unit| unit.name == "Moor").unwrap();
    assert_eq!(
        (moor.documents, moor.latest_rating),
        (3, Some(Rating::Good))
    );
    assert_eq!(moor.latest_published.unwrap().to_string(), "2032");
    let coast = units
        .iter()
        .find(|unit| unit.name == "Example Coast")
        .unwrap();
    assert_eq!(
        (coast.level, coast.documents, coast.latest_rating),
        (Level::Region, 3, None)
    );
}

#[test]
fn documents_about_a_unit_come_oldest_first() {
    let ledger = Ledger::new();
    ledger.index("new.pdf", report(1, "Moor", Rating::Good, "2031-04"), 1);
    ledger.index("undated.pdf", report(2, "Moor", Rating::Good, ""), 2);
    ledger.index("old.pdf", report(3, "Vale", Rating::Good, "2031-03-30"), 3);
    let about = |unit: &str| -> Vec<String> {
        let records = ledger.0.documents_about(unit).unwrap();
        records
            .into_iter()
            .map(|record| record.document.title)
            .collect()
    };
    assert_eq!(
        about("Example Coast"),
        ["Document 3", "Document 1", "Document 2"]
    );
    assert_eq!(about("Moor"), ["Document 1", "Document 2"]);
    assert_eq!(about("Nowhere"), Vec::<String>::new());
}

#[test]
fn a_corrected_unit_moves_the_document() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", report(1, "Moor", Rating::Good, "2031"), 1);
    let pdus = Some(vec!["Vale".to_owned()]);
    ledger
        .0
        .correct(
            &id(1),
            &Corrections {
                pdus,
                ..Corrections::default()
            },
        )
        .unwrap();
    assert!(ledger.0.documents_about("Moor").unwrap().is_empty());
    let units = ledger.0.unit_summaries().unwrap();
    let vale = units.iter().find(|unit| unit.name == "Vale").unwrap();
    assert_eq!(vale.latest_rating, Some(Rating::Good));
}

#[test]
fn documents_come_in_the_order_asked_for() {
    let ledger = Ledger::new();
    ledger.index("a.pdf", document(1), 1);
    ledger.index("b.pdf", document(2), 2);
    let records = ledger.0.documents(&[id(2), id(9), id(1)]).unwrap();
    let titles: Vec<_> = records
        .iter()
        .map(|record| record.document.title.as_str())
        .collect();
    assert_eq!(titles, ["Document 2", "Document 1"]);
    assert_eq!(ledger.0.page(&id(1), 1).unwrap().unwrap().width, 595.0);
    assert_eq!(ledger.0.page(&id(1), 2).unwrap(), None);
}

#[test]
fn undated_documents_are_related_by_their_rating() {
    let ledger = Ledger::new();
    ledger.index("report.pdf", report(1, "Moor", Rating::Good, "2031-04"), 1);
    let release = |content, rating| Document {
        kind: Kind::PressRelease,
        published: None,
        ..report(content, "Moor", rating, "2031")
    };
    ledger.index("same.html", release(2, Rating::Good), 2);
    ledger.index("other.html", release(3, Rating::Inadequate), 3);
    let why = |content: u8| {
        let related = ledger.0.related(&id(content)).unwrap();
        let told = related.into_iter().map(|one| (one.document_id, one.why));
        told.collect::<Vec<_>>()
    };
    let release = "Press release about Moor with the same rating";
    assert_eq!(why(1), [(id(2), release.to_owned())]);
    let report = "Inspection report on Moor with the same rating";
    assert_eq!(why(2), [(id(1), report.to_owned())]);
    assert_eq!(why(3), []);
}

#[test]
fn related_documents_say_why() {
    let ledger = Ledger::new();
    ledger.index("report.pdf", report(1, "Moor", Rating::Good, "2031-04"), 1);
    let release = Document {
        kind: Kind::PressRelease,
        ..report(2, "Moor", Rating::Good, "2031-04-12")
    };
    ledger.index("release.html", release, 2);
    ledger.index(
        "earlier.pdf",
        report(3, "Moor", Rating::Inadequate, "2029-02"),
        3,
    );
    let news = Document {
        kind: Kind::NewsArticle,
        pdus: vec!["Moor".into()],
        published: "2031-05-02".parse().ok(),
        ..document(4)
    };
    ledger.index("news.html", news.clone(), 4);
    let late = Document {
        published: "2031-12-24".parse().ok(),
        ..news
    };
    ledger.index("late.html", Document { id: id(5), ..late }, 5);
    ledger.index(
        "elsewhere.pdf",
        report(6, "Vale", Rating::Good, "2031-04"),
        6,
    );
    let check = |content: u8, expected: &[(u8, &str)]| {
        let related = ledger.0.related(&id(content)).unwrap();
        let found: Vec<_> = related
            .iter()
            .map(|other| (other.document_id.clone(), other.why.as_str()))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|&(content, why)| (id(content), why))
            .collect();
        assert_eq!(found, expected);
    };
    check(
        1,
        &[
            (2, "Press release of that time about Moor"),
            (4, "News of that time about Moor"),
            (3, "Previous inspection of Moor"),
        ],
    );
    check(3, &[(1, "Next inspection of Moor")]);
    check(
        2,
        &[
            (1, "Inspection report of that time on Moor"),
            (4, "News of that time about Moor"),
        ],
    );
    check(9, &[]);
}
