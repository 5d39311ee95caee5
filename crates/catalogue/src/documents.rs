//! Reading documents and their pages.

use probity_model::{DocumentId, PageText};
use rusqlite::{Connection, OptionalExtension};

use crate::columns::{self, time};
use crate::{
    Catalogue, Corrections, DocumentRecord, FileRecord, Result, beside, corrections, stored,
};

impl Catalogue {
    /// A document with everything the ledger knows about it, corrections applied.
    ///
    /// # Errors
    /// [`crate::CatalogueError`] where the ledger cannot be read.
    pub fn document(&self, id: &DocumentId) -> Result<Option<DocumentRecord>> {
        self.read(|reader| read_document(reader, id))
    }

    /// Several documents, in the order of the ids; those that are not there are left out.
    ///
    /// # Errors
    /// As [`Catalogue::document`].
    pub fn documents(&self, ids: &[DocumentId]) -> Result<Vec<DocumentRecord>> {
        self.read(|reader| read_documents(reader, ids))
    }

    /// The ids of all documents.
    ///
    /// # Errors
    /// As [`Catalogue::document`].
    pub fn document_ids(&self) -> Result<Vec<DocumentId>> {
        self.read(|reader| {
            let mut statement = reader.prepare_cached("SELECT id FROM documents ORDER BY id")?;
            let ids = statement.query_map([], |row| columns::parsed(row, 0))?;
            Ok(ids.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The text of a page (from 1) of a document that has pages.
    ///
    /// # Errors
    /// As [`Catalogue::document`].
    pub fn page(&self, id: &DocumentId, page: u32) -> Result<Option<PageText>> {
        let sql = "SELECT version, body FROM pages WHERE document_id = ?1 AND page = ?2";
        self.read(|reader| {
            let mut statement = reader.prepare_cached(sql)?;
            let row = statement
                .query_row((id.as_str(), page), |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            row.map(|(version, body): (u32, String)| stored::read_page(page, version, &body))
                .transpose()
        })
    }
}

pub(crate) fn read_documents(
    reader: &Connection,
    ids: &[DocumentId],
) -> Result<Vec<DocumentRecord>> {
    let mut documents = Vec::with_capacity(ids.len());
    for id in ids {
        documents.extend(read_document(reader, id)?);
    }
    Ok(documents)
}

pub(crate) fn read_document(
    reader: &Connection,
    id: &DocumentId,
) -> Result<Option<DocumentRecord>> {
    let sql = "SELECT version, body, rules_version, ingested_at, updated_at
               FROM documents WHERE id = ?1";
    let mut statement = reader.prepare_cached(sql)?;
    let row = statement
        .query_row([id.as_str()], |row| {
            let body: String = row.get(1)?;
            Ok((row.get(0)?, body, row.get(2)?, row.get(3)?, row.get(4)?))
        })
        .optional()?;
    let Some((version, body, rules_version, ingested_at, updated_at)) = row else {
        return Ok(None);
    };
    let mut document = stored::read_document(id.clone(), version, &body)?;
    let corrections = read_corrections(reader, id)?;
    let beside = beside::of_document(reader, id)?;
    let all = corrections.clone().over(beside.clone());
    corrections::apply(&all, &mut document);
    Ok(Some(DocumentRecord {
        document,
        corrections,
        beside,
        files: files_of(reader, id)?,
        ingested_at: time(ingested_at),
        updated_at: time(updated_at),
        rules_version,
    }))
}

/// What a person corrected of this document; empty where nothing was.
pub(crate) fn read_corrections(reader: &Connection, id: &DocumentId) -> Result<Corrections> {
    let sql = "SELECT version, body FROM corrections WHERE document_id = ?1";
    let mut statement = reader.prepare_cached(sql)?;
    let row = statement
        .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    row.map_or_else(
        || Ok(Corrections::default()),
        |(version, body): (u32, String)| stored::read_corrections(version, &body),
    )
}

fn files_of(reader: &Connection, id: &DocumentId) -> Result<Vec<FileRecord>> {
    let sql = format!(
        "SELECT {} FROM files WHERE document_id = ?1 ORDER BY state = 'duplicate', path",
        columns::FILE
    );
    let mut statement = reader.prepare_cached(&sql)?;
    let files = statement.query_map([id.as_str()], columns::file)?;
    Ok(files.collect::<rusqlite::Result<_>>()?)
}
