//! Room on a disk, and when there is too little of it to begin anything new.

use std::path::Path;

/// Less free space than this is too little, on a large disk.
const LEAST: u64 = 256 << 20;

/// On a small disk, this part of it is: one twentieth.
const PART: u64 = 20;

/// Room on the disk of a folder, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Space {
    pub(crate) free: u64,
    pub(crate) total: u64,
}

impl Space {
    /// Nothing new should be begun: what is under way needs the rest.
    pub(crate) const fn is_short(self) -> bool {
        let part = self.total / PART;
        self.free < if part < LEAST { part } else { LEAST }
    }
}

/// The room on the disk of a folder; `None` where the system does not tell.
#[cfg(unix)]
pub(crate) fn space(folder: &Path) -> Option<Space> {
    let told = rustix::fs::statvfs(folder).ok()?;
    Some(Space {
        free: told.f_bavail.saturating_mul(told.f_frsize),
        total: told.f_blocks.saturating_mul(told.f_frsize),
    })
}

/// The room on the disk of a folder; `None` where the system does not tell.
#[cfg(not(unix))]
pub(crate) fn space(_: &Path) -> Option<Space> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(free: u64, total: u64, expected: bool) {
        assert_eq!(
            Space { free, total }.is_short(),
            expected,
            "{free} of {total}"
        );
    }

    #[test]
    fn little_is_a_part_of_a_small_disk_and_an_amount_of_a_large_one() {
        check(0, 0, false);
        check(1 << 20, 16 << 20, false);
        check(700 << 10, 16 << 20, true);
        check(300 << 20, 1 << 40, false);
        check(200 << 20, 1 << 40, true);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_has_room_and_a_missing_one_has_none_told() {
        let folder = tempfile::tempdir().unwrap();
        assert!(space(folder.path()).unwrap().total > 0);
        assert_eq!(space(&folder.path().join("missing")), None);
    }
}
