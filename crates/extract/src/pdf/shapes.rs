//! Lines and boxes that a page draws: what may rule a table, frame a cell or mark an item.

use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};

/// The drawn marks of a page.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub(super) rules: Vec<Rule>,
    /// Small filled shapes and rings, about as wide as high: drawn bullets, perhaps.
    pub(super) dots: Vec<Rule>,
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

/// A page with more marks than this is a drawing: its marks rule no table.
pub(super) const MAX_RULES: usize = 20_000;

/// Adds the marks of a path.
pub(super) fn add_path(marks: &mut Marks, path: &BezPath, transform: Affine, stroked: bool) {
    let mut shape: Option<Rect> = None;
    let mut curved = false;
    let mut last = Point::ZERO;
    let mut first = Point::ZERO;
    let mut finish = |shape: &mut Option<Rect>, curved: &mut bool| {
        match shape.take() {
            Some(shape) if !stroked => add_box(marks, shape, *curved),
            // A ring.
            Some(shape) if *curved && is_dot(shape) => marks.dots.push(rule(shape)),
            _ => {}
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
        marks.rules.extend(
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

fn is_dot(shape: Rect) -> bool {
    const DOT: std::ops::Range<f64> = 1.2..9.0;
    let (width, height) = (shape.width(), shape.height());
    DOT.contains(&width) && DOT.contains(&height) && width < 1.6 * height && height < 1.6 * width
}

/// A thin box is a rule; a box of some size has four; a small one is a dot. Curves rule nothing.
pub(super) fn add_box(marks: &mut Marks, shape: Rect, curved: bool) {
    const THIN: f64 = 3.0;
    let (width, height) = (shape.width(), shape.height());
    if is_dot(shape) {
        marks.dots.push(rule(shape));
    }
    if curved {
        return;
    }
    if width <= THIN || height <= THIN {
        return marks.rules.push(rule(shape));
    }
    let Rect { x0, y0, x1, y1 } = shape;
    for edge in [
        Rect::new(x0, y0, x1, y0),
        Rect::new(x0, y1, x1, y1),
        Rect::new(x0, y0, x0, y1),
        Rect::new(x1, y0, x1, y1),
    ] {
        marks.rules.push(rule(edge));
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
