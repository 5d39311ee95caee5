//! Paths, as operators build them, and the marks that they leave.

use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape};

use super::Sheet;

/// The path that is being built.
#[derive(Default)]
pub(super) struct Path {
    path: BezPath,
    first: Point,
    last: Point,
    /// What is drawn from here on is cut to it.
    pub(super) clips: bool,
}

/// Lengths up to this are none.
const NOTHING: f64 = 1.0 / 256.0;

impl Path {
    pub(super) fn clear(&mut self) {
        self.path.truncate(0);
        self.clips = false;
    }

    pub(super) fn move_to(&mut self, to: Point) {
        (self.first, self.last) = (to, to);
        self.path.move_to(to);
    }

    pub(super) fn line_to(&mut self, to: Point) {
        if !self.path.elements().is_empty() {
            self.last = to;
            self.path.line_to(to);
        }
    }

    /// Without a first or a second point to bend it, the curve's own ends are those.
    pub(super) fn curve_to(&mut self, a: Option<Point>, b: Option<Point>, to: Point) {
        if !self.path.elements().is_empty() {
            self.path
                .curve_to(a.unwrap_or(self.last), b.unwrap_or(to), to);
            self.last = to;
        }
    }

    pub(super) fn rectangle(&mut self, corner: Point, (width, height): (f64, f64)) {
        let Point { x, y } = corner;
        let rect = Rect::new(x, y, x + width, y + height);
        self.path.extend(rect.path_elements(0.1));
        (self.first, self.last) = (corner, corner);
    }

    pub(super) fn close(&mut self) {
        match self.path.elements().last() {
            None | Some(PathEl::ClosePath) => {}
            Some(_) => {
                self.path.close_path();
                self.last = self.first;
            }
        }
    }

    /// The box of all its points; `None` where it has none.
    pub(super) fn bounds(&self) -> Option<Rect> {
        bounds(self.path.elements())
    }

    pub(super) fn fill(&self, sheet: &mut Sheet, transform: Affine) {
        let shape = self.bounds().unwrap_or(Rect::ZERO);
        let [a, b, c, d, _, _] = transform.as_coeffs();
        let thin = |length: f64| length <= NOTHING;
        if thin(shape.width() * a.hypot(b)) || thin(shape.height() * c.hypot(d)) {
            let mut line = BezPath::new();
            line.move_to((shape.x0, shape.y0));
            line.line_to((shape.x1, shape.y1));
            sheet.add_path(&line, transform, true);
        } else {
            self.mark(sheet, transform, false);
        }
    }

    pub(super) fn stroke(&self, sheet: &mut Sheet, transform: Affine) {
        self.mark(sheet, transform, true);
    }

    fn mark(&self, sheet: &mut Sheet, transform: Affine, stroked: bool) {
        match rectangle(self.path.elements()) {
            Some(rect) => sheet.add_box(transform.transform_rect_bbox(rect)),
            None => sheet.add_path(&self.path, transform, stroked),
        }
    }
}

fn bounds(elements: &[PathEl]) -> Option<Rect> {
    let points = elements.iter().flat_map(|element| match *element {
        PathEl::MoveTo(a) | PathEl::LineTo(a) => [Some(a), None, None],
        PathEl::QuadTo(a, b) => [Some(a), Some(b), None],
        PathEl::CurveTo(a, b, c) => [Some(a), Some(b), Some(c)],
        PathEl::ClosePath => [None; 3],
    });
    points
        .flatten()
        .map(|point| Rect::from_points(point, point))
        .reduce(|all, next| all.union(next))
}

/// The upright rectangle that a path is, if it is one.
fn rectangle(elements: &[PathEl]) -> Option<Rect> {
    use PathEl::{ClosePath, LineTo, MoveTo};
    let near = |a: f64, b: f64| (a - b).abs() <= NOTHING;
    let points = match *elements {
        [MoveTo(a), LineTo(b), LineTo(c), LineTo(d), ClosePath] => [a, b, c, d, a],
        [MoveTo(a), LineTo(b), LineTo(c), LineTo(d), LineTo(e)]
            if near(a.x, e.x) && near(a.y, e.y) =>
        {
            [a, b, c, d, e]
        }
        _ => return None,
    };
    let mut before = None;
    for edge in points.windows(2) {
        let upright = near(edge[0].x, edge[1].x);
        let level = near(edge[0].y, edge[1].y);
        if upright == level || before == Some(upright) {
            return None;
        }
        before = Some(upright);
    }
    bounds(elements)
}
