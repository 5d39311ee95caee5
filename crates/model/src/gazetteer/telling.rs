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

    /// Whether the word that a text begins with may be in the set, whatever its case. One that is not
    /// plain English print may always.
    pub(super) fn may_begin(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let length = bytes.iter().take_while(|byte| is_in_word(**byte)).count();
        let (word, behind) = (&bytes[..length], &bytes[length..]);
        let goes_on = match behind {
            [b'\'', next, ..] => is_in_word(*next) && !is_possessive(&text[length + 1..]),
            [next, ..] => !next.is_ascii() || length == 0,
            [] => false,
        };
        goes_on || self.has(word)
    }

    /// Whether a text may have one of the words, whatever their case. What is not plain English
    /// print may always.
    pub(super) fn may_be_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let is_word = |at: usize| bytes.get(at).is_some_and(|byte| is_in_word(*byte));
        let mut start = 0;
        while let Some(length) = bytes[start..].iter().position(|byte| !is_in_word(*byte)) {
            let at = start + length;
            let goes_on =
                || bytes[at] == b'\'' && is_word(at + 1) && !is_possessive(&text[at + 1..]);
            let may_be_one = length > 0 && (self.has(&bytes[start..at]) || goes_on());
            if may_be_one || !bytes[at].is_ascii() {
                return true;
            }
            start = at + 1;
        }
        start < bytes.len() && self.has(&bytes[start..])
    }

    fn has(&self, word: &[u8]) -> bool {
        let (place, bit) = place(word);
        self.0[place] & bit != 0
    }
}

/// Where words may begin that do not begin with a small letter, "&" among them.
pub(super) fn capitals(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let begins = move |at: &usize| match bytes[*at] {
        b'A'..=b'Z' | b'0'..=b'9' => *at == 0 || !is_in_word(bytes[at - 1]),
        b'&' => true,
        // What goes on from another byte is no beginning.
        byte if byte.is_ascii() || !text.is_char_boundary(*at) => false,
        _ => text[*at..].starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase()),
    };
    uncommon(bytes).filter(begins)
}

/// Where bytes are that are none of ASCII, or lie between "&" and "Z": about one in twenty. They are
/// looked for in eight bytes at once.
fn uncommon(bytes: &[u8]) -> impl Iterator<Item = usize> {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = EACH * 0x80;
    let (words, rest) = bytes.as_chunks::<8>();
    let whole = words.len() * 8;
    let in_words = words.iter().enumerate().flat_map(|(at, word)| {
        let word = u64::from_le_bytes(*word);
        let low = word & !HIGH;
        // The high bit of each byte that is sought. No sum goes over into the next byte.
        let from = low + EACH * (0x80 - u64::from(b'&'));
        let behind = low + EACH * (0x7f - u64::from(b'Z'));
        let mut found = (word | (from & !behind)) & HIGH;
        std::iter::from_fn(move || {
            let place = found.trailing_zeros() as usize / 8;
            found &= found.wrapping_sub(1);
            (place < 8).then_some(at * 8 + place)
        })
    });
    let in_rest = rest.iter().enumerate();
    let in_rest = in_rest.filter(|(_, byte)| !byte.is_ascii() || matches!(byte, b'&'..=b'Z'));
    in_words.chain(in_rest.map(move |(at, _)| whole + at))
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
    use crate::folded::Folded;

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
    fn the_first_word_may_be_in_the_set() {
        let mut set = WordSet::default();
        for name in ["kent", "darcy", "and", "ynys"] {
            set.add(name);
        }
        for text in ["Kent", "KENT's x", "Kent-x", "D'Arcy", "D’Arcy", "& x", "É"] {
            assert!(set.may_begin(text), "{text}");
        }
        for text in ["Its kent", "Kentish", "It's", "9", "A.", ""] {
            assert!(!set.may_begin(text), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn capitals_are_found_wherever_words_begin(text in "[aZ9éÉ’'& .,\u{130}]{0,40}") {
            let folded = Folded::of(&text);
            let starts = (0..folded.len()).map(|place| folded.range(place).start);
            let capital = |at: &usize| !text[*at..].starts_with(char::is_lowercase);
            let found: Vec<usize> = capitals(&text).collect();
            proptest::prop_assert!(starts.filter(capital).all(|at| found.contains(&at)));
            proptest::prop_assert!(found.iter().all(capital));
        }
    }
}
