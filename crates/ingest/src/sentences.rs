//! What people read in the list of files: one sentence each, saying what can be done.

use std::io;
use std::time::Duration;

use probity_catalogue::CatalogueError;
use probity_extract::Members;
use probity_search::SearchError;

use crate::space::Space;

pub(crate) const LINK_TO_NOTHING: &str = "It is a link that leads nowhere.";
pub(crate) const LINK_OUT: &str =
    "It is a link that leads out of the watch folder; put the file itself here.";
pub(crate) const LINK_TO_FOLDER: &str =
    "It is a link to a folder; links to folders are not followed.";
pub(crate) const NO_FILE: &str = "It is no ordinary file.";
pub(crate) const UNREADABLE_FOLDER: &str =
    "The folder cannot be read; allow the user that runs Probity to read it.";
pub(crate) const STUMBLED: &str =
    "The program stumbled over what the document says; please report this file as a fault.";

pub(crate) const UNINDEXABLE: &str =
    "The document was read but cannot be indexed; please report this file as a fault.";
pub(crate) const FAULT: &str = "A fault of the program; its log says more, please report it.";

pub(crate) const SILENT: &str = "The watch folder has not answered for minutes: see whether its disk or share hangs, and restart Probity where it does not.";

pub(crate) const PAUSED: &str =
    "No new files are taken: that was paused; `probity resume` lets it go on.";

/// There is hardly room left on the disk of the index.
pub(crate) fn short_of_room(space: Space) -> String {
    format!(
        "The disk of the index folder is nearly full ({} of {} left); new files wait until there is room.",
        size(space.free),
        size(space.total)
    )
}

/// An archive has no text of its own.
pub(crate) fn archive(members: &Members) -> String {
    let files = match members.found.len() {
        1 => "the file in it has a row of its own".to_owned(),
        files => format!("the {files} files in it have rows of their own"),
    };
    let warnings = members.warnings.iter().map(|warning| sentence(warning));
    let told = [format!("It is an archive; {files}.")];
    told.into_iter()
        .chain(warnings)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The ledger cannot be read or written.
pub(crate) fn ledger(error: &CatalogueError) -> String {
    let error = sentence(&error.to_string());
    format!(
        "{error} Files wait until it works; see whether the disk of the index folder is full or may not be written."
    )
}

/// The index cannot be read or written.
pub(crate) fn index(error: &SearchError) -> String {
    let error = sentence(&error.to_string());
    format!(
        "{error} Documents wait until it works; see whether the disk of the index folder is full or may not be written."
    )
}

/// A reason, as the readers of files give it, as a sentence.
pub(crate) fn sentence(reason: &str) -> String {
    let mut letters = reason.trim_end_matches('.').chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

/// A file of corrections says nothing that can be used.
pub(crate) fn corrections(reason: &str) -> String {
    let reason = sentence(reason);
    format!("The corrections cannot be used. {reason} What this file said before still holds.")
}

pub(crate) fn too_large(bytes: u64, most: u64) -> String {
    format!(
        "The file is too large ({}, and {} is the most that is read); raise watch.max_file_size or drop a smaller one.",
        size(bytes),
        size(most)
    )
}

pub(crate) fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => {
            "The file cannot be read: permission denied; allow the user that runs Probity to read it."
                .to_owned()
        }
        _ => format!("The file cannot be read: {}.", error.to_string().trim_end_matches('.')),
    }
}

pub(crate) fn timed_out(limit: Duration) -> String {
    format!(
        "Reading took longer than {} and was stopped; raise extract.timeout, or save the document anew.",
        span(limit)
    )
}

pub(crate) fn died(how: &str) -> String {
    format!("Reading the document ended at once: {how}.")
}

pub(crate) fn no_worker(program: &str, error: &io::Error) -> String {
    format!("Documents cannot be read: the worker program {program} does not start ({error}).")
}

fn size(bytes: u64) -> String {
    let mut amount = bytes as f64;
    for unit in ["bytes", "KiB", "MiB", "GiB"] {
        if amount < 1024.0 || unit == "GiB" {
            let decimals = usize::from(amount.fract() > 0.05 && unit != "bytes");
            return format!("{amount:.decimals$} {unit}");
        }
        amount /= 1024.0;
    }
    String::new()
}

fn span(duration: Duration) -> String {
    if duration.as_millis().is_multiple_of(1000) {
        format!("{} s", duration.as_secs())
    } else {
        format!("{} ms", duration.as_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_become_sentences() {
        assert_eq!(sentence("the file is empty"), "The file is empty.");
        assert_eq!(sentence("éclair."), "Éclair.");
        assert_eq!(sentence(""), ".");
    }

    #[test]
    fn sizes_and_times_are_readable() {
        assert_eq!(size(64 << 20), "64 MiB");
        assert_eq!(size(1536), "1.5 KiB");
        assert_eq!(size(12), "12 bytes");
        assert_eq!(span(Duration::from_millis(1500)), "1500 ms");
        assert_eq!(span(Duration::from_secs(60)), "60 s");
    }
}
