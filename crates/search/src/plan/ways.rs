//! The ways in which what is sought may be found, and what each is worth.

use tantivy::query::{BooleanQuery, BoostQuery, EmptyQuery};

use super::{Boxed, any};
use crate::scoring::{Combine, Near, OfDocument, Terms, Union};

/// What the second-best way of several found adds.
const TIE: f32 = 0.1;

/// One way: words of one form in one place.
pub(crate) struct Way {
    /// What stands there.
    pub(crate) words: String,
    pub(crate) how: How,
    /// The part of the entry.
    pub(crate) place: &'static str,
    pub(crate) query: Boxed,
}

/// How what stands in an entry agrees with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// In any inflection.
    Inflected,
    /// As typed.
    Exact,
    /// In other words.
    Meaning,
    /// The entry is about the unit.
    About,
}

/// Ways put together.
pub(crate) enum Ways {
    One(Way),
    /// All are wanted, and add up.
    All(Vec<Ways>),
    /// Any is wanted, and they add up.
    Any(Vec<Ways>),
    /// Any is wanted, and the best counts.
    Best(Vec<Ways>),
    Boosted(Box<Ways>, f32),
}

impl Ways {
    pub(crate) fn boosted(self, boost: f32) -> Self {
        Self::Boosted(Box::new(self), boost)
    }

    /// The query that finds them.
    pub(crate) fn query(&self) -> Boxed {
        let queries = |ways: &[Self]| -> Vec<Boxed> { ways.iter().map(Self::query).collect() };
        match self {
            Self::One(way) => way.query.box_clone(),
            Self::Boosted(ways, boost) => boosted(ways.query(), *boost),
            Self::All(ways) | Self::Any(ways) | Self::Best(ways) if ways.len() == 1 => {
                ways[0].query()
            }
            Self::All(ways) | Self::Any(ways) | Self::Best(ways) if ways.is_empty() => {
                Box::new(EmptyQuery)
            }
            Self::All(ways) => Box::new(BooleanQuery::intersection(queries(ways))),
            Self::Any(ways) => any(queries(ways)),
            Self::Best(ways) => Box::new(Union::new(queries(ways), Combine::Best(TIE))),
        }
    }

    /// Every way, and what it is worth.
    pub(crate) fn each(&self) -> Vec<(&Way, f32)> {
        match self {
            Self::One(way) => vec![(way, 1.0)],
            Self::Boosted(ways, boost) => {
                let each = ways.each().into_iter();
                each.map(|(way, worth)| (way, worth * boost)).collect()
            }
            Self::All(ways) | Self::Any(ways) | Self::Best(ways) => {
                ways.iter().flat_map(Self::each).collect()
            }
        }
    }
}

fn boosted(query: Boxed, boost: f32) -> Boxed {
    let query = match query.downcast::<Terms>() {
        Ok(terms) => return Box::new(terms.boosted(boost)),
        Err(query) => query,
    };
    let query = match query.downcast::<Union>() {
        Ok(union) => return Box::new(union.boosted(boost)),
        Err(query) => query,
    };
    let query = match query.downcast::<Near>() {
        Ok(near) => return Box::new(near.boosted(boost)),
        Err(query) => query,
    };
    match query.downcast::<OfDocument>() {
        Ok(heads) => Box::new(heads.boosted(boost)),
        Err(query) => Box::new(BoostQuery::new(query, boost)),
    }
}
