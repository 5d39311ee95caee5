//! Looking at all that a query matches, span by span.
//!
//! Going from one match to the next asks every part of a query for each entry. Where everything is counted it is
//! several times faster to let each part in turn mark what it finds in a table of a few thousand entries. Parts
//! that find much more than those before them are asked for the entries found so far instead. What was found is
//! scored only where that is asked, and only as far as it could still be enough: most matches are counted and
//! never scored. Since scores are whole steps (see [`super`]), they are the same as those of the scorers, in
//! whichever order they are added up.

mod foreign;
mod several;

use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query};
use tantivy::{DocId, Result, Score, SegmentReader, TERMINATED};

use foreign::Foreign;
pub(super) use several::AnyOf;

use super::bits::{Bits, Bounds, Span};
use super::constant::Constant;
use super::near::{Near, NearWeight};
use super::of_document::OfDocument;
use super::terms::Terms;
use super::union::Union;

/// Asking for one entry takes as long as marking so many.
pub(super) const ASKING: u64 = 8;

/// Something that finds entries of one segment, in spans that rise.
pub(crate) trait Finds {
    /// No entry from this one on is found before the answer; nothing need be found there.
    fn next(&mut self, from: DocId) -> DocId;

    /// Finds entries of a span. Where some are given, only those of them are asked for; others may be found
    /// or not.
    fn mark(&mut self, span: Span, among: Option<&Bits>);

    /// As [`Self::mark`], but what others know to be found may be left open: see [`Self::may_have`].
    fn mark_unknown(&mut self, span: Span, among: Option<&Bits>, _known: &Bits) {
        self.mark(span, among);
    }

    /// What was found in the present span.
    fn found(&self) -> &Bits;

    /// Whether an entry of the present span that was asked for is found, or that was left open.
    fn may_have(&self, entry: DocId) -> bool {
        self.found().has(entry)
    }

    /// Adds to bounds, by place in the span, what those of some entries that are found score at most.
    fn bound(&self, among: &Bits, bounds: &mut Bounds);

    /// What an entry of the present span scores; `None` where it is not found. Where it scores less than is
    /// needed, the answer is any score that is less than is needed. For rising entries.
    fn score(&mut self, entry: DocId, needed: Score) -> Option<Score>;

    /// What any entry of the segment scores at most.
    fn most(&self) -> Score;

    /// What finding all of the segment costs: how many entries its terms find.
    fn cost(&self) -> u64;

    /// Whether finding is so dear that it is left open where it can be.
    fn is_dear(&self) -> bool {
        false
    }
}

impl<F: Finds + ?Sized> Finds for Box<F> {
    fn next(&mut self, from: DocId) -> DocId {
        (**self).next(from)
    }

    fn mark(&mut self, span: Span, among: Option<&Bits>) {
        (**self).mark(span, among);
    }

    fn mark_unknown(&mut self, span: Span, among: Option<&Bits>, known: &Bits) {
        (**self).mark_unknown(span, among, known);
    }

    fn found(&self) -> &Bits {
        (**self).found()
    }

    fn may_have(&self, entry: DocId) -> bool {
        (**self).may_have(entry)
    }

    fn bound(&self, among: &Bits, bounds: &mut Bounds) {
        (**self).bound(among, bounds);
    }

    fn score(&mut self, entry: DocId, needed: Score) -> Option<Score> {
        (**self).score(entry, needed)
    }

    fn most(&self) -> Score {
        (**self).most()
    }

    fn cost(&self) -> u64 {
        (**self).cost()
    }

    fn is_dear(&self) -> bool {
        (**self).is_dear()
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
    if let Some(constant) = query.downcast_ref::<Constant>() {
        return Ok(Box::new(constant.finding(scoring)?));
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
pub(super) fn unscored(scoring: EnableScoring<'_>) -> EnableScoring<'_> {
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
        let mut most = 0.0;
        let mut parts: Vec<Wanted> = all.into_iter().map(Wanted::new).collect();
        for part in parts.iter_mut().rev() {
            part.others = most;
            most += part.finds.most();
        }
        Ok(Some(Box::new(AllHere {
            all: parts,
            none: none.collect::<Result<_>>()?,
            most,
            found: Bits::default(),
        })))
    }
}

struct AllHere {
    all: Vec<Wanted>,
    none: Vec<Box<dyn Finds>>,
    most: Score,
    found: Bits,
}

struct Wanted {
    finds: Box<dyn Finds>,
    /// What those after it score at most.
    others: Score,
}

impl Wanted {
    fn new(finds: Box<dyn Finds>) -> Self {
        Self { finds, others: 0.0 }
    }
}

impl Finds for AllHere {
    fn next(&mut self, from: DocId) -> DocId {
        let first = self.all.first_mut();
        first.map_or(TERMINATED, |part| part.finds.next(from))
    }

    fn mark(&mut self, span: Span, among: Option<&Bits>) {
        let found = &mut self.found;
        let mut all = self.all.iter_mut().map(|part| &mut part.finds);
        let Some(first) = all.next() else {
            return found.begin(span);
        };
        first.mark(span, among);
        found.copy(first.found());
        if let Some(among) = among {
            found.keep(among);
        }
        let wanted = all.map(|part| (part, true));
        for (part, is_wanted) in wanted.chain(self.none.iter_mut().map(|part| (part, false))) {
            if found.is_empty() {
                return;
            }
            part.mark(span, Some(found));
            match is_wanted {
                true => found.keep(part.found()),
                false => found.drop(part.found()),
            }
        }
    }

    fn found(&self) -> &Bits {
        &self.found
    }

    fn bound(&self, among: &Bits, bounds: &mut Bounds) {
        let mut here = among.clone();
        here.keep(&self.found);
        if here.is_empty() {
            // Parts may be left at another span.
            return;
        }
        for part in &self.all {
            part.finds.bound(&here, bounds);
        }
    }

    fn score(&mut self, entry: DocId, needed: Score) -> Option<Score> {
        if !self.found.has(entry) {
            return None;
        }
        let mut sum = 0.0;
        for part in &mut self.all {
            sum += part.finds.score(entry, needed - part.others - sum)?;
            if sum + part.others < needed {
                break;
            }
        }
        Some(sum)
    }

    fn most(&self) -> Score {
        self.most
    }

    fn cost(&self) -> u64 {
        let lead = self.all.first().map_or(0, |part| part.finds.cost());
        let others = self.all.iter().skip(1).map(|part| &part.finds);
        let others = others.chain(&self.none).map(Finds::cost);
        // What finds much is only asked for what the first found.
        let asked = others.map(|cost| cost.min(lead.saturating_mul(ASKING)));
        asked.fold(lead, u64::saturating_add)
    }
}

#[cfg(test)]
mod tests;
