//! Counts of what is in one state of the index. Deleted entries stay in its files until a merge; here they
//! count for nothing, so that no score depends on when that is.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use tantivy::index::SegmentId;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Result, Searcher, SegmentReader, TERMINATED, Term};

/// Terms whose frequencies are remembered.
const REMEMBERED: usize = 20_000;

/// The length that entries count as having in a field whose lengths are not kept.
const USUAL_LENGTH: u64 = 60;

/// Counts, computed when they are first asked for.
pub(crate) struct Census {
    searcher: Searcher,
    /// For each segment, the deleted entries.
    deleted: Vec<OnceLock<Vec<DocId>>>,
    frequencies: Mutex<HashMap<Term, u64>>,
    /// Words in a field of all entries of a segment, deleted ones included: the same for as long as the
    /// segment is there.
    lengths: Mutex<HashMap<(SegmentId, Field), u64>>,
}

impl Census {
    /// Counts of what a searcher sees; what is known of segments that were there before is kept.
    pub(crate) fn new(searcher: Searcher, before: Option<&Self>) -> Self {
        let segments = searcher.segment_readers();
        let is_here = |id: SegmentId| segments.iter().any(|segment| segment.segment_id() == id);
        let known = before.map(|before| locked(&before.lengths).clone());
        let mut lengths = known.unwrap_or_default();
        lengths.retain(|(segment, _), _| is_here(*segment));
        Self {
            deleted: segments.iter().map(|_| OnceLock::new()).collect(),
            frequencies: Mutex::default(),
            lengths: Mutex::new(lengths),
            searcher,
        }
    }

    /// Entries that have a term.
    pub(crate) fn frequency(&self, term: &Term) -> Result<u64> {
        if let Some(known) = locked(&self.frequencies).get(term) {
            return Ok(*known);
        }
        let mut frequency = 0;
        for number in 0..self.deleted.len() {
            frequency += self.frequency_in(number, term)?;
        }
        let mut frequencies = locked(&self.frequencies);
        if frequencies.len() >= REMEMBERED {
            frequencies.clear();
        }
        frequencies.insert(term.clone(), frequency);
        Ok(frequency)
    }

    fn frequency_in(&self, number: usize, term: &Term) -> Result<u64> {
        let segment = self.searcher.segment_reader(number as u32);
        let index = segment.inverted_index(term.field())?;
        let Some(info) = index.get_term_info(term)? else {
            return Ok(0);
        };
        let mut frequency = u64::from(info.doc_freq);
        if !segment.has_deletes() {
            return Ok(frequency);
        }
        let mut postings = index.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
        for deleted in self.deleted(number) {
            if postings.doc() < *deleted {
                postings.seek(*deleted);
            }
            match postings.doc() {
                TERMINATED => break,
                doc => frequency -= u64::from(doc == *deleted),
            }
        }
        Ok(frequency)
    }

    /// Words in a field of all entries, as far as lengths of fields are known: long ones are rounded. Where
    /// none are kept, every one of so many entries counts as usual.
    pub(crate) fn words(&self, field: Field, entries: u64) -> Result<u64> {
        let schema = self.searcher.schema();
        if !schema.get_field_entry(field).has_fieldnorms() {
            return Ok(USUAL_LENGTH * entries);
        }
        let mut words = 0;
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            words += self.words_in(number, segment, field)?;
        }
        Ok(words)
    }

    fn words_in(&self, number: usize, segment: &SegmentReader, field: Field) -> Result<u64> {
        let Some(lengths) = segment.fieldnorms_readers().get_field(field)? else {
            return Ok(0);
        };
        let length = |entry: DocId| u64::from(lengths.fieldnorm(entry));
        let key = (segment.segment_id(), field);
        let known = locked(&self.lengths).get(&key).copied();
        let all = known.unwrap_or_else(|| (0..segment.max_doc()).map(length).sum());
        locked(&self.lengths).insert(key, all);
        let deleted = self.deleted(number).iter().map(|entry| length(*entry));
        Ok(all - deleted.sum::<u64>())
    }

    fn deleted(&self, number: usize) -> &[DocId] {
        self.deleted[number].get_or_init(|| {
            let segment = self.searcher.segment_reader(number as u32);
            match segment.has_deletes() {
                true => (0..segment.max_doc())
                    .filter(|entry| segment.is_deleted(*entry))
                    .collect(),
                false => Vec::new(),
            }
        })
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
