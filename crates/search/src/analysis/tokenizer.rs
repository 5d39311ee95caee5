//! Text as the index takes it: each word gives its stem and, marked, its exact form at one position.
//!
//! Words are read once for all fields that a text goes into, before the engine sees it; the engine's
//! analyser only takes apart what [`analysed`] put together.

use std::rc::Rc;

use tantivy::tokenizer::{TextAnalyzer, Token as IndexToken, TokenStream, Tokenizer};

use super::{Token, stem, tokens};

/// The analyser's name in the index's schema.
pub(crate) const TOKENIZER: &str = "probity_terms";

/// Precedes exact forms among a field's terms; no stem begins with it.
pub(crate) const EXACT_MARK: char = '=';

/// Precedes a term at the next position.
const NEXT: char = '\n';
/// Precedes a term at the same position.
const SAME: char = '\t';

/// The analyser.
pub(crate) fn tokenizer() -> TextAnalyzer {
    TextAnalyzer::from(TermTokenizer)
}

/// The term of a folded word as it was written.
pub(crate) fn exact_term(folded: &str) -> String {
    format!("{EXACT_MARK}{folded}")
}

/// The terms of a text, for the index.
pub(crate) fn analysed(text: &str) -> String {
    analysed_words(&tokens(text))
}

/// The terms of words, for the index.
pub(crate) fn analysed_words(words: &[Token]) -> String {
    let mut terms = String::with_capacity(words.len() * 16);
    let mut at = None;
    for token in words {
        let is_next = at != Some(token.position);
        at = Some(token.position);
        terms.push(if is_next { NEXT } else { SAME });
        terms.push_str(&token.shared_stem());
        terms.push(SAME);
        terms.push(EXACT_MARK);
        terms.push_str(&token.folded);
    }
    terms
}

impl Token {
    /// The stem of the word, an ending that is no part of it aside.
    pub(crate) fn stem(&self) -> String {
        self.shared_stem().to_string()
    }

    /// As [`Self::stem`], for those who look at many.
    pub(crate) fn shared_stem(&self) -> Rc<str> {
        let bare = self.folded.strip_suffix('s').filter(|_| self.has_ending);
        stem(bare.unwrap_or(&self.folded))
    }
}

#[derive(Clone)]
struct TermTokenizer;

impl Tokenizer for TermTokenizer {
    type TokenStream<'a> = Terms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms<'a> {
        Terms {
            rest: text,
            token: IndexToken::default(),
        }
    }
}

/// The terms of an analysed text.
struct Terms<'a> {
    rest: &'a str,
    token: IndexToken,
}

impl TokenStream for Terms<'_> {
    fn advance(&mut self) -> bool {
        let mut chars = self.rest.chars();
        let Some(mark) = chars.next() else {
            return false;
        };
        let rest = chars.as_str();
        let is_mark = |byte: &u8| [NEXT as u8, SAME as u8].contains(byte);
        let end = rest.as_bytes().iter().position(is_mark);
        let (term, rest) = rest.split_at(end.unwrap_or(rest.len()));
        self.rest = rest;
        self.token.text.clear();
        self.token.text.push_str(term);
        if mark == NEXT {
            // Before the first term, the position is the greatest number there is.
            self.token.position = self.token.position.wrapping_add(1);
        }
        true
    }

    fn token(&self) -> &IndexToken {
        &self.token
    }

    fn token_mut(&mut self) -> &mut IndexToken {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_analysed_text_gives_its_terms_at_their_positions() {
        let text = analysed("Re-offending staff");
        let mut tokenizer = tokenizer();
        let mut stream = tokenizer.token_stream(&text);
        let mut terms = Vec::new();
        while stream.advance() {
            let token = stream.token();
            terms.push(format!("{} {}", token.position, token.text));
        }
        assert_eq!(
            terms,
            [
                "0 re",
                "0 =re",
                "0 reoffend",
                "0 =reoffending",
                "1 offend",
                "1 =offending",
                "1 reoffend",
                "1 =reoffending",
                "2 staff",
                "2 =staff",
            ]
        );
    }
}
