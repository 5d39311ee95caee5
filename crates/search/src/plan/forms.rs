//! The forms in which a typed word may be written.

use crate::analysis::{Token, tokens};

/// A word of a row: how it is looked for, and its stem where it is a single one.
pub(super) struct Sought {
    /// As typed, without punctuation.
    pub(super) text: String,
    pub(super) forms: Forms,
    pub(super) stem: Option<String>,
    /// Of a part of a hyphenated word: the stem of the whole.
    pub(super) whole: Option<String>,
}

/// The ways one word is written.
pub(super) enum Forms {
    /// One word.
    Single { stem: String, folded: String },
    /// A hyphenated word: its parts in a row, or written as one.
    Compound {
        parts: Vec<String>,
        joined: Option<String>,
    },
}

/// The words of a typed word: one, or its parts where it is hyphenated, or several where it holds
/// other punctuation.
pub(super) fn sought(text: &str) -> Vec<Sought> {
    let tokens = tokens(text);
    if let Some(joined) = tokens.iter().find(|token| token.joined) {
        let parts = tokens.iter().filter(|token| !token.joined);
        return vec![Sought {
            text: text.to_owned(),
            forms: Forms::Compound {
                parts: parts.map(Token::stem).collect(),
                joined: Some(joined.stem()),
            },
            stem: Some(joined.stem()),
            whole: None,
        }];
    }
    tokens.iter().map(single).collect()
}

/// The words of a typed word, hyphenated ones in parts, of which the last also stands for the whole.
pub(super) fn parts(text: &str) -> Vec<Sought> {
    let tokens = tokens(text);
    let plain = tokens.iter().filter(|token| !token.joined);
    let mut parts: Vec<Sought> = plain.map(single).collect();
    for token in tokens.iter().filter(|token| token.joined) {
        if let Some(part) = parts.get_mut(token.position) {
            part.whole = Some(token.stem());
        }
    }
    parts
}

fn single(token: &Token) -> Sought {
    Sought {
        text: token.folded.clone(),
        forms: Forms::Single {
            stem: token.stem(),
            folded: token.folded.clone(),
        },
        stem: Some(token.stem()),
        whole: None,
    }
}

/// The ways a phrase may be printed: hyphenated words in parts, and as one.
pub(super) fn written_ways(text: &str) -> Vec<Vec<String>> {
    let tokens = tokens(text);
    let split = tokens.iter().filter(|token| !token.joined);
    let mut ways = vec![split.map(|token| token.folded.clone()).collect()];
    if tokens.iter().any(|token| token.joined) {
        ways.push(joined_way(&tokens));
    }
    ways
}

fn joined_way(tokens: &[Token]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut end = 0;
    for token in tokens.iter().filter(|token| token.joined) {
        if token.range.start < end {
            continue;
        }
        let between = tokens.iter().filter(|other| {
            !other.joined && other.range.start >= end && other.range.end <= token.range.start
        });
        words.extend(between.map(|token| token.folded.clone()));
        words.push(token.folded.clone());
        end = token.range.end;
    }
    let rest = tokens
        .iter()
        .filter(|token| !token.joined && token.range.start >= end);
    words.extend(rest.map(|token| token.folded.clone()));
    words
}
