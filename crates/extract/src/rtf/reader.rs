//! Tokens of RTF to blocks.

use std::collections::HashMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::paragraph::{Paragraph, list_mark};
use super::state::{Destination, State, destination, of_charset, of_codepage, sign};
use super::table::Table;
use super::tokens::{Token, Tokens};
use crate::docx::{named_level, outline_level};
use crate::extracted::{Block, BlockKind};
use crate::headings;
use crate::prose::{part_marks, squeeze, superscript_digits, typed};

/// Groups nested deeper than this are left out: no document is nested so, an attack is.
const MAX_DEPTH: usize = 200;

/// What was read.
pub(super) struct Read {
    pub(super) blocks: Vec<Block>,
    pub(super) title: String,
    pub(super) author: String,
    /// The last group was closed.
    pub(super) is_whole: bool,
}

/// Reads a whole file.
pub(super) fn read(bytes: &[u8]) -> Read {
    let mut reader = Reader::default();
    for token in Tokens::of(bytes) {
        reader.token(token);
    }
    reader.decode();
    let is_whole = reader.open.is_empty() && reader.too_deep == 0;
    while !reader.outer.is_empty() {
        reader.close_box();
    }
    reader.end_paragraph();
    headings::mark(&mut reader.blocks);
    Read {
        blocks: reader.blocks,
        title: reader.title,
        author: reader.author,
        is_whole,
    }
}

#[derive(Default)]
struct Reader {
    state: State,
    open: Vec<State>,
    too_deep: usize,
    /// Bytes of text in the encoding of the font that follows.
    bytes: Vec<u8>,
    encoding: Option<&'static Encoding>,
    fonts: HashMap<i32, &'static Encoding>,
    /// Number of the font that holds where no other is named.
    usual_font: i32,
    /// Stand-ins for a character that was read already.
    to_skip: usize,
    /// The first half of a character that is written as two.
    half: Option<u16>,
    paragraph: Paragraph,
    blocks: Vec<Block>,
    table: Table,
    tables: u32,
    /// What text boxes interrupt, and the words of those that were closed since the last paragraph.
    outer: Vec<Outer>,
    boxes: Vec<Block>,
    /// Notes of the paragraph, and of the table, at hand, with their numbers.
    notes: Vec<(u32, String)>,
    notes_of_table: Vec<(u32, String)>,
    notes_seen: u32,
    /// Levels of heading styles by number, and the style whose name is being read.
    headings: HashMap<i32, u8>,
    /// Styles of quotations and captions.
    kinds: HashMap<i32, BlockKind>,
    style: (i32, String),
    title: String,
    author: String,
}

/// What a text box interrupts.
struct Outer {
    paragraph: Paragraph,
    blocks: Vec<Block>,
    table: Table,
}

impl Reader {
    fn token(&mut self, token: Token) {
        if !matches!(token, Token::Byte(_)) {
            self.decode();
        }
        match token {
            Token::Open if self.open.len() >= MAX_DEPTH => self.too_deep += 1,
            Token::Close if self.too_deep > 0 => self.too_deep -= 1,
            _ if self.too_deep > 0 => {}
            Token::Open => {
                self.open.push(self.state.clone());
                self.to_skip = 0;
            }
            Token::Close => self.close(),
            Token::Sign(sign) => self.sign(sign),
            Token::Word(word, number) => self.word(word, number),
            Token::Byte(_) if self.to_skip > 0 => self.to_skip -= 1,
            Token::Byte(byte) => self.bytes.push(byte),
        }
    }

    fn close(&mut self) {
        self.to_skip = 0;
        let Some(outer) = self.open.pop() else {
            return;
        };
        let closed = std::mem::replace(&mut self.state, outer);
        if closed.destination == Destination::Box && self.state.destination != Destination::Box {
            self.close_box();
        }
        if closed.destination == Destination::Styles {
            let (number, name) = std::mem::take(&mut self.style);
            let name = name
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_lowercase();
            self.headings
                .extend(named_level(&name).map(|level| (number, level)));
            let kind = match name.as_str() {
                "caption" => Some(BlockKind::Caption),
                name if name.contains("quot") => Some(BlockKind::Quote),
                _ => None,
            };
            self.kinds.extend(kind.map(|kind| (number, kind)));
        }
    }

    fn sign(&mut self, sign: u8) {
        match sign {
            b'*' => self.state.is_optional = true,
            b'~' => self.push("\u{A0}"),
            b'_' => self.push("-"),
            b'\\' | b'{' | b'}' => self.bytes.push(sign),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        if let Some(destination) = destination(word) {
            // Inside what is left out, and inside notes, nothing leads back to the text.
            let stays = matches!(
                self.state.destination,
                Destination::Nowhere | Destination::Note
            ) && destination != Destination::Nowhere;
            let before = self.state.destination;
            if !stays {
                self.state.destination = destination;
            }
            match destination {
                Destination::Note => self.open_note(),
                Destination::Box if !stays && before != Destination::Box => self.open_box(),
                _ => {}
            }
            self.state.is_optional = false;
            return;
        }
        if std::mem::take(&mut self.state.is_optional) && !is_kept(word) {
            self.state.destination = Destination::Nowhere;
            return;
        }
        let is_on = number != Some(0);
        match word {
            "ansicpg" => self.encoding = number.and_then(of_codepage),
            "mac" => self.encoding = of_codepage(10000),
            "f" => self.state.font = number.unwrap_or(0),
            "fcharset" if self.state.destination == Destination::Fonts => {
                if let Some(encoding) = number.and_then(of_charset) {
                    self.fonts.insert(self.state.font, encoding);
                }
            }
            "b" => self.state.bold = is_on,
            "v" | "deleted" => self.state.hidden = is_on,
            "super" | "up" => self.state.raised = is_on,
            "nosupersub" | "sub" | "dn" => self.state.raised = false,
            "deff" => self.usual_font = number.unwrap_or(0),
            "fs" => {
                self.state.size = number
                    .and_then(|size| u16::try_from(size).ok())
                    .unwrap_or(24);
            }
            "plain" => self.plain(),
            "uc" => {
                self.state.stand_ins = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(1);
            }
            "u" => self.unicode(number.unwrap_or(0)),
            "s" => self.numbered_style(number.unwrap_or(0)),
            _ => self.layout(word, number),
        }
    }

    fn plain(&mut self) {
        self.state.bold = false;
        self.state.hidden = false;
        self.state.raised = false;
        self.state.size = State::default().size;
        self.state.font = self.usual_font;
    }

    fn numbered_style(&mut self, number: i32) {
        match self.state.destination {
            Destination::Styles => self.style = (number, String::new()),
            Destination::Text | Destination::Box => self.paragraph.style = number,
            _ => {}
        }
    }

    /// Words about paragraphs, tables and signs.
    fn layout(&mut self, word: &str, number: Option<i32>) {
        if let Some(sign) = sign(word) {
            return self.push(sign.encode_utf8(&mut [0; 4]));
        }
        let is_text = matches!(self.state.destination, Destination::Text | Destination::Box);
        let level = || number.and_then(|level| u8::try_from(level).ok());
        match word {
            "par" | "sect" | "page" if self.state.destination == Destination::Note => {
                self.push(" ");
            }
            "par" | "sect" | "page" if is_text => {
                if self.paragraph.in_table {
                    self.paragraph.put_mark();
                    self.push("\n");
                    self.paragraph.begun = self.paragraph.text.len();
                } else {
                    self.end_paragraph();
                }
            }
            // A table inside a cell gives the cell its words.
            "nestcell" if is_text => self.push("\n"),
            "cell" if is_text => self.end_cell(),
            "row" if is_text => self.end_row(),
            "trowd" if is_text => self.table.define_row(),
            "cellx" if is_text => self.table.edge(number.unwrap_or(0)),
            "chftn" if is_text => {
                let mark = (self.notes_seen + 1).to_string();
                self.push(&superscript_digits(&mark));
            }
            "pard" if is_text => self.reset(),
            "intbl" if is_text => self.paragraph.in_table = true,
            "outlinelevel" => self.outline(level().and_then(outline_level)),
            "ilvl" if is_text => self.paragraph.level = level().unwrap_or(0),
            _ => {}
        }
    }

    fn outline(&mut self, level: Option<u8>) {
        match self.state.destination {
            Destination::Styles => {
                self.headings
                    .extend(level.map(|level| (self.style.0, level)));
            }
            Destination::Text | Destination::Box => self.paragraph.outline = level,
            _ => {}
        }
    }

    /// The properties of the paragraph as the document has them at first.
    fn reset(&mut self) {
        self.paragraph.style = 0;
        self.paragraph.outline = None;
        self.paragraph.level = 0;
        self.paragraph.in_table = false;
    }

    fn unicode(&mut self, number: i32) {
        self.to_skip = self.state.stand_ins;
        // Numbers are 16-bit and may be written with a sign; two may make one character.
        let unit = (number & 0xFFFF) as u16;
        self.decode();
        let text = match char::from_u32(unit.into()) {
            Some(c) => c.to_string(),
            None => return self.surrogate(unit),
        };
        self.push(&text);
    }

    /// Half of a character: it waits for the other half.
    fn surrogate(&mut self, unit: u16) {
        const FIRST_LOW: u16 = 0xDC00;
        if unit < FIRST_LOW {
            self.half = Some(unit);
        } else if let Some(high) = self.half.take()
            && let Some(Ok(c)) = char::decode_utf16([high, unit]).next()
        {
            self.push(c.encode_utf8(&mut [0; 4]));
        }
    }

    /// Gives the bytes that were read their meaning and their place.
    fn decode(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let font = self.fonts.get(&self.state.font).copied();
        let encoding = font.or(self.encoding).unwrap_or(WINDOWS_1252);
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        if self.state.raised && text.bytes().all(|byte| byte.is_ascii_digit()) {
            self.push(&superscript_digits(&text));
        } else {
            self.push(&text);
        }
    }

    fn push(&mut self, text: &str) {
        match self.state.destination {
            Destination::Text | Destination::Box | Destination::Note if self.state.hidden => {}
            Destination::Text | Destination::Box => {
                self.paragraph.text.push_str(text);
                *self.paragraph.sizes.entry(self.state.size).or_default() += text.len();
                if self.state.bold {
                    self.paragraph.bold += text.len();
                }
            }
            Destination::Mark => self.paragraph.mark.push_str(text),
            Destination::Note => {
                if let Some((_, note)) = self.notes.last_mut() {
                    note.push_str(text);
                }
            }
            Destination::Title => self.title.push_str(text),
            Destination::Author => self.author.push_str(text),
            Destination::Styles => self.style.1.push_str(text),
            Destination::Fonts | Destination::Nowhere => {}
        }
    }

    fn open_note(&mut self) {
        self.notes_seen += 1;
        self.notes.push((self.notes_seen, String::new()));
    }

    fn end_paragraph(&mut self) {
        self.end_table();
        let paragraph = self.paragraph.take();
        let lines = paragraph.lines();
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        let mut text = texts.join(" ");
        if !text.is_empty() {
            let kind = self.kind(&paragraph, &mut text);
            self.blocks.push(Block { kind, text, lines });
        }
        self.blocks.append(&mut self.boxes);
        let notes = std::mem::take(&mut self.notes);
        self.put_notes(notes);
    }

    fn kind(&self, paragraph: &Paragraph, text: &mut String) -> BlockKind {
        let heading = paragraph
            .outline
            .or_else(|| self.headings.get(&paragraph.style).copied());
        let mark = list_mark(&paragraph.mark);
        match (heading, mark) {
            (Some(level), mark) => {
                if let Some(number) = mark.filter(|mark| mark != "•") {
                    *text = format!("{number} {text}");
                }
                BlockKind::Heading { level }
            }
            (None, Some(marker)) => BlockKind::ListItem {
                marker,
                depth: paragraph.level,
            },
            (None, None) => match self.kinds.get(&paragraph.style) {
                Some(kind) => kind.clone(),
                None => typed(text, &paragraph.text),
            },
        }
    }

    fn put_notes(&mut self, notes: Vec<(u32, String)>) {
        for (number, note) in notes {
            let mark = number.to_string();
            let text = part_marks(squeeze(&note));
            if !text.is_empty() {
                self.blocks
                    .push(Block::unplaced(BlockKind::Footnote { mark }, text));
            }
        }
    }

    fn end_cell(&mut self) {
        let mut paragraph = self.paragraph.take();
        paragraph.put_mark();
        self.table.cell(part_marks(squeeze(&paragraph.text)));
    }

    fn end_row(&mut self) {
        if self.table.end_row() {
            self.notes_of_table.append(&mut self.notes);
        }
    }

    fn end_table(&mut self) {
        self.end_row();
        let mut rows = self.table.end(&mut self.tables);
        self.blocks.append(&mut rows);
        let notes = std::mem::take(&mut self.notes_of_table);
        self.put_notes(notes);
    }

    /// A text box: what stands in it comes behind the paragraph that it hangs on.
    fn open_box(&mut self) {
        let outer = Outer {
            paragraph: std::mem::take(&mut self.paragraph),
            blocks: std::mem::take(&mut self.blocks),
            table: std::mem::take(&mut self.table),
        };
        self.outer.push(outer);
    }

    fn close_box(&mut self) {
        self.end_paragraph();
        if let Some(outer) = self.outer.pop() {
            let mut inner = std::mem::replace(&mut self.blocks, outer.blocks);
            self.boxes.append(&mut inner);
            self.paragraph = outer.paragraph;
            self.table = outer.table;
        }
    }
}

/// Optional destinations that hold text.
fn is_kept(word: &str) -> bool {
    matches!(word, "shpinst" | "revised")
}
