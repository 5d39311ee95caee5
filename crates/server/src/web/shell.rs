//! What stands around the content of every page: header, navigation, embedded files.

use crate::web::statics::{Statics, statics};

/// Where a page stands in the navigation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The search page: it has a box of its own.
    Search,
    /// Units and regions.
    Units,
    /// Similar recommendations.
    Similar,
    /// Ingestion, and the sign-in to it.
    Ingestion,
    /// How to search.
    Help,
    /// The description of the API.
    Api,
    /// A page that others lead to.
    Elsewhere,
}

/// The navigation, in its order. A page that belongs into it has a line here.
const NAVIGATION: [(Place, &str, &str); 6] = [
    (Place::Search, "Search", "/"),
    (Place::Units, "Units", "/units"),
    (Place::Similar, "Similar", "/similar"),
    (Place::Ingestion, "Ingestion", "/ingestion"),
    (Place::Help, "Help", "/help"),
    (Place::Api, "API", "/api/v1/docs"),
];

/// What `base.html` needs; every page's template has one as `shell`.
pub(crate) struct Shell {
    pub(crate) statics: Statics,
    pub(crate) links: Vec<NavLink>,
    /// A small search box stands in the header.
    pub(crate) has_box: bool,
}

/// An entry of the navigation.
pub(crate) struct NavLink {
    pub(crate) label: &'static str,
    pub(crate) href: &'static str,
    pub(crate) current: bool,
}

impl Shell {
    /// What stands around the page at this place.
    pub(crate) fn at(place: Place) -> Self {
        let links = NAVIGATION.map(|(own, label, href)| NavLink {
            label,
            href,
            current: own == place,
        });
        Self {
            statics: statics(),
            links: links.into(),
            has_box: place != Place::Search,
        }
    }
}
