//! All units at a glance: how they were rated, regions, units, standards.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::api::entities::{self, Known};
use crate::api::overview as compared;
use crate::params::Params;
use crate::problem::Problem;
use crate::state::{App, Inner};
use crate::web::shell::{Place, Shell};
use crate::web::units::RatingView;
use crate::web::units::standards::StandardsView;
use crate::web::units::table::{Table, TableParams};
use crate::web::{rendered, words};
use crate::wire::entities::RegionSummary;
use crate::wire::overview::RatingCount;

#[derive(Template)]
#[template(path = "units/overview.html")]
struct Overview {
    shell: Shell,
    shares: Vec<Share>,
    about_shares: String,
    regions: Vec<RegionView>,
    table: Table,
    standards: StandardsView,
}

/// A part of the bar of ratings.
struct Share {
    rating: RatingView,
    units: u64,
    /// Where its part of the bar begins, and how wide it is.
    x: String,
    width: String,
}

struct RegionView {
    name: String,
    href: String,
    rating: Option<RatingView>,
    units: u64,
    documents: String,
}

/// The page of all units.
pub(crate) async fn page(
    State(app): State<App>,
    Params(params): Params<TableParams>,
) -> Result<Response, Problem> {
    let page = app.blocking(move |app| read(app, &params)).await?;
    Ok(rendered(&page))
}

fn read(app: &Inner, params: &TableParams) -> Result<Overview, Problem> {
    let results = app.parts.catalogue.inspection_results()?;
    let over = compared::over(app, None, &results)?;
    let regions = entities::region_summaries(app, &Known::read(app)?);
    let shares = shares(&over.ratings);
    Ok(Overview {
        shell: Shell::at(Place::Units),
        about_shares: about(&shares),
        shares,
        regions: regions.into_iter().map(region).collect(),
        table: Table::new("/units", over.pdus, params, true),
        standards: StandardsView::new(over.standards, None),
    })
}

fn region(region: RegionSummary) -> RegionView {
    RegionView {
        href: format!("/regions/{}", region.id),
        name: region.name,
        rating: region.latest_rating.map(RatingView::new),
        units: region.pdus,
        documents: words::count(region.documents),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of units")]
fn shares(counts: &[RatingCount]) -> Vec<Share> {
    let whole: u64 = counts.iter().map(|count| count.units).sum();
    let percent = |units: u64| 100.0 * units as f64 / whole.max(1) as f64;
    let mut before = 0;
    let share = |count: &RatingCount| {
        let x = percent(before);
        before += count.units;
        Share {
            rating: RatingView::new(count.rating.unwrap_or("Not rated")),
            units: count.units,
            x: format!("{x:.2}%"),
            width: format!("{:.2}%", percent(count.units)),
        }
    };
    counts.iter().map(share).collect()
}

fn about(shares: &[Share]) -> String {
    let shares = shares.iter().filter(|share| share.units > 0);
    let shares: Vec<String> = shares
        .map(|share| format!("{} {}", share.units, share.rating.word))
        .collect();
    format!("Units by their latest rating: {}.", shares.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_fill_the_bar() {
        let counts = [(Some("Good"), 1), (Some("Inadequate"), 2), (None, 1)];
        let counts = counts.map(|(rating, units)| RatingCount { rating, units });
        let shares = shares(&counts);
        let places: Vec<_> = shares
            .iter()
            .map(|s| (s.x.as_str(), s.width.as_str()))
            .collect();
        assert_eq!(
            places,
            [
                ("0.00%", "25.00%"),
                ("25.00%", "50.00%"),
                ("75.00%", "25.00%")
            ]
        );
        assert_eq!(
            about(&shares),
            "Units by their latest rating: 1 Good, 2 Inadequate, 1 Not rated."
        );
    }
}
