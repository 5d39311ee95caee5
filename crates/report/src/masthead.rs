//! The name of a paper or site above its article, where only its place in the document tells it.

use probity_model::Gazetteer;

use crate::blocks::{Block, Form};
use crate::boilerplate::is_stamp;
use crate::dates;
use crate::publisher;
use crate::text::{patterns, plain, word_count};
use crate::units::named::named;

patterns! {
    /// What may follow a place's name above a headline, and is no outlet's name.
    ORDINARY = r"(?i)\b(?:probation|inspect\w*|prisons?|report\w*|police|constabulary|services?|units?|PDUs?|region\w*|areas?|council\w*|crown|courts?|magistrates|university|college|schools?|hospitals?|health|nhs|trust|board|panel|partnership|office|hub|centre|team|group|division|branch|youth|justice|rat(?:ed|ings?)|findings?|results?|update|briefing|statement|summary|response|plan|data|annexe|borough|county|city|town|north|south|east|west|central|news|crime|and)$";
}

/// How many lines above the text of an article its headline and its date stand in.
const HEAD: usize = 6;

/// No such name is longer, in bytes.
const LONGEST: usize = 40;

/// A name that begins with a place, and is none, on the first line of a dated article: above a headline,
/// where it would be taken for the headline itself.
pub(crate) fn read(blocks: &[Block], gazetteer: &Gazetteer) -> Option<String> {
    let (first, below) = blocks.split_first()?;
    let flowing = matches!(first.form, Form::Heading(_) | Form::Paragraph);
    if !flowing || first.line.len() > LONGEST || publisher::is_masthead(&first.line) {
        return None;
    }
    let name = publisher::in_print(&first.line);
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let words = (2..=4).contains(&word_count(&name)) && name.split(' ').all(is_capital);
    if !words || ORDINARY.is_match(&name) || is_stamp(&name) {
        return None;
    }
    let places = named(&plain(&name), gazetteer);
    let [place] = places.as_slice() else {
        return None;
    };
    let begins = place.range.start == 0 && place.range.end < name.len();
    let head = &below[..below.len().min(HEAD)];
    let is_headline = |block: &Block| word_count(&block.line) >= 4 && !is_stamp(&block.line);
    let headed = head.iter().take(3).any(is_headline);
    let is_dated =
        |line: &str| is_stamp(line) || dates::first(line).is_some_and(|d| d.range.start == 0);
    let dated = head.iter().any(|block| is_dated(&block.line));
    (begins && headed && dated).then(|| name.into_owned())
}
