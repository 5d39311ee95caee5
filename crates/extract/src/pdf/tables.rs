//! Rows and cells of tables, ruled or only aligned.

use super::framed;
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
    /// Only alignment parts its cells, no rules.
    pub(super) aligned: bool,
}

/// The lines of a cell.
pub(super) type Cell = Vec<PrintLine>;

/// Takes the words that stand in tables out of the page's words.
pub(super) fn take_ruled(grids: Vec<Grid>, words: &mut Vec<Word>) -> Vec<Table> {
    let mut grids = joined(grids, words);
    // A table inside the cell of another goes first.
    grids.sort_by(|a, b| area(a.bounds()).total_cmp(&area(b.bounds())));
    let mut tables = Vec::new();
    for mut grid in grids {
        if let Some(bottom) = last_row_below(&grid, words) {
            grid.add_row(bottom);
        }
        tables.extend(take_grid(&grid, words).or_else(|| framed::take(&grid, words)));
    }
    tables
}

/// Where a row without shade ends that stands right below the last shaded one: a few lines in print
/// that keeps to the columns and begins where the cells above begin.
fn last_row_below(grid: &Grid, words: &[Word]) -> Option<f32> {
    let [left, _, right, bottom] = grid.bounds();
    let inner = &grid.borders()[1..grid.borders().len() - 1];
    let inside = |word: &&Word| word.x0 >= left - 1.0 && word.x1 <= right + 1.0;
    let below = words
        .iter()
        .filter(|word| word.middle() > bottom && word.middle() < bottom + 60.0);
    let rows = lines::rows(below.cloned().collect());
    let mut last: Option<&Word> = None;
    let mut columns = std::collections::BTreeSet::new();
    for row in &rows {
        let first = row.first()?;
        let near = last.map_or(first.top() - bottom < first.size, |last| {
            first.y - last.y < 1.5 * first.size
        });
        let crosses = row.iter().any(|word| {
            inner
                .iter()
                .any(|&border| word.x0 < border && word.x1 > border)
        });
        if !near || crosses || runs_through(row, inner) || !row.iter().all(|word| inside(&word)) {
            break;
        }
        columns.extend(
            row.iter().map(|word| {
                inner.partition_point(|&border| border < f32::midpoint(word.x0, word.x1))
            }),
        );
        last = Some(first);
    }
    let begins = |word: &Word| {
        words.iter().any(|above| {
            above.y < bottom && above.y > bottom - 60.0 && (above.x0 - word.x0).abs() < 1.5
        })
    };
    let last =
        last.filter(|last| columns.len() >= 2 && columns.len() > inner.len() && begins(last))?;
    Some(last.bottom() + 1.0)
}

/// Grids of the same columns, one below the other, are one table where the print between them keeps
/// to the columns: rows shaded in turns.
fn joined(mut grids: Vec<Grid>, words: &[Word]) -> Vec<Grid> {
    grids.sort_by(|a, b| a.bounds()[1].total_cmp(&b.bounds()[1]));
    let mut out: Vec<Grid> = Vec::new();
    for grid in grids {
        match out
            .iter_mut()
            .find(|above| above.has_columns_of(&grid) && keeps_to_columns(above, &grid, words))
        {
            Some(above) => above.extend(grid),
            None => out.push(grid),
        }
    }
    out
}

/// Words stand on both sides of a border with no more than a word's space between them.
fn runs_through(row: &[Word], inner: &[f32]) -> bool {
    row.windows(2).any(|pair| {
        let over = |border: &&f32| pair[0].x1 <= **border && pair[1].x0 >= **border;
        inner.iter().find(over).is_some() && pair[1].x0 - pair[0].x1 < 0.6 * pair[0].size
    })
}

fn keeps_to_columns(above: &Grid, below: &Grid, words: &[Word]) -> bool {
    let [left, top, right, from] = above.bounds();
    let [_, to, _, bottom] = below.bounds();
    let between: Vec<&Word> = words
        .iter()
        .filter(|word| {
            word.middle() > from && word.middle() < to && word.x1 > left && word.x0 < right
        })
        .collect();
    let inner = &above.borders()[1..above.borders().len() - 1];
    let crosses = |word: &&&Word| {
        inner
            .iter()
            .any(|&border| word.x0 < border - 1.0 && word.x1 > border + 1.0)
    };
    let beyond = inner
        .iter()
        .any(|&border| between.iter().any(|word| word.x0 >= border));
    let height = (from - top).max(bottom - to).max(20.0);
    if between.is_empty() {
        return to - from < 4.0;
    }
    let runs_through = || {
        let rows = lines::rows(between.iter().copied().cloned().collect());
        rows.iter().any(|row| runs_through(row, inner))
    };
    to - from < 2.5 * height && beyond && between.iter().find(crosses).is_none() && !runs_through()
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
        let inside: Vec<Word> = members
            .into_iter()
            .filter_map(|i| taken[i].take())
            .collect();
        let row = rows
            .entry(row)
            .or_insert_with(|| vec![Cell::new(); grid.columns()]);
        for (at, words) in split_cell(inside, grid.borders(), column) {
            row[at] = lines::lines(words);
        }
    }
    words.extend(taken.into_iter().flatten());
    let mut table = Table {
        bounds: grid.bounds(),
        borders: grid.borders().to_vec(),
        rows: rows.into_values().collect(),
        aligned: false,
    };
    table.drop_empty_columns();
    Some(table)
}

/// The parts of a cell that has no rules inside, though other rows have: cut at the borders that no
/// word crosses and that have print on both sides.
fn split_cell(words: Vec<Word>, borders: &[f32], first: usize) -> Vec<(usize, Vec<Word>)> {
    let inner = (first + 1..borders.len() - 1).filter(|&border| {
        let at = borders[border];
        let clear = words
            .iter()
            .all(|word| word.x1 < at + 1.0 || word.x0 > at - 1.0);
        clear
            && words.iter().any(|word| word.x1 <= at + 1.0)
            && words.iter().any(|word| word.x0 >= at - 1.0)
    });
    let cuts: Vec<usize> = inner.collect();
    let mut parts: Vec<(usize, Vec<Word>)> = std::iter::once(first)
        .chain(cuts.iter().copied())
        .map(|column| (column, Vec::new()))
        .collect();
    for word in words {
        let part = cuts.partition_point(|&cut| borders[cut] <= f32::midpoint(word.x0, word.x1));
        parts[part].1.push(word);
    }
    parts
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
