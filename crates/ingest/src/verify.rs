//! Ledger, folder and index held against one another, byte by byte; and what differs set right.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::File;
use std::io;
use std::thread;
use std::time::{Duration, Instant};

use probity_catalogue::{Catalogue, FileFilter, FileRecord, FileState, Verdict};
use probity_model::{ContentHash, DocumentId};
use probity_search::TantivyIndex;

use crate::scan::scan;
use crate::settings::Settings;
use crate::{Ingest, IngestError, LiveIndex, Parts, mounts, paths, sentences};

/// What was looked at, and what is not as it should be.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Files of the watch folder that were read through.
    pub files: u64,
    /// Documents of the ledger that were looked for in the index.
    pub documents: u64,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The ledger's own file is damaged; this is what SQLite says.
    Ledger(String),
    /// Files of the index are damaged.
    Index(String),
    /// The ledger lists a file that is not in the folder.
    Missing(String),
    /// A file in the folder is not in the ledger.
    Unknown(String),
    /// A file's content is not what was read from it.
    Changed(String),
    /// A file cannot be read now: the path, and why.
    Unreadable(String, String),
    /// A document of the ledger is not in the index, or not once, as it should be.
    NotIndexed(DocumentId),
    /// The index has a document that the ledger does not have.
    NotInLedger(DocumentId),
    /// The index has not followed so many changes of the ledger.
    Behind(u64),
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ledger(what) => write!(out, "the catalogue is damaged: {what}"),
            Self::Index(what) => write!(out, "the index is damaged: {what}"),
            Self::Missing(path) => write!(out, "{path}: is listed and not in the watch folder"),
            Self::Unknown(path) => write!(out, "{path}: is in the watch folder and not listed"),
            Self::Changed(path) => write!(out, "{path}: is not what was read from it"),
            Self::Unreadable(path, why) => write!(out, "{path}: cannot be read: {why}"),
            Self::NotIndexed(id) => {
                write!(out, "document {id}: is not in the index as it should be")
            }
            Self::NotInLedger(id) => write!(out, "document {id}: is in the index and not listed"),
            Self::Behind(changes) => write!(out, "{changes} changes have not reached the index"),
        }
    }
}

/// Files that are listed at once.
const PAGE: usize = 1_000;

/// Holds ledger, folder and index against one another. Every file of the folder and of the index is
/// read. `tell` is told of each file with the number of all.
///
/// # Errors
/// [`IngestError`] where ledger or index cannot be read at all.
pub fn verify(
    settings: &Settings,
    catalogue: &Catalogue,
    index: &TantivyIndex,
    mut tell: impl FnMut(u64),
) -> Result<Findings, IngestError> {
    let mut findings = Findings::default();
    let damages = catalogue.damages()?.into_iter().map(Fault::Ledger);
    findings.faults.extend(damages);
    index.reload()?;
    if let Err(error) = index.verify() {
        findings.faults.push(Fault::Index(error.to_string()));
    }
    compare_index(catalogue, index, &mut findings)?;
    compare_folder(settings, catalogue, &mut findings, &mut tell)?;
    findings.faults.sort();
    Ok(findings)
}

fn compare_index(
    catalogue: &Catalogue,
    index: &TantivyIndex,
    findings: &mut Findings,
) -> Result<(), IngestError> {
    let behind = catalogue.changes_left(index.committed_sequence()?)?;
    if behind > 0 {
        // What is on its way says nothing yet.
        findings.faults.push(Fault::Behind(behind));
        return Ok(());
    }
    let mut indexed = index.documents()?;
    for id in catalogue.document_ids()? {
        findings.documents += 1;
        let entries = indexed.remove(&id).unwrap_or_default();
        let expected = match catalogue.document(&id)? {
            Some(record) => index.entries_for(&record.document)?,
            None => continue,
        };
        if entries != expected {
            findings.faults.push(Fault::NotIndexed(id));
        }
    }
    let strangers = indexed.into_keys().map(Fault::NotInLedger);
    findings.faults.extend(strangers);
    Ok(())
}

fn compare_folder(
    settings: &Settings,
    catalogue: &Catalogue,
    findings: &mut Findings,
    tell: &mut impl FnMut(u64),
) -> Result<(), IngestError> {
    let mut found = scan(settings, &settings.folder);
    let known = catalogue.known_files(None)?.into_iter();
    let known = known.map(|file| (file.path.clone(), file)).collect();
    mounts::mark_lost(settings, catalogue, &mut found, &known)?;
    let mut in_folder: BTreeMap<&str, bool> = BTreeMap::new();
    for found in &found.files {
        let is_taken = found.file.verdict == Verdict::Take;
        in_folder.insert(&found.file.path, is_taken);
    }
    let listed = all_files(catalogue)?;
    tell(listed.len() as u64);
    for file in &listed {
        findings.files += 1;
        tell(listed.len() as u64);
        if file.container.is_some() {
            // What is inside another file is what that one was found to hold.
            continue;
        }
        let is_taken = in_folder.remove(file.path.as_str());
        let fault = match is_taken {
            None if found.covers(&file.path) => Some(Fault::Missing(file.path.clone())),
            Some(true) => content_fault(settings, file),
            None | Some(false) => None,
        };
        findings.faults.extend(fault);
    }
    let unknown = in_folder
        .into_keys()
        .map(|path| Fault::Unknown(path.to_owned()));
    findings.faults.extend(unknown);
    Ok(())
}

fn all_files(catalogue: &Catalogue) -> Result<Vec<FileRecord>, IngestError> {
    let mut files = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = catalogue.files(&FileFilter::default(), PAGE, cursor.as_deref())?;
        files.extend(page.files);
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok(files),
        }
    }
}

/// What is wrong with the content of a file that has been dealt with.
fn content_fault(settings: &Settings, file: &FileRecord) -> Option<Fault> {
    let is_done = matches!(file.state, FileState::Indexed | FileState::Duplicate);
    let expected = file.content_hash.filter(|_| is_done)?;
    match hash(&paths::on_disk(&settings.folder, &file.path)) {
        Ok(hash) if hash == expected => None,
        Ok(_) => Some(Fault::Changed(file.path.clone())),
        Err(error) => Some(Fault::Unreadable(file.path.clone(), error.to_string())),
    }
}

fn hash(path: &std::path::Path) -> io::Result<ContentHash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(ContentHash::from_bytes(*hasher.finalize().as_bytes()))
}

/// Time between two looks whether all is done.
const LOOK: Duration = Duration::from_millis(100);

/// How long trouble may last before repairing is given up.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sets right what [`verify`] found, by reading again what has to be and having the index follow.
/// Nobody else may look after the index folder.
///
/// # Errors
/// [`IngestError`]: trouble that lasts.
pub fn repair(
    settings: &Settings,
    parts: Parts,
    index: &LiveIndex,
    faults: &[Fault],
) -> Result<(), IngestError> {
    let catalogue = parts.catalogue.clone();
    let mut documents = Vec::new();
    let mut files = BTreeSet::new();
    for fault in faults {
        match fault {
            Fault::NotIndexed(id) | Fault::NotInLedger(id) => documents.push(id.clone()),
            Fault::Changed(path) => {
                files.insert(path.clone());
            }
            // Opening has put another ledger or index in place of a damaged one; the scan sees to
            // files, and whoever follows the ledger to the rest.
            Fault::Ledger(_)
            | Fault::Index(_)
            | Fault::Missing(_)
            | Fault::Unknown(_)
            | Fault::Unreadable(..)
            | Fault::Behind(_) => {}
        }
    }
    catalogue.follow_again(&documents)?;
    catalogue.distrust(&files.into_iter().collect::<Vec<_>>())?;
    let handle = Ingest::start(settings.clone(), parts)?;
    let (mut troubled, mut still) = (None::<Instant>, None::<Instant>);
    loop {
        thread::sleep(LOOK);
        let status = handle.status();
        if status.paused {
            return Err(IngestError::Trouble(sentences::PAUSED.to_owned()));
        }
        if let Some(trouble) = status.trouble {
            if troubled.get_or_insert_with(Instant::now).elapsed() > PATIENCE {
                return Err(IngestError::Trouble(trouble));
            }
            continue;
        }
        troubled = None;
        let left = catalogue.changes_left(index.current().committed_sequence()?)?;
        if !status.watching || left > 0 || catalogue.unfinished()? > 0 {
            still = None;
        } else if still.get_or_insert_with(Instant::now).elapsed() > settings.settle * 2 + LOOK * 5
        {
            // Files that seem to be gone are believed to be after they have had time to come back.
            return Ok(());
        }
    }
}
