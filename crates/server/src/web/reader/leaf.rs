//! A page as a drawing: its lines as text to select, and boxes around words.

use probity_model::{PageText, TextLine};

use crate::web::reader::locate::Spot;

/// The width of letters in thousandths of the print's size, for printed ASCII from space on: those of
/// Helvetica, which the reports' own type differs little from. Only their proportions count.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// How much wider than its words a box is on each side, by the height of the line: the widths of another
/// typeface are not quite those below.
const SPARE: f32 = 0.25;

/// A line of text on the drawing.
pub(super) struct Line {
    pub(super) text: String,
    pub(super) x: f32,
    /// Where the letters stand.
    pub(super) base: f32,
    pub(super) width: f32,
    pub(super) size: f32,
}

/// A box on the drawing.
#[derive(Debug, PartialEq)]
pub(super) struct Frame {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// The page's lines, as text that lies over their picture.
pub(super) fn lines(page: &PageText) -> Vec<Line> {
    let lines = page
        .lines
        .iter()
        .filter(|line| !line.text.trim().is_empty());
    let placed = lines.map(|line| {
        let [left, top, right, bottom] = line.bbox;
        let height = (bottom - top).max(1.0);
        Line {
            text: line.text.clone(),
            x: tenth(left),
            // Letters with a tail reach about a fifth below where the others stand.
            base: tenth(bottom - 0.2 * height),
            width: tenth((right - left).max(1.0)),
            size: tenth(0.95 * height),
        }
    });
    placed.collect()
}

/// A box around part of a line.
pub(super) fn frame(page: &PageText, spot: &Spot) -> Option<Frame> {
    let line = page.lines.get(spot.line)?;
    let [left, top, right, bottom] = line.bbox;
    let words = Words::of(page, line);
    let spare = SPARE * (bottom - top);
    let from = (words.x(spot.bytes.start)? - spare).max(left - 1.0);
    let to = (words.x(spot.bytes.end)? + spare).min(right + 1.0);
    Some(Frame {
        x: tenth(from),
        y: tenth(top - 1.0),
        width: tenth(to - from),
        height: tenth(bottom - top + 2.0),
    })
}

/// The words of a line that stand close together: all but a list's marker, behind which is a gap.
struct Words<'l> {
    text: &'l str,
    left: f32,
    right: f32,
    marker: Option<Marker>,
}

/// What opens an item of a list.
struct Marker {
    /// Where in the line's text the words behind it begin.
    words: usize,
    left: f32,
}

impl<'l> Words<'l> {
    fn of(page: &PageText, line: &'l TextLine) -> Self {
        let [left, _, right, _] = line.bbox;
        let marker = marker(&line.text).map(|words| Marker { words, left });
        Self {
            text: &line.text,
            left: match marker {
                Some(_) => hang(page, line).min(right),
                None => left,
            },
            right,
            marker,
        }
    }

    /// Where a byte of the text stands.
    fn x(&self, byte: usize) -> Option<f32> {
        let (from, left) = match &self.marker {
            Some(marker) if byte < marker.words => (0, marker.left),
            Some(marker) => (marker.words, self.left),
            None => (0, self.left),
        };
        let all = length(
            self.text
                .get(self.marker.as_ref().map_or(0, |marker| marker.words)..)?,
        );
        let before = length(self.text.get(from..byte)?);
        Some(left + before / all.max(1.0) * (self.right - self.left))
    }
}

/// Where the words behind the marker of a list's item begin in the line's text.
fn marker(text: &str) -> Option<usize> {
    let (marker, words) = text.split_once(' ')?;
    let is_sign = matches!(marker, "•" | "●" | "▪" | "■" | "◦" | "–" | "-" | "\u{f0b7}");
    let number = marker.trim_start_matches('(').trim_end_matches(['.', ')']);
    let is_number = number.len() < marker.len()
        && (1..=3).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_sign || is_number).then_some(text.len() - words.len())
}

/// Where the words of a list's item begin: where its next line does, or one of another item like it.
fn hang(page: &PageText, line: &TextLine) -> f32 {
    let [left, top, _, bottom] = line.bbox;
    let height = (bottom - top).max(1.0);
    let indents = page.lines.iter().filter(|other| {
        let indent = other.bbox[0] - left;
        indent > 0.3 * height && indent < 4.0 * height
    });
    let nearest = indents.min_by(|a, b| {
        let distance = |other: &TextLine| (other.bbox[1] - top).abs();
        distance(a).total_cmp(&distance(b))
    });
    nearest.map_or(left + 1.4 * height, |other| other.bbox[0])
}

/// How long a text is in print, in a measure of its own.
fn length(text: &str) -> f32 {
    let width = |c: char| {
        let place = u32::from(c).checked_sub(u32::from(' '));
        let place = place.and_then(|place| usize::try_from(place).ok());
        let known = place.and_then(|place| WIDTHS.get(place)).copied();
        f32::from(known.unwrap_or(match c {
            '‘' | '’' => 222,
            '“' | '”' => 333,
            '•' => 350,
            '—' | '…' => 1000,
            _ => 556,
        }))
    };
    text.chars().map(width).sum()
}

fn tenth(value: f32) -> f32 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;

    fn page(text: &str) -> PageText {
        let line = TextLine {
            text: text.to_owned(),
            bbox: [100.0, 50.0, 300.0, 62.0],
        };
        PageText {
            page: 1,
            width: 595.0,
            height: 842.0,
            lines: vec![line],
        }
    }

    fn framed(text: &str, word: &str) -> Frame {
        let start = text.find(word).unwrap();
        let bytes = start..start + word.len();
        frame(&page(text), &Spot { line: 0, bytes }).unwrap()
    }

    #[test]
    fn the_whole_line_has_the_whole_box() {
        let found = framed("housing", "housing");
        let expected = Frame {
            x: 99.0,
            y: 49.0,
            width: 202.0,
            height: 14.0,
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn narrow_letters_take_less_room() {
        let narrow = framed("ill mom", "ill");
        let wide = framed("ill mom", "mom");
        assert!(narrow.width < wide.width / 2.0, "{narrow:?} {wide:?}");
        assert!((wide.x + wide.width - 301.0).abs() < 0.2, "{wide:?}");
    }

    #[test]
    fn the_gap_behind_a_bullet_is_not_stretched_over_the_words() {
        let line = |text: &str, left: f32, top: f32| TextLine {
            text: text.to_owned(),
            bbox: [left, top, 300.0, top + 12.0],
        };
        let mut page = page("• mmmm mmmm");
        page.lines[0].bbox[0] = 100.0;
        page.lines.push(line("mmmm", 120.0, 64.0));
        let spot = |bytes: Range<usize>| Spot { line: 0, bytes };
        let first = frame(&page, &spot(4..8)).unwrap();
        assert_eq!(first.x, 117.0, "a quarter of a line before the words");
        let last = frame(&page, &spot(9..13)).unwrap();
        assert!((last.x + last.width - 301.0).abs() < 0.2, "{last:?}");
        assert!(frame(&page, &spot(0..3)).unwrap().x < 100.0);
    }

    #[test]
    fn what_is_not_on_the_page_has_no_box() {
        let bytes = 1..3;
        assert_eq!(
            frame(
                &page("é"),
                &Spot {
                    line: 0,
                    bytes: bytes.clone()
                }
            ),
            None
        );
        assert_eq!(frame(&page("abc"), &Spot { line: 7, bytes }), None);
    }
}
