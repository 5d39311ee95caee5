//! Pictures of pages for the server: each drawn by a process of its own, with a time limit.

use std::io::{self, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use probity_extract::{FrameError, Limits, read_frame, write_frame};
use probity_server::{NotDrawn, PageToDraw, Painter};

use crate::commands::picture::{Request, Response};
use crate::config::Config;
use crate::wiring;

/// Nobody waits longer for a page.
const LONGEST: Duration = Duration::from_secs(20);
/// A picture has at most so many bytes.
const MOST_BYTES: u64 = 64 << 20;

/// What draws pages by starting this same program.
pub(crate) fn painter(config: &Config) -> Result<Painter> {
    let program = Program {
        path: std::env::current_exe().context("the program cannot find itself")?,
        memory: config.extract.memory.bytes(),
        limits: wiring::limits(config),
        patience: config.extract.timeout.get().min(LONGEST),
    };
    Ok(Arc::new(move |wanted| program.draw(wanted)))
}

struct Program {
    path: PathBuf,
    memory: u64,
    limits: Limits,
    patience: Duration,
}

impl Program {
    fn draw(&self, wanted: &PageToDraw) -> Result<Vec<u8>, NotDrawn> {
        let mut child = self.start().map_err(|error| {
            tracing::warn!(%error, "no process to draw a page could be started");
            NotDrawn::NotNow("no page can be drawn at the moment".to_owned())
        })?;
        let answer = self.ask(&mut child, wanted);
        // It has answered, or never will.
        drop(child.kill());
        if let Err(error) = child.wait() {
            tracing::warn!(%error, "a process that drew a page could not be waited for");
        }
        answer
    }

    fn start(&self) -> io::Result<Child> {
        Command::new(&self.path)
            .args(["picture", "--memory", &self.memory.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
    }

    fn ask(&self, child: &mut Child, wanted: &PageToDraw) -> Result<Vec<u8>, NotDrawn> {
        let request = Request {
            path: wanted.path.clone().into(),
            page: wanted.page,
            scale: wanted.scale,
            limits: self.limits.clone(),
        };
        let (Some(mut requests), Some(responses)) = (child.stdin.take(), child.stdout.take())
        else {
            return Err(died());
        };
        write_frame(&mut requests, &request).map_err(|_| died())?;
        // There is nothing more to come: a process that goes on reading finds the end.
        drop(requests);
        let (sender, answer) = mpsc::channel();
        // Ends with the child, which is killed when it takes too long.
        thread::spawn(move || sender.send(read(responses)));
        match answer.recv_timeout(self.patience) {
            Ok(Ok(Ok(png))) => Ok(png),
            Ok(Ok(Err(reason))) => Err(NotDrawn::Never(reason)),
            Ok(Err(_)) => Err(died()),
            Err(_) => Err(NotDrawn::Never(
                "this page takes too long to draw".to_owned(),
            )),
        }
    }
}

fn died() -> NotDrawn {
    NotDrawn::Never("this page cannot be drawn: the file may be damaged".to_owned())
}

/// The picture, or why there is none.
fn read(mut responses: ChildStdout) -> Result<Result<Vec<u8>, String>, FrameError> {
    let ended = || io::Error::from(io::ErrorKind::UnexpectedEof);
    match read_frame(&mut responses)?.ok_or_else(ended)? {
        Response::Failed { reason } => Ok(Err(reason)),
        Response::Drawn { bytes } if bytes > MOST_BYTES => Err(FrameError::TooLarge { bytes }),
        Response::Drawn { bytes } => {
            let mut png = Vec::new();
            let read = responses.take(bytes).read_to_end(&mut png)?;
            if (read as u64) < bytes {
                return Err(ended().into());
            }
            Ok(Ok(png))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::sync::{Mutex, PoisonError};

    use super::*;

    /// One at a time: a process that another test starts meanwhile inherits the script while it is
    /// being written, and a file open for writing cannot be run.
    static ALONE: Mutex<()> = Mutex::new(());

    /// What becomes of a page that this shell script is to draw in so much time.
    fn drawn_by(script: &str, patience: Duration) -> Result<Vec<u8>, NotDrawn> {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("painter");
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
        let program = Program {
            path,
            memory: 1 << 30,
            limits: Limits::default(),
            patience,
        };
        program.draw(&PageToDraw {
            path: PathBuf::from("a.pdf"),
            page: 1,
            scale: 1.0,
        })
    }

    #[test]
    fn a_process_that_hangs_is_ended() {
        let outcome = drawn_by("exec sleep 600", Duration::from_millis(300));
        let reason = "this page takes too long to draw".to_owned();
        assert_eq!(outcome, Err(NotDrawn::Never(reason)));
    }

    #[test]
    fn a_process_that_dies_or_babbles_costs_a_page_only() {
        for script in [
            "kill -9 $$",
            "cat >/dev/null; echo babble",
            "cat >/dev/null",
        ] {
            let outcome = drawn_by(script, Duration::from_secs(60));
            assert_eq!(outcome, Err(died()), "{script}");
        }
    }

    #[test]
    fn without_a_process_the_page_may_be_drawn_later() {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let program = Program {
            path: PathBuf::from("/nowhere/probity"),
            memory: 1,
            limits: Limits::default(),
            patience: Duration::from_secs(1),
        };
        let outcome = program.draw(&PageToDraw {
            path: PathBuf::from("a.pdf"),
            page: 1,
            scale: 1.0,
        });
        assert!(matches!(outcome, Err(NotDrawn::NotNow(_))), "{outcome:?}");
    }
}
