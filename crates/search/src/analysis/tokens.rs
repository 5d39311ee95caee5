//! Cutting text into words, folded for comparison, with their places in the printed form.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer words are cut: they are no words, and terms must stay small.
const LONGEST: usize = 64;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Bytes of the text that print it.
    pub(crate) range: Range<usize>,
    /// Its number in the text. A joined word shares the number of a part.
    pub(crate) position: usize,
    /// Lower case, without accents and apostrophes, compatibility forms resolved.
    pub(crate) folded: String,
    /// It ends in an `s` that is no part of the word: `inspector's`, `PDUs`.
    pub(crate) has_ending: bool,
    /// It is the parts of a hyphenated word written as one: `reoffending` for `re-offending`.
    pub(crate) joined: bool,
}

/// Where a word stands in a text.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) range: Range<usize>,
    position: usize,
    pub(crate) joined: bool,
    /// Where the last of a hyphenated word's parts begins.
    last_part: usize,
}

impl Place {
    /// The letter that the folded word begins with.
    pub(crate) fn initial(&self, text: &str) -> Option<char> {
        match text.as_bytes().get(self.range.start) {
            Some(first) if first.is_ascii() => Some(char::from(first.to_ascii_lowercase())),
            _ => folded(&text[self.range.clone()]).chars().next(),
        }
    }

    /// The word that stands there.
    pub(crate) fn token(&self, text: &str) -> Token {
        let last = &text[self.last_part..self.range.end];
        Token {
            folded: folded(&text[self.range.clone()]),
            range: self.range.clone(),
            position: self.position,
            has_ending: is_possessive(last) || is_plural_of_capitals(last),
            joined: self.joined,
        }
    }
}

/// The words of a text in order. Hyphenated words give their parts and, at the first and the last part's
/// position, the joined form, so that phrases match whichever way either side is written.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let places = places(text).into_iter();
    places.map(|place| place.token(text)).collect()
}

/// Where the words of a text stand, for those who look at few of them: see [`tokens`].
pub(crate) fn places(text: &str) -> Vec<Place> {
    let mut scanner = Scanner {
        text,
        found: Vec::with_capacity(text.len() / 6),
        compound_start: 0,
        position: 0,
    };
    scanner.run();
    scanner.found
}

/// A text in the form in which words are compared, its words separated by single spaces.
pub(crate) fn fold(text: &str) -> String {
    fold_words(&tokens(text))
}

/// Words in the form in which they are compared, separated by single spaces.
pub(crate) fn fold_words(words: &[Token]) -> String {
    let words: Vec<&str> = words
        .iter()
        .filter(|token| !token.joined)
        .map(|token| token.folded.as_str())
        .collect();
    words.join(" ")
}

struct Scanner<'t> {
    text: &'t str,
    found: Vec<Place>,
    /// Where in `found` the parts of the hyphenated word being read begin.
    compound_start: usize,
    position: usize,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(start) = self.next_word(at) {
            let end = self.word_end(start);
            self.push_word(start..end);
            match hyphen_to_word(&self.text[end..]) {
                Some(length) => at = end + length,
                None => {
                    self.close_compound();
                    at = end;
                }
            }
        }
    }

    /// Where the next word begins.
    fn next_word(&self, mut at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(at) {
            if byte.is_ascii() {
                if byte.is_ascii_alphanumeric() {
                    return Some(at);
                }
                at += 1;
                continue;
            }
            let next = self.text[at..].chars().next()?;
            if starts_word(next) {
                return Some(at);
            }
            at += next.len_utf8();
        }
        None
    }

    /// Where the word that begins here ends: apostrophes and number punctuation inside it included.
    fn word_end(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = start;
        loop {
            while bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
                end += 1;
            }
            let may_go_on = |byte: &u8| !byte.is_ascii() || b"'`.,".contains(byte);
            if !bytes.get(end).is_some_and(may_go_on) {
                return end;
            }
            let rest = &self.text[end..];
            let Some(next) = rest.chars().next() else {
                return end;
            };
            if is_word(next) || is_invisible(next) {
                end += next.len_utf8();
                continue;
            }
            let after = rest[next.len_utf8()..].chars().next();
            let before = self.text[start..end].chars().next_back();
            let inside = match next {
                _ if is_apostrophe(next) => after.is_some_and(char::is_alphabetic),
                '.' => before.is_some_and(is_digit) && after.is_some_and(is_digit),
                ',' => before.is_some_and(is_digit) && is_thousands(&rest[1..]),
                _ => false,
            };
            if !inside {
                return end;
            }
            end += next.len_utf8();
        }
    }

    fn push_word(&mut self, range: Range<usize>) {
        let printed = &self.text[range.clone()];
        if !printed.as_bytes()[0].is_ascii() && folded(printed).is_empty() {
            return;
        }
        self.found.push(Place {
            last_part: range.start,
            range,
            position: self.position,
            joined: false,
        });
        self.position += 1;
    }

    fn close_compound(&mut self) {
        let parts = &self.found[self.compound_start..];
        if let [first, .., last] = parts
            && parts.len() <= 4
            && parts.iter().any(|part| self.has_letters(part))
        {
            let mut joined = Place {
                range: first.range.start..last.range.end,
                position: first.position,
                joined: true,
                last_part: last.range.start,
            };
            let end = last.position;
            self.found.push(joined.clone());
            joined.position = end;
            self.found.push(joined);
            self.found[self.compound_start..].sort_by_key(|place| place.position);
        }
        self.compound_start = self.found.len();
    }

    fn has_letters(&self, part: &Place) -> bool {
        folded(&self.text[part.range.clone()]).contains(char::is_alphabetic)
    }
}

fn folded(printed: &str) -> String {
    let mut folded = String::with_capacity(printed.len());
    let kept = |c: &char| c.is_alphanumeric() || *c == '.';
    for c in printed.chars() {
        if c.is_ascii() {
            if kept(&c) {
                folded.push(c.to_ascii_lowercase());
            }
        } else if !is_invisible(c) && !is_apostrophe(c) {
            let plain = c.nfkd().filter(|c| !is_combining_mark(*c));
            folded.extend(plain.flat_map(char::to_lowercase).filter(kept));
        }
    }
    truncate(&mut folded);
    folded
}

fn truncate(folded: &mut String) {
    if folded.len() <= LONGEST {
        return;
    }
    if let Some((end, _)) = folded.char_indices().nth(LONGEST) {
        folded.truncate(end);
    }
}

/// The length of a hyphen (or soft hyphen at a line's end) with a word right after it.
fn hyphen_to_word(rest: &str) -> Option<usize> {
    if rest
        .bytes()
        .next()
        .is_none_or(|byte| byte.is_ascii() && byte != b'-')
    {
        return None;
    }
    let hyphen = rest.chars().next().filter(|c| is_hyphen(*c))?;
    let after = rest[hyphen.len_utf8()..].chars().next()?;
    starts_word(after).then_some(hyphen.len_utf8())
}

fn is_thousands(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits == 3
}

fn is_possessive(printed: &str) -> bool {
    let mut back = printed.chars().rev();
    matches!(back.next(), Some('s' | 'S')) && back.next().is_some_and(is_apostrophe)
}

fn is_plural_of_capitals(printed: &str) -> bool {
    let capitals = printed.strip_suffix('s').unwrap_or_default();
    capitals.len() >= 2 && capitals.bytes().all(|b| b.is_ascii_uppercase())
}

fn starts_word(c: char) -> bool {
    c.is_alphanumeric()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && is_combining_mark(c))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇' | '`' | '´')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Soft hyphens and zero-width characters: printed or not, they are no part of a word.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &[(usize, &str)]) {
        let found: Vec<(usize, String)> = tokens(text)
            .into_iter()
            .map(|token| (token.position, token.folded))
            .collect();
        let found: Vec<(usize, &str)> = found.iter().map(|(at, word)| (*at, &**word)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_are_folded() {
        check(
            "The Café’s STAFF",
            &[(0, "the"), (1, "cafes"), (2, "staff")],
        );
        check("ﬁndings of\u{ad}fice", &[(0, "findings"), (1, "office")]);
        check("don't (won’t)", &[(0, "dont"), (1, "wont")]);
        check("inspectors' views", &[(0, "inspectors"), (1, "views")]);
    }

    #[test]
    fn numbers_keep_their_points() {
        check(
            "P 2.1: 1,250 of 47, 9/27.",
            &[
                (0, "p"),
                (1, "2.1"),
                (2, "1250"),
                (3, "of"),
                (4, "47"),
                (5, "9"),
                (6, "27"),
            ],
        );
    }

    #[test]
    fn hyphenated_words_are_found_in_parts_and_as_one() {
        check(
            "less re‑offending now",
            &[
                (0, "less"),
                (1, "re"),
                (1, "reoffending"),
                (2, "offending"),
                (2, "reoffending"),
                (3, "now"),
            ],
        );
        check("2023-24 - now", &[(0, "2023"), (1, "24"), (2, "now")]);
    }

    proptest! {
        #[test]
        fn ranges_are_of_the_text_and_in_order(text in "\\PC{0,60}") {
            let mut position = 0;
            for token in tokens(&text) {
                prop_assert!(text.get(token.range.clone()).is_some());
                prop_assert!(token.position >= position);
                prop_assert!(!token.folded.is_empty());
                position = token.position;
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in "[a-zA-Zéüß' -]{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
