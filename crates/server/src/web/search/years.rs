//! Years of publication as a small histogram with a range.

use probity_model::PartialDate;
use probity_search::{Facet, FacetCount};

use crate::web::{links, words};
use crate::wire::params::SearchParams;
use crate::wire::words::UNDATED;

/// Years that have a bar; of more, the latest.
const MOST_BARS: i16 = 24;
/// Years whose bars are wide enough for four digits.
const FEW_BARS: i16 = 6;
/// The height of the highest bar, in the units of its picture.
const HEIGHT: u64 = 40;

/// The years, and the form that narrows to a range of them.
pub(super) struct Years {
    /// One for each year from the first to the last, those without a hit included.
    pub(super) bars: Vec<Bar>,
    /// What has no date.
    pub(super) undated: Option<Undated>,
    /// The range in use, as it is typed.
    pub(super) from: String,
    pub(super) to: String,
    /// The other parameters of the search, which the form keeps.
    pub(super) kept: Vec<(&'static str, String)>,
}

/// One year.
pub(super) struct Bar {
    pub(super) year: i16,
    /// The year in as many digits as there is room for.
    pub(super) label: String,
    pub(super) count: String,
    /// The search with the year chosen or given up.
    pub(super) href: String,
    pub(super) selected: bool,
    /// It lies in what is chosen, or nothing is.
    pub(super) is_strong: bool,
    /// Where the bar begins, from the top, and how high it is.
    pub(super) top: u64,
    pub(super) height: u64,
}

/// Hits without a date.
pub(super) struct Undated {
    pub(super) count: String,
    pub(super) href: String,
    pub(super) selected: bool,
}

impl Years {
    /// `None` where no hit has a date that could be chosen.
    pub(super) fn new(params: &SearchParams, found: &[FacetCount]) -> Option<Self> {
        let filters = &params.filters.0;
        if found.is_empty() && filters.from.is_none() && filters.to.is_none() {
            return None;
        }
        let typed = |date: Option<PartialDate>| date.map(|date| date.to_string());
        let mut kept = links::pairs(&links::from_start(params));
        kept.retain(|(name, _)| !matches!(*name, "from" | "to" | "year"));
        Some(Self {
            bars: bars(params, found),
            undated: undated(params, found),
            from: typed(filters.from).unwrap_or_default(),
            to: typed(filters.to).unwrap_or_default(),
            kept,
        })
    }
}

fn bars(params: &SearchParams, found: &[FacetCount]) -> Vec<Bar> {
    let mut counts: Vec<(i16, &FacetCount)> = found
        .iter()
        .filter_map(|found| Some((found.value.parse().ok()?, found)))
        .collect();
    counts.sort_by_key(|(year, _)| *year);
    let (Some((first, _)), Some((last, _))) = (counts.first(), counts.last()) else {
        return Vec::new();
    };
    let (first, last) = (*first, *last);
    let first = first.max(last.saturating_sub(MOST_BARS - 1));
    let highest = counts.iter().map(|(_, found)| found.count).max();
    let highest = highest.unwrap_or(0).max(1);
    let years = (first..=last).map(|year| {
        let known = counts.iter().find(|(own, _)| *own == year);
        let (count, selected) =
            known.map_or((0, false), |(_, found)| (found.count, found.selected));
        let height = height(count, highest);
        Bar {
            year,
            label: label(year, last - first + 1),
            count: words::count(count),
            href: links::href("/", &links::toggled(params, Facet::Year, &year.to_string())),
            selected,
            is_strong: is_strong(params, year, selected),
            top: HEIGHT - height,
            height,
        }
    });
    years.collect()
}

/// In proportion, but what is there can be seen.
fn height(count: u64, highest: u64) -> u64 {
    match count {
        0 => 0,
        count => (count.saturating_mul(HEIGHT) / highest).max(2),
    }
}

fn label(year: i16, bars: i16) -> String {
    if bars <= FEW_BARS {
        year.to_string()
    } else {
        format!("{:02}", year.rem_euclid(100))
    }
}

fn is_strong(params: &SearchParams, year: i16, selected: bool) -> bool {
    let filters = &params.filters.0;
    let chosen = filters.facets.contains_key(&Facet::Year);
    let after = filters.from.is_none_or(|from| from.year() <= year);
    let before = filters.to.is_none_or(|to| year <= to.year());
    (selected || !chosen) && after && before
}

fn undated(params: &SearchParams, found: &[FacetCount]) -> Option<Undated> {
    let found = found.iter().find(|found| found.value == UNDATED)?;
    Some(Undated {
        count: words::count(found.count),
        href: links::href("/", &links::toggled(params, Facet::Year, UNDATED)),
        selected: found.selected,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::read;

    fn years(query: &str, counts: &[(&str, u64)]) -> Years {
        let params: SearchParams = read(query).unwrap();
        let found: Vec<FacetCount> = counts
            .iter()
            .map(|(value, count)| FacetCount {
                value: (*value).to_owned(),
                count: *count,
                selected: query.contains(&format!("year={value}")),
            })
            .collect();
        Years::new(&params, &found).unwrap()
    }

    #[test]
    fn every_year_between_has_its_place() {
        let years = years("", &[("2024", 80), ("2021", 1), ("Undated", 3)]);
        let bars: Vec<(i16, u64)> = years
            .bars
            .iter()
            .map(|bar| (bar.year, bar.height))
            .collect();
        assert_eq!(bars, [(2021, 2), (2022, 0), (2023, 0), (2024, 40)]);
        assert_eq!(years.undated.unwrap().count, "3");
    }

    #[test]
    fn years_out_of_the_range_are_quiet() {
        let years = years("from=2023-05&q=a", &[("2024", 2), ("2023", 1), ("2022", 7)]);
        let strong: Vec<bool> = years.bars.iter().map(|bar| bar.is_strong).collect();
        assert_eq!(strong, [false, true, true]);
        assert_eq!((years.from.as_str(), years.to.as_str()), ("2023-05", ""));
        assert_eq!(years.kept, [("q", "a".to_owned())]);
    }

    #[test]
    fn a_chosen_year_can_be_given_up() {
        let years = years("year=2023", &[("2024", 2), ("2023", 1)]);
        assert_eq!(years.bars[0].href, "/");
        assert_eq!(years.bars[1].href, "/?year=2023&year=2024");
        assert!(years.bars[0].is_strong && !years.bars[1].is_strong);
    }

    #[test]
    fn a_wild_year_does_not_make_a_thousand_bars() {
        let years = years("", &[("2024", 2), ("1066", 1)]);
        assert_eq!(years.bars.len(), 24);
        assert_eq!(years.bars[0].label, "01");
    }
}
