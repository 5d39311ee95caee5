//! Why a file gives no text, in sentences for a person.

/// Why a file gives no text, and what would help.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExtractError {
    /// No bytes at all.
    #[error("the file is empty (0 bytes); it may still be arriving, or the copy failed")]
    Empty,
    /// A format that is not read.
    #[error(
        "the file is {looks_like}, which cannot be read; save it as PDF, HTML, Word (.docx), OpenDocument (.odt) or text"
    )]
    Unsupported {
        /// What the content looks like, with its article: `a JPEG picture`.
        looks_like: String,
    },
    /// None of the known passwords opens it.
    #[error(
        "the document needs a password; add the password to `extract.passwords`, or save a copy without one"
    )]
    NeedsPassword,
    /// The format is known, but nothing could be rescued.
    #[error("the {format} is damaged beyond reading ({detail}); get a fresh copy of the file")]
    Damaged {
        /// `PDF`, `Word document`, …
        format: &'static str,
        /// What the reader stumbled over.
        detail: String,
    },
    /// Pages hold pictures of text instead of text.
    #[error("{pictures} of {pages} pages are pictures of text (a scan): {reason}")]
    Scanned {
        /// Pages that are only a picture.
        pictures: usize,
        /// Pages in all.
        pages: usize,
        /// Why they were not read all the same.
        reason: Unrecognised,
    },
    /// A page was asked for that the document does not have.
    #[error("there is no page {number}: the document has {pages} pages")]
    NoSuchPage {
        /// The page asked for.
        number: usize,
        /// Pages in all.
        pages: usize,
    },
    /// Some pages are pictures of text, and [`Ocr::Later`](crate::Ocr::Later) was asked for.
    #[error("pages that are pictures of text are still to be read by text recognition")]
    ToBeRecognised,
    /// An archive: only what is in it has text.
    #[error("the file is an archive; it has no text of its own, the files in it may have")]
    OnlyMembers,
    /// An archive without files.
    #[error("the archive holds no files")]
    EmptyArchive,
    /// There is no such file in the container.
    #[error("the file is no longer in the archive or mail that held it")]
    NoMember,
    /// Archives within archives within archives.
    #[error(
        "archives are opened {deepest} deep, and this one lies deeper than {deepest}; unpack it and drop what is in it"
    )]
    TooDeep {
        /// The deepest level that is opened, the outermost archive being 1.
        deepest: usize,
    },
    /// A sound file without any words.
    #[error("the document holds no text")]
    NoText,
    /// A limit was reached.
    #[error("the document is too large: {what} is over the limit of {limit}")]
    TooLarge {
        /// What is counted: `its size in bytes`, `its number of pages`.
        what: &'static str,
        /// The limit, in the same unit.
        limit: u64,
    },
}

/// Why pictures of text were not read, and what would help.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unrecognised {
    /// Text recognition is switched off.
    #[error(
        "text recognition is switched off; set `extract.ocr` to \"auto\", or drop a copy with recognised text"
    )]
    Unwanted,
    /// There is no program that could do it.
    #[error(
        "install `tesseract` (on Debian: apt-get install tesseract-ocr) and try the file again, or drop a copy with recognised text, as `ocrmypdf` makes it"
    )]
    NotInstalled,
    /// The program failed.
    #[error(
        "text recognition failed ({0}); try the file again, or drop a copy with recognised text"
    )]
    Failed(String),
    /// There was no time for more pages.
    #[error("text recognition took too long; raise `extract.ocr_timeout` and try the file again")]
    OutOfTime,
}

impl ExtractError {
    /// A file that is still being copied can look like this: worth another try a little later.
    #[must_use]
    pub fn may_be_incomplete(&self) -> bool {
        matches!(self, Self::Empty | Self::Damaged { .. } | Self::NoText)
    }

    pub(crate) fn damaged(format: &'static str, detail: &impl ToString) -> Self {
        Self::Damaged {
            format,
            detail: detail.to_string(),
        }
    }
}
