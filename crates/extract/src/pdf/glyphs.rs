//! What a page draws, as far as its text needs it: glyphs with their places, rules, pictures.

use hayro_interpret::font::{Glyph as DrawnGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, BezPath, Rect, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, interpret_page,
};

use super::chars::{Codes, code_of_picture, named, push_plain};
use super::fontmap::FontMaps;
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
    codes: Codes,
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
pub(super) fn read<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    settings: &InterpreterSettings,
    sheet: &mut Sheet,
) {
    let (width, height) = page.render_dimensions();
    let transform = Affine::new(page.initial_transform(true).as_coeffs());
    let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context = Context::new(transform, bounds, cache, page.xref(), settings.clone());
    sheet.clear(width, height);
    interpret_page(page, &mut context, sheet);
}

/// How high figures are, in sizes.
const FIGURE: f32 = 0.68;

/// The lowest that a raised figure's foot stands, in sizes.
const FOOT: f32 = 0.2;

/// No page of print has more glyphs; one that has is an attack.
const MAX_GLYPHS: usize = 500_000;

impl<'a> Device<'a> for Sheet {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let visible = !matches!(mode, DrawMode::Invisible);
        let mut bold = None;
        let mut scale: Option<Scale> = None;
        self.codes.forget();
        for positioned in run.glyphs() {
            if self.glyphs.len() >= MAX_GLYPHS {
                return;
            }
            let Some(chars) = self.write(positioned) else {
                continue;
            };
            let advance = match &**positioned {
                DrawnGlyph::Outline(outline) => outline.advance_width(),
                DrawnGlyph::Type3(glyph) => glyph.advance_width(),
            };
            let drawn = positioned.transform();
            let scale = match &mut scale {
                Some(scale) if scale.fits(drawn) => scale,
                scale => scale.insert(Scale::of(props.transform, drawn)),
            };
            let place = Place::of(
                props.transform * drawn.translation().to_point(),
                advance.unwrap_or(500.0),
                scale,
                (self.width, self.height),
            );
            let bold = *bold.get_or_insert_with(|| {
                self.bold_before(place)
                    .unwrap_or_else(|| glyph_is_bold(positioned))
            });
            let place = self
                .raised_by_shape(chars, positioned, place)
                .unwrap_or(place);
            self.push(chars, place, visible, bold);
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if self.marks.rules.len() < shapes::MAX_RULES && !matches!(mode, DrawMode::Invisible) {
            let stroked = matches!(mode, DrawMode::Stroke(_));
            shapes::add_path(&mut self.marks, path, props.transform, stroked);
        }
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        if self.marks.rules.len() < shapes::MAX_RULES && !matches!(mode, DrawMode::Invisible) {
            shapes::add_box(
                &mut self.marks,
                props.transform.transform_rect_bbox(*rect),
                false,
            );
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let pixels = Rect::new(
            0.0,
            0.0,
            f64::from(image.width()),
            f64::from(image.height()),
        );
        let page = Rect::new(0.0, 0.0, f64::from(self.width), f64::from(self.height));
        let shown = props.transform.transform_rect_bbox(pixels).intersect(page);
        let share = shown.width().max(0.0) * shown.height().max(0.0) / page.area().max(1.0);
        self.picture = self.picture.max(share as f32);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_clip_rect(&mut self, _: &Rect) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

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

    /// Writes a glyph's characters down. Where they stand without the blanks around them; `None`
    /// where nothing tells them, or there are none.
    fn write(&mut self, glyph: &DrawnGlyph) -> Option<(usize, usize)> {
        let start = self.text.len();
        let code = glyph.char_code();
        if let Some(c) = self.codes.known(code) {
            self.text.push(c);
            return Some((start, if c == ' ' { start } else { self.text.len() }));
        }
        match named(glyph) {
            Some(BfString::Char(c)) => push_plain(&mut self.text, c),
            Some(BfString::String(s)) => s.chars().for_each(|c| push_plain(&mut self.text, c)),
            None => match self.character_in_font(glyph) {
                Some(c) => push_plain(&mut self.text, c),
                None => match code_of_picture(glyph).filter(|_| !self.distrusts) {
                    Some(letters) => {
                        self.text.push_str(letters);
                        self.guess(letters);
                    }
                    None => {
                        self.unmapped += 1;
                        self.text.extend(self.signs.of(glyph));
                    }
                },
            },
        }
        let chars = &self.text[start..];
        let first = chars.chars().next()?;
        let plain = first == ' ' || !(first.is_whitespace() || is_sign(first));
        if chars.len() == first.len_utf8() && plain && matches!(glyph, DrawnGlyph::Outline(_)) {
            self.codes.learn(code, first);
        }
        let blank = chars.len() - chars.trim_start().len();
        Some((
            start + blank,
            (start + blank).max(self.text.trim_end().len()),
        ))
    }

    fn guess(&mut self, letters: &str) {
        const ENOUGH: usize = 4_000;
        if self.guessed.len() < ENOUGH {
            self.guessed.push_str(letters);
        }
    }

    /// What the embedded font itself says of a glyph that the document does not name.
    fn character_in_font(&mut self, glyph: &DrawnGlyph) -> Option<char> {
        let DrawnGlyph::Outline(outline) = glyph else {
            return None;
        };
        let font = outline.font_data()?;
        self.maps.character(
            font.cache_key,
            font.data.as_ref().as_ref(),
            outline.glyph_id().to_u32(),
        )
    }

    /// The boldness of the letter that this glyph is set close behind: some producers draw glyph by
    /// glyph, and asking the font each time is dear.
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
    fn raised_by_shape(
        &self,
        (start, end): (usize, usize),
        glyph: &DrawnGlyph,
        place: Place,
    ) -> Option<Place> {
        let mut chars = self.text[start..end].bytes();
        let figure = start < end && chars.all(|byte| byte.is_ascii_digit());
        let DrawnGlyph::Outline(outline) = glyph else {
            return None;
        };
        let last = self
            .glyphs
            .last()
            .filter(|last| figure && !last.is_blank())?;
        let before = last.chars(&self.text).chars().next_back()?;
        let close = (place.x0 - last.x1).abs() < 0.1 * place.size;
        // "2024", and its figures are of one size.
        let in_number = before.is_ascii_digit() && last.size >= 0.9 * place.size;
        if !close || in_number {
            return None;
        }
        let shape = outline.outline().bounding_box();
        let (foot, height) = (shape.y0 as f32 / 1000.0, shape.height() as f32 / 1000.0);
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

fn glyph_is_bold(glyph: &DrawnGlyph) -> bool {
    match glyph {
        DrawnGlyph::Outline(outline) => outline
            .font_data()
            .is_some_and(|font| is_bold(font.weight, font.postscript_name.as_deref())),
        DrawnGlyph::Type3(_) => false,
    }
}

fn is_bold(weight: Option<u32>, name: Option<&str>) -> bool {
    let named = |name: &str| {
        ["Bold", "bold", "Black", "Heavy", "Demi", "Semibold"]
            .into_iter()
            .any(|part| name.contains(part))
    };
    weight.is_some_and(|weight| weight >= 600) || name.is_some_and(named)
}
