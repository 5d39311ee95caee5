//! The name of a paper or site above its article, where only its place in the document tells it.

use probity_model::Gazetteer;

use crate::blocks::{Block, Form};
use crate::boilerplate::{is_cover_line, is_stamp};
use crate::dates;
use crate::headings;
use crate::publisher;
use crate::text::{patterns, plain, word_count};
use crate::units::named::named;

patterns! {
    /// What a headline says that is about an inspection.
    SUBJECT = r"(?i)\b(?:probation|inspect\w*|prisons?|rat(?:ed|ings?)|reports?|police|units?|inadequate|offenders?|watchdog)\b";
    /// What may follow a place's name above a headline, and is no outlet's name.
    ORDINARY = r"(?i)\b(?:probation|inspect\w*|prisons?|report\w*|police|constabulary|services?|units?|PDUs?|region\w*|areas?|council\w*|crown|courts?|magistrates|university|college|schools?|hospitals?|health|nhs|trust|board|panel|partnership|office|hub|centre|team|group|division|branch|youth|justice|rat(?:ed|ings?)|findings?|results?|update|briefing|statement|summary|response|plan|data|annexe|borough|county|city|town|north|south|east|west|central|news|crime|and)$";
}

/// How many lines above the text of an article its headline and its date stand in.
const HEAD: usize = 6;

/// No such name is longer, in bytes.
const LONGEST: usize = 40;

/// A name on the first line of a dated article: above a headline, where it would be taken for the headline
/// itself.
pub(crate) fn read(blocks: &[Block], gazetteer: &Gazetteer) -> Option<String> {
    placed(blocks, gazetteer).or_else(|| titled(blocks, gazetteer))
}

/// A name like a title's, which no place begins: "Notes from the Hill", "RADIO SEASIDE - BREAKFAST". It
/// says nothing of what the document is about, and the headline below it does.
fn titled(blocks: &[Block], gazetteer: &Gazetteer) -> Option<String> {
    let (first, below) = blocks.split_first()?;
    let flowing = matches!(first.form, Form::Heading(_) | Form::Paragraph);
    if !flowing || first.line.len() > LONGEST_LINE {
        return None;
    }
    let name = first.line.split(" - ").next()?.trim();
    let is_loud_part = name.len() < first.line.len() && !name.contains(char::is_lowercase);
    let stands_apart = is_loud_part || below.first().is_some_and(begins_with_day);
    let says = |line: &str| SUBJECT.is_match(line) || !named(&plain(line), gazetteer).is_empty();
    if !is_like_title(name, stands_apart) || is_ordinary(name) || says(name) {
        return None;
    }
    let head = &below[..below.len().min(HEAD)];
    let is_headline =
        |block: &Block| word_count(&block.line) >= 4 && !is_stamp(&block.line) && says(&block.line);
    let headed = head.iter().take(3).any(is_headline);
    let is_dated =
        |block: &Block| word_count(&block.line) < MOST_WORDS && dates::first(&block.line).is_some();
    let dated = std::iter::once(first).chain(head).any(is_dated);
    (headed && dated).then(|| publisher::in_print(name).into_owned())
}

/// A few words with capitals. Two or three of them may be anyone's name, unless something sets them apart:
/// small words among them, "The", "&", or what stands beside them.
fn is_like_title(name: &str, stands_apart: bool) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let is_small = |word: &&str| SMALL_WORDS.contains(word);
    let is_part = |word: &&str| is_capital(word) || is_small(word);
    let is_no_person = words.iter().any(is_small) || words[0] == "The";
    name.len() <= LONGEST
        && (2..=5).contains(&words.len())
        && is_capital(words[0])
        && words.iter().all(is_part)
        && (is_no_person || stands_apart)
        && !name.contains(|c: char| c.is_ascii_digit() || ".,:;?!\"".contains(c))
}

/// What the first line of a document may be besides.
fn is_ordinary(name: &str) -> bool {
    let is_heading = headings::known(name).is_some() || is_cover_line(name);
    is_heading || ORDINARY.is_match(name) || is_stamp(name)
}

/// How many words a line has that gives the day above a text.
const MOST_WORDS: usize = 22;

/// "18 July 2024 | Town | Country"
fn begins_with_day(block: &Block) -> bool {
    dates::first(&block.line).is_some_and(|day| word_count(&block.line[..day.range.start]) < 2)
}

/// Words that may stand small within the name of a paper.
const SMALL_WORDS: [&str; 10] = [
    "&", "of", "the", "and", "on", "in", "from", "for", "to", "at",
];

/// No line that such a name begins is longer, in bytes.
const LONGEST_LINE: usize = 100;

/// A name that begins with a place.
fn placed(blocks: &[Block], gazetteer: &Gazetteer) -> Option<String> {
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
