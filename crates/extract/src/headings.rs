//! Headings that no style marks: larger or bold print in a document that uses no heading styles.

use crate::extracted::{Block, BlockKind};

/// Words in the longest of such headings.
const MOST_WORDS: usize = 14;

/// Larger than the text by this makes a heading.
const LARGER: f32 = 1.15;

/// Marks headings by their print, where no paragraph has a heading's style.
pub(crate) fn mark(blocks: &mut [Block]) {
    let is_heading = |block: &Block| matches!(block.kind, BlockKind::Heading { .. });
    if blocks.iter().any(is_heading) {
        return;
    }
    let body = body_size(blocks);
    let is_title = |block: &Block| {
        let line = block.lines.first();
        line.is_some_and(|line| is_short(block) && (line.bold || line.size > body * LARGER))
    };
    let found: Vec<usize> = (0..blocks.len())
        .filter(|&at| {
            is_title(&blocks[at]) && blocks.get(at + 1).is_some_and(|next| !is_bold(next))
        })
        .collect();
    let size = |at: usize| size_of(&blocks[at]).max(body);
    let mut sizes: Vec<f32> = found.iter().map(|&at| size(at)).collect();
    sizes.sort_by(|one, other| other.total_cmp(one));
    sizes.dedup();
    let level = |at: usize| sizes.iter().position(|&each| each == size(at)).unwrap_or(0) + 1;
    let levels: Vec<(usize, usize)> = found.iter().map(|&at| (at, level(at))).collect();
    for (at, level) in levels {
        blocks[at].kind = BlockKind::Heading {
            level: u8::try_from(level.min(6)).unwrap_or(6),
        };
    }
}

/// The size of most of the text.
fn body_size(blocks: &[Block]) -> f32 {
    let mut sizes: Vec<(f32, usize)> = Vec::new();
    for block in blocks {
        let size = size_of(block);
        match sizes.iter_mut().find(|(each, _)| *each == size) {
            Some((_, bytes)) => *bytes += block.text.len(),
            None => sizes.push((size, block.text.len())),
        }
    }
    let most = sizes.into_iter().max_by_key(|(_, bytes)| *bytes);
    most.map_or(0.0, |(size, _)| size)
}

fn size_of(block: &Block) -> f32 {
    block.lines.first().map_or(0.0, |line| line.size)
}

fn is_bold(block: &Block) -> bool {
    block.lines.first().is_some_and(|line| line.bold)
}

fn is_short(block: &Block) -> bool {
    block.kind == BlockKind::Paragraph
        && block.text.split(' ').count() <= MOST_WORDS
        && !block.text.contains(": ")
        && !block.text.ends_with(['.', ',', ';', ':', '!', '”', '"'])
}
