//! The JSON API: one file for each group of addresses.

pub(crate) mod citations;
pub(crate) mod corrections;
pub(crate) mod docs;
pub(crate) mod documents;
pub(crate) mod entities;
pub(crate) mod export;
pub(crate) mod feed;
pub(crate) mod health;
pub(crate) mod ingest;
pub(crate) mod landscape;
pub(crate) mod overview;
pub(crate) mod picture;
pub(crate) mod safe_name;
pub(crate) mod search;
pub(crate) mod sniff;
pub(crate) mod source;
pub(crate) mod story;
pub(crate) mod suggest;
pub(crate) mod upload;

use axum::extract::FromRequestParts;
use axum::extract::rejection::PathRejection;
use axum::http::request::Parts;
use probity_model::DocumentId;

use crate::problem::Problem;

/// The document that the address names.
pub(crate) struct DocumentPath(pub(crate) DocumentId);

impl<S: Send + Sync> FromRequestParts<S> for DocumentPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Segment(id) = Segment::from_request_parts(parts, state).await?;
        id.parse().map(Self).map_err(|_| no_document(&id))
    }
}

/// The one variable part of an address.
pub(crate) struct Segment(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Segment {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path: Result<axum::extract::Path<String>, PathRejection> =
            axum::extract::Path::from_request_parts(parts, state).await;
        let Ok(axum::extract::Path(segment)) = path else {
            return Err(Problem::not_found("there is nothing at this address"));
        };
        Ok(Self(segment))
    }
}

/// No document has this id.
pub(crate) fn no_document(id: &str) -> Problem {
    let shown: String = id.chars().take(40).collect();
    Problem::not_found(format!("there is no document with the id \"{shown}\""))
}
