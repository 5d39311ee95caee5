//! The watch folder itself: whether it is there, whether it is the one it was, whether it is watched.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use probity_catalogue::{Catalogue, CatalogueError, KnownFile};

use crate::inbox::Inbox;
use crate::scan::Scan;
use crate::settings::Settings;
use crate::watcher::{self, Watch};

#[derive(Debug, Default)]
pub(crate) struct Folder {
    /// Events of the folder, and which folder it was when they began.
    watch: Option<(Watch, Option<Identity>)>,
    /// Events cannot be had.
    is_unwatchable: bool,
}

/// Device and number of a folder: another folder under the same name has others.
type Identity = (u64, u64);

/// Without events the folder is looked through this often.
const FALLBACK_POLL: Duration = Duration::from_secs(5);

/// The device the folder was on, in the ledger.
const DEVICE: &str = "watch_device";

impl Folder {
    /// Sees that events of the folder arrive, where they are wanted.
    pub(crate) fn watch(&mut self, settings: &Settings, inbox: &Arc<Inbox>) {
        if settings.poll.is_some() {
            return;
        }
        let identity = fs::metadata(&settings.folder)
            .ok()
            .as_ref()
            .and_then(identity);
        if self
            .watch
            .as_ref()
            .is_some_and(|(_, watched)| *watched == identity)
        {
            return;
        }
        self.watch = None;
        if identity.is_none() && cfg!(unix) {
            return;
        }
        match watcher::watch(&settings.folder, inbox) {
            Ok(watch) => {
                self.watch = Some((watch, identity));
                self.is_unwatchable = false;
            }
            Err(why) => {
                if !self.is_unwatchable {
                    tracing::warn!(why, "no events; looking through the folder instead");
                }
                self.is_unwatchable = true;
            }
        }
    }

    /// How often to look through the folder where events were wanted and cannot be had.
    pub(crate) fn fallback(&self) -> Option<Duration> {
        self.is_unwatchable.then_some(FALLBACK_POLL)
    }

    /// Why nothing may be concluded from what was found, as a sentence; `None` where all is well. A
    /// folder on a disk that is not mounted looks empty, and its documents must stay.
    pub(crate) fn missing(
        &self,
        settings: &Settings,
        catalogue: &Catalogue,
        found: &Scan,
        known: &HashMap<String, KnownFile>,
    ) -> Result<Option<String>, CatalogueError> {
        let name = settings.folder.display();
        let metadata = match fs::metadata(&settings.folder) {
            Ok(metadata) if metadata.is_dir() => metadata,
            Ok(_) => return Ok(Some(format!("The watch folder {name} is no folder."))),
            Err(error) => {
                return Ok(Some(format!(
                    "The watch folder {name} is not there ({error}); its documents are kept."
                )));
            }
        };
        if found.failed {
            return Ok(Some(format!(
                "The watch folder {name} cannot be read; allow the user that runs Probity to read it."
            )));
        }
        let device = device(&metadata);
        let is_other = device.is_some()
            && catalogue
                .note(DEVICE)?
                .is_some_and(|was| Some(was) != device);
        let is_empty = !found
            .files
            .iter()
            .any(|found| known.contains_key(&found.file.path));
        if is_other && is_empty && !known.is_empty() {
            return Ok(Some(format!(
                "The watch folder {name} is on another disk than before and has none of its files: mount the right one; its documents are kept."
            )));
        }
        if let Some(device) = device {
            catalogue.set_note(DEVICE, device)?;
        }
        Ok(None)
    }

    /// Whether the folder is there and on the disk it was on at the last scan.
    pub(crate) fn is_there(
        &self,
        settings: &Settings,
        catalogue: &Catalogue,
    ) -> Result<bool, CatalogueError> {
        let Ok(metadata) = fs::metadata(&settings.folder) else {
            return Ok(false);
        };
        Ok(metadata.is_dir() && catalogue.note(DEVICE)? == device(&metadata))
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Option<Identity> {
    None
}

fn device(metadata: &Metadata) -> Option<i64> {
    identity(metadata).map(|(device, _)| device.cast_signed())
}

/// Time until a moment by the wall clock; none where it is over.
pub(crate) fn until(moment: Timestamp) -> Duration {
    Duration::try_from(moment.duration_since(Timestamp::now())).unwrap_or_default()
}
