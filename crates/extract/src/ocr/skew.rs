//! How far a scanned page lies askew, and laying it straight.

use super::{Grey, INK};

/// Steeper pages are not straightened: what looks like it is a drawing.
const STEEPEST: f32 = 0.052;
const STEP: f32 = 0.0013;

/// How much the lines of print fall, in pixels a pixel: at the slope along which ink gathers in the
/// fewest rows.
pub(super) fn slope(picture: &Grey) -> f32 {
    let dots = dots(picture);
    let steps = (STEEPEST / STEP) as i32;
    let gathered = |step: i32| (step, sharpness(&dots, step as f32 * STEP, picture.height));
    let best = (-steps..=steps)
        .map(gathered)
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.abs().cmp(&a.0.abs())));
    best.map_or(0.0, |(step, _)| step as f32 * STEP)
}

/// Dots of ink with white below them, the feet of letters, on a raster that is fine enough.
fn dots(picture: &Grey) -> Vec<(f32, f32)> {
    const APART: usize = 3;
    let mut dots = Vec::new();
    for y in 0..picture.height.saturating_sub(1) {
        let (row, below) = (picture.row(y), picture.row(y + 1));
        for x in (0..picture.width).step_by(APART) {
            if row[x] < INK && below[x] >= INK {
                dots.push((x as f32, y as f32));
            }
        }
    }
    dots
}

/// The sum of squares of the dots in each row, with rows at this slope.
fn sharpness(dots: &[(f32, f32)], slope: f32, height: usize) -> f64 {
    const TALL: f32 = 2.0;
    let margin = height as f32 * 0.2;
    let mut rows = vec![0u32; ((height as f32 + 2.0 * margin) / TALL) as usize + 1];
    for (x, y) in dots {
        let row = ((y - slope * x + margin) / TALL) as usize;
        if let Some(count) = rows.get_mut(row) {
            *count += 1;
        }
    }
    rows.iter()
        .map(|&count| f64::from(count) * f64::from(count))
        .sum()
}

/// Turns a picture back by moving its columns up or down and its rows to the side, which for small
/// angles is the same.
pub(super) fn straighten(picture: &mut Grey, slope: f32) {
    if slope == 0.0 {
        return;
    }
    let (width, height) = (picture.width, picture.height);
    let middle = (width as f32 / 2.0, height as f32 / 2.0);
    let mut straight = vec![255; picture.pixels.len()];
    for y in 0..height {
        for x in 0..width {
            let from_x = x as f32 - slope * (y as f32 - middle.1);
            let from_y = y as f32 + slope * (x as f32 - middle.0);
            straight[y * width + x] = shade(picture, from_x, from_y);
        }
    }
    picture.pixels = straight;
}

/// The shade between pixels; white outside.
fn shade(picture: &Grey, x: f32, y: f32) -> u8 {
    let (left, top) = (x.floor(), y.floor());
    if left < 0.0
        || top < 0.0
        || left as usize + 1 >= picture.width
        || top as usize + 1 >= picture.height
    {
        return 255;
    }
    let (right_share, low_share) = (x - left, y - top);
    let at = top as usize * picture.width + left as usize;
    let mix = |a: u8, b: u8, share: f32| f32::from(a) * (1.0 - share) + f32::from(b) * share;
    let upper = mix(picture.pixels[at], picture.pixels[at + 1], right_share);
    let at = at + picture.width;
    let lower = mix(picture.pixels[at], picture.pixels[at + 1], right_share);
    (upper * (1.0 - low_share) + lower * low_share) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of ink that fall this much.
    fn lined(fall: f32) -> Grey {
        let (width, height) = (600, 400);
        let mut pixels = vec![255; width * height];
        for row in (40..360).step_by(24) {
            for x in 20..580 {
                let y = row as f32 + fall * (x as f32 - 300.0);
                for thick in 0..6 {
                    pixels[(y as usize + thick) * width + x] = 0;
                }
            }
        }
        Grey {
            width,
            height,
            pixels,
        }
    }

    #[test]
    fn a_page_askew_is_laid_straight() {
        for fall in [0.0, 0.02, -0.03] {
            let mut picture = lined(fall);
            let found = slope(&picture);
            assert!((found - fall).abs() < 2.0 * STEP, "{fall}: {found}");
            straighten(&mut picture, found);
            assert!(slope(&picture).abs() < 2.0 * STEP);
        }
    }
}
