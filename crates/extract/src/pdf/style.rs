//! The print of a whole document: its body size, its line pitch, its ranks of headings.

use std::collections::BTreeMap;

use super::layout::Item;
use super::lines::PrintLine;

/// What is usual in a document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Style {
    /// Size of running text.
    pub(super) body: f32,
    /// Running text is bold throughout.
    bold_body: bool,
    /// From one base line to the next, in sizes.
    pitch: f32,
    /// Prints of headings, the highest rank first: tenths of points, and boldness.
    ranks: Vec<(i32, bool)>,
    /// Left edges of columns and the right edge that most lines of such columns have.
    edges: Vec<(f32, f32)>,
}

impl Style {
    /// Weighs all lines of a document.
    pub(super) fn of(pages: &[Vec<Item>]) -> Self {
        let lines = || pages.iter().flatten().filter_map(as_line);
        let mut sizes: BTreeMap<(i32, bool), usize> = BTreeMap::new();
        for line in lines() {
            *sizes.entry((key(line.size), line.bold)).or_default() += line.text.len();
        }
        let most = |sizes: &BTreeMap<(i32, bool), usize>| {
            sizes
                .iter()
                .max_by_key(|(_, count)| **count)
                .map(|(&print, _)| print)
        };
        let (body, bold_body) = most(&sizes).unwrap_or((100, false));
        let mut style = Self {
            body: body as f32 / 10.0,
            bold_body,
            pitch: usual_pitch(pages),
            ranks: Vec::new(),
            edges: edges(lines()),
        };
        // The large print of a cover page ranks nothing below it.
        let cover = usize::from(pages.len() > 3);
        let inner = pages[cover..].iter().flatten().filter_map(as_line);
        let mut ranks: Vec<(i32, bool)> = inner
            .filter(|line| style.is_display(line))
            .map(|line| (key(line.size), line.bold))
            .collect();
        ranks.sort_by(|a, b| b.cmp(a));
        ranks.dedup_by(|next, kept| kept.0 - next.0 <= 4 && kept.1 == next.1);
        style.ranks = ranks;
        style
    }

    /// Print that stands out from running text.
    pub(super) fn is_display(&self, line: &PrintLine) -> bool {
        line.size >= 1.13 * self.body
            || (line.bold && !self.bold_body && line.size >= 0.94 * self.body)
    }

    /// Smaller print than running text: notes, captions.
    pub(super) fn is_small(&self, line: &PrintLine) -> bool {
        line.size <= 0.93 * self.body
    }

    /// The level of a heading in this print, from 1.
    pub(super) fn level(&self, line: &PrintLine) -> u8 {
        let (size, bold) = (key(line.size), line.bold);
        let higher = self
            .ranks
            .iter()
            .filter(|rank| rank.0 > size + 4 || ((rank.0 - size).abs() <= 4 && rank.1 && !bold));
        u8::try_from(higher.count().min(5) + 1).unwrap_or(6)
    }

    /// How far right the column of a line reaches: of a column with few lines the page says little,
    /// the other pages more.
    pub(super) fn right_edge(&self, line: &PrintLine) -> f32 {
        let usual = self
            .edges
            .iter()
            .find(|(left, _)| (left - line.column.0).abs() < 4.0);
        match usual {
            Some((_, right)) if line.column_lines < 4 => right.max(line.column.1),
            _ => line.column.1,
        }
    }

    /// Two base lines this far apart belong to one paragraph.
    pub(super) fn is_pitch(&self, distance: f32, size: f32) -> bool {
        distance > 0.0 && distance <= (1.22 * self.pitch).max(1.2) * size
    }
}

pub(super) fn as_line(item: &Item) -> Option<&PrintLine> {
    match item {
        Item::Line(line) => Some(line),
        Item::Table(_) => None,
    }
}

/// The most frequent right edge for each left edge of columns with several lines.
fn edges<'a>(lines: impl Iterator<Item = &'a PrintLine>) -> Vec<(f32, f32)> {
    let mut counts: BTreeMap<(i32, i32), usize> = BTreeMap::new();
    for line in lines.filter(|line| line.column_lines >= 4) {
        *counts
            .entry((
                (line.column.0 / 4.0).round() as i32,
                (line.column.1 / 4.0).round() as i32,
            ))
            .or_default() += 1;
    }
    let mut edges: Vec<((i32, i32), usize)> = counts.into_iter().collect();
    edges.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    edges
        .into_iter()
        .map(|((left, right), _)| (left as f32 * 4.0, right as f32 * 4.0))
        .collect()
}

fn key(size: f32) -> i32 {
    (size * 10.0).round() as i32
}

/// The most frequent distance between lines of one column and print.
fn usual_pitch(pages: &[Vec<Item>]) -> f32 {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for page in pages {
        for pair in page.windows(2) {
            let (Some(a), Some(b)) = (as_line(&pair[0]), as_line(&pair[1])) else {
                continue;
            };
            let pitch = (b.y - a.y) / a.size.max(1.0);
            if (0.9..2.6).contains(&pitch)
                && (a.size - b.size).abs() < 0.5
                && (a.x0 - b.x0).abs() < 60.0
            {
                *counts.entry((pitch * 20.0).round() as i32).or_default() += 1;
            }
        }
    }
    let most = counts
        .iter()
        .max_by_key(|(pitch, count)| (**count, -**pitch));
    most.map_or(1.3, |(&pitch, _)| pitch as f32 / 20.0)
}
