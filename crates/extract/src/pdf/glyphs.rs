//! What a page draws, as far as its text needs it: glyphs with their places, rules, pictures.

use super::fontmap::FontMaps;
use crate::extracted::BBox;
use hayro_interpret::font::{Glyph as DrawnGlyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, interpret_page,
};

/// A page's glyphs and rules, in points from the top left corner as shown.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) width: f32,
    pub(super) height: f32,
    /// The characters of all glyphs.
    pub(super) text: String,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    /// Small filled shapes, about as wide as high: drawn bullets, perhaps.
    pub(super) dots: Vec<Rule>,
    /// The share of the page that its largest picture covers.
    pub(super) picture: f32,
    maps: FontMaps,
    /// Glyphs whose character nothing tells.
    pub(super) unmapped: usize,
}

/// One glyph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    /// Its characters' place in the sheet's text.
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

/// Which way a glyph's line runs on the page as shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    Right,
    Down,
    Left,
    Up,
    /// Neither: stamps and watermarks.
    Slanted,
}

/// A thin straight mark or the edge of a filled box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    pub(super) x0: f32,
    pub(super) y0: f32,
    pub(super) x1: f32,
    pub(super) y1: f32,
}

impl Rule {
    pub(super) fn is_horizontal(self) -> bool {
        self.x1 - self.x0 >= self.y1 - self.y0
    }
}

/// Draws a page into a sheet. What is learnt of fonts is kept for the next page.
pub(super) fn read<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    settings: &InterpreterSettings,
    maps: &mut FontMaps,
) -> Sheet {
    let (width, height) = page.render_dimensions();
    let transform = Affine::new(page.initial_transform(true).as_coeffs());
    let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context = Context::new(transform, bounds, cache, page.xref(), settings.clone());
    let mut sheet = Sheet {
        width,
        height,
        maps: std::mem::take(maps),
        ..Sheet::default()
    };
    interpret_page(page, &mut context, &mut sheet);
    *maps = std::mem::take(&mut sheet.maps);
    sheet
}

/// A page with more marks than this is a drawing: its marks rule no table.
const MAX_RULES: usize = 20_000;
/// No page of print has more glyphs; one that has is an attack.
const MAX_GLYPHS: usize = 500_000;

impl<'a> Device<'a> for Sheet {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let visible = !matches!(mode, DrawMode::Invisible);
        let mut bold = None;
        for positioned in run.glyphs() {
            if self.glyphs.len() >= MAX_GLYPHS {
                return;
            }
            let advance = match &**positioned {
                DrawnGlyph::Outline(outline) => outline.advance_width(),
                DrawnGlyph::Type3(glyph) => glyph.advance_width(),
            };
            let start = self.text.len();
            match positioned.as_unicode() {
                Some(BfString::Char(c)) => push_plain(&mut self.text, c),
                Some(BfString::String(s)) => s.chars().for_each(|c| push_plain(&mut self.text, c)),
                None => match self.character_in_font(positioned) {
                    Some(c) => push_plain(&mut self.text, c),
                    None => self.unmapped += 1,
                },
            }
            if self.text.len() == start {
                continue;
            }
            let transform = props.transform * positioned.transform();
            let place = Place::of(
                transform,
                advance.unwrap_or(500.0),
                (self.width, self.height),
            );
            let bold = *bold.get_or_insert_with(|| {
                self.bold_before(place)
                    .unwrap_or_else(|| glyph_is_bold(positioned))
            });
            self.push(start, place, visible, bold);
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if self.rules.len() < MAX_RULES && !matches!(mode, DrawMode::Invisible) {
            let stroked = matches!(mode, DrawMode::Stroke(_));
            add_path(self, path, props.transform, stroked);
        }
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        if self.rules.len() < MAX_RULES && !matches!(mode, DrawMode::Invisible) {
            add_box(self, props.transform.transform_rect_bbox(*rect), false);
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
        let letter =
            |glyph: &Glyph| !self.text[glyph.start as usize..glyph.end as usize].starts_with(' ');
        (close && letter(last)).then_some(last.bold)
    }

    fn push(&mut self, start: usize, place: Place, visible: bool, bold: bool) {
        let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(self.text.len())) else {
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

/// Where a glyph stands on the page turned so that its line runs to the right.
#[derive(Clone, Copy)]
struct Place {
    x0: f32,
    x1: f32,
    y: f32,
    size: f32,
    direction: Direction,
}

impl Place {
    fn of(transform: Affine, advance: f32, sheet: (f32, f32)) -> Self {
        let origin = transform * Point::ZERO;
        let along = transform * Point::new(f64::from(advance.max(1.0)), 0.0) - origin;
        let up = transform * Point::new(0.0, 1000.0) - origin;
        let direction = direction(along.x, along.y);
        let (x, y) = direction.turned(origin.x as f32, origin.y as f32, sheet);
        Self {
            x0: x,
            x1: x + along.hypot() as f32,
            y,
            size: up.hypot() as f32,
            direction,
        }
    }
}

impl Direction {
    /// A point of a page of this width and height, seen with the page turned upright for the writing.
    fn turned(self, x: f32, y: f32, (width, height): (f32, f32)) -> (f32, f32) {
        match self {
            Self::Right | Self::Slanted => (x, y),
            Self::Down => (y, width - x),
            Self::Left => (width - x, height - y),
            Self::Up => (height - y, x),
        }
    }

    /// Width and height of the turned page.
    pub(super) fn extent(self, (width, height): (f32, f32)) -> (f32, f32) {
        match self {
            Self::Right | Self::Slanted | Self::Left => (width, height),
            Self::Down | Self::Up => (height, width),
        }
    }

    /// A rule of the page, seen with the page turned.
    pub(super) fn turned_rule(self, rule: Rule, sheet: (f32, f32)) -> Rule {
        let (ax, ay) = self.turned(rule.x0, rule.y0, sheet);
        let (bx, by) = self.turned(rule.x1, rule.y1, sheet);
        Rule {
            x0: ax.min(bx),
            y0: ay.min(by),
            x1: ax.max(bx),
            y1: ay.max(by),
        }
    }

    /// A box of the turned page, back on the page as shown.
    pub(super) fn shown(self, turned: BBox, (width, height): (f32, f32)) -> BBox {
        let BBox { x0, y0, x1, y1 } = turned;
        match self {
            Self::Right | Self::Slanted => turned,
            Self::Down => BBox {
                x0: width - y1,
                y0: x0,
                x1: width - y0,
                y1: x1,
            },
            Self::Left => BBox {
                x0: width - x1,
                y0: height - y1,
                x1: width - x0,
                y1: height - y0,
            },
            Self::Up => BBox {
                x0: y0,
                y0: height - x1,
                x1: y1,
                y1: height - x0,
            },
        }
    }
}

fn direction(dx: f64, dy: f64) -> Direction {
    // A scanned page may lie a degree or two askew.
    const SLACK: f64 = 0.06;
    if dy.abs() <= SLACK * dx.abs() {
        if dx >= 0.0 {
            Direction::Right
        } else {
            Direction::Left
        }
    } else if dx.abs() <= SLACK * dy.abs() {
        if dy >= 0.0 {
            Direction::Down
        } else {
            Direction::Up
        }
    } else {
        Direction::Slanted
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

/// A character in the form that people type: ligatures apart, wide forms narrow, odd spaces plain.
fn push_plain(text: &mut String, c: char) {
    match c {
        '\u{FB00}' => text.push_str("ff"),
        '\u{FB01}' => text.push_str("fi"),
        '\u{FB02}' => text.push_str("fl"),
        '\u{FB03}' => text.push_str("ffi"),
        '\u{FB04}' => text.push_str("ffl"),
        '\u{FB05}' | '\u{FB06}' => text.push_str("st"),
        '\u{FF01}'..='\u{FF5E}' => text.extend(char::from_u32(u32::from(c) - 0xFEE0)),
        '\u{A0}'
        | '\u{2000}'..='\u{200A}'
        | '\u{202F}'
        | '\u{205F}'
        | '\u{3000}'
        | '\t'
        | '\n'
        | '\r' => text.push(' '),
        '\u{0}'..='\u{1F}'
        | '\u{7F}'..='\u{9F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'
        | '\u{FEFF}'
        | '\u{FFFE}'
        | '\u{FFFF}' => {}
        _ => text.push(c),
    }
}

fn add_path(sheet: &mut Sheet, path: &BezPath, transform: Affine, stroked: bool) {
    let mut shape: Option<Rect> = None;
    let mut curved = false;
    let mut last = Point::ZERO;
    let mut first = Point::ZERO;
    let mut finish = |shape: &mut Option<Rect>, curved: &mut bool| {
        if let Some(shape) = shape.take().filter(|_| !stroked) {
            add_box(sheet, shape, *curved);
        }
        *curved = false;
    };
    let mut strokes: Vec<(Point, Point)> = Vec::new();
    for element in path.elements().iter().take(MAX_RULES) {
        let to = |point: Point| transform * point;
        match *element {
            PathEl::MoveTo(point) => {
                finish(&mut shape, &mut curved);
                (last, first) = (to(point), to(point));
                continue;
            }
            PathEl::LineTo(point) => {
                strokes.push((last, to(point)));
                shape = Some(around(shape, last, to(point)));
                last = to(point);
            }
            PathEl::QuadTo(a, point) => {
                curved = true;
                shape = Some(around(Some(around(shape, last, to(a))), last, to(point)));
                last = to(point);
            }
            PathEl::CurveTo(a, b, point) => {
                curved = true;
                shape = Some(around(Some(around(shape, to(a), to(b))), last, to(point)));
                last = to(point);
            }
            PathEl::ClosePath => {
                strokes.push((last, first));
                last = first;
            }
        }
    }
    finish(&mut shape, &mut curved);
    if stroked {
        let straight =
            |(a, b): &&(Point, Point)| (a.x - b.x).abs() < 1.0 || (a.y - b.y).abs() < 1.0;
        sheet.rules.extend(
            strokes
                .iter()
                .filter(straight)
                .map(|(a, b)| rule(Rect::from_points(*a, *b))),
        );
    }
}

fn around(shape: Option<Rect>, a: Point, b: Point) -> Rect {
    let edge = Rect::from_points(a, b);
    shape.map_or(edge, |shape| shape.union(edge))
}

/// A thin box is a rule; a box of some size has four; a small one is a dot. Curves rule nothing.
fn add_box(sheet: &mut Sheet, shape: Rect, curved: bool) {
    const THIN: f64 = 3.0;
    const DOT: std::ops::Range<f64> = 1.2..9.0;
    let (width, height) = (shape.width(), shape.height());
    if DOT.contains(&width) && DOT.contains(&height) && width < 1.6 * height && height < 1.6 * width
    {
        sheet.dots.push(rule(shape));
    }
    if curved {
        return;
    }
    if width <= THIN || height <= THIN {
        return sheet.rules.push(rule(shape));
    }
    let Rect { x0, y0, x1, y1 } = shape;
    for edge in [
        Rect::new(x0, y0, x1, y0),
        Rect::new(x0, y1, x1, y1),
        Rect::new(x0, y0, x0, y1),
        Rect::new(x1, y0, x1, y1),
    ] {
        sheet.rules.push(rule(edge));
    }
}

fn rule(shape: Rect) -> Rule {
    Rule {
        x0: shape.x0 as f32,
        y0: shape.y0 as f32,
        x1: shape.x1 as f32,
        y1: shape.y1 as f32,
    }
}
