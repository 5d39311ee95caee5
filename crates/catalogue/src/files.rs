//! Lists and counts of files.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, ToSql, params_from_iter};

use crate::columns::{self, count};
use crate::{
    Catalogue, CatalogueError, FileFilter, FilePage, FileRecord, FileState, Result, StateCounts,
};

impl Catalogue {
    /// Files by path, at most `limit`, from where the page before ended.
    ///
    /// # Errors
    /// [`CatalogueError::Cursor`] where the cursor is none of ours.
    pub fn files(
        &self,
        filter: &FileFilter,
        limit: usize,
        cursor: Option<&str>,
    ) -> Result<FilePage> {
        let after = cursor.map(read_cursor).transpose()?;
        self.read(|reader| {
            let (condition, mut values) = condition(filter);
            let total = total(reader, &condition, &values)?;
            let from = after.as_ref().map_or("", |_| "AND path > ?");
            values.extend(after.clone());
            values.push((limit.saturating_add(1)).to_string());
            let sql = format!(
                "SELECT {} FROM files WHERE {condition} {from} ORDER BY path LIMIT CAST(? AS INTEGER)",
                columns::FILE
            );
            let mut statement = reader.prepare_cached(&sql)?;
            let files = statement.query_map(params_from_iter(&values), columns::file)?;
            let mut files: Vec<FileRecord> = files.collect::<rusqlite::Result<_>>()?;
            let goes_on = files.len() > limit;
            files.truncate(limit);
            let last = files.last().filter(|_| goes_on);
            let next = last.map(|file| write_cursor(&file.path));
            Ok(FilePage { files, total, next })
        })
    }

    /// The files of a state that changed last, the latest first.
    ///
    /// # Errors
    /// [`CatalogueError::Sqlite`].
    pub fn latest_files(&self, state: FileState, limit: usize) -> Result<Vec<FileRecord>> {
        let sql = format!(
            "SELECT {} FROM files WHERE state = ?1 ORDER BY updated_at DESC, path LIMIT ?2",
            columns::FILE
        );
        self.read(|reader| {
            let mut statement = reader.prepare_cached(&sql)?;
            let files = statement
                .query_map((state.as_str(), columns::size(limit as u64)), columns::file)?;
            Ok(files.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// One file, by its path as listed.
    ///
    /// # Errors
    /// [`CatalogueError::Sqlite`].
    pub fn file(&self, path: &str) -> Result<Option<FileRecord>> {
        let sql = format!("SELECT {} FROM files WHERE path = ?1", columns::FILE);
        self.read(|reader| {
            let mut statement = reader.prepare_cached(&sql)?;
            Ok(statement.query_row([path], columns::file).optional()?)
        })
    }

    /// When a file last became indexed.
    ///
    /// # Errors
    /// [`CatalogueError::Sqlite`].
    pub fn last_indexed_at(&self) -> Result<Option<Timestamp>> {
        self.read(|reader| {
            let sql = "SELECT max(updated_at) FROM files WHERE state = 'indexed'";
            let latest: Option<i64> = reader
                .prepare_cached(sql)?
                .query_row([], |row| row.get(0))?;
            Ok(latest.map(columns::time))
        })
    }

    /// How many files are on their way and not only waiting for a next attempt.
    ///
    /// # Errors
    /// [`CatalogueError::Sqlite`].
    pub fn unfinished(&self) -> Result<u64> {
        let sql = "SELECT count(*) FROM files WHERE state = 'extracting'
                   OR (state = 'pending' AND next_attempt IS NULL)";
        self.read(|reader| {
            let files = reader
                .prepare_cached(sql)?
                .query_row([], |row| row.get(0))?;
            Ok(count(files))
        })
    }

    /// How many files are in each state.
    ///
    /// # Errors
    /// [`CatalogueError::Sqlite`].
    pub fn state_counts(&self) -> Result<StateCounts> {
        self.read(|reader| {
            let sql = "SELECT state, count(*) FROM files GROUP BY state";
            let mut statement = reader.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let mut counts = StateCounts::default();
            while let Some(row) = rows.next()? {
                let state: String = row.get(0)?;
                if let Some(state) = FileState::from_name(&state) {
                    *counted(&mut counts, state) = count(row.get(1)?);
                }
            }
            Ok(counts)
        })
    }
}

fn counted(counts: &mut StateCounts, state: FileState) -> &mut u64 {
    match state {
        FileState::Pending => &mut counts.pending,
        FileState::Extracting => &mut counts.extracting,
        FileState::Indexed => &mut counts.indexed,
        FileState::Duplicate => &mut counts.duplicate,
        FileState::Ignored => &mut counts.ignored,
        FileState::Failed => &mut counts.failed,
    }
}

fn condition(filter: &FileFilter) -> (String, Vec<String>) {
    let mut condition = "TRUE".to_owned();
    let mut values = Vec::new();
    let mut also = |sql: &str, value: String| {
        condition.push_str(" AND ");
        condition.push_str(sql);
        values.push(value);
    };
    if let Some(state) = filter.state {
        also("state = ?", state.as_str().to_owned());
    }
    if let Some(part) = &filter.path {
        also("instr(folded, ?) > 0", part.to_lowercase());
    }
    if let Some(id) = &filter.document {
        also("document_id = ?", id.to_string());
    }
    (condition, values)
}

fn total(reader: &Connection, condition: &str, values: &[String]) -> Result<u64> {
    let sql = format!("SELECT count(*) FROM files WHERE {condition}");
    let values = values.iter().map(|value| value as &dyn ToSql);
    let total = reader
        .prepare_cached(&sql)?
        .query_row(params_from_iter(values), |row| row.get(0))?;
    Ok(count(total))
}

/// A cursor is the last path in hexadecimal digits: opaque, and safe in an address.
fn write_cursor(path: &str) -> String {
    path.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn read_cursor(cursor: &str) -> Result<String> {
    let bytes: Option<Vec<u8>> = cursor
        .as_bytes()
        .chunks(2)
        .map(|digits| {
            let digits = std::str::from_utf8(digits)
                .ok()
                .filter(|digits| digits.len() == 2)?;
            u8::from_str_radix(digits, 16).ok()
        })
        .collect();
    let path = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    path.filter(|path| !path.is_empty())
        .ok_or(CatalogueError::Cursor)
}
