//! White lanes between columns: where the print of a region stands side by side.

use super::lines::is_marker;
use super::words::Word;

/// A lane without print through a run of rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gutter {
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// Size of the smallest print beside it.
    size: f32,
    /// First and last row that have print on both sides.
    pub(super) first: usize,
    pub(super) last: usize,
    /// Rows that have print on both sides.
    pub(super) support: usize,
}

impl Gutter {
    /// What is left of the lane beside a row's print.
    pub(super) fn left_by(&self, row: &Row) -> Option<Self> {
        let size = row.least.min(self.size);
        let (x0, x1) = lane_left(row.print.iter().copied(), (self.x0, self.x1), size)?;
        Some(Self { x0, x1, ..*self })
    }

    pub(super) fn middle(&self) -> f32 {
        f32::midpoint(self.x0, self.x1)
    }
}

/// Print at about one height.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) y: f32,
    pub(super) size: f32,
    /// Size of its smallest print.
    pub(super) least: f32,
    /// Words and what stands beside them, from left to right.
    print: Vec<(f32, f32)>,
    /// Stretches of print without a wide gap inside, from left to right.
    pub(super) spans: Vec<(f32, f32)>,
    /// Indices of its words.
    pub(super) words: Vec<usize>,
}

impl Row {
    /// Where its print begins.
    pub(super) fn left(&self) -> f32 {
        self.print.first().map_or(f32::MAX, |print| print.0)
    }

    /// Where its print ends.
    pub(super) fn right(&self) -> f32 {
        self.print
            .iter()
            .map(|print| print.1)
            .fold(f32::MIN, f32::max)
    }

    /// Some print is right of the lane.
    pub(super) fn reaches_right_of(&self, x1: f32) -> bool {
        self.print.iter().any(|print| print.0 >= x1 - 0.5)
    }

    /// Where its print right of the lane begins.
    pub(super) fn first_right_of(&self, x1: f32) -> Option<f32> {
        self.print
            .iter()
            .map(|print| print.0)
            .find(|&x0| x0 >= x1 - 0.5)
    }

    /// Where its print left of this place ends.
    pub(super) fn last_left_of(&self, x0: f32) -> Option<f32> {
        let ends = self.print.iter().map(|print| print.1);
        ends.filter(|&x1| x1 <= x0 + 0.5).max_by(f32::total_cmp)
    }

    /// How wide its first word is.
    pub(super) fn first_width(&self) -> f32 {
        self.print.first().map_or(0.0, |print| print.1 - print.0)
    }

    /// All print is right of the lane.
    pub(super) fn is_right_of(&self, x1: f32) -> bool {
        self.print.iter().all(|print| print.0 >= x1 - 0.5)
    }
}

/// Groups words, sorted by base line, into rows; columns need not share base lines. What stands
/// beside a row (tables, by their bounds) is print of it, too.
pub(super) fn rows(words: &[Word], beside: &[[f32; 4]]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (i, word) in words.iter().enumerate() {
        match rows
            .last_mut()
            .filter(|row| word.y - row.y < 0.55 * word.size.min(row.size))
        {
            Some(row) => {
                row.words.push(i);
                row.size = row.size.max(word.size);
                row.least = row.least.min(word.size);
            }
            None => rows.push(Row {
                y: word.y,
                size: word.size,
                least: word.size,
                print: Vec::new(),
                spans: Vec::new(),
                words: vec![i],
            }),
        }
    }
    for row in &mut rows {
        row.words
            .sort_by(|&a, &b| words[a].x0.total_cmp(&words[b].x0));
        row.spans = spans(row, words);
        let at = |bounds: &&[f32; 4]| bounds[1] <= row.y && bounds[3] >= row.y - row.size;
        row.spans.extend(
            beside
                .iter()
                .filter(at)
                .map(|bounds| (bounds[0], bounds[2])),
        );
        row.spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        row.print = row
            .words
            .iter()
            .map(|&i| (words[i].x0, words[i].x1))
            .collect();
        row.print.extend(
            beside
                .iter()
                .filter(at)
                .map(|bounds| (bounds[0], bounds[2])),
        );
        row.print.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    rows
}

fn spans(row: &Row, words: &[Word]) -> Vec<(f32, f32)> {
    let wide = wide_gap(row.size).max((2.2 * usual_gap(row, words)).min(1.6 * row.size));
    let mut spans: Vec<(f32, f32)> = Vec::new();
    let mut marked = false;
    for (n, &i) in row.words.iter().enumerate() {
        let word = &words[i];
        // The gap behind a list marker is not a lane between columns.
        let limit = if marked { 4.0 * row.size } else { wide };
        match spans.last_mut() {
            Some(span) if word.x0 - span.1 < limit => {
                span.1 = span.1.max(word.x1);
                marked = false;
            }
            _ => {
                spans.push((word.x0, word.x1));
                marked = is_marker(word, row.words.get(n + 1).map(|&i| &words[i]));
            }
        }
    }
    spans
}

/// For each row its print and that of the rows less than a line away: columns whose base lines
/// differ stand side by side all the same.
fn levels(rows: &[Row]) -> Vec<Vec<(f32, f32)>> {
    let level = |i: usize| {
        let near = |other: &&Row| (other.y - rows[i].y).abs() < 0.85 * rows[i].size.min(other.size);
        let around = &rows[i.saturating_sub(2)..(i + 3).min(rows.len())];
        let mut print: Vec<(f32, f32)> = around
            .iter()
            .filter(near)
            .flat_map(|row| row.spans.iter().copied())
            .collect();
        print.sort_by(|a, b| a.0.total_cmp(&b.0));
        print
    };
    (0..rows.len()).map(level).collect()
}

fn has_both_sides(level: &[(f32, f32)], x0: f32, x1: f32) -> bool {
    level.iter().any(|print| print.1 <= x0 + 0.1) && level.iter().any(|print| print.0 >= x1 - 0.1)
}

/// Gaps between the stretches of print of a level.
fn wide_gaps(level: &[(f32, f32)], size: f32) -> impl Iterator<Item = (f32, f32)> {
    let mut reach = f32::MAX;
    level.iter().filter_map(move |print| {
        let gap = (reach, print.0);
        reach = if reach == f32::MAX {
            print.1
        } else {
            reach.max(print.1)
        };
        (gap.1 - gap.0 >= wide_gap(size)).then_some(gap)
    })
}

/// The middle one of a row's gaps: justified lines are set wide throughout.
fn usual_gap(row: &Row, words: &[Word]) -> f32 {
    let mut gaps: Vec<f32> = row
        .words
        .windows(2)
        .map(|pair| words[pair[1]].x0 - words[pair[0]].x1)
        .collect();
    if gaps.len() < 3 {
        return 0.0;
    }
    let middle = (gaps.len() - 1) / 2;
    *gaps.select_nth_unstable_by(middle, f32::total_cmp).1
}

/// Words of one line stand closer than this.
fn wide_gap(size: f32) -> f32 {
    (0.9 * size).max(6.0)
}

/// Rows further apart than this, in sizes, with nothing between them do not belong together.
const FAR: f32 = 6.0;

/// The widest stretch of a lane that print leaves free; `None` when that is too narrow.
fn lane_left(
    print: impl Iterator<Item = (f32, f32)>,
    lane: (f32, f32),
    size: f32,
) -> Option<(f32, f32)> {
    let mut inside: Vec<(f32, f32)> = print
        .filter(|print| print.0 < lane.1 && print.1 > lane.0)
        .collect();
    inside.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut best, mut free) = ((0.0, 0.0), lane.0);
    for (from, to) in inside.into_iter().chain([(lane.1, lane.1)]) {
        if from - free > best.1 - best.0 {
            best = (free, from);
        }
        free = free.max(to);
    }
    (best.1 - best.0 >= 0.6 * wide_gap(size)).then_some(best)
}

/// So wide is a lane that is left free.
pub(super) fn is_lane(x0: f32, x1: f32) -> bool {
    x1 - x0 >= 0.6 * wide_gap(0.0)
}

/// The runs of rows that leave a known lane free and have print on its right somewhere. Their support is
/// the rows that have.
pub(super) fn runs(rows: &[Row], tables: &[[f32; 4]], lane: (f32, f32)) -> Vec<Gutter> {
    let mut runs: Vec<Gutter> = Vec::new();
    let mut open: Option<Gutter> = None;
    for (i, row) in rows.iter().enumerate() {
        let previous = i.checked_sub(1).map_or(f32::MIN, |i| rows[i].y);
        let between = |table: &&[f32; 4]| table[1] < row.y && table[3] > previous;
        let boxes = tables.iter().filter(between);
        let boxes: Vec<(f32, f32)> = boxes.map(|table| (table[0], table[2])).collect();
        // What stands between ends a run; the next may begin right below.
        let is_over = |run: &mut Gutter| match boxes.is_empty() {
            true => row.y - previous > FAR * row.size,
            false => lane_left(boxes.iter().copied(), (run.x0, run.x1), run.size).is_none(),
        };
        runs.extend(open.take_if(is_over));
        let beside = boxes.iter().copied().filter(|_| open.is_some());
        let print = row.print.iter().copied().chain(beside);
        let mut run = open.unwrap_or(Gutter {
            x0: lane.0,
            x1: lane.1,
            size: row.least,
            first: i,
            last: i,
            support: 0,
        });
        match lane_left(print, (run.x0, run.x1), row.least.min(run.size)) {
            Some((x0, x1)) => {
                (run.x0, run.x1, run.last) = (x0, x1, i);
                run.size = run.size.min(row.least);
                run.support += usize::from(row.reaches_right_of(x1));
                open = Some(run);
            }
            None => runs.extend(open.take()),
        }
    }
    runs.extend(open);
    runs.retain(|run| run.support > 0);
    runs
}

/// All lanes with print on both sides in at least two rows. Tables, by their bounds, are in the way
/// wherever they stand.
pub(super) fn gutters(rows: &[Row], tables: &[[f32; 4]]) -> Vec<Gutter> {
    let levels = levels(rows);
    let mut open: Vec<Gutter> = Vec::new();
    let mut found: Vec<Gutter> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let previous = i.checked_sub(1).map_or(f32::MIN, |i| rows[i].y);
        let mut kept: Vec<Gutter> = Vec::new();
        for mut gutter in open.drain(..) {
            let between = |table: &&[f32; 4]| table[1] < row.y && table[3] > previous;
            let boxes = tables
                .iter()
                .filter(between)
                .map(|table| (table[0], table[2]));
            let print = row.print.iter().copied().chain(boxes);
            let far = row.y - previous > FAR * row.size;
            match lane_left(print, (gutter.x0, gutter.x1), row.least.min(gutter.size))
                .filter(|_| !far || tables.iter().any(|table| between(&table)))
            {
                Some((x0, x1)) => {
                    (gutter.x0, gutter.x1) = (x0, x1);
                    gutter.size = gutter.size.min(row.least);
                    if has_both_sides(&levels[i], x0, x1) {
                        gutter.last = i;
                        gutter.support += 1;
                    }
                    kept.push(gutter);
                }
                None => found.push(gutter),
            }
        }
        let known = |gap: &(f32, f32)| {
            kept.iter()
                .any(|gutter| gap.0 < gutter.x1 && gap.1 > gutter.x0)
        };
        let fresh: Vec<(f32, f32)> = wide_gaps(&levels[i], row.size)
            .filter(|gap| !known(gap))
            .collect();
        kept.extend(fresh.into_iter().map(|(x0, x1)| Gutter {
            x0,
            x1,
            size: row.least,
            first: i,
            last: i,
            support: 1,
        }));
        open = kept;
    }
    found.append(&mut open);
    found.retain(|gutter| gutter.support >= 2);
    found
}
