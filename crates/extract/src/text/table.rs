//! Tables in text: cells parted by tabs or by pipes.

use super::inline;
use crate::extracted::{Block, BlockKind};
use crate::prose::contents_entry;

/// The cells of a line, if it is a row of a table.
pub(super) fn cells(line: &str) -> Option<Vec<String>> {
    let line = line.trim_matches([' ', '\r']);
    let inner = line.trim();
    let parts: Vec<&str> = if inner.contains('\t') {
        line.split('\t').collect()
    } else if inner.len() > 2 && inner.starts_with('|') && inner.ends_with('|') {
        inner[1..inner.len() - 1].split('|').collect()
    } else {
        return None;
    };
    let cells: Vec<String> = parts
        .into_iter()
        .map(|part| inline::words(part).text)
        .collect();
    (cells.len() >= 2 && cells.iter().any(|cell| !cell.is_empty())).then_some(cells)
}

/// A pipe table's line between its head and its body.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3
        && line.contains('-')
        && line.starts_with('|')
        && line.chars().all(|c| "|-: ".contains(c))
}

/// Blocks of consecutive rows: lines of a contents list, else a table with this number.
pub(super) fn blocks(rows: &[&str], table: u32) -> Vec<Block> {
    if let Some(listed) = contents_blocks(rows) {
        return listed;
    }
    let ruled = rows.len() > 1 && is_rule(rows[1]);
    let rows: Vec<Vec<String>> = rows
        .iter()
        .filter(|row| !is_rule(row))
        .filter_map(|row| cells(row))
        .collect();
    let header = ruled || has_header(&rows);
    let row = |(i, cells)| Block::row(table, cells, header && i == 0);
    rows.into_iter().enumerate().map(row).collect()
}

/// The lines of a contents list, if the rows are one.
pub(super) fn contents_blocks(rows: &[&str]) -> Option<Vec<Block>> {
    let line = |(words, page)| inline::words(&format!("{words} {page}")).text;
    let line = |entry| Block::unplaced(BlockKind::Paragraph, line(entry));
    Some(contents(rows)?.into_iter().map(line).collect())
}

/// A contents list in tabs: words and a page each, the pages never falling.
fn contents<'a>(rows: &[&'a str]) -> Option<Vec<(&'a str, u32)>> {
    let entries: Vec<_> = rows
        .iter()
        .map(|row| contents_entry(row))
        .collect::<Option<_>>()?;
    (entries.len() >= 2 && entries.is_sorted_by_key(|(_, page)| *page)).then_some(entries)
}

/// The first row names the columns: short words without figures, above rows that have figures or
/// sentences there.
pub(crate) fn has_header(rows: &[Vec<String>]) -> bool {
    let Some((first, rest)) = rows.split_first() else {
        return false;
    };
    let named = first.iter().all(|cell| is_name(cell));
    let columns = 0..first.len();
    let told = columns.into_iter().any(|column| {
        let mut below = rest
            .iter()
            .filter_map(|row| row.get(column))
            .filter(|cell| !cell.is_empty())
            .peekable();
        below.peek().is_some()
            && !has_figure(&first[column])
            && below.all(|cell| has_figure(cell) || is_sentence(cell))
    });
    named && told && !is_key_value(rows)
}

fn is_name(cell: &str) -> bool {
    !cell.is_empty() && cell.chars().count() <= 60 && !cell.ends_with('.')
}

fn has_figure(cell: &str) -> bool {
    cell.contains(|c: char| c.is_ascii_digit())
}

fn is_sentence(cell: &str) -> bool {
    cell.chars().count() > 60 || (cell.ends_with(['.', '?']) && cell.contains(' '))
}

/// Two columns of which the left names what the right says, from the first row on.
fn is_key_value(rows: &[Vec<String>]) -> bool {
    rows.iter()
        .all(|row| row.len() == 2 && row[0].ends_with(':'))
}
