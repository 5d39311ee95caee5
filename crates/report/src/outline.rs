//! The structure of a document: which blocks are headings, and what governs each of the others.

use std::collections::HashSet;
use std::rc::Rc;

use probity_model::{Polarity, Rating, Section};

use crate::blocks::{Block, Form};
use crate::boilerplate::{is_boilerplate, is_cover_line, is_stamp};
use crate::contents;
use crate::headings::{self, Part, StandardName};
use crate::publisher;
use crate::rating_words::{ending_in_rating, rating_line};
use crate::text::{fold, patterns, plain, word_count};
use crate::title::Title;

/// What a block is in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Title,
    /// A heading, "Strengths:" included.
    Heading,
    /// A line of the cover or of the page around the text.
    Furniture,
    /// The rating of a standard or unit, alone on its line.
    RatingLine,
    Text,
}

/// A block and what governs it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) block: Block,
    pub(crate) role: Role,
    pub(crate) part: Part,
    /// The headings above it, outermost first.
    pub(crate) path: Rc<[String]>,
    /// Place of its standard in [`Outline::standards`].
    pub(crate) standard: Option<usize>,
    pub(crate) polarity: Polarity,
}

/// The section of a standard, and the rating printed at its head.
#[derive(Clone, Debug)]
pub(crate) struct StandardSection {
    pub(crate) name: StandardName,
    pub(crate) rating: Option<Rating>,
    pub(crate) page: Option<u32>,
}

/// A document's blocks in order, its headings, and the sections of its standards.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub(crate) entries: Vec<Entry>,
    pub(crate) sections: Vec<Section>,
    pub(crate) standards: Vec<StandardSection>,
}

patterns! {
    ADDRESSEE = r"(?i)\bshould\s*:?$";
    RATING_OF = r"(?i)^our rating\b.{0,4} for (?:the )?([\p{L} ]{4,40}?) is (?:based|driven)";
}

/// Words of a paragraph, not of a label.
const LONG: usize = 50;

/// Reads the structure.
pub(crate) fn read(blocks: Vec<Block>, listed: &HashSet<String>, title: &Title) -> Outline {
    let marked = blocks
        .iter()
        .enumerate()
        .filter(|(i, block)| matches!(block.form, Form::Heading(_)) && !title.blocks.contains(i));
    let mut builder = Builder {
        guess_headings: marked.count() == 0,
        listed,
        rated: HashSet::new(),
        named: named_in_rows(&blocks),
        outline: Outline::default(),
        stack: Vec::new(),
        path: Rc::from([]),
        part: Part::Opening,
        standard: None,
        polarity: Polarity::Unstated,
    };
    let mut places = Vec::with_capacity(blocks.len());
    for at in 0..blocks.len() {
        let sort = builder.sort(&blocks, at, title);
        places.push(builder.place(&blocks[at], sort));
    }
    let mut outline = builder.outline;
    let entries = blocks.into_iter().zip(places);
    outline.entries = entries.map(|(block, place)| place.of(block)).collect();
    outline
}

/// Where a block stands.
struct Place {
    role: Role,
    part: Part,
    path: Rc<[String]>,
    standard: Option<usize>,
    polarity: Polarity,
}

impl Place {
    fn of(self, block: Block) -> Entry {
        Entry {
            block,
            role: self.role,
            part: self.part,
            path: self.path,
            standard: self.standard,
            polarity: self.polarity,
        }
    }
}

struct Builder<'a> {
    /// No heading is marked: short lines before paragraphs are taken for headings.
    guess_headings: bool,
    listed: &'a HashSet<String>,
    /// The ids of the standards that the list of ratings has had.
    rated: HashSet<String>,
    /// The names, folded, of standards that a table rates without their numbers.
    named: HashSet<String>,
    outline: Outline,
    stack: Vec<Open>,
    path: Rc<[String]>,
    part: Part,
    standard: Option<usize>,
    polarity: Polarity,
}

/// A heading whose section is open.
struct Open {
    level: u8,
    /// Its level in the file, if the file marks it.
    marked: Option<u8>,
    text: String,
    part: Part,
    standard: Option<usize>,
}

enum Sort {
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

impl Builder<'_> {
    fn sort(&self, blocks: &[Block], at: usize, title: &Title) -> Sort {
        let block = &blocks[at];
        if title.blocks.contains(&at) {
            return Sort::Title;
        }
        if matches!(block.form, Form::Caption | Form::Quote | Form::Footnote) {
            return Sort::Text;
        }
        if let Some(polarity) = headings::polarity(&block.line) {
            return Sort::Polarity(polarity);
        }
        if is_boilerplate(&block.line) || self.is_cover(block, title) {
            return Sort::Furniture;
        }
        if rating_line(&block.line).is_some() {
            return Sort::RatingLine;
        }
        self.known_heading(blocks, at)
            .or_else(|| self.other_heading(blocks, at))
            .unwrap_or(Sort::Text)
    }

    fn is_cover(&self, block: &Block, title: &Title) -> bool {
        self.part == Part::Opening
            && (is_cover_line(&block.line)
                || is_stamp(&block.line)
                || block.line == plain(&title.text)
                || publisher::outlet_named(&block.line).is_some())
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
        if let Some(known) = headings::known(&bare) {
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
        let opens = opens_section(blocks, at);
        let crowded = matches!(self.part, Part::Recommendations | Part::Ratings);
        let numbered = headings::is_numbered_section(&text, opens)
            && !matches!(block.form, Form::Item { .. })
            && (opens || !crowded);
        let listed = self.listed.contains(&bare);
        (numbered || (listed && !matches!(block.form, Form::Item { .. }))).then_some(
            Sort::Heading {
                level: 1,
                part: if numbered { Part::Standard } else { Part::Body },
                text,
            },
        )
    }

    /// The list of ratings has begun, and the standard has not been in it.
    fn list_lacks(&self, name: &StandardName) -> bool {
        !self.rated.is_empty() && !self.rated.contains(&name.id)
    }

    /// On the page of ratings, names of sections are lines of the table; an item of a list is a
    /// heading only where its words are those of a numbered section.
    fn may_open(&self, part: Part, blocks: &[Block], at: usize) -> bool {
        if let Form::Item { number, .. } = blocks[at].form {
            let named = headings::is_group(&blocks[at].text) && self.part != Part::Ratings;
            let opens = named || opens_section(blocks, at);
            return number.is_some() && part == Part::Standard && opens;
        }
        if part == Part::Standard && self.part == Part::Ratings {
            return opens_section(blocks, at) && !list_goes_on(blocks, at);
        }
        true
    }

    fn other_heading(&self, blocks: &[Block], at: usize) -> Option<Sort> {
        let block = &blocks[at];
        if ADDRESSEE.is_match(&block.line) {
            return None;
        }
        match block.form {
            Form::Heading(_) if self.part == Part::Ratings && !opens_section(blocks, at) => None,
            Form::Heading(level) => Some(Sort::Marked(level)),
            Form::Paragraph if self.guess_headings && self.looks_like_heading(blocks, at) => {
                Some(Sort::Marked(3))
            }
            _ => None,
        }
    }

    /// In text without markup: a few words without a stop, alone above a paragraph.
    fn looks_like_heading(&self, blocks: &[Block], at: usize) -> bool {
        let text = &blocks[at].line;
        let parts = !matches!(
            self.part,
            Part::Ratings | Part::Imprint | Part::Recommendations
        );
        parts
            && at > 0
            && text.chars().count() <= 70
            && word_count(text) <= 10
            && !text.contains(['@', ':', '/', '['])
            && !text.ends_with(['.', ',', ';', '!'])
            && text
                .chars()
                .find(|c| c.is_alphanumeric())
                .is_some_and(char::is_uppercase)
            && !is_stamp(text)
            && !crate::people::is_signature(text)
            && blocks.get(at + 1).is_some_and(|next| {
                matches!(next.form, Form::Paragraph | Form::Item { .. })
                    && next.text.chars().count() >= 60
            })
    }

    fn place(&mut self, block: &Block, sort: Sort) -> Place {
        let own = match sort {
            Sort::Text => headings::polarity_of(&block.line),
            _ => None,
        };
        let role = match sort {
            Sort::Title => Role::Title,
            Sort::Furniture => Role::Furniture,
            Sort::RatingLine => Role::RatingLine,
            Sort::Text => Role::Text,
            _ => Role::Heading,
        };
        match sort {
            Sort::Polarity(polarity) => self.polarity = polarity,
            Sort::Standard(name, text) => self.open_standard(block, name, text),
            Sort::Heading { level, part, text } => self.open(block, level, part, text, None),
            Sort::Marked(level) => self.open_marked(block, level),
            Sort::RatingLine => self.rate(rating_line(&block.text)),
            Sort::Text => {
                self.note_listed(block);
                self.note_standard(block);
            }
            Sort::Title | Sort::Furniture => {}
        }
        Place {
            role,
            part: self.part,
            path: Rc::clone(&self.path),
            standard: self.standard,
            polarity: own.unwrap_or(self.polarity),
        }
    }

    fn open_standard(&mut self, block: &Block, name: StandardName, text: String) {
        let rating = block.cells().last().and_then(|cell| rating_line(cell));
        self.outline.standards.push(StandardSection {
            name,
            rating,
            page: block.page,
        });
        let standard = Some(self.outline.standards.len() - 1);
        // Sections of findings come after these, not under them.
        let is_over = |part| {
            let ended = [Part::Ratings, Part::Recommendations, Part::Progress];
            ended.contains(&part)
        };
        self.stack.retain(|open| !is_over(open.part));
        self.open(block, 2, Part::Standard, text, standard);
    }

    fn open(&mut self, block: &Block, level: u8, part: Part, text: String, own: Option<usize>) {
        let marked = match block.form {
            Form::Heading(marked) => Some(marked),
            _ => None,
        };
        self.stack.retain(|open| open.level < level);
        let inherited = self.stack.last().and_then(|open| open.standard);
        let unrated = (own.is_none() && part == Part::Standard && level == 2)
            .then(|| self.unrated_standard(block, &text))
            .flatten();
        self.enter(
            Open {
                level,
                marked,
                text,
                part,
                standard: own.or(unrated).or(inherited),
            },
            block,
        );
    }

    /// "Outcomes" is a standard that is not rated; where it has no number it is one all the same.
    fn unrated_standard(&mut self, block: &Block, text: &str) -> Option<usize> {
        contents::unnumbered(text).starts_with("outcomes").then(|| {
            self.outline.standards.push(StandardSection {
                name: StandardName {
                    id: String::new(),
                    name: "Outcomes".into(),
                },
                rating: None,
                page: block.page,
            });
            self.outline.standards.len() - 1
        })
    }

    fn open_marked(&mut self, block: &Block, marked: u8) {
        let above = |open: &Open| open.marked.map_or(open.level < 3, |level| level < marked);
        while self.stack.last().is_some_and(|open| !above(open)) {
            self.stack.pop();
        }
        let parent = self.stack.last();
        let open = Open {
            level: parent.map_or(1, |open| open.level.saturating_add(1)),
            marked: Some(marked),
            text: block.text.trim().to_owned(),
            part: match parent {
                Some(open) => open.part,
                None => Part::Body,
            },
            standard: parent.and_then(|open| open.standard),
        };
        self.enter(open, block);
    }

    fn enter(&mut self, open: Open, block: &Block) {
        self.part = open.part;
        self.standard = open.standard;
        self.polarity = Polarity::Unstated;
        self.outline.sections.push(Section {
            heading: open.text.clone(),
            level: open.level,
            page: block.page,
        });
        self.stack.push(open);
        self.path = self.stack.iter().map(|open| open.text.clone()).collect();
    }

    /// Standards in the list of ratings, and the head of the table of progress, which may stand under any
    /// heading.
    fn note_listed(&mut self, block: &Block) {
        if self.part == Part::Ratings
            && let Some(name) = headings::standard(&block.line)
        {
            self.rated.insert(name.id);
        }
        if let Form::Row { cells, .. } = &block.form
            && crate::progress::is_head_of_table(cells)
        {
            self.part = Part::Progress;
        }
    }

    /// The heading of a standard may be missing; its first sentence still names it.
    fn note_standard(&mut self, block: &Block) {
        if self.part == Part::Ratings {
            return;
        }
        if let (Form::Row { .. }, Some(rating)) = (
            &block.form,
            block.cells().last().and_then(|cell| rating_line(cell)),
        ) {
            return self.rate(Some(rating));
        }
        let Some(found) = RATING_OF.captures(&block.line) else {
            return;
        };
        let name = found[1].trim();
        let known =
            |i: usize| self.outline.standards[i].name.name.to_lowercase() == name.to_lowercase();
        if self.standard.is_some_and(known) || self.stack.iter().any(|open| open.level > 1) {
            return;
        }
        self.outline.standards.push(StandardSection {
            name: StandardName {
                id: String::new(),
                name: capitalised(name),
            },
            rating: None,
            page: block.page,
        });
        self.standard = Some(self.outline.standards.len() - 1);
    }

    /// A rating below the heading of a standard is that standard's.
    fn rate(&mut self, rating: Option<Rating>) {
        if self.part == Part::Ratings || self.polarity != Polarity::Unstated {
            return;
        }
        if let Some(i) = self.standard {
            let section = &mut self.outline.standards[i];
            section.rating = section.rating.or(rating);
        }
    }
}

fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// The words that a block would have as a heading.
fn heading_text(block: &Block) -> Option<String> {
    let text = match &block.form {
        Form::Heading(_) | Form::Paragraph => block.text.trim().to_owned(),
        Form::Item {
            number: Some(number),
            ..
        } => format!("{number}. {}", block.text.trim()),
        Form::Row { cells, .. } => row_heading(block, cells)?,
        _ => return None,
    };
    (text.chars().count() <= 110).then_some(text)
}

/// A row with a standard and its rating, as some reports print above a section.
fn row_heading(block: &Block, cells: &[String]) -> Option<String> {
    let (last, front) = cells.split_last()?;
    let named = rating_line(last).is_some() && !front.is_empty();
    let front: Vec<&str> = front.iter().map(|cell| cell.trim()).collect();
    let text = front.join(" ").trim().to_owned();
    (named && headings::standard(&text).is_some())
        .then_some(text)
        .or_else(|| (block.starts_with_standard_id() && !named).then(|| cells.join(" ")))
}

/// The names of standards that rows rate without a number; where it is one only, it may be anything.
fn named_in_rows(blocks: &[Block]) -> HashSet<String> {
    let rows = blocks.iter().filter(|block| rates_in_row(block));
    let names = rows.filter_map(|row| headings::standard_by_name(row.cells().first()?));
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
    cells.last().is_some_and(|cell| rating_line(cell).is_some())
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
        return next.cells().iter().any(|cell| cell.chars().count() >= LONG);
    }
    let name = |block: &Block| headings::standard(&block.text).is_some();
    let known = |block: &Block| headings::known(&block.line).is_some();
    if name(next) || headings::polarity(&next.text).is_some() {
        return below
            .next()
            .is_some_and(|text| rating_line(&text.text).is_none() && !name(text) && !known(text));
    }
    next.text.chars().count() >= LONG
}
