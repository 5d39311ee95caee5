//! The plain form of an extracted document that `extract --json` prints: pages of lines in reading
//! order.

use serde::Serialize;

use crate::{BBox, Extracted, Line, MediaType, Page};

/// Pages of lines, without blocks: every printed line once, in reading order.
#[derive(Clone, Debug, Serialize)]
pub struct Listing<'a> {
    /// The format of the content.
    pub media_type: MediaType,
    /// All pages.
    pub pages: Vec<ListingPage<'a>>,
    /// What was doubtful, repaired or missing.
    pub warnings: &'a [String],
}

/// One page of a [`Listing`].
#[derive(Clone, Debug, Serialize)]
pub struct ListingPage<'a> {
    /// Its number from 1; `None` in a document without pages.
    pub page: Option<u32>,
    /// Width in points as shown.
    pub width: f32,
    /// Height in points as shown.
    pub height: f32,
    /// Lines of the text, without running headers, running footers and page numbers.
    pub lines: Vec<ListingLine<'a>>,
}

/// One line of a [`ListingPage`].
#[derive(Clone, Debug, Serialize)]
pub struct ListingLine<'a> {
    /// As printed.
    pub text: &'a str,
    /// Left, top, right and bottom in points from the page's top left corner.
    pub bbox: Option<BBox>,
}

impl<'a> From<&'a Extracted> for Listing<'a> {
    fn from(extracted: &'a Extracted) -> Self {
        let pages = extracted.pages.iter().map(ListingPage::from).collect();
        Self {
            media_type: extracted.media_type,
            pages,
            warnings: &extracted.warnings,
        }
    }
}

impl<'a> From<&'a Page> for ListingPage<'a> {
    fn from(page: &'a Page) -> Self {
        let lines = page.lines().map(ListingLine::from).collect();
        Self {
            page: page.number,
            width: page.width,
            height: page.height,
            lines,
        }
    }
}

impl<'a> From<&'a Line> for ListingLine<'a> {
    fn from(line: &'a Line) -> Self {
        Self {
            text: &line.text,
            bbox: line.bbox,
        }
    }
}
