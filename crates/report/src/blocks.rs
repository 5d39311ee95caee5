//! What extraction gave, as one flat list of blocks in one form, whatever format it came from.

use std::borrow::Cow;

use probity_extract::{BlockKind, Extracted};

use crate::boilerplate::is_running_line;
use crate::rating_words::rating_line;
use crate::running::Running;
use crate::text::{
    captured, ends_complete, is_superscript, patterns, plain, starts_small, word_count,
};

/// A heading, paragraph, item or row, with its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// In printed form.
    pub(crate) text: String,
    /// On one line, in the form that patterns are written for; cells parted by spaces.
    pub(crate) line: String,
    pub(crate) page: Option<u32>,
    pub(crate) form: Form,
}

/// The form of a block, as far as the file shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Markup or print says that it is a heading.
    Heading(u8),
    Paragraph,
    Item {
        number: Option<u32>,
        depth: u8,
    },
    Row {
        table: u32,
        cells: Vec<String>,
        header: bool,
    },
    Caption,
    Quote,
    Footnote,
}

patterns! {
    BACK_TO_TOP = r"(?i)\s*\(back to top\)\s*$";
    BULLET = r"^\s*(?:[•‣◦▪●○■]\s*|[-*–—]\s+)";
    CAPTION = r"(?i)^(?:image|media|photo|picture) (?:caption|source|credit)s?\b[,:]? ?";
    NUMBER = r"^\s*\(?(\d{1,2})[.)]\s+";
    /// "a." or "(b)", as parts of an item are marked.
    LETTER = r"^\(?[a-z][.)]\s+";
    SPLIT_STANDARD = r"(?i)^(?:P|R|N)?\s?\d\.\d\.?$";
}

/// The blocks of a document in reading order.
pub(crate) fn flatten(extracted: &Extracted) -> Vec<Block> {
    let count = extracted.pages.iter().map(|page| page.blocks.len()).sum();
    let mut blocks = Vec::with_capacity(count);
    let running = Running::find(extracted);
    for page in &extracted.pages {
        for (at, block) in page.blocks.iter().enumerate() {
            if running.has(block) {
                continue;
            }
            let is_top = blocks.len() < TOP;
            if let Some(row) = barred(&page.blocks, at, is_top, page.number) {
                blocks.push(row);
                continue;
            }
            let parts = match is_top.then(|| stamps(block)).flatten() {
                Some(parts) => parts.collect(),
                None => lettered(block),
            };
            match parts.as_slice() {
                [] => blocks.extend(normal(block, page.number)),
                parts => blocks.extend(
                    parts
                        .iter()
                        .filter_map(|part| paragraph(part.trim().to_owned(), page.number)),
                ),
            }
        }
    }
    join_broken(blocks)
}

/// A line of a table whose cells are parted by bars: the lines beside it have as many.
fn barred(
    blocks: &[probity_extract::Block],
    at: usize,
    is_top: bool,
    page: Option<u32>,
) -> Option<Block> {
    let bars = |block: &probity_extract::Block| match block.kind {
        BlockKind::Paragraph | BlockKind::Heading { .. } => block.text.matches(BAR).count(),
        _ => 0,
    };
    let own = bars(&blocks[at]);
    if own < 2 {
        return None;
    }
    let same = |block: &&probity_extract::Block| bars(block) == own;
    let above = blocks[..at].iter().rev().take(2).take_while(same).count();
    let below = blocks[at + 1..].iter().take(2).take_while(same).count();
    // Above an article outlet, author and date stand side by side, too.
    let fewest = if is_top { 2 } else { 1 };
    (above + below >= fewest).then(|| {
        let cells = blocks[at].text.split(BAR);
        let cells = cells.map(|cell| cell.trim().to_owned()).collect();
        let form = Form::Row {
            table: u32::MAX,
            cells,
            header: false,
        };
        Block::new(blocks[at].text.trim().to_owned(), page, form)
    })
}

const BAR: &str = " | ";

/// How many blocks from the top outlet, author and date may stand on one line.
const TOP: usize = 12;

/// "Outlet | By an author | 8 Feb 2024": what is set side by side above an article, each for itself.
fn stamps(block: &probity_extract::Block) -> Option<impl Iterator<Item = &str>> {
    let is_line = matches!(block.kind, BlockKind::Paragraph) && block.text.len() < 160;
    let parts = block.text.split(" | ");
    (is_line && parts.clone().count() > 2).then_some(parts)
}

/// The letter that marks an item, with what closes it. Most texts are told apart by their first bytes.
fn letter_of(text: &str) -> Option<&str> {
    let closed = text.bytes().take(3).any(|byte| matches!(byte, b'.' | b')'));
    let found = closed.then(|| LETTER.find(text)).flatten();
    found.map(|found| found.as_str())
}

/// "a. plan with people b. review plans": the items of a list that reached us as one paragraph. None
/// for any other block.
fn lettered(block: &probity_extract::Block) -> Vec<&str> {
    let text = block.text.trim();
    let mut parts = Vec::new();
    if !matches!(block.kind, BlockKind::Paragraph) || letter_of(text).is_none() {
        return parts;
    }
    let first = text.trim_start_matches('(').bytes().next();
    let mut rest = text;
    for letter in first.into_iter().flat_map(|first| first + 1..=b'z') {
        let letter = char::from(letter);
        let sought = [
            format!(" {letter}. "),
            format!(" {letter}) "),
            format!(" ({letter}) "),
        ];
        let Some(at) = sought.iter().filter_map(|mark| rest.find(mark)).min() else {
            break;
        };
        let (part, behind) = rest.split_at(at);
        parts.push(part);
        rest = behind.trim_start();
    }
    parts.push(rest);
    parts
}

fn normal(block: &probity_extract::Block, page: Option<u32>) -> Option<Block> {
    let text = block.text.trim();
    let text = match text.ends_with(')') {
        true => BACK_TO_TOP.replace(text, "").into_owned(),
        false => text.to_owned(),
    };
    let form = match &block.kind {
        // a heading begins with a capital; small letters go on from the line before
        BlockKind::Heading { .. } if starts_small(&text) => Form::Paragraph,
        BlockKind::Heading { level } => Form::Heading(*level),
        BlockKind::Paragraph => return paragraph(text, page),
        BlockKind::ListItem { marker, depth } => return item(&text, marker, *depth, page),
        BlockKind::TableRow { cells, .. } if cells.iter().filter(|c| !c.is_empty()).count() < 2 => {
            return lone_cell(block, page);
        }
        BlockKind::TableRow {
            table,
            cells,
            header,
        } => Form::Row {
            table: *table,
            cells: cells.clone(),
            header: *header,
        },
        BlockKind::Caption => Form::Caption,
        BlockKind::Quote => Form::Quote,
        BlockKind::Footnote { .. } => Form::Footnote,
    };
    (!text.is_empty()).then(|| Block::new(text, page, form))
}

/// A row with words in one cell only: in a table of several columns its place matters (it goes on
/// from the row before); otherwise the table is a frame around a paragraph.
fn lone_cell(block: &probity_extract::Block, page: Option<u32>) -> Option<Block> {
    let BlockKind::TableRow {
        table,
        cells,
        header,
    } = &block.kind
    else {
        return None;
    };
    if cells.len() < 3 {
        return paragraph(cells.join(" ").trim().to_owned(), page);
    }
    let form = Form::Row {
        table: *table,
        cells: cells.clone(),
        header: *header,
    };
    let text = block.text.trim().to_owned();
    (!text.is_empty()).then(|| Block::new(text, page, form))
}

fn paragraph(text: String, page: Option<u32>) -> Option<Block> {
    if text.is_empty() {
        return None;
    }
    if CAPTION.is_match(&text) {
        return Some(Block::new(text, page, Form::Caption));
    }
    if let Some(bullet) = BULLET.find(&text) {
        return item(&text[bullet.end()..], "•", 0, page);
    }
    if let Some(letter) = letter_of(&text) {
        return item(&text[letter.len()..], letter, 0, page);
    }
    let form = if text.contains('\t') {
        Form::Row {
            table: u32::MAX,
            cells: text
                .split('\t')
                .map(|cell| cell.trim().to_owned())
                .collect(),
            header: false,
        }
    } else if text.starts_with(is_superscript) {
        Form::Footnote
    } else {
        Form::Paragraph
    };
    Some(Block::new(text, page, form))
}

/// A number stands in the marker, or, badly extracted, behind a bullet at the start of the words.
fn item(text: &str, marker: &str, depth: u8, page: Option<u32>) -> Option<Block> {
    // Most markers are bullets.
    let is_number = marker.bytes().any(|byte| byte.is_ascii_digit());
    let marked = is_number.then(|| format!("{marker} "));
    let printed = marked.as_deref().and_then(|marked| NUMBER.captures(marked));
    let inside = captured(&NUMBER, text);
    let number = |found: &regex::Captures| found[1].parse().ok();
    let (number, text) = match (printed, inside) {
        (Some(found), _) => (number(&found), text),
        (None, Some(found)) => (number(&found), &text[found[0].len()..]),
        (None, None) => (None, text),
    };
    let text = text.trim().to_owned();
    let is_letter = marker.bytes().any(|byte| byte.is_ascii_lowercase());
    let is_part = is_letter && LETTER.is_match(&format!("{} ", marker.trim_end()));
    let depth = if is_part { depth.max(1) } else { depth };
    let form = Form::Item { number, depth };
    (!text.is_empty()).then(|| Block::new(text, page, form))
}

/// Joins what a page break parted: words that stop without an end, and the next paragraph that
/// begins with a small letter. What is set beside the text may stand between the two.
fn join_broken(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let open = match continues(&block) {
            true => out.iter().rposition(|earlier| !is_aside(earlier)),
            false => None,
        };
        // A word by itself may be anything, but not what a page begins with.
        let may_join = |i: &usize| word_count(&block.text) > 1 || out[*i].page < block.page;
        match open.filter(|&i| is_open(&out[i])).filter(may_join) {
            Some(i) => {
                out[i].go_on(&block.text);
            }
            None => out.push(block),
        }
    }
    out
}

fn continues(block: &Block) -> bool {
    block.form == Form::Paragraph && starts_small(&block.text) && !is_aside(block)
}

/// What print sets beside the text: notes, captions, the rating of a standard in its box, the line at
/// the foot of the page.
fn is_aside(block: &Block) -> bool {
    matches!(block.form, Form::Footnote | Form::Caption)
        || rating_line(&block.text).is_some()
        || is_running_line(&block.line, "")
}

/// What is longer, in bytes, is no paragraph that a page break parted: a list of fragments would grow
/// into one, and be read through again for each that joins.
const LONGEST: usize = 4_000;

fn is_open(block: &Block) -> bool {
    let flowing = matches!(block.form, Form::Paragraph | Form::Item { .. });
    let sentence_like = || block.text.split_whitespace().nth(3).is_some();
    flowing && block.text.len() < LONGEST && sentence_like() && !ends_complete(&block.text)
}

impl Block {
    fn new(text: String, page: Option<u32>, form: Form) -> Self {
        Self {
            line: plain(&text).into_owned(),
            text,
            page,
            form,
        }
    }

    fn go_on(&mut self, text: &str) {
        self.text.push(' ');
        self.text.push_str(text);
        self.line = plain(&self.text).into_owned();
    }

    /// The cells of a row; of any other block, its text as one cell. In plain form.
    pub(crate) fn cells(&self) -> impl DoubleEndedIterator<Item = Cow<'_, str>> {
        let (cells, line) = match &self.form {
            Form::Row { cells, .. } => (cells.as_slice(), None),
            _ => ([].as_slice(), Some(self.line.as_str())),
        };
        let cells = cells.iter().map(|cell| plain(cell));
        cells.chain(line.map(Cow::Borrowed))
    }

    /// A row that has nothing but the number of a standard in its first cell is still its heading.
    pub(crate) fn starts_with_standard_id(&self) -> bool {
        self.cells()
            .next()
            .is_some_and(|cell| SPLIT_STANDARD.is_match(&cell))
    }
}
