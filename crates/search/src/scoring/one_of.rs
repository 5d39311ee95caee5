//! Entries that were chosen before.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Result, Score, SegmentReader, TERMINATED, TantivyError};

/// Matches these entries, with no score.
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

impl Query for OneOf {
    fn weight(&self, _scoring: EnableScoring<'_>) -> Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for OneOf {
    fn scorer(&self, reader: &SegmentReader, _boost: Score) -> Result<Box<dyn Scorer>> {
        let entries = self.0.get(&reader.segment_id()).cloned();
        Ok(Box::new(OneOfScorer {
            entries: entries.unwrap_or_default(),
            at: 0,
        }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> Result<Explanation> {
        let entries = self.0.get(&reader.segment_id());
        if entries.is_none_or(|entries| entries.binary_search(&doc).is_err()) {
            let message = format!("entry {doc} was not chosen");
            return Err(TantivyError::InvalidArgument(message));
        }
        Ok(Explanation::new("chosen before", 0.0))
    }
}

struct OneOfScorer {
    entries: Arc<[DocId]>,
    at: usize,
}

impl DocSet for OneOfScorer {
    fn advance(&mut self) -> DocId {
        self.at = (self.at + 1).min(self.entries.len());
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.entries.get(self.at..).unwrap_or_default();
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

impl Scorer for OneOfScorer {
    fn score(&mut self) -> Score {
        0.0
    }
}
