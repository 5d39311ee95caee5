//! A quick look that tells texts that may name a unit from those that name none, and words that
//! names may begin with from others.

use crate::folded::is_possessive;

/// A set of words, folded, as what four of a word's features come to. Other words can come to the
/// same; a word of the set is never missed.
#[derive(Debug)]
pub(super) struct WordSet(Box<[u64]>);

/// How many bits the set has: with a word for each of some hundred names, one in five hundred others
/// comes to the same as one of them.
const BITS: usize = 1 << 16;

/// Names begin with these, and so does much else.
const EMPTY: [&str; 2] = ["the", "and"];

/// The word that a name is told by: a text that has no such word of any name names nothing, and most
/// lines of most documents have none.
pub(super) fn telling(name: &[String]) -> Option<&str> {
    let telling = name.iter().find(|word| !EMPTY.contains(&word.as_str()));
    telling.or(name.first()).map(String::as_str)
}

impl Default for WordSet {
    fn default() -> Self {
        Self(vec![0; BITS / 64].into())
    }
}

impl WordSet {
    /// Adds a word.
    pub(super) fn add(&mut self, word: &str) {
        let (place, bit) = place(word.as_bytes());
        self.0[place] |= bit;
    }

    /// Whether a word may be in the set.
    pub(super) fn may_have(&self, word: &str) -> bool {
        self.has(word.as_bytes())
    }

    /// Whether a text may have one of the words, whatever their case. What is not plain English
    /// print may always.
    pub(super) fn may_be_in(&self, text: &str) -> bool {
        self.may_be_among(text, |_| true)
    }

    /// As [`Self::may_be_in`], of words that do not begin with a small letter.
    pub(super) fn may_be_capital_in(&self, text: &str) -> bool {
        self.may_be_among(text, |first| !first.is_ascii_lowercase())
    }

    /// Looks at the words whose first byte counts.
    fn may_be_among(&self, text: &str, counts: impl Fn(u8) -> bool) -> bool {
        let bytes = text.as_bytes();
        let is_word = |at: usize| bytes.get(at).is_some_and(|byte| is_in_word(*byte));
        let mut start = 0;
        while let Some(length) = bytes[start..].iter().position(|byte| !is_in_word(*byte)) {
            let at = start + length;
            let goes_on =
                || bytes[at] == b'\'' && is_word(at + 1) && !is_possessive(&text[at + 1..]);
            let may_be_one =
                length > 0 && counts(bytes[start]) && (self.has(&bytes[start..at]) || goes_on());
            if may_be_one || !bytes[at].is_ascii() {
                return true;
            }
            start = at + 1;
        }
        start < bytes.len() && counts(bytes[start]) && self.has(&bytes[start..])
    }

    fn has(&self, word: &[u8]) -> bool {
        let (place, bit) = place(word);
        self.0[place] & bit != 0
    }
}

/// Letters and digits of ASCII.
fn is_in_word(byte: u8) -> bool {
    const IN_WORD: [bool; 256] = {
        let mut known = [false; 256];
        let mut byte: u8 = 0;
        while byte < 128 {
            known[byte as usize] = byte.is_ascii_alphanumeric();
            byte += 1;
        }
        known
    };
    IN_WORD[usize::from(byte)]
}

/// Where a word is noted: by its first two bytes, its last and its length. For letters and digits of
/// ASCII the bit of small letters is set, whatever their case.
fn place(word: &[u8]) -> (usize, u64) {
    let small = |byte: Option<&u8>| usize::from(byte.map_or(0, |byte| byte | 0x20));
    let mut sum = small(word.first());
    for feature in [small(word.get(1)), small(word.last()), word.len()] {
        sum = sum.wrapping_mul(131).wrapping_add(feature);
    }
    let bit = sum % BITS;
    (bit / 64, 1 << (bit % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> Vec<String> {
        name.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_text_with_a_telling_word_is_never_passed_over() {
        let mut set = WordSet::default();
        for name in ["the harbour", "darcy green", "kent", "ynys môn"] {
            set.add(telling(&words(name)).expect("it has words"));
        }
        for text in [
            "in the Harbour",
            "HARBOUR",
            "(harbour)",
            "Kent's",
            "D'Arcy Green",
            "D’Arcy Green",
            "a-kent-b",
            "Ynys",
            "é",
        ] {
            assert!(set.may_be_in(text), "{text}");
        }
        for text in [
            "",
            "the",
            "staff's work was timely",
            "Kentish",
            "harbours",
            "'s",
            "x'",
        ] {
            assert!(!set.may_be_in(text), "{text}");
        }
    }

    #[test]
    fn capitals_are_all_that_counts_in_prose() {
        let mut set = WordSet::default();
        set.add("kent");
        for text in ["in Kent", "KENT's", "x’y", "D'Arcy"] {
            assert!(set.may_be_capital_in(text), "{text}");
        }
        for text in ["in kent", "kEnt", "Its kent", "d'Arcy"] {
            assert!(!set.may_be_capital_in(text), "{text}");
        }
    }
}
