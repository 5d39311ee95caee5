//! Shaded boxes in a picture. Text recognition takes white print on a dark ground for drawings: the ground
//! is made white and the print dark.

use super::Grey;

/// Darker than this is shaded, or ink.
const SHADED: u8 = 205;
/// A block of the ground has at least this share of shaded pixels.
const FILLED: f32 = 0.97;
/// A gap in the ground with less white than this has print on it; one with more is a cell of its own.
const MOST_WHITE: f32 = 0.75;

/// Makes the ground of shaded boxes white, whatever their shade, and what is printed on them dark.
pub(super) fn clear(picture: &mut Grey, resolution: u32) {
    let grid = Blocks::of(picture, resolution);
    let Some(grounds) = grid.grounds() else {
        return;
    };
    for y in 0..grid.rows * grid.size {
        for x in 0..grid.columns * grid.size {
            let block = y / grid.size * grid.columns + x / grid.size;
            if let Some(ground) = grounds[block] {
                let shade = &mut picture.pixels[y * picture.width + x];
                *shade = contrast(*shade, ground);
            }
        }
    }
}

/// White for the ground, and the darker the further a shade is from it.
fn contrast(shade: u8, ground: u8) -> u8 {
    let most = u32::from(ground.max(u8::MAX - ground));
    let apart = u32::from(shade.abs_diff(ground));
    u8::MAX - u8::try_from(apart * 255 / most.max(1)).unwrap_or(u8::MAX)
}

/// A picture as a raster of blocks, each smaller than the white around a word.
struct Blocks {
    size: usize,
    columns: usize,
    rows: usize,
    /// The share of shaded pixels of each.
    shaded: Vec<f32>,
    /// The mean shade of each.
    shades: Vec<u8>,
}

impl Blocks {
    fn of(picture: &Grey, resolution: u32) -> Self {
        let size = (resolution as usize / 50).max(2);
        let (columns, rows) = (picture.width / size, picture.height / size);
        let (mut shaded, mut shades) = (Vec::new(), Vec::new());
        for row in 0..rows {
            for column in 0..columns {
                let (mut count, mut sum) = (0u32, 0u32);
                for y in row * size..(row + 1) * size {
                    for &shade in &picture.row(y)[column * size..(column + 1) * size] {
                        count += u32::from(shade < SHADED);
                        sum += u32::from(shade);
                    }
                }
                let all = (size * size) as f32;
                shaded.push(count as f32 / all);
                shades.push((sum as f32 / all) as u8);
            }
        }
        Self {
            size,
            columns,
            rows,
            shaded,
            shades,
        }
    }

    /// For each block the shade of the ground that it lies on; `None` for white paper, and where there
    /// are no shaded boxes at all.
    fn grounds(&self) -> Option<Vec<Option<u8>>> {
        let filled: Vec<bool> = self.shaded.iter().map(|&share| share >= FILLED).collect();
        let mut grounds: Vec<Option<u8>> = vec![None; filled.len()];
        let mut some = false;
        for area in self.areas(&filled, true) {
            if self.is_box(&area) {
                some = true;
                area.iter()
                    .for_each(|&at| grounds[at] = Some(self.shades[at]));
            }
        }
        for area in self.areas(&filled, false) {
            self.enclose(&area, &mut grounds);
        }
        some.then_some(grounds)
    }

    /// Connected blocks that are all filled, or all not.
    fn areas(&self, filled: &[bool], wanted: bool) -> Vec<Vec<usize>> {
        let mut seen: Vec<bool> = filled.iter().map(|&is| is != wanted).collect();
        let mut areas = Vec::new();
        for start in 0..seen.len() {
            if std::mem::replace(&mut seen[start], true) {
                continue;
            }
            let (mut area, mut next) = (vec![start], 0);
            while let Some(&at) = area.get(next) {
                next += 1;
                for beside in self.beside(at).into_iter().flatten() {
                    if !std::mem::replace(&mut seen[beside], true) {
                        area.push(beside);
                    }
                }
            }
            areas.push(area);
        }
        areas
    }

    fn beside(&self, at: usize) -> [Option<usize>; 4] {
        let (row, column) = (at / self.columns, at % self.columns);
        [
            (column > 0).then(|| at - 1),
            (column + 1 < self.columns).then(|| at + 1),
            (row > 0).then(|| at - self.columns),
            (row + 1 < self.rows).then(|| at + self.columns),
        ]
    }

    /// Larger than thick letters and bars.
    fn is_box(&self, area: &[usize]) -> bool {
        const WIDE: usize = 18;
        const TALL: usize = 6;
        let columns = area.iter().map(|at| at % self.columns);
        let rows = area.iter().map(|at| at / self.columns);
        let reach = |places: &mut dyn Iterator<Item = usize>| {
            let all = places.fold((usize::MAX, 0), |(a, b), at| (a.min(at), b.max(at)));
            all.1 + 1 - all.0
        };
        area.len() >= WIDE * 3
            && reach(&mut columns.clone()) >= WIDE
            && reach(&mut rows.clone()) >= TALL
    }

    /// A gap in the ground with print on it is of the ground beside it.
    fn enclose(&self, area: &[usize], grounds: &mut [Option<u8>]) {
        let white = 1.0 - area.iter().map(|&at| self.shaded[at]).sum::<f32>() / area.len() as f32;
        let at_edge = |&at: &usize| self.beside(at).contains(&None);
        if white > MOST_WHITE || area.iter().any(at_edge) {
            return;
        }
        let mut edge: Vec<u8> = area
            .iter()
            .flat_map(|&at| self.beside(at))
            .flatten()
            .filter_map(|at| grounds[at])
            .collect();
        let middle = edge.len() / 2;
        if !edge.is_empty() {
            let ground = *edge.select_nth_unstable(middle).1;
            area.iter().for_each(|&at| grounds[at] = Some(ground));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(width: usize, height: usize) -> Grey {
        Grey {
            width,
            height,
            pixels: vec![255; width * height],
        }
    }

    fn paint(picture: &mut Grey, [x0, x1]: [usize; 2], [y0, y1]: [usize; 2], shade: u8) {
        for y in y0..y1 {
            picture.pixels[y * picture.width + x0..y * picture.width + x1].fill(shade);
        }
    }

    #[test]
    fn white_print_on_a_dark_ground_becomes_dark_on_white() {
        for ground in [20, 150] {
            let mut picture = paper(400, 200);
            paint(&mut picture, [60, 300], [60, 120], ground);
            paint(&mut picture, [120, 124], [80, 104], 255);
            paint(&mut picture, [60, 64], [150, 180], 0);
            clear(&mut picture, 300);
            let shade = |x: usize, y: usize| picture.pixels[y * 400 + x];
            assert!(shade(90, 90) > 240, "{ground}");
            assert!(shade(122, 90) < 130, "{ground}");
            assert_eq!((shade(62, 160), shade(20, 20)), (0, 255));
        }
    }

    #[test]
    fn a_white_cell_among_dark_ones_stays_white() {
        let mut picture = paper(400, 300);
        paint(&mut picture, [36, 360], [36, 264], 60);
        paint(&mut picture, [96, 300], [96, 204], 255);
        paint(&mut picture, [120, 124], [120, 180], 0);
        clear(&mut picture, 300);
        assert_eq!(picture.pixels[150 * 400 + 200], 255);
        assert_eq!(picture.pixels[150 * 400 + 122], 0);
    }

    #[test]
    fn thick_letters_stay_as_they_are() {
        let mut picture = paper(300, 200);
        paint(&mut picture, [60, 84], [40, 160], 0);
        let before = picture.clone();
        clear(&mut picture, 300);
        assert_eq!(picture, before);
    }
}
