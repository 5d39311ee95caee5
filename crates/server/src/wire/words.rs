//! The closed vocabularies of the API, for its description and for checking what clients send.

use probity_model::{AddresseeKind, Kind, Level, PassageKind, Polarity, Progress, Rating};
use probity_search::{Facet, Interval, Scope, Sort};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// The facet value of a document without a rating.
pub(crate) const NOT_RATED: &str = "Not rated";
/// The facet value of a document without a year.
pub(crate) const UNDATED: &str = "Undated";

/// What a hit can be, by its name in the API.
pub(crate) const SCOPES: [(&str, Scope); 3] = [
    ("documents", Scope::Documents),
    ("findings", Scope::Findings),
    ("recommendations", Scope::Recommendations),
];

/// What can be similar to something, by its name in the API.
pub(crate) const SIMILAR_SCOPES: [(&str, Scope); 2] = [
    ("recommendations", Scope::Recommendations),
    ("findings", Scope::Findings),
];

/// Orders of hits, by their names in the API.
pub(crate) const SORTS: [(&str, Sort); 4] = [
    ("relevance", Sort::Relevance),
    ("newest", Sort::Newest),
    ("oldest", Sort::Oldest),
    ("title", Sort::Title),
];

/// Stretches of time that hits can be counted by, by their names in the API.
pub(crate) const INTERVALS: [(&str, Interval); 2] =
    [("year", Interval::Year), ("month", Interval::Month)];

/// The scope's name in the API.
pub(crate) fn scope_name(scope: Scope) -> &'static str {
    name_in(&SCOPES, scope)
}

/// The order's name in the API.
pub(crate) fn sort_name(sort: Sort) -> &'static str {
    name_in(&SORTS, sort)
}

fn name_in<T: Copy + PartialEq>(names: &[(&'static str, T)], value: T) -> &'static str {
    let found = names.iter().find(|(_, named)| *named == value);
    found.map_or("", |(name, _)| name)
}

/// The values a facet can have, where the list is closed.
pub(crate) fn values_of(facet: Facet) -> Option<Vec<&'static str>> {
    Some(match facet {
        Facet::Rating | Facet::StandardRating => {
            let mut values = RatingWord::values();
            values.push(NOT_RATED);
            values
        }
        Facet::Kind => KindWord::values(),
        Facet::Level => LevelWord::values(),
        Facet::Polarity => PolarityWord::values(),
        Facet::Addressee => AddresseeWord::values(),
        Facet::Progress => ProgressWord::values(),
        Facet::Region | Facet::Pdu | Facet::Year | Facet::Publisher | Facet::Standard => {
            return None;
        }
    })
}

/// A string that is one of these.
pub(crate) fn one_of(values: &[&str]) -> Schema {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(values.iter().copied()))
        .into()
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident($title:literal): $values:expr;)+) => {
        $(
            $(#[$doc])*
            pub(crate) struct $name;

            impl $name {
                pub(crate) fn values() -> Vec<&'static str> {
                    $values
                }
            }

            impl PartialSchema for $name {
                fn schema() -> RefOr<Schema> {
                    one_of(&Self::values()).into()
                }
            }

            impl ToSchema for $name {
                fn name() -> std::borrow::Cow<'static, str> {
                    $title.into()
                }
            }
        )+

        /// The vocabularies' schemas, for the description of the API.
        pub(crate) fn schemas() -> Vec<(String, RefOr<Schema>)> {
            vec![$(($title.to_owned(), $name::schema())),+]
        }
    };
}

words! {
    /// The four-point scale.
    RatingWord("Rating"): Rating::ALL.map(Rating::name).to_vec();
    /// Kinds of documents.
    KindWord("Kind"): Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    /// Levels of inspection.
    LevelWord("Level"): Level::ALL.iter().map(|level| level.as_str()).collect();
    /// Polarities of findings.
    PolarityWord("Polarity"): Polarity::ALL.iter().map(|polarity| polarity.as_str()).collect();
    /// Forms of findings in their documents.
    FormWord("Form"): PassageKind::ALL.iter().map(|form| form.as_str()).collect();
    /// Kinds of addressees.
    AddresseeWord("AddresseeKind"): AddresseeKind::ALL.iter().map(|kind| kind.as_str()).collect();
    /// What can become of a recommendation.
    ProgressWord("Progress"): Progress::ALL.iter().map(|progress| progress.as_str()).collect();
    /// What a hit can be.
    ScopeWord("Scope"): SCOPES.map(|(name, _)| name).to_vec();
    /// Orders of hits.
    SortWord("Sort"): SORTS.map(|(name, _)| name).to_vec();
}

/// A reference to a schema of the description.
pub(crate) fn reference(name: &str) -> RefOr<Schema> {
    RefOr::Ref(Ref::from_schema_name(name))
}
