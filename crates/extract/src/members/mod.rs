//! Files inside files: what a ZIP archive or a mail holds, bounded in depth, number and size.
//!
//! A member has a path inside its container: `2024/report.pdf`, or `mails.zip/answer.eml/annexe.pdf`
//! for one that lies deeper. Archives inside archives are opened and have no entry of their own; a
//! mail is a document and has one, beside its attachments.

mod archive;
mod mail;
mod names;
#[cfg(test)]
mod tests;

pub(crate) use mail::{Written, looks_like_mail, open as open_mail};

use serde::{Deserialize, Serialize};

use crate::package::{Archived, archived};
use crate::{ExtractError, Limits, Result};

/// A file inside another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Where it is inside the outermost file, with `/`. No two members have the same.
    pub path: String,
    /// Its size in bytes; 0 where it could not be unpacked.
    pub bytes: u64,
    /// BLAKE3 hash of its content, or why it cannot be had, in one sentence without a full stop.
    pub content: Result<[u8; 32], String>,
}

/// What is inside a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Members {
    /// In the order of the file.
    pub found: Vec<Member>,
    /// What was left out, as sentences for a person.
    pub warnings: Vec<String>,
}

/// Lists everything inside a file; nothing for a file that holds no others.
///
/// # Errors
/// [`ExtractError`] where the file itself is damaged. A damaged member is listed with its reason.
pub fn members(bytes: &[u8], limits: &Limits) -> Result<Members> {
    let mut lister = Lister {
        limits,
        members: Members::default(),
        budget: limits.max_unpacked_bytes,
    };
    if let Some(container) = Container::open(bytes)? {
        lister.list(container, "", 1);
    }
    Ok(lister.members)
}

/// The content of a member.
///
/// # Errors
/// [`ExtractError::NoMember`] where there is none of this path, or what keeps it from being read.
pub fn member(bytes: &[u8], path: &str, limits: &Limits) -> Result<Vec<u8>> {
    unpack(bytes, path, limits, 1)
}

fn unpack(bytes: &[u8], path: &str, limits: &Limits, depth: usize) -> Result<Vec<u8>> {
    let container = Container::open(bytes)?.filter(|_| depth <= limits.max_depth);
    let mut container = container.ok_or(ExtractError::NoMember)?;
    let most = limits.max_file_bytes;
    let mut outcome = Err(ExtractError::NoMember);
    for at in 0..container.names().len() {
        let name = container.names()[at].clone();
        let Some(rest) = path.strip_prefix(&name) else {
            continue;
        };
        if rest.is_empty() {
            return container.read(at, most, &limits.passwords);
        }
        let Some(rest) = rest.strip_prefix('/') else {
            continue;
        };
        // `a` and `a/b` can stand beside each other, and `a` be damaged: `a/b` may come yet.
        let inner = container.read(at, most, &limits.passwords);
        outcome = inner.and_then(|inner| unpack(&inner, rest, limits, depth + 1));
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

/// An opened file that holds others.
enum Container<'a> {
    Archive(archive::Archive<'a>),
    Mail(mail::Attachments),
}

impl<'a> Container<'a> {
    /// `None` for a file that holds no others.
    fn open(bytes: &'a [u8]) -> Result<Option<Self>> {
        if is_archive(bytes) {
            return Ok(Some(Self::Archive(archive::Archive::open(bytes)?)));
        }
        Ok(looks_like_mail(bytes).then(|| Self::Mail(mail::open(bytes).attachments)))
    }

    fn names(&self) -> &[String] {
        match self {
            Self::Archive(archive) => &archive.names,
            Self::Mail(mail) => &mail.names,
        }
    }

    /// The content of a member, at most so many bytes of it.
    fn read(&mut self, at: usize, most: u64, passwords: &[String]) -> Result<Vec<u8>> {
        let content = match self {
            Self::Archive(archive) => archive.read(at, most, passwords)?,
            Self::Mail(mail) => mail.contents[at].clone(),
        };
        if content.len() as u64 > most {
            return Err(too_large(most));
        }
        Ok(content)
    }
}

/// A ZIP archive of files, not a document that is stored as one.
pub(crate) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") && archived(bytes) == Archived::Files
}

fn too_large(limit: u64) -> ExtractError {
    ExtractError::TooLarge {
        what: "its size in bytes when unpacked",
        limit,
    }
}

struct Lister<'a> {
    limits: &'a Limits,
    members: Members,
    /// Bytes that may still be unpacked.
    budget: u64,
}

impl Lister<'_> {
    fn list(&mut self, mut container: Container, before: &str, depth: usize) {
        for at in 0..container.names().len() {
            if self.members.found.len() >= self.limits.max_members {
                return self.warn(format!(
                    "it holds more than {} files; the rest was left out",
                    self.limits.max_members
                ));
            }
            let path = format!("{before}{}", container.names()[at]);
            let most = self.budget.min(self.limits.max_file_bytes);
            match container.read(at, most, &self.limits.passwords) {
                Ok(content) => self.member(path, &content, depth),
                Err(ExtractError::TooLarge { .. }) if most < self.limits.max_file_bytes => {
                    self.budget = 0;
                    self.refused(path, &too_large_in_all(self.limits.max_unpacked_bytes));
                }
                Err(error) => self.refused(path, &error),
            }
        }
    }

    fn member(&mut self, path: String, content: &[u8], depth: usize) {
        self.budget = self.budget.saturating_sub(content.len() as u64);
        let is_archive = is_archive(content);
        if !is_archive {
            self.members.found.push(Member {
                bytes: content.len() as u64,
                content: Ok(*blake3::hash(content).as_bytes()),
                path: path.clone(),
            });
        }
        match Container::open(content) {
            Ok(Some(_)) if depth >= self.limits.max_depth => {
                if is_archive {
                    let deepest = self.limits.max_depth;
                    self.refused(path, &ExtractError::TooDeep { deepest });
                }
            }
            Ok(Some(inner)) => self.list(inner, &format!("{path}/"), depth + 1),
            Ok(None) => {}
            Err(error) => self.refused(path, &error),
        }
    }

    fn refused(&mut self, path: String, error: &ExtractError) {
        self.members.found.push(Member {
            path,
            bytes: 0,
            content: Err(error.to_string()),
        });
    }

    fn warn(&mut self, warning: String) {
        if !self.members.warnings.contains(&warning) {
            self.members.warnings.push(warning);
        }
    }
}

fn too_large_in_all(limit: u64) -> ExtractError {
    ExtractError::TooLarge {
        what: "the size of all that the archive holds, unpacked, in bytes,",
        limit,
    }
}
