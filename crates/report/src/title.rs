//! The title on the cover, or the headline.

use probity_extract::{Extracted, MediaType};
use probity_model::Gazetteer;

use crate::blocks::{Block, Form};
use crate::boilerplate::{is_boilerplate, is_cover_line, is_stamp};
use crate::headings;
use crate::masthead;
use crate::publisher;
use crate::text::{patterns, plain, sentences, word_count};

/// A title, and the blocks that it was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Title {
    pub(crate) text: String,
    pub(crate) blocks: std::ops::Range<usize>,
    /// The paper or site that stands above it, where its place alone tells that.
    pub(crate) masthead: Option<String>,
}

patterns! {
    INSPECTION = r"(?i)^(?:an? |the )?(?:[\p{L}-]+ ){0,4}(?:inspection|review|evaluation) (?:of|into|on) .{5,}|^national inspection\b|^(?:evaluating|examining|reviewing) the .{10,}";
    /// "An inspection of", with the unit's name in the next line.
    BEGUN = r"(?i)^(?:an? |the )?(?:[\p{L}-]+ ){0,4}(?:inspection|review|evaluation) (?:of|into|on)$";
    OPEN_END = r"(?i)(?::|\b(?:in|of|at|by|the|and))$";
    ABOUT = r"(?i)\b(?:probation|inspect\w*|PDUs?|watchdog)\b";
    SITE = r"\s+[|–—-]\s+[^|–—]{3,45}$";
}

/// Titles stand this early.
const EARLY: usize = 40;
const LONGEST: usize = 220;

/// Finds the title: a line that announces an inspection, else the first main heading, else what
/// the page says of itself, else the first line that could be a headline.
pub(crate) fn read(blocks: &[Block], extracted: &Extracted, gazetteer: &Gazetteer) -> Title {
    let masthead = masthead::read(blocks, gazetteer);
    let above = usize::from(masthead.is_some());
    let blocks = &blocks[above..];
    let mut title = announced(blocks, gazetteer)
        .or_else(|| main_heading(blocks, extracted.metadata.publisher.as_deref()))
        .or_else(|| declared(extracted))
        .or_else(|| first_line(blocks))
        .unwrap_or_default();
    if !title.blocks.is_empty() {
        title.blocks = title.blocks.start + above..title.blocks.end + above;
    }
    title.masthead = masthead;
    title
}

fn announced(blocks: &[Block], gazetteer: &Gazetteer) -> Option<Title> {
    let announces = |block: &Block| {
        matches!(block.form, Form::Heading(_) | Form::Paragraph)
            && is_title_like(&block.text)
            && !block.text.trim_end().ends_with('.')
            && (INSPECTION.is_match(&block.line) || BEGUN.is_match(&block.line))
    };
    let start = blocks.iter().take(EARLY).position(announces)?;
    let mut text = blocks[start].text.clone();
    let mut end = start + 1;
    while end < blocks.len().min(start + 4) && is_open(&text, &blocks[end], gazetteer) {
        text.push(' ');
        text.push_str(&blocks[end].text);
        end += 1;
    }
    Some(Title {
        text,
        blocks: start..end,
        masthead: None,
    })
}

/// The title goes on in the next block: it ends in "in:", or its unit's name is not yet whole.
fn is_open(text: &str, next: &Block, gazetteer: &Gazetteer) -> bool {
    let whole_region = text.trim_end().ends_with(':') && names_region(&next.line, gazetteer);
    let fits = matches!(next.form, Form::Heading(_) | Form::Paragraph)
        && is_title_like(&next.text)
        && (whole_region || !is_cover_line(&next.text))
        && !is_stamp(&next.text)
        && headings::known(&next.text).is_none();
    if !fits {
        return false;
    }
    let text = plain(text);
    let name = text.rsplit(" in: ").next().unwrap_or("");
    let half_named = name.len() < text.len()
        && gazetteer.find(name).is_none()
        && gazetteer.find(&format!("{name} {}", next.text)).is_some();
    OPEN_END.is_match(&text) || half_named
}

/// The line of the cover that names the region stands for the title's unit in a regional report.
fn names_region(line: &str, gazetteer: &Gazetteer) -> bool {
    let named = crate::units::named::named(line, gazetteer);
    matches!(named.as_slice(), [only] if only.unit.level == probity_model::Level::Region)
}

fn main_heading(blocks: &[Block], publisher: Option<&str>) -> Option<Title> {
    let is_main = |block: &Block| {
        matches!(block.form, Form::Heading(1 | 2))
            && is_headline(&block.text)
            && headings::known(&block.text).is_none()
    };
    let at = blocks.iter().take(EARLY).position(is_main)?;
    // Above the headline of a page stands the name of its site.
    let is_first = |block: &Block| matches!(block.form, Form::Heading(1)) && is_main(block);
    let is_site = |at: usize| publisher.is_some_and(|name| name.trim() == blocks[at].text.trim());
    let at = match is_site(at) {
        true => blocks.iter().take(EARLY).position(is_first).unwrap_or(at),
        false => at,
    };
    let above = blocks[..at].iter().map(|block| word_count(&block.text));
    (above.sum::<usize>() < 150).then(|| title_of(blocks, at))
}

fn declared(extracted: &Extracted) -> Option<Title> {
    let title = extracted.metadata.title.as_deref()?;
    if extracted.media_type != MediaType::Html || word_count(title) < 3 {
        return None;
    }
    Some(Title {
        text: SITE.replace(title.trim(), "").into_owned(),
        blocks: 0..0,
        masthead: None,
    })
}

fn first_line(blocks: &[Block]) -> Option<Title> {
    let flowing = |block: &Block| matches!(block.form, Form::Heading(_) | Form::Paragraph);
    let at = blocks
        .iter()
        .take(EARLY)
        .position(|block| flowing(block) && is_headline(&block.text))?;
    let at = below_tagline(blocks, at).unwrap_or(at);
    let above = &blocks[..at];
    let first = above.iter().all(|block| {
        word_count(&block.text) < 40 && (!flowing(block) || !is_headline(&block.text))
    });
    let first = first || below_tagline(blocks, at.saturating_sub(1)) == Some(at);
    (first && sentences(&blocks[at].line).len() <= 2).then(|| title_of(blocks, at))
}

/// Below a paper's name a line may say what it is for, and the next what the article is about.
fn below_tagline(blocks: &[Block], at: usize) -> Option<usize> {
    let above = at.checked_sub(1)?;
    let tagline = &blocks[at].line;
    let next = blocks.get(at + 1)?;
    let is_tagline = publisher::is_masthead(&blocks[above].text) && !ABOUT.is_match(tagline);
    let is_told =
        is_headline(&next.text) && !next.line.ends_with('.') && ABOUT.is_match(&next.line);
    (is_tagline && is_told).then_some(at + 1)
}

fn title_of(blocks: &[Block], at: usize) -> Title {
    Title {
        text: blocks[at].text.clone(),
        blocks: at..at + 1,
        masthead: None,
    }
}

fn is_headline(text: &str) -> bool {
    is_title_like(text)
        && word_count(text) >= 2
        && !is_cover_line(text)
        && !publisher::is_masthead(text)
}

fn is_title_like(text: &str) -> bool {
    text.chars().count() <= LONGEST && !is_boilerplate(&plain(text)) && !is_stamp(text)
}
