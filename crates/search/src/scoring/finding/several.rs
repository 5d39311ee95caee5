//! Any of several parts.

use tantivy::{DocId, Result, Score, SegmentReader, TERMINATED};

use super::super::bits::{Bits, Bounds, Span};
use super::super::union::Combine;
use super::{Finding, Finds};

/// Any of several parts.
pub(in crate::scoring) struct AnyOf {
    pub(in crate::scoring) parts: Vec<Box<dyn Finding>>,
    pub(in crate::scoring) combine: Combine,
    pub(in crate::scoring) boost: Score,
}

impl Finding for AnyOf {
    fn open(&self, reader: &SegmentReader, boost: Score) -> Result<Option<Box<dyn Finds>>> {
        let parts = self.parts.iter();
        let parts = parts.filter_map(|part| part.open(reader, boost * self.boost).transpose());
        let mut parts = parts.collect::<Result<Vec<_>>>()?;
        parts.sort_by_key(Finds::is_dear);
        Ok(match parts.len() {
            0 => None,
            1 => Some(parts.remove(0)),
            _ => Some(Box::new(AnyHere {
                most: parts.iter().map(Finds::most).sum(),
                parts: parts.into_iter().map(Part::new).collect(),
                combine: self.combine,
                found: Bits::default(),
            })),
        })
    }
}

/// Any of several parts in one segment, the dear ones last.
struct AnyHere {
    parts: Vec<Part>,
    combine: Combine,
    most: Score,
    found: Bits,
}

struct Part {
    finds: Box<dyn Finds>,
    /// What it scores at most.
    most: Score,
    /// Whether it may have the present entry.
    may_have: bool,
    /// What those after it may add to the entry's score.
    others: Score,
}

impl Finds for AnyHere {
    fn next(&mut self, from: DocId) -> DocId {
        let next = self.parts.iter_mut().map(|part| part.finds.next(from));
        next.min().unwrap_or(TERMINATED)
    }

    fn mark(&mut self, span: Span, among: Option<&Bits>) {
        let found = &mut self.found;
        found.begin(span);
        for part in &mut self.parts {
            part.finds.mark_unknown(span, among, found);
            found.unite(part.finds.found());
        }
    }

    fn found(&self) -> &Bits {
        &self.found
    }

    fn bound(&self, among: &Bits, bounds: &mut Bounds) {
        // The best score, and what is added of the others, is no more than all of them.
        for part in &self.parts {
            part.finds.bound(among, bounds);
        }
    }

    fn score(&mut self, entry: DocId, needed: Score) -> Option<Score> {
        let mut others = 0.0;
        for part in self.parts.iter_mut().rev() {
            part.others = others;
            part.may_have = part.finds.may_have(entry);
            others += if part.may_have { part.most } else { 0.0 };
        }
        let (mut best, mut rest, mut is_found) = (0.0, 0.0, false);
        for part in self.parts.iter_mut().filter(|part| part.may_have) {
            // The best score, and what is added of the others, is no more than all of them.
            let needed_here = needed - part.others - best - rest;
            if let Some(score) = part.finds.score(entry, needed_here) {
                (best, rest) = (score.max(best), rest + score.min(best));
                is_found = true;
                if best + rest + part.others < needed {
                    break;
                }
            }
        }
        is_found.then(|| self.combine.score(best, rest))
    }

    fn most(&self) -> Score {
        self.most
    }

    fn cost(&self) -> u64 {
        self.parts.iter().map(|part| part.finds.cost()).sum()
    }
}

impl Part {
    fn new(finds: Box<dyn Finds>) -> Self {
        Self {
            most: finds.most(),
            finds,
            may_have: false,
            others: 0.0,
        }
    }
}
