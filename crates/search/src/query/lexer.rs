//! Cutting a query into words, quoted phrases, brackets and operators.

use super::parse::error;
use crate::SearchError;

/// The most words between those of a phrase that can be asked for.
const MAX_SLOP: u32 = 100;

/// A piece of a query, and where it begins in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) kind: PieceKind,
    pub(crate) at: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PieceKind {
    Open,
    Close,
    And,
    Or,
    Not,
    /// All up to the next blank, bracket or quotation mark.
    Word(String),
    /// What stands in quotation marks, and the words allowed between.
    Phrase(String, u32),
    /// `name:` with a phrase right after it.
    FieldPhrase(String, String),
}

/// The pieces of a query.
///
/// # Errors
/// [`SearchError::Query`] for a quotation mark that is never closed.
pub(crate) fn pieces(query: &str) -> Result<Vec<Piece>, SearchError> {
    let chars: Vec<char> = query.chars().collect();
    let mut lexer = Lexer {
        chars: &chars,
        at: 0,
    };
    let mut pieces = Vec::new();
    while let Some(next) = lexer.peek() {
        let at = lexer.at;
        let kind = match next {
            _ if next.is_whitespace() => {
                lexer.at += 1;
                continue;
            }
            '(' => lexer.single(PieceKind::Open),
            ')' => lexer.single(PieceKind::Close),
            _ if is_quote(next) => lexer.phrase()?,
            '-' | '−' if lexer.is_minus() => lexer.single(PieceKind::Not),
            _ => lexer.word()?,
        };
        pieces.push(Piece { kind, at });
    }
    Ok(pieces)
}

struct Lexer<'c> {
    chars: &'c [char],
    at: usize,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn single(&mut self, kind: PieceKind) -> PieceKind {
        self.at += 1;
        kind
    }

    /// A minus right before a word, phrase or bracket excludes it; any other is a dash.
    fn is_minus(&self) -> bool {
        let next = self.chars.get(self.at + 1);
        next.is_some_and(|c| c.is_alphanumeric() || *c == '(' || is_quote(*c))
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let rest = &self.chars[self.at..];
        let text: String = rest.iter().copied().take_while(|c| wanted(*c)).collect();
        self.at += text.chars().count();
        text
    }

    fn phrase(&mut self) -> Result<PieceKind, SearchError> {
        let text = self.quoted()?;
        let slop = self.slop()?;
        Ok(PieceKind::Phrase(text, slop))
    }

    fn quoted(&mut self) -> Result<String, SearchError> {
        let opening = self.at;
        self.at += 1;
        let text = self.take_while(|c| !is_quote(c));
        if self.peek().is_none() {
            return Err(error(
                "the quotation mark is never closed; close it or leave it out",
                opening,
            ));
        }
        self.at += 1;
        Ok(text)
    }

    fn slop(&mut self) -> Result<u32, SearchError> {
        let at = self.at;
        if self.peek() != Some('~') {
            return Ok(0);
        }
        self.at += 1;
        let digits = self.take_while(|c| c.is_ascii_digit());
        match digits.parse() {
            Ok(slop) if slop <= MAX_SLOP => Ok(slop),
            _ => Err(error(
                "after a phrase, ~ needs the number of words allowed between, up to 100: \"risk harm\"~3",
                at,
            )),
        }
    }

    fn word(&mut self) -> Result<PieceKind, SearchError> {
        let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c);
        let text = self.take_while(|c| !ends(c));
        if let Some(name) = text.strip_suffix(':')
            && self.peek().is_some_and(is_quote)
            && name.chars().all(is_name)
            && !name.is_empty()
        {
            let value = self.quoted()?;
            if self.peek() == Some('~') {
                return Err(error(
                    "~ cannot stand after a field's phrase; it is for phrases in the text: \"risk harm\"~3",
                    self.at,
                ));
            }
            return Ok(PieceKind::FieldPhrase(name.to_owned(), value));
        }
        Ok(match text.as_str() {
            "AND" => PieceKind::And,
            "OR" => PieceKind::Or,
            "NOT" => PieceKind::Not,
            _ => PieceKind::Word(text),
        })
    }
}

/// A character of a field's name.
pub(crate) fn is_name(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

/// Quotation marks of every kind open and close a phrase; single ones are apostrophes.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂')
}
