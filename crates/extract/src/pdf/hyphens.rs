//! Words that a line end has cut: joined where the document itself, or the look of the parts, says
//! that the hyphen was the printer's.

use std::collections::HashSet;

use super::compounds::is_compound;
use super::words::Word;

/// The hyphen that is only there because a line ends.
const SOFT: char = '\u{AD}';

/// The words of a document that no line end has cut, and whether its lines end in cut words often.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: HashSet<String>,
    /// What stands behind the last hyphen of its compounds.
    ends: HashSet<String>,
    /// The printer cut words: else a hyphen at a line's end is the writer's.
    hyphenated: bool,
    /// The printer's hyphens are told from the writer's.
    marked: bool,
}

impl Vocabulary {
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let (mut words, mut ends) = (HashSet::new(), HashSet::new());
        let (mut long, mut soft, mut cuts) = (0, 0, Vec::new());
        let mut above: Option<&str> = None;
        for line in lines {
            long += usize::from(line.len() > 20);
            soft += usize::from(line.ends_with(SOFT));
            if let Some(head) = above.and_then(ends_cut) {
                cuts.push((last_word(head), first_word(line)));
            }
            above = Some(line);
            // The first and the last word of a line may be parts of one.
            let inner = line
                .split_once(' ')
                .and_then(|(_, rest)| rest.rsplit_once(' '));
            for word in inner.into_iter().flat_map(|(inner, _)| inner.split(' ')) {
                let word = bare(word);
                // Most words have been met, in small letters.
                if !words.contains(word) {
                    let word = word.to_lowercase();
                    ends.extend(word.rsplit_once('-').map(|(_, end)| end.to_owned()));
                    words.insert(word);
                }
            }
        }
        words.remove("");
        let mut found = Self {
            words,
            ends,
            hyphenated: false,
            marked: soft >= 3 && soft * 2 > cuts.len(),
        };
        let printers = cuts
            .iter()
            .filter(|(head, tail)| !found.are_words(head, tail));
        let printers = printers.count();
        found.hyphenated = cuts.len() * 40 > long && printers * 2 >= cuts.len();
        found
    }

    /// Two words of the document, which are not one.
    fn are_words(&self, head: &str, tail: &str) -> bool {
        let (head, tail) = (last_part(head), first_part(bare(tail)));
        self.knows(head) && self.knows(tail) && !self.knows(&format!("{head}{tail}"))
    }

    pub(super) fn knows(&self, word: &str) -> bool {
        let word = bare(word);
        self.words.contains(word) || self.words.contains(&word.to_lowercase())
    }

    /// The document has compounds that end in this word.
    pub(super) fn ends_compounds(&self, word: &str) -> bool {
        bare(word).len() >= 4 && self.ends.contains(&bare(word).to_lowercase())
    }
}

fn last_word(text: &str) -> &str {
    text.rsplit(char::is_whitespace).next().unwrap_or_default()
}

fn first_word(line: &str) -> &str {
    line.split(char::is_whitespace).next().unwrap_or_default()
}

/// The last part of a compound or an address.
pub(super) fn last_part(word: &str) -> &str {
    word.rsplit(['-', '/']).next().unwrap_or(word)
}

pub(super) fn first_part(word: &str) -> &str {
    word.split(['-', '/']).next().unwrap_or(word)
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The line without its hyphen, where it ends in one behind a letter.
pub(super) fn ends_cut(line: &str) -> Option<&str> {
    let cut = line.strip_suffix(['-', '\u{2010}', SOFT])?;
    cut.ends_with(char::is_alphabetic).then_some(cut)
}

/// Some programs write every hyphen as one of a line's end: where words hold such ones inside, all are
/// plain hyphens.
pub(super) fn spell_plainly(pages: &mut [Vec<Word>]) {
    let has_soft = |word: &&mut Word| word.text.contains(SOFT);
    let words = pages.iter_mut().flatten();
    let mut soft: Vec<&mut Word> = words.filter(has_soft).collect();
    let inside = |word: &&mut Word| word.text.trim_end_matches(SOFT).contains(SOFT);
    if soft.iter().any(inside) {
        for word in &mut soft {
            word.text = word.text.replace(SOFT, "-").into();
        }
    }
}

/// Appends the next line of a paragraph.
pub(super) fn append(text: &mut String, line: &str, words: &Vocabulary) {
    match cut_between(text, line, words) {
        Some(keep) => text.truncate(keep),
        // An address broken at a slash and a hyphen of the writer go on without a space.
        None if text.is_empty() || goes_on(text, line) => {}
        None => text.push(' '),
    }
    text.push_str(line);
}

/// Makes a word that the printer cut at the end of a line whole there; the next line begins behind it.
pub(super) fn mend(line: &mut String, next: &mut String, words: &Vocabulary) {
    if let Some(keep) = cut_between(line, next, words) {
        let end = next.find(' ').unwrap_or(next.len());
        line.truncate(keep);
        line.push_str(&next[..end]);
        *next = next[end..].trim_start().to_owned();
    }
}

/// How much of the text stays before a word's second part, where a line end has cut that word.
fn cut_between(text: &str, line: &str, words: &Vocabulary) -> Option<usize> {
    if is_torn(text, line, words) {
        return Some(text.len());
    }
    let cut = ends_cut(text).filter(|_| line.starts_with(char::is_alphanumeric))?;
    is_printers_hyphen(text, cut, line, words).then_some(cut.len())
}

fn goes_on(text: &str, line: &str) -> bool {
    let hyphen = ends_cut(text).is_some() && line.starts_with(char::is_alphanumeric);
    hyphen || (text.ends_with('/') && is_address(text))
}

/// A word too long for its narrow column, torn without a hyphen: neither part is a word, both are.
fn is_torn(text: &str, line: &str, words: &Vocabulary) -> bool {
    let (head, tail) = (last_word(text), first_word(line));
    let (head, tail) = (last_part(head), first_part(tail));
    let letters = head.ends_with(char::is_alphabetic) && tail.starts_with(char::is_lowercase);
    letters
        && head.len() + bare(tail).len() >= 8
        && (!words.knows(head) || !words.knows(tail))
        && words.knows(&format!("{head}{tail}"))
}

fn is_address(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    last.contains("://") || last.starts_with("www.")
}

fn is_printers_hyphen(text: &str, cut: &str, line: &str, words: &Vocabulary) -> bool {
    if text.ends_with(SOFT) || words.marked {
        return text.ends_with(SOFT);
    }
    let (head, tail) = (last_word(cut), first_word(line));
    if !tail.starts_with(char::is_lowercase) {
        return false;
    }
    if words.knows(&format!("{head}{tail}")) {
        return true;
    }
    words.hyphenated
        && !words.knows(&format!("{head}-{tail}"))
        && !is_compound(&bare(head).to_lowercase(), bare(tail), words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], expected: &str) {
        let known = [
            "the high quality work, the development and face-to-face time of a well informed staff to do it",
        ];
        let words = Vocabulary::of(lines.iter().chain(&known).copied());
        let mut text = String::new();
        for line in lines {
            append(&mut text, line, &words);
        }
        assert_eq!(text, expected);
    }

    #[test]
    fn hyphens_of_the_printer_go_and_those_of_the_writer_stay() {
        check(&["the devel-", "opment of"], "the development of");
        check(&["a face-", "to-face talk"], "a face-to-face talk");
        check(&["of high-", "quality work"], "of high-quality work");
        check(&["their super\u{AD}", "vision"], "their supervision");
        check(&["their super-", "vision"], "their supervision");
        check(&["North-", "East region"], "North-East region");
        check(&["2019-", "20 was"], "2019- 20 was");
        // Two words that are one: the document has no compound like it.
        check(
            &["every-", "thing that", "every thing"],
            "everything that every thing",
        );
        check(
            &["a needs-", "based plan of a risk-based kind"],
            "a needs-based plan of a risk-based kind",
        );
        check(
            &["of thirty-", "three or three more"],
            "of thirty-three or three more",
        );
        check(&["one", "two"], "one two");
    }

    #[test]
    fn a_cut_word_is_whole_on_its_first_line() {
        let words = Vocabulary::of(["the development of it"].into_iter());
        let (mut line, mut next) = ("the devel-".to_owned(), "opment of".to_owned());
        mend(&mut line, &mut next, &words);
        assert_eq!((line.as_str(), next.as_str()), ("the development", "of"));
    }

    #[test]
    fn addresses_go_on_without_a_space() {
        check(
            &["see https://example.org/", "reports here"],
            "see https://example.org/reports here",
        );
    }
}
