//! One script of what people do to files, played with events and by looking again and again: each
//! scene ends with the same documents found and the same rows.

use std::fs::{self, File};
use std::io::Write;
use std::time::Duration;

use probity_catalogue::FileState::{self, Duplicate, Failed, Ignored, Indexed};

use super::bench::{Bench, eventually};
use crate::ingest::Staff;
use crate::watcher;

/// What happens, what can be found afterwards, and the rows there are then. The states of files of
/// one content are told together: which of them stands for the document is of no matter.
struct Scene {
    happens: fn(&Bench),
    found: &'static [&'static str],
    rows: &'static [(&'static str, FileState)],
}

const SCENES: &[Scene] = &[
    Scene {
        happens: |bench| bench.drop_file("a.txt", "one"),
        found: &["one"],
        rows: &[("a.txt", Indexed)],
    },
    // Written in place, bit by bit.
    Scene {
        happens: |bench| {
            let mut file = File::create(bench.path("slow.txt")).unwrap();
            for part in ["half ", "and ", "half"] {
                file.write_all(part.as_bytes()).unwrap();
                std::thread::sleep(Duration::from_millis(20));
            }
            file.set_len(0).unwrap();
            fs::write(bench.path("slow.txt"), "two").unwrap();
        },
        found: &["one", "two"],
        rows: &[("a.txt", Indexed), ("slow.txt", Indexed)],
    },
    // Written under another name, and moved over the one before.
    Scene {
        happens: |bench| {
            bench.drop_file("a.txt.part", "three");
            bench.rename("a.txt.part", "a.txt");
        },
        found: &["three", "two"],
        rows: &[("a.txt", Indexed), ("slow.txt", Indexed)],
    },
    // Moved out, and in.
    Scene {
        happens: |bench| {
            fs::rename(bench.path("slow.txt"), bench.temp.path().join("out.txt")).unwrap();
            fs::write(bench.temp.path().join("new.txt"), "four").unwrap();
            fs::rename(bench.temp.path().join("new.txt"), bench.path("in.txt")).unwrap();
        },
        found: &["four", "three"],
        rows: &[("a.txt", Indexed), ("in.txt", Indexed)],
    },
    // A folder moved in, renamed, and one of its files moved out of it.
    Scene {
        happens: |bench| {
            let outside = bench.temp.path().join("folder");
            fs::create_dir_all(outside.join("deep")).unwrap();
            fs::write(outside.join("deep/b.txt"), "five").unwrap();
            fs::write(outside.join("c.txt"), "six").unwrap();
            fs::rename(outside, bench.path("folder")).unwrap();
            bench.finds(&["five", "four", "six", "three"]);
            bench.rename("folder", "renamed");
            bench.rename("renamed/deep/b.txt", "b.txt");
        },
        found: &["five", "four", "six", "three"],
        rows: &[
            ("a.txt", Indexed),
            ("b.txt", Indexed),
            ("in.txt", Indexed),
            ("renamed/c.txt", Indexed),
        ],
    },
    // The same content under other names, one a hard link; a bad file; one that is no document.
    Scene {
        happens: |bench| {
            bench.drop_file("z.txt", "three");
            fs::hard_link(bench.path("a.txt"), bench.path("y.txt")).unwrap();
            bench.drop_file("bad.txt", "refuse");
            bench.drop_file("x.crdownload", "seven");
        },
        found: &["five", "four", "six", "three"],
        rows: &[
            ("a.txt", Indexed),
            ("b.txt", Indexed),
            ("bad.txt", Failed),
            ("in.txt", Indexed),
            ("renamed/c.txt", Indexed),
            ("x.crdownload", Ignored),
            ("y.txt", Indexed),
            ("z.txt", Indexed),
        ],
    },
    // What failed becomes good, what was good goes, and the last of three takes its place.
    Scene {
        happens: |bench| {
            bench.drop_file("bad.txt", "eight");
            bench.remove("a.txt");
            bench.remove("y.txt");
            fs::remove_dir_all(bench.path("renamed")).unwrap();
            bench.rename("x.crdownload", "x.txt");
        },
        found: &["eight", "five", "four", "seven", "three"],
        rows: &[
            ("b.txt", Indexed),
            ("bad.txt", Indexed),
            ("in.txt", Indexed),
            ("x.txt", Indexed),
            ("z.txt", Indexed),
        ],
    },
    // Two files change places.
    Scene {
        happens: |bench| {
            bench.rename("b.txt", "aside.txt");
            bench.rename("in.txt", "b.txt");
            bench.rename("aside.txt", "in.txt");
        },
        found: &["eight", "five", "four", "seven", "three"],
        rows: &[
            ("b.txt", Indexed),
            ("bad.txt", Indexed),
            ("in.txt", Indexed),
            ("x.txt", Indexed),
            ("z.txt", Indexed),
        ],
    },
];

fn play(bench: &Bench) {
    for scene in SCENES {
        (scene.happens)(bench);
        let rows = || -> Vec<(String, FileState)> {
            let stands = |state| if state == Duplicate { Indexed } else { state };
            let rows = bench.states().into_iter();
            rows.map(|(path, state)| (path, stands(state))).collect()
        };
        let expected: Vec<_> = scene
            .rows
            .iter()
            .map(|(path, state)| ((*path).to_owned(), *state))
            .collect();
        eventually(
            || rows() == expected,
            || format!("{:?} for {expected:?}", rows()),
        );
        bench.finds(scene.found);
    }
}

#[test]
fn with_events() {
    play(&Bench::running());
}

#[test]
fn by_looking_again_and_again() {
    let poll = Some(Duration::from_millis(40));
    play(
        &Bench::resting()
            .with(|settings| settings.poll = poll)
            .start(),
    );
}

#[test]
fn with_events_of_which_none_arrives() {
    let deaf = Staff {
        watch: |_, _| {
            watcher::watch(
                &std::env::temp_dir().join("probity-no-such-folder"),
                &std::sync::Arc::default(),
            )
        },
        ..super::bench::staff()
    };
    let bench = Bench::resting()
        .with(|settings| settings.rescan = Duration::from_millis(40))
        .start_with(&deaf);
    play(&bench);
    let notices = bench.handle.as_ref().unwrap().status().notices;
    assert!(notices[0].contains("events cannot be had"), "{notices:?}");
}
