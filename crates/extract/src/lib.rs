//! Bytes of any document format to pages of positioned lines. Knows formats, nothing of probation.
//!
//! [`extract`] is the door: the content decides what a file is, never its name. A file either
//! gives an [`Extracted`] (with warnings where something was doubtful) or an [`ExtractError`] that
//! tells a person in one sentence what is wrong and what would help.

mod docx;
mod error;
mod extracted;
mod headings;
mod html;
mod limits;
mod listing;
mod mail;
mod members;
mod ocr;
mod odt;
mod package;
mod pdf;
mod prose;
mod rtf;
mod sniff;
#[cfg(test)]
mod tests;
mod text;
mod worker;
mod xml;

pub use error::{ExtractError, Unrecognised};
pub use extracted::{BBox, Block, BlockKind, Extracted, Line, MediaType, Metadata, Page};
pub use limits::{Limits, Ocr};
pub use listing::{Listing, ListingLine, ListingPage};
pub use members::{Member, Members, member, members};
pub use pdf::{Picture, picture};

pub use worker::{
    FrameError, MAX_FRAME_BYTES, WantedMember, WorkerRequest, WorkerResponse, answer,
    limit_process, read_frame, serve_worker, write_frame,
};

use html::Extent;
use sniff::Format;

/// The outcome of reading a document.
pub type Result<T, E = ExtractError> = std::result::Result<T, E>;

/// Reads a document of any format.
///
/// # Errors
/// [`ExtractError`] says in one sentence why the file gives no text.
pub fn extract(bytes: &[u8], limits: &Limits) -> Result<Extracted> {
    limits.check_size(bytes)?;
    let extracted = match sniff::sniff(bytes)? {
        Format::Pdf => pdf::extract(bytes, limits)?,
        Format::Docx => docx::extract(bytes, limits)?,
        Format::Odt => odt::extract(bytes, limits)?,
        Format::Mail => mail::extract(bytes, limits)?,
        Format::Archive => return Err(ExtractError::OnlyMembers),
        Format::Rtf => rtf::extract(bytes, limits)?,
        Format::Html => html::extract(bytes, Extent::Article, limits)?,
        Format::Text => text::extract(bytes, limits)?,
    };
    if extracted.pages.iter().all(|page| page.blocks.is_empty()) {
        return Err(ExtractError::NoText);
    }
    Ok(extracted)
}
