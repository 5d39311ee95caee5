//! What is read once of each segment, and kept for as long as it is there: where the entries of its documents
//! stand, and its columns. Opening a column takes longer than many a search.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use tantivy::columnar::{ColumnValues, StrColumn};
use tantivy::index::SegmentId;
use tantivy::{Result, Searcher, SegmentReader};

use crate::Facet;
use crate::blocks::Blocks;
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
    of_documents: Vec<OfDocuments>,
}

/// The values of a document's facet, by the document's number in the segment.
#[derive(Default)]
struct OfDocuments {
    /// Where the values of each document begin, and the end.
    starts: Vec<usize>,
    /// By their numbers in the column.
    values: Vec<u32>,
}

impl OfDocuments {
    fn read(column: &StrColumn, blocks: &Blocks) -> Self {
        let mut read = Self::default();
        for number in blocks.numbers() {
            read.starts.push(read.values.len());
            let values = column.term_ords(blocks.head(number));
            read.values.extend(values.map(|value| value as u32));
        }
        read.starts.push(read.values.len());
        read
    }
}

impl Segment {
    fn read(reader: &SegmentReader, fields: &Fields) -> Result<Self> {
        let columns = reader.fast_fields();
        let numbers = |name: &str| columns.column_first_or_default(name);
        let facets = Facet::ALL.iter().map(|facet| columns.str(facet.name()));
        let facets = facets.collect::<Result<Vec<Option<StrColumn>>>>()?;
        let blocks = Blocks::read(reader, fields)?;
        let of_documents = |facet: &Facet| match &facets[*facet as usize] {
            Some(column) if facet.is_of_document() => OfDocuments::read(column, &blocks),
            _ => OfDocuments::default(),
        };
        Ok(Self {
            id: reader.segment_id(),
            of_documents: Facet::ALL.iter().map(of_documents).collect(),
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
}

impl Segment {
    /// The values of a facet that a document has, by their numbers in the column, given the document's number.
    pub(crate) fn of_document(&self, facet: Facet, number: usize) -> &[u32] {
        let all = &self.of_documents[facet as usize];
        match all.starts.get(number..number + 2) {
            Some([start, end]) => &all.values[*start..*end],
            _ => &[],
        }
    }
}

impl fmt::Debug for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Segment({:?})", self.id)
    }
}
