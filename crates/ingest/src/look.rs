//! One look at one path: is there a file, has it changed, is it to be taken.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use probity_catalogue::{SeenFile, Verdict};

use crate::settings::Settings;
use crate::{ignore, sentences};

/// What is at a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// A file, or something that is listed with a reason why it is not taken.
    File(Found),
    /// A folder whose files are to be looked at.
    Folder,
    /// Nothing, or a folder that is not looked into.
    Nothing,
    /// It cannot be told: nothing may be concluded from it.
    Unknown,
}

/// A file that was found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) file: SeenFile,
    /// When its content or its place last changed.
    pub(crate) changed: SystemTime,
}

/// Looks at a path below the watch folder. `listed` is its listed form.
pub(crate) fn look(settings: &Settings, path: &Path, listed: &str) -> Look {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if is_absent(&error) => return Look::Nothing,
        Err(_) => return Look::Unknown,
    };
    judge(settings, path, listed, &metadata)
}

/// The path leads to nothing, or through something that is no folder any more.
pub(crate) fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// As [`look`], with what the system says of the path itself (not of where a link leads).
pub(crate) fn judge(settings: &Settings, path: &Path, listed: &str, metadata: &Metadata) -> Look {
    if let Some(why) = hidden_by(settings, listed) {
        return if metadata.is_dir() || listed_parent_is_hidden(settings, listed) {
            Look::Nothing
        } else {
            Look::File(found(listed, metadata, Verdict::Ignore(why)))
        };
    }
    if metadata.is_symlink() {
        return follow(settings, path, listed, metadata);
    }
    if metadata.is_dir() {
        return Look::Folder;
    }
    Look::File(found(listed, metadata, verdict(settings, metadata)))
}

/// A link is taken for the file it leads to, where that is within the folder.
fn follow(settings: &Settings, path: &Path, listed: &str, link: &Metadata) -> Look {
    let ignored = |why: &str| Look::File(found(listed, link, Verdict::Ignore(why.to_owned())));
    let target = fs::canonicalize(path).and_then(|target| Ok((fs::metadata(&target)?, target)));
    let Ok((metadata, target)) = target else {
        return ignored(sentences::LINK_TO_NOTHING);
    };
    let inside = fs::canonicalize(&settings.folder).is_ok_and(|folder| target.starts_with(folder));
    if !inside {
        return ignored(sentences::LINK_OUT);
    }
    if metadata.is_dir() {
        return ignored(sentences::LINK_TO_FOLDER);
    }
    Look::File(found(listed, &metadata, verdict(settings, &metadata)))
}

fn verdict(settings: &Settings, metadata: &Metadata) -> Verdict {
    if !metadata.is_file() {
        return Verdict::Ignore(sentences::NO_FILE.to_owned());
    }
    if metadata.len() > settings.max_file_size {
        return Verdict::Refuse(sentences::too_large(metadata.len(), settings.max_file_size));
    }
    Verdict::Take
}

/// Why the path or a folder on the way to it is not taken.
pub(crate) fn hidden_by(settings: &Settings, listed: &str) -> Option<String> {
    listed
        .split('/')
        .find_map(|name| ignore::reason(name, &settings.ignore))
}

fn listed_parent_is_hidden(settings: &Settings, listed: &str) -> bool {
    listed
        .rsplit_once('/')
        .is_some_and(|(parent, _)| hidden_by(settings, parent).is_some())
}

fn found(listed: &str, metadata: &Metadata, verdict: Verdict) -> Found {
    let stamp = stamp(metadata);
    let stamp = match &verdict {
        Verdict::Take => stamp,
        // Not a stamp of a file that is taken: should the reason go, the file counts as changed.
        Verdict::Ignore(_) | Verdict::Refuse(_) => format!("not taken {stamp}"),
    };
    let file = SeenFile {
        path: listed.to_owned(),
        stamp,
        bytes: metadata.len(),
        modified: modified(metadata),
        verdict,
    };
    Found {
        file,
        changed: changed(metadata),
    }
}

/// The row of a folder that cannot be read.
pub(crate) fn unreadable_folder(listed: &str) -> Found {
    let file = SeenFile {
        path: listed.to_owned(),
        stamp: "unreadable folder".to_owned(),
        bytes: 0,
        modified: None,
        verdict: Verdict::Refuse(sentences::UNREADABLE_FOLDER.to_owned()),
    };
    Found {
        file,
        changed: UNIX_EPOCH,
    }
}

/// Everything that changes when a file's content may have changed.
#[cfg(unix)]
pub(crate) fn stamp(metadata: &Metadata) -> String {
    use std::os::unix::fs::MetadataExt;
    format!(
        "{} {}.{:09} {}.{:09} {}",
        metadata.len(),
        metadata.mtime(),
        metadata.mtime_nsec(),
        metadata.ctime(),
        metadata.ctime_nsec(),
        metadata.ino()
    )
}

/// Everything that changes when a file's content may have changed.
#[cfg(not(unix))]
pub(crate) fn stamp(metadata: &Metadata) -> String {
    format!(
        "{} {:?} {:?}",
        metadata.len(),
        metadata.modified().ok(),
        metadata.created().ok()
    )
}

/// When the content or the name last changed, by the clock of the file system.
#[cfg(unix)]
pub(crate) fn changed(metadata: &Metadata) -> SystemTime {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(metadata.ctime()).unwrap_or_default();
    let nanos = u32::try_from(metadata.ctime_nsec()).unwrap_or_default();
    UNIX_EPOCH + Duration::new(seconds, nanos)
}

/// When the content last changed, by the clock of the file system.
#[cfg(not(unix))]
pub(crate) fn changed(metadata: &Metadata) -> SystemTime {
    metadata.modified().unwrap_or(UNIX_EPOCH)
}

pub(crate) fn modified(metadata: &Metadata) -> Option<Timestamp> {
    let since = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Timestamp::from_microsecond(i64::try_from(since.as_micros()).ok()?).ok()
}
