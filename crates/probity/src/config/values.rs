//! Values of the configuration as people write them: "500ms", "64 MiB".

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A length of time, written `"500ms"`, `"5m"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Span(Duration);

impl Span {
    pub(crate) const fn from_millis(millis: u64) -> Self {
        Self(Duration::from_millis(millis))
    }

    pub(crate) const fn from_secs(secs: u64) -> Self {
        Self(Duration::from_secs(secs))
    }

    pub(crate) const fn get(self) -> Duration {
        self.0
    }
}

#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is no length of time; write \"500ms\", \"30s\" or \"5m\"")]
pub(crate) struct NotASpan(String);

impl TryFrom<String> for Span {
    type Error = NotASpan;

    fn try_from(text: String) -> Result<Self, NotASpan> {
        humantime::parse_duration(&text)
            .map(Self)
            .map_err(|_| NotASpan(text))
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        humantime::format_duration(span.0).to_string()
    }
}

/// A number of bytes, written `"64 MiB"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct ByteSize(u64);

impl ByteSize {
    pub(crate) const fn mebibytes(count: u64) -> Self {
        Self(count << 20)
    }

    pub(crate) const fn bytes(self) -> u64 {
        self.0
    }
}

#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is no size; write \"64 MiB\" or \"1 GiB\"")]
pub(crate) struct NotASize(String);

impl TryFrom<String> for ByteSize {
    type Error = NotASize;

    fn try_from(text: String) -> Result<Self, NotASize> {
        text.parse::<bytesize::ByteSize>()
            .map(|size| Self(size.0))
            .map_err(|_| NotASize(text))
    }
}

impl From<ByteSize> for String {
    fn from(size: ByteSize) -> Self {
        const UNITS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
        let fitting = UNITS
            .iter()
            .find(|(unit, _)| size.0 >= *unit && size.0.is_multiple_of(*unit));
        match fitting {
            Some((unit, name)) => format!("{} {name}", size.0 / unit),
            None => format!("{} B", size.0),
        }
    }
}

/// A word that no one may read in a log or in the output of `check`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Secret(String);

impl Secret {
    /// The secret; `None` where it is empty, that is, not set.
    pub(crate) fn reveal(&self) -> Option<&str> {
        Some(self.0.as_str()).filter(|text| !text.is_empty())
    }

    /// The secret with nothing left to read, to be shown.
    pub(crate) fn mask(&mut self) {
        if !self.0.is_empty() {
            self.0 = "(set)".to_owned();
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() {
            "(not set)"
        } else {
            "(set)"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_sizes_are_written_as_they_are_read() {
        for text in ["500ms", "2s", "5m"] {
            let span = Span::try_from(text.to_owned()).unwrap();
            assert_eq!(String::from(span), text);
        }
        for text in ["64 MiB", "1 GiB", "1 KiB", "1000 B"] {
            let size = ByteSize::try_from(text.to_owned()).unwrap();
            assert_eq!(String::from(size), text);
        }
    }

    #[test]
    fn what_is_neither_says_what_would_be_right() {
        let error = Span::try_from("soon".to_owned()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "\"soon\" is no length of time; write \"500ms\", \"30s\" or \"5m\""
        );
        assert!(ByteSize::try_from("many".to_owned()).is_err());
    }

    #[test]
    fn a_secret_is_never_printed() {
        let secret: Secret = serde_json::from_str("\"hunter2\"").unwrap();
        assert_eq!(format!("{secret:?}"), "(set)");
        assert_eq!(secret.reveal(), Some("hunter2"));
    }
}
