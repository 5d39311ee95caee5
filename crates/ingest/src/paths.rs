//! Paths as the ledger lists them: relative to the watch folder, text, the same on every system.
//!
//! Bytes that are no UTF-8 are written `%XX`. A percent sign that could be mistaken for the start
//! of such a byte is written `%25`, so that every file name has a text of its own.

use std::ffi::{OsStr, OsString};
use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

/// The listed form of a path below the watch folder; `None` for one that is not below it.
pub(crate) fn listed(folder: &Path, path: &Path) -> Option<String> {
    let relative = path.strip_prefix(folder).ok()?;
    let mut names = Vec::new();
    for component in relative.components() {
        match component {
            Component::Normal(name) => names.push(name_to_text(name)),
            _ => return None,
        }
    }
    (!names.is_empty()).then(|| names.join("/"))
}

/// The path on disk of a listed one.
///
/// A listed path never leads out of the folder: whatever it is made of is below it.
pub fn on_disk(folder: &Path, listed: &str) -> PathBuf {
    let names = listed
        .split('/')
        .filter(|name| !matches!(*name, "" | "." | ".."));
    let mut path = folder.to_owned();
    path.extend(names.map(text_to_name));
    path
}

#[cfg(unix)]
fn name_to_text(name: &OsStr) -> String {
    use std::os::unix::ffi::OsStrExt;
    escape(name.as_bytes())
}

#[cfg(not(unix))]
fn name_to_text(name: &OsStr) -> String {
    escape(name.to_string_lossy().as_bytes())
}

#[cfg(unix)]
fn text_to_name(text: &str) -> OsString {
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(unescape(text))
}

#[cfg(not(unix))]
fn text_to_name(text: &str) -> OsString {
    String::from_utf8_lossy(&unescape(text)).into_owned().into()
}

fn escape(name: &[u8]) -> String {
    let mut text = String::with_capacity(name.len());
    for chunk in name.utf8_chunks() {
        let valid = chunk.valid();
        for (at, character) in valid.char_indices() {
            if character == '%' && hex_pair(&valid.as_bytes()[at + 1..]).is_some() {
                text.push_str("%25");
            } else {
                text.push(character);
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes();
    let mut name = Vec::with_capacity(bytes.len());
    while let [first, rest @ ..] = bytes {
        match hex_pair(rest).filter(|_| *first == b'%') {
            Some(byte) => {
                name.push(byte);
                bytes = &rest[2..];
            }
            None => {
                name.push(*first);
                bytes = rest;
            }
        }
    }
    name
}

/// The byte that two upper-case hexadecimal digits at the start of the text spell.
fn hex_pair(text: &[u8]) -> Option<u8> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    };
    let [high, low, ..] = text else { return None };
    Some(digit(*high)? << 4 | digit(*low)?)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::ffi::OsStrExt;

    use proptest::prelude::*;

    use super::*;

    fn check(name: &[u8], expected: &str) {
        let folder = Path::new("/watch");
        let path = folder.join(OsStr::from_bytes(name));
        assert_eq!(listed(folder, &path).as_deref(), Some(expected));
        assert_eq!(on_disk(folder, expected), path);
    }

    #[test]
    fn names_become_text_and_back() {
        check(b"reports/Essex \xC3\xA9.pdf", "reports/Essex é.pdf");
        check(b"caf\xE9.pdf", "caf%E9.pdf");
        check(b"100% sure.txt", "100% sure.txt");
        check(b"not a byte %41.txt", "not a byte %2541.txt");
        check(b"%%41%E9\xE9", "%%2541%25E9%E9");
    }

    #[test]
    fn what_is_outside_is_not_listed_and_not_reached() {
        assert_eq!(listed(Path::new("/watch"), Path::new("/etc/passwd")), None);
        assert_eq!(listed(Path::new("/watch"), Path::new("/watch")), None);
        assert_eq!(
            listed(Path::new("/watch"), Path::new("/watch/../etc")),
            None
        );
        let reached = on_disk(Path::new("/watch"), "../../etc//./passwd");
        assert_eq!(reached, Path::new("/watch/etc/passwd"));
    }

    proptest! {
        #[test]
        fn every_name_has_a_text_of_its_own(name in proptest::collection::vec(1..=255_u8, 1..12)) {
            prop_assume!(!name.contains(&b'/') && !matches!(name.as_slice(), b"." | b".."));
            let folder = Path::new("/watch");
            let path = folder.join(OsStr::from_bytes(&name));
            let text = listed(folder, &path).unwrap();
            prop_assert_eq!(on_disk(folder, &text), path);
        }
    }
}
