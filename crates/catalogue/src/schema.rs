//! The tables of the ledger and the steps that bring an older file up to date.

use rusqlite::Connection;

use crate::{CatalogueError, Result};

/// One step for each schema version. A released step is never changed, only followed by another.
const STEPS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_ledgers_documents_are_compared_too() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(STEPS[0]).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        let body = r#"{"standards": [
            {"id": "1.1", "name": "Leadership", "rating": "requires_improvement", "page": 7},
            {"id": "2.6", "name": "Outcomes", "rating": null, "page": null}
          ], "key_questions": [
            {"standard": "Assessment", "question": "Is it thorough?", "percent": 46, "page": 9}
          ]}"#;
        let sql = "INSERT INTO documents VALUES ('a', x'00', 1, 'text/plain', 1, ?1, 'other', '', NULL, 0, 0)";
        connection.execute(sql, [body]).unwrap();
        migrate(&mut connection).unwrap();
        let mut statement = connection
            .prepare("SELECT place, name, rating FROM document_standards ORDER BY place")
            .unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        let rows: Vec<(i64, String, Option<String>)> =
            rows.unwrap().map(|row| row.unwrap()).collect();
        assert_eq!(
            rows,
            [
                (
                    0,
                    "Leadership".to_owned(),
                    Some("Requires improvement".to_owned())
                ),
                (1, "Outcomes".to_owned(), None)
            ]
        );
        let percent: i64 = connection
            .query_row("SELECT percent FROM document_key_questions", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(percent, 46);
    }
}
