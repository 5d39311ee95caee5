//! Words and phrases: where they are looked for, what else they mean, and how each place weighs.

use tantivy::Term;
use tantivy::schema::Field;

use super::forms::{Forms, Sought, parts, sought, written_ways};
use super::units::{NamedUnit, stretches};
use super::ways::{How, Way, Ways};
use super::{Boxed, MarkPhrase, Marks, Planner, both};
use crate::Scope;
use crate::analysis::{self, EXACT_MARK, exact_term, is_everywhere};
use crate::meaning::Meaning;
use crate::query::Word;
use crate::scoring::{BonusPair, Constant, Near, Terms};

/// What a word found in the form it was typed in adds, against 1 for its stem.
const EXACT: f32 = 0.3;
/// How much another way to say it weighs.
const MEANING: f32 = 0.8;
/// What a word that all documents are about weighs, against 1 for any other.
const EVERYWHERE: f32 = 0.3;
/// What two words near one another add.
const NEAR: f32 = 0.15;
/// So many times as much they add in a row.
const IN_A_ROW: f32 = 2.6;
/// Words that may stand between two that count as near.
const NEAR_SLOP: u32 = 3;

/// Most pairs of neighbours that are looked for: a pasted text has hundreds.
const MOST_PAIRS: usize = 16;

/// What a hyphenated word written as one weighs where its parts are sought each for themselves.
const WHOLE: f32 = 0.4;

/// What an entry about a unit that the query names scores: more than a rare word.
const ABOUT: f32 = 8.0;
/// What naming such a unit weighs, against 1 for any other word: passages about a unit rarely name it.
const NAMED: f32 = 0.3;

/// A part of an entry to look in, and what a match there weighs.
struct Place {
    name: &'static str,
    field: Field,
    weight: f32,
}

/// Words of a query that are one thing (a word, an expression, a unit), and the ways to find it.
pub(crate) struct Slot {
    /// As typed.
    pub(crate) words: String,
    /// All documents are about it.
    pub(crate) says_little: bool,
    pub(crate) ways: Ways,
}

/// Two neighbours of a query, and what finds them near one another.
pub(crate) struct Pair {
    pub(crate) words: String,
    pub(crate) bonus: BonusPair,
}

impl Pair {
    /// What finds and scores them.
    pub(crate) fn query(self) -> Boxed {
        Box::new(self.bonus.near.boosted(self.bonus.weight))
    }
}

impl Planner<'_> {
    /// For each thing a row of words names, the ways to find it.
    pub(super) fn slots(&self, words: &[&Word], marks: &mut Marks) -> Vec<Slot> {
        self.slots_as(sought, words, marks)
    }

    /// As [`Self::slots`], the parts of hyphenated words each for themselves.
    pub(super) fn loose_slots(&self, words: &[&Word], marks: &mut Marks) -> Vec<Slot> {
        self.slots_as(parts, words, marks)
    }

    fn slots_as(
        &self,
        read: impl Fn(&str) -> Vec<Sought>,
        words: &[&Word],
        marks: &mut Marks,
    ) -> Vec<Slot> {
        let mut slots = Vec::new();
        for stretch in stretches(self.gazetteer, words) {
            let sought: Vec<Sought> = stretch
                .words
                .iter()
                .flat_map(|word| read(&word.text))
                .collect();
            match stretch.unit {
                None => self.slots_of(&sought, marks, &mut slots),
                Some(unit) => slots.push(self.unit(&unit, &sought, marks)),
            }
        }
        slots
    }

    /// A unit's name: entries about the unit, and those that only name it.
    fn unit(&self, unit: &NamedUnit, sought: &[Sought], marks: &mut Marks) -> Slot {
        let named = Ways::All(sought.iter().map(|word| self.word(word, marks)).collect());
        let about = self.facet_filter(unit.facet, std::slice::from_ref(&unit.name));
        let about = both(about, self.everything());
        let about = Way {
            words: unit.name.clone(),
            how: How::About,
            place: unit.facet.name(),
            query: Box::new(Constant::new(about, ABOUT)),
        };
        let weight = if unit.full_name { NAMED } else { 1.0 };
        Slot {
            words: said(sought),
            says_little: false,
            ways: Ways::Best(vec![Ways::One(about), named.boosted(weight)]),
        }
    }

    fn slots_of(&self, sought: &[Sought], marks: &mut Marks, slots: &mut Vec<Slot>) {
        let mut at = 0;
        while at < sought.len() {
            let (length, meanings) = self.meanings(&sought[at..]);
            let words = &sought[at..at + length];
            let typed = words.iter().map(|word| self.word(word, marks)).collect();
            let mut ways = vec![Ways::All(typed)];
            ways.extend(meanings.iter().map(|meaning| self.meaning(meaning, marks)));
            let ways = Ways::Best(ways);
            let says_little = words.iter().all(|word| is_everywhere(&word.text));
            slots.push(Slot {
                words: said(words),
                says_little,
                ways: match says_little {
                    true => ways.boosted(EVERYWHERE),
                    false => ways,
                },
            });
            at += length;
        }
    }

    /// Bonuses for neighbours of the query that stand near one another.
    pub(super) fn nearness(&self, words: &[&Word]) -> Vec<Pair> {
        let sought: Vec<Sought> = words.iter().flat_map(|word| parts(&word.text)).collect();
        let single: Vec<(&str, &str)> = sought
            .iter()
            .filter_map(|word| Some((word.text.as_str(), word.stem.as_deref()?)))
            .collect();
        let field = self.fields.words(self.scope);
        let expressions = self.expressions(words);
        let pair = |(first, pair): (usize, &[(&str, &str)])| {
            let terms = pair
                .iter()
                .map(|(_, stem)| Term::from_field_text(field, stem));
            let near = Near::new(terms.collect(), NEAR_SLOP);
            Pair {
                words: format!("{} {}", pair[0].0, pair[1].0),
                bonus: BonusPair {
                    near: near.in_a_row(IN_A_ROW),
                    weight: NEAR,
                    ratio: expressions.get(first..first + 2).and_then(ratio),
                },
            }
        };
        let is_telling = |two: &[(&str, &str)]| {
            two[0].1 != two[1].1 && !two.iter().any(|(word, _)| is_everywhere(word))
        };
        let pairs = single.windows(2).enumerate();
        let pairs = pairs.filter(|(_, two)| is_telling(two));
        pairs.take(MOST_PAIRS).map(pair).collect()
    }

    /// For each word of a row, where in which expression it stands, and how long that is: what entries score that
    /// have a word alone is known only of short ones. Nothing where a unit is named, or a word has parts.
    fn expressions(&self, words: &[&Word]) -> Vec<(usize, usize)> {
        let sought: Vec<Sought> = words.iter().flat_map(|word| sought(&word.text)).collect();
        let is_single = |word: &Sought| matches!(word.forms, Forms::Single { .. });
        let stretches = stretches(self.gazetteer, words);
        let names_unit = stretches.iter().any(|stretch| stretch.unit.is_some());
        if names_unit || !sought.iter().all(is_single) {
            return Vec::new();
        }
        let mut expressions = Vec::with_capacity(sought.len());
        while expressions.len() < sought.len() {
            let start = expressions.len();
            let (length, _) = self.meanings(&sought[start..]);
            expressions.extend(std::iter::repeat_n((start, length), length));
        }
        expressions
    }

    fn meanings(&self, sought: &[Sought]) -> (usize, &[Meaning]) {
        let stems: Vec<&str> = sought
            .iter()
            .map_while(|word| word.stem.as_deref())
            .collect();
        self.thesaurus.longest(&stems).unwrap_or((1, &[]))
    }

    fn word(&self, word: &Sought, marks: &mut Marks) -> Ways {
        match &word.forms {
            Forms::Single { stem, folded } => {
                marks.stems.insert(stem.clone());
                let mut ways = self.stem(stem, How::Inflected);
                ways.push(self.exactly(folded, stem).boosted(EXACT));
                let ways = Ways::Any(ways);
                match &word.whole {
                    Some(whole) => {
                        let whole = Ways::Any(self.stem(whole, How::Inflected));
                        Ways::Best(vec![ways, whole.boosted(WHOLE)])
                    }
                    None => ways,
                }
            }
            Forms::Compound { parts, joined } => {
                marks.phrase(parts, false, 0);
                let mut ways = self.phrase(parts, 0, How::Inflected);
                if let Some(joined) = joined {
                    marks.stems.insert(joined.clone());
                    ways.extend(self.stem(joined, How::Inflected));
                }
                Ways::Any(ways)
            }
        }
    }

    fn meaning(&self, meaning: &Meaning, marks: &mut Marks) -> Ways {
        let ways = match meaning.stems.as_slice() {
            [stem] => {
                marks.stems.insert(stem.clone());
                self.stem(stem, How::Meaning)
            }
            stems => {
                marks.phrase(stems, false, 0);
                self.phrase(stems, 0, How::Meaning)
            }
        };
        Ways::Any(ways).boosted(MEANING * self.as_one_word(&meaning.stems))
    }

    /// What makes a phrase weigh as its rarest word: by itself it weighs as all of them together.
    fn as_one_word(&self, stems: &[String]) -> f32 {
        let field = self.fields.words(self.scope);
        let entries = self.snapshot.entries_of(self.scope).max(1) as f32;
        let rarity = |stem: &String| {
            let term = Term::from_field_text(field, stem);
            let found = self.snapshot.frequency(&term).unwrap_or_default() as f32;
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
            ways.extend(self.phrase(&exact, slop, How::Exact));
        }
        Ways::Any(ways).query()
    }

    /// The typed form of a word that is found by its stem, too.
    fn exactly(&self, folded: &str, stem: &str) -> Ways {
        let field = self.fields.words(self.scope);
        let exact = Term::from_field_text(field, &exact_term(folded));
        let exact = match has_only_stem(folded, stem) {
            true => Terms::refining(exact, Term::from_field_text(field, stem)),
            false => Terms::one(exact),
        };
        Ways::One(Way {
            words: folded.to_owned(),
            how: How::Exact,
            place: "text",
            query: Box::new(exact),
        })
    }

    fn stem(&self, stem: &str, how: How) -> Vec<Ways> {
        self.phrase(std::slice::from_ref(&stem.to_owned()), 0, how)
    }

    fn phrase(&self, terms: &[String], slop: u32, how: How) -> Vec<Ways> {
        let places = self.places();
        let way = |place: &Place| {
            let found = phrase(place.field, terms, slop);
            let way = Way {
                words: terms.join(" ").replace(EXACT_MARK, ""),
                how,
                place: place.name,
                query: match place.field == self.fields.context {
                    true => self.of_document(found),
                    false => found,
                },
            };
            Ways::One(way).boosted(place.weight)
        };
        places.iter().map(way).collect()
    }

    /// Where words are looked for, and how much a match in each place weighs.
    fn places(&self) -> Vec<Place> {
        let place = |name, field, weight| Place {
            name,
            field,
            weight,
        };
        let words = self.fields.words(self.scope);
        let context = self.fields.context;
        match self.scope {
            Scope::Documents => vec![place("text", words, 1.0), place("names", context, 1.5)],
            Scope::Findings => vec![
                place("text", words, 1.0),
                place("names", context, 0.25),
                place("section", self.fields.section, 0.4),
            ],
            Scope::Recommendations => vec![
                place("text", words, 1.0),
                place("names", context, 0.3),
                place("remarks", self.fields.remarks, 0.3),
            ],
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

/// Words as they were typed.
fn said(sought: &[Sought]) -> String {
    let words: Vec<&str> = sought.iter().map(|word| word.text.as_str()).collect();
    words.join(" ")
}

/// How many times as much as the rest two words near one another add at most, given the expressions that they
/// are of. They stand near one another no more often than either stands in an entry, so they add a part of
/// what both score; an entry that has both scores for them unless an expression lacks its other words.
fn ratio(expressions: &[(usize, usize)]) -> Option<f32> {
    let is_whole = match expressions {
        [(one, length), (other, _)] if one == other => *length == 2,
        all => all.iter().all(|(_, length)| *length == 1),
    };
    is_whole.then_some(NEAR * IN_A_ROW)
}

/// Whether a word has this stem wherever it is written so: as a word with an ending that is no part of it,
/// it may have another.
fn has_only_stem(folded: &str, stem: &str) -> bool {
    let bare = folded.strip_suffix('s').unwrap_or(folded);
    [folded, bare]
        .iter()
        .all(|word| *analysis::stem(word) == *stem)
}

fn term(field: Field, text: &str) -> Boxed {
    Box::new(Terms::one(Term::from_field_text(field, text)))
}

/// Terms in a row. A phrase of one is a term.
pub(super) fn phrase(field: Field, terms: &[String], slop: u32) -> Boxed {
    match terms {
        [] => Box::new(tantivy::query::EmptyQuery),
        [only] => term(field, only),
        _ => {
            let terms = terms.iter().map(|text| Term::from_field_text(field, text));
            Box::new(Near::new(terms.collect(), slop))
        }
    }
}
