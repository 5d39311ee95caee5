//! What the matches of a pattern may begin with: a look at two bytes spares most texts most patterns.

use regex_syntax::hir::Look;
use regex_syntax::hir::literal::Extractor;

/// The pairs of bytes that matches begin with, or more: a bit for each pair of what [`feature`] makes
/// of bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Beginnings([u64; FEATURES]);

const FEATURES: usize = 64;

impl Beginnings {
    /// The beginnings of a pattern that matches at the start of texts only, where they are few.
    pub(crate) fn of(pattern: &str) -> Option<Self> {
        // A class of more letters says little, and takes long to combine with others.
        const LARGEST_CLASS: usize = 30;
        const MOST: usize = 1_000;
        // Parsing takes its time, and is done for those only that say at once where they match.
        let source = pattern.strip_prefix("(?i)").unwrap_or(pattern);
        if !source.starts_with('^') {
            return None;
        }
        let parsed = regex_syntax::parse(pattern).ok()?;
        if !parsed.properties().look_set_prefix().contains(Look::Start) {
            return None;
        }
        let mut extractor = Extractor::new();
        extractor.limit_literal_len(2).limit_total(MOST);
        let found = extractor.limit_class(LARGEST_CLASS).extract(&parsed);
        let mut beginnings = Self([0; FEATURES]);
        for literal in found.literals()? {
            let bits = match *literal.as_bytes() {
                [] => return None,
                [_] => u64::MAX,
                [_, second, ..] => 1 << feature(second),
            };
            beginnings.0[feature(literal.as_bytes()[0])] |= bits;
        }
        Some(beginnings)
    }

    /// Whether a match may begin at the start of a text.
    pub(crate) fn may_open(&self, text: &str) -> bool {
        match text.as_bytes() {
            [first, second, ..] => self.0[feature(*first)] & (1 << feature(*second)) != 0,
            // One byte may be all of a match.
            _ => true,
        }
    }
}

/// One of 64: that of a letter is the same in either case.
const fn feature(byte: u8) -> usize {
    ((byte & 0x1f) | (byte & 0x40) >> 1) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_apart_by_their_first_bytes() {
        let check = |pattern: &str, may: &[&str], cannot: &[&str]| {
            let beginnings = Beginnings::of(pattern).expect("they are few");
            for text in may {
                assert!(beginnings.may_open(text), "{pattern} {text}");
            }
            for text in cannot {
                assert!(!beginnings.may_open(text), "{pattern} {text}");
            }
        };
        check(
            r"(?i)^(?:menu$|skip to|-?\s*updated)",
            &[
                "MENU",
                "ſkip to",
                "- Updated",
                "updated",
                "\u{a0}updated",
                "",
            ],
            &["A menu", "so", "nu", "UK"],
        );
        check(
            r"^\s*[0-9]",
            &["1", "12", " 3", "\t \t4"],
            &["a", "x1", "Ab"][1..],
        );
    }

    #[test]
    fn patterns_that_may_begin_with_anything_have_no_beginnings() {
        for pattern in [
            "menu",
            r"\bmenu",
            "^menu|skip",
            "^.*menu",
            "(?m)^menu",
            "^",
            "^[^a]b",
        ] {
            assert_eq!(Beginnings::of(pattern), None, "{pattern}");
        }
    }
}
