//! Lines that a program prints above or below the text of each page: the same words with other figures.

use std::collections::{HashMap, HashSet};

use probity_extract::{BlockKind, Extracted};

use crate::text::{patterns, word_count};

patterns! {
    /// The name of the file that was printed.
    FILE = r"(?i)[\w-]\.(?:indd|docx?|pdf|odt|qxd|pub|pptx?)\b";
    OF_PAGES = r"(?i)\b\d{1,3} of \d{1,3}$|\bpage \d{1,3}\b";
}

/// No such line is longer, in bytes.
const LONGEST: usize = 120;

/// What says nothing of a page or file has so many words, and stands on so many pages.
const FEWEST_WORDS: usize = 5;
const FEWEST_PAGES: usize = 4;

/// What is known of the lines that have the same letters.
#[derive(Debug, Default)]
struct Seen {
    times: usize,
    first: u32,
    last: u32,
    falls: bool,
    /// It names a page or a file.
    is_of_page: bool,
    is_of_file: bool,
    words: usize,
}

/// The letters of the lines that run through the document.
#[derive(Debug, Default)]
pub(crate) struct Running(HashSet<String>);

impl Running {
    /// Finds them by their repetition, with figures that rise.
    pub(crate) fn find(extracted: &Extracted) -> Self {
        let mut seen: HashMap<String, Seen> = HashMap::new();
        let blocks = extracted.pages.iter().flat_map(|page| &page.blocks);
        for block in blocks.filter(|block| may_run(block)) {
            if let Some(figure) = figure(&block.text) {
                let known = seen.entry(letters(&block.text)).or_default();
                known.note(&block.text, figure);
            }
        }
        seen.retain(|letters, known| !letters.is_empty() && known.runs());
        Self(seen.into_keys().collect())
    }

    pub(crate) fn has(&self, block: &probity_extract::Block) -> bool {
        !self.0.is_empty() && may_run(block) && self.0.contains(&letters(&block.text))
    }
}

impl Seen {
    fn note(&mut self, line: &str, figure: u32) {
        if self.times == 0 {
            self.first = figure;
            self.words = word_count(line);
        }
        self.falls |= self.times > 0 && figure <= self.last;
        self.times += 1;
        self.last = figure;
        self.is_of_file |= FILE.is_match(line);
        self.is_of_page |= OF_PAGES.is_match(line);
    }

    fn runs(&self) -> bool {
        // Items of a list count from one without a gap.
        let counts = usize::try_from(self.last - self.first.min(self.last)).unwrap_or(0) + 1;
        let is_list = counts == self.times && self.first <= 1;
        let rises = !self.falls && self.times > 1;
        let is_long = self.words >= FEWEST_WORDS && self.times >= FEWEST_PAGES && !is_list;
        rises && (self.is_of_file || (self.is_of_page && self.times > 2) || is_long)
    }
}

/// Most blocks are told apart by this.
fn may_run(block: &probity_extract::Block) -> bool {
    let text = block.text.trim();
    let is_line = matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading { .. });
    let is_figure = |c: char| c.is_ascii_digit();
    is_line && text.len() <= LONGEST && (text.starts_with(is_figure) || text.ends_with(is_figure))
}

/// The page that the line gives: "3 of 19", "Report 3", "3 Report".
fn figure(line: &str) -> Option<u32> {
    let line = line.trim();
    let is_digit = |c: char| c.is_ascii_digit();
    let front = line.trim_end_matches(is_digit);
    let last = &line[front.len()..];
    let of = front.trim_end().strip_suffix("of").map(str::trim_end);
    let page = of.map(|of| &of[of.trim_end_matches(is_digit).len()..]);
    let first = &line[..line.len() - line.trim_start_matches(is_digit).len()];
    let figures = [page.unwrap_or(""), last, first];
    let found = figures.into_iter().find(|figure| !figure.is_empty())?;
    found.parse().ok()
}

fn letters(line: &str) -> String {
    let letters = line.chars().filter(|c| c.is_alphabetic());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use probity_extract::{Block, Limits, extract};

    fn running(lines: &[&str]) -> Vec<String> {
        let text = lines.join("\n\n");
        let extracted = extract(text.as_bytes(), &Limits::default()).expect("it is text");
        let running = Running::find(&extracted);
        let blocks = extracted.pages.iter().flat_map(|page| &page.blocks);
        let found = blocks.filter(|block: &&Block| running.has(block));
        found.map(|block| block.text.clone()).collect()
    }

    #[test]
    fn names_of_files_and_pages_run() {
        for lines in [
            ["Ashby_final_2.docx 1 of 9", "Ashby_final_2.docx 3 of 9"].as_slice(),
            &["Ashby 1 of 9", "Ashby 2 of 9", "Ashby 5 of 9"],
            &[
                "Ashby report, page 2",
                "Ashby report, page 3",
                "Ashby report, page 4",
            ],
            &[
                "3 A report on work in Ashby",
                "4 A report on work in Ashby",
                "6 A report on work in Ashby",
                "7 A report on work in Ashby",
            ],
        ] {
            assert_eq!(running(lines), lines);
        }
    }

    #[test]
    fn figures_of_the_text_do_not_run() {
        for lines in [
            ["Recommendation 1", "Recommendation 2", "Recommendation 3"].as_slice(),
            &["Score 3 of 9", "Score 2 of 9", "Score 5 of 9"],
            &["Cases 12", "Cases 15", "Cases 18", "Cases 19"],
            &[
                "An example of good practice 1",
                "An example of good practice 2",
                "An example of good practice 3",
                "An example of good practice 4",
            ],
        ] {
            assert_eq!(running(lines), [""; 0], "{lines:?}");
        }
    }
}
