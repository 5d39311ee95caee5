//! A word or two that stand beside a statement of several lines, far to the right: a rating, a share.
//! They are a cell of their own, and are read behind the whole statement.

use super::super::gutters::{self, Row};
use super::super::lines;
use super::super::tables::Table;
use super::super::words::Word;

/// A statement's rows, and where the print beside it begins.
struct Statement {
    first: usize,
    last: usize,
    beside: f32,
}

/// Takes such statements out of a column's words, which are sorted by base line.
pub(super) fn take(words: Vec<Word>) -> (Vec<Word>, Vec<Table>) {
    let rows = gutters::rows(&words, &[]);
    let mut found: Vec<Statement> = Vec::new();
    let shares = shares(&rows, &words);
    for at in 0..rows.len() {
        let free = found.last().map_or(0, |above| above.last + 1);
        if at >= free {
            let beside = print_beside(&rows[at], &words).or(shares[at]);
            found.extend(beside.and_then(|beside| statement(&rows, at, free, beside, &words)));
        }
    }
    if found.is_empty() {
        return (words, Vec::new());
    }
    let mut parts: Vec<[Vec<Word>; 2]> = found.iter().map(|_| Default::default()).collect();
    let mut places = vec![None; words.len()];
    for (part, statement) in found.iter().enumerate() {
        for &word in rows[statement.first..=statement.last]
            .iter()
            .flat_map(|row| &row.words)
        {
            places[word] = Some((part, usize::from(words[word].x0 >= statement.beside)));
        }
    }
    let mut rest = Vec::new();
    for (word, place) in words.into_iter().zip(places) {
        match place {
            Some((part, side)) => parts[part][side].push(word),
            None => rest.push(word),
        }
    }
    (rest, parts.into_iter().map(table).collect())
}

fn table([left, right]: [Vec<Word>; 2]) -> Table {
    let bounds = lines::bounds(left.iter().chain(&right));
    let lane = lines::bounds(left.iter())[2]..lines::bounds(right.iter())[0];
    Table {
        bounds,
        borders: vec![bounds[0], f32::midpoint(lane.start, lane.end), bounds[2]],
        rows: vec![vec![lines::lines(left), lines::lines(right)]],
        aligned: true,
    }
}

/// The statement that a row has print beside, if it is one: a sentence that goes on from line to line
/// on the left only.
fn statement(
    rows: &[Row],
    at: usize,
    free: usize,
    beside: f32,
    words: &[Word],
) -> Option<Statement> {
    let row = &rows[at];
    let of_it = |last: &Row, next: &Row| {
        let pitch = (last.y - next.y).abs();
        pitch <= 1.7 * row.size
            && (next.least - row.least).abs() < 0.6
            && (next.left() - row.left()).abs() < 1.0
            && next.right() < beside - 0.5 * row.size
    };
    let first = (free..at)
        .rev()
        .take_while(|&i| of_it(&rows[i + 1], &rows[i]))
        .last()
        .unwrap_or(at);
    let last = (at + 1..rows.len())
        .take_while(|&i| of_it(&rows[i - 1], &rows[i]))
        .last()
        .unwrap_or(at);
    let goes_on = |row: &Row| {
        let first = row.words.first();
        first.is_some_and(|&i| words[i].text.starts_with(char::is_lowercase))
    };
    let flows = rows[first + 1..=last].iter().any(goes_on);
    flows.then_some(Statement {
        first,
        last,
        beside,
    })
}

/// For each row where its share stands, as its last word, under or above the share of another row: a
/// column of them, however near the words beside it run.
fn shares(rows: &[Row], words: &[Word]) -> Vec<Option<f32>> {
    let last = |row: &Row| row.words.last().map(|&i| &words[i]);
    let is_share = |word: &&Word| {
        let digits = word.text.strip_suffix('%');
        digits.is_some_and(|digits| {
            (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let stands: Vec<Option<f32>> = rows
        .iter()
        .map(|row| last(row).filter(is_share).map(|share| share.x0))
        .collect();
    let in_column = |at: usize| {
        let x0 = stands[at]?;
        let mut others = stands.iter().enumerate().filter(|(other, _)| *other != at);
        let found = others.any(|(_, other)| other.is_some_and(|other| (other - x0).abs() < 1.5));
        found.then_some(x0)
    };
    (0..rows.len()).map(in_column).collect()
}

/// Where a few words begin that by far the widest gap of a row parts from the others. Figures alone
/// are the page of an entry in a contents list.
fn print_beside(row: &Row, words: &[Word]) -> Option<f32> {
    const FEW: usize = 3;
    let print: Vec<&Word> = row.words.iter().map(|&i| &words[i]).collect();
    let gap = |at: usize| print[at].x0 - print[at - 1].x1;
    let at = (1..print.len()).max_by(|&a, &b| gap(a).total_cmp(&gap(b)))?;
    let widest = gap(at);
    let others = (1..print.len()).filter(|&other| other != at).map(gap);
    let few = print.len() - at <= FEW.min(at);
    let figures = |word: &&Word| word.text.bytes().all(|byte| byte.is_ascii_digit());
    // A capital in the midst of a sentence speaks for a cell that is set close, too.
    let begins = print[at].text.starts_with(char::is_uppercase)
        && !print[at - 1].text.ends_with(['.', '!', '?', ':']);
    let least = if begins { 0.95 } else { 1.6 };
    let lone = others.fold(0.0, f32::max) < 0.5 * widest && widest > least * row.size;
    (few && lone && !print[at..].iter().all(figures)).then(|| print[at].x0)
}
