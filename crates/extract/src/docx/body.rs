//! The main text: paragraphs, tables and notes, in order.

use std::collections::HashMap;

use super::numbering::Numbering;
use super::styles::{self, Style, Styles};
use super::xml::{Child, Element};
use crate::extracted::{Block, BlockKind, Line};
use crate::prose::{contents_entry, list_marker, part_marks, squeeze, superscript_digits};
use crate::text::has_header;

/// Reads the text with what other parts say about it.
pub(super) struct Reader {
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    /// Notes by kind and id, `footnote/2`.
    pub(super) notes: HashMap<String, String>,
    pub(super) blocks: Vec<Block>,
    /// Notes referred to since the last block.
    pending_notes: Vec<(String, String)>,
    notes_seen: u32,
    tables: u32,
}

/// The words of a paragraph while they are gathered.
#[derive(Default)]
struct Words {
    text: String,
    bold: usize,
    /// Paragraphs of text boxes that hang on this one.
    boxes: Vec<Block>,
}

impl Reader {
    pub(super) fn new(
        styles: Styles,
        numbering: Numbering,
        notes: HashMap<String, String>,
    ) -> Self {
        Self {
            styles,
            numbering,
            notes,
            blocks: Vec::new(),
            pending_notes: Vec::new(),
            notes_seen: 0,
            tables: 0,
        }
    }

    /// Reads all blocks inside an element.
    pub(super) fn flow(&mut self, parent: &Element) {
        for element in parent.elements() {
            match element.name.as_str() {
                "p" => self.paragraph(element),
                "tbl" => self.table(element),
                "del" | "moveFrom" | "sectPr" | "Fallback" | "sdtPr" => {}
                _ => self.flow(element),
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Element) {
        let mut words = Words::default();
        self.runs(paragraph, &mut words);
        let properties = paragraph.child("pPr");
        let style = properties
            .and_then(|pr| pr.value("pStyle"))
            .and_then(|id| self.styles.get(id))
            .cloned()
            .unwrap_or_default();
        let marker = self.marker(properties, &style);
        let bold = style.bold || words.bold * 2 > words.text.trim().len();
        let lines: Vec<Line> = words
            .text
            .split('\n')
            .map(|line| part_marks(&squeeze(line)))
            .filter(|line| !line.is_empty())
            .map(|text| Line {
                bold,
                ..Line::unplaced(text)
            })
            .collect();
        if let Some(block) = block(lines, &words.text, properties, &style, marker) {
            self.blocks.push(block);
        }
        self.blocks.append(&mut words.boxes);
        self.close_notes();
    }

    /// The automatic marker and its level.
    fn marker(&mut self, properties: Option<&Element>, style: &Style) -> Option<(String, usize)> {
        let (own, own_level) = properties.map(styles::numbering).unwrap_or_default();
        let list = own
            .or_else(|| style.numbering.0.clone())
            .filter(|list| list != "0")?;
        let level = own_level.or(style.numbering.1).unwrap_or(0);
        Some((self.numbering.next(&list, level)?, level))
    }

    fn runs(&mut self, parent: &Element, words: &mut Words) {
        for child in parent.elements() {
            match child.name.as_str() {
                "r" => self.run(child, words),
                "del" | "moveFrom" | "pPr" | "Fallback" | "sdtPr" => {}
                _ => self.runs(child, words),
            }
        }
    }

    fn run(&mut self, run: &Element, words: &mut Words) {
        let properties = run.child("rPr");
        if properties.is_some_and(|pr| pr.is_on("vanish")) {
            return;
        }
        let raised = properties.and_then(|pr| pr.value("vertAlign")) == Some("superscript");
        let before = words.text.len();
        for part in run.elements() {
            match part.name.as_str() {
                "t" => push_text(&mut words.text, part, raised),
                "tab" | "ptab" => words.text.push('\t'),
                "br" | "cr" => words.text.push('\n'),
                "noBreakHyphen" => words.text.push('-'),
                "footnoteReference" | "endnoteReference" => self.reference(part, words),
                "AlternateContent" | "drawing" | "pict" | "object" => self.text_boxes(part, words),
                _ => {}
            }
        }
        if properties.is_some_and(|pr| pr.is_on("b")) {
            words.bold += words.text.len() - before;
        }
    }

    fn reference(&mut self, part: &Element, words: &mut Words) {
        let kind = part.name.trim_end_matches("Reference");
        let Some(note) = part
            .attribute("id")
            .and_then(|id| self.notes.get(&format!("{kind}/{id}")))
        else {
            return;
        };
        self.notes_seen += 1;
        let mark = self.notes_seen.to_string();
        words.text.push_str(&superscript_digits(&mark));
        self.pending_notes.push((mark, note.clone()));
    }

    fn text_boxes(&mut self, parent: &Element, words: &mut Words) {
        for element in parent.elements() {
            match element.name.as_str() {
                "Fallback" => {}
                "txbxContent" => {
                    let outer = std::mem::take(&mut self.blocks);
                    self.flow(element);
                    words
                        .boxes
                        .append(&mut std::mem::replace(&mut self.blocks, outer));
                }
                _ => self.text_boxes(element, words),
            }
        }
    }

    fn close_notes(&mut self) {
        let notes = self.pending_notes.drain(..);
        self.blocks
            .extend(notes.map(|(mark, text)| Block::unplaced(BlockKind::Footnote { mark }, text)));
    }

    fn table(&mut self, table: &Element) {
        let rows: Vec<(Vec<String>, bool)> = lines_of(table, "tr")
            .into_iter()
            .filter_map(|row| self.row(row))
            .collect();
        if rows.iter().all(|(cells, _)| cells.len() < 2) {
            for row in lines_of(table, "tr") {
                lines_of(row, "tc")
                    .into_iter()
                    .for_each(|cell| self.flow(cell));
            }
            return;
        }
        let marked = rows.iter().any(|(_, header)| *header);
        let cells: Vec<Vec<String>> = rows.iter().map(|(cells, _)| cells.clone()).collect();
        let guessed = !marked && has_header(&cells);
        for (i, (cells, header)) in rows.into_iter().enumerate() {
            self.blocks.push(Block::row(
                self.tables,
                cells,
                header || (guessed && i == 0),
            ));
        }
        self.tables += 1;
        self.close_notes();
    }

    fn row(&mut self, row: &Element) -> Option<(Vec<String>, bool)> {
        let properties = row.child("trPr");
        if properties.is_some_and(|pr| pr.child("del").is_some()) {
            return None;
        }
        let mut cells = Vec::new();
        for cell in lines_of(row, "tc") {
            let properties = cell.child("tcPr");
            let hangs = properties
                .and_then(|pr| pr.child("vMerge"))
                .is_some_and(|merge| merge.attribute("val") != Some("restart"));
            cells.push(if hangs {
                String::new()
            } else {
                self.cell(cell)
            });
            let span: usize = properties
                .and_then(|pr| pr.value("gridSpan"))
                .and_then(|span| span.parse().ok())
                .unwrap_or(1);
            cells.extend((1..span.min(64)).map(|_| String::new()));
        }
        let header = properties.is_some_and(|pr| pr.is_on("tblHeader"));
        cells
            .iter()
            .any(|cell| !cell.is_empty())
            .then_some((cells, header))
    }

    /// All words of a cell, list markers included.
    fn cell(&mut self, cell: &Element) -> String {
        let outer = std::mem::take(&mut self.blocks);
        let notes = std::mem::take(&mut self.pending_notes);
        self.flow(cell);
        let inner = std::mem::replace(&mut self.blocks, outer);
        self.pending_notes = notes;
        let mut words = Vec::new();
        for block in inner {
            match block.kind {
                BlockKind::Footnote { mark } => self.pending_notes.push((mark, block.text)),
                BlockKind::ListItem { marker, .. } if marker != "•" => {
                    words.push(format!("{marker} {}", block.text));
                }
                _ => words.push(block.text.replace('\t', " ")),
            }
        }
        words.join(" ")
    }
}

/// Rows of a table or cells of a row, also those inside content controls and insertions.
fn lines_of<'a>(parent: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    for element in parent.elements() {
        match element.name.as_str() {
            given if given == name => found.push(element),
            "sdt" | "sdtContent" | "customXml" | "ins" => found.extend(lines_of(element, name)),
            _ => {}
        }
    }
    found
}

fn push_text(text: &mut String, part: &Element, raised: bool) {
    for child in &part.children {
        let Child::Text(words) = child else { continue };
        if raised && !words.is_empty() && words.chars().all(|c| c.is_ascii_digit()) {
            text.push_str(&superscript_digits(words));
        } else {
            text.push_str(words);
        }
    }
}

fn block(
    lines: Vec<Line>,
    raw: &str,
    properties: Option<&Element>,
    style: &Style,
    marker: Option<(String, usize)>,
) -> Option<Block> {
    let mut text = lines
        .iter()
        .map(|line| line.text.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    if text.is_empty() {
        return None;
    }
    let outline = properties
        .and_then(|pr| pr.value("outlineLvl"))
        .and_then(|level| level.parse().ok())
        .and_then(styles::outline_level);
    let kind = match (outline.or(style.heading), marker) {
        (Some(level), marker) if !style.contents => {
            let number = marker
                .map(|(marker, _)| marker)
                .filter(|marker| marker != "•");
            text = number.map_or(text.clone(), |number| format!("{number} {text}"));
            BlockKind::Heading { level }
        }
        (_, Some((marker, level))) => BlockKind::ListItem {
            marker,
            depth: u8::try_from(level).unwrap_or(u8::MAX),
        },
        _ if style.caption => BlockKind::Caption,
        _ if style.quote => BlockKind::Quote,
        _ => typed(&mut text, raw),
    };
    Some(Block { kind, text, lines })
}

/// A paragraph without a style that says more: an entry of the contents list, a typed marker.
fn typed(text: &mut String, raw: &str) -> BlockKind {
    if let Some((words, page)) = contents_entry(raw) {
        *text = format!("{} {page}", squeeze(words));
    } else if let Some((marker, words)) =
        list_marker(raw.trim()).filter(|(_, words)| !words.contains('\n'))
        && !marker.ends_with('.')
    {
        *text = part_marks(&squeeze(words));
        return BlockKind::ListItem { marker, depth: 0 };
    }
    BlockKind::Paragraph
}
