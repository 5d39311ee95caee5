//! Glyphs to words, whatever order they were drawn in: by place, not by the stream.

use compact_str::CompactString;

use super::gaps::widest_within_words;
use super::glyphs::{Glyph, Sheet};
use super::shapes::Rule;
use super::turn::Direction;
use crate::prose::superscript_digits;

/// A word of print. A page has hundreds, and all pages' are held at once: most need no memory besides this.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    pub(super) text: CompactString,
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// The base line of its text line.
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    /// A mark set above the base line.
    pub(super) raised: bool,
}

impl Word {
    pub(super) fn top(&self) -> f32 {
        self.y - 0.8 * self.size
    }

    pub(super) fn bottom(&self) -> f32 {
        self.y + 0.22 * self.size
    }

    /// A height inside the print, between base line and the top of small letters.
    pub(super) fn middle(&self) -> f32 {
        self.y - 0.3 * self.size
    }
}

/// Leaves only the glyphs that are seen, sorted by direction and base line.
pub(super) fn sort(sheet: &mut Sheet) {
    let hidden_layer = hidden_layer_counts(sheet);
    let size = (sheet.width, sheet.height);
    sheet
        .glyphs
        .retain(|glyph| (glyph.visible || hidden_layer) && is_on_page(glyph, size));
    let height = |a: &Glyph, b: &Glyph| a.y.total_cmp(&b.y);
    sheet
        .glyphs
        .sort_by(|a, b| a.direction.cmp(&b.direction).then(height(a, b)));
}

/// The words of a sorted sheet's glyphs that run in one direction, by base line and then from left to
/// right.
pub(super) fn words(sheet: &mut Sheet, direction: Direction) -> Vec<Word> {
    let start = sheet
        .glyphs
        .partition_point(|glyph| glyph.direction < direction);
    let end = sheet
        .glyphs
        .partition_point(|glyph| glyph.direction <= direction);
    let mut rest = &mut sheet.glyphs[start..end];
    let mut words = Vec::with_capacity(rest.len() / 5 + 1);
    while !rest.is_empty() {
        let (line, after) = rest.split_at_mut(base_line_end(rest));
        cut_line(line, &sheet.text, &mut words);
        rest = after;
    }
    raise_marks(&mut words);
    add_drawn_bullets(&mut words, sheet, direction);
    // They are kept until all pages are read.
    words.shrink_to_fit();
    words
}

/// Bullets that are drawn, not set in type: a small shape before the first word of a line.
fn add_drawn_bullets(words: &mut Vec<Word>, sheet: &Sheet, direction: Direction) {
    const MAX_DOTS: usize = 500;
    if sheet.marks.dots.len() > MAX_DOTS {
        return;
    }
    let mut bullets = Vec::new();
    for dot in &sheet.marks.dots {
        let Rule { x0, y0, x1, y1 } = direction.turned_rule(*dot, (sheet.width, sheet.height));
        let level = |word: &&Word| {
            (word.middle() - f32::midpoint(y0, y1)).abs() < 0.4 * word.size
                && (y1 - y0) < 0.8 * word.size
        };
        let behind = words
            .iter()
            .filter(level)
            .filter(|word| (0.0..3.5 * word.size).contains(&(word.x0 - x1)));
        let Some(first) = behind.min_by(|a, b| a.x0.total_cmp(&b.x0)) else {
            continue;
        };
        let before = |word: &Word| word.x1 <= x0 + 1.0 && word.x1 > x0 - 1.5 * word.size;
        let inside = |word: &Word| word.x0 < x1 && word.x1 > x0;
        if !words
            .iter()
            .filter(level)
            .any(|word| before(word) || inside(word))
        {
            bullets.push(Word {
                text: "•".into(),
                x0,
                x1,
                y: first.y,
                size: first.size,
                bold: false,
                raised: false,
            });
        }
    }
    // A shape drawn as an outline and a filling is still one bullet.
    bullets.dedup_by(|next, kept| (next.x0 - kept.x0).abs() < 2.0 && (next.y - kept.y).abs() < 1.0);
    words.extend(bullets);
}

/// Sizes of recognised print are measured with some error: those a little apart are one.
pub(super) fn even_sizes<'a>(words: impl Iterator<Item = &'a mut Word>) {
    const STEP: f32 = 1.2;
    let words: Vec<&mut Word> = words.collect();
    let mut sizes: Vec<f32> = words.iter().map(|word| word.size).collect();
    if sizes.is_empty() {
        return;
    }
    let middle = sizes.len() / 2;
    let usual = *sizes.select_nth_unstable_by(middle, f32::total_cmp).1;
    for word in words {
        let steps = (word.size / usual).ln() / STEP.ln();
        word.size = usual * STEP.powf(steps.round());
    }
}

/// Text that is not painted counts where it is all there is: the text layer of a scan.
pub(super) fn hidden_layer_counts(sheet: &Sheet) -> bool {
    let visible = sheet.glyphs.iter().filter(|glyph| glyph.visible).count();
    visible * 4 < sheet.glyphs.len()
}

/// Print outside the page is not seen by anybody.
fn is_on_page(glyph: &Glyph, size: (f32, f32)) -> bool {
    let (width, height) = glyph.direction.extent(size);
    let slack = 2.0;
    glyph.x1 > -slack
        && glyph.x0 < width + slack
        && glyph.y > -slack
        && glyph.y - 0.7 * glyph.size < height + slack
}

/// How many of the glyphs, sorted by height, share the first one's base line.
fn base_line_end(glyphs: &[Glyph]) -> usize {
    let step = |pair: &[Glyph]| {
        pair[1].y - pair[0].y > (0.05 * pair[1].size.min(pair[0].size)).clamp(0.3, 1.2)
    };
    glyphs
        .windows(2)
        .position(step)
        .map_or(glyphs.len(), |at| at + 1)
}

/// Cuts one base line into words: at spaces, at gaps wider than between the letters of the line,
/// and where a figure of smaller print follows a letter.
fn cut_line(line: &mut [Glyph], text: &str, words: &mut Vec<Word>) {
    line.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let widest = widest_within_words(line, text);
    let mut open: Option<Word> = None;
    let mut last: Option<Glyph> = None;
    for glyph in line.iter() {
        if last.is_some_and(|last| is_double(&last, glyph, text)) {
            continue;
        }
        if glyph.is_blank() {
            words.extend(open.take());
            last = None;
            continue;
        }
        let cut = last.is_some_and(|last| {
            let size = last.size.max(glyph.size);
            let gap = glyph.x0 - last.x1;
            gap > widest.of(size) || gap < -0.9 * size || is_small_figure(&last, glyph, text)
        });
        if cut {
            words.extend(open.take());
        }
        match &mut open {
            Some(word) => {
                word.text.push_str(glyph.chars(text));
                word.x1 = word.x1.max(glyph.x1);
                word.size = word.size.max(glyph.size);
                word.bold &= glyph.bold;
            }
            None => {
                open = Some(Word {
                    text: glyph.chars(text).into(),
                    x0: glyph.x0,
                    x1: glyph.x1,
                    y: glyph.y,
                    size: glyph.size,
                    bold: glyph.bold,
                    raised: false,
                });
            }
        }
        last = Some(*glyph);
    }
    words.extend(open);
}

/// The same glyph again in the same place: print made bold by drawing it twice.
fn is_double(last: &Glyph, glyph: &Glyph, text: &str) -> bool {
    (glyph.x0 - last.x0).abs() < 0.12 * glyph.size
        && (glyph.x1 - last.x1).abs() < 0.12 * glyph.size
        && last.chars(text) == glyph.chars(text)
}

fn is_small_figure(last: &Glyph, glyph: &Glyph, text: &str) -> bool {
    let figure = |glyph: &Glyph| {
        text.as_bytes()
            .get(glyph.start as usize)
            .is_some_and(u8::is_ascii_digit)
    };
    let smaller = glyph.size < 0.85 * last.size && figure(glyph) && !figure(last);
    let larger = last.size < 0.85 * glyph.size && figure(last) && !figure(glyph);
    smaller || larger
}

/// Small figures above a base line are marks of notes: they join the line as superscripts. Small
/// letters there (`4th`) join their word.
fn raise_marks(words: &mut Vec<Word>) {
    for i in 0..words.len() {
        let Some(base) = base_of(words, i) else {
            continue;
        };
        let (y, size, bold) = (words[base].y, words[base].size, words[base].bold);
        let mark = &words[i];
        if mark.text.chars().all(char::is_alphabetic) {
            let (text, x1) = (std::mem::take(&mut words[i].text), words[i].x1);
            words[base].text.push_str(&text);
            words[base].x1 = x1;
        } else {
            let word = &mut words[i];
            (word.text, word.y, word.size, word.bold, word.raised) =
                (superscript_digits(&word.text).into(), y, size, bold, true);
        }
    }
    words.retain(|word| !word.text.is_empty());
    words.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
}

/// The larger word that a small one hangs on, to its left (or, for the mark that opens a note, to
/// its right).
fn base_of(words: &[Word], at: usize) -> Option<usize> {
    let mark = &words[at];
    let figures = mark.text.len() <= 3 && mark.text.bytes().all(|byte| byte.is_ascii_digit());
    let ordinal = matches!(mark.text.as_str(), "st" | "nd" | "rd" | "th");
    if !(figures || ordinal) || mark.raised {
        return None;
    }
    let near = |base: &Word| {
        let rise = base.y - mark.y;
        let raised =
            rise > -0.05 * base.size && rise < 0.75 * base.size && mark.size < 0.85 * base.size;
        let behind = mark.x0 - base.x1;
        let before = base.x0 - mark.x1;
        raised
            && ((-0.2..0.35).contains(&(behind / base.size))
                || (figures && (-0.2..0.8).contains(&(before / base.size))))
    };
    // Words are sorted by base line: the base is below the mark, so behind it in the list.
    let reach = 2.5 * mark.size;
    let below = (at + 1..words.len()).take_while(|&i| words[i].y - mark.y < reach);
    let level = (0..at).rev().take_while(|&i| mark.y - words[i].y < 1.0);
    below
        .chain(level)
        .filter(|&i| near(&words[i]))
        .min_by(|&a, &b| {
            let distance = |i: usize| (mark.x0 - words[i].x1).abs();
            distance(a).total_cmp(&distance(b))
        })
}
