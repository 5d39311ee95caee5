//! A page of a PDF as a picture.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use super::load;
use crate::{ExtractError, Limits, Result};

/// A page as it looks in print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// The picture as a PNG file.
    pub png: Vec<u8>,
}

/// Pixels along the longer side of a picture at most: a page of 200 inches costs no more than a poster.
const MAX_SIDE: f32 = 6_000.0;

/// Draws a page of a PDF on white.
///
/// `number` counts from 1; `scale` is in pixels a point (1.0 gives 72 pixels an inch) and becomes smaller
/// where the picture would be larger than 6,000 pixels on a side.
///
/// # Errors
/// When the file is no PDF that can be opened, or has no such page.
pub fn picture(bytes: &[u8], number: usize, scale: f32, limits: &Limits) -> Result<Picture> {
    limits.check_size(bytes)?;
    if !super::looks_like_pdf(bytes) {
        return Err(ExtractError::damaged(load::FORMAT, &"it is no PDF"));
    }
    draw(
        &load::open(bytes, limits, &mut Vec::new())?.pdf,
        number,
        scale,
    )
}

/// Draws a page of an opened PDF, as [`picture`] does.
pub(super) fn draw(pdf: &Pdf, number: usize, scale: f32) -> Result<Picture> {
    let pages = pdf.pages();
    let page = number.checked_sub(1).and_then(|index| pages.get(index));
    let page = page.ok_or(ExtractError::NoSuchPage {
        number,
        pages: pages.len(),
    })?;
    let pixmap = pixmap(page, scale);
    let (width, height) = (pixmap.width().into(), pixmap.height().into());
    let png = pixmap
        .into_png()
        .map_err(|error| ExtractError::damaged(load::FORMAT, &error))?;
    Ok(Picture { width, height, png })
}

/// A page's pixels, as [`draw`] draws them.
pub(super) fn pixmap(page: &Page<'_>, scale: f32) -> Pixmap {
    let scale = fitting(page, scale);
    render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &PixmapSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
        },
    )
}

/// The scale wanted, or the largest one that keeps the picture within bounds; never so small that a
/// side vanishes.
fn fitting(page: &Page<'_>, scale: f32) -> f32 {
    let (width, height) = page.render_dimensions();
    let (longer, shorter) = (width.max(height).max(1.0), width.min(height).max(1.0));
    let smallest = (1.0 / shorter).max(0.01);
    let wanted = if scale.is_finite() { scale } else { 1.0 };
    wanted.max(smallest).min(MAX_SIDE / longer)
}
