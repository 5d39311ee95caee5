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
        // "Of the 40 cases, 12 had none"
        look.counts |= memchr_iter(b'O', bytes).any(|at| bytes[at + 1..].starts_with(b"f "));
        for_each_lead(bytes, |at| look.take(&bytes[..at], &bytes[at + 1..]));
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

/// Sees where the spaces are that one of [`LEADS`] follows, in either case, and perhaps some others. Every
/// sixth byte is a space: eight are looked at in one go.
fn for_each_lead(bytes: &[u8], mut see: impl FnMut(usize)) {
    let mut start = 0;
    // Words of eight bytes, with the byte behind them.
    while let Some(window) = bytes[start..].first_chunk::<9>() {
        let [here @ .., _] = *window;
        let [_, behind @ ..] = *window;
        let behind = u64::from_le_bytes(behind) | (EACH * 0x20);
        let leads = LEADS.map(|lead| equal(behind, lead));
        let leads = leads.into_iter().fold(0, |any, lead| any | lead);
        let mut found = equal(u64::from_le_bytes(here), b' ') & leads;
        while found != 0 {
            see(start + found.trailing_zeros() as usize / 8);
            found &= found - 1;
        }
        start += 8;
    }
    for (at, _) in bytes[start..]
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b' ')
    {
        see(start + at);
    }
}

/// "Of", "out", "in", "per" and "(out" begin with these.
const LEADS: [u8; 4] = *b"oip(";

const EACH: u64 = u64::from_le_bytes([1; 8]);

/// The high bit of each byte that is this one.
const fn equal(bytes: u64, byte: u8) -> u64 {
    let other = bytes ^ (EACH * byte as u64);
    let low = (other & (EACH * 0x7f)) + EACH * 0x7f;
    !(low | other | (EACH * 0x7f))
}

/// The last word is a number.
fn ends_in_number(text: &[u8]) -> bool {
    if !may_end_number(text) {
        return false;
    }
    let word = text.iter().rev();
    let length = word.take_while(|byte| byte.is_ascii_alphanumeric()).count();
    is_number(&text[text.len() - length..])
}

/// Most words are told from numbers by their last two letters.
fn may_end_number(text: &[u8]) -> bool {
    match *text {
        [.., b'0'..=b'9'] => true,
        [.., a, b] => matches!(
            &[a | 0x20, b | 0x20],
            b"ro"
                | b"ne"
                | b"wo"
                | b"ee"
                | b"ur"
                | b"ve"
                | b"ix"
                | b"en"
                | b"ht"
                | b"ty"
                | b"no"
                | b"il"
        ),
        _ => false,
    }
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

    #[test]
    fn words_of_numbers_are_known_by_their_last_letters() {
        let words = crate::text::NUMBER_WORDS.split(|c: char| !c.is_ascii_alphabetic());
        for word in words.chain(["no", "none", "nil", "nought"]) {
            assert_eq!(ends_in_number(word.as_bytes()), !word.is_empty(), "{word}");
        }
    }

    proptest::proptest! {
        #[test]
        fn leads_are_found_wherever_they_are(text in "[ aoIp(\u{a0}!\x7f\u{ff}]{0,40}") {
            let bytes = text.as_bytes();
            let mut found = Vec::new();
            for_each_lead(bytes, |at| found.push(at));
            let leads = |at: &usize| {
                let next = bytes.get(at + 1);
                next.is_some_and(|next| LEADS.contains(&next.to_ascii_lowercase()))
            };
            let spaces = (0..bytes.len()).filter(|at| bytes[*at] == b' ');
            let sought: Vec<usize> = spaces.clone().filter(leads).collect();
            proptest::prop_assert!(sought.iter().all(|at| found.contains(at)));
            proptest::prop_assert!(found.iter().all(|at| spaces.clone().any(|space| space == *at)));
        }
    }
}
