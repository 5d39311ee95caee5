//! The only writer of the index. It follows the ledger: whatever the index has not seen of it yet is
//! written and committed, at the usual pace of work as after a crash or for a new index.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded, select, select_biased};
use probity_catalogue::{Catalogue, CatalogueError, Failure, NewDocument};
use probity_search::{SearchError, Writer};

use crate::board::{Board, Part};
use crate::index::IndexAccess;
use crate::queue::Queue;
use crate::sentences;

/// What became of a file that was to be read.
pub(crate) enum Outcome {
    Read(Box<NewDocument>),
    Failed(Failure),
}

/// The way to the committer. Outcomes wait here when it is slow, and with them those who read.
#[derive(Clone)]
pub(crate) struct Committer {
    outcomes: Sender<Outcome>,
    wake: Sender<()>,
}

/// The committer's own end.
pub(crate) struct Inlet {
    outcomes: Receiver<Outcome>,
    wake: Receiver<()>,
}

/// Outcomes that may wait. Each can hold the text of a long document.
const MOST_WAITING: usize = 32;

/// Outcomes that are stored in one transaction.
const BATCH: usize = 64;

/// Changes that are read from the ledger at once.
const STRETCH: usize = 64;

/// Time until the next try after an error, doubled with each.
const FIRST_RETRY: Duration = Duration::from_millis(500);
const LONGEST_RETRY: Duration = Duration::from_secs(30);

impl Committer {
    pub(crate) fn channel() -> (Self, Inlet) {
        let (outcomes, outcomes_in) = bounded(MOST_WAITING);
        let (wake, wake_in) = bounded(1);
        (
            Self { outcomes, wake },
            Inlet {
                outcomes: outcomes_in,
                wake: wake_in,
            },
        )
    }

    /// Hands an outcome over; waits while too many wait. `false` where the committer has ended.
    pub(crate) fn send(&self, outcome: Outcome) -> bool {
        self.outcomes.send(outcome).is_ok()
    }

    /// The ledger has changed, or the queue has drained: have a look.
    pub(crate) fn wake(&self) {
        match self.wake.try_send(()) {
            // One that has not been seen yet will do.
            Ok(()) | Err(TrySendError::Full(()) | TrySendError::Disconnected(())) => {}
        }
    }
}

/// What the committer needs of the rest.
pub(crate) struct Surroundings {
    pub(crate) catalogue: Catalogue,
    pub(crate) index: Arc<dyn IndexAccess>,
    pub(crate) queue: Arc<Queue>,
    pub(crate) board: Arc<Board>,
    pub(crate) commit_interval: Duration,
    /// The writer that was opened at the start, where that worked.
    pub(crate) writer: Option<Box<dyn Writer>>,
}

struct State {
    around: Surroundings,
    /// `None` before the first use and after any error: such a writer is never used again.
    writer: Option<Box<dyn Writer>>,
    /// How far the writer has followed the ledger.
    followed: u64,
    /// How far the index has for certain.
    committed: u64,
    /// Since when something waits for a commit.
    uncommitted: Option<Instant>,
    /// There is more in the ledger to follow.
    is_behind: bool,
    /// Outcomes that are not in the ledger yet.
    batch: Vec<Outcome>,
    /// When to try again after an error.
    retry: Option<Instant>,
    /// Time until the try after the next error: it grows until a commit succeeds.
    patience: Duration,
    /// Up to this number the index is being made anew.
    rebuild_to: Option<u64>,
}

/// What can go wrong, by the part that is in trouble.
enum Trouble {
    Ledger(CatalogueError),
    Index(SearchError),
    /// Something panicked.
    Fault,
}

impl From<CatalogueError> for Trouble {
    fn from(error: CatalogueError) -> Self {
        Self::Ledger(error)
    }
}

impl From<SearchError> for Trouble {
    fn from(error: SearchError) -> Self {
        Self::Index(error)
    }
}

/// Works until every [`Committer`] is gone; then commits what is left, and ends.
pub(crate) fn run(around: Surroundings, inlet: &Inlet) {
    let mut state = State {
        around,
        writer: None,
        followed: 0,
        committed: 0,
        uncommitted: None,
        is_behind: false,
        batch: Vec::new(),
        retry: None,
        patience: FIRST_RETRY,
        rebuild_to: None,
    };
    state.work();
    while state.wait(inlet) {
        state.work();
    }
    state.retry = None;
    state.around.commit_interval = Duration::ZERO;
    state.work();
}

impl State {
    /// Waits for something to do. `false` when nothing will come any more.
    fn wait(&mut self, inlet: &Inlet) -> bool {
        let wait = self.until_next();
        // While the ledger cannot be written, what was read waits where it is.
        if self.retry.is_some() {
            select! {
                recv(inlet.wake) -> gone => return gone.is_ok(),
                default(wait) => return true,
            }
        }
        select_biased! {
            recv(inlet.outcomes) -> outcome => match outcome {
                Ok(outcome) => self.batch.push(outcome),
                Err(_) => return false,
            },
            recv(inlet.wake) -> gone => return gone.is_ok(),
            default(wait) => {}
        }
        self.batch.extend(inlet.outcomes.try_iter().take(BATCH - 1));
        true
    }

    fn until_next(&self) -> Duration {
        let now = Instant::now();
        let deadline = match (self.retry, self.uncommitted) {
            (Some(retry), _) => retry,
            (None, _) if self.is_behind => now,
            (None, Some(since)) => since + self.around.commit_interval,
            (None, None) => now + Duration::from_secs(3600),
        };
        deadline.saturating_duration_since(now)
    }

    fn work(&mut self) {
        if self.retry.is_some_and(|retry| Instant::now() < retry) {
            return;
        }
        let worked = catch_unwind(AssertUnwindSafe(|| self.try_work()));
        match worked.unwrap_or(Err(Trouble::Fault)) {
            Ok(()) => {
                self.retry = None;
                self.around.board.well(Part::Ledger);
                if self.uncommitted.is_none() {
                    self.patience = FIRST_RETRY;
                    self.around.board.well(Part::Index);
                }
            }
            Err(trouble) => self.give_up(&trouble),
        }
    }

    /// Does one stretch of work, so that what is read meanwhile need not wait for a whole rebuild.
    fn try_work(&mut self) -> Result<(), Trouble> {
        self.store()?;
        self.open()?;
        self.is_behind = self.follow()?;
        let has_drained = !self.is_behind && self.around.queue.is_idle();
        let is_due = |since: Instant| since.elapsed() >= self.around.commit_interval;
        if self
            .uncommitted
            .is_some_and(|since| has_drained || is_due(since))
        {
            self.commit()?;
        }
        Ok(())
    }

    /// After an error nothing is known of what the writer holds: another begins at the last commit.
    fn give_up(&mut self, trouble: &Trouble) {
        let board = &self.around.board;
        match trouble {
            Trouble::Ledger(error) => board.trouble(Part::Ledger, sentences::ledger(error)),
            Trouble::Index(error) => board.trouble(Part::Index, sentences::index(error)),
            Trouble::Fault => board.trouble(Part::Index, sentences::FAULT.to_owned()),
        }
        self.writer = None;
        self.uncommitted = None;
        self.retry = Some(Instant::now() + self.patience);
        self.patience = (self.patience * 2).min(LONGEST_RETRY);
    }

    /// Writes what was read, and what could not be, into the ledger.
    fn store(&mut self) -> Result<(), Trouble> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let started = Instant::now();
        let mut documents = Vec::new();
        let mut failures = Vec::new();
        for outcome in &self.batch {
            match outcome {
                Outcome::Read(document) => documents.push(document.as_ref()),
                Outcome::Failed(failure) => failures.push(failure.clone()),
            }
        }
        self.around.catalogue.store(documents)?;
        self.around.catalogue.fail(&failures)?;
        let failed = failures.iter().filter(|failure| !failure.pending).count();
        self.around.board.ended(failed);
        metrics::counter!("probity_files_total", "outcome" => "failed").increment(failed as u64);
        metrics::histogram!("probity_stage_seconds", "stage" => "store")
            .record(started.elapsed().as_secs_f64());
        self.batch.clear();
        Ok(())
    }

    /// Gets a writer where there is none, and finds out how far the index is.
    fn open(&mut self) -> Result<(), Trouble> {
        if self.writer.is_some() {
            return Ok(());
        }
        let writer = match self.around.writer.take() {
            Some(writer) => writer,
            None => self.around.index.writer()?,
        };
        self.committed = self.around.index.committed()?;
        self.followed = self.committed;
        self.around.catalogue.committed(self.committed)?;
        self.writer = Some(writer);
        let sequences = self.around.catalogue.sequences()?;
        let is_new = self.committed < *sequences.start() && sequences.end() > sequences.start();
        if is_new && self.rebuild_to.is_none() {
            tracing::info!("the index is being made anew from the ledger");
            self.rebuild_to = Some(*sequences.end());
            self.around.board.set(|status| status.rebuilding = true);
        }
        Ok(())
    }

    /// Writes a stretch of what is new in the ledger. `true` where there may be more.
    fn follow(&mut self) -> Result<bool, Trouble> {
        let changes = self
            .around
            .catalogue
            .changes_after(self.followed, STRETCH)?;
        let Some(writer) = self.writer.as_mut() else {
            return Ok(false);
        };
        for change in &changes {
            match &change.document {
                Some(document) => writer.put(document)?,
                None => writer.remove(&change.document_id)?,
            }
            self.followed = change.sequence;
            self.uncommitted.get_or_insert_with(Instant::now);
        }
        Ok(changes.len() == STRETCH)
    }

    fn commit(&mut self) -> Result<(), Trouble> {
        let started = Instant::now();
        if let Some(writer) = self.writer.as_mut() {
            writer.commit(self.followed)?;
        }
        self.uncommitted = None;
        self.committed = self.followed;
        let took = started.elapsed();
        let indexed = self.around.catalogue.committed(self.committed)?;
        metrics::histogram!("probity_commit_seconds").record(took.as_secs_f64());
        metrics::counter!("probity_files_total", "outcome" => "indexed")
            .increment(indexed.len() as u64);
        for (path, document_id) in &indexed {
            tracing::info!(path, %document_id, "indexed");
        }
        if !indexed.is_empty() {
            self.around.board.indexed(indexed.len());
        }
        if self.rebuild_to.is_some_and(|end| self.committed >= end) {
            tracing::info!("the index has been made anew");
            self.rebuild_to = None;
            self.around.board.set(|status| status.rebuilding = false);
        }
        Ok(())
    }
}
