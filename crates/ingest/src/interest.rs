//! What a file that was found is to us, held against what the ledger knows of it.

use probity_catalogue::{FileState, KnownFile, Verdict};

use crate::look::Found;

/// What is to be done about a file that was found.
pub(crate) struct Interest {
    /// The ledger is to know what was found.
    pub(crate) to_note: bool,
    /// It is to be read once it has settled.
    pub(crate) to_take: bool,
}

/// Whether a file is news, by what the ledger knows of it.
pub(crate) fn interest(found: &Found, known: Option<&KnownFile>) -> Interest {
    let is_taken = found.file.verdict == Verdict::Take;
    let Some(known) = known else {
        return Interest {
            to_note: true,
            to_take: is_taken,
        };
    };
    let is_changed = known.stamp != found.file.stamp;
    let waits = known.state == FileState::Pending && known.next_attempt.is_none();
    let is_settled_otherwise = matches!(known.state, FileState::Failed | FileState::Ignored);
    Interest {
        to_note: is_changed && (is_settled_otherwise || !is_taken),
        to_take: is_taken && (is_changed || waits),
    }
}
