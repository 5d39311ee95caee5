//! The text of an OpenDocument file: paragraphs, lists, tables and notes, in order.

use std::collections::HashMap;

use super::styles::{LEVELS, Style, Styles, marker};
use crate::extracted::{Block, BlockKind, Line};
use crate::headings;
use crate::prose::{part_marks, squeeze, superscript_digits, typed};
use crate::text::has_header;
use crate::xml::{Child, Element};

/// Cells and rows that stand for this many of their kind, or more, fill a sheet and say nothing.
const MAX_REPEATS: usize = 64;

/// Reads the text with what the styles say about it.
pub(super) struct Reader<'a> {
    styles: &'a Styles,
    blocks: Vec<Block>,
    lists: Vec<List>,
    /// The last number of each list style, for lists that go on.
    counted: HashMap<String, i64>,
    /// The last number of each level of headings.
    outline: Vec<i64>,
    pending_notes: Vec<(String, String)>,
    tables: u32,
}

struct List {
    style: String,
    number: i64,
    /// The first paragraph of an item carries its marker.
    fresh: bool,
}

/// The words of a paragraph while they are gathered.
#[derive(Default)]
struct Words {
    text: String,
    bold: usize,
    boxes: Vec<Block>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(styles: &'a Styles) -> Self {
        Self {
            styles,
            blocks: Vec::new(),
            lists: Vec::new(),
            counted: HashMap::new(),
            outline: vec![0; LEVELS],
            pending_notes: Vec::new(),
            tables: 0,
        }
    }

    /// All blocks, headings that only print tells included.
    pub(super) fn finish(mut self) -> Vec<Block> {
        headings::mark(&mut self.blocks);
        self.blocks
    }

    /// Reads all blocks inside an element.
    pub(super) fn flow(&mut self, parent: &Element) {
        for element in parent.elements() {
            match element.name.as_str() {
                "p" | "h" => self.paragraph(element),
                "list" => self.list(element),
                "table" => self.table(element),
                // Deleted text is kept there.
                "tracked-changes" | "forms" | "sequence-decls" | "variable-decls" => {}
                "title" | "desc" | "annotation" => {}
                _ => self.flow(element),
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Element) {
        let style = self.styles.of(paragraph);
        if style.hidden {
            return;
        }
        let mut words = Words::default();
        self.words(paragraph, &style, &mut words);
        let bold = style.bold || words.bold * 2 > words.text.trim().len();
        let lines: Vec<Line> = words
            .text
            .split('\n')
            .map(|line| part_marks(squeeze(line)))
            .filter(|line| !line.is_empty())
            .map(|text| Line {
                bold,
                ..Line::unplaced(text)
            })
            .collect();
        let marker = self.marker(&style);
        self.put(paragraph, &style, lines, &words.text, marker);
        self.blocks.append(&mut words.boxes);
        self.close_notes();
    }

    fn put(
        &mut self,
        paragraph: &Element,
        style: &Style,
        lines: Vec<Line>,
        raw: &str,
        marker: Option<(String, u8)>,
    ) {
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        let mut text = texts.join(" ");
        if text.is_empty() {
            return;
        }
        let outline = paragraph
            .attribute("outline-level")
            .and_then(|level| level.parse().ok());
        let heading = outline.or((paragraph.name == "h").then_some(1));
        let marker = marker.or_else(|| {
            let level = outline.filter(|_| !style.uncounted && style.list.is_none())?;
            Some((self.next_heading(paragraph, level)?, 0))
        });
        let kind = match (heading.or(style.heading), marker) {
            (Some(level), marker) => {
                if let Some((number, _)) = marker.filter(|(number, _)| number != "•") {
                    text = format!("{number} {text}");
                }
                BlockKind::Heading { level }
            }
            (None, Some((marker, depth))) => BlockKind::ListItem { marker, depth },
            (None, None) if style.caption => BlockKind::Caption,
            (None, None) if style.quote => BlockKind::Quote,
            (None, None) => typed(&mut text, raw),
        };
        self.blocks.push(Block { kind, text, lines });
    }

    /// Counts a heading and gives its number, where headings of its level have one.
    fn next_heading(&mut self, heading: &Element, level: u8) -> Option<String> {
        let depth = usize::from(level).checked_sub(1)?;
        let is_counted = heading.attribute("is-list-header") != Some("true");
        let level = self.styles.outline().get(depth)?;
        if !is_counted || !level.is_numbered() {
            return None;
        }
        let number = self.outline.get_mut(depth)?;
        *number = (*number + 1).max(level.start);
        self.outline[depth + 1..].fill(0);
        Some(marker(self.styles.outline(), depth, &self.outline))
    }

    /// The marker of the item that this paragraph opens, and the item's depth.
    fn marker(&mut self, style: &Style) -> Option<(String, u8)> {
        let depth = self.lists.len().checked_sub(1)?;
        let list = self.lists.last_mut()?;
        if !std::mem::take(&mut list.fresh) {
            return None;
        }
        let name = match (&list.style, &style.list) {
            (own, Some(of_paragraph)) if own.is_empty() => of_paragraph.clone(),
            (own, _) => own.clone(),
        };
        let numbers: Vec<i64> = self.lists.iter().map(|list| list.number).collect();
        let levels = self.styles.list(&name).unwrap_or_default();
        Some((
            marker(levels, depth, &numbers),
            u8::try_from(depth).unwrap_or(u8::MAX),
        ))
    }

    fn list(&mut self, list: &Element) {
        let outer = self.lists.last().map(|outer| outer.style.clone());
        let own = list.attribute("style-name").map(str::to_owned);
        let style = own.or(outer).unwrap_or_default();
        let depth = self.lists.len().min(LEVELS - 1);
        let goes_on = list.attribute("continue-numbering") == Some("true")
            || list.attribute("continue-list").is_some();
        let before = self.counted.get(&style).copied().filter(|_| goes_on);
        let start = self
            .styles
            .list(&style)
            .map_or(1, |levels| levels[depth].start);
        self.lists.push(List {
            number: before.unwrap_or(start.saturating_sub(1)),
            fresh: false,
            style: style.clone(),
        });
        for item in list.elements() {
            self.item(item);
        }
        if let Some(list) = self.lists.pop() {
            self.counted.insert(style, list.number);
        }
    }

    fn item(&mut self, item: &Element) {
        if let Some(list) = self.lists.last_mut() {
            let is_item = item.name == "list-item";
            let holds_text = item.elements().any(|child| child.name != "list");
            list.fresh = is_item && holds_text;
            if list.fresh {
                let start = item.attribute("start-value");
                let start = start.and_then(|start| start.parse().ok());
                list.number = start.unwrap_or(list.number.saturating_add(1));
            }
        }
        self.flow(item);
    }

    fn words(&mut self, parent: &Element, style: &Style, words: &mut Words) {
        for child in &parent.children {
            match child {
                Child::Text(text) => push(words, text, style),
                Child::Element(element) => self.inline(element, style, words),
            }
        }
    }

    fn inline(&mut self, element: &Element, style: &Style, words: &mut Words) {
        match element.name.as_str() {
            "s" | "tab" => words
                .text
                .push(if element.name == "s" { ' ' } else { '\t' }),
            "line-break" => words.text.push('\n'),
            "note" => self.note(element, words),
            "annotation" | "annotation-end" | "title" | "desc" | "tracked-changes" => {}
            "text-box" => {
                let outer = std::mem::take(&mut self.blocks);
                self.flow(element);
                let inner = std::mem::replace(&mut self.blocks, outer);
                words.boxes.extend(inner);
            }
            "span" => {
                let own = self.styles.of(element);
                let style = Style {
                    bold: style.bold || own.bold,
                    raised: own.raised,
                    hidden: own.hidden,
                    ..Style::default()
                };
                if !style.hidden {
                    self.words(element, &style, words);
                }
            }
            _ => self.words(element, style, words),
        }
    }

    fn note(&mut self, note: &Element, words: &mut Words) {
        let mark = note.child("note-citation").map(Element::text);
        let mark = squeeze(&mark.unwrap_or_default());
        let paragraphs = note
            .child("note-body")
            .into_iter()
            .flat_map(Element::elements);
        let text: Vec<String> = paragraphs.map(|paragraph| self.plain(paragraph)).collect();
        let text = part_marks(squeeze(&text.join(" ")));
        let is_number = mark.bytes().all(|byte| byte.is_ascii_digit());
        // A letter would be one of the word's.
        let printed = if is_number {
            superscript_digits(&mark)
        } else {
            format!(" [{mark}]")
        };
        words.text.push_str(&printed);
        if !text.is_empty() {
            self.pending_notes.push((mark, text));
        }
    }

    /// The words of a note's paragraph, or of those inside it.
    fn plain(&mut self, parent: &Element) -> String {
        let mut words = Words::default();
        let style = self.styles.of(parent);
        self.words(parent, &style, &mut words);
        words.text
    }

    fn close_notes(&mut self) {
        let notes = self.pending_notes.drain(..);
        self.blocks
            .extend(notes.map(|(mark, text)| Block::unplaced(BlockKind::Footnote { mark }, text)));
    }

    fn table(&mut self, table: &Element) {
        let lists = std::mem::take(&mut self.lists);
        let mut rows = Vec::new();
        self.rows(table, false, &mut rows);
        if rows.iter().all(|(cells, _)| cells.len() < 2) {
            for (cells, _) in rows {
                self.blocks.extend(cells.into_iter().flatten());
            }
        } else {
            let rows: Vec<(Vec<String>, bool)> = rows
                .into_iter()
                .map(|(cells, header)| (cells.into_iter().map(words_of).collect(), header))
                .collect();
            let marked = rows.iter().any(|(_, header)| *header);
            let cells: Vec<Vec<String>> = rows.iter().map(|(cells, _)| cells.clone()).collect();
            let guessed = !marked && has_header(&cells);
            for (at, (cells, header)) in rows.into_iter().enumerate() {
                let header = header || (guessed && at == 0);
                self.blocks.push(Block::row(self.tables, cells, header));
            }
            self.tables += 1;
        }
        self.lists = lists;
        self.close_notes();
    }

    fn rows(&mut self, parent: &Element, header: bool, rows: &mut Vec<(Vec<Vec<Block>>, bool)>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "table-row" => {
                    let cells = self.cells(element);
                    if cells.iter().any(|cell| !cell.is_empty()) {
                        rows.push((cells, header));
                    }
                }
                "table-header-rows" => self.rows(element, true, rows),
                "table-rows" | "table-row-group" => self.rows(element, header, rows),
                _ => {}
            }
        }
    }

    fn cells(&mut self, row: &Element) -> Vec<Vec<Block>> {
        let mut cells = Vec::new();
        for cell in row.elements() {
            let repeats = cell.attribute("number-columns-repeated");
            let repeats: usize = repeats.and_then(|count| count.parse().ok()).unwrap_or(1);
            match cell.name.as_str() {
                "table-cell" => {
                    let notes = std::mem::take(&mut self.pending_notes);
                    let outer = std::mem::take(&mut self.blocks);
                    self.flow(cell);
                    let inner = std::mem::replace(&mut self.blocks, outer);
                    self.pending_notes = notes;
                    let inner = self.without_notes(inner);
                    for _ in 0..repeats.clamp(1, MAX_REPEATS) {
                        cells.push(inner.clone());
                    }
                }
                "covered-table-cell" => {
                    cells.extend((0..repeats.clamp(1, MAX_REPEATS)).map(|_| Vec::new()));
                }
                _ => {}
            }
        }
        cells
    }

    /// Notes inside a cell stand after the table.
    fn without_notes(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        let mut kept = Vec::with_capacity(blocks.len());
        for block in blocks {
            match block.kind {
                BlockKind::Footnote { mark } => self.pending_notes.push((mark, block.text)),
                _ => kept.push(block),
            }
        }
        kept
    }
}

/// All words of a cell, list markers included.
fn words_of(cell: Vec<Block>) -> String {
    let words = cell.into_iter().map(|block| match block.kind {
        BlockKind::ListItem { marker, .. } if marker != "•" => format!("{marker} {}", block.text),
        _ => block.text.replace('\t', " "),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn push(words: &mut Words, text: &str, style: &Style) {
    if style.bold {
        words.bold += text.len();
    }
    let is_mark = style.raised && !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if is_mark {
        words.text.push_str(&superscript_digits(text));
    } else {
        // Line ends of the source are spaces; those of the text are elements.
        words
            .text
            .extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
    }
}
