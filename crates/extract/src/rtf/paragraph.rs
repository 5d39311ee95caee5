//! A paragraph of RTF while its words are gathered.

use std::collections::BTreeMap;

use crate::extracted::Line;
use crate::prose::{part_marks, squeeze};

/// The paragraph at hand.
#[derive(Default)]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) bold: usize,
    pub(super) sizes: BTreeMap<u16, usize>,
    pub(super) mark: String,
    pub(super) style: i32,
    pub(super) outline: Option<u8>,
    pub(super) level: u8,
    pub(super) in_table: bool,
    /// Where the words behind the last paragraph's end begin, inside a cell.
    pub(super) begun: usize,
}

impl Paragraph {
    /// Its printed lines.
    pub(super) fn lines(&self) -> Vec<Line> {
        let texts = self.text.split('\n');
        let texts = texts.map(|line| part_marks(squeeze(line)));
        let size = self.sizes.iter().max_by_key(|(_, bytes)| **bytes);
        let line = |text| Line {
            bold: self.bold * 2 > self.text.trim().len(),
            size: size.map_or(0.0, |(half_points, _)| f32::from(*half_points) / 2.0),
            ..Line::unplaced(text)
        };
        let texts = texts.filter(|text| !text.is_empty());
        texts.map(line).collect()
    }

    /// Inside a cell, the number of an item stands before its words.
    pub(super) fn put_mark(&mut self) {
        let mark = std::mem::take(&mut self.mark);
        if let Some(mark) = list_mark(&mark).filter(|mark| mark != "•") {
            self.text.insert_str(self.begun, &format!("{mark} "));
        }
    }

    /// What was gathered. Properties stay for the next paragraph.
    pub(super) fn take(&mut self) -> Self {
        let rest = Self {
            style: self.style,
            outline: self.outline,
            level: self.level,
            in_table: self.in_table,
            ..Self::default()
        };
        std::mem::replace(self, rest)
    }
}

/// The mark as printed; signs of symbol fonts are bullets.
pub(super) fn list_mark(mark: &str) -> Option<String> {
    let mark = mark.trim();
    let mut letters = mark.chars();
    match (letters.next()?, letters.next()) {
        (first, None) if !first.is_alphanumeric() => Some("•".to_owned()),
        _ => Some(mark.to_owned()),
    }
}
