//! Identity of documents: derived from their content, so the same file dropped twice is one document.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A BLAKE3 hash of a file's bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// Wraps the 32 bytes of a BLAKE3 hash.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The id of the document that has this content.
    #[must_use]
    pub fn document_id(&self) -> DocumentId {
        DocumentId(self.to_string()[..DocumentId::LENGTH].to_owned())
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHash({self})")
    }
}

/// Names a document: the first 24 hexadecimal digits of its content hash (96 bits).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocumentId(String);

impl DocumentId {
    /// Digits in an id.
    pub const LENGTH: usize = 24;

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id of the passage with this number (from 0, in reading order): a `finding` entry.
    #[must_use]
    pub fn finding(&self, number: usize) -> String {
        format!("{self}-f{number}")
    }

    /// The id of the recommendation at this place (from 0) in the document's list.
    #[must_use]
    pub fn recommendation(&self, place: usize) -> String {
        format!("{self}-r{place}")
    }

    /// The id of the previous recommendation at this place (from 0) in the document's list.
    #[must_use]
    pub fn previous_recommendation(&self, place: usize) -> String {
        format!("{self}-p{place}")
    }

    /// The document that an entry's id (`…-f3`, `…-r0`, or a document's own) belongs to.
    ///
    /// # Errors
    /// [`NotAnId`] where the text does not begin with a document's id.
    pub fn of_entry(entry: &str) -> Result<Self, NotAnId> {
        entry.split('-').next().unwrap_or_default().parse()
    }
}

/// The text is no document id.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a document id is {} hexadecimal digits", DocumentId::LENGTH)]
pub struct NotAnId;

impl FromStr for DocumentId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == Self::LENGTH && text.bytes().all(is_digit) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAnId)
        }
    }
}

impl TryFrom<String> for DocumentId {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Self, NotAnId> {
        text.parse()
    }
}

impl From<DocumentId> for String {
    fn from(id: DocumentId) -> Self {
        id.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_start_of_the_hash() {
        let hash = ContentHash::from_bytes([0xab; 32]);
        let id = hash.document_id();
        assert_eq!(id.as_str(), "abababababababababababab");
        assert_eq!(DocumentId::of_entry(&id.finding(3)), Ok(id.clone()));
        assert_eq!(id.recommendation(0), "abababababababababababab-r0");
    }

    #[test]
    fn other_text_is_no_id() {
        for text in [
            "",
            "xyz",
            "ABABABABABABABABABABABAB",
            "abab",
            "../../etc/passwd",
        ] {
            assert_eq!(text.parse::<DocumentId>(), Err(NotAnId), "{text}");
        }
    }
}
