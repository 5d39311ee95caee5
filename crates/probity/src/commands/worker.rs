//! `probity worker`: reads documents for the server, in a process that may die of them.

use std::process::ExitCode;

use anyhow::Result;

/// Answers requests on standard input until it ends, within this many bytes of address space.
pub(crate) fn run(memory: u64) -> Result<ExitCode> {
    probity_ingest::run_worker(memory)?;
    Ok(ExitCode::SUCCESS)
}
