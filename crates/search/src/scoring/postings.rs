//! The entries of a segment that have one term, read block by block.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::Bm25Weight;
use tantivy::{DocId, Score, TERMINATED};

use super::bits::{Bits, Bounds, SIZE, Span};
use super::finding::{ASKING, Finds};
use super::{STEPS, step};

/// What a term's entries score.
pub(super) struct TermScoring {
    pub(super) norms: FieldNormReader,
    pub(super) weight: Bm25Weight,
}

/// What makes up for the rounding of a product.
pub(super) const ROUNDED_UP: Score = 1.000_01;

impl TermScoring {
    #[inline]
    pub(super) fn score(&self, entry: DocId, frequency: u32) -> Score {
        let norm = self.norms.fieldnorm_id(entry);
        // More makes no difference; tables keep no more.
        step(self.weight.score(norm, frequency.min(u32::from(u16::MAX))))
    }

    /// What any entry scores at most.
    pub(super) fn most(&self) -> Score {
        step(self.weighs())
    }

    /// The same, not rounded.
    pub(super) fn weighs(&self) -> Score {
        self.weight.max_score()
    }
}

/// Goes through a term's entries. Blocks take half the steps of going from entry to entry.
pub(super) struct Blocks {
    postings: BlockSegmentPostings,
    /// The present entry's place in its block.
    at: usize,
}

impl Blocks {
    pub(super) const fn new(postings: BlockSegmentPostings) -> Self {
        Self { postings, at: 0 }
    }

    fn entry(&self) -> DocId {
        let entry = self.postings.docs().get(self.at);
        entry.copied().unwrap_or(TERMINATED)
    }

    /// Goes on to the first entry from a target on.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.entry() < target {
            self.at += 1;
            if self.entry() < target || self.at >= self.postings.block_len() {
                self.at = self.postings.seek(target);
            }
        }
        self.entry()
    }

    /// How often the present entry has the term.
    pub(super) fn frequency(&self) -> u32 {
        self.postings.freq(self.at)
    }

    /// How many entries have it.
    pub(super) fn count(&self) -> u64 {
        u64::from(self.postings.doc_freq())
    }

    /// Goes through the entries before one, block by block, beside them how often each has the term.
    #[inline]
    fn each_block(&mut self, end: DocId, mut visit: impl FnMut(&[DocId], &[u32])) {
        loop {
            let entries = self.postings.docs().get(self.at..).unwrap_or_default();
            let frequencies = self.postings.freqs().get(self.at..).unwrap_or_default();
            let here = match entries.last() {
                None => return,
                Some(last) if *last < end => entries.len(),
                Some(_) => entries.partition_point(|entry| *entry < end),
            };
            visit(&entries[..here], frequencies);
            self.at += here;
            if here < entries.len() {
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }
}

/// What a term finds.
pub(super) struct TermHere {
    blocks: Blocks,
    /// About how many it finds in a span.
    in_span: u64,
    found: Bits,
    /// `None` where only matches matter.
    scored: Option<Scored>,
}

/// By place in a span, how often what was found has a term.
type Frequencies = [u16; SIZE as usize];

/// What scores are made of.
struct Scored {
    scoring: TermScoring,
    frequencies: Box<Frequencies>,
}

impl TermHere {
    pub(super) fn new(
        postings: BlockSegmentPostings,
        entries: DocId,
        scoring: Option<TermScoring>,
    ) -> Self {
        let blocks = Blocks::new(postings);
        Self {
            in_span: Span::share(blocks.count(), u64::from(entries)),
            blocks,
            found: Bits::default(),
            scored: scoring.map(|scoring| Scored {
                scoring,
                frequencies: Box::new([0; SIZE as usize]),
            }),
        }
    }

    /// What it weighs; 0 where only matches matter.
    pub(super) fn weighs(&self) -> Score {
        let scoring = self.scored.as_ref().map(|scored| &scored.scoring);
        scoring.map_or(0.0, TermScoring::weighs)
    }

    fn mark_all(&mut self, span: Span) {
        self.blocks.seek(span.start());
        let found = &mut self.found;
        let mut table = self.scored.as_mut().map(|scored| &mut *scored.frequencies);
        self.blocks.each_block(span.end(), |entries, frequencies| {
            found.add_rising(entries);
            if let Some(table) = &mut table {
                for (entry, frequency) in entries.iter().zip(frequencies) {
                    table[span.place(*entry) as usize] = saturated(*frequency);
                }
            }
        });
    }

    /// Asks for each of some entries by itself.
    fn mark_each(&mut self, among: &Bits) {
        among.each(|entry| {
            if self.blocks.seek(entry) == entry {
                let place = self.found.add(entry);
                if let Some(scored) = &mut self.scored {
                    scored.frequencies[place as usize] = saturated(self.blocks.frequency());
                }
            }
        });
    }
}

fn saturated(frequency: u32) -> u16 {
    frequency.min(u32::from(u16::MAX)) as u16
}

impl TermHere {
    /// As [`Finds::bound`], so many times as much, and a little more.
    pub(super) fn bound_times(&self, times: Score, more: Score, among: &Bits, bounds: &mut Bounds) {
        let Some(scored) = &self.scored else {
            return;
        };
        let (frequencies, times) = (&*scored.frequencies, times * ROUNDED_UP);
        let TermScoring { norms, weight } = &scored.scoring;
        self.found.each_in(among, |entry, place| {
            let frequency = u32::from(frequencies[place]);
            let score = weight.score(norms.fieldnorm_id(entry), frequency);
            bounds[place] += score * times + more;
        });
    }
}

impl Finds for TermHere {
    fn next(&mut self, from: DocId) -> DocId {
        self.blocks.seek(from)
    }

    fn mark(&mut self, span: Span, among: Option<&Bits>) {
        self.found.begin(span);
        match among {
            Some(among) if among.count() * ASKING < self.in_span => self.mark_each(among),
            _ => self.mark_all(span),
        }
    }

    fn found(&self) -> &Bits {
        &self.found
    }

    fn bound(&self, among: &Bits, bounds: &mut Bounds) {
        self.bound_times(1.0, 1.0 / STEPS, among, bounds);
    }

    fn score(&mut self, entry: DocId, _needed: Score) -> Option<Score> {
        if !self.found.has(entry) {
            return None;
        }
        let place = self.found.span().place(entry) as usize;
        let score = |scored: &Scored| {
            let frequency = u32::from(scored.frequencies[place]);
            scored.scoring.score(entry, frequency)
        };
        Some(self.scored.as_ref().map_or(0.0, score))
    }

    fn most(&self) -> Score {
        self.scored
            .as_ref()
            .map_or(0.0, |scored| scored.scoring.most())
    }

    fn cost(&self) -> u64 {
        self.blocks.count()
    }
}
