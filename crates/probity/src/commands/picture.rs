//! `probity picture`: draws one page for the server, in a process that may die of it.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use anyhow::{Context, Result};
use probity_extract::{Limits, limit_process, picture, read_frame, write_frame};
use serde::{Deserialize, Serialize};

/// What the server writes to standard input.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Request {
    /// The PDF file.
    pub(crate) path: OsString,
    /// From 1.
    pub(crate) page: u32,
    /// Pixels for each point.
    pub(crate) scale: f32,
    pub(crate) limits: Limits,
}

/// What it reads from standard output.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Response {
    /// So many bytes of PNG follow.
    Drawn { bytes: u64 },
    /// Why the page cannot be drawn, as a sentence without a full stop.
    Failed { reason: String },
}

/// Seconds of processor time, for a process that was forgotten.
const MOST_CPU_SECONDS: u64 = 120;

/// Answers the one request on standard input within this many bytes of address space.
pub(crate) fn run(memory: u64) -> Result<ExitCode> {
    limit_process(memory, MOST_CPU_SECONDS)?;
    let request: Option<Request> = read_frame(&mut io::stdin().lock())?;
    let request = request.context("nothing is asked for")?;
    let mut output = io::stdout().lock();
    match draw(&request) {
        Ok(png) => {
            let bytes = png.len() as u64;
            write_frame(&mut output, &Response::Drawn { bytes })?;
            output.write_all(&png)?;
        }
        Err(error) => {
            let reason = format!("{error:#}");
            write_frame(&mut output, &Response::Failed { reason })?;
        }
    }
    output.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn draw(request: &Request) -> Result<Vec<u8>> {
    let most = request.limits.max_file_bytes.saturating_add(1);
    let mut bytes = Vec::new();
    let file = File::open(&request.path).context("the original cannot be opened")?;
    file.take(most).read_to_end(&mut bytes)?;
    let number = usize::try_from(request.page)?;
    Ok(picture(&bytes, number, request.scale, &request.limits)?.png)
}
