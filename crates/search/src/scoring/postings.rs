//! The entries of a segment that have one term, read block by block.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::Bm25Weight;
use tantivy::{DocId, Score, TERMINATED};

use super::finding::Finds;
use super::step;
use super::window::Window;

/// What a term finds. Going through blocks takes half the steps of going from entry to entry.
pub(super) struct TermHere {
    postings: BlockSegmentPostings,
    /// The present entry's place in its block.
    at: usize,
    /// `None` where only matches matter.
    scoring: Option<TermScoring>,
}

/// What a term's entries score.
pub(super) struct TermScoring {
    pub(super) norms: FieldNormReader,
    pub(super) weight: Bm25Weight,
}

impl TermScoring {
    pub(super) fn score(&self, entry: DocId, frequency: u32) -> Score {
        let norm = self.norms.fieldnorm_id(entry);
        step(self.weight.score(norm, frequency))
    }
}

impl TermHere {
    pub(super) const fn new(postings: BlockSegmentPostings, scoring: Option<TermScoring>) -> Self {
        Self {
            postings,
            at: 0,
            scoring,
        }
    }

    fn entry(&self) -> DocId {
        let entry = self.postings.docs().get(self.at);
        entry.copied().unwrap_or(TERMINATED)
    }

    /// Goes on to the first entry from a target on.
    fn seek(&mut self, target: DocId) -> DocId {
        if self.entry() < target {
            self.at += 1;
            if self.entry() < target || self.at >= self.postings.block_len() {
                self.at = self.postings.seek(target);
            }
        }
        self.entry()
    }

    /// Goes through the entries before one, block by block, beside them how often each has the term.
    #[inline]
    fn each_block(
        &mut self,
        end: DocId,
        mut visit: impl FnMut(&[DocId], &[u32], Option<&TermScoring>),
    ) {
        loop {
            let entries = self.postings.docs().get(self.at..).unwrap_or_default();
            let frequencies = self.postings.freqs().get(self.at..).unwrap_or_default();
            let here = match entries.last() {
                None => return,
                Some(last) if *last < end => entries.len(),
                Some(_) => entries.partition_point(|entry| *entry < end),
            };
            visit(&entries[..here], frequencies, self.scoring.as_ref());
            self.at += here;
            if here < entries.len() {
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }

    /// Marks what it finds in a window, and scores those of it that are asked for.
    fn fill_where(&mut self, window: &mut Window, is_asked: impl Fn(DocId) -> bool) {
        self.seek(window.start());
        self.each_block(
            window.end(),
            |entries, frequencies, scoring| match scoring {
                None => entries.iter().for_each(|entry| window.mark(*entry)),
                Some(scoring) => {
                    for (entry, frequency) in entries.iter().zip(frequencies) {
                        if is_asked(*entry) {
                            window.add(*entry, scoring.score(*entry, *frequency));
                        }
                    }
                }
            },
        );
    }
}

impl Finds for TermHere {
    fn next(&mut self, from: DocId) -> DocId {
        self.seek(from)
    }

    fn fill(&mut self, window: &mut Window) {
        self.fill_where(window, |_| true);
    }

    fn fill_among(&mut self, window: &mut Window, among: &Window) {
        self.fill_where(window, |entry| among.has(entry));
    }

    fn at(&mut self, entry: DocId) -> Option<Score> {
        if self.seek(entry) != entry {
            return None;
        }
        let score = |scoring: &TermScoring| scoring.score(entry, self.postings.freq(self.at));
        Some(self.scoring.as_ref().map_or(0.0, score))
    }

    fn cost(&self) -> u64 {
        u64::from(self.postings.doc_freq())
    }
}
