//! The worker process: reads one document at a time for a parent that may kill it.
//!
//! The parent starts the program as a worker with pipes on its standard input and output, calls
//! [`write_frame`] with a [`WorkerRequest`], and waits for one [`WorkerResponse`] with
//! [`read_frame`], under a time limit of its own. What it gets:
//!
//! - `Ok(Some(WorkerResponse::Document))`: the document, and how many bytes the file had when it
//!   was read. A parent that has hashed the file compares lengths to notice a change in between.
//! - `Ok(Some(WorkerResponse::Container))`: the file has no text of its own, only what is in it has.
//!   Each member is asked for by a request of its own.
//! - `Ok(Some(WorkerResponse::Failed))`: this file gives no text, the sentence says why; the worker
//!   is fine and takes the next request.
//! - `Ok(None)` (the pipe was closed), `Err(FrameError)` or a time-out: the worker is broken. Kill
//!   it, start another, and put it down to this file.
//!
//! Before a document or a failure may come one [`WorkerResponse::Recognising`]: the parent is to allow
//! the time for text recognition from there on.
//!
//! Closing the worker's standard input ends it. A worker may be replaced after some number of
//! documents at any time between two of them.

mod frame;
mod process;
#[cfg(test)]
mod tests;

pub use frame::{FrameError, MAX_FRAME_BYTES, read_frame, write_frame};
pub use process::limit_process;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{
    ExtractError, Extracted, Limits, MediaType, Members, Ocr, Result, extract, member, members,
};

/// One file to read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkerRequest {
    /// Where the file is; any bytes that the system takes for a path.
    pub path: OsString,
    /// Not the file itself is to be read but one inside it.
    #[serde(default)]
    pub member: Option<WantedMember>,
    /// The member is not to be read but written to this file, as it is.
    #[serde(default)]
    pub unpack_to: Option<OsString>,
    /// How much of it to read.
    pub limits: Limits,
}

/// A file inside another, as [`crate::members`] listed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedMember {
    /// Its path inside the file.
    pub path: String,
    /// Hash of the content that is wanted: no other is read.
    pub hash: [u8; 32],
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum WorkerResponse {
    /// It was read.
    Document {
        /// Its text.
        extracted: Box<Extracted>,
        /// Bytes of the file as it was read.
        bytes: u64,
        /// The attachments of a mail.
        #[serde(default)]
        members: Members,
    },
    /// It is an archive.
    Container {
        /// What it holds: one file at least.
        members: Members,
        /// Bytes of the file as it was read.
        bytes: u64,
    },
    /// It was written where the request said.
    Unpacked {
        /// Its bytes.
        bytes: u64,
    },
    /// Not yet an answer: some of its pages are pictures of text, and are read by text recognition
    /// from now on. That has a time of its own ([`Limits::ocr`]); the answer comes behind it.
    Recognising,
    /// It cannot be read.
    Failed {
        /// Why, in one sentence for a person, without a full stop.
        reason: String,
        /// The file may be still arriving: a later try can end better.
        may_be_incomplete: bool,
        /// Bytes of the file as it was read; `None` when it could not be opened.
        bytes: Option<u64>,
    },
}

/// Answers requests until the input ends.
///
/// # Errors
/// [`FrameError`] when the pipes break or carry something else than frames; the process should end.
pub fn serve_worker(input: impl Read, output: impl Write) -> std::result::Result<(), FrameError> {
    let (mut input, mut output) = (BufReader::new(input), BufWriter::new(output));
    while let Some(request) = read_frame::<WorkerRequest>(&mut input)? {
        // What breaks the pipe here breaks it for the answer, too.
        let response = answer(&request, &mut || {
            let _ = write_frame(&mut output, &WorkerResponse::Recognising);
        });
        match write_frame(&mut output, &response) {
            Err(error @ FrameError::TooLarge { .. }) => {
                write_frame(&mut output, &failed(error.to_string(), false, None))?;
            }
            outcome => outcome?,
        }
    }
    Ok(())
}

/// Reads what a request asks for; a panic of a reader is an answer, too. Calls `recognising` before
/// pages are read by text recognition.
#[must_use]
pub fn answer(request: &WorkerRequest, recognising: &mut dyn FnMut()) -> WorkerResponse {
    let limits = &request.limits;
    if let Some(time) = limits.processor {
        // Without the limit the parent's clock is left.
        let _ = process::allow(time);
    }
    let bytes = match read_file(Path::new(&request.path), limits.max_file_bytes) {
        Ok(bytes) => bytes,
        Err(error) => return failed(unreadable(&error), false, None),
    };
    let length = bytes.len() as u64;
    let read = || match &request.member {
        None => read(&bytes, limits, recognising),
        Some(wanted) => read_member(&bytes, wanted, request, recognising),
    };
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => failed(error.to_string(), error.may_be_incomplete(), Some(length)),
        Err(_panic) => failed(STUMBLED.into(), true, Some(length)),
    }
}

fn read(bytes: &[u8], limits: &Limits, recognising: &mut dyn FnMut()) -> Result<WorkerResponse> {
    let length = bytes.len() as u64;
    match extract_telling(bytes, limits, recognising) {
        Ok(extracted) => Ok(WorkerResponse::Document {
            members: match extracted.media_type {
                MediaType::Mail => members(bytes, limits)?,
                _ => Members::default(),
            },
            extracted: Box::new(extracted),
            bytes: length,
        }),
        Err(ExtractError::OnlyMembers) => {
            let members = members(bytes, limits)?;
            if members.found.is_empty() {
                return Err(ExtractError::EmptyArchive);
            }
            Ok(WorkerResponse::Container {
                members,
                bytes: length,
            })
        }
        Err(error) => Err(error),
    }
}

/// As [`extract`]; tells when recognition begins, and has the processor time for it.
fn extract_telling(
    bytes: &[u8],
    limits: &Limits,
    recognising: &mut dyn FnMut(),
) -> Result<Extracted> {
    let Ocr::Within(time) = limits.ocr else {
        return extract(bytes, limits);
    };
    let at_first = Limits {
        ocr: Ocr::Later,
        ..limits.clone()
    };
    match extract(bytes, &at_first) {
        Err(ExtractError::ToBeRecognised) => {
            if let Some(other) = limits.processor {
                // Pages are drawn side by side.
                let _ = process::allow(other + 2 * time);
            }
            recognising();
            extract(bytes, limits)
        }
        outcome => outcome,
    }
}

fn read_member(
    bytes: &[u8],
    wanted: &WantedMember,
    request: &WorkerRequest,
    recognising: &mut dyn FnMut(),
) -> Result<WorkerResponse> {
    let limits = &request.limits;
    let content = member(bytes, &wanted.path, limits)?;
    if blake3::hash(&content).as_bytes() != &wanted.hash {
        return Err(ExtractError::NoMember);
    }
    if let Some(path) = &request.unpack_to {
        return Ok(match std::fs::write(path, &content) {
            Ok(()) => WorkerResponse::Unpacked {
                bytes: content.len() as u64,
            },
            Err(error) => failed(format!("it cannot be unpacked ({error})"), false, None),
        });
    }
    Ok(WorkerResponse::Document {
        extracted: Box::new(extract_telling(&content, limits, recognising)?),
        bytes: content.len() as u64,
        members: Members::default(),
    })
}

const STUMBLED: &str = "the reader stumbled over this file (a fault of the program, or a damaged file); a fresh copy may help";

/// Reads at most one byte more than wanted, so that a larger file is noticed and not swallowed.
fn read_file(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "the file is gone".into(),
        io::ErrorKind::PermissionDenied => {
            "the file may not be read (permission denied); change its permissions".into()
        }
        _ => format!("the file cannot be read ({error})"),
    }
}

fn failed(reason: String, may_be_incomplete: bool, bytes: Option<u64>) -> WorkerResponse {
    WorkerResponse::Failed {
        reason,
        may_be_incomplete,
        bytes,
    }
}
