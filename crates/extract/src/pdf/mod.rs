//! PDF: positioned glyphs to pages of blocks. Loading and glyphs are a library's, the layout is ours.

mod aligned;
mod blocks;
mod chars;
mod compose;
mod compounds;
mod flow;
mod fontmap;
mod framed;
mod gaps;
mod glyphs;
mod gutters;
mod hyphens;
mod initials;
mod layout;
mod lines;
mod load;
mod margins;
mod meta;
mod notes;
mod numbering;
mod pen;
mod picture;
mod rescue;
mod rules;
mod scans;
mod shapes;
mod style;
mod tables;
#[cfg(test)]
pub(crate) mod tests;
mod turn;
mod unnamed;
mod words;

use hayro_interpret::InterpreterSettings;
use hayro_interpret::hayro_syntax::Pdf;

use crate::extracted::{Extracted, MediaType};
use crate::{ExtractError, Limits, Result};
pub use picture::{Picture, picture};

use blocks::Reading;
use glyphs::Sheet;
use hyphens::Vocabulary;
use layout::{Item, Lanes};
use lines::PrintLine;
use load::Opened;
use numbering::Numbering;
use pen::Fonts;
use shapes::Rule;
use style::Style;
use turn::Direction;
use words::Word;

/// A file that has a PDF's mark near its start; junk may stand before it.
pub(crate) fn looks_like_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    head.windows(5).any(|window| window == b"%PDF-")
}

/// Reads a PDF.
pub(crate) fn extract(bytes: &[u8], limits: &Limits) -> Result<Extracted> {
    let mut warnings = Vec::new();
    let opened = load::open(bytes, limits, &mut warnings)?;
    let mut sides = read_sides(&opened, limits, &mut warnings);
    let pdf = opened.pdf;
    let numbers = numbering(&pdf, &sides, bytes, &mut warnings);
    scans::read(&pdf, &mut sides, &numbers, limits, &mut warnings)?;
    report_unmapped(&sides, &mut warnings)?;
    let measured = sides.iter_mut().filter(|side| side.measured);
    words::even_sizes(measured.flat_map(|side| &mut side.main.words));
    let mut words: Vec<Vec<Word>> = sides
        .iter_mut()
        .map(|side| std::mem::take(&mut side.main.words))
        .collect();
    hyphens::spell_plainly(&mut words);
    let heights: Vec<f32> = sides
        .iter()
        .map(|side| side.direction.extent(side.size).1)
        .collect();
    let margins = margins::take(&mut words, &heights);
    initials::put_back(&mut words);
    let mut lanes = Lanes::default();
    let mains: Vec<Vec<Item>> = words
        .into_iter()
        .zip(&sides)
        .map(|(words, side)| items(words, &side.main.rules, &mut lanes))
        .collect();
    let style = Style::of(&mains);
    let words = Vocabulary::of(mains.iter().flatten().flat_map(texts));
    let pages = compose::pages(
        sides,
        &numbers,
        mains,
        margins,
        &Reading {
            style: &style,
            words: &words,
        },
    );
    let pages = limits.cut_pages(pages, &mut warnings);
    Ok(Extracted {
        media_type: MediaType::Pdf,
        metadata: meta::read(&pdf),
        pages,
        warnings,
    })
}

/// One page's print.
struct Side {
    /// Width and height as shown.
    size: (f32, f32),
    /// Which way most of the print runs.
    direction: Direction,
    main: Print,
    /// Print that runs in other directions.
    others: Vec<(Direction, Print)>,
    /// Stamps and watermarks.
    slanted: Vec<PrintLine>,
    /// How much its lines fall to the right: a page that was laid straight to be read.
    slope: f32,
    /// Its places were measured in a picture, with some error.
    measured: bool,
    /// Share of the page under its largest picture.
    picture: f32,
    glyphs: usize,
    unmapped: usize,
}

impl Side {
    /// A picture of text, as far as can be told.
    fn is_scan(&self) -> bool {
        self.main.words.is_empty() && self.picture > 0.4
    }

    /// Print whose fonts do not tell which letters they show.
    fn is_untold(&self) -> bool {
        self.unmapped > 20 && self.unmapped > self.glyphs
    }

    /// The words of each direction.
    fn prints(&mut self) -> impl Iterator<Item = &mut Vec<Word>> {
        let others = self.others.iter_mut().map(|(_, print)| &mut print.words);
        std::iter::once(&mut self.main.words).chain(others)
    }

    /// Nothing at all is printed on it.
    fn is_blank(&self) -> bool {
        self.glyphs == 0 && self.picture == 0.0
    }
}

/// Words and rules of a page that is turned so that the words run to the right.
struct Print {
    words: Vec<Word>,
    rules: Vec<Rule>,
}

/// Pages that are read before the document is opened anew, for what it keeps of them.
const PAGES_AT_ONCE: usize = 200;

fn read_sides(opened: &Opened, limits: &Limits, warnings: &mut Vec<String>) -> Vec<Side> {
    let all = opened.pdf.pages().len();
    if all > limits.max_pages {
        warnings.push(format!(
            "only the first {} of {all} pages were read",
            limits.max_pages
        ));
    }
    let all = all.min(limits.max_pages);
    let settings = InterpreterSettings::default();
    let mut sheet = Sheet::default();
    let read = |sheet: &mut Sheet| {
        let mut sides: Vec<Side> = Vec::with_capacity(all);
        while sides.len() < all {
            let again = if all > PAGES_AT_ONCE {
                opened.again()
            } else {
                None
            };
            let mut fonts = Fonts::new(&settings);
            let pages = again.as_ref().unwrap_or(&opened.pdf).pages();
            let next = pages.iter().take(all).skip(sides.len()).take(PAGES_AT_ONCE);
            let before = sides.len();
            for page in next {
                glyphs::read(page, &mut fonts, sheet);
                sides.push(side(sheet));
            }
            if sides.len() == before {
                break;
            }
        }
        sides
    };
    let mut sides = read(&mut sheet);
    if !unnamed::is_plausible(&sheet.guessed) {
        sheet.distrusts = true;
        sides = read(&mut sheet);
    }
    if !sheet.signs.are_none() {
        unnamed::resolve(sides.iter_mut().flat_map(Side::prints));
    }
    sides
}

fn side(sheet: &mut Sheet) -> Side {
    use Direction::{Down, Left, Right, Slanted, Up};
    let mut counts = [0usize; 5];
    for glyph in &sheet.glyphs {
        counts[glyph.direction as usize] += 1;
    }
    let count = |direction: Direction| counts[direction as usize];
    let glyphs = sheet.glyphs.len().saturating_sub(sheet.unmapped);
    let measured = words::hidden_layer_counts(sheet);
    words::sort(sheet);
    let direction = [Left, Up, Down, Right]
        .into_iter()
        .max_by_key(|&direction| count(direction))
        .unwrap_or(Right);
    let others = [Right, Down, Up, Left]
        .into_iter()
        .filter(|&other| other != direction && count(other) > 0);
    let slanted = if count(Slanted) > 0 {
        words::words(sheet, Slanted)
    } else {
        Vec::new()
    };
    Side {
        size: (sheet.width, sheet.height),
        direction,
        main: print(sheet, direction),
        others: others.map(|other| (other, print(sheet, other))).collect(),
        slanted: lines::lines(slanted.into_iter().filter(unnamed::has_no_sign).collect()),
        slope: 0.0,
        measured,
        picture: sheet.picture,
        glyphs,
        unmapped: sheet.unmapped,
    }
}

fn print(sheet: &mut Sheet, direction: Direction) -> Print {
    let words = words::words(sheet, direction);
    let turn = |rule: &Rule| direction.turned_rule(*rule, (sheet.width, sheet.height));
    Print {
        words,
        rules: sheet.marks.rules.iter().map(turn).collect(),
    }
}

/// Lays a page out.
fn items(mut words: Vec<Word>, rules: &[Rule], lanes: &mut Lanes) -> Vec<Item> {
    let tables = tables::take_ruled(rules::grids(rules), &mut words);
    layout::read(words, tables, lanes)
}

fn texts(item: &Item) -> Vec<&str> {
    match item {
        Item::Line(line) => vec![line.text.as_str()],
        Item::Table(table) => table
            .rows
            .iter()
            .flatten()
            .flatten()
            .map(|line| line.text.as_str())
            .collect(),
    }
}

/// The pages' numbers. Where damage has taken pages or what was on them, a warning says which.
fn numbering(pdf: &Pdf, sides: &[Side], bytes: &[u8], warnings: &mut Vec<String>) -> Vec<u32> {
    let Numbering { found, missing } = numbering::numbering(pdf);
    let numbers = found[..sides.len()].to_vec();
    let damaged = !warnings.is_empty() || !missing.is_empty() || !load::is_whole(bytes);
    let blank = |(side, &number): (&Side, &u32)| side.is_blank().then_some(number);
    let mut lost: Vec<u32> = sides.iter().zip(&numbers).filter_map(blank).collect();
    lost.extend(missing);
    lost.sort_unstable();
    if damaged && !lost.is_empty() {
        let be = if lost.len() == 1 { "is" } else { "are" };
        warnings.push(format!(
            "the file is cut short or damaged: {} {be} missing",
            scans::numbered(&lost)
        ));
    }
    numbers
}

/// Fonts that do not tell which letters they show.
fn report_unmapped(sides: &[Side], warnings: &mut Vec<String>) -> Result<()> {
    let unmapped: usize = sides.iter().map(|side| side.unmapped).sum();
    let mapped: usize = sides.iter().map(|side| side.glyphs).sum();
    if unmapped > 20 && unmapped > mapped {
        return Err(ExtractError::damaged(
            load::FORMAT,
            &"its fonts do not tell which letters they show",
        ));
    }
    if unmapped * 50 > mapped {
        warnings.push(format!("{unmapped} characters could not be read: their fonts do not tell which letters they show"));
    }
    Ok(())
}
