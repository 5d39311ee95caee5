//! The index in use: searched and written while another may take its place.

use std::fs;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use probity_catalogue::Catalogue;
use probity_search::{
    Engine, IndexStats, Interpreted, SearchError, SearchRequest, SearchResponse, Settings,
    SimilarRequest, Suggestion, TantivyIndex, Writer,
};

use crate::index::{self, IndexAccess, open_index};
use crate::{IngestError, Opened};

/// A Tantivy index in a folder that is exchanged for a new one where it turns out to be damaged or
/// gone, while searches go on. Cheap to clone.
#[derive(Clone)]
pub struct LiveIndex(Arc<Inner>);

struct Inner {
    place: Place,
    current: RwLock<TantivyIndex>,
}

/// Where an index is, and how it is opened.
pub struct Place {
    /// A folder of its own.
    pub folder: PathBuf,
    /// How questions are answered.
    pub settings: Settings,
    /// The ledger that the index follows.
    pub catalogue: Catalogue,
    /// Bytes for the writer to collect entries in before they go to disk.
    pub writer_memory: usize,
}

impl LiveIndex {
    /// Opens the index, every file of which is compared with its checksum; gives with it why one
    /// that was there had to be set aside. Nobody else may have the index open for writing.
    ///
    /// # Errors
    /// As [`open_index`].
    pub fn open(place: Place) -> Result<(Self, Option<String>), IngestError> {
        let opened = open_index(&place.folder, &place.settings, &place.catalogue)?;
        let Opened { index, set_aside } = opened;
        let current = RwLock::new(index);
        Ok((Self(Arc::new(Inner { place, current })), set_aside))
    }

    /// Opens the index beside another process that looks after it: nothing is checked or repaired.
    ///
    /// # Errors
    /// [`SearchError`] where the index cannot be opened.
    pub fn beside(place: Place) -> Result<Self, SearchError> {
        let current = RwLock::new(index::open_caught(&place.folder, &place.settings)?);
        Ok(Self(Arc::new(Inner { place, current })))
    }

    /// The index of this moment.
    #[must_use]
    pub fn current(&self) -> TantivyIndex {
        let current = self.0.current.read();
        current.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl IndexAccess for LiveIndex {
    fn committed(&self) -> Result<u64, SearchError> {
        self.current().committed_sequence()
    }

    fn writer(&self) -> Result<Box<dyn Writer>, SearchError> {
        Ok(Box::new(self.current().writer(self.0.place.writer_memory)?))
    }

    fn renew(&self) -> Result<Option<String>, IngestError> {
        let place = &self.0.place;
        let was_gone = !place.folder.join("meta.json").exists();
        let opened = open_index(&place.folder, &place.settings, &place.catalogue)?;
        let current = &self.0.current;
        *current.write().unwrap_or_else(PoisonError::into_inner) = opened.index;
        let gone = || "The index was gone and is being rebuilt.".to_owned();
        Ok(opened.set_aside.or_else(|| was_gone.then(gone)))
    }

    fn rebuilt(&self) {
        let aside = index::beside(&self.0.place.folder);
        if aside.exists() {
            let removed = fs::remove_dir_all(&aside);
            tracing::info!(folder = %aside.display(), ?removed, "what was set aside is not needed");
        }
    }
}

/// Every question is passed on to the index of its moment: what is new in [`Engine`] must be here,
/// too, even where it has a default.
impl Engine for LiveIndex {
    fn search(&self, request: &SearchRequest) -> Result<SearchResponse, SearchError> {
        self.current().search(request)
    }

    fn similar(&self, request: &SimilarRequest) -> Result<SearchResponse, SearchError> {
        self.current().similar(request)
    }

    fn suggest(&self, prefix: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        self.current().suggest(prefix, limit)
    }

    fn interpret(&self, query: &str) -> Result<Interpreted, SearchError> {
        self.current().interpret(query)
    }

    fn highlight(
        &self,
        query: &str,
        texts: &[&str],
    ) -> Result<Vec<Vec<Range<usize>>>, SearchError> {
        self.current().highlight(query, texts)
    }

    fn stats(&self) -> Result<IndexStats, SearchError> {
        self.current().stats()
    }
}
