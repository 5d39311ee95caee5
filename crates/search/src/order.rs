//! The order of hits: keys that compare within a segment, and positions that compare everywhere.

use std::cmp::Ordering;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tantivy::columnar::{ColumnValues, StrColumn};
use tantivy::{DocId, Score};

use crate::Sort;
use crate::segments::Segment;

/// Weights of entries are kept in hundredths.
const PRIOR_UNIT: f32 = 100.0;

/// What stands for "after all others" in a part of a key.
const LAST: u64 = 0;

/// A hit's place among those of its segment; the greater comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    /// What is sorted by.
    first: u64,
    /// Day of publication.
    date: u64,
    /// The document's number in the segment, turned round.
    document: u64,
    /// The entry's number in the document, turned round.
    place: u64,
}

/// A hit's place among all: where a page ends and the next begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Position {
    #[serde(rename = "f")]
    first: u64,
    /// The folded title, where titles are sorted by.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(rename = "d")]
    date: u64,
    #[serde(rename = "i")]
    document: String,
    #[serde(rename = "p")]
    place: u64,
}

impl Key {
    /// What compares in all segments: greater ranks come first. `None` where nothing does.
    pub(crate) fn rank(&self, sort: Sort) -> Option<(u64, u64)> {
        (sort != Sort::Title).then_some((self.first, self.date))
    }

    /// What is sorted by first.
    pub(crate) const fn first(&self) -> u64 {
        self.first
    }

    /// The score of a hit sorted by it.
    pub(crate) fn score(&self) -> Score {
        Score::from_bits(u32::try_from(self.first).unwrap_or_default())
    }
}

impl Ord for Position {
    fn cmp(&self, other: &Self) -> Ordering {
        let title = || match (&self.title, &other.title) {
            (Some(a), Some(b)) => b.cmp(a),
            (a, b) => a.is_some().cmp(&b.is_some()),
        };
        (self.first.cmp(&other.first))
            .then_with(title)
            .then_with(|| self.date.cmp(&other.date))
            .then_with(|| other.document.cmp(&self.document))
            .then_with(|| self.place.cmp(&other.place))
    }
}

impl PartialOrd for Position {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The columns that a segment is ordered by.
pub(crate) struct SegmentOrder {
    sort: Sort,
    dates: Arc<dyn ColumnValues<u64>>,
    places: Arc<dyn ColumnValues<u64>>,
    priors: Arc<dyn ColumnValues<u64>>,
    /// The greatest of them, a little more for what rounding does.
    most_prior: Score,
    documents: Numbered,
    titles: Option<Numbered>,
}

impl SegmentOrder {
    pub(crate) fn open(sort: Sort, segment: &Segment) -> Self {
        let titles = || Numbered::of(segment.titles.as_ref());
        Self {
            sort,
            dates: Arc::clone(&segment.published.0),
            places: Arc::clone(&segment.places),
            priors: Arc::clone(&segment.priors),
            most_prior: segment.priors.max_value() as f32 / PRIOR_UNIT * 1.000_001,
            documents: Numbered::of(segment.documents.as_ref()),
            titles: (sort == Sort::Title).then(titles),
        }
    }

    /// What is sorted by first: enough to tell that a hit comes after others. The head is the entry of the
    /// hit's document.
    pub(crate) fn first(&self, doc: DocId, head: DocId, score: Score) -> u64 {
        match self.sort {
            Sort::Relevance => by_score(self.weighted(doc, score)),
            Sort::Newest => self.dates.get_val(head),
            Sort::Oldest => match self.dates.get_val(head) {
                0 => LAST,
                date => u64::MAX - date,
            },
            Sort::Title => self
                .titles
                .as_ref()
                .map_or(LAST, |titles| titles.turned(head)),
        }
    }

    /// The hit's whole key.
    pub(crate) fn key(&self, doc: DocId, head: DocId, first: u64) -> Key {
        Key {
            first,
            date: self.dates.get_val(head),
            document: self.documents.turned(head),
            place: u64::MAX - 1 - self.places.get_val(doc),
        }
    }

    /// The score that an entry has with its weight.
    pub(crate) fn weighted(&self, doc: DocId, score: Score) -> Score {
        score * self.priors.get_val(doc) as f32 / PRIOR_UNIT
    }

    /// The most that any entry of the segment can have that scores so much.
    pub(crate) fn weighted_most(&self, score: Score) -> Score {
        score * self.most_prior
    }

    /// Whether hits are sorted by their scores.
    pub(crate) fn is_by_score(&self) -> bool {
        self.sort == Sort::Relevance
    }

    /// No entry of the segment that scores less is sorted by so much, or a little more.
    pub(crate) fn least(&self, first: u64) -> Score {
        match u32::try_from(first) {
            Ok(first) if first > 0 => Score::from_bits(first) / self.most_prior * 0.999_99,
            _ => Score::NEG_INFINITY,
        }
    }

    /// The place that a key stands for.
    pub(crate) fn position(&self, key: Key) -> tantivy::Result<Position> {
        let title = match &self.titles {
            Some(titles) if key.first != LAST => Some(titles.text(key.first)?),
            _ => None,
        };
        Ok(Position {
            first: if self.sort == Sort::Title {
                0
            } else {
                key.first
            },
            title,
            date: key.date,
            document: self.documents.text(key.document)?,
            place: key.place,
        })
    }

    /// A key that all hits after a position are less than, and no others.
    pub(crate) fn bound(&self, after: &Position) -> tantivy::Result<Key> {
        let mut first = after.first;
        let mut is_here = true;
        if let (Some(titles), Some(title)) = (&self.titles, &after.title) {
            (first, is_here) = titles.bound(title)?;
        }
        if !is_here {
            return Ok(Key {
                first,
                date: u64::MAX,
                document: u64::MAX,
                place: u64::MAX,
            });
        }
        let (document, is_here) = self.documents.bound(&after.document)?;
        Ok(Key {
            first,
            date: after.date,
            document,
            place: if is_here { after.place } else { u64::MAX },
        })
    }
}

/// What hits of a score are sorted by: bits that compare like it.
pub(crate) fn by_score(score: Score) -> u64 {
    u64::from(score.max(0.0).to_bits())
}

/// A column of text, by numbers that sort like it. Turned round: the first text has the greatest number.
struct Numbered {
    text: Option<StrColumn>,
    numbers: Arc<dyn ColumnValues<u64>>,
}

impl Numbered {
    fn of(text: Option<&StrColumn>) -> Self {
        Self {
            numbers: match text {
                Some(text) => text.ords().clone().first_or_default_col(u64::MAX - 1),
                None => Arc::new(NoNumbers),
            },
            text: text.cloned(),
        }
    }

    fn turned(&self, doc: DocId) -> u64 {
        u64::MAX - 1 - self.numbers.get_val(doc)
    }

    fn text(&self, turned: u64) -> tantivy::Result<String> {
        let mut found = String::new();
        if let Some(text) = &self.text {
            text.ord_to_str(u64::MAX - 1 - turned, &mut found)?;
        }
        Ok(found)
    }

    /// The turned number of a text, and true; or of the next text, and false.
    fn bound(&self, text: &str) -> tantivy::Result<(u64, bool)> {
        use tantivy::columnar::Dictionary;
        let Some(column) = &self.text else {
            return Ok((LAST, false));
        };
        let dictionary: &Dictionary<_> = column.dictionary();
        if let Some(number) = dictionary.term_ord(text)? {
            return Ok((u64::MAX - 1 - number, true));
        }
        let next = first_not_less(column, text)?;
        Ok((u64::MAX - 1 - next, false))
    }
}

/// The number of the first text that does not sort before this one.
fn first_not_less(column: &StrColumn, text: &str) -> tantivy::Result<u64> {
    let (mut low, mut high) = (0, column.num_terms() as u64);
    let mut middle = String::new();
    while low < high {
        let number = low + (high - low) / 2;
        column.ord_to_str(number, &mut middle)?;
        if middle.as_str() < text {
            low = number + 1;
        } else {
            high = number;
        }
    }
    Ok(low)
}

/// A column that no entry of the segment has.
struct NoNumbers;

impl ColumnValues<u64> for NoNumbers {
    fn get_val(&self, _: u32) -> u64 {
        u64::MAX - 1
    }

    fn min_value(&self) -> u64 {
        u64::MAX - 1
    }

    fn max_value(&self) -> u64 {
        u64::MAX - 1
    }

    fn num_vals(&self) -> u32 {
        0
    }
}
