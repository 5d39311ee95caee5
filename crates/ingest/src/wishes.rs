//! What other processes wish of running ingestion. They leave it in the ledger, which is there
//! whether or not anybody runs, and works without a network or a token.

use std::time::{Duration, Instant};

use probity_catalogue::{Catalogue, CatalogueError};
use probity_model::Command;

/// Ingestion is paused (1) or not.
const PAUSED: &str = "paused";

/// Counts the wishes to look through the whole folder.
const RESCANS: &str = "rescans";

/// Time between two looks for wishes.
const LOOK: Duration = Duration::from_millis(500);

/// Has ingestion take no new files, or go on, now and after restarts.
///
/// # Errors
/// [`CatalogueError`] where the ledger cannot be written.
pub fn wish_pause(catalogue: &Catalogue, paused: bool) -> Result<(), CatalogueError> {
    catalogue.set_note(PAUSED, i64::from(paused))
}

/// Has running ingestion look through the whole folder soon.
///
/// # Errors
/// As [`wish_pause`].
pub fn wish_rescan(catalogue: &Catalogue) -> Result<(), CatalogueError> {
    let wishes = catalogue.note(RESCANS)?.unwrap_or_default();
    catalogue.set_note(RESCANS, wishes.wrapping_add(1))
}

/// Whether ingestion is to take no new files.
///
/// # Errors
/// [`CatalogueError`] where the ledger cannot be read.
pub fn is_paused(catalogue: &Catalogue) -> Result<bool, CatalogueError> {
    Ok(catalogue.note(PAUSED)? == Some(1))
}

/// The wishes that are known already.
#[derive(Debug, Default)]
pub(crate) struct Wishes {
    next_look: Option<Instant>,
    is_paused: bool,
    rescans: Option<i64>,
}

impl Wishes {
    /// Wishes that are new since the last look, none where it is too early for another.
    pub(crate) fn new_ones(
        &mut self,
        catalogue: &Catalogue,
    ) -> Result<Vec<Command>, CatalogueError> {
        let now = Instant::now();
        if self.next_look.is_some_and(|next| now < next) {
            return Ok(Vec::new());
        }
        self.next_look = Some(now + LOOK);
        let mut commands = Vec::new();
        let is_paused = is_paused(catalogue)?;
        if is_paused != self.is_paused {
            self.is_paused = is_paused;
            commands.push(if is_paused {
                Command::Pause
            } else {
                Command::Resume
            });
        }
        let rescans = catalogue.note(RESCANS)?.unwrap_or_default();
        if self
            .rescans
            .replace(rescans)
            .is_some_and(|known| known != rescans)
        {
            commands.push(Command::Rescan);
        }
        Ok(commands)
    }

    /// Notes that ingestion was paused or resumed by another way.
    pub(crate) fn pause(
        &mut self,
        catalogue: &Catalogue,
        paused: bool,
    ) -> Result<(), CatalogueError> {
        self.is_paused = paused;
        wish_pause(catalogue, paused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wish_is_taken_up_once() {
        let catalogue = Catalogue::in_memory().unwrap();
        let mut wishes = Wishes::default();
        let mut new_ones = || {
            wishes.next_look = None;
            wishes.new_ones(&catalogue).unwrap()
        };
        wish_rescan(&catalogue).unwrap();
        assert_eq!(new_ones(), [], "a scan is made at the start anyway");
        wish_rescan(&catalogue).unwrap();
        wish_pause(&catalogue, true).unwrap();
        assert_eq!(new_ones(), [Command::Pause, Command::Rescan]);
        assert_eq!(new_ones(), []);
        wish_pause(&catalogue, false).unwrap();
        assert_eq!(new_ones(), [Command::Resume]);
    }

    #[test]
    fn a_pause_outlives_the_process() {
        let catalogue = Catalogue::in_memory().unwrap();
        Wishes::default().pause(&catalogue, true).unwrap();
        let commands = Wishes::default().new_ones(&catalogue).unwrap();
        assert_eq!(commands, [Command::Pause]);
    }
}
