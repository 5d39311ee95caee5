//! A folder under ingestion, and what to do with it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use probity_catalogue::{Catalogue, FileFilter, FileState, open_or_restore};
use probity_extract::{Block, BlockKind, Extracted, MediaType, Members, Metadata, Page};
use probity_model::{Command, ContentHash, Document, DocumentId, Gazetteer};
use probity_search::{SearchError, Writer};
use tempfile::TempDir;

use crate::ingest::Staff;
use crate::worker::{Found, Reader, Reading, Source, Unread};
use crate::{
    Ingest, IngestError, IngestHandle, Opening, Parts, Settings, index::IndexAccess, watcher,
};

/// A watch folder with its ledger and index; ingestion runs or rests.
pub(super) struct Bench {
    pub(super) temp: TempDir,
    pub(super) settings: Settings,
    pub(super) catalogue: Catalogue,
    pub(super) index: FakeIndex,
    pub(super) handle: Option<IngestHandle>,
    commands: Option<mpsc::Sender<Command>>,
}

impl Bench {
    /// The ledger as it is now, to fall back on.
    pub(super) fn copy_catalogue(&self) {
        self.catalogue.back_up(&self.copy()).unwrap();
    }

    /// The ledger is damaged while nothing runs, and opened again from its copy, should there be one.
    pub(super) fn restore_catalogue(mut self) -> Self {
        let path = self.temp.path().join("catalogue.sqlite");
        self.catalogue = Catalogue::in_memory().unwrap();
        fs::write(&path, "no ledger").unwrap();
        self.catalogue = open_or_restore(&path, &self.copy()).unwrap().0;
        // An index that knows more than its ledger is not used on: see `open_index`.
        let sequence = self.index.lock().sequence;
        if !self.catalogue.sequences().unwrap().contains(&sequence) {
            self.index.clear();
        }
        self
    }

    fn copy(&self) -> PathBuf {
        self.temp.path().join("copy.sqlite")
    }

    /// Everything is there and nothing runs.
    pub(super) fn resting() -> Self {
        let temp = tempfile::tempdir().unwrap();
        let folder = temp.path().join("watch");
        fs::create_dir(&folder).unwrap();
        let settings = Settings {
            settle: Duration::from_millis(60),
            workers: 2,
            commit_interval: Duration::from_millis(200),
            ..Settings::new(folder, "no such program".into(), Vec::new())
        };
        let catalogue = Catalogue::open(&temp.path().join("catalogue.sqlite")).unwrap();
        Self {
            temp,
            settings,
            catalogue,
            index: FakeIndex::default(),
            handle: None,
            commands: None,
        }
    }

    pub(super) fn running() -> Self {
        Self::resting().start()
    }

    pub(super) fn with(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }

    pub(super) fn start(self) -> Self {
        self.start_with(&staff())
    }

    pub(super) fn start_with(mut self, staff: &Staff) -> Self {
        let handle = Ingest::start_with(self.settings.clone(), self.parts(), staff).unwrap();
        self.commands = Some(handle.commands().unwrap());
        self.handle = Some(handle);
        self
    }

    /// Sends a command; they are carried out in order.
    pub(super) fn tell(&self, command: Command) {
        self.commands.as_ref().unwrap().send(command).unwrap();
    }

    pub(super) fn try_start(&self) -> Result<IngestHandle, IngestError> {
        Ingest::start_with(self.settings.clone(), self.parts(), &staff())
    }

    pub(super) fn parts(&self) -> Parts {
        Parts {
            catalogue: self.catalogue.clone(),
            index: Arc::new(self.index.clone()),
            gazetteer: Gazetteer::built_in(),
            opening: Opening::default(),
        }
    }

    /// Ingestion ends, as when the program does.
    pub(super) fn stop(mut self) -> Self {
        (self.handle, self.commands) = (None, None);
        self
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.settings.folder.join(name)
    }

    pub(super) fn drop_file(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(super) fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).unwrap();
    }

    pub(super) fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).unwrap();
    }

    /// Texts of the documents that can be found.
    pub(super) fn found(&self) -> Vec<String> {
        self.index.texts()
    }

    /// Waits until exactly these texts can be found, and nothing is under way.
    #[track_caller]
    pub(super) fn finds(&self, texts: &[&str]) {
        let mut texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
        texts.sort();
        eventually(
            || self.found() == texts && self.is_still(),
            || {
                format!(
                    "expected {texts:?}, found {:?}; files {:?}",
                    self.found(),
                    self.states()
                )
            },
        );
    }

    /// Waits until a file is in this state.
    #[track_caller]
    pub(super) fn comes_to(&self, name: &str, state: FileState) {
        let is = || self.catalogue.file(name).unwrap().map(|file| file.state);
        eventually(|| is() == Some(state), || format!("{name} is {:?}", is()));
    }

    /// Waits until the ledger does not list a file.
    #[track_caller]
    pub(super) fn loses(&self, name: &str) {
        eventually(
            || self.catalogue.file(name).unwrap().is_none(),
            || format!("{name} is listed"),
        );
    }

    /// Waits until a file is one that holds a document.
    #[track_caller]
    pub(super) fn is_found(&self, name: &str) {
        let state = || self.catalogue.file(name).unwrap().map(|file| file.state);
        let is_found = || matches!(state(), Some(FileState::Indexed | FileState::Duplicate));
        eventually(is_found, || format!("{name} is {:?}", state()));
    }

    /// Waits until the ledger lists these files and no others.
    #[track_caller]
    pub(super) fn lists_only(&self, names: &[&str]) {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        let listed =
            || -> Vec<String> { self.states().into_iter().map(|(path, _)| path).collect() };
        eventually(
            || listed() == names,
            || format!("expected {names:?}, listed {:?}", listed()),
        );
    }

    /// The sentence in a file's row.
    pub(super) fn error(&self, name: &str) -> String {
        let file = self.catalogue.file(name).unwrap();
        file.and_then(|file| file.error).unwrap_or_default()
    }

    /// Nothing is under way, and the index has followed the ledger to its end.
    fn is_still(&self) -> bool {
        let counts = self.catalogue.state_counts().unwrap();
        let left = self
            .catalogue
            .changes_left(self.index.lock().sequence)
            .unwrap();
        counts.pending == 0 && counts.extracting == 0 && left == 0
    }

    pub(super) fn states(&self) -> Vec<(String, FileState)> {
        let page = self
            .catalogue
            .files(&FileFilter::default(), 1000, None)
            .unwrap();
        page.files
            .into_iter()
            .map(|file| (file.path, file.state))
            .collect()
    }
}

/// Waits until something is so, and not for ever.
#[track_caller]
pub(super) fn eventually(is_so: impl Fn() -> bool, otherwise: impl Fn() -> String) {
    let started = Instant::now();
    while !is_so() {
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "{}",
            otherwise()
        );
        thread::sleep(Duration::from_millis(10));
    }
}

pub(super) fn id_of(text: &str) -> DocumentId {
    ContentHash::from_bytes(*blake3::hash(text.as_bytes()).as_bytes()).document_id()
}

pub(super) fn staff() -> Staff {
    Staff {
        understand: |id, extracted, _| {
            let text = extracted.pages[0].blocks[0].text.clone();
            assert!(!text.contains("stumble"), "told to");
            Document {
                title: text,
                ..Document::unknown(id)
            }
        },
        reader: |_, _| Box::new(Obedient),
        watch: watcher::watch,
        is_watching: true,
    }
}

/// Reads text, and does what the text says.
struct Obedient;

impl Reader for Obedient {
    fn read(&mut self, source: &Source) -> Result<Found, Unread> {
        let text = fs::read_to_string(source.path).unwrap_or_default();
        if text.contains("slow") {
            thread::sleep(Duration::from_millis(300));
        }
        // As long as the file says so, and not for ever.
        for _ in 0..1_000 {
            if !fs::read_to_string(source.path).is_ok_and(|now| now == "stuck") {
                break;
            }
            thread::sleep(Duration::from_millis(15));
        }
        if text.contains("die") {
            return Err(Unread::Died("signal: 9".into()));
        }
        if text.contains("hang") {
            return Err(Unread::TimedOut);
        }
        if text.is_empty() || text.contains("refuse") || text.contains("half") {
            return Err(Unread::Refused {
                reason: "the file is not to our taste".into(),
                may_be_incomplete: text.contains("half"),
                unopened: false,
            });
        }
        Ok(Found::Document(Box::new(Reading {
            extracted: extracted(&text),
            understood: None,
            members: Members::default(),
        })))
    }
}

pub(super) fn extracted(text: &str) -> Extracted {
    let block = Block {
        kind: BlockKind::Paragraph,
        text: text.to_owned(),
        lines: Vec::new(),
    };
    let page = Page {
        number: None,
        width: 0.0,
        height: 0.0,
        blocks: vec![block],
        margins: Vec::new(),
        continued: Vec::new(),
    };
    Extracted {
        media_type: MediaType::Text,
        metadata: Metadata::default(),
        pages: vec![page],
        warnings: Vec::new(),
    }
}

/// An index in memory that fails when it is told to.
#[derive(Clone, Default)]
pub(super) struct FakeIndex(Arc<Mutex<Fake>>);

#[derive(Default)]
pub(super) struct Fake {
    documents: BTreeMap<DocumentId, String>,
    pub(super) sequence: u64,
    /// Commits that are still to fail.
    pub(super) failing_commits: u32,
    /// Commits that are still to take effect and fail all the same.
    pub(super) lying_commits: u32,
    pub(super) failing_puts: u32,
    /// The writer panics.
    pub(super) panics: u32,
    pub(super) puts: u32,
    pub(super) is_locked: bool,
}

impl FakeIndex {
    pub(super) fn lock(&self) -> std::sync::MutexGuard<'_, Fake> {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn texts(&self) -> Vec<String> {
        let mut texts: Vec<String> = self.lock().documents.values().cloned().collect();
        texts.sort();
        texts
    }

    /// The index is lost.
    pub(super) fn clear(&self) {
        *self.lock() = Fake::default();
    }
}

impl IndexAccess for FakeIndex {
    fn committed(&self) -> Result<u64, SearchError> {
        Ok(self.lock().sequence)
    }

    fn writer(&self) -> Result<Box<dyn Writer>, SearchError> {
        if self.lock().is_locked {
            return Err(SearchError::Locked);
        }
        Ok(Box::new(FakeWriter {
            index: self.clone(),
            open: Vec::new(),
            is_broken: false,
        }))
    }
}

struct FakeWriter {
    index: FakeIndex,
    open: Vec<(DocumentId, Option<String>)>,
    is_broken: bool,
}

impl FakeWriter {
    fn fail(&mut self) -> Result<(), SearchError> {
        self.is_broken = true;
        Err(SearchError::Index("no space left on device".into()))
    }
}

fn use_up(times: &mut u32) -> bool {
    let is_left = *times > 0;
    *times = times.saturating_sub(1);
    is_left
}

impl Writer for FakeWriter {
    fn put(&mut self, document: &Document) -> Result<(), SearchError> {
        assert!(!self.is_broken, "a broken writer is not used again");
        assert!(!use_up(&mut self.index.lock().panics), "told to");
        self.index.lock().puts += 1;
        let is_bad = document.title.contains("unindexable");
        if is_bad || use_up(&mut self.index.lock().failing_puts) {
            return self.fail();
        }
        self.open
            .push((document.id.clone(), Some(document.title.clone())));
        Ok(())
    }

    fn remove(&mut self, id: &DocumentId) -> Result<(), SearchError> {
        assert!(!self.is_broken, "a broken writer is not used again");
        self.open.push((id.clone(), None));
        Ok(())
    }

    fn commit(&mut self, sequence: u64) -> Result<(), SearchError> {
        assert!(!self.is_broken, "a broken writer is not used again");
        if use_up(&mut self.index.lock().failing_commits) {
            return self.fail();
        }
        let mut index = self.index.lock();
        for (id, text) in self.open.drain(..) {
            match text {
                Some(text) => index.documents.insert(id, text),
                None => index.documents.remove(&id),
            };
        }
        index.sequence = sequence;
        let lies = use_up(&mut index.lying_commits);
        drop(index);
        if lies { self.fail() } else { Ok(()) }
    }
}
