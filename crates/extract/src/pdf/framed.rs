//! Shaded cells that stand by themselves beside statements: only the rating of a standard has a box,
//! and what is rated is set to the left of it without rules.

use super::lines;
use super::rules::Grid;
use super::tables::Table;
use super::words::Word;

/// More words are no rating or share, but text in a frame.
const FEW: usize = 4;

/// Fewer words are a label, not a statement.
const STATEMENT: usize = 3;

/// Takes the cells of one column of boxes, and the statements to the left of each, out of a page's
/// words; `None` where something else is in the boxes or beside them.
pub(super) fn take(grid: &Grid, words: &mut Vec<Word>) -> Option<Table> {
    if grid.columns() != 1 {
        return None;
    }
    let rows: Vec<[Vec<usize>; 2]> = grid
        .rows()
        .map(|row| sides(grid.bounds(), row, words))
        .collect::<Option<_>>()?;
    let mut taken: Vec<Option<Word>> = words.drain(..).map(Some).collect();
    let mut left = f32::MAX;
    let rows = rows.into_iter().map(|sides| {
        let cells = sides.map(|side| {
            let words: Vec<Word> = side.into_iter().filter_map(|i| taken[i].take()).collect();
            left = words.iter().map(|word| word.x0).fold(left, f32::min);
            lines::lines(words)
        });
        cells.into()
    });
    let rows = rows.collect();
    words.extend(taken.into_iter().flatten());
    let [box_left, top, right, bottom] = grid.bounds();
    Some(Table {
        bounds: [left, top, right, bottom],
        borders: vec![left, box_left, right],
        rows,
        aligned: false,
    })
}

/// Places of the words of a statement and of those in the box beside it.
fn sides(
    [left, _, right, _]: [f32; 4],
    (top, bottom): (f32, f32),
    words: &[Word],
) -> Option<[Vec<usize>; 2]> {
    let level = |word: &Word| word.middle() > top && word.middle() < bottom;
    let inside: Vec<usize> = places(words, |word| {
        level(word) && word.x0 >= left && word.x1 <= right
    });
    let first = inside.iter().map(|&i| words[i].x0).fold(f32::MAX, f32::min);
    let size = inside.iter().map(|&i| words[i].size).fold(0.0, f32::max);
    // A word that is marked within a line fills its box from edge to edge.
    let is_padded = first - left >= 0.25 * size;
    if inside.is_empty() || inside.len() > FEW || !is_padded {
        return None;
    }
    let goes_on = |word: &Word| level(word) && word.x0 >= right && word.x0 < right + 2.0 * size;
    let crosses = |word: &Word| level(word) && word.x0 < right && word.x1 > right;
    if words.iter().any(|word| goes_on(word) || crosses(word)) {
        return None;
    }
    let beside = beside(left, words, &level)?;
    Some([beside, inside])
}

/// The words that a box is beside: lines that begin at one place and run up to it.
fn beside(left: f32, words: &[Word], level: &dyn Fn(&Word) -> bool) -> Option<Vec<usize>> {
    let mut ahead = places(words, |word| level(word) && word.x1 <= left + 0.5);
    // From the right to the left, line by line from below.
    ahead.sort_by(|&a, &b| {
        let (a, b) = (&words[a], &words[b]);
        b.y.total_cmp(&a.y).then(b.x0.total_cmp(&a.x0))
    });
    let mut found = Vec::new();
    let mut begins: Option<f32> = None;
    let mut near = false;
    for line in ahead.chunk_by(|&a, &b| words[a].y - words[b].y < 0.3 * words[a].size) {
        let mut edge = left;
        for (n, &i) in line.iter().enumerate() {
            let word = &words[i];
            let gap = edge - word.x1;
            // Its last line may be short; within a line words are near.
            if n > 0 && gap > 1.2 * word.size {
                break;
            }
            near |= n == 0 && gap < 4.0 * word.size;
            edge = word.x0;
            found.push(i);
        }
        if begins.is_some_and(|begins| (begins - edge).abs() > 2.0) {
            return None;
        }
        begins = Some(edge);
    }
    (near && found.len() >= STATEMENT).then_some(found)
}

fn places(words: &[Word], fits: impl Fn(&Word) -> bool) -> Vec<usize> {
    (0..words.len()).filter(|&i| fits(&words[i])).collect()
}
