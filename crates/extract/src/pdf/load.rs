//! Opening a PDF: passwords, damaged structure, files cut short.

use std::sync::Arc;

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::rescue;
use crate::{ExtractError, Limits, Result};

pub(super) const FORMAT: &str = "PDF";

/// A document, and what it was opened from.
pub(super) struct Opened {
    pub(super) pdf: Pdf,
    bytes: Arc<Vec<u8>>,
    password: String,
}

impl Opened {
    /// Opens it once more. A document keeps what was decoded of each page that was read; one opened
    /// anew keeps nothing yet.
    pub(super) fn again(&self) -> Option<Pdf> {
        Pdf::new_with_password(Arc::clone(&self.bytes), &self.password).ok()
    }
}

/// Opens a document, repairing what can be repaired.
pub(super) fn open(bytes: &[u8], limits: &Limits, warnings: &mut Vec<String>) -> Result<Opened> {
    let error = match open_with_passwords(bytes.to_vec(), limits) {
        Err(ExtractError::NeedsPassword) => return Err(ExtractError::NeedsPassword),
        opened => match with_pages(opened) {
            Ok(opened) => return Ok(opened),
            Err(error) => error,
        },
    };
    if let Ok(opened) =
        with_pages(repaired(bytes).and_then(|whole| open_with_passwords(whole, limits)))
    {
        warnings.push(
            "the file's structure was damaged and was repaired; pages may be missing".to_owned(),
        );
        return Ok(opened);
    }
    let Some(whole) = rescue::with_directory(bytes) else {
        return Err(error);
    };
    let opened = with_pages(open_with_passwords(whole, limits)).map_err(|_| error)?;
    let pages = opened.pdf.pages().len();
    warnings.push(format!(
        "the file is cut short or damaged: {} rescued in the file's order; others may be missing, and page numbers may be wrong",
        rescued(pages)
    ));
    Ok(opened)
}

fn rescued(pages: usize) -> String {
    match pages {
        1 => "page 1 was".to_owned(),
        _ => format!("pages 1 to {pages} were"),
    }
}

/// Whether the file has the end that every whole file has; some have junk behind it.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(4096)..];
    tail.windows(5).any(|window| window == b"%%EOF")
}

fn with_pages(opened: Result<Opened>) -> Result<Opened> {
    let opened = opened?;
    if opened.pdf.pages().is_empty() {
        Err(ExtractError::damaged(FORMAT, &"it has no pages"))
    } else {
        Ok(opened)
    }
}

fn open_with_passwords(bytes: Vec<u8>, limits: &Limits) -> Result<Opened> {
    let bytes = Arc::new(bytes);
    let passwords = std::iter::once("").chain(limits.passwords.iter().map(String::as_str));
    for password in passwords {
        let detail = match Pdf::new_with_password(Arc::clone(&bytes), password) {
            Ok(pdf) => {
                return Ok(Opened {
                    pdf,
                    bytes,
                    password: password.to_owned(),
                });
            }
            Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => continue,
            Err(LoadPdfError::Decryption(_)) => "its encryption is of an unknown kind",
            Err(LoadPdfError::Invalid) => "its structure is broken",
        };
        return Err(ExtractError::damaged(FORMAT, &detail));
    }
    Err(ExtractError::NeedsPassword)
}

/// A second reader with its own ways of repair writes the document anew.
fn repaired(bytes: &[u8]) -> Result<Vec<u8>> {
    let damaged = |error: lopdf::Error| ExtractError::damaged(FORMAT, &error);
    let mut document = lopdf::Document::load_mem(bytes).map_err(damaged)?;
    if document.is_encrypted() {
        return Err(ExtractError::NeedsPassword);
    }
    let mut whole = Vec::new();
    let saved = document.save_to(&mut whole).map(|()| whole);
    saved.map_err(|error| ExtractError::damaged(FORMAT, &error))
}
