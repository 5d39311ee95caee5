//! The index on disk: what is committed stays, what is replaced is gone, what is wrong is told.

#![allow(clippy::unwrap_used, reason = "a failure in a helper is a failed test")]

mod support;

use std::fs;

use probity_search::{
    Engine, Scope, SearchError, SearchRequest, Settings, Sort, TantivyIndex, Writer,
};
use support::{document, documents, id, ids, passage, request, search};

fn open(folder: &std::path::Path) -> TantivyIndex {
    TantivyIndex::open(folder, &Settings::default()).unwrap()
}

#[test]
fn what_is_committed_is_there_at_once_and_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(&folder.path().join("index"));
    assert_eq!(index.committed_sequence().unwrap(), 0);
    let mut writer = index.writer(0).unwrap();
    for document in documents() {
        writer.put(&document).unwrap();
    }
    assert_eq!(
        search(&index, &request("")).total,
        0,
        "nothing before the commit"
    );
    writer.commit(42).unwrap();
    assert_eq!(search(&index, &request("")).total, 4);
    drop((writer, index));

    let index = open(&folder.path().join("index"));
    assert_eq!(index.committed_sequence().unwrap(), 42);
    assert_eq!(search(&index, &request("domestic abuse")).total, 2);
    let stats = index.stats().unwrap();
    assert_eq!((stats.documents, stats.entries), (4, 15));
    assert!(stats.bytes > 0 && stats.segments > 0);
}

#[test]
fn a_document_put_again_replaces_itself_and_a_removed_one_is_gone() {
    let index = support::index_of(&documents());
    let mut writer = index.writer(0).unwrap();
    let mut changed = document(1, probity_model::Kind::Other, "Changed");
    changed.passages = vec![passage("Nothing but zebras")];
    writer.put(&changed).unwrap();
    writer.remove(&id(2)).unwrap();
    writer.commit(2).unwrap();
    assert_eq!(ids(&search(&index, &request("zebras"))), [id(1).as_str()]);
    let findings = SearchRequest {
        scope: Scope::Findings,
        ..request("")
    };
    assert_eq!(search(&index, &findings).total, 4);
    let stats = index.stats().unwrap();
    assert_eq!((stats.documents, stats.entries), (3, 7));
}

#[test]
fn many_commits_leave_few_segments() {
    let index = support::index_of(&[]);
    let mut writer = index.writer(0).unwrap();
    for number in 0..40 {
        let mut one = document(number, probity_model::Kind::Other, "One of many");
        one.passages = vec![passage("words")];
        writer.put(&one).unwrap();
        writer.commit(u64::from(number)).unwrap();
    }
    drop(writer);
    index.reload().unwrap();
    assert!(index.stats().unwrap().segments <= 6);
    assert_eq!(search(&index, &request("words")).total, 40);
}

#[test]
fn a_second_writer_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path());
    let first = index.writer(0).unwrap();
    assert!(matches!(index.writer(0), Err(SearchError::Locked)));
    assert!(matches!(
        open(folder.path()).writer(0),
        Err(SearchError::Locked)
    ));
    drop(first);
    assert!(index.writer(0).is_ok());
}

#[test]
fn a_damaged_index_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()).writer(0).unwrap());
    fs::write(folder.path().join("meta.json"), "{").unwrap();
    let opened = TantivyIndex::open(folder.path(), &Settings::default());
    assert!(matches!(opened, Err(SearchError::Index(_))));
}

#[test]
fn files_cut_short_and_changed_bytes_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let index = open(folder.path());
    let mut writer = index.writer(0).unwrap();
    for document in documents() {
        writer.put(&document).unwrap();
    }
    writer.commit(1).unwrap();
    drop((writer, index));
    open(folder.path()).verify().unwrap();
    let files: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    let is_segment = |path: &&std::path::PathBuf| {
        let kind = path.extension().and_then(std::ffi::OsStr::to_str);
        !matches!(kind, Some("json" | "lock") | None)
    };
    for file in files.iter().filter(is_segment) {
        let whole = fs::read(file).unwrap();
        fs::write(file, &whole[..whole.len() / 2]).unwrap();
        let opened = TantivyIndex::open(folder.path(), &Settings::default());
        let found = opened.and_then(|index| {
            index.verify()?;
            index.search(&request("staff"))
        });
        assert!(
            matches!(found, Err(SearchError::Index(_))),
            "{} cut short",
            file.display()
        );
        let mut changed = whole.clone();
        changed[whole.len() / 3] ^= 0xff;
        fs::write(file, &changed).unwrap();
        let opened = TantivyIndex::open(folder.path(), &Settings::default());
        let found = opened.and_then(|index| index.verify());
        assert!(
            matches!(found, Err(SearchError::Index(_))),
            "{} changed",
            file.display()
        );
        fs::write(file, &whole).unwrap();
    }
}

#[test]
fn an_index_of_another_version_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).writer(0).unwrap().commit(1).unwrap();
    let meta = folder.path().join("meta.json");
    let other = fs::read_to_string(&meta)
        .unwrap()
        .replace("\\\"version\\\":", "\\\"version\\\":9");
    fs::write(&meta, other).unwrap();
    let opened = TantivyIndex::open(folder.path(), &Settings::default());
    assert!(
        matches!(opened, Err(SearchError::Schema(_))),
        "{:?}",
        opened.err()
    );

    let foreign = tempfile::tempdir().unwrap();
    let mut schema = tantivy::schema::Schema::builder();
    schema.add_text_field("body", tantivy::schema::TEXT);
    tantivy::Index::create_in_dir(foreign.path(), schema.build()).unwrap();
    let opened = TantivyIndex::open(foreign.path(), &Settings::default());
    assert!(
        matches!(opened, Err(SearchError::Schema(_))),
        "{:?}",
        opened.err()
    );
}

#[test]
fn malformed_synonyms_are_refused() {
    let settings = Settings {
        synonyms: "one word".to_owned(),
        ..Settings::default()
    };
    assert!(matches!(
        TantivyIndex::in_memory(&settings),
        Err(SearchError::Parameter {
            field: "synonyms",
            ..
        })
    ));
}

#[test]
fn synonyms_of_the_users_own_are_heeded() {
    let settings = Settings {
        synonyms: "stripy horse = zebra".to_owned(),
        ..Settings::default()
    };
    let index = TantivyIndex::in_memory(&settings).unwrap();
    let mut writer = index.writer(0).unwrap();
    let mut zebras = document(1, probity_model::Kind::Other, "");
    zebras.passages = vec![passage("Nothing but zebras")];
    writer.put(&zebras).unwrap();
    writer.commit(1).unwrap();
    assert_eq!(search(&index, &request("stripy horses")).total, 1);
}

#[test]
fn a_query_over_its_time_is_stopped() {
    let settings = Settings {
        timeout: std::time::Duration::ZERO,
        ..Settings::default()
    };
    let index = TantivyIndex::in_memory(&settings).unwrap();
    let mut writer = index.writer(0).unwrap();
    let mut large = document(1, probity_model::Kind::Other, "");
    large.passages = vec![passage("word"); 5_000];
    writer.put(&large).unwrap();
    writer.commit(1).unwrap();
    let request = SearchRequest {
        scope: Scope::Findings,
        sort: Some(Sort::Relevance),
        ..request("word")
    };
    assert!(matches!(
        index.search(&request),
        Err(SearchError::Budget(_))
    ));
}

#[test]
fn the_words_of_a_query_are_found_in_any_text() {
    let index = support::index_of(&documents());
    let check = |query: &str, text: &str, expected: &[&str]| {
        let marks = index.highlight(query, &["nothing", text]).unwrap();
        let marked: Vec<&str> = marks[1].iter().map(|range| &text[range.clone()]).collect();
        assert_eq!(marked, expected, "{query}");
        assert!(marks[0].is_empty(), "{query}");
    };
    let text = "Enquiries about domestic\nabuse were assessed; a domestic matter.";
    check("assess enquiry", text, &["Enquiries", "assessed"]);
    check("\"domestic abuse\"", text, &["domestic\nabuse"]);
    check("", text, &[]);
    check("rating:good", text, &[]);
    let refused = index.highlight("(", &[text]);
    assert!(matches!(refused, Err(SearchError::Query { .. })));
}
