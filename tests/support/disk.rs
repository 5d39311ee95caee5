//! Small disks of their own, for tests of what happens when one is full or away.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A disk in memory, mounted at a folder until it is dropped.
pub(crate) struct Disk(PathBuf);

impl Disk {
    /// Mounts a disk of so many mebibytes. `None`, and a line that says so, where this machine does
    /// not let us: only root may.
    pub(crate) fn mount(at: &Path, mebibytes: u32) -> Option<Self> {
        std::fs::create_dir_all(at).expect("a folder to mount at");
        let size = format!("size={mebibytes}m");
        let is_mounted = run("mount", &["-t", "tmpfs", "-o", &size, "tmpfs", text(at)]);
        if !is_mounted {
            eprintln!("skipped: this machine lets us mount no disk");
            return None;
        }
        Some(Self(at.to_owned()))
    }

    /// Moves the disk, with all that is on it, to another folder.
    pub(crate) fn move_to(&mut self, at: &Path) {
        std::fs::create_dir_all(at).expect("a folder to mount at");
        assert!(run("mount", &["--move", text(&self.0), text(at)]), "moving");
        at.clone_into(&mut self.0);
    }

    /// Fills the disk to its last byte with one file, and gives its path.
    pub(crate) fn fill(&self) -> PathBuf {
        let ballast = self.0.join("ballast");
        let to = format!("of={}", text(&ballast));
        run("dd", &["if=/dev/zero", &to, "bs=64K"]);
        ballast
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        run("umount", &["-l", text(&self.0)]);
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

fn run(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
