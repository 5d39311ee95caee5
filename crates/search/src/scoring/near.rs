//! Words near one another, counted the same whichever of them a segment has more of.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Result, Score, SegmentReader, TERMINATED, TantivyError, Term};

use super::bits::{Bits, Bounds, SIZE, Span};
use super::finding::{Finding, Finds};
use super::postings::TermHere;
use super::step;

/// Reading where terms stand in an entry takes as long as finding so many entries of one.
const READING: u64 = 16;

/// Matches what has all of these terms of one field, at most so many places away from standing in a row.
#[derive(Clone, Debug)]
pub(crate) struct Near {
    terms: Vec<Term>,
    slop: u32,
    /// So many times as much they count where they stand in a row.
    in_a_row: Score,
    boost: Score,
}

impl Near {
    /// Two terms or more.
    pub(crate) fn new(terms: Vec<Term>, slop: u32) -> Self {
        Self {
            terms,
            slop,
            in_a_row: 1.0,
            boost: 1.0,
        }
    }

    /// The same, counting so many times as much where they stand in a row.
    pub(crate) fn in_a_row(self, in_a_row: Score) -> Self {
        Self { in_a_row, ..self }
    }

    /// The same, weighing so many times as much.
    pub(crate) fn boosted(mut self, boost: Score) -> Self {
        self.boost *= boost;
        self
    }
}

impl Query for Near {
    fn weight(&self, scoring: EnableScoring<'_>) -> Result<Box<dyn Weight>> {
        Ok(Box::new(NearWeight::new(self, scoring)?))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.terms.iter().for_each(|term| visitor(term, true));
    }
}

pub(super) struct NearWeight {
    near: Near,
    weight: Option<Bm25Weight>,
}

impl NearWeight {
    pub(super) fn new(near: &Near, scoring: EnableScoring<'_>) -> Result<Self> {
        let weight = match scoring {
            EnableScoring::Enabled {
                statistics_provider,
                ..
            } => Some(Bm25Weight::for_terms(statistics_provider, &near.terms)?),
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Self {
            near: near.clone(),
            weight,
        })
    }

    /// What an entry can score at most.
    pub(super) fn most(&self, boost: Score) -> Score {
        let most = self.weight.as_ref().map_or(0.0, Bm25Weight::max_score);
        step(most * (boost * self.near.boost) * self.near.in_a_row.max(1.0))
    }

    /// `None` where the segment lacks one of the terms.
    pub(super) fn found(&self, reader: &SegmentReader, boost: Score) -> Result<Option<NearScorer>> {
        let mut scorer = self.opened(reader, boost)?;
        scorer.iter_mut().for_each(|scorer| {
            scorer.settle(0);
        });
        Ok(scorer)
    }

    /// As [`Self::found`], gone nowhere yet.
    pub(super) fn opened(
        &self,
        reader: &SegmentReader,
        boost: Score,
    ) -> Result<Option<NearScorer>> {
        let mut lists = Vec::with_capacity(self.near.terms.len());
        for term in &self.near.terms {
            let index = reader.inverted_index(term.field())?;
            let option = IndexRecordOption::WithFreqsAndPositions;
            let Some(postings) = index.read_postings(term, option)? else {
                return Ok(None);
            };
            lists.push(postings);
        }
        let field = self.near.terms.first().map(Term::field);
        let norms = field.map(|field| reader.fieldnorms_readers().get_field(field));
        let norms = norms.transpose()?.flatten();
        Ok(Some(NearScorer {
            places: vec![Vec::new(); lists.len()],
            lists,
            slop: self.near.slop,
            in_a_row: self.near.in_a_row,
            norms: norms.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)),
            weight: self
                .weight
                .as_ref()
                .map(|weight| weight.boost_by(boost * self.near.boost)),
            doc: 0,
            count: 0,
        }))
    }
}

impl Finding for NearWeight {
    fn open(&self, reader: &SegmentReader, boost: Score) -> Result<Option<Box<dyn Finds>>> {
        let Some(marking) = self.opened(reader, boost)? else {
            return Ok(None);
        };
        let mut terms = Vec::with_capacity(self.near.terms.len());
        for term in &self.near.terms {
            let index = reader.inverted_index(term.field())?;
            let postings = index.read_block_postings(term, IndexRecordOption::Basic)?;
            terms.extend(postings.map(|postings| TermHere::new(postings, reader.max_doc(), None)));
        }
        terms.sort_by_key(Finds::cost);
        Ok(Some(Box::new(NearHere {
            terms,
            asked_later: marking.clone(),
            marking,
            found: Bits::default(),
            scores: vec![0.0; SIZE as usize],
            open: Bits::default(),
            most: self.most(boost),
        })))
    }
}

impl Weight for NearWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> Result<Box<dyn Scorer>> {
        Ok(match self.found(reader, boost)? {
            Some(scorer) => Box::new(scorer),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> Result<Explanation> {
        if let Some(mut scorer) = self.found(reader, 1.0)?
            && scorer.seek(doc) == doc
            && let Some(weight) = &scorer.weight
        {
            return Ok(weight.explain(scorer.norms.fieldnorm_id(doc), scorer.count));
        }
        let message = format!("entry {doc} has the terms nowhere near one another");
        Err(TantivyError::InvalidArgument(message))
    }
}

#[derive(Clone)]
pub(super) struct NearScorer {
    lists: Vec<SegmentPostings>,
    /// Where each term stands in the present entry, less its place in the row.
    places: Vec<Vec<u32>>,
    slop: u32,
    in_a_row: Score,
    norms: FieldNormReader,
    weight: Option<Bm25Weight>,
    doc: DocId,
    /// How often the terms stand near one another in the present entry.
    count: u32,
}

impl NearScorer {
    /// What an entry scores, where it has all terms and they are near one another there.
    fn here(&mut self, entry: DocId) -> Option<Score> {
        self.doc = entry;
        self.count = self.count_here();
        (self.count > 0).then(|| self.score())
    }

    /// Goes to the first entry from a target on in which the terms stand near one another.
    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            target = self.aligned(target);
            self.doc = target;
            if target == TERMINATED {
                return target;
            }
            self.count = self.count_here();
            if self.count > 0 {
                return target;
            }
            target += 1;
        }
    }

    /// The first entry from a target on that has all terms.
    fn aligned(&mut self, mut target: DocId) -> DocId {
        'again: while target < TERMINATED {
            for list in &mut self.lists {
                let mut doc = list.doc();
                if doc < target {
                    doc = list.seek(target);
                }
                if doc > target {
                    target = doc;
                    continue 'again;
                }
            }
            return target;
        }
        TERMINATED
    }

    fn count_here(&mut self) -> u32 {
        let length = self.lists.len() as u32;
        for (number, (list, places)) in (0..).zip(self.lists.iter_mut().zip(&mut self.places)) {
            // All places are moved up by the same, so that none is below zero.
            list.positions_with_offset(length - number, places);
        }
        match self.slop {
            0 => in_a_row(&self.places).count() as u32,
            slop => stretches(&self.places, slop),
        }
    }
}

impl DocSet for NearScorer {
    fn advance(&mut self) -> DocId {
        match self.doc {
            TERMINATED => TERMINATED,
            doc => self.settle(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self.doc >= target {
            true => self.doc,
            false => self.settle(target),
        }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.lists.iter().map(DocSet::size_hint).min().unwrap_or(0)
    }
}

impl Scorer for NearScorer {
    fn score(&mut self) -> Score {
        let Some(weight) = &self.weight else {
            return 0.0;
        };
        let is_in_a_row = self.in_a_row != 1.0 && in_a_row(&self.places).next().is_some();
        let factor = if is_in_a_row { self.in_a_row } else { 1.0 };
        step(weight.score(self.norms.fieldnorm_id(self.doc), self.count) * factor)
    }
}

impl NearScorer {
    /// What an entry scores; `None` where it is not found. For rising entries.
    pub(super) fn at(&mut self, entry: DocId) -> Option<Score> {
        let is_there = |list: &mut SegmentPostings| {
            let doc = list.doc();
            let doc = if doc < entry { list.seek(entry) } else { doc };
            doc == entry
        };
        let are_there = self.lists.iter_mut().all(is_there);
        are_there.then(|| self.here(entry)).flatten()
    }
}

/// What is found in one segment. Places are dear to read: they are only where all terms are.
struct NearHere {
    /// The terms wherever they stand, the rarest first.
    terms: Vec<TermHere>,
    marking: NearScorer,
    /// Goes after it, to what was left open.
    asked_later: NearScorer,
    found: Bits,
    /// By place in the span, what was found scores.
    scores: Vec<Score>,
    /// What has all terms; those that are not found may be near one another there.
    open: Bits,
    most: Score,
}

impl NearHere {
    /// What has all terms, of what is asked for.
    fn mark_terms(&mut self, span: Span, among: Option<&Bits>) {
        let open = &mut self.open;
        let mut terms = self.terms.iter_mut();
        let Some(first) = terms.next() else {
            return open.begin(span);
        };
        first.mark(span, among);
        open.copy(first.found());
        if let Some(among) = among {
            open.keep(among);
        }
        for term in terms {
            if open.is_empty() {
                return;
            }
            term.mark(span, Some(open));
            open.keep(term.found());
        }
    }
}

impl Finds for NearHere {
    fn next(&mut self, from: DocId) -> DocId {
        let first = self.terms.first_mut();
        first.map_or(TERMINATED, |term| term.next(from))
    }

    fn mark(&mut self, span: Span, among: Option<&Bits>) {
        self.mark_unknown(span, among, &Bits::default());
    }

    fn mark_unknown(&mut self, span: Span, among: Option<&Bits>, known: &Bits) {
        self.mark_terms(span, among);
        self.found.begin(span);
        let (marking, found, scores) = (&mut self.marking, &mut self.found, &mut self.scores);
        self.open.retain(|entry| {
            if known.has(entry) {
                return true;
            }
            if let Some(score) = marking.at(entry) {
                let place = found.add(entry);
                scores[place as usize] = score;
            }
            false
        });
    }

    fn found(&self) -> &Bits {
        &self.found
    }

    fn may_have(&self, entry: DocId) -> bool {
        self.found.has(entry) || self.open.has(entry)
    }

    fn bound(&self, among: &Bits, bounds: &mut Bounds) {
        let (found, scores) = (&self.found, &self.scores);
        found.each_in(among, |_, place| bounds[place] += scores[place]);
        (self.open).each_in(among, |_, place| bounds[place] += self.most);
    }

    fn score(&mut self, entry: DocId, _needed: Score) -> Option<Score> {
        if self.found.has(entry) {
            return Some(self.scores[self.found.span().place(entry) as usize]);
        }
        match self.open.has(entry) {
            true => self.asked_later.at(entry),
            false => None,
        }
    }

    fn most(&self) -> Score {
        self.most
    }

    fn cost(&self) -> u64 {
        let rarest = self.terms.first().map_or(0, Finds::cost);
        rarest.saturating_mul(READING)
    }

    fn is_dear(&self) -> bool {
        true
    }
}

/// The places that all lists have. Places rise.
fn in_a_row(lists: &[Vec<u32>]) -> impl Iterator<Item = u32> {
    let (first, others) = lists.split_first().unzip();
    let others: &[Vec<u32>] = others.unwrap_or_default();
    let all = first.into_iter().flatten().copied();
    all.filter(|place| others.iter().all(|list| list.binary_search(place).is_ok()))
}

/// How many stretches, none of which shares a place with another, have a place of each list and are no
/// longer than this. Places rise.
fn stretches(lists: &[Vec<u32>], longest: u32) -> u32 {
    let mut at = vec![0; lists.len()];
    let mut count = 0;
    loop {
        let (mut first, mut last) = ((u32::MAX, 0), 0);
        for (number, (list, at)) in lists.iter().zip(&at).enumerate() {
            let Some(place) = list.get(*at) else {
                return count;
            };
            first = first.min((*place, number));
            last = last.max(*place);
        }
        if last - first.0 <= longest {
            count += 1;
            at.iter_mut().for_each(|at| *at += 1);
        } else {
            at[first.1] += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lists: &[&[u32]], longest: u32, expected: u32) {
        let lists: Vec<Vec<u32>> = lists.iter().map(|list| list.to_vec()).collect();
        assert_eq!(stretches(&lists, longest), expected, "{lists:?}");
        let in_a_row = in_a_row(&lists).count() as u32;
        assert_eq!(stretches(&lists, 0), in_a_row, "{lists:?}");
    }

    #[test]
    fn stretches_have_a_place_of_each_and_share_none() {
        check(&[&[1], &[3]], 2, 1);
        check(&[&[1], &[4]], 2, 0);
        check(&[&[4], &[2]], 2, 1);
        check(&[&[1, 2, 9], &[3, 10]], 2, 2);
        check(&[&[1], &[2], &[3]], 1, 0);
        check(&[&[1], &[2], &[3]], 2, 1);
        check(&[&[], &[1]], 9, 0);
        check(&[&[1, 4, 7, 9], &[1, 5, 7], &[0, 1, 7, 8]], 0, 2);
    }
}
