//! Looking at all that a query matches, window by window.
//!
//! Going from one match to the next asks every part of a query for each entry. Where everything is counted it is
//! several times faster to let each part in turn put what it finds into a table of a few thousand entries. Parts
//! that find much more than those before them are asked for the entries found so far instead. Since scores are
//! whole steps (see [`super`]), they are the same as those of the scorers, in whichever order they are added up.

mod foreign;

use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query};
use tantivy::{DocId, Result, Score, SegmentReader, TERMINATED};

use foreign::Foreign;

use super::near::{Near, NearWeight};
use super::of_document::OfDocument;
use super::terms::Terms;
use super::union::{Combine, Union};
use super::window::{SIZE, Window};

/// Asking for one entry takes as long as putting so many into a window.
const ASKING: u64 = 8;

/// Something that finds entries of one segment, asked for rising entries or windows.
pub(crate) trait Finds {
    /// No entry from this one on is found before the answer; nothing need be found there.
    fn next(&mut self, from: DocId) -> DocId;

    /// Adds what is found in a window.
    fn fill(&mut self, window: &mut Window);

    /// As [`Self::fill`]; what was not found in another window of the same entries need not be added.
    fn fill_among(&mut self, window: &mut Window, _among: &Window) {
        self.fill(window);
    }

    /// What an entry scores; `None` where it is not found.
    fn at(&mut self, entry: DocId) -> Option<Score>;

    /// What filling windows with all of the segment costs: how many entries its terms find.
    fn cost(&self) -> u64;
}

impl<F: Finds + ?Sized> Finds for Box<F> {
    fn next(&mut self, from: DocId) -> DocId {
        (**self).next(from)
    }

    fn fill(&mut self, window: &mut Window) {
        (**self).fill(window);
    }

    fn fill_among(&mut self, window: &mut Window, among: &Window) {
        (**self).fill_among(window, among);
    }

    fn at(&mut self, entry: DocId) -> Option<Score> {
        (**self).at(entry)
    }

    fn cost(&self) -> u64 {
        (**self).cost()
    }
}

/// What finds entries of every segment.
pub(crate) trait Finding: Send + Sync {
    /// `None` where nothing is found in a segment.
    fn open(&self, reader: &SegmentReader, boost: Score) -> Result<Option<Box<dyn Finds>>>;
}

/// How a query's matches are found window by window.
pub(crate) fn finding(query: &dyn Query, scoring: EnableScoring<'_>) -> Result<Box<dyn Finding>> {
    if let Some(terms) = query.downcast_ref::<Terms>() {
        return Ok(Box::new(terms.weighed(scoring)?));
    }
    if let Some(near) = query.downcast_ref::<Near>() {
        return Ok(Box::new(NearWeight::new(near, scoring)?));
    }
    if let Some(heads) = query.downcast_ref::<OfDocument>() {
        return Ok(Box::new(heads.weighed(scoring)?));
    }
    if let Some(union) = query.downcast_ref::<Union>() {
        return Ok(Box::new(union.finding(scoring)?));
    }
    if let Some(all) = query.downcast_ref::<BooleanQuery>()
        && is_all(all)
    {
        let mut wanted = All::default();
        wanted.add(all, scoring)?;
        return Ok(match (wanted.all.len(), wanted.none.len()) {
            (1, 0) => wanted.all.remove(0),
            _ => Box::new(wanted),
        });
    }
    Ok(Box::new(Foreign::new(query, scoring)?))
}

/// Whether all of something is wanted, and none of other things.
fn is_all(query: &BooleanQuery) -> bool {
    let mut occurs = query.clauses().iter().map(|(occur, _)| *occur);
    let is_wanted = occurs.clone().any(|occur| occur == Occur::Must);
    is_wanted && occurs.all(|occur| occur != Occur::Should)
}

/// All of several parts, and none of others.
#[derive(Default)]
struct All {
    all: Vec<Box<dyn Finding>>,
    none: Vec<Box<dyn Finding>>,
}

impl All {
    /// Parts of parts are parts.
    fn add(&mut self, query: &BooleanQuery, scoring: EnableScoring<'_>) -> Result<()> {
        for (occur, part) in query.clauses() {
            let nested = part.downcast_ref::<BooleanQuery>();
            match (occur, nested.filter(|nested| is_all(nested))) {
                (Occur::MustNot, _) => self.none.push(finding(&**part, unscored(scoring))?),
                (_, Some(nested)) => self.add(nested, scoring)?,
                (_, None) => self.all.push(finding(&**part, scoring)?),
            }
        }
        Ok(())
    }
}

/// The same, without scores.
fn unscored(scoring: EnableScoring<'_>) -> EnableScoring<'_> {
    match scoring {
        EnableScoring::Enabled { searcher, .. } => EnableScoring::disabled_from_searcher(searcher),
        disabled @ EnableScoring::Disabled { .. } => disabled,
    }
}

impl Finding for All {
    fn open(&self, reader: &SegmentReader, boost: Score) -> Result<Option<Box<dyn Finds>>> {
        let mut all = Vec::with_capacity(self.all.len());
        for part in &self.all {
            match part.open(reader, boost)? {
                Some(part) => all.push(part),
                None => return Ok(None),
            }
        }
        // The rarest first: where it finds nothing, the others are not asked.
        all.sort_by_key(Finds::cost);
        let none = self.none.iter();
        let none = none.filter_map(|part| part.open(reader, boost).transpose());
        Ok(Some(Box::new(AllHere {
            all,
            none: none.collect::<Result<_>>()?,
            entries: u64::from(reader.max_doc().max(1)),
            kept: None,
            other: Window::default(),
        })))
    }
}

struct AllHere {
    all: Vec<Box<dyn Finds>>,
    none: Vec<Box<dyn Finds>>,
    /// Entries of the segment.
    entries: u64,
    /// What is found in a window that others found something in.
    kept: Option<Window>,
    /// What the present part finds in it.
    other: Window,
}

impl Finds for AllHere {
    fn next(&mut self, from: DocId) -> DocId {
        let first = self.all.first_mut();
        first.map_or(TERMINATED, |part| part.next(from))
    }

    fn fill(&mut self, window: &mut Window) {
        self.fill_by(window, |first, found| first.fill(found));
    }

    fn fill_among(&mut self, window: &mut Window, among: &Window) {
        self.fill_by(window, |first, found| first.fill_among(found, among));
    }

    fn at(&mut self, entry: DocId) -> Option<Score> {
        let mut sum = 0.0;
        for part in &mut self.all {
            sum += part.at(entry)?;
        }
        let mut none = self.none.iter_mut();
        none.all(|part| part.at(entry).is_none()).then_some(sum)
    }

    fn cost(&self) -> u64 {
        let lead = self.all.first().map_or(0, Finds::cost);
        let parts = (self.all.len() + self.none.len()) as u64;
        lead.saturating_mul(1 + (parts - 1) * ASKING)
    }
}

impl AllHere {
    /// Fills a window, given how the first part does: in place where it is empty.
    fn fill_by(&mut self, window: &mut Window, fill: impl Fn(&mut dyn Finds, &mut Window)) {
        let Some(first) = self.all.first_mut() else {
            return;
        };
        if window.is_empty() {
            fill(&mut **first, window);
            return self.narrow(window);
        }
        let mut kept = std::mem::take(&mut self.kept);
        let found = kept.get_or_insert_default();
        found.begin(window.start(), window.end());
        fill(&mut **first, found);
        self.narrow(found);
        found.each(|entry, score| window.add(entry, score));
        self.kept = kept;
    }

    /// Keeps of what the first part found what all have.
    fn narrow(&mut self, kept: &mut Window) {
        let wanted = self.all.iter_mut().skip(1).map(|part| (part, true));
        for (part, is_wanted) in wanted.chain(self.none.iter_mut().map(|part| (part, false))) {
            let count = kept.count();
            if count == 0 {
                return;
            }
            let is_little = count * ASKING < part.cost() * u64::from(SIZE) / self.entries;
            match (is_little, is_wanted) {
                (true, true) => kept.keep(|entry| part.at(entry)),
                (true, false) => kept.keep(|entry| part.at(entry).is_none().then_some(0.0)),
                (false, _) => {
                    let other = &mut self.other;
                    other.begin(kept.start(), kept.end());
                    part.fill_among(other, kept);
                    match is_wanted {
                        true => kept.keep_those_of(other),
                        false => kept.keep_others_than(other),
                    }
                }
            }
        }
    }
}

/// Any of several parts.
pub(super) struct AnyOf {
    pub(super) parts: Vec<Box<dyn Finding>>,
    pub(super) combine: Combine,
    pub(super) boost: Score,
}

impl Finding for AnyOf {
    fn open(&self, reader: &SegmentReader, boost: Score) -> Result<Option<Box<dyn Finds>>> {
        let parts = self.parts.iter();
        let parts = parts.filter_map(|part| part.open(reader, boost * self.boost).transpose());
        let mut parts = parts.collect::<Result<Vec<_>>>()?;
        Ok(match (parts.len(), self.combine) {
            (0, _) => None,
            (1, _) => Some(parts.remove(0)),
            (_, Combine::Sum) => Some(Box::new(SumHere(parts))),
            (_, Combine::Best(_)) => Some(Box::new(BestHere {
                parts,
                combine: self.combine,
                tables: BestTables::default(),
            })),
        })
    }
}

/// Any of several parts, whose scores add up.
pub(super) struct SumHere<F>(pub(super) Vec<F>);

impl<F: Finds> Finds for SumHere<F> {
    fn next(&mut self, from: DocId) -> DocId {
        next_of(&mut self.0, from)
    }

    fn fill(&mut self, window: &mut Window) {
        self.0.iter_mut().for_each(|part| part.fill(window));
    }

    fn fill_among(&mut self, window: &mut Window, among: &Window) {
        let parts = self.0.iter_mut();
        parts.for_each(|part| part.fill_among(window, among));
    }

    fn at(&mut self, entry: DocId) -> Option<Score> {
        let found = self.0.iter_mut().filter_map(|part| part.at(entry));
        found.reduce(|sum, score| sum + score)
    }

    fn cost(&self) -> u64 {
        self.0.iter().map(Finds::cost).sum()
    }
}

/// Any of several parts, of whose scores the best counts, and so much of the others.
struct BestHere {
    parts: Vec<Box<dyn Finds>>,
    combine: Combine,
    tables: BestTables,
}

#[derive(Default)]
struct BestTables {
    /// What is found, where it adds to something.
    best: Window,
    /// What the scores that are not the best add up to.
    rest: Window,
    /// What the present part finds.
    other: Window,
}

impl Finds for BestHere {
    fn next(&mut self, from: DocId) -> DocId {
        next_of(&mut self.parts, from)
    }

    fn fill(&mut self, window: &mut Window) {
        self.fill_by(window, |part, found| part.fill(found));
    }

    fn fill_among(&mut self, window: &mut Window, among: &Window) {
        self.fill_by(window, |part, found| part.fill_among(found, among));
    }

    fn at(&mut self, entry: DocId) -> Option<Score> {
        let mut found = None;
        for part in &mut self.parts {
            if let Some(score) = part.at(entry) {
                let (best, rest): (Score, Score) = found.unwrap_or_default();
                found = Some((best.max(score), rest + best.min(score)));
            }
        }
        found.map(|(best, rest)| self.combine.score(best, rest))
    }

    fn cost(&self) -> u64 {
        self.parts.iter().map(Finds::cost).sum()
    }
}

impl BestHere {
    fn fill_by(&mut self, window: &mut Window, fill: impl Fn(&mut dyn Finds, &mut Window)) {
        let BestTables { best, rest, other } = &mut self.tables;
        let (start, end) = (window.start(), window.end());
        rest.begin(start, end);
        let is_apart = !window.is_empty();
        let found = match is_apart {
            true => {
                best.begin(start, end);
                &mut *best
            }
            false => &mut *window,
        };
        let mut parts = self.parts.iter_mut();
        if let Some(first) = parts.next() {
            fill(&mut **first, found);
        }
        for part in parts {
            // Most ways to say something are rare.
            if part.next(start) < end {
                other.begin(start, end);
                fill(&mut **part, other);
                found.raise(other, rest);
            }
        }
        found.change(|entry, best| self.combine.score(best, rest.score(entry)));
        if is_apart {
            best.each(|entry, score| window.add(entry, score));
        }
    }
}

fn next_of(parts: &mut [impl Finds], from: DocId) -> DocId {
    let next = parts.iter_mut().map(|part| part.next(from));
    next.min().unwrap_or(TERMINATED)
}

#[cfg(test)]
mod tests;
