//! Any of several terms, in any fields: BM25, each with a weight of its own.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{
    COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, Result, Score, SeekDangerResult, SegmentReader,
    TantivyError, Term,
};

use super::finding::{Finding, Finds, SumHere};
use super::postings::{TermHere, TermScoring};
use super::step;
use super::union::{Combine, UnionScorer};

/// Matches what has any of these terms; the scores of those found add up.
#[derive(Clone, Debug)]
pub(crate) struct Terms(Vec<(Term, f32)>);

impl Terms {
    pub(crate) fn one(term: Term) -> Self {
        Self(vec![(term, 1.0)])
    }

    /// The same terms, each weighing so many times as much.
    pub(crate) fn boosted(mut self, boost: f32) -> Self {
        self.0.iter_mut().for_each(|(_, weight)| *weight *= boost);
        self
    }

    /// Any of the terms of all of these.
    pub(crate) fn any(all: impl IntoIterator<Item = Self>) -> Self {
        Self(all.into_iter().flat_map(|terms| terms.0).collect())
    }

    pub(super) fn weighed(&self, scoring: EnableScoring<'_>) -> Result<TermsWeight> {
        let mut terms = Vec::with_capacity(self.0.len());
        for (term, boost) in &self.0 {
            let weight = match scoring {
                EnableScoring::Enabled {
                    statistics_provider,
                    ..
                } => {
                    let terms = std::slice::from_ref(term);
                    Some(Bm25Weight::for_terms(statistics_provider, terms)?.boost_by(*boost))
                }
                EnableScoring::Disabled { .. } => None,
            };
            terms.push((term.clone(), weight));
        }
        Ok(TermsWeight(terms))
    }
}

impl Query for Terms {
    fn weight(&self, scoring: EnableScoring<'_>) -> Result<Box<dyn Weight>> {
        Ok(Box::new(self.weighed(scoring)?))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.iter().for_each(|(term, _)| visitor(term, false));
    }
}

/// Terms with what they weigh; nothing where only matches matter.
pub(super) struct TermsWeight(Vec<(Term, Option<Bm25Weight>)>);

impl TermsWeight {
    /// The terms that a segment has, in the query's order.
    fn found(&self, reader: &SegmentReader, boost: Score) -> Result<Vec<TermScorer>> {
        let mut found = Vec::with_capacity(self.0.len());
        for (term, weight) in &self.0 {
            let index = reader.inverted_index(term.field())?;
            if let Some(postings) = index.read_postings(term, read(weight.as_ref()))? {
                found.push(TermScorer {
                    postings,
                    scoring: scoring(term, weight.as_ref(), reader, boost)?,
                });
            }
        }
        Ok(found)
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
        let mut found = Vec::with_capacity(self.0.len());
        for (term, weight) in &self.0 {
            let index = reader.inverted_index(term.field())?;
            if let Some(postings) = index.read_block_postings(term, read(weight.as_ref()))? {
                let scoring = scoring(term, weight.as_ref(), reader, boost)?;
                found.push(TermHere::new(postings, scoring));
            }
        }
        Ok(match found.len() {
            0 => None,
            1 => Some(Box::new(found.remove(0))),
            _ => Some(Box::new(SumHere(found))),
        })
    }
}

/// What is read of a term's entries.
const fn read(weight: Option<&Bm25Weight>) -> IndexRecordOption {
    match weight {
        Some(_) => IndexRecordOption::WithFreqs,
        None => IndexRecordOption::Basic,
    }
}

fn scoring(
    term: &Term,
    weight: Option<&Bm25Weight>,
    reader: &SegmentReader,
    boost: Score,
) -> Result<Option<TermScoring>> {
    let Some(weight) = weight else {
        return Ok(None);
    };
    let norms = reader.fieldnorms_readers().get_field(term.field())?;
    Ok(Some(TermScoring {
        norms: norms.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)),
        weight: weight.boost_by(boost),
    }))
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
