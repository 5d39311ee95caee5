//! Indexes that are made: in a folder that goes with the run, or in one that stays, so that a later run
//! asks them without making them anew. Of one that stays, the figures of its making stay too.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

/// How much was indexed, and how long that took.
#[derive(Clone, Copy, Default)]
pub(crate) struct Amount {
    pub(crate) passages: u64,
    pub(crate) bytes: u64,
    pub(crate) took: Duration,
}

impl Amount {
    /// Passages a second.
    pub(crate) fn rate(&self) -> f64 {
        self.passages as f64 / self.took.as_secs_f64()
    }

    /// Megabytes of text a second.
    pub(crate) fn megabytes(&self) -> f64 {
        self.bytes as f64 / 1e6 / self.took.as_secs_f64()
    }

    fn written(&self) -> String {
        let nanoseconds = self.took.as_nanos();
        format!("{} {} {nanoseconds}\n", self.passages, self.bytes)
    }

    fn read(text: &str) -> Option<Self> {
        let mut numbers = text.split_whitespace().map(|word| word.parse().ok());
        Some(Self {
            passages: numbers.next()??,
            bytes: numbers.next()??,
            took: Duration::from_nanos(numbers.next()??),
        })
    }
}

/// Where the indexes of one size are.
pub(crate) struct Place {
    folder: PathBuf,
    /// Goes with the run.
    _temporary: Option<TempDir>,
}

impl Place {
    /// A folder of its own for this many documents, in one that stays or in a temporary one.
    pub(crate) fn new(kept: Option<&Path>, documents: u64) -> Self {
        let temporary = kept
            .is_none()
            .then(|| tempfile::tempdir().expect("a folder"));
        let root = temporary.as_ref().map(TempDir::path).or(kept);
        let folder = root.expect("a folder").join(documents.to_string());
        std::fs::create_dir_all(&folder).expect("a folder");
        Self {
            folder,
            _temporary: temporary,
        }
    }

    /// The folder of an index, and what making it took: now, or in the run that it stayed from.
    pub(crate) fn made(&self, name: &str, make: impl Fn(&Path) -> Amount) -> (PathBuf, Amount) {
        let folder = self.folder.join(name);
        let figures = self.folder.join(format!("{name}.made"));
        let known = std::fs::read_to_string(&figures).ok();
        if let Some(amount) = known.as_deref().and_then(Amount::read) {
            return (folder, amount);
        }
        // What a run that was stopped left half made.
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let amount = make(&folder);
        std::fs::write(figures, amount.written()).expect("the figures can be kept");
        (folder, amount)
    }
}
