//! Where each field was read: the page and the words.

use std::collections::BTreeMap;

use probity_model::Evidence;

use crate::outline::Outline;
use crate::text::{captured, patterns};

patterns! {
    ISBN = r"(?i)\bISBN(?:-1[03])?:?\s*((?:97[89][-\s]?)?\d(?:[-\s]?\d){8,11}[-\s]?[\dX])\b";
}

/// Collects evidence by field.
#[derive(Default)]
pub(crate) struct Notes(pub(crate) BTreeMap<String, Evidence>);

impl Notes {
    pub(crate) fn add(&mut self, field: &str, page: Option<u32>, words: &str) {
        let text = words.trim().to_owned();
        self.0
            .entry(field.to_owned())
            .or_insert(Evidence { page, text });
    }

    /// The field was read from a block of the outline.
    pub(crate) fn add_entry(&mut self, field: &str, outline: &Outline, entry: usize) {
        if let Some(entry) = outline.entries.get(entry) {
            self.add(field, entry.block.page, &entry.block.line);
        }
    }
}

/// The ISBN as printed, and the block that it stands in.
pub(crate) fn isbn(outline: &Outline) -> Option<(String, usize)> {
    let entries = outline.entries.iter().enumerate();
    entries
        .filter(|(_, entry)| entry.block.text.len() < 2_000)
        .find_map(|(at, entry)| {
            let found = captured(&ISBN, &entry.block.line)?;
            Some((found[1].to_owned(), at))
        })
}
