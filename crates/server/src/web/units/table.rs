//! The table of units: sorted by a link in each heading, without a script.

use probity_model::Rating;
use utoipa::IntoParams;

use crate::params::{FromQuery, Query};
use crate::problem::Problem;
use crate::web::units::{RatingView, date_of, month_of};
use crate::web::words;
use crate::wire::overview::UnitRow;

/// By which column the table is sorted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Region,
    Rating,
    Inspected,
    Documents,
}

const COLUMNS: [(&str, Column); 5] = [
    ("name", Column::Name),
    ("region", Column::Region),
    ("rating", Column::Rating),
    ("inspected", Column::Inspected),
    ("documents", Column::Documents),
];

/// Parameters of a page with a table of units.
#[derive(IntoParams)]
pub(crate) struct TableParams {
    /// `name`, `region`, `rating`, `inspected` or `documents`.
    #[param(value_type = Option<String>)]
    sort: Option<Column>,
    /// The other way round.
    reverse: bool,
}

impl FromQuery for TableParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        Ok(Self {
            sort: query.choice("sort", &COLUMNS)?,
            reverse: query.flag("reverse")?,
        })
    }
}

pub(super) struct Table {
    pub(super) heads: Vec<Head>,
    pub(super) rows: Vec<RowView>,
    pub(super) has_regions: bool,
}

pub(super) struct Head {
    pub(super) label: &'static str,
    pub(super) href: String,
    /// `ascending` or `descending`, where the table is sorted by it.
    pub(super) sorted: Option<&'static str>,
    /// How wide the column is: a class of the stylesheet.
    pub(super) width: &'static str,
    /// Its cells are figures.
    pub(super) is_figure: bool,
}

pub(super) struct RowView {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) region: String,
    pub(super) rating: Option<RatingView>,
    /// The latest report: its address and its month.
    pub(super) report: Option<(String, String)>,
    pub(super) documents: String,
}

impl Table {
    /// The table of the page at this path.
    pub(super) fn new(
        path: &str,
        mut rows: Vec<UnitRow>,
        params: &TableParams,
        has_regions: bool,
    ) -> Self {
        // A column that is not shown is none to sort by.
        let sort = params
            .sort
            .filter(|sort| has_regions || *sort != Column::Region);
        let sort = sort.unwrap_or(if has_regions {
            Column::Region
        } else {
            Column::Name
        });
        sort_rows(&mut rows, sort, params.reverse);
        let shown = COLUMNS
            .into_iter()
            .filter(|(_, column)| has_regions || *column != Column::Region);
        let head = |(name, column): (&str, Column)| {
            let is_current = column == sort;
            let turn = if is_current && !params.reverse {
                "&reverse=true"
            } else {
                ""
            };
            Head {
                label: label(column),
                href: format!("{path}?sort={name}{turn}#units"),
                sorted: is_current.then_some(if params.reverse {
                    "descending"
                } else {
                    "ascending"
                }),
                width: width(column),
                is_figure: column == Column::Documents,
            }
        };
        Self {
            heads: shown.map(head).collect(),
            rows: rows.into_iter().map(row).collect(),
            has_regions,
        }
    }
}

const fn label(column: Column) -> &'static str {
    match column {
        Column::Name => "Unit",
        Column::Region => "Region",
        Column::Rating => "Latest rating",
        Column::Inspected => "Latest report",
        Column::Documents => "Documents",
    }
}

const fn width(column: Column) -> &'static str {
    match column {
        Column::Name => "name",
        Column::Region => "text",
        Column::Rating => "rated",
        Column::Inspected => "day",
        Column::Documents => "narrow",
    }
}

/// Best rating, newest report and most documents come first; what is not known comes last either way.
fn sort_rows(rows: &mut [UnitRow], column: Column, reverse: bool) {
    let turned = |order: std::cmp::Ordering| if reverse { order.reverse() } else { order };
    rows.sort_by(|a, b| {
        let by_name = a.unit.name.cmp(&b.unit.name);
        let order = match column {
            Column::Name => turned(by_name),
            Column::Region => turned(a.unit.region.cmp(&b.unit.region)),
            Column::Rating => known_first(rating(a), rating(b), turned),
            Column::Inspected => {
                known_first(inspected(a), inspected(b), |order| turned(order.reverse()))
            }
            Column::Documents => turned(b.unit.documents.cmp(&a.unit.documents)),
        };
        order.then(by_name)
    });
}

fn known_first<T: Ord>(
    a: Option<T>,
    b: Option<T>,
    turned: impl Fn(std::cmp::Ordering) -> std::cmp::Ordering,
) -> std::cmp::Ordering {
    match (a, b) {
        (Some(a), Some(b)) => turned(a.cmp(&b)),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

fn rating(row: &UnitRow) -> Option<Rating> {
    row.unit.latest_rating.and_then(|name| name.parse().ok())
}

fn inspected(row: &UnitRow) -> Option<probity_model::PartialDate> {
    date_of(row.inspected.as_deref())
}

fn row(row: UnitRow) -> RowView {
    let month = month_of(row.inspected.as_deref());
    RowView {
        href: format!("/units/{}", row.unit.id),
        name: row.unit.name,
        region: row.unit.region,
        rating: row.unit.latest_rating.map(RatingView::new),
        report: row.report.map(|id| (format!("/documents/{id}"), month)),
        documents: words::count(row.unit.documents),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::entities::PduSummary;

    fn unit(name: &str, rating: Option<&'static str>, inspected: Option<&str>) -> UnitRow {
        UnitRow {
            unit: PduSummary {
                id: name.to_lowercase(),
                name: name.to_owned(),
                region: "Coast".to_owned(),
                documents: 1,
                latest_rating: rating,
                latest_published: None,
            },
            report: None,
            inspected: inspected.map(str::to_owned),
        }
    }

    fn order(raw: &str) -> String {
        let rows = vec![
            unit("C", Some("Inadequate"), Some("2024-05")),
            unit("A", None, None),
            unit("B", Some("Outstanding"), Some("2022")),
        ];
        let params = crate::params::read(raw).unwrap();
        let table = Table::new("/units", rows, &params, true);
        table.rows.iter().map(|row| row.name.as_str()).collect()
    }

    #[test]
    fn the_table_is_sorted_and_unknowns_stay_last() {
        for (raw, expected) in [
            ("", "ABC"),
            ("sort=name&reverse=true", "CBA"),
            ("sort=rating", "BCA"),
            ("sort=rating&reverse=true", "CBA"),
            ("sort=inspected", "CBA"),
            ("sort=inspected&reverse=true", "BCA"),
        ] {
            assert_eq!(order(raw), expected, "{raw}");
        }
    }

    #[test]
    fn the_heading_of_the_sorted_column_turns_it_round() {
        let params = crate::params::read("sort=rating").unwrap();
        let table = Table::new("/units", Vec::new(), &params, true);
        let of = |label: &str| table.heads.iter().find(|head| head.label == label).unwrap();
        assert_eq!(of("Latest rating").sorted, Some("ascending"));
        assert_eq!(
            of("Latest rating").href,
            "/units?sort=rating&reverse=true#units"
        );
        assert_eq!(
            (of("Unit").sorted, of("Unit").href.as_str()),
            (None, "/units?sort=name#units")
        );
    }
}
