//! Settled files that wait to be read, the newest first, and those that are being read.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Nothing came for so long: what is kept ready for the next file may go.
const IDLE: Duration = Duration::from_secs(10);

/// A file to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Job {
    /// As listed.
    pub(crate) path: String,
    /// Size when it was last seen.
    pub(crate) bytes: u64,
}

/// The waiting line between the one that finds files and those that read them. No path is in it
/// twice, and none is read by two at once.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// By the order in which they came.
    waiting: BTreeMap<u64, Job>,
    places: HashMap<String, u64>,
    busy: HashMap<String, Busy>,
    came: u64,
    paused: bool,
    closed: bool,
}

#[derive(Debug)]
struct Busy {
    bytes: u64,
    /// Its content is not known yet.
    unhashed: bool,
    /// It came again while it was being read.
    again: Option<Job>,
}

impl Queue {
    /// Adds a file. One that is being read is read once more afterwards.
    pub(crate) fn push(&self, job: Job) {
        let mut state = self.lock();
        if let Some(busy) = state.busy.get_mut(&job.path) {
            busy.again = Some(job);
        } else {
            state.add(job);
        }
        self.changed.notify_all();
    }

    /// Adds a file unless it waits or is being read.
    pub(crate) fn push_absent(&self, job: Job) {
        let mut state = self.lock();
        if !state.busy.contains_key(&job.path) && !state.places.contains_key(&job.path) {
            state.add(job);
        }
        self.changed.notify_all();
    }

    /// Waits for a file and takes it; `None` when the queue was closed. Each file that is taken
    /// must be given back by [`Queue::done`]. Calls `rest` whenever nothing came for a while.
    pub(crate) fn pop(&self, mut rest: impl FnMut()) -> Option<Job> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            if !state.paused
                && let Some((_, job)) = state.waiting.pop_last()
            {
                state.places.remove(&job.path);
                let busy = Busy {
                    bytes: job.bytes,
                    unhashed: true,
                    again: None,
                };
                state.busy.insert(job.path.clone(), busy);
                return Some(job);
            }
            let (woken, waited) = self
                .changed
                .wait_timeout(state, IDLE)
                .unwrap_or_else(PoisonError::into_inner);
            state = woken;
            if waited.timed_out() {
                drop(state);
                rest();
                state = self.lock();
            }
        }
    }

    /// The content of a file that is being read is known now.
    pub(crate) fn hashed(&self, path: &str) {
        if let Some(busy) = self.lock().busy.get_mut(path) {
            busy.unhashed = false;
        }
    }

    /// A file has been read.
    pub(crate) fn done(&self, path: &str) {
        let mut state = self.lock();
        let again = state.busy.remove(path).and_then(|busy| busy.again);
        if let Some(job) = again {
            state.add(job);
        }
        self.changed.notify_all();
    }

    /// Sizes of the files whose content is not known yet: it may be that of a file that is gone.
    pub(crate) fn sizes(&self) -> HashSet<u64> {
        let state = self.lock();
        let unhashed = state
            .busy
            .values()
            .filter(|busy| busy.unhashed)
            .map(|busy| busy.bytes);
        state
            .waiting
            .values()
            .map(|job| job.bytes)
            .chain(unhashed)
            .collect()
    }

    /// Nothing waits and nothing is being read.
    pub(crate) fn is_idle(&self) -> bool {
        let state = self.lock();
        (state.waiting.is_empty() || state.paused) && state.busy.is_empty()
    }

    /// Files that wait or are being read.
    pub(crate) fn len(&self) -> usize {
        let state = self.lock();
        state.waiting.len() + state.busy.len()
    }

    pub(crate) fn pause(&self, paused: bool) {
        self.lock().paused = paused;
        self.changed.notify_all();
    }

    /// Gives out no more files, for good.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// A file that comes again while it waits keeps its place.
    fn add(&mut self, job: Job) {
        self.came += 1;
        let place = *self.places.entry(job.path.clone()).or_insert(self.came);
        self.waiting.insert(place, job);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(path: &str, bytes: u64) -> Job {
        Job {
            path: path.to_owned(),
            bytes,
        }
    }

    fn popped(queue: &Queue) -> String {
        queue.pop(|| {}).unwrap().path
    }

    #[test]
    fn the_newest_is_read_first() {
        let queue = Queue::default();
        for path in ["a", "b", "c", "a"] {
            queue.push(job(path, 1));
        }
        assert_eq!(queue.len(), 3);
        assert_eq!(
            [popped(&queue), popped(&queue), popped(&queue)],
            ["c", "b", "a"]
        );
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_read_again() {
        let queue = Queue::default();
        queue.push(job("a", 1));
        assert_eq!(popped(&queue), "a");
        queue.push(job("a", 2));
        queue.push_absent(job("a", 3));
        assert_eq!(queue.len(), 1);
        queue.done("a");
        assert_eq!(queue.pop(|| {}), Some(job("a", 2)));
        queue.done("a");
        assert!(queue.is_idle());
    }

    #[test]
    fn sizes_are_awaited_until_the_content_is_known() {
        let queue = Queue::default();
        queue.push(job("a", 7));
        assert_eq!(queue.sizes(), HashSet::from([7]));
        popped(&queue);
        assert_eq!(queue.sizes(), HashSet::from([7]));
        queue.hashed("a");
        assert!(queue.sizes().is_empty());
        assert!(!queue.is_idle());
    }

    #[test]
    fn a_closed_queue_lets_everyone_go() {
        let queue = Queue::default();
        queue.pause(true);
        queue.push(job("a", 1));
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| queue.pop(|| {}));
            queue.close();
            assert_eq!(waiting.join().unwrap(), None);
        });
    }

    #[test]
    fn a_pause_holds_files_back() {
        let queue = Queue::default();
        queue.pause(true);
        queue.push(job("a", 1));
        assert!(queue.is_idle());
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| queue.pop(|| {}));
            queue.pause(false);
            assert_eq!(waiting.join().unwrap(), Some(job("a", 1)));
        });
    }
}
