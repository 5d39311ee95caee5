//! Real worker processes: good ones, and the worst.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use probity_extract::{Limits, WorkerResponse, write_frame};

use crate::Settings;
use crate::watchdog::Watchdog;
use crate::worker::{Found, RECYCLE, Reader, Source, Unread, Worker};

/// The worker program that is built beside these tests.
pub(super) fn worker_program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let profile = tests.parent().and_then(std::path::Path::parent).unwrap();
    profile
        .join("examples")
        .join(format!("worker{}", std::env::consts::EXE_SUFFIX))
}

/// A worker that runs this script instead of the program.
fn script(script: &str) -> Worker {
    worker("sh".into(), &["-c", script], Duration::from_secs(3))
}

/// A worker that runs the program. A machine that is busy may take long to start it.
fn program() -> Worker {
    worker(worker_program(), &[], Duration::from_secs(60))
}

fn worker(command: PathBuf, args: &[&str], timeout: Duration) -> Worker {
    let args = args.iter().map(Into::into).collect();
    let settings = Settings {
        timeout,
        ..Settings::new("watch".into(), command, args)
    };
    Worker::new(Arc::new(settings), Arc::new(Watchdog::start().unwrap()))
}

fn write(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

#[test]
fn a_worker_reads_one_document_after_the_other_rested_or_not() {
    let mut worker = program();
    for text in ["one", "two", "three"] {
        let found = worker.read(&Source::file(write(text).path())).unwrap();
        let Found::Document(reading) = found else {
            panic!("no document")
        };
        assert_eq!(reading.extracted.pages[0].blocks[0].text, text);
        assert!(reading.understood.is_some());
        if text == "two" {
            worker.rest();
        }
    }
    let refused = worker.read(&Source::file(write("").path())).unwrap_err();
    assert!(matches!(
        refused,
        Unread::Refused {
            may_be_incomplete: true,
            unopened: false,
            ..
        }
    ));
}

#[test]
fn a_worker_that_hangs_is_killed_with_its_children() {
    let marker = format!("{}.{}", 7_000_000 + std::process::id(), 25);
    let mut worker = script(&format!("sleep {marker} & sleep {marker}"));
    let started = Instant::now();
    let unread = worker.read(&Source::file(write("one").path())).unwrap_err();
    assert!(matches!(unread, Unread::TimedOut), "{unread:?}");
    assert!(started.elapsed() < Duration::from_secs(20));
    let left = std::process::Command::new("pgrep")
        .args(["-f", &format!("sleep {marker}")])
        .output();
    if let Ok(left) = left {
        assert!(left.stdout.is_empty(), "a child outlived its worker");
    }
}

#[test]
fn a_worker_that_dies_tells_how() {
    for (how, part) in [
        ("kill -9 $$", "signal: 9"),
        ("kill -24 $$", "processor time"),
        ("exit 3", "exit status: 3"),
        (
            "echo 'memory allocation of 99 bytes failed' >&2; kill -6 $$",
            "more memory than extract.memory allows",
        ),
        (
            "echo \"thread 'main' has overflowed its stack\" >&2; kill -6 $$",
            "nested too deeply",
        ),
    ] {
        let unread = script(how)
            .read(&Source::file(write("one").path()))
            .unwrap_err();
        assert!(
            matches!(&unread, Unread::Died(how) if how.contains(part)),
            "{unread:?}"
        );
    }
}

#[test]
fn a_worker_that_talks_nonsense_is_stopped() {
    let unread = script("echo good morning; sleep 60")
        .read(&Source::file(write("one").path()))
        .unwrap_err();
    assert!(
        matches!(&unread, Unread::Died(how) if how.contains("something else")),
        "{unread:?}"
    );
}

#[test]
fn a_worker_that_speaks_out_of_turn_is_stopped() {
    let mut frame = Vec::new();
    write_frame(&mut frame, &WorkerResponse::Recognising).unwrap();
    let said = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(said.path(), frame).unwrap();
    let once_or_twice = |times: usize| {
        let words = format!("{} ", said.path().display()).repeat(times);
        let mut worker = script(&format!("cat {words}; sleep 1"));
        let unread = worker.read(&Source::file(write("one").path())).unwrap_err();
        assert_eq!(worker.process_for_test(), None, "{unread:?}");
        unread
    };
    let unread = once_or_twice(2);
    assert!(
        matches!(&unread, Unread::Died(how) if how.contains("something else")),
        "{unread:?}"
    );
    let unread = once_or_twice(1);
    assert!(
        matches!(&unread, Unread::Died(how) if how.contains("exit status: 0")),
        "{unread:?}"
    );
}

#[test]
fn a_worker_that_died_while_it_waited_costs_no_document() {
    let mut worker = program();
    worker.read(&Source::file(write("one").path())).unwrap();
    worker.kill_for_test();
    assert!(worker.read(&Source::file(write("two").path())).is_ok());
}

#[test]
fn a_program_that_is_not_there_is_named() {
    let unread = worker("no such program".into(), &[], Duration::from_secs(3))
        .read(&Source::file(write("one").path()))
        .unwrap_err();
    assert!(matches!(unread, Unread::NoWorker(_)), "{unread:?}");
}

#[test]
fn a_document_that_needs_more_memory_than_a_worker_has_says_so() {
    let memory = (768_u64 << 20).to_string();
    let mut worker = worker(worker_program(), &[&memory], Duration::from_secs(120));
    let page = write(&format!("<html><p>{}", "<i>x</i>".repeat(4_000_000)));
    let unread = worker.read(&Source::file(page.path())).unwrap_err();
    assert!(
        matches!(&unread, Unread::Died(how) if how.contains("more memory")),
        "{unread:?}"
    );
    assert!(worker.read(&Source::file(write("one").path())).is_ok());
}

#[test]
#[cfg(target_os = "linux")]
fn a_document_that_takes_too_much_processor_time_ends_its_reader() {
    let settings = Settings {
        timeout: Duration::from_secs(120),
        limits: Limits {
            processor: Some(Duration::ZERO),
            ..Limits::default()
        },
        ..Settings::new("watch".into(), worker_program(), Vec::new())
    };
    let mut worker = Worker::new(Arc::new(settings), Arc::new(Watchdog::start().unwrap()));
    // The system counts whole seconds: a second or two are left, and this takes many.
    let page = write(&format!("<html><p>{}", "<i>x</i> ".repeat(3_000_000)));
    let unread = worker.read(&Source::file(page.path())).unwrap_err();
    assert!(
        matches!(&unread, Unread::Died(how) if how.contains("processor time")),
        "{unread:?}"
    );
    assert!(worker.read(&Source::file(write("one").path())).is_ok());
}

#[test]
fn a_worker_is_replaced_after_so_many_documents() {
    let mut worker = program();
    let mut processes = Vec::new();
    let file = write("one");
    for _ in 0..=RECYCLE {
        worker.read(&Source::file(file.path())).unwrap();
        processes.extend(worker.process_for_test());
    }
    processes.dedup();
    assert_eq!(processes.len(), 2, "{processes:?}");
}
