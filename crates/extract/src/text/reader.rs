//! Lines of text to blocks.

use super::{aligned, inline, table, wrap};
use crate::extracted::{Block, BlockKind};
use crate::prose::{list_marker, note_mark};

/// Reads page after page; tables are numbered through the document.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) tables: u32,
}

impl Reader {
    /// The blocks of one page.
    pub(super) fn blocks(&mut self, page: &str) -> Vec<Block> {
        let lines: Vec<&str> = page.split('\n').collect();
        let mut cursor = Cursor {
            column: wrap::wrap_column(&lines),
            lines: &lines,
            at: 0,
        };
        let mut blocks = Vec::new();
        while cursor.at < lines.len() {
            self.step(&mut cursor, &mut blocks);
        }
        mark_captions(&mut blocks);
        join_interrupted(&mut blocks);
        level_lists(&mut blocks);
        blocks.retain(|block| !block.text.is_empty());
        blocks
    }

    fn step(&mut self, cursor: &mut Cursor, blocks: &mut Vec<Block>) {
        let line = cursor.lines[cursor.at];
        if is_ornament(line) {
            cursor.at += 1;
        } else if let Some((table, lines)) = aligned::read(&cursor.lines[cursor.at..], self.tables)
        {
            blocks.extend(table);
            self.tables += 1;
            cursor.at += lines;
        } else if let Some(heading) = cursor.heading() {
            blocks.push(heading);
        } else if let Some(item) = cursor.list_item() {
            blocks.push(item);
        } else if let Some(rows) = cursor.open_rows() {
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            blocks.extend(table::blocks(&rows, self.tables));
            self.tables += 1;
        } else if table::cells(line).is_some() {
            let rows = cursor.rows();
            blocks.extend(table::blocks(&rows, self.tables));
            self.tables += 1;
        } else if line.trim_start().starts_with('>') {
            blocks.push(cursor.quote());
        } else if let Some((mark, words)) = note_mark(line.trim()) {
            let note = cursor.paragraph(BlockKind::Footnote { mark }, words);
            blocks.push(cursor.with_hanging(note, indent(line)));
        } else {
            blocks.push(cursor.paragraph(BlockKind::Paragraph, line));
        }
    }
}

struct Cursor<'a> {
    lines: &'a [&'a str],
    at: usize,
    /// The column that the page is wrapped at.
    column: Option<usize>,
}

impl<'a> Cursor<'a> {
    /// `# Heading`, or a line underlined with `===` or `---`.
    fn heading(&mut self) -> Option<Block> {
        let line = self.lines[self.at].trim();
        let level = line.bytes().take_while(|&byte| byte == b'#').count();
        if (1..=6).contains(&level) && line[level..].starts_with([' ', '\t']) {
            self.at += 1;
            return Some(heading(level, line[level..].trim().trim_end_matches('#')));
        }
        let under = self.lines.get(self.at + 1)?.trim();
        let level = match under.chars().next()? {
            '=' if under.chars().all(|c| c == '=') => 1,
            '-' if under.chars().all(|c| c == '-') => 2,
            _ => return None,
        };
        if under.len() < 3 || list_marker(line).is_some() || line.contains('\t') {
            return None;
        }
        self.at += 2;
        Some(heading(level, line))
    }

    fn list_item(&mut self) -> Option<Block> {
        let line = self.lines[self.at];
        let (marker, words) = list_marker(line)?;
        if words.contains('\t') || self.is_numbered_heading(&marker, words) {
            return None;
        }
        let indent = indent(line);
        let kind = BlockKind::ListItem {
            marker,
            depth: u8::try_from(indent / 2).unwrap_or(u8::MAX),
        };
        let item = self.paragraph(kind, words);
        Some(self.with_hanging(item, indent))
    }

    /// Lines that are set in further than an item or a note go on with it.
    fn with_hanging(&mut self, mut block: Block, indent: usize) -> Block {
        let hanging =
            self.take_while(|line| indent_of_words(line) > indent && list_marker(line).is_none());
        for line in hanging {
            let words = inline::words(line).text;
            wrap::join(&mut block.text, &words);
            block.lines.push(crate::Line::unplaced(words));
        }
        block
    }

    /// Rows of a table whose pipes stand only between its cells; the rule below the head tells it.
    fn open_rows(&mut self) -> Option<Vec<String>> {
        let head = self.lines[self.at];
        let rule = self.lines.get(self.at + 1)?;
        let closed = |line: &str| format!("|{}|", line.trim().trim_matches('|'));
        let is_rule = rule.contains('|') && table::is_rule(&closed(rule));
        if !head.contains('|') || !is_rule {
            return None;
        }
        let rows = self.take_while(|line| line.contains('|'));
        Some(rows.into_iter().map(closed).collect())
    }

    /// `1. Organisation` alone between blank lines is a heading in print, not a list of one.
    fn is_numbered_heading(&self, marker: &str, words: &str) -> bool {
        let blank = |line: Option<&&str>| line.is_none_or(|line| line.trim().is_empty());
        let alone = blank(self.lines.get(self.at + 1))
            && blank(self.at.checked_sub(1).and_then(|i| self.lines.get(i)));
        let numbered = marker.starts_with(|c: char| c.is_ascii_digit());
        let titled = words.starts_with(char::is_uppercase)
            && words.chars().count() <= 80
            && !words.trim_end().ends_with(['.', ';', ',', ':']);
        alone && numbered && titled && !self.list_goes_on()
    }

    /// The next words after blank lines, or the last ones before, are an item of a list, too.
    fn list_goes_on(&self) -> bool {
        let item = |line: Option<&&str>| line.is_some_and(|line| list_marker(line).is_some());
        let written = |line: &&&str| !line.trim().is_empty();
        item(self.lines[self.at + 1..].iter().find(written))
            || item(self.lines[..self.at].iter().rev().find(written))
    }

    /// Rows of a table; a blank line between rows of as many cells does not end it.
    fn rows(&mut self) -> Vec<&'a str> {
        let mut rows = self.take_while(|line| table::cells(line).is_some());
        loop {
            let width = rows
                .last()
                .and_then(|row| table::cells(row))
                .map(|cells| cells.len());
            let blank = self
                .lines
                .get(self.at)
                .is_some_and(|line| line.trim().is_empty());
            let next = self
                .lines
                .get(self.at + 1)
                .and_then(|line| table::cells(line));
            if !blank || width < Some(3) || next.map(|cells| cells.len()) != width {
                return rows;
            }
            self.at += 1;
            rows.extend(self.take_while(|line| table::cells(line).is_some()));
        }
    }

    fn quote(&mut self) -> Block {
        let lines = self.take_while(|line| line.trim_start().starts_with('>'));
        let words: Vec<String> = lines
            .iter()
            .map(|line| inline::words(line.trim_start().trim_start_matches(['>', ' '])).text)
            .collect();
        let words: Vec<String> = words.into_iter().filter(|line| !line.is_empty()).collect();
        Block::unplaced(BlockKind::Quote, words.join(" "))
    }

    /// The line at hand, and the lines it was broken into where the page is wrapped.
    fn paragraph(&mut self, kind: BlockKind, first: &'a str) -> Block {
        let mut raw = first.trim().to_owned();
        let mut printed = vec![first];
        let mut last = self.lines[self.at];
        self.at += 1;
        while let (Some(column), Some(&next)) = (self.column, self.lines.get(self.at)) {
            if next.trim().is_empty() || starts_block(next) || !wrap::goes_on(last, next, column) {
                break;
            }
            wrap::join(&mut raw, next);
            printed.push(next);
            last = next;
            self.at += 1;
        }
        let words = inline::words(&raw);
        let lines = printed.into_iter().map(|line| {
            let line = inline::words(line);
            crate::Line {
                bold: line.bold || words.bold,
                ..crate::Line::unplaced(line.text)
            }
        });
        Block {
            kind,
            lines: lines.collect(),
            text: words.text,
        }
    }

    fn take_while(&mut self, wanted: impl Fn(&str) -> bool) -> Vec<&'a str> {
        let rest = &self.lines[self.at..];
        let taken = rest
            .iter()
            .take_while(|line| !line.trim().is_empty() && wanted(line))
            .count();
        self.at += taken;
        rest[..taken].to_vec()
    }
}

fn heading(level: usize, words: &str) -> Block {
    Block::unplaced(
        BlockKind::Heading {
            level: u8::try_from(level).unwrap_or(6),
        },
        inline::words(words).text,
    )
}

fn indent(line: &str) -> usize {
    line.chars()
        .take_while(|c| c.is_whitespace())
        .map(|c| if c == '\t' { 4 } else { 1 })
        .sum()
}

/// The indent of a line that has words; nought for the others.
fn indent_of_words(line: &str) -> usize {
    if line.trim().is_empty() {
        0
    } else {
        indent(line)
    }
}

fn starts_block(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(['#', '>'])
        || list_marker(line).is_some()
        || table::cells(line).is_some()
        || note_mark(line).is_some()
        || is_ornament(line)
}

/// Blank lines, fences and rules.
fn is_ornament(line: &str) -> bool {
    let line = line.trim();
    let repeated = |signs: &str| {
        line.len() >= 3 && line.chars().all(|c| signs.contains(c)) && line.contains(|c| c != ' ')
    };
    line.is_empty()
        || line.starts_with("```")
        || line.starts_with("~~~")
        || ["- ", "* ", "_ ", "= ", "– ", "— "]
            .into_iter()
            .any(repeated)
}

/// Sentences that a page's end or its notes have cut in a text copied from pages: the one block ends
/// in the midst of one, the next begins there.
fn join_interrupted(blocks: &mut Vec<Block>) {
    const LONG: usize = 60;
    let mut at = 1;
    while at < blocks.len() {
        let flows =
            |block: &Block| !matches!(block.kind, BlockKind::Footnote { .. } | BlockKind::Caption);
        let before = blocks[..at].iter().rposition(flows);
        let joins = before.is_some_and(|before| {
            let last = &blocks[before];
            let open = last.text.len() >= LONG
                && last
                    .text
                    .ends_with(|c: char| c.is_alphanumeric() || c == ',');
            let kind = matches!(last.kind, BlockKind::Paragraph | BlockKind::ListItem { .. });
            kind && open
                && blocks[at].kind == BlockKind::Paragraph
                && blocks[at].text.starts_with(char::is_lowercase)
        });
        match before.filter(|_| joins) {
            Some(before) => {
                let rest = blocks.remove(at);
                wrap::join(&mut blocks[before].text, &rest.text);
                blocks[before].lines.extend(rest.lines);
            }
            None => at += 1,
        }
    }
}

/// Depths within a run of items count from nought and rise by one, however far they were indented.
fn level_lists(blocks: &mut [Block]) {
    for run in blocks.chunk_by_mut(|a, b| depth(a).is_some() && depth(b).is_some()) {
        let mut indents: Vec<u8> = run.iter().filter_map(depth).collect();
        indents.sort_unstable();
        indents.dedup();
        for block in run {
            if let BlockKind::ListItem { depth, .. } = &mut block.kind {
                let level = indents
                    .iter()
                    .position(|indent| indent == depth)
                    .unwrap_or(0);
                *depth = u8::try_from(level).unwrap_or(u8::MAX);
            }
        }
    }
}

fn depth(block: &Block) -> Option<u8> {
    match block.kind {
        BlockKind::ListItem { depth, .. } => Some(depth),
        _ => None,
    }
}

/// Text copied from a web page keeps the labels that stand before picture captions there, and the
/// picture's description in front of them.
fn mark_captions(blocks: &mut [Block]) {
    for i in 0..blocks.len() {
        let label = matches!(
            blocks[i].text.as_str(),
            "Image caption,"
                | "Image caption"
                | "Media caption,"
                | "Image source,"
                | "Image source"
        );
        if !label || blocks[i].kind != BlockKind::Paragraph {
            continue;
        }
        blocks[i].text.clear();
        if let Some(caption) = blocks
            .get_mut(i + 1)
            .filter(|block| block.kind == BlockKind::Paragraph)
        {
            caption.kind = BlockKind::Caption;
        }
        if let Some(description) = i.checked_sub(1).and_then(|i| blocks.get_mut(i)) {
            let sentence = description.text.ends_with(['.', '?', '!', '”', '"', '’']);
            if description.kind == BlockKind::Paragraph
                && !sentence
                && description.text.split(' ').count() >= 6
            {
                description.kind = BlockKind::Caption;
            }
        }
    }
}
