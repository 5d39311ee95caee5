//! The watch folder itself: whether it is there, whether it is the one it was, whether it is watched.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use probity_catalogue::{Catalogue, CatalogueError, KnownFile};

use crate::inbox::Inbox;
use crate::ingest::MakeWatch;
use crate::scan::Scan;
use crate::settings::Settings;
use crate::watcher::Watch;

pub(crate) struct Folder {
    make_watch: MakeWatch,
    /// The whole folder is looked after, not only what is named.
    pub(crate) is_looked_after: bool,
    /// Events of the folder, and which folder it was when they began.
    watch: Option<(Watch, Option<Identity>)>,
    /// Why events cannot be had, and when to try again.
    deaf: Option<(String, Instant)>,
}

/// Device and number of a folder: another folder under the same name has others.
type Identity = (u64, u64);

/// Without events the folder is looked through this often.
const FALLBACK_POLL: Duration = Duration::from_secs(5);

/// Time until events are asked for again after they could not be had.
const NEXT_TRY: Duration = Duration::from_secs(2 * 60);

/// The device the folder was on, in the ledger.
pub(crate) const DEVICE: &str = "watch_device";

impl Folder {
    pub(crate) fn new(make_watch: MakeWatch, is_looked_after: bool) -> Self {
        Self {
            make_watch,
            is_looked_after,
            watch: None,
            deaf: None,
        }
    }

    /// Sees that events of the folder arrive, where they are wanted.
    pub(crate) fn watch(&mut self, settings: &Settings, inbox: &Arc<Inbox>) {
        let now = Instant::now();
        let is_too_early = self.deaf.as_ref().is_some_and(|(_, next)| now < *next);
        if settings.poll.is_some() || is_too_early {
            return;
        }
        let metadata = fs::metadata(&settings.folder).ok();
        let identity = metadata.as_ref().and_then(identity);
        let watched = self.watch.as_ref().map(|(_, watched)| *watched);
        if watched == Some(identity) {
            return;
        }
        self.watch = None;
        if identity.is_none() && cfg!(unix) {
            return;
        }
        match (self.make_watch)(&settings.folder, inbox) {
            Ok(watch) => {
                self.watch = Some((watch, identity));
                self.deaf = None;
            }
            Err(why) => self.lose_events(why),
        }
    }

    /// Events do not come any more, and this is why.
    pub(crate) fn lose_events(&mut self, why: String) {
        self.watch = None;
        self.deaf = Some((why, Instant::now() + NEXT_TRY));
    }

    /// How often to look through the folder where events were wanted and cannot be had.
    pub(crate) fn fallback(&self) -> Option<Duration> {
        self.deaf.as_ref().map(|_| FALLBACK_POLL)
    }

    /// That the folder is looked through for want of events, and what can be done about it.
    pub(crate) fn notice(&self) -> Option<String> {
        let (why, _) = self.deaf.as_ref()?;
        Some(format!(
            "The watch folder is looked through every {} s, because events cannot be had: {why}.",
            FALLBACK_POLL.as_secs()
        ))
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

/// The device that something is on, where the system tells.
pub(crate) fn device(metadata: &Metadata) -> Option<i64> {
    identity(metadata).map(|(device, _)| device.cast_signed())
}

/// Time until a moment by the wall clock; none where it is over.
pub(crate) fn until(moment: Timestamp) -> Duration {
    Duration::try_from(moment.duration_since(Timestamp::now())).unwrap_or_default()
}
