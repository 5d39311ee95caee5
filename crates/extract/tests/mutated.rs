//! The seeds of the fuzz targets, changed at random and read: the stable compiler's share of fuzzing.
//! `PROPTEST_CASES` makes it longer.

use std::path::{Path, PathBuf};

use probity_extract::{Limits, WorkerResponse, extract, member, members, read_frame, serve_worker};
use proptest::prelude::*;

/// A change of a file.
#[derive(Clone, Debug)]
enum Change {
    Set(usize, u8),
    Insert(usize, Vec<u8>),
    Remove(usize, usize),
    Repeat(usize, usize, usize),
    Cut(usize),
}

/// Words that mean something to one reader or another.
const WORDS: [&[u8]; 14] = [
    b"<table>",
    b"</p>",
    b"<li>",
    b"rowspan=99999",
    b"<w:p>",
    b"/Kids [2 0 R]",
    b"endobj",
    b"9999999999",
    b"-1",
    b"{\\",
    b"\\u",
    b"\r\n--b\r\n",
    b"\xEF\xBB\xBF",
    b"\0",
];

fn change() -> impl Strategy<Value = Change> {
    let at = || any::<usize>();
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (at(), 0..WORDS.len()).prop_map(|(at, word)| Change::Insert(at, WORDS[word].to_vec())),
        (at(), 1..40_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        (at(), 1..60_usize, 2..40_usize).prop_map(|(at, n, times)| Change::Repeat(at, n, times)),
        at().prop_map(Change::Cut),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let place = |at: &usize| at % (bytes.len() + 1);
        match change {
            Change::Set(at, byte) => {
                let at = place(at);
                if let Some(place) = bytes.get_mut(at) {
                    *place = *byte;
                }
            }
            Change::Insert(at, word) => {
                let at = place(at);
                bytes.splice(at..at, word.iter().copied());
            }
            Change::Remove(at, length) => {
                let at = place(at);
                let end = bytes.len().min(at + length);
                bytes.drain(at..end);
            }
            Change::Repeat(at, length, times) => {
                let at = place(at);
                let end = bytes.len().min(at + length);
                let piece = bytes[at..end].repeat(*times);
                bytes.splice(at..at, piece);
            }
            Change::Cut(at) => bytes.truncate(place(at)),
        }
    }
    bytes
}

/// All seeds of a target.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder.join(target))
        .unwrap_or_else(|error| panic!("the seeds of {target}: {error}"))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    paths
        .iter()
        .map(|path| std::fs::read(path).expect("a seed can be read"))
        .collect()
}

/// Reads changed seeds of a target.
fn check(target: &str, read: impl Fn(&[u8])) {
    let seeds = seeds(target);
    let changes = proptest::collection::vec(change(), 0..6);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let outcome = runner.run(&(0..seeds.len(), changes), |(seed, changes)| {
        read(&changed(seeds[seed].clone(), &changes));
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{target}: {error}"));
}

fn read(bytes: &[u8]) {
    let _ = extract(bytes, &Limits::default());
}

#[test]
fn seeds_are_sound() {
    for target in ["pdf", "html", "text"] {
        for seed in seeds(target) {
            assert!(extract(&seed, &Limits::default()).is_ok(), "{target}");
        }
    }
}

#[test]
fn pdf() {
    check("pdf", read);
}

#[test]
fn html() {
    check("html", read);
}

#[test]
fn text() {
    check("text", read);
}

/// The XML is changed, not the archive around it: that would hardly ever be read to the XML.
#[test]
fn docx() {
    check("docx", |xml| {
        for (main, side) in [
            ("word/document.xml", "word/styles.xml"),
            ("content.xml", "styles.xml"),
        ] {
            let parts = [
                (
                    "mimetype",
                    b"application/vnd.oasis.opendocument.text".as_slice(),
                ),
                ("META-INF/manifest.xml", b"<m/>"),
                (main, xml),
                (side, xml),
            ];
            read(&package(&parts));
        }
    });
}

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, part) in parts {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).expect("a part");
        writer.write_all(part).expect("its content");
    }
    writer.finish().expect("a package").into_inner()
}

#[test]
fn containers() {
    check("containers", |bytes| {
        let limits = Limits::default();
        let Ok(members) = members(bytes, &limits) else {
            return;
        };
        for found in members.found.iter().filter(|found| found.content.is_ok()) {
            let content = member(bytes, &found.path, &limits).map(|content| content.len() as u64);
            assert_eq!(content, Ok(found.bytes), "{}", found.path);
        }
    });
}

#[test]
fn worker() {
    check("worker", |bytes| {
        let mut answers = bytes;
        while let Ok(Some(_)) = read_frame::<WorkerResponse>(&mut answers) {}
        let _ = serve_worker(bytes, Vec::new());
    });
}
