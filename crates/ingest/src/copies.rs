//! The thread that keeps a copy of the ledger, to fall back on where the ledger is damaged. What the
//! copy lacks is read again from the folder; corrections made since are what would be lost.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use probity_catalogue::{Catalogue, CatalogueError};

use crate::settings::Copying;

/// Tells the thread to end.
#[derive(Debug, Default)]
pub(crate) struct Stop {
    is_told: Mutex<bool>,
    told: Condvar,
}

/// Time between two looks whether there is something new to copy.
const LOOK: Duration = Duration::from_secs(5);

/// Copying takes this part of the time at most: one hundredth.
const PART: u32 = 100;

/// A ledger that is copied within this time is copied once more at the end.
const QUICK: Duration = Duration::from_secs(2);

impl Stop {
    pub(crate) fn tell(&self) {
        *self.is_told.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.told.notify_all();
    }

    /// Waits; `true` where the end was told of.
    fn wait(&self, longest: Duration) -> bool {
        let is_told = self.is_told.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .told
            .wait_timeout_while(is_told, longest, |told| !*told);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Copies the ledger whenever it has changed and it is time, until it is told to stop.
pub(crate) fn keep(catalogue: &Catalogue, copying: &Copying, stop: &Arc<Stop>) {
    let mut copied = None;
    let mut next = Instant::now();
    let mut took = Duration::ZERO;
    loop {
        let is_over = stop.wait(LOOK);
        let changed = catalogue.sequences().ok().map(|numbers| *numbers.end());
        let is_due = Instant::now() >= next || (is_over && took < QUICK);
        if changed.is_some() && changed != copied && is_due {
            let started = Instant::now();
            tell(catalogue.back_up(&copying.to), copying);
            took = started.elapsed();
            metrics::histogram!("probity_catalogue_copy_seconds").record(took.as_secs_f64());
            next = Instant::now() + copying.every.max(took * PART);
            copied = changed;
        }
        if is_over {
            return;
        }
    }
}

/// A copy that fails is no trouble of ingestion, and the next may succeed.
fn tell(copied: Result<(), CatalogueError>, copying: &Copying) {
    let copy = copying.to.display();
    match copied {
        Ok(()) => tracing::debug!(%copy, "catalogue copied"),
        Err(error) => tracing::warn!(%copy, %error, "the catalogue cannot be copied"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_change_is_in_the_copy_when_the_thread_ends() {
        let folder = tempfile::tempdir().unwrap();
        let catalogue = Catalogue::open(&folder.path().join("catalogue.sqlite")).unwrap();
        catalogue.set_note("mark", 7).unwrap();
        let copying = Copying {
            to: folder.path().join("copy.sqlite"),
            every: Duration::from_secs(3600),
        };
        let stop = Arc::new(Stop::default());
        std::thread::scope(|scope| {
            let keeping = scope.spawn(|| keep(&catalogue, &copying, &stop));
            stop.tell();
            keeping.join().unwrap();
        });
        let copy = Catalogue::open(&copying.to).unwrap();
        assert_eq!(copy.note("mark").unwrap(), Some(7));
    }
}
