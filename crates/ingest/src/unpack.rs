//! The original bytes of a file inside another, taken out in a worker process like everything that
//! comes from outside.

use std::io;
use std::path::Path;
use std::sync::Arc;

use probity_extract::WantedMember;
use probity_model::ContentHash;

use crate::settings::Settings;
use crate::watchdog::Watchdog;
use crate::worker::{Found, Reader, Source, Unread, Worker};

/// Writes the content of a file inside `container` to the file `to`.
///
/// # Errors
/// [`io::Error`] where there is no such content any more, or it cannot be read or written.
pub fn unpack(
    settings: &Arc<Settings>,
    container: &Path,
    member: &str,
    hash: &ContentHash,
    to: &Path,
) -> io::Result<()> {
    let watchdog = Arc::new(Watchdog::start()?);
    let mut worker = Worker::new(Arc::clone(settings), watchdog);
    let wanted = WantedMember {
        path: member.to_owned(),
        hash: *hash.as_bytes(),
    };
    let source = Source {
        path: container,
        member: Some(wanted),
        unpack_to: Some(to),
    };
    match worker.read(&source) {
        Ok(Found::Unpacked) => Ok(()),
        Ok(Found::Document(_) | Found::Archive(_)) => {
            Err(io::Error::other("it was read and not unpacked"))
        }
        Err(Unread::Refused { reason, .. }) => Err(io::Error::other(reason)),
        Err(Unread::TimedOut) => Err(io::ErrorKind::TimedOut.into()),
        Err(Unread::Died(how)) => Err(io::Error::other(how)),
        Err(Unread::NoWorker(error)) => Err(error),
    }
}
