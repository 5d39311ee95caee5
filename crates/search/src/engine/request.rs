//! What may be asked.

use std::collections::BTreeMap;

use probity_model::{DocumentId, PartialDate};
use serde::{Deserialize, Serialize};

use crate::BreakdownsWanted;

/// What a hit is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Whole documents.
    #[default]
    Documents,
    /// Passages of documents.
    Findings,
    /// Recommendations, past ones from progress tables included.
    Recommendations,
}

impl Scope {
    /// All scopes.
    pub const ALL: [Self; 3] = [Self::Documents, Self::Findings, Self::Recommendations];

    /// The scope's name in the API and the index.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Findings => "findings",
            Self::Recommendations => "recommendations",
        }
    }

    /// The scope of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }

    /// The facets that fit what hits of this scope are.
    #[must_use]
    pub const fn facets(self) -> &'static [Facet] {
        use Facet::{
            Addressee, Kind, Level, Pdu, Polarity, Progress, Publisher, Rating, Region, Standard,
            StandardRating, Year,
        };
        match self {
            Self::Documents => &[Region, Pdu, Rating, Year, Kind, Publisher, Level],
            Self::Findings => &[
                Region,
                Pdu,
                Rating,
                Year,
                Kind,
                Publisher,
                Level,
                Standard,
                StandardRating,
                Polarity,
            ],
            Self::Recommendations => &[
                Region, Pdu, Rating, Year, Kind, Publisher, Level, Addressee, Progress,
            ],
        }
    }
}

/// A search.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SearchRequest {
    /// What was typed, in the query language; empty for everything.
    pub query: String,
    /// What a hit is.
    pub scope: Scope,
    /// What hits are narrowed to.
    pub filters: Filters,
    /// The order of hits; `None` for relevance with a query, newest first without.
    pub sort: Option<Sort>,
    /// Hits wanted, up to 10,000; 0 for the counts only.
    pub limit: usize,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// Facets to count; `None` for those that fit the scope.
    pub facets: Option<Vec<Facet>>,
    /// Values wanted of each facet.
    pub facet_limit: usize,
    /// Counts wanted besides those of single facets.
    pub breakdowns: BreakdownsWanted,
    /// Where nothing has all words of a row, offer what has most of them; where little has them all (the
    /// more words, the more hits are little), offer such after what has them all, with a warning.
    pub relax: bool,
    /// Say of each hit why it stands where it does. For hits by relevance.
    pub explain: bool,
}

/// A search for what is nearly the same.
#[derive(Clone, Debug)]
pub struct SimilarRequest {
    /// What hits shall be similar to.
    pub to: SimilarTo,
    /// What a hit is: [`Scope::Recommendations`] or [`Scope::Findings`].
    pub scope: Scope,
    /// What hits are narrowed to.
    pub filters: Filters,
    /// Hits wanted, at least 1.
    pub limit: usize,
    /// Leave out everything of the given item's document, not the item alone.
    pub exclude_document: bool,
}

/// What hits shall be similar to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SimilarTo {
    /// A draft or pasted text.
    Text(String),
    /// An entry of the index.
    Entry(String),
}

/// A dimension that hits can be narrowed to and counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// Name of a region.
    Region,
    /// Name of a PDU.
    Pdu,
    /// Overall rating, or `Not rated`.
    Rating,
    /// Year of publication, or `Undated`.
    Year,
    /// Kind of document.
    Kind,
    /// Publisher.
    Publisher,
    /// Level of the inspection.
    Level,
    /// Name of the standard of a finding.
    Standard,
    /// Rating of that standard, or `Not rated`.
    StandardRating,
    /// Polarity of a finding.
    Polarity,
    /// Kind of addressee of a recommendation.
    Addressee,
    /// What became of a past recommendation.
    Progress,
}

impl Facet {
    /// All facets, in the order they are shown.
    pub const ALL: [Self; 12] = [
        Self::Region,
        Self::Pdu,
        Self::Rating,
        Self::Year,
        Self::Kind,
        Self::Publisher,
        Self::Level,
        Self::Standard,
        Self::StandardRating,
        Self::Polarity,
        Self::Addressee,
        Self::Progress,
    ];

    /// The facet's name in the API, the query language and the index.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Pdu => "pdu",
            Self::Rating => "rating",
            Self::Year => "year",
            Self::Kind => "kind",
            Self::Publisher => "publisher",
            Self::Level => "level",
            Self::Standard => "standard",
            Self::StandardRating => "standard_rating",
            Self::Polarity => "polarity",
            Self::Addressee => "addressee",
            Self::Progress => "progress",
        }
    }

    /// The facet of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }

    /// Whether it is of documents: all entries of one have the same values.
    #[must_use]
    pub const fn is_of_document(self) -> bool {
        match self {
            Self::Region
            | Self::Pdu
            | Self::Rating
            | Self::Year
            | Self::Kind
            | Self::Publisher
            | Self::Level => true,
            Self::Standard
            | Self::StandardRating
            | Self::Polarity
            | Self::Addressee
            | Self::Progress => false,
        }
    }
}

/// What hits are narrowed to. Values of one facet are alternatives; different facets all hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filters {
    /// Chosen values of each facet, by their exact names (case does not matter).
    pub facets: BTreeMap<Facet, Vec<String>>,
    /// Only entries of these documents; empty for all.
    pub documents: Vec<DocumentId>,
    /// Published on or after the first day of this.
    pub from: Option<PartialDate>,
    /// Published on or before the last day of this.
    pub to: Option<PartialDate>,
    /// Fieldwork begun on or after the first day of this.
    pub fieldwork_from: Option<PartialDate>,
    /// Fieldwork begun on or before the last day of this.
    pub fieldwork_to: Option<PartialDate>,
}

/// The order of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Best match first.
    Relevance,
    /// Latest publication first, undated last.
    Newest,
    /// Earliest publication first, undated last.
    Oldest,
    /// By title, then date.
    Title,
}
