//! Words that a line end has cut: joined where the document itself, or the look of the parts, says
//! that the hyphen was the printer's.

use std::collections::HashSet;

/// The words of a document that no line end has cut, and whether its lines end in cut words often.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: HashSet<String>,
    /// What stands behind the last hyphen of its compounds.
    ends: HashSet<String>,
    /// The printer cut words: else a hyphen at a line's end is the writer's.
    hyphenated: bool,
}

impl Vocabulary {
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let (mut words, mut ends) = (HashSet::new(), HashSet::new());
        let (mut long, mut cut) = (0, 0);
        for line in lines {
            long += usize::from(line.len() > 20);
            cut += usize::from(ends_cut(line).is_some());
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
        Self {
            words,
            ends,
            hyphenated: cut * 40 > long,
        }
    }

    fn knows(&self, word: &str) -> bool {
        let word = bare(word);
        self.words.contains(word) || self.words.contains(&word.to_lowercase())
    }

    /// The document has compounds that end in this word.
    fn ends_compounds(&self, word: &str) -> bool {
        bare(word).len() >= 4 && self.ends.contains(&bare(word).to_lowercase())
    }
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The line without its hyphen, where it ends in one behind a letter.
pub(super) fn ends_cut(line: &str) -> Option<&str> {
    let cut = line.strip_suffix(['-', '\u{2010}', '\u{AD}'])?;
    cut.ends_with(char::is_alphabetic).then_some(cut)
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
    let head = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let tail = line.split(char::is_whitespace).next().unwrap_or_default();
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
    if text.ends_with('\u{AD}') {
        return true;
    }
    let head = cut.rsplit(char::is_whitespace).next().unwrap_or_default();
    let tail = line.split(char::is_whitespace).next().unwrap_or_default();
    if !tail.starts_with(char::is_lowercase) {
        return false;
    }
    if words.knows(&format!("{head}{tail}")) {
        return true;
    }
    if words.knows(&format!("{head}-{tail}")) || head.contains('-') {
        return false;
    }
    if !words.hyphenated {
        return false;
    }
    let first_part = tail.split('-').next().unwrap_or(tail);
    if is_combining(head) && tail.len() >= 2 && words.knows(first_part) {
        return false;
    }
    let several = tail.contains('-') && is_word(head, words) && is_word(first_part, words);
    !(several || words.ends_compounds(tail))
}

/// First parts of compounds that are written with a hyphen and begin few words otherwise.
fn is_combining(head: &str) -> bool {
    matches!(
        bare(head).to_lowercase().as_str(),
        "non"
            | "multi"
            | "post"
            | "self"
            | "semi"
            | "anti"
            | "cross"
            | "well"
            | "follow"
            | "long"
            | "short"
            | "high"
            | "low"
            | "full"
            | "part"
            | "half"
            | "one"
            | "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "twenty"
            | "thirty"
            | "forty"
            | "fifty"
            | "sixty"
            | "seventy"
            | "eighty"
            | "ninety"
            | "year"
            | "home"
            | "case"
            | "people"
    )
}

fn is_word(part: &str, words: &Vocabulary) -> bool {
    bare(part).len() >= 2 && words.knows(part)
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
