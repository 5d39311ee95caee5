//! What a document recommends, and what became of it.

use std::collections::HashMap;

use probity_model::{Document, DocumentId};

use crate::api::entities;
use crate::problem::Problem;
use crate::state::Inner;
use crate::web::document::{Marker, html};
use crate::web::{reader, words};
use crate::wire::entities::LaterProgress;
use crate::wire::search::page_url;

/// A recommendation of this document.
pub(super) struct MadeView {
    pub(super) anchor: String,
    /// Its id as a hit.
    pub(super) id: String,
    pub(super) number: Option<u32>,
    pub(super) addressee: Option<String>,
    /// HTML.
    pub(super) text: String,
    pub(super) page: Option<u32>,
    pub(super) printed: Option<String>,
    pub(super) later: Option<LaterView>,
    /// To be copied, where it was asked for.
    pub(super) quotation: Option<String>,
}

/// What a later report says became of it.
pub(super) struct LaterView {
    pub(super) progress: String,
    pub(super) action: Option<String>,
    pub(super) published: String,
    pub(super) href: String,
}

/// A recommendation of an earlier report.
pub(super) struct PreviousView {
    pub(super) anchor: String,
    /// Its id as a hit.
    pub(super) id: String,
    /// HTML.
    pub(super) text: String,
    pub(super) action: Option<String>,
    pub(super) progress: Option<String>,
    pub(super) page: Option<u32>,
    pub(super) printed: Option<String>,
    /// To be copied, where it was asked for.
    pub(super) quotation: Option<String>,
}

/// What later reports about the same units say of this document's recommendations, by their ids.
pub(super) fn later(
    app: &Inner,
    document: &Document,
) -> Result<HashMap<String, LaterProgress>, Problem> {
    let mut known = HashMap::new();
    if document.recommendations.is_empty() {
        return Ok(known);
    }
    for unit in &document.inspected {
        let story = entities::told(app, unit.level, &unit.name)?;
        for followed in story.recommendations {
            if let Some(later) = followed.later {
                known.entry(followed.id).or_insert(later);
            }
        }
    }
    Ok(known)
}

/// The document's own recommendations.
pub(super) fn made(
    document: &Document,
    marker: &Marker,
    mut later: HashMap<String, LaterProgress>,
) -> Vec<MadeView> {
    let made = document.recommendations.iter().enumerate();
    made.map(|(place, made)| {
        let (anchor, id) = (format!("r{place}"), document.id.recommendation(place));
        MadeView {
            printed: printed(&document.id, made.page, &anchor, &marker.q),
            quotation: marker.quotation(&anchor),
            later: later.remove(&id).map(later_view),
            number: made.number,
            addressee: made.addressee.clone(),
            text: html(&made.text, &marker.made, place),
            page: made.page,
            anchor,
            id,
        }
    })
    .collect()
}

fn later_view(later: LaterProgress) -> LaterView {
    let published = later
        .published
        .as_deref()
        .and_then(|date| date.parse().ok());
    LaterView {
        progress: later
            .progress
            .map_or_else(|| "Reported on".to_owned(), words::value),
        action: later.action,
        published: published.map(words::month_and_year).unwrap_or_default(),
        href: page_url(&later.document_id, later.page, ""),
    }
}

/// What an earlier report recommended.
pub(super) fn previous(document: &Document, marker: &Marker) -> Vec<PreviousView> {
    let made = document.previous_recommendations.iter().enumerate();
    made.map(|(place, made)| {
        let anchor = format!("p{place}");
        let progress = made
            .progress
            .map(|progress| words::value(progress.as_str()));
        PreviousView {
            printed: printed(&document.id, made.page, &anchor, &marker.q),
            quotation: marker.quotation(&anchor),
            id: document.id.previous_recommendation(place),
            text: html(&made.text, &marker.previous, place),
            action: made.action.clone(),
            progress,
            page: made.page,
            anchor,
        }
    })
    .collect()
}

fn printed(id: &DocumentId, page: Option<u32>, place: &str, q: &str) -> Option<String> {
    page.map(|page| reader::address_at(id, page, place, q))
}
