//! Mail: its subject and text as a document. Attachments are [`crate::members`].

use crate::extracted::{Block, BlockKind, Extracted, MediaType, Metadata, Page};
use crate::html::{self, Extent};
use crate::members::{Written, open_mail};
use crate::prose::squeeze;
use crate::{ExtractError, Limits, Result, text};

/// Reads a mail, or a page that a browser saved in the form of one.
pub(crate) fn extract(bytes: &[u8], limits: &Limits) -> Result<Extracted> {
    let mail = open_mail(bytes);
    let named = |text: Option<String>| {
        text.map(|text| squeeze(&text))
            .filter(|text| !text.is_empty())
    };
    let (subject, from) = (named(mail.subject), named(mail.from));
    // Nobody sent it: a program has saved a page in this form.
    if mail.saved_from.is_some() || (subject.is_none() && from.is_none()) {
        return saved_page(mail.body, mail.saved_from, limits);
    }
    let mut warnings = Vec::new();
    let heading =
        |subject: &String| Block::unplaced(BlockKind::Heading { level: 1 }, subject.clone());
    let mut blocks: Vec<Block> = subject.iter().map(heading).collect();
    let mut tables = 0;
    for part in mail.body {
        let told = match part {
            Written::Page(page) => told(&page, limits, &mut tables),
            Written::Plain(text) => {
                text::blocks(&limits.cut_text(text, &mut warnings), &mut tables)
            }
        };
        blocks.extend(told);
    }
    let blocks = limits.cut_blocks(blocks, &mut warnings);
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

fn saved_page(body: Vec<Written>, address: Option<String>, limits: &Limits) -> Result<Extracted> {
    let page = body.into_iter().find_map(|part| match part {
        Written::Page(page) => Some(page),
        Written::Plain(_) => None,
    });
    let page = page.ok_or(ExtractError::NoText)?;
    let mut page = html::extract(page.as_bytes(), Extent::Article, limits)?;
    page.media_type = MediaType::Mail;
    page.metadata.canonical_url = page.metadata.canonical_url.or(address);
    Ok(page)
}

/// The blocks of a part that is written as a page; tables are counted on from `tables`.
fn told(page: &str, limits: &Limits, tables: &mut u32) -> Vec<Block> {
    let read = html::extract(page.as_bytes(), Extent::Whole, limits);
    let pages = read.map(|read| read.pages).unwrap_or_default();
    let mut blocks: Vec<Block> = pages.into_iter().flat_map(|page| page.blocks).collect();
    *tables = Block::count_tables_on(&mut blocks, *tables);
    blocks
}
