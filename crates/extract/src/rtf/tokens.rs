//! RTF cut into groups, control words and text.

/// One piece of RTF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\par`, `\fs24`
    Word(&'a str, Option<i32>),
    /// `\~`, `\*`
    Sign(u8),
    /// `\'e9`, or a byte of text.
    Byte(u8),
}

/// The tokens of a file.
pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    pub(super) const fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn take(&mut self) -> Option<u8> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    fn run(&mut self, wanted: impl Fn(u8) -> bool) -> &'a [u8] {
        let end = self.rest.iter().position(|&byte| !wanted(byte));
        let (run, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        run
    }

    /// What stands behind a backslash.
    fn control(&mut self) -> Option<Token<'a>> {
        const LONGEST: usize = 32;
        let sign = *self.rest.first()?;
        if !sign.is_ascii_alphabetic() {
            self.rest = &self.rest[1..];
            return Some(match sign {
                b'\'' => Token::Byte(self.hex()),
                b'\n' | b'\r' => Token::Word("par", None),
                sign => Token::Sign(sign),
            });
        }
        let name = self.run(|byte| byte.is_ascii_alphabetic());
        let name = std::str::from_utf8(&name[..name.len().min(LONGEST)]).unwrap_or_default();
        let minus = self.rest.starts_with(b"-");
        if minus {
            self.rest = &self.rest[1..];
        }
        let digits = self.run(|byte| byte.is_ascii_digit());
        let number = std::str::from_utf8(digits).ok();
        let number = number.and_then(|digits| digits.parse::<i32>().ok());
        let number = number.map(|number| if minus { -number } else { number });
        if self.rest.starts_with(b" ") {
            self.rest = &self.rest[1..];
        }
        if name == "bin" {
            // Raw bytes of a picture.
            let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.rest = self.rest.get(length..).unwrap_or_default();
        }
        Some(Token::Word(name, number))
    }

    fn hex(&mut self) -> u8 {
        let digits = self
            .rest
            .get(..2)
            .and_then(|pair| std::str::from_utf8(pair).ok());
        let value = digits.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        if value.is_some() {
            self.rest = &self.rest[2..];
        }
        value.unwrap_or(b' ')
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            return Some(match self.take()? {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => self.control()?,
                b'\n' | b'\r' | 0 => continue,
                byte => Token::Byte(byte),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_signs_and_bytes() {
        let tokens: Vec<Token> = Tokens::of(br"{\b0 a\'e9\~\bin3 {{{\u-3913?}").collect();
        assert_eq!(
            tokens,
            [
                Token::Open,
                Token::Word("b", Some(0)),
                Token::Byte(b'a'),
                Token::Byte(0xE9),
                Token::Sign(b'~'),
                Token::Word("bin", Some(3)),
                Token::Word("u", Some(-3913)),
                Token::Byte(b'?'),
                Token::Close,
            ]
        );
    }
}
