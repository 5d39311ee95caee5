//! A look through a folder: everything that is there, and what could not be looked into.

use std::path::Path;

use walkdir::WalkDir;

use crate::folder::device;
use crate::look::{self, Found, Look};
use crate::paths;
use crate::settings::Settings;

/// What was found below a folder.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    pub(crate) files: Vec<Found>,
    /// Listed paths of folders that could not be read: nothing is known of what is in them.
    pub(crate) unreadable: Vec<String>,
    /// Listed paths of folders below on which another disk is mounted, and its device.
    pub(crate) mounts: Vec<(String, i64)>,
    /// Nothing is known of the folder at all.
    pub(crate) failed: bool,
}

/// Looks through a folder: the watch folder itself or one below it.
pub(crate) fn scan(settings: &Settings, folder: &Path) -> Scan {
    let mut scan = Scan::default();
    let mut walk = WalkDir::new(folder).follow_links(false).into_iter();
    // Of the folders on the way to where we are.
    let mut devices: Vec<Option<i64>> = Vec::new();
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) => {
                let is_folder = entry.file_type().is_dir();
                let metadata = entry.metadata();
                if is_folder {
                    devices.truncate(entry.depth());
                    devices.push(metadata.as_ref().ok().and_then(device));
                }
                let Some(listed) = paths::listed(&settings.folder, entry.path()) else {
                    continue;
                };
                let Ok(metadata) = metadata else {
                    scan.note_unreadable(&listed);
                    continue;
                };
                if let (true, [.., Some(above), Some(own)]) = (is_folder, devices.as_slice())
                    && above != own
                {
                    scan.mounts.push((listed.clone(), *own));
                }
                match look::judge(settings, entry.path(), &listed, &metadata) {
                    Look::File(found) => scan.files.push(found),
                    Look::Nothing if is_folder => walk.skip_current_dir(),
                    Look::Folder | Look::Nothing | Look::Unknown => {}
                }
            }
            Err(error) => scan.note_error(settings, &error),
        }
    }
    // The oldest come first, so that the newest are taken first.
    scan.files.sort_by(|one, other| {
        (one.changed, &one.file.path).cmp(&(other.changed, &other.file.path))
    });
    scan
}

impl Scan {
    /// Whether the scan can tell that there is nothing at this listed path.
    pub(crate) fn covers(&self, listed: &str) -> bool {
        let is_below = |folder: &String| {
            listed
                .strip_prefix(folder.as_str())
                .is_some_and(|rest| rest.starts_with('/'))
        };
        !self.failed && !self.unreadable.iter().any(is_below)
    }

    fn note_error(&mut self, settings: &Settings, error: &walkdir::Error) {
        if error.io_error().is_some_and(look::is_absent) {
            // It went while we looked.
            return;
        }
        match error
            .path()
            .and_then(|path| paths::listed(&settings.folder, path))
        {
            Some(listed) => {
                self.files.push(look::unreadable_folder(&listed));
                self.note_unreadable(&listed);
            }
            None => self.failed = true,
        }
    }

    fn note_unreadable(&mut self, listed: &str) {
        tracing::warn!(path = listed, "cannot be looked into");
        self.unreadable.push(listed.to_owned());
    }
}
