//! What an index consists of, for checking and copying it: its documents, and the files of its last
//! commit.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use probity_model::{Document, DocumentId};
use tantivy::directory::{Directory, META_LOCK};
use tantivy::index::SegmentComponent;

use crate::entries::entries;
use crate::{SearchError, TantivyIndex};

/// The files of a commit.
#[derive(Clone, Debug)]
pub struct CommitFiles {
    /// Files whose content is given here: they are replaced by each commit.
    pub given: Vec<(PathBuf, Vec<u8>)>,
    /// Names of files in the index's folder, which never change.
    pub lasting: Vec<PathBuf>,
}

/// What a segment is made of.
const COMPONENTS: [SegmentComponent; 7] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
    SegmentComponent::Terms,
    SegmentComponent::Store,
    SegmentComponent::Delete,
];

/// What lists the segments of a commit.
const META: &str = "meta.json";

/// What lists the files that the engine may delete.
const MANAGED: &str = ".managed.json";

impl TantivyIndex {
    /// Every document that can be found, and how many entries it has.
    ///
    /// # Errors
    /// [`SearchError::Index`] where the index cannot be read.
    pub fn documents(&self) -> Result<BTreeMap<DocumentId, u64>, SearchError> {
        let mut documents = BTreeMap::new();
        let snapshot = self.snapshot();
        for reader in snapshot.searcher.segment_readers() {
            let segment = snapshot.segments.of(reader)?;
            let (Some(ids), blocks) = (&segment.documents, &segment.blocks) else {
                continue;
            };
            let mut text = String::new();
            for number in blocks.numbers() {
                let alive = blocks
                    .entries(number)
                    .filter(|entry| !reader.is_deleted(*entry));
                let entries = alive.count() as u64;
                let Some(key) = ids.ords().first(blocks.head(number)) else {
                    continue;
                };
                if entries > 0 {
                    text.clear();
                    ids.ord_to_str(key, &mut text)?;
                    let id = text.parse::<DocumentId>();
                    let id = id.map_err(|error| SearchError::Index(error.to_string()))?;
                    *documents.entry(id).or_default() += entries;
                }
            }
        }
        Ok(documents)
    }

    /// How many entries a document has in a sound index.
    ///
    /// # Errors
    /// [`SearchError::Index`] where it cannot be indexed at all.
    pub fn entries_for(&self, document: &Document) -> Result<u64, SearchError> {
        Ok(entries(document, self.fields())?.len() as u64)
    }

    /// Has `take` look at the files of the last commit, none of which goes away meanwhile: whoever
    /// has opened them by its end can read them for as long as is needed.
    ///
    /// # Errors
    /// [`SearchError::Index`] where the index cannot be read.
    pub fn with_files<T>(&self, take: impl FnOnce(&CommitFiles) -> T) -> Result<T, SearchError> {
        let directory = self.index().directory();
        let lock = directory.acquire_lock(&META_LOCK);
        let _lock = lock.map_err(|error| SearchError::Index(error.to_string()))?;
        Ok(take(&self.commit_files()?))
    }

    fn commit_files(&self) -> Result<CommitFiles, SearchError> {
        let directory = self.index().directory();
        let meta = || {
            let read = directory.atomic_read(Path::new(META));
            read.map_err(|error| SearchError::Index(error.to_string()))
        };
        loop {
            let before = meta()?;
            let metas = self.index().load_metas()?;
            // A commit may come between: then its files are listed.
            if meta()? != before {
                continue;
            }
            let mut lasting: Vec<PathBuf> = Vec::new();
            for segment in &metas.segments {
                lasting.extend(COMPONENTS.map(|component| segment.relative_path(component)));
            }
            // A segment without deletions has no file of them.
            lasting.retain(|name| directory.exists(name).unwrap_or(true));
            lasting.sort();
            let mut managed = lasting.clone();
            managed.push(META.into());
            let managed = serde_json::to_vec(&managed)
                .map_err(|error| SearchError::Index(error.to_string()))?;
            let given = vec![(META.into(), before), (MANAGED.into(), managed)];
            return Ok(CommitFiles { given, lasting });
        }
    }
}

#[cfg(test)]
mod tests {
    use probity_model::ContentHash;

    use super::*;
    use crate::{Settings, Writer};

    fn id(number: u8) -> DocumentId {
        ContentHash::from_bytes([number; 32]).document_id()
    }

    /// An index in a folder, with these documents committed one by one.
    fn index(folder: &Path, numbers: &[u8]) -> TantivyIndex {
        let index = TantivyIndex::open(folder, &Settings::default()).unwrap();
        let mut writer = index.writer(0).unwrap();
        for (sequence, number) in (1..).zip(numbers) {
            writer.put(&Document::unknown(id(*number))).unwrap();
            writer.commit(sequence).unwrap();
        }
        index
    }

    #[test]
    fn every_document_is_listed_with_its_entries() {
        let folder = tempfile::tempdir().unwrap();
        let index = index(folder.path(), &[1, 2, 1]);
        let documents = index.documents().unwrap();
        let of = |number| index.entries_for(&Document::unknown(id(number))).unwrap();
        assert_eq!(documents, BTreeMap::from([(id(1), of(1)), (id(2), of(2))]));
    }

    #[test]
    fn the_files_of_a_commit_make_an_index() {
        let (folder, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let index = index(folder.path(), &[1, 2, 3]);
        let taken = index.with_files(|files| {
            for name in &files.lasting {
                let _ = std::fs::copy(folder.path().join(name), copy.path().join(name));
            }
            for (name, content) in &files.given {
                std::fs::write(copy.path().join(name), content).unwrap();
            }
        });
        taken.unwrap();
        let copied = TantivyIndex::open(copy.path(), &Settings::default()).unwrap();
        copied.verify().unwrap();
        assert_eq!(copied.documents().unwrap(), index.documents().unwrap());
        assert_eq!(copied.committed_sequence().unwrap(), 3);
    }

    #[test]
    fn what_a_killed_writer_left_goes_when_the_next_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let index = index(folder.path(), &[1]);
        let orphan = folder.path().join("00000000000000000000000000000000.store");
        std::fs::write(&orphan, "left").unwrap();
        let managed = folder.path().join(MANAGED);
        let list = std::fs::read_to_string(&managed).unwrap();
        let list = list.replacen('[', "[\"00000000000000000000000000000000.store\",", 1);
        std::fs::write(&managed, list).unwrap();
        drop(index);
        let index = TantivyIndex::open(folder.path(), &Settings::default()).unwrap();
        drop(index.writer(0).unwrap());
        assert!(!orphan.exists());
        assert_eq!(index.documents().unwrap().len(), 1);
    }
}
