//! Facets as the page shows them: units under their regions, ratings, years, lists of values.

use probity_model::Unit;
use probity_search::{Facet, FacetCount};

use crate::web::search::View;
use crate::web::search::years::Years;
use crate::web::{links, words};

/// Values of a list that are shown before "more".
const FIRST_VALUES: usize = 7;
/// Units of a region that are shown at once.
const FEW_UNITS: usize = 4;

/// All facets of a page of results.
#[derive(Default)]
pub(super) struct Facets {
    pub(super) regions: Shortened<RegionView>,
    pub(super) rating: Option<ListView>,
    pub(super) years: Option<Years>,
    pub(super) lists: Vec<ListView>,
}

/// A list of which the first few are shown.
pub(super) struct Shortened<T> {
    pub(super) first: Vec<T>,
    pub(super) more: Vec<T>,
}

impl<T> Default for Shortened<T> {
    fn default() -> Self {
        Self {
            first: Vec::new(),
            more: Vec::new(),
        }
    }
}

/// A facet whose values are a plain list.
pub(super) struct ListView {
    pub(super) name: &'static str,
    pub(super) id: &'static str,
    pub(super) values: Shortened<ValueView>,
}

/// A value to choose or to give up.
pub(super) struct ValueView {
    pub(super) label: String,
    pub(super) count: String,
    pub(super) selected: bool,
    pub(super) href: String,
    pub(super) class: &'static str,
}

/// A region and the units in it.
pub(super) struct RegionView {
    /// `None`: units of which the region is not known, or has no hit of its own.
    pub(super) region: Option<ValueView>,
    pub(super) pdus: Vec<ValueView>,
    /// So few units that they are simply shown.
    pub(super) are_few: bool,
    /// The units are shown without being asked for.
    pub(super) is_open: bool,
}

impl Facets {
    pub(super) fn new(
        view: &View<'_>,
        mut found: Vec<(Facet, Vec<FacetCount>)>,
        years: &[FacetCount],
    ) -> Self {
        let mut take = |facet: Facet| {
            let place = found.iter().position(|(own, _)| *own == facet);
            place.map(|place| found.remove(place).1).unwrap_or_default()
        };
        let (regions, pdus) = (take(Facet::Region), take(Facet::Pdu));
        let rating = take(Facet::Rating);
        take(Facet::Year);
        // What tells findings or recommendations apart comes before what tells documents apart.
        found.sort_by_key(|(facet, _)| {
            matches!(facet, Facet::Kind | Facet::Publisher | Facet::Level)
        });
        let lists = found.into_iter();
        Self {
            regions: regions_with_units(view, regions, pdus),
            rating: list(view, Facet::Rating, &rating),
            years: Years::new(view.params, years),
            lists: lists
                .filter_map(|(facet, values)| list(view, facet, &values))
                .collect(),
        }
    }
}

fn list(view: &View<'_>, facet: Facet, values: &[FacetCount]) -> Option<ListView> {
    if values.is_empty() {
        return None;
    }
    let values = values.iter().map(|found| value(view, facet, found));
    Some(ListView {
        name: words::facet(facet),
        id: facet.name(),
        values: shortened(values.collect(), |value: &ValueView| value.selected),
    })
}

fn value(view: &View<'_>, facet: Facet, found: &FacetCount) -> ValueView {
    ValueView {
        href: links::href("/", &links::toggled(view.params, facet, &found.value)),
        class: match facet {
            Facet::Rating | Facet::StandardRating => words::rating_class(&found.value),
            _ => "",
        },
        label: words::value(&found.value),
        count: words::count(found.count),
        selected: found.selected,
    }
}

/// The first few, and the rest; what is chosen is never among the rest.
fn shortened<T>(mut all: Vec<T>, is_chosen: impl Fn(&T) -> bool) -> Shortened<T> {
    if all.len() <= FIRST_VALUES + 1 {
        let more = Vec::new();
        return Shortened { first: all, more };
    }
    let rest = all.split_off(FIRST_VALUES);
    let (chosen, more): (Vec<T>, Vec<T>) = rest.into_iter().partition(is_chosen);
    all.extend(chosen);
    Shortened { first: all, more }
}

fn regions_with_units(
    view: &View<'_>,
    regions: Vec<FacetCount>,
    pdus: Vec<FacetCount>,
) -> Shortened<RegionView> {
    let mut known: Vec<RegionView> = Vec::new();
    let mut rest = pdus;
    for region in regions {
        let is_here = |pdu: &FacetCount| region_of(view, &pdu.value) == Some(region.value.as_str());
        let (here, elsewhere): (Vec<FacetCount>, Vec<FacetCount>) =
            rest.into_iter().partition(is_here);
        rest = elsewhere;
        known.push(region_view(view, Some(region), &here));
    }
    let mut shown = shortened(known, RegionView::is_chosen);
    if !rest.is_empty() {
        shown.first.push(region_view(view, None, &rest));
    }
    shown
}

fn region_of<'a>(view: &'a View<'_>, pdu: &str) -> Option<&'a str> {
    view.gazetteer.find(pdu).map(Unit::region)
}

fn region_view(view: &View<'_>, region: Option<FacetCount>, pdus: &[FacetCount]) -> RegionView {
    let is_chosen = |found: &FacetCount| found.selected;
    let is_open = region.as_ref().is_some_and(is_chosen) || pdus.iter().any(is_chosen);
    RegionView {
        pdus: pdus
            .iter()
            .map(|pdu| value(view, Facet::Pdu, pdu))
            .collect(),
        region: region.map(|region| value(view, Facet::Region, &region)),
        are_few: (1..=FEW_UNITS).contains(&pdus.len()),
        is_open,
    }
}

impl RegionView {
    fn is_chosen(&self) -> bool {
        let mut values = self.region.iter().chain(&self.pdus);
        values.any(|value| value.selected)
    }
}

#[cfg(test)]
mod tests {
    use probity_model::Gazetteer;

    use super::*;
    use crate::params::read;
    use crate::wire::params::SearchParams;

    fn counted(values: &[(&str, u64, bool)]) -> Vec<FacetCount> {
        let count = |(value, count, selected): &(&str, u64, bool)| FacetCount {
            value: (*value).to_owned(),
            count: *count,
            selected: *selected,
        };
        values.iter().map(count).collect()
    }

    fn facets(query: &str, found: Vec<(Facet, Vec<FacetCount>)>) -> Facets {
        let params: SearchParams = read(query).unwrap();
        let view = View {
            params: &params,
            gazetteer: &Gazetteer::built_in(),
        };
        Facets::new(&view, found, &[])
    }

    #[test]
    fn units_stand_under_their_region() {
        let regions = counted(&[("East of England", 9, false), ("London", 2, false)]);
        let pdus = counted(&[("Essex North", 5, false), ("Upper Vale", 1, false)]);
        let facets = facets("", vec![(Facet::Region, regions), (Facet::Pdu, pdus)]);
        let shown: Vec<(Option<&str>, Vec<&str>)> = facets
            .regions
            .first
            .iter()
            .map(|region| {
                let name = region.region.as_ref().map(|value| value.label.as_str());
                let pdus = region.pdus.iter().map(|pdu| pdu.label.as_str());
                (name, pdus.collect())
            })
            .collect();
        let expected = [
            (Some("East of England"), vec!["Essex North"]),
            (Some("London"), vec![]),
            (None, vec!["Upper Vale"]),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_is_chosen_is_not_hidden() {
        let names: Vec<String> = (0..20).map(|number| format!("Standard {number}")).collect();
        let values = names
            .iter()
            .map(|name| (name.as_str(), 1, name == "Standard 15"))
            .collect::<Vec<_>>();
        let facets = facets("", vec![(Facet::Standard, counted(&values))]);
        let list = &facets.lists[0].values;
        assert!(list.first.iter().any(|value| value.label == "Standard 15"));
        assert_eq!((list.first.len(), list.more.len()), (FIRST_VALUES + 1, 12));
    }

    #[test]
    fn what_tells_findings_apart_comes_first() {
        let one = || counted(&[("a", 1, false)]);
        let found = vec![
            (Facet::Kind, one()),
            (Facet::Publisher, one()),
            (Facet::Standard, one()),
        ];
        let ids: Vec<&str> = facets("", found).lists.iter().map(|list| list.id).collect();
        assert_eq!(ids, ["standard", "kind", "publisher"]);
    }
}
