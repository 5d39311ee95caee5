//! Completions of what is being typed: units, standards, titles and frequent phrases.

use std::collections::HashMap;
use std::sync::Arc;

use probity_model::Gazetteer;
use tantivy::Searcher;

use crate::analysis::{fold, is_common, tokens};
use crate::facets::FacetValues;
use crate::record::Record;
use crate::schema::{Fields, column};
use crate::{Facet, SearchError, Suggestion, TantivyIndex};

/// Passages that frequent phrases are read from, evenly from all there are.
const SAMPLE: u32 = 1_000;
/// A phrase is frequent when so many passages of the sample have it.
const FREQUENT: u32 = 3;
/// Phrases kept.
const MOST_PHRASES: usize = 2_000;

/// All that can be suggested, in the order of preference among equally good matches.
#[derive(Debug, Default)]
pub(crate) struct Suggestions {
    candidates: Vec<Candidate>,
    phrases: Phrases,
}

/// Frequent phrases, and how large the index was that they were read from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Phrases {
    entries: u64,
    phrases: Arc<Vec<String>>,
}

impl Phrases {
    /// These phrases still tell what is frequent: reading them anew takes long, and they change little.
    fn fits(&self, entries: u64) -> bool {
        entries.abs_diff(self.entries) <= self.entries / 5
    }

    fn read(searcher: &Searcher, fields: &Fields) -> Result<Self, SearchError> {
        Ok(Self {
            entries: searcher.num_docs(),
            phrases: Arc::new(frequent_phrases(searcher, fields)?),
        })
    }
}

#[derive(Debug)]
struct Candidate {
    suggestion: Suggestion,
    /// Folded, a blank before each word.
    folded: String,
}

/// Answers what is being typed.
pub(crate) fn suggest(
    index: &TantivyIndex,
    prefix: &str,
    limit: usize,
) -> Result<Vec<Suggestion>, SearchError> {
    let snapshot = index.snapshot();
    let suggestions = snapshot.suggestions(index.fields(), &index.settings().gazetteer)?;
    Ok(suggestions.matching(prefix, limit))
}

impl Suggestions {
    pub(crate) fn read(
        searcher: &Searcher,
        fields: &Fields,
        values: &FacetValues,
        gazetteer: &Gazetteer,
        known: Option<&Phrases>,
    ) -> Result<Self, SearchError> {
        let phrases = match known.filter(|known| known.fits(searcher.num_docs())) {
            Some(known) => known.clone(),
            None => Phrases::read(searcher, fields)?,
        };
        let mut suggestions = Self {
            phrases,
            ..Self::default()
        };
        for (facet, kind) in [
            (Facet::Pdu, "pdu"),
            (Facet::Region, "region"),
            (Facet::Standard, "standard"),
        ] {
            values
                .names(facet)
                .for_each(|name| suggestions.push(name, kind));
        }
        suggestions.push_towns(gazetteer, values);
        for phrase in Arc::clone(&suggestions.phrases.phrases).iter() {
            suggestions.push(phrase, "phrase");
        }
        for title in titles(searcher)? {
            suggestions.push(&title, "title");
        }
        Ok(suggestions)
    }

    /// Who types a town is offered the unit that serves it.
    fn push_towns(&mut self, gazetteer: &Gazetteer, values: &FacetValues) {
        for pdu in gazetteer.pdus() {
            if values.names(Facet::Pdu).any(|name| name == pdu.name) {
                for place in &pdu.places {
                    self.push_as(place, &pdu.name, "pdu");
                }
            }
        }
    }

    /// What the next snapshot need not read again.
    pub(crate) fn phrases(&self) -> Phrases {
        self.phrases.clone()
    }

    fn push(&mut self, text: &str, kind: &'static str) {
        self.push_as(text, text, kind);
    }

    /// Offers a text to who types another.
    fn push_as(&mut self, typed: &str, text: &str, kind: &'static str) {
        let folded = format!(" {}", fold(typed));
        if folded.len() > 1 {
            self.candidates.push(Candidate {
                suggestion: Suggestion {
                    text: text.to_owned(),
                    kind,
                },
                folded,
            });
        }
    }

    /// Those that begin with what is typed, then those with words that do, then the misspelt.
    fn matching(&self, prefix: &str, limit: usize) -> Vec<Suggestion> {
        let typed = fold(prefix);
        if typed.is_empty() {
            return Vec::new();
        }
        let words: Vec<&str> = typed.split(' ').collect();
        let mut ranked: Vec<(u32, &Candidate)> = self
            .candidates
            .iter()
            .filter_map(|candidate| Some((rank(&candidate.folded, &typed, &words)?, candidate)))
            .collect();
        if ranked.len() < limit {
            let misspelt = self.candidates.iter().filter(|candidate| {
                rank(&candidate.folded, &typed, &words).is_none()
                    && is_near(&candidate.folded, &words)
            });
            ranked.extend(misspelt.map(|candidate| (3, candidate)));
        }
        ranked.sort_by_key(|(rank, _)| *rank);
        let mut found: Vec<Suggestion> = Vec::new();
        for (_, candidate) in ranked {
            if found.len() == limit {
                break;
            }
            if !found
                .iter()
                .any(|known| known.text.eq_ignore_ascii_case(&candidate.suggestion.text))
            {
                found.push(candidate.suggestion.clone());
            }
        }
        found
    }
}

/// 0: begins so; 1: has these words in a row; 2: has words that begin so.
fn rank(folded: &str, typed: &str, words: &[&str]) -> Option<u32> {
    if folded[1..].starts_with(typed) {
        return Some(0);
    }
    if folded
        .match_indices(typed)
        .any(|(at, _)| folded[..at].ends_with(' '))
    {
        return Some(1);
    }
    let has = |word: &&str| {
        folded
            .match_indices(*word)
            .any(|(at, _)| folded[..at].ends_with(' '))
    };
    words.iter().all(has).then_some(2)
}

/// Whether each word typed is a letter or two from the beginning of a word.
fn is_near(folded: &str, words: &[&str]) -> bool {
    words.iter().all(|typed| {
        let length = typed.chars().count();
        let allowed = match length {
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        folded
            .split(' ')
            .filter(|word| !word.is_empty())
            .any(|word| {
                (length.saturating_sub(1)..=length + 1).any(|cut| {
                    let beginning: String = word.chars().take(cut).collect();
                    beginning.chars().next() == typed.chars().next()
                        && distance(&beginning, typed, allowed) <= allowed
                })
            })
    })
}

/// Letters to insert, drop, change or swap to make one word of another; more than `most` counts as that.
fn distance(a: &str, b: &str, most: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (row, from) in a.iter().enumerate() {
        let mut next = vec![row + 1; b.len() + 1];
        for (place, to) in b.iter().enumerate() {
            let changed = last[place] + usize::from(from != to);
            next[place + 1] = changed.min(last[place + 1] + 1).min(next[place] + 1);
            if row > 0 && place > 0 && *from == b[place - 1] && a[row - 1] == *to {
                next[place + 1] = next[place + 1].min(before[place - 1] + 1);
            }
        }
        before = std::mem::replace(&mut last, next);
    }
    last[b.len()]
}

fn titles(searcher: &Searcher) -> Result<Vec<String>, SearchError> {
    let mut titles = Vec::new();
    for segment in searcher.segment_readers() {
        let Some(column) = segment.fast_fields().str(column::TITLE_KEY)? else {
            continue;
        };
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            let key = String::from_utf8_lossy(stream.key());
            titles.extend(crate::entries::printed_title(&key).map(str::to_owned));
        }
    }
    titles.sort();
    titles.dedup();
    Ok(titles)
}

/// Two or three words in a row, none of them common, that several passages have.
fn frequent_phrases(searcher: &Searcher, fields: &Fields) -> Result<Vec<String>, SearchError> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    let all: u64 = searcher.num_docs().max(1);
    let step = u32::try_from(all / u64::from(SAMPLE) + 1).unwrap_or(u32::MAX);
    for segment in searcher.segment_readers() {
        let store = segment.get_store_reader(4)?;
        for doc in (0..segment.max_doc()).step_by(step as usize) {
            if segment.is_deleted(doc) {
                continue;
            }
            use tantivy::schema::Value;
            let stored: tantivy::TantivyDocument = store.get(doc)?;
            let json = stored
                .get_first(fields.record)
                .and_then(|value| value.as_str());
            let record = Record::from_json(json.unwrap_or_default())?;
            for phrase in phrases(&record.text) {
                *counts.entry(phrase).or_default() += 1;
            }
        }
    }
    let mut frequent: Vec<(u32, String)> = counts
        .into_iter()
        .filter(|(_, count)| *count >= FREQUENT)
        .map(|(phrase, count)| (count, phrase))
        .collect();
    frequent.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    frequent.truncate(MOST_PHRASES);
    Ok(frequent.into_iter().map(|(_, phrase)| phrase).collect())
}

fn phrases(text: &str) -> std::collections::HashSet<String> {
    let tokens = tokens(text);
    let words: Vec<(&str, bool)> = tokens
        .iter()
        .filter(|token| !token.joined)
        .map(|token| (token.folded.as_str(), is_phrase_word(&token.folded)))
        .collect();
    let mut found = std::collections::HashSet::new();
    for length in [2, 3] {
        for window in words.windows(length) {
            if window.iter().all(|(_, fits)| *fits) {
                let words: Vec<&str> = window.iter().map(|(word, _)| *word).collect();
                found.insert(words.join(" "));
            }
        }
    }
    found
}

fn is_phrase_word(word: &str) -> bool {
    word.len() > 2 && !is_common(word) && word.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: &[&str]) {
        let mut suggestions = Suggestions::default();
        for (text, kind) in [
            ("Westvale North", "pdu"),
            ("North Westmoor", "region"),
            ("Leadership", "standard"),
            ("risk of serious harm", "phrase"),
        ] {
            suggestions.push(text, kind);
        }
        let found = suggestions.matching(typed, 10);
        let found: Vec<&str> = found
            .iter()
            .map(|suggestion| suggestion.text.as_str())
            .collect();
        assert_eq!(found, expected, "{typed}");
    }

    #[test]
    fn beginnings_come_before_words_and_both_before_misspellings() {
        check("wes", &["Westvale North", "North Westmoor"]);
        check("north west", &["North Westmoor", "Westvale North"]);
        check("serious h", &["risk of serious harm"]);
        check("ledership", &["Leadership"]);
        check("zzz", &[]);
        check("  ", &[]);
    }

    #[test]
    fn distance_counts_letters() {
        assert_eq!(distance("probation", "probaton", 2), 1);
        assert_eq!(distance("from", "form", 2), 1);
        assert_eq!(distance("abc", "abc", 2), 0);
        assert!(distance("abc", "xyz", 1) > 1);
    }
}
