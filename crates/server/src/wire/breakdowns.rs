//! Counts besides those of single facets: how they are asked for, and how they are told.

use probity_search::{BreakdownsWanted, Facet};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use crate::params::Query;
use crate::problem::Problem;
use crate::wire::filters::parameter;
use crate::wire::search::FacetValue;
use crate::wire::words::{INTERVALS, one_of};

/// Takes what is asked for out of a query string.
pub(crate) fn read(query: &mut Query) -> Result<BreakdownsWanted, Problem> {
    let cross = query.filled("cross")?;
    Ok(BreakdownsWanted {
        units: query.flag("units")?,
        histogram: query.choice("histogram", &INTERVALS)?,
        cross: cross.map(|text| pair(&text)).transpose()?,
    })
}

fn pair(text: &str) -> Result<(Facet, Facet), Problem> {
    let names = text.split_once(',');
    let facets = names.and_then(|(one, other)| {
        let one = Facet::from_name(one.trim())?;
        Some((one, Facet::from_name(other.trim())?))
    });
    facets.filter(|(one, other)| one != other).ok_or_else(|| {
        let known = Facet::ALL.map(Facet::name).join(", ");
        let detail = format!("\"cross\" is two different ones of these with a comma: {known}");
        Problem::parameter("cross", detail)
    })
}

/// The parameters' descriptions.
pub(crate) fn documented() -> [Parameter; 3] {
    let flag = Schema::from(ObjectBuilder::new().schema_type(Type::Boolean));
    let names = Facet::ALL.map(Facet::name).join("|");
    let pair = ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(format!("^({names}),({names})$")))
        .examples(["standard,polarity"]);
    [
        parameter("units", "Count PDUs under their regions, too.", flag),
        parameter(
            "histogram",
            "Count dates of publication by year or month, too.",
            one_of(&INTERVALS.map(|(name, _)| name)),
        ),
        parameter(
            "cross",
            "Count the values of one facet under each of another, too: two names with a comma.",
            Schema::from(pair),
        ),
    ]
}

/// A region and its PDUs, as one facet of two levels.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegionGroup {
    /// The region; null for PDUs of which no region is known.
    region: Option<FacetValue>,
    /// Its PDUs that have hits, most first.
    pdus: Vec<FacetValue>,
}

impl From<probity_search::RegionCount> for RegionGroup {
    fn from(found: probity_search::RegionCount) -> Self {
        Self {
            region: found.region.map(FacetValue::from),
            pdus: found.pdus.into_iter().map(FacetValue::from).collect(),
        }
    }
}

/// A stretch of time.
#[derive(Serialize, ToSchema)]
pub(crate) struct DateBucket {
    /// `2024-08` or `2024`: the latter also by month, for hits of which no month is known. Null for undated
    /// hits.
    date: Option<String>,
    /// Hits published then.
    count: u64,
}

impl From<probity_search::DateCount> for DateBucket {
    fn from(found: probity_search::DateCount) -> Self {
        Self {
            date: found.date.map(|date| date.to_string()),
            count: found.count,
        }
    }
}

/// The values of one facet, and under each those of another.
#[derive(Serialize, ToSchema)]
pub(crate) struct CrossTable {
    /// Name of the facet of the rows.
    row_facet: &'static str,
    /// Name of the facet of the columns.
    column_facet: &'static str,
    /// The columns' values.
    columns: Vec<FacetValue>,
    /// The rows.
    rows: Vec<CrossRow>,
}

/// A row of a table.
#[derive(Serialize, ToSchema)]
pub(crate) struct CrossRow {
    /// The row's value.
    row: FacetValue,
    /// Hits that have it and each column's value, in the columns' order.
    counts: Vec<u64>,
}

impl From<probity_search::Cross> for CrossTable {
    fn from(found: probity_search::Cross) -> Self {
        let row = |found: probity_search::CrossRow| CrossRow {
            row: FacetValue::from(found.row),
            counts: found.counts,
        };
        Self {
            row_facet: found.facets.0.name(),
            column_facet: found.facets.1.name(),
            columns: found.columns.into_iter().map(FacetValue::from).collect(),
            rows: found.rows.into_iter().map(row).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use probity_search::Interval;

    use super::*;

    fn check(raw: &str, expected: &BreakdownsWanted) {
        let wanted = read(&mut Query::parse(raw).unwrap()).unwrap();
        assert_eq!(&wanted, expected, "{raw}");
    }

    #[test]
    fn what_is_counted_is_asked_for_by_name() {
        check("", &BreakdownsWanted::default());
        check(
            "units=true&histogram=month&cross=standard,polarity",
            &BreakdownsWanted {
                units: true,
                histogram: Some(Interval::Month),
                cross: Some((Facet::Standard, Facet::Polarity)),
            },
        );
    }

    #[test]
    fn what_cannot_be_counted_is_named() {
        for raw in [
            "cross=standard",
            "cross=standard,standard",
            "cross=standard,colour",
            "cross=a,b,c",
            "histogram=week",
            "units=maybe",
        ] {
            let problem = read(&mut Query::parse(raw).unwrap()).unwrap_err();
            let (field, _) = raw.split_once('=').unwrap();
            assert_eq!(problem.field.as_deref(), Some(field), "{raw}");
        }
    }
}
