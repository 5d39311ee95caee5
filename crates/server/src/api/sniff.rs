//! What uploaded bytes clearly are, when that is not a document.

use infer::MatcherType;

use crate::problem::Problem;

/// How many bytes of a file's beginning are looked at.
pub(crate) const HEAD: usize = 8 * 1024;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const ODT: &str = "application/vnd.oasis.opendocument.text";

/// The usual ending for a file that begins like this, unless it is clearly no document: a picture,
/// a film, a program. What is not recognised is let through; reading it will tell.
pub(crate) fn ending(head: &[u8]) -> Result<&'static str, Problem> {
    let Some(found) = infer::get(head) else {
        return Ok("txt");
    };
    match (found.matcher_type(), found.mime_type()) {
        (_, "application/pdf") => Ok("pdf"),
        (_, DOCX) => Ok("docx"),
        (_, ODT) => Ok("odt"),
        (_, "application/rtf" | "text/rtf") => Ok("rtf"),
        // An archive of documents, or an office file in an unusual order.
        (_, "application/zip") => Ok("zip"),
        (MatcherType::Text, "text/html") => Ok("html"),
        (MatcherType::Text, _) => Ok("txt"),
        // Some magic numbers are plain letters.
        _ if is_text(head) => Ok("txt"),
        (_, media_type) => Err(Problem::unsupported(format!(
            "this is a file of the type {media_type}; PDF, Word (.docx), OpenDocument (.odt), Rich Text, HTML, text and mail can be read, and ZIP archives of them"
        ))),
    }
}

/// Whether it reads as text; the last character may be cut off.
fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let is_printed = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\x0c');
    text.chars().all(is_printed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_let_through() {
        assert_eq!(ending(b"%PDF-1.7\n").unwrap(), "pdf");
        assert_eq!(ending(b"<!DOCTYPE html><html>").unwrap(), "html");
        assert_eq!(ending(b"An inspection of").unwrap(), "txt");
        assert_eq!(ending(b"PK\x03\x04 and so on").unwrap(), "zip");
        assert_eq!(ending(br"{\rtf1\ansi x}").unwrap(), "rtf");
        assert_eq!(ending(b"\xff\xfeA\0n\0").unwrap(), "txt", "UTF-16");
    }

    #[test]
    fn text_that_begins_like_a_picture_is_text() {
        assert_eq!(ending(b"BMA members were asked").unwrap(), "txt");
        assert_eq!(
            ending("caf\u{e9}".as_bytes().split_last().unwrap().1).unwrap(),
            "txt"
        );
    }

    #[test]
    fn what_is_clearly_no_document_is_refused() {
        let cases: [&[u8]; 4] = [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
            b"GIF89a\x01\0\x01\0\0",
            b"\x1f\x8b\x08\0\0\0\0\0\0\0",
        ];
        for head in cases {
            assert_eq!(ending(head).unwrap_err().status, 415, "{head:?}");
        }
    }
}
