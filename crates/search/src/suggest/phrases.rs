//! Frequent phrases of the passages.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hasher};

use tantivy::schema::Value;
use tantivy::{DocId, Searcher, SegmentReader, TantivyDocument};

use crate::SearchError;
use crate::analysis::{is_common, tokens};
use crate::record::Record;
use crate::schema::Fields;
use crate::segments::{Segment, Segments};

/// About as many entries are read for frequent phrases, evenly from all there are.
const SAMPLE: u64 = 1_000;
/// A phrase is frequent when so many passages of the sample have it.
const FREQUENT: u32 = 3;
/// Phrases kept.
const MOST_PHRASES: usize = 2_000;

/// Two or three words in a row, none of them common, that several passages have; the most frequent first.
pub(super) fn frequent_phrases(
    searcher: &Searcher,
    segments: &Segments,
    fields: &Fields,
) -> Result<Vec<String>, SearchError> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    let step = searcher.num_docs() / SAMPLE + 1;
    for segment in searcher.segment_readers() {
        let store = segment.get_store_reader(4)?;
        for doc in sample(segment, &*segments.of(segment)?, step)? {
            let stored: TantivyDocument = store.get(doc)?;
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

/// One entry in so many, chosen by its document's id and its place there: wherever it lies in the index,
/// the same ones are chosen.
fn sample(reader: &SegmentReader, segment: &Segment, step: u64) -> Result<Vec<DocId>, SearchError> {
    let Some(documents) = &segment.documents else {
        return Ok(Vec::new());
    };
    let mut hashes = Vec::with_capacity(documents.num_terms());
    let mut ids = documents.dictionary().stream()?;
    while ids.advance() {
        let mut hasher = DefaultHasher::new();
        hasher.write(ids.key());
        hashes.push(hasher.finish() % step);
    }
    let mut chosen = Vec::new();
    for number in segment.blocks.numbers() {
        let document = documents.ords().first(segment.blocks.head(number));
        let Some(hash) = document.and_then(|number| hashes.get(number as usize)) else {
            continue;
        };
        let is_chosen = |entry: &DocId| {
            let place = segment.places.get_val(*entry);
            (hash + place).is_multiple_of(step) && !reader.is_deleted(*entry)
        };
        chosen.extend(segment.blocks.entries(number).filter(is_chosen));
    }
    Ok(chosen)
}

fn phrases(text: &str) -> HashSet<String> {
    let tokens = tokens(text);
    let words: Vec<(&str, bool)> = tokens
        .iter()
        .filter(|token| !token.joined)
        .map(|token| (token.folded.as_str(), is_phrase_word(&token.folded)))
        .collect();
    let mut found = HashSet::new();
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
