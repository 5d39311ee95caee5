//! The way from those who read documents to the one who stores and commits them.

use std::time::Duration;

use crossbeam_channel::{
    Receiver, SendTimeoutError, Sender, TrySendError, bounded, select, select_biased,
};
use probity_catalogue::{Failure, NewDocument};

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

/// Outcomes that are taken at once.
const BATCH: usize = 64;

/// Time between two looks whether it is still worth waiting.
const PATIENCE: Duration = Duration::from_millis(100);

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

    /// Hands an outcome over; waits while too many wait, and as long as there is reason to. `false`
    /// where it was not taken.
    pub(crate) fn send(&self, mut outcome: Outcome, is_over: impl Fn() -> bool) -> bool {
        loop {
            match self.outcomes.send_timeout(outcome, PATIENCE) {
                Ok(()) => return true,
                Err(SendTimeoutError::Timeout(back)) if !is_over() => outcome = back,
                Err(_) => return false,
            }
        }
    }

    /// The ledger has changed, or the queue has drained: have a look.
    pub(crate) fn wake(&self) {
        match self.wake.try_send(()) {
            // One that has not been seen yet will do.
            Ok(()) | Err(TrySendError::Full(()) | TrySendError::Disconnected(())) => {}
        }
    }
}

impl Inlet {
    /// Waits for outcomes, a wake-up or the end of the given time: outcomes that came, none perhaps.
    /// `None` when nothing will come any more.
    pub(crate) fn wait(&self, longest: Duration) -> Option<Vec<Outcome>> {
        let first = select_biased! {
            recv(self.outcomes) -> outcome => Some(outcome.ok()?),
            recv(self.wake) -> woken => {
                woken.ok()?;
                None
            }
            default(longest) => None,
        };
        let rest = self.outcomes.try_iter().take(BATCH - 1);
        Some(first.into_iter().chain(rest).collect())
    }

    /// As [`Inlet::wait`], but leaves outcomes where they are.
    pub(crate) fn wait_for_wake(&self, longest: Duration) -> Option<Vec<Outcome>> {
        select! {
            recv(self.wake) -> woken => woken.ok()?,
            default(longest) => {}
        }
        Some(Vec::new())
    }
}
