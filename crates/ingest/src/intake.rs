//! The thread that looks after the folder: it turns hints, scans and commands into rows of the
//! ledger and files of the queue. The scan is the truth; everything else makes it faster.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;
use probity_catalogue::{Catalogue, CatalogueError, KnownFile, SeenFile, Verdict};
use probity_model::Command;

use crate::board::{Board, Notice, Part};
use crate::failure::LONGEST_WAIT;
use crate::folder::{self, Folder};
use crate::gone::Gone;
use crate::handover::Committer;
use crate::inbox::{Inbox, News};
use crate::interest::interest;
use crate::look::{Look, look};
use crate::queue::{Job, Queue};
use crate::scan::{Scan, scan};
use crate::settings::{OnDelete, Settings};
use crate::settle::Unsettled;
use crate::space::space;
use crate::wishes::Wishes;
use crate::{commands, mounts, paths, sentences};

/// The state of the thread.
pub(crate) struct Intake {
    pub(crate) settings: Arc<Settings>,
    pub(crate) catalogue: Catalogue,
    pub(crate) inbox: Arc<Inbox>,
    pub(crate) queue: Arc<Queue>,
    pub(crate) board: Arc<Board>,
    pub(crate) committer: Committer,
    folder: Folder,
    unsettled: Unsettled,
    gone: Gone,
    /// Folders to look through once more: files can come into a new folder before it is watched.
    revisits: Vec<(Instant, PathBuf)>,
    next_scan: Instant,
    next_retries: Instant,
    next_space: Instant,
    wishes: Wishes,
}

/// Time between two looks at the room on the disk.
const SPACE: Duration = Duration::from_secs(2);

/// Time between two looks for files whose next attempt has come.
const RETRIES: Duration = Duration::from_millis(500);

/// Time until the next look after something did not work.
const TROUBLED: Duration = Duration::from_secs(3);

/// Rows that are written to the ledger at once.
const BATCH: usize = 1_000;

impl Intake {
    pub(crate) fn new(
        settings: &Arc<Settings>,
        catalogue: &Catalogue,
        inbox: &Arc<Inbox>,
        queue: &Arc<Queue>,
        board: &Arc<Board>,
        committer: Committer,
        folder: Folder,
    ) -> Self {
        let now = Instant::now();
        Self {
            settings: Arc::clone(settings),
            catalogue: catalogue.clone(),
            inbox: Arc::clone(inbox),
            queue: Arc::clone(queue),
            board: Arc::clone(board),
            committer,
            folder,
            unsettled: Unsettled::new(settings.settle),
            gone: Gone::default(),
            revisits: Vec::new(),
            next_scan: now,
            next_retries: now,
            next_space: now,
            wishes: Wishes::default(),
        }
    }

    /// Looks after the folder until it is told to stop.
    pub(crate) fn run(&mut self) {
        loop {
            self.board.alive();
            let news = self.inbox.wait(self.next_deadline());
            if news.stop {
                return;
            }
            let round = catch_unwind(AssertUnwindSafe(|| self.round(news)));
            let why = match round {
                Ok(Ok(())) => {
                    self.board.well(Part::Intake);
                    None
                }
                Ok(Err(error)) => Some(sentences::ledger(&error)),
                Err(_panic) => Some(sentences::FAULT.to_owned()),
            };
            if let Some(why) = why {
                self.board.trouble(Part::Intake, why);
                self.next_scan = Instant::now() + TROUBLED;
            }
            metrics::gauge!("probity_queue_files").set(self.queue.len() as f64);
        }
    }

    fn round(&mut self, news: News) -> Result<(), CatalogueError> {
        if news.everything {
            self.next_scan = Instant::now();
        }
        if let Some(why) = news.deaf {
            self.folder.lose_events(why);
            self.next_scan = Instant::now();
        }
        for command in news.commands {
            self.obey(command)?;
        }
        self.look_for_room();
        self.look_for_wishes()?;
        if Instant::now() >= self.next_scan {
            self.scan_all()?;
        }
        for (path, closed) in news.paths {
            self.look_at(&path, closed)?;
        }
        self.revisit()?;
        self.settle()?;
        self.retry()?;
        self.forget()
    }

    fn next_deadline(&self) -> Instant {
        let mut next = self.next_scan.min(self.next_retries);
        let others = [self.unsettled.next(), self.gone.next()];
        for other in others.into_iter().flatten() {
            next = next.min(other);
        }
        self.revisits
            .iter()
            .map(|(at, _)| *at)
            .fold(next, Instant::min)
    }

    fn obey(&mut self, command: Command) -> Result<(), CatalogueError> {
        tracing::info!(?command, "told");
        match command {
            Command::Rescan => self.next_scan = Instant::now(),
            Command::Retry { path } => {
                self.catalogue.retry(path.as_deref())?;
                self.next_retries = Instant::now();
            }
            Command::Pause => self.pause(true)?,
            Command::Resume => self.pause(false)?,
            Command::Reindex(id) => {
                self.catalogue.reindex(&id)?;
                self.committer.wake();
            }
            Command::Delete(id) => {
                commands::delete(&self.settings, &self.catalogue, &id)?;
                self.committer.wake();
            }
        }
        Ok(())
    }

    fn pause(&mut self, paused: bool) -> Result<(), CatalogueError> {
        self.queue.pause(paused);
        self.board.set(|status| status.paused = paused);
        self.committer.wake();
        self.wishes.pause(&self.catalogue, paused)
    }

    /// Takes up what other processes wished for in the ledger.
    fn look_for_wishes(&mut self) -> Result<(), CatalogueError> {
        if self.folder.is_looked_after {
            for command in self.wishes.new_ones(&self.catalogue)? {
                self.obey(command)?;
            }
        }
        Ok(())
    }

    /// Takes no new files while there is hardly room for what is read from them.
    fn look_for_room(&mut self) {
        let now = Instant::now();
        let Some(folder) = self.settings.index_folder.as_deref() else {
            return;
        };
        if now < self.next_space {
            return;
        }
        self.next_space = now + SPACE;
        let short = space(folder).filter(|space| space.is_short());
        self.queue.hold(short.is_some());
        match short {
            Some(space) => {
                let why = sentences::short_of_room(space);
                self.board.trouble(Part::Space, why);
            }
            None => self.board.well(Part::Space),
        }
    }

    /// Looks through the whole folder and compares it with the ledger.
    pub(crate) fn scan_all(&mut self) -> Result<(), CatalogueError> {
        let started = Instant::now();
        if !self.folder.is_looked_after {
            self.next_scan = started + self.settings.rescan;
            return Ok(());
        }
        self.next_scan = started + self.settings.poll.unwrap_or(self.settings.rescan);
        self.folder.watch(&self.settings, &self.inbox);
        if let Some(poll) = self.folder.fallback() {
            self.next_scan = started + poll.min(self.settings.rescan);
        }
        self.board.notice(Notice::Watch, self.folder.notice());
        let mut found = scan(&self.settings, &self.settings.folder);
        let mut known = by_path(self.catalogue.known_files(None)?);
        if let Some(why) = self
            .folder
            .missing(&self.settings, &self.catalogue, &found, &known)?
        {
            self.board.trouble(Part::Folder, why);
            self.board.set(|status| status.watching = false);
            self.next_scan = started + TROUBLED;
            return Ok(());
        }
        let lost = mounts::mark_lost(&self.settings, &self.catalogue, &mut found, &known)?;
        mounts::remember(&self.catalogue, &found, &known, &lost)?;
        self.board.notice(Notice::Mount, mounts::notice(&lost));
        if !lost.is_empty() {
            self.next_scan = self.next_scan.min(started + TROUBLED);
        }
        self.board.well(Part::Folder);
        self.board.set(|status| status.watching = true);
        let files = found.files.len();
        self.compare(&found, &mut known, false)?;
        let took = started.elapsed();
        metrics::histogram!("probity_stage_seconds", "stage" => "scan").record(took.as_secs_f64());
        tracing::debug!(files, took_ms = took.as_millis() as u64, "scanned");
        Ok(())
    }

    /// Looks at a path of which an event told.
    fn look_at(&mut self, path: &Path, closed: bool) -> Result<(), CatalogueError> {
        let Some(listed) = paths::listed(&self.settings.folder, path) else {
            self.next_scan = Instant::now();
            return Ok(());
        };
        match look(&self.settings, path, &listed) {
            Look::Folder => {
                let again = Instant::now() + self.settings.settle;
                self.revisits.push((again, path.to_owned()));
                self.scan_below(path, &listed)
            }
            Look::Unknown => Ok(()),
            Look::Nothing => self.compare_below(&listed, &Scan::default(), closed),
            Look::File(found) => {
                let scan = Scan {
                    files: vec![found],
                    ..Scan::default()
                };
                self.compare_below(&listed, &scan, closed)
            }
        }
    }

    fn scan_below(&mut self, path: &Path, listed: &str) -> Result<(), CatalogueError> {
        let found = scan(&self.settings, path);
        self.compare_below(listed, &found, false)
    }

    fn compare_below(
        &mut self,
        listed: &str,
        found: &Scan,
        closed: bool,
    ) -> Result<(), CatalogueError> {
        let mut known = by_path(self.catalogue.known_files(Some(listed))?);
        self.compare(found, &mut known, closed)
    }

    fn revisit(&mut self) -> Result<(), CatalogueError> {
        let now = Instant::now();
        let (due, later) = self.revisits.drain(..).partition(|(at, _)| *at <= now);
        self.revisits = later;
        let due: Vec<(Instant, PathBuf)> = due;
        let folders: HashSet<PathBuf> = due.into_iter().map(|(_, path)| path).collect();
        for path in folders {
            if let Some(listed) = paths::listed(&self.settings.folder, &path) {
                self.scan_below(&path, &listed)?;
            }
        }
        Ok(())
    }

    /// Compares what was found with what is known of the same part of the folder. What is known and
    /// was not found seems to be gone.
    fn compare(
        &mut self,
        found: &Scan,
        known: &mut HashMap<String, KnownFile>,
        closed: bool,
    ) -> Result<(), CatalogueError> {
        let (now, clock) = (Instant::now(), SystemTime::now());
        let mut news: Vec<SeenFile> = Vec::new();
        let mut is_any_refused = false;
        for found in &found.files {
            let known = known.remove(&found.file.path);
            self.gone.is_back(&found.file.path);
            let interest = interest(found, known.as_ref());
            if interest.to_note {
                is_any_refused |= found.file.verdict != Verdict::Take;
                news.push(found.file.clone());
            }
            if interest.to_take {
                self.unsettled.notice(found, closed, now, clock);
            } else {
                self.unsettled.remove(&found.file.path);
            }
            if news.len() == BATCH {
                self.catalogue.see(&news)?;
                news.clear();
            }
        }
        self.catalogue.see(&news)?;
        if is_any_refused {
            // A document may have lost its file by it.
            self.committer.wake();
        }
        for file in known.values().filter(|file| found.covers(&file.path)) {
            self.unsettled.remove(&file.path);
            self.gone.notice(file, now + self.settings.settle);
        }
        Ok(())
    }

    /// Puts files that have settled into the queue.
    fn settle(&mut self) -> Result<(), CatalogueError> {
        for (listed, stamp) in self.unsettled.due(Instant::now()) {
            let path = paths::on_disk(&self.settings.folder, &listed);
            match look(&self.settings, &path, &listed) {
                Look::File(found) if found.file.stamp == stamp => {
                    self.queue.push(Job {
                        path: listed,
                        bytes: found.file.bytes,
                    });
                }
                _ => self.look_at(&path, false)?,
            }
        }
        Ok(())
    }

    /// Puts files whose next attempt has come into the queue.
    fn retry(&mut self) -> Result<(), CatalogueError> {
        let now = Instant::now();
        if now < self.next_retries {
            return Ok(());
        }
        for listed in self.catalogue.due(Timestamp::now(), LONGEST_WAIT)? {
            let path = paths::on_disk(&self.settings.folder, &listed);
            match look(&self.settings, &path, &listed) {
                Look::File(found) if found.file.verdict == Verdict::Take => {
                    self.queue.push_absent(Job {
                        path: listed,
                        bytes: found.file.bytes,
                    });
                }
                _ => self.look_at(&path, false)?,
            }
        }
        for (path, bytes) in self.catalogue.due_members(Timestamp::now())? {
            self.queue.push_absent(Job { path, bytes });
        }
        let next = self.catalogue.next_due()?;
        let wait = next
            .map_or(TROUBLED, folder::until)
            .clamp(RETRIES, TROUBLED);
        self.next_retries = now + wait;
        Ok(())
    }

    /// Forgets files that are gone for good, unless their content may be on its way under another
    /// name: then it is waited for, and the document never leaves.
    fn forget(&mut self) -> Result<(), CatalogueError> {
        let now = Instant::now();
        if !self.gone.is_due(now) {
            return Ok(());
        }
        let mut awaited = self.queue.sizes();
        awaited.extend(self.unsettled.sizes());
        let gone = self.gone.due(now, &awaited);
        if gone.is_empty() {
            return Ok(());
        }
        if !self.folder.is_there(&self.settings, &self.catalogue)? {
            self.next_scan = now;
            return Ok(());
        }
        let is_gone = |listed: &String| {
            let path = paths::on_disk(&self.settings.folder, listed);
            matches!(
                look(&self.settings, &path, listed),
                Look::Nothing | Look::Folder
            )
        };
        let mut gone: Vec<String> = gone.into_iter().filter(is_gone).collect();
        if mounts::spare_lost(&self.settings, &self.catalogue, &mut gone)? {
            self.next_scan = now;
        }
        self.catalogue
            .forget(&gone, self.settings.on_delete == OnDelete::Keep)?;
        for path in &gone {
            tracing::info!(path, "gone");
        }
        self.committer.wake();
        Ok(())
    }
}

fn by_path(files: Vec<KnownFile>) -> HashMap<String, KnownFile> {
    files
        .into_iter()
        .map(|file| (file.path.clone(), file))
        .collect()
}
