//! The help page: the query language with examples that run, and what else the pages can do.

use askama::Template;
use axum::response::Response;

use crate::params::{NoParams, Params};
use crate::problem::Problem;
use crate::web::rendered;
use crate::web::shell::{Place, Shell};
use crate::wire::search::encoded;

/// What can be typed, and what it finds.
const EXAMPLES: [(&str, &str); 13] = [
    (
        "domestic abuse enquiries",
        "All of these words, in any order and any form: “enquiry” and “enquiries” are the same.",
    ),
    (
        "\"risk of serious harm\"",
        "These words exactly as written, in this order.",
    ),
    (
        "\"risk harm\"~3",
        "These words in this order, with up to three others between.",
    ),
    ("housing OR accommodation", "Either word."),
    (
        "safeguarding -children",
        "The first word, not the second. NOT does the same as the minus sign.",
    ),
    (
        "(training OR supervision) AND staff",
        "Brackets hold together what belongs together.",
    ),
    ("safeguard*", "Words that begin so."),
    (
        "probaton~1",
        "Words that differ in one letter: for names you are not sure of.",
    ),
    (
        "SPO workload",
        "Abbreviations of the field find what they stand for, and the reverse.",
    ),
    (
        "rating:inadequate",
        "Documents rated so; with “Standard” the rating of a standard is a filter beside the results.",
    ),
    (
        "publisher:\"BBC News\" staffing",
        "A field with a value of several words.",
    ),
    (
        "year:2022..2024 leadership",
        "Published in a range of years.",
    ),
    (
        "published:2024-01..2024-06",
        "Published in a range of months.",
    ),
];

/// Fields that `field:value` takes.
const FIELDS: [(&str, &str); 11] = [
    ("title", "words of the title"),
    ("section", "words of the headings above a passage"),
    ("pdu", "a probation delivery unit, by its name"),
    ("region", "a region, by its name"),
    ("rating", "the overall rating"),
    (
        "year, published",
        "the date of publication, or a range: 2022..2024",
    ),
    (
        "kind",
        "inspection_report, news_article, press_release or other",
    ),
    ("publisher", "who published it"),
    ("standard", "the standard that a finding belongs to"),
    (
        "polarity",
        "strength or improvement: the heading a finding stands under",
    ),
    (
        "addressee",
        "whom a recommendation is made to: pdu, region, hmpps, ministry_of_justice or other",
    ),
];

#[derive(Template)]
#[template(path = "help.html")]
struct Page {
    shell: Shell,
    examples: Vec<Example>,
    fields: [(&'static str, &'static str); 11],
}

struct Example {
    query: &'static str,
    about: &'static str,
    href: String,
}

/// The help page.
pub(crate) async fn page(_: Params<NoParams>) -> Result<Response, Problem> {
    let examples = EXAMPLES.map(|(query, about)| Example {
        query,
        about,
        href: format!("/?q={}", encoded(query)),
    });
    Ok(rendered(&Page {
        shell: Shell::at(Place::Help),
        examples: examples.into(),
        fields: FIELDS,
    }))
}
