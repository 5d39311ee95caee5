//! The values of facets: which there are, which a filter or query names, and the order they are shown in.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use probity_model::Rating;
use tantivy::columnar::StrColumn;
use tantivy::index::SegmentId;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED, Term};

use crate::analysis::fold;
use crate::entries::{NONE, NOT_RATED, UNDATED};
use crate::query::FieldValue;
use crate::segments::Segments;
use crate::{Facet, FacetCount, SearchError};

/// All values that the entries of a snapshot have, in order; a value's place is its number.
#[derive(Debug, Default)]
pub(crate) struct FacetValues {
    values: BTreeMap<Facet, Vec<Value>>,
    /// The numbers of the values in a segment's column, in the column's own order.
    numbers: HashMap<(SegmentId, Facet), Arc<Vec<Option<u32>>>>,
}

#[derive(Debug)]
struct Value {
    name: String,
    folded: String,
}

impl FacetValues {
    pub(crate) fn read(searcher: &Searcher, segments: &Segments) -> Result<Self, SearchError> {
        let mut read = Self::default();
        for facet in Facet::ALL {
            let mut columns = Vec::new();
            for reader in searcher.segment_readers() {
                let segment = segments.of(reader)?;
                if let Some(column) = segment.facet(facet) {
                    columns.push((segment.id, names_there(reader, facet, column)?));
                }
            }
            let names: BTreeSet<&String> = columns
                .iter()
                .flat_map(|(_, names)| names.iter().flatten())
                .collect();
            let numbers: HashMap<&String, u32> = names.iter().copied().zip(0..).collect();
            for (segment, names) in &columns {
                let number = |name: &Option<String>| numbers.get(name.as_ref()?).copied();
                let of_column = names.iter().map(number).collect();
                read.numbers.insert((*segment, facet), Arc::new(of_column));
            }
            let value = |name: &String| Value {
                folded: loose(name),
                name: name.clone(),
            };
            let values = names.into_iter().map(value).collect();
            read.values.insert(facet, values);
        }
        Ok(read)
    }

    /// The numbers of the values in a segment's column; `None` for a value that no entry has any more.
    pub(crate) fn numbers(&self, segment: SegmentId, facet: Facet) -> Arc<Vec<Option<u32>>> {
        let numbers = self.numbers.get(&(segment, facet));
        numbers.map(Arc::clone).unwrap_or_default()
    }

    /// The name of the value with this number.
    pub(crate) fn name(&self, facet: Facet, number: u32) -> &str {
        let value = self.of(facet).get(number as usize);
        value.map_or("", |value| value.name.as_str())
    }

    /// The number of the value with this name.
    pub(crate) fn number(&self, facet: Facet, name: &str) -> Option<u32> {
        let values = self.of(facet);
        let place = values.binary_search_by(|value| value.name.as_str().cmp(name));
        u32::try_from(place.ok()?).ok()
    }

    /// The names of all values of a facet.
    pub(crate) fn names(&self, facet: Facet) -> impl Iterator<Item = &str> {
        self.of(facet).iter().map(|value| value.name.as_str())
    }

    /// The stored names of chosen values; case and accents do not matter. What is no value is left out.
    pub(crate) fn named(&self, facet: Facet, chosen: &[String]) -> Vec<String> {
        let chosen: BTreeSet<String> = chosen.iter().map(|value| loose(value)).collect();
        let values = self.of(facet).iter();
        let named = values.filter(|value| chosen.contains(&value.folded));
        named.map(|value| value.name.clone()).collect()
    }

    /// The values that have these words in a row: `region:east` names every region with "East" in it,
    /// `region:"East of England"` (in quotation marks) that one.
    pub(crate) fn matching(&self, facet: Facet, wanted: &FieldValue) -> Vec<String> {
        let FieldValue::Words {
            text,
            quoted,
            prefix,
        } = wanted
        else {
            return Vec::new();
        };
        let wanted = fold(&text.replace('_', " "));
        if wanted.is_empty() {
            return Vec::new();
        }
        let fits = |folded: &str| match (quoted, prefix) {
            (true, _) => folded == wanted,
            (false, true) => format!(" {folded}").contains(&format!(" {wanted}")),
            (false, false) => format!(" {folded} ").contains(&format!(" {wanted} ")),
        };
        let values = self.of(facet).iter();
        let fitting = values.filter(|value| fits(&value.folded));
        fitting.map(|value| value.name.clone()).collect()
    }

    /// The years in a range.
    pub(crate) fn years(&self, from: Option<i16>, to: Option<i16>) -> Vec<String> {
        let is_in =
            |year: i16| from.is_none_or(|from| from <= year) && to.is_none_or(|to| year <= to);
        let years = self.names(Facet::Year);
        years
            .filter(|year| year.parse().is_ok_and(is_in))
            .map(str::to_owned)
            .collect()
    }

    fn of(&self, facet: Facet) -> &[Value] {
        self.values.get(&facet).map_or(&[], Vec::as_slice)
    }
}

/// The names of a column's values, `None` for those that deleted entries alone have.
fn names_there(
    reader: &SegmentReader,
    facet: Facet,
    column: &StrColumn,
) -> Result<Vec<Option<String>>, SearchError> {
    let field = reader.schema().get_field(facet.name())?;
    let mut names = Vec::with_capacity(column.num_terms());
    let mut stream = column.dictionary().stream()?;
    while stream.advance() {
        let name = String::from_utf8_lossy(stream.key()).into_owned();
        let is_there = name != NONE && is_there(reader, field, &name)?;
        names.push(is_there.then_some(name));
    }
    Ok(names)
}

/// Whether an entry of the segment that is not deleted has a value.
fn is_there(segment: &SegmentReader, field: Field, value: &str) -> tantivy::Result<bool> {
    if !segment.has_deletes() {
        return Ok(true);
    }
    let index = segment.inverted_index(field)?;
    let term = Term::from_field_text(field, value);
    let Some(mut entries) = index.read_postings(&term, IndexRecordOption::Basic)? else {
        return Ok(false);
    };
    while entries.doc() != TERMINATED && segment.is_deleted(entries.doc()) {
        entries.advance();
    }
    Ok(entries.doc() != TERMINATED)
}

/// A value's words without case, accents and underscores.
fn loose(value: &str) -> String {
    fold(&value.replace('_', " "))
}

/// Checks that chosen values are of the facet's type.
///
/// # Errors
/// [`SearchError::Parameter`] where one is not: a year that is no number.
pub(crate) fn check_type(facet: Facet, chosen: &[String]) -> Result<(), SearchError> {
    let is_year = |value: &str| value.len() == 4 && value.bytes().all(|b| b.is_ascii_digit());
    let fits = |value: &String| is_year(value) || value.eq_ignore_ascii_case(UNDATED);
    match chosen
        .iter()
        .find(|value| facet == Facet::Year && !fits(value))
    {
        Some(wrong) => Err(SearchError::Parameter {
            field: Facet::Year.name(),
            message: format!("\"{wrong}\" is not a year; write 2024, or {UNDATED}"),
        }),
        None => Ok(()),
    }
}

/// Counts in the order they are shown, chosen values always among them, others up to the limit.
pub(crate) fn shown(
    facet: Facet,
    counts: Vec<(String, u64)>,
    chosen: Option<&[String]>,
    limit: usize,
) -> Vec<FacetCount> {
    let chosen = chosen.unwrap_or_default();
    let is_chosen = |value: &str| chosen.iter().any(|name| loose(name) == loose(value));
    let mut shown: Vec<FacetCount> = counts
        .into_iter()
        .map(|(value, count)| FacetCount {
            selected: is_chosen(&value),
            value,
            count,
        })
        .collect();
    for name in chosen {
        if !shown.iter().any(|count| loose(&count.value) == loose(name)) {
            shown.push(FacetCount {
                value: name.clone(),
                count: 0,
                selected: true,
            });
        }
    }
    sort(facet, &mut shown);
    let mut left = limit;
    shown.retain(|count| {
        let fits = left > 0;
        left = left.saturating_sub(1);
        fits || count.selected
    });
    shown
}

fn sort(facet: Facet, counts: &mut [FacetCount]) {
    match facet {
        Facet::Rating | Facet::StandardRating => {
            counts.sort_by_key(|count| (rating_rank(&count.value), count.value.clone()));
        }
        Facet::Year => counts.sort_by(|a, b| {
            let key = |count: &FacetCount| count.value.parse::<i16>().unwrap_or(i16::MIN);
            key(b).cmp(&key(a)).then_with(|| a.value.cmp(&b.value))
        }),
        _ => counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value))),
    }
}

fn rating_rank(value: &str) -> usize {
    let place = Rating::ALL
        .iter()
        .position(|rating| rating.name().eq_ignore_ascii_case(value));
    let unrated = Rating::ALL.len() + usize::from(!value.eq_ignore_ascii_case(NOT_RATED));
    place.unwrap_or(unrated)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        facet: Facet,
        counts: &[(&str, u64)],
        chosen: &[&str],
        limit: usize,
        expected: &[&str],
    ) {
        let counts = counts
            .iter()
            .map(|(value, count)| ((*value).to_owned(), *count))
            .collect();
        let chosen: Vec<String> = chosen.iter().map(|value| (*value).to_owned()).collect();
        let shown = shown(facet, counts, Some(&chosen), limit);
        let values: Vec<&str> = shown.iter().map(|count| count.value.as_str()).collect();
        assert_eq!(values, expected);
    }

    #[test]
    fn values_are_shown_in_the_order_of_their_facet() {
        check(
            Facet::Rating,
            &[("Not rated", 9), ("Inadequate", 8), ("Good", 1)],
            &["outstanding"],
            9,
            &["outstanding", "Good", "Inadequate", "Not rated"],
        );
        check(
            Facet::Year,
            &[("2022", 1), ("Undated", 5), ("2024", 1)],
            &[],
            9,
            &["2024", "2022", "Undated"],
        );
        check(
            Facet::Region,
            &[("B", 2), ("A", 2), ("C", 3)],
            &[],
            2,
            &["C", "A"],
        );
        check(
            Facet::Region,
            &[("B", 2), ("A", 2), ("C", 3)],
            &["b"],
            1,
            &["C", "B"],
        );
    }

    #[test]
    fn a_year_is_a_number_or_undated() {
        assert!(check_type(Facet::Year, &["2024".into(), "undated".into()]).is_ok());
        assert!(check_type(Facet::Year, &["abc".into()]).is_err());
        assert!(check_type(Facet::Region, &["abc".into()]).is_ok());
    }
}
