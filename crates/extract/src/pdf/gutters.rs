//! White lanes between columns: where the print of a region stands side by side.

use super::lines::is_marker;
use super::words::Word;

/// A lane without print through a run of rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gutter {
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// First and last row that have print on both sides.
    pub(super) first: usize,
    pub(super) last: usize,
    /// Rows that have print on both sides.
    pub(super) support: usize,
}

impl Gutter {
    pub(super) fn middle(&self) -> f32 {
        f32::midpoint(self.x0, self.x1)
    }
}

/// Print at about one height.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) y: f32,
    pub(super) size: f32,
    /// Stretches of print without a wide gap inside, from left to right.
    pub(super) spans: Vec<(f32, f32)>,
    /// Indices of its words.
    pub(super) words: Vec<usize>,
}

impl Row {
    /// Print reaches into the lane.
    pub(super) fn crosses(&self, x0: f32, x1: f32) -> bool {
        self.spans.iter().any(|span| span.0 < x1 && span.1 > x0)
    }
}

/// Groups words, sorted by base line, into rows; columns need not share base lines.
pub(super) fn rows(words: &[Word]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (i, word) in words.iter().enumerate() {
        match rows
            .last_mut()
            .filter(|row| word.y - row.y < 0.55 * word.size.min(row.size))
        {
            Some(row) => {
                row.words.push(i);
                row.size = row.size.max(word.size);
            }
            None => rows.push(Row {
                y: word.y,
                size: word.size,
                spans: Vec::new(),
                words: vec![i],
            }),
        }
    }
    for row in &mut rows {
        row.words
            .sort_by(|&a, &b| words[a].x0.total_cmp(&words[b].x0));
        row.spans = spans(row, words);
    }
    rows
}

fn spans(row: &Row, words: &[Word]) -> Vec<(f32, f32)> {
    let mut spans: Vec<(f32, f32)> = Vec::new();
    let mut marked = false;
    for (n, &i) in row.words.iter().enumerate() {
        let word = &words[i];
        let wide = wide_gap(row.size);
        match spans.last_mut() {
            Some(span) if word.x0 - span.1 < if marked { 4.0 * row.size } else { wide } => {
                span.1 = span.1.max(word.x1);
            }
            _ => {
                spans.push((word.x0, word.x1));
                // The gap behind a list marker is not a lane between columns.
                let next = row.words.get(n + 1).map(|&i| &words[i]);
                marked = is_marker(word, next);
                continue;
            }
        }
        marked = false;
    }
    spans
}

/// Words of one line stand closer than this.
fn wide_gap(size: f32) -> f32 {
    (0.9 * size).max(6.0)
}

/// All lanes with print on both sides in at least two rows. `blocked` tells whether something else
/// (a table) lies across a lane between two heights.
pub(super) fn gutters(rows: &[Row], blocked: impl Fn(f32, f32, f32, f32) -> bool) -> Vec<Gutter> {
    let mut open: Vec<Gutter> = Vec::new();
    let mut found: Vec<Gutter> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let mut gaps: Vec<(f32, f32)> = row
            .spans
            .windows(2)
            .map(|pair| (pair[0].1, pair[1].0))
            .collect();
        let previous = i.checked_sub(1).map_or(f32::MIN, |i| rows[i].y);
        let mut kept = Vec::new();
        for mut gutter in open.drain(..) {
            let narrow = 0.6 * wide_gap(row.size);
            let meets = |gap: &(f32, f32)| gap.1.min(gutter.x1) - gap.0.max(gutter.x0) >= narrow;
            if blocked(gutter.x0, gutter.x1, previous, row.y) {
                found.push(gutter);
            } else if let Some(at) = gaps.iter().position(meets) {
                let gap = gaps.remove(at);
                gutter.x0 = gutter.x0.max(gap.0);
                gutter.x1 = gutter.x1.min(gap.1);
                gutter.last = i;
                gutter.support += 1;
                kept.push(gutter);
            } else if row.crosses(gutter.x0, gutter.x1) {
                found.push(gutter);
            } else {
                kept.push(gutter);
            }
        }
        kept.extend(gaps.into_iter().map(|(x0, x1)| Gutter {
            x0,
            x1,
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
