//! Entries that were chosen before, and what scores them.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{
    DocId, DocSet, Result, Score, SeekDangerResult, SegmentReader, TERMINATED, TantivyError, Term,
};

use super::Boxed;

/// Entries of each segment.
#[derive(Clone, Debug)]
pub(crate) struct OneOf(Arc<HashMap<SegmentId, Arc<[DocId]>>>);

impl OneOf {
    /// Entries of each segment, in rising order.
    pub(crate) fn new(entries: HashMap<SegmentId, Vec<DocId>>) -> Self {
        let entries = entries.into_iter();
        Self(Arc::new(
            entries.map(|(id, list)| (id, list.into())).collect(),
        ))
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.values().map(|list| list.len()).sum()
    }
}

/// Matches chosen entries, and scores each with the sum of the parts that match it. The parts are asked for
/// these entries only, never for the next that they match.
#[derive(Debug)]
pub(crate) struct Scored {
    entries: OneOf,
    parts: Vec<Boxed>,
}

impl Scored {
    pub(crate) const fn new(entries: OneOf, parts: Vec<Boxed>) -> Self {
        Self { entries, parts }
    }
}

impl Clone for Scored {
    fn clone(&self) -> Self {
        let parts = self.parts.iter().map(|part| part.box_clone());
        Self::new(self.entries.clone(), parts.collect())
    }
}

impl Query for Scored {
    fn weight(&self, scoring: EnableScoring<'_>) -> Result<Box<dyn Weight>> {
        let parts = match scoring.is_scoring_enabled() {
            true => &*self.parts,
            false => &[],
        };
        let parts = parts.iter().map(|part| part.weight(scoring));
        Ok(Box::new(ScoredWeight {
            entries: self.entries.clone(),
            parts: parts.collect::<Result<_>>()?,
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.parts.iter().for_each(|part| part.query_terms(visitor));
    }
}

struct ScoredWeight {
    entries: OneOf,
    parts: Vec<Box<dyn Weight>>,
}

impl Weight for ScoredWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> Result<Box<dyn Scorer>> {
        let entries = self.entries.0.get(&reader.segment_id()).cloned();
        let parts = self.parts.iter().map(|part| part.scorer(reader, boost));
        Ok(Box::new(ScoredScorer {
            entries: entries.unwrap_or_default(),
            at: 0,
            parts: parts.collect::<Result<_>>()?,
            score: None,
        }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.seek(doc) != doc {
            let message = format!("entry {doc} was not chosen");
            return Err(TantivyError::InvalidArgument(message));
        }
        Ok(Explanation::new("sum of the parts", scorer.score()))
    }
}

struct ScoredScorer {
    entries: Arc<[DocId]>,
    at: usize,
    parts: Vec<Box<dyn Scorer>>,
    /// What the present entry scores, where that was asked for.
    score: Option<Score>,
}

impl DocSet for ScoredScorer {
    fn advance(&mut self) -> DocId {
        self.score = None;
        self.at = (self.at + 1).min(self.entries.len());
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.entries.get(self.at..).unwrap_or_default();
        if rest.first().is_none_or(|entry| *entry < target) {
            self.score = None;
        }
        self.at += rest.partition_point(|entry| *entry < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.entries.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        (self.entries.len() - self.at) as u32
    }
}

impl Scorer for ScoredScorer {
    fn score(&mut self) -> Score {
        let entry = self.doc();
        let parts = &mut self.parts;
        *self.score.get_or_insert_with(|| {
            let found = parts
                .iter_mut()
                .filter_map(|part| match part.seek_danger(entry) {
                    SeekDangerResult::Found => Some(part.score()),
                    SeekDangerResult::SeekLowerBound(_) => None,
                });
            found.sum()
        })
    }
}
