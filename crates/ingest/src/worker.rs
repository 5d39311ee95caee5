//! One worker process: started when needed, given one document at a time, replaced when it breaks.

use std::io::BufReader;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::{io, thread};

use probity_extract::{
    Extracted, FrameError, Limits, Members, Ocr, WantedMember, WorkerRequest, WorkerResponse,
    read_frame, write_frame,
};

use crate::death::LastWords;
use crate::settings::Settings;
use crate::watchdog::{Watchdog, kill_group};

/// Why a document was not read.
#[derive(Debug)]
pub(crate) enum Unread {
    /// The reader refused it.
    Refused {
        /// Why, without a full stop.
        reason: String,
        /// It may be still arriving.
        may_be_incomplete: bool,
        /// It could not even be opened.
        unopened: bool,
    },
    /// It took too long.
    TimedOut,
    /// It killed its worker, and this is how that ended.
    Died(String),
    /// There is no worker to be had.
    NoWorker(io::Error),
}

/// What a file turned out to be.
#[derive(Debug)]
pub(crate) enum Found {
    /// A document.
    Document(Box<Reading>),
    /// An archive: only what is in it can be read.
    Archive(Members),
    /// It was to be unpacked, and was.
    Unpacked,
}

/// A document that was read.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) extracted: Extracted,
    /// How the worker understood it, in the ledger's form; `None` where it did not.
    pub(crate) understood: Option<String>,
    /// The attachments of a mail.
    pub(crate) members: Members,
}

/// What is to be read.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    /// The file in the folder.
    pub(crate) path: &'a Path,
    /// The file inside that one that is meant.
    pub(crate) member: Option<WantedMember>,
    /// That one is not to be read but written to this file.
    pub(crate) unpack_to: Option<&'a Path>,
}

impl<'a> Source<'a> {
    /// A file itself.
    pub(crate) const fn file(path: &'a Path) -> Self {
        Self {
            path,
            member: None,
            unpack_to: None,
        }
    }
}

/// What a worker made of a file.
type Outcome = Result<Found, Unread>;

/// What reads documents for one thread.
pub(crate) trait Reader: Send {
    /// Reads a file, or one inside it.
    fn read(&mut self, source: &Source) -> Result<Found, Unread>;

    /// There was nothing to read for a while: gives up what is only kept for the next file.
    fn rest(&mut self) {}
}

/// Reads documents in a worker process of its own.
pub(crate) struct Worker {
    settings: Arc<Settings>,
    watchdog: Arc<Watchdog>,
    process: Option<Process>,
}

/// A running worker.
struct Process {
    child: Child,
    requests: ChildStdin,
    responses: BufReader<ChildStdout>,
    last_words: LastWords,
    answered: u32,
}

/// Documents after which a worker is replaced, for what readers leave behind in memory.
pub(crate) const RECYCLE: u32 = 200;

impl Worker {
    pub(crate) fn new(settings: Arc<Settings>, watchdog: Arc<Watchdog>) -> Self {
        Self {
            settings,
            watchdog,
            process: None,
        }
    }

    /// The running process, or a new one.
    fn process(&mut self) -> io::Result<Process> {
        match self.process.take() {
            Some(process) if process.answered < RECYCLE => Ok(process),
            _ => Process::start(&self.settings),
        }
    }

    /// The number of the process that waits for work.
    #[cfg(test)]
    pub(crate) fn process_for_test(&self) -> Option<u32> {
        self.process.as_ref().map(|process| process.child.id())
    }

    /// Someone kills the worker while it waits for work.
    #[cfg(test)]
    pub(crate) fn kill_for_test(&self) {
        if let Some(process) = &self.process {
            kill_group(process.child.id());
        }
    }

    fn ask(&mut self, mut process: Process, source: &Source) -> Result<Found, Unread> {
        let watched = self
            .watchdog
            .watch(process.child.id(), self.settings.timeout);
        let limits = &self.settings.limits;
        let outcome = process.ask(source, limits, || {
            if let Ocr::Within(time) = limits.ocr {
                watched.allow(self.settings.timeout + time);
            }
        });
        let timed_out = watched.end();
        match outcome {
            Ok(Some(outcome)) if !timed_out => {
                process.answered += 1;
                self.process = Some(process);
                outcome
            }
            broken => {
                metrics::counter!("probity_worker_restarts_total").increment(1);
                let status = process.end();
                if timed_out {
                    return Err(Unread::TimedOut);
                }
                Err(Unread::Died(how(&broken, status, &process.last_words)))
            }
        }
    }
}

impl Reader for Worker {
    fn read(&mut self, source: &Source) -> Result<Found, Unread> {
        let process = self.process().map_err(Unread::NoWorker)?;
        let was_used = process.answered > 0;
        match self.ask(process, source) {
            // It may have been killed while it waited, or by what it read before.
            Err(Unread::Died(_)) if was_used => {
                let process = self.process().map_err(Unread::NoWorker)?;
                self.ask(process, source)
            }
            outcome => outcome,
        }
    }

    fn rest(&mut self) {
        if self.process.take().is_some() {
            tracing::debug!("worker ended for want of work");
        }
    }
}

impl Process {
    fn start(settings: &Settings) -> io::Result<Self> {
        let mut command = Command::new(&settings.worker_command);
        command
            .args(&settings.worker_args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(requests), Some(responses), Some(complaints)) = pipes else {
            return Err(io::Error::other("its pipes are missing"));
        };
        let number = child.id();
        let last_words = LastWords::listen(number, complaints)?;
        tracing::debug!(worker = number, "worker started");
        Ok(Self {
            child,
            requests,
            responses: BufReader::new(responses),
            last_words,
            answered: 0,
        })
    }

    fn ask(
        &mut self,
        source: &Source,
        limits: &Limits,
        recognising: impl FnOnce(),
    ) -> Result<Option<Outcome>, FrameError> {
        let request = WorkerRequest {
            path: source.path.into(),
            member: source.member.clone(),
            unpack_to: source.unpack_to.map(Into::into),
            limits: limits.clone(),
        };
        write_frame(&mut self.requests, &request)?;
        let mut response = read_frame(&mut self.responses)?;
        if response == Some(WorkerResponse::Recognising) {
            recognising();
            response = read_frame(&mut self.responses)?;
        }
        let Some(response) = response else {
            return Ok(None);
        };
        let understood = match response {
            WorkerResponse::Document { .. } => read_frame(&mut self.responses)?,
            _ => Some(None),
        };
        understood
            .map(|understood| outcome(response, understood))
            .transpose()
    }

    /// Waits a moment for a process that broke its pipe to tell by its end what happened, and makes
    /// one that goes on stop. Once it was waited for, its number may be another's: no kill then.
    fn end(&mut self) -> Option<ExitStatus> {
        for _ in 0..20 {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            thread::sleep(std::time::Duration::from_millis(5));
        }
        kill_group(self.child.id());
        // That it was killed just now says nothing about the document.
        let _ = self.child.wait();
        None
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            kill_group(self.child.id());
            let _ = self.child.wait();
        }
    }
}

/// What the last frame of an answer means, and how its document was understood.
fn outcome(response: WorkerResponse, understood: Option<String>) -> Result<Outcome, FrameError> {
    Ok(match response {
        WorkerResponse::Document {
            extracted, members, ..
        } => Ok(Found::Document(Box::new(Reading {
            extracted: *extracted,
            understood,
            members,
        }))),
        WorkerResponse::Container { members, .. } => Ok(Found::Archive(members)),
        WorkerResponse::Unpacked { .. } => Ok(Found::Unpacked),
        WorkerResponse::Failed {
            reason,
            may_be_incomplete,
            bytes,
        } => Err(Unread::Refused {
            reason,
            may_be_incomplete,
            unopened: bytes.is_none(),
        }),
        // It is said once, before an answer.
        WorkerResponse::Recognising => return Err(FrameError::Garbage),
    })
}

fn how(
    broken: &Result<Option<Outcome>, FrameError>,
    status: Option<ExitStatus>,
    last_words: &LastWords,
) -> String {
    match (broken, status) {
        (Err(error @ (FrameError::Garbage | FrameError::TooLarge { .. })), _) => error.to_string(),
        (_, Some(status)) => last_words.reason(status),
        (Err(error), None) => error.to_string(),
        (Ok(_), None) => "its reader stopped without a word".to_owned(),
    }
}
