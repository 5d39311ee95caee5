//! The stored form of a page's text, version 1: a line is an array, for there are very many.

use probity_model::{PageText, TextLine};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct Page {
    width: f32,
    height: f32,
    lines: Vec<(String, f32, f32, f32, f32)>,
}

impl From<&PageText> for Page {
    fn from(page: &PageText) -> Self {
        let lines = page.lines.iter().map(|line| {
            let [left, top, right, bottom] = line.bbox.map(finite);
            (line.text.clone(), left, top, right, bottom)
        });
        Self {
            width: finite(page.width),
            height: finite(page.height),
            lines: lines.collect(),
        }
    }
}

impl Page {
    pub(super) fn into_model(self, page: u32) -> PageText {
        let lines = self
            .lines
            .into_iter()
            .map(|(text, left, top, right, bottom)| TextLine {
                text,
                bbox: [left, top, right, bottom],
            });
        PageText {
            page,
            width: self.width,
            height: self.height,
            lines: lines.collect(),
        }
    }
}

/// JSON has no words for what a broken page can compute.
fn finite(position: f32) -> f32 {
    if position.is_finite() { position } else { 0.0 }
}
