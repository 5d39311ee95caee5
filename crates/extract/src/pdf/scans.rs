//! Pages that are pictures of text, read by text recognition where that is wanted and installed.

use std::io;
use std::time::{Duration, Instant};

use hayro_interpret::hayro_syntax::Pdf;

use super::shapes::Rule;
use super::turn::Direction;
use super::words::Word;
use super::{Side, picture};
use crate::ocr::{self, Grey, Recognised, SeenWord, Stroke};
use crate::{ExtractError, Limits, Ocr, Result, Unrecognised};

/// Reads the pages that are pictures. That none could be read is an error where no page has text, else
/// a warning.
pub(super) fn read(
    pdf: &Pdf,
    sides: &mut [Side],
    numbers: &[u32],
    limits: &Limits,
    warnings: &mut Vec<String>,
) -> Result<()> {
    // To ask for the program is to start it: only where there is something for it to read.
    let able = limits.ocr != Ocr::Never
        && sides.iter().any(|side| side.is_scan() || side.is_untold())
        && ocr::is_installed();
    let wanted = |side: &Side| side.is_scan() || (able && side.is_untold());
    let scans: Vec<usize> = (0..sides.len()).filter(|&i| wanted(&sides[i])).collect();
    if scans.is_empty() {
        return Ok(());
    }
    if able && limits.ocr == Ocr::Later {
        return Err(ExtractError::ToBeRecognised);
    }
    let (read, reason) = match recognise_all(pdf, &scans, limits.ocr, able) {
        Ok(read) if read.len() == scans.len() => (read, None),
        Ok(read) => (read, Some(Unrecognised::OutOfTime)),
        Err(reason) => (Vec::new(), Some(reason)),
    };
    let name = |pages: &[usize]| numbered(&pages.iter().map(|&i| numbers[i]).collect::<Vec<_>>());
    let (done, left) = scans.split_at(read.len());
    if let Some(reason) = reason {
        if done.is_empty() && sides.iter().all(|side| side.main.words.is_empty()) {
            return Err(ExtractError::Scanned {
                pictures: scans.len(),
                pages: sides.len(),
                reason,
            });
        }
        let be = if left.len() == 1 {
            "is a picture"
        } else {
            "are pictures"
        };
        warnings.push(format!(
            "{} {be} of text (a scan) and could not be read: {reason}",
            name(left)
        ));
    }
    if !done.is_empty() {
        let be = if done.len() == 1 { "was" } else { "were" };
        warnings.push(format!(
            "{} {be} read by text recognition (OCR), for want of text in the file: words may be wrong",
            name(done)
        ));
    }
    for (&at, page) in done.iter().zip(read) {
        put(&mut sides[at], page);
    }
    Ok(())
}

/// `page 3`, `pages 3, 4 and 9`, runs drawn together: `pages 3 to 7`.
pub(super) fn numbered(pages: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &page in pages {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == page => run.1 = page,
            _ => runs.push((page, page)),
        }
    }
    let parts: Vec<String> = runs
        .iter()
        .map(|&(from, to)| match to - from {
            0 => from.to_string(),
            1 => format!("{from}, {to}"),
            _ => format!("{from} to {to}"),
        })
        .collect();
    let noun = if pages.len() == 1 { "page" } else { "pages" };
    format!("{noun} {}", parts.join(", "))
}

/// Pixels an inch: what recognition was made for.
const RESOLUTION: u32 = 300;
/// Pages that are recognised side by side.
const AT_ONCE: usize = 2;

/// The first of these pages, as many as time allows.
fn recognise_all(
    pdf: &Pdf,
    scans: &[usize],
    ocr: Ocr,
    able: bool,
) -> std::result::Result<Vec<Recognised>, Unrecognised> {
    let time = match ocr {
        Ocr::Never => return Err(Unrecognised::Unwanted),
        Ocr::Within(time) if able => time,
        Ocr::Within(_) | Ocr::Later => return Err(Unrecognised::NotInstalled),
    };
    let begun = Instant::now();
    let mut read = Vec::with_capacity(scans.len());
    let mut longest = Duration::ZERO;
    for pages in scans.chunks(AT_ONCE) {
        let round = Instant::now();
        if begun.elapsed() + longest > time {
            break;
        }
        let pictures: Vec<(Grey, u32)> = pages.iter().map(|&page| drawn(pdf, page)).collect();
        let answers = side_by_side(pictures);
        for answer in answers {
            let page = answer.map_err(|error| Unrecognised::Failed(error.to_string()))?;
            read.push(page);
        }
        longest = longest.max(round.elapsed());
    }
    Ok(read)
}

/// A page drawn in grey, and the pixels an inch that it has.
pub(super) fn drawn(pdf: &Pdf, page: usize) -> (Grey, u32) {
    let page = &pdf.pages()[page];
    let pixmap = picture::pixmap(page, RESOLUTION as f32 / 72.0);
    let (width, height) = (usize::from(pixmap.width()), usize::from(pixmap.height()));
    let shades = pixmap.data().iter().map(|pixel| {
        let [red, green, blue] = [pixel.r, pixel.g, pixel.b].map(u32::from);
        // As bright as the eye sees them (ITU-R BT.601).
        u8::try_from((299 * red + 587 * green + 114 * blue) / 1000).unwrap_or(u8::MAX)
    });
    let grey = Grey {
        width,
        height,
        pixels: shades.collect(),
    };
    let inches = page.render_dimensions().0.max(1.0) / 72.0;
    (grey, (width as f32 / inches).round() as u32)
}

fn side_by_side(pictures: Vec<(Grey, u32)>) -> Vec<io::Result<Recognised>> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = pictures
            .into_iter()
            .map(|(grey, resolution)| scope.spawn(move || ocr::recognise(grey, resolution)))
            .collect();
        let broken = |_| Err(io::Error::other("its thread broke"));
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(broken))
            .collect()
    })
}

/// Gives a page the words that were recognised on it.
fn put(side: &mut Side, page: Recognised) {
    let word = |seen: SeenWord| Word {
        size: seen.size.max(1.0),
        text: seen.text.into(),
        x0: seen.x0,
        x1: seen.x1,
        y: seen.y,
        bold: false,
        raised: false,
    };
    let rule = |stroke: &Stroke| Rule {
        x0: stroke.x0,
        y0: stroke.y0,
        x1: stroke.x1,
        y1: stroke.y1,
    };
    side.direction = Direction::Right;
    side.others.clear();
    side.slope = page.slope;
    side.unmapped = 0;
    side.main.rules = page.strokes.iter().map(rule).collect();
    side.main.words = page.words.into_iter().map(word).collect();
    side.measured = true;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named_in_runs() {
        for (pages, name) in [
            (&[3][..], "page 3"),
            (&[3, 4], "pages 3, 4"),
            (&[1, 3, 4, 5, 6, 9], "pages 1, 3 to 6, 9"),
        ] {
            assert_eq!(numbered(pages), name);
        }
    }
}
