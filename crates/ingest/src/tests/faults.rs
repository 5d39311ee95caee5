//! Files that cannot be read, and parts that do not work.

use std::fs;
use std::time::{Duration, Instant};

use probity_catalogue::FileState::{Failed, Indexed, Pending};
use probity_model::Command;

use super::bench::{Bench, eventually};
use crate::IngestError;

#[test]
fn a_bad_file_changes_only_its_own_row() {
    let bench = Bench::running();
    bench.drop_file("refused.txt", "refuse this");
    bench.drop_file("hang.txt", "hang on");
    bench.drop_file("stumble.txt", "stumble");
    bench.drop_file("good.txt", "one");
    for (name, part) in [
        ("refused.txt", "The file is not to our taste."),
        ("hang.txt", "longer than 60 s"),
        ("stumble.txt", "stumbled"),
    ] {
        bench.comes_to(name, Failed);
        assert!(bench.error(name).contains(part), "{}", bench.error(name));
    }
    bench.comes_to("good.txt", Indexed);
    assert_eq!(bench.found(), ["one"]);
    let hang = bench.catalogue.file("hang.txt").unwrap().unwrap();
    assert!(hang.next_attempt.is_some(), "a machine can be busy");
    let refused = bench.catalogue.file("refused.txt").unwrap().unwrap();
    assert!(
        refused.next_attempt.is_none(),
        "it will be no other the next time"
    );
}

#[test]
fn a_young_file_gets_time_to_become_whole() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "half");
    bench.comes_to("a.txt", Pending);
    eventually(|| !bench.error("a.txt").is_empty(), || "not tried".into());
    bench.drop_file("a.txt", "whole");
    bench.finds(&["whole"]);
    assert_eq!(bench.error("a.txt"), "");
}

#[test]
fn an_old_file_that_is_not_whole_has_failed() {
    let bench = Bench::resting()
        .with(|settings| settings.grace = Duration::ZERO)
        .start();
    bench.drop_file("a.txt", "half");
    bench.comes_to("a.txt", Failed);
}

#[test]
fn a_worker_that_died_is_given_the_file_twice_more() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "die");
    bench.comes_to("a.txt", Failed);
    assert_eq!(bench.catalogue.file("a.txt").unwrap().unwrap().attempts, 3);
}

#[test]
fn failed_files_are_tried_again_when_someone_asks() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "refuse");
    bench.comes_to("a.txt", Failed);
    let before = bench.catalogue.file("a.txt").unwrap().unwrap().updated_at;
    bench.tell(Command::Retry {
        path: Some("a".into()),
    });
    let is_new = || {
        let file = bench.catalogue.file("a.txt").unwrap().unwrap();
        file.state == Failed && file.updated_at > before && file.attempts == 1
    };
    eventually(is_new, || format!("{:?}", bench.catalogue.file("a.txt")));
}

#[test]
fn a_commit_that_fails_loses_nothing() {
    let bench = Bench::resting();
    bench.index.lock().failing_commits = 2;
    let bench = bench.start();
    bench.drop_file("a.txt", "one");
    eventually(
        || bench.handle.as_ref().unwrap().status().trouble.is_some(),
        || "no trouble is told of".into(),
    );
    bench.drop_file("b.txt", "two");
    bench.finds(&["one", "two"]);
    eventually(
        || bench.handle.as_ref().unwrap().status().trouble.is_none(),
        || "the trouble is over".into(),
    );
}

#[test]
fn a_commit_that_worked_and_said_otherwise_doubles_nothing() {
    let bench = Bench::resting();
    bench.index.lock().lying_commits = 1;
    let bench = bench.start();
    bench.drop_file("a.txt", "one");
    bench.finds(&["one"]);
}

#[test]
fn a_writer_that_fails_or_panics_is_replaced() {
    let bench = Bench::resting();
    bench.index.lock().failing_puts = 1;
    bench.index.lock().panics = 1;
    let bench = bench.start();
    bench.drop_file("a.txt", "one");
    bench.finds(&["one"]);
}

#[test]
fn a_document_that_cannot_be_indexed_keeps_no_other_from_it() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "one");
    bench.drop_file("b.txt", "unindexable");
    bench.drop_file("c.txt", "two");
    bench.finds(&["one", "two"]);
    bench.comes_to("b.txt", Failed);
    assert!(bench.error("b.txt").contains("cannot be indexed"));
    let trouble = || bench.handle.as_ref().unwrap().status().trouble;
    eventually(|| trouble().is_none(), || format!("{:?}", trouble()));
}

#[test]
fn an_index_that_never_works_keeps_nobody_from_ending() {
    let bench = Bench::resting();
    bench.index.lock().failing_commits = u32::MAX;
    let bench = bench.start();
    for number in 0..100 {
        bench.drop_file(&format!("{number}.txt"), &format!("text {number}"));
    }
    let stored = || bench.catalogue.state_counts().unwrap().extracting;
    eventually(|| stored() == 100, || format!("{} stored", stored()));
    let started = Instant::now();
    let bench = bench.stop();
    assert!(started.elapsed() < Duration::from_secs(5));
    bench.index.lock().failing_commits = 0;
    let bench = bench.start();
    eventually(
        || bench.found().len() == 100,
        || format!("{:?}", bench.found()),
    );
}

#[test]
fn two_never_ingest_into_one_index() {
    let bench = Bench::resting();
    bench.index.lock().is_locked = true;
    assert!(matches!(bench.try_start(), Err(IngestError::Search(_))));
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let bench = Bench::resting();
    fs::write(bench.temp.path().join("file"), "").unwrap();
    let folder = bench.temp.path().join("file/watch");
    let bench = bench.with(|settings| settings.folder = folder);
    let refused = bench.try_start().err().unwrap().to_string();
    assert!(refused.contains("file/watch cannot be used"), "{refused}");
}

#[test]
fn a_folder_that_is_gone_keeps_its_documents() {
    let bench = Bench::resting()
        .with(|settings| settings.rescan = Duration::from_millis(100))
        .start();
    bench.drop_file("a.txt", "one");
    bench.finds(&["one"]);
    let elsewhere = bench.temp.path().join("elsewhere");
    fs::rename(&bench.settings.folder, &elsewhere).unwrap();
    let trouble = || {
        bench
            .handle
            .as_ref()
            .unwrap()
            .status()
            .trouble
            .unwrap_or_default()
    };
    eventually(|| trouble().contains("is not there"), trouble);
    assert_eq!(bench.found(), ["one"]);
    fs::rename(&elsewhere, &bench.settings.folder).unwrap();
    eventually(|| trouble().is_empty(), trouble);
    bench.drop_file("b.txt", "two");
    bench.finds(&["one", "two"]);
}

#[test]
fn an_empty_folder_on_another_disk_keeps_its_documents() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "one");
    bench.finds(&["one"]);
    let bench = bench.stop();
    bench.remove("a.txt");
    bench.catalogue.set_note("watch_device", -7).unwrap();
    let bench = bench.start();
    let trouble = || {
        bench
            .handle
            .as_ref()
            .unwrap()
            .status()
            .trouble
            .unwrap_or_default()
    };
    eventually(|| trouble().contains("another disk"), trouble);
    assert_eq!(bench.found(), ["one"]);
    bench.drop_file("a.txt", "one");
    eventually(|| trouble().is_empty(), trouble);
    bench.finds(&["one"]);
}

#[test]
fn documents_of_a_disk_below_the_folder_stay_when_it_is_gone() {
    let bench = Bench::running();
    bench.drop_file("disk/a.txt", "one");
    bench.drop_file("b.txt", "two");
    bench.finds(&["one", "two"]);
    bench.catalogue.set_note("mount disk", -7).unwrap();
    // Both go while we watch; only one was deleted.
    bench.remove("disk/a.txt");
    bench.remove("b.txt");
    bench.finds(&["one"]);
    let notices = |bench: &Bench| {
        let status = bench.handle.as_ref().unwrap().status();
        status.notices.join(" ")
    };
    eventually(|| notices(&bench).contains("at disk"), || notices(&bench));
    // It makes no difference when the server starts without the disk.
    let bench = bench.stop().start();
    eventually(|| notices(&bench).contains("at disk"), || notices(&bench));
    assert_eq!(bench.found(), ["one"]);
    bench.drop_file("disk/a.txt", "one");
    eventually(|| notices(&bench).is_empty(), || notices(&bench));
    bench.finds(&["one"]);
    bench.remove("disk/a.txt");
    bench.finds(&[]);
}
