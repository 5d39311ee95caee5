//! The tree of a query.

use super::{FieldValue, QueryField};

/// A part of a query. Positions are in characters of the query, from 0.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// A word in any inflection.
    Word(Word),
    /// Words that begin so.
    Prefix(Word),
    /// Words that differ by at most so many letters.
    Fuzzy(Word, u8),
    /// These words as written, in this order, with at most so many words between.
    Phrase { text: String, slop: u32, at: usize },
    /// A field has this value.
    Field {
        field: QueryField,
        value: FieldValue,
        at: usize,
    },
    /// Everything but this.
    Not(Box<Node>),
    /// All of these.
    All {
        nodes: Vec<Node>,
        /// Joined by a written AND: not to be relaxed.
        explicit: bool,
    },
    /// Any of these.
    Any(Vec<Node>),
}

impl Node {
    /// The word, where it is a plain one.
    pub(crate) const fn as_word(&self) -> Option<&Word> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }
}

/// A word as typed, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) at: usize,
}
