//! Prefixes and misspellings: the terms of the index that they stand for.

use std::collections::BTreeSet;

use tantivy::Term;
use tantivy::query::{FuzzyTermQuery, TermSetQuery};
use tantivy::schema::Field;

use super::{Boxed, Marks, Planner, any};
use crate::SearchError;
use crate::analysis::{EXACT_MARK, exact_term, fold};
use crate::query::Word;
use crate::scoring::Constant;

/// Most words of the index that a prefix or misspelling may stand for.
const MAX_EXPANSIONS: usize = 1_000;
/// What a match scores: about as much as a middling word.
const SCORE: f32 = 3.0;

impl Planner<'_> {
    /// `safeguard*`.
    pub(super) fn prefix(&self, word: &Word, marks: &mut Marks) -> Result<Boxed, SearchError> {
        self.prefix_in(&self.fields.words_and_names(self.scope), word, marks)
    }

    /// Words of these fields that begin so.
    pub(super) fn prefix_in(
        &self,
        fields: &[Field],
        word: &Word,
        marks: &mut Marks,
    ) -> Result<Boxed, SearchError> {
        let prefix = folded(word);
        self.expansion(fields, word, marks, |field, found| {
            let (from, to) = prefix_range(&prefix);
            for segment in self.snapshot.searcher.segment_readers() {
                let index = segment.inverted_index(field)?;
                let mut stream = index.terms().range().ge(&from).lt(&to).into_stream()?;
                while stream.advance() && found.len() <= MAX_EXPANSIONS {
                    found.extend(exact_form(stream.key()));
                }
            }
            Ok(())
        })
    }

    /// `probaton~1`.
    pub(super) fn fuzzy(
        &self,
        word: &Word,
        edits: u8,
        marks: &mut Marks,
    ) -> Result<Boxed, SearchError> {
        let sought = exact_term(&folded(word));
        self.expansion(
            &self.fields.words_and_names(self.scope),
            word,
            marks,
            |field, found| {
                let query = FuzzyTermQuery::new(Term::from_field_text(field, &sought), edits, true);
                for segment in self.snapshot.searcher.segment_readers() {
                    let index = segment.inverted_index(field)?;
                    let mut stream = index.terms().search(query.automaton()?).into_stream()?;
                    while stream.advance() && found.len() <= MAX_EXPANSIONS {
                        found.extend(exact_form(stream.key()));
                    }
                }
                Ok(())
            },
        )
    }

    fn expansion(
        &self,
        fields: &[Field],
        word: &Word,
        marks: &mut Marks,
        find: impl Fn(Field, &mut BTreeSet<String>) -> Result<(), SearchError>,
    ) -> Result<Boxed, SearchError> {
        let mut queries = Vec::new();
        for &field in fields {
            let mut found = BTreeSet::new();
            find(field, &mut found)?;
            if found.len() > MAX_EXPANSIONS {
                return Err(too_many(word));
            }
            let term = |text: &String| Term::from_field_text(field, &exact_term(text));
            let set: Boxed = Box::new(TermSetQuery::new(found.iter().map(term)));
            queries.push(match field == self.fields.context {
                true => self.of_document(set),
                false => set,
            });
            marks.exact.extend(found);
        }
        let set = any(queries);
        Ok(Box::new(Constant::new(set, SCORE)))
    }
}

fn folded(word: &Word) -> String {
    fold(&word.text).replace(' ', "")
}

fn exact_form(term: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(term).ok()?;
    text.strip_prefix(EXACT_MARK).map(str::to_owned)
}

/// Bounds of all terms that begin so: no character sorts after the last one.
fn prefix_range(prefix: &str) -> (String, String) {
    let from = exact_term(prefix);
    let to = format!("{from}{}", char::MAX);
    (from, to)
}

fn too_many(word: &Word) -> SearchError {
    SearchError::Query {
        message: format!(
            "\"{}\" stands for more than {MAX_EXPANSIONS} different words; write more of it",
            word.text
        ),
        position: word.at,
    }
}
