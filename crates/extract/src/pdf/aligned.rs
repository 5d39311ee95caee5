//! Rows and cells of tables that only alignment makes.

use super::gutters::{Gutter, Row};
use super::lines;
use super::tables::Table;
use super::words::Word;

/// A table that only alignment makes: rows of a band, in which row each table row begins, and the
/// lanes between its columns.
pub(super) fn table(words: Vec<Word>, rows: &[Row], starts: &[usize], gutters: &[Gutter]) -> Table {
    let mut cells: Vec<Vec<Vec<Word>>> = starts
        .iter()
        .map(|_| vec![Vec::new(); gutters.len() + 1])
        .collect();
    let bounds = lines::bounds(&words);
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
        aligned: true,
    }
}

/// The first print row of each table row: behind a white band where there are such bands, else
/// wherever cells begin.
pub(super) fn row_starts(rows: &[Row], gutters: &[Gutter], words: &[Word]) -> Vec<usize> {
    let tight = usual_pitch(rows);
    let white = |i: usize| rows[i].y - rows[i - 1].y > 1.3 * tight;
    let banded = (1..rows.len()).any(white) && !(1..rows.len()).all(white);
    if !banded {
        return starts_of_cells(rows, gutters, words, tight);
    }
    let mut starts = Vec::new();
    let mut first = 0;
    for end in 1..=rows.len() {
        if end == rows.len() || white(end) {
            let inside = starts_between_bands(&rows[first..end], gutters, words, tight);
            starts.extend(inside.into_iter().map(|start| first + start));
            first = end;
        }
    }
    starts
}

/// From base line to base line in most of the print: never less than its size.
pub(super) fn usual_pitch(rows: &[Row]) -> f32 {
    let mut pitches: Vec<f32> = rows.windows(2).map(|pair| pair[1].y - pair[0].y).collect();
    pitches.sort_by(f32::total_cmp);
    let low = pitches.get(pitches.len() / 4).copied().unwrap_or(0.0);
    low.max(rows.first().map_or(0.0, |row| row.size))
}

/// Print of a cell that is set to the middle of its row stands between the lines beside it.
fn is_between_lines(rows: &[Row], i: usize) -> bool {
    rows[i].y - rows[i - 1].y < 0.85 * rows[i].size.min(rows[i - 1].size)
}

/// Lines this far apart are rows, each of them that goes on with nothing.
fn is_apart(rows: &[Row], i: usize, tight: f32) -> bool {
    tight > 1.6 * rows[i].size && rows[i].y - rows[i - 1].y > 0.9 * tight
}

/// The table rows of print between two white bands: one, unless columns begin again inside it. Then
/// only the head was set apart.
fn starts_between_bands(
    rows: &[Row],
    gutters: &[Gutter],
    words: &[Word],
    tight: f32,
) -> Vec<usize> {
    if resumed(rows, gutters, tight)
        .iter()
        .any(|&columns| columns != 0)
    {
        return starts_behind_holes(rows, gutters, words, tight);
    }
    let whole = |i: usize| going_on(&rows[i], gutters, words) == 0;
    let below_head = (1..rows.len()).find(|&i| whole(i) && is_below_head(rows, i, gutters, words));
    let columns = |i: usize| columns_of(&rows[i], gutters);
    // Below a head, print in all columns that the first row has is a row.
    let is_row =
        |i: usize| below_head.is_some_and(|first| i >= first && columns(i) == columns(first));
    let begins = |&i: &usize| i == 0 || (whole(i) && (is_apart(rows, i, tight) || is_row(i)));
    (0..rows.len()).filter(begins).collect()
}

/// Plain print in several columns, right below bold print: that was the head.
fn is_below_head(rows: &[Row], i: usize, gutters: &[Gutter], words: &[Word]) -> bool {
    let bold = |&at: &usize| words[at].bold;
    rows[i - 1].words.iter().all(bold)
        && !rows[i].words.iter().any(bold)
        && columns_of(&rows[i], gutters).count_ones() > 1
}

/// The table rows of print without white bands.
fn starts_of_cells(rows: &[Row], gutters: &[Gutter], words: &[Word], tight: f32) -> Vec<usize> {
    if resumed(rows, gutters, tight)
        .iter()
        .filter(|&&columns| columns != 0)
        .count()
        > 1
    {
        return starts_behind_holes(rows, gutters, words, tight);
    }
    // The columns that have print in the table row so far.
    let mut seen = 0;
    let begins = |&i: &usize| {
        let here = columns_of(&rows[i], gutters);
        let going = going_on(&rows[i], gutters, words);
        // A cell set to the middle of its row stands beside any line of it.
        let begins = i == 0
            || (is_apart(rows, i, tight) && going == 0)
            || (!is_between_lines(rows, i)
                && (!goes_on(&rows[i], words)
                    || ((here & seen).count_ones() > 1 && going != here)));
        seen = if begins { here } else { seen | here };
        begins
    };
    (0..rows.len()).filter(begins).collect()
}

/// The table rows of print in which columns begin again: a row begins where cells do and none goes
/// on, and where the first column alone begins a sentence.
fn starts_behind_holes(rows: &[Row], gutters: &[Gutter], words: &[Word], tight: f32) -> Vec<usize> {
    let resumed = resumed(rows, gutters, tight);
    let all = rows
        .iter()
        .fold(0, |all, row| all | columns_of(row, gutters));
    let begins = |&i: &usize| {
        let here = columns_of(&rows[i], gutters);
        let cells = here == all || here == 1 || (resumed[i] != 0 && here.count_ones() > 1);
        i == 0 || (cells && !is_between_lines(rows, i) && going_on(&rows[i], gutters, words) == 0)
    };
    (0..rows.len()).filter(begins).collect()
}

/// For each row the columns whose print begins again there, as bits: at least a line was left out.
pub(super) fn resumed(rows: &[Row], gutters: &[Gutter], tight: f32) -> Vec<u64> {
    let mut last = vec![f32::MAX; gutters.len().min(63) + 1];
    let resumed = |row: &Row| {
        let here = columns_of(row, gutters);
        let mut resumed = 0;
        for (column, last) in last.iter_mut().enumerate() {
            if here & 1 << column != 0 {
                if row.y - *last > 1.6 * tight {
                    resumed |= 1 << column;
                }
                *last = row.y;
            }
        }
        resumed
    };
    rows.iter().map(resumed).collect()
}

/// A line that begins in the midst of a sentence.
fn goes_on(row: &Row, words: &[Word]) -> bool {
    let first = row.words.first();
    first.is_some_and(|&i| continues(&words[i]))
}

fn continues(word: &Word) -> bool {
    let inside = |c: char| c.is_lowercase() || "(,;".contains(c);
    word.text.starts_with(inside)
}

/// The columns whose print in a row begins in the midst of a sentence, as bits.
pub(super) fn going_on(row: &Row, gutters: &[Gutter], words: &[Word]) -> u64 {
    let (mut seen, mut going) = (0u64, 0u64);
    for word in row.words.iter().map(|&i| &words[i]) {
        let middle = f32::midpoint(word.x0, word.x1);
        let bit = 1
            << gutters
                .partition_point(|gutter| gutter.middle() < middle)
                .min(63);
        if seen & bit == 0 && continues(word) {
            going |= bit;
        }
        seen |= bit;
    }
    going
}

/// The columns that have print in a row, as bits; of very many, the last ones share one.
pub(super) fn columns_of(row: &Row, gutters: &[Gutter]) -> u64 {
    row.spans.iter().fold(0, |bits, span| {
        let column =
            gutters.partition_point(|gutter| gutter.middle() < f32::midpoint(span.0, span.1));
        bits | 1 << column.min(63)
    })
}
