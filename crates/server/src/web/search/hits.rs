//! Hits as the page of results shows them.

use probity_search::{Hit, Scope};

use crate::snippet;
use crate::web::words;
use crate::wire::search::page_url;

/// A hit.
pub(super) struct HitView {
    pub(super) title: String,
    pub(super) href: String,
    pub(super) rating: Option<(String, &'static str)>,
    pub(super) units: String,
    /// Month and year, page and the like.
    pub(super) facts: Vec<String>,
    pub(super) section: String,
    pub(super) standard_rating: Option<(String, &'static str)>,
    /// Its words and the class that marks it.
    pub(super) polarity: Option<(&'static str, &'static str)>,
    pub(super) addressee: Option<String>,
    pub(super) progress: Option<String>,
    /// HTML: escaped text with `<mark>`.
    pub(super) snippet: String,
}

impl HitView {
    pub(super) fn new(hit: &Hit, q: &str) -> Self {
        let rating = |rating: &String| (rating.clone(), words::rating_class(rating));
        let url = page_url(hit.document_id.as_str(), hit.page, q);
        let place = hit.id.split_once('-').map(|(_, place)| place);
        Self {
            title: title(&hit.title),
            href: place.map_or(url.clone(), |place| format!("{url}#{place}")),
            rating: hit.rating.as_ref().map(rating),
            units: units(&hit.pdus, &hit.regions),
            facts: facts(hit),
            section: hit.section.join(" › "),
            standard_rating: hit.standard_rating.as_ref().map(rating),
            polarity: hit.polarity.as_deref().and_then(words::polarity),
            addressee: hit.addressee.clone(),
            progress: hit.progress.as_deref().map(words::value),
            snippet: snippet::only_marks(&hit.snippet),
        }
    }
}

fn facts(hit: &Hit) -> Vec<String> {
    let number = hit.number.map(|number| format!("Recommendation {number}"));
    let publisher = hit.publisher.clone();
    let facts = [
        hit.published.map(words::month_and_year),
        hit.page.map(|page| format!("page {page}")),
        number,
        Some(words::value(&hit.kind)),
        // Who published it tells documents apart; for a passage it is in the way.
        publisher.filter(|_| hit.scope == Scope::Documents),
    ];
    facts.into_iter().flatten().collect()
}

/// A document always has something to click on.
pub(in crate::web) fn title(title: &str) -> String {
    match title.trim() {
        "" => "Untitled document".to_owned(),
        title => title.to_owned(),
    }
}

/// Units as a line: "Essex North · East of England".
pub(in crate::web) fn units(pdus: &[String], regions: &[String]) -> String {
    const MOST: usize = 4;
    let names: Vec<&str> = pdus.iter().chain(regions).map(String::as_str).collect();
    let shown = names[..names.len().min(MOST)].join(" · ");
    match names.len().saturating_sub(MOST) {
        0 => shown,
        rest => format!("{shown} and {rest} more"),
    }
}
