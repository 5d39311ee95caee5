//! `probity retry`, `rescan`, `pause` and `resume`: wishes to the server that looks after the folder.
//! They are left in the ledger, so that they need no token and no network, and hold at the next
//! start where none runs now.

use std::process::ExitCode;

use anyhow::Result;
use probity_catalogue::Catalogue;
use probity_ingest::{wish_pause, wish_rescan};

use crate::commands::local;
use crate::config::Config;

/// Has failed files tried again: those whose path begins with this, or all.
pub(crate) fn retry(config: &Config, path: Option<&str>) -> Result<ExitCode> {
    let files = catalogue(config)?.retry(path)?;
    let files = match files {
        1 => "1 file is".to_owned(),
        files => format!("{files} files are"),
    };
    done(&format!("{files} tried again"))
}

/// Has the whole watch folder looked through.
pub(crate) fn rescan(config: &Config) -> Result<ExitCode> {
    wish_rescan(&catalogue(config)?)?;
    done("the watch folder is looked through")
}

/// Has no new files taken, or goes on.
pub(crate) fn pause(config: &Config, paused: bool) -> Result<ExitCode> {
    wish_pause(&catalogue(config)?, paused)?;
    done(match paused {
        true => "no new files are taken until `probity resume`",
        false => "new files are taken",
    })
}

fn catalogue(config: &Config) -> Result<Catalogue> {
    Ok(Catalogue::open(&local::ledger(config)?)?)
}

/// Says what will happen. A running server takes a wish up within seconds.
fn done(what: &str) -> Result<ExitCode> {
    println!("{what}, within seconds where the server runs, else when it starts");
    Ok(ExitCode::SUCCESS)
}
