//! Events of the file system. They are hints of where to look, no more: some never come, some come
//! twice, and a full scan finds what they missed.

use std::path::Path;
use std::sync::Arc;

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::inbox::Inbox;

/// Lives as long as events are wanted.
#[derive(Debug)]
pub(crate) struct Watch {
    _watcher: RecommendedWatcher,
}

/// Has events below a folder put into the inbox.
///
/// # Errors
/// A sentence that says why there will be no events, and what can be done.
pub(crate) fn watch(folder: &Path, inbox: &Arc<Inbox>) -> Result<Watch, String> {
    let events = Arc::clone(inbox);
    let handler = move |event: notify::Result<Event>| match event {
        Ok(event) => pass_on(event, &events),
        Err(error) => {
            tracing::warn!(%error, "watching failed; looking through the whole folder");
            events.everything();
        }
    };
    let config = Config::default().with_follow_symlinks(false);
    let mut watcher = RecommendedWatcher::new(handler, config).map_err(|error| explain(&error))?;
    watcher
        .watch(folder, RecursiveMode::Recursive)
        .map_err(|error| explain(&error))?;
    Ok(Watch { _watcher: watcher })
}

fn pass_on(event: Event, inbox: &Inbox) {
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

fn explain(error: &notify::Error) -> String {
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
