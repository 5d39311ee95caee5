//! Opening a PDF: passwords, damaged structure.

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::{ExtractError, Limits, Result};

pub(super) const FORMAT: &str = "PDF";

/// Opens a document, repairing what can be repaired.
pub(super) fn open(bytes: &[u8], limits: &Limits, warnings: &mut Vec<String>) -> Result<Pdf> {
    match open_with_passwords(bytes, limits) {
        Ok(pdf) if !pdf.pages().is_empty() => Ok(pdf),
        Err(error @ ExtractError::NeedsPassword) => Err(error),
        Ok(_) | Err(_) => repaired(bytes, limits, warnings),
    }
}

fn open_with_passwords(bytes: &[u8], limits: &Limits) -> Result<Pdf> {
    let data = std::sync::Arc::new(bytes.to_vec());
    let passwords = std::iter::once("").chain(limits.passwords.iter().map(String::as_str));
    let mut outcome = Err(ExtractError::damaged(FORMAT, &"its structure is broken"));
    for password in passwords {
        outcome = match Pdf::new_with_password(std::sync::Arc::clone(&data), password) {
            Ok(pdf) => return Ok(pdf),
            Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => {
                Err(ExtractError::NeedsPassword)
            }
            Err(LoadPdfError::Decryption(_)) => Err(ExtractError::damaged(
                FORMAT,
                &"its encryption is of an unknown kind",
            )),
            Err(LoadPdfError::Invalid) => {
                Err(ExtractError::damaged(FORMAT, &"its structure is broken"))
            }
        };
        if !matches!(outcome, Err(ExtractError::NeedsPassword)) {
            break;
        }
    }
    outcome
}

/// A second reader with its own ways of repair writes the document anew.
fn repaired(bytes: &[u8], limits: &Limits, warnings: &mut Vec<String>) -> Result<Pdf> {
    let damaged = |detail: &str| ExtractError::damaged(FORMAT, &detail);
    let mut document =
        lopdf::Document::load_mem(bytes).map_err(|error| damaged(&error.to_string()))?;
    if document.is_encrypted() {
        return Err(ExtractError::NeedsPassword);
    }
    let mut whole = Vec::new();
    document
        .save_to(&mut whole)
        .map_err(|error| damaged(&error.to_string()))?;
    let pdf = open_with_passwords(&whole, limits)?;
    if pdf.pages().is_empty() {
        return Err(damaged("it has no pages"));
    }
    warnings
        .push("the file's structure was damaged and was repaired; pages may be missing".to_owned());
    Ok(pdf)
}
