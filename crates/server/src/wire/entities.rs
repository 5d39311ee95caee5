//! Units: PDUs and regions, in lists and with their stories.

use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::document::{KeyQuestionBody, ScoreBody, StandardBody};
use crate::wire::overview::Comparison;
use crate::wire::words::{AddresseeWord, KindWord, ProgressWord, RatingWord};

/// All PDUs.
#[derive(Serialize, ToSchema)]
pub(crate) struct PduList {
    /// The PDUs, region by region.
    pub(crate) pdus: Vec<PduSummary>,
    /// How many there are.
    pub(crate) total: u64,
    /// Always null: the list is whole.
    pub(crate) next: Option<String>,
}

/// A PDU in short.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct PduSummary {
    /// Its id in addresses.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Name of its region.
    pub(crate) region: String,
    /// Documents that are about it.
    pub(crate) documents: u64,
    /// Its rating in the latest inspection.
    #[schema(value_type = Option<RatingWord>)]
    pub(crate) latest_rating: Option<&'static str>,
    /// When the latest document about it was published.
    pub(crate) latest_published: Option<String>,
}

/// All regions.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegionList {
    /// The regions.
    pub(crate) regions: Vec<RegionSummary>,
    /// How many there are.
    pub(crate) total: u64,
    /// Always null: the list is whole.
    pub(crate) next: Option<String>,
}

/// A region in short.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegionSummary {
    /// Its id in addresses.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// How many PDUs it has.
    pub(crate) pdus: u64,
    /// Documents that are about it or one of its PDUs.
    pub(crate) documents: u64,
    /// Its rating in the latest inspection of the region as a whole.
    #[schema(value_type = Option<RatingWord>)]
    pub(crate) latest_rating: Option<&'static str>,
    /// When the latest document about it was published.
    pub(crate) latest_published: Option<String>,
}

/// A PDU and its story.
#[derive(Serialize, ToSchema)]
#[schema(as = Pdu)]
pub(crate) struct PduBody {
    /// Its id in addresses.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Name of its region.
    pub(crate) region: String,
    /// The region's id in addresses.
    pub(crate) region_id: String,
    /// Its answers to key questions, and the medians they stand among.
    pub(crate) comparison: Vec<Comparison>,
    #[serde(flatten)]
    pub(crate) story: Story,
}

/// A region and its story.
#[derive(Serialize, ToSchema)]
#[schema(as = Region)]
pub(crate) struct RegionBody {
    /// Its id in addresses.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Its PDUs.
    pub(crate) pdus: Vec<PduSummary>,
    /// Its answers to key questions, and the medians they stand among.
    pub(crate) comparison: Vec<Comparison>,
    #[serde(flatten)]
    pub(crate) story: Story,
}

/// What is known of a unit over time.
#[derive(Serialize, ToSchema)]
pub(crate) struct Story {
    /// Its rating in the latest inspection.
    #[schema(value_type = Option<RatingWord>)]
    pub(crate) latest_rating: Option<&'static str>,
    /// Its inspections, earliest first.
    pub(crate) inspections: Vec<Inspection>,
    /// What was recommended, earliest first, with what later reports say became of it.
    pub(crate) recommendations: Vec<FollowedRecommendation>,
    /// News and releases about it, latest first.
    pub(crate) news: Vec<NewsItem>,
}

/// An inspection of a unit.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct Inspection {
    /// The report, or the release or article that tells of it where the report is not here.
    pub(crate) document_id: String,
    /// Which of these it is.
    #[schema(value_type = KindWord)]
    pub(crate) kind: &'static str,
    /// Other forms of the same report.
    pub(crate) other_documents: Vec<String>,
    /// The report's title.
    pub(crate) title: String,
    /// When the report was published.
    pub(crate) published: Option<String>,
    /// When the fieldwork began.
    pub(crate) fieldwork_started: Option<String>,
    /// The unit's overall rating.
    #[schema(value_type = Option<RatingWord>)]
    pub(crate) rating: Option<&'static str>,
    /// The unit's score.
    pub(crate) score: Option<ScoreBody>,
    /// The unit's rating in the inspection before, as this report tells it.
    #[schema(value_type = Option<RatingWord>)]
    pub(crate) previous_rating: Option<&'static str>,
    /// The standards and their ratings.
    pub(crate) standards: Vec<StandardBody>,
    /// Key questions and the share of cases answered "Yes".
    pub(crate) key_questions: Vec<KeyQuestionBody>,
    /// The web page that shows the report.
    pub(crate) url: String,
}

/// A recommendation and what became of it.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct FollowedRecommendation {
    /// Its id as a hit.
    pub(crate) id: String,
    /// The report that made it; null where only a later report tells of it.
    pub(crate) document_id: Option<String>,
    /// When that report was published.
    pub(crate) published: Option<String>,
    /// Its printed number.
    pub(crate) number: Option<u32>,
    /// Who should do it, as printed.
    pub(crate) addressee: Option<String>,
    /// What the addressee is; null where only a later report tells of it.
    #[schema(value_type = Option<AddresseeWord>)]
    pub(crate) addressee_kind: Option<&'static str>,
    /// What is recommended.
    pub(crate) text: String,
    /// Where it stands.
    pub(crate) page: Option<u32>,
    /// What a later report says became of it.
    pub(crate) later: Option<LaterProgress>,
    /// The recommendation of an earlier inspection that asks for nearly the same.
    pub(crate) repeats: Option<Repeated>,
}

/// A recommendation that a later one repeats.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct Repeated {
    /// Its id as a hit.
    pub(crate) id: String,
    /// The report that made it; null where only a later report tells of it.
    pub(crate) document_id: Option<String>,
    /// When that report was published.
    pub(crate) published: Option<String>,
}

/// What a later report says became of a recommendation.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct LaterProgress {
    /// The later report.
    pub(crate) document_id: String,
    /// When it was published.
    pub(crate) published: Option<String>,
    /// How far it went.
    #[schema(value_type = Option<ProgressWord>)]
    pub(crate) progress: Option<&'static str>,
    /// What was done.
    pub(crate) action: Option<String>,
    /// Whether improvement is still required.
    pub(crate) improvement_required: Option<bool>,
    /// Where it stands.
    pub(crate) page: Option<u32>,
}

/// A document about a unit that is no report.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct NewsItem {
    /// The document.
    pub(crate) document_id: String,
    /// Its kind.
    #[schema(value_type = KindWord)]
    pub(crate) kind: &'static str,
    /// Its title.
    pub(crate) title: String,
    /// Who published it.
    pub(crate) publisher: Option<String>,
    /// When it was published.
    pub(crate) published: Option<String>,
    /// The web page that shows it.
    pub(crate) url: String,
}
