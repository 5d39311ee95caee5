//! What is read once of each segment, and kept for as long as it is there: where the entries of its documents
//! stand, and its columns. Opening a column takes longer than many a search.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use tantivy::columnar::{ColumnValues, StrColumn};
use tantivy::index::SegmentId;
use tantivy::{DocId, Result, Searcher, SegmentReader};

use crate::Facet;
use crate::blocks::Blocks;
use crate::lists::{Lists, OfEntries};
use crate::schema::{Fields, column};

/// The segments of one state of the index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Segments(Arc<HashMap<SegmentId, Arc<Segment>>>);

impl Segments {
    /// What a searcher sees; segments that were there before are not read again.
    pub(crate) fn read(
        searcher: &Searcher,
        fields: &Fields,
        before: Option<&Self>,
    ) -> Result<Self> {
        let mut all = HashMap::new();
        for reader in searcher.segment_readers() {
            let id = reader.segment_id();
            let known = before.and_then(|before| before.0.get(&id));
            let segment = match known {
                Some(known) => Arc::clone(known),
                None => Arc::new(Segment::read(reader, fields)?),
            };
            all.insert(id, segment);
        }
        Ok(Self(Arc::new(all)))
    }

    /// Reads what is else read when it is first asked for.
    pub(crate) fn read_all(&self) {
        for segment in self.0.values() {
            segment.of_entries();
        }
    }

    /// What was read of a segment.
    pub(crate) fn of(&self, reader: &SegmentReader) -> Result<Arc<Segment>> {
        let segment = self.0.get(&reader.segment_id()).map(Arc::clone);
        segment.ok_or_else(|| {
            let message = "a segment of another state of the index".to_owned();
            tantivy::TantivyError::InternalError(message)
        })
    }
}

/// A column of numbers.
pub(crate) type Numbers = Arc<dyn ColumnValues<u64>>;

/// What is read of one segment.
pub(crate) struct Segment {
    pub(crate) id: SegmentId,
    pub(crate) blocks: Blocks,
    /// The first and the last day that a document's date of publication can mean; 0 where it has none.
    pub(crate) published: (Numbers, Numbers),
    pub(crate) places: Numbers,
    pub(crate) priors: Numbers,
    /// The section of each finding: a number that those of one section in a row share.
    pub(crate) sections: Numbers,
    /// Ids and sorting titles of documents; `None` where no entry has one.
    pub(crate) documents: Option<StrColumn>,
    pub(crate) titles: Option<StrColumn>,
    facets: Vec<Option<StrColumn>>,
    of_documents: Lists,
    /// Read when entries are first counted: it takes longer than many a search.
    of_entries: OnceLock<OfEntries>,
}

impl Segment {
    fn read(reader: &SegmentReader, fields: &Fields) -> Result<Self> {
        let columns = reader.fast_fields();
        let numbers = |name: &str| columns.column_first_or_default(name);
        let facets = Facet::ALL.iter().map(|facet| columns.str(facet.name()));
        let facets = facets.collect::<Result<Vec<Option<StrColumn>>>>()?;
        let blocks = Blocks::read(reader, fields)?;
        Ok(Self {
            id: reader.segment_id(),
            of_documents: Lists::of_documents(&facets, &blocks),
            of_entries: OnceLock::new(),
            published: (
                numbers(column::PUBLISHED_FIRST)?,
                numbers(column::PUBLISHED_LAST)?,
            ),
            places: numbers(column::PLACE)?,
            priors: numbers(column::PRIOR)?,
            sections: numbers(column::SECTION_NUMBER)?,
            documents: columns.str(column::DOCUMENT)?,
            titles: columns.str(column::TITLE_KEY)?,
            blocks,
            facets,
        })
    }

    /// A facet's values; `None` where no entry has one.
    pub(crate) fn facet(&self, facet: Facet) -> Option<&StrColumn> {
        self.facets.get(facet as usize)?.as_ref()
    }

    /// The values of its documents, by their numbers.
    pub(crate) const fn of_documents(&self) -> &Lists {
        &self.of_documents
    }

    /// The values of its entries.
    pub(crate) fn of_entries(&self) -> &OfEntries {
        let read = || OfEntries::read(&self.facets, self.blocks.end());
        self.of_entries.get_or_init(read)
    }

    /// The lists that hold a facet's values.
    pub(crate) fn lists(&self, facet: Facet) -> &Lists {
        match facet.is_of_document() {
            true => &self.of_documents,
            false => &self.of_entries().lists,
        }
    }

    /// The values of a facet that an entry has, by their numbers in the column, given its document's number.
    pub(crate) fn values(
        &self,
        facet: Facet,
        entry: DocId,
        document: usize,
    ) -> impl Iterator<Item = u32> {
        let list = match facet.is_of_document() {
            true => document,
            false => self.of_entries().by_entry()[entry as usize] as usize,
        };
        self.lists(facet).of_facet(facet, list)
    }
}

impl fmt::Debug for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Segment({:?})", self.id)
    }
}
