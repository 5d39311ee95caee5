//! The stored form of a page's text, version 1: a line is an array, for there are very many.

use probity_model::{PageText, TextLine};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct Page {
    width: f32,
    height: f32,
    lines: Vec<(String, f32, f32, f32, f32)>,
    /// For each line, where its words begin behind its left edge, in tenths of points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    starts: Vec<Vec<u16>>,
}

impl From<&PageText> for Page {
    fn from(page: &PageText) -> Self {
        let lines = page.lines.iter().map(|line| {
            let [left, top, right, bottom] = line.bbox.map(finite);
            (line.text.clone(), left, top, right, bottom)
        });
        let starts: Vec<Vec<u16>> = page.lines.iter().map(tenths).collect();
        let is_known = starts.iter().any(|starts| !starts.is_empty());
        Self {
            starts: if is_known { starts } else { Vec::new() },
            width: finite(page.width),
            height: finite(page.height),
            lines: lines.collect(),
        }
    }
}

impl Page {
    pub(super) fn into_model(self, page: u32) -> PageText {
        let starts = self.starts.into_iter().chain(std::iter::repeat(Vec::new()));
        let points = |starts: Vec<u16>| starts.into_iter().map(|start| f32::from(start) / 10.0);
        let lines = self.lines.into_iter().zip(starts);
        let lines = lines.map(|((text, left, top, right, bottom), starts)| TextLine {
            text,
            bbox: [left, top, right, bottom],
            starts: points(starts).collect(),
        });
        PageText {
            page,
            width: self.width,
            height: self.height,
            lines: lines.collect(),
        }
    }
}

fn tenths(line: &TextLine) -> Vec<u16> {
    let starts = line.starts.iter();
    starts.map(|start| (start * 10.0).round() as u16).collect()
}

/// JSON has no words for what a broken page can compute.
fn finite(position: f32) -> f32 {
    if position.is_finite() { position } else { 0.0 }
}
