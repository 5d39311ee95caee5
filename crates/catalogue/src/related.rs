//! Documents that have to do with one another: what was said of an inspection when it was
//! published, and the inspections of the same unit before and after.

use probity_model::{Document, DocumentId, Kind, Level, PartialDate, Rating};
use rusqlite::Connection;

use crate::{Catalogue, Related, Result, documents};

/// How far apart in days a report and what is said of it are published.
const SAME_TIME: i32 = 62;

/// Units whose documents are looked through: a document about more is about none of them.
const MOST_UNITS: usize = 12;

/// How many related documents are listed.
const MOST_RELATED: usize = 20;

impl Catalogue {
    /// Documents related to this one, nearest in time first.
    ///
    /// # Errors
    /// [`crate::CatalogueError`] where the ledger cannot be read.
    pub fn related(&self, id: &DocumentId) -> Result<Vec<Related>> {
        self.read(|reader| {
            let Some(record) = documents::read_document(reader, id)? else {
                return Ok(Vec::new());
            };
            let mut others = Vec::new();
            for unit in units(&record.document) {
                let one = Side::of(&record.document, unit);
                for other in candidates(reader, unit, id)? {
                    let why = why(&one, &other.side, unit.name);
                    others.extend(why.map(|why| (distance(&one, &other.side), other, why)));
                }
            }
            Ok(nearest(others))
        })
    }
}

/// What is compared of a document, as far as it is about one unit.
#[derive(Clone, Copy)]
struct Side {
    kind: Kind,
    published: Option<PartialDate>,
    rating: Option<Rating>,
}

impl Side {
    fn of(document: &Document, unit: Unit<'_>) -> Self {
        let inspected = document.inspected.iter();
        let rated = inspected.filter(|found| found.name == unit.name);
        Self {
            kind: document.kind,
            published: document.published,
            rating: rated.filter_map(|found| found.rating).next(),
        }
    }
}

struct Other {
    id: DocumentId,
    title: String,
    side: Side,
}

#[derive(Clone, Copy)]
struct Unit<'a> {
    name: &'a str,
    level: Level,
}

/// The units a document is about in the first place: a report on a PDU is not one on its region.
fn units(document: &Document) -> Vec<Unit<'_>> {
    let inspected = document.inspected.iter();
    let inspected: Vec<_> = inspected
        .map(|unit| Unit {
            name: &unit.name,
            level: unit.level,
        })
        .collect();
    let names = if document.pdus.is_empty() {
        (&document.regions, Level::Region)
    } else {
        (&document.pdus, Level::Pdu)
    };
    let units = if inspected.is_empty() {
        names
            .0
            .iter()
            .map(|name| Unit {
                name,
                level: names.1,
            })
            .collect()
    } else {
        inspected
    };
    if units.len() > MOST_UNITS {
        Vec::new()
    } else {
        units
    }
}

/// Documents about the same unit in the first place.
fn candidates(reader: &Connection, unit: Unit<'_>, but: &DocumentId) -> Result<Vec<Other>> {
    let sql = "SELECT id, title, kind, published, about.rating
               FROM document_units AS about JOIN documents ON id = about.document_id
               WHERE about.name = ?1 AND about.level = ?2 AND id <> ?3
                 AND (about.inspected OR NOT EXISTS (
                     SELECT 1 FROM document_units AS closer WHERE closer.document_id = id
                     AND (closer.inspected OR (closer.level = 'pdu' AND ?2 = 'region'))))";
    let mut statement = reader.prepare_cached(sql)?;
    let others = statement.query_map((unit.name, unit.level.as_str(), but.as_str()), |row| {
        let kind: String = row.get(2)?;
        let published: Option<String> = row.get(3)?;
        let rating: Option<String> = row.get(4)?;
        Ok(Other {
            id: crate::columns::parsed(row, 0)?,
            title: row.get(1)?,
            side: Side {
                kind: Kind::from_name(&kind).unwrap_or(Kind::Other),
                published: published.and_then(|date| date.parse().ok()),
                rating: rating.and_then(|name| name.parse().ok()),
            },
        })
    })?;
    Ok(others.collect::<rusqlite::Result<_>>()?)
}

fn why(one: &Side, other: &Side, unit: &str) -> Option<String> {
    let of_inspections = one.kind == Kind::InspectionReport && other.kind == Kind::InspectionReport;
    let (Some(this), Some(that)) = (one.published, other.published) else {
        return why_undated(one, other, of_inspections, unit);
    };
    let near = distance(one, other) <= SAME_TIME;
    let reason = match other.kind {
        Kind::InspectionReport if of_inspections && near => "Also on this inspection of",
        Kind::InspectionReport if of_inspections && this > that => EARLIER,
        Kind::InspectionReport if of_inspections => LATER,
        Kind::InspectionReport if near => "Inspection report of that time on",
        Kind::PressRelease if near => "Press release of that time about",
        Kind::NewsArticle if near => "News of that time about",
        _ => return None,
    };
    Some(format!("{reason} {unit}"))
}

const EARLIER: &str = "Earlier inspection of";
const LATER: &str = "Later inspection of";

/// Where a date is missing, the unit's rating tells what belongs together; what was before and what
/// after cannot be told.
fn why_undated(one: &Side, other: &Side, of_inspections: bool, unit: &str) -> Option<String> {
    let same = one.rating.is_some() && one.rating == other.rating;
    Some(match other.kind {
        Kind::InspectionReport if of_inspections => format!("Another inspection report on {unit}"),
        Kind::InspectionReport if same => {
            format!("Inspection report on {unit} with the same rating")
        }
        Kind::PressRelease if same => format!("Press release about {unit} with the same rating"),
        Kind::NewsArticle if same => format!("News about {unit} with the same rating"),
        _ => return None,
    })
}

/// Of the inspections before and after, the nearest are the previous and the next one.
fn name_neighbours(related: &mut [Related]) {
    for (from, to) in [
        (EARLIER, "Previous inspection of"),
        (LATER, "Next inspection of"),
    ] {
        let mut seen: Vec<String> = Vec::new();
        for one in related.iter_mut() {
            let Some(unit) = one.why.strip_prefix(from).map(str::to_owned) else {
                continue;
            };
            if !seen.contains(&unit) {
                one.why = format!("{to}{unit}");
                seen.push(unit);
            }
        }
    }
}

/// Days between two documents, none where what is known of their dates overlaps; far apart where
/// one has no date.
fn distance(one: &Side, other: &Side) -> i32 {
    let (Some(one), Some(other)) = (one.published, other.published) else {
        return i32::MAX;
    };
    let (earlier, later) = if one <= other {
        (one, other)
    } else {
        (other, one)
    };
    let gap = later.first_day() - earlier.last_day();
    gap.get_days().max(0)
}

fn nearest(mut others: Vec<(i32, Other, String)>) -> Vec<Related> {
    others.sort_by(|one, other| {
        (one.0, &one.1.title, &one.1.id).cmp(&(other.0, &other.1.title, &other.1.id))
    });
    let mut related: Vec<Related> = Vec::new();
    for (_, other, why) in others {
        let is_listed = related.iter().any(|known| known.document_id == other.id);
        if !is_listed && related.len() < MOST_RELATED {
            related.push(Related {
                document_id: other.id,
                title: other.title,
                why,
            });
        }
    }
    name_neighbours(&mut related);
    related
}
