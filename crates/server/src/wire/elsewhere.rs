//! Other places where a recommendation stands, and what became of it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::search::page_url;
use crate::wire::words::ProgressWord;

/// A recommendation or finding at another place than a hit's.
#[derive(Serialize, ToSchema)]
pub(crate) struct Elsewhere {
    /// Its id.
    pub(crate) id: String,
    /// The document it belongs to.
    pub(crate) document_id: String,
    /// The document's title.
    pub(crate) title: String,
    /// Names of the document's regions.
    pub(crate) regions: Vec<String>,
    /// Names of the document's PDUs.
    pub(crate) pdus: Vec<String>,
    /// When the document was published, as precisely as it is known.
    pub(crate) published: Option<String>,
    /// Its page; null in a document without pages.
    pub(crate) page: Option<u32>,
    /// A recommendation's printed number.
    pub(crate) number: Option<u32>,
    /// Whom a recommendation is made to, as printed.
    pub(crate) addressee: Option<String>,
    /// What became of a past recommendation.
    #[schema(value_type = Option<ProgressWord>)]
    pub(crate) progress: Option<String>,
    /// Its words.
    pub(crate) text: String,
    /// The web page that shows it.
    pub(crate) url: String,
}

impl From<probity_search::Elsewhere> for Elsewhere {
    fn from(found: probity_search::Elsewhere) -> Self {
        Self {
            url: page_url(found.document_id.as_str(), found.page, ""),
            id: found.id,
            document_id: found.document_id.to_string(),
            title: found.title,
            regions: found.regions,
            pdus: found.pdus,
            published: found.published.map(|date| date.to_string()),
            page: found.page,
            number: found.number,
            addressee: found.addressee,
            progress: found.progress,
            text: found.text,
        }
    }
}
