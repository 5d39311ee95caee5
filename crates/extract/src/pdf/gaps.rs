//! How far apart letters of a word stand on a line: what is wider parts words.

use super::glyphs::Glyph;

/// The widest gap between two letters of a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Widest {
    /// In sizes of the print.
    sizes: f32,
    /// And on top of it, in points.
    points: f32,
}

impl Widest {
    pub(super) fn of(self, size: f32) -> f32 {
        self.sizes * size + self.points
    }
}

/// Where spaces are drawn, or are as wide as usual.
const USUAL: f32 = 0.16;

/// The widest gap within words of a base line, whose glyphs are sorted from left to right.
pub(super) fn widest_within_words(line: &[Glyph], text: &str) -> Widest {
    if let Some(sizes) = below_spaces(line) {
        return Widest { sizes, points: 0.0 };
    }
    Widest {
        sizes: USUAL,
        points: letter_spacing(line, text),
    }
}

/// Lines set tight have spaces narrower than usual. Where no space is drawn, but left white, the gaps
/// are of two kinds with none between them: the middle between both, if it is less than usual.
fn below_spaces(line: &[Glyph]) -> Option<f32> {
    /// Fewer letters tell nothing.
    const ENOUGH: usize = 12;
    /// Letters that are kerned apart, and spaces that are kerned together.
    const LETTERS: f32 = 0.05;
    const SPACES: f32 = 0.08;
    /// Both kinds are this far from one another.
    const CLEAR: f32 = 0.045;
    if line.len() < ENOUGH || line.iter().any(Glyph::is_blank) {
        return None;
    }
    let gap = |pair: &[Glyph]| (pair[1].x0 - pair[0].x1) / pair[0].size.max(pair[1].size);
    let mut gaps: Vec<f32> = line.windows(2).map(gap).collect();
    gaps.sort_unstable_by(f32::total_cmp);
    // Else it is letters that are set apart.
    if gaps[gaps.len() / 2] > LETTERS {
        return None;
    }
    let mut steps = gaps.windows(2).map(|pair| (pair[0], pair[1]));
    let (below, above) = steps.find(|(below, above)| *below <= LETTERS && *above >= SPACES)?;
    (above - below >= CLEAR && above <= USUAL).then_some(f32::midpoint(below, above))
}

/// The usual gap between letters of a line that is set wide; nought in ordinary print.
fn letter_spacing(line: &[Glyph], text: &str) -> f32 {
    let wide = |pair: &&[Glyph]| pair[1].x0 - pair[0].x1 > USUAL * pair[1].size;
    if line.windows(2).filter(wide).count() * 3 < line.len() {
        return 0.0;
    }
    let letter =
        |glyph: &Glyph| !glyph.is_blank() && glyph.chars(text).chars().all(char::is_alphanumeric);
    let pairs = line
        .windows(2)
        .filter(|pair| letter(&pair[0]) && letter(&pair[1]));
    let mut gaps: Vec<f32> = pairs
        .map(|pair| (pair[1].x0 - pair[0].x1) / pair[1].size)
        .collect();
    if gaps.len() < 4 {
        return 0.0;
    }
    let middle = gaps.len() / 2;
    let (_, median, _) = gaps.select_nth_unstable_by(middle, f32::total_cmp);
    median.max(0.0) * line[0].size
}
