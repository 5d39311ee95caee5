//! A walk over elements that turns them into blocks, in order.

use scraper::{ElementRef, Node};

use super::kinds::{is_caption, is_inline, is_notes, marked, with_heading_role, without_back_link};
use super::numerals::numeral;
use super::pending::{Paragraph, Pending};
use super::site::{self, Site};
use super::table;
use crate::extracted::{Block, BlockKind};
use crate::prose::{part_marks, squeeze, superscript_digits};
use crate::text;

/// Elements nested deeper than this give their words without their structure.
const MAX_DEPTH: usize = 180;

/// A block, and how much of it leads away.
pub(super) struct Piece {
    pub(super) block: Block,
    /// Share of its words, in percent, in links to other pages.
    pub(super) linked: usize,
}

impl Piece {
    /// A block without links.
    pub(super) const fn plain(block: Block) -> Self {
        Self { block, linked: 0 }
    }
}

/// The blocks of an element.
pub(super) fn pieces(root: ElementRef, site: Site) -> Vec<Piece> {
    let mut walk = Walk {
        site,
        ..Walk::default()
    };
    walk.children(root, 0);
    walk.flush();
    walk.pieces
}

/// The words of an element in one line.
pub(super) fn plain_text(element: ElementRef) -> String {
    let mut walk = Walk::default();
    walk.inline_children(element, 0);
    squeeze(&walk.pending.text)
}

#[derive(Default)]
struct Walk {
    site: Site,
    pieces: Vec<Piece>,
    pending: Pending,
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
                self.pending.words(text);
            }
        }
    }

    fn element(&mut self, element: ElementRef, depth: usize) {
        let name = with_heading_role(element);
        if self.site.is_foreign(element) || self.is_site_part(element) {
            return;
        }
        if depth > MAX_DEPTH {
            return self.flat(element);
        }
        match name {
            "br" => self.pending.text.push('\n'),
            "b" | "strong" => {
                self.pending.open_bold += 1;
                self.children(element, depth);
                self.pending.open_bold -= 1;
            }
            "a" if site::is_link(element) => {
                self.pending.open_links += 1;
                self.children(element, depth);
                self.pending.open_links -= 1;
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
            _ if table::is_played(element) => self.table(element, depth),
            "dl" => self.facts(element, depth),
            "pre" => self.preformatted(element),
            "hr" => self.flush(),
            _ if is_notes(element) => self.within(element, depth, |walk, by| {
                walk.notes = walk.notes.wrapping_add_signed(by);
            }),
            _ if is_caption(element) => self.closed(element, depth, Some(BlockKind::Caption)),
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
            && self.pending.text.ends_with(char::is_alphabetic)
            && number()
        {
            self.pending.text.push(' ');
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
            "aside" => self.quotes == 0 && !is_notes(element),
            "footer" => self.quotes == 0,
            "header" => outside(),
            _ => false,
        }
    }

    fn flat(&mut self, element: ElementRef) {
        for text in element.text() {
            self.pending.words(text);
        }
    }

    /// A block-level element: what stands before it and in it are blocks of their own.
    fn closed(&mut self, element: ElementRef, depth: usize, kind: Option<BlockKind>) {
        // The first paragraph inside an item is the item's.
        if self.kind.is_none() || !self.pending.is_blank() || kind.is_some() {
            self.flush();
            self.kind = kind;
        }
        self.children(element, depth);
        self.flush();
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
        let text = without_back_link(&part_marks(plain_text(element)));
        if !text.is_empty() {
            self.put(Block::unplaced(BlockKind::Heading { level }, text));
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
                if let Some(caption) = read.caption {
                    self.put(Block::unplaced(BlockKind::Caption, caption));
                }
                for (cells, header) in read.rows {
                    self.put(Block::row(self.tables, cells, header));
                }
                self.tables += 1;
            }
            None => self.closed(element, depth, None),
        }
    }

    fn facts(&mut self, element: ElementRef, depth: usize) {
        self.flush();
        match table::facts(element) {
            Some(facts) => {
                for cells in facts {
                    self.put(Block::row(self.tables, cells, false));
                }
                self.tables += 1;
            }
            None => self.closed(element, depth, None),
        }
    }

    /// Preformatted text is set like plain text: wrapped lines, lists by their signs.
    fn preformatted(&mut self, element: ElementRef) {
        self.flush();
        let text: String = element.text().collect();
        for block in text::blocks(&text, &mut self.tables) {
            self.put(block);
        }
    }

    fn put(&mut self, block: Block) {
        self.pieces.push(Piece::plain(block));
    }

    /// `<sup>2</sup>`, `<sup>[2]</sup>` and `<sup>[footnote 2]</sup>` are marks of notes;
    /// `<sup>th</sup>` belongs to its word.
    fn superscript(&mut self, element: ElementRef) {
        let text = plain_text(element);
        let digits = text.trim_matches(['[', ']', '(', ')']);
        let digits = digits.strip_prefix("footnote ").unwrap_or(digits);
        if !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) {
            self.pending.push(&superscript_digits(digits));
        } else {
            self.pending.push(&text);
        }
    }

    fn inline_children(&mut self, parent: ElementRef, depth: usize) {
        for child in parent.children() {
            if let Node::Text(text) = child.value() {
                self.pending.words(text);
            }
            let Some(element) = ElementRef::wrap(child) else {
                continue;
            };
            match element.value().name() {
                _ if self.site.is_foreign(element) => {}
                "sup" if depth < MAX_DEPTH => self.superscript(element),
                "br" => self.pending.text.push(' '),
                name if depth < MAX_DEPTH => {
                    let apart = if is_inline(name) { "" } else { " " };
                    self.pending.text.push_str(apart);
                    self.inline_children(element, depth + 1);
                    self.pending.text.push_str(apart);
                }
                _ => self.flat(element),
            }
        }
    }

    /// Closes the pending words as blocks.
    fn flush(&mut self) {
        for paragraph in self.pending.take() {
            self.close(paragraph);
        }
    }

    fn close(&mut self, paragraph: Paragraph) {
        let Paragraph { lines, linked } = paragraph;
        let text: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        let text = without_back_link(&text.join(" "));
        let kind = match self.kind.take() {
            Some(kind) => kind,
            None if self.quotes > 0 => BlockKind::Quote,
            None => BlockKind::Paragraph,
        };
        let (kind, text) = marked(kind, text);
        if text.contains(char::is_alphanumeric) {
            let block = Block { kind, text, lines };
            self.pieces.push(Piece { block, linked });
        }
    }
}
