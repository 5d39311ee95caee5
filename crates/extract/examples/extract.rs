//! Prints what a file holds: `extract FILE [--json]`, or its blocks with their kinds.

use std::process::ExitCode;

use probity_extract::{BlockKind, Extracted, Limits, Listing, extract};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "extract")
        .collect();
    let Some(path) = arguments.first() else {
        eprintln!("usage: extract FILE [--json]");
        return ExitCode::from(2);
    };
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return failed(&error),
    };
    match extract(&bytes, &Limits::default()) {
        Ok(extracted) if arguments.iter().any(|word| word == "--json") => print_json(&extracted),
        Ok(extracted) => print_blocks(&extracted),
        Err(error) => failed(&error),
    }
}

fn failed(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("{error}");
    ExitCode::FAILURE
}

#[expect(clippy::print_stdout, reason = "this is what the example is for")]
fn print_json(extracted: &Extracted) -> ExitCode {
    match serde_json::to_string(&Listing::from(extracted)) {
        Ok(json) => println!("{json}"),
        Err(error) => return failed(&error),
    }
    ExitCode::SUCCESS
}

#[expect(clippy::print_stdout, reason = "this is what the example is for")]
fn print_blocks(extracted: &Extracted) -> ExitCode {
    println!("{:?}\n{:?}", extracted.metadata, extracted.warnings);
    for page in &extracted.pages {
        println!(
            "==== page {:?} ({} x {})",
            page.number, page.width, page.height
        );
        for block in &page.blocks {
            println!(
                "{:<10} {}",
                label(&block.kind),
                block.text.replace('\t', " | ")
            );
        }
        for line in &page.margins {
            println!("{:<10} {}", "(margin)", line.text);
        }
    }
    ExitCode::SUCCESS
}

fn label(kind: &BlockKind) -> String {
    match kind {
        BlockKind::Heading { level } => format!("h{level}"),
        BlockKind::Paragraph => "p".into(),
        BlockKind::ListItem { marker, depth } => format!("li{depth} {marker}"),
        BlockKind::TableRow { table, header, .. } => {
            format!("t{table}{}", if *header { "h" } else { "r" })
        }
        BlockKind::Caption => "caption".into(),
        BlockKind::Quote => "quote".into(),
        BlockKind::Footnote { mark } => format!("note {mark}"),
    }
}
