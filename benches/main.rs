//! Benchmarks: extraction, reading, indexing, search and web pages on the sample documents multiplied,
//! and how well searches are answered. They print figures and, where a reference is installed, ratios
//! against it in the same run.
//!
//! `cargo bench` runs them all; `cargo bench -- search` those whose name contains a word. Reading is also
//! timed on each file of the folder that `PROBITY_BENCH_FILES` names.

#![allow(clippy::print_stdout, reason = "figures are what a benchmark is for")]

mod corpus;
mod extraction;
mod pages;
mod relevance;

use std::hint::black_box;
use std::time::{Duration, Instant};

use probity_extract::{Block, Extracted, Page};
use probity_search::{Engine, Filters, Scope, SearchRequest, Settings, TantivyIndex, Writer};

use corpus::{Sample, gazetteer, multiplied, samples};

/// Documents in the index that is searched.
const DOCUMENTS: usize = 1_000;
/// Bytes the index's writer may collect entries in.
const WRITER_MEMORY: usize = 64 << 20;
/// Times each piece of work is repeated; the median counts.
const ROUNDS: usize = 11;

fn main() {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    let runs = |name: &str| wanted.is_empty() || wanted.iter().any(|word| name.contains(&**word));
    let samples = samples();
    if runs("extraction") {
        extraction::extraction(&samples);
    }
    if runs("reading") {
        reading(&samples);
    }
    if runs("indexing") || runs("search") {
        indexing_and_search(&samples);
    }
    if runs("pages") {
        pages::pages(&samples);
    }
    if runs("relevance") {
        relevance::needs();
    }
    if runs("cranfield") {
        relevance::cranfield();
    }
}

/// Milliseconds to understand a document: on average, for a report of usual length, and for files of the
/// user's own.
fn reading(samples: &[Sample]) {
    let gazetteer = gazetteer();
    let read = |extracted: &Extracted| {
        probity_report::read(samples[0].document.id.clone(), extracted, &gazetteer)
    };
    let took = |extracted: &Extracted| {
        let times = times(|| drop(black_box(read(extracted))));
        [times[ROUNDS / 2], times[0]].map(|time| 1e3 * time.as_secs_f64())
    };
    let all: f64 = samples
        .iter()
        .map(|sample| took(&sample.extracted)[0])
        .sum();
    let average = all / samples.len() as f64;
    println!("reading: {average:.2} ms a document");
    let longest = samples
        .iter()
        .max_by_key(|sample| sample.extracted.pages.iter().map(words).sum::<usize>());
    let made = longest.map(|sample| ("made of a sample".to_owned(), prolonged(&sample.extracted)));
    for (name, extracted) in made.into_iter().chain(corpus::own_files()) {
        let [median, quickest] = took(&extracted);
        let pages = extracted.pages.len();
        let words: usize = extracted.pages.iter().map(words).sum();
        let passages = read(&extracted).passages.len();
        println!(
            "reading: {median:.2} ms, at the quickest {quickest:.2}, for {pages} pages, {words} words, {passages} passages ({name})"
        );
    }
}

fn words(page: &Page) -> usize {
    let words = |block: &Block| block.text.split_whitespace().count();
    page.blocks.iter().map(words).sum()
}

/// A report of 25 pages, as many as most have, with about 8,000 words, as they have: pages of a shorter
/// one again until there are so many.
fn prolonged(report: &Extracted) -> Extracted {
    const PAGES: usize = 25;
    let pages = report.pages.iter().cycle().take(PAGES).cloned();
    let mut pages: Vec<Page> = pages.collect();
    for (page, number) in pages.iter_mut().zip(1..) {
        page.number = Some(number);
    }
    Extracted {
        pages,
        ..report.clone()
    }
}

fn indexing_and_search(samples: &[Sample]) {
    let folder = tempfile::tempdir().expect("a folder");
    let index = TantivyIndex::open(folder.path(), &Settings::default()).expect("an index");
    let documents: Vec<_> = multiplied(samples, DOCUMENTS).collect();
    let passages: usize = documents
        .iter()
        .map(|document| document.passages.len())
        .sum();
    let text: usize = documents
        .iter()
        .flat_map(|document| &document.passages)
        .map(|p| p.text.len())
        .sum();

    let begun = Instant::now();
    let mut writer = index.writer(WRITER_MEMORY).expect("a writer");
    for document in &documents {
        writer.put(document).expect("a document can be put");
    }
    writer.commit(1).expect("a commit");
    let took = begun.elapsed().as_secs_f64();
    let bytes = index.stats().expect("its size").bytes;
    println!(
        "indexing: {:.0} documents and {:.0} passages a second, {:.1} index bytes a text byte \
         ({DOCUMENTS} documents, {passages} passages)",
        DOCUMENTS as f64 / took,
        passages as f64 / took,
        bytes as f64 / text as f64
    );
    for (name, request) in queries() {
        let took = median(|| {
            black_box(index.search(&request)).expect("an answer");
        });
        let total = index.search(&request).expect("an answer").total;
        println!(
            "search: {:>6.0} µs, {total:>6} hits, {name}",
            took.as_secs_f64() * 1e6
        );
    }
}

/// Kinds of questions, each with facets and snippets as a person gets them.
fn queries() -> Vec<(&'static str, SearchRequest)> {
    let ask = |query: &str, scope| SearchRequest {
        query: query.to_owned(),
        scope,
        filters: Filters::default(),
        limit: 20,
        facet_limit: 50,
        relax: true,
        ..SearchRequest::default()
    };
    let bare = SearchRequest {
        facets: Some(Vec::new()),
        ..ask("housing", Scope::Findings)
    };
    vec![
        ("one word, without facets", bare),
        ("one word", ask("housing", Scope::Findings)),
        ("two words", ask("domestic abuse", Scope::Findings)),
        ("a phrase", ask("\"people on probation\"", Scope::Findings)),
        ("a prefix", ask("safeguard*", Scope::Findings)),
        (
            "a question in plain words",
            ask("were checks on domestic abuse made", Scope::Findings),
        ),
        ("everything, newest first", ask("", Scope::Documents)),
        (
            "recommendations",
            ask("staff training", Scope::Recommendations),
        ),
    ]
}

/// The median time of several rounds after one that does not count.
fn median(work: impl FnMut()) -> Duration {
    times(work)[ROUNDS / 2]
}

/// How long each of some rounds took, the quickest first; one more goes before them.
fn times(mut work: impl FnMut()) -> Vec<Duration> {
    work();
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed()
        })
        .collect();
    times.sort();
    times
}
