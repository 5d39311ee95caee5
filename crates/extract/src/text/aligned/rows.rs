//! Lines of a table to rows: which lines go on from the cells above them.

use super::{Line, Piece, SLACK, width};
use crate::text::wrap;

/// A row that is being put together.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<String>,
    /// Where the last words of each cell end in print.
    ends: Vec<usize>,
    /// A rule stands below it.
    pub(super) is_ruled: bool,
}

/// The rows of a table, each with all of its lines.
pub(super) fn read(region: &[Line], columns: &[(usize, usize)]) -> Vec<Row> {
    let rules = region.iter().filter(|line| matches!(line, Line::Rule));
    // Rules between all rows tell where each ends; one below the head does not.
    let is_ruled = rules.count() > 2;
    let mut rows: Vec<Row> = Vec::new();
    let mut is_open = false;
    for line in region {
        let pieces = match line {
            Line::Single(piece) => std::slice::from_ref(piece),
            Line::Cells(cells) => cells.as_slice(),
            Line::Rule => {
                if let Some(last) = rows.last_mut() {
                    last.is_ruled = true;
                }
                is_open = false;
                continue;
            }
            Line::Blank | Line::Other => {
                is_open = false;
                continue;
            }
        };
        let cells = in_columns(pieces, columns);
        if rows.is_empty() || !is_open {
            rows.push(Row::new(columns.len()));
        }
        let goes_on = |row: &Row| row.filled() == 0 || is_ruled || row.takes(&cells, columns);
        if rows.last().is_some_and(|row| !goes_on(row)) {
            rows.push(Row::new(columns.len()));
        }
        if let Some(row) = rows.last_mut() {
            row.go_on(&cells);
        }
        is_open = true;
    }
    rows
}

/// What a line has in each column.
fn in_columns<'a>(pieces: &[Piece<'a>], columns: &[(usize, usize)]) -> Vec<Option<Piece<'a>>> {
    let mut cells = vec![None; columns.len()];
    for piece in pieces {
        let begins = |(start, _): &(usize, usize)| *start <= piece.start + SLACK;
        let column = columns.iter().rposition(begins).unwrap_or(0);
        cells[column] = Some(*piece);
    }
    cells
}

impl Row {
    fn new(width: usize) -> Self {
        Self {
            cells: vec![String::new(); width],
            ends: vec![0; width],
            is_ruled: false,
        }
    }

    /// A line goes on from the cells of the row.
    fn takes(&self, line: &[Option<Piece>], columns: &[(usize, usize)]) -> bool {
        let filled = line.iter().flatten().count();
        let Some((at, first)) = line
            .iter()
            .enumerate()
            .find_map(|(at, cell)| Some((at, (*cell)?)))
        else {
            return false;
        };
        if first.words.starts_with(char::is_lowercase) {
            return true;
        }
        // Capitals begin names as well, where the line above had no room: "the / Ministry of Justice".
        let word = first.words.split(' ').next().map_or(0, width);
        let is_full = self.ends[at] + 1 + word > columns[at].1;
        let is_over = self.cells[at].is_empty() || self.cells[at].ends_with(['.', '?', '!', ':']);
        let is_whole = self.cells.iter().all(|cell| !cell.is_empty());
        let is_part = line.last().is_some_and(Option::is_none);
        is_full
            && !is_over
            && ((filled == 1 && at > 0) || (filled > 1 && line.len() > 2 && is_whole && is_part))
    }

    fn go_on(&mut self, line: &[Option<Piece>]) {
        let cells = self.cells.iter_mut().zip(&mut self.ends);
        for ((cell, end), more) in cells.zip(line) {
            if let Some(more) = more {
                wrap::join(cell, more.words);
                *end = more.end;
            }
        }
    }

    /// A number set apart from the paragraph behind it.
    pub(super) fn is_prose(&self) -> bool {
        const LONGEST_MARK: usize = 12;
        const PROSE: usize = 100;
        let [mark, words] = self.cells.as_slice() else {
            return false;
        };
        mark.len() <= LONGEST_MARK && words.len() > PROSE
    }

    pub(super) fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}
