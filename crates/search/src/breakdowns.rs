//! Counts besides those of single facets: units under their regions, dates, two facets at once.

use std::collections::BTreeMap;

use probity_model::{Gazetteer, PartialDate, Unit};
use serde::Serialize;

use crate::counting::{Count, CountOf, FacetSet, Tally};
use crate::facets::{FacetValues, shown};
use crate::{Facet, FacetCount, Filters, SearchError, SearchRequest};

/// Which counts a search asks for besides those of single facets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct BreakdownsWanted {
    /// PDUs under their regions.
    pub units: bool,
    /// Dates of publication.
    pub histogram: Option<Interval>,
    /// The values of one facet, and under each those of another.
    pub cross: Option<(Facet, Facet)>,
}

/// How long the stretches of time are that hits are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    /// Years.
    Year,
    /// Months.
    Month,
}

/// The counts asked for; `None` where they were not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breakdowns {
    /// Regions by count, under each its PDUs by count; at the end the PDUs that no list gives a region.
    /// Regions and PDUs are one facet here: counted under every filter but those of both.
    pub units: Option<Vec<RegionCount>>,
    /// Earliest first, undated at the end; counted under every filter but the year's. Dates before and
    /// after which filters leave nothing are not among them, nor any without hits.
    pub histogram: Option<Vec<DateCount>>,
    /// Counted under every filter but those of its two facets.
    pub cross: Option<Cross>,
}

/// A region, and its PDUs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionCount {
    /// `None` for PDUs that no list gives a region.
    pub region: Option<FacetCount>,
    /// Its PDUs that have hits or are chosen.
    pub pdus: Vec<FacetCount>,
}

/// A stretch of time and how many hits were published in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateCount {
    /// A month, or a year; a year also where months are asked for and no more is known. `None` for
    /// undated hits.
    pub date: Option<PartialDate>,
    /// Hits published then.
    pub count: u64,
}

/// A table of counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cross {
    /// The facets of its rows and of its columns.
    pub facets: (Facet, Facet),
    /// Its columns, each with its count over all rows, and hits without a row's value.
    pub columns: Vec<FacetCount>,
    /// Its rows.
    pub rows: Vec<CrossRow>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossRow {
    /// Its value, with its count over all columns, and hits without a column's value.
    pub row: FacetCount,
    /// Hits that have the row's value and each column's, in the columns' order.
    pub counts: Vec<u64>,
}

/// Checks what is asked for.
///
/// # Errors
/// [`SearchError::Parameter`] where a facet shall be crossed with itself.
pub(crate) fn check(wanted: &BreakdownsWanted) -> Result<(), SearchError> {
    match wanted.cross {
        Some((one, other)) if one == other => Err(SearchError::Parameter {
            field: "cross",
            message: "two different facets are needed".to_owned(),
        }),
        _ => Ok(()),
    }
}

/// What must be counted; [`assembled`] takes the tallies in this order.
pub(crate) fn counts(wanted: &BreakdownsWanted) -> Vec<Count> {
    let mut counts = Vec::new();
    let mut add = |of, unheeded: &[Facet]| {
        let unheeded = FacetSet::of(unheeded);
        counts.push(Count { of, unheeded });
    };
    if wanted.units {
        let both = [Facet::Region, Facet::Pdu];
        both.iter()
            .for_each(|facet| add(CountOf::Values(*facet), &both));
    }
    if wanted.histogram.is_some() {
        add(CountOf::Dates, &[Facet::Year]);
    }
    if let Some((rows, columns)) = wanted.cross {
        let both = [rows, columns];
        both.iter()
            .for_each(|facet| add(CountOf::Values(*facet), &both));
        add(CountOf::Pairs(rows, columns), &both);
    }
    counts
}

/// The counts as they are shown.
pub(crate) fn assembled(
    request: &SearchRequest,
    gazetteer: &Gazetteer,
    list: &List<'_>,
    tallies: Vec<Tally>,
) -> Breakdowns {
    let wanted = &request.breakdowns;
    let mut tallies = tallies.into_iter();
    let mut next = || tallies.next().unwrap_or(Tally::Values(Vec::new()));
    Breakdowns {
        units: wanted.units.then(|| {
            let (regions, pdus) = (next(), next());
            units(gazetteer, list, regions, pdus)
        }),
        histogram: wanted.histogram.map(|interval| histogram(interval, next())),
        cross: wanted.cross.map(|facets| {
            let (rows, columns) = (next(), next());
            cross(list, facets, [rows, columns], next(), request.facet_limit)
        }),
    }
}

fn units(gazetteer: &Gazetteer, list: &List<'_>, regions: Tally, pdus: Tally) -> Vec<RegionCount> {
    let mut groups: Vec<RegionCount> = list
        .of(Facet::Region, regions, usize::MAX)
        .into_iter()
        .map(|region| RegionCount {
            region: Some(region),
            pdus: Vec::new(),
        })
        .collect();
    let mut homeless = Vec::new();
    for pdu in list.of(Facet::Pdu, pdus, usize::MAX) {
        let region = match gazetteer.find(&pdu.value) {
            Some(Unit::Pdu(known)) => known.region.as_str(),
            _ => "",
        };
        let is_its = |group: &&mut RegionCount| {
            group
                .region
                .as_ref()
                .is_some_and(|count| count.value == region)
        };
        match groups.iter_mut().find(is_its) {
            Some(group) => group.pdus.push(pdu),
            None => homeless.push(pdu),
        }
    }
    if !homeless.is_empty() {
        groups.push(RegionCount {
            region: None,
            pdus: homeless,
        });
    }
    groups
}

fn histogram(interval: Interval, tally: Tally) -> Vec<DateCount> {
    let Tally::Dates(dates) = tally else {
        return Vec::new();
    };
    let mut counts: BTreeMap<(u64, u64), DateCount> = BTreeMap::new();
    for ((first, last), count) in dates {
        let date = stretch(interval, first, last);
        let key = match date {
            // A year of which no month is known stands before its months.
            Some(date) => (date.first_day_number(), u64::MAX - date.last_day_number()),
            None => (u64::MAX, 0),
        };
        let known = counts.entry(key).or_insert(DateCount { date, count: 0 });
        known.count += count;
    }
    counts.into_values().collect()
}

/// The month or year that all days of a date lie in, given by the numbers of the first and the last.
fn stretch(interval: Interval, first: u64, last: u64) -> Option<PartialDate> {
    let year = i16::try_from(first / 10_000).ok()?;
    let month = i8::try_from(first / 100 % 100).ok()?;
    let is_of_month = first / 100 == last / 100;
    match interval {
        Interval::Month if is_of_month => PartialDate::month_of(year, month),
        Interval::Month | Interval::Year => PartialDate::year_only(year),
    }
}

fn cross(
    list: &List<'_>,
    facets: (Facet, Facet),
    [rows, columns]: [Tally; 2],
    pairs: Tally,
    limit: usize,
) -> Cross {
    let rows = list.of(facets.0, rows, limit);
    let columns = list.of(facets.1, columns, limit);
    let Tally::Pairs(pairs) = pairs else {
        let (columns, rows) = (Vec::new(), Vec::new());
        return Cross {
            facets,
            columns,
            rows,
        };
    };
    let number = |facet, count: &FacetCount| list.values.number(facet, &count.value);
    let cell = |row: &FacetCount, column: &FacetCount| {
        let pair = number(facets.0, row).zip(number(facets.1, column));
        let count = pair.and_then(|pair| pairs.get(&pair));
        count.copied().unwrap_or_default()
    };
    let rows = rows.into_iter().map(|row| CrossRow {
        counts: columns.iter().map(|column| cell(&row, column)).collect(),
        row,
    });
    Cross {
        facets,
        rows: rows.collect(),
        columns,
    }
}

/// How counts become lists: the names of values, and those that were chosen.
pub(crate) struct List<'l> {
    pub(crate) values: &'l FacetValues,
    pub(crate) filters: &'l Filters,
}

impl List<'_> {
    /// The counts of a facet as they are shown.
    pub(crate) fn of(&self, facet: Facet, tally: Tally, limit: usize) -> Vec<FacetCount> {
        let Tally::Values(counts) = tally else {
            return Vec::new();
        };
        let chosen = self.filters.facets.get(&facet).map(Vec::as_slice);
        let counted = (0..).zip(counts).filter(|(_, count)| *count > 0);
        let named =
            counted.map(|(number, count)| (self.values.name(facet, number).to_owned(), count));
        shown(facet, named.collect(), chosen, limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(interval: Interval, dates: &[(u64, u64)], expected: &[(Option<&str>, u64)]) {
        let tally = dates.iter().map(|date| (*date, 1)).collect();
        let counts = histogram(interval, Tally::Dates(tally));
        let shown: Vec<(Option<String>, u64)> = counts
            .iter()
            .map(|count| (count.date.map(|date| date.to_string()), count.count))
            .collect();
        let expected: Vec<(Option<String>, u64)> = expected
            .iter()
            .map(|(date, count)| (date.map(str::to_owned), *count))
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn dates_fall_into_the_stretch_that_is_known() {
        let dates = [
            (0, 0),
            (20_240_101, 20_241_231),
            (20_240_101, 20_240_131),
            (20_240_829, 20_240_829),
            (20_240_801, 20_240_831),
            (20_231_201, 20_231_231),
        ];
        check(
            Interval::Year,
            &dates,
            &[(Some("2023"), 1), (Some("2024"), 4), (None, 1)],
        );
        check(
            Interval::Month,
            &dates,
            &[
                (Some("2023-12"), 1),
                (Some("2024"), 1),
                (Some("2024-01"), 1),
                (Some("2024-08"), 2),
                (None, 1),
            ],
        );
    }
}
