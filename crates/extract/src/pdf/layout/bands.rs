//! Bands: runs of rows with print side by side, how far they go, and which lanes cut them.

use super::super::aligned::usual_pitch;
use super::super::gutters::{self, Gutter, Row};
use super::super::words::Word;
use super::prose::is_prose;

/// A run of rows with print side by side.
pub(super) struct Band {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) gutters: Vec<Gutter>,
    /// Columns of running text, not of a table.
    pub(super) prose: bool,
}

/// The band of the lane that most rows have print on both sides of.
pub(super) fn widest(rows: &[Row], tables: &[[f32; 4]], words: &[Word]) -> Option<Band> {
    let found = gutters::gutters(rows, tables);
    let best = found.iter().max_by_key(|gutter| gutter.support)?;
    let band = band(rows, tables, &found, best, Reach::Pitch)?;
    let [from, to] = [band.first, band.last].map(|i| rows[i].y);
    let has_tables = tables.iter().any(|table| table[1] < to && table[3] > from);
    if !is_prose(
        &rows[band.first..=band.last],
        &band.gutters,
        words,
        has_tables,
    ) {
        return Some(band);
    }
    let columns = self::band(rows, tables, &found, best, Reach::Breaks).unwrap_or(band);
    Some(Band {
        prose: true,
        ..columns
    })
}

/// How far a band goes beyond the rows that have print on both sides of its lane.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Over rows in the pitch of the text.
    Pitch,
    /// Also over those whose lines break where the column ends.
    Breaks,
}

fn band(
    rows: &[Row],
    tables: &[[f32; 4]],
    found: &[Gutter],
    best: &Gutter,
    reach: Reach,
) -> Option<Band> {
    let (first, last, grown) = grown(rows, tables, best, reach);
    let (first, last) = without_headings(rows, tables, &grown, first, last);
    let (first, last) = without_strays(rows, &grown, first, last);
    let narrowed = |gutter: &Gutter| {
        rows[first..=last]
            .iter()
            .try_fold(*gutter, |lane, row| lane.left_by(row))
    };
    let mut gutters: Vec<Gutter> = found
        .iter()
        .filter(|other| belongs(other, best, rows))
        .filter_map(narrowed)
        .collect();
    gutters.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    gutters.dedup_by(|next, kept| next.x0 < kept.x1);
    (!gutters.is_empty()).then_some(Band {
        first,
        last,
        gutters,
        prose: false,
    })
}

/// Lanes through most of the same rows cut the same band, if many rows have print on both sides of them,
/// or what stands behind them begins at one place: cells of a word or two beside long ones.
fn belongs(other: &Gutter, best: &Gutter, rows: &[Row]) -> bool {
    let shared = other.last.min(best.last) as f32 - other.first.max(best.first) as f32 + 1.0;
    let parts_many = other.support * 3 >= best.support;
    shared >= 0.6 * (best.last - best.first + 1) as f32
        && (parts_many || begins_at_one_place(other, rows))
}

fn begins_at_one_place(gutter: &Gutter, rows: &[Row]) -> bool {
    const CELLS: usize = 4;
    let rows = rows[gutter.first..=gutter.last].iter();
    let begins: Vec<f32> = rows
        .filter_map(|row| row.first_right_of(gutter.x1))
        .collect();
    let edge = begins.iter().copied().fold(f32::MAX, f32::min);
    let at_edge = begins.iter().filter(|&&begins| begins < edge + 1.5).count();
    at_edge >= CELLS && at_edge * 10 >= begins.len() * 9
}

/// A heading that spans the columns without filling them ends a band, or stands above it: large
/// print on the left, with white beside it where the right column has print below.
pub(super) fn without_headings(
    rows: &[Row],
    tables: &[[f32; 4]],
    gutter: &Gutter,
    mut first: usize,
    last: usize,
) -> (usize, usize) {
    let body = usual_size(&rows[first..=last]);
    let bottom = rows[last].y + 1.0;
    let band = &rows[first..=last];
    let left = band.iter().map(Row::left).fold(f32::MAX, f32::min);
    let right = |from: f32, to: f32| {
        let print = |row: &Row| {
            row.y > from && row.y - 0.8 * row.size < to && row.reaches_right_of(gutter.x1)
        };
        let boxes =
            |table: &[f32; 4]| table[0] >= gutter.x1 - 1.0 && table[1] < to && table[3] > from;
        band.iter().any(print) || tables.iter().any(boxes)
    };
    let spans = |row: &Row| {
        let (from, to) = (row.y - 1.3 * row.size, row.y + 0.4 * row.size);
        row.size > 1.25 * body
            && row.left() < left + 3.0
            && !row.reaches_right_of(gutter.x1)
            && !right(from, to)
            && right(to, bottom)
    };
    while first < last && spans(&rows[first]) {
        first += 1;
    }
    let heading = (first + 1..=last).find(|&i| spans(&rows[i]));
    (first, heading.map_or(last, |heading| heading - 1))
}

/// The size of most rows: notes below the columns are smaller.
fn usual_size(rows: &[Row]) -> f32 {
    let mut sizes: Vec<f32> = rows.iter().map(|row| row.size).collect();
    let middle = sizes.len() / 2;
    *sizes.select_nth_unstable_by(middle, f32::total_cmp).1
}

/// Print far to the right of where the right column's lines begin, in rows that white parts from the
/// band's others, is no part of a column: a word beside a statement that stands above or below.
fn without_strays(
    rows: &[Row],
    gutter: &Gutter,
    mut first: usize,
    mut last: usize,
) -> (usize, usize) {
    let white = |i: usize| rows[i + 1].y - rows[i].y > 1.5 * rows[i].size.max(rows[i + 1].size);
    let strays = |block: &[Row], rest: &[Row]| {
        let size = rest.iter().map(|row| row.size).fold(f32::MAX, f32::min);
        let begins = right_column_edge(block, gutter);
        let edge = right_column_edge(rest, gutter);
        begins < f32::MAX && begins > edge + MOST_INSET * size
    };
    const FEW: usize = 4;
    while let Some(at) = (first..last.min(first + FEW)).find(|&i| white(i)) {
        if !strays(&rows[first..=at], &rows[at + 1..=last]) {
            break;
        }
        first = at + 1;
    }
    while let Some(at) = (first.max(last.saturating_sub(FEW))..last)
        .rev()
        .find(|&i| white(i))
    {
        if !strays(&rows[at + 1..=last], &rows[first..=at]) {
            break;
        }
        last = at;
    }
    (first, last)
}

/// Lines of a column begin at its edge or are set in from it by less than this, in sizes.
const MOST_INSET: f32 = 4.0;

/// Where the print to the right of a lane begins; nowhere where there is none.
pub(super) fn right_column_edge(rows: &[Row], gutter: &Gutter) -> f32 {
    rows.iter()
        .filter_map(|row| row.first_right_of(gutter.x1))
        .fold(f32::MAX, f32::min)
}

/// The band from its first to its last row, with the columns' ends that reach further, and what all
/// that print leaves of the lane.
fn grown(
    rows: &[Row],
    tables: &[[f32; 4]],
    gutter: &Gutter,
    reach: Reach,
) -> (usize, usize, Gutter) {
    let mut gutter = *gutter;
    let (from, to) = (gutter.first, gutter.last);
    let last = extended(rows, tables, &mut gutter, to..rows.len(), reach);
    let first = extended(rows, tables, &mut gutter, (0..=from).rev(), reach);
    (first, last, gutter)
}

/// From the first of these rows on, rows that leave a lane: those in the pitch of the text, those right
/// of the lane with what is between, since only a column can begin so far right, and those that break
/// where the left column ends.
fn extended(
    rows: &[Row],
    tables: &[[f32; 4]],
    gutter: &mut Gutter,
    order: impl Iterator<Item = usize>,
    reach: Reach,
) -> usize {
    let mut order = order.peekable();
    let mut reached = order.peek().copied().unwrap_or(0);
    let mut last = reached;
    let mut in_pitch = true;
    let pitch = most_pitch(rows);
    let mut lane = *gutter;
    let band = &rows[gutter.first..=gutter.last];
    let edge = right_column_edge(band, gutter);
    let measure = band
        .iter()
        .filter_map(|row| row.last_left_of(gutter.x0))
        .fold(f32::MIN, f32::max);
    while let Some(i) = order.next() {
        let (row, from) = (&rows[i], &rows[last]);
        let distance = (row.y - from.y).abs();
        let (above, below) = (row.y.min(from.y), row.y.max(from.y));
        // A table across the lane ends what is beside it.
        let crosses = |table: &[f32; 4]| {
            table[1] < below && table[3] > above && table[0] < lane.x0 && table[2] > lane.x1
        };
        let is_near = distance <= 5.0 * from.size && !tables.iter().any(crosses);
        let Some(left) = lane.left_by(row).filter(|_| is_near) else {
            break;
        };
        lane = left;
        let begins_column = row.is_right_of(lane.x1) && row.left() < edge + MOST_INSET * row.size;
        let next = order.peek().map(|&next| &rows[next]);
        let breaks =
            reach == Reach::Breaks && next.is_some_and(|next| breaks_at(row, next, measure));
        in_pitch &= distance <= pitch.max(1.7 * from.size) && (row.least - from.least).abs() < 0.6;
        if in_pitch || begins_column || breaks {
            reached = i;
            *gutter = lane;
            in_pitch |= breaks;
        }
        last = i;
    }
    reached
}

/// Lines further apart than this are not those of a paragraph, where print is set wide throughout.
fn most_pitch(rows: &[Row]) -> f32 {
    1.05 * usual_pitch(rows)
}

/// A line goes on in the next one because its column ends here: the next word would not have fitted.
fn breaks_at(row: &Row, next: &Row, measure: f32) -> bool {
    let pitch = next.y - row.y;
    let together = pitch > 0.0 && pitch <= 1.7 * row.size && (next.size - row.size).abs() < 0.6;
    let Some(right) = row.last_left_of(measure + 1.0) else {
        return false;
    };
    together && right + 0.25 * row.size + next.first_width > measure
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(x0: f32, x1: f32, y: f32) -> Word {
        Word {
            text: "word".into(),
            x0,
            x1,
            y,
            size: 10.0,
            bold: false,
            raised: false,
        }
    }

    /// The last row of the band of two columns, below which the right one has a line behind a table.
    fn last(table: [f32; 4]) -> usize {
        let lines = [100.0, 113.0, 126.0];
        let columns = lines
            .into_iter()
            .flat_map(|y| [word(50.0, 280.0, y), word(320.0, 550.0, y)]);
        let words: Vec<Word> = columns.chain([word(320.0, 550.0, 165.0)]).collect();
        let rows = gutters::rows(&words, &[table]);
        widest(&rows, &[table], &words).unwrap().last
    }

    #[test]
    fn a_table_across_the_columns_ends_them() {
        assert_eq!(last([50.0, 130.0, 550.0, 150.0]), 2);
        assert_eq!(last([50.0, 130.0, 280.0, 150.0]), 3);
    }
}
