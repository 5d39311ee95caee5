//! `did_you_mean`: words of the index that are spelt nearly like those that found nothing.

use std::collections::BTreeSet;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;

use crate::SearchError;
use crate::analysis::{EXACT_MARK, exact_term, stem, tokens};
use crate::plan::Planner;
use crate::query::{Node, Word};

/// Shorter words have too many neighbours.
const SHORTEST: usize = 4;

/// The query as typed, with every word that the index does not know replaced by the nearest that it
/// knows; `None` where nothing is to be replaced.
pub(crate) fn corrected(
    planner: &Planner<'_>,
    root: &Node,
    query: &str,
) -> Result<Option<String>, SearchError> {
    let mut corrections = Vec::new();
    find(planner, root, &mut corrections)?;
    if corrections.is_empty() {
        return Ok(None);
    }
    corrections.sort_by_key(|correction| correction.at);
    let typed: Vec<char> = query.chars().collect();
    let mut better = String::with_capacity(query.len());
    let mut at = 0;
    for correction in corrections {
        better.extend(typed.get(at..correction.at).unwrap_or_default());
        better.push_str(&correction.word);
        at = correction.at + correction.length;
    }
    better.extend(typed.get(at..).unwrap_or_default());
    Ok(Some(better))
}

/// A word to put in place of another, by characters of the query.
struct Correction {
    at: usize,
    length: usize,
    word: String,
}

fn find(
    planner: &Planner<'_>,
    node: &Node,
    corrections: &mut Vec<Correction>,
) -> Result<(), SearchError> {
    match node {
        Node::Word(Word { text, at }) => find_in(planner, text, *at, corrections),
        // The text begins after the quotation mark.
        Node::Phrase { text, at, .. } => find_in(planner, text, at + 1, corrections),
        Node::All { nodes, .. } | Node::Any(nodes) => nodes
            .iter()
            .try_for_each(|node| find(planner, node, corrections)),
        Node::Not(_) | Node::Prefix(_) | Node::Fuzzy(..) | Node::Field { .. } => Ok(()),
    }
}

fn find_in(
    planner: &Planner<'_>,
    text: &str,
    at: usize,
    corrections: &mut Vec<Correction>,
) -> Result<(), SearchError> {
    for token in tokens(text).iter().filter(|token| !token.joined) {
        if let Some(word) = nearest(planner, &token.folded)? {
            corrections.push(Correction {
                at: at + text[..token.range.start].chars().count(),
                length: text[token.range.clone()].chars().count(),
                word,
            });
        }
    }
    Ok(())
}

/// The most frequent word of the index among the nearest, where the index does not have this one.
pub(crate) fn nearest(planner: &Planner<'_>, word: &str) -> Result<Option<String>, SearchError> {
    if word.chars().count() < SHORTEST || word.bytes().any(|b| b.is_ascii_digit()) {
        return Ok(None);
    }
    let fields = planner.fields.words_and_names(planner.scope);
    for &field in &fields {
        let known = [stem(word).to_string(), exact_term(word)];
        for term in known {
            let term = Term::from_field_text(field, &term);
            if planner.snapshot.frequency(&term)? > 0 {
                return Ok(None);
            }
        }
    }
    for edits in 1..=2 {
        let mut best: Option<(bool, u64, String)> = None;
        for &field in &fields {
            near(planner, field, word, edits, &mut best)?;
        }
        if let Some((_, _, word)) = best {
            return Ok(Some(word));
        }
    }
    Ok(None)
}

/// Looks for words of a field at this distance; the same first letter, then frequency decide.
fn near(
    planner: &Planner<'_>,
    field: Field,
    word: &str,
    edits: u8,
    best: &mut Option<(bool, u64, String)>,
) -> Result<(), SearchError> {
    let query = FuzzyTermQuery::new(Term::from_field_text(field, &exact_term(word)), edits, true);
    let mut found = BTreeSet::new();
    for segment in planner.snapshot.searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().search(query.automaton()?).into_stream()?;
        while stream.advance() {
            let term = std::str::from_utf8(stream.key()).unwrap_or_default();
            found.extend(term.strip_prefix(EXACT_MARK).map(str::to_owned));
        }
    }
    for found in found {
        let term = Term::from_field_text(field, &exact_term(&found));
        let frequency = planner.snapshot.frequency(&term)?;
        let same_start = found.chars().next() == word.chars().next();
        let is_better = best
            .as_ref()
            .is_none_or(|best| (same_start, frequency) > (best.0, best.1));
        if frequency > 0 && is_better {
            *best = Some((same_start, frequency, found));
        }
    }
    Ok(())
}
