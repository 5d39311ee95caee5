//! Why a worker died, in words that say something about the document it was reading.

use std::io::{BufReader, Read};
use std::process::ExitStatus;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{io, thread};

/// The last words of a worker on its standard error.
#[derive(Clone, Debug, Default)]
pub(crate) struct LastWords(Arc<(Mutex<Heard>, Condvar)>);

#[derive(Debug, Default)]
struct Heard {
    words: Vec<u8>,
    /// Nothing more will come.
    is_over: bool,
}

/// Bytes that are kept.
const KEPT: usize = 4096;

/// How long the last words of a dead worker are waited for. A child of it can hold the pipe open.
const LONGEST_WAIT: Duration = Duration::from_millis(500);

impl LastWords {
    /// Listens in a thread of its own until the worker ends; all it says goes to the log, too.
    pub(crate) fn listen(worker: u32, complaints: impl Read + Send + 'static) -> io::Result<Self> {
        let words = Self::default();
        let listener = words.clone();
        thread::Builder::new()
            .name("ingest-complaints".to_owned())
            .spawn(move || listener.keep(worker, complaints))?;
        Ok(words)
    }

    fn keep(&self, worker: u32, complaints: impl Read) {
        let mut complaints = BufReader::new(complaints);
        let mut buffer = [0; KEPT];
        while let Ok(length @ 1..) = complaints.read(&mut buffer) {
            let text = String::from_utf8_lossy(&buffer[..length]);
            tracing::debug!(worker, text = text.trim_end(), "worker said");
            let mut heard = self.lock();
            heard.words.extend_from_slice(&buffer[..length]);
            let surplus = heard.words.len().saturating_sub(KEPT);
            heard.words.drain(..surplus);
        }
        self.lock().is_over = true;
        self.0.1.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What killed the worker, as a clause about the document.
    pub(crate) fn reason(&self, status: ExitStatus) -> String {
        let heard = self
            .0
            .1
            .wait_timeout_while(self.lock(), LONGEST_WAIT, |heard| !heard.is_over);
        let heard = heard.unwrap_or_else(PoisonError::into_inner).0;
        let words = String::from_utf8_lossy(&heard.words);
        if words.contains("memory allocation of") {
            return "it needs more memory than extract.memory allows".to_owned();
        }
        if words.contains("overflowed its stack") {
            return "it is nested too deeply".to_owned();
        }
        match signal(status) {
            Some(XCPU) => "it takes more processor time than any document should".to_owned(),
            Some(_) => format!("its reader was killed ({status}), perhaps for want of memory"),
            None => format!("its reader ended ({status}); the document may be damaged"),
        }
    }
}

/// The signal to a process that has used up its processor time.
const XCPU: i32 = 24;

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_status: ExitStatus) -> Option<i32> {
    None
}
