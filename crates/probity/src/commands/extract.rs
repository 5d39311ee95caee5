//! `probity extract`: the text of a file, as the index would see it.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use probity_extract::{BlockKind, Extracted, Listing, extract};

use crate::config::Config;
use crate::wiring;

/// Prints a file's text: its blocks for a person, its pages of positioned lines for a program.
pub(crate) fn run(config: &Config, file: &Path, json: bool) -> Result<ExitCode> {
    let name = file.display();
    let bytes = std::fs::read(file).with_context(|| format!("{name} cannot be read"))?;
    let extracted = extract(&bytes, &wiring::limits(config)).with_context(|| name.to_string())?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    if json {
        serde_json::to_writer(&mut out, &Listing::from(&extracted))?;
        writeln!(out)?;
    } else {
        print_blocks(&extracted, &mut out)?;
        for warning in &extracted.warnings {
            eprintln!("probity: {name}: {warning}");
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn print_blocks(extracted: &Extracted, out: &mut impl Write) -> std::io::Result<()> {
    for page in &extracted.pages {
        if let Some(number) = page.number {
            writeln!(out, "[page {number}]\n")?;
        }
        for block in &page.blocks {
            match &block.kind {
                BlockKind::Heading { level } => {
                    writeln!(out, "{} {}\n", "#".repeat((*level).into()), block.text)?;
                }
                BlockKind::ListItem { marker, depth } => {
                    writeln!(
                        out,
                        "{}{marker} {}",
                        "  ".repeat((*depth).into()),
                        block.text
                    )?;
                }
                BlockKind::TableRow { cells, .. } => writeln!(out, "| {} |", cells.join(" | "))?,
                BlockKind::Footnote { mark } => writeln!(out, "[{mark}] {}\n", block.text)?,
                BlockKind::Quote => writeln!(out, "> {}\n", block.text)?,
                BlockKind::Paragraph | BlockKind::Caption => writeln!(out, "{}\n", block.text)?,
            }
        }
    }
    Ok(())
}
