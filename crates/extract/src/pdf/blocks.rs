//! Lines of a page to headings, paragraphs, items, notes and rows.

use super::hyphens::{self, Vocabulary};
use super::layout::Item;
use super::lines::PrintLine;
use super::notes;
use super::style::Style;
use super::tables::Table;
use crate::extracted::{Block, BlockKind, Line};
use crate::prose::{contents_entry, list_marker, note_mark, squeeze, superscript_digits};

/// A block with what later steps need to know of its print.
#[derive(Debug)]
pub(super) struct Printed {
    pub(super) block: Block,
    pub(super) lines: Vec<PrintLine>,
    /// Borders of the columns of the table it is a row of.
    pub(super) borders: Vec<f32>,
}

/// What the whole document knows.
pub(super) struct Reading<'a> {
    pub(super) style: &'a Style,
    pub(super) words: &'a Vocabulary,
}

/// The blocks of a page; tables are counted on from `tables`.
pub(super) fn blocks(items: Vec<Item>, reading: &Reading, tables: &mut u32) -> Vec<Printed> {
    let mut blocks = Vec::new();
    let mut run: Vec<PrintLine> = Vec::new();
    for item in items {
        match item {
            Item::Line(mut line) => {
                line.column.1 = reading.style.right_edge(&line);
                run.push(line);
            }
            Item::Table(table) => {
                text_blocks(std::mem::take(&mut run), reading, &mut blocks);
                table_blocks(table, reading, tables, &mut blocks);
            }
        }
    }
    text_blocks(run, reading, &mut blocks);
    notes::mark(&mut blocks, reading.style);
    notes::put_last(blocks)
}

fn text_blocks(mut lines: Vec<PrintLine>, reading: &Reading, blocks: &mut Vec<Printed>) {
    narrow(&mut lines);
    let contents = contents_lines(&lines);
    let mut open: Vec<PrintLine> = Vec::new();
    let mut iter = lines.into_iter().zip(contents).peekable();
    while let Some((line, entry)) = iter.next() {
        if entry {
            close(&mut open, reading, blocks);
            let text = entry_text(&line.text);
            blocks.push(printed(BlockKind::Paragraph, text, vec![line]));
            continue;
        }
        let next = iter.peek().map(|(next, _)| next);
        if !open
            .last()
            .is_some_and(|last| continues(&open, last, &line, next, reading.style))
        {
            close(&mut open, reading, blocks);
        }
        open.push(line);
    }
    close(&mut open, reading, blocks);
}

/// Where lines around a line end again and again short of the column's edge, that is the measure they
/// are set to: something wider stands above or below.
fn narrow(lines: &mut [PrintLine]) {
    const AROUND: usize = 5;
    let measures: Vec<Option<f32>> = (0..lines.len())
        .map(|i| {
            let near = &lines[i.saturating_sub(AROUND)..(i + AROUND + 1).min(lines.len())];
            measure(near, &lines[i])
        })
        .collect();
    for (line, measure) in lines.iter_mut().zip(measures) {
        line.column.1 = measure.unwrap_or(line.column.1);
    }
}

/// The right edge that at least half of these lines share, well before that of the line's column and
/// behind the line.
fn measure(lines: &[PrintLine], line: &PrintLine) -> Option<f32> {
    let (left, edge) = line.column;
    let well_before = edge - 0.1 * (edge - left);
    if lines.len() < 6 {
        return None;
    }
    let ends = lines.iter().map(|line| line.x1);
    let shared = |&right: &f32| {
        let slack = 0.1 * (right - left);
        let near = |line: &&PrintLine| line.x1 <= right && line.x1 > right - slack;
        lines.iter().filter(near).count() * 2 >= lines.len()
    };
    ends.filter(|&right| right >= line.x1 && right < well_before)
        .filter(shared)
        .max_by(f32::total_cmp)
}

/// Lines that are entries of a contents list: dot leaders, or figures set far right in a row of
/// such lines.
fn contents_lines(lines: &[PrintLine]) -> Vec<bool> {
    let dotted: Vec<bool> = lines
        .iter()
        .map(|line| contents_entry(&line.text).is_some())
        .collect();
    let led: Vec<bool> = lines
        .iter()
        .map(|line| line.led && ends_in_page(&line.text))
        .collect();
    let near = |i: usize| (i > 0 && led[i - 1]) || led.get(i + 1).copied().unwrap_or(false);
    (0..lines.len())
        .map(|i| dotted[i] || (led[i] && near(i)))
        .collect()
}

fn ends_in_page(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    (1..=4).contains(&last.len())
        && last.bytes().all(|byte| byte.is_ascii_digit())
        && last.len() < text.len()
}

fn entry_text(line: &str) -> String {
    contents_entry(line).map_or_else(
        || line.to_owned(),
        |(words, page)| format!("{words} {page}"),
    )
}

/// Whether a line goes on with what the lines before it began.
fn continues(
    open: &[PrintLine],
    last: &PrintLine,
    line: &PrintLine,
    next: Option<&PrintLine>,
    style: &Style,
) -> bool {
    let same_print = (last.size - line.size).abs() < 0.7
        && (last.bold == line.bold || !stands_out(open, line, style));
    if !same_print
        || !style.is_pitch(line.y - last.y, last.size.max(line.size))
        || (last.column.0 - line.column.0).abs() > 1.0 && last.column != line.column
    {
        return false;
    }
    if opens_note(line, style) || (opens_item(line) && !is_sentence_figure(open, last, line)) {
        return false;
    }
    if style.is_display(line) && line.size >= 1.13 * style.body {
        return true;
    }
    let goes_on = is_open_quotation(open) || is_open_sentence(last, line);
    (goes_on || !has_room(last, line)) && !is_indented_start(open, last, line, next)
}

/// A quotation goes on until its marks close, however narrow it is set; where they never do, not for long.
fn is_open_quotation(open: &[PrintLine]) -> bool {
    const LINES: usize = 20;
    let closes = |line: &PrintLine| line.text.contains('”');
    open[0].text.starts_with('“') && open.len() < LINES && !open.iter().any(closes)
}

/// A small letter below a line that is filled for the most part and ends no sentence.
fn is_open_sentence(last: &PrintLine, line: &PrintLine) -> bool {
    let (left, right) = last.column;
    line.text.starts_with(char::is_lowercase)
        && !last.text.ends_with([',', '-'])
        && !ends_sentence(&last.text)
        && (line.x0 - last.x0).abs() < 0.4 * line.size
        && last.x1 - left > 0.7 * (right - left)
}

/// A bold line before plain ones is a heading, unless its sentence runs on into them.
fn stands_out(open: &[PrintLine], line: &PrintLine, style: &Style) -> bool {
    let Some(last) = open.last() else {
        return false;
    };
    (style.is_display(last) || style.is_display(line)) && (has_room(last, line) || line.bold)
}

/// The line ended before its column did, though the next word would have fitted: broken on purpose.
fn has_room(last: &PrintLine, line: &PrintLine) -> bool {
    if hyphens::ends_cut(&last.text).is_some() {
        return false;
    }
    last.x1 + 0.3 * last.size + line.first_word + 0.6 * last.size < last.column.1
}

/// A first line set in from the paragraph above it.
fn is_indented_start(
    open: &[PrintLine],
    last: &PrintLine,
    line: &PrintLine,
    next: Option<&PrintLine>,
) -> bool {
    let inset = 0.8 * line.size;
    let left = open[0].hang.unwrap_or(last.x0);
    let outdented = open[0].hang.is_some() && line.x0 < open[0].x0 - inset;
    let indented =
        line.x0 > left.max(last.x0) + inset && next.is_some_and(|next| next.x0 < line.x0 - inset);
    outdented || (indented && ends_sentence(&last.text))
}

pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹ ”’\"')]".contains(c));
    text.ends_with(['.', '!', '?', ':', ';', '…'])
}

fn opens_item(line: &PrintLine) -> bool {
    list_marker(&line.text).is_some()
}

/// `… in the year\n2021. Since then …`: a figure in a running sentence, not an item's number.
fn is_sentence_figure(open: &[PrintLine], last: &PrintLine, line: &PrintLine) -> bool {
    let number = line
        .text
        .starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '–' || c.is_alphabetic());
    let same_left = (line.x0 - open[0].hang.unwrap_or(last.x0)).abs() < 0.4 * line.size;
    let tight = line
        .hang
        .is_none_or(|hang| hang - line.x0 < 3.2 * line.size);
    number
        && same_left
        && tight
        && !ends_sentence(&last.text)
        && !has_room(last, line)
        && open[0].hang.is_none()
}

fn opens_note(line: &PrintLine, style: &Style) -> bool {
    style.is_small(line) && (line.opens_raised || plain_note(&line.text).is_some())
}

/// `1The rating …`, `1 The rating …`: a note whose mark is not set above the line.
fn plain_note(text: &str) -> Option<(String, &str)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let mark = &text[..text.len() - rest.len()];
    let words = rest.strip_prefix(char::is_whitespace).unwrap_or(rest);
    let opens = words.starts_with(|c: char| c.is_ascii_uppercase() || "‘“([".contains(c));
    let note = (1..=3).contains(&mark.len()) && opens && words.chars().nth(3).is_some();
    note.then(|| (mark.to_owned(), words))
}

fn close(open: &mut Vec<PrintLine>, reading: &Reading, blocks: &mut Vec<Printed>) {
    let mut lines = std::mem::take(open);
    let Some(first) = lines.first() else { return };
    let text = joined(&lines, reading.words);
    if text.is_empty() {
        return;
    }
    let (kind, text) = kind(first, &lines, text, reading.style);
    if matches!(kind, BlockKind::Footnote { .. }) {
        part_mark(&mut lines[0].text);
    }
    mend(&mut lines, reading.words);
    blocks.push(printed(kind, text, lines));
}

/// `1The rating`, a mark printed like its words, is `¹ The rating`.
fn part_mark(line: &mut String) {
    if let Some((mark, words)) = plain_note(line) {
        *line = format!("{} {words}", superscript_digits(&mark));
    }
}

/// Words cut at line ends stand whole on their first line, which leaves nothing of a line that has but a
/// part of one.
fn mend(lines: &mut [PrintLine], words: &Vocabulary) {
    let mut last = 0;
    for at in 1..lines.len() {
        let (before, after) = lines.split_at_mut(at);
        hyphens::mend(&mut before[last].text, &mut after[0].text, words);
        if !lines[at].text.is_empty() {
            last = at;
        }
    }
}

pub(super) fn joined(lines: &[PrintLine], words: &Vocabulary) -> String {
    let mut text = String::new();
    for line in lines {
        hyphens::append(&mut text, &line.text, words);
    }
    squeeze(&text)
}

fn kind(
    first: &PrintLine,
    lines: &[PrintLine],
    text: String,
    style: &Style,
) -> (BlockKind, String) {
    if style.is_small(first)
        && let Some((mark, words)) = note_mark(&text).or_else(|| plain_note(&text))
    {
        let words = words.to_owned();
        return (BlockKind::Footnote { mark }, words);
    }
    let display = lines.iter().all(|line| style.is_display(line));
    let bullet = list_marker(&text).is_some_and(|(marker, _)| !marker.ends_with(['.', ')']));
    if display && !bullet && is_title(&text, lines.len()) {
        return (
            BlockKind::Heading {
                level: style.level(first),
            },
            text,
        );
    }
    if is_caption(&text) {
        return (BlockKind::Caption, text);
    }
    match list_marker(&text) {
        Some((marker, words)) => {
            let words = words.to_owned();
            (BlockKind::ListItem { marker, depth: 0 }, words)
        }
        None if is_quote(first, lines, &text) => (BlockKind::Quote, text),
        None => (BlockKind::Paragraph, text),
    }
}

/// Short, and no sentence.
fn is_title(text: &str, lines: usize) -> bool {
    let words = text.split(' ').count();
    lines <= 4
        && words <= 30
        && !(words > 12 && text.ends_with(['.', ';', ',']))
        && text.contains(char::is_alphanumeric)
}

fn is_caption(text: &str) -> bool {
    const NAMES: [&str; 7] = ["Figure", "Table", "Chart", "Graph", "Map", "Photo", "Image"];
    let named = NAMES
        .iter()
        .find_map(|name| text.strip_prefix(name)?.strip_prefix(' '));
    let numbered = named.is_some_and(|rest| {
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let figures = rest.len() - behind.len();
        let ends = !behind.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        (1..=3).contains(&figures) && ends
    });
    numbered && text.len() < 240 && !text.contains(" shows ")
}

/// Words in quotation marks, set in from the column.
fn is_quote(first: &PrintLine, lines: &[PrintLine], text: &str) -> bool {
    let quoted = text.starts_with(['“', '"', '‘']) && text.ends_with(['”', '"', '’']);
    quoted
        && lines
            .iter()
            .all(|line| line.x0 > line.column.0 + first.size)
}

fn printed(kind: BlockKind, text: String, lines: Vec<PrintLine>) -> Printed {
    let published = lines.iter().map(PrintLine::published).collect();
    Printed {
        block: Block {
            kind,
            text,
            lines: published,
        },
        lines,
        borders: Vec::new(),
    }
}

fn table_blocks(table: Table, reading: &Reading, tables: &mut u32, blocks: &mut Vec<Printed>) {
    let texts: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.iter().map(|cell| joined(cell, reading.words)).collect())
        .collect();
    if is_contents(&texts) {
        for (row, cells) in table.rows.into_iter().zip(texts) {
            let lines: Vec<PrintLine> = row.into_iter().flatten().collect();
            blocks.push(printed(
                BlockKind::Paragraph,
                entry_text(&cells.join(" ")),
                lines,
            ));
        }
        return;
    }
    if table.aligned && is_numbered_list(&texts) {
        for (row, cells) in table.rows.into_iter().zip(texts) {
            let kind = BlockKind::ListItem {
                marker: format!("{}.", cells[0]),
                depth: 0,
            };
            blocks.push(printed(
                kind,
                cells[1].clone(),
                row.into_iter().flatten().collect(),
            ));
        }
        return;
    }
    let header = has_header(&table, &texts);
    for (i, (mut row, cells)) in table.rows.into_iter().zip(texts).enumerate() {
        if cells.iter().all(String::is_empty) {
            continue;
        }
        row.iter_mut().for_each(|cell| mend(cell, reading.words));
        let published: Vec<Line> = row.iter().flatten().map(PrintLine::published).collect();
        let text = cells.join("\t");
        let kind = BlockKind::TableRow {
            table: *tables,
            cells,
            header: header && i == 0,
        };
        let lines = row.into_iter().flatten().collect();
        blocks.push(Printed {
            block: Block {
                kind,
                text,
                lines: published,
            },
            lines,
            borders: table.borders.clone(),
        });
    }
    *tables += 1;
}

/// Two columns: words and a page that never falls.
fn is_contents(rows: &[Vec<String>]) -> bool {
    let page = |row: &Vec<String>| match row.as_slice() {
        [words, page] if !words.is_empty() => page.parse::<u32>().ok().filter(|_| page.len() <= 4),
        _ => None,
    };
    let pages: Option<Vec<u32>> = rows.iter().map(page).collect();
    pages.is_some_and(|pages| pages.len() >= 3 && pages.is_sorted())
}

/// Figures without a stop, one more each row, beside sentences: items of a list.
fn is_numbered_list(rows: &[Vec<String>]) -> bool {
    let number = |row: &Vec<String>| match row.as_slice() {
        [number, words] if words.contains(' ') => {
            number.parse::<u32>().ok().filter(|&number| number < 1000)
        }
        _ => None,
    };
    let numbers: Option<Vec<u32>> = rows.iter().map(number).collect();
    numbers.is_some_and(|numbers| {
        numbers.len() >= 2 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
    })
}

/// The first row names the columns: by its bold print above plain print, or by its words.
fn has_header(table: &Table, texts: &[Vec<String>]) -> bool {
    let bold = |row: &Vec<Vec<PrintLine>>| row.iter().flatten().all(|line| line.bold);
    let named = texts.first().is_some_and(|row| {
        row.iter()
            .all(|cell| !cell.is_empty() && !cell.ends_with('%'))
    });
    let printed = table.rows.len() > 1 && bold(&table.rows[0]) && !bold(&table.rows[1]);
    named && (printed || crate::text::has_header(texts))
}
