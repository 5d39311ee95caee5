//! The tables of the ledger and the steps that bring an older file up to date.

use rusqlite::Connection;

use crate::{CatalogueError, Result};

/// One step for each schema version. A released step is never changed, only followed by another.
const STEPS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
];

/// Brings the file to the latest schema.
///
/// # Errors
/// [`CatalogueError::Newer`] where a later version of the program wrote it.
pub(crate) fn migrate(connection: &mut Connection) -> Result<()> {
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = u32::try_from(STEPS.len()).unwrap_or(u32::MAX);
    if found > known {
        return Err(CatalogueError::Newer { found, known });
    }
    for (version, step) in (1..=known).zip(STEPS) {
        if version > found {
            let transaction = connection.transaction()?;
            transaction.execute_batch(step)?;
            transaction.pragma_update(None, "user_version", version)?;
            transaction.commit()?;
        }
    }
    Ok(())
}
