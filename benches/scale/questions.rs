//! A mixed log of what people ask, drawn from the language that the documents are written in.

use std::collections::BTreeMap;

use probity_model::Gazetteer;
use probity_search::{Facet, Filters, Scope, SearchRequest};

use crate::language::Language;
use crate::random::Random;

/// Questions in the log.
const LENGTH: usize = 200;
/// Content words are asked for down to this rank.
const ASKED_RANKS: usize = 4_000;

/// One question.
pub(crate) struct Question {
    pub(crate) words: Words,
    pub(crate) scope: Scope,
    pub(crate) filters: Filters,
}

/// What is asked for, apart from any query language.
pub(crate) enum Words {
    /// All of these.
    All(Vec<String>),
    /// These in a row.
    Phrase(Vec<String>),
    /// One that begins so.
    Prefix(String),
}

impl Question {
    /// Whether an engine that knows passages only can be asked it.
    pub(crate) fn is_plain(&self) -> bool {
        self.scope == Scope::Findings && self.filters.facets.is_empty()
    }

    /// What our engine is asked: a page of hits with snippets, and every facet.
    pub(crate) fn request(&self) -> SearchRequest {
        let query = match &self.words {
            Words::All(words) => words.join(" "),
            Words::Phrase(words) => format!("\"{}\"", words.join(" ")),
            Words::Prefix(prefix) => format!("{prefix}*"),
        };
        SearchRequest {
            query,
            scope: self.scope,
            filters: self.filters.clone(),
            limit: 20,
            facet_limit: 50,
            relax: true,
            ..SearchRequest::default()
        }
    }
}

/// The log.
pub(crate) fn questions(language: &Language) -> Vec<Question> {
    let mut random = Random::new(0x00c0_ffee);
    let gazetteer = Gazetteer::built_in();
    (0..LENGTH)
        .map(|_| Question {
            words: words(language, &mut random),
            scope: match random.below(20) {
                0..=12 => Scope::Findings,
                13..=16 => Scope::Documents,
                _ => Scope::Recommendations,
            },
            filters: filters(&gazetteer, &mut random),
        })
        .collect()
}

/// What stands in the box after each letter typed: names of units, beginnings of titles, expressions, slips.
pub(crate) fn keystrokes() -> Vec<String> {
    let texts = [
        "essex north",
        "an inspection of probation services in su",
        "inspection services north",
        "risk of serious harm",
        "leadershp",
        "porbation servces",
        "zzzz nothing has this",
    ];
    let beginnings = |text: &'static str| (1..=text.len()).map(|end| text[..end].to_owned());
    texts.into_iter().flat_map(beginnings).collect()
}

fn words(language: &Language, random: &mut Random) -> Words {
    let split = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let any = |random: &mut Random| {
        // Most words asked for are neither the commonest nor rare.
        let rank = random.fraction().powi(3) * ASKED_RANKS as f64;
        language.word(rank as usize).to_owned()
    };
    match random.below(20) {
        0..=4 => Words::All(vec![any(random)]),
        5..=8 => Words::All(vec![any(random), any(random)]),
        9..=11 => Words::All(split(language.expression(random))),
        12..=14 => {
            let mut words = split(language.expression(random));
            words.push(any(random));
            Words::All(words)
        }
        15..=17 => Words::Phrase(split(language.expression(random))),
        18 => Words::Prefix(any(random).chars().take(5).collect()),
        _ => Words::All((0..5).map(|_| any(random)).collect()),
    }
}

/// None for most; a region, a rating, years.
fn filters(gazetteer: &Gazetteer, random: &mut Random) -> Filters {
    let regions = gazetteer.regions();
    let region = regions[random.uneven(regions.len())].name.clone();
    let chosen = match random.below(10) {
        0 => vec![(Facet::Region, vec![region])],
        1 => vec![(Facet::Rating, vec!["Inadequate".to_owned()])],
        2 => vec![
            (Facet::Region, vec![region]),
            (Facet::Year, vec!["2025".to_owned(), "2026".to_owned()]),
        ],
        _ => Vec::new(),
    };
    Filters {
        facets: BTreeMap::from_iter(chosen),
        ..Filters::default()
    }
}
