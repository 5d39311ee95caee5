//! Any of several terms, in any fields: BM25, each with a weight of its own.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{
    COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, Result, Score, SeekDangerResult, SegmentReader,
    TERMINATED, TantivyError, Term,
};

use super::bits::{Bits, Bounds, Span};
use super::finding::{Finding, Finds};
use super::postings::{Blocks, ROUNDED_UP, TermHere, TermScoring};
use super::union::{Combine, UnionScorer};
use super::{STEPS, step};

/// Matches what has any of these terms; the scores of those found add up.
#[derive(Clone, Debug)]
pub(crate) struct Terms(Vec<OneTerm>);

#[derive(Clone, Debug)]
struct OneTerm {
    term: Term,
    boost: f32,
    /// Another of the terms, of the same field, that stands wherever this one does.
    refines: Option<Term>,
}

impl Terms {
    pub(crate) fn one(term: Term) -> Self {
        Self(vec![OneTerm {
            term,
            boost: 1.0,
            refines: None,
        }])
    }

    /// A term that is only looked at where another of the same field was found, beside which it is sought:
    /// that one stands wherever this one does.
    pub(crate) fn refining(term: Term, other: Term) -> Self {
        let mut terms = Self::one(term);
        terms.0[0].refines = Some(other);
        terms
    }

    /// The same terms, each weighing so many times as much.
    pub(crate) fn boosted(mut self, boost: f32) -> Self {
        self.0.iter_mut().for_each(|one| one.boost *= boost);
        self
    }

    /// Any of the terms of all of these.
    pub(crate) fn any(all: impl IntoIterator<Item = Self>) -> Self {
        Self(all.into_iter().flat_map(|terms| terms.0).collect())
    }

    pub(super) fn weighed(&self, scoring: EnableScoring<'_>) -> Result<TermsWeight> {
        let mut terms = Vec::with_capacity(self.0.len());
        for one in &self.0 {
            let weight = match scoring {
                EnableScoring::Enabled {
                    statistics_provider,
                    ..
                } => {
                    let terms = std::slice::from_ref(&one.term);
                    Some(Bm25Weight::for_terms(statistics_provider, terms)?.boost_by(one.boost))
                }
                EnableScoring::Disabled { .. } => None,
            };
            terms.push(WeighedTerm {
                term: one.term.clone(),
                weight,
                refines: one.refines.clone(),
            });
        }
        Ok(TermsWeight(terms))
    }
}

impl Query for Terms {
    fn weight(&self, scoring: EnableScoring<'_>) -> Result<Box<dyn Weight>> {
        Ok(Box::new(self.weighed(scoring)?))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.iter().for_each(|one| visitor(&one.term, false));
    }
}

/// Terms with what they weigh.
pub(super) struct TermsWeight(Vec<WeighedTerm>);

struct WeighedTerm {
    term: Term,
    /// `None` where only matches matter.
    weight: Option<Bm25Weight>,
    refines: Option<Term>,
}

impl WeighedTerm {
    /// What is read of a term's entries.
    const fn read(&self) -> IndexRecordOption {
        match self.weight {
            Some(_) => IndexRecordOption::WithFreqs,
            None => IndexRecordOption::Basic,
        }
    }

    fn scoring(&self, reader: &SegmentReader, boost: Score) -> Result<Option<TermScoring>> {
        let Some(weight) = &self.weight else {
            return Ok(None);
        };
        let norms = reader.fieldnorms_readers().get_field(self.term.field())?;
        Ok(Some(TermScoring {
            norms: norms.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)),
            weight: weight.boost_by(boost),
        }))
    }
}

impl TermsWeight {
    /// The terms that a segment has, in the query's order.
    fn found(&self, reader: &SegmentReader, boost: Score) -> Result<Vec<TermScorer>> {
        let mut found = Vec::with_capacity(self.0.len());
        for weighed in &self.0 {
            let index = reader.inverted_index(weighed.term.field())?;
            if let Some(postings) = index.read_postings(&weighed.term, weighed.read())? {
                found.push(TermScorer {
                    postings,
                    scoring: weighed.scoring(reader, boost)?,
                });
            }
        }
        Ok(found)
    }

    /// What any entry scores at most.
    pub(super) fn most(&self) -> Score {
        let weights = self.0.iter().filter_map(|weighed| weighed.weight.as_ref());
        weights.map(|weight| step(weight.max_score())).sum()
    }
}

impl Weight for TermsWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> Result<Box<dyn Scorer>> {
        let mut found = self.found(reader, boost)?;
        Ok(match found.len() {
            0 => Box::new(EmptyScorer),
            1 => Box::new(found.remove(0)),
            _ => Box::new(UnionScorer::new(found, Combine::Sum)),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> Result<Explanation> {
        let mut details = Vec::new();
        for mut scorer in self.found(reader, 1.0)? {
            if scorer.seek(doc) == doc
                && let Some(scoring) = &scorer.scoring
            {
                let norm = scoring.norms.fieldnorm_id(doc);
                let frequency = scorer.postings.term_freq();
                details.push(scoring.weight.explain(norm, frequency));
            }
        }
        let score = details.iter().map(|detail| step(detail.value())).sum();
        if details.is_empty() {
            let message = format!("entry {doc} has none of the terms");
            return Err(TantivyError::InvalidArgument(message));
        }
        let mut explanation = Explanation::new("sum of the terms found", score);
        details
            .into_iter()
            .for_each(|detail| explanation.add_detail(detail));
        Ok(explanation)
    }
}

impl Finding for TermsWeight {
    fn open(&self, reader: &SegmentReader, boost: Score) -> Result<Option<Box<dyn Finds>>> {
        let mut terms: Vec<(&Term, TermHere)> = Vec::with_capacity(self.0.len());
        let mut refining = Vec::new();
        for weighed in &self.0 {
            let is_refined = |(term, _): &(&Term, TermHere)| weighed.refines.as_ref() == Some(term);
            let refined = terms.iter().position(is_refined);
            if refined.is_some() && weighed.weight.is_none() {
                continue;
            }
            let index = reader.inverted_index(weighed.term.field())?;
            let Some(postings) = index.read_block_postings(&weighed.term, weighed.read())? else {
                continue;
            };
            let scoring = weighed.scoring(reader, boost)?;
            let ratio = refined.map(|refined| {
                let weighs = scoring.as_ref().map_or(0.0, TermScoring::weighs);
                (refined, weighs / terms[refined].1.weighs() * ROUNDED_UP)
            });
            match (ratio, scoring) {
                // What all entries have may weigh nothing.
                (Some((refined, ratio)), Some(scoring)) if ratio.is_finite() => {
                    refining.push(Refining {
                        refined,
                        ratio,
                        blocks: Blocks::new(postings),
                        scoring,
                    });
                }
                (_, scoring) => {
                    let here = TermHere::new(postings, reader.max_doc(), scoring);
                    terms.push((&weighed.term, here));
                }
            }
        }
        let mut terms: Vec<TermHere> = terms.into_iter().map(|(_, here)| here).collect();
        Ok(match (terms.len(), refining.is_empty()) {
            (0, _) => None,
            (1, true) => Some(Box::new(terms.remove(0))),
            _ => Some(Box::new(TermsHere {
                most: most(&terms, &refining),
                terms,
                refining,
                found: Bits::default(),
            })),
        })
    }
}

/// What terms find in one segment.
struct TermsHere {
    terms: Vec<TermHere>,
    refining: Vec<Refining>,
    most: Score,
    /// What any of them found; of one alone, it is in that one.
    found: Bits,
}

fn most(terms: &[TermHere], refining: &[Refining]) -> Score {
    let terms = terms.iter().map(Finds::most);
    let refining = refining.iter().map(|refining| refining.scoring.most());
    terms.chain(refining).sum()
}

/// A term that stands only where another does.
struct Refining {
    /// The other's place among the terms.
    refined: usize,
    /// So many times as much as the other it scores at most.
    ratio: Score,
    blocks: Blocks,
    scoring: TermScoring,
}

impl Refining {
    /// What it scores at most where the other scores so much: it stands there no more often.
    fn most(&self, other: Score) -> Score {
        other * self.ratio + self.rounding()
    }

    /// What the roundings of both make of it at most.
    fn rounding(&self) -> Score {
        (self.ratio + 1.0) / STEPS
    }

    fn score(&mut self, entry: DocId) -> Score {
        match self.blocks.seek(entry) == entry {
            true => self.scoring.score(entry, self.blocks.frequency()),
            false => 0.0,
        }
    }
}

impl Finds for TermsHere {
    fn next(&mut self, from: DocId) -> DocId {
        let next = self.terms.iter_mut().map(|term| term.next(from));
        next.min().unwrap_or(TERMINATED)
    }

    fn mark(&mut self, span: Span, among: Option<&Bits>) {
        let (found, is_alone) = (&mut self.found, self.terms.len() == 1);
        if !is_alone {
            found.begin(span);
        }
        for term in &mut self.terms {
            term.mark(span, among);
            if !is_alone {
                found.unite(term.found());
            }
        }
    }

    fn found(&self) -> &Bits {
        match self.terms.as_slice() {
            [alone] => alone.found(),
            _ => &self.found,
        }
    }

    fn bound(&self, among: &Bits, bounds: &mut Bounds) {
        for (number, term) in self.terms.iter().enumerate() {
            let refining = self.refining.iter();
            let refining = refining.filter(|refining| refining.refined == number);
            let (times, more) = refining.fold((1.0, 1.0 / STEPS), |(times, more), refining| {
                (times + refining.ratio, more + refining.rounding())
            });
            term.bound_times(times, more, among, bounds);
        }
    }

    fn score(&mut self, entry: DocId, needed: Score) -> Option<Score> {
        let (mut sum, mut more, mut is_found) = (0.0, 0.0, false);
        for (number, term) in self.terms.iter_mut().enumerate() {
            if let Some(score) = term.score(entry, needed) {
                sum += score;
                is_found = true;
                for refining in &self.refining {
                    if refining.refined == number {
                        more += refining.most(score);
                    }
                }
            }
        }
        if !is_found {
            return None;
        }
        if sum + more >= needed {
            for refining in &mut self.refining {
                sum += refining.score(entry);
            }
        }
        Some(sum)
    }

    fn most(&self) -> Score {
        self.most
    }

    fn cost(&self) -> u64 {
        self.terms.iter().map(Finds::cost).sum()
    }
}

/// The entries of a segment that have one term, one by one.
struct TermScorer {
    postings: SegmentPostings,
    scoring: Option<TermScoring>,
}

impl DocSet for TermScorer {
    fn advance(&mut self) -> DocId {
        self.postings.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self.postings.doc() >= target {
            true => self.postings.doc(),
            false => self.postings.seek(target),
        }
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        self.postings.seek_danger(target)
    }

    fn fill_buffer(&mut self, buffer: &mut [DocId; COLLECT_BLOCK_BUFFER_LEN]) -> usize {
        self.postings.fill_buffer(buffer)
    }

    fn doc(&self) -> DocId {
        self.postings.doc()
    }

    fn size_hint(&self) -> u32 {
        self.postings.size_hint()
    }
}

impl Scorer for TermScorer {
    fn score(&mut self) -> Score {
        let postings = &self.postings;
        let score = |scoring: &TermScoring| scoring.score(postings.doc(), postings.term_freq());
        self.scoring.as_ref().map_or(0.0, score)
    }
}
