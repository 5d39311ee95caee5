//! The Tantivy index: opening it, and the snapshot that searches read.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use probity_model::Gazetteer;
use serde::{Deserialize, Serialize};
use tantivy::directory::{Directory, MmapDirectory, RamDirectory};
use tantivy::schema::FieldType;
use tantivy::{Index, IndexReader, IndexSettings, ReloadPolicy};

use crate::analysis::{TOKENIZER, tokenizer};
use crate::meaning::Thesaurus;
use crate::schema::{Fields, VERSION, schema};
use crate::snapshot::Snapshot;
use crate::writer::TantivyWriter;
use crate::{IndexStats, Scope, SearchError, Settings};

/// Bytes of what is stored that are compressed together. A hit is read with all of its block: small blocks
/// make short answers.
const STORED_BLOCK: usize = 4_096;

/// Blocks of each segment that are kept as they were read.
const KEPT_BLOCKS: usize = 500;

/// A search index kept by Tantivy, in a folder or in memory. Cheap to clone: clones share one index.
#[derive(Clone)]
pub struct TantivyIndex(Arc<Inner>);

struct Inner {
    index: Index,
    fields: Fields,
    reader: IndexReader,
    snapshot: RwLock<Arc<Snapshot>>,
    thesaurus: Thesaurus,
    settings: Settings,
}

/// What every commit carries.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Payload {
    pub(crate) version: u32,
    pub(crate) sequence: u64,
}

impl TantivyIndex {
    /// Opens the index in a folder; an empty or absent folder gets a new one.
    ///
    /// # Errors
    /// [`SearchError::Schema`] where the index there was made by another version: make it again.
    /// [`SearchError::Index`] where it is damaged or the folder cannot be used.
    /// [`SearchError::Parameter`] where the user's synonyms are malformed.
    pub fn open(folder: &Path, settings: &Settings) -> Result<Self, SearchError> {
        std::fs::create_dir_all(folder)?;
        let directory =
            MmapDirectory::open(folder).map_err(|error| SearchError::Index(error.to_string()))?;
        Self::open_directory(directory, settings)
    }

    /// A new, empty index that is gone with the last clone.
    ///
    /// # Errors
    /// [`SearchError::Parameter`] where the user's synonyms are malformed.
    pub fn in_memory(settings: &Settings) -> Result<Self, SearchError> {
        Self::open_directory(RamDirectory::create(), settings)
    }

    fn open_directory(directory: impl Directory, settings: &Settings) -> Result<Self, SearchError> {
        let thesaurus = Thesaurus::new(settings.glossary, &settings.gazetteer, &settings.synonyms)?;
        let (schema, fields) = schema();
        let index = Index::builder()
            .schema(schema)
            .settings(IndexSettings {
                docstore_blocksize: STORED_BLOCK,
                ..IndexSettings::default()
            })
            .open_or_create(directory)?;
        index.tokenizers().register(TOKENIZER, tokenizer());
        check_analysers(&index)?;
        if let Some(payload) = payload(&index)?
            && payload.version != VERSION
        {
            let message = format!("version {} instead of {VERSION}", payload.version);
            return Err(SearchError::Schema(message));
        }
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(KEPT_BLOCKS)
            .try_into()?;
        let snapshot = Snapshot::new(&reader, &fields, settings.part, None)?;
        // The first search shall not wait for what is read once of each segment.
        snapshot.read_all()?;
        let snapshot = RwLock::new(Arc::new(snapshot));
        Ok(Self(Arc::new(Inner {
            index,
            fields,
            reader,
            snapshot,
            thesaurus,
            settings: settings.clone(),
        })))
    }

    /// The index's writer, with this many bytes to collect entries in before they go to disk (at
    /// least 15 MB are taken).
    ///
    /// # Errors
    /// [`SearchError::Locked`] where another writer is open, in this process or another.
    pub fn writer(&self, heap_bytes: usize) -> Result<TantivyWriter, SearchError> {
        TantivyWriter::new(self.clone(), heap_bytes)
    }

    /// The ledger's sequence number of the last commit; 0 before the first.
    ///
    /// # Errors
    /// [`SearchError::Index`] where the index cannot be read.
    pub fn committed_sequence(&self) -> Result<u64, SearchError> {
        Ok(payload(&self.0.index)?.map_or(0, |payload| payload.sequence))
    }

    /// Reads every file of the index and compares it with its checksum. Opening finds files that are
    /// absent or cut short; this finds those with changed bytes, and takes as long as reading them.
    ///
    /// # Errors
    /// [`SearchError::Index`] naming how many files are damaged: make the index again.
    pub fn verify(&self) -> Result<(), SearchError> {
        let damaged = self.0.index.validate_checksum()?;
        if damaged.is_empty() {
            return Ok(());
        }
        let message = format!("{} of its files are damaged", damaged.len());
        Err(SearchError::Index(message))
    }

    /// Makes what was committed, here or by another process, visible to searches. Commits of this
    /// index's own writer do it themselves.
    ///
    /// # Errors
    /// [`SearchError::Index`] where the index cannot be read.
    pub fn reload(&self) -> Result<(), SearchError> {
        self.0.reader.reload()?;
        let before = self.snapshot();
        let snapshot = Arc::new(Snapshot::new(
            &self.0.reader,
            &self.0.fields,
            self.0.settings.part,
            Some(&before),
        )?);
        *self
            .0
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::clone(&snapshot);
        // Searches have it; none shall wait for what is read once of new segments, and no keystroke for what
        // suggestions are made of.
        snapshot.read_all()?;
        snapshot.suggestions(self.fields(), self.gazetteer())?;
        Ok(())
    }

    /// What the next request reads, whatever is committed meanwhile.
    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        let snapshot = self.0.snapshot.read();
        Arc::clone(&snapshot.unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn index(&self) -> &Index {
        &self.0.index
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.0.fields
    }

    pub(crate) fn thesaurus(&self) -> &Thesaurus {
        &self.0.thesaurus
    }

    pub(crate) fn gazetteer(&self) -> &Gazetteer {
        &self.0.settings.gazetteer
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn index_stats(&self) -> Result<IndexStats, SearchError> {
        let snapshot = self.snapshot();
        let space = snapshot.searcher.space_usage()?;
        Ok(IndexStats {
            documents: snapshot.entries_of(Scope::Documents),
            entries: snapshot.searcher.num_docs(),
            segments: snapshot.searcher.segment_readers().len() as u64,
            bytes: space.total().get_bytes(),
        })
    }
}

fn payload(index: &Index) -> Result<Option<Payload>, SearchError> {
    let Some(payload) = index.load_metas()?.payload else {
        return Ok(None);
    };
    let read = serde_json::from_str(&payload);
    read.map(Some)
        .map_err(|_| SearchError::Schema("its commits are not marked as ours".to_owned()))
}

/// A field whose analyser is missing loses entries at the commit, without an error before it.
fn check_analysers(index: &Index) -> Result<(), SearchError> {
    for (field, entry) in index.schema().fields() {
        let is_indexed_text = matches!(entry.field_type(), FieldType::Str(_)) && entry.is_indexed();
        if is_indexed_text {
            index.tokenizer_for_field(field)?;
        }
    }
    Ok(())
}
