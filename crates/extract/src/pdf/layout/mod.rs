//! The reading order of a page: bands, columns and tables, cut apart until only lines are left.

mod bands;
mod beside;
mod lanes;
mod prose;

use compact_str::CompactString;

use super::aligned;
use super::gutters::{self, Gutter};
use super::lines::{self, PrintLine};
use super::tables::Table;
use super::words::Word;
pub(super) use lanes::Lanes;

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

/// Reads a page's words and tables in order. What parted the columns of the pages before may part
/// those of this page, too.
pub(super) fn read(words: Vec<Word>, tables: Vec<Table>, lanes: &mut Lanes) -> Vec<Item> {
    let mut items = Vec::new();
    lanes.next_page();
    region(words, tables, 0, Some(lanes), &mut items);
    items
}

/// Reads a region; `lanes` are those of the whole page, and none within a column.
fn region(
    mut words: Vec<Word>,
    tables: Vec<Table>,
    depth: usize,
    mut lanes: Option<&mut Lanes>,
    items: &mut Vec<Item>,
) {
    words.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let beside: Vec<[f32; 4]> = tables.iter().map(|table| table.bounds).collect();
    let rows = gutters::rows(&words, &beside);
    let recurring = || lanes.as_ref()?.band(&rows, &beside);
    let band = || match bands::widest(&rows, &beside, &words) {
        Some(band) if band.prose => Some(band),
        other => recurring().or(other),
    };
    let Some(band) = (depth < MAX_DEPTH).then(band).flatten() else {
        return flow(words, tables, items);
    };
    if let (Some(lanes), true, [only]) = (&mut lanes, band.prose, band.gutters.as_slice()) {
        lanes.note(only);
    }
    let (from, to) = (rows[band.first].y, rows[band.last].y);
    let starts = aligned::row_starts(&rows[band.first..=band.last], &band.gutters, &words);
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
    let (mut tables_above, rest): (Vec<Table>, Vec<Table>) =
        tables.into_iter().partition(|table| table.bounds[3] < from);
    let (mut tables_below, mut tables_inside): (Vec<Table>, Vec<Table>) =
        rest.into_iter().partition(|table| table.bounds[1] > to);
    take_neighbours(&mut tables_above, &mut tables_inside);
    take_neighbours(&mut tables_below, &mut tables_inside);
    region(above, tables_above, depth + 1, lanes.as_deref_mut(), items);
    if band.prose {
        columns(inside, tables_inside, &band.gutters, depth, items);
    } else {
        items.push(Item::Table(aligned::table(
            inside,
            &rows[band.first..=band.last],
            &starts,
            &band.gutters,
        )));
        tables_inside
            .into_iter()
            .for_each(|table| items.push(Item::Table(table)));
    }
    region(below, tables_below, depth + 1, lanes, items);
}

/// Moves the tables that stand beside one inside a band into the band: they are in its other columns.
fn take_neighbours(outside: &mut Vec<Table>, inside: &mut Vec<Table>) {
    let is_beside = |table: &Table| {
        let [x0, y0, x1, y1] = table.bounds;
        inside.iter().any(|other| {
            let [left, top, right, bottom] = other.bounds;
            y0 < bottom && y1 > top && (x1 <= left + 1.0 || x0 >= right - 1.0)
        })
    };
    let (beside, rest): (Vec<Table>, Vec<Table>) =
        std::mem::take(outside).into_iter().partition(is_beside);
    inside.extend(beside);
    *outside = rest;
}

fn blank() -> Word {
    Word {
        text: CompactString::default(),
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
        region(words, tables, depth + 1, None, items);
    }
}

/// Lines and tables of one column, from top to bottom.
fn flow(words: Vec<Word>, tables: Vec<Table>, items: &mut Vec<Item>) {
    let start = items.len();
    let (words, beside) = beside::take(words);
    let tables: Vec<Table> = tables.into_iter().chain(beside).collect();
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
