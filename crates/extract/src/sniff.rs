//! What a file is, judged by its bytes alone.

use crate::html::looks_like_html;
use crate::members::looks_like_mail;
use crate::package::{Archived, archived};
use crate::pdf::looks_like_pdf;
use crate::rtf::looks_like_rtf;
use crate::text::decode;
use crate::{ExtractError, Result};

/// The readers there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A PDF.
    Pdf,
    /// A Word document.
    Docx,
    /// A text document of LibreOffice and others.
    Odt,
    /// Rich Text.
    Rtf,
    /// A mail.
    Mail,
    /// A ZIP archive of files.
    Archive,
    /// A web page.
    Html,
    /// Plain text.
    Text,
}

/// Names the format, or says what the file looks like when there is no reader for it.
pub(crate) fn sniff(bytes: &[u8]) -> Result<Format> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ExtractError::NoText);
    }
    if looks_like_pdf(bytes) {
        return Ok(Format::Pdf);
    }
    if looks_like_html(bytes) {
        return Ok(Format::Html);
    }
    if looks_like_rtf(bytes) {
        return Ok(Format::Rtf);
    }
    if looks_like_mail(bytes) {
        return Ok(Format::Mail);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let foreign = |looks_like: &str| {
            let looks_like = looks_like.to_owned();
            Err(ExtractError::Unsupported { looks_like })
        };
        return match archived(bytes) {
            Archived::Word => Ok(Format::Docx),
            Archived::OpenText => Ok(Format::Odt),
            Archived::Files => Ok(Format::Archive),
            Archived::Foreign(looks_like) => foreign(looks_like),
        };
    }
    if bytes.starts_with(OLE) && contains_wide(bytes, "EncryptedPackage") {
        return Err(ExtractError::NeedsPassword);
    }
    if let Some(looks_like) = foreign(bytes) {
        return Err(ExtractError::Unsupported { looks_like });
    }
    if !decode::is_text(bytes) {
        return Err(ExtractError::Unsupported {
            looks_like: "binary data of an unknown kind".into(),
        });
    }
    Ok(Format::Text)
}

/// Word keeps a protected document inside an old container, under this name in UTF-16.
fn contains_wide(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

fn foreign(bytes: &[u8]) -> Option<String> {
    if bytes.starts_with(OLE) {
        return Some("an old Microsoft Office file (.doc, .xls, .ppt or .msg)".into());
    }
    if bytes.starts_with(b"%!PS") {
        return Some("a PostScript file".into());
    }
    let kind = infer::get(bytes)?;
    let name = kind.extension().to_uppercase();
    match kind.matcher_type() {
        infer::MatcherType::Image => Some(format!("a picture ({name})")),
        infer::MatcherType::Audio => Some(format!("a sound recording ({name})")),
        infer::MatcherType::Video => Some(format!("a video ({name})")),
        infer::MatcherType::Font => Some(format!("a font ({name})")),
        infer::MatcherType::Archive => Some(format!("an archive ({name})")),
        infer::MatcherType::App => Some(format!("a program ({name})")),
        infer::MatcherType::Doc | infer::MatcherType::Book => {
            Some(format!("an office file ({name})"))
        }
        infer::MatcherType::Text | infer::MatcherType::Custom => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks_like(bytes: &[u8]) -> String {
        sniff(bytes).unwrap_err().to_string()
    }

    #[test]
    fn foreign_formats_are_named() {
        assert!(looks_like(b"\xFF\xD8\xFF\xE0\0\x10JFIF\0").contains("a picture (JPG)"));
        assert!(looks_like(&[OLE, &[0; 600]].concat()).contains("old Microsoft Office"));
        assert!(looks_like(&[7, 0, 1, 2, 200, 3, 0, 9, 255, 4]).contains("unknown kind"));
        assert!(looks_like(b" \n\n ").contains("no text"));
    }

    #[test]
    fn text_is_text() {
        assert_eq!(
            sniff(b"A probation unit told to improve").unwrap(),
            Format::Text
        );
        assert_eq!(sniff("\u{FEFF}Caf\u{e9}".as_bytes()).unwrap(), Format::Text);
    }
}
