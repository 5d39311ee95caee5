//! Rows and cells of tables, ruled or only aligned.

use super::gutters::{Gutter, Row};
use super::lines::{self, PrintLine};
use super::rules::Grid;
use super::words::Word;

/// A table in its place on the page.
#[derive(Debug)]
pub(super) struct Table {
    /// Left, top, right and bottom.
    pub(super) bounds: [f32; 4],
    /// Borders of its columns from left to right.
    pub(super) borders: Vec<f32>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// The lines of a cell.
pub(super) type Cell = Vec<PrintLine>;

/// Takes the words that stand in tables out of the page's words.
pub(super) fn take_ruled(grids: Vec<Grid>, words: &mut Vec<Word>) -> Vec<Table> {
    let mut grids = grids;
    // A table inside the cell of another goes first.
    grids.sort_by(|a, b| area(a.bounds()).total_cmp(&area(b.bounds())));
    grids
        .into_iter()
        .filter_map(|grid| take_grid(&grid, words))
        .collect()
}

fn area([x0, y0, x1, y1]: [f32; 4]) -> f32 {
    (x1 - x0) * (y1 - y0)
}

fn take_grid(grid: &Grid, words: &mut Vec<Word>) -> Option<Table> {
    let mut cells: std::collections::BTreeMap<usize, Vec<usize>> =
        std::collections::BTreeMap::new();
    for (i, word) in words.iter().enumerate() {
        if let Some(cell) = grid.cell_of(word) {
            cells.entry(cell).or_default().push(i);
        }
    }
    if !is_table(grid, &cells) {
        return None;
    }
    let mut taken: Vec<Option<Word>> = words.drain(..).map(Some).collect();
    let mut rows: std::collections::BTreeMap<usize, Vec<Cell>> = std::collections::BTreeMap::new();
    for (cell, members) in cells {
        let (row, column) = grid.place(cell);
        let inside = members
            .into_iter()
            .filter_map(|i| taken[i].take())
            .collect();
        let row = rows
            .entry(row)
            .or_insert_with(|| vec![Cell::new(); grid.columns()]);
        row[column] = lines::lines(inside);
    }
    words.extend(taken.into_iter().flatten());
    let mut table = Table {
        bounds: grid.bounds(),
        borders: grid.borders().to_vec(),
        rows: rows.into_values().collect(),
    };
    table.drop_empty_columns();
    Some(table)
}

/// Print in at least two columns, side by side somewhere; else it is a frame.
fn is_table(grid: &Grid, cells: &std::collections::BTreeMap<usize, Vec<usize>>) -> bool {
    let places: Vec<(usize, usize)> = cells.keys().map(|&cell| grid.place(cell)).collect();
    places
        .windows(2)
        .any(|pair| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1)
}

impl Table {
    /// Columns that no row uses come from doubled rules.
    fn drop_empty_columns(&mut self) {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        for column in (0..columns).rev() {
            if self
                .rows
                .iter()
                .all(|row| row.get(column).is_none_or(Vec::is_empty))
            {
                for row in &mut self.rows {
                    row.remove(column);
                }
                self.borders.remove(column + 1);
            }
        }
    }
}

/// A table that only alignment makes: rows of a band and the lanes between its columns.
pub(super) fn aligned(words: Vec<Word>, rows: &[Row], gutters: &[Gutter]) -> Table {
    let starts = row_starts(rows, gutters);
    let mut cells: Vec<Vec<Vec<Word>>> = starts
        .iter()
        .map(|_| vec![Vec::new(); gutters.len() + 1])
        .collect();
    let bounds = bounds(&words);
    for word in words {
        let row = starts
            .partition_point(|&start| rows[start].y <= word.y + 0.1)
            .max(1)
            - 1;
        let column =
            gutters.partition_point(|gutter| gutter.middle() < f32::midpoint(word.x0, word.x1));
        cells[row][column].push(word);
    }
    let rows = cells
        .into_iter()
        .map(|row| row.into_iter().map(lines::lines).collect())
        .collect();
    let middles = gutters.iter().map(Gutter::middle);
    let borders = std::iter::once(bounds[0])
        .chain(middles)
        .chain(std::iter::once(bounds[2]))
        .collect();
    Table {
        bounds,
        borders,
        rows,
    }
}

fn bounds(words: &[Word]) -> [f32; 4] {
    words.iter().fold(
        [f32::MAX, f32::MAX, f32::MIN, f32::MIN],
        |[x0, y0, x1, y1], word| {
            [
                x0.min(word.x0),
                y0.min(word.top()),
                x1.max(word.x1),
                y1.max(word.bottom()),
            ]
        },
    )
}

/// The first print row of each table row: behind a white band where there are such bands, else
/// wherever more than one column has print.
fn row_starts(rows: &[Row], gutters: &[Gutter]) -> Vec<usize> {
    let pitches: Vec<f32> = rows.windows(2).map(|pair| pair[1].y - pair[0].y).collect();
    let mut sorted = pitches.clone();
    sorted.sort_by(f32::total_cmp);
    let tight = sorted
        .get(sorted.len() / 4)
        .copied()
        .unwrap_or(0.0)
        .max(rows.first().map_or(0.0, |row| row.size));
    let banded = pitches.iter().any(|&pitch| pitch > 1.3 * tight)
        && pitches.iter().any(|&pitch| pitch <= 1.3 * tight);
    let begins = |i: &usize| {
        let i = *i;
        i == 0
            || if banded {
                pitches[i - 1] > 1.3 * tight
            } else {
                filled(&rows[i], gutters) >= 2 || !rows[i - 1].crosses(f32::MIN, f32::MAX)
            }
    };
    (0..rows.len()).filter(begins).collect()
}

/// How many columns have print in a row.
pub(super) fn filled(row: &Row, gutters: &[Gutter]) -> usize {
    let mut columns: Vec<usize> = row
        .spans
        .iter()
        .map(|span| {
            gutters.partition_point(|gutter| gutter.middle() < f32::midpoint(span.0, span.1))
        })
        .collect();
    columns.dedup();
    columns.len()
}
