//! The only writer of the index. It follows the ledger: whatever the index has not seen of it yet is
//! written and committed, at the usual pace of work as after a crash or for a new index.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use probity_catalogue::{Catalogue, CatalogueError, Change};
use probity_search::{SearchError, Writer};

use crate::board::{Board, Notice, Part};
use crate::handover::{Inlet, Outcome};
use crate::index::IndexAccess;
use crate::queue::Queue;
use crate::rebuild::Rebuild;
use crate::sentences;

/// Changes that are read from the ledger at once.
const STRETCH: usize = 64;

/// Time until the next try after an error, doubled with each.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

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
    /// What has to wait after an error.
    pause: Option<Pause>,
    /// The pause after the next error: it grows until a commit succeeds.
    next_pause: Duration,
    /// Nothing was written with the writer yet.
    is_fresh: bool,
    /// The change at which writing failed: it is tried alone before it is blamed.
    suspect: Option<Suspect>,
    rebuild: Rebuild,
    /// Errors of the index since the last commit that worked.
    failures: u32,
}

/// A time without further tries.
#[derive(Clone, Copy)]
struct Pause {
    until: Instant,
    /// The ledger works: what was read can be stored meanwhile.
    can_store: bool,
}

/// A change at which writing failed.
#[derive(Clone, Copy)]
struct Suspect {
    sequence: u64,
    /// Times it failed.
    failures: u32,
}

/// Failures after which a document is to blame, all but the first of them on a writer of its own.
const MOST_FAILURES: u32 = 4;

/// Failures in a row after which the index itself may be to blame.
const FAILURES_BEFORE_RENEWAL: u32 = 2;

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

/// Works until everyone who could hand something over is gone; then commits what is left, and ends.
pub(crate) fn run(around: Surroundings, inlet: &Inlet) {
    let mut state = State {
        around,
        writer: None,
        followed: 0,
        committed: 0,
        uncommitted: None,
        is_behind: false,
        batch: Vec::new(),
        pause: None,
        next_pause: FIRST_PAUSE,
        is_fresh: false,
        suspect: None,
        rebuild: Rebuild::default(),
        failures: 0,
    };
    state.work();
    while state.wait(inlet) {
        state.work();
    }
    state.pause = None;
    state.around.commit_interval = Duration::ZERO;
    state.work();
}

impl State {
    /// Waits for something to do. `false` when nothing will come any more.
    fn wait(&mut self, inlet: &Inlet) -> bool {
        let wait = self.until_next();
        // While the ledger cannot be written, what was read waits where it is.
        let can_store = self.pause.is_none_or(|pause| pause.can_store);
        let arrived = if can_store {
            inlet.wait(wait)
        } else {
            inlet.wait_for_wake(wait)
        };
        let goes_on = arrived.is_some();
        self.batch.extend(arrived.into_iter().flatten());
        goes_on
    }

    fn until_next(&self) -> Duration {
        let now = Instant::now();
        let deadline = match (self.pause, self.uncommitted) {
            (Some(pause), _) => pause.until,
            (None, _) if self.is_behind => now,
            (None, Some(since)) => since + self.around.commit_interval,
            (None, None) => now + Duration::from_secs(3600),
        };
        deadline.saturating_duration_since(now)
    }

    fn work(&mut self) {
        let pause = self.pause.filter(|pause| Instant::now() < pause.until);
        let step = match pause {
            None => Self::try_work,
            Some(pause) if pause.can_store => Self::store,
            Some(_) => return,
        };
        let worked = catch_unwind(AssertUnwindSafe(|| step(self)));
        match worked.unwrap_or(Err(Trouble::Fault)) {
            Ok(()) => self.go_on(pause),
            Err(trouble) => self.give_up(&trouble),
        }
    }

    fn go_on(&mut self, pause: Option<Pause>) {
        self.pause = pause;
        self.around.board.well(Part::Ledger);
        if pause.is_none() && self.uncommitted.is_none() {
            self.next_pause = FIRST_PAUSE;
            self.around.board.well(Part::Index);
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
        if !matches!(trouble, Trouble::Ledger(_)) {
            self.failures += 1;
            self.renew();
        }
        self.pause = Some(Pause {
            until: Instant::now() + self.next_pause,
            can_store: !matches!(trouble, Trouble::Ledger(_)),
        });
        self.next_pause = (self.next_pause * 2).min(LONGEST_PAUSE);
    }

    /// Has an index that fails again and again looked at: it may be damaged, or gone.
    fn renew(&self) {
        if self.failures < FAILURES_BEFORE_RENEWAL {
            return;
        }
        match self.around.index.renew() {
            Ok(None) => {}
            Ok(Some(why)) => self.around.board.notice(Notice::Index, Some(why)),
            Err(error) => tracing::error!(%error, "the index cannot be made anew"),
        }
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
        metrics::counter!("probity_files_done_total", "outcome" => "failed")
            .increment(failed as u64);
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
        self.is_fresh = true;
        let around = &self.around;
        self.rebuild.opened(
            self.committed,
            &around.catalogue,
            &around.board,
            around.index.as_ref(),
        )?;
        Ok(())
    }

    /// Writes a stretch of what is new in the ledger. `true` where there may be more.
    fn follow(&mut self) -> Result<bool, Trouble> {
        let changes = self
            .around
            .catalogue
            .changes_after(self.followed, STRETCH)?;
        for change in &changes {
            let failures = self.failures_of(change);
            if failures > 0 && !self.is_fresh {
                if self.uncommitted.is_some() {
                    self.commit()?;
                }
                self.writer = None;
                return Ok(true);
            }
            match self.write(change) {
                Ok(()) => {
                    self.followed = change.sequence;
                    self.uncommitted.get_or_insert_with(Instant::now);
                    self.is_fresh = false;
                }
                Err(_) if failures + 1 >= MOST_FAILURES => return self.blame(change),
                Err(trouble) => {
                    let (sequence, failures) = (change.sequence, failures + 1);
                    self.suspect = Some(Suspect { sequence, failures });
                    return Err(trouble);
                }
            }
        }
        Ok(changes.len() == STRETCH)
    }

    fn failures_of(&self, change: &Change) -> u32 {
        let suspect = self
            .suspect
            .filter(|suspect| suspect.sequence == change.sequence);
        suspect.map_or(0, |suspect| suspect.failures)
    }

    fn write(&mut self, change: &Change) -> Result<(), Trouble> {
        let Some(writer) = self.writer.as_mut() else {
            return Err(Trouble::Fault);
        };
        let write = || match &change.document {
            Some(document) => writer.put(document),
            None => writer.remove(&change.document_id),
        };
        let written = catch_unwind(AssertUnwindSafe(write));
        Ok(written.map_err(|_panic| Trouble::Fault)??)
    }

    /// A document that a new writer cannot take as its first, with nothing of it on the disk yet, is
    /// itself to blame. It must not keep all others from being found.
    fn blame(&mut self, change: &Change) -> Result<bool, Trouble> {
        tracing::error!(document_id = %change.document_id, "cannot be indexed");
        self.writer = None;
        self.suspect = None;
        self.around
            .catalogue
            .give_up(&change.document_id, sentences::UNINDEXABLE)?;
        Ok(true)
    }

    fn commit(&mut self) -> Result<(), Trouble> {
        let started = Instant::now();
        // After a power failure the ledger must not know less than the index.
        self.around.catalogue.flush()?;
        if let Some(writer) = self.writer.as_mut() {
            writer.commit(self.followed)?;
        }
        self.uncommitted = None;
        self.committed = self.followed;
        let took = started.elapsed();
        let indexed = self.around.catalogue.committed(self.committed)?;
        metrics::histogram!("probity_commit_seconds").record(took.as_secs_f64());
        metrics::counter!("probity_files_done_total", "outcome" => "indexed")
            .increment(indexed.len() as u64);
        for (path, document_id) in &indexed {
            tracing::info!(path, %document_id, "indexed");
        }
        if !indexed.is_empty() {
            self.around.board.indexed(indexed.len());
        }
        self.failures = 0;
        let around = &self.around;
        self.rebuild.committed(
            self.committed,
            &around.catalogue,
            &around.board,
            around.index.as_ref(),
        )?;
        Ok(())
    }
}
