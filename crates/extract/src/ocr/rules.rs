//! Straight lines in a picture: they rule tables, and they disturb the reading of letters.

use super::{Grey, INK};

/// A straight line from one end to the other, with its thickness.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stroke {
    pub(crate) x0: f32,
    pub(crate) y0: f32,
    pub(crate) x1: f32,
    pub(crate) y1: f32,
}

impl Stroke {
    pub(super) fn measures(&mut self) -> [&mut f32; 4] {
        [&mut self.x0, &mut self.y0, &mut self.x1, &mut self.y1]
    }
}

/// Takes all thin straight lines out of a picture that lies straight.
pub(super) fn take(picture: &mut Grey, resolution: u32) -> Vec<Stroke> {
    let inch = resolution as usize;
    let mut strokes = Vec::new();
    let across = runs(picture, inch * 3 / 5, inch / 30, false);
    let along = runs(picture, inch / 2, inch / 30, true);
    for &[from, to, at, thick] in &across {
        strokes.push(stroke([from, at], [to, at + thick]));
    }
    for &[from, to, at, thick] in &along {
        strokes.push(stroke([at, from], [at + thick, to]));
    }
    for &[from, to, at, thick] in &across {
        wipe(picture, [from, to], [at.saturating_sub(1), at + thick + 1]);
    }
    for &[from, to, at, thick] in &along {
        wipe(picture, [at.saturating_sub(1), at + thick + 1], [from, to]);
    }
    strokes
}

fn stroke([x0, y0]: [usize; 2], [x1, y1]: [usize; 2]) -> Stroke {
    Stroke {
        x0: x0 as f32,
        y0: y0 as f32,
        x1: x1 as f32,
        y1: y1 as f32,
    }
}

/// A run along one axis, its place across and its thickness.
type Run = [usize; 4];

/// Runs of ink at least this long and at most this thick, along rows or, turned, along columns.
/// Runs of neighbouring rows are one line.
fn runs(picture: &Grey, least: usize, thickest: usize, turned: bool) -> Vec<Run> {
    let (length, count) = if turned {
        (picture.height, picture.width)
    } else {
        (picture.width, picture.height)
    };
    let ink = |along: usize, across: usize| {
        let at = if turned {
            along * picture.width + across
        } else {
            across * picture.width + along
        };
        picture.pixels[at] < INK
    };
    let mut found: Vec<Run> = Vec::new();
    let mut open: Vec<Run> = Vec::new();
    for across in 0..count {
        let mut fresh: Vec<[usize; 2]> = Vec::new();
        let mut along = 0;
        while along < length {
            if !ink(along, across) {
                along += 1;
                continue;
            }
            let from = along;
            while along < length && ink(along, across) {
                along += 1;
            }
            if along - from >= least {
                fresh.push([from, along]);
            }
        }
        let mut kept = Vec::new();
        for mut run in open.drain(..) {
            // A pixel of slope breaks a line into pieces that overlap little.
            let touching = fresh
                .iter()
                .position(|next| next[0] <= run[1] + 2 && next[1] + 2 >= run[0]);
            match touching {
                Some(next) => {
                    let next = fresh.swap_remove(next);
                    run = [
                        run[0].min(next[0]),
                        run[1].max(next[1]),
                        run[2],
                        across + 1 - run[2],
                    ];
                    kept.push(run);
                }
                None => found.push(run),
            }
        }
        kept.extend(fresh.into_iter().map(|[from, to]| [from, to, across, 1]));
        open = kept;
    }
    found.append(&mut open);
    found.retain(|run| run[3] <= thickest);
    found
}

fn wipe(picture: &mut Grey, [x0, x1]: [usize; 2], [y0, y1]: [usize; 2]) {
    let x1 = x1.min(picture.width);
    for y in y0..y1.min(picture.height) {
        picture.pixels[y * picture.width + x0..y * picture.width + x1].fill(255);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_and_letters_stay() {
        let (width, height) = (400, 300);
        let mut picture = Grey {
            width,
            height,
            pixels: vec![255; width * height],
        };
        let mut paint = |x0: usize, y0: usize, x1: usize, y1: usize| {
            for y in y0..y1 {
                picture.pixels[y * width + x0..y * width + x1].fill(0);
            }
        };
        paint(20, 50, 380, 52);
        paint(200, 50, 202, 250);
        // A stem and a thick bar.
        paint(60, 80, 64, 110);
        paint(20, 200, 180, 240);
        let strokes = take(&mut picture, 100);
        assert_eq!(
            strokes,
            [stroke([20, 50], [380, 52]), stroke([200, 50], [202, 250])]
        );
        assert_eq!(picture.pixels[51 * width + 100], 255);
        assert_eq!(picture.pixels[100 * width + 62], 0);
        assert_eq!(picture.pixels[220 * width + 100], 0);
    }
}
