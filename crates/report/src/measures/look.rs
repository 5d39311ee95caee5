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
        let mut start = 0;
        while let Some(length) = bytes[start..].iter().position(|byte| *byte == b' ') {
            let at = start + length;
            start = at + 1;
            look.take(&bytes[..at], &bytes[start..]);
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
