//! `tesseract`, run as a child process on one picture at a time.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::process::{Command, Stdio};

use super::Grey;

const PROGRAM: &str = "tesseract";

/// Whether the program is there to be run.
pub(crate) fn is_installed() -> bool {
    let mut command = Command::new(PROGRAM);
    command.arg("--version");
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// What it sees in a picture, as hOCR. It reads from one pipe and writes to another, so that it ends
/// with this process, whatever ends that.
pub(super) fn run(picture: &Grey, resolution: u32) -> io::Result<String> {
    let resolution = resolution.to_string();
    let arguments = ["stdin", "stdout", "--dpi", &resolution, "hocr"];
    let mut child = Command::new(PROGRAM)
        .args(arguments.map(OsStr::new))
        // Its threads cost more than they save; pages are read side by side instead.
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    // It reads all of the picture before it writes anything.
    let fed = match child.stdin.take() {
        Some(mut input) => feed(&mut input, picture),
        None => Ok(()),
    };
    let output = child.wait_with_output()?;
    fed?;
    if !output.status.success() {
        return Err(io::Error::other(format!(
            "{PROGRAM} ended with {}",
            output.status
        )));
    }
    String::from_utf8(output.stdout).map_err(io::Error::other)
}

/// The picture as a portable grey map.
fn feed(input: &mut impl Write, picture: &Grey) -> io::Result<()> {
    write!(input, "P5\n{} {}\n255\n", picture.width, picture.height)?;
    input.write_all(&picture.pixels)
}
