//! The words of a text, folded for comparison of names.

use std::ops::Range;

/// The words of a text: lower case, "&" as "and", apostrophes and a possessive "'s" dropped.
pub(crate) struct Folded {
    /// All words, one behind the other: a text has too many for a string each.
    text: String,
    words: Vec<Word>,
}

struct Word {
    /// Where it stands in the text.
    range: Range<usize>,
    /// Where it stands among the folded words.
    folded: Range<usize>,
}

/// About as many bytes of English a word takes, with the space behind it.
const BYTES_A_WORD: usize = 6;

impl Folded {
    pub(crate) fn of(text: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(text.len()),
            words: Vec::with_capacity(text.len() / BYTES_A_WORD),
        };
        folded.read(text, usize::MAX);
        folded
    }

    /// So many words from the start of a text, or all there are.
    pub(crate) fn of_first(text: &str, most: usize) -> Self {
        let mut folded = Self {
            text: String::with_capacity(text.len().min(most * BYTES_A_WORD)),
            words: Vec::with_capacity(most),
        };
        folded.read(text, most);
        folded
    }

    /// How many words there are.
    pub(crate) const fn len(&self) -> usize {
        self.words.len()
    }

    /// The word at a place, folded.
    pub(crate) fn word(&self, place: usize) -> &str {
        &self.text[self.words[place].folded.clone()]
    }

    /// Where the word at a place stands in the text.
    pub(crate) fn range(&self, place: usize) -> Range<usize> {
        self.words[place].range.clone()
    }

    /// All words, folded.
    pub(crate) fn words(&self) -> Vec<String> {
        let places = 0..self.len();
        places.map(|place| self.word(place).to_owned()).collect()
    }

    fn read(&mut self, text: &str, most: usize) {
        let mut open: Option<Range<usize>> = None;
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            if self.words.len() >= most {
                return;
            }
            let plain = text.as_bytes()[at..].iter();
            let plain = plain
                .take_while(|byte| byte.is_ascii_alphanumeric())
                .count();
            let end = at + if plain > 0 { plain } else { c.len_utf8() };
            let begun = at;
            at = end;
            if c.is_alphanumeric() {
                open = Some(open.map_or(begun, |open| open.start)..end);
                if plain > 0 {
                    let from = self.text.len();
                    self.text.push_str(&text[begun..end]);
                    self.text[from..].make_ascii_lowercase();
                } else {
                    self.text.extend(c.to_lowercase());
                }
                continue;
            }
            if matches!(c, '\'' | '\u{2019}') && open.is_some() {
                if is_possessive(&text[end..]) {
                    self.end(open.take());
                    at = end + 1;
                }
                continue;
            }
            self.end(open.take());
            if c == '&' {
                self.text.push_str("and");
                self.end(Some(begun..end));
            }
        }
        self.end(open);
    }

    /// What was folded since the word before is a word that stands there in the text.
    fn end(&mut self, range: Option<Range<usize>>) {
        let start = self.words.last().map_or(0, |word| word.folded.end);
        self.words.extend(range.map(|range| Word {
            range,
            folded: start..self.text.len(),
        }));
    }
}

/// What stands behind an apostrophe is the "s" of a possessive: "Surrey's", not "D'Arcy".
pub(crate) fn is_possessive(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_first_words_are_those_of_the_whole(
            text in "[aZ9é'’&. -]{0,24}|(?:D'Arcy|Kent’s|&|'s| |\u{130}){0,8}",
            most in 0usize..6,
        ) {
            let mut words = Folded::of(&text).words();
            words.truncate(most);
            let mut first = Folded::of_first(&text, most).words();
            // "a&" ends two words at once.
            first.truncate(most);
            proptest::prop_assert_eq!(first, words);
        }
    }

    #[test]
    fn words_are_folded_and_keep_their_places() {
        let text = "Kent’s «Œuvre» & St. D'Arcy. İ 2x";
        let folded = Folded::of(text);
        let words = ["kent", "œuvre", "and", "st", "darcy", "i\u{307}", "2x"];
        assert_eq!(folded.words(), words);
        let ranges = (0..folded.len()).map(|place| &text[folded.range(place)]);
        assert_eq!(
            ranges.collect::<Vec<_>>(),
            ["Kent", "Œuvre", "&", "St", "D'Arcy", "İ", "2x"]
        );
    }
}
