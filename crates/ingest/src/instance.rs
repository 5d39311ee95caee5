//! One process at a time looks after an index folder: its lock, which the system gives back even
//! when the process is killed.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use crate::IngestError;

/// The right to write an index folder. Dropping it, or the end of the process, gives it back.
#[derive(Debug)]
pub struct Instance {
    _lock: File,
}

/// The file that is locked, in the index folder. What it holds means nothing.
const LOCK: &str = ".lock";

impl Instance {
    /// Takes the right to write this folder, which is made where it is missing; `None` where
    /// another process has it.
    ///
    /// # Errors
    /// [`IngestError::Unwritable`] where the folder cannot be used.
    pub fn take(folder: &Path) -> Result<Option<Self>, IngestError> {
        let refused = |reason| IngestError::Unwritable {
            path: folder.to_owned(),
            reason,
        };
        fs::create_dir_all(folder).map_err(refused)?;
        let file = File::options()
            .create(true)
            .append(true)
            .open(folder.join(LOCK))
            .map_err(refused)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _lock: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(reason)) => Err(refused(reason)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_has_the_folder_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index");
        let first = Instance::take(&path).unwrap();
        assert!(first.is_some());
        assert!(Instance::take(&path).unwrap().is_none());
        drop(first);
        assert!(Instance::take(&path).unwrap().is_some());
    }
}
