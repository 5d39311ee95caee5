//! How much of two texts is said in the same words.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tantivy::Term;

use crate::SearchError;
use crate::analysis::{is_common, tokens};
use crate::plan::Planner;

/// Most different words of a text that are looked for, rarest first.
const MOST_TERMS: usize = 60;

/// The words of a text that tell it from others, and how much each tells.
pub(super) struct Weights {
    terms: BTreeMap<String, f32>,
    entries: f32,
    /// What was looked up for words of other texts.
    others: HashMap<String, f32>,
}

impl Weights {
    pub(super) fn of(planner: &Planner<'_>, text: &str) -> Result<Self, SearchError> {
        let entries = planner.snapshot.entries_of(planner.scope).max(1) as f32;
        let mut rarity = Vec::new();
        for stem in content_stems(text) {
            rarity.push((idf(planner, &stem, entries)?, stem));
        }
        rarity.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        rarity.truncate(MOST_TERMS);
        let terms = rarity.into_iter().map(|(idf, stem)| (stem, idf)).collect();
        Ok(Self {
            terms,
            entries,
            others: HashMap::new(),
        })
    }

    /// How much of both texts is said in the same words: 1 where all, 0 where nothing.
    pub(super) fn likeness(
        &mut self,
        planner: &Planner<'_>,
        text: &str,
    ) -> Result<f32, SearchError> {
        let (mut shared, mut theirs) = (0.0, 0.0);
        for stem in content_stems(text) {
            match self.terms.get(&stem) {
                Some(weight) => {
                    shared += weight * weight;
                    theirs += weight * weight;
                }
                None => {
                    let weight = self.other(planner, stem)?;
                    theirs += weight * weight;
                }
            }
        }
        let ours: f32 = self.terms.values().map(|weight| weight * weight).sum();
        let both = (ours * theirs).sqrt();
        Ok(if both > 0.0 { shared / both } else { 0.0 })
    }

    /// The words, in an order that is the same for the same text.
    pub(super) fn in_order(&self) -> Vec<&String> {
        self.terms.keys().collect()
    }

    /// The words.
    pub(super) fn into_terms(self) -> impl Iterator<Item = String> {
        self.terms.into_keys()
    }

    fn other(&mut self, planner: &Planner<'_>, stem: String) -> Result<f32, SearchError> {
        if let Some(weight) = self.others.get(&stem) {
            return Ok(*weight);
        }
        let weight = idf(planner, &stem, self.entries)?;
        self.others.insert(stem, weight);
        Ok(weight)
    }
}

fn idf(planner: &Planner<'_>, stem: &str, entries: f32) -> Result<f32, SearchError> {
    let term = Term::from_field_text(planner.fields.words(planner.scope), stem);
    let found = planner.snapshot.frequency(&term)? as f32;
    Ok((1.0 + (entries - found.min(entries) + 0.5) / (found + 0.5)).ln())
}

/// The stems of a text without common words, each once; in an order, so that what is added up for them is
/// always the same.
fn content_stems(text: &str) -> BTreeSet<String> {
    let tokens = tokens(text).into_iter();
    let content = tokens.filter(|token| !token.joined && !is_common(&token.folded));
    content.map(|token| token.stem()).collect()
}
