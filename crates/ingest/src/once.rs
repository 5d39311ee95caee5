//! Ingestion on request: named files until each is done, and the whole index anew.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use probity_catalogue::{Catalogue, FileState};
use probity_model::DocumentId;
use probity_search::SearchError;

use crate::ingest::Staff;
use crate::scan::scan;
use crate::settings::Settings;
use crate::{Ingest, IngestError, IngestHandle, Parts, is_paused, paths, sentences};

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    /// Relative to the watch folder.
    pub path: String,
    /// How far it came.
    pub state: FileState,
    /// The document it is.
    pub document_id: Option<DocumentId>,
    /// Why it failed or is ignored, as a sentence for a person.
    pub error: Option<String>,
}

/// Time between two looks into the ledger.
const LOOK: Duration = Duration::from_millis(20);

/// How long trouble with ledger or index may last before it is given up.
const PATIENCE: Duration = Duration::from_secs(10);

/// Takes files and folders in and waits until each is done, telling of each as it is, and how many
/// there are. What is not in the watch folder is copied there first. Where a server is running it
/// does the work.
///
/// # Errors
/// [`IngestError`]: a path that cannot be used, or trouble that lasts.
pub fn take_in(
    settings: &Settings,
    parts: Parts,
    named: &[PathBuf],
    mut tell: impl FnMut(&FileReport, usize),
) -> Result<Vec<FileReport>, IngestError> {
    let settings = Settings {
        settle: Duration::ZERO,
        grace: Duration::ZERO,
        ..settings.clone()
    };
    fs::create_dir_all(&settings.folder).map_err(|reason| file_error(&settings.folder, reason))?;
    let mut waiting = Vec::new();
    for path in named {
        waiting.extend(place(&settings, path)?);
    }
    waiting.sort();
    waiting.dedup();
    let catalogue = parts.catalogue.clone();
    let handle = start(&settings, parts)?;
    for listed in &waiting {
        catalogue.retry(Some(listed))?;
        if let Some(handle) = &handle {
            handle
                .inbox
                .path(paths::on_disk(&settings.folder, listed), true);
        }
    }
    let mut reports = Vec::new();
    let mut troubled = None;
    let all = waiting.len();
    while !waiting.is_empty() {
        thread::sleep(LOOK);
        let mut still = Vec::new();
        for listed in waiting {
            match report(&catalogue, &listed)? {
                Some(report) => {
                    still.extend(catalogue.held_by(&listed)?);
                    tell(&report, all);
                    reports.push(report);
                }
                None => still.push(listed),
            }
        }
        waiting = still;
        see_to_trouble(handle.as_ref(), &mut troubled)?;
        if handle.is_none() && !waiting.is_empty() && is_paused(&catalogue)? {
            return Err(IngestError::Trouble(sentences::PAUSED.to_owned()));
        }
    }
    Ok(reports)
}

/// Reads every file anew by the rules of this program, fills an empty index from the ledger, and
/// tells how much is left. Where the watch folder is not there, what was read before is what counts.
///
/// # Errors
/// [`IngestError`]: the index is in use, or trouble that lasts.
pub fn rebuild(
    settings: &Settings,
    parts: Parts,
    mut tell: impl FnMut(u64),
) -> Result<(), IngestError> {
    let (catalogue, index) = (parts.catalogue.clone(), parts.index.clone());
    let staff = Staff {
        is_watching: false,
        ..Staff::default()
    };
    if settings.folder.is_dir() {
        catalogue.read_anew()?;
    }
    let handle = Ingest::start_with(settings.clone(), parts, &staff)?;
    let mut troubled = None;
    loop {
        let left = catalogue.being_read()? + catalogue.changes_left(index.committed()?)?;
        tell(left);
        if left == 0 {
            return Ok(());
        }
        see_to_trouble(Some(&handle), &mut troubled)?;
        thread::sleep(LOOK);
    }
}

/// Ingestion of what is named only; `None` where another process ingests already.
fn start(settings: &Settings, parts: Parts) -> Result<Option<IngestHandle>, IngestError> {
    let staff = Staff {
        is_watching: false,
        ..Staff::default()
    };
    match Ingest::start_with(settings.clone(), parts, &staff) {
        Ok(handle) => Ok(Some(handle)),
        Err(IngestError::Search(SearchError::Locked)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn see_to_trouble(
    handle: Option<&IngestHandle>,
    since: &mut Option<Instant>,
) -> Result<(), IngestError> {
    let Some(trouble) = handle.and_then(|handle| handle.status().trouble) else {
        *since = None;
        return Ok(());
    };
    if since.get_or_insert_with(Instant::now).elapsed() > PATIENCE {
        return Err(IngestError::Trouble(trouble));
    }
    Ok(())
}

/// What became of a file; `None` while that is not certain.
fn report(catalogue: &Catalogue, listed: &str) -> Result<Option<FileReport>, IngestError> {
    let Some(file) = catalogue.file(listed)? else {
        return Ok(None);
    };
    let is_done = match file.state {
        FileState::Pending | FileState::Extracting => false,
        FileState::Duplicate => match &file.document_id {
            Some(id) => catalogue.document(id)?.is_some(),
            None => false,
        },
        FileState::Indexed | FileState::Ignored | FileState::Failed => true,
    };
    Ok(is_done.then_some(FileReport {
        path: file.path,
        state: file.state,
        document_id: file.document_id,
        error: file.error,
    }))
}

/// The listed paths of all files that a path stands for, in the watch folder by now.
fn place(settings: &Settings, path: &Path) -> Result<Vec<String>, IngestError> {
    let refused = |reason| file_error(path, reason);
    let folder = fs::canonicalize(&settings.folder).map_err(refused)?;
    let source = fs::canonicalize(path).map_err(refused)?;
    let inside = match source.strip_prefix(&folder) {
        Ok(relative) => settings.folder.join(relative),
        Err(_) => bring_in(settings, &source).map_err(refused)?,
    };
    let files = scan(settings, &inside)
        .files
        .into_iter()
        .map(|found| found.file.path);
    let mut files: Vec<String> = files.collect();
    if files.is_empty() && inside.is_file() {
        files.extend(paths::listed(&settings.folder, &inside));
    }
    Ok(files)
}

/// Copies a file or a folder into the watch folder, under its own name where that is free.
fn bring_in(settings: &Settings, source: &Path) -> io::Result<PathBuf> {
    let name = source.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let target = settings.folder.join(name);
    if !source.is_dir() {
        return copy_file(source, &target);
    }
    for entry in walkdir::WalkDir::new(source) {
        let entry = entry?;
        let relative = entry
            .path()
            .strip_prefix(source)
            .map_err(io::Error::other)?;
        if entry.file_type().is_file() {
            copy_file(entry.path(), &target.join(relative))?;
        }
    }
    Ok(target)
}

/// Copies a file so that it appears whole. A file of the same content under that name will do; one
/// of another content keeps its name, and the copy gets another.
fn copy_file(source: &Path, wanted: &Path) -> io::Result<PathBuf> {
    let parent = wanted.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let mut target = wanted.to_owned();
    for number in 2.. {
        if !target.try_exists()? {
            break;
        }
        if hash(&target)? == hash(source)? {
            return Ok(target);
        }
        target = numbered(wanted, number);
    }
    let unfinished = parent.join(format!(".probity-{}.part", std::process::id()));
    fs::copy(source, &unfinished)?;
    File::open(&unfinished)?.sync_all()?;
    fs::rename(&unfinished, &target)?;
    Ok(target)
}

/// `report.pdf`, `report (2).pdf`, …
fn numbered(path: &Path, number: u32) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!(" ({number})"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

fn hash(path: &Path) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize())
}

fn file_error(path: &Path, reason: io::Error) -> IngestError {
    IngestError::File {
        path: path.to_owned(),
        reason,
    }
}
