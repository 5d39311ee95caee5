//! Settled files that wait to be read, the newest first, and those that are being read.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Nothing came for so long: what is kept ready for the next file may go.
const IDLE: Duration = Duration::from_secs(10);

/// Readers that are busy for so long hold others up: help is called for.
const PATIENCE: Duration = Duration::from_secs(1);

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
    /// Somebody wants no new files taken.
    paused: bool,
    /// No new file can be taken for want of room.
    held: bool,
    closed: bool,
}

#[derive(Debug)]
struct Busy {
    bytes: u64,
    since: Instant,
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
            if let Some(newest) = state.newest() {
                return state.take(newest);
            }
            let (woken, is_over) = self.wait(state, IDLE);
            state = woken;
            if is_over {
                drop(state);
                rest();
                state = self.lock();
            }
        }
    }

    /// As [`Queue::pop`], for a reader that helps out: it takes files only while all the `others`
    /// have been busy for a while, and then the smallest, so that long documents hold no short one up.
    pub(crate) fn pop_to_help(&self, others: usize, mut rest: impl FnMut()) -> Option<Job> {
        let mut state = self.lock();
        let mut idle_since = Instant::now();
        loop {
            if state.closed {
                return None;
            }
            if state.is_stuck(others)
                && let Some(smallest) = state.smallest()
            {
                return state.take(smallest);
            }
            let is_needed_soon = !state.waiting.is_empty() && state.busy.len() >= others;
            let longest = if is_needed_soon { PATIENCE / 4 } else { IDLE };
            state = self.wait(state, longest).0;
            if idle_since.elapsed() >= IDLE {
                drop(state);
                rest();
                idle_since = Instant::now();
                state = self.lock();
            }
        }
    }

    /// Waits for a change; `true` where the time is over without one.
    fn wait<'a>(
        &self,
        state: MutexGuard<'a, State>,
        longest: Duration,
    ) -> (MutexGuard<'a, State>, bool) {
        let waited = self.changed.wait_timeout(state, longest);
        let (state, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        (state, waited.timed_out())
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
        (state.waiting.is_empty() || state.is_stopped()) && state.busy.is_empty()
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

    /// Gives out no files while there is no room for what is read from them.
    pub(crate) fn hold(&self, held: bool) {
        self.lock().held = held;
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

    const fn is_stopped(&self) -> bool {
        self.paused || self.held
    }

    /// The place of the file that came last; `None` where none may be taken.
    fn newest(&self) -> Option<u64> {
        let newest = self.waiting.last_key_value().map(|(place, _)| *place);
        newest.filter(|_| !self.is_stopped())
    }

    /// The place of the smallest file, of several the one that came last.
    fn smallest(&self) -> Option<u64> {
        let newest_first = self.waiting.iter().rev();
        let smallest = newest_first.min_by_key(|(_, job)| job.bytes);
        smallest
            .map(|(place, _)| *place)
            .filter(|_| !self.is_stopped())
    }

    /// As many readers as this are busy, each for a while.
    fn is_stuck(&self, readers: usize) -> bool {
        let mut busy = self.busy.values();
        self.busy.len() >= readers && busy.all(|busy| busy.since.elapsed() >= PATIENCE)
    }

    fn take(&mut self, place: u64) -> Option<Job> {
        let job = self.waiting.remove(&place)?;
        self.places.remove(&job.path);
        let busy = Busy {
            bytes: job.bytes,
            since: Instant::now(),
            unhashed: true,
            again: None,
        };
        self.busy.insert(job.path.clone(), busy);
        Some(job)
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
    fn help_takes_the_smallest_while_all_others_are_stuck() {
        let queue = Queue::default();
        for (path, bytes) in [("long", 900), ("b", 20), ("c", 10), ("d", 10), ("e", 30)] {
            queue.push(job(path, bytes));
        }
        assert_eq!(popped(&queue), "e");
        let helped = || {
            let path = queue.pop_to_help(1, || {}).unwrap().path;
            queue.done(&path);
            path
        };
        assert_eq!([helped(), helped(), helped()], ["d", "c", "b"]);
        queue.done("e");
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| queue.pop_to_help(1, || {}));
            assert_eq!(popped(&queue), "long", "help is not called for yet");
            queue.close();
            assert_eq!(waiting.join().unwrap(), None);
        });
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
    fn a_pause_or_want_of_room_holds_files_back() {
        let queue = Queue::default();
        queue.pause(true);
        queue.hold(true);
        queue.push(job("a", 1));
        assert!(queue.is_idle());
        queue.pause(false);
        assert!(queue.is_idle());
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| queue.pop(|| {}));
            queue.hold(false);
            assert_eq!(waiting.join().unwrap(), Some(job("a", 1)));
        });
    }
}
