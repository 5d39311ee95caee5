//! Cursors: where a page ended, as text that only this program reads.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::order::Position;
use crate::statistics::Frozen;
use crate::{SearchError, SearchRequest, Sort};

/// Where a page ended, and what makes the next one continue it.
///
/// The statistics that scores were computed from go along, so that hits which were there before keep
/// their scores, and with them their places, while documents are added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Cursor {
    /// Tells the search it belongs to from others.
    #[serde(rename = "s")]
    pub(crate) search: u64,
    #[serde(rename = "a")]
    pub(crate) after: Position,
    /// How many words of the row hits have at least; absent where all.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub(crate) least: Option<usize>,
    /// No hit has all words.
    #[serde(rename = "r", default)]
    pub(crate) relaxed: bool,
    #[serde(rename = "b", default)]
    pub(crate) statistics: Frozen,
}

impl Cursor {
    /// The cursor as text: letters and digits.
    pub(crate) fn write(&self) -> Result<String, SearchError> {
        let json =
            serde_json::to_vec(self).map_err(|error| SearchError::Index(error.to_string()))?;
        Ok(json.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Reads the cursor of a request.
    ///
    /// # Errors
    /// [`SearchError::Parameter`] where it is no cursor, or one of another search.
    pub(crate) fn read(
        text: &str,
        request: &SearchRequest,
        sort: Sort,
    ) -> Result<Self, SearchError> {
        let cursor: Option<Self> = bytes(text).and_then(|json| serde_json::from_slice(&json).ok());
        let Some(cursor) = cursor else {
            return Err(wrong(
                "this is not a cursor; use the \"next\" of the page before as it is",
            ));
        };
        if cursor.search != search_hash(request, sort) {
            return Err(wrong(
                "this cursor belongs to another search; query, filters and sort must stay the same",
            ));
        }
        Ok(cursor)
    }
}

/// Tells searches apart: what is sought, where, and in which order.
pub(crate) fn search_hash(request: &SearchRequest, sort: Sort) -> u64 {
    let mut hasher = DefaultHasher::new();
    let filters = &request.filters;
    (&request.query, request.scope, request.relax).hash(&mut hasher);
    (&filters.facets, &filters.documents).hash(&mut hasher);
    (filters.from, filters.to).hash(&mut hasher);
    (filters.fieldwork_from, filters.fieldwork_to).hash(&mut hasher);
    (sort as u8).hash(&mut hasher);
    // JSON readers elsewhere keep 53 bits of a number.
    hasher.finish() >> 11
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    let pair = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    (0..text.len()).step_by(2).map(pair).collect()
}

fn wrong(message: &str) -> SearchError {
    SearchError::Parameter {
        field: "cursor",
        message: message.to_owned(),
    }
}
