//! The analyser of every text field: each word gives its stem and, marked, its exact form at one position.

use tantivy::tokenizer::{TextAnalyzer, Token as IndexToken, TokenStream, Tokenizer};

use super::{Token, stem, tokens};

/// The analyser's name in the index's schema.
pub(crate) const TOKENIZER: &str = "probity_words";

/// Precedes exact forms among a field's terms; no stem begins with it.
pub(crate) const EXACT_MARK: char = '=';

/// The analyser.
pub(crate) fn tokenizer() -> TextAnalyzer {
    TextAnalyzer::from(WordTokenizer)
}

/// The term of a folded word as it was written.
pub(crate) fn exact_term(folded: &str) -> String {
    format!("{EXACT_MARK}{folded}")
}

impl Token {
    /// The stem of the word, an ending that is no part of it aside.
    pub(crate) fn stem(&self) -> String {
        let bare = self.folded.strip_suffix('s').filter(|_| self.has_ending);
        stem(bare.unwrap_or(&self.folded))
    }
}

#[derive(Clone)]
struct WordTokenizer;

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Words;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words {
        Words {
            words: tokens(text).into_iter(),
            exact: None,
            token: IndexToken::default(),
        }
    }
}

/// The terms of a text.
struct Words {
    words: std::vec::IntoIter<Token>,
    /// The word whose stem was given last and whose exact form comes next.
    exact: Option<String>,
    token: IndexToken,
}

impl TokenStream for Words {
    fn advance(&mut self) -> bool {
        if let Some(folded) = self.exact.take() {
            self.token.text.clear();
            self.token.text.push(EXACT_MARK);
            self.token.text.push_str(&folded);
            return true;
        }
        let Some(word) = self.words.next() else {
            return false;
        };
        self.token.text = word.stem();
        self.token.position = word.position;
        self.token.offset_from = word.range.start;
        self.token.offset_to = word.range.end;
        self.exact = Some(word.folded);
        true
    }

    fn token(&self) -> &IndexToken {
        &self.token
    }

    fn token_mut(&mut self) -> &mut IndexToken {
        &mut self.token
    }
}
