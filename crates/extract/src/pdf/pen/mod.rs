//! Runs the operators of a page as far as its text needs them: what is shown, where and in which font,
//! the lines and boxes around it, and how large its pictures are. Colours, patterns, masks and the
//! shapes of letters are left alone, which is most of what drawing costs.

mod fonts;
mod layers;
mod path;
mod pieces;
mod spoken;
mod state;
mod text;

use std::collections::HashMap;

use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::content::ops::{Transform, TypedInstruction};
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, Name, Object, ObjectIdentifier, Rect as PdfRect, Stream,
};
use hayro_interpret::hayro_syntax::page::{Page, Resources};
use hayro_interpret::kurbo::{Affine, Point, Rect};

pub(super) use fonts::{Font, Fonts, Letter, Told};

use super::glyphs::Sheet;
use layers::Layers;
use path::Path;
use pieces::Pieces;
use spoken::Spoken;
use state::{Set, States};

/// Forms within forms, deeper than any document nests them.
const MAX_DEPTH: usize = 50;

/// No page of print draws more forms; one that does draws them within one another, over and over.
const MAX_FORMS: usize = 20_000;

/// Draws a page and what is attached to it: filled forms, stamps, comments.
pub(super) fn draw<'a>(page: &Page<'a>, fonts: &mut Fonts<'a>, sheet: &mut Sheet) {
    let transform = Affine::new(page.initial_transform(true).as_coeffs());
    let bounds = Rect::new(0.0, 0.0, f64::from(sheet.width), f64::from(sheet.height));
    let mut pen = Pen {
        layers: Layers::of(page.xref()),
        spoken: Spoken::default(),
        states: States::new(transform, bounds),
        path: Path::default(),
        pieces: Pieces::default(),
        open: Vec::new(),
        forms: 0,
        fonts,
        sheet,
    };
    pen.run(page.typed_operations(), page.resources());
    let attached: Option<Array> = page.raw().get("Annots");
    for note in attached.iter().flat_map(Array::iter::<Dict>) {
        pen.draw_attached(&note, page.resources());
    }
}

struct Pen<'p, 'a> {
    sheet: &'p mut Sheet,
    fonts: &'p mut Fonts<'a>,
    states: States,
    path: Path,
    pieces: Pieces,
    layers: Layers,
    spoken: Spoken,
    /// The forms that are being drawn.
    open: Vec<Option<ObjectIdentifier>>,
    /// How many have been.
    forms: usize,
}

/// What names of a stream's resources have turned out to be.
#[derive(Default)]
struct Names<'c> {
    fonts: HashMap<Name<'c>, Option<Set>>,
    /// The fonts and sizes that sets of parameters choose; most choose none.
    parameters: HashMap<Name<'c>, Option<(Option<Set>, f32)>>,
}

impl<'a> Pen<'_, 'a> {
    fn run(&mut self, mut operators: TypedIter<'_>, resources: &Resources<'a>) {
        let mut names = Names::default();
        let floor = self.states.open();
        while let Some(operator) = operators.next() {
            self.obey(operator, resources, &mut names);
        }
        // A path does not go on beyond the stream that it begins in.
        self.path.clear();
        self.states.close(floor);
    }

    fn obey<'c>(
        &mut self,
        operator: TypedInstruction<'_, 'c>,
        resources: &Resources<'a>,
        names: &mut Names<'c>,
    ) {
        use TypedInstruction as Op;
        match operator {
            Op::SaveState(_) => self.states.save(),
            Op::RestoreState(_) => self.states.restore(),
            Op::Transform(by) => self.states.now.ctm *= affine(&by),
            Op::SetGraphicsState(set) => self.set_parameters(set.0, resources, names),

            Op::Shading(name) => self.shade(name.0, resources),
            Op::XObject(name) => {
                if let Some(stream) = resources.get_x_object(name.0) {
                    self.draw_object(&stream, resources);
                }
            }
            Op::InlineImage(image) => self.draw_picture(image.0),

            Op::BeginMarkedContent(_) => {
                self.layers.begin();
                self.spoken.begin();
            }
            Op::BeginMarkedContentWithProperties(content) => {
                self.layers.begin_with(content.1, resources);
                let glyphs = self.sheet.glyphs.len();
                self.spoken.begin_with(content.1, resources, glyphs);
            }
            Op::EndMarkedContent(_) => {
                self.layers.end();
                self.spoken.end(self.sheet);
            }
            operator => self.obey_text(operator, resources, names),
        }
    }

    fn build_path(&mut self, operator: &TypedInstruction<'_, '_>) {
        use TypedInstruction as Op;
        match operator {
            Op::MoveTo(to) => self.path.move_to(point(to.0.as_f64(), to.1.as_f64())),
            Op::LineTo(to) => self.path.line_to(point(to.0.as_f64(), to.1.as_f64())),
            Op::CubicTo(c) => self.path.curve_to(
                Some(point(c.0.as_f64(), c.1.as_f64())),
                Some(point(c.2.as_f64(), c.3.as_f64())),
                point(c.4.as_f64(), c.5.as_f64()),
            ),
            Op::CubicStartTo(c) => self.path.curve_to(
                None,
                Some(point(c.0.as_f64(), c.1.as_f64())),
                point(c.2.as_f64(), c.3.as_f64()),
            ),
            Op::CubicEndTo(c) => self.path.curve_to(
                Some(point(c.0.as_f64(), c.1.as_f64())),
                None,
                point(c.2.as_f64(), c.3.as_f64()),
            ),
            Op::RectPath(r) => self.path.rectangle(
                point(r.0.as_f64(), r.1.as_f64()),
                (r.2.as_f64(), r.3.as_f64()),
            ),
            Op::ClosePath(_) => self.path.close(),
            Op::ClipNonZero(_) | Op::ClipEvenOdd(_) => self.path.clips = true,
            Op::EndPath(_) => self.end_path(false, false),
            Op::StrokePath(_) => self.end_path(false, true),
            Op::FillPathEvenOdd(_)
            | Op::FillPathNonZero(_)
            | Op::FillPathNonZeroCompatibility(_) => self.end_path(true, false),
            Op::FillAndStrokeEvenOdd(_) | Op::FillAndStrokeNonZero(_) => {
                self.end_path(true, true);
            }
            Op::CloseAndStrokePath(_) => {
                self.path.close();
                self.end_path(false, true);
            }
            Op::CloseFillAndStrokeEvenOdd(_) | Op::CloseFillAndStrokeNonZero(_) => {
                self.path.close();
                self.end_path(true, true);
            }
            _ => {}
        }
    }

    /// Fills a path, draws its line, or does neither; then it is gone.
    fn end_path(&mut self, fills: bool, strokes: bool) {
        let ctm = self.states.now.ctm;
        if self.layers.are_shown() {
            if fills {
                self.path.fill(self.sheet, ctm);
            }
            if strokes {
                self.path.stroke(self.sheet, ctm);
            }
        }
        if std::mem::take(&mut self.path.clips)
            && let Some(bounds) = self.path.bounds()
        {
            let now = &mut self.states.now;
            now.clip = now.clip.intersect(ctm.transform_rect_bbox(bounds));
        }
        self.path.clear();
    }

    /// A shading fills all that is not cut off.
    fn shade(&mut self, name: &Name<'_>, resources: &Resources<'a>) {
        if self.layers.are_shown() && resources.get_shading(name).is_some() {
            self.sheet.add_box(self.states.now.clip);
        }
    }

    fn draw_object(&mut self, stream: &Stream<'a>, resources: &Resources<'a>) {
        match stream.dict().get::<Name>("Subtype").as_deref() {
            Some(b"Image") => self.draw_picture(stream),
            Some(b"Form") => self.draw_form(stream, resources),
            _ => {}
        }
    }

    fn draw_picture(&mut self, stream: &Stream<'_>) {
        let dict = stream.dict();
        let has = |short: &str, long: &str| {
            dict.get::<u32>(short)
                .or_else(|| dict.get::<u32>(long))
                .is_some_and(|length| length > 0)
        };
        if self.layers.show(dict) && has("W", "Width") && has("H", "Height") {
            let shown = Rect::new(0.0, 0.0, 1.0, 1.0);
            self.sheet
                .add_picture(self.states.now.ctm.transform_rect_bbox(shown));
        }
    }

    fn draw_form(&mut self, form: &Stream<'a>, resources: &Resources<'a>) {
        let dict = form.dict();
        let id = dict.obj_id();
        let within_itself = id.is_some() && self.open.contains(&id);
        if within_itself || self.open.len() >= MAX_DEPTH || self.forms >= MAX_FORMS {
            return;
        }
        if !self.layers.show(dict) || dict.get::<[f32; 4]>("BBox").is_none() {
            return;
        }
        let Ok(content) = form.decoded_data() else {
            return;
        };
        let own = dict.get("Resources").map(Resources::new);
        self.forms += 1;
        self.open.push(id);
        self.path.clear();
        let floor = self.states.open();
        self.states.now.ctm *= matrix(dict);
        self.run(TypedIter::new(&content), own.as_ref().unwrap_or(resources));
        self.states.close(floor);
        self.open.pop();
    }

    /// Draws what stands for a comment or a field: its place on the page is its own.
    fn draw_attached(&mut self, note: &Dict<'a>, resources: &Resources<'a>) {
        const HIDDEN: u32 = 1 << 1;
        const NO_VIEW: u32 = 1 << 5;
        let flags = note.get::<u32>("F").unwrap_or(0);
        if flags & (HIDDEN | NO_VIEW) != 0 {
            return;
        }
        let Some(form) = appearance(note) else {
            return;
        };
        let (Some(place), Some([x0, y0, x1, y1])) = (
            note.get::<PdfRect>("Rect"),
            form.dict().get::<[f64; 4]>("BBox"),
        ) else {
            return;
        };
        let shape = matrix(form.dict()).transform_rect_bbox(Rect::new(x0, y0, x1, y1));
        let (sx, sy) = (
            (place.x1 - place.x0) / shape.width(),
            (place.y1 - place.y0) / shape.height(),
        );
        let floor = self.states.open();
        self.states.now.ctm *= Affine::new([
            sx,
            0.0,
            0.0,
            sy,
            place.x0 - sx * shape.x0,
            place.y0 - sy * shape.y0,
        ]);
        self.draw_form(&form, resources);
        self.states.close(floor);
    }
}

fn appearance<'a>(note: &Dict<'a>) -> Option<Stream<'a>> {
    match note.get::<Dict<'a>>("AP")?.get::<Object<'a>>("N")? {
        Object::Stream(form) => Some(form),
        Object::Dict(states) => {
            let state = note.get::<Name>("AS").and_then(|state| states.get(state));
            state.or_else(|| states.get("Off"))
        }
        _ => None,
    }
}

fn matrix(form: &Dict<'_>) -> Affine {
    form.get::<[f64; 6]>("Matrix")
        .map_or(Affine::IDENTITY, Affine::new)
}

fn affine(by: &Transform) -> Affine {
    Affine::new([by.0, by.1, by.2, by.3, by.4, by.5].map(|number| number.as_f64()))
}

fn point(x: f64, y: f64) -> Point {
    Point::new(x, y)
}
