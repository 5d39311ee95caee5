//! White lanes between columns: where the print of a region stands side by side.

use super::lines::{is_marker, is_paragraph_number};
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

    /// What is left of the lane beside the next row and what stands between that and the row before, so
    /// far above; `None` where they end it.
    fn past(&self, row: &Row, between: &[(f32, f32)], pitch: f32) -> Option<Self> {
        if between.is_empty() && pitch > FAR * row.size {
            return None;
        }
        let size = row.least.min(self.size);
        let print = row.print.iter().chain(between).copied();
        let (x0, x1) = lane_left(print, (self.x0, self.x1), size)?;
        Some(Self {
            x0,
            x1,
            size,
            ..*self
        })
    }

    pub(super) fn middle(&self) -> f32 {
        f32::midpoint(self.x0, self.x1)
    }
}

/// Where print begins and ends in breadth.
type Stretch = (f32, f32);

/// Print at about one height.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) y: f32,
    pub(super) size: f32,
    /// Size of its smallest print.
    pub(super) least: f32,
    /// Words, markers with what they mark, and what stands beside them, from left to right.
    print: Vec<(f32, f32)>,
    /// Stretches of print without a wide gap inside, from left to right.
    pub(super) spans: Vec<(f32, f32)>,
    /// Indices of its words.
    pub(super) words: Vec<usize>,
    /// How wide its first word is.
    pub(super) first_width: f32,
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
                first_width: 0.0,
            }),
        }
    }
    for row in &mut rows {
        row.words
            .sort_by(|&a, &b| words[a].x0.total_cmp(&words[b].x0));
        let first = row.words.first().map(|&i| words[i].x1 - words[i].x0);
        row.first_width = first.unwrap_or(0.0);
        (row.spans, row.print) = spans(row, words);
        let at = |bounds: &&[f32; 4]| bounds[1] <= row.y && bounds[3] >= row.y - row.size;
        row.spans.extend(
            beside
                .iter()
                .filter(at)
                .map(|bounds| (bounds[0], bounds[2])),
        );
        row.spans.sort_by(|a, b| a.0.total_cmp(&b.0));
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

/// Stretches of print without a wide gap inside, and its words; the marker of a list item is one with
/// the word behind it.
fn spans(row: &Row, words: &[Word]) -> (Vec<Stretch>, Vec<Stretch>) {
    let wide = wide_gap(row.size).max((2.2 * usual_gap(row, words)).min(1.6 * row.size));
    let (mut spans, mut print): (Vec<Stretch>, Vec<Stretch>) = (Vec::new(), Vec::new());
    let mut marked = false;
    for (n, &i) in row.words.iter().enumerate() {
        let word = &words[i];
        // The gap behind a list marker is not a lane between columns.
        let limit = if marked { 4.0 * row.size } else { wide };
        match spans.last_mut() {
            Some(span) if word.x0 - span.1 < limit => {
                span.1 = span.1.max(word.x1);
                match print.last_mut().filter(|_| marked) {
                    Some(marker) => marker.1 = word.x1,
                    None => print.push((word.x0, word.x1)),
                }
                marked = false;
            }
            _ => {
                let is_apart = !goes_on_evenly(&row.words[..=n], words);
                spans.push((word.x0, word.x1));
                print.push((word.x0, word.x1));
                let next = row.words.get(n + 1).map(|&i| &words[i]);
                marked = is_apart && (is_marker(word, next) || is_paragraph_number(word, next));
            }
        }
    }
    (spans, print)
}

/// The last of these words is as far from the one before as that one is from its own: in a line that is
/// set wide throughout, a number is only one of the words.
fn goes_on_evenly(row: &[usize], words: &[Word]) -> bool {
    let [.., first, second, third] = *row else {
        return false;
    };
    let before = words[second].x0 - words[first].x1;
    let gap = words[third].x0 - words[second].x1;
    (0.67..1.5).contains(&(gap / before.max(0.1)))
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

/// The tables that stand between two base lines, by where they begin and end in breadth.
fn between(tables: &[[f32; 4]], above: f32, below: f32) -> Vec<(f32, f32)> {
    let inside = tables
        .iter()
        .filter(|table| table[1] < below && table[3] > above);
    inside.map(|table| (table[0], table[2])).collect()
}

/// The runs of rows that leave a known lane free and have print on its right somewhere. Their support is
/// the rows that have.
pub(super) fn runs(rows: &[Row], tables: &[[f32; 4]], lane: (f32, f32)) -> Vec<Gutter> {
    let mut runs: Vec<Gutter> = Vec::new();
    let mut open: Option<Gutter> = None;
    let mut previous = f32::MIN;
    for (i, row) in rows.iter().enumerate() {
        let boxes = between(tables, previous, row.y);
        let past = open.and_then(|run| run.past(row, &boxes, row.y - previous));
        // Where a run ends, the next may begin.
        let run = past.or_else(|| {
            runs.extend(open);
            let (x0, x1) = lane_left(row.print.iter().copied(), lane, row.least)?;
            Some(Gutter {
                x0,
                x1,
                size: row.least,
                first: i,
                last: i,
                support: 0,
            })
        });
        open = run.map(|run| Gutter {
            last: i,
            support: run.support + usize::from(row.reaches_right_of(run.x1)),
            ..run
        });
        previous = row.y;
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
        let boxes = between(tables, previous, row.y);
        let mut kept: Vec<Gutter> = Vec::new();
        for gutter in open.drain(..) {
            let Some(mut past) = gutter.past(row, &boxes, row.y - previous) else {
                found.push(gutter);
                continue;
            };
            if has_both_sides(&levels[i], past.x0, past.x1) {
                past.last = i;
                past.support += 1;
            }
            kept.push(past);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A row of stretches of print, 10 points high.
    fn row(y: f32, print: &[(f32, f32)]) -> Row {
        Row {
            y,
            size: 10.0,
            least: 10.0,
            print: print.to_vec(),
            spans: print.to_vec(),
            words: Vec::new(),
            first_width: 20.0,
        }
    }

    const LEFT: (f32, f32) = (50.0, 280.0);
    const RIGHT: (f32, f32) = (320.0, 550.0);

    fn columns() -> Vec<Row> {
        let tops = [100.0, 113.0, 126.0, 180.0, 193.0];
        tops.into_iter()
            .map(|top| row(top, &[LEFT, RIGHT]))
            .collect()
    }

    fn ends(found: &[Gutter]) -> Vec<(usize, usize, usize)> {
        let ends = |gutter: &Gutter| (gutter.first, gutter.last, gutter.support);
        found.iter().map(ends).collect()
    }

    #[test]
    fn a_table_across_a_lane_ends_it_and_one_beside_it_does_not() {
        let across = [[50.0, 130.0, 550.0, 165.0]];
        let beside = [[50.0, 130.0, 280.0, 165.0]];
        let lane = (280.0, 320.0);
        assert_eq!(
            ends(&runs(&columns(), &across, lane)),
            [(0, 2, 3), (3, 4, 2)]
        );
        assert_eq!(ends(&runs(&columns(), &beside, lane)), [(0, 4, 5)]);
        assert_eq!(ends(&gutters(&columns(), &across)), [(0, 2, 3), (3, 4, 2)]);
        assert_eq!(ends(&gutters(&columns(), &beside)), [(0, 4, 5)]);
    }

    #[test]
    fn white_and_print_across_a_lane_end_it() {
        let mut rows = columns();
        rows[3].y += 40.0;
        rows[4].y += 40.0;
        assert_eq!(ends(&gutters(&rows, &[])), [(0, 2, 3), (3, 4, 2)]);
        let mut rows = columns();
        rows[2] = row(126.0, &[(50.0, 550.0)]);
        assert_eq!(
            ends(&runs(&rows, &[], (280.0, 320.0))),
            [(0, 1, 2), (3, 4, 2)]
        );
    }
}
