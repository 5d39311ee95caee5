//! A walk over elements that turns them into blocks, in order.

use scraper::{ElementRef, Node};

use super::numerals::numeral;
use super::{boilerplate, table};
use crate::extracted::{Block, BlockKind, Line};
use crate::prose::{list_marker, note_mark, part_marks, squeeze, superscript_digits};

/// Elements nested deeper than this give their words without their structure.
const MAX_DEPTH: usize = 180;

/// The blocks of an element.
pub(super) fn blocks(root: ElementRef) -> Vec<Block> {
    let mut walk = Walk::default();
    walk.children(root, 0);
    walk.flush();
    walk.blocks
}

/// The words of an element in one line.
pub(super) fn plain_text(element: ElementRef) -> String {
    let mut walk = Walk::default();
    walk.inline_children(element, 0);
    squeeze(&walk.pending)
}

#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    /// Words that no block end has closed yet; `\n` where a line was broken.
    pending: String,
    /// The pending words that stand in bold print, in bytes.
    bold: usize,
    bold_depth: usize,
    /// What the pending words will be; taken by the first flush.
    kind: Option<BlockKind>,
    lists: Vec<List>,
    quotes: usize,
    notes: usize,
    tables: u32,
}

struct List {
    /// The next item's number; `None` for bullets.
    next: Option<i64>,
    style: char,
}

impl Walk {
    fn children(&mut self, parent: ElementRef, depth: usize) {
        for child in parent.children() {
            if let Some(element) = ElementRef::wrap(child) {
                self.element(element, depth + 1);
            } else if let Node::Text(text) = child.value() {
                self.words(text);
            }
        }
    }

    /// Words between tags; the line ends of the source are spaces.
    fn words(&mut self, text: &str) {
        let before = self.pending.len();
        self.pending
            .extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
        if self.bold_depth > 0 {
            self.bold += self.pending.len() - before;
        }
    }

    fn element(&mut self, element: ElementRef, depth: usize) {
        let name = element.value().name();
        if boilerplate::is_foreign(element) || self.is_site_part(element) {
            return;
        }
        if depth > MAX_DEPTH {
            return self.flat(element);
        }
        match name {
            "br" => self.pending.push('\n'),
            "b" | "strong" => {
                self.bold_depth += 1;
                self.children(element, depth);
                self.bold_depth -= 1;
            }
            "sup" => self.superscript(element),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(element, name),
            "ul" | "ol" | "menu" => self.list(element, depth),
            "li" => self.item(element, depth),
            "blockquote" => self.within(element, depth, |walk, by| {
                walk.quotes = walk.quotes.wrapping_add_signed(by);
            }),
            "figcaption" | "caption" => self.closed(element, depth, Some(BlockKind::Caption)),
            "table" => self.table(element, depth),
            "pre" => self.preformatted(element),
            "hr" => self.flush(),
            _ if is_notes(element) => self.within(element, depth, |walk, by| {
                walk.notes = walk.notes.wrapping_add_signed(by);
            }),
            _ if is_inline(name) => {
                self.part_number(element);
                self.children(element, depth);
            }
            _ => self.closed(element, depth, None),
        }
    }

    /// `<span>Foreword</span><span>3</span>`: styles, not spaces, keep the number off the word.
    fn part_number(&mut self, element: ElementRef) {
        let number = || {
            let text: String = element.text().take(2).collect();
            !text.is_empty() && text.len() < 5 && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if element.value().name() == "span"
            && self.pending.ends_with(char::is_alphabetic)
            && number()
        {
            self.pending.push(' ');
        }
    }

    /// Headers and footers of the site, and boxes beside the article; those of a quotation stay.
    fn is_site_part(&self, element: ElementRef) -> bool {
        let outside = || {
            !element.ancestors().any(|parent| {
                parent.value().as_element().is_some_and(|parent| {
                    matches!(
                        parent.name(),
                        "article" | "main" | "section" | "blockquote" | "figure"
                    )
                })
            })
        };
        match element.value().name() {
            "aside" => self.quotes == 0,
            "footer" => self.quotes == 0,
            "header" => outside(),
            _ => false,
        }
    }

    fn flat(&mut self, element: ElementRef) {
        for text in element.text() {
            self.words(text);
        }
    }

    /// A block-level element: what stands before it and in it are blocks of their own.
    fn closed(&mut self, element: ElementRef, depth: usize, kind: Option<BlockKind>) {
        // The first paragraph inside an item is the item's.
        if self.kind.is_none() || !self.pending.trim().is_empty() || kind.is_some() {
            self.flush();
            self.kind = kind;
        }
        self.children(element, depth);
        self.flush_words();
    }

    fn within(&mut self, element: ElementRef, depth: usize, count: impl Fn(&mut Self, isize)) {
        self.flush();
        count(self, 1);
        self.children(element, depth);
        self.flush();
        count(self, -1);
    }

    fn heading(&mut self, element: ElementRef, name: &str) {
        self.flush();
        let level = name[1..].parse().unwrap_or(6);
        let text = without_back_link(&part_marks(&plain_text(element)));
        if !text.is_empty() {
            self.blocks
                .push(Block::unplaced(BlockKind::Heading { level }, text));
        }
    }

    fn list(&mut self, element: ElementRef, depth: usize) {
        self.flush();
        let ordered = element.value().name() == "ol";
        let start = element
            .attr("start")
            .and_then(|start| start.trim().parse().ok())
            .unwrap_or(1);
        let style = element
            .attr("type")
            .and_then(|style| style.chars().next())
            .unwrap_or('1');
        let notes = is_notes(element);
        self.notes += usize::from(notes);
        self.lists.push(List {
            next: ordered.then_some(start),
            style,
        });
        self.children(element, depth);
        self.flush();
        self.lists.pop();
        self.notes -= usize::from(notes);
    }

    fn item(&mut self, element: ElementRef, depth: usize) {
        self.flush();
        let level = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let marker = match self.lists.last_mut() {
            Some(List {
                next: Some(next),
                style,
            }) => {
                let number = element
                    .attr("value")
                    .and_then(|value| value.trim().parse().ok())
                    .unwrap_or(*next);
                *next = number.saturating_add(1);
                format!("{}.", numeral(number, *style))
            }
            _ => "•".to_owned(),
        };
        let note = self.notes > 0 && marker != "•";
        let mark = || marker.trim_end_matches('.').to_owned();
        self.kind = Some(if note {
            BlockKind::Footnote { mark: mark() }
        } else {
            BlockKind::ListItem {
                marker,
                depth: level,
            }
        });
        self.children(element, depth);
        self.flush();
        self.kind = None;
    }

    fn table(&mut self, element: ElementRef, depth: usize) {
        self.flush();
        match table::read(element) {
            Some(read) => {
                let caption = read
                    .caption
                    .map(|text| Block::unplaced(BlockKind::Caption, text));
                self.blocks.extend(caption);
                let number = self.tables;
                self.blocks.extend(
                    read.rows
                        .into_iter()
                        .map(|(cells, header)| Block::row(number, cells, header)),
                );
                self.tables += 1;
            }
            None => self.closed(element, depth, None),
        }
    }

    fn preformatted(&mut self, element: ElementRef) {
        self.flush();
        let text: String = element.text().collect();
        for line in text.lines() {
            self.pending.push_str(line);
            self.flush();
        }
    }

    /// `<sup>2</sup>` and `<sup>[2]</sup>` are marks of notes; `<sup>th</sup>` belongs to its word.
    fn superscript(&mut self, element: ElementRef) {
        let text = plain_text(element);
        let digits = text.trim_matches(['[', ']', '(', ')']);
        if !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) {
            self.pending.push_str(&superscript_digits(digits));
        } else {
            self.pending.push_str(&text);
        }
    }

    fn inline_children(&mut self, parent: ElementRef, depth: usize) {
        for child in parent.children() {
            if let Node::Text(text) = child.value() {
                self.words(text);
            }
            let Some(element) = ElementRef::wrap(child) else {
                continue;
            };
            match element.value().name() {
                _ if boilerplate::is_foreign(element) => {}
                "sup" if depth < MAX_DEPTH => self.superscript(element),
                "br" => self.pending.push(' '),
                name if depth < MAX_DEPTH => {
                    self.pending
                        .push_str(if is_inline(name) { "" } else { " " });
                    self.inline_children(element, depth + 1);
                    self.pending
                        .push_str(if is_inline(name) { "" } else { " " });
                }
                _ => self.flat(element),
            }
        }
    }

    fn flush(&mut self) {
        self.flush_words();
    }

    /// Closes the pending words as blocks: an empty line inside them parts two.
    fn flush_words(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let bold = std::mem::take(&mut self.bold) * 2 > pending.trim().len();
        let mut lines: Vec<Line> = Vec::new();
        for line in pending.split('\n') {
            let text = part_marks(&squeeze(line));
            if !text.is_empty() {
                lines.push(Line {
                    bold,
                    ..Line::unplaced(text)
                });
            } else if !lines.is_empty() {
                self.push(std::mem::take(&mut lines));
            }
        }
        if !lines.is_empty() {
            self.push(lines);
        }
    }

    fn push(&mut self, lines: Vec<Line>) {
        let text = without_back_link(
            &lines
                .iter()
                .map(|line| line.text.as_str())
                .collect::<Vec<_>>()
                .join(" "),
        );
        let kind = match self.kind.take() {
            Some(kind) => kind,
            None if self.quotes > 0 => BlockKind::Quote,
            None => BlockKind::Paragraph,
        };
        let (kind, text) = marked(kind, text);
        if !text.is_empty() {
            self.blocks.push(Block { kind, text, lines });
        }
    }
}

/// A paragraph that opens with a note's mark or a typed bullet is what it looks like.
fn marked(kind: BlockKind, text: String) -> (BlockKind, String) {
    if kind != BlockKind::Paragraph {
        return (kind, text);
    }
    if let Some((mark, words)) = note_mark(&text) {
        return (BlockKind::Footnote { mark }, words.to_owned());
    }
    match list_marker(&text) {
        Some((marker, words)) if !marker.starts_with(|c: char| c.is_ascii_digit()) => {
            (BlockKind::ListItem { marker, depth: 0 }, words.to_owned())
        }
        _ => (kind, text),
    }
}

/// Sections of long pages end their headings, and notes their words, with a link back.
fn without_back_link(text: &str) -> String {
    let text = text.trim_end_matches(['↩', '↑', '\u{FE0E}', ' ', '^']);
    let cut = ["(back to top)", "(return to top)", "[back to top]"]
        .into_iter()
        .find_map(|link| {
            let at = text.len().checked_sub(link.len())?;
            let end = text.get(at..)?;
            end.eq_ignore_ascii_case(link).then_some(at)
        });
    text[..cut.unwrap_or(text.len())].trim_end().to_owned()
}

fn is_notes(element: ElementRef) -> bool {
    let role = element.attr("role").unwrap_or_default();
    let named = |name: &str| {
        matches!(
            name,
            "footnotes" | "endnotes" | "footnote" | "wp-block-footnotes" | "notes-list"
        )
    };
    matches!(role, "doc-endnotes" | "doc-footnote")
        || element
            .value()
            .classes()
            .chain(element.value().id())
            .any(named)
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "b"
            | "strong"
            | "picture"
            | "source"
            | "ruby"
            | "nobr"
    )
}
