//! Words and phrases: where they are looked for, what else they mean, and how each place weighs.

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, PhraseQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::units::{NamedUnit, stretches};
use super::{Boxed, MarkPhrase, Marks, Planner, any, both, facet_filter};
use crate::Scope;
use crate::analysis::{Token, exact_term, tokens};
use crate::meaning::Meaning;
use crate::query::Word;

/// What a word found in the form it was typed in adds, against 1 for its stem.
const EXACT: f32 = 0.4;
/// How much another way to say it weighs.
const MEANING: f32 = 0.5;
/// What the second-best way of several found adds.
const TIE: f32 = 0.1;
/// What two words near one another add.
const NEAR: f32 = 0.4;
/// Words that may stand between two that count as near.
const NEAR_SLOP: u32 = 3;

/// What a hyphenated word written as one weighs where its parts are sought each for themselves.
const WHOLE: f32 = 0.4;

/// What an entry about a unit that the query names scores: more than a rare word.
const ABOUT: f32 = 8.0;
/// What naming such a unit weighs, against 1 for any other word: passages about a unit rarely name it.
const NAMED: f32 = 0.3;

/// A field to look in and what a match there weighs.
type Place = (Field, f32);

/// A word of a row: how it is looked for, and its stem where it is a single one.
struct Sought {
    forms: Forms,
    stem: Option<String>,
    /// Of a part of a hyphenated word: the stem of the whole.
    whole: Option<String>,
}

/// The ways one word is written.
enum Forms {
    /// One word.
    Single { stem: String, folded: String },
    /// A hyphenated word: its parts in a row, or written as one.
    Compound {
        parts: Vec<String>,
        joined: Option<String>,
    },
}

impl Planner<'_> {
    /// A row of words, all of them wanted.
    pub(super) fn row_of_words(&self, words: &[&Word], marks: &mut Marks) -> Boxed {
        all(self.slots(words, marks))
    }

    /// For each thing a row of words names (a word, or words that are one expression), the ways to
    /// find it.
    pub(super) fn slots(&self, words: &[&Word], marks: &mut Marks) -> Vec<Boxed> {
        self.slots_as(sought, words, marks)
    }

    /// As [`Self::slots`], the parts of hyphenated words each for themselves.
    pub(super) fn loose_slots(&self, words: &[&Word], marks: &mut Marks) -> Vec<Boxed> {
        self.slots_as(parts, words, marks)
    }

    fn slots_as(
        &self,
        read: impl Fn(&str) -> Vec<Sought>,
        words: &[&Word],
        marks: &mut Marks,
    ) -> Vec<Boxed> {
        let mut slots = Vec::new();
        for stretch in stretches(self.gazetteer, words) {
            let sought: Vec<Sought> = stretch
                .words
                .iter()
                .flat_map(|word| read(&word.text))
                .collect();
            match stretch.unit {
                None => slots.extend(self.slots_of(&sought, marks)),
                Some(unit) => slots.push(self.unit(&unit, &sought, marks)),
            }
        }
        slots
    }

    /// A unit's name: entries about the unit, and those that only name it.
    fn unit(&self, unit: &NamedUnit, sought: &[Sought], marks: &mut Marks) -> Boxed {
        let named = all(sought.iter().map(|word| self.word(word, marks)).collect());
        let about = facet_filter(self.fields, unit.facet, std::slice::from_ref(&unit.name));
        let about = both(about, self.everything());
        let about: Boxed = Box::new(ConstScoreQuery::new(about, ABOUT));
        let weight = if unit.full_name { NAMED } else { 1.0 };
        best(vec![about, boosted(named, weight)])
    }

    fn slots_of(&self, sought: &[Sought], marks: &mut Marks) -> Vec<Boxed> {
        let mut slots = Vec::new();
        let mut at = 0;
        while at < sought.len() {
            let (length, meanings) = self.meanings(&sought[at..]);
            let words = sought[at..at + length].iter();
            let said: Vec<Boxed> = words.map(|word| self.word(word, marks)).collect();
            let mut ways = vec![all(said)];
            ways.extend(meanings.iter().map(|meaning| self.meaning(meaning, marks)));
            slots.push(best(ways));
            at += length;
        }
        slots
    }

    /// Bonuses for neighbours of the query that stand near one another.
    pub(super) fn nearness(&self, words: &[&Word]) -> Vec<Boxed> {
        let sought: Vec<Sought> = words.iter().flat_map(|word| parts(&word.text)).collect();
        let stems: Vec<&str> = sought
            .iter()
            .filter_map(|word| word.stem.as_deref())
            .collect();
        let field = self.fields.words(self.scope);
        let pair = |pair: &[&str]| {
            let terms = pair
                .iter()
                .enumerate()
                .map(|(at, stem)| (at, Term::from_field_text(field, stem)));
            let near = PhraseQuery::new_with_offset_and_slop(terms.collect(), NEAR_SLOP);
            boosted(Box::new(near), NEAR)
        };
        stems
            .windows(2)
            .filter(|two| two[0] != two[1])
            .map(pair)
            .collect()
    }

    fn meanings(&self, sought: &[Sought]) -> (usize, &[Meaning]) {
        let stems: Vec<&str> = sought
            .iter()
            .map_while(|word| word.stem.as_deref())
            .collect();
        self.thesaurus.longest(&stems).unwrap_or((1, &[]))
    }

    fn word(&self, word: &Sought, marks: &mut Marks) -> Boxed {
        match &word.forms {
            Forms::Single { stem, folded } => {
                marks.stems.insert(stem.clone());
                let mut ways = self.stem(stem);
                let field = self.fields.words(self.scope);
                ways.push(boosted(term(field, &exact_term(folded)), EXACT));
                let ways = any(ways);
                match &word.whole {
                    Some(whole) => best(vec![ways, boosted(any(self.stem(whole)), WHOLE)]),
                    None => ways,
                }
            }
            Forms::Compound { parts, joined } => {
                marks.phrase(parts, false, 0);
                let mut ways = self.phrase(parts, 0);
                if let Some(joined) = joined {
                    marks.stems.insert(joined.clone());
                    ways.extend(self.stem(joined));
                }
                any(ways)
            }
        }
    }

    fn meaning(&self, meaning: &Meaning, marks: &mut Marks) -> Boxed {
        let ways = match meaning.stems.as_slice() {
            [stem] => {
                marks.stems.insert(stem.clone());
                self.stem(stem)
            }
            stems => {
                marks.phrase(stems, false, 0);
                self.phrase(stems, 0)
            }
        };
        boosted(any(ways), MEANING * self.as_one_word(&meaning.stems))
    }

    /// What makes a phrase weigh as its rarest word: by itself it weighs as all of them together.
    fn as_one_word(&self, stems: &[String]) -> f32 {
        let field = self.fields.words(self.scope);
        let entries = self.snapshot.entries_of(self.scope).max(1) as f32;
        let rarity = |stem: &String| {
            let term = Term::from_field_text(field, stem);
            let found = self.snapshot.searcher.doc_freq(&term).unwrap_or_default() as f32;
            (1.0 + (entries - found.min(entries) + 0.5) / (found + 0.5)).ln()
        };
        let (mut sum, mut rarest) = (0.0, 0.0_f32);
        for rarity in stems.iter().map(rarity) {
            sum += rarity;
            rarest = rarest.max(rarity);
        }
        if sum > 0.0 { rarest / sum } else { 1.0 }
    }

    /// `"words as written"`.
    pub(super) fn quoted(&self, text: &str, slop: u32, marks: &mut Marks) -> Boxed {
        let mut ways = Vec::new();
        for words in written_ways(text) {
            marks.phrase(&words, true, slop);
            let exact: Vec<String> = words.iter().map(|word| exact_term(word)).collect();
            ways.extend(self.phrase(&exact, slop));
        }
        any(ways)
    }

    fn stem(&self, stem: &str) -> Vec<Boxed> {
        let places = self.places();
        places
            .iter()
            .map(|(field, weight)| boosted(term(*field, stem), *weight))
            .collect()
    }

    fn phrase(&self, terms: &[String], slop: u32) -> Vec<Boxed> {
        let places = self.places();
        places
            .iter()
            .map(|(field, weight)| boosted(phrase(*field, terms, slop), *weight))
            .collect()
    }

    /// Where words are looked for, and how much a match in each place weighs.
    fn places(&self) -> Vec<Place> {
        let words = self.fields.words(self.scope);
        let context = self.fields.context(self.scope);
        match self.scope {
            Scope::Documents => vec![(words, 1.0), (context, 1.5)],
            Scope::Findings => vec![(words, 1.0), (context, 0.15), (self.fields.section, 0.4)],
            Scope::Recommendations => vec![(words, 1.0), (context, 0.3)],
        }
    }
}

impl Marks {
    fn phrase(&mut self, words: &[String], exact: bool, slop: u32) {
        match words {
            [] => {}
            [word] if exact => {
                self.exact.insert(word.clone());
            }
            [word] => {
                self.stems.insert(word.clone());
            }
            _ => self.phrases.push(MarkPhrase {
                words: words.to_vec(),
                exact,
                slop,
            }),
        }
    }
}

/// The words of a typed word: one, or its parts where it is hyphenated, or several where it holds
/// other punctuation.
fn sought(text: &str) -> Vec<Sought> {
    let tokens = tokens(text);
    if let Some(joined) = tokens.iter().find(|token| token.joined) {
        let parts = tokens.iter().filter(|token| !token.joined);
        return vec![Sought {
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
fn parts(text: &str) -> Vec<Sought> {
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

fn term(field: Field, text: &str) -> Boxed {
    let term = Term::from_field_text(field, text);
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

/// Terms in a row. A phrase of one is a term; the engine refuses it otherwise.
pub(super) fn phrase(field: Field, terms: &[String], slop: u32) -> Boxed {
    match terms {
        [] => Box::new(tantivy::query::EmptyQuery),
        [only] => term(field, only),
        _ => {
            let terms = terms.iter().enumerate();
            let terms = terms.map(|(at, text)| (at, Term::from_field_text(field, text)));
            Box::new(PhraseQuery::new_with_offset_and_slop(terms.collect(), slop))
        }
    }
}

fn all(mut queries: Vec<Boxed>) -> Boxed {
    match queries.len() {
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::intersection(queries)),
    }
}

fn best(mut ways: Vec<Boxed>) -> Boxed {
    match ways.len() {
        1 => ways.remove(0),
        _ => Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, TIE)),
    }
}

fn boosted(query: Boxed, boost: f32) -> Boxed {
    Box::new(BoostQuery::new(query, boost))
}
