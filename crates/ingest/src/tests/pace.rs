//! How long a look through very many files takes. Run by hand, in release:
//! `cargo test --release -p probity-ingest pace -- --ignored --nocapture`.

use std::sync::Arc;
use std::time::Instant;

use probity_catalogue::{Claim, NewDocument};
use probity_model::{ContentHash, Document};

use super::bench::Bench;
use crate::folder::Folder;
use crate::handover::Committer;
use crate::intake::Intake;
use crate::look;
use crate::scan::scan;

const FILES: u32 = 100_000;

#[test]
#[ignore = "measures: makes 100,000 files"]
fn a_hundred_thousand_files_are_looked_through_again() {
    let bench = Bench::resting();
    for number in 0..FILES {
        bench.drop_file(
            &format!("{}/{number}.txt", number % 100),
            &number.to_string(),
        );
    }
    let mut intake = intake(&bench);
    let first = Instant::now();
    intake.scan_all().unwrap();
    println!(
        "first look at {FILES} files: {:.2} s",
        first.elapsed().as_secs_f64()
    );
    index_all(&bench);
    for round in 1..=3 {
        let again = Instant::now();
        intake.scan_all().unwrap();
        println!(
            "look {round} without change: {:.2} s",
            again.elapsed().as_secs_f64()
        );
    }
    let reference = Instant::now();
    let entries = walkdir::WalkDir::new(&bench.settings.folder).into_iter();
    let files = entries
        .filter_map(|entry| entry.ok()?.metadata().ok())
        .count();
    println!(
        "walk and metadata alone: {:.2} s, {files} entries",
        reference.elapsed().as_secs_f64()
    );
}

fn intake(bench: &Bench) -> Intake {
    let settings = Arc::new(bench.settings.clone());
    let folder = Folder::new(crate::watcher::watch, true);
    Intake::new(
        &settings,
        &bench.catalogue,
        &Arc::default(),
        &Arc::default(),
        &Arc::default(),
        Committer::channel().0,
        folder,
    )
}

/// Takes every file that was seen for read and indexed.
fn index_all(bench: &Bench) {
    let found = scan(&bench.settings, &bench.settings.folder);
    for files in found.files.chunks(1_000) {
        let mut documents = Vec::new();
        for found in files {
            let hash = blake3::hash(found.file.path.as_bytes());
            let content_hash = ContentHash::from_bytes(*hash.as_bytes());
            let claim = Claim {
                path: found.file.path.clone(),
                stamp: found.file.stamp.clone(),
                bytes: found.file.bytes,
                modified: found.file.modified,
                content_hash,
                rules_version: probity_report::RULES_VERSION,
            };
            bench.catalogue.claim(&claim).unwrap();
            documents.push(NewDocument {
                document: Document::unknown(content_hash.document_id()),
                pages: Vec::new(),
                content_hash,
                media_type: "text/plain".into(),
                rules_version: probity_report::RULES_VERSION,
            });
        }
        bench.catalogue.store(&documents).unwrap();
    }
    let last = *bench.catalogue.sequences().unwrap().end();
    bench.catalogue.committed(last).unwrap();
    let path = &found.files[0].file.path;
    let stamp = look::stamp(&std::fs::metadata(bench.path(path)).unwrap());
    assert_eq!(stamp, found.files[0].file.stamp, "nothing changes");
}
