//! A page as a drawing: its lines as text to select, and boxes around words.

use std::ops::Range;

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

/// How much wider than its words a box is on each side where their place is reckoned, by the height of the
/// line: the widths of another typeface are not quite those above.
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
    let spare = match line.starts.is_empty() {
        true => SPARE * (bottom - top),
        false => 1.0,
    };
    let from = (words.x(spot.bytes.start)? - spare).max(left - 1.0);
    let to = (words.x(spot.bytes.end)? + spare).min(right + 1.0);
    Some(Frame {
        x: tenth(from),
        y: tenth(top - 1.0),
        width: tenth(to - from),
        height: tenth(bottom - top + 2.0),
    })
}

/// The words of a line, each where it begins. What is not known is reckoned from the widths of letters.
struct Words<'l> {
    text: &'l str,
    words: Vec<Placed>,
    right: f32,
    /// Points for the length of a text.
    scale: f32,
}

/// A stretch of a line's text, and where its print begins.
struct Placed {
    bytes: Range<usize>,
    left: f32,
}

impl<'l> Words<'l> {
    fn of(page: &PageText, line: &'l TextLine) -> Self {
        let [left, _, right, _] = line.bbox;
        let text = line.text.as_str();
        let mut words = known(line);
        let is_known = !words.is_empty();
        if !is_known {
            // But for a list's marker, behind which is a gap, all words stand close together.
            let behind = marker(text).unwrap_or_default();
            words.push(Placed {
                bytes: behind..text.len(),
                left: if behind > 0 {
                    hang(page, line).min(right)
                } else {
                    left
                },
            });
            if behind > 0 {
                let bytes = 0..behind;
                words.insert(0, Placed { bytes, left });
            }
        }
        let ends = words.iter().skip(1).map(|word| word.left).chain([right]);
        let scales = words.iter().zip(ends).map(|(word, end)| {
            // All but the last end with a blank.
            let blank = if word.bytes.end < text.len() && is_known {
                " "
            } else {
                ""
            };
            let whole = length(&text[word.bytes.clone()]) + length(blank);
            (end - word.left) / whole.max(1.0)
        });
        let mut scales: Vec<f32> = scales.collect();
        let last = scales.last().copied();
        if is_known {
            scales.sort_by(f32::total_cmp);
        }
        let middle = scales.get(scales.len() / 2).copied();
        Self {
            text,
            right,
            scale: if is_known { middle } else { last }.unwrap_or_default(),
            words,
        }
    }

    /// Where a byte of the text stands.
    fn x(&self, byte: usize) -> Option<f32> {
        let behind = self.words.partition_point(|word| word.bytes.start <= byte);
        let word = self.words.get(behind.checked_sub(1)?)?;
        let end = self.words.get(behind).map_or(self.right, |next| next.left);
        let before = self.text.get(word.bytes.start..byte.min(word.bytes.end))?;
        Some((word.left + length(before) * self.scale).min(end))
    }
}

/// The words of a line as it is known where they begin.
fn known(line: &TextLine) -> Vec<Placed> {
    let mut words = Vec::with_capacity(line.starts.len());
    let mut start = 0;
    for word in line.text.split(' ') {
        let Some(offset) = line.starts.get(words.len()) else {
            return Vec::new();
        };
        words.push(Placed {
            bytes: start..start + word.len(),
            left: line.bbox[0] + offset,
        });
        start += word.len() + 1;
    }
    words
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
    use super::*;

    fn page(text: &str) -> PageText {
        let line = TextLine {
            text: text.to_owned(),
            bbox: [100.0, 50.0, 300.0, 62.0],
            starts: Vec::new(),
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
            starts: Vec::new(),
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
    fn words_stand_where_they_are_known_to_begin() {
        let mut page = page("• mmmm ill, mmm");
        page.lines[0].starts = vec![0.0, 30.0, 100.0, 140.0];
        let framed = |bytes: Range<usize>| frame(&page, &Spot { line: 0, bytes }).unwrap();
        let text = &page.lines[0].text;
        let (ill, last) = (text.find("ill").unwrap(), text.rfind("mmm").unwrap());
        let found = framed(ill..ill + 3);
        assert_eq!(found.x, 199.0);
        assert!(found.width < 30.0, "not the comma and the gap: {found:?}");
        let found = framed(last..last + 3);
        assert_eq!((found.x, found.x + found.width), (239.0, 301.0));
        assert!(framed(ill + 3..ill + 4).x > 200.0, "within a word");
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
