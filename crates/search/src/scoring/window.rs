//! A table of some thousand entries side by side, which parts of a query fill one after the other.

use std::ops::Range;

use tantivy::{DocId, Score};

/// Entries in a window: its tables fit the processor's nearest cache.
pub(super) const SIZE: u32 = 2_048;
/// Bits in a word of the table of what was found.
const BITS: u32 = u64::BITS;
/// Words of the table of what was found, each with a row of scores.
const WORDS: usize = (SIZE / BITS) as usize;
/// Entries side by side: which were found, and what they score.
pub(crate) struct Window {
    start: DocId,
    end: DocId,
    found: [u64; WORDS],
    /// A row for each word of the table; 0 for what was not found.
    scores: Box<[Score; SIZE as usize]>,
}

impl Default for Window {
    fn default() -> Self {
        Self {
            start: 0,
            end: 0,
            found: [0; WORDS],
            scores: Box::new([0.0; SIZE as usize]),
        }
    }
}

impl Window {
    /// Begins anew at an entry; it goes no further than the end.
    pub(crate) fn begin(&mut self, start: DocId, end: DocId) {
        for (word, row) in rows(&mut self.found, &mut *self.scores) {
            if *word != 0 {
                empty(word, row);
            }
        }
        self.start = start;
        self.end = end.min(start.saturating_add(SIZE));
    }

    /// The first entry of the window.
    pub(crate) const fn start(&self) -> DocId {
        self.start
    }

    /// The first entry after the window.
    pub(crate) const fn end(&self) -> DocId {
        self.end
    }

    /// An entry of the window was found; its score adds to what it has.
    #[inline]
    pub(crate) fn add(&mut self, entry: DocId, score: Score) {
        let place = (entry - self.start) % SIZE;
        self.found[(place / BITS) as usize] |= 1 << (place % BITS);
        self.scores[place as usize] += score;
    }

    /// An entry of the window was found, by what scores nothing.
    #[inline]
    pub(super) fn mark(&mut self, entry: DocId) {
        let place = (entry - self.start) % SIZE;
        self.found[(place / BITS) as usize] |= 1 << (place % BITS);
    }

    /// Whether an entry of the window was found.
    #[inline]
    pub(super) fn has(&self, entry: DocId) -> bool {
        let place = (entry - self.start) % SIZE;
        self.found[(place / BITS) as usize] & 1 << (place % BITS) != 0
    }

    /// What an entry scores; 0 where it was not found.
    pub(super) fn score(&self, entry: DocId) -> Score {
        self.scores[((entry - self.start) % SIZE) as usize]
    }

    /// Adds what another way finds in a window of the same entries: of an entry's scores this keeps the best,
    /// and gives the other to what is not the best.
    pub(super) fn raise(&mut self, other: &Self, rest: &mut Self) {
        other.each(|entry, score| {
            if !self.has(entry) {
                return self.add(entry, score);
            }
            let known = self.score(entry);
            self.scores[((entry - self.start) % SIZE) as usize] = known.max(score);
            rest.add(entry, known.min(score));
        });
    }

    /// Visits what was found, in rising order.
    #[inline]
    pub(crate) fn each(&self, mut visit: impl FnMut(DocId, Score)) {
        for (number, word) in (0..).zip(self.found) {
            each_bit(word, |bit| {
                let place = number * BITS + bit as u32;
                visit(self.start + place, self.scores[place as usize]);
            });
        }
    }

    /// The first entry found from one on.
    pub(crate) fn first_from(&self, entry: DocId) -> Option<DocId> {
        let place = entry - self.start;
        let (mut number, mut wanted) = (place / BITS, u64::MAX << (place % BITS));
        while let Some(word) = self.found.get(number as usize) {
            let left = word & wanted;
            if left != 0 {
                return Some(self.start + number * BITS + left.trailing_zeros());
            }
            (number, wanted) = (number + 1, u64::MAX);
        }
        None
    }

    /// Visits what was found among some entries of the window, in rising order.
    #[inline]
    pub(crate) fn each_of(&self, entries: Range<DocId>, mut visit: impl FnMut(DocId, Score)) {
        let (mut place, end) = (entries.start - self.start, entries.end - self.start);
        while place < end {
            let number = place / BITS;
            let mut left = self.found[number as usize] & (u64::MAX << (place % BITS));
            place = (number + 1) * BITS;
            if place > end {
                left &= u64::MAX >> (place - end);
            }
            each_bit(left, |bit| {
                let found = number * BITS + bit as u32;
                visit(self.start + found, self.scores[found as usize]);
            });
        }
    }

    /// Whether nothing was found yet.
    pub(super) fn is_empty(&self) -> bool {
        self.found == [0; WORDS]
    }

    /// Gives what was found other scores.
    pub(super) fn change(&mut self, mut score: impl FnMut(DocId, Score) -> Score) {
        for (number, (word, row)) in (0..).zip(rows(&mut self.found, &mut *self.scores)) {
            each_bit(*word, |place| {
                let entry = self.start + number * BITS + place as u32;
                row[place] = score(entry, row[place]);
            });
        }
    }

    pub(super) fn count(&self) -> u64 {
        let words = self.found.iter();
        words.map(|word| u64::from(word.count_ones())).sum()
    }

    /// Keeps of what was found what the test has a score for, which adds to theirs.
    pub(crate) fn keep(&mut self, mut test: impl FnMut(DocId) -> Option<Score>) {
        for (number, (word, row)) in (0..).zip(rows(&mut self.found, &mut *self.scores)) {
            let mut kept = *word;
            each_bit(*word, |place| {
                match test(self.start + number * BITS + place as u32) {
                    Some(score) => row[place] += score,
                    None => kept ^= 1 << place,
                }
            });
            reduce(word, kept, row);
        }
    }

    /// Keeps what is in another window of the same entries too; scores add up.
    pub(super) fn keep_those_of(&mut self, other: &Self) {
        let others = other.scores.chunks_exact(BITS as usize).zip(other.found);
        for ((word, row), (scores, found)) in rows(&mut self.found, &mut *self.scores).zip(others) {
            reduce(word, *word & found, row);
            each_bit(*word, |place| row[place] += scores[place]);
        }
    }

    /// Keeps what is not in another window of the same entries.
    pub(super) fn keep_others_than(&mut self, other: &Self) {
        for ((word, row), found) in rows(&mut self.found, &mut *self.scores).zip(other.found) {
            reduce(word, *word & !found, row);
        }
    }
}

/// Words of the table of what was found, each with its row of scores.
fn rows<'w>(
    found: &'w mut [u64; WORDS],
    scores: &'w mut [Score],
) -> impl Iterator<Item = (&'w mut u64, &'w mut [Score])> {
    found.iter_mut().zip(scores.chunks_exact_mut(BITS as usize))
}

/// Leaves less of a row.
fn reduce(word: &mut u64, kept: u64, row: &mut [Score]) {
    if *word != 0 && kept == 0 {
        return empty(word, row);
    }
    each_bit(*word & !kept, |place| row[place] = 0.0);
    *word = kept;
}

/// Visits the places of a word's bits, in rising order.
#[inline]
fn each_bit(word: u64, mut visit: impl FnMut(usize)) {
    let mut left = word;
    while left != 0 {
        visit(left.trailing_zeros() as usize);
        left &= left - 1;
    }
}

fn empty(word: &mut u64, row: &mut [Score]) {
    *word = 0;
    row.fill(0.0);
}
