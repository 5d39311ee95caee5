//! Which units documents are about.

use std::collections::BTreeMap;

use probity_model::{Document, DocumentId, Kind, Level, PartialDate, Rating};
use rusqlite::Connection;

use crate::{Catalogue, DocumentRecord, Result, UnitSummary, documents};

impl Catalogue {
    /// Documents about a region or PDU (those about its PDUs are about a region, too), oldest
    /// first, undated ones last.
    ///
    /// # Errors
    /// [`crate::CatalogueError`] where the ledger cannot be read.
    pub fn documents_about(&self, unit: &str) -> Result<Vec<DocumentRecord>> {
        let sql = "SELECT DISTINCT id, published, title
                   FROM document_units JOIN documents ON id = document_id
                   WHERE name = ?1 ORDER BY published IS NULL, published, title, id";
        self.read(|reader| {
            let mut statement = reader.prepare_cached(sql)?;
            let ids = statement.query_map([unit], |row| crate::columns::parsed(row, 0))?;
            let ids: Vec<DocumentId> = ids.collect::<rusqlite::Result<_>>()?;
            documents::read_documents(reader, &ids)
        })
    }

    /// Every unit that documents are about, by level and name.
    ///
    /// # Errors
    /// As [`Catalogue::documents_about`].
    pub fn unit_summaries(&self) -> Result<Vec<UnitSummary>> {
        let sql = "SELECT level, name, inspected, rating, kind, published
                   FROM document_units JOIN documents ON id = document_id
                   ORDER BY published";
        self.read(|reader| {
            let mut statement = reader.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let mut units = BTreeMap::new();
            while let Some(row) = rows.next()? {
                count(row, &mut units)?;
            }
            Ok(units.into_values().collect())
        })
    }
}

/// Adds one document to its unit. Documents come oldest first, so the last word is the latest.
fn count(
    row: &rusqlite::Row<'_>,
    units: &mut BTreeMap<(Level, String), UnitSummary>,
) -> rusqlite::Result<()> {
    let level: String = row.get(0)?;
    let level = Level::from_name(&level).unwrap_or(Level::Other);
    let name: String = row.get(1)?;
    let inspected: bool = row.get(2)?;
    let rating: Option<String> = row.get(3)?;
    let kind: String = row.get(4)?;
    let published: Option<String> = row.get(5)?;
    let unit = units.entry((level, name.clone())).or_insert(UnitSummary {
        name,
        level,
        documents: 0,
        latest_rating: None,
        latest_published: None,
    });
    unit.documents += 1;
    unit.latest_published = published
        .and_then(|date| date.parse().ok())
        .or(unit.latest_published);
    let tells_of_inspection = matches!(
        Kind::from_name(&kind),
        Some(Kind::InspectionReport | Kind::PressRelease)
    );
    let rating: Option<Rating> = rating.and_then(|name| name.parse().ok());
    if inspected && tells_of_inspection && rating.is_some() {
        unit.latest_rating = rating;
    }
    Ok(())
}

/// A unit a document is about.
struct About {
    name: String,
    level: Level,
    inspected: bool,
    rating: Option<Rating>,
}

/// Writes the columns and rows that documents are found by. Corrections are already applied.
pub(crate) fn write(writer: &Connection, document: &Document) -> Result<()> {
    let id = document.id.as_str();
    let sql = "UPDATE documents SET kind = ?2, title = ?3, published = ?4 WHERE id = ?1";
    let published = document.published.as_ref().map(PartialDate::to_string);
    writer.prepare_cached(sql)?.execute((
        id,
        document.kind.as_str(),
        &document.title,
        published,
    ))?;
    remove(writer, &document.id)?;
    let sql = "INSERT OR IGNORE INTO document_units (document_id, name, level, inspected, rating)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut statement = writer.prepare_cached(sql)?;
    for unit in about(document) {
        let rating = unit.rating.map(Rating::name);
        statement.execute((id, unit.name, unit.level.as_str(), unit.inspected, rating))?;
    }
    Ok(())
}

/// Forgets which units a document is about.
pub(crate) fn remove(writer: &Connection, id: &DocumentId) -> Result<()> {
    let sql = "DELETE FROM document_units WHERE document_id = ?1";
    writer.prepare_cached(sql)?.execute([id.as_str()])?;
    Ok(())
}

/// Units inspected first: they say more of a unit than its name in the list.
fn about(document: &Document) -> Vec<About> {
    let named = |names: &[String], level: Level| -> Vec<About> {
        let unit = |name: &String| About {
            name: name.clone(),
            level,
            inspected: false,
            rating: None,
        };
        names.iter().map(unit).collect()
    };
    let inspected = document.inspected.iter().map(|unit| About {
        name: unit.name.clone(),
        level: unit.level,
        inspected: true,
        rating: unit.rating,
    });
    inspected
        .chain(named(&document.pdus, Level::Pdu))
        .chain(named(&document.regions, Level::Region))
        .collect()
}
