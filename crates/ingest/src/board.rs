//! How ingestion stands, for all who ask.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use probity_model::IngestStatus;

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
}

/// The shared picture of how ingestion stands.
#[derive(Debug, Default)]
pub(crate) struct Board(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    status: IngestStatus,
    troubles: BTreeMap<Part, String>,
    /// How many files came to an end in each second of the last minute.
    ends: VecDeque<(Instant, u32)>,
}

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

impl Board {
    pub(crate) fn status(&self) -> IngestStatus {
        let mut state = self.lock();
        let now = Instant::now();
        state
            .ends
            .retain(|(at, _)| now.duration_since(*at) < MINUTE);
        let rate_per_minute = state.ends.iter().map(|(_, files)| files).sum();
        let trouble = state.troubles.values().next().cloned();
        IngestStatus {
            rate_per_minute,
            trouble,
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
    fn files_of_the_last_minute_are_counted() {
        let board = Board::default();
        board.ended(3);
        board.indexed(2);
        assert_eq!(board.status().rate_per_minute, 5);
        assert!(board.status().last_indexed_at.is_some());
    }
}
