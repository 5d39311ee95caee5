//! Rows of a table while they are gathered, and their cells in the columns that they fill.

use std::collections::BTreeSet;

use crate::extracted::{Block, BlockKind};
use crate::text::has_header;

/// The table at hand, and how many there were.
#[derive(Default)]
pub(super) struct Table {
    /// The row that is being read.
    row: Row,
    rows: Vec<Row>,
}

#[derive(Default)]
struct Row {
    cells: Vec<String>,
    /// Right edges of the cells in twips; they may be stated before the cells or behind them.
    edges: Vec<i32>,
}

impl Table {
    /// Begins the statement of a row's edges.
    pub(super) fn define_row(&mut self) {
        self.row.edges.clear();
    }

    /// Where the next cell ends.
    pub(super) fn edge(&mut self, twips: i32) {
        self.row.edges.push(twips);
    }

    /// A cell with its words.
    pub(super) fn cell(&mut self, words: String) {
        self.row.cells.push(words);
    }

    /// Ends the row; whether it had words. The next one has its edges if it states none.
    pub(super) fn end_row(&mut self) -> bool {
        let cells = std::mem::take(&mut self.row.cells);
        let has_words = cells.iter().any(|cell| !cell.is_empty());
        if has_words {
            let edges = self.row.edges.clone();
            self.rows.push(Row { cells, edges });
        }
        has_words
    }

    /// Ends the table: its rows as blocks, with this number if they make a table.
    pub(super) fn end(&mut self, number: &mut u32) -> Vec<Block> {
        let rows = std::mem::take(&mut self.rows);
        let rows = in_columns(rows);
        if rows.iter().all(|cells| cells.len() < 2) {
            let paragraph = |text| Block::unplaced(BlockKind::Paragraph, text);
            return rows.into_iter().flatten().map(paragraph).collect();
        }
        let header = has_header(&rows);
        let row = |(at, cells)| Block::row(*number, cells, header && at == 0);
        let blocks = rows.into_iter().enumerate().map(row).collect();
        *number += 1;
        blocks
    }
}

/// The rows' cells; one that is as wide as several columns of another row leaves empty cells. Tables
/// that nothing parts are rows of one.
fn in_columns(rows: Vec<Row>) -> Vec<Vec<String>> {
    let whole = rows.iter().filter(|row| row.edges.len() == row.cells.len());
    let borders: BTreeSet<Vec<i32>> = whole.map(|row| row.edges.clone()).collect();
    let spread = |row: Row| {
        let fits = borders
            .iter()
            .filter_map(|borders| Some((borders.len(), columns(&row, borders)?)));
        let Some((count, columns)) = fits.max_by_key(|(count, _)| *count) else {
            return row.cells;
        };
        let mut cells = vec![String::new(); count];
        for (column, words) in columns.into_iter().zip(row.cells) {
            cells[column] = words;
        }
        cells
    };
    rows.into_iter().map(spread).collect()
}

/// The column that each cell begins in; `None` where the row does not keep to these borders.
fn columns(row: &Row, borders: &[i32]) -> Option<Vec<usize>> {
    const SLACK: u32 = 60;
    if row.edges.len() != row.cells.len() {
        return None;
    }
    let mut columns = Vec::with_capacity(row.cells.len());
    let mut next = 0;
    for &edge in &row.edges {
        let rest = borders.get(next..)?;
        let ends = rest
            .iter()
            .position(|border| border.abs_diff(edge) <= SLACK)?;
        columns.push(next);
        next += ends + 1;
    }
    Some(columns)
}
