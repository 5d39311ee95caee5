//! Files that may still be written to: each waits until nothing about it changes any more.

use std::collections::{BTreeSet, HashMap};
use std::time::{Duration, Instant, SystemTime};

use crate::look::Found;

/// Files that wait to settle.
#[derive(Debug)]
pub(crate) struct Unsettled {
    settle: Duration,
    files: HashMap<String, Waiting>,
    by_time: BTreeSet<(Instant, String)>,
}

#[derive(Debug)]
struct Waiting {
    stamp: String,
    bytes: u64,
    until: Instant,
}

/// A writer that closed the file is done with it in all likelihood: this part of the time is left.
const AFTER_CLOSE: u32 = 4;

impl Unsettled {
    pub(crate) fn new(settle: Duration) -> Self {
        Self {
            settle,
            files: HashMap::new(),
            by_time: BTreeSet::new(),
        }
    }

    /// Notes how a file looks. Its time begins anew when it looks different from the last time.
    /// `closed` says that its writer has just closed it.
    pub(crate) fn notice(&mut self, found: &Found, closed: bool, now: Instant, clock: SystemTime) {
        let file = &found.file;
        let known = self
            .files
            .get(&file.path)
            .filter(|waiting| waiting.stamp == file.stamp);
        if known.is_some() && !closed {
            return;
        }
        let wait = if closed {
            self.settle / AFTER_CLOSE
        } else {
            self.left(found.changed, clock)
        };
        let until = now + wait;
        let until = known.map_or(until, |waiting| waiting.until.min(until));
        self.remove(&file.path);
        self.by_time.insert((until, file.path.clone()));
        let waiting = Waiting {
            stamp: file.stamp.clone(),
            bytes: file.bytes,
            until,
        };
        self.files.insert(file.path.clone(), waiting);
    }

    /// A file that lay still for long before it was noticed does not wait again. A clock that is
    /// ahead of ours says nothing.
    fn left(&self, changed: SystemTime, clock: SystemTime) -> Duration {
        let age = clock.duration_since(changed).unwrap_or_default();
        self.settle.saturating_sub(age)
    }

    /// Takes out the files whose time is over: their paths and the stamps they must still have.
    pub(crate) fn due(&mut self, now: Instant) -> Vec<(String, String)> {
        let mut due = Vec::new();
        while let Some((until, path)) = self.by_time.first().cloned()
            && until <= now
        {
            let stamp = self.files.get(&path).map(|waiting| waiting.stamp.clone());
            self.remove(&path);
            due.extend(stamp.map(|stamp| (path, stamp)));
        }
        due
    }

    pub(crate) fn remove(&mut self, path: &str) {
        if let Some(waiting) = self.files.remove(path) {
            self.by_time.remove(&(waiting.until, path.to_owned()));
        }
    }

    /// When the next file's time is over.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.by_time.first().map(|(until, _)| *until)
    }

    /// Sizes of the files that wait: the content of one may be that of a file that is gone.
    pub(crate) fn sizes(&self) -> impl Iterator<Item = u64> {
        self.files.values().map(|waiting| waiting.bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use probity_catalogue::{SeenFile, Verdict};

    use super::*;

    const SETTLE: Duration = Duration::from_millis(1000);

    fn found(stamp: &str, age: Duration) -> (Found, SystemTime) {
        let clock = UNIX_EPOCH + Duration::from_secs(1_000_000);
        let file = SeenFile {
            path: "a.pdf".into(),
            stamp: stamp.into(),
            bytes: 7,
            modified: None,
            verdict: Verdict::Take,
        };
        (
            Found {
                file,
                changed: clock - age,
            },
            clock,
        )
    }

    /// Looks at given milliseconds, then the moment when the file's time is over.
    fn check(looks: &[(u64, &str, bool)], expected: u64) {
        let start = Instant::now();
        let mut unsettled = Unsettled::new(SETTLE);
        for &(at, stamp, closed) in looks {
            let (found, clock) = found(stamp, Duration::ZERO);
            unsettled.notice(&found, closed, start + Duration::from_millis(at), clock);
        }
        let over = start + Duration::from_millis(expected);
        assert_eq!(unsettled.due(over - Duration::from_millis(1)), []);
        let stamp = looks.last().unwrap().1.to_owned();
        assert_eq!(unsettled.due(over), [("a.pdf".to_owned(), stamp)]);
        assert!(unsettled.files.is_empty() && unsettled.by_time.is_empty());
    }

    #[test]
    fn a_file_waits_from_its_last_change() {
        check(&[(0, "1", false)], 1000);
        check(
            &[(0, "1", false), (300, "1", false), (900, "1", false)],
            1000,
        );
        check(
            &[(0, "1", false), (300, "2", false), (900, "3", false)],
            1900,
        );
    }

    #[test]
    fn a_closed_file_waits_a_quarter() {
        check(&[(0, "1", true)], 250);
        check(&[(0, "1", false), (100, "1", true)], 350);
        check(&[(0, "1", false), (900, "1", true)], 1000);
        check(&[(0, "1", true), (100, "2", false)], 1100);
    }

    #[test]
    fn a_file_that_lay_still_does_not_wait() {
        let now = Instant::now();
        for (age, wait) in [(0, 1000), (400, 600), (5000, 0)] {
            let mut unsettled = Unsettled::new(SETTLE);
            let (found, clock) = found("1", Duration::from_millis(age));
            unsettled.notice(&found, false, now, clock);
            assert_eq!(
                unsettled.next(),
                Some(now + Duration::from_millis(wait)),
                "{age}"
            );
        }
        let mut ahead = Unsettled::new(SETTLE);
        let (found, clock) = found("1", Duration::ZERO);
        ahead.notice(&found, false, now, clock - Duration::from_secs(60));
        assert_eq!(ahead.next(), Some(now + SETTLE));
        assert_eq!(ahead.sizes().collect::<Vec<_>>(), [7]);
    }
}
