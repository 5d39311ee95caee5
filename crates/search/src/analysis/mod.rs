//! How text becomes words: the same for what is indexed, what is asked and what is marked in snippets.

mod stem;
mod stopwords;
mod tokenizer;
mod tokens;

pub(crate) use stem::{initials_of, stem};
pub(crate) use stopwords::{is_asking, is_common, is_everywhere};
pub(crate) use tokenizer::{
    EXACT_MARK, TOKENIZER, analysed, analysed_words, exact_term, tokenizer,
};
pub(crate) use tokens::{Place, Token, fold, fold_words, places, tokens};
