//! The index as ingestion sees it: a place that remembers how far it has followed the ledger, and
//! that can be made anew from it.

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use probity_catalogue::Catalogue;
use probity_search::{SearchError, Settings, TantivyIndex, Writer};

use crate::IngestError;

/// An index that documents are written to. The only one who does so is ingestion.
pub trait IndexAccess: Send + Sync {
    /// The ledger's sequence number of the last commit; 0 before the first.
    ///
    /// # Errors
    /// [`SearchError`] where the index cannot be read.
    fn committed(&self) -> Result<u64, SearchError>;

    /// A writer that begins at the last commit.
    ///
    /// # Errors
    /// [`SearchError`] where the index cannot be written, or is being written by another.
    fn writer(&self) -> Result<Box<dyn Writer>, SearchError>;

    /// The index fails again and again: sees whether it is damaged or gone, and begins a new one
    /// then. Gives why, as a sentence for a person; `None` where the index is sound. No writer of
    /// it may be open.
    ///
    /// # Errors
    /// As [`open_index`].
    fn renew(&self) -> Result<Option<String>, IngestError> {
        Ok(None)
    }

    /// The index has all that the ledger has: what was set aside for it is not needed any more.
    fn rebuilt(&self) {}
}

/// An index that was opened.
pub struct Opened {
    /// The index.
    pub index: TantivyIndex,
    /// Why the index that was there had to be set aside, as a sentence for a person.
    pub set_aside: Option<String>,
}

/// Opens the index in a folder of its own. One that is damaged, has another schema or belongs to
/// another ledger is set aside (beside the folder, its name ending in `.set-aside`) and an empty one
/// takes its place: ingestion fills it from the ledger. Every file is compared with its checksum.
///
/// # Errors
/// [`IngestError`] where the folder cannot be used at all.
pub fn open_index(
    folder: &Path,
    settings: &Settings,
    catalogue: &Catalogue,
) -> Result<Opened, IngestError> {
    let why = match open_sound(folder, settings) {
        Ok(index) => match foreign(&index, catalogue)? {
            None => {
                return Ok(Opened {
                    index,
                    set_aside: None,
                });
            }
            Some(why) => why,
        },
        Err(SearchError::Schema(why)) => {
            format!(
                "The index was made by another version of Probity ({why}) and is being rebuilt."
            )
        }
        Err(SearchError::Index(why)) if folder.exists() => {
            check_writable(folder)?;
            format!("The index was damaged ({why}) and is being rebuilt.")
        }
        Err(error) => return Err(error.into()),
    };
    tracing::warn!(folder = %folder.display(), why, "index set aside");
    set_aside(folder)?;
    let index = TantivyIndex::open(folder, settings)?;
    Ok(Opened {
        index,
        set_aside: Some(why),
    })
}

/// An index whose every byte is what was written.
fn open_sound(folder: &Path, settings: &Settings) -> Result<TantivyIndex, SearchError> {
    let index = open_caught(folder, settings)?;
    let verified = catch_unwind(AssertUnwindSafe(|| index.verify()));
    verified.unwrap_or_else(|_panic| Err(senseless()))?;
    Ok(index)
}

/// Damaged bytes can make an engine panic.
pub(crate) fn open_caught(folder: &Path, settings: &Settings) -> Result<TantivyIndex, SearchError> {
    let open = || TantivyIndex::open(folder, settings);
    catch_unwind(AssertUnwindSafe(open)).unwrap_or_else(|_panic| Err(senseless()))
}

fn senseless() -> SearchError {
    SearchError::Index("it cannot be made sense of".to_owned())
}

/// Sets the index aside, so that the next one opened is built from the ledger.
///
/// # Errors
/// [`IngestError::SetAside`].
pub fn set_aside(folder: &Path) -> Result<(), IngestError> {
    let refused = |reason: io::Error| IngestError::SetAside {
        path: folder.to_owned(),
        reason,
    };
    let aside = beside(folder);
    match fs::remove_dir_all(&aside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(refused(error)),
        _ => {}
    }
    match fs::rename(folder, &aside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(refused(error)),
        _ => Ok(()),
    }
}

/// A sound index on a disk that may not be written looks damaged; setting it aside would not help.
fn check_writable(folder: &Path) -> Result<(), IngestError> {
    let probe = folder.join(".probity-writable");
    let written = fs::write(&probe, [0; 4096]);
    let written = fs::remove_file(&probe).and(written);
    written.map_err(|reason| IngestError::Unwritable {
        path: folder.to_owned(),
        reason,
    })
}

/// Where an index is set aside.
pub(crate) fn beside(folder: &Path) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(".set-aside");
    folder.with_file_name(name)
}

/// Why the index cannot have followed this ledger.
fn foreign(index: &TantivyIndex, catalogue: &Catalogue) -> Result<Option<String>, IngestError> {
    let committed = index.committed_sequence()?;
    let is_ours = committed == 0 || catalogue.sequences()?.contains(&committed);
    let why =
        "The index belongs to another catalogue, or to a later state of it, and is being rebuilt.";
    Ok((!is_ours).then(|| why.to_owned()))
}
