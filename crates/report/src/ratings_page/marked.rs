//! Tables with a column for each rating, and a mark in one of them.

use probity_model::{Rating, StandardRating};

use crate::blocks::Form;
use crate::headings;
use crate::outline::Outline;
use crate::rating_words::rating_line;
use crate::text::plain;

/// A table with fewer columns of ratings is another.
const FEWEST: usize = 3;

/// No mark is longer, in characters.
const LONGEST_MARK: usize = 5;

/// The standards that such tables rate.
pub(super) fn read(outline: &Outline) -> Vec<StandardRating> {
    let mut head: Option<(u32, Vec<Option<Rating>>)> = None;
    let mut found: Vec<StandardRating> = Vec::new();
    for entry in &outline.entries {
        let Form::Row { table, cells, .. } = &entry.block.form else {
            continue;
        };
        let columns: Vec<Option<Rating>> = cells.iter().map(|cell| rating_line(cell)).collect();
        if columns.iter().flatten().count() >= FEWEST {
            head = Some((*table, columns));
            continue;
        }
        let Some((of, columns)) = &head else {
            continue;
        };
        if of != table || columns.len() != cells.len() {
            continue;
        }
        if let Some((name, rating)) = marked(cells, columns) {
            let name = plain(&name);
            let named = headings::standard(&name).or_else(|| headings::standard_by_name(&name));
            found.extend(named.map(|named| StandardRating {
                id: named.id,
                name: named.name,
                rating: Some(rating),
                page: entry.block.page,
            }));
        }
    }
    found
}

/// What stands before the columns of ratings, and the only one that has a mark.
fn marked(cells: &[String], columns: &[Option<Rating>]) -> Option<(String, Rating)> {
    let first = columns.iter().position(Option::is_some)?;
    let marks = columns.iter().zip(cells);
    let mut marks = marks.filter_map(|(rating, cell)| rating.filter(|_| is_mark(cell)));
    let rating = marks.next()?;
    let name = cells[..first].join(" ");
    marks
        .next()
        .is_none()
        .then(|| (name.trim().to_owned(), rating))
}

/// "✓", "X", "Yes"; not an empty box or a dash.
fn is_mark(cell: &str) -> bool {
    let cell = cell.trim();
    let is_short = (1..=LONGEST_MARK).contains(&cell.chars().count());
    let is_empty = |c: char| matches!(c, '-' | '–' | '—' | '.' | '☐' | '□' | '○' | '◯' | ' ');
    let is_no = cell.eq_ignore_ascii_case("no") || cell.eq_ignore_ascii_case("n/a");
    is_short && !cell.chars().all(is_empty) && !is_no
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_column_has_the_mark() {
        let columns = [None, Some(Rating::Good), Some(Rating::Inadequate)];
        let check = |row: [&str; 3], expected: Option<Rating>| {
            let found = marked(&row.map(str::to_owned), &columns);
            assert_eq!(found.map(|(_, rating)| rating), expected, "{row:?}");
        };
        check(["Staffing", "✓", ""], Some(Rating::Good));
        check(["Staffing", "☐", "X"], Some(Rating::Inadequate));
        check(["Staffing", "-", "Yes"], Some(Rating::Inadequate));
        check(["Staffing", "X", "X"], None);
        check(["Staffing", "", ""], None);
        check(["Staffing", "as before", ""], None);
    }
}
