//! The fonts of a document, and what is learnt of their letters: each is asked for once.

use std::collections::HashMap;

use hayro_font::{Font as PdfFont, FontCache, FontGlyph, StandardFont};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Dict, Name};
use hayro_interpret::kurbo::{Shape, Vec2};
use hayro_interpret::{CacheKey, InterpreterSettings};

use super::Sheet;
use super::state::Set;
use crate::pdf::chars::{code_of_picture, named, push_plain};

/// The fonts met so far.
pub(in crate::pdf) struct Fonts<'a> {
    settings: &'a InterpreterSettings,
    cache: FontCache<'a>,
    all: Vec<Font<'a>>,
    /// By what the document says of them; `None` for those that cannot be read.
    known: HashMap<u128, Option<Set>>,
    stand_in: Option<Option<Set>>,
}

impl<'a> Fonts<'a> {
    pub(in crate::pdf) fn new(settings: &'a InterpreterSettings) -> Self {
        Self {
            settings,
            cache: FontCache::new(),
            all: Vec::new(),
            known: HashMap::new(),
            stand_in: None,
        }
    }

    pub(super) fn at(&mut self, place: usize) -> &mut Font<'a> {
        &mut self.all[place]
    }

    /// The font that a document describes, or one in its stead.
    pub(super) fn set_in(&mut self, dict: &Dict<'a>) -> Option<Set> {
        let key = dict.cache_key();
        let known = self.known.get(&key).copied();
        let set = known.unwrap_or_else(|| {
            let InterpreterSettings {
                font_resolver,
                cmap_resolver,
                ..
            } = self.settings;
            let font = self.cache.font(dict, font_resolver, cmap_resolver);
            let set = font.map(|font| self.add(Font::new(font, dict), false));
            self.known.insert(key, set);
            set
        });
        set.or_else(|| self.stand_in())
    }

    /// Helvetica.
    pub(super) fn stand_in(&mut self) -> Option<Set> {
        if let Some(known) = self.stand_in {
            return known;
        }
        let font = self
            .cache
            .standard_font(StandardFont::Helvetica, &self.settings.font_resolver);
        let set = font.map(|font| self.add(Font::new(font, &Dict::default()), true));
        self.stand_in = Some(set);
        set
    }

    fn add(&mut self, font: Font<'a>, stands_in: bool) -> Set {
        let set = Set {
            font: self.all.len(),
            horizontal: font.font.is_horizontal(),
            stands_in,
        };
        self.all.push(font);
        set
    }
}

/// Whether all codes of a font have two bytes, as nearly all producers write them.
fn two_bytes(dict: &Dict<'_>) -> bool {
    dict.get::<Name>("Subtype").as_deref() == Some(b"Type0")
        && dict.get::<Name>("Encoding").as_deref() == Some(b"Identity-H")
}

/// A font, and what is known of it.
pub(in crate::pdf) struct Font<'a> {
    font: PdfFont<'a>,
    two_bytes: bool,
    /// Its name says that it is bold.
    named_bold: bool,
    bold: Option<bool>,
    /// What its letters stand for.
    pub(in crate::pdf) text: String,
    /// By the upper and the lower byte of their codes.
    letters: Vec<Option<Box<[Option<Letter>; 256]>>>,
    /// How many rows of them there are.
    rows: usize,
    /// Letters beyond those rows.
    others: HashMap<u32, Letter>,
    /// Where the shapes of figures begin and how high they are, by code.
    figures: HashMap<u32, Option<(f32, f32)>>,
}

/// What a code of a font stands for.
#[derive(Clone, Copy, Debug)]
pub(in crate::pdf) struct Letter {
    pub(in crate::pdf) code: u32,
    /// Its characters' place in the text of the font.
    pub(in crate::pdf) start: u32,
    pub(in crate::pdf) end: u32,
    /// How many bytes of them are blanks before and behind.
    pub(in crate::pdf) blank: (u16, u16),
    pub(in crate::pdf) told: Told,
    /// Nothing but figures.
    pub(in crate::pdf) figures: bool,
    /// How wide it is, in thousandths.
    pub(in crate::pdf) width: f32,
    /// How far the next letter is from it.
    pub(super) step: f32,
    /// Where it is drawn, seen from where it stands.
    pub(super) displaced: Vec2,
}

/// How it is known what a letter stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pdf) enum Told {
    /// By the document or the font.
    Named,
    /// By its code, where letters are pictures.
    Guessed,
    /// It is not.
    Unnamed,
    /// It stands for nothing that could be written.
    Nothing,
}

impl<'a> Font<'a> {
    fn new(font: PdfFont<'a>, dict: &Dict<'a>) -> Self {
        let name = dict.get::<Name>("BaseFont");
        Self {
            font,
            two_bytes: two_bytes(dict),
            named_bold: name.is_some_and(|name| is_bold_name(name.as_str())),
            bold: None,
            text: String::new(),
            letters: Vec::new(),
            rows: 0,
            others: HashMap::new(),
            figures: HashMap::new(),
        }
    }

    /// The first code of some bytes, and how many it has.
    pub(super) fn code(&self, bytes: &[u8]) -> (u32, usize) {
        match *bytes {
            [high, low, ..] if self.two_bytes => (u32::from(high) << 8 | u32::from(low), 2),
            _ => self.font.read_code(bytes, 0),
        }
    }

    pub(super) fn letter(&mut self, code: u32, sheet: &mut Sheet) -> Letter {
        let (high, low) = ((code >> 8) as usize, (code & 0xFF) as usize);
        let in_rows = self.letters.get(high).and_then(|row| row.as_ref()?[low]);
        if let Some(letter) = in_rows.or_else(|| self.others.get(&code).copied()) {
            return letter;
        }
        let letter = self.learn(code, sheet);
        match self.row(high) {
            Some(row) => row[low] = Some(letter),
            None => drop(self.others.insert(code, letter)),
        }
        letter
    }

    /// The letters with this upper part of their codes. Fonts of Latin letters need few such rows; a
    /// document that needs a great many of them shall not have them.
    fn row(&mut self, high: usize) -> Option<&mut [Option<Letter>; 256]> {
        const MOST_ROWS: usize = 16;
        if self.letters.get(high).is_none_or(Option::is_none) {
            if high > 0xFF || self.rows >= MOST_ROWS {
                return None;
            }
            if self.letters.len() <= high {
                self.letters.resize(high + 1, None);
            }
            self.letters[high] = Some(Box::new([None; 256]));
            self.rows += 1;
        }
        self.letters[high].as_deref_mut()
    }

    fn glyph(&self, code: u32) -> FontGlyph<'a> {
        self.font.glyph(self.font.map_code(code), code)
    }

    fn learn(&mut self, code: u32, sheet: &mut Sheet) -> Letter {
        let glyph = self.glyph(code);
        let start = self.text.len();
        let told = self.spell(&glyph, sheet);
        let chars = &self.text[start..];
        let seen = chars.trim();
        let before = chars.len() - chars.trim_start().len();
        let behind = chars.len() - before - seen.len();
        let width = match &glyph {
            FontGlyph::Outline(outline) => outline.advance_width(),
            FontGlyph::Type3(picture) => Some(picture.advance_width()),
        };
        let step = self.font.code_advance(code);
        let horizontal = self.font.is_horizontal();
        Letter {
            code,
            start: start as u32,
            end: self.text.len() as u32,
            blank: (before as u16, behind as u16),
            told: match told {
                Told::Named if chars.is_empty() => Told::Nothing,
                told => told,
            },
            figures: !seen.is_empty() && seen.bytes().all(|byte| byte.is_ascii_digit()),
            width: width.unwrap_or(500.0),
            step: if horizontal { step.x } else { step.y } as f32,
            displaced: self.font.origin_displacement(code),
        }
    }

    /// Writes down what a glyph stands for.
    fn spell(&mut self, glyph: &FontGlyph<'a>, sheet: &mut Sheet) -> Told {
        let text = &mut self.text;
        match named(glyph) {
            Some(BfString::Char(c)) => {
                push_plain(text, c);
                return Told::Named;
            }
            Some(BfString::String(name)) => {
                name.chars().for_each(|c| push_plain(text, c));
                return Told::Named;
            }
            None => {}
        }
        if let Some(c) = sheet.character_in_font(glyph) {
            push_plain(text, c);
            return Told::Named;
        }
        if let Some(letters) = code_of_picture(glyph).filter(|_| !sheet.distrusts) {
            text.push_str(letters);
            return Told::Guessed;
        }
        text.extend(sheet.signs.of(glyph));
        Told::Unnamed
    }

    /// Whether it is a bold font, as the font that its letter with this code is drawn in tells; where
    /// it tells nothing, as its name does.
    pub(in crate::pdf) fn is_bold(&mut self, code: u32) -> bool {
        if let Some(bold) = self.bold {
            return bold;
        }
        let bold = match self.glyph(code) {
            FontGlyph::Outline(outline) => match outline.font_data() {
                Some(font) => {
                    let named = font.postscript_name.as_deref().is_some_and(is_bold_name);
                    named || font.weight.is_some_and(|weight| weight >= 600)
                }
                None => self.named_bold,
            },
            FontGlyph::Type3(_) => false,
        };
        self.bold = Some(bold);
        bold
    }

    /// How far above the base line a figure begins, and how high it is, in sizes.
    pub(in crate::pdf) fn figure(&mut self, code: u32) -> Option<(f32, f32)> {
        if let Some(known) = self.figures.get(&code) {
            return *known;
        }
        let figure = match self.glyph(code) {
            FontGlyph::Outline(outline) => {
                let shape = outline.outline().bounding_box();
                Some((shape.y0 as f32 / 1000.0, shape.height() as f32 / 1000.0))
            }
            FontGlyph::Type3(_) => None,
        };
        self.figures.insert(code, figure);
        figure
    }
}

/// Computer Modern and its kin call it `BX`: bold extended.
fn is_bold_name(name: &str) -> bool {
    let name = name.split_once('+').map_or(name, |(_, name)| name);
    let says = |part: &str| name.contains(part);
    ["Bold", "bold", "Black", "Heavy", "Demi"]
        .into_iter()
        .any(says)
        || (says("BX") && (name.starts_with("CM") || name.starts_with("SF")))
}
