//! What the tests of several formats share.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{Block, BlockKind, Extracted};

/// A ZIP archive of these members.
pub(crate) fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, content)| (*name, content.as_bytes()))
        .collect();
    archive(&parts)
}

/// A ZIP archive of these members.
pub(crate) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// One line per block: a sign for its kind, and its words.
pub(crate) fn shown(extracted: &Extracted) -> Vec<String> {
    let blocks = extracted.pages.iter().flat_map(|page| &page.blocks);
    blocks.map(show).collect()
}

fn show(block: &Block) -> String {
    let text = block.text.replace('\t', " | ");
    match &block.kind {
        BlockKind::Heading { level } => format!("h{level} {text}"),
        BlockKind::Paragraph => format!("p {text}"),
        BlockKind::ListItem { marker, depth } => format!("li{depth} {marker} {text}"),
        BlockKind::TableRow {
            table,
            header: true,
            ..
        } => format!("th{table} {text}"),
        BlockKind::TableRow { table, .. } => format!("tr{table} {text}"),
        BlockKind::Caption => format!("cap {text}"),
        BlockKind::Quote => format!("q {text}"),
        BlockKind::Footnote { mark } => format!("note{mark} {text}"),
    }
}
