//! What is on the disk when the power fails, as far as the order of system calls shows it: before
//! the index gets a new list of segments, the ledger and the segments have been flushed.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::Server;

/// The calls of the program that change files, one a line, with the paths of open files.
fn traced(root: &Path) -> Option<std::process::Child> {
    let child = Command::new("strace")
        .args(["-f", "-y", "-s", "0", "-e", CALLS, "-o", "trace.log"])
        .arg(env!("CARGO_BIN_EXE_probity"))
        .arg("serve")
        .current_dir(root)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    child.ok()
}

const CALLS: &str =
    "trace=write,pwrite64,writev,pwritev,fsync,fdatasync,rename,renameat,renameat2,ftruncate";

/// What one line of the trace does.
#[derive(Debug, PartialEq, Eq)]
enum Call {
    Write(String),
    Flush(String),
    /// The name that a file gets.
    Name(String),
}

/// The thread of a line, and what it does.
fn read(line: &str) -> Option<(&str, Call)> {
    let (thread, call) = line.split_once(' ')?;
    let (name, arguments) = call.trim_start().split_once('(')?;
    let path = || Some(arguments.split_once('<')?.1.split_once('>')?.0.to_owned());
    let call = match name {
        "write" | "pwrite64" | "writev" | "pwritev" => Call::Write(path()?),
        "fsync" | "fdatasync" => Call::Flush(path()?),
        "rename" | "renameat" | "renameat2" => Call::Name(arguments.rsplit('"').nth(1)?.to_owned()),
        _ => return None,
    };
    Some((thread, call))
}

/// The log of the ledger. Threads that only claim files write to it without flushing: what they say
/// would be found out again.
const LOG: &str = "catalogue.sqlite-wal";

/// Files written and not flushed at each moment when the index gets a new list of segments. The
/// ledger's log counts by what threads wrote that flush it at all.
fn unflushed_at_commits(trace: &str) -> Vec<BTreeSet<String>> {
    let mut unflushed: BTreeSet<(&str, String)> = BTreeSet::new();
    let mut flushers = BTreeSet::new();
    let mut at_commits = Vec::new();
    for (thread, call) in trace.lines().filter_map(read) {
        match call {
            Call::Write(path) if path.contains("/index/search/") || path.ends_with(LOG) => {
                unflushed.insert((thread, path));
            }
            Call::Flush(path) => {
                unflushed.retain(|(_, written)| *written != path);
                if path.ends_with(LOG) {
                    flushers.insert(thread);
                }
            }
            Call::Name(path) if path.ends_with("search/meta.json") => {
                let counts = |(thread, path): &&(&str, String)| {
                    !path.ends_with(".lock") && (!path.ends_with(LOG) || flushers.contains(thread))
                };
                let left = unflushed.iter().filter(counts);
                at_commits.push(left.map(|(_, path)| path.clone()).collect());
            }
            _ => {}
        }
    }
    at_commits
}

#[test]
fn the_trace_is_read_rightly() {
    let rename = "7 rename(\"/x/index/search/.tmp1\", \"/x/index/search/meta.json\") = 0\n";
    let write =
        |thread, path| format!("{thread} pwrite64(4</x/index/{path}>, \"\"..., 9, 0) = 9\n");
    let flush = |thread, path| format!("{thread} fdatasync(4</x/index/{path}>) = 0\n");
    let check = |trace: &[String], left: &[&str]| {
        let left: BTreeSet<String> = left.iter().map(|name| format!("/x/index/{name}")).collect();
        assert_eq!(unflushed_at_commits(&(trace.concat() + rename)), [left]);
    };
    check(&[write(7, "search/a.store")], &["search/a.store"]);
    check(
        &[write(7, "search/a.store"), flush(8, "search/a.store")],
        &[],
    );
    check(&[write(9, LOG)], &[]);
    check(&[write(7, LOG), flush(7, LOG), write(9, LOG)], &[]);
    check(&[write(7, LOG), flush(7, LOG), write(7, LOG)], &[LOG]);
}

#[test]
fn ledger_and_segments_are_flushed_before_the_index_names_them() {
    let place = Server::place("[log]\nlevel = \"error\"\n");
    let root = place.path();
    for number in 0..30 {
        let text = format!("Item {number}\n\nStaff were praised for their work on {number}.\n");
        std::fs::write(root.join(format!("watch/{number}.txt")), text).expect("a file");
    }
    let Some(mut tracer) = traced(root) else {
        println!("skipped: strace is not there");
        return;
    };
    let address = root.join("index/server.address");
    let is_done = || {
        let address = std::fs::read_to_string(&address).unwrap_or_default();
        let status = ureq::get(format!("{address}/api/v1/ingest")).call();
        let status: Option<serde_json::Value> = status
            .ok()
            .and_then(|mut answer| answer.body_mut().read_json().ok());
        status.is_some_and(|status| status["states"]["indexed"] == 30)
    };
    let begun = std::time::Instant::now();
    while !is_done() {
        let is_over = tracer.try_wait().expect("a tracer").is_some();
        assert!(begun.elapsed().as_secs() < 120, "not within two minutes");
        if is_over {
            println!("skipped: strace may not trace here");
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    // The tracer ends with the program.
    for process in crate::support::workers_of(tracer.id()) {
        let ended = Command::new("kill").arg(process.to_string()).status();
        assert!(ended.is_ok());
    }
    tracer.wait().expect("a tracer");
    let trace = std::fs::read_to_string(root.join("trace.log")).expect("a trace");
    let at_commits = unflushed_at_commits(&trace);
    assert!(!at_commits.is_empty(), "documents were committed");
    for left in &at_commits {
        assert_eq!(left, &BTreeSet::new(), "of {} commits", at_commits.len());
    }
}
