//! Running headers, running footers and page numbers: the same words in the same place, page after
//! page. They go before a page is laid out, so that they join no column and no table.

use std::collections::HashMap;

use super::lines::{self, PrintLine};
use super::words::Word;
use crate::html::numeral;

/// Takes the running lines out of all pages' words; per page the lines taken.
pub(super) fn take(pages: &mut [Vec<Word>], heights: &[f32]) -> Vec<Vec<PrintLine>> {
    let zones: Vec<[Zone; 2]> = pages
        .iter_mut()
        .zip(heights)
        .map(|(words, &height)| zones(words, height))
        .collect();
    let mut counts: HashMap<Key, usize> = HashMap::new();
    for row in zones.iter().flatten().flatten() {
        for key in std::iter::once(&row.key).chain(&row.parts) {
            *counts.entry(key.clone()).or_default() += 1;
        }
    }
    let total = pages.len();
    let mut taken = Vec::with_capacity(total);
    for (index, (words, zones)) in pages.iter_mut().zip(zones).enumerate() {
        let mut lines = Vec::new();
        for zone in zones {
            // Outermost rows first: what stands further in than a row of text is text.
            let running = |at: usize| {
                let row = &zone[at];
                let parts = row
                    .parts
                    .iter()
                    .filter(|_| is_apart(row, &zone[at + 1..], words));
                let keys = std::iter::once(&row.key).chain(parts);
                let repeated = keys.map(|key| counts[key]).max();
                is_running(row, repeated.unwrap_or(0), total, index)
            };
            let end = (0..zone.len()).find(|&at| !running(at));
            let end = end.unwrap_or(zone.len());
            for (i, row) in zone.into_iter().enumerate() {
                if i < end {
                    lines.push(row.line);
                } else {
                    words.extend(row.words);
                }
            }
        }
        taken.push(lines);
    }
    taken
}

/// A line's words without the page's number, and its height on the page.
type Key = (String, i32);

struct Row {
    key: Key,
    /// Those of its parts, where white parts it: the section's name may change beside the report's.
    parts: Vec<Key>,
    line: PrintLine,
    words: Vec<Word>,
}

/// The rows near one edge of a page, the outermost first.
type Zone = Vec<Row>;

/// The share of a page's height where running lines stand.
const ZONE: f32 = 0.13;

/// Takes the rows near the upper and the lower edge out of a page.
fn zones(words: &mut Vec<Word>, height: f32) -> [Zone; 2] {
    let (mut top, mut bottom, mut inner) = (Vec::new(), Vec::new(), Vec::new());
    for word in words.drain(..) {
        let zone = match word.y {
            y if y < ZONE * height => &mut top,
            y if y > (1.0 - ZONE) * height => &mut bottom,
            _ => &mut inner,
        };
        zone.push(word);
    }
    *words = inner;
    let rows = |words| {
        lines::rows(words)
            .into_iter()
            .map(|words| row(words, height))
    };
    [rows(top).collect(), rows(bottom).rev().collect()]
}

fn row(words: Vec<Word>, height: f32) -> Row {
    let line = lines::line(&words, (0.0, 0.0));
    let from_edge = if line.y < height / 2.0 {
        line.y
    } else {
        line.y - height
    };
    let place = (from_edge / 8.0).round() as i32;
    let apart = |a: &Word, b: &Word| b.x0 - a.x1 > 2.0 * a.size;
    let parts: Vec<&[Word]> = words.chunk_by(|a, b| !apart(a, b)).collect();
    let part = |words: &&[Word]| (alike(&lines::line(words, (0.0, 0.0)).text), place);
    // A number alone is that of any page.
    let is_named = |key: &Key| key.0.contains(char::is_alphabetic);
    let parts = match parts.as_slice() {
        [_] => Vec::new(),
        parts => parts.iter().map(part).filter(is_named).collect(),
    };
    Row {
        key: (alike(&line.text), place),
        parts,
        line,
        words,
    }
}

/// The words of a line without a page number before or behind them, figures made alike.
fn alike(text: &str) -> String {
    let number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<&str> = text.split(' ').collect();
    if roman(text).is_some() {
        return "#".into();
    }
    let inner = match words.as_slice() {
        [inner @ .., last] if !inner.is_empty() && number(last) => inner,
        [first, inner @ ..] if !inner.is_empty() && number(first) => inner,
        all => all,
    };
    let alike = inner.join(" ").replace(|c: char| c.is_ascii_digit(), "#");
    alike.replace("##", "#").replace("##", "#")
}

/// White parts the row from what stands further in, as it parts running lines from text.
fn is_apart(row: &Row, further_in: &[Row], text: &[Word]) -> bool {
    let rows = further_in.iter().map(|next| next.line.y);
    let mut below = rows.chain(text.iter().map(|word| word.y));
    below.all(|y| (y - row.line.y).abs() > 1.8 * row.line.size)
}

fn is_running(row: &Row, repeated: usize, pages: usize, index: usize) -> bool {
    if is_page_number(&row.line.text, index) && (pages == 1 || repeated >= 2) {
        return true;
    }
    pages >= 3 && repeated >= 3 && repeated * 5 >= pages
}

/// A number as prefaces print it: `iv`.
fn roman(text: &str) -> Option<usize> {
    const HIGHEST: i64 = 60;
    let text = text.to_lowercase();
    let is_roman = !text.is_empty() && text.bytes().all(|byte| b"ivxl".contains(&byte));
    let number = (1..=HIGHEST).find(|&number| is_roman && numeral(number, 'i') == text)?;
    usize::try_from(number).ok()
}

/// A lone number near the page's own: `7`, `- 7 -`, `Page 7 of 9`, `vii`.
fn is_page_number(text: &str, index: usize) -> bool {
    let words = text.to_lowercase().replace(['-', '–', '|', '/'], " ");
    let mut numbers = Vec::new();
    for word in words.split_whitespace() {
        match word.parse::<usize>().ok().or_else(|| roman(word)) {
            Some(number) => numbers.push(number),
            None if matches!(word, "page" | "of" | "p" | "p.") => {}
            None => return false,
        }
    }
    (1..=2).contains(&numbers.len()) && numbers[0].abs_diff(index + 1) <= 20
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers() {
        for text in ["7", "- 7 -", "Page 7 of 30", "7 | Page", "7/30", "vii"] {
            assert!(is_page_number(text, 6), "{text}");
        }
        for text in ["2024", "7 units", "P 1.1", "civil", "iiv", ""] {
            assert!(!is_page_number(text, 6), "{text}");
        }
    }

    #[test]
    fn running_words_are_alike_whatever_the_page() {
        assert_eq!(
            alike("Inspection of Harbour 7"),
            alike("Inspection of Harbour 12")
        );
        assert_eq!(
            alike("12 Annual report 2024"),
            alike("13 Annual report 2024")
        );
        assert_ne!(alike("Leadership"), alike("Staffing"));
    }
}
