//! A quick look for figures, which spares most sentences the patterns.

use memchr::{memchr, memchr_iter};

use crate::text::small_number;

/// What a quick look finds of figures. Patterns find them for certain, at many times the cost.
#[derive(Clone, Copy)]
pub(super) struct Look {
    /// "Of", "out", "in" or a stroke stands behind a number.
    pub(super) counts: bool,
    pub(super) shares: bool,
}

impl Look {
    pub(super) fn at(text: &str) -> Self {
        let bytes = text.as_bytes();
        // "3of 4", "71percent": without leaving early, the compiler looks at many bytes at once.
        let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
        let is_glued = pairs.fold(false, |any, (a, b)| {
            any | (a.is_ascii_digit() & b.is_ascii_alphabetic())
        });
        let mut look = Self {
            counts: is_glued,
            shares: is_glued || memchr(b'%', bytes).is_some(),
        };
        for at in spaces(bytes) {
            look.take(&bytes[..at], &bytes[at + 1..]);
        }
        for at in memchr_iter(b'/', bytes) {
            let before = &bytes[..at];
            look.counts |= ends_in_number(before.strip_suffix(b" ").unwrap_or(before));
        }
        look
    }

    /// Takes what stands before and behind a space.
    fn take(&mut self, before: &[u8], behind: &[u8]) {
        let [first, second, ..] = behind else { return };
        let begins = |word: &[u8]| {
            let found = behind.get(..word.len());
            found.is_some_and(|found| found.eq_ignore_ascii_case(word))
        };
        // "Of the 40 cases, 12 had none"
        self.counts |= before.ends_with(b"Of");
        match (first | 0x20, second | 0x20) {
            // "37 cases out of 52"
            (b'o', b'u') if begins(b"out of ") => self.counts = true,
            (b'o', b'f' | b'u') | (b'i', b'n') => self.counts |= ends_in_number(before),
            _ if begins(b"(out of ") => self.counts = true,
            (b'p', b'e') => self.shares |= begins(b"per cent") || begins(b"percent"),
            _ => {}
        }
    }

    pub(super) fn is_worth(self) -> bool {
        self.counts || self.shares
    }
}

/// Where the spaces are. Every sixth byte is one: they are looked for in eight bytes at once, and found
/// without starting anew behind each.
fn spaces(bytes: &[u8]) -> impl Iterator<Item = usize> {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    let (words, rest) = bytes.as_chunks::<8>();
    let whole = words.len() * 8;
    let in_words = words.iter().enumerate().flat_map(|(at, word)| {
        let other = u64::from_le_bytes(*word) ^ (EACH * u64::from(b' '));
        // The high bit of each byte that is no other than a space.
        let low = (other & (EACH * 0x7f)) + EACH * 0x7f;
        let mut found = !(low | other | (EACH * 0x7f));
        std::iter::from_fn(move || {
            let place = found.trailing_zeros() as usize / 8;
            found &= found.wrapping_sub(1);
            (place < 8).then_some(at * 8 + place)
        })
    });
    let in_rest = rest.iter().enumerate().filter(|(_, byte)| **byte == b' ');
    in_words.chain(in_rest.map(move |(at, _)| whole + at))
}

/// The last word is a number.
fn ends_in_number(text: &[u8]) -> bool {
    let word = text.iter().rev();
    let length = word.take_while(|byte| byte.is_ascii_alphanumeric()).count();
    is_number(&text[text.len() - length..])
}

/// Digits, or the word of a number below twenty or a whole ten.
fn is_number(word: &[u8]) -> bool {
    const LONGEST: usize = "seventeen".len();
    if word.iter().all(u8::is_ascii_digit) {
        return !word.is_empty();
    }
    let mut small = [0; LONGEST];
    let Some(small) = small.get_mut(..word.len()) else {
        return false;
    };
    small.copy_from_slice(word);
    small.make_ascii_lowercase();
    std::str::from_utf8(small).is_ok_and(|word| small_number(word).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn spaces_are_found_wherever_they_are(text in "[ a\u{a0}!\x7f]{0,40}") {
            let bytes = text.as_bytes();
            let one_by_one = bytes.iter().enumerate().filter(|(_, byte)| **byte == b' ');
            proptest::prop_assert!(spaces(bytes).eq(one_by_one.map(|(at, _)| at)));
        }
    }
}
