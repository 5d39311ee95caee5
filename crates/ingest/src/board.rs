//! How ingestion stands, for all who ask.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use probity_model::IngestStatus;

use crate::sentences;

/// What can be in trouble, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// What was read cannot be noted.
    Ledger,
    /// The index cannot be written.
    Index,
    /// The folder cannot be looked after.
    Intake,
    /// The folder is not there.
    Folder,
    /// Files cannot be claimed for reading.
    Claims,
    /// Nobody can be found to read.
    Worker,
    /// There is hardly room for anything new.
    Space,
}

/// What people should know though all works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Notice {
    /// The ledger was replaced by its copy.
    Catalogue,
    /// The index had to be made again.
    Index,
    /// The folder is looked through for want of events.
    Watch,
    /// A disk below the folder is gone.
    Mount,
}

/// The shared picture of how ingestion stands.
#[derive(Debug, Default)]
pub(crate) struct Board(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    status: IngestStatus,
    troubles: BTreeMap<Part, String>,
    notices: BTreeMap<Notice, String>,
    /// When the thread that looks after the folder last gave a sign of life.
    alive_at: Option<Instant>,
    /// How many files came to an end in each second of the last minute.
    ends: VecDeque<(Instant, u32)>,
}

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// The thread that looks after the folder wakes every few seconds. Only a look through a folder
/// that does not answer, a share that hangs, takes longer than this.
const SILENCE: Duration = Duration::from_secs(5 * 60);

impl Board {
    pub(crate) fn status(&self) -> IngestStatus {
        let mut state = self.lock();
        let now = Instant::now();
        state
            .ends
            .retain(|(at, _)| now.duration_since(*at) < MINUTE);
        let rate_per_minute = state.ends.iter().map(|(_, files)| files).sum();
        let worked = state
            .ends
            .front()
            .map(|(since, _)| now.duration_since(*since));
        let seconds = worked.unwrap_or_default().max(SECOND).as_secs_f64();
        let is_silent = state
            .alive_at
            .is_some_and(|at| now.duration_since(at) > SILENCE);
        let silence = is_silent.then(|| sentences::SILENT.to_owned());
        IngestStatus {
            rate_per_minute,
            files_per_second: f64::from(rate_per_minute) / seconds,
            watching: state.status.watching && !is_silent,
            trouble: silence.or_else(|| state.troubles.values().next().cloned()),
            notices: state.notices.values().cloned().collect(),
            ..state.status.clone()
        }
    }

    pub(crate) fn set(&self, change: impl FnOnce(&mut IngestStatus)) {
        change(&mut self.lock().status);
    }

    /// Files reached a final state.
    pub(crate) fn ended(&self, files: usize) {
        let mut state = self.lock();
        let (now, files) = (Instant::now(), u32::try_from(files).unwrap_or(u32::MAX));
        match state.ends.back_mut() {
            Some((at, count)) if now.duration_since(*at) < SECOND => *count += files,
            _ => state.ends.push_back((now, files)),
        }
        state
            .ends
            .retain(|(at, _)| now.duration_since(*at) < MINUTE);
    }

    pub(crate) fn indexed(&self, files: usize) {
        self.ended(files);
        self.set(|status| status.last_indexed_at = Some(Timestamp::now()));
    }

    /// A part does not work, and this says why. It is logged once, not at every new try.
    pub(crate) fn trouble(&self, part: Part, why: String) {
        let mut state = self.lock();
        if state.troubles.get(&part) != Some(&why) {
            tracing::error!(?part, why, "in trouble");
            state.troubles.insert(part, why);
        }
    }

    pub(crate) fn well(&self, part: Part) {
        if self.lock().troubles.remove(&part).is_some() {
            tracing::info!(?part, "works again");
        }
    }

    /// The thread that looks after the folder lives.
    pub(crate) fn alive(&self) {
        self.lock().alive_at = Some(Instant::now());
    }

    /// Something that people should know, until it is `None`. It is logged once.
    pub(crate) fn notice(&self, of: Notice, what: Option<String>) {
        let mut state = self.lock();
        if state.notices.get(&of) == what.as_ref() {
            return;
        }
        match what {
            Some(what) => {
                tracing::warn!(?of, what, "to be known");
                state.notices.insert(of, what);
            }
            None => {
                state.notices.remove(&of);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_trouble_is_told_until_it_is_over() {
        let board = Board::default();
        board.trouble(Part::Folder, "gone".into());
        board.trouble(Part::Ledger, "full".into());
        assert_eq!(board.status().trouble.as_deref(), Some("full"));
        board.well(Part::Ledger);
        assert_eq!(board.status().trouble.as_deref(), Some("gone"));
        board.well(Part::Folder);
        assert_eq!(board.status().trouble, None);
    }

    #[test]
    fn a_notice_is_told_beside_trouble_until_it_is_taken_back() {
        let board = Board::default();
        board.notice(Notice::Watch, Some("no events".into()));
        board.trouble(Part::Space, "full".into());
        let status = board.status();
        assert_eq!(status.notices, ["no events"]);
        assert_eq!(status.trouble.as_deref(), Some("full"));
        board.notice(Notice::Watch, None);
        assert!(board.status().notices.is_empty());
    }

    #[test]
    fn a_thread_that_gives_no_sign_of_life_watches_nothing() {
        let board = Board::default();
        board.set(|status| status.watching = true);
        board.alive();
        assert!(board.status().watching);
        board.lock().alive_at = Instant::now().checked_sub(SILENCE + SECOND);
        let status = board.status();
        assert!(!status.watching && status.trouble.is_some());
    }

    #[test]
    fn files_of_the_last_minute_are_counted() {
        let board = Board::default();
        board.ended(3);
        board.indexed(2);
        assert_eq!(board.status().rate_per_minute, 5);
        assert!((board.status().files_per_second - 5.0).abs() < 0.01);
        assert!(board.status().last_indexed_at.is_some());
    }
}
