//! What is stored with an entry: all that a hit shows but its score and snippet.

use probity_model::{DocumentId, PartialDate};
use serde::{Deserialize, Serialize};

use crate::{Hit, Scope, SearchError};

/// The stored part of an entry. Names are short because they are stored with each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Record {
    pub(crate) id: String,
    pub(crate) scope: Scope,
    pub(crate) title: String,
    pub(crate) kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) publisher: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) regions: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) pdus: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rating: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) published: Option<PartialDate>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) section: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) standard: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) standard_rating: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) polarity: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) form: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) page: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) addressee: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) number: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) progress: Option<String>,
    /// A passage's or recommendation's text; the beginning of a document's.
    pub(crate) text: String,
}

impl Record {
    pub(crate) fn to_json(&self) -> Result<String, SearchError> {
        serde_json::to_string(self).map_err(|error| SearchError::Index(error.to_string()))
    }

    pub(crate) fn from_json(json: &str) -> Result<Self, SearchError> {
        serde_json::from_str(json)
            .map_err(|error| SearchError::Index(format!("a stored entry is damaged ({error})")))
    }

    /// The hit that shows this entry.
    pub(crate) fn into_hit(self, score: f32, snippet: String) -> Result<Hit, SearchError> {
        let document_id = DocumentId::of_entry(&self.id)
            .map_err(|error| SearchError::Index(format!("a stored entry is damaged ({error})")))?;
        Ok(Hit {
            text: (self.scope != Scope::Documents).then_some(self.text),
            id: self.id,
            document_id,
            scope: self.scope,
            score,
            similarity: None,
            title: self.title,
            kind: self.kind,
            publisher: self.publisher,
            regions: self.regions,
            pdus: self.pdus,
            rating: self.rating,
            published: self.published,
            section: self.section,
            standard: self.standard,
            standard_rating: self.standard_rating,
            polarity: self.polarity,
            form: self.form,
            page: self.page,
            addressee: self.addressee,
            number: self.number,
            progress: self.progress,
            snippet,
            occurrences: Vec::new(),
            outcome: None,
            explanation: None,
        })
    }
}
