//! Files that are named by a person, and the index made anew on request.

use std::fs;

use probity_catalogue::FileState::{Failed, Indexed};
use probity_search::{TantivyIndex, Writer};

use super::bench::{Bench, id_of};
use crate::{IngestError, open_index, rebuild, set_aside, take_in};

/// Named files are read by a real worker program, which is not there: rows tell.
fn take(bench: &Bench, names: &[&str]) -> Vec<(String, probity_catalogue::FileState)> {
    let named: Vec<_> = names
        .iter()
        .map(|name| bench.temp.path().join(name))
        .collect();
    let mut told = 0;
    let reports = take_in(&bench.settings, bench.parts(), &named, |_, all| {
        assert!(told < all);
        told += 1;
    })
    .unwrap();
    assert_eq!(told, reports.len());
    let mut reports: Vec<_> = reports
        .into_iter()
        .map(|report| (report.path, report.state))
        .collect();
    reports.sort_by(|one, other| one.0.cmp(&other.0));
    reports
}

fn real_worker(bench: Bench) -> Bench {
    bench.with(|settings| settings.worker_command = super::workers::worker_program())
}

#[test]
fn a_file_from_elsewhere_is_copied_in() {
    let bench = real_worker(Bench::resting());
    fs::write(bench.temp.path().join("a.txt"), "one").unwrap();
    bench.drop_file("a.txt", "another");
    assert_eq!(
        take(&bench, &["a.txt"]),
        [("a (2).txt".to_owned(), Indexed)]
    );
    assert_eq!(
        take(&bench, &["a.txt"]),
        [("a (2).txt".to_owned(), Indexed)]
    );
    assert!(bench.catalogue.document(&id_of("one")).unwrap().is_some());
    assert!(
        bench.catalogue.file("a.txt").unwrap().is_none(),
        "only what is named is taken in"
    );
}

#[test]
fn a_folder_is_taken_in_with_all_that_is_in_it() {
    let bench = real_worker(Bench::resting());
    bench.drop_file("in/a.txt", "one");
    bench.drop_file("in/deep/b.txt", "two");
    bench.drop_file("in/empty.txt", "");
    let expected = [
        ("in/a.txt", Indexed),
        ("in/deep/b.txt", Indexed),
        ("in/empty.txt", Failed),
    ];
    assert_eq!(
        take(&bench, &["watch/in"]),
        expected.map(|(path, state)| (path.to_owned(), state))
    );
}

#[test]
fn a_name_that_leads_nowhere_is_refused() {
    let bench = Bench::resting();
    let named = [bench.temp.path().join("nowhere.txt")];
    let refused = take_in(&bench.settings, bench.parts(), &named, |_, _| {}).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("nowhere.txt cannot be taken in"),
        "{refused}"
    );
}

#[test]
fn an_index_is_rebuilt_from_files_read_anew() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "one");
    bench.drop_file("b.txt", "two");
    bench.finds(&["one", "two"]);
    let bench = real_worker(bench.stop());
    let stored = || bench.catalogue.document(&id_of("one")).unwrap().unwrap();
    let before = stored();
    bench.catalogue.read_anew().unwrap();
    assert_eq!(stored().rules_version, 0);
    assert_eq!(bench.catalogue.being_read().unwrap(), 2);
    bench.index.clear();
    let mut left = Vec::new();
    rebuild(&bench.settings, bench.parts(), |changes| left.push(changes)).unwrap();
    assert_eq!(left.last(), Some(&0));
    assert_eq!(stored().rules_version, before.rules_version);
    assert!(stored().updated_at > before.updated_at);
    assert_eq!(bench.found().len(), 2);
}

#[test]
fn an_index_is_rebuilt_from_the_ledger_where_the_folder_is_gone() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "one");
    bench.finds(&["one"]);
    let bench = bench.stop();
    fs::remove_dir_all(&bench.settings.folder).unwrap();
    bench.index.clear();
    rebuild(&bench.settings, bench.parts(), |_| {}).unwrap();
    assert_eq!(bench.found(), ["one"]);
}

#[test]
fn a_damaged_or_foreign_index_is_set_aside() {
    let bench = Bench::resting();
    let folder = bench.temp.path().join("index");
    let settings = probity_search::Settings::default();
    let open = || open_index(&folder, &settings, &bench.catalogue).unwrap();
    assert_eq!(open().set_aside, None);
    assert_eq!(open().set_aside, None);
    fs::write(folder.join("meta.json"), "{").unwrap();
    assert!(open().set_aside.unwrap().contains("damaged"));
    commit(&open().index, 77);
    assert!(open().set_aside.unwrap().contains("another catalogue"));
    commit(&open().index, *bench.catalogue.sequences().unwrap().end());
    assert_eq!(open().set_aside, None);
    set_aside(&folder).unwrap();
    assert_eq!(open().index.committed_sequence().unwrap(), 0);
}

#[test]
fn an_index_that_may_not_be_written_is_not_set_aside() {
    let bench = Bench::resting();
    let file = bench.temp.path().join("index");
    fs::write(&file, "no folder").unwrap();
    let settings = probity_search::Settings::default();
    let refused = open_index(&file, &settings, &bench.catalogue)
        .err()
        .unwrap();
    assert!(
        matches!(refused, IngestError::Unwritable { .. }),
        "{refused}"
    );
    assert!(file.exists());
}

fn commit(index: &TantivyIndex, sequence: u64) {
    index.writer(0).unwrap().commit(sequence).unwrap();
    assert_eq!(index.committed_sequence().unwrap(), sequence);
}
