//! Telling headings, furniture and lines of tables from text.

use std::collections::HashSet;

use probity_model::{PartialDate, Polarity};

use super::Builder;
use crate::blocks::{Block, Form};
use crate::boilerplate::{is_boilerplate, is_boilerplate_in_text, is_cover_line, is_stamp};
use crate::contents;
use crate::dates;
use crate::headings::{self, Part, StandardName};
use crate::passages::is_quotation;
use crate::publisher;
use crate::rating_words::{ending_in_rating, rating_line, rating_of_row, without_points};
use crate::recommendations;
use crate::text::{fold, patterns, plain, starts_small, word_count};
use crate::title::Title;

patterns! {
    OVERALL = r"(?i)^overall(?: rating)?$";
    ADDRESSEE = r"(?i)\bshould\s*:?$";
}

/// The level of a heading that no markup shows, below all that markup does.
const DEEPEST: u8 = 6;

/// Words of a paragraph, not of a label.
const LONG: usize = 50;

/// What a block is told to be.
pub(super) enum Sort {
    Title,
    Furniture,
    RatingLine,
    Polarity(Polarity),
    Standard(StandardName, String),
    Heading {
        level: u8,
        part: Part,
        text: String,
    },
    /// Its level follows from the headings around it.
    Marked(u8),
    Text,
}

/// No heading is longer, in characters.
const LONGEST: usize = 110;

/// A line of a list, in bytes.
const SHORT: usize = 60;

/// How many words a sentence has, at least.
const SENTENCE: usize = 6;

/// A list of ratings names a standard within so many lines below the overall rating.
const LIST_BEGINS: usize = 5;

impl Builder<'_> {
    /// A list of ratings may stand under no heading: the overall rating, and soon a standard with its own.
    pub(super) fn note_list_of_ratings(&mut self, blocks: &[Block], at: usize) {
        let is_open = matches!(self.part, Part::Opening | Part::Foreword | Part::Body);
        if !is_open || !rates_all(&blocks[at]) {
            return;
        }
        let rates_standard = |block: &Block| {
            ending_in_rating(&block.line).is_some() && headings::standard(&block.line).is_some()
        };
        let mut below = blocks[at + 1..].iter().take(LIST_BEGINS);
        if below.any(rates_standard) {
            self.part = Part::Ratings;
        }
    }

    pub(super) fn sort(&self, blocks: &[Block], at: usize, title: &Title) -> Sort {
        let block = &blocks[at];
        if title.blocks.contains(&at) {
            return Sort::Title;
        }
        if self.is_over {
            return Sort::Furniture;
        }
        if matches!(block.form, Form::Caption | Form::Quote | Form::Footnote) {
            return Sort::Text;
        }
        if let Some(polarity) = headings::polarity(&block.line) {
            return Sort::Polarity(polarity);
        }
        let heads_page = matches!(block.form, Form::Heading(_)) && at < title.blocks.start;
        if heads_page && self.part == Part::Opening && headings::known(&block.line).is_none() {
            // The name of a site stands above the headline of its page.
            return Sort::Furniture;
        }
        if self.is_furniture(block) || self.is_cover(block, at, title) {
            return Sort::Furniture;
        }
        if rating_line(&block.line).is_some() {
            return Sort::RatingLine;
        }
        self.known_heading(blocks, at)
            .or_else(|| self.other_heading(blocks, at))
            .unwrap_or(Sort::Text)
    }

    /// What looks like navigation is none among the items of a list below a heading of the text, nor
    /// where it is a sentence: "Share learning with others."
    fn is_furniture(&self, block: &Block) -> bool {
        let line = &block.line;
        let below = !matches!(self.part, Part::Opening | Part::Imprint);
        let is_text = match block.form {
            Form::Item { .. } => below || starts_small(line) || line.ends_with('.'),
            _ => below && line.ends_with('.'),
        };
        match is_text {
            true => is_boilerplate_in_text(line),
            false => is_boilerplate(line),
        }
    }

    fn is_cover(&self, block: &Block, at: usize, title: &Title) -> bool {
        self.part == Part::Opening
            && (is_cover_line(&block.line)
                || is_stamp(&block.line)
                || block.line == plain(&title.text)
                || publisher::outlet_in_head(&block.line).is_some()
                || (at == 0 && title.masthead.is_some()))
    }

    fn known_heading(&self, blocks: &[Block], at: usize) -> Option<Sort> {
        let block = &blocks[at];
        let text = heading_text(block)?;
        if let Some(name) = headings::standard(&text) {
            let row = matches!(block.form, Form::Row { .. });
            let rated = ending_in_rating(&plain(&text));
            let is_of_list = rated.is_some() && self.list_lacks(&name);
            let section = match self.part {
                Part::Ratings => !row && !is_of_list && opens_section(blocks, at),
                _ => !(rates_in_row(block) && is_in_table(blocks, at)),
            };
            let text = rated.map_or(text, |(front, _)| front);
            return section.then_some(Sort::Standard(name, text));
        }
        let bare = contents::unnumbered(&text);
        if self.named.contains(&bare) && opens_section(blocks, at) {
            let name = headings::standard_by_name(&text)?;
            return Some(Sort::Standard(name, text));
        }
        if let Some(known) = headings::known(&bare).filter(|_| !is_sentence(&text)) {
            if !self.may_open(known.part, blocks, at) {
                return None;
            }
            let level = match known.level {
                3 if self.standard.is_none() => 2,
                level => level,
            };
            return Some(Sort::Heading {
                level,
                part: known.part,
                text,
            });
        }
        if self.opens_recommendations(blocks, at) {
            return Some(Sort::Heading {
                level: 1,
                part: Part::Recommendations,
                text,
            });
        }
        let opens = opens_section(blocks, at);
        let crowded = matches!(self.part, Part::Recommendations | Part::Ratings);
        let numbered = headings::is_numbered_section(&text, opens)
            && !gives_day(&text)
            && !self.is_below_list(block)
            && match block.form {
                Form::Item { .. } => self.ends_list(blocks, at),
                _ => opens || !crowded,
            };
        let listed = self.listed.contains(&bare);
        (numbered || (listed && !matches!(block.form, Form::Item { .. }))).then_some(
            Sort::Heading {
                level: 1,
                part: if numbered { Part::Standard } else { Part::Body },
                text,
            },
        )
    }

    /// A heading within the section of recommendations, or of what became of them, is one of those.
    fn is_below_list(&self, block: &Block) -> bool {
        let is_list = |part| matches!(part, Part::Recommendations | Part::Progress);
        let Form::Heading(level) = block.form else {
            return false;
        };
        let section = self.stack.iter().find(|open| is_list(open.part));
        section.is_some_and(|section| section.marked.is_some_and(|marked| marked < level))
    }

    /// The list of ratings has begun, and the standard has not been in it.
    fn list_lacks(&self, name: &StandardName) -> bool {
        !self.rated.is_empty() && !self.rated.contains(&name.id)
    }

    /// On the page of ratings, names of sections are lines of the table; an item of a list is a
    /// heading only where its words are those of a numbered section.
    fn may_open(&self, part: Part, blocks: &[Block], at: usize) -> bool {
        if let Form::Item { number, .. } = blocks[at].form {
            let named = headings::is_group(&blocks[at].line) && self.part != Part::Ratings;
            let opens = || named || opens_section(blocks, at);
            let is_section = part == Part::Standard && opens() || self.ends_list(blocks, at);
            return number.is_some() && is_section;
        }
        if part == Part::Standard && self.part == Part::Ratings {
            return opens_section(blocks, at) && !list_goes_on(blocks, at);
        }
        true
    }

    /// "1. Introduction", below the last recommendation: its number falls behind the list's, it is
    /// written otherwise than the items of the list, and text about it follows.
    fn ends_list(&self, blocks: &[Block], at: usize) -> bool {
        let own = numbered_item(&blocks[at]);
        let begins_anew = self.part == Part::Recommendations && own.is_some();
        if !begins_anew || !opens_section(blocks, at) || starts_small(&blocks[at].line) {
            return false;
        }
        let mut items = blocks[..at].iter().rev().take_while(|block| is_item(block));
        let last = items.find(|item| numbered_item(item).is_some());
        let falls = last.is_some_and(|last| numbered_item(last) >= own && starts_small(&last.line));
        falls && blocks.get(at + 1).is_some_and(|next| !is_item(next))
    }

    /// A heading in other words than usual, known by what follows it.
    fn opens_recommendations(&self, blocks: &[Block], at: usize) -> bool {
        let block = &blocks[at];
        let is_heading = match block.form {
            Form::Heading(_) => true,
            Form::Paragraph => {
                self.guess_headings
                    && recommendations::is_like_heading(&block.line)
                    && !gives_day(&block.line)
            }
            _ => false,
        };
        let is_closed = matches!(self.part, Part::Recommendations | Part::Imprint);
        is_heading
            && !is_closed
            && !recommendations::names_addressee(block, self.gazetteer)
            && recommendations::follow(&block.line, &blocks[at + 1..], self.part, self.gazetteer)
    }

    fn other_heading(&self, blocks: &[Block], at: usize) -> Option<Sort> {
        let block = &blocks[at];
        if ADDRESSEE.is_match(&block.line) {
            return None;
        }
        match block.form {
            Form::Paragraph if headings::practice_example(&block.line) == Some("") => {
                Some(Sort::Marked(if self.guess_headings { 3 } else { DEEPEST }))
            }
            // Someone's words stand for themselves, however large they are set.
            Form::Heading(_) if is_said(&block.text) => None,
            Form::Heading(_) if self.part == Part::Ratings && !opens_section(blocks, at) => None,
            Form::Heading(level) => Some(Sort::Marked(level)),
            Form::Paragraph if self.guess_headings && self.looks_like_heading(blocks, at) => {
                Some(match self.part {
                    // What is recommended has no sections.
                    Part::Recommendations => Sort::Heading {
                        level: 1,
                        part: Part::Body,
                        text: block.text.trim().to_owned(),
                    },
                    _ => Sort::Marked(3),
                })
            }
            _ => None,
        }
    }

    /// Below the last recommendation, a few words that are nobody's name, and sentences under them.
    fn ends_recommendations(&self, blocks: &[Block], at: usize) -> bool {
        let is_below = at > 0 && recommendations::is_listed(&blocks[at - 1]);
        let tells = |next: &Block| {
            next.form == Form::Paragraph
                && (next.line.ends_with('.') || next.line.contains(". "))
                && !starts_small(&next.line)
                && !recommendations::is_listed(next)
        };
        is_below
            && blocks.get(at + 1).is_some_and(tells)
            && !recommendations::is_listed(&blocks[at])
            && !recommendations::names_addressee(&blocks[at], self.gazetteer)
    }

    /// In text without markup: a few words without a stop, alone above a paragraph.
    fn looks_like_heading(&self, blocks: &[Block], at: usize) -> bool {
        let text = &blocks[at].line;
        let parts = match self.part {
            Part::Ratings | Part::Imprint => false,
            Part::Recommendations => self.ends_recommendations(blocks, at),
            _ => true,
        };
        parts
            && at > 0
            && text.chars().count() <= 70
            && word_count(text) <= 10
            && !text.contains(['@', ':', '/', '['])
            && !text.ends_with(['.', ',', ';', '!'])
            && !is_answered(text)
            && !is_quotation(&blocks[at].text)
            && text
                .chars()
                .find(|c| c.is_alphanumeric())
                .is_some_and(char::is_uppercase)
            && !is_stamp(text)
            && !gives_day(text)
            && !crate::people::is_signature(text)
            && blocks.get(at + 1).is_some_and(|next| {
                matches!(next.form, Form::Paragraph | Form::Item { .. })
                    && next.text.chars().count() >= 60
            })
    }
}

/// "UIN 8123, tabled on 10 October 2024" is a stamp, whatever it stamps, and so is "2 June 2023 by
/// A. Writer".
fn gives_day(line: &str) -> bool {
    let line = line.trim_end_matches([' ', '-', ')']);
    let is_dated = line.ends_with(|c: char| c.is_ascii_digit())
        || line.starts_with(|c: char| c.is_ascii_digit());
    let is_stamp = |found: &dates::Found| {
        let at_edge = found.range.start == 0 || found.range.end == line.len();
        at_edge && matches!(found.date, PartialDate::Day(_))
    };
    is_dated && dates::all(line).iter().any(is_stamp)
}

/// "Is improvement still required? No": a question with its answer.
fn is_answered(line: &str) -> bool {
    let asked = line.find("? ");
    asked.is_some_and(|asked| !line[asked + 1..].trim().is_empty())
}

/// "User Voice, with the Inspectorate, spoke to 40 people."
fn is_sentence(text: &str) -> bool {
    text.ends_with('.') && word_count(text) >= SENTENCE
}

/// A whole sentence that someone says.
fn is_said(text: &str) -> bool {
    let said = text.trim().trim_end_matches(['”', '"']);
    said.ends_with(['.', '!', '?']) && is_quotation(text) && word_count(text) > 3
}

fn is_item(block: &Block) -> bool {
    matches!(block.form, Form::Item { .. })
}

fn numbered_item(block: &Block) -> Option<u32> {
    match block.form {
        Form::Item { number, .. } => number,
        _ => None,
    }
}

/// The words that a block would have as a heading.
fn heading_text(block: &Block) -> Option<String> {
    let is_short = |text: &str| text.chars().count() <= LONGEST;
    let text = match &block.form {
        Form::Row { cells, .. } => row_heading(block, cells)?,
        // Most text is no heading, and is not copied.
        _ if !is_short(&block.text) => return None,
        Form::Heading(_) | Form::Paragraph => block.text.trim().to_owned(),
        Form::Item {
            number: Some(number),
            ..
        } => format!("{number}. {}", block.text.trim()),
        _ => return None,
    };
    is_short(&text).then_some(text)
}

/// A row with a standard and its rating, as some reports print above a section.
fn row_heading(block: &Block, cells: &[String]) -> Option<String> {
    let kept = without_points(cells);
    let (last, front) = kept.split_last()?;
    let named = rating_line(last).is_some() && !front.is_empty();
    let text = front.join(" ").trim().to_owned();
    (named && headings::standard(&text).is_some())
        .then_some(text)
        .or_else(|| (block.starts_with_standard_id() && !named).then(|| cells.join(" ")))
}

/// The names of standards that rows rate without a number; where it is one only, it may be anything.
pub(super) fn named_in_rows(blocks: &[Block]) -> HashSet<String> {
    let rows = blocks.iter().filter(|block| rates_in_row(block));
    let names = rows.filter_map(|row| headings::standard_by_name(&row.cells().next()?));
    let names: HashSet<String> = names.map(|name| fold(&name.name)).collect();
    if names.len() < 2 {
        HashSet::new()
    } else {
        names
    }
}

/// A row beside others that rate a standard is one of a table of ratings, whatever stands above it.
fn is_in_table(blocks: &[Block], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| blocks.get(at));
    let mut beside = before.into_iter().chain(blocks.get(at + 1));
    beside.any(rates_in_row)
}

/// A row that ends in a rating.
fn rates_in_row(block: &Block) -> bool {
    let Form::Row { cells, .. } = &block.form else {
        return false;
    };
    rating_of_row(cells).is_some()
}

/// "Overall rating: Good", on a line of its own.
fn rates_all(block: &Block) -> bool {
    let rated = || ending_in_rating(&block.line);
    block.line.len() < SHORT && rated().is_some_and(|(front, _)| OVERALL.is_match(&front))
}

/// The next standard named below has its rating right behind it: the list of ratings goes on.
fn list_goes_on(blocks: &[Block], at: usize) -> bool {
    let below = &blocks[at + 1..blocks.len().min(at + 7)];
    let next = below
        .iter()
        .position(|block| headings::standard(&block.text).is_some());
    let behind = next.and_then(|i| below.get(i + 1));
    behind.is_some_and(|block| rating_line(&block.text).is_some())
}

/// Below the line comes text about it, not a rating or the next line of a table.
fn opens_section(blocks: &[Block], at: usize) -> bool {
    let mut below = blocks[at + 1..]
        .iter()
        .filter(|block| block.form != Form::Footnote);
    let Some(next) = below.next() else {
        return false;
    };
    if matches!(next.form, Form::Row { .. }) {
        return next.cells().any(|cell| cell.chars().count() >= LONG);
    }
    let name = |block: &Block| headings::standard(&block.text).is_some();
    let known = |block: &Block| headings::known(&block.line).is_some();
    if name(next) || headings::polarity(&next.line).is_some() {
        return below
            .next()
            .is_some_and(|text| rating_line(&text.text).is_none() && !name(text) && !known(text));
    }
    next.text.chars().count() >= LONG
}
