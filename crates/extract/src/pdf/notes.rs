//! Notes among a page's blocks.

use super::blocks::Printed;
use super::style::Style;
use crate::extracted::BlockKind;
use crate::prose::superscript_digits;

/// Items in small print whose numbers stand raised in the page's text are its notes.
pub(super) fn mark(blocks: &mut [Printed], style: &Style) {
    let number = |printed: &Printed| match &printed.block.kind {
        BlockKind::ListItem { marker, .. } => {
            let number = marker.trim_end_matches('.');
            let is_figure = number.bytes().all(|byte| byte.is_ascii_digit());
            let is_small = printed
                .lines
                .first()
                .is_some_and(|line| style.is_small(line));
            (is_figure && is_small).then(|| number.to_owned())
        }
        _ => None,
    };
    let found: Vec<(usize, String)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, printed)| Some((at, number(printed)?)))
        .filter(|(at, mark)| {
            let raised = superscript_digits(mark);
            let mut before = blocks[..*at].iter();
            before.any(|printed| {
                printed
                    .block
                    .text
                    .split(' ')
                    .any(|word| word.trim_end_matches(['.', ',', ';', ':']) == raised)
            })
        })
        .collect();
    for (at, mark) in found {
        blocks[at].block.kind = BlockKind::Footnote { mark };
    }
}

/// Notes stand behind the page's text, whatever they interrupted.
pub(super) fn put_last(blocks: Vec<Printed>) -> Vec<Printed> {
    let (notes, mut text): (Vec<Printed>, Vec<Printed>) = blocks
        .into_iter()
        .partition(|printed| matches!(printed.block.kind, BlockKind::Footnote { .. }));
    text.extend(notes);
    text
}
