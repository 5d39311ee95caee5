//! Words of one column to its printed lines.

use super::words::Word;
use crate::extracted::{BBox, Line};
use crate::prose::{is_list_marker, part_marks};

/// A printed line of one column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PrintLine {
    pub(super) text: String,
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// Base line.
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    /// Left and right edge of the column's print.
    pub(super) column: (f32, f32),
    /// How many lines the column has.
    pub(super) column_lines: usize,
    /// Where the words after a list marker begin.
    pub(super) hang: Option<f32>,
    /// Width of the first word: would it have fitted on the line above?
    pub(super) first_word: f32,
    /// The line opens with a mark set above the base line.
    pub(super) opens_raised: bool,
    /// A wide gap parts the last word from the rest, as in contents lists.
    pub(super) led: bool,
    /// Left edges of the words.
    pub(super) starts: Vec<f32>,
}

impl PrintLine {
    pub(super) fn top(&self) -> f32 {
        self.y - 0.8 * self.size
    }

    pub(super) fn bottom(&self) -> f32 {
        self.y + 0.22 * self.size
    }

    /// The line as others see it.
    pub(super) fn published(&self) -> Line {
        let bbox = BBox {
            x0: tenth(self.x0),
            y0: tenth(self.top()),
            x1: tenth(self.x1),
            y1: tenth(self.bottom()),
        };
        Line {
            text: self.text.clone(),
            bbox: Some(bbox),
            size: tenth(self.size),
            bold: self.bold,
            starts: self.starts(),
        }
    }
}

impl PrintLine {
    /// How far from the left edge the words of the text begin. A word of the print may be none of the text's,
    /// or two.
    fn starts(&self) -> Vec<f32> {
        if self.text.split(' ').count() != self.starts.len() {
            return Vec::new();
        }
        let starts = self.starts.iter();
        starts.map(|start| tenth(start - self.x0)).collect()
    }
}

fn tenth(value: f32) -> f32 {
    (value * 10.0).round() / 10.0
}

/// The lines of a column from top to bottom.
pub(super) fn lines(words: Vec<Word>) -> Vec<PrintLine> {
    let column = words.iter().fold((f32::MAX, f32::MIN), |(x0, x1), word| {
        (x0.min(word.x0), x1.max(word.x1))
    });
    let rows = rows(words);
    let column_lines = rows.len();
    rows.iter()
        .map(|row| PrintLine {
            column_lines,
            ..line(row, column)
        })
        .collect()
}

/// Words that stand side by side, from left to right; rows from top to bottom.
pub(super) fn rows(mut words: Vec<Word>) -> Vec<Vec<Word>> {
    words.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<(f32, Vec<Word>)> = Vec::new();
    for word in words {
        // Bullets and figures of another font may sit a little off the base line.
        let fits = |y: f32, row: &[Word]| {
            word.y - y < 0.3 * word.size
                && row.iter().all(|other| {
                    word.x0 > other.x1 - 0.3 * word.size || word.x1 < other.x0 + 0.3 * word.size
                })
        };
        match rows
            .last_mut()
            .filter(|(y, row)| word.y - *y < 0.05 * word.size || fits(*y, row))
        {
            Some((_, row)) => row.push(word),
            None => rows.push((word.y, vec![word])),
        }
    }
    rows.into_iter()
        .map(|(_, mut row)| {
            row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
            row
        })
        .collect()
}

/// Left, top, right and bottom of print.
pub(super) fn bounds<'a>(words: impl IntoIterator<Item = &'a Word>) -> [f32; 4] {
    let all = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
    words.into_iter().fold(all, |[x0, y0, x1, y1], word| {
        [
            x0.min(word.x0),
            y0.min(word.top()),
            x1.max(word.x1),
            y1.max(word.bottom()),
        ]
    })
}

/// One row's words as a line.
pub(super) fn line(row: &[Word], column: (f32, f32)) -> PrintLine {
    let mut text = String::with_capacity(row.iter().map(|word| word.text.len() + 1).sum());
    let (mut all, mut bold, mut most, mut y, mut x1) = (0, 0, 0, 0.0, f32::MIN);
    for word in row {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&word.text);
        let letters = word.text.chars().count();
        all += letters;
        bold += if word.bold { letters } else { 0 };
        x1 = x1.max(word.x1);
        if letters >= most {
            (most, y) = (letters, word.y);
        }
    }
    mark(row, &mut text);
    let first = row.first();
    let size = main_size(row);
    PrintLine {
        x0: first.map_or(0.0, |word| word.x0),
        x1,
        y,
        size,
        bold: bold * 5 > all * 4,
        column,
        column_lines: 1,
        hang: marker_hang(row),
        first_word: first.map_or(0.0, |word| word.x1 - word.x0),
        opens_raised: first.is_some_and(|word| word.raised),
        led: row.len() >= 2 && row[row.len() - 1].x0 - row[row.len() - 2].x1 > 1.5 * size,
        text: part_marks(text),
        starts: row.iter().map(|word| word.x0).collect(),
    }
}

/// The size that most letters of the row have.
fn main_size(row: &[Word]) -> f32 {
    let mut sizes: Vec<(f32, usize)> = Vec::new();
    for word in row.iter().filter(|word| !word.raised || row.len() == 1) {
        let count = word.text.chars().count();
        match sizes
            .iter_mut()
            .find(|(size, _)| (size - word.size).abs() < 0.3)
        {
            Some((_, total)) => *total += count,
            None => sizes.push((word.size, count)),
        }
    }
    sizes
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map_or(0.0, |(size, _)| size)
}

/// Where the words behind a list marker begin.
fn marker_hang(row: &[Word]) -> Option<f32> {
    let [marker, next, ..] = row else { return None };
    is_marker(marker, Some(next)).then_some(next.x0)
}

/// A word that marks a list item when other words follow it.
pub(super) fn is_marker(word: &Word, next: Option<&Word>) -> bool {
    is_ring(word, next) || is_list_marker(&word.text)
}

/// The number of a paragraph, `2.14`, before its words.
pub(super) fn is_paragraph_number(word: &Word, next: Option<&Word>) -> bool {
    let figures = |part: &str| {
        (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts = word.text.trim_end_matches('.').split('.');
    let is_number = (2..=4).contains(&parts.clone().count()) && parts.clone().all(figures);
    is_number
        && next.is_some_and(|next| {
            next.text
                .starts_with(|c: char| c.is_alphabetic() || "‘“".contains(c))
        })
}

/// The letter `o` that a typist set for a ring.
fn is_ring(word: &Word, next: Option<&Word>) -> bool {
    word.text == "o" && next.is_none_or(|next| next.x0 - word.x1 > 0.5 * word.size)
}

/// A typist's ring becomes one.
fn mark(row: &[Word], text: &mut String) {
    if let [marker, next, ..] = row
        && is_ring(marker, Some(next))
    {
        text.replace_range(..1, "◦");
    }
}
