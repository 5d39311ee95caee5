//! What a query looks for, in the form in which snippets are marked.

use std::collections::HashSet;

use crate::analysis::initials_of;

/// Words and phrases to mark.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    /// Words with these stems.
    pub(crate) stems: HashSet<String>,
    /// Words whose folded form is one of these.
    pub(crate) exact: HashSet<String>,
    /// Words that belong together.
    pub(crate) phrases: Vec<MarkPhrase>,
}

/// Words in a row, marked as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MarkPhrase {
    /// Stems, or folded forms.
    pub(crate) words: Vec<String>,
    /// The words are folded forms.
    pub(crate) exact: bool,
    /// Words that may stand between.
    pub(crate) slop: u32,
}

impl Marks {
    /// The letters that words to mark may begin with: a word that begins with another is none.
    pub(crate) fn initials(&self) -> Initials {
        let in_phrases = self.phrases.iter().flat_map(|phrase| &phrase.words);
        let words = self.stems.iter().chain(&self.exact).chain(in_phrases);
        let first = words.filter_map(|word| word.chars().next());
        let mut initials = Initials::default();
        for initial in first.flat_map(initials_of) {
            match u8::try_from(initial) {
                Ok(byte) if byte.is_ascii() => initials.ascii |= 1 << byte,
                _ => initials.others.push(initial),
            }
        }
        initials
    }

    /// Nothing is to be marked.
    pub(crate) fn is_empty(&self) -> bool {
        self.stems.is_empty() && self.exact.is_empty() && self.phrases.is_empty()
    }
}

/// Some letters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Initials {
    /// A bit for each.
    ascii: u128,
    others: Vec<char>,
}

impl Initials {
    pub(crate) fn has(&self, letter: char) -> bool {
        match u8::try_from(letter) {
            Ok(byte) if byte.is_ascii() => self.ascii & 1 << byte != 0,
            _ => self.others.contains(&letter),
        }
    }
}
