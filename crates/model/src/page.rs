//! The text of a page with its place on the page: what is shown beside and drawn upon the original.

use serde::{Deserialize, Serialize};

/// One page of a document that has pages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageText {
    /// The page's number in the file, from 1.
    pub page: u32,
    /// Width in points (1/72 inch), as shown (after rotation).
    pub width: f32,
    /// Height in points, as shown.
    pub height: f32,
    /// Lines in reading order, running headers and page numbers included.
    pub lines: Vec<TextLine>,
}

/// One printed line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextLine {
    /// The line as printed.
    pub text: String,
    /// `[left, top, right, bottom]` in points from the page's top left corner.
    pub bbox: [f32; 4],
    /// How far from the left edge each word begins, in points; words are what blanks part. Empty where that
    /// is not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub starts: Vec<f32>,
}
