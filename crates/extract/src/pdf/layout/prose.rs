//! Whether print side by side is columns of text, read one after the other, or a table, read row by row.

use super::super::aligned::{columns_of, going_on, resumed, usual_pitch};
use super::super::gutters::{Gutter, Row};
use super::super::words::Word;
use crate::prose::is_list_marker;

/// Columns of text, not of a table: each has several lines, filled with words or with sentences that
/// go on from line to line; and they do not keep step.
pub(super) fn is_prose(rows: &[Row], gutters: &[Gutter], words: &[Word], has_tables: bool) -> bool {
    // No table holds a ruled one.
    if has_tables {
        return true;
    }
    if begins_together(rows, gutters, words) {
        return false;
    }
    let columns = measure(rows, gutters, words);
    let least = if runs_over(rows, gutters, words) {
        2
    } else {
        3
    };
    let full = columns
        .iter()
        .all(|column| column.lines >= least && column.is_full());
    let longest = columns.iter().map(|column| column.lines).max().unwrap_or(0);
    let has_several = |column: &Column| {
        column.lines >= 3 && column.lines * 2 >= longest && column.words * 5 >= column.lines * 8
    };
    let several = columns.iter().all(has_several);
    let lines: usize = columns.iter().map(|column| column.lines).sum();
    let small: usize = columns.iter().map(|column| column.small_starts).sum();
    let flowing = small * 3 >= lines;
    // Two columns of one width are read one after the other, even where their paragraphs keep step.
    if full && flowing && are_halves(rows, gutters) {
        return true;
    }
    (full || (several && small * 9 >= lines * 2)) && !keeps_step(rows, gutters, flowing)
}

/// Rows of a table without white between them: where a column begins again after a hole, each column
/// has print, and none of it in the midst of a sentence. Items of lists in two columns may do so, too.
fn begins_together(rows: &[Row], gutters: &[Gutter], words: &[Word]) -> bool {
    let all = rows
        .iter()
        .fold(0, |all, row| all | columns_of(row, gutters));
    let (mut begun, mut together) = (0, 0);
    for (row, resumed) in rows.iter().zip(resumed(rows, gutters, usual_pitch(rows))) {
        if resumed != 0 {
            begun += 1;
            let item = row.words.iter().any(|&i| is_list_marker(&words[i].text));
            let fresh = columns_of(row, gutters) == all && going_on(row, gutters, words) == 0;
            together += usize::from(fresh && !item);
        }
    }
    let holes = rows.iter().filter(|row| columns_of(row, gutters) != all);
    let enough = match gutters.len() {
        1 => begun >= 3 && together == begun,
        _ => begun >= 2 && together * 10 >= begun * 8,
    };
    enough && holes.count() * 5 >= rows.len()
}

/// A single lane in the middle of the print.
fn are_halves(rows: &[Row], gutters: &[Gutter]) -> bool {
    let [gutter] = gutters else { return false };
    let left = rows.iter().map(Row::left).fold(f32::MAX, f32::min);
    let right = rows.iter().map(Row::right).fold(f32::MIN, f32::max);
    let (first, second) = (gutter.x0 - left, right - gutter.x1);
    (first - second).abs() < 0.1 * (first + second)
}

/// Each column ends in the midst of a sentence that goes on at the top of the next one.
fn runs_over(rows: &[Row], gutters: &[Gutter], words: &[Word]) -> bool {
    let mut ends: Vec<Option<(usize, usize)>> = vec![None; gutters.len() + 1];
    for &i in rows.iter().flat_map(|row| &row.words) {
        let middle = f32::midpoint(words[i].x0, words[i].x1);
        let column = gutters.partition_point(|gutter| gutter.middle() < middle);
        let first = ends[column].map_or(i, |(first, _)| first);
        ends[column] = Some((first, i));
    }
    ends.windows(2).all(|pair| match pair {
        [Some((_, last)), Some((first, _))] => {
            let open = !words[*last].text.ends_with(['.', '!', '?', ':', ';', '%']);
            open && words[*first].text.starts_with(char::is_lowercase)
        }
        _ => false,
    })
}

/// The print of one column of a band.
#[derive(Clone, Default)]
struct Column {
    lines: usize,
    words: usize,
    /// Lines that begin with a small letter.
    small_starts: usize,
}

impl Column {
    fn is_full(&self) -> bool {
        self.words as f32 >= 3.3 * self.lines as f32
    }
}

fn measure(rows: &[Row], gutters: &[Gutter], words: &[Word]) -> Vec<Column> {
    let mut columns = vec![Column::default(); gutters.len() + 1];
    for row in rows {
        let mut last = None;
        for word in row.words.iter().map(|&i| &words[i]) {
            let at =
                gutters.partition_point(|gutter| gutter.middle() < f32::midpoint(word.x0, word.x1));
            let column = &mut columns[at];
            column.words += 1;
            if last != Some(at) {
                column.lines += 1;
                column.small_starts += usize::from(word.text.starts_with(char::is_lowercase));
            }
            last = Some(at);
        }
    }
    columns
}

/// White bands through all columns, again and again, with print in step below them: a table. Where
/// sentences flow from line to line, print of all columns right above the bands speaks for columns of
/// text: the cells of a row seldom end on one line.
pub(super) fn keeps_step(rows: &[Row], gutters: &[Gutter], flowing: bool) -> bool {
    let all_columns = |rows: &mut dyn Iterator<Item = &Row>| {
        let seen = rows.fold(0u64, |seen, row| seen | columns_of(row, gutters));
        seen.count_ones() as usize == gutters.len() + 1
    };
    let (mut above, mut below, mut all) = (0, 0, 0);
    for i in 1..rows.len() {
        let (last, next) = (&rows[i - 1], &rows[i]);
        let size = next.size.max(last.size);
        if next.y - last.y <= 1.62 * size {
            continue;
        }
        all += 1;
        // Cells may be set to the middle of their row, columns on lines of their own.
        let near = |row: &&Row| (row.y - next.y).abs() < 1.1 * size;
        below += usize::from(all_columns(&mut rows[i..].iter().take_while(near)));
        let near = |row: &&Row| (last.y - row.y).abs() < 0.85 * size;
        above += usize::from(all_columns(&mut rows[..i].iter().rev().take_while(near)));
    }
    if flowing && above * 10 >= all * 7 {
        return false;
    }
    // In columns of text, paragraphs end on one side only, most of them.
    let most = (0..=gutters.len())
        .map(|column| breaks(rows, gutters, column))
        .max()
        .unwrap_or(0);
    all >= 2 && below * 3 >= all * 2 && (all + 1) * 8 >= rows.len() && all * 5 >= most * 3
}

/// How often a column's lines stand wider apart than those of a paragraph.
fn breaks(rows: &[Row], gutters: &[Gutter], column: usize) -> usize {
    let lines: Vec<&Row> = rows
        .iter()
        .filter(|row| columns_of(row, gutters) & 1 << column.min(63) != 0)
        .collect();
    lines
        .windows(2)
        .filter(|pair| pair[1].y - pair[0].y > 1.62 * pair[0].size.max(pair[1].size))
        .count()
}
