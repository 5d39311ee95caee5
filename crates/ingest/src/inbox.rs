//! What reaches the thread that looks after the folder: hints of events, and commands. Hints of one
//! path are one, and too many become a look through everything, so it never grows.

use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use probity_model::Command;

/// More hints than these are one: look through everything.
const MOST_HINTS: usize = 10_000;

/// What happened since the last look into the inbox.
#[derive(Debug, Default)]
pub(crate) struct News {
    /// Paths to look at; `true` where a writer closed the file.
    pub(crate) paths: HashMap<PathBuf, bool>,
    /// Look through everything.
    pub(crate) everything: bool,
    /// Events do not reach us, or not all, any more: why.
    pub(crate) deaf: Option<String>,
    pub(crate) commands: VecDeque<Command>,
    /// Come to an end.
    pub(crate) stop: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Inbox {
    news: Mutex<News>,
    arrived: Condvar,
}

impl Inbox {
    pub(crate) fn path(&self, path: PathBuf, closed: bool) {
        self.add(|news| {
            if news.paths.len() < MOST_HINTS {
                *news.paths.entry(path).or_default() |= closed;
            } else {
                news.everything = true;
            }
        });
    }

    pub(crate) fn everything(&self) {
        self.add(|news| news.everything = true);
    }

    /// Events do not come any more.
    pub(crate) fn deaf(&self, why: String) {
        self.add(|news| news.deaf = Some(why));
    }

    pub(crate) fn command(&self, command: Command) {
        self.add(|news| news.commands.push_back(command));
    }

    pub(crate) fn stop(&self) {
        self.add(|news| news.stop = true);
    }

    /// Waits for news, until this moment at the longest, and takes them out.
    pub(crate) fn wait(&self, until: Instant) -> News {
        let mut news = self.lock();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if !news.is_empty() || left.is_zero() {
                return std::mem::take(&mut news);
            }
            let waited = self.arrived.wait_timeout(news, left);
            news = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn add(&self, add: impl FnOnce(&mut News)) {
        add(&mut self.lock());
        self.arrived.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, News> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl News {
    fn is_empty(&self) -> bool {
        self.paths.is_empty()
            && !self.everything
            && self.deaf.is_none()
            && self.commands.is_empty()
            && !self.stop
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn hints_of_one_path_are_one() {
        let inbox = Inbox::default();
        inbox.path("a".into(), false);
        inbox.path("a".into(), true);
        inbox.path("a".into(), false);
        let news = inbox.wait(Instant::now());
        assert_eq!(news.paths, HashMap::from([(PathBuf::from("a"), true)]));
        assert!(inbox.wait(Instant::now()).is_empty());
    }

    #[test]
    fn too_many_hints_become_a_look_through_everything() {
        let inbox = Inbox::default();
        for number in 0..=MOST_HINTS {
            inbox.path(number.to_string().into(), false);
        }
        let news = inbox.wait(Instant::now());
        assert!(news.everything);
        assert_eq!(news.paths.len(), MOST_HINTS);
    }

    #[test]
    fn waiting_ends_with_news() {
        let inbox = Inbox::default();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| inbox.wait(Instant::now() + Duration::from_secs(60)));
            inbox.command(Command::Pause);
            assert_eq!(waiting.join().unwrap().commands, [Command::Pause]);
        });
    }
}
