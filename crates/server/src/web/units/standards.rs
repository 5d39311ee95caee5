//! The matrix of standards and ratings: how many units, and the way to the findings behind each cell.

use probity_search::{Facet, Scope};

use crate::web::links;
use crate::web::units::RatingView;
use crate::wire::overview::{StandardCell, StandardRow};
use crate::wire::params::SearchParams;

pub(super) struct StandardsView {
    pub(super) heads: Vec<RatingView>,
    pub(super) rows: Vec<RowView>,
}

pub(super) struct RowView {
    pub(super) standard: String,
    pub(super) cells: Vec<CellView>,
    pub(super) units: u64,
}

pub(super) struct CellView {
    pub(super) units: u64,
    pub(super) href: String,
    pub(super) rating: &'static str,
    /// One of `share-0` (none) to `share-4`: how much of the row it is.
    pub(super) class: &'static str,
}

/// So many reports are named one by one in an address; more are narrowed to by facets.
const MOST_NAMED: usize = 20;

impl StandardsView {
    pub(super) fn new(rows: Vec<StandardRow>, region: Option<&str>) -> Self {
        let heads = probity_model::Rating::ALL.map(|rating| RatingView::new(rating.name()));
        Self {
            heads: heads.into(),
            rows: rows.into_iter().map(|row| view(row, region)).collect(),
        }
    }
}

fn view(row: StandardRow, region: Option<&str>) -> RowView {
    let units = row.ratings.iter().map(|cell| cell.units).sum();
    let cell = |cell: &StandardCell| CellView {
        units: cell.units,
        href: findings(&row.names, cell, region),
        rating: cell.rating,
        class: share(cell.units, units),
    };
    RowView {
        cells: row.ratings.iter().map(cell).collect(),
        standard: row.standard,
        units,
    }
}

const fn share(part: u64, whole: u64) -> &'static str {
    match part * 4 {
        0 => "share-0",
        quarters if quarters <= whole => "share-1",
        quarters if quarters <= 2 * whole => "share-2",
        quarters if quarters <= 3 * whole => "share-3",
        _ => "share-4",
    }
}

fn findings(names: &[String], cell: &StandardCell, region: Option<&str>) -> String {
    let mut params = SearchParams {
        scope: Some(Scope::Findings),
        ..SearchParams::default()
    };
    let filters = &mut params.filters.0;
    let mut narrow = |facet, values: &[String]| filters.facets.insert(facet, values.to_vec());
    narrow(Facet::Standard, names);
    narrow(Facet::StandardRating, &[cell.rating.to_owned()]);
    if cell.documents.len() <= MOST_NAMED {
        let ids = cell.documents.iter().filter_map(|id| id.parse().ok());
        filters.documents = ids.collect();
    } else {
        narrow(Facet::Level, &["pdu".to_owned()]);
        if let Some(region) = region {
            narrow(Facet::Region, &[region.to_owned()]);
        }
    }
    links::href("/", &params)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(documents: usize) -> StandardRow {
        StandardRow {
            standard: "Staffing".to_owned(),
            names: vec!["Staffing".to_owned(), "Staff".to_owned()],
            ratings: vec![StandardCell {
                rating: "Good",
                units: documents as u64,
                documents: (0..documents)
                    .map(|number| format!("{number:024x}"))
                    .collect(),
            }],
        }
    }

    fn href(documents: usize) -> String {
        let view = StandardsView::new(vec![row(documents)], Some("Coast"));
        view.rows[0].cells[0].href.clone()
    }

    #[test]
    fn a_cell_leads_to_the_findings_of_its_reports() {
        let one = format!(
            "/?in=findings&standard=Staffing&standard=Staff&standard_rating=Good&document={:024x}",
            0
        );
        assert_eq!(href(1), one);
        assert!(!href(21).contains("document="));
        assert!(href(21).contains("region=Coast"), "{}", href(21));
    }

    #[test]
    fn shares_go_by_quarters() {
        let shares = [share(0, 9), share(1, 9), share(5, 9), share(9, 9)];
        assert_eq!(shares, ["share-0", "share-1", "share-3", "share-4"]);
    }
}
