//! Backups: one file with the ledger and the index as they were at one moment, made while both are
//! in use, and put back with every byte checked.
//!
//! The file is a ZIP archive. The index is taken first and the ledger after it, so that the ledger
//! knows at least as much as the index; what the index lacks, it follows when it is started.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Component, Path, PathBuf};

use jiff::Timestamp;
use probity_catalogue::Catalogue;
use probity_search::{CommitFiles, TantivyIndex};
use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::IngestError;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backed {
    /// Version of this form.
    format: u32,
    /// When it was made.
    pub made_at: Timestamp,
    /// Documents in the ledger.
    pub documents: u64,
    files: Vec<BackedFile>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct BackedFile {
    /// `catalogue.sqlite`, or `search/` and a name.
    name: String,
    bytes: u64,
    blake3: String,
}

/// The form that is written. One that is read must not be later.
const FORMAT: u32 = 1;

/// The list of what a backup holds, its last entry.
const CONTENTS: &str = "contents.json";

/// The ledger in a backup, and in the index folder.
const LEDGER: &str = "catalogue.sqlite";

/// The index in a backup, and in the index folder.
const INDEX: &str = "search";

/// Where a backup is unpacked, in the index folder, until it is known to be whole.
const UNPACKED: &str = "restore.unfinished";

/// A stretch of a file that is copied at once.
const STRETCH: usize = 1 << 16;

/// Writes a backup of the ledger and the index in this folder, in place of a file that is there.
/// Both may be in use.
///
/// # Errors
/// [`IngestError::Backup`] where the file cannot be written; what was there stays.
pub fn back_up(
    to: &Path,
    catalogue: &Catalogue,
    index: &TantivyIndex,
    index_folder: &Path,
) -> Result<Backed, IngestError> {
    let unfinished = with_ending(to, ".unfinished");
    let ledger = with_ending(to, ".catalogue.unfinished");
    let written = write(&unfinished, &ledger, catalogue, index, index_folder);
    let _ = fs::remove_file(&ledger);
    let finished = written.and_then(|backed| {
        fs::rename(&unfinished, to)
            .and_then(|()| sync_folder_of(to))
            .map_err(|error| cannot_be("written", to, &error))?;
        Ok(backed)
    });
    if finished.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    finished
}

fn write(
    to: &Path,
    ledger: &Path,
    catalogue: &Catalogue,
    index: &TantivyIndex,
    index_folder: &Path,
) -> Result<Backed, IngestError> {
    let refused = |error: io::Error| cannot_be("written", to, &error);
    let opened = index.with_files(|files| open_files(files, index_folder))?;
    let (given, lasting) = opened.map_err(refused)?;
    catalogue.back_up(ledger)?;
    let documents = catalogue.document_ids()?.len() as u64;
    let file = BufWriter::new(File::create(to).map_err(refused)?);
    let mut archive = Archive {
        zip: ZipWriter::new(file),
        files: Vec::new(),
    };
    let pack = || -> io::Result<Backed> {
        archive.add(LEDGER, &mut File::open(ledger)?)?;
        for (name, content) in given {
            archive.add(&in_index(&name), &mut content.as_slice())?;
        }
        for (name, mut file) in lasting {
            archive.add(&in_index(&name), &mut file)?;
        }
        archive.finish(documents)
    };
    pack().map_err(refused)
}

type Given = Vec<(PathBuf, Vec<u8>)>;
type Opened = Vec<(PathBuf, File)>;

/// The files of a commit, opened: they can be read even when the index has moved on.
fn open_files(files: &CommitFiles, folder: &Path) -> io::Result<(Given, Opened)> {
    let mut opened = Vec::new();
    for name in &files.lasting {
        match File::open(folder.join(name)) {
            Ok(file) => opened.push((name.clone(), file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok((files.given.clone(), opened))
}

/// An archive that is being written.
struct Archive {
    zip: ZipWriter<BufWriter<File>>,
    files: Vec<BackedFile>,
}

impl Archive {
    fn add(&mut self, name: &str, content: &mut impl Read) -> io::Result<()> {
        // What the index holds is compressed as it is.
        let method = match name {
            LEDGER => CompressionMethod::Deflated,
            _ => CompressionMethod::Stored,
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .large_file(true);
        self.zip.start_file(name, options)?;
        let (bytes, blake3) = copy(content, &mut self.zip)?;
        self.files.push(BackedFile {
            name: name.to_owned(),
            bytes,
            blake3,
        });
        Ok(())
    }

    fn finish(mut self, documents: u64) -> io::Result<Backed> {
        let backed = Backed {
            format: FORMAT,
            made_at: Timestamp::now(),
            documents,
            files: self.files,
        };
        self.zip
            .start_file(CONTENTS, SimpleFileOptions::default())?;
        serde_json::to_writer_pretty(&mut self.zip, &backed)?;
        let file = self.zip.finish()?.into_inner().map_err(io::Error::from)?;
        file.sync_all()?;
        Ok(backed)
    }
}

/// Puts a backup into an index folder, in place of ledger and index that are there. Nobody may be
/// using them. Until all of the backup has been unpacked and checked, nothing is changed.
///
/// # Errors
/// [`IngestError::Backup`] where the file is no backup or is damaged; [`IngestError::Unwritable`]
/// where the folder cannot be written.
pub fn restore(from: &Path, index_folder: &Path) -> Result<Backed, IngestError> {
    let unpacked = index_folder.join(UNPACKED);
    let refused = |reason| IngestError::Unwritable {
        path: index_folder.to_owned(),
        reason,
    };
    remove_folder(&unpacked).map_err(refused)?;
    fs::create_dir_all(unpacked.join(INDEX)).map_err(refused)?;
    let read = unpack(from, &unpacked).and_then(|backed| {
        Catalogue::open(&unpacked.join(LEDGER))?.set_note(DEVICE, NO_DEVICE)?;
        put_in_place(&unpacked, index_folder).map_err(refused)?;
        Ok(backed)
    });
    let _ = remove_folder(&unpacked);
    read
}

/// The device of the watch folder, as the ledger notes it. Where a backup is put back the folder may
/// be another; an empty one must not be taken for one whose files were deleted.
const DEVICE: &str = crate::folder::DEVICE;
const NO_DEVICE: i64 = -1;

fn unpack(from: &Path, to: &Path) -> Result<Backed, IngestError> {
    let file = File::open(from).map_err(|error| cannot_be("read", from, &error))?;
    let damaged = |why: &str| IngestError::Backup {
        path: from.to_owned(),
        reason: format!("cannot be put back: {why}"),
    };
    let zip = ZipArchive::new(BufReader::new(file));
    let mut zip = zip.map_err(|error| damaged(&format!("it is no backup ({error})")))?;
    let backed = contents(&mut zip).ok_or_else(|| damaged("it does not say what it holds"))?;
    if backed.format > FORMAT {
        return Err(damaged("a later version of Probity made it"));
    }
    for file in &backed.files {
        if !is_ours(&file.name) {
            return Err(damaged(&format!("{} does not belong in it", file.name)));
        }
        let unpacked = unpack_one(&mut zip, file, &to.join(&file.name));
        let (bytes, blake3) = unpacked
            .map_err(|error| damaged(&format!("{} cannot be unpacked ({error})", file.name)))?;
        if bytes != file.bytes || blake3 != file.blake3 {
            return Err(damaged(&format!("{} is not what was put in", file.name)));
        }
    }
    Ok(backed)
}

fn contents(zip: &mut ZipArchive<impl Read + Seek>) -> Option<Backed> {
    let entry = zip.by_name(CONTENTS).ok()?;
    serde_json::from_reader(entry).ok()
}

/// Whether a name leads to where ledger or index are, and nowhere else.
fn is_ours(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    match (parts.next(), parts.next(), parts.next()) {
        (Some(Component::Normal(ledger)), None, None) => ledger == LEDGER,
        (Some(Component::Normal(index)), Some(Component::Normal(_)), None) => index == INDEX,
        _ => false,
    }
}

fn unpack_one(
    zip: &mut ZipArchive<impl Read + Seek>,
    file: &BackedFile,
    to: &Path,
) -> io::Result<(u64, String)> {
    let entry = zip.by_name(&file.name)?;
    let mut out = File::create(to)?;
    // A lying archive fills no disk.
    let copied = copy(&mut entry.take(file.bytes.saturating_add(1)), &mut out)?;
    out.sync_all()?;
    Ok(copied)
}

/// The ledger is the last to come: without it, the rest is nothing.
fn put_in_place(unpacked: &Path, folder: &Path) -> io::Result<()> {
    for name in [
        LEDGER,
        "catalogue.sqlite-wal",
        "catalogue.sqlite-shm",
        "catalogue.copy.sqlite",
    ] {
        match fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    remove_folder(&folder.join(INDEX))?;
    fs::rename(unpacked.join(INDEX), folder.join(INDEX))?;
    fs::rename(unpacked.join(LEDGER), folder.join(LEDGER))?;
    sync_folder_of(&folder.join(LEDGER))
}

fn remove_folder(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Copies to the end; the bytes there were, and their hash.
fn copy(from: &mut impl Read, to: &mut impl Write) -> io::Result<(u64, String)> {
    let mut hasher = blake3::Hasher::new();
    let (mut bytes, mut stretch) = (0, vec![0; STRETCH]);
    loop {
        let length = from.read(&mut stretch)?;
        if length == 0 {
            return Ok((bytes, hasher.finalize().to_hex().to_string()));
        }
        hasher.update(&stretch[..length]);
        to.write_all(&stretch[..length])?;
        bytes += length as u64;
    }
}

fn in_index(name: &Path) -> String {
    format!("{INDEX}/{}", name.display())
}

fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn cannot_be(what: &str, path: &Path, error: &io::Error) -> IngestError {
    let reason = format!("cannot be {what}: {error}");
    IngestError::Backup {
        path: path.to_owned(),
        reason,
    }
}
