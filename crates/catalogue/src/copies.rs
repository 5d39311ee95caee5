//! Copies of the ledger: made while it is in use, and put in its place where it is damaged.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::{Catalogue, CatalogueError, Result};

/// What took the place of a ledger that was damaged or gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restored {
    /// Its last copy.
    FromCopy,
    /// An empty one: there is no copy, or it is damaged too.
    Empty,
}

impl Catalogue {
    /// Writes a consistent copy of the ledger to this file while the ledger is in use, in place of
    /// a file that is there. The copy is on the disk, whole, before it gets its name.
    ///
    /// # Errors
    /// [`CatalogueError`] where the file cannot be written; what was there stays.
    pub fn back_up(&self, to: &Path) -> Result<()> {
        let unfinished = with_ending(to, ".unfinished");
        remove(&unfinished)?;
        let copied = self.with_connection(|connection| {
            let target = unfinished.to_string_lossy();
            connection.execute("VACUUM INTO ?1", [target.as_ref()])?;
            Ok(())
        });
        let finished = copied.and_then(|()| put_in_place(&unfinished, to));
        if finished.is_err() {
            let _ = fs::remove_file(&unfinished);
        }
        finished
    }

    /// Reads the whole ledger and tells what is damaged, in the words of SQLite; nothing where all
    /// is well.
    ///
    /// # Errors
    /// [`CatalogueError::Sqlite`] where it cannot be read at all.
    pub fn damages(&self) -> Result<Vec<String>> {
        self.with_connection(|connection| {
            let mut statement = connection.prepare("PRAGMA quick_check(10)")?;
            let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
            let lines: Vec<String> = lines.collect::<rusqlite::Result<_>>()?;
            Ok(lines.into_iter().filter(|line| line != "ok").collect())
        })
    }
}

/// Opens the ledger in this file. One that is damaged is set aside (its name then ends in
/// `.damaged`), and one that is damaged or gone is replaced by its last copy, where there is one.
/// Nobody else may have the ledger open.
///
/// # Errors
/// As [`Catalogue::open`], for anything but damage.
pub fn open_or_restore(path: &Path, copy: &Path) -> Result<(Catalogue, Option<Restored>)> {
    let is_there = path.exists();
    if is_there {
        match open_sound(path) {
            Ok(catalogue) => return Ok((catalogue, None)),
            Err(error) if error.is_damage() => set_aside(path)?,
            Err(error) => return Err(error),
        }
    }
    if copy.exists() {
        set_aside_log(path)?;
        let unfinished = with_ending(path, ".unfinished");
        fs::copy(copy, &unfinished).map_err(|reason| file_error(&unfinished, reason))?;
        put_in_place(&unfinished, path)?;
        match open_sound(path) {
            Ok(catalogue) => return Ok((catalogue, Some(Restored::FromCopy))),
            Err(error) if error.is_damage() => set_aside(path)?,
            Err(error) => return Err(error),
        }
        return Ok((Catalogue::open(path)?, Some(Restored::Empty)));
    }
    let catalogue = Catalogue::open(path)?;
    Ok((catalogue, is_there.then_some(Restored::Empty)))
}

fn open_sound(path: &Path) -> Result<Catalogue> {
    let catalogue = Catalogue::open(path)?;
    let damages = catalogue.damages()?;
    if damages.is_empty() {
        return Ok(catalogue);
    }
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
    let first = damages.into_iter().next();
    Err(CatalogueError::Open {
        path: path.to_owned(),
        reason: rusqlite::Error::SqliteFailure(code, first),
    })
}

/// A ledger and its log belong together: both go, the log first, so that no log ever meets a
/// ledger it does not belong to.
fn set_aside(path: &Path) -> Result<()> {
    set_aside_log(path)?;
    rename(path, &with_ending(path, ".damaged"))
}

fn set_aside_log(path: &Path) -> Result<()> {
    rename(
        &with_ending(path, "-wal"),
        &with_ending(path, ".damaged-wal"),
    )?;
    remove(&with_ending(path, "-shm"))
}

/// Gives a file its name once all of it is on the disk.
fn put_in_place(unfinished: &Path, path: &Path) -> Result<()> {
    let synced = File::open(unfinished).and_then(|file| file.sync_all());
    synced.map_err(|reason| file_error(unfinished, reason))?;
    rename(unfinished, path)?;
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let synced = File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all());
    synced.map_err(|reason| file_error(path, reason))
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    ignoring_absence(fs::rename(from, to)).map_err(|reason| file_error(from, reason))
}

fn remove(path: &Path) -> Result<()> {
    ignoring_absence(fs::remove_file(path)).map_err(|reason| file_error(path, reason))
}

fn ignoring_absence(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

fn file_error(path: &Path, reason: io::Error) -> CatalogueError {
    CatalogueError::File {
        path: path.to_owned(),
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ledger with a mark in it, and where it and its copy are.
    struct Place {
        folder: tempfile::TempDir,
    }

    impl Place {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            Self { folder }
        }

        fn path(&self) -> PathBuf {
            self.folder.path().join("catalogue.sqlite")
        }

        fn copy(&self) -> PathBuf {
            self.folder.path().join("catalogue.copy.sqlite")
        }

        fn marked(self, mark: i64) -> Self {
            Catalogue::open(&self.path())
                .unwrap()
                .set_note("mark", mark)
                .unwrap();
            self
        }

        fn copied(self) -> Self {
            Catalogue::open(&self.path())
                .unwrap()
                .back_up(&self.copy())
                .unwrap();
            self
        }

        /// Damages the ledger in the middle, or the whole of it.
        fn damaged(self, all: bool) -> Self {
            let mut bytes = fs::read(self.path()).unwrap();
            let from = if all { 0 } else { bytes.len() / 3 };
            bytes[from..].fill(0xA5);
            fs::write(self.path(), bytes).unwrap();
            self
        }

        fn check(&self, restored: Option<Restored>, mark: Option<i64>) {
            let (catalogue, how) = open_or_restore(&self.path(), &self.copy()).unwrap();
            assert_eq!(how, restored);
            assert_eq!(catalogue.note("mark").unwrap(), mark);
        }
    }

    #[test]
    fn a_sound_ledger_is_left_alone() {
        Place::new().check(None, None);
        Place::new()
            .marked(1)
            .copied()
            .marked(2)
            .check(None, Some(2));
    }

    #[test]
    fn a_damaged_ledger_is_replaced_by_its_copy() {
        for all in [false, true] {
            let place = Place::new().marked(1).copied().marked(2).damaged(all);
            place.check(Some(Restored::FromCopy), Some(1));
            assert!(with_ending(&place.path(), ".damaged").exists());
            place.check(None, Some(1));
        }
    }

    #[test]
    fn a_ledger_that_is_gone_is_replaced_by_its_copy_and_not_by_its_old_log() {
        let place = Place::new().marked(1).copied();
        let log = with_ending(&place.path(), "-wal");
        let catalogue = Catalogue::open(&place.path()).unwrap();
        catalogue.set_note("mark", 2).unwrap();
        let kept = fs::read(&log).unwrap();
        drop(catalogue);
        fs::remove_file(place.path()).unwrap();
        fs::write(&log, kept).unwrap();
        place.check(Some(Restored::FromCopy), Some(1));
    }

    #[test]
    fn without_a_sound_copy_the_ledger_begins_anew() {
        Place::new()
            .marked(1)
            .damaged(true)
            .check(Some(Restored::Empty), None);
        let place = Place::new().marked(1).copied().damaged(false);
        fs::write(place.copy(), "no ledger").unwrap();
        place.check(Some(Restored::Empty), None);
    }

    #[test]
    fn a_copy_takes_the_place_of_the_one_before_and_leaves_nothing_else() {
        let place = Place::new().marked(1).copied().marked(2).copied();
        let copy = Catalogue::open(&place.copy()).unwrap();
        assert_eq!(copy.note("mark").unwrap(), Some(2));
        drop(copy);
        assert!(!with_ending(&place.copy(), ".unfinished").exists());
    }

    #[test]
    fn a_ledger_of_a_later_version_is_not_damaged() {
        let place = Place::new().marked(1).copied();
        let connection = rusqlite::Connection::open(place.path()).unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        drop(connection);
        let refused = open_or_restore(&place.path(), &place.copy()).unwrap_err();
        assert!(matches!(refused, CatalogueError::Newer { .. }), "{refused}");
    }
}
