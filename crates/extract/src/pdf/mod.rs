//! PDF: positioned glyphs to pages of blocks. Loading and glyphs are a library's, the layout is ours.

mod blocks;
mod compose;
mod flow;
mod glyphs;
mod gutters;
mod hyphens;
mod layout;
mod lines;
mod load;
mod margins;
mod meta;
mod rules;
mod style;
mod tables;
mod words;

use hayro_interpret::{InterpreterCache, InterpreterSettings};

use crate::extracted::{Extracted, MediaType};
use crate::{ExtractError, Limits, Result};
use blocks::Reading;
use glyphs::{Direction, Sheet};
use hyphens::Vocabulary;
use layout::Item;
use lines::PrintLine;
use style::Style;

/// A file that has a PDF's mark near its start; junk may stand before it.
pub(crate) fn looks_like_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    head.windows(5).any(|window| window == b"%PDF-")
}

/// Reads a PDF.
pub(crate) fn extract(bytes: &[u8], limits: &Limits) -> Result<Extracted> {
    let mut warnings = Vec::new();
    let pdf = load::open(bytes, limits, &mut warnings)?;
    let mut sides = read_sides(&pdf, limits, &mut warnings);
    report_pictures(&sides, &mut warnings)?;
    report_unmapped(&sides, &mut warnings)?;
    let mut mains: Vec<Vec<Item>> = sides
        .iter_mut()
        .map(|side| std::mem::take(&mut side.main))
        .collect();
    let heights: Vec<f32> = sides
        .iter()
        .map(|side| side.direction.extent(side.size).1)
        .collect();
    let margins = margins::take(&mut mains, &heights);
    let style = Style::of(&mains);
    let words = Vocabulary::of(mains.iter().flatten().flat_map(texts));
    let pages = compose::pages(
        sides,
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

/// One page, laid out.
struct Side {
    /// Width and height as shown.
    size: (f32, f32),
    /// Which way most of its print runs.
    direction: Direction,
    main: Vec<Item>,
    /// Print that runs in other directions.
    others: Vec<(Direction, Vec<Item>)>,
    /// Stamps and watermarks.
    slanted: Vec<PrintLine>,
    /// Share of the page under its largest picture.
    picture: f32,
    glyphs: usize,
    unmapped: usize,
}

fn read_sides(
    pdf: &hayro_interpret::hayro_syntax::Pdf,
    limits: &Limits,
    warnings: &mut Vec<String>,
) -> Vec<Side> {
    let pages = pdf.pages();
    if pages.len() > limits.max_pages {
        warnings.push(format!(
            "only the first {} of {} pages were read",
            limits.max_pages,
            pages.len()
        ));
    }
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings::default();
    pages
        .iter()
        .take(limits.max_pages)
        .map(|page| side(&glyphs::read(page, &cache, &settings)))
        .collect()
}

fn side(sheet: &Sheet) -> Side {
    use Direction::{Down, Left, Right, Slanted, Up};
    let count = |direction: Direction| {
        sheet
            .glyphs
            .iter()
            .filter(|glyph| glyph.direction == direction)
            .count()
    };
    let direction = [Right, Down, Up, Left]
        .into_iter()
        .rev()
        .max_by_key(|&direction| count(direction))
        .unwrap_or(Right);
    let others = [Right, Down, Up, Left]
        .into_iter()
        .filter(|&other| other != direction && count(other) > 0);
    let others = others.map(|other| (other, items(sheet, other))).collect();
    Side {
        size: (sheet.width, sheet.height),
        direction,
        main: items(sheet, direction),
        others,
        slanted: if count(Slanted) > 0 {
            lines::lines(words::words(sheet, Slanted))
        } else {
            Vec::new()
        },
        picture: sheet.picture,
        glyphs: sheet.glyphs.len(),
        unmapped: sheet.unmapped,
    }
}

fn items(sheet: &Sheet, direction: Direction) -> Vec<Item> {
    let mut words = words::words(sheet, direction);
    let turn = |rule: &glyphs::Rule| direction.turned_rule(*rule, (sheet.width, sheet.height));
    let rules: Vec<glyphs::Rule> = sheet.rules.iter().map(turn).collect();
    let tables = tables::take_ruled(rules::grids(&rules), &mut words);
    layout::read(words, tables)
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

/// Pages that are pictures of text: all of them is an error, some are a warning.
fn report_pictures(sides: &[Side], warnings: &mut Vec<String>) -> Result<()> {
    let is_picture = |side: &Side| side.main.is_empty() && side.picture > 0.4;
    let pictures: Vec<String> = sides
        .iter()
        .enumerate()
        .filter(|(_, side)| is_picture(side))
        .map(|(i, _)| (i + 1).to_string())
        .collect();
    if pictures.is_empty() {
        return Ok(());
    }
    if sides.iter().all(|side| side.main.is_empty()) {
        return Err(ExtractError::Scanned {
            pictures: pictures.len(),
            pages: sides.len(),
        });
    }
    let (noun, verb) = if pictures.len() == 1 {
        ("page", "is a picture")
    } else {
        ("pages", "are pictures")
    };
    warnings.push(format!(
        "{noun} {} {verb} of text (a scan) and could not be read",
        pictures.join(", ")
    ));
    Ok(())
}

/// Fonts that do not tell which letters they show.
fn report_unmapped(sides: &[Side], warnings: &mut Vec<String>) -> Result<()> {
    let unmapped: usize = sides.iter().map(|side| side.unmapped).sum();
    let mapped: usize = sides.iter().map(|side| side.glyphs).sum();
    if unmapped > 20 && mapped == 0 {
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
