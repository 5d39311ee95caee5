//! Tables in text whose columns stand below one another, with nothing but spaces between them.

mod rows;

use rows::Row;

use super::{inline, table};
use crate::extracted::{Block, BlockKind};
use crate::prose::list_marker;

/// So many spaces part two cells. Two stand behind many a full stop.
const GAP: &str = "   ";

/// How far a cell may stand from where its column begins or ends.
const SLACK: usize = 2;

/// No table is longer, in lines; what is goes on in the next one.
const MOST_LINES: usize = 300;

/// Words before the line that has the other cells of their row take no more lines, that one included.
const MOST_BEGUN: usize = 4;

/// No more blank lines than these stand between two rows.
const MOST_BLANK: usize = 2;

/// A run of words in a line, and the columns of print that it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece<'a> {
    start: usize,
    end: usize,
    words: &'a str,
}

/// What a line is within a table.
#[derive(Debug)]
enum Line<'a> {
    Blank,
    Rule,
    /// Words without a gap: a label, or what goes on from a cell above, or into the line below.
    Single(Piece<'a>),
    /// Several cells.
    Cells(Vec<Piece<'a>>),
    /// What is no part of a table.
    Other,
}

/// The blocks of a table that begins with the first line, and how many lines it takes.
pub(super) fn read(lines: &[&str], number: u32) -> Option<(Vec<Block>, usize)> {
    // Most lines are told apart by this.
    if !may_begin(lines) {
        return None;
    }
    let begins = match look(lines.first()?) {
        Line::Cells(_) => true,
        Line::Single(piece) => is_begun(&piece, &lines[1..], &[]),
        _ => false,
    };
    if !begins {
        return None;
    }
    let region = region(lines);
    let columns = columns(&region)?;
    let rows = rows::read(&region, &columns);
    Some((blocks(rows, number), region.len()))
}

/// The first line has a gap, or one that it goes on in.
fn may_begin(lines: &[&str]) -> bool {
    let mut begun = lines.iter().take(MOST_BEGUN);
    let goes_on = |line: &&&str| line.trim_start().starts_with(char::is_lowercase);
    begun.next().is_some_and(|line| has_gap(line))
        || begun.take_while(goes_on).any(|line| has_gap(line))
}

pub(super) fn has_gap(line: &str) -> bool {
    line.trim().contains(GAP)
}

fn look(line: &str) -> Line<'_> {
    let words = line.trim();
    if words.is_empty() {
        return Line::Blank;
    }
    if words.len() > 4
        && words
            .chars()
            .all(|c| matches!(c, '-' | '=' | '_' | '–' | ' '))
    {
        return Line::Rule;
    }
    if words.starts_with(['#', '>', '|']) || words.contains('\t') {
        return Line::Other;
    }
    // What a bullet or number marks is a row only where more than the mark stands apart.
    if list_marker(line).is_some_and(|(_, marked)| !has_gap(&marked.replace('\t', " "))) {
        return Line::Other;
    }
    let pieces = pieces(line);
    match pieces.as_slice() {
        [only] => Line::Single(*only),
        _ => Line::Cells(pieces),
    }
}

fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = line.trim_end();
    let mut column = 0;
    loop {
        let words = rest.trim_start();
        column += width(&rest[..rest.len() - words.len()]);
        if words.is_empty() {
            return found;
        }
        let end = words.find(GAP).unwrap_or(words.len());
        let (piece, behind) = words.split_at(end);
        let start = column;
        column += width(piece);
        found.push(Piece {
            start,
            end: column,
            words: piece,
        });
        rest = behind;
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// The lines of the table.
fn region<'a>(lines: &[&'a str]) -> Vec<Line<'a>> {
    let mut region: Vec<Line> = Vec::new();
    let mut end = 0;
    for (at, line) in lines.iter().take(MOST_LINES).enumerate() {
        let line = look(line);
        let goes_on = match &line {
            Line::Other => false,
            Line::Blank => next_row(&lines[at..]).is_some_and(|next| fits(&next, &region)),
            Line::Rule => true,
            Line::Cells(cells) => fits(cells, &region),
            Line::Single(piece) => {
                hangs(piece, &region) || {
                    let below = lines.get(at + 1).map(|line| look(line));
                    matches!(below, Some(Line::Cells(cells)) if fits(&cells, &region))
                        || is_begun(piece, &lines[at + 1..], &region)
                }
            }
        };
        if !goes_on {
            break;
        }
        region.push(line);
        if !matches!(region[at], Line::Blank) {
            end = region.len();
        }
    }
    region.truncate(end);
    region
}

/// Behind blank lines, the cells of the next row; a label may stand above them.
fn next_row<'a>(lines: &[&'a str]) -> Option<Vec<Piece<'a>>> {
    let mut below = lines.iter().map(|line| look(line)).enumerate();
    let (blank, first) = below.find(|(_, line)| !matches!(line, Line::Blank))?;
    if blank > MOST_BLANK {
        return None;
    }
    match (first, below.next()) {
        (Line::Cells(cells), _) | (Line::Single(_), Some((_, Line::Cells(cells)))) => Some(cells),
        _ => None,
    }
}

/// A cell of the row, not its first, begins or ends where others of the table do; any in the first row.
fn fits(cells: &[Piece], region: &[Line]) -> bool {
    let is_first = !region.iter().any(|line| matches!(line, Line::Cells(_)));
    is_first
        || region.iter().any(|line| match line {
            Line::Cells(row) => row.iter().skip(1).any(|known| {
                let mut cells = cells.iter().skip(1);
                cells.any(|cell| {
                    known.start.abs_diff(cell.start) <= SLACK
                        || known.end.abs_diff(cell.end) <= SLACK
                })
            }),
            _ => false,
        })
}

/// The words stand below a cell that is not the first, or go on from the first of the row above.
fn hangs(piece: &Piece, region: &[Line]) -> bool {
    let below = |line: &Line| match line {
        Line::Cells(row) => row.iter().skip(1).any(|cell| cell.start == piece.start),
        _ => false,
    };
    let goes_on = match region.last() {
        Some(Line::Cells(row)) => row[0].start.abs_diff(piece.start) <= SLACK,
        Some(Line::Single(_)) => true,
        _ => false,
    };
    region.iter().any(below) || (goes_on && piece.words.starts_with(char::is_lowercase))
}

/// The words go on, in small letters, in a line that has the other cells of their row.
fn is_begun(piece: &Piece, below: &[&str], region: &[Line]) -> bool {
    for line in below.iter().take(MOST_BEGUN).map(|line| look(line)) {
        let (first, row) = match &line {
            Line::Single(next) => (next, None),
            Line::Cells(cells) => (&cells[0], Some(cells)),
            _ => return false,
        };
        if first.start != piece.start || !first.words.starts_with(char::is_lowercase) {
            return false;
        }
        if let Some(row) = row {
            return fits(row, region);
        }
    }
    false
}

/// Where the columns begin and end: no cell reaches from one into another.
fn columns(region: &[Line]) -> Option<Vec<(usize, usize)>> {
    let rows = region.iter().filter_map(|line| match line {
        Line::Cells(cells) => Some(cells),
        _ => None,
    });
    if rows.clone().count() < 2 {
        return None;
    }
    let mut spans: Vec<(usize, usize)> =
        rows.flatten().map(|cell| (cell.start, cell.end)).collect();
    spans.sort_unstable();
    let mut columns: Vec<(usize, usize)> = Vec::new();
    for (start, end) in spans {
        match columns.last_mut() {
            Some(last) if start < last.1 + SLACK => last.1 = last.1.max(end),
            _ => columns.push((start, end)),
        }
    }
    (columns.len() > 1).then_some(columns)
}

/// Rows as blocks; what has words in one column only is a label among them.
fn blocks(rows: Vec<Row>, number: u32) -> Vec<Block> {
    let tabbed: Vec<String> = rows.iter().map(|row| row.cells.join("\t")).collect();
    let tabbed: Vec<&str> = tabbed.iter().map(String::as_str).collect();
    if let Some(listed) = table::contents_blocks(&tabbed) {
        return listed;
    }
    if rows.iter().all(Row::is_prose) {
        let joined = |row: &Row| inline::words(&row.cells.join(" ")).text;
        let paragraph = |row: &Row| Block::unplaced(BlockKind::Paragraph, joined(row));
        return rows.iter().map(paragraph).collect();
    }
    let ruled = rows.first().is_some_and(|row| row.is_ruled);
    let cells: Vec<Vec<String>> = rows.iter().map(|row| row.cells.clone()).collect();
    let header = ruled || table::has_header(&cells);
    let block = |(at, row): (usize, Row)| {
        let is_label = row.filled() < 2;
        let cells: Vec<String> = row
            .cells
            .iter()
            .map(|cell| inline::words(cell).text)
            .collect();
        match is_label {
            true => Block::unplaced(BlockKind::Paragraph, cells.concat()),
            false => Block::row(number, cells, header && at == 0),
        }
    };
    rows.into_iter().enumerate().map(block).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let lines: Vec<&str> = text.lines().collect();
        let (blocks, taken) = read(&lines, 0).expect("it is a table");
        let rows: Vec<String> = blocks
            .iter()
            .map(|block| block.text.replace('\t', "|"))
            .collect();
        assert_eq!(rows, expected);
        assert_eq!(taken, lines.len());
    }

    #[test]
    fn names_and_values_stand_in_columns() {
        check(
            "  OVERALL              GOOD       15/21\n\n  Arrangements\n    Staff              GOOD\n    Leaders            POOR",
            &[
                "OVERALL|GOOD|15/21",
                "Arrangements",
                "Staff|GOOD|",
                "Leaders|POOR|",
            ],
        );
    }

    #[test]
    fn cells_go_on_in_small_letters() {
        check(
            "P 1.1   Leaders               Requires\n                              improvement\n\nP 2.3   Delivery and          Good\n        the rest",
            &[
                "P 1.1|Leaders|Requires improvement",
                "P 2.3|Delivery and the rest|Good",
            ],
        );
    }

    #[test]
    fn figures_stand_in_the_last_line_of_a_question() {
        check(
            "Question                           Yes\nIs it done by those who were\nasked to do it?                    49%\nIs it done?                        8%",
            &[
                "Question|Yes",
                "Is it done by those who were asked to do it?|49%",
                "Is it done?|8%",
            ],
        );
        check(
            "Is it done by those who were\nasked to do it?                    49%\nIs it done?                        8%",
            &[
                "Is it done by those who were asked to do it?|49%",
                "Is it done?|8%",
            ],
        );
        check(
            "1.1   Delivery                    Yes\n      Is it done by those who\n      were asked?                 49%",
            &[
                "1.1|Delivery|Yes",
                "|Is it done by those who were asked?|49%",
            ],
        );
    }

    #[test]
    fn rules_part_rows_of_many_lines() {
        check(
            "Advice               What came of it     Yes\n-----------\nAsk the              Nothing. We         No\nMinistry first.      asked.\n-----------\nTell all.            They know.          Yes\n-----------",
            &[
                "Advice|What came of it|Yes",
                "Ask the Ministry first.|Nothing. We asked.|No",
                "Tell all.|They know.|Yes",
            ],
        );
    }

    #[test]
    fn paragraphs_may_hang_behind_their_numbers() {
        let told = "It was done well by all of those who were asked to do it";
        let text = format!("1.1   {told},\n      {told}.\n\n1.2   {told},\n      {told}.");
        let one = format!("1.1 {told}, {told}.");
        let two = format!("1.2 {told}, {told}.");
        check(&text, &[&one, &two]);
    }

    #[test]
    fn what_stands_apart_once_is_no_table() {
        for text in [
            "The Inspectorate                  May 2024\n\nAn inspection",
            "•   it is done\n•   it is not",
            "1.      Arrangements\n\nP 1.1   Leaders   Good",
            "It is so.  And it is not.\nIt goes on.  And on.",
        ] {
            let lines: Vec<&str> = text.lines().collect();
            assert!(read(&lines, 0).is_none(), "{text}");
        }
    }
}
