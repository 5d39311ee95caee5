//! Units compared: latest ratings, standards over units, key questions against their medians.

use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::entities::PduSummary;
use crate::wire::words::RatingWord;

/// The latest inspections of PDUs, side by side.
#[derive(Serialize, ToSchema)]
pub(crate) struct Overview {
    /// The region the PDUs are of; null for all.
    pub(crate) region: Option<String>,
    /// How many PDUs have each rating, and how many none, by their latest inspection.
    pub(crate) ratings: Vec<RatingCount>,
    /// The PDUs, region by region.
    pub(crate) pdus: Vec<UnitRow>,
    /// How each standard was rated by the latest inspection of each PDU that rates standards.
    pub(crate) standards: Vec<StandardRow>,
}

/// How many units have a rating.
#[derive(Clone, Copy, Serialize, ToSchema)]
pub(crate) struct RatingCount {
    /// The rating; null for units without one.
    #[schema(value_type = Option<RatingWord>)]
    pub(crate) rating: Option<&'static str>,
    /// How many units have it.
    pub(crate) units: u64,
}

/// A PDU with its latest inspection report.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct UnitRow {
    #[serde(flatten)]
    pub(crate) unit: PduSummary,
    /// The latest report that inspected it.
    pub(crate) report: Option<String>,
    /// When that report was published.
    pub(crate) inspected: Option<String>,
}

/// How one standard was rated over units.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct StandardRow {
    /// The standard's name in the newest report.
    pub(crate) standard: String,
    /// Every name it has in the reports counted.
    pub(crate) names: Vec<String>,
    /// A cell for each of the four ratings, best first.
    pub(crate) ratings: Vec<StandardCell>,
}

/// Units whose latest inspection gave a standard this rating.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct StandardCell {
    /// The rating.
    #[schema(value_type = RatingWord)]
    pub(crate) rating: &'static str,
    /// How many units.
    pub(crate) units: u64,
    /// The reports that say so.
    pub(crate) documents: Vec<String>,
}

/// A unit's answers to one key question, and the medians they stand among.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct Comparison {
    /// Name of the standard.
    pub(crate) standard: String,
    /// The question, as the latest report prints it.
    pub(crate) question: String,
    /// Share of cases answered "Yes", inspection by inspection, earliest first.
    pub(crate) answers: Vec<Answer>,
    /// The median of the latest answers of the region's PDUs.
    pub(crate) region_median: Option<Median>,
    /// The median of the latest answers of all units of the same level.
    pub(crate) national_median: Option<Median>,
}

/// What one inspection answered.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct Answer {
    /// The report.
    pub(crate) document_id: String,
    /// When it was published.
    pub(crate) published: Option<String>,
    /// 0 to 100.
    pub(crate) percent: u8,
    /// Where it stands.
    pub(crate) page: Option<u32>,
}

/// The middle of several units' answers.
#[derive(Clone, Copy, Serialize, ToSchema)]
pub(crate) struct Median {
    /// 0 to 100.
    pub(crate) percent: f32,
    /// How many units it is the median of.
    pub(crate) units: u64,
}
