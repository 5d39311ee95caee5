//! Corrections that stand in a file beside a document's file.

use probity_catalogue::FileState::{Failed, Ignored};

use super::bench::{Bench, eventually, id_of};

const BESIDE: &str = "a.txt.meta.toml";

fn is_titled(bench: &Bench, title: &str) {
    let read = || bench.catalogue.document(&id_of("one")).unwrap();
    let titled = || read().is_some_and(|record| record.document.title == title);
    eventually(titled, || format!("{:?}", read()));
}

#[test]
fn corrections_beside_a_file_come_change_and_go() {
    let bench = Bench::running();
    bench.drop_file(BESIDE, "title = 'First'");
    bench.drop_file("a.txt", "one");
    is_titled(&bench, "First");
    bench.comes_to(BESIDE, Ignored);
    assert!(bench.error(BESIDE).contains("corrections of a.txt"));
    bench.drop_file(BESIDE, "title = 'Second'");
    is_titled(&bench, "Second");
    let record = bench.catalogue.document(&id_of("one")).unwrap().unwrap();
    assert_eq!(record.all_corrections().title.as_deref(), Some("Second"));
    bench.remove(BESIDE);
    bench.loses(BESIDE);
    let record = bench.catalogue.document(&id_of("one")).unwrap().unwrap();
    assert_ne!(record.document.title, "Second");
}

#[test]
fn bad_corrections_say_what_is_wrong_and_harm_nothing() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "one");
    bench.drop_file(BESIDE, "title = 'Good'");
    is_titled(&bench, "Good");
    for (bad, why) in [
        ("title = ", "no TOML (line 1)"),
        ("rating = 'red'", "one of: Outstanding"),
        ("isbn = '1'", "cannot be corrected"),
    ] {
        bench.drop_file(BESIDE, bad);
        bench.comes_to(BESIDE, Failed);
        eventually(|| bench.error(BESIDE).contains(why), || bench.error(BESIDE));
        is_titled(&bench, "Good");
    }
    bench.finds(&["Good"]);
}
