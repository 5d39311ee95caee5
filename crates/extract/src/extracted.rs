//! What comes out of a file, whatever its format: metadata, and pages of blocks of lines.

use serde::{Deserialize, Serialize};

/// The text of a file, its form and its own statements about itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extracted {
    /// The format that the content has, whatever the file's name says.
    pub media_type: MediaType,
    /// What the file says of itself.
    pub metadata: Metadata,
    /// Pages of a document that has them; else one page without a number that holds everything.
    pub pages: Vec<Page>,
    /// What was doubtful, repaired or missing, as sentences for a person.
    pub warnings: Vec<String>,
}

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MediaType {
    /// PDF.
    #[serde(rename = "application/pdf")]
    Pdf,
    /// HTML.
    #[serde(rename = "text/html")]
    Html,
    /// Word (Office Open XML).
    #[serde(rename = "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    Docx,
    /// OpenDocument text (LibreOffice and others).
    #[serde(rename = "application/vnd.oasis.opendocument.text")]
    Odt,
    /// Rich Text.
    #[serde(rename = "application/rtf")]
    Rtf,
    /// Mail, or a web page that a browser saved in that form.
    #[serde(rename = "message/rfc822")]
    Mail,
    /// Plain text, Markdown included.
    #[serde(rename = "text/plain")]
    Text,
}

impl MediaType {
    /// The type's registered name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Html => "text/html",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Rtf => "application/rtf",
            Self::Mail => "message/rfc822",
            Self::Text => "text/plain",
        }
    }
}

/// What a file says of itself, unchecked: titles are often those of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Title.
    pub title: Option<String>,
    /// Author of an article.
    pub author: Option<String>,
    /// Name of the publishing site or house.
    pub publisher: Option<String>,
    /// When it was published, as written there (RFC 3339 and ISO 8601 mostly).
    pub published: Option<String>,
    /// When it was last changed, as written there.
    pub modified: Option<String>,
    /// The page's own address.
    pub canonical_url: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// The type a page declares: `article`, `NewsArticle`, …
    pub declared_type: Option<String>,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Its number in the file, from 1; `None` in a document without pages.
    pub number: Option<u32>,
    /// Width in points as shown; 0 without pages.
    pub width: f32,
    /// Height in points as shown; 0 without pages.
    pub height: f32,
    /// Its text in reading order, without running headers, running footers and page numbers.
    pub blocks: Vec<Block>,
    /// Lines at the top of the page that carry on the last block of the page before: their words
    /// are in that block's text.
    #[serde(default)]
    pub continued: Vec<Line>,
    /// Running headers, footers and page numbers.
    pub margins: Vec<Line>,
}

impl Page {
    /// The one page of a document without pages.
    #[must_use]
    pub fn unnumbered(blocks: Vec<Block>) -> Self {
        Self {
            number: None,
            width: 0.0,
            height: 0.0,
            blocks,
            continued: Vec::new(),
            margins: Vec::new(),
        }
    }

    /// Every line of the page's text once, in reading order, without its margins.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.continued
            .iter()
            .chain(self.blocks.iter().flat_map(|block| &block.lines))
    }
}

/// A heading, a paragraph, an item, a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Its form.
    pub kind: BlockKind,
    /// Its words as one line of text: hyphenation at line ends undone, white space single. The
    /// cells of a table row are joined by tabs. A list item is without its bullet or number.
    pub text: String,
    /// Its printed lines, for their place on the page.
    pub lines: Vec<Line>,
}

/// The form of a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A heading, from level 1, the highest. Markup says it, or size and weight of the print.
    Heading {
        /// From 1.
        level: u8,
    },
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem {
        /// As printed or counted: `•`, `-`, `1.`, `(a)`.
        marker: String,
        /// From 0, the outermost list.
        depth: u8,
    },
    /// A row of a table. Rows of one table share its number, also across pages.
    TableRow {
        /// Number of the table in the document, from 0.
        table: u32,
        /// The cells' words, left to right; empty cells are empty.
        cells: Vec<String>,
        /// The row heads the columns.
        header: bool,
    },
    /// Words that belong to a picture or table.
    Caption,
    /// A quotation set off from the text.
    Quote,
    /// A note at the foot of a page, or set apart at the end of a section.
    Footnote {
        /// Its number or sign.
        mark: String,
    },
}

/// A printed line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The line as printed, but for a word that its end cuts with a printer's hyphen: that stands
    /// whole on the line where it begins.
    pub text: String,
    /// Where it is; `None` in a document without pages.
    pub bbox: Option<BBox>,
    /// Size of most of its print in points; 0 where there is no print.
    pub size: f32,
    /// Most of its print is bold.
    pub bold: bool,
    /// How far from the line's left edge each of its words begins, in points; words are what blanks part.
    /// Empty where that is not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub starts: Vec<f32>,
}

/// A rectangle in points from the page's top left corner, as the page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "[f32; 4]", from = "[f32; 4]")]
pub struct BBox {
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

impl From<[f32; 4]> for BBox {
    fn from([x0, y0, x1, y1]: [f32; 4]) -> Self {
        Self { x0, y0, x1, y1 }
    }
}

impl From<BBox> for [f32; 4] {
    fn from(bbox: BBox) -> Self {
        [bbox.x0, bbox.y0, bbox.x1, bbox.y1]
    }
}

impl Block {
    /// A block without a place: one printed line.
    #[must_use]
    pub fn unplaced(kind: BlockKind, text: String) -> Self {
        let lines = vec![Line::unplaced(text.clone())];
        Self { kind, text, lines }
    }

    /// A row of a table without a place.
    #[must_use]
    pub fn row(table: u32, cells: Vec<String>, header: bool) -> Self {
        let text = cells.join("\t");
        Self::unplaced(
            BlockKind::TableRow {
                table,
                cells,
                header,
            },
            text,
        )
    }

    /// Gives the tables of a part that was read for itself numbers from `first` on; the next one.
    pub(crate) fn count_tables_on(blocks: &mut [Self], first: u32) -> u32 {
        let mut next = first;
        for block in blocks {
            if let BlockKind::TableRow { table, .. } = &mut block.kind {
                *table += first;
                next = next.max(*table + 1);
            }
        }
        next
    }
}

impl Line {
    /// A line without a place or print.
    #[must_use]
    pub fn unplaced(text: String) -> Self {
        Self {
            text,
            bbox: None,
            size: 0.0,
            bold: false,
            starts: Vec::new(),
        }
    }
}
