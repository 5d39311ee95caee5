//! The open ledger: one connection that writes, some that read, and transactions on them.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::{CatalogueError, Result, schema};

/// The open ledger. Cheap to clone; may be used from many threads at once.
///
/// Reads see one consistent state each and never wait for writes. Writes wait for one another.
#[derive(Clone, Debug)]
pub struct Catalogue(Arc<Connections>);

#[derive(Debug)]
struct Connections {
    writer: Mutex<Connection>,
    /// The latest write is on the disk for certain, and with it all before it.
    is_flushed: AtomicBool,
    /// `None` for a ledger in memory, which has only the one connection.
    readers: Option<Readers>,
}

#[derive(Debug)]
struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

/// Connections kept open for the next read.
const IDLE_READERS: usize = 8;

/// How long to wait for another process that is writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Whether a write may be lost together with the machine's power.
#[derive(Clone, Copy)]
pub(crate) enum Durability {
    /// It is on the disk when the call returns.
    Flushed,
    /// A power failure can undo it, and what it says would be found out again.
    Lazy,
}

impl Catalogue {
    /// Opens the ledger in this file, makes it where there is none, and brings it up to date.
    ///
    /// # Errors
    /// [`CatalogueError::Newer`] where a later version wrote it, [`CatalogueError::Open`] where it
    /// is no ledger, is damaged or cannot be written.
    pub fn open(path: &Path) -> Result<Self> {
        let connection = open_writer(path).map_err(|error| match error {
            CatalogueError::Sqlite(reason) => CatalogueError::Open {
                path: path.to_owned(),
                reason,
            },
            other => other,
        })?;
        let readers = Readers {
            path: path.to_owned(),
            idle: Mutex::default(),
        };
        Ok(Self(Arc::new(Connections {
            writer: Mutex::new(connection),
            is_flushed: AtomicBool::new(false),
            readers: Some(readers),
        })))
    }

    /// A ledger that ends with the program.
    ///
    /// # Errors
    /// [`CatalogueError::Sqlite`] where there is no memory for it.
    pub fn in_memory() -> Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        schema::migrate(&mut connection)?;
        Ok(Self(Arc::new(Connections {
            writer: Mutex::new(connection),
            is_flushed: AtomicBool::new(false),
            readers: None,
        })))
    }

    /// Sees that everything noted so far outlives a power failure: what follows the ledger must not
    /// get ahead of what is certain of it.
    ///
    /// # Errors
    /// [`CatalogueError::Sqlite`] where the ledger cannot be written.
    pub fn flush(&self) -> Result<()> {
        if self.0.is_flushed.load(Ordering::Acquire) {
            return Ok(());
        }
        self.write(Durability::Flushed, |writer| {
            set_note(writer, "flushed_at", crate::columns::now())
        })
    }

    /// A number the caller keeps in the ledger under a name of its own.
    ///
    /// # Errors
    /// [`CatalogueError::Sqlite`].
    pub fn note(&self, name: &str) -> Result<Option<i64>> {
        self.read(|reader| note(reader, &format!("x-{name}")))
    }

    /// Keeps a number under a name.
    ///
    /// # Errors
    /// [`CatalogueError::Sqlite`].
    pub fn set_note(&self, name: &str, value: i64) -> Result<()> {
        self.write(Durability::Lazy, |writer| {
            set_note(writer, &format!("x-{name}"), value)
        })
    }

    /// The numbers kept under names that begin so, by name.
    ///
    /// # Errors
    /// [`CatalogueError::Sqlite`].
    pub fn notes(&self, beginning: &str) -> Result<Vec<(String, i64)>> {
        let begins = |name: &String| name.starts_with(beginning);
        let sql = "SELECT substr(name, 3), value FROM notes WHERE name >= 'x-' AND name < 'x.'
                   ORDER BY name";
        self.read(|reader| {
            let mut statement = reader.prepare_cached(sql)?;
            let notes = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let notes: Vec<(String, i64)> = notes.collect::<rusqlite::Result<_>>()?;
            Ok(notes.into_iter().filter(|(name, _)| begins(name)).collect())
        })
    }

    /// Keeps the number under this name no longer.
    ///
    /// # Errors
    /// [`CatalogueError::Sqlite`].
    pub fn remove_note(&self, name: &str) -> Result<()> {
        self.write(Durability::Lazy, |writer| {
            let sql = "DELETE FROM notes WHERE name = ?1";
            writer.prepare_cached(sql)?.execute([format!("x-{name}")])?;
            Ok(())
        })
    }

    /// Lends a connection that no transaction is open on.
    pub(crate) fn with_connection<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T>,
    ) -> Result<T> {
        match &self.0.readers {
            Some(readers) => work(&open_reader(&readers.path)?),
            None => work(&lock(&self.0.writer)),
        }
    }

    /// Runs reads on one consistent state of the ledger.
    pub(crate) fn read<T>(&self, reads: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let Some(readers) = &self.0.readers else {
            let connection = lock(&self.0.writer);
            return reads(&connection.unchecked_transaction()?);
        };
        let idle = lock(&readers.idle).pop();
        let connection = idle.map_or_else(|| open_reader(&readers.path), Ok)?;
        let result = reads(&connection.unchecked_transaction()?);
        let mut idle = lock(&readers.idle);
        if idle.len() < IDLE_READERS {
            idle.push(connection);
        }
        result
    }

    /// Runs writes as one transaction: all of them or, after an error, none.
    pub(crate) fn write<T>(
        &self,
        durability: Durability,
        writes: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut connection = lock(&self.0.writer);
        connection.pragma_update(None, "synchronous", durability.pragma())?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = writes(&transaction)?;
        self.0.is_flushed.store(false, Ordering::Release);
        transaction.commit()?;
        let is_flushed = matches!(durability, Durability::Flushed);
        self.0.is_flushed.store(is_flushed, Ordering::Release);
        Ok(result)
    }
}

impl Durability {
    /// `NORMAL` never damages a WAL database, it only forgets the latest transactions.
    const fn pragma(self) -> &'static str {
        match self {
            Self::Flushed => "FULL",
            Self::Lazy => "NORMAL",
        }
    }
}

/// A number of the ledger's own or, with the prefix, of its user.
pub(crate) fn note(reader: &Connection, name: &str) -> Result<Option<i64>> {
    use rusqlite::OptionalExtension;
    let mut statement = reader.prepare_cached("SELECT value FROM notes WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

pub(crate) fn set_note(writer: &Connection, name: &str, value: i64) -> Result<()> {
    let sql = "INSERT INTO notes (name, value) VALUES (?1, ?2)
               ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    writer.prepare_cached(sql)?.execute((name, value))?;
    Ok(())
}

fn open_writer(path: &Path) -> Result<Connection> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.set_prepared_statement_cache_capacity(64);
    schema::migrate(&mut connection)?;
    Ok(connection)
}

fn open_reader(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Nothing is half done behind a poisoned lock: the transaction of the thread that panicked was
/// rolled back as it unwound.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_opens_again_and_keeps_its_notes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("catalogue.sqlite");
        Catalogue::open(&path)
            .unwrap()
            .set_note("device", 7)
            .unwrap();
        assert_eq!(
            Catalogue::open(&path).unwrap().note("device").unwrap(),
            Some(7)
        );
    }

    #[test]
    fn a_ledger_of_a_later_version_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("catalogue.sqlite");
        let catalogue = Catalogue::open(&path).unwrap();
        lock(&catalogue.0.writer)
            .pragma_update(None, "user_version", 99)
            .unwrap();
        let refused = Catalogue::open(&path).unwrap_err();
        assert!(
            matches!(refused, CatalogueError::Newer { found: 99, .. }),
            "{refused}"
        );
    }

    #[test]
    fn a_file_that_is_no_ledger_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("catalogue.sqlite");
        std::fs::write(
            &path,
            "a letter to the editor, and a long one at that ".repeat(100),
        )
        .unwrap();
        let refused = Catalogue::open(&path).unwrap_err().to_string();
        assert!(refused.contains("catalogue.sqlite"), "{refused}");
    }

    #[test]
    fn a_failed_write_leaves_nothing() {
        let catalogue = Catalogue::in_memory().unwrap();
        let failed: Result<()> = catalogue.write(Durability::Lazy, |writer| {
            set_note(writer, "x-half", 1)?;
            Err(CatalogueError::Cursor)
        });
        assert!(failed.is_err());
        assert_eq!(catalogue.note("half").unwrap(), None);
    }
}
