//! `probity backup` and `restore`: ledger and index in one file, and put back.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::config::Config;
use crate::wiring;

/// Writes a backup, beside a running server or without one.
pub(crate) fn back_up(config: &Config, to: &Path) -> Result<ExitCode> {
    let stores = wiring::open(config)?;
    let index = config.index.folder.join(wiring::INDEX);
    let backed = probity_ingest::back_up(to, &stores.catalogue, &stores.index.current(), &index)?;
    println!("{} documents are in {}", backed.documents, to.display());
    Ok(ExitCode::SUCCESS)
}

/// Puts a backup back. What is there is replaced only where that was asked for.
pub(crate) fn restore(config: &Config, from: &Path, replace: bool) -> Result<ExitCode> {
    let instance = wiring::alone(config)?;
    let folder = &config.index.folder;
    if folder.join(wiring::CATALOGUE).exists() && !replace {
        bail!(
            "there is a catalogue in {} already: `probity restore --replace` puts the backup in \
             its place",
            folder.display()
        );
    }
    let backed = probity_ingest::restore(from, folder)?;
    drop(instance);
    println!(
        "{} documents are back, as they were at {}; the watch folder is looked through when the \
         server starts",
        backed.documents, backed.made_at
    );
    Ok(ExitCode::SUCCESS)
}
