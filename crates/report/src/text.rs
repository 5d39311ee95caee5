//! Small truths about words: plain forms for comparing, sentences, patterns.

use std::borrow::Cow;
use std::ops::Deref;

use memchr::memchr3_iter;
use regex::{Captures, Match, Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use crate::begins::Beginnings;

/// Patterns of a module, compiled once, at their first use.
macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $source:expr;)+) => {
        $($(#[$doc])* static $name: std::sync::LazyLock<crate::text::Pattern> =
            std::sync::LazyLock::new(|| crate::text::pattern($source));)+
    };
}
pub(crate) use patterns;

/// A pattern of this program's own: it compiles, or the tests fail.
///
/// Words and digits are those of English and its neighbours (Latin letters with their accents). The
/// classes of all scripts would make each pattern some hundred kilobytes large, and there are many.
#[expect(
    clippy::expect_used,
    reason = "the patterns are part of the program, and tests use each"
)]
pub(crate) fn pattern(source: &str) -> Pattern {
    let source = latin(source);
    let regex = RegexBuilder::new(&source)
        .dfa_size_limit(LAZY_DFA_BYTES)
        .build()
        .expect("a pattern of the program is well formed");
    Pattern {
        regex,
        beginnings: Beginnings::of(&source),
    }
}

/// A pattern that knows what its matches begin with, where it is for the start of texts. Most of those
/// are for the few lines that have a certain form, and asked of all.
pub(crate) struct Pattern {
    regex: Regex,
    beginnings: Option<Beginnings>,
}

impl Pattern {
    fn may_match(&self, text: &str) -> bool {
        let beginnings = self.beginnings.as_ref();
        beginnings.is_none_or(|beginnings| beginnings.may_open(text))
    }

    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.may_match(text) && self.regex.is_match(text)
    }

    pub(crate) fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        let may_match = self.may_match(text);
        may_match.then(|| self.regex.find(text)).flatten()
    }

    pub(crate) fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        let may_match = self.may_match(text);
        may_match.then(|| self.regex.captures(text)).flatten()
    }
}

impl Deref for Pattern {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        &self.regex
    }
}

/// Several patterns of the program that are looked for in one go.
#[expect(
    clippy::expect_used,
    reason = "the patterns are part of the program, and tests use each"
)]
pub(crate) fn patterns_together<S: AsRef<str>>(sources: impl IntoIterator<Item = S>) -> RegexSet {
    let sources = sources.into_iter().map(|source| latin(source.as_ref()));
    RegexSetBuilder::new(sources)
        .build()
        .expect("patterns of the program are well formed")
}

/// What one pattern may keep of the automaton that it builds while it runs.
const LAZY_DFA_BYTES: usize = 256 << 10;

/// The pattern with the classes of all scripts narrowed to Latin ones.
fn latin(source: &str) -> String {
    let mut out = String::with_capacity(source.len() * 2);
    let mut rest = source;
    while let Some(at) = rest.find('\\') {
        let (front, escape) = rest.split_at(at);
        out.push_str(front);
        let narrowed = LATIN.iter().find(|(wide, _)| escape.starts_with(wide));
        let (length, narrow) = match narrowed {
            Some((wide, narrow)) => (wide.len(), *narrow),
            // What is escaped may be a backslash itself.
            None => {
                let escaped = escape.chars().take(2).map(char::len_utf8).sum();
                (escaped, &escape[..escaped])
            }
        };
        out.push_str(narrow);
        rest = &escape[length..];
    }
    out.push_str(rest);
    out
}

/// Classes of all scripts, and what they are narrowed to, within another class as well.
const LATIN: [(&str, &str); 7] = [
    (r"\w", r"[0-9A-Za-z_\u{c0}-\u{24f}]"),
    (r"\W", r"[^0-9A-Za-z_\u{c0}-\u{24f}]"),
    (r"\d", "[0-9]"),
    (r"\D", "[^0-9]"),
    (r"\b", r"(?-u:\b)"),
    (r"\p{L}", r"[A-Za-z\u{c0}-\u{24f}]"),
    (r"\p{Lu}", r"[\p{Lu}&&[\u{0}-\u{24f}]]"),
];

/// [`Regex::captures`] for texts of which few match: that takes memory before it looks.
pub(crate) fn captured<'t>(pattern: &Pattern, text: &'t str) -> Option<Captures<'t>> {
    let found = pattern.is_match(text);
    found.then(|| pattern.captures(text)).flatten()
}

/// [`Regex::captures_iter`] for texts of which few match.
pub(crate) fn all_captured<'t>(
    pattern: &'t Regex,
    text: &'t str,
) -> impl Iterator<Item = Captures<'t>> {
    let found = pattern.find_iter(text);
    found.filter_map(move |found| pattern.captures_at(text, found.start()))
}

/// Straight quotes, short dashes, single spaces: what patterns are written for. Case stays.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let (even, uneven) = rest.split_at(level(rest.as_bytes()));
        out.push_str(even);
        let mut chars = uneven.chars();
        let Some(c) = chars.next() else { break };
        rest = chars.as_str();
        match c {
            '‘' | '’' | '‛' | '`' => out.push('\''),
            '“' | '”' | '„' => out.push('"'),
            '–' | '—' | '‐' | '‑' | '−' => out.push('-'),
            '\u{ad}' => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    let led = out.len() - out.trim_start().len();
    out.drain(..led);
    Cow::Owned(out)
}

/// How many bytes from the start are in plain form, whatever stands before them; or less.
fn level(bytes: &[u8]) -> usize {
    if bytes.first() == Some(&b' ') {
        return 0;
    }
    let mut end = 0;
    while let Some(window) = bytes[end..].first_chunk::<WINDOW>()
        && is_even(window)
    {
        end += WINDOW - 1;
    }
    let is_level = |byte: &u8| is_plain_sign(*byte) && *byte != b' ';
    while let Some(length) = bytes[end..].iter().position(|byte| !is_level(byte)) {
        end += length;
        if length == 0 || bytes[end] != b' ' {
            return end;
        }
        end += 1;
    }
    bytes.len()
}

/// How many bytes are looked at in one go, and the one behind them: two spaces may stand in different
/// windows.
const WINDOW: usize = 33;

/// Most texts come in plain form already.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ') {
        return false;
    }
    // What is left behind whole windows would be looked at byte by byte: a last one lies over others.
    match bytes.last_chunk::<WINDOW>() {
        Some(last) => {
            let whole = (bytes.len() - 1) / (WINDOW - 1) * (WINDOW - 1) + 1;
            is_even(&bytes[..whole]) && is_even(last)
        }
        None => is_even(bytes),
    }
}

/// Nothing but signs of plain texts, and no two spaces side by side.
#[inline]
fn is_even(bytes: &[u8]) -> bool {
    // Without leaving early, the compiler looks at many bytes at once.
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let even = pairs.fold(true, |all, (a, b)| {
        all & is_plain_sign(*a) & ((*a != b' ') | (*b != b' '))
    });
    even && bytes.last().is_none_or(|last| is_plain_sign(*last))
}

const fn is_plain_sign(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') & (byte != b'`')
}

/// [`plain`] in lower case, without punctuation at either end: for asking whether two texts are the same.
pub(crate) fn fold(text: &str) -> String {
    let lower = plain(text).to_lowercase();
    lower
        .trim_matches(|c: char| !c.is_alphanumeric() && c != '(' && c != ')')
        .to_owned()
}

/// The sentences of a plain text, in order, without the white space between them.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in memchr3_iter(b'.', b'!', b'?', text.as_bytes()) {
        if ends_sentence(text, at) {
            let end = closing(text, at + 1);
            found.push(text[start..end].trim());
            start = end;
        }
    }
    found.push(text[start..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// Where the quotes and brackets that close a sentence end.
fn closing(text: &str, from: usize) -> usize {
    let closers = text[from..]
        .chars()
        .take_while(|c| matches!(c, '"' | '\'' | '”' | '’' | ')' | ']'))
        .map(char::len_utf8);
    from + closers.sum::<usize>()
}

fn ends_sentence(text: &str, at: usize) -> bool {
    let after = &text[closing(text, at + 1)..];
    if !after.is_empty() && !after.starts_with(' ') {
        return false;
    }
    let next = after.trim_start().chars().next();
    let opens = next.is_none_or(|c| !c.is_lowercase());
    let word = text[..at]
        .rsplit(|c: char| !c.is_alphanumeric() && c != '.')
        .next()
        .unwrap_or("");
    opens && !is_abbreviation(word)
}

fn is_abbreviation(word: &str) -> bool {
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    initial
        || matches!(
            word,
            "St" | "Mr" | "Mrs" | "Ms" | "Dr" | "No" | "Prof" | "e.g" | "i.e" | "approx" | "vs"
        )
}

/// The text begins with a small letter: it goes on from something.
pub(crate) fn starts_small(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase)
}

/// The text ends as a sentence or an announcement does, footnote signs and quotes aside.
pub(crate) fn ends_complete(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| {
        matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | ' ') || is_superscript(c)
    });
    bare.ends_with(['.', '!', '?', ':', ';', '…'])
}

/// Digits set high, as footnote signs are.
pub(crate) fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// Up to so many bytes from the start of a text, to a whole character.
pub(crate) fn head(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len()))
        .rev()
        .find(|&i| text.is_char_boundary(i));
    &text[..end.unwrap_or(0)]
}

/// Up to so many bytes from the end of a text, from a whole character on. What leads to a word is
/// looked for in no more than this, or long texts would be searched anew for each of their words.
pub(crate) fn tail(text: &str, bytes: usize) -> &str {
    let start = (text.len().saturating_sub(bytes)..=text.len()).find(|&i| text.is_char_boundary(i));
    &text[start.unwrap_or(text.len())..]
}

/// How many words there are.
pub(crate) fn word_count(text: &str) -> usize {
    text.split_whitespace().count()
}

/// A number in figures or in English words, up to ninety-nine ("zero", "no", "twenty-three").
pub(crate) fn number(text: &str) -> Option<u32> {
    let text = text.trim().to_lowercase().replace(',', "");
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let mut parts = text.split(['-', ' ']);
    let first = small_number(parts.next()?)?;
    let Some(second) = parts.next() else {
        return Some(first);
    };
    let second = small_number(second).filter(|n| (1..10).contains(n))?;
    (first >= 20 && parts.next().is_none()).then_some(first + second)
}

/// A number's word below twenty, or a whole ten; in small letters.
pub(crate) fn small_number(word: &str) -> Option<u32> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    if matches!(word, "no" | "none" | "nil" | "nought") {
        return Some(0);
    }
    let index = |list: &[&str]| list.iter().position(|known| *known == word);
    let found = index(&ONES).or_else(|| index(&TENS).map(|i| (i + 2) * 10))?;
    u32::try_from(found).ok()
}

/// Numbers in words, as a part of a pattern; tens with their ones.
pub(crate) const NUMBER_WORDS: &str = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen";

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn plain_form_is_that_of_each_sign_with_single_spaces(
            text in "(?:[ab .,`‘’“„–−\u{ad}\u{a0}é\n ]{0,40}|[a-e]{4,24} ?){0,8}",
        ) {
            let sign = |c: char| match c {
                '‘' | '’' | '`' => Some('\''),
                '“' | '„' => Some('"'),
                '–' | '−' => Some('-'),
                '\u{ad}' => None,
                c => Some(c),
            };
            let signs: String = text.chars().filter_map(sign).collect();
            let words: Vec<&str> = signs.split_whitespace().collect();
            proptest::prop_assert_eq!(plain(&text), words.join(" "));
        }
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        let check = |text: &str, expected: &[&str]| assert_eq!(sentences(text), expected);
        check(
            "It was 'Good.' Then not. So",
            &["It was 'Good.'", "Then not.", "So"],
        );
        check("St. Helens has 3.5 staff.", &["St. Helens has 3.5 staff."]);
        check("Led by J. Doe. Why?", &["Led by J. Doe.", "Why?"]);
        check("", &[]);
    }

    #[test]
    fn ends_of_texts() {
        assert_eq!((head("añb", 2), tail("añb", 2)), ("a", "b"));
        assert_eq!((head("ab", 9), tail("ab", 9)), ("ab", "ab"));
        assert_eq!((head("", 3), tail("", 3)), ("", ""));
    }

    #[test]
    fn numbers_in_words() {
        for (text, value) in [
            ("zero", 0),
            ("no", 0),
            ("Twenty-three", 23),
            ("seven", 7),
            ("forty", 40),
            ("1,056", 1056),
        ] {
            assert_eq!(number(text), Some(value), "{text}");
        }
        for text in ["", "many", "seven-two", "forty-eleven", "-"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn folding_levels_print() {
        assert_eq!(fold(" ‘Requires  Improvement’. "), "requires improvement");
        assert_eq!(plain("a\u{a0}–\n b"), "a - b");
    }
}
