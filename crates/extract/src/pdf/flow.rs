//! Text that runs on: from column to column, from page to page, around notes and tables' breaks.

use std::collections::HashMap;

use super::blocks::{Printed, ends_sentence};
use super::hyphens::{self, Vocabulary};
use crate::extracted::{Block, BlockKind, Line};

/// A page's blocks, and the lines that carry on a block of an earlier page.
#[derive(Debug, Default)]
pub(super) struct Leaf {
    pub(super) blocks: Vec<Printed>,
    pub(super) continued: Vec<Line>,
    /// Heads of tables, printed again on top of their next page.
    pub(super) running: Vec<Line>,
}

impl Leaf {
    /// Makes the first block's lines running lines of the page.
    fn retire_first(&mut self) {
        let first = self.blocks.remove(0);
        self.running.extend(first.block.lines);
    }
}

/// Joins what column and page breaks have parted.
pub(super) fn join(leaves: &mut [Leaf], words: &Vocabulary) {
    for leaf in &mut *leaves {
        join_columns(&mut leaf.blocks, words);
        join_tables(leaf, words);
        level_lists(&mut leaf.blocks);
    }
    let mut firsts: HashMap<u32, (usize, usize)> = HashMap::new();
    let mut last: Option<(usize, usize)> = None;
    for page in 0..leaves.len() {
        if let Some(last) = last {
            carry(leaves, last, page, &firsts, words);
        }
        for (at, printed) in leaves[page].blocks.iter().enumerate() {
            if let Some((table, _)) = table_of(&printed.block) {
                firsts.entry(table).or_insert((page, at));
            }
        }
        if let Some(at) = last_of_text(&leaves[page].blocks) {
            last = Some((page, at));
        }
    }
}

fn last_of_text(blocks: &[Printed]) -> Option<usize> {
    blocks.iter().rposition(|printed| {
        !matches!(
            printed.block.kind,
            BlockKind::Footnote { .. } | BlockKind::Caption
        )
    })
}

/// Paragraphs that go on at the top of the next column.
fn join_columns(blocks: &mut Vec<Printed>, words: &Vocabulary) {
    let mut at = 1;
    while at < blocks.len() {
        let (before, after) = blocks.split_at_mut(at);
        let (last, next) = (&mut before[at - 1], &after[0]);
        let jumps = match (last.lines.last(), next.lines.first()) {
            (Some(a), Some(b)) => b.y < a.y,
            _ => false,
        };
        if jumps && runs_on(last, next) {
            let mut next = blocks.remove(at);
            let last = &mut blocks[at - 1];
            mend(
                last.block.lines.last_mut(),
                next.block.lines.first_mut(),
                words,
            );
            hyphens::append(&mut last.block.text, &next.block.text, words);
            last.block.lines.extend(next.block.lines);
            last.lines.extend(next.lines);
        } else {
            at += 1;
        }
    }
}

/// Tables that go on at the top of the next column.
fn join_tables(leaf: &mut Leaf, words: &Vocabulary) {
    for at in (1..leaf.blocks.len()).rev() {
        let (last, next) = (&leaf.blocks[at - 1], &leaf.blocks[at]);
        let jumps = match (last.lines.first(), next.lines.first()) {
            (Some(a), Some(b)) => b.y < a.y,
            _ => false,
        };
        let Some(number) = number_of(last).filter(|_| jumps) else {
            continue;
        };
        let is_of_table = |row: &Printed| number_of(row) == Some(number);
        let head = leaf.blocks.iter().position(is_of_table);
        let head = head.unwrap_or(at - 1);
        let is_repeated = is_same_row(&leaf.blocks[head], next);
        if !is_repeated && !continues_table(last, next) {
            continue;
        }
        let has_rows = leaf.blocks.get(at + 1).and_then(number_of) == number_of(next);
        renumber(&mut leaf.blocks[at..], number);
        if is_repeated && has_rows {
            make_head(&mut leaf.blocks[head].block);
            let repeated = leaf.blocks.remove(at);
            leaf.running.extend(repeated.block.lines);
        }
        if continues_row(&leaf.blocks[at - 1].block, &leaf.blocks[at].block) {
            join_rows(&mut leaf.blocks, at, words);
        }
    }
}

/// Joins a row to the one before it, of which it is the rest; the lines keep the order of the cells.
fn join_rows(blocks: &mut Vec<Printed>, at: usize, words: &Vocabulary) {
    let mut next = blocks.remove(at);
    let last = &mut blocks[at - 1];
    let begins = table_of(&last.block)
        .and_then(|(_, cells)| cells.first())
        .is_some_and(|first| !first.is_empty());
    append_row(&mut last.block, &next.block, words);
    if !begins {
        std::mem::swap(&mut last.block.lines, &mut next.block.lines);
        std::mem::swap(&mut last.lines, &mut next.lines);
    }
    last.block.lines.extend(next.block.lines);
    last.lines.extend(next.lines);
}

/// Gives the rows of the table that begins here another number.
fn renumber(blocks: &mut [Printed], number: u32) {
    let Some(old) = blocks.first().and_then(number_of) else {
        return;
    };
    for printed in blocks {
        if let BlockKind::TableRow { table, .. } = &mut printed.block.kind
            && *table == old
        {
            *table = number;
        }
    }
}

fn make_head(row: &mut Block) {
    if let BlockKind::TableRow { header, .. } = &mut row.kind {
        *header = true;
    }
}

/// A word cut at the end of the one line stands whole there.
fn mend(line: Option<&mut Line>, next: Option<&mut Line>, words: &Vocabulary) {
    if let (Some(line), Some(next)) = (line, next) {
        hyphens::mend(&mut line.text, &mut next.text, words);
    }
}

/// A paragraph in the midst of a sentence, and one that begins in the midst of one.
fn runs_on(last: &Printed, next: &Printed) -> bool {
    let running = matches!(
        last.block.kind,
        BlockKind::Paragraph | BlockKind::ListItem { .. } | BlockKind::Quote
    );
    let (Some(a), Some(b)) = (last.lines.last(), next.lines.first()) else {
        return false;
    };
    let same_print = (a.size - b.size).abs() < 0.6 && a.bold == b.bold;
    if !running
        || next.block.kind != BlockKind::Paragraph
        || !same_print
        || ends_sentence(&last.block.text)
    {
        return false;
    }
    let small_start = next
        .block
        .text
        .starts_with(|c: char| c.is_lowercase() || "(,;–".contains(c));
    let cut = last.block.text.ends_with(['-', '\u{2010}', '\u{AD}', ',']);
    let filled = a.x1 > a.column.1 - 0.25 * (a.column.1 - a.column.0) && last.lines.len() > 1;
    small_start || cut || (filled && last.block.text.len() > 60)
}

/// Carries the last text of earlier pages on with the first of this page.
fn carry(
    leaves: &mut [Leaf],
    last: (usize, usize),
    page: usize,
    firsts: &HashMap<u32, (usize, usize)>,
    words: &Vocabulary,
) {
    let (before, rest) = leaves.split_at_mut(page);
    let leaf = &mut rest[0];
    let Some(first) = leaf.blocks.first() else {
        return;
    };
    let printed = &before[last.0].blocks[last.1];
    if runs_on(printed, first) {
        let mut next = leaf.blocks.remove(0);
        let last_line = before[last.0].blocks[last.1].block.lines.last_mut();
        mend(last_line, next.block.lines.first_mut(), words);
        hyphens::append(
            &mut before[last.0].blocks[last.1].block.text,
            &next.block.text,
            words,
        );
        leaf.continued.extend(next.block.lines);
        return;
    }
    let Some(number) = number_of(printed) else {
        return;
    };
    let head = firsts.get(&number).copied();
    let repeats = |(page, at): (usize, usize)| is_same_row(&before[page].blocks[at], first);
    if continues_table(printed, first) || head.is_some_and(repeats) {
        if let Some((page, at)) = head {
            drop_repeated_head(&mut before[page].blocks[at].block, leaf);
        }
        carry_table(
            &mut before[last.0].blocks[last.1].block,
            number,
            leaf,
            words,
        );
    }
}

/// A table's first row printed again heads its columns; the repetition is a running line.
fn drop_repeated_head(head: &mut Block, leaf: &mut Leaf) {
    if leaf.blocks.len() > 1 && leaf.blocks[0].block.text == head.text {
        make_head(head);
        leaf.retire_first();
    }
}

fn table_of(block: &Block) -> Option<(u32, &[String])> {
    match &block.kind {
        BlockKind::TableRow { table, cells, .. } => Some((*table, cells)),
        _ => None,
    }
}

fn number_of(printed: &Printed) -> Option<u32> {
    table_of(&printed.block).map(|(number, _)| number)
}

/// Rows with the same columns in the same places.
fn continues_table(last: &Printed, first: &Printed) -> bool {
    let (Some(_), Some(_)) = (table_of(&last.block), table_of(&first.block)) else {
        return false;
    };
    // The next column or page may begin further left or right.
    let near = |(a, b): (&f32, &f32)| (a - last.borders[0] - b + first.borders[0]).abs() < 6.0;
    last.borders.len() == first.borders.len()
        && last.borders.len() > 2
        && last.borders.iter().zip(&first.borders).all(near)
}

/// The head of a table, printed again. Where only alignment makes the columns, they may lie elsewhere.
fn is_same_row(head: &Printed, next: &Printed) -> bool {
    head.borders.len() > 2
        && head.borders.len() == next.borders.len()
        && head.block.text == next.block.text
}

/// Gives the rows their table's number from the pages before; the first may be the rest of a row.
fn carry_table(last: &mut Block, number: u32, leaf: &mut Leaf, words: &Vocabulary) {
    renumber(&mut leaf.blocks, number);
    let rest = leaf.blocks.first();
    if rest.is_some_and(|next| continues_row(last, &next.block)) {
        let next = leaf.blocks.remove(0);
        append_row(last, &next.block, words);
        leaf.continued.extend(next.block.lines);
    }
}

/// A row that a break has cut: its first cell is used up, or goes on in small letters; or each cell
/// stands whole on one side of the break.
fn continues_row(last: &Block, next: &Block) -> bool {
    let (Some((number, before)), Some((table, after))) = (table_of(last), table_of(next)) else {
        return false;
    };
    if table != number
        || before.len() != after.len()
        || matches!(last.kind, BlockKind::TableRow { header: true, .. })
    {
        return false;
    }
    let mut pairs = after.iter().zip(before);
    if pairs.all(|(after, before)| after.is_empty() != before.is_empty()) {
        return true;
    }
    let small = |cell: &String| cell.starts_with(char::is_lowercase);
    let spent = after
        .iter()
        .zip(before)
        .skip(1)
        .any(|(after, before)| after.is_empty() && !before.is_empty());
    let open = after
        .iter()
        .zip(before)
        .any(|(after, before)| !after.is_empty() && !before.is_empty() && !ends_sentence(before));
    (after[0].is_empty() || small(&after[0])) && (after.iter().any(small) || spent || open)
}

fn append_row(last: &mut Block, next: &Block, words: &Vocabulary) {
    let Some((_, more)) = table_of(next) else {
        return;
    };
    if let BlockKind::TableRow { cells, .. } = &mut last.kind {
        for (cell, more) in cells.iter_mut().zip(more) {
            if !more.is_empty() {
                hyphens::append(cell, more, words);
            }
        }
        last.text = cells.join("\t");
    }
}

/// Depths of a run of items, by how far their markers are set in.
fn level_lists(blocks: &mut [Printed]) {
    for run in blocks.chunk_by_mut(|a, b| inset(a).is_some() && inset(b).is_some()) {
        let mut insets: Vec<f32> = run.iter().filter_map(inset).collect();
        insets.sort_by(f32::total_cmp);
        insets.dedup_by(|next, kept| *next - *kept < 6.0);
        for printed in run {
            let at = inset(printed).map_or(0, |inset| {
                insets.partition_point(|&level| level <= inset + 0.1).max(1) - 1
            });
            if let BlockKind::ListItem { depth, .. } = &mut printed.block.kind {
                *depth = u8::try_from(at).unwrap_or(u8::MAX);
            }
        }
    }
}

fn inset(printed: &Printed) -> Option<f32> {
    let first = printed.lines.first()?;
    matches!(printed.block.kind, BlockKind::ListItem { .. }).then_some(first.x0 - first.column.0)
}
