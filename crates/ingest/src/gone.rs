//! Files that seem to be gone. Each waits a while before it is believed: it may be about to be
//! replaced, or its content may be on its way under another name.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use probity_catalogue::KnownFile;

#[derive(Debug, Default)]
pub(crate) struct Gone {
    files: HashMap<String, Missing>,
}

#[derive(Debug)]
struct Missing {
    bytes: u64,
    until: Instant,
}

/// Time until it is looked again whether an awaited content has come.
const AWAIT: Duration = Duration::from_millis(100);

impl Gone {
    /// Notes that a file was not found. The time does not begin anew for one that was noted before.
    pub(crate) fn notice(&mut self, file: &KnownFile, until: Instant) {
        let missing = Missing {
            bytes: file.bytes,
            until,
        };
        self.files.entry(file.path.clone()).or_insert(missing);
    }

    pub(crate) fn is_back(&mut self, path: &str) {
        self.files.remove(path);
    }

    pub(crate) fn is_due(&self, now: Instant) -> bool {
        self.files.values().any(|missing| missing.until <= now)
    }

    /// Takes out the files whose time is over, but not those of a size that is still awaited.
    pub(crate) fn due(&mut self, now: Instant, awaited: &HashSet<u64>) -> Vec<String> {
        let mut due = Vec::new();
        self.files.retain(|path, missing| {
            if missing.until > now {
                return true;
            }
            if awaited.contains(&missing.bytes) {
                missing.until = now + AWAIT;
                return true;
            }
            due.push(path.clone());
            false
        });
        due.sort();
        due
    }

    /// When the next file's time is over.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.files.values().map(|missing| missing.until).min()
    }
}

#[cfg(test)]
mod tests {
    use probity_catalogue::FileState;

    use super::*;

    fn file(path: &str, bytes: u64) -> KnownFile {
        KnownFile {
            path: path.into(),
            stamp: String::new(),
            state: FileState::Indexed,
            bytes,
            next_attempt: None,
        }
    }

    #[test]
    fn a_file_is_believed_gone_after_its_time() {
        let (now, second) = (Instant::now(), Duration::from_secs(1));
        let mut gone = Gone::default();
        gone.notice(&file("a", 1), now + second);
        gone.notice(&file("b", 2), now + second);
        gone.notice(&file("a", 1), now + second * 9);
        gone.is_back("b");
        assert!(!gone.is_due(now));
        assert!(gone.due(now, &HashSet::new()).is_empty());
        assert_eq!(gone.due(now + second, &HashSet::new()), ["a"]);
        assert_eq!(gone.next(), None);
    }

    #[test]
    fn a_file_whose_content_may_come_back_waits_on() {
        let now = Instant::now();
        let mut gone = Gone::default();
        gone.notice(&file("a", 7), now);
        assert!(gone.due(now, &HashSet::from([7])).is_empty());
        assert_eq!(gone.next(), Some(now + AWAIT));
        assert_eq!(gone.due(now + AWAIT, &HashSet::from([8])), ["a"]);
    }
}
