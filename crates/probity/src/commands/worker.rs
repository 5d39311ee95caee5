//! `probity worker`: reads documents for the server, in a process that may die of them.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;

use crate::wiring;

/// Answers requests on standard input until it ends, within this many bytes of address space.
pub(crate) fn run(memory: u64, units: Option<&Path>) -> Result<ExitCode> {
    let gazetteer = wiring::gazetteer_of(units.unwrap_or(Path::new("")))?;
    probity_ingest::run_worker(memory, &gazetteer)?;
    Ok(ExitCode::SUCCESS)
}
