//! The structure of a document: which blocks are headings, and what governs each of the others.

mod sort;

use std::collections::HashSet;
use std::rc::Rc;

use probity_model::{Gazetteer, Polarity, Rating, Section};

use sort::{Sort, named_in_rows};

use crate::blocks::{Block, Form};
use crate::boilerplate::ends_article;
use crate::contents;
use crate::headings::{self, Part, StandardName};
use crate::rating_words::{ending_in_rating, rating_line, rating_of_row};
use crate::recommendations;
use crate::text::{captured, patterns};
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
    RATING_OF = r"(?i)^our rating\b.{0,4} for (?:the )?([\p{L} ]{4,40}?) is (?:based|driven)";
}

/// No headline that a page leads on to is longer, in bytes.
const LINK: usize = 120;

/// Reads the structure.
pub(crate) fn read(
    blocks: Vec<Block>,
    listed: &HashSet<String>,
    title: &Title,
    gazetteer: &Gazetteer,
) -> Outline {
    let marked = blocks
        .iter()
        .enumerate()
        .filter(|(i, block)| matches!(block.form, Form::Heading(_)) && !title.blocks.contains(i));
    let mut builder = Builder {
        guess_headings: marked.count() == 0,
        listed,
        gazetteer,
        is_over: false,
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
    // Nothing that someone may have written is taken for a list of links.
    let prose_ends = blocks.iter().rposition(|block| block.text.len() >= LINK);
    for at in 0..blocks.len() {
        builder.is_over |= at > 0 && prose_ends < Some(at) && ends_article(&blocks[at].line);
        builder.note_list_of_ratings(&blocks, at);
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
    gazetteer: &'a Gazetteer,
    /// The article is over; what follows leads to others.
    is_over: bool,
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

impl Builder<'_> {
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
        let example = match (role, &block.form) {
            (Role::Text, Form::Paragraph) => self.path_of_example(block),
            _ => None,
        };
        Place {
            role,
            part: self.part,
            standard: self.standard,
            polarity: match block.form {
                _ if example.is_some() => Polarity::Unstated,
                // What is set off from the list is no part of it.
                Form::Quote | Form::Caption => Polarity::Unstated,
                _ => own.unwrap_or(self.polarity),
            },
            path: example.unwrap_or_else(|| Rc::clone(&self.path)),
        }
    }

    /// "Good practice example: …" is a section of one paragraph, under its label.
    fn path_of_example(&self, block: &Block) -> Option<Rc<[String]>> {
        let told = headings::practice_example(&block.line)?;
        let label = block.line.strip_suffix(told)?;
        let label = label.trim_end_matches([' ', ':', '-']).to_owned();
        // The example before it is over.
        let is_other = |heading: &&String| headings::practice_example(heading).is_none();
        let above = self.path.iter().filter(is_other).cloned();
        Some(above.chain(std::iter::once(label)).collect())
    }

    fn open_standard(&mut self, block: &Block, name: StandardName, text: String) {
        let rating = match &block.form {
            Form::Row { cells, .. } => rating_of_row(cells),
            // "P 1.1. Leadership - Requires improvement"
            _ => ending_in_rating(&block.line).map(|(_, rating)| rating),
        };
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
        } else if recommendations::is_head_of_table(block) && self.part != Part::Progress {
            self.part = Part::Recommendations;
        }
    }

    /// The heading of a standard may be missing; its first sentence still names it.
    fn note_standard(&mut self, block: &Block) {
        if self.part == Part::Ratings {
            return;
        }
        if let Form::Row { cells, .. } = &block.form
            && let Some(rating) = rating_of_row(cells)
        {
            return self.rate(Some(rating));
        }
        let Some(found) = captured(&RATING_OF, &block.line) else {
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

pub(crate) fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
