//! The form in which documents, pages and corrections lie in the ledger: JSON types of their own,
//! so that renaming a field or a value of the domain breaks no stored row.
//!
//! A row names the version of its form. A form, once released, is never changed in a way that
//! older rows would not survive: a new field has a default, anything else is a new version.

mod names;
mod v1;
mod v1_corrections;
mod v1_pages;

use probity_model::{Document, DocumentId, PageText};

use crate::{CatalogueError, Corrections, Result};

/// The version new rows are written in.
pub(crate) const VERSION: u32 = 1;

/// A document in the form of the ledger's rows, for handing it from process to process of this
/// program. Its id is not part of it.
///
/// # Errors
/// [`CatalogueError::Stored`] where a number in it cannot be written.
pub fn write_document(document: &Document) -> Result<String> {
    Ok(serde_json::to_string(&v1::Document::from(document))?)
}

/// The document that [`write_document`] wrote, under its id.
///
/// # Errors
/// [`CatalogueError::Stored`] where the text is not in that form.
pub fn read_written(id: DocumentId, body: &str) -> Result<Document> {
    read_document(id, VERSION, body)
}

pub(crate) fn read_document(id: DocumentId, version: u32, body: &str) -> Result<Document> {
    known(version)?;
    Ok(serde_json::from_str::<v1::Document>(body)?.into_model(id))
}

pub(crate) fn write_page(page: &PageText) -> Result<String> {
    Ok(serde_json::to_string(&v1_pages::Page::from(page))?)
}

pub(crate) fn read_page(number: u32, version: u32, body: &str) -> Result<PageText> {
    known(version)?;
    Ok(serde_json::from_str::<v1_pages::Page>(body)?.into_model(number))
}

pub(crate) fn write_corrections(corrections: &Corrections) -> Result<String> {
    Ok(serde_json::to_string(&v1_corrections::Corrections::from(
        corrections,
    ))?)
}

pub(crate) fn read_corrections(version: u32, body: &str) -> Result<Corrections> {
    known(version)?;
    Ok(serde_json::from_str::<v1_corrections::Corrections>(body)?.into())
}

fn known(version: u32) -> Result<()> {
    if version == VERSION {
        return Ok(());
    }
    Err(CatalogueError::Newer {
        found: version,
        known: VERSION,
    })
}

#[cfg(test)]
mod tests;
