//! Disks mounted below the watch folder. The place of one that was taken away looks like a folder whose
//! files were deleted, and its documents must stay.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use probity_catalogue::{Catalogue, CatalogueError, KnownFile};

use crate::folder::device;
use crate::paths;
use crate::scan::Scan;
use crate::settings::Settings;

/// How the ledger's notes on them begin: the device that was mounted at each listed path.
const NOTE: &str = "mount ";

/// Marks the places of disks that are gone as unreadable in what a look through the whole folder found:
/// nothing may be concluded from their being empty. Gives their listed paths.
pub(crate) fn mark_lost(
    settings: &Settings,
    catalogue: &Catalogue,
    found: &mut Scan,
    known: &HashMap<String, KnownFile>,
) -> Result<Vec<String>, CatalogueError> {
    let mut lost = Vec::new();
    for (place, device) in noted(catalogue)? {
        let was_used = known.keys().any(|path| is_below(path, &place));
        if was_used && !is_mounted(settings, &place, device) && !has_known(found, known, &place) {
            lost.push(place);
        }
    }
    found.unreadable.extend(lost.iter().cloned());
    Ok(lost)
}

/// Notes which disks are there, once those that are gone are told apart.
pub(crate) fn remember(
    catalogue: &Catalogue,
    found: &Scan,
    known: &HashMap<String, KnownFile>,
    lost: &[String],
) -> Result<(), CatalogueError> {
    let noted = noted(catalogue)?;
    let there: BTreeMap<&String, i64> = found
        .mounts
        .iter()
        .filter(|(place, _)| !lost.contains(place) && has_known(found, known, place))
        .map(|(place, device)| (place, *device))
        .collect();
    for (place, device) in &there {
        if noted.get(*place) != Some(device) {
            catalogue.set_note(&format!("{NOTE}{place}"), *device)?;
        }
    }
    let is_over = |place: &&String| !there.contains_key(place) && !lost.contains(place);
    noted
        .keys()
        .filter(is_over)
        .try_for_each(|place| catalogue.remove_note(&format!("{NOTE}{place}")))
}

/// Takes out of files that seem to be gone those on disks that are; tells whether there were any.
pub(crate) fn spare_lost(
    settings: &Settings,
    catalogue: &Catalogue,
    gone: &mut Vec<String>,
) -> Result<bool, CatalogueError> {
    let mut lost = noted(catalogue)?;
    lost.retain(|place, device| !is_mounted(settings, place, *device));
    let before = gone.len();
    gone.retain(|path| !lost.keys().any(|place| is_below(path, place)));
    Ok(gone.len() < before)
}

/// What people should know of disks that are gone.
pub(crate) fn notice(lost: &[String]) -> Option<String> {
    let [first, others @ ..] = lost else {
        return None;
    };
    let others = match others.len() {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    Some(format!(
        "The disk that was mounted at {first}{others} in the watch folder is gone; its documents are kept. Mount it again, or delete those documents."
    ))
}

fn noted(catalogue: &Catalogue) -> Result<BTreeMap<String, i64>, CatalogueError> {
    let notes = catalogue.notes(NOTE)?.into_iter();
    Ok(notes
        .filter_map(|(name, device)| Some((name.strip_prefix(NOTE)?.to_owned(), device)))
        .collect())
}

fn is_below(listed: &str, place: &str) -> bool {
    let rest = listed.strip_prefix(place);
    rest.is_some_and(|rest| rest.starts_with('/'))
}

/// Whether files that were known before were found below a place.
fn has_known(found: &Scan, known: &HashMap<String, KnownFile>, place: &str) -> bool {
    let paths = found.files.iter().map(|found| &found.file.path);
    paths
        .filter(|path| is_below(path, place))
        .any(|path| known.contains_key(path))
}

/// Whether a place is on this device, and the folder that it is in on another.
fn is_mounted(settings: &Settings, place: &str, noted: i64) -> bool {
    let path = paths::on_disk(&settings.folder, place);
    let device = |path: &Path| fs::symlink_metadata(path).ok().as_ref().and_then(device);
    device(&path) == Some(noted) && path.parent().and_then(device) != Some(noted)
}
