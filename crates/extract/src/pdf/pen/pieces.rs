//! The pieces of an array of text, and what moves them apart. Most of a page's text is shown so, piece by
//! piece, and the general reader of objects takes a hundred steps for each.

use hayro_interpret::hayro_syntax::object::{Array, Object};

/// A piece as it is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mark {
    By(f32),
    /// Text that ends at this place among the bytes.
    Text(usize),
}

/// The pieces of one array; kept for the next, with what they take of memory.
#[derive(Default)]
pub(super) struct Pieces {
    list: Vec<Mark>,
    bytes: Vec<u8>,
}

/// A piece of an array of text.
pub(super) enum Piece<'p> {
    /// How far the next one is set back.
    By(f32),
    Text(&'p [u8]),
}

impl Pieces {
    pub(super) fn read(&mut self, array: &Array<'_>) {
        if self.read_plain(array.data()).is_none() {
            self.read_all(array);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Piece<'_>> {
        let mut start = 0;
        self.list.iter().map(move |piece| match *piece {
            Mark::By(by) => Piece::By(by),
            Mark::Text(end) => Piece::Text(&self.bytes[std::mem::replace(&mut start, end)..end]),
        })
    }

    fn clear(&mut self) {
        self.list.clear();
        self.bytes.clear();
    }

    fn read_all(&mut self, array: &Array<'_>) {
        self.clear();
        for piece in array.iter::<Object>() {
            match piece {
                Object::Number(by) => self.list.push(Mark::By(by.as_f32())),
                Object::String(text) => {
                    self.bytes.extend_from_slice(&text);
                    self.list.push(Mark::Text(self.bytes.len()));
                }
                _ => {}
            }
        }
    }

    /// Reads what nearly all arrays are made of. `None` where there is anything else.
    fn read_plain(&mut self, data: &[u8]) -> Option<()> {
        self.clear();
        let mut rest = data;
        while let [first, after @ ..] = rest {
            rest = match first {
                b' ' | b'\n' | b'\r' => after,
                b'(' => self.literal(after)?,
                b'<' => self.hexadecimal(after)?,
                b'-' | b'.' | b'0'..=b'9' => self.number(rest)?,
                _ => return None,
            };
        }
        Some(())
    }

    fn literal<'d>(&mut self, mut rest: &'d [u8]) -> Option<&'d [u8]> {
        let mut depth = 0;
        loop {
            let (&byte, after) = rest.split_first()?;
            rest = after;
            match byte {
                b')' if depth == 0 => break,
                b')' => depth -= 1,
                b'(' => depth += 1,
                // An end of line within text, however it is written, is one sign.
                b'\r' => return None,
                b'\\' => {
                    let (&escaped, after) = rest.split_first()?;
                    rest = after;
                    match escaped {
                        b'(' | b')' | b'\\' => self.bytes.push(escaped),
                        b'0'..=b'3' => {
                            let (&[second, third], after) = rest.split_first_chunk()?;
                            let (second, third) = (octal(second)?, octal(third)?);
                            self.bytes.push((escaped - b'0') << 6 | second << 3 | third);
                            rest = after;
                        }
                        _ => return None,
                    }
                    continue;
                }
                _ => {}
            }
            self.bytes.push(byte);
        }
        self.list.push(Mark::Text(self.bytes.len()));
        Some(rest)
    }

    fn hexadecimal<'d>(&mut self, rest: &'d [u8]) -> Option<&'d [u8]> {
        let end = rest.iter().position(|&byte| byte == b'>')?;
        let (digits, odd) = rest[..end].as_chunks::<2>();
        if !odd.is_empty() {
            return None;
        }
        for &[high, low] in digits {
            self.bytes.push(hex(high)? << 4 | hex(low)?);
        }
        self.list.push(Mark::Text(self.bytes.len()));
        Some(&rest[end + 1..])
    }

    fn number<'d>(&mut self, rest: &'d [u8]) -> Option<&'d [u8]> {
        const TENS: [f64; 10] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
        let (negative, mut rest) = match rest {
            [b'-', after @ ..] => (true, after),
            _ => (false, rest),
        };
        let (mut value, mut digits, mut decimals) = (0u32, 0, None);
        while let [byte, after @ ..] = rest {
            match byte {
                b'0'..=b'9' => {
                    value = value.checked_mul(10)?.checked_add((byte - b'0').into())?;
                    digits += 1;
                    decimals = decimals.map(|count: usize| count + 1);
                }
                b'.' if decimals.is_none() => decimals = Some(0),
                b' ' | b'\n' | b'(' | b'<' => break,
                _ => return None,
            }
            rest = after;
        }
        if digits == 0 {
            return None;
        }
        let value = f64::from(value) / TENS.get(decimals.unwrap_or(0))?;
        let value = if negative { -value } else { value };
        self.list.push(Mark::By(value as f32));
        Some(rest)
    }
}

fn octal(digit: u8) -> Option<u8> {
    matches!(digit, b'0'..=b'7').then(|| digit - b'0')
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use hayro_interpret::hayro_syntax::content::TypedIter;
    use hayro_interpret::hayro_syntax::content::ops::TypedInstruction;
    use proptest::prelude::*;

    use super::*;

    /// Gives what both ways of reading the array find; `None` where the short one gives up.
    fn both(array: &str) -> Option<(Option<Pieces>, Pieces)> {
        let content = format!("{array} TJ");
        let mut operators = TypedIter::new(content.as_bytes());
        let Some(TypedInstruction::ShowTexts(texts)) = operators.next() else {
            return None;
        };
        let (mut plain, mut all) = (Pieces::default(), Pieces::default());
        all.read_all(texts.0);
        let read = plain.read_plain(texts.0.data());
        Some((read.map(|()| plain), all))
    }

    fn check(array: &str, texts: &[&str], moves: &[f32]) {
        let (plain, all) = both(array).unwrap();
        for pieces in [plain.unwrap(), all] {
            let mut found = (Vec::new(), Vec::new());
            for piece in pieces.iter() {
                match piece {
                    Piece::Text(text) => found.0.push(String::from_utf8_lossy(text).into_owned()),
                    Piece::By(by) => found.1.push(by),
                }
            }
            assert_eq!(
                found,
                (
                    texts.iter().map(|&text| text.into()).collect(),
                    moves.to_vec()
                )
            );
        }
    }

    #[test]
    fn text_and_moves_are_read_as_they_are_written() {
        check(
            "[(Le)-12.5(ad)3 -.25(er)]",
            &["Le", "ad", "er"],
            &[-12.5, 3.0, -0.25],
        );
        check(r"[(a \(b\) \\ \101(c))]", &[r"a (b) \ A(c)"], &[]);
        check("[<4C65>-7.<>]", &["Le", ""], &[-7.0]);
    }

    #[test]
    fn what_is_odd_is_left_to_the_general_reader() {
        for array in [
            "[(a\\\nb)]",
            "[(a\rb)]",
            "[<4C6>]",
            "[--5]",
            "[(a) /N]",
            "[true]",
        ] {
            let (plain, _) = both(array).unwrap();
            assert!(plain.is_none(), "{array}");
        }
    }

    proptest! {
        #[test]
        fn both_ways_of_reading_find_the_same(inner in r"([-+.0-9]{1,6}|\([a-c\\()0-9]{0,5}\)|<[0-9a-fA-F ]{0,5}>| |\n|/N|%x\n){0,8}") {
            if let Some((Some(plain), all)) = both(&format!("[{inner}]")) {
                prop_assert_eq!(plain.list, all.list);
                prop_assert_eq!(plain.bytes, all.bytes);
            }
        }
    }
}
