//! The reading order of a page: bands, columns and tables, cut apart until only lines are left.

use super::gutters::{self, Gutter, Row};
use super::lines::{self, PrintLine};
use super::tables::{self, Table};
use super::words::Word;

/// What stands on a page, in reading order.
#[derive(Debug)]
pub(super) enum Item {
    Line(PrintLine),
    Table(Table),
}

impl Item {
    pub(super) fn top(&self) -> f32 {
        self.bounds()[1]
    }

    fn bounds(&self) -> [f32; 4] {
        match self {
            Self::Line(line) => [line.x0, line.top(), line.x1, line.bottom()],
            Self::Table(table) => table.bounds,
        }
    }

    fn is_left_beside(&self, other: &Self) -> bool {
        let (a, b) = (self.bounds(), other.bounds());
        a[2] <= b[0] + 1.0 && a[1] < b[3] && a[3] > b[1]
    }
}

/// Columns inside columns are cut this deep.
const MAX_DEPTH: usize = 6;

/// Reads a region's words and tables in order.
pub(super) fn read(words: Vec<Word>, tables: Vec<Table>) -> Vec<Item> {
    let mut items = Vec::new();
    region(words, tables, 0, &mut items);
    items
}

fn region(mut words: Vec<Word>, tables: Vec<Table>, depth: usize, items: &mut Vec<Item>) {
    words.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let beside: Vec<[f32; 4]> = tables.iter().map(|table| table.bounds).collect();
    let rows = gutters::rows(&words, &beside);
    let Some(band) = (depth < MAX_DEPTH)
        .then(|| widest_band(&rows, &beside, &words))
        .flatten()
    else {
        return flow(words, tables, items);
    };
    let (from, to) = (rows[band.first].y, rows[band.last].y);
    let starts = tables::row_starts(&rows[band.first..=band.last], &band.gutters, &words);
    let (mut above, mut below, mut inside) = (Vec::new(), Vec::new(), Vec::new());
    for (row, part) in rows
        .iter()
        .enumerate()
        .flat_map(|(i, row)| row.words.iter().map(move |&word| (i, word)))
    {
        let target = if row < band.first {
            &mut above
        } else if row > band.last {
            &mut below
        } else {
            &mut inside
        };
        target.push(std::mem::replace(&mut words[part], blank()));
    }
    let (tables_above, rest): (Vec<Table>, Vec<Table>) =
        tables.into_iter().partition(|table| table.bounds[3] < from);
    let (tables_below, tables_inside): (Vec<Table>, Vec<Table>) =
        rest.into_iter().partition(|table| table.bounds[1] > to);
    region(above, tables_above, depth + 1, items);
    if band.prose {
        columns(inside, tables_inside, &band.gutters, depth, items);
    } else {
        items.push(Item::Table(tables::aligned(
            inside,
            &rows[band.first..=band.last],
            &starts,
            &band.gutters,
        )));
        tables_inside
            .into_iter()
            .for_each(|table| items.push(Item::Table(table)));
    }
    region(below, tables_below, depth + 1, items);
}

fn blank() -> Word {
    Word {
        text: String::new(),
        x0: 0.0,
        x1: 0.0,
        y: 0.0,
        size: 0.0,
        bold: false,
        raised: false,
    }
}

fn columns(
    words: Vec<Word>,
    tables: Vec<Table>,
    gutters: &[Gutter],
    depth: usize,
    items: &mut Vec<Item>,
) {
    let column = |x0: f32, x1: f32| {
        gutters.partition_point(|gutter| gutter.middle() < f32::midpoint(x0, x1))
    };
    let mut parts: Vec<(Vec<Word>, Vec<Table>)> = (0..=gutters.len())
        .map(|_| (Vec::new(), Vec::new()))
        .collect();
    for word in words {
        parts[column(word.x0, word.x1)].0.push(word);
    }
    for table in tables {
        parts[column(table.bounds[0], table.bounds[2])]
            .1
            .push(table);
    }
    for (words, tables) in parts {
        region(words, tables, depth + 1, items);
    }
}

/// Lines and tables of one column, from top to bottom.
fn flow(words: Vec<Word>, tables: Vec<Table>, items: &mut Vec<Item>) {
    let start = items.len();
    let several = tables.len() > 1;
    items.extend(lines::lines(words).into_iter().map(Item::Line));
    items.extend(tables.into_iter().map(Item::Table));
    items[start..].sort_by(|a, b| a.top().total_cmp(&b.top()));
    // Tables side by side are read from the left.
    for end in (start + 1..if several { items.len() } else { 0 }).rev() {
        for i in start..end {
            if items[i + 1].is_left_beside(&items[i]) {
                items.swap(i, i + 1);
            }
        }
    }
}

/// A run of rows with print side by side.
struct Band {
    first: usize,
    last: usize,
    gutters: Vec<Gutter>,
    /// Columns of running text, not of a table.
    prose: bool,
}

fn widest_band(rows: &[Row], tables: &[[f32; 4]], words: &[Word]) -> Option<Band> {
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
    let (first, last, grown) = grown(rows, best, reach);
    let (first, last) = without_headings(rows, tables, &grown, first, last);
    let (first, last) = without_strays(rows, &grown, first, last);
    let narrowed = |gutter: &Gutter| {
        rows[first..=last]
            .iter()
            .try_fold(*gutter, |lane, row| lane.left_by(row))
    };
    let mut gutters: Vec<Gutter> = found
        .iter()
        .filter(|other| belongs(other, best))
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

/// Lanes through most of the same rows cut the same band.
fn belongs(other: &Gutter, best: &Gutter) -> bool {
    let shared = other.last.min(best.last) as f32 - other.first.max(best.first) as f32 + 1.0;
    shared >= 0.6 * (best.last - best.first + 1) as f32 && other.support * 3 >= best.support
}

/// A heading that spans the columns without filling them ends a band, or stands above it: large
/// print on the left, with white beside it where the right column has print below.
fn without_headings(
    rows: &[Row],
    tables: &[[f32; 4]],
    gutter: &Gutter,
    mut first: usize,
    last: usize,
) -> (usize, usize) {
    let body = rows[first..=last]
        .iter()
        .map(|row| row.size)
        .fold(f32::MAX, f32::min);
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
fn right_column_edge(rows: &[Row], gutter: &Gutter) -> f32 {
    rows.iter()
        .filter_map(|row| row.first_right_of(gutter.x1))
        .fold(f32::MAX, f32::min)
}

/// The band from its first to its last row, with the columns' ends that reach further, and what all
/// that print leaves of the lane.
fn grown(rows: &[Row], gutter: &Gutter, reach: Reach) -> (usize, usize, Gutter) {
    let mut gutter = *gutter;
    let (from, to) = (gutter.first, gutter.last);
    let last = extended(rows, &mut gutter, to..rows.len(), reach);
    let first = extended(rows, &mut gutter, (0..=from).rev(), reach);
    (first, last, gutter)
}

/// From the first of these rows on, rows that leave a lane: those in the pitch of the text, those right
/// of the lane with what is between, since only a column can begin so far right, and those that break
/// where the left column ends.
fn extended(
    rows: &[Row],
    gutter: &mut Gutter,
    order: impl Iterator<Item = usize>,
    reach: Reach,
) -> usize {
    let mut order = order.peekable();
    let mut reached = order.peek().copied().unwrap_or(0);
    let mut last = reached;
    let mut in_pitch = true;
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
        let Some(left) = lane.left_by(row).filter(|_| distance <= 5.0 * from.size) else {
            break;
        };
        lane = left;
        let begins_column = row.is_right_of(lane.x1) && row.left() < edge + MOST_INSET * row.size;
        let next = order.peek().map(|&next| &rows[next]);
        let breaks =
            reach == Reach::Breaks && next.is_some_and(|next| breaks_at(row, next, measure));
        in_pitch &= distance <= 1.7 * from.size && (row.least - from.least).abs() < 0.6;
        if in_pitch || begins_column || breaks {
            reached = i;
            *gutter = lane;
            in_pitch |= breaks;
        }
        last = i;
    }
    reached
}

/// A line goes on in the next one because its column ends here: the next word would not have fitted.
fn breaks_at(row: &Row, next: &Row, measure: f32) -> bool {
    let pitch = next.y - row.y;
    let together = pitch > 0.0 && pitch <= 1.7 * row.size && (next.size - row.size).abs() < 0.6;
    let Some(right) = row.last_left_of(measure + 1.0) else {
        return false;
    };
    together && right + 0.25 * row.size + next.first_width() > measure
}

/// Columns of text, not of a table: each has several lines, filled with words or with sentences that
/// go on from line to line; and they do not keep step.
fn is_prose(rows: &[Row], gutters: &[Gutter], words: &[Word], has_tables: bool) -> bool {
    // No table holds a ruled one.
    if has_tables {
        return true;
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
fn keeps_step(rows: &[Row], gutters: &[Gutter], flowing: bool) -> bool {
    let all_columns = |rows: &mut dyn Iterator<Item = &Row>| {
        let seen = rows.fold(0u64, |seen, row| seen | tables::columns_of(row, gutters));
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
        .filter(|row| tables::columns_of(row, gutters) & 1 << column.min(63) != 0)
        .collect();
    lines
        .windows(2)
        .filter(|pair| pair[1].y - pair[0].y > 1.62 * pair[0].size.max(pair[1].size))
        .count()
}
