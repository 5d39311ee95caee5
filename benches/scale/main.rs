//! What a thousand times today's documents do to indexing and search, beside SQLite FTS5 and the bare
//! search library in the same run. Questions are timed when they are asked for the first time, and when their
//! hits and counts are kept from before; the references keep nothing.
//!
//! `cargo bench --bench scale` makes a small index; `cargo bench --bench scale -- 1000 10000 50000` those
//! of so many documents, one after the other, and tells how the times grow. `--only-ours` leaves the
//! references out, `--no-fts5` the one that is slow with many documents.

#![allow(clippy::print_stdout, reason = "figures are what a benchmark is for")]

mod fts5;
mod generator;
mod language;
mod measure;
mod questions;
mod random;
mod raw;

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use probity_model::Document;
use probity_search::{Engine, Settings, TantivyIndex, Writer};

use generator::Generator;
use measure::{Latencies, memory, size};
use questions::{Question, keystrokes, questions};
use raw::Raw;

/// Documents where no size is given.
const SMALL: u64 = 300;
/// Documents made at a time; making them is not timed.
const BATCH: u64 = 250;
/// Bytes that a writer may collect entries in.
const WRITER_MEMORY: usize = 128 << 20;
/// Clients that ask at once.
const CLIENTS: usize = 8;
/// Rounds over the log of questions.
const ROUNDS: usize = 3;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut sizes: Vec<u64> = arguments
        .iter()
        .filter_map(|text| text.parse().ok())
        .collect();
    if sizes.is_empty() {
        sizes.push(SMALL);
    }
    let is_given = |option: &str| arguments.iter().any(|text| text == option);
    let beside = Beside {
        raw: !is_given("--only-ours"),
        fts5: !is_given("--only-ours") && !is_given("--no-fts5"),
    };
    let generator = Generator::new();
    let log = questions(generator.language());
    let mut before: Option<(u64, Medians)> = None;
    for size in sizes {
        println!("\n{size} documents");
        let p50 = at_size(&generator, &log, size, beside);
        if let Some((smaller, other)) = before {
            println!(
                "growth of p50 from {smaller} to {size} documents: asked for the first time {:.2} times, \
                 asked again {:.2} times",
                p50.first / other.first,
                p50.again / other.again
            );
        }
        before = Some((size, p50));
    }
}

/// The references to run.
#[derive(Clone, Copy)]
struct Beside {
    raw: bool,
    fts5: bool,
}

/// Median times of the whole log.
struct Medians {
    /// Of questions that were not asked before.
    first: f64,
    /// Of questions whose hits and counts are kept from before.
    again: f64,
}

/// Prints all figures of one size; gives our medians.
fn at_size(generator: &Generator, log: &[Question], count: u64, beside: Beside) -> Medians {
    let folder = tempfile::tempdir().expect("a folder");
    let [ours, raw, fts5] = ["ours", "raw", "fts5"].map(|name| folder.path().join(name));
    let amount = fill_ours(generator, count, &ours);
    let index = opened(&ours);
    let first = first_asked(&ours, &log.iter().collect::<Vec<_>>());
    println!("ours, whole log, first asked: {}", first.shown());
    let all = Latencies::of(1, ROUNDS, log, |_, question| ask(&index, question));
    println!("ours, whole log, asked again: {}", all.shown());
    let many = Latencies::of(CLIENTS, 1, log, |_, question| ask(&index, question));
    let many = many.shown();
    println!("ours, whole log, asked again by {CLIENTS} clients: {many}");
    println!("memory after searching: {}", memory());
    let typed = keystrokes();
    let suggested = Latencies::of(1, ROUNDS, &typed, |_, typed| suggest(&index, typed));
    println!("ours, suggestions for a keystroke: {}", suggested.shown());
    let plain: Vec<&Question> = log.iter().filter(|question| question.is_plain()).collect();
    let plain_times = PlainTimes {
        first: first_asked(&ours, &plain),
        again: Latencies::of(1, ROUNDS, &plain, |_, question| ask(&index, question)),
    };
    let PlainTimes { first: once, again } = &plain_times;
    println!("ours, plain questions, first asked: {}", once.shown());
    println!("ours, plain questions, asked again: {}", again.shown());
    if beside.raw {
        std::fs::create_dir_all(&raw).expect("a folder");
        beside_raw(generator, count, &raw, &amount, &plain, &plain_times);
    }
    if beside.fts5 {
        std::fs::create_dir_all(&fts5).expect("a folder");
        beside_fts5(generator, count, &fts5, &amount, &plain, &plain_times);
    }
    Medians {
        first: first.percentile(50),
        again: all.percentile(50),
    }
}

/// Our times for the questions that the references are asked, too.
struct PlainTimes {
    first: Latencies,
    again: Latencies,
}

/// How long questions take that were not asked before.
fn first_asked(folder: &Path, questions: &[&Question]) -> Latencies {
    let open = || TantivyIndex::open(folder, &Settings::default()).expect("the index");
    let key = |question: &&Question| question.request();
    Latencies::of_first(ROUNDS, questions, open, key, |index, question| {
        ask(index, question);
    })
}

/// How much was indexed, and how fast.
struct Amount {
    passages: u64,
    bytes: u64,
    took: Duration,
}

impl Amount {
    fn rate(&self, took: Duration) -> f64 {
        self.passages as f64 / took.as_secs_f64()
    }
}

fn batches(generator: &Generator, count: u64) -> impl Iterator<Item = Vec<Document>> {
    let starts = (0..count).step_by(BATCH as usize);
    starts.map(move |start| {
        let numbers = start..count.min(start + BATCH);
        numbers.map(|number| generator.document(number)).collect()
    })
}

fn fill_ours(generator: &Generator, count: u64, folder: &Path) -> Amount {
    let index = TantivyIndex::open(folder, &Settings::default()).expect("an index");
    let mut writer = index.writer(WRITER_MEMORY).expect("a writer");
    let mut amount = Amount {
        passages: 0,
        bytes: 0,
        took: Duration::ZERO,
    };
    for documents in batches(generator, count) {
        let passages = documents.iter().flat_map(|document| &document.passages);
        for passage in passages {
            amount.passages += 1;
            amount.bytes += passage.text.len() as u64;
        }
        let begun = Instant::now();
        for document in &documents {
            writer.put(document).expect("a document can be put");
        }
        amount.took += begun.elapsed();
    }
    let begun = Instant::now();
    writer.commit(1).expect("a commit");
    drop(writer);
    amount.took += begun.elapsed();
    println!(
        "ours: {:.0} passages and {:.2} MB of text a second, {:.2} index bytes a text byte ({} passages)",
        amount.rate(amount.took),
        amount.bytes as f64 / 1e6 / amount.took.as_secs_f64(),
        size(folder) as f64 / amount.bytes as f64,
        amount.passages,
    );
    amount
}

fn opened(folder: &Path) -> TantivyIndex {
    let begun = Instant::now();
    let index = TantivyIndex::open(folder, &Settings::default()).expect("the index");
    let opened = begun.elapsed();
    let stats = index.stats().expect("its size");
    let milliseconds = opened.as_secs_f64() * 1e3;
    let segments = stats.segments;
    println!("ours: opened in {milliseconds:.1} ms, {segments} segments");
    let begun = Instant::now();
    suggest(&index, "a");
    let first = begun.elapsed().as_secs_f64() * 1e3;
    println!("ours: first suggestions {first:.1} ms after opening");
    println!("memory after opening: {}", memory());
    index
}

fn suggest(index: &TantivyIndex, typed: &str) {
    black_box(index.suggest(typed, 10)).expect("suggestions");
}

fn ask(index: &TantivyIndex, question: &Question) {
    black_box(index.search(&question.request())).expect("an answer");
}

fn beside_raw(
    generator: &Generator,
    count: u64,
    folder: &Path,
    amount: &Amount,
    plain: &[&Question],
    ours: &PlainTimes,
) {
    let mut raw = Raw::new(folder, WRITER_MEMORY);
    batches(generator, count).for_each(|documents| raw.put(&documents));
    raw.finish();
    let searcher = raw.searcher();
    let times = Latencies::of(1, ROUNDS, plain, |_, question| {
        black_box(raw.ask(&searcher, &question.words)).expect("an answer");
    });
    println!(
        "bare library: {:.0} passages a second, {:.2} index bytes a text byte",
        amount.rate(raw.took),
        size(folder) as f64 / amount.bytes as f64,
    );
    println!("bare library, plain questions: {}", times.shown());
    println!(
        "ours / bare library: indexing {:.2} times the time; first asked {}; asked again {}",
        amount.took.as_secs_f64() / raw.took.as_secs_f64(),
        ratios(&ours.first, &times),
        ratios(&ours.again, &times),
    );
}

fn beside_fts5(
    generator: &Generator,
    count: u64,
    folder: &Path,
    amount: &Amount,
    plain: &[&Question],
    ours: &PlainTimes,
) {
    let file = folder.join("passages.sqlite");
    let mut filling = fts5::Filling::new(&file);
    batches(generator, count).for_each(|documents| filling.put(&documents));
    let took = filling.took;
    drop(filling);
    let connection = std::sync::Mutex::new(fts5::open(&file));
    let times = Latencies::of(1, 1, plain, |_, question| {
        let connection = connection.lock().expect("one client");
        black_box(fts5::ask(&connection, &question.words)).expect("an answer");
    });
    println!(
        "SQLite FTS5: {:.0} passages a second, {:.2} index bytes a text byte",
        amount.rate(took),
        size(folder) as f64 / amount.bytes as f64,
    );
    println!("SQLite FTS5, plain questions: {}", times.shown());
    println!(
        "SQLite FTS5 / ours: indexing {:.2} times the time; first asked {}; asked again {}",
        took.as_secs_f64() / amount.took.as_secs_f64(),
        ratios(&times, &ours.first),
        ratios(&times, &ours.again),
    );
}

fn ratios(one: &Latencies, other: &Latencies) -> String {
    let ratio = |percent| one.percentile(percent) / other.percentile(percent);
    let [p50, p95, p99] = [50, 95, 99].map(ratio);
    format!("{p50:.1} times at p50, {p95:.1} at p95, {p99:.1} at p99")
}
