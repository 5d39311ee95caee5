//! The story of a unit: its inspections in order, its recommendations and their fate, its news.

mod fates;
mod inspections;
#[cfg(test)]
mod tests;

use probity_catalogue::DocumentRecord;
use probity_model::{Document, Kind, Level};

use crate::wire::document::text;
use crate::wire::entities::{NewsItem, Story};
use crate::wire::search::page_url;

use fates::recommendations;
use inspections::{Found, add_those_only_told_of, inspections, told};

/// Tells a unit's story from the documents about it.
pub(crate) fn story(
    level: Level,
    name: &str,
    latest_rating: Option<&'static str>,
    records: Vec<DocumentRecord>,
) -> Story {
    let documents = records.into_iter().map(|record| record.document);
    let (reports, others): (Vec<Document>, Vec<Document>) =
        documents.partition(|document| document.kind == Kind::InspectionReport);
    let mut inspections = inspections(level, name, reports);
    add_those_only_told_of(&mut inspections, name, &others);
    let told = |found: &Found| told(level, name, found);
    Story {
        latest_rating,
        recommendations: recommendations(&inspections),
        inspections: inspections.iter().map(told).collect(),
        news: news(others),
    }
}

fn news(mut documents: Vec<Document>) -> Vec<NewsItem> {
    documents.sort_by(|a, b| (b.published, &a.id).cmp(&(a.published, &b.id)));
    let items = documents.into_iter().map(|document| NewsItem {
        url: page_url(document.id.as_str(), None, ""),
        document_id: document.id.into(),
        kind: document.kind.as_str(),
        title: document.title,
        publisher: document.publisher,
        published: text(document.published),
    });
    items.collect()
}
