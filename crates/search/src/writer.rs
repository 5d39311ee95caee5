//! The one writer of an index.

use probity_model::{Document, DocumentId};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, UserOperation};
use tantivy::{IndexWriter, Term};

use crate::entries::entries;
use crate::index::Payload;
use crate::schema::VERSION;
use crate::{SearchError, TantivyIndex, Writer};

/// The least that Tantivy takes for its writer.
const LEAST_HEAP: usize = 15_000_000;

/// Writes a [`TantivyIndex`]. Dropping it waits for merges under way.
pub struct TantivyWriter {
    index: TantivyIndex,
    /// `None` after an error: a failed writer may say Ok to the next commit with entries gone.
    writer: Option<IndexWriter>,
}

impl TantivyWriter {
    pub(crate) fn new(index: TantivyIndex, heap_bytes: usize) -> Result<Self, SearchError> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(heap_bytes.max(LEAST_HEAP))
            .build();
        let writer: IndexWriter = index.index().writer_with_options(options)?;
        writer.set_merge_policy(Box::new(merge_policy()));
        // What a writer that was killed left behind would stay until the next commit.
        writer.garbage_collect_files().wait()?;
        Ok(Self {
            index,
            writer: Some(writer),
        })
    }

    /// Runs a step on the writer; where it fails, the writer is given up.
    fn step<T>(
        &mut self,
        step: impl FnOnce(&TantivyIndex, &mut IndexWriter) -> Result<T, SearchError>,
    ) -> Result<T, SearchError> {
        let Some(mut writer) = self.writer.take() else {
            let message = "this writer failed before; open another".to_owned();
            return Err(SearchError::Index(message));
        };
        let done = step(&self.index, &mut writer)?;
        self.writer = Some(writer);
        Ok(done)
    }
}

impl Writer for TantivyWriter {
    fn put(&mut self, document: &Document) -> Result<(), SearchError> {
        self.step(|index, writer| {
            let entries = entries(document, index.fields())?;
            writer.delete_term(document_term(index, &document.id));
            // In one go, so that they stand side by side: `Blocks` relies on it.
            let entries = entries.into_iter().map(UserOperation::Add);
            writer.run(entries.collect::<Vec<_>>())?;
            Ok(())
        })
    }

    fn remove(&mut self, id: &DocumentId) -> Result<(), SearchError> {
        self.step(|index, writer| {
            writer.delete_term(document_term(index, id));
            Ok(())
        })
    }

    fn commit(&mut self, sequence: u64) -> Result<(), SearchError> {
        self.step(|index, writer| {
            let payload = Payload {
                version: VERSION,
                sequence,
            };
            let payload = serde_json::to_string(&payload)
                .map_err(|error| SearchError::Index(error.to_string()))?;
            let mut prepared = writer.prepare_commit()?;
            prepared.set_payload(&payload);
            prepared.commit()?;
            index.reload()
        })
    }
}

impl Drop for TantivyWriter {
    fn drop(&mut self) {
        if let Some(writer) = self.writer.take() {
            // A merge that fails leaves the segments it was made of, which is as good.
            let _ = writer.wait_merging_threads();
        }
    }
}

fn document_term(index: &TantivyIndex, id: &DocumentId) -> Term {
    Term::from_field_text(index.fields().document, id.as_str())
}

/// Few segments make fast searches; documents arrive rarely enough for eager merging.
fn merge_policy() -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(4);
    policy.set_del_docs_ratio_before_merge(0.3);
    policy
}
