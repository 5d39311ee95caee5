//! Words on their way to becoming a block, and how much of them is bold or leads elsewhere.

use super::walk::Piece;
use crate::extracted::Line;
use crate::prose::{part_marks, squeeze};

/// Words that no block end has closed yet.
#[derive(Default)]
pub(super) struct Pending {
    /// `\n` where a line was broken.
    pub(super) text: String,
    /// Bytes in bold print.
    bold: usize,
    /// Bytes in links to other pages.
    linked: usize,
    /// Open elements of bold print.
    pub(super) open_bold: usize,
    /// Open links to other pages.
    pub(super) open_links: usize,
}

/// The lines of one block.
pub(super) struct Paragraph {
    pub(super) lines: Vec<Line>,
    /// Share of its words, in percent, in links to other pages.
    pub(super) linked: usize,
}

impl Pending {
    /// Words between tags; the line ends of the source are spaces.
    pub(super) fn words(&mut self, text: &str) {
        let spaced = text.chars().map(|c| if c == '\n' { ' ' } else { c });
        self.text.extend(spaced);
        self.count(text.trim().len());
    }

    /// Words that stand there as they are.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.count(text.trim().len());
    }

    fn count(&mut self, bytes: usize) {
        self.bold += if self.open_bold > 0 { bytes } else { 0 };
        self.linked += if self.open_links > 0 { bytes } else { 0 };
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Takes the words as paragraphs: an empty line inside them parts two.
    pub(super) fn take(&mut self) -> Vec<Paragraph> {
        let text = std::mem::take(&mut self.text);
        let all = text.trim().len();
        let bold = std::mem::take(&mut self.bold) * 2 > all;
        let linked = std::mem::take(&mut self.linked) * 100 / all.max(1);
        let mut paragraphs = Vec::new();
        let mut lines: Vec<Line> = Vec::new();
        let mut close = |lines: &mut Vec<Line>| {
            let lines = std::mem::take(lines);
            if !lines.is_empty() {
                paragraphs.push(Paragraph { lines, linked });
            }
        };
        for line in text.split('\n') {
            let text = part_marks(squeeze(line));
            if text.is_empty() {
                close(&mut lines);
            } else {
                lines.push(Line {
                    bold,
                    ..Line::unplaced(text)
                });
            }
        }
        close(&mut lines);
        paragraphs
    }
}

impl Piece {
    /// Nearly all of it is a link to another page.
    pub(super) const fn is_linked(&self) -> bool {
        self.linked >= 60
    }
}
