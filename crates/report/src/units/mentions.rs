//! Units that a document names, whatever it says of them.

use std::borrow::Cow;

use probity_model::{Gazetteer, Level, Mentions};

use super::named::named;
use crate::headings::Part;
use crate::outline::Outline;

/// Every unit named in the title or the text, in alphabetical order. Imprints name places of print.
pub(crate) fn read(title: &str, outline: &Outline, gazetteer: &Gazetteer) -> Mentions {
    let mut mentions = Mentions::default();
    let text = outline
        .entries
        .iter()
        .filter(|entry| entry.part != Part::Imprint)
        .map(|entry| Cow::Borrowed(entry.block.line.as_str()));
    for line in std::iter::once(crate::text::plain(title)).chain(text) {
        for found in named(&line, gazetteer) {
            let names = match found.unit.level {
                Level::Region => &mut mentions.regions,
                _ => &mut mentions.pdus,
            };
            if !names.contains(&found.unit.name) {
                names.push(found.unit.name);
            }
        }
    }
    mentions.regions.sort();
    mentions.pdus.sort();
    mentions
}
