//! Quotations with where they come from, to be copied.

use probity_model::Document;

use crate::web::search::title;
use crate::web::words;
use crate::wire::search::page_url;

/// What a citation says of the document.
pub(super) struct Source {
    /// "A title, Publisher, August 2024".
    pub(super) about: String,
    /// The document's page, from wherever it is read.
    pub(super) address: String,
}

impl Source {
    pub(super) fn new(document: &Document, base: &str) -> Self {
        let published = document.published.map(words::date);
        let parts = [
            Some(title(&document.title)),
            document.publisher.clone(),
            published,
        ];
        let known: Vec<String> = parts.into_iter().flatten().collect();
        let path = page_url(document.id.as_str(), None, "");
        Self {
            about: known.join(", "),
            address: format!("{base}{path}"),
        }
    }

    /// The words, where they stand, and how to get there. The script does the same.
    fn quote(&self, text: &str, page: Option<u32>, place: &str) -> String {
        let Self { about, address } = self;
        match page {
            Some(page) => {
                format!("“{text}” ({about}, page {page}) {address}?page={page}#{place}")
            }
            None => format!("“{text}” ({about}) {address}#{place}"),
        }
    }
}

/// A passage or recommendation, ready to be copied.
pub(super) struct Quotation {
    pub(super) place: String,
    pub(super) text: String,
}

impl Quotation {
    /// Quotes what stands at the place; `None` where nothing does.
    pub(super) fn new(document: &Document, place: &str, source: &Source) -> Option<Self> {
        let (text, page) = at(document, place)?;
        Some(Self {
            place: place.to_owned(),
            text: source.quote(text, page, place),
        })
    }
}

/// The words at a place: `f3` is the passage with number 3, `r` a recommendation, `p` an earlier one.
pub(in crate::web) fn at<'d>(
    document: &'d Document,
    place: &str,
) -> Option<(&'d str, Option<u32>)> {
    let kind = place.get(..1)?;
    let number: usize = place.get(1..)?.parse().ok()?;
    match kind {
        "f" => document
            .passages
            .get(number)
            .map(|one| (one.text.as_str(), one.page)),
        "r" => {
            let made = document.recommendations.get(number);
            made.map(|one| (one.text.as_str(), one.page))
        }
        "p" => {
            let made = document.previous_recommendations.get(number);
            made.map(|one| (one.text.as_str(), one.page))
        }
        _ => None,
    }
}
