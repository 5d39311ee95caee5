//! hOCR, the form in which `tesseract` tells what it sees, to words.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::SeenWord;
use crate::prose::pattern;

/// Where a line stands, what its base line is and how large its print.
struct Row {
    left: f32,
    bottom: f32,
    /// How much the base line falls, and where it is at the left end, from the bottom.
    slope: f32,
    offset: f32,
    /// From the foot of `p` to the top of `d`.
    tall: f32,
    words: usize,
}

/// The words of all lines, in the order of the file. What is no hOCR holds none.
pub(super) fn words(hocr: &str) -> Vec<SeenWord> {
    static PART: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r#"title=["']bbox ([0-9]+) ([0-9]+) ([0-9]+) ([0-9]+); (?:"#,
            r#"baseline ([-0-9.]+) ([-0-9.]+); x_size ([0-9.]+)[^>]*>"#,
            r#"|x_wconf ([0-9]+)['"][^>]*>(?:<(?:strong|em)>)*([^<]*)<)"#
        ))
    });
    let mut words = Vec::new();
    let mut row: Option<Row> = None;
    for found in PART.captures_iter(hocr) {
        if found.get(7).is_some() {
            row = Some(line(&found));
        } else if let Some(row) = &mut row {
            words.extend(word(&found, row));
        }
    }
    words
}

fn number(found: &Captures, group: usize) -> f32 {
    found
        .get(group)
        .and_then(|part| part.as_str().parse().ok())
        .unwrap_or_default()
}

fn line(found: &Captures) -> Row {
    Row {
        left: number(found, 1),
        bottom: number(found, 4),
        slope: number(found, 5),
        offset: number(found, 6),
        tall: number(found, 7),
        words: 0,
    }
}

/// Ascenders and descenders take this share of the size of ordinary print.
const TALL: f32 = 0.93;

fn word(found: &Captures, row: &mut Row) -> Option<SeenWord> {
    let [x0, y0, x1, y1] = [1, 2, 3, 4].map(|group| number(found, group));
    let text = found.get(9).map_or("", |text| text.as_str().trim());
    let text = quick_xml::escape::unescape(text).ok()?.into_owned();
    let y = row.bottom + row.offset + row.slope * (x0 - row.left);
    let first = row.words == 0;
    row.words += 1;
    let text = if first && is_dot([x0, y0, x1, y1], y, row.tall) && text.chars().count() == 1 {
        "•".to_owned()
    } else {
        text
    };
    let is_sure = number(found, 8) >= 30.0;
    let says_something = text.contains(|c: char| c.is_alphanumeric() || "•–-&£%".contains(c));
    (says_something && is_sure || text == "•").then(|| SeenWord {
        text,
        x0,
        x1,
        y,
        size: row.tall / TALL,
    })
}

/// A small mark in the middle of the letters' height: a bullet, whatever letter it was taken for.
fn is_dot([x0, y0, x1, y1]: [f32; 4], base_line: f32, tall: f32) -> bool {
    let (width, height) = (x1 - x0, y1 - y0);
    let above = base_line - y1;
    width < 0.42 * tall
        && height < 0.42 * tall
        && width < 1.5 * height
        && height < 1.5 * width
        && above > 0.04 * tall
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_on_the_base_line_of_their_line() {
        let found = words(
            "<span class='ocr_line' title=\"bbox 100 50 400 80; baseline 0.01 -6; x_size 28; x_descenders 6\">\n\
             <span class='ocrx_word' title='bbox 100 52 150 74; x_wconf 96'>Staff &amp; co.</span>\n\
             <span class='ocrx_word' title='bbox 200 52 250 74; x_wconf 91'><strong>were</strong></span>\n\
             <span class='ocrx_word' title='bbox 300 50 302 90; x_wconf 80'>|</span></span>",
        );
        let places: Vec<(&str, f32, f32)> = found
            .iter()
            .map(|word| (word.text.as_str(), word.x0, word.y))
            .collect();
        assert_eq!(
            places,
            [("Staff & co.", 100.0, 74.0), ("were", 200.0, 75.0)]
        );
        assert!((found[0].size - 30.1).abs() < 0.1);
    }

    #[test]
    fn a_dot_before_a_line_is_a_bullet() {
        let found = words(
            "<span class='ocr_line' title=\"bbox 100 50 400 80; baseline 0 -6; x_size 28\">\n\
             <span class='ocrx_word' title='bbox 100 59 109 68; x_wconf 20'>¢</span>\n\
             <span class='ocrx_word' title='bbox 130 52 200 74; x_wconf 96'>Leaders</span></span>",
        );
        let texts: Vec<&str> = found.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["•", "Leaders"]);
    }
}
