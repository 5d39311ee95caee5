//! What a document has several of: units, standards, questions, recommendations, files.

use jiff::Timestamp;
use probity_catalogue::{FileRecord, Related};
use probity_model::{Inspected, Rating};
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::words::{AddresseeWord, LevelWord, ProgressWord, RatingWord};

/// Units named in a document.
#[derive(Serialize, ToSchema)]
#[schema(as = Mentions)]
pub(crate) struct MentionsBody {
    /// Names of regions.
    pub(crate) regions: Vec<String>,
    /// Names of PDUs.
    pub(crate) pdus: Vec<String>,
}

/// One unit inspected, and its result.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = Inspected)]
pub(crate) struct InspectedBody {
    /// The unit's name.
    pub(crate) name: String,
    /// `pdu` or `region`.
    #[schema(value_type = LevelWord)]
    pub(crate) level: &'static str,
    /// Its overall rating.
    #[schema(value_type = Option<RatingWord>)]
    pub(crate) rating: Option<&'static str>,
    /// Its score.
    pub(crate) score: Option<ScoreBody>,
    /// Its overall rating in the inspection before.
    #[schema(value_type = Option<RatingWord>)]
    pub(crate) previous_rating: Option<&'static str>,
}

impl From<Inspected> for InspectedBody {
    fn from(unit: Inspected) -> Self {
        Self {
            name: unit.name,
            level: unit.level.as_str(),
            rating: unit.rating.map(Rating::name),
            score: unit.score.map(ScoreBody::from),
            previous_rating: unit.previous_rating.map(Rating::name),
        }
    }
}

/// Points of an inspection.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Score)]
pub(crate) struct ScoreBody {
    /// Points reached.
    pub(crate) points: u8,
    /// The most that could be had.
    pub(crate) out_of: u8,
}

impl From<probity_model::Score> for ScoreBody {
    fn from(score: probity_model::Score) -> Self {
        Self {
            points: score.points(),
            out_of: score.out_of(),
        }
    }
}

/// A standard and how it was rated.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = Standard)]
pub(crate) struct StandardBody {
    /// As printed: `P 1.1`. The same number means other standards in other rounds.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Null for an unrated standard.
    #[schema(value_type = Option<RatingWord>)]
    pub(crate) rating: Option<&'static str>,
    /// Where it is rated.
    pub(crate) page: Option<u32>,
}

impl From<probity_model::StandardRating> for StandardBody {
    fn from(standard: probity_model::StandardRating) -> Self {
        Self {
            id: standard.id,
            name: standard.name,
            rating: standard.rating.map(Rating::name),
            page: standard.page,
        }
    }
}

/// A key question and the share of inspected cases answered "Yes".
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = KeyQuestion)]
pub(crate) struct KeyQuestionBody {
    /// Name of the standard.
    pub(crate) standard: String,
    /// The question, as printed.
    pub(crate) question: String,
    /// 0 to 100.
    pub(crate) percent: u8,
    /// Where it stands.
    pub(crate) page: Option<u32>,
}

impl From<probity_model::KeyQuestion> for KeyQuestionBody {
    fn from(question: probity_model::KeyQuestion) -> Self {
        Self {
            standard: question.standard,
            question: question.question,
            percent: question.percent,
            page: question.page,
        }
    }
}

/// A recommendation.
#[derive(Serialize, ToSchema)]
#[schema(as = Recommendation)]
pub(crate) struct RecommendationBody {
    /// Its id as a hit.
    pub(crate) id: String,
    /// Its printed number.
    pub(crate) number: Option<u32>,
    /// Who should do it, as printed.
    pub(crate) addressee: Option<String>,
    /// What the addressee is.
    #[schema(value_type = AddresseeWord)]
    pub(crate) addressee_kind: &'static str,
    /// What is recommended.
    pub(crate) text: String,
    /// Where it stands.
    pub(crate) page: Option<u32>,
}

impl RecommendationBody {
    pub(super) fn new(id: String, given: probity_model::Recommendation) -> Self {
        Self {
            id,
            number: given.number,
            addressee: given.addressee,
            addressee_kind: given.addressee_kind.as_str(),
            text: given.text,
            page: given.page,
        }
    }
}

/// A recommendation of an earlier inspection, with what became of it.
#[derive(Serialize, ToSchema)]
#[schema(as = PreviousRecommendation)]
pub(crate) struct PreviousRecommendationBody {
    /// What had been recommended.
    pub(crate) text: String,
    /// What was done about it.
    pub(crate) action: Option<String>,
    /// How far that went.
    #[schema(value_type = Option<ProgressWord>)]
    pub(crate) progress: Option<&'static str>,
    /// Whether improvement is still required.
    pub(crate) improvement_required: Option<bool>,
    /// Where it stands.
    pub(crate) page: Option<u32>,
}

impl From<probity_model::PreviousRecommendation> for PreviousRecommendationBody {
    fn from(earlier: probity_model::PreviousRecommendation) -> Self {
        Self {
            text: earlier.text,
            action: earlier.action,
            progress: earlier.progress.map(probity_model::Progress::as_str),
            improvement_required: earlier.improvement_required,
            page: earlier.page,
        }
    }
}

/// A heading.
#[derive(Serialize, ToSchema)]
#[schema(as = Section)]
pub(crate) struct SectionBody {
    /// Its words.
    pub(crate) heading: String,
    /// From 1, the highest.
    pub(crate) level: u8,
    /// Where it stands.
    pub(crate) page: Option<u32>,
}

impl From<probity_model::Section> for SectionBody {
    fn from(section: probity_model::Section) -> Self {
        Self {
            heading: section.heading,
            level: section.level,
            page: section.page,
        }
    }
}

/// A file that holds the document.
#[derive(Serialize, ToSchema)]
#[schema(as = DocumentFile)]
pub(crate) struct FileBody {
    /// Relative to the watch folder.
    pub(crate) path: String,
    /// Format found in its content.
    pub(crate) media_type: Option<String>,
    /// Its size.
    pub(crate) bytes: u64,
    /// When it was last changed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) modified: Option<Timestamp>,
}

impl From<FileRecord> for FileBody {
    fn from(file: FileRecord) -> Self {
        Self {
            path: file.path,
            media_type: file.media_type,
            bytes: file.bytes,
            modified: file.modified,
        }
    }
}

/// Where a rule read a field.
#[derive(Serialize, ToSchema)]
#[schema(as = Evidence)]
pub(crate) struct EvidenceBody {
    /// The page; null in a document without pages.
    pub(crate) page: Option<u32>,
    /// The words it was read from.
    pub(crate) text: String,
}

impl From<probity_model::Evidence> for EvidenceBody {
    fn from(evidence: probity_model::Evidence) -> Self {
        Self {
            page: evidence.page,
            text: evidence.text,
        }
    }
}

/// A document that has to do with another.
#[derive(Serialize, ToSchema)]
#[schema(as = Related)]
pub(crate) struct RelatedBody {
    /// The other document.
    pub(crate) document_id: String,
    /// Its title.
    pub(crate) title: String,
    /// What it has to do with this one.
    pub(crate) why: String,
}

impl From<Related> for RelatedBody {
    fn from(related: Related) -> Self {
        Self {
            document_id: related.document_id.into(),
            title: related.title,
            why: related.why,
        }
    }
}
