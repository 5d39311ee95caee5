//! A list of texts that is found by the beginnings of their words, right or misspelt.

use std::collections::BTreeMap;

use super::Offer;
use super::near::Typed;
use crate::Suggestion;
use crate::analysis::fold;

/// Texts, and the words they are found by.
#[derive(Debug, Default)]
pub(super) struct Completions {
    /// In the order of preference among equally good matches.
    texts: Vec<Text>,
    /// Numbers of the texts that have each word.
    words: BTreeMap<String, Vec<u32>>,
    /// Numbers of all texts, in the order of their folded forms.
    by_text: Vec<u32>,
}

/// Texts with all words that are looked at for having them in a row.
const MOST_LOOKED_AT: usize = 5_000;

#[derive(Debug)]
struct Text {
    suggestion: Suggestion,
    /// Folded, a blank before each word.
    folded: String,
}

impl Completions {
    pub(super) fn new(offers: Vec<Offer>) -> Self {
        let mut completions = Self::default();
        for offer in offers {
            let folded = fold(&offer.typed);
            let Ok(number) = u32::try_from(completions.texts.len()) else {
                break;
            };
            if folded.is_empty() {
                continue;
            }
            for word in folded.split(' ') {
                let texts = completions.words.entry(word.to_owned()).or_default();
                if texts.last() != Some(&number) {
                    texts.push(number);
                }
            }
            completions.texts.push(Text {
                suggestion: offer.suggestion,
                folded: format!(" {folded}"),
            });
        }
        let texts = &completions.texts;
        let mut by_text: Vec<u32> = (0..).take(texts.len()).collect();
        by_text.sort_by_key(|number| &texts[*number as usize].folded);
        completions.by_text = by_text;
        completions
    }

    /// Those that begin with what is typed, then those with words that do, then the misspelt.
    pub(super) fn of(&self, typed: &str, limit: usize) -> Vec<Suggestion> {
        let typed = fold(typed);
        if typed.is_empty() {
            return Vec::new();
        }
        let words: Vec<&str> = typed.split(' ').collect();
        let mut found = Found {
            limit,
            suggestions: Vec::new(),
        };
        self.offer(self.beginning_with(&typed).into_iter(), &mut found);
        if !found.is_full() {
            let well_spelt = self.with_all(&words, |word| self.beginning(word));
            self.offer_well_spelt(&well_spelt, &typed, &mut found);
        }
        if !found.is_full() {
            let misspelt = self.with_all(&words, |word| self.near(word));
            self.offer(misspelt.into_iter(), &mut found);
        }
        found.suggestions
    }

    /// Numbers of the texts that begin so, in order.
    fn beginning_with(&self, typed: &str) -> Vec<u32> {
        let folded = |number: &u32| &self.texts[*number as usize].folded[1..];
        let from = self
            .by_text
            .partition_point(|number| folded(number) < typed);
        let beginning = self.by_text[from..]
            .iter()
            .take_while(|number| folded(number).starts_with(typed));
        let mut numbers: Vec<u32> = beginning.copied().collect();
        numbers.sort_unstable();
        numbers
    }

    /// Offers texts with words that begin so, those first that have them in a row.
    fn offer_well_spelt(&self, numbers: &[u32], typed: &str, found: &mut Found) {
        let (mut in_a_row, mut others) = (Vec::new(), Vec::new());
        for number in numbers.iter().take(MOST_LOOKED_AT) {
            // Some may be offered already, or twice.
            if in_a_row.len() >= 2 * found.limit {
                break;
            }
            match has_in_a_row(&self.texts[*number as usize].folded, typed) {
                true => in_a_row.push(*number),
                false => others.push(*number),
            }
        }
        self.offer(in_a_row.into_iter().chain(others), found);
    }

    fn offer(&self, numbers: impl Iterator<Item = u32>, found: &mut Found) {
        for number in numbers {
            if found.is_full() {
                return;
            }
            found.push(&self.texts[number as usize].suggestion);
        }
    }

    /// Texts that have, for each of these words, one of those it stands for, in order.
    fn with_all<'c>(
        &'c self,
        words: &[&str],
        stands_for: impl Fn(&str) -> Vec<&'c [u32]>,
    ) -> Vec<u32> {
        let mut all: Option<Vec<bool>> = None;
        for word in words {
            let mut has = vec![false; self.texts.len()];
            for texts in stands_for(word) {
                texts.iter().for_each(|number| has[*number as usize] = true);
            }
            if let Some(before) = all {
                has.iter_mut()
                    .zip(before)
                    .for_each(|(has, before)| *has &= before);
            }
            all = Some(has);
        }
        let all = all.unwrap_or_default().into_iter().zip(0..);
        all.filter_map(|(has, number)| has.then_some(number))
            .collect()
    }

    fn beginning(&self, typed: &str) -> Vec<&[u32]> {
        let from = self.words.range(typed.to_owned()..);
        let beginning = from.take_while(|(word, _)| word.starts_with(typed));
        beginning.map(|(_, texts)| texts.as_slice()).collect()
    }

    /// Words that begin so, rightly or nearly.
    fn near(&self, typed: &str) -> Vec<&[u32]> {
        let Some(first) = typed.chars().next() else {
            return Vec::new();
        };
        let typed = Typed::new(typed);
        let from = self.words.range(first.to_string()..);
        let same_letter = from.take_while(|(word, _)| word.starts_with(first));
        let near = same_letter.filter(|(word, _)| typed.begins_nearly(word));
        near.map(|(_, texts)| texts.as_slice()).collect()
    }
}

/// Suggestions so far, each text once.
struct Found {
    limit: usize,
    suggestions: Vec<Suggestion>,
}

impl Found {
    fn is_full(&self) -> bool {
        self.suggestions.len() >= self.limit
    }

    fn push(&mut self, suggestion: &Suggestion) {
        let is_known = |known: &Suggestion| known.text.eq_ignore_ascii_case(&suggestion.text);
        if !self.suggestions.iter().any(is_known) {
            self.suggestions.push(suggestion.clone());
        }
    }
}

/// Whether a text has words in a row that begin so.
fn has_in_a_row(folded: &str, typed: &str) -> bool {
    let mut places = folded.match_indices(typed);
    places.any(|(at, _)| folded[..at].ends_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: &[&str]) {
        let offers = [
            ("Westvale North", "pdu"),
            ("North Westmoor", "region"),
            ("Leadership", "standard"),
            ("risk of serious harm", "phrase"),
        ]
        .map(|(text, kind)| Offer::itself(text, kind));
        let mut offers = Vec::from(offers);
        offers.push(Offer::to_who_types("Tollbridge", "Westvale North", "pdu"));
        let found = Completions::new(offers).of(typed, 10);
        let found: Vec<&str> = found.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(found, expected, "{typed}");
    }

    #[test]
    fn beginnings_come_before_words_and_both_before_misspellings() {
        check("wes", &["Westvale North", "North Westmoor"]);
        check("north west", &["North Westmoor", "Westvale North"]);
        check("serious h", &["risk of serious harm"]);
        check("ledership", &["Leadership"]);
        check("sreious harm", &["risk of serious harm"]);
        check("tolbridge", &["Westvale North"]);
        check("zzz", &[]);
        check("  ", &[]);
    }
}
