//! What a document's own entry has, found for its other entries.

use std::ops::Range;
use std::sync::Arc;

use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Result, Score, SegmentReader, TERMINATED, TantivyError, Term};

use super::Boxed;
use super::bits::{Bits, Bounds, Span};
use super::constant::Constant;
use super::finding::{Finding, Finds};
use super::near::{Near, NearWeight};
use super::terms::Terms;
use crate::Scope;
use crate::segments::{Segment, Segments};

/// Matches the entries of one scope whose document's own entry matches; they score what it scores.
#[derive(Debug)]
pub(crate) struct OfDocument {
    query: Boxed,
    scope: Scope,
    segments: Segments,
    boost: Score,
}

impl OfDocument {
    pub(crate) const fn new(query: Boxed, scope: Scope, segments: Segments) -> Self {
        Self {
            query,
            scope,
            segments,
            boost: 1.0,
        }
    }

    /// The same, weighing so many times as much.
    pub(crate) fn boosted(mut self, boost: Score) -> Self {
        self.boost *= boost;
        self
    }

    pub(super) fn weighed(&self, scoring: EnableScoring<'_>) -> Result<OfDocumentWeight> {
        Ok(OfDocumentWeight {
            weight: self.query.weight(scoring)?,
            most: match scoring.is_scoring_enabled() {
                true => most(&*self.query, scoring)?,
                false => 0.0,
            },
            is_scored: scoring.is_scoring_enabled(),
            scope: self.scope,
            segments: self.segments.clone(),
            boost: self.boost,
        })
    }
}

/// What anything scores at most that a query finds.
fn most(query: &dyn Query, scoring: EnableScoring<'_>) -> Result<Score> {
    if let Some(terms) = query.downcast_ref::<Terms>() {
        return Ok(terms.weighed(scoring)?.most());
    }
    if let Some(near) = query.downcast_ref::<Near>() {
        return Ok(NearWeight::new(near, scoring)?.most(1.0));
    }
    let constant = query.downcast_ref::<Constant>();
    Ok(constant.map_or(Score::INFINITY, Constant::score))
}

impl Clone for OfDocument {
    fn clone(&self) -> Self {
        Self::new(self.query.box_clone(), self.scope, self.segments.clone()).boosted(self.boost)
    }
}

impl Query for OfDocument {
    fn weight(&self, scoring: EnableScoring<'_>) -> Result<Box<dyn Weight>> {
        Ok(Box::new(self.weighed(scoring)?))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.query.query_terms(visitor);
    }
}

pub(super) struct OfDocumentWeight {
    weight: Box<dyn Weight>,
    /// What any document scores at most.
    most: Score,
    is_scored: bool,
    scope: Scope,
    segments: Segments,
    boost: Score,
}

impl OfDocumentWeight {
    /// `None` where no document of a segment matches.
    fn found(&self, reader: &SegmentReader, boost: Score) -> Result<Option<OfDocumentScorer>> {
        let heads = self.weight.scorer(reader, boost * self.boost)?;
        if heads.doc() == TERMINATED {
            return Ok(None);
        }
        let mut scorer = OfDocumentScorer {
            heads,
            is_scored: self.is_scored,
            scope: self.scope,
            segment: self.segments.of(reader)?,
            present: TERMINATED..TERMINATED,
            score: None,
        };
        scorer.settle();
        Ok(Some(scorer))
    }
}

impl Finding for OfDocumentWeight {
    fn open(&self, reader: &SegmentReader, boost: Score) -> Result<Option<Box<dyn Finds>>> {
        let found = self.found(reader, boost)?;
        let here = |documents| OfDocumentHere {
            documents,
            most: self.most * (boost * self.boost) + ROUNDING,
            found: Bits::default(),
            stretches: Vec::new(),
        };
        Ok(found.map(|found| Box::new(here(found)) as Box<dyn Finds>))
    }
}

impl Weight for OfDocumentWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> Result<Box<dyn Scorer>> {
        Ok(match self.found(reader, boost)? {
            Some(scorer) => Box::new(scorer),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> Result<Explanation> {
        let segment = self.segments.of(reader)?;
        let blocks = &segment.blocks;
        let number = blocks.number_of(doc);
        if !blocks.of_scope(number, self.scope).contains(&doc) {
            let message = format!("entry {doc} is of another scope");
            return Err(TantivyError::InvalidArgument(message));
        }
        let explanation = self.weight.explain(reader, blocks.head(number))?;
        let score = explanation.value() * self.boost;
        let mut whole = Explanation::new("what the document has", score);
        whole.add_detail(explanation);
        Ok(whole)
    }
}

struct OfDocumentScorer {
    /// The documents that match.
    heads: Box<dyn Scorer>,
    is_scored: bool,
    scope: Scope,
    segment: Arc<Segment>,
    /// What is left of the present document's entries, from the present entry on.
    present: Range<DocId>,
    /// What they score, where that was asked for.
    score: Option<Score>,
}

impl OfDocumentScorer {
    /// Goes to the first entry of the present document, or of the next that has any.
    fn settle(&mut self) -> DocId {
        self.score = None;
        while self.heads.doc() != TERMINATED {
            let number = self.segment.blocks.number_of(self.heads.doc());
            self.present = self.segment.blocks.of_scope(number, self.scope);
            if !self.present.is_empty() {
                return self.present.start;
            }
            self.heads.advance();
        }
        self.present = TERMINATED..TERMINATED;
        TERMINATED
    }
}

impl DocSet for OfDocumentScorer {
    fn advance(&mut self) -> DocId {
        if self.present.start + 1 < self.present.end {
            self.present.start += 1;
            return self.present.start;
        }
        if self.present.start == TERMINATED {
            return TERMINATED;
        }
        self.heads.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.present.start {
            return self.present.start;
        }
        if target >= self.present.end {
            let head = self.segment.blocks.head_of(target).min(target);
            if target == TERMINATED {
                self.heads.seek(TERMINATED);
            } else if self.heads.doc() < head {
                self.heads.seek(head);
            } else {
                // The target is behind the present document's entries of this scope.
                self.heads.advance();
            }
            self.settle();
        }
        if self.present.end <= target && self.present.start != TERMINATED {
            self.heads.advance();
            return self.settle();
        }
        self.present.start = self.present.start.max(target);
        self.present.start
    }

    fn doc(&self) -> DocId {
        self.present.start
    }

    fn size_hint(&self) -> u32 {
        let documents = self.segment.blocks.numbers().len().max(1) as u32;
        let entries = self.segment.blocks.head(documents as usize) / documents;
        self.heads.size_hint().saturating_mul(entries.max(1))
    }
}

impl Scorer for OfDocumentScorer {
    fn score(&mut self) -> Score {
        let (heads, is_scored) = (&mut self.heads, self.is_scored);
        let score = || if is_scored { heads.score() } else { 0.0 };
        *self.score.get_or_insert_with(score)
    }
}

/// More than the roundings of all that a document scores come to.
const ROUNDING: Score = 0.01;

struct OfDocumentHere {
    documents: OfDocumentScorer,
    most: Score,
    found: Bits,
    /// The entries of each document that were found in the present span, and what they score, in order.
    stretches: Vec<(Range<DocId>, Score)>,
}

impl Finds for OfDocumentHere {
    fn next(&mut self, from: DocId) -> DocId {
        self.documents.seek(from)
    }

    fn mark(&mut self, span: Span, _among: Option<&Bits>) {
        self.found.begin(span);
        self.stretches.clear();
        let mut entry = self.documents.seek(span.start());
        while entry < span.end() {
            let end = self.documents.present.end.min(span.end());
            self.found.add_all(entry..end);
            self.stretches.push((entry..end, self.documents.score()));
            entry = self.documents.seek(end);
        }
    }

    fn found(&self) -> &Bits {
        &self.found
    }

    fn bound(&self, among: &Bits, bounds: &mut Bounds) {
        let span = among.span();
        for (entries, score) in &self.stretches {
            among.each_of(entries, |entry| bounds[span.place(entry) as usize] += score);
        }
    }

    fn score(&mut self, entry: DocId, _needed: Score) -> Option<Score> {
        let place = self
            .stretches
            .partition_point(|(entries, _)| entries.end <= entry);
        let (entries, score) = self.stretches.get(place)?;
        entries.contains(&entry).then_some(*score)
    }

    fn most(&self) -> Score {
        self.most
    }

    fn cost(&self) -> u64 {
        u64::from(self.documents.size_hint())
    }
}
