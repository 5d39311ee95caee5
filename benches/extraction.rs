//! Extraction: processor time of the whole program beside that of `pdftotext` on the same files, and
//! memory for a thousand pages in one file.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};

use probity_extract::{Limits, MediaType, extract};

use crate::corpus::Sample;

/// Times each program is run on each file: the system counts in hundredths of a second.
const RUNS: u32 = 20;

/// Prints milliseconds of processor time for a page of each PDF, start of the process included.
pub(crate) fn extraction(samples: &[Sample]) {
    for sample in samples {
        if sample.extracted.media_type != MediaType::Pdf {
            continue;
        }
        let pages = sample.extracted.pages.len();
        let name = sample.path.file_stem().unwrap_or_default();
        let name = name.to_string_lossy();
        let program = env!("CARGO_BIN_EXE_probity");
        let Some(ours) = used(program, &["extract", "--json"], &sample.path, &[]) else {
            println!("extraction: the system does not tell how much processor time a child used");
            return;
        };
        let each = 1e3 * ours / pages as f64;
        print!("extraction: {each:.2} ms of processor time a page ({pages} pages, {name})");
        match used("pdftotext", &["-q"], &sample.path, &["-"]) {
            Some(theirs) => println!(", {:.2} of pdftotext's", ours / theirs.max(1e-9)),
            None => println!(", pdftotext is not installed"),
        }
    }
    thousand_pages();
}

/// Seconds of processor time that a program uses for one run on a file; `None` where it cannot be run
/// or the system does not tell.
fn used(program: &str, options: &[&str], file: &Path, rest: &[&str]) -> Option<f64> {
    let run = || {
        let mut command = Command::new(program);
        command.args(options).arg(file).args(rest);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
            .status()
            .ok()
            .filter(std::process::ExitStatus::success)
    };
    run()?;
    let before = children_ticks()?;
    for _ in 0..RUNS {
        run()?;
    }
    const TICKS_A_SECOND: f64 = 100.0;
    Some((children_ticks()? - before) as f64 / TICKS_A_SECOND / f64::from(RUNS))
}

/// Time of all children that have ended: fields 16 and 17 of `proc_pid_stat(5)`.
fn children_ticks() -> Option<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    let mut times = rest.split_ascii_whitespace().skip(13);
    let program: u64 = times.next()?.parse().ok()?;
    let system: u64 = times.next()?.parse().ok()?;
    Some(program + system)
}

/// Prints how far the memory of this process grows while a long file is read.
fn thousand_pages() {
    const PAGES: usize = 1_000;
    let bytes = long_report(PAGES);
    // Starts the count of the most memory anew, where the system can do so.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let before = kilobytes("VmRSS:");
    let extracted = black_box(extract(&bytes, &Limits::default())).expect("a sound file");
    assert_eq!(extracted.pages.len(), PAGES);
    match (before, kilobytes("VmHWM:")) {
        (Some(before), Some(most)) => {
            let grown = most.saturating_sub(before) as f64 / 1024.0;
            println!("extraction: {PAGES} pages in one file take {grown:.0} MB at most");
        }
        _ => println!("extraction: the system does not tell how much memory was used"),
    }
}

fn kilobytes(what: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(what))?;
    line.split_ascii_whitespace().next()?.parse().ok()
}

/// A PDF of so many pages full of print.
fn long_report(pages: usize) -> Vec<u8> {
    const LINES: usize = 48;
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        String::new(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let mut kids = String::new();
    for page in 0..pages {
        let mut content = String::from("BT /F1 10 Tf 14 TL 50 780 Td\n");
        for line in 0..LINES {
            let _ = writeln!(
                content,
                "(Of the {} people asked, {} said that the work of the unit had helped them to stay on course.) Tj T*",
                page * LINES + line + 7,
                page + line
            );
        }
        content.push_str("ET");
        let number = objects.len() + 1;
        let _ = write!(kids, "{number} 0 R ");
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {} 0 R/Resources<</Font<</F1 3 0 R>>>>>>",
            number + 1
        ));
        objects.push(format!(
            "<</Length {}>>\nstream\n{content}\nendstream",
            content.len()
        ));
    }
    objects[1] = format!("<</Type/Pages/Count {pages}/Kids[{kids}]>>");
    file(&objects)
}

fn file(objects: &[String]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.5\n");
    let mut directory = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (i, object) in objects.iter().enumerate() {
        let _ = writeln!(directory, "{:010} 00000 n ", out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    let start = out.len();
    let size = objects.len() + 1;
    let _ = write!(
        out,
        "{directory}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    );
    out.into_bytes()
}
