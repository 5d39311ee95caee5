//! The pages of a document.

use serde::Serialize;
use utoipa::ToSchema;

/// The text of a page with its place on the page.
#[derive(Serialize, ToSchema)]
#[schema(as = Page)]
pub(crate) struct PageBody {
    /// The page's number, from 1.
    pub(crate) page: u32,
    /// Width in points.
    pub(crate) width: f32,
    /// Height in points.
    pub(crate) height: f32,
    /// Lines in reading order.
    pub(crate) lines: Vec<LineBody>,
    /// A picture of the page, as PNG; null where there is none.
    pub(crate) image_url: Option<String>,
}

/// One printed line.
#[derive(Serialize, ToSchema)]
#[schema(as = Line)]
pub(crate) struct LineBody {
    /// The line as printed.
    pub(crate) text: String,
    /// Left, top, right and bottom in points from the page's top left corner.
    pub(crate) bbox: [f32; 4],
}

impl PageBody {
    /// The page of this document. Only PDF files have pages, so every page has a picture.
    pub(crate) fn new(id: &str, page: probity_model::PageText) -> Self {
        let lines = page.lines.into_iter();
        Self {
            page: page.page,
            width: page.width,
            height: page.height,
            lines: lines
                .map(|line| LineBody {
                    text: line.text,
                    bbox: line.bbox,
                })
                .collect(),
            image_url: Some(crate::api::picture::address(id, page.page)),
        }
    }
}
