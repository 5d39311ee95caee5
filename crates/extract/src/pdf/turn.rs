//! Places on a page that is turned so that its writing runs to the right, and the way back.

use hayro_interpret::kurbo::{Affine, Point};

use super::shapes::Rule;
use crate::extracted::BBox;

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

/// How large the glyphs of one print are, and which way they run.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    /// Points to a thousandth of their advance.
    along: f64,
    size: f32,
    direction: Direction,
}

impl Scale {
    /// Of a glyph that is drawn so on a page that is shown so.
    pub(super) fn of(page: Affine, glyph: Affine) -> Self {
        let transform = page * glyph;
        let origin = transform * Point::ZERO;
        let along = transform * Point::new(1.0, 0.0) - origin;
        let up = transform * Point::new(0.0, 1000.0) - origin;
        Self {
            along: along.hypot(),
            size: up.hypot() as f32,
            direction: direction(along.x, along.y),
        }
    }
}

/// Where a glyph stands on the page turned so that its line runs to the right.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// The base line.
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) direction: Direction,
}

impl Place {
    /// The place of a glyph of this advance, in thousandths of its size, that begins at this point.
    pub(super) fn of(origin: Point, advance: f32, scale: &Scale, sheet: (f32, f32)) -> Self {
        let Scale {
            size,
            direction,
            along,
            ..
        } = *scale;
        let (x, y) = direction.turned(origin.x as f32, origin.y as f32, sheet);
        Self {
            x0: x,
            x1: x + (along * f64::from(advance.max(1.0))) as f32,
            y,
            size,
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
