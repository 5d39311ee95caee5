//! What a PDF says of itself.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{DateTime, Dict, String as PdfString};

use crate::extracted::Metadata;
use crate::prose::squeeze;

/// Title, author and language. When a file was made says nothing of when its text was published.
pub(super) fn read(pdf: &Pdf) -> Metadata {
    let stated = pdf.metadata();
    let text =
        |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(decode).filter(|text| !text.is_empty());
    let xref = pdf.xref();
    let catalog: Option<Dict> = xref.get(xref.root_id());
    let language = catalog
        .and_then(|catalog| catalog.get::<PdfString>("Lang"))
        .map(|tag| decode(tag.as_bytes()));
    Metadata {
        title: text(&stated.title),
        author: text(&stated.author),
        modified: stated.modification_date.as_ref().map(date),
        language: language.filter(|tag| !tag.is_empty()),
        ..Metadata::default()
    }
}

/// Text strings are UTF-16 or UTF-8 with a mark, else Latin of a kind.
pub(super) fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            squeeze(&encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0)
        }
        [0xFF, 0xFE, rest @ ..] => {
            squeeze(&encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0)
        }
        _ => squeeze(&crate::text::decode::decode(bytes, Some(encoding_rs::WINDOWS_1252)).text),
    }
}

fn date(date: &DateTime) -> String {
    let DateTime {
        year,
        month,
        day,
        hour,
        minute,
        second,
        ..
    } = date;
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}
