//! The stored form of corrections, version 1. A field that was set to "none" is kept apart from
//! one that was not touched, which is missing.

use serde::{Deserialize, Deserializer, Serialize};

use super::names::{Named, of_optional, optional};

#[derive(Serialize, Deserialize)]
pub(super) struct Corrections {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    regions: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pdus: Option<Vec<String>>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    rating: Option<Option<String>>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    published: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
}

/// Tells `null` (set to none) from a missing field (not touched).
fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(from).map(Some)
}

impl From<&crate::Corrections> for Corrections {
    fn from(corrections: &crate::Corrections) -> Self {
        Self {
            regions: corrections.regions.clone(),
            pdus: corrections.pdus.clone(),
            rating: corrections.rating.map(optional),
            published: corrections.published.map(|date| date.map(String::from)),
            title: corrections.title.clone(),
            kind: optional(corrections.kind),
        }
    }
}

impl From<Corrections> for crate::Corrections {
    fn from(stored: Corrections) -> Self {
        Self {
            regions: stored.regions,
            pdus: stored.pdus,
            rating: stored.rating.map(|name| of_optional(name.as_ref())),
            published: stored
                .published
                .map(|date| date.and_then(|date| date.parse().ok())),
            title: stored.title,
            kind: stored.kind.and_then(|name| Named::of_stored(&name)),
        }
    }
}
