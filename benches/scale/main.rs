//! What a thousand times today's documents do to indexing and search, beside SQLite FTS5 and the bare
//! search library in the same run. Questions are timed when they are asked for the first time, and when their
//! hits and counts are kept from before; the references keep nothing.
//!
//! `cargo bench --bench scale` makes a small index; `cargo bench --bench scale -- 1000 10000 50000` those
//! of so many documents, one after the other, and tells how the times grow. `--only-ours` leaves the
//! references out, `--no-fts5` the one that is slow with many documents. `--keep=FOLDER` leaves the indexes
//! in a folder, and takes those that are there already, with the figures of their making.

#![allow(clippy::print_stdout, reason = "figures are what a benchmark is for")]

mod fts5;
mod generator;
mod language;
mod made;
mod measure;
mod questions;
mod random;
mod raw;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use probity_model::Document;
use probity_search::{Engine, Settings, TantivyIndex, Writer};

use generator::Generator;
use made::{Amount, Place};
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
    let kept = arguments
        .iter()
        .find_map(|text| text.strip_prefix("--keep="));
    let kept = kept.map(PathBuf::from);
    let beside = Beside {
        raw: !is_given("--only-ours"),
        fts5: !is_given("--only-ours") && !is_given("--no-fts5"),
    };
    let generator = Generator::new();
    let log = questions(generator.language());
    let mut before: Option<(u64, Medians)> = None;
    for size in sizes {
        println!("\n{size} documents");
        let place = Place::new(kept.as_deref(), size);
        let made = Made {
            generator: &generator,
            count: size,
            place: &place,
        };
        let p50 = at_size(&made, &log, beside);
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

/// Indexes of one size.
struct Made<'m> {
    generator: &'m Generator,
    count: u64,
    place: &'m Place,
}

/// Median times of the whole log.
struct Medians {
    /// Of questions that were not asked before.
    first: f64,
    /// Of questions whose hits and counts are kept from before.
    again: f64,
}

/// Prints all figures of one size; gives our medians.
fn at_size(made: &Made<'_>, log: &[Question], beside: Beside) -> Medians {
    let (ours, amount) = made.ours();
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
        beside_raw(made, &amount, &plain, &plain_times);
    }
    if beside.fts5 {
        beside_fts5(made, &amount, &plain, &plain_times);
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

impl Made<'_> {
    fn batches(&self) -> impl Iterator<Item = Vec<Document>> {
        let starts = (0..self.count).step_by(BATCH as usize);
        starts.map(|start| {
            let numbers = start..self.count.min(start + BATCH);
            numbers
                .map(|number| self.generator.document(number))
                .collect()
        })
    }

    /// Our index.
    fn ours(&self) -> (PathBuf, Amount) {
        let (folder, amount) = self.place.made("ours", |folder| self.fill_ours(folder));
        println!(
            "ours: {:.0} passages and {:.2} MB of text a second, {:.2} index bytes a text byte ({} passages)",
            amount.rate(),
            amount.megabytes(),
            size(&folder) as f64 / amount.bytes as f64,
            amount.passages,
        );
        (folder, amount)
    }

    fn fill_ours(&self, folder: &Path) -> Amount {
        let index = TantivyIndex::open(folder, &Settings::default()).expect("an index");
        let mut writer = index.writer(WRITER_MEMORY).expect("a writer");
        let mut amount = Amount::default();
        for documents in self.batches() {
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
        amount
    }
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

fn beside_raw(made: &Made<'_>, amount: &Amount, plain: &[&Question], ours: &PlainTimes) {
    let fill = |folder: &Path| {
        let mut filling = raw::Filling::new(folder, WRITER_MEMORY);
        made.batches().for_each(|documents| filling.put(&documents));
        Amount {
            took: filling.finish(),
            ..*amount
        }
    };
    let (folder, filled) = made.place.made("raw", fill);
    let raw = Raw::open(&folder);
    let searcher = raw.searcher();
    let times = Latencies::of(1, ROUNDS, plain, |_, question| {
        black_box(raw.ask(&searcher, &question.words)).expect("an answer");
    });
    println!(
        "bare library: {:.0} passages a second, {:.2} index bytes a text byte, {} segments",
        filled.rate(),
        size(&folder) as f64 / amount.bytes as f64,
        searcher.segment_readers().len(),
    );
    println!("bare library, plain questions: {}", times.shown());
    println!(
        "ours / bare library: indexing {:.2} times the time; first asked {}; asked again {}",
        amount.took.as_secs_f64() / filled.took.as_secs_f64(),
        ratios(&ours.first, &times),
        ratios(&ours.again, &times),
    );
}

fn beside_fts5(made: &Made<'_>, amount: &Amount, plain: &[&Question], ours: &PlainTimes) {
    let fill = |folder: &Path| {
        let mut filling = fts5::Filling::new(&folder.join(fts5::FILE));
        made.batches().for_each(|documents| filling.put(&documents));
        Amount {
            took: filling.took,
            ..*amount
        }
    };
    let (folder, filled) = made.place.made("fts5", fill);
    let connection = std::sync::Mutex::new(fts5::open(&folder.join(fts5::FILE)));
    let times = Latencies::of(1, 1, plain, |_, question| {
        let connection = connection.lock().expect("one client");
        black_box(fts5::ask(&connection, &question.words)).expect("an answer");
    });
    println!(
        "SQLite FTS5: {:.0} passages a second, {:.2} index bytes a text byte",
        filled.rate(),
        size(&folder) as f64 / amount.bytes as f64,
    );
    println!("SQLite FTS5, plain questions: {}", times.shown());
    println!(
        "SQLite FTS5 / ours: indexing {:.2} times the time; first asked {}; asked again {}",
        filled.took.as_secs_f64() / amount.took.as_secs_f64(),
        ratios(&times, &ours.first),
        ratios(&times, &ours.again),
    );
}

fn ratios(one: &Latencies, other: &Latencies) -> String {
    let ratio = |percent| one.percentile(percent) / other.percentile(percent);
    let [p50, p95, p99] = [50, 95, 99].map(ratio);
    format!("{p50:.1} times at p50, {p95:.1} at p95, {p99:.1} at p99")
}
