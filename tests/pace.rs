//! How fast files become searchable, and whether a long life wears the server out. Run by hand, in
//! release, on a machine that does nothing else:
//! `cargo test --release -p probity --test e2e pace -- --ignored --nocapture --test-threads 1`.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Server, workers_of};

fn article(number: u64) -> String {
    format!(
        "Probation office {number} praised\n\nInspectors said that staff of item{number}x had helped \
         people on probation to find a home and a job, and that {} cases were well managed.\n\nThe \
         second paragraph says what the region makes of it, and the third is left out.\n",
        number % 97
    )
}

fn drop_article(server: &Server, number: u64) {
    server.drop_bytes(&format!("{}/{number}.txt", number % 50), article(number));
}

/// A figure of a process, in kilobytes, of `/proc/…/status`.
fn memory(process: u32, figure: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(figure));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn handles(process: u32) -> usize {
    std::fs::read_dir(format!("/proc/{process}/fd")).map_or(0, Iterator::count)
}

fn megabytes(kilobytes: u64) -> u64 {
    kilobytes / 1024
}

#[test]
#[ignore = "measures: drops a file a second for a minute"]
fn a_dropped_file_is_searchable_soon_after_it_settled() {
    let server = Server::start();
    drop_article(&server, 0);
    server.settle(1);
    let mut waits: Vec<Duration> = Vec::new();
    for number in 1..=60 {
        let begun = Instant::now();
        drop_article(&server, number);
        let dropped = Instant::now();
        let path = format!("/api/v1/search?q=item{number}x&facets=");
        server.wait_until("it is searchable", || server.json(&path)["total"] == 1);
        waits.push(dropped.elapsed());
        std::thread::sleep(Duration::from_secs(1).saturating_sub(begun.elapsed()));
    }
    waits.sort();
    // The tests' settle time is 100 ms, a quarter of it after a writer closed its file. Looking
    // takes up to 20 ms more.
    let [p50, p99] = [waits[waits.len() / 2], waits[waits.len() - 1]];
    println!(
        "from close to searchable, 25 ms of settling within: p50 {p50:?}, p99 (of 60: most) {p99:?}"
    );
}

#[test]
#[ignore = "measures: takes in 10,000 files"]
fn ten_thousand_articles_are_taken_in() {
    let place = Server::place("[log]\nlevel = \"warn\"\n");
    for number in 0..10_000 {
        let name = place
            .path()
            .join(format!("watch/{}/{number}.txt", number % 50));
        std::fs::create_dir_all(name.parent().expect("a folder")).expect("a folder");
        std::fs::write(name, article(number)).expect("a file");
    }
    let begun = Instant::now();
    let server = Server::start_in(place);
    let mut workers = 0;
    loop {
        let status = server.json("/api/v1/ingest");
        let each = workers_of(server.process()).into_iter();
        workers = workers.max(
            each.map(|worker| memory(worker, "VmRSS:"))
                .max()
                .unwrap_or(0),
        );
        if status["states"]["indexed"] == 10_000 {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(900), "{status}");
        std::thread::sleep(Duration::from_millis(200));
    }
    println!(
        "10,000 articles: {:.1} s; server at most {} MB, a worker {} MB; {} handles",
        begun.elapsed().as_secs_f64(),
        megabytes(memory(server.process(), "VmHWM:")),
        megabytes(workers),
        handles(server.process())
    );
}

/// Hours of the day that is played; each is so many rounds of drops, changes and deletions.
const HOURS: u64 = 24;
const ROUNDS: u64 = 60;

/// Each heap of the C library keeps its peak: by default there are eight for each processor.
#[test]
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn a_server_keeps_few_heaps() {
    let server = Server::start();
    let own = std::fs::read(format!("/proc/{}/environ", server.process())).expect("an environment");
    let variables = String::from_utf8_lossy(&own);
    let heaps = variables
        .split('\0')
        .find_map(|variable| variable.strip_prefix("MALLOC_ARENA_MAX="));
    let processors = std::thread::available_parallelism().expect("processors");
    assert_eq!(heaps, Some(processors.get().max(2).to_string().as_str()));
}

#[test]
#[ignore = "measures: plays a day of load within minutes"]
fn a_day_of_load_wears_nothing_out() {
    let server = Server::start_with("[log]\nlevel = \"warn\"\n");
    let mut number = 0;
    for hour in 1..=HOURS {
        for _ in 0..ROUNDS {
            for _ in 0..4 {
                drop_article(&server, number);
                number += 1;
            }
            // As many go, and some change: the folder is as full at the end as after the first hours.
            for gone in number.saturating_sub(404)..number.saturating_sub(400) {
                let name = server.watched(&format!("{}/{gone}.txt", gone % 50));
                let _ = std::fs::remove_file(name);
            }
            if let Some(changed) = number.checked_sub(200) {
                let name = format!("{}/{changed}.txt", changed % 50);
                server.drop_bytes(&name, article(changed + 1_000_000));
            }
            server.json("/api/v1/search?q=inspectors+probation");
            std::thread::sleep(Duration::from_millis(60));
        }
        let status = server.json("/api/v1/ingest");
        let segments = figure(&server.get("/metrics").text(), "probity_index_segments");
        println!(
            "hour {hour:2}: {} MB, {} handles, {segments} segments, {} files, {} waiting",
            megabytes(memory(server.process(), "VmRSS:")),
            handles(server.process()),
            status["states"]["indexed"],
            status["queued"]
        );
    }
    // The last files to go are believed to be gone after they had time to come back.
    server.wait_until("there are as many documents as files for them", || {
        let status = server.json("/api/v1/ingest");
        let files: &Value = &status["states"]["indexed"];
        status["queued"] == 0 && server.json("/api/v1/search?q=")["total"] == *files
    });
}

/// A figure without labels from the text that `/metrics` gives.
fn figure(text: &str, name: &str) -> String {
    let line = text
        .lines()
        .find(|line| line.starts_with(&format!("{name} ")));
    line.and_then(|line| line.split_whitespace().nth(1))
        .unwrap_or("?")
        .to_owned()
}
