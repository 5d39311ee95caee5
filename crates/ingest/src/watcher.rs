//! Events of the file system. They are hints of where to look, no more: some never come, some come
//! twice, and a full scan finds what they missed.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::inbox::Inbox;

/// Lives as long as events are wanted.
#[derive(Debug)]
pub(crate) struct Watch {
    is_wanted: Arc<AtomicBool>,
    _watcher: RecommendedWatcher,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.is_wanted.store(false, Ordering::Release);
    }
}

/// Goes with the thread that passes events on. Should that end while events are wanted, nobody
/// would notice otherwise.
struct Passing {
    inbox: Arc<Inbox>,
    is_wanted: Arc<AtomicBool>,
}

impl Drop for Passing {
    fn drop(&mut self) {
        if self.is_wanted.load(Ordering::Acquire) {
            self.inbox.deaf("the system's events have ended".to_owned());
        }
    }
}

/// Has events below a folder put into the inbox.
///
/// # Errors
/// A sentence that says why there will be no events, and what can be done.
pub(crate) fn watch(folder: &Path, inbox: &Arc<Inbox>) -> Result<Watch, String> {
    let is_wanted = Arc::new(AtomicBool::new(false));
    let passing = Passing {
        inbox: Arc::clone(inbox),
        is_wanted: Arc::clone(&is_wanted),
    };
    let handler = move |event| pass_on(event, &passing.inbox);
    let config = Config::default().with_follow_symlinks(false);
    let mut watcher = RecommendedWatcher::new(handler, config).map_err(|error| explain(&error))?;
    watcher
        .watch(folder, RecursiveMode::Recursive)
        .map_err(|error| explain(&error))?;
    is_wanted.store(true, Ordering::Release);
    Ok(Watch {
        is_wanted,
        _watcher: watcher,
    })
}

fn pass_on(event: notify::Result<Event>, inbox: &Inbox) {
    match event {
        Ok(event) => pass_hints_on(event, inbox),
        // A new folder could not be watched: what happens in it will not be told.
        Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
            inbox.deaf(explain(&error));
        }
        Err(error) => {
            tracing::warn!(%error, "watching failed; looking through the whole folder");
            inbox.everything();
        }
    }
}

fn pass_hints_on(event: Event, inbox: &Inbox) {
    if event.need_rescan() {
        inbox.everything();
    }
    let complete = match event.kind {
        // A file that was moved in is complete.
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Name(RenameMode::To)) => true,
        // That somebody reads a file, we for one, is no news.
        EventKind::Access(_) => return,
        _ => false,
    };
    for path in event.paths {
        inbox.path(path, complete);
    }
}

pub(crate) fn explain(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => {
            "the system's limit of watched folders is reached; raise it with `sysctl fs.inotify.max_user_watches=524288`"
                .to_owned()
        }
        ErrorKind::Io(io) if io.raw_os_error() == Some(TOO_MANY_OPEN) => {
            "the system's limit of watchers is reached; raise it with `sysctl fs.inotify.max_user_instances=1024`"
                .to_owned()
        }
        _ => error.to_string(),
    }
}

/// `EMFILE`, which stands for too many watchers here.
const TOO_MANY_OPEN: i32 = 24;

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use notify::event::Flag;

    use super::*;
    use crate::inbox::News;

    /// What reaches the inbox of an event or an error.
    fn news(event: notify::Result<Event>) -> News {
        let inbox = Inbox::default();
        pass_on(event, &inbox);
        inbox.wait(Instant::now())
    }

    #[test]
    fn lost_events_make_us_look_through_everything() {
        let overflow = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert!(news(Ok(overflow)).everything);
        assert!(news(Err(notify::Error::generic("odd"))).everything);
    }

    #[test]
    fn a_new_folder_that_cannot_be_watched_makes_us_deaf() {
        let limit = notify::Error::new(ErrorKind::MaxFilesWatch);
        let why = news(Err(limit)).deaf.unwrap();
        assert!(why.contains("sysctl fs.inotify.max_user_watches"), "{why}");
    }

    #[test]
    fn a_closed_or_moved_file_is_complete_and_a_read_one_no_news() {
        let told = |kind| {
            let news = news(Ok(Event::new(kind).add_path("a".into())));
            news.paths.values().next().copied()
        };
        let close = |mode| EventKind::Access(AccessKind::Close(mode));
        assert_eq!(told(close(AccessMode::Write)), Some(true));
        assert_eq!(told(close(AccessMode::Read)), None);
        let moved = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        assert_eq!(told(moved), Some(true));
        assert_eq!(
            told(EventKind::Create(notify::event::CreateKind::File)),
            Some(false)
        );
    }

    #[test]
    fn events_that_end_by_themselves_are_missed_and_those_we_end_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let inbox = Arc::<Inbox>::default();
        drop(watch(folder.path(), &inbox).unwrap());
        assert!(inbox.wait(Instant::now()).deaf.is_none());
        let is_wanted = Arc::new(AtomicBool::new(true));
        drop(Passing {
            inbox: Arc::clone(&inbox),
            is_wanted,
        });
        assert!(inbox.wait(Instant::now()).deaf.is_some());
    }
}
