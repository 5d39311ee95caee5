//! In which order files are taken, and who waits for whom.

use std::time::Duration;

use probity_catalogue::FileState::{Extracting, Pending};
use probity_model::Command;

use super::bench::{Bench, eventually};

#[test]
fn the_newest_is_read_first() {
    let bench = Bench::resting()
        .with(|settings| settings.workers = 1)
        .start();
    bench.tell(Command::Pause);
    let is_paused = || bench.handle.as_ref().unwrap().status().paused;
    eventually(is_paused, || "not paused".into());
    for name in ["first", "second", "third"] {
        bench.drop_file(&format!("{name}.txt"), name);
        bench.comes_to(&format!("{name}.txt"), Pending);
        std::thread::sleep(bench.settings.settle * 2);
    }
    bench.tell(Command::Resume);
    bench.finds(&["first", "second", "third"]);
    let changes = bench.catalogue.changes_after(0, 10).unwrap();
    let order: Vec<String> = changes
        .into_iter()
        .filter_map(|change| Some(change.document?.title))
        .collect();
    assert_eq!(order, ["third", "second", "first"]);
}

#[test]
fn a_long_document_holds_no_short_one_up() {
    let bench = Bench::resting()
        .with(|settings| settings.workers = 1)
        .start();
    bench.drop_file("long.txt", "stuck");
    bench.comes_to("long.txt", Extracting);
    let texts: Vec<String> = (10..60).map(|number| format!("text {number}")).collect();
    for text in &texts {
        bench.drop_file(&format!("{text}.txt"), text);
    }
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    // They are found while the long one is being read, so nobody waited for it to commit either.
    eventually(
        || bench.found() == texts,
        || format!("found {:?}", bench.found()),
    );
    assert_eq!(
        bench.catalogue.file("long.txt").unwrap().unwrap().state,
        Extracting
    );
    bench.drop_file("long.txt", "free");
    bench.finds(&[&["free"], texts.as_slice()].concat());
}

#[test]
fn what_is_read_is_found_within_the_interval_while_more_arrives() {
    let bench = Bench::resting()
        .with(|settings| settings.commit_interval = Duration::from_millis(50))
        .start();
    bench.drop_file("long.txt", "stuck");
    bench.comes_to("long.txt", Extracting);
    for text in ["one", "two"] {
        bench.drop_file(&format!("{text}.txt"), text);
        eventually(
            || bench.found().iter().any(|found| found == text),
            || format!("{text} is not found"),
        );
        assert_eq!(
            bench.catalogue.file("long.txt").unwrap().unwrap().state,
            Extracting
        );
    }
    bench.drop_file("long.txt", "free");
    bench.finds(&["free", "one", "two"]);
}
