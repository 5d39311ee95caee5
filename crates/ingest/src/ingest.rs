//! Ingestion as a whole: its threads, how they are started, and how they end.

use std::fs;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};

use probity_catalogue::Catalogue;
use probity_model::{Command, Gazetteer, IngestStatus};
use probity_search::{SearchError, Writer};

use crate::IngestError;
use crate::board::{Board, Notice, Part};
use crate::committer::{self, Surroundings};
use crate::copies::{self, Stop};
use crate::folder::Folder;
use crate::handover::Committer;
use crate::inbox::Inbox;
use crate::index::IndexAccess;
use crate::intake::Intake;
use crate::queue::Queue;
use crate::runner::{Runner, Understand};
use crate::sentences;
use crate::settings::Settings;
use crate::sweep::sweep;
use crate::watchdog::Watchdog;
use crate::watcher::{self, Watch};
use crate::worker::{Reader, Worker};

/// What ingestion is put together from.
pub struct Parts {
    /// The ledger.
    pub catalogue: Catalogue,
    /// The index, which nobody else writes.
    pub index: Arc<dyn IndexAccess>,
    /// The units there are.
    pub gazetteer: Gazetteer,
    /// What people should know of how ledger and index were opened.
    pub opening: Opening,
}

/// What had to be done to open ledger and index, as sentences for a person.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// What took the place of a damaged ledger.
    pub catalogue: Option<String>,
    /// Why the index that was there was set aside.
    pub index: Option<String>,
}

/// Starts ingestion.
#[derive(Debug)]
pub struct Ingest;

/// Running ingestion. Dropping it ends it.
pub struct IngestHandle {
    pub(crate) inbox: Arc<Inbox>,
    queue: Arc<Queue>,
    board: Arc<Board>,
    watchdog: Arc<Watchdog>,
    stop_copies: Arc<Stop>,
    threads: Vec<JoinHandle<()>>,
}

pub(crate) type MakeWatch = fn(&Path, &Arc<Inbox>) -> Result<Watch, String>;
pub(crate) type MakeReader = fn(&Arc<Settings>, &Arc<Watchdog>) -> Box<dyn Reader>;

/// What is done with what: the threads with their parts exchangeable, for tests.
pub(crate) struct Staff {
    pub(crate) understand: Understand,
    /// Makes what reads documents for one thread.
    pub(crate) reader: MakeReader,
    /// Has events of the folder arrive.
    pub(crate) watch: MakeWatch,
    /// The whole folder is looked after, not only what is named.
    pub(crate) is_watching: bool,
}

impl Default for Staff {
    fn default() -> Self {
        Self {
            understand: probity_report::read,
            reader: |settings, watchdog| {
                Box::new(Worker::new(Arc::clone(settings), Arc::clone(watchdog)))
            },
            watch: watcher::watch,
            is_watching: true,
        }
    }
}

impl Ingest {
    /// Looks after the watch folder from now on. A folder that is not there is made.
    ///
    /// # Errors
    /// [`IngestError`]: the folder cannot be used, the ledger fails, or another process writes the
    /// index. An index that cannot be written for another reason is no error: it is tried again,
    /// and the status tells.
    pub fn start(settings: Settings, parts: Parts) -> Result<IngestHandle, IngestError> {
        Self::start_with(settings, parts, &Staff::default())
    }

    pub(crate) fn start_with(
        settings: Settings,
        parts: Parts,
        staff: &Staff,
    ) -> Result<IngestHandle, IngestError> {
        prepare_folder(&settings)?;
        if let Some(index_folder) = settings
            .index_folder
            .as_deref()
            .filter(|_| staff.is_watching)
        {
            sweep(index_folder, &settings.folder);
        }
        let board = Arc::<Board>::default();
        board.notice(Notice::Catalogue, parts.opening.catalogue.clone());
        board.notice(Notice::Index, parts.opening.index.clone());
        let writer = first_writer(&parts, &board)?;
        recover(&parts)?;
        let last_indexed_at = parts.catalogue.last_indexed_at()?;
        board.set(|status| status.last_indexed_at = last_indexed_at);
        let handle = IngestHandle {
            inbox: Arc::default(),
            queue: Arc::default(),
            board,
            watchdog: Arc::new(Watchdog::start().map_err(IngestError::Thread)?),
            stop_copies: Arc::default(),
            threads: Vec::new(),
        };
        handle.employ(&Arc::new(settings), parts, writer, staff)
    }
}

impl IngestHandle {
    /// A way to send commands. Those sent by one way are carried out in order, soon.
    ///
    /// # Errors
    /// [`IngestError::Thread`].
    pub fn commands(&self) -> Result<mpsc::Sender<Command>, IngestError> {
        let (sender, receiver) = mpsc::channel();
        let inbox = Arc::clone(&self.inbox);
        let pass_on = move || receiver.iter().for_each(|command| inbox.command(command));
        spawn("ingest-commands".to_owned(), pass_on)?;
        Ok(sender)
    }

    /// How ingestion stands.
    #[must_use]
    pub fn status(&self) -> IngestStatus {
        self.board.status()
    }

    /// A way to ask how ingestion stands that outlives the handle.
    #[must_use]
    pub fn status_source(&self) -> Arc<dyn Fn() -> IngestStatus + Send + Sync> {
        let board = Arc::clone(&self.board);
        Arc::new(move || board.status())
    }

    /// Ends ingestion: documents that are being read are given up (they are read at the next
    /// start), what was read is committed.
    pub fn shutdown(self) {
        drop(self);
    }

    fn employ(
        mut self,
        settings: &Arc<Settings>,
        parts: Parts,
        writer: Option<Box<dyn Writer>>,
        staff: &Staff,
    ) -> Result<Self, IngestError> {
        let (committer, inlet) = Committer::channel();
        let around = Surroundings {
            catalogue: parts.catalogue.clone(),
            index: parts.index,
            queue: Arc::clone(&self.queue),
            board: Arc::clone(&self.board),
            commit_interval: settings.commit_interval,
            writer,
        };
        let runner = Runner {
            settings: Arc::clone(settings),
            catalogue: parts.catalogue.clone(),
            gazetteer: parts.gazetteer,
            queue: Arc::clone(&self.queue),
            inbox: Arc::clone(&self.inbox),
            committer: committer.clone(),
            board: Arc::clone(&self.board),
            understand: staff.understand,
        };
        let readers = settings.workers.max(1);
        for number in 0..=readers {
            let runner = runner.clone();
            let mut reader = (staff.reader)(settings, &self.watchdog);
            // One more than there shall be helps out where long documents hold up short ones.
            let read = move || match number < readers {
                true => runner.run(reader.as_mut()),
                false => runner.help(readers, reader.as_mut()),
            };
            self.start_thread(format!("ingest-reader-{number}"), read)?;
        }
        let mut intake = Intake::new(
            settings,
            &parts.catalogue,
            &self.inbox,
            &self.queue,
            &self.board,
            committer,
            Folder::new(staff.watch, staff.is_watching),
        );
        self.start_thread("ingest-intake".to_owned(), move || intake.run())?;
        let commit = move || committer::run(around, &inlet);
        self.start_thread("ingest-commit".to_owned(), commit)?;
        if let Some(copying) = settings.copying.clone() {
            let (catalogue, stop) = (parts.catalogue, Arc::clone(&self.stop_copies));
            let keep = move || copies::keep(&catalogue, &copying, &stop);
            self.start_thread(COPIES.to_owned(), keep)?;
        }
        Ok(self)
    }

    fn start_thread(
        &mut self,
        name: String,
        work: impl FnOnce() + Send + 'static,
    ) -> Result<(), IngestError> {
        self.threads.push(spawn(name, work)?);
        Ok(())
    }
}

impl Drop for IngestHandle {
    fn drop(&mut self) {
        self.inbox.stop();
        self.queue.close();
        self.watchdog.kill_all();
        // The committer ends when all who could send it something have. The copy is made when it has.
        for thread in self.threads.drain(..) {
            if thread.thread().name() == Some(COPIES) {
                self.stop_copies.tell();
            }
            if thread.join().is_err() {
                tracing::error!("a thread of ingestion ended by a fault");
            }
        }
        self.board.set(|status| status.watching = false);
    }
}

fn prepare_folder(settings: &Settings) -> Result<(), IngestError> {
    let refused = |reason| IngestError::Folder {
        path: settings.folder.clone(),
        reason,
    };
    fs::create_dir_all(&settings.folder).map_err(refused)?;
    fs::read_dir(&settings.folder).map_err(refused)?;
    Ok(())
}

/// Takes the writer at once: two processes that ingest into one ledger would be in each other's way.
fn first_writer(parts: &Parts, board: &Board) -> Result<Option<Box<dyn Writer>>, IngestError> {
    match parts.index.writer() {
        Ok(writer) => Ok(Some(writer)),
        Err(error @ SearchError::Locked) => Err(error.into()),
        Err(error) => {
            board.trouble(Part::Index, sentences::index(&error));
            Ok(None)
        }
    }
}

/// Puts the ledger in order by what the index says it has.
fn recover(parts: &Parts) -> Result<(), IngestError> {
    let committed = parts.index.committed().unwrap_or_default();
    let is_ours = parts.catalogue.sequences()?.contains(&committed);
    let committed = if is_ours { committed } else { 0 };
    parts
        .catalogue
        .recover(committed, probity_report::RULES_VERSION)?;
    Ok(())
}

/// Name of the thread that copies the ledger, the last to be started.
const COPIES: &str = "ingest-copies";

/// Room for rules and parsers that go deep into what a document nests.
const STACK: usize = 16 << 20;

fn spawn(
    name: String,
    work: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, IngestError> {
    thread::Builder::new()
        .name(name)
        .stack_size(STACK)
        .spawn(work)
        .map_err(IngestError::Thread)
}
