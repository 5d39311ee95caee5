//! What follows from a file that could not be read: what people are told, and when it is tried again.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use probity_catalogue::Failure;
use probity_model::ContentHash;

use crate::sentences;
use crate::settings::Settings;
use crate::worker::Unread;

/// A file that could not be read.
pub(crate) struct Failed<'a> {
    pub(crate) path: &'a str,
    /// The content that was claimed, where it came to that.
    pub(crate) content_hash: Option<ContentHash>,
    /// Times it was tried, this time included.
    pub(crate) attempts: u32,
    /// When the file last changed.
    pub(crate) changed: SystemTime,
}

/// When to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Again {
    /// Only when the file changes, or a person asks for it.
    Never,
    /// After a while, longer each time; the file counts as failed meanwhile.
    Later,
    /// Soon: the file counts as waiting.
    Soon,
}

/// Nobody waits longer for the next attempt.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// Tries that a file gets while it is young, whatever its clock says.
const YOUNG_TRIES: u32 = 20;

impl Failed<'_> {
    /// What the ledger is to note of a document that was not read.
    pub(crate) fn unread(&self, unread: &Unread, settings: &Settings) -> Failure {
        let is_young = self.is_young(settings);
        let (error, again) = match unread {
            Unread::Refused {
                reason,
                may_be_incomplete,
                unopened,
            } => {
                let again = match (*may_be_incomplete || *unopened, *unopened) {
                    (true, _) if is_young => Again::Soon,
                    (_, true) => Again::Later,
                    _ => Again::Never,
                };
                (sentences::sentence(reason), again)
            }
            Unread::TimedOut => (sentences::timed_out(settings.timeout), Again::Later),
            Unread::Died(how) => {
                // Twice can be an accident: a program that was killed, a machine short of memory.
                let again = if self.attempts <= 2 {
                    Again::Soon
                } else {
                    Again::Later
                };
                (sentences::died(how), again)
            }
            Unread::NoWorker(error) => {
                let program = settings.worker_command.display().to_string();
                (sentences::no_worker(&program, error), Again::Soon)
            }
        };
        self.noted(error, again)
    }

    /// What the ledger is to note of a file that could not be opened or read through.
    pub(crate) fn unopened(&self, error: &std::io::Error, settings: &Settings) -> Failure {
        let again = if self.is_young(settings) {
            Again::Soon
        } else {
            Again::Later
        };
        self.noted(sentences::unreadable(error), again)
    }

    /// What the ledger is to note of a document over which the rules stumbled.
    pub(crate) fn stumbled(&self) -> Failure {
        self.noted(sentences::STUMBLED.to_owned(), Again::Never)
    }

    fn is_young(&self, settings: &Settings) -> bool {
        let age = SystemTime::now()
            .duration_since(self.changed)
            .unwrap_or_default();
        age < settings.grace && self.attempts < YOUNG_TRIES
    }

    fn noted(&self, error: String, again: Again) -> Failure {
        let wait = match again {
            Again::Never => None,
            Again::Soon => Some(soon(self.attempts)),
            Again::Later => Some(later(self.attempts)),
        };
        Failure {
            path: self.path.to_owned(),
            content_hash: self.content_hash,
            error,
            next_attempt: wait.and_then(|wait| Timestamp::now().checked_add(wait).ok()),
            pending: again == Again::Soon,
        }
    }
}

/// One, two, four … seconds, up to a quarter of a minute.
fn soon(attempts: u32) -> Duration {
    Duration::from_secs(1 << attempts.saturating_sub(1).min(4)).min(Duration::from_secs(15))
}

/// Half a minute, one, two … minutes, up to a day.
fn later(attempts: u32) -> Duration {
    let doubled = attempts.saturating_sub(1).min(12);
    Duration::from_secs(30 << doubled).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: Duration = Duration::from_secs(3600);

    /// Whether the file counts as waiting, and in how many seconds it is tried again.
    fn check(unread: &Unread, attempts: u32, age: Duration, expected: (bool, Option<i64>)) {
        let settings = Settings::new("watch".into(), "probity".into(), vec!["worker".into()]);
        let failed = Failed {
            path: "a.pdf",
            content_hash: None,
            attempts,
            changed: SystemTime::now() - age,
        };
        let noted = failed.unread(unread, &settings);
        let wait = noted
            .next_attempt
            .map(|at| (at.as_millisecond() - Timestamp::now().as_millisecond() + 500) / 1000);
        assert_eq!((noted.pending, wait), expected, "{unread:?}");
        assert!(noted.error.ends_with('.'));
    }

    fn refused(may_be_incomplete: bool, unopened: bool) -> Unread {
        Unread::Refused {
            reason: "the file is odd".into(),
            may_be_incomplete,
            unopened,
        }
    }

    #[test]
    fn a_young_file_that_may_be_incomplete_waits() {
        check(&refused(true, false), 1, Duration::ZERO, (true, Some(1)));
        check(&refused(true, false), 3, Duration::ZERO, (true, Some(4)));
        check(
            &refused(true, false),
            YOUNG_TRIES,
            Duration::ZERO,
            (false, None),
        );
        check(&refused(true, false), 1, OLD, (false, None));
    }

    #[test]
    fn what_is_no_document_is_not_tried_again() {
        check(&refused(false, false), 1, Duration::ZERO, (false, None));
    }

    #[test]
    fn what_may_pass_is_tried_again_ever_more_rarely() {
        check(&refused(false, true), 1, OLD, (false, Some(30)));
        check(&Unread::TimedOut, 1, OLD, (false, Some(30)));
        check(&Unread::TimedOut, 4, OLD, (false, Some(240)));
        check(&Unread::TimedOut, 99, OLD, (false, Some(24 * 60 * 60)));
    }

    #[test]
    fn a_document_whose_worker_dies_gets_two_more_tries_at_once() {
        check(&Unread::Died("signal: 9".into()), 1, OLD, (true, Some(1)));
        check(&Unread::Died("signal: 9".into()), 2, OLD, (true, Some(2)));
        check(
            &Unread::Died("signal: 9".into()),
            3,
            OLD,
            (false, Some(120)),
        );
    }

    #[test]
    fn a_file_that_may_not_be_read_says_what_helps() {
        let settings = Settings::new("watch".into(), "probity".into(), Vec::new());
        let changed = SystemTime::now() - OLD;
        let failed = Failed {
            path: "a.pdf",
            content_hash: None,
            attempts: 1,
            changed,
        };
        let noted = failed.unopened(&std::io::ErrorKind::PermissionDenied.into(), &settings);
        assert!(
            noted.error.contains("permission denied; allow the user"),
            "{}",
            noted.error
        );
        assert!(!noted.pending && noted.next_attempt.is_some());
    }

    #[test]
    fn a_missing_worker_is_no_fault_of_the_file() {
        let error = std::io::ErrorKind::NotFound.into();
        check(&Unread::NoWorker(error), 9, OLD, (true, Some(15)));
    }
}
