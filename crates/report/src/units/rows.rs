//! Rows of tables of results: a unit, and its ratings and scores in columns of their own.

use probity_model::Level;

use super::claims::{Claim, Time, Who};
use super::marks::What;
use super::named::{Named, UnitName};
use crate::blocks::{Block, Form};
use crate::rating_words::rating_line;
use crate::text::{captured, patterns, plain};

patterns! {
    SCORE = r"^\W*(\d{1,2}) ?(?:/|out of|of) ?(\d{1,2})\W*$";
    BEFORE = r"(?i)\b(?:previous(?:ly)?|last|before|former(?:ly)?|earlier|prior|old|then)\b";
    NOW = r"(?i)\b(?:current(?:ly)?|now|new|latest|today|this)\b";
    OF_YEARS = r"(?i)^\W*(?:year|date|published|inspection|inspected|report)\b";
    POINTS = r"(?i)\b(?:score|points|total)\b";
    TOTAL = r"(?i)(?:\bof|/|\bmax(?:imum)?:?) ?(\d{1,2})\b";
    YEAR = r"\b((?:19|20)\d\d)\b";
}

/// As many points as nine standards give.
const MOST: u8 = 27;

/// The names of the columns of the table that is being read.
#[derive(Default)]
pub(super) struct Columns {
    table: Option<u32>,
    names: Vec<String>,
}

impl Columns {
    /// What a row claims of the one unit that it names, `named` in its line, or of an inspection of the
    /// unit that the document is about. `None` where it is none of a table of results.
    pub(super) fn claims(&mut self, block: &Block, named: &[Named]) -> Option<Vec<Claim>> {
        let Form::Row { table, cells, .. } = &block.form else {
            return None;
        };
        if self.table != Some(*table) {
            *self = Self {
                table: Some(*table),
                names: Vec::new(),
            };
        }
        let found: Vec<(usize, What)> = cells
            .iter()
            .enumerate()
            .filter_map(|(at, cell)| Some((at, figure(cell).or_else(|| self.points(at, cell))?)))
            .collect();
        let mut units: Vec<&UnitName> = named.iter().map(|named| &named.unit).collect();
        units.dedup();
        // Beside a PDU its region may have a column.
        if units.iter().any(|unit| unit.level == Level::Pdu) {
            units.retain(|unit| unit.level == Level::Pdu);
        }
        if found.is_empty() && units.is_empty() {
            self.names = cells.iter().map(|cell| plain(cell).into_owned()).collect();
        }
        let who = match units.as_slice() {
            [unit] => Who::Units(vec![(*unit).clone()]),
            [] if self.is_of_years() => Who::It,
            _ => return None,
        };
        // One inspection a row, each of its year
        let of_row = (who == Who::It).then(|| cells.iter().find_map(|cell| year(cell)));
        let claim = |(at, what): &(usize, What)| Claim {
            who: who.clone(),
            what: *what,
            time: match of_row.flatten() {
                Some(year) => Time::InYear(year),
                None => self.time(*at),
            },
            aside: false,
        };
        let claims: Vec<Claim> = found.iter().map(claim).collect();
        // Two ratings, and nothing that tells which is which.
        let now = claims
            .iter()
            .filter(|claim| matches!(claim.what, What::Rating(_)) && claim.time == Time::Current);
        (!claims.is_empty() && now.count() < 2).then_some(claims)
    }

    /// The first column says when each inspection was.
    fn is_of_years(&self) -> bool {
        let first = self.names.first();
        first.is_some_and(|name| OF_YEARS.is_match(name))
    }

    /// A bare number below "Score" or "Points (out of 21)".
    fn points(&self, column: usize, cell: &str) -> Option<What> {
        let name = self
            .names
            .get(column)
            .filter(|name| POINTS.is_match(name))?;
        let points: u8 = cell.trim().parse().ok()?;
        let of = captured(&TOTAL, name).and_then(|total| total[1].parse().ok());
        match of {
            Some(of) => super::marks::fits((points.into(), of))
                .map(|(points, of)| What::Score(points, Some(of))),
            None => (points <= MOST).then_some(What::Score(points, None)),
        }
    }

    fn time(&self, column: usize) -> Time {
        let Some(name) = self.names.get(column) else {
            return Time::Current;
        };
        if NOW.is_match(name) {
            return Time::Current;
        }
        if BEFORE.is_match(name) {
            return Time::Earlier;
        }
        let years = self.names.iter().filter_map(|name| year(name));
        match (year(name), years.clone().max()) {
            // Of columns with years, the last is of now.
            (Some(year), Some(last)) if years.count() > 1 && year == last => Time::Current,
            (Some(year), _) => Time::InYear(year),
            (None, _) => Time::Current,
        }
    }
}

/// The year that a column is of.
fn year(name: &str) -> Option<i16> {
    captured(&YEAR, name)?[1].parse().ok()
}

/// The rating or score that a cell consists of.
fn figure(cell: &str) -> Option<What> {
    let cell = plain(cell);
    if let Some(rating) = rating_line(&cell) {
        return Some(What::Rating(rating));
    }
    let found = captured(&SCORE, &cell)?;
    let (points, of): (u8, u8) = (found[1].parse().ok()?, found[2].parse().ok()?);
    super::marks::fits((points.into(), of.into())).map(|(points, of)| What::Score(points, Some(of)))
}
