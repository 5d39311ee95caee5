//! What inspections found of units, in a form that is read quickly over all of them.

use std::collections::HashMap;

use probity_model::{
    Document, DocumentId, KeyQuestion, Kind, Level, PartialDate, Rating, StandardRating,
};
use rusqlite::{Connection, Row};

use crate::columns::{parsed, size};
use crate::{Catalogue, InspectionResult, Result};

impl Catalogue {
    /// What every report found of the units it inspected, oldest first, undated ones before.
    ///
    /// Standards and key questions of a report belong to one unit: the region, where a report on a
    /// region also repeats the ratings of its PDUs; else the only unit inspected. The others have
    /// their overall rating alone.
    ///
    /// # Errors
    /// [`crate::CatalogueError`] where the ledger cannot be read.
    pub fn inspection_results(&self) -> Result<Vec<InspectionResult>> {
        self.read(|reader| {
            let mut standards = grouped(reader, STANDARDS, standard)?;
            let mut questions = grouped(reader, QUESTIONS, question)?;
            let mut results = results(reader)?;
            for place in 0..results.len() {
                if !has_the_details(&results, place) {
                    continue;
                }
                let result = &mut results[place];
                let id = &result.document_id;
                result.standards = standards.remove(id).unwrap_or_default();
                result.key_questions = questions.remove(id).unwrap_or_default();
            }
            Ok(results)
        })
    }
}

const STANDARDS: &str = "SELECT document_id, number, name, rating, page FROM document_standards ORDER BY document_id, place";
const QUESTIONS: &str = "SELECT document_id, standard, question, percent, page
     FROM document_key_questions ORDER BY document_id, place";

fn results(reader: &Connection) -> Result<Vec<InspectionResult>> {
    let sql = "SELECT id, name, level, rating, published
               FROM documents JOIN document_units ON id = document_id
               WHERE inspected AND kind = ?1 ORDER BY published, id, level, name";
    let mut statement = reader.prepare_cached(sql)?;
    let rows = statement.query_map([Kind::InspectionReport.as_str()], |row| {
        let level: String = row.get(2)?;
        let rating: Option<String> = row.get(3)?;
        let published: Option<String> = row.get(4)?;
        Ok(InspectionResult {
            document_id: parsed(row, 0)?,
            unit: row.get(1)?,
            level: Level::from_name(&level).unwrap_or(Level::Other),
            rating: rating.and_then(|name| name.parse().ok()),
            published: published.and_then(|date| date.parse::<PartialDate>().ok()),
            standards: Vec::new(),
            key_questions: Vec::new(),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Rows of a document stand together.
fn has_the_details(results: &[InspectionResult], place: usize) -> bool {
    let one = &results[place];
    let of_report = |other: &&InspectionResult| other.document_id == one.document_id;
    let before = results[..place].iter().rev().take_while(of_report);
    let after = results[place + 1..].iter().take_while(of_report);
    let rivals =
        |other: &InspectionResult| one.level != Level::Region || other.level == Level::Region;
    !before.chain(after).any(rivals)
}

fn grouped<T>(
    reader: &Connection,
    sql: &str,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<HashMap<DocumentId, Vec<T>>> {
    let mut statement = reader.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut groups: HashMap<DocumentId, Vec<T>> = HashMap::new();
    while let Some(row) = rows.next()? {
        groups.entry(parsed(row, 0)?).or_default().push(read(row)?);
    }
    Ok(groups)
}

fn standard(row: &Row<'_>) -> rusqlite::Result<StandardRating> {
    let rating: Option<String> = row.get(3)?;
    Ok(StandardRating {
        id: row.get(1)?,
        name: row.get(2)?,
        rating: rating.and_then(|name| name.parse().ok()),
        page: row.get(4)?,
    })
}

fn question(row: &Row<'_>) -> rusqlite::Result<KeyQuestion> {
    Ok(KeyQuestion {
        standard: row.get(1)?,
        question: row.get(2)?,
        percent: row.get(3)?,
        page: row.get(4)?,
    })
}

/// Writes what a document found, in place of what was written of it before.
pub(crate) fn write(writer: &Connection, document: &Document) -> Result<()> {
    remove(writer, &document.id)?;
    let id = document.id.as_str();
    let sql = "INSERT INTO document_standards (document_id, place, number, name, rating, page)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut statement = writer.prepare_cached(sql)?;
    for (place, standard) in document.standards.iter().enumerate() {
        let rating = standard.rating.map(Rating::name);
        let (place, page) = (size(place as u64), standard.page);
        statement.execute((id, place, &standard.id, &standard.name, rating, page))?;
    }
    let sql =
        "INSERT INTO document_key_questions (document_id, place, standard, question, percent, page)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut statement = writer.prepare_cached(sql)?;
    for (place, asked) in document.key_questions.iter().enumerate() {
        let place = size(place as u64);
        let (percent, page) = (asked.percent, asked.page);
        statement.execute((id, place, &asked.standard, &asked.question, percent, page))?;
    }
    Ok(())
}

/// Forgets what a document found.
pub(crate) fn remove(writer: &Connection, id: &DocumentId) -> Result<()> {
    for table in ["document_standards", "document_key_questions"] {
        let sql = format!("DELETE FROM {table} WHERE document_id = ?1");
        writer.prepare_cached(&sql)?.execute([id.as_str()])?;
    }
    Ok(())
}
