//! What the benchmarks work on: the sample documents, and as many documents as wanted made of them.

use std::path::{Path, PathBuf};

use probity_extract::{Extracted, Limits, extract};
use probity_model::{ContentHash, Document, Gazetteer, PartialDate};

/// A sample document in each of its stages.
pub(crate) struct Sample {
    pub(crate) path: PathBuf,
    pub(crate) extracted: Extracted,
    pub(crate) document: Document,
}

/// The built-in units and those of the samples.
pub(crate) fn gazetteer() -> Gazetteer {
    let units = std::fs::read_to_string(folder().join("units.toml")).expect("the samples' units");
    Gazetteer::with_more(&units).expect("the samples' units are well formed")
}

/// All good samples, read.
pub(crate) fn samples() -> Vec<Sample> {
    let gazetteer = gazetteer();
    let entries = std::fs::read_dir(folder().join("documents")).expect("the samples");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let bytes = std::fs::read(&path).expect("a sample");
        let extracted = extract(&bytes, &Limits::default()).expect("a good sample");
        let document = probity_report::read(id(&path, 0), &extracted, &gazetteer);
        Sample {
            path,
            extracted,
            document,
        }
    };
    paths.into_iter().map(read).collect()
}

/// The files of the folder that `PROBITY_BENCH_FILES` names, by name.
pub(crate) fn own_files() -> Vec<(String, Extracted)> {
    let Some(folder) = std::env::var_os("PROBITY_BENCH_FILES") else {
        return Vec::new();
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder of PROBITY_BENCH_FILES") {
        let entry = entry.expect("an entry");
        let bytes = std::fs::read(entry.path()).unwrap_or_default();
        if let Ok(extracted) = extract(&bytes, &Limits::default()) {
            files.push((entry.file_name().to_string_lossy().into_owned(), extracted));
        }
    }
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    files
}

/// This many documents, made of the samples in turn: each has an id, a unit, a date and words of
/// its own, so that postings, facets and stored texts are not those of eleven documents.
pub(crate) fn multiplied(samples: &[Sample], count: usize) -> impl Iterator<Item = Document> {
    let pdus: Vec<_> = Gazetteer::built_in().pdus().to_vec();
    (0..count).map(move |number| {
        let sample = &samples[number % samples.len()];
        let mut document = sample.document.clone();
        let pdu = &pdus[number * 31 % pdus.len()];
        document.id = id(&sample.path, number + 1);
        document.title = format!("{} ({})", document.title, pdu.name);
        document.pdus = vec![pdu.name.clone()];
        document.regions = vec![pdu.region.clone()];
        let (year, month) = (2021 + number % 5, 1 + number % 12);
        document.published = format!("{year}-{month:02}").parse::<PartialDate>().ok();
        for (place, passage) in document.passages.iter_mut().enumerate() {
            passage
                .text
                .push_str(&format!(" Case {}.", number * 977 + place));
        }
        document
    })
}

pub(crate) fn id(path: &Path, number: usize) -> probity_model::DocumentId {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut bytes = [0; 32];
    for (part, chunk) in bytes.chunks_mut(8).enumerate() {
        let mut hasher = DefaultHasher::new();
        (path, number, part).hash(&mut hasher);
        chunk.copy_from_slice(&hasher.finish().to_le_bytes());
    }
    ContentHash::from_bytes(bytes).document_id()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples")
}
