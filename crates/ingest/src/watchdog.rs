//! Kills worker processes that take too long.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use std::{io, thread};

/// One thread that watches the clock for all workers.
#[derive(Debug)]
pub(crate) struct Watchdog {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    watched: BTreeMap<u64, (Instant, u32)>,
    numbers: u64,
    closed: bool,
}

/// A process under watch. Dropping it ends the watch.
#[derive(Debug)]
pub(crate) struct Watched {
    shared: Arc<Shared>,
    number: u64,
}

impl Watchdog {
    pub(crate) fn start() -> io::Result<Self> {
        let shared = Arc::<Shared>::default();
        let of_thread = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("ingest-watchdog".to_owned())
            .spawn(move || of_thread.run())?;
        Ok(Self {
            shared,
            thread: Some(thread),
        })
    }

    /// Kills this process and all it started, unless the watch ends before the limit does. The
    /// process must not be waited for as long as it is watched: its number could be another's.
    pub(crate) fn watch(&self, process: u32, limit: Duration) -> Watched {
        let mut state = self.shared.lock();
        state.numbers += 1;
        let number = state.numbers;
        state
            .watched
            .insert(number, (Instant::now() + limit, process));
        self.shared.changed.notify_all();
        Watched {
            shared: Arc::clone(&self.shared),
            number,
        }
    }
}

impl Watchdog {
    /// Kills every process that is being watched.
    pub(crate) fn kill_all(&self) {
        let mut state = self.shared.lock();
        for (_, process) in std::mem::take(&mut state.watched).into_values() {
            kill_group(process);
        }
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Watched {
    /// The limit is this, from now on.
    pub(crate) fn allow(&self, limit: Duration) {
        let mut state = self.shared.lock();
        if let Some((until, _)) = state.watched.get_mut(&self.number) {
            *until = Instant::now() + limit;
        }
        self.shared.changed.notify_all();
    }

    /// Ends the watch. `true` where the process was killed before.
    pub(crate) fn end(self) -> bool {
        self.shared.lock().watched.remove(&self.number).is_none()
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.shared.lock().watched.remove(&self.number);
    }
}

impl Shared {
    fn run(&self) {
        let mut state = self.lock();
        while !state.closed {
            let now = Instant::now();
            state.watched.retain(|_, (until, process)| {
                let is_over = *until <= now;
                if is_over {
                    kill_group(*process);
                }
                !is_over
            });
            let next = state.watched.values().map(|(until, _)| *until).min();
            let wait = next.map_or(Duration::from_secs(3600), |until| until - now);
            let waited = self.changed.wait_timeout(state, wait);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Kills a process that leads a group of its own, and everyone in the group.
#[cfg(unix)]
pub(crate) fn kill_group(process: u32) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let group = i32::try_from(process).ok().and_then(Pid::from_raw);
    if let Some(group) = group
        && let Err(error) = kill_process_group(group, Signal::KILL)
    {
        tracing::debug!(process, %error, "worker was gone before it was killed");
    }
}

/// Kills a process and everyone it started.
#[cfg(not(unix))]
pub(crate) fn kill_group(process: u32) {
    let kill = std::process::Command::new("taskkill")
        .args(["/F", "/T", "/PID", &process.to_string()])
        .output();
    if let Err(error) = kill {
        tracing::warn!(process, %error, "a worker could not be killed");
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Command};

    use super::*;

    #[test]
    fn who_is_allowed_more_time_has_it_and_no_other() {
        let watchdog = Watchdog::start().unwrap();
        let sleeper = || Command::new("sleep").arg("60").process_group(0).spawn();
        let (mut slow, mut slower) = (sleeper().unwrap(), sleeper().unwrap());
        let watch = |child: &Child| watchdog.watch(child.id(), Duration::from_secs(1));
        let (of_slow, of_slower) = (watch(&slow), watch(&slower));
        of_slower.allow(Duration::from_secs(600));
        slow.wait().unwrap();
        assert!(slower.try_wait().unwrap().is_none());
        assert!(of_slow.end(), "it was not killed");
        assert!(!of_slower.end(), "it was killed");
        kill_group(slower.id());
        slower.wait().unwrap();
    }
}
