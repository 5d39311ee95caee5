//! Laid-out pages to the pages that others see.

use super::Side;
use super::blocks::{self, Printed, Reading};
use super::flow::{self, Leaf};
use super::layout::{Item, Lanes};
use super::lines::PrintLine;
use super::turn::Direction;
use crate::extracted::{BBox, Line, Page};

/// Print that runs in one direction.
type Turned = (Direction, Vec<Printed>);

/// The pages: main print first, then what runs in other directions; running lines apart.
pub(super) fn pages(
    sides: Vec<Side>,
    numbers: &[u32],
    mains: Vec<Vec<Item>>,
    margins: Vec<Vec<PrintLine>>,
    reading: &Reading,
) -> Vec<Page> {
    let mut tables = 0;
    let leaf = |main| Leaf {
        blocks: blocks::blocks(main, reading, &mut tables),
        ..Leaf::default()
    };
    let mut leaves: Vec<Leaf> = mains.into_iter().map(leaf).collect();
    flow::join(&mut leaves, reading.words);
    let mut pages = Vec::with_capacity(leaves.len());
    for (((side, leaf), margins), &number) in
        sides.into_iter().zip(leaves).zip(margins).zip(numbers)
    {
        let mut parts: Vec<Turned> = vec![(side.direction, leaf.blocks)];
        for (direction, print) in side.others {
            let items = super::items(print.words, &print.rules, &mut Lanes::default());
            parts.push((direction, blocks::blocks(items, reading, &mut tables)));
        }
        let place = |direction: Direction, mut line: Line| {
            if direction != Direction::Right {
                line.starts.clear();
            }
            line.bbox = line
                .bbox
                .map(|bbox| askew(direction.shown(bbox, side.size), side.slope, side.size));
            line
        };
        let main = |line| place(side.direction, line);
        let mut running: Vec<Line> = margins.iter().map(PrintLine::published).map(main).collect();
        running.extend(leaf.running.into_iter().map(main));
        running.extend(side.slanted.iter().map(PrintLine::published));
        pages.push(Page {
            number: Some(number),
            width: side.size.0,
            height: side.size.1,
            blocks: parts
                .into_iter()
                .flat_map(|part| placed(part, place))
                .collect(),
            continued: leaf.continued.into_iter().map(main).collect(),
            margins: running,
        });
    }
    pages
}

/// A box of a page that was laid straight, back on the page as it lies: the angle is small.
fn askew(bbox: BBox, slope: f32, (width, height): (f32, f32)) -> BBox {
    let (x, y) = (
        f32::midpoint(bbox.x0, bbox.x1) - width / 2.0,
        f32::midpoint(bbox.y0, bbox.y1) - height / 2.0,
    );
    BBox {
        x0: bbox.x0 - slope * y,
        y0: bbox.y0 + slope * x,
        x1: bbox.x1 - slope * y,
        y1: bbox.y1 + slope * x,
    }
}

fn placed(
    (direction, printed): Turned,
    place: impl Fn(Direction, Line) -> Line,
) -> Vec<crate::Block> {
    let block = |printed: Printed| {
        let mut block = printed.block;
        block.lines = block
            .lines
            .into_iter()
            .map(|line| place(direction, line))
            .collect();
        block
    };
    printed.into_iter().map(block).collect()
}
