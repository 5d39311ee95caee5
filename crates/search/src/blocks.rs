//! Where the entries of each document stand in a segment: the document's own, its findings, its
//! recommendations, side by side. What is the document's is kept with the first of them only.

use std::ops::Range;
use std::sync::Arc;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Result, SegmentReader, TERMINATED, Term};

use crate::Scope;
use crate::schema::Fields;
use crate::segments::Segment;

/// The documents of one segment, deleted ones included.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    /// By document, its own entry.
    heads: Vec<DocId>,
    /// By document, the first entry that is neither its own nor a finding.
    recommendations: Vec<DocId>,
    /// After the last entry.
    end: DocId,
}

impl Blocks {
    pub(crate) fn read(segment: &SegmentReader, fields: &Fields) -> Result<Self> {
        let end = segment.max_doc();
        let heads = entries_of(segment, fields, Scope::Documents)?;
        let others = entries_of(segment, fields, Scope::Recommendations)?;
        let mut others = others.into_iter().peekable();
        let mut recommendations = Vec::with_capacity(heads.len());
        for (number, head) in heads.iter().enumerate() {
            let next = heads.get(number + 1).copied().unwrap_or(end);
            while others.next_if(|other| other < head).is_some() {}
            let first = others.peek().copied().unwrap_or(end);
            recommendations.push(first.min(next));
        }
        Ok(Self {
            heads,
            recommendations,
            end,
        })
    }

    /// The document that an entry belongs to, by its number in the segment.
    pub(crate) fn number_of(&self, entry: DocId) -> usize {
        self.heads.partition_point(|head| *head <= entry).max(1) - 1
    }

    /// As [`Self::number_of`], where it is this number or one not far above.
    pub(crate) fn number_from(&self, mut number: usize, entry: DocId) -> usize {
        let mut step = 1;
        while self.head(number + step) <= entry && number + step < self.heads.len() {
            number += step;
            step *= 2;
        }
        let reach = &self.heads[number..(number + step).min(self.heads.len())];
        number + reach.partition_point(|head| *head <= entry).max(1) - 1
    }

    /// The first entry of a document, which is its own.
    pub(crate) fn head(&self, number: usize) -> DocId {
        self.heads.get(number).copied().unwrap_or(self.end)
    }

    /// The entry of the document that an entry belongs to.
    pub(crate) fn head_of(&self, entry: DocId) -> DocId {
        self.head(self.number_of(entry))
    }

    /// All entries of a document.
    pub(crate) fn entries(&self, number: usize) -> Range<DocId> {
        self.head(number)..self.head(number + 1)
    }

    /// A document's entries of one scope.
    pub(crate) fn of_scope(&self, number: usize, scope: Scope) -> Range<DocId> {
        let all = self.entries(number);
        let others = self.recommendations.get(number).copied();
        let others = others.unwrap_or(self.end);
        match scope {
            Scope::Documents => all.start..(all.start + 1).min(all.end),
            Scope::Findings => (all.start + 1).min(others)..others,
            Scope::Recommendations => others..all.end,
        }
    }

    /// The first entry after all.
    pub(crate) const fn end(&self) -> DocId {
        self.end
    }

    /// The numbers of all documents.
    pub(crate) fn numbers(&self) -> Range<usize> {
        0..self.heads.len()
    }
}

/// The document of the entry that is looked at, of entries with rising numbers.
#[derive(Debug)]
pub(crate) struct Present {
    segment: Arc<Segment>,
    number: usize,
    entries: Range<DocId>,
}

impl Present {
    pub(crate) const fn new(segment: Arc<Segment>) -> Self {
        Self {
            segment,
            number: 0,
            entries: 0..0,
        }
    }

    /// Whether an entry is of another document.
    pub(crate) const fn ends_before(&self, entry: DocId) -> bool {
        entry >= self.entries.end
    }

    /// Goes on to the document of an entry.
    pub(crate) fn go_to(&mut self, entry: DocId) {
        let blocks = &self.segment.blocks;
        self.number = blocks.number_from(self.number, entry);
        self.entries = blocks.entries(self.number);
    }

    /// The document's number.
    pub(crate) const fn number(&self) -> usize {
        self.number
    }

    /// The document's own entry.
    pub(crate) const fn head(&self) -> DocId {
        self.entries.start
    }

    /// The first entry after the document's.
    pub(crate) const fn end(&self) -> DocId {
        self.entries.end
    }
}

fn entries_of(segment: &SegmentReader, fields: &Fields, scope: Scope) -> Result<Vec<DocId>> {
    let term = Term::from_field_text(fields.scope, scope.name());
    let index = segment.inverted_index(fields.scope)?;
    let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else {
        return Ok(Vec::new());
    };
    let mut entries = Vec::with_capacity(postings.size_hint() as usize);
    while postings.doc() != TERMINATED {
        entries.push(postings.doc());
        postings.advance();
    }
    Ok(entries)
}
