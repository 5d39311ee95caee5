//! What an operator may choose about ingestion.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use probity_extract::Limits;

/// How the watch folder is looked after.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder that documents are dropped into.
    pub folder: PathBuf,
    /// A file is taken when its size and times have not changed for this long.
    pub settle: Duration,
    /// A file that cannot be read and is younger than this is tried again before it counts as failed.
    pub grace: Duration,
    /// Time between two looks through the whole folder.
    pub rescan: Duration,
    /// Look through the folder this often instead of waiting for events, for shares that send none.
    pub poll: Option<Duration>,
    /// Names of files and folders that are no documents: `*` and `?` stand for any text and any
    /// character. Names that begin with a dot never are.
    pub ignore: Vec<String>,
    /// What becomes of a document whose last file is deleted.
    pub on_delete: OnDelete,
    /// Larger files are not read, in bytes.
    pub max_file_size: u64,
    /// The program that reads documents, one at a time (see [`crate::run_worker`]).
    pub worker_command: PathBuf,
    /// Its arguments.
    pub worker_args: Vec<OsString>,
    /// Worker processes.
    pub workers: usize,
    /// The longest one document may take.
    pub timeout: Duration,
    /// How much of a document is read.
    pub limits: Limits,
    /// The longest a document that was read waits to be found.
    pub commit_interval: Duration,
    /// Where ledger and index are kept: room is watched there, and what killed processes left half
    /// made is removed; `None` to do neither.
    pub index_folder: Option<PathBuf>,
    /// Copies of the ledger that are made by themselves.
    pub copying: Option<Copying>,
}

/// Copies of the ledger, to fall back on where it is damaged.
#[derive(Clone, Debug)]
pub struct Copying {
    /// The copy's file, replaced by each new copy.
    pub to: PathBuf,
    /// Time between two copies at least; much longer for a ledger that takes long to copy.
    pub every: Duration,
}

/// What becomes of a document whose last file is deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnDelete {
    /// It leaves the index.
    #[default]
    Remove,
    /// It can be found still.
    Keep,
}

impl Settings {
    /// The usual settings for a folder, documents being read by this program.
    #[must_use]
    pub fn new(folder: PathBuf, worker_command: PathBuf, worker_args: Vec<OsString>) -> Self {
        Self {
            folder,
            settle: Duration::from_millis(500),
            grace: Duration::from_secs(60),
            rescan: Duration::from_secs(5 * 60),
            poll: None,
            ignore: default_ignore(),
            on_delete: OnDelete::Remove,
            max_file_size: 64 << 20,
            worker_command,
            worker_args,
            workers: std::thread::available_parallelism().map_or(2, usize::from),
            timeout: Duration::from_secs(60),
            limits: Limits::default(),
            commit_interval: Duration::from_secs(1),
            index_folder: None,
            copying: None,
        }
    }
}

/// Names that browsers, editors and desktops give to what is no document (yet).
#[must_use]
pub fn default_ignore() -> Vec<String> {
    let names = [
        "*.part",
        "*.partial",
        "*.crdownload",
        "*.download",
        "*.tmp",
        "*.swp",
        "~$*",
        "*~",
        "Thumbs.db",
        "desktop.ini",
    ];
    names.map(str::to_owned).to_vec()
}
