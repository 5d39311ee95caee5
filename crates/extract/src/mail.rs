//! Mail: its subject and text as a document. Attachments are [`crate::members`].

use crate::extracted::{Block, BlockKind, Extracted, MediaType, Metadata, Page};
use crate::members::open_mail;
use crate::prose::squeeze;
use crate::{ExtractError, Limits, Result, html, text};

/// Reads a mail, or a page that a browser saved in the form of one.
pub(crate) fn extract(bytes: &[u8], limits: &Limits) -> Result<Extracted> {
    let mail = open_mail(bytes);
    // A page keeps what plain text loses: headings, lists, tables.
    let page = mail
        .html
        .and_then(|page| html::extract(page.as_bytes(), limits).ok());
    let named = |text: Option<String>| {
        text.map(|text| squeeze(&text))
            .filter(|text| !text.is_empty())
    };
    let (subject, from) = (named(mail.subject), named(mail.from));
    if let Some(address) = mail.saved_from {
        let mut page = page.ok_or(ExtractError::NoText)?;
        page.media_type = MediaType::Mail;
        page.metadata.canonical_url.get_or_insert(address);
        return Ok(page);
    }
    let mut warnings = Vec::new();
    let told = match page {
        Some(page) => page
            .pages
            .into_iter()
            .flat_map(|page| page.blocks)
            .collect(),
        None => {
            let text = limits.cut_text(mail.text.unwrap_or_default(), &mut warnings);
            text::blocks(&text, &mut 0)
        }
    };
    let heading =
        |subject: &String| Block::unplaced(BlockKind::Heading { level: 1 }, subject.clone());
    let blocks = subject.iter().map(heading).chain(told).collect();
    Ok(Extracted {
        media_type: MediaType::Mail,
        metadata: Metadata {
            title: subject,
            author: from,
            published: mail.sent,
            ..Metadata::default()
        },
        pages: vec![Page::unnumbered(blocks)],
        warnings,
    })
}
