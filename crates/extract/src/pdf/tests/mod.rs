//! What pages of print become.

mod breaks;
mod containers;
mod drawn;
mod fonts;
mod hostile;
mod layout;
mod maker;
mod notes;
mod pictures;
pub(crate) mod scans;
mod spacing;
mod tables;

use crate::{Block, BlockKind, Extracted, Limits, extract};
use maker::{Drawing, Maker};

fn read(maker: &Maker) -> Extracted {
    extract(&maker.bytes(), &Limits::default()).unwrap()
}

fn page() -> Drawing {
    Drawing::default()
}

fn one(drawing: Drawing) -> Maker {
    Maker::default().page(drawing)
}

/// One line per block: a sign for its kind, and its words.
fn check(maker: &Maker, expected: &[&str]) {
    let shown: Vec<String> = read(maker)
        .pages
        .iter()
        .flat_map(|page| &page.blocks)
        .map(show)
        .collect();
    assert_eq!(shown, expected);
}

fn show(block: &Block) -> String {
    let text = block.text.replace('\t', " | ");
    match &block.kind {
        BlockKind::Heading { level } => format!("h{level} {text}"),
        BlockKind::ListItem { marker, depth } => format!("li{depth} {marker} {text}"),
        BlockKind::TableRow {
            table,
            header: true,
            ..
        } => format!("th{table} {text}"),
        BlockKind::TableRow { table, .. } => format!("tr{table} {text}"),
        BlockKind::Footnote { mark } => format!("note{mark} {text}"),
        BlockKind::Caption => format!("cap {text}"),
        BlockKind::Quote => format!("q {text}"),
        BlockKind::Paragraph => format!("p {text}"),
    }
}
