//! `probity check`: the configuration that holds, and what of it cannot work on this machine.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::config::Config;

/// Prints the effective configuration, secrets masked, and tries the folders and the address.
pub(crate) fn run(config: &Config) -> Result<ExitCode> {
    println!("{}", toml::to_string(&masked(config))?);
    let mut wrong = Vec::new();
    for (key, folder) in [
        ("watch.folder", &config.watch.folder),
        ("index.folder", &config.index.folder),
    ] {
        if let Err(error) = writable(folder) {
            wrong.push(format!("{key}: {error:#}"));
        }
    }
    for (key, file) in [
        ("search.synonyms", &config.search.synonyms),
        ("units.file", &config.units.file),
    ] {
        if !file.as_os_str().is_empty()
            && let Err(error) = std::fs::read_to_string(file)
        {
            wrong.push(format!("{key}: {} cannot be read: {error}", file.display()));
        }
    }
    for sentence in &wrong {
        eprintln!("probity: {sentence}");
    }
    Ok(if wrong.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn masked(config: &Config) -> Config {
    let mut shown = config.clone();
    shown.server.token.mask();
    shown
        .extract
        .passwords
        .iter_mut()
        .for_each(crate::config::Secret::mask);
    shown
}

/// Makes the folder where it is missing, and writes into it.
pub(crate) fn writable(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    tempfile::Builder::new()
        .prefix(".probity-")
        .tempfile_in(folder)
        .with_context(|| format!("the folder {} cannot be written to", folder.display()))?;
    Ok(())
}
