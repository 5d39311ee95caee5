//! What people do to files, and what can be found afterwards.

use std::fs::{self, File};
use std::io::Write;
use std::thread;
use std::time::Duration;

use probity_catalogue::FileState::{Duplicate, Failed, Ignored, Indexed, Pending};
use probity_model::Command;

use super::bench::{Bench, eventually, id_of};
use crate::OnDelete;

#[test]
fn what_is_dropped_is_found() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "one");
    bench.drop_file("deep/in/b.txt", "two");
    bench.finds(&["one", "two"]);
    let status = bench.handle.as_ref().unwrap().status();
    assert!(status.watching && status.trouble.is_none() && !status.rebuilding);
    assert!(status.last_indexed_at.is_some());
    assert_eq!(status.rate_per_minute, 2);
}

#[test]
fn what_was_dropped_before_the_start_is_found() {
    let bench = Bench::resting();
    bench.drop_file("a.txt", "one");
    bench.start().finds(&["one"]);
}

#[test]
fn files_written_at_once_into_a_new_folder_are_found() {
    let bench = Bench::running();
    bench.drop_file("first.txt", "first");
    bench.finds(&["first"]);
    for number in 0..20 {
        bench.drop_file(
            &format!("new {number}/deep/a.txt"),
            &format!("text {number}"),
        );
    }
    let mut texts: Vec<String> = (0..20).map(|number| format!("text {number}")).collect();
    texts.push("first".into());
    bench.finds(&texts.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn replaced_content_is_found_and_the_old_is_not() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "one");
    bench.finds(&["one"]);
    bench.drop_file("a.txt", "two");
    bench.finds(&["two"]);
    bench.drop_file("unfinished.part", "three");
    bench.rename("unfinished.part", "a.txt");
    bench.finds(&["three"]);
}

#[test]
fn a_replacement_with_an_older_time_and_the_same_size_is_noticed() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "one");
    bench.finds(&["one"]);
    let modified = fs::metadata(bench.path("a.txt"))
        .unwrap()
        .modified()
        .unwrap();
    bench.drop_file("new.part", "two");
    let file = File::options()
        .write(true)
        .open(bench.path("new.part"))
        .unwrap();
    file.set_modified(modified - Duration::from_secs(3600))
        .unwrap();
    bench.rename("new.part", "a.txt");
    bench.finds(&["two"]);
}

#[test]
fn a_renamed_file_is_not_read_again() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "one");
    bench.drop_file("folder/b.txt", "two");
    bench.finds(&["one", "two"]);
    bench.rename("a.txt", "c.txt");
    bench.rename("folder", "renamed");
    bench.loses("a.txt");
    bench.loses("folder/b.txt");
    bench.comes_to("c.txt", Indexed);
    bench.comes_to("renamed/b.txt", Indexed);
    bench.finds(&["one", "two"]);
    assert_eq!(bench.index.lock().puts, 2);
}

#[test]
fn a_renamed_folder_of_a_thousand_files_is_not_read_again() {
    let bench = Bench::resting();
    let texts: Vec<String> = (1000..2000).map(|number| number.to_string()).collect();
    for text in &texts {
        bench.drop_file(&format!("before/{text}.txt"), text);
    }
    let bench = bench.start();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    bench.finds(&texts);
    let puts = bench.index.lock().puts;
    bench.rename("before", "after");
    let is_moved = || {
        let states = bench.states();
        let is_after = |path: &String| path.starts_with("after/");
        states.len() == 1000
            && states
                .iter()
                .all(|(path, state)| is_after(path) && *state == Indexed)
    };
    eventually(is_moved, || format!("{:?}", bench.catalogue.state_counts()));
    bench.finds(&texts);
    assert_eq!(bench.index.lock().puts, puts);
}

#[test]
fn deleted_files_are_not_found() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "one");
    bench.drop_file("folder/b.txt", "two");
    bench.drop_file("folder/c.txt", "three");
    bench.finds(&["one", "two", "three"]);
    bench.remove("a.txt");
    bench.finds(&["two", "three"]);
    fs::remove_dir_all(bench.path("folder")).unwrap();
    bench.finds(&[]);
    assert_eq!(bench.states(), []);
}

#[test]
fn documents_of_deleted_files_can_be_kept() {
    let bench = Bench::resting()
        .with(|settings| settings.on_delete = OnDelete::Keep)
        .start();
    bench.drop_file("a.txt", "one");
    bench.finds(&["one"]);
    bench.remove("a.txt");
    bench.loses("a.txt");
    bench.finds(&["one"]);
}

#[test]
fn the_same_content_is_one_document() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "one");
    bench.finds(&["one"]);
    for number in 0..10 {
        bench.drop_file(&format!("copy {number}.txt"), "one");
    }
    bench.comes_to("copy 9.txt", Duplicate);
    bench.finds(&["one"]);
    bench.remove("a.txt");
    bench.loses("a.txt");
    bench.comes_to("copy 0.txt", Indexed);
    bench.finds(&["one"]);
    assert_eq!(bench.index.lock().puts, 1);
}

#[test]
fn a_file_that_is_still_written_to_is_not_taken() {
    let bench = Bench::resting()
        .with(|settings| settings.settle = Duration::from_millis(400))
        .start();
    let mut file = File::create(bench.path("a.txt")).unwrap();
    for part in ["one ", "two ", "three ", "four "] {
        file.write_all(part.as_bytes()).unwrap();
        thread::sleep(Duration::from_millis(150));
        assert!(bench.found().is_empty());
    }
    bench.finds(&["one two three four "]);
    assert_eq!(bench.index.lock().puts, 1);
}

#[test]
fn what_is_no_document_is_listed_with_its_reason() {
    let bench = Bench::resting()
        .with(|settings| settings.max_file_size = 10)
        .start();
    bench.drop_file("a.pdf.part", "one");
    bench.drop_file(".hidden/secret.txt", "two");
    bench.drop_file("large.txt", "more than ten bytes");
    bench.comes_to("a.pdf.part", Ignored);
    bench.comes_to("large.txt", Failed);
    assert!(
        bench
            .error("large.txt")
            .contains("19 bytes, and 10 bytes is the most")
    );
    bench.drop_file("large.txt", "small");
    bench.finds(&["small"]);
    bench.drop_file("large.txt", "more than ten bytes");
    bench.finds(&[]);
    assert_eq!(bench.states().len(), 2, "{:?}", bench.states());
}

#[cfg(unix)]
#[test]
fn links_are_followed_within_the_folder_only() {
    use std::os::unix::fs::symlink;
    let bench = Bench::resting();
    bench.drop_file("a.txt", "one");
    fs::write(bench.temp.path().join("outside.txt"), "secret").unwrap();
    symlink(bench.temp.path().join("outside.txt"), bench.path("out.txt")).unwrap();
    symlink(bench.temp.path(), bench.path("up")).unwrap();
    symlink("a.txt", bench.path("in.txt")).unwrap();
    symlink("nothing", bench.path("nowhere.txt")).unwrap();
    let bench = bench.start();
    bench.finds(&["one"]);
    for name in ["out.txt", "up", "nowhere.txt"] {
        bench.comes_to(name, Ignored);
        assert!(bench.error(name).contains("link"), "{name}");
    }
    eventually(
        || bench.states().len() == 5,
        || format!("{:?}", bench.states()),
    );
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_found() {
    use std::os::unix::ffi::OsStrExt;
    let bench = Bench::running();
    let name = std::ffi::OsStr::from_bytes(b"caf\xE9.txt");
    fs::write(bench.settings.folder.join(name), "one").unwrap();
    bench.finds(&["one"]);
    bench.comes_to("caf%E9.txt", Indexed);
}

#[test]
fn names_and_paths_as_long_as_the_system_takes_are_found() {
    let bench = Bench::running();
    let name = format!("{}.txt", "n".repeat(251));
    bench.drop_file(&name, "one");
    bench.finds(&["one"]);
    // Deeper than any path may be that is opened in one go: it is passed over, and holds nobody up.
    let folder = "d".repeat(250);
    let deep = format!("for i in $(seq 1 20); do mkdir {folder} && cd {folder}; done; true");
    let made = std::process::Command::new("sh")
        .args(["-c", &deep])
        .current_dir(&bench.settings.folder)
        .status();
    assert!(made.unwrap().success());
    bench.drop_file("after.txt", "two");
    bench.finds(&["one", "two"]);
}

#[test]
fn times_of_a_clock_that_is_wrong_make_no_difference() {
    let bench = Bench::running();
    let century = Duration::from_secs(100 * 366 * 24 * 60 * 60);
    let times = [
        std::time::SystemTime::now() + century,
        std::time::UNIX_EPOCH,
    ];
    for (name, time) in ["one", "two"].into_iter().zip(times) {
        bench.drop_file(&format!("{name}.txt"), name);
        let file = File::options()
            .write(true)
            .open(bench.path(&format!("{name}.txt")));
        file.unwrap().set_modified(time).unwrap();
    }
    bench.finds(&["one", "two"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_holds_nobody_up() {
    let bench = Bench::running();
    let made = std::process::Command::new("mkfifo")
        .arg(bench.path("pipe.txt"))
        .status()
        .unwrap();
    assert!(made.success());
    bench.drop_file("a.txt", "one");
    bench.finds(&["one"]);
    bench.comes_to("pipe.txt", Ignored);
}

#[test]
fn a_pause_holds_new_files_back() {
    let bench = Bench::running();
    bench.tell(Command::Pause);
    eventually(
        || bench.handle.as_ref().unwrap().status().paused,
        || "not paused".into(),
    );
    bench.drop_file("a.txt", "one");
    bench.comes_to("a.txt", Pending);
    thread::sleep(Duration::from_millis(200));
    assert!(bench.found().is_empty());
    bench.tell(Command::Resume);
    bench.finds(&["one"]);
}

#[test]
fn a_document_is_deleted_with_all_its_files() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "one");
    bench.drop_file("b.txt", "one");
    bench.drop_file("c.txt", "two");
    bench.comes_to("c.txt", Indexed);
    bench.finds(&["one", "two"]);
    bench.tell(Command::Delete(id_of("one")));
    bench.finds(&["two"]);
    assert!(!bench.path("a.txt").exists() && !bench.path("b.txt").exists());
}

#[test]
fn a_correction_is_found() {
    let bench = Bench::running();
    bench.drop_file("a.txt", "one");
    bench.finds(&["one"]);
    let title = Some("right".to_owned());
    let corrections = probity_catalogue::Corrections {
        title,
        ..Default::default()
    };
    bench
        .catalogue
        .correct(&id_of("one"), &corrections)
        .unwrap();
    bench.tell(Command::Reindex(id_of("one")));
    bench.finds(&["right"]);
}
