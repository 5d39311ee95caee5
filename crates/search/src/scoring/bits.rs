//! Some thousand entries side by side, and which of them were found.

use std::ops::Range;

use tantivy::{DocId, Score};

/// Entries of a span: tables of them fit the processor's nearer caches.
pub(crate) const SIZE: u32 = 4_096;
/// Bits in a word of the table of what was found.
const BITS: u32 = u64::BITS;
/// Words of that table.
const WORDS: usize = (SIZE / BITS) as usize;

/// Entries side by side, [`SIZE`] at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    start: DocId,
    end: DocId,
}

impl Span {
    /// Begins at an entry, and goes no further than the end.
    pub(crate) fn new(start: DocId, end: DocId) -> Self {
        Self {
            start,
            end: end.min(start.saturating_add(SIZE)),
        }
    }

    /// The first entry.
    pub(crate) const fn start(self) -> DocId {
        self.start
    }

    /// The first entry after it.
    pub(crate) const fn end(self) -> DocId {
        self.end
    }

    /// The place of an entry of it in tables.
    #[inline]
    pub(crate) const fn place(self, entry: DocId) -> u32 {
        (entry - self.start) % SIZE
    }

    /// How many entries of it something finds that finds so many of all.
    pub(super) fn share(found: u64, all: u64) -> u64 {
        found.saturating_mul(u64::from(SIZE)) / all.max(1)
    }
}

/// By place in a span, what entries score at most.
pub(crate) type Bounds = [Score; SIZE as usize];

/// The entries of a span that were found.
#[derive(Clone, Debug)]
pub(crate) struct Bits {
    span: Span,
    found: [u64; WORDS],
}

impl Default for Bits {
    fn default() -> Self {
        Self {
            span: Span::default(),
            found: [0; WORDS],
        }
    }
}

impl Bits {
    /// Begins with a span of which nothing is found yet.
    pub(crate) fn begin(&mut self, span: Span) {
        self.span = span;
        self.found.fill(0);
    }

    pub(crate) const fn span(&self) -> Span {
        self.span
    }

    /// An entry of the span is found. Gives its place in tables.
    #[inline]
    pub(crate) fn add(&mut self, entry: DocId) -> u32 {
        let place = self.span.place(entry);
        self.found[(place / BITS) as usize] |= 1 << (place % BITS);
        place
    }

    /// Entries of the span, in rising order, are found.
    #[inline]
    pub(super) fn add_rising(&mut self, entries: &[DocId]) {
        // Entries of one word are collected before it is written.
        let (mut number, mut word) = (0, 0);
        for entry in entries {
            let place = self.span.place(*entry);
            if place / BITS != number {
                self.found[number as usize] |= word;
                (number, word) = (place / BITS, 0);
            }
            word |= 1 << (place % BITS);
        }
        self.found[number as usize] |= word;
    }

    /// Entries of the span, side by side, are found.
    pub(super) fn add_all(&mut self, entries: Range<DocId>) {
        for (number, bits) in words_of(self.span, &entries) {
            self.found[number] |= bits;
        }
    }

    /// Whether an entry of the span is found.
    #[inline]
    pub(crate) fn has(&self, entry: DocId) -> bool {
        let place = self.span.place(entry);
        self.found[(place / BITS) as usize] & 1 << (place % BITS) != 0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.iter().fold(0, |all, word| all | word) == 0
    }

    pub(super) fn count(&self) -> u64 {
        let words = self.found.iter();
        words.map(|word| u64::from(word.count_ones())).sum()
    }

    /// The same entries are found as in another table.
    pub(crate) fn copy(&mut self, other: &Self) {
        self.span = other.span;
        self.found = other.found;
    }

    /// What another table of the same span has is found, too.
    pub(super) fn unite(&mut self, other: &Self) {
        let words = self.found.iter_mut().zip(other.found);
        words.for_each(|(word, other)| *word |= other);
    }

    /// Keeps what another table of the same span has, too.
    pub(super) fn keep(&mut self, other: &Self) {
        let words = self.found.iter_mut().zip(other.found);
        words.for_each(|(word, other)| *word &= other);
    }

    /// Keeps what another table of the same span has not.
    pub(super) fn drop(&mut self, other: &Self) {
        let words = self.found.iter_mut().zip(other.found);
        words.for_each(|(word, other)| *word &= !other);
    }

    /// Keeps of what is found what passes a test.
    pub(crate) fn retain(&mut self, mut test: impl FnMut(DocId) -> bool) {
        for (number, word) in (0..).zip(&mut self.found) {
            let mut kept = *word;
            each_bit(*word, |bit| {
                if !test(self.span.start + number * BITS + bit) {
                    kept ^= 1 << bit;
                }
            });
            *word = kept;
        }
    }

    /// Visits what is found, in rising order.
    #[inline]
    pub(crate) fn each(&self, mut visit: impl FnMut(DocId)) {
        for (number, word) in (0..).zip(self.found) {
            each_bit(word, |bit| visit(self.span.start + number * BITS + bit));
        }
    }

    /// Visits what is found here and in another table of the same span, each with its place in tables.
    #[inline]
    pub(crate) fn each_in(&self, other: &Self, mut visit: impl FnMut(DocId, usize)) {
        for (number, (word, other)) in (0..).zip(self.found.iter().zip(other.found)) {
            each_bit(word & other, |bit| {
                let place = number * BITS + bit;
                visit(self.span.start + place, (place % SIZE) as usize);
            });
        }
    }

    /// The first entry found from one on.
    #[inline]
    pub(crate) fn first_from(&self, entry: DocId) -> Option<DocId> {
        self.first_where(entry, |_| true)
    }

    /// The first entry found from one on whose place in tables passes a test.
    #[inline]
    pub(crate) fn first_where(&self, entry: DocId, test: impl Fn(usize) -> bool) -> Option<DocId> {
        let place = entry - self.span.start;
        let (mut number, mut wanted) = (place / BITS, u64::MAX << (place % BITS));
        while let Some(word) = self.found.get(number as usize) {
            let mut left = word & wanted;
            while left != 0 {
                let place = number * BITS + left.trailing_zeros();
                if test((place % SIZE) as usize) {
                    return Some(self.span.start + place);
                }
                left &= left - 1;
            }
            (number, wanted) = (number + 1, u64::MAX);
        }
        None
    }

    /// How many of some entries of the span are found.
    #[inline]
    pub(crate) fn count_of(&self, entries: &Range<DocId>) -> u64 {
        let words = words_of(self.span, entries);
        words
            .map(|(number, bits)| u64::from((self.found[number] & bits).count_ones()))
            .sum()
    }

    /// Visits what is found among some entries of the span, in rising order.
    #[inline]
    pub(crate) fn each_of(&self, entries: &Range<DocId>, mut visit: impl FnMut(DocId)) {
        for (number, bits) in words_of(self.span, entries) {
            let first = self.span.start + number as u32 * BITS;
            each_bit(self.found[number] & bits, |bit| visit(first + bit));
        }
    }
}

/// The words of a span's table that entries of it are in, each with the bits that are theirs.
#[inline]
fn words_of(span: Span, entries: &Range<DocId>) -> impl Iterator<Item = (usize, u64)> + use<> {
    let (first, end) = (entries.start - span.start, entries.end - span.start);
    let numbers = match first < end {
        true => first / BITS..end.div_ceil(BITS),
        false => 0..0,
    };
    numbers.map(move |number| {
        let from = first.saturating_sub(number * BITS);
        let past = ((number + 1) * BITS).saturating_sub(end);
        (number as usize, u64::MAX << from & u64::MAX >> past)
    })
}

/// Visits the places of a word's bits, in rising order.
#[inline]
fn each_bit(word: u64, mut visit: impl FnMut(u32)) {
    let mut left = word;
    while left != 0 {
        visit(left.trailing_zeros());
        left &= left - 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn stretches_of_a_span_have_the_entries_that_stand_in_them(
            start in 0..9_000_u32,
            found in prop::collection::btree_set(0..SIZE, 0..40),
            (from, length) in (0..SIZE, 0..300_u32),
        ) {
            let span = Span::new(start, u32::MAX);
            let mut bits = Bits::default();
            bits.begin(span);
            found.iter().for_each(|place| { bits.add(start + place); });
            let stretch = start + from..(start + from + length).min(span.end());
            let expected: Vec<u32> = found.iter().map(|place| start + place).collect();
            let inside = |entry: &u32| stretch.contains(entry);
            let expected_there: Vec<u32> = expected.iter().copied().filter(inside).collect();
            let mut there = Vec::new();
            bits.each_of(&stretch, |entry| there.push(entry));
            prop_assert_eq!(bits.count_of(&stretch), there.len() as u64);
            prop_assert_eq!(there, expected_there);
            let next = expected.iter().copied().find(|entry| *entry >= stretch.start);
            prop_assert_eq!(bits.first_from(stretch.start), next);
            let mut filled = Bits::default();
            filled.begin(span);
            filled.add_all(stretch.clone());
            let all = span.start()..span.end();
            prop_assert_eq!(filled.count_of(&all), stretch.len() as u64);
        }
    }
}
