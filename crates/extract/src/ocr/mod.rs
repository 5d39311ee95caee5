//! Text recognition: the words of a picture of print, read by `tesseract` where it is installed.

mod hocr;
mod rules;
mod skew;
mod tesseract;
mod tints;

use std::io;

pub(crate) use rules::Stroke;
pub(crate) use tesseract::is_installed;

/// A picture in shades of grey, row by row from the top left, 0 black.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grey {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<u8>,
}

/// What stands in a picture, in points, as if it lay straight.
#[derive(Debug)]
pub(crate) struct Recognised {
    pub(crate) words: Vec<SeenWord>,
    /// Straight lines as they rule tables.
    pub(crate) strokes: Vec<Stroke>,
    /// How much the lines of print fall to the right.
    pub(crate) slope: f32,
}

/// A recognised word.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SeenWord {
    pub(crate) text: String,
    pub(crate) x0: f32,
    pub(crate) x1: f32,
    /// The base line of its line of print.
    pub(crate) y: f32,
    /// The size of its line's print.
    pub(crate) size: f32,
}

/// Reads a picture that has this many pixels an inch.
///
/// # Errors
/// When `tesseract` cannot be run or does not end well.
pub(crate) fn recognise(mut picture: Grey, resolution: u32) -> io::Result<Recognised> {
    let slope = skew::slope(&picture);
    skew::straighten(&mut picture, slope);
    tints::clear(&mut picture, resolution);
    let mut strokes = rules::take(&mut picture, resolution);
    let mut words = hocr::words(&tesseract::run(&picture, resolution)?);
    let points = 72.0 / resolution.max(1) as f32;
    for value in words.iter_mut().flat_map(SeenWord::measures) {
        *value *= points;
    }
    for value in strokes.iter_mut().flat_map(Stroke::measures) {
        *value *= points;
    }
    Ok(Recognised {
        words,
        strokes,
        slope,
    })
}

impl SeenWord {
    fn measures(&mut self) -> [&mut f32; 4] {
        [&mut self.x0, &mut self.x1, &mut self.y, &mut self.size]
    }
}

impl Grey {
    fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..(y + 1) * self.width]
    }
}

/// Darker than this is ink.
const INK: u8 = 140;
