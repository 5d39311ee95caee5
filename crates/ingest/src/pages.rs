//! The text of pages, for showing it beside the original.

use probity_extract::{Extracted, Line, Page};
use probity_model::{PageText, TextLine};

/// The pages of a document that has pages, with every printed line.
pub(crate) fn page_texts(extracted: &Extracted) -> Vec<PageText> {
    extracted.pages.iter().filter_map(page_text).collect()
}

fn page_text(page: &Page) -> Option<PageText> {
    let body: Vec<TextLine> = page.lines().filter_map(text_line).collect();
    let top = body
        .iter()
        .map(|line| line.bbox[1])
        .fold(f32::INFINITY, f32::min);
    let (mut lines, below): (Vec<_>, Vec<_>) = page
        .margins
        .iter()
        .filter_map(text_line)
        .partition(|line| line.bbox[1] < top);
    lines.extend(body);
    lines.extend(below);
    Some(PageText {
        page: page.number?,
        width: page.width,
        height: page.height,
        lines,
    })
}

fn text_line(line: &Line) -> Option<TextLine> {
    Some(TextLine {
        text: line.text.clone(),
        bbox: line.bbox?.into(),
        starts: line.starts.clone(),
    })
}

#[cfg(test)]
mod tests {
    use probity_extract::{BBox, Block, BlockKind, MediaType, Metadata};

    use super::*;

    fn line(text: &str, top: f32) -> Line {
        let bbox = BBox {
            x0: 50.0,
            y0: top,
            x1: 500.0,
            y1: top + 10.0,
        };
        Line {
            text: text.into(),
            bbox: Some(bbox),
            size: 10.0,
            bold: false,
            starts: Vec::new(),
        }
    }

    fn page(number: Option<u32>) -> Page {
        let block = Block {
            kind: BlockKind::Paragraph,
            text: "one two".into(),
            lines: vec![line("one", 100.0), line("two", 112.0)],
        };
        let margins = vec![line("footer", 800.0), line("header", 20.0)];
        Page {
            number,
            width: 595.0,
            height: 842.0,
            blocks: vec![block],
            margins,
            continued: Vec::new(),
        }
    }

    #[test]
    fn lines_stand_from_header_to_footer() {
        let extracted = Extracted {
            media_type: MediaType::Pdf,
            metadata: Metadata::default(),
            pages: vec![page(Some(1)), page(None)],
            warnings: Vec::new(),
        };
        let pages = page_texts(&extracted);
        assert_eq!(pages.len(), 1, "a page without a number is no page");
        let texts: Vec<_> = pages[0]
            .lines
            .iter()
            .map(|line| line.text.as_str())
            .collect();
        assert_eq!(texts, ["header", "one", "two", "footer"]);
    }
}
