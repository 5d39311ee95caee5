//! Changes of documents, numbered in one sequence that the index follows.

use std::ops::RangeInclusive;

use probity_model::{ContentHash, Document, DocumentId, PageText};
use rusqlite::{Connection, OptionalExtension};

use crate::columns::{count, now, parsed, size};
use crate::database::{Durability, note, set_note};
use crate::{Catalogue, Corrections, Result, documents, holders, members, results, stored, units};

/// The numbers of changes that this ledger has given: an index that has followed it to a number
/// outside of this belongs to another ledger.
pub type SequenceRange = RangeInclusive<u64>;

/// A document that was just read.
#[derive(Clone, Debug, PartialEq)]
pub struct NewDocument {
    /// The document, without corrections.
    pub document: Document,
    /// Its pages, where it has pages.
    pub pages: Vec<PageText>,
    /// Hash of the file it was read from.
    pub content_hash: ContentHash,
    /// Format of that file.
    pub media_type: String,
    /// Version of the reading rules.
    pub rules_version: u32,
}

/// A change the index has to follow.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its number.
    pub sequence: u64,
    /// The document that changed.
    pub document_id: DocumentId,
    /// The document as it shall be found, corrections applied; `None` where it shall not be found.
    pub document: Option<Document>,
}

impl Catalogue {
    /// Stores documents that were read, durably. One whose files are all gone or replaced by now is
    /// dropped. Gives the ids of those stored.
    ///
    /// # Errors
    /// [`crate::CatalogueError`] where the ledger cannot be written; nothing is stored then.
    pub fn store<'a>(
        &self,
        documents: impl IntoIterator<Item = &'a NewDocument>,
    ) -> Result<Vec<DocumentId>> {
        let mut documents = documents.into_iter().peekable();
        if documents.peek().is_none() {
            return Ok(Vec::new());
        }
        self.write(Durability::Flushed, |writer| {
            let mut ids = Vec::new();
            for document in documents {
                let paths = holders::paths_of(writer, &document.document.id)?;
                if !paths.is_empty() {
                    store_one(writer, document, &paths)?;
                    ids.push(document.document.id.clone());
                }
            }
            Ok(ids)
        })
    }

    /// Puts corrections in place of all that were made of a document, durably. `false` where there
    /// is no such document. The index follows as with any change.
    ///
    /// # Errors
    /// As [`Catalogue::store`].
    pub fn correct(&self, id: &DocumentId, corrections: &Corrections) -> Result<bool> {
        self.write(Durability::Flushed, |writer| {
            if documents::read_document(writer, id)?.is_none() {
                return Ok(false);
            }
            write_corrections(writer, id, corrections)?;
            write_projections(writer, id)?;
            note_change(writer, id)?;
            Ok(true)
        })
    }

    /// Has the index take up a document anew. `false` where there is no such document.
    ///
    /// # Errors
    /// As [`Catalogue::store`].
    pub fn reindex(&self, id: &DocumentId) -> Result<bool> {
        self.write(Durability::Lazy, |writer| {
            let is_stored = holders::state_of_stored(writer, id)?.is_some();
            if is_stored {
                note_change(writer, id)?;
            }
            Ok(is_stored)
        })
    }

    /// Has the index take up these documents anew, and leave those that are not in the ledger.
    ///
    /// # Errors
    /// As [`Catalogue::store`].
    pub fn follow_again(&self, ids: &[DocumentId]) -> Result<()> {
        self.write(Durability::Flushed, |writer| {
            ids.iter().try_for_each(|id| note_change(writer, id))
        })
    }

    /// Removes a document and every file row that holds it, and what those files hold, whatever is in
    /// the folder. Its corrections stay, should it come back.
    ///
    /// # Errors
    /// As [`Catalogue::store`].
    pub fn remove(&self, id: &DocumentId) -> Result<()> {
        self.write(Durability::Flushed, |writer| {
            for path in holders::paths_of(writer, id)? {
                members::forget_all(writer, &path, false)?;
            }
            let sql = "DELETE FROM files WHERE document_id = ?1";
            writer.prepare_cached(sql)?.execute([id.as_str()])?;
            remove_document(writer, id)
        })
    }

    /// The numbers given so far; the start is the number before the first change.
    ///
    /// # Errors
    /// [`crate::CatalogueError`] where the ledger cannot be read.
    pub fn sequences(&self) -> Result<SequenceRange> {
        self.read(|reader| {
            let of = |name| Ok::<_, crate::CatalogueError>(note(reader, name)?.unwrap_or_default());
            Ok(count(of("first_sequence")?)..=count(of("sequence")?))
        })
    }

    /// The changes after a number, in order, at most `limit`.
    ///
    /// # Errors
    /// As [`Catalogue::sequences`].
    pub fn changes_after(&self, sequence: u64, limit: usize) -> Result<Vec<Change>> {
        let sql = "SELECT sequence, document_id FROM changes WHERE sequence > ?1
                   ORDER BY sequence LIMIT ?2";
        self.read(|reader| {
            let mut statement = reader.prepare_cached(sql)?;
            let limit = size(limit as u64);
            let rows = statement.query_map((size(sequence), limit), |row| {
                Ok((row.get::<_, i64>(0)?, parsed::<DocumentId>(row, 1)?))
            })?;
            let mut changes = Vec::new();
            for row in rows {
                let (sequence, document_id) = row?;
                let record = documents::read_document(reader, &document_id)?;
                let document = record.map(|record| record.document);
                changes.push(Change {
                    sequence: count(sequence),
                    document_id,
                    document,
                });
            }
            Ok(changes)
        })
    }

    /// How many changes there are after a number.
    ///
    /// # Errors
    /// As [`Catalogue::sequences`].
    pub fn changes_left(&self, sequence: u64) -> Result<u64> {
        let sql = "SELECT count(*) FROM changes WHERE sequence > ?1";
        self.read(|reader| {
            let mut statement = reader.prepare_cached(sql)?;
            Ok(count(
                statement.query_row([size(sequence)], |row| row.get(0))?,
            ))
        })
    }

    /// Notes that the index has followed every change up to this number: the files of those
    /// documents are `indexed`, unless they are just being read by newer rules. Gives their paths and
    /// documents.
    ///
    /// # Errors
    /// As [`Catalogue::store`].
    pub fn committed(&self, sequence: u64) -> Result<Vec<(String, DocumentId)>> {
        self.write(Durability::Lazy, |writer| {
            set_note(writer, "committed", size(sequence))?;
            let sql = "UPDATE files SET state = 'indexed', updated_at = ?2
                       WHERE state = 'extracting' AND document_id IN
                           (SELECT document_id FROM changes JOIN documents ON id = document_id
                            WHERE sequence <= ?1 AND rules_version >= coalesce(
                                (SELECT value FROM notes WHERE name = 'rules_version'), 0))
                       RETURNING path, document_id";
            let mut statement = writer.prepare_cached(sql)?;
            let files = statement.query_map((size(sequence), now()), |row| {
                Ok((row.get(0)?, parsed(row, 1)?))
            })?;
            Ok(files.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Has every file read anew whose content was read before, whatever rules read it. Documents stay
    /// as they are until then.
    ///
    /// # Errors
    /// As [`Catalogue::store`].
    pub fn read_anew(&self) -> Result<()> {
        self.write(Durability::Flushed, |writer| {
            writer.execute("UPDATE documents SET rules_version = 0", [])?;
            let sql = "UPDATE files SET state = 'pending', next_attempt = ?1, attempts = 0
                       WHERE state IN ('indexed', 'failed') AND content_hash IS NOT NULL";
            writer.execute(sql, [now()])?;
            Ok(())
        })
    }

    /// Files that are being read, or are to be read at once.
    ///
    /// # Errors
    /// As [`Catalogue::sequences`].
    pub fn being_read(&self) -> Result<u64> {
        let sql = "SELECT count(*) FROM files WHERE state = 'extracting'
                       OR (state = 'pending' AND next_attempt <= ?1)";
        self.read(|reader| {
            let files = reader
                .prepare_cached(sql)?
                .query_row([now()], |row| row.get(0))?;
            Ok(count(files))
        })
    }

    /// Puts the ledger in order after a start: what was being read when the program ended is to be
    /// read again, and so is what was read (or given up) by older rules. `committed` is the number
    /// the index has followed the ledger to, 0 for an empty index.
    ///
    /// # Errors
    /// As [`Catalogue::store`].
    pub fn recover(&self, committed: u64, rules_version: u32) -> Result<()> {
        self.committed(committed)?;
        self.write(Durability::Lazy, |writer| {
            let sql = "UPDATE files SET state = 'pending', next_attempt = NULL, updated_at = ?1
                       WHERE state = 'extracting'
                         AND document_id NOT IN (SELECT id FROM documents)";
            writer.execute(sql, [now()])?;
            let sql = "UPDATE files SET state = 'pending', next_attempt = NULL, attempts = 0
                       WHERE state IN ('indexed', 'extracting') AND document_id IN
                           (SELECT id FROM documents WHERE rules_version < ?1)";
            writer.execute(sql, [rules_version])?;
            let rules = note(writer, "rules_version")?.unwrap_or_default();
            if rules < i64::from(rules_version) {
                let sql = "UPDATE files SET state = 'pending', next_attempt = NULL, attempts = 0
                           WHERE state = 'failed' AND content_hash IS NOT NULL";
                writer.execute(sql, [])?;
            }
            // No scan finds what is inside other files: it is due at once.
            let sql = "UPDATE files SET next_attempt = ?1
                       WHERE state = 'pending' AND next_attempt IS NULL AND container IS NOT NULL";
            writer.execute(sql, [now()])?;
            set_note(writer, "rules_version", i64::from(rules_version))
        })
    }
}

fn store_one(writer: &Connection, new: &NewDocument, paths: &[String]) -> Result<()> {
    let id = &new.document.id;
    write_body(writer, new)?;
    write_projections(writer, id)?;
    write_pages(writer, id, &new.pages)?;
    note_change(writer, id)?;
    let sql = "UPDATE files SET media_type = ?2, error = NULL, next_attempt = NULL,
                   state = CASE state WHEN 'pending' THEN 'duplicate' ELSE state END
               WHERE document_id = ?1";
    writer
        .prepare_cached(sql)?
        .execute((id.as_str(), &new.media_type))?;
    holders::ensure_one_stands(writer, id)?;
    paths
        .iter()
        .try_for_each(|path| holders::release_replaced(writer, path))
}

fn write_body(writer: &Connection, new: &NewDocument) -> Result<()> {
    let sql = "INSERT INTO documents (id, content_hash, rules_version, media_type, version, body,
                   kind, title, ingested_at, updated_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', '', ?7, ?7)
               ON CONFLICT (id) DO UPDATE SET
                   rules_version = excluded.rules_version, media_type = excluded.media_type,
                   version = excluded.version, body = excluded.body,
                   updated_at = excluded.updated_at";
    writer.prepare_cached(sql)?.execute((
        new.document.id.as_str(),
        new.content_hash.as_bytes(),
        new.rules_version,
        &new.media_type,
        stored::VERSION,
        stored::write_document(&new.document)?,
        now(),
    ))?;
    Ok(())
}

fn write_pages(writer: &Connection, id: &DocumentId, pages: &[PageText]) -> Result<()> {
    remove_pages(writer, id)?;
    let sql = "INSERT OR REPLACE INTO pages (document_id, page, version, body)
               VALUES (?1, ?2, ?3, ?4)";
    let mut statement = writer.prepare_cached(sql)?;
    for page in pages {
        let body = stored::write_page(page)?;
        statement.execute((id.as_str(), page.page, stored::VERSION, body))?;
    }
    Ok(())
}

fn remove_pages(writer: &Connection, id: &DocumentId) -> Result<()> {
    writer
        .prepare_cached("DELETE FROM pages WHERE document_id = ?1")?
        .execute([id.as_str()])?;
    Ok(())
}

fn write_corrections(
    writer: &Connection,
    id: &DocumentId,
    corrections: &Corrections,
) -> Result<()> {
    if *corrections == Corrections::default() {
        let sql = "DELETE FROM corrections WHERE document_id = ?1";
        writer.prepare_cached(sql)?.execute([id.as_str()])?;
        return Ok(());
    }
    let sql = "INSERT OR REPLACE INTO corrections (document_id, version, body, updated_at)
               VALUES (?1, ?2, ?3, ?4)";
    let body = stored::write_corrections(corrections)?;
    writer
        .prepare_cached(sql)?
        .execute((id.as_str(), stored::VERSION, body, now()))?;
    Ok(())
}

/// Has columns and index follow a document whose corrections changed, where there is one.
pub(crate) fn refresh(writer: &Connection, id: &DocumentId) -> Result<()> {
    if holders::state_of_stored(writer, id)?.is_none() {
        return Ok(());
    }
    write_projections(writer, id)?;
    note_change(writer, id)
}

/// Brings the columns that documents are found by up to date with body and corrections.
fn write_projections(writer: &Connection, id: &DocumentId) -> Result<()> {
    match documents::read_document(writer, id)? {
        Some(record) => {
            units::write(writer, &record.document)?;
            results::write(writer, &record.document)
        }
        None => Ok(()),
    }
}

/// Takes a document out of the ledger, where it is in it, and has the index follow.
pub(crate) fn remove_document(writer: &Connection, id: &DocumentId) -> Result<()> {
    let sql = "DELETE FROM documents WHERE id = ?1";
    if writer.prepare_cached(sql)?.execute([id.as_str()])? == 0 {
        return Ok(());
    }
    remove_pages(writer, id)?;
    units::remove(writer, id)?;
    results::remove(writer, id)?;
    note_change(writer, id)
}

/// Gives the document's latest change the next number of the sequence.
fn note_change(writer: &Connection, id: &DocumentId) -> Result<()> {
    let sql = "UPDATE notes SET value = value + 1 WHERE name = 'sequence' RETURNING value";
    let sequence: Option<i64> = writer
        .prepare_cached(sql)?
        .query_row([], |row| row.get(0))
        .optional()?;
    let sql = "INSERT INTO changes (document_id, sequence) VALUES (?1, ?2)
               ON CONFLICT (document_id) DO UPDATE SET sequence = excluded.sequence";
    writer
        .prepare_cached(sql)?
        .execute((id.as_str(), sequence))?;
    let sql = "UPDATE documents SET updated_at = ?2 WHERE id = ?1";
    writer.prepare_cached(sql)?.execute((id.as_str(), now()))?;
    Ok(())
}
