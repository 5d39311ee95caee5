//! What a page draws, as far as its text needs it: glyphs with their places, rules, pictures.

use hayro_font::FontGlyph;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};

use super::chars::push_plain;
use super::fontmap::FontMaps;
use super::pen::{self, Font, Fonts, Letter, Told};
use super::shapes::{self, Marks};
use super::turn::{Direction, Place, Scale};
use super::unnamed::{Signs, is_sign};

/// A page's glyphs and rules, in points from the top left corner as shown.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) width: f32,
    pub(super) height: f32,
    /// The characters of all glyphs.
    pub(super) text: String,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) marks: Marks,
    /// The share of the page that its largest picture covers.
    pub(super) picture: f32,
    maps: FontMaps,
    /// Glyphs whose character nothing tells; signs stand for them.
    pub(super) unmapped: usize,
    pub(super) signs: Signs,
    /// Some letters that were only guessed, by their codes.
    pub(super) guessed: String,
    /// Nothing is guessed.
    pub(super) distrusts: bool,
}

/// One glyph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    /// Its characters' place in the sheet's text, blanks around them left out.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Left end of its advance, along the direction of writing.
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// Its base line.
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) direction: Direction,
    pub(super) bold: bool,
    pub(super) visible: bool,
}

impl Glyph {
    pub(super) fn is_blank(&self) -> bool {
        self.start == self.end
    }

    /// Its characters in the text of its sheet.
    pub(super) fn chars<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start as usize..self.end as usize]
    }
}

/// Draws a page into a sheet, in place of what was on it. What is learnt of fonts stays with the
/// sheet.
pub(super) fn read<'a>(page: &Page<'a>, fonts: &mut Fonts<'a>, sheet: &mut Sheet) {
    let (width, height) = page.render_dimensions();
    sheet.clear(width, height);
    pen::draw(page, fonts, sheet);
}

/// How high figures are, in sizes.
const FIGURE: f32 = 0.68;

/// The lowest that a raised figure's foot stands, in sizes.
const FOOT: f32 = 0.2;

/// No page of print has more glyphs; one that has is an attack.
const MAX_GLYPHS: usize = 500_000;

impl Sheet {
    fn clear(&mut self, width: f32, height: f32) {
        (self.width, self.height) = (width, height);
        self.text.clear();
        self.glyphs.clear();
        self.marks.rules.clear();
        self.marks.dots.clear();
        self.picture = 0.0;
        self.unmapped = 0;
    }

    /// Adds a letter of a font that begins at this point of the page. All that are shown in one go are
    /// as bold as the first.
    pub(super) fn add(
        &mut self,
        font: &mut Font<'_>,
        letter: &Letter,
        origin: Point,
        scale: &Scale,
        visible: bool,
        bold: &mut Option<bool>,
    ) {
        if self.glyphs.len() >= MAX_GLYPHS {
            return;
        }
        let start = self.text.len();
        let chars = &font.text[letter.start as usize..letter.end as usize];
        self.text.push_str(chars);
        match letter.told {
            Told::Guessed => self.guess(chars),
            Told::Unnamed => self.unmapped += 1,
            Told::Named | Told::Nothing => {}
        }
        if chars.is_empty() {
            return;
        }
        let (before, behind) = letter.blank;
        let chars = (
            start + usize::from(before),
            self.text.len() - usize::from(behind),
        );
        let place = Place::of(origin, letter.width, scale, (self.width, self.height));
        let bold = *bold.get_or_insert_with(|| {
            self.bold_before(place)
                .unwrap_or_else(|| font.is_bold(letter.code))
        });
        let place = if letter.figures {
            self.raised_by_shape(font, letter, place).unwrap_or(place)
        } else {
            place
        };
        self.push(chars, place, visible, bold);
    }

    /// Takes another text for the last glyph. One that stands for nothing may only be the hyphen that a
    /// line's end has put into a word.
    pub(super) fn respell_last(&mut self, text: &str) {
        let Some(glyph) = self.glyphs.last_mut() else {
            return;
        };
        let spelled = glyph.chars(&self.text);
        let text = match (text, spelled) {
            ("", "-" | "\u{2010}") => "\u{AD}",
            ("", _) => return,
            (text, _) => text,
        };
        self.unmapped -= usize::from(spelled.contains(is_sign)).min(self.unmapped);
        let start = self.text.len();
        text.chars().for_each(|c| push_plain(&mut self.text, c));
        if let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(self.text.len())) {
            (glyph.start, glyph.end) = (start, end);
        }
    }

    pub(super) fn add_path(&mut self, path: &BezPath, transform: Affine, stroked: bool) {
        if self.marks.rules.len() < shapes::MAX_RULES {
            shapes::add_path(&mut self.marks, path, transform, stroked);
        }
    }

    pub(super) fn add_box(&mut self, shape: Rect) {
        if self.marks.rules.len() < shapes::MAX_RULES && !self.is_ground(shape) {
            shapes::add_box(&mut self.marks, shape, false);
        }
    }

    /// The colour of the whole page: its edges rule no table, though tables may reach them.
    fn is_ground(&self, shape: Rect) -> bool {
        const MOST: f64 = 0.94;
        shape.width() > MOST * f64::from(self.width)
            && shape.height() > MOST * f64::from(self.height)
    }

    pub(super) fn add_picture(&mut self, shown: Rect) {
        let page = Rect::new(0.0, 0.0, f64::from(self.width), f64::from(self.height));
        let shown = shown.intersect(page);
        let share = shown.width().max(0.0) * shown.height().max(0.0) / page.area().max(1.0);
        self.picture = self.picture.max(share as f32);
    }

    fn guess(&mut self, letters: &str) {
        const ENOUGH: usize = 4_000;
        if self.guessed.len() < ENOUGH {
            self.guessed.push_str(letters);
        }
    }

    /// What the embedded font itself says of a glyph that the document does not name.
    pub(super) fn character_in_font(&mut self, glyph: &FontGlyph<'_>) -> Option<char> {
        let FontGlyph::Outline(outline) = glyph else {
            return None;
        };
        let font = outline.font_data()?;
        self.maps.character(
            font.cache_key,
            font.data.as_ref().as_ref(),
            outline.glyph_id().to_u32(),
        )
    }

    /// The boldness of the letter that this one is set close behind: the comma after a bold word may
    /// be of another font, and still belongs to it.
    fn bold_before(&self, place: Place) -> Option<bool> {
        let last = self.glyphs.last()?;
        let close = last.y == place.y
            && (place.x0 - last.x1).abs() < 0.1 * place.size
            && last.size == place.size;
        (close && !last.is_blank()).then_some(last.bold)
    }

    /// Some fonts have figures of their own for marks of notes, small and set high within the glyph, though
    /// print and base line are those of the text. Where such a figure really stands, behind a word or
    /// another of them.
    fn raised_by_shape(&self, font: &mut Font<'_>, letter: &Letter, place: Place) -> Option<Place> {
        let last = self.glyphs.last().filter(|last| !last.is_blank())?;
        let before = last.chars(&self.text).chars().next_back()?;
        let close = (place.x0 - last.x1).abs() < 0.1 * place.size;
        // "2024", and its figures are of one size.
        let in_number = before.is_ascii_digit() && last.size >= 0.9 * place.size;
        if !close || in_number {
            return None;
        }
        let (foot, height) = font.figure(letter.code)?;
        (foot > FOOT && height > 0.1 && height < 0.75 * FIGURE).then(|| Place {
            y: place.y - foot * place.size,
            size: place.size * height / FIGURE,
            ..place
        })
    }

    fn push(&mut self, (start, end): (usize, usize), place: Place, visible: bool, bold: bool) {
        let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end)) else {
            return;
        };
        let Place {
            x0,
            x1,
            y,
            size,
            direction,
        } = place;
        if !(x0.is_finite() && x1.is_finite() && y.is_finite() && size.is_finite()) || size < 0.5 {
            return;
        }
        self.glyphs.push(Glyph {
            start,
            end,
            x0,
            x1,
            y,
            size,
            direction,
            bold,
            visible,
        });
    }
}
