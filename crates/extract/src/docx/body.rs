//! The main text: paragraphs, tables and notes, in order.

use std::collections::{BTreeMap, HashMap};

use super::numbering::Numbering;
use super::styles::{self, Style, Styles};
use crate::extracted::{Block, BlockKind, Line};
use crate::headings;
use crate::prose::{part_marks, squeeze, superscript_digits, typed};
use crate::text::has_header;
use crate::xml::{Child, Element};

/// Reads the text with what other parts say about it.
pub(super) struct Reader {
    styles: Styles,
    numbering: Numbering,
    /// Notes by kind and id, `footnote/2`.
    notes: HashMap<String, String>,
    chunks: HashMap<String, Vec<Block>>,
    blocks: Vec<Block>,
    /// Words of a paragraph whose end was deleted: the next one goes on with them.
    carried: Words,
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
    /// Bytes by size of print, in half points.
    sizes: BTreeMap<u16, usize>,
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
            chunks: HashMap::new(),
            blocks: Vec::new(),
            carried: Words::default(),
            pending_notes: Vec::new(),
            notes_seen: 0,
            tables: 0,
        }
    }

    /// Documents of other formats that stand in this one, by their relation.
    pub(super) fn with_chunks(mut self, chunks: HashMap<String, Vec<Block>>) -> Self {
        self.chunks = chunks;
        self
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
                "p" => self.paragraph(element),
                "tbl" => self.table(element),
                "altChunk" => self.chunk(element),
                "del" | "moveFrom" | "sectPr" | "Fallback" | "sdtPr" => {}
                _ => self.flow(element),
            }
        }
    }

    /// A document in the document; its tables are counted on.
    fn chunk(&mut self, element: &Element) {
        let id = element.attribute("id");
        let Some(mut blocks) = id.and_then(|id| self.chunks.remove(id)) else {
            return;
        };
        self.tables = Block::count_tables_on(&mut blocks, self.tables);
        self.blocks.append(&mut blocks);
    }

    fn paragraph(&mut self, paragraph: &Element) {
        let mut words = std::mem::take(&mut self.carried);
        let properties = paragraph.child("pPr");
        let style = properties.and_then(|pr| pr.value("pStyle"));
        let style = self.styles.of_paragraph(style);
        self.runs(paragraph, &style, &mut words);
        if properties.is_some_and(is_end_deleted) {
            self.carried = words;
            return;
        }
        let marker = self.marker(properties, &style);
        let lines = lines(&words);
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
        // A level may name its style instead of the style its level.
        let named = || {
            let id = properties.and_then(|pr| pr.value("pStyle"))?;
            self.numbering.level_of(&list, id)
        };
        let level = own_level.or(style.numbering.1).or_else(named);
        let level = level.unwrap_or(0);
        Some((self.numbering.next(&list, level)?, level))
    }

    fn runs(&mut self, parent: &Element, style: &Style, words: &mut Words) {
        for child in parent.elements() {
            match child.name.as_str() {
                "r" => self.run(child, style, words),
                "del" | "moveFrom" | "pPr" | "Fallback" | "sdtPr" => {}
                _ => self.runs(child, style, words),
            }
        }
    }

    fn run(&mut self, run: &Element, style: &Style, words: &mut Words) {
        let properties = run.child("rPr");
        let own = properties.map(|pr| self.styles.print(pr));
        let print = own.unwrap_or_default().or(style.print);
        let is_deleted = properties.is_some_and(|pr| pr.child("del").is_some());
        if is_deleted || print.hidden == Some(true) {
            return;
        }
        let raised = print.raised == Some(true);
        let before = words.text.len();
        for part in run.elements() {
            match part.name.as_str() {
                "t" => push_text(&mut words.text, part, raised),
                "tab" | "ptab" => words.text.push('\t'),
                "br" | "cr" => words.text.push('\n'),
                "noBreakHyphen" => words.text.push('-'),
                "sym" => words.text.extend(symbol(part)),
                "footnoteReference" | "endnoteReference" => self.reference(part, words),
                "AlternateContent" | "drawing" | "pict" | "object" => self.text_boxes(part, words),
                _ => {}
            }
        }
        let added = words.text.len() - before;
        if print.bold == Some(true) {
            words.bold += added;
        }
        let size = print.size.unwrap_or_default();
        *words.sizes.entry(size).or_default() += added;
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
        if rows.iter().all(|(cells, _)| cells.len() < 2) || is_layout(table) {
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
        let before = properties.and_then(|pr| pr.value("gridBefore"));
        let before: usize = before.and_then(|count| count.parse().ok()).unwrap_or(0);
        let mut cells = vec![String::new(); before.min(MAX_SPAN)];
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
            cells.extend((1..span.min(MAX_SPAN)).map(|_| String::new()));
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

/// A cell over more columns is an attack or a fault.
const MAX_SPAN: usize = 64;

/// One row of cells that each hold a page's worth of paragraphs: columns of print, not a table.
fn is_layout(table: &Element) -> bool {
    const PARAGRAPHS: usize = 4;
    let rows = lines_of(table, "tr");
    let [row] = rows.as_slice() else {
        return false;
    };
    let long = |cell: &&Element| lines_of(cell, "p").len() >= PARAGRAPHS;
    lines_of(row, "tc").iter().any(long)
}

/// The mark at the paragraph's end was deleted under tracked changes.
fn is_end_deleted(properties: &Element) -> bool {
    let mark = properties.child("rPr");
    mark.is_some_and(|mark| mark.child("del").is_some() || mark.child("moveFrom").is_some())
}

/// The printed lines of a paragraph.
fn lines(words: &Words) -> Vec<Line> {
    let bold = words.bold * 2 > words.text.trim().len();
    let size = words.sizes.iter().max_by_key(|(_, bytes)| **bytes);
    let size = size.map_or(0.0, |(half_points, _)| f32::from(*half_points) / 2.0);
    let texts = words.text.split('\n').map(|line| part_marks(squeeze(line)));
    texts
        .filter(|text| !text.is_empty())
        .map(|text| Line {
            bold,
            size,
            ..Line::unplaced(text)
        })
        .collect()
}

/// A sign of a symbol font: its code is all there is.
fn symbol(part: &Element) -> Option<char> {
    let code = u32::from_str_radix(part.attribute("char")?, 16).ok()?;
    let sign = char::from_u32(code)?;
    // Symbol fonts put their signs at the private place of the Latin letter under them.
    Some(match sign {
        '\u{F0FC}' | '\u{F050}' => '✓',
        '\u{F0FB}' | '\u{F04F}' => '✗',
        '\u{F0E0}' => '→',
        '\u{E000}'..='\u{F8FF}' => '•',
        sign => sign,
    })
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
        .map(styles::outline_level);
    let kind = match (outline.unwrap_or(style.heading), marker) {
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
