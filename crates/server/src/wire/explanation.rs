//! Why a hit stands where it does.

use serde::Serialize;
use utoipa::ToSchema;

/// The hit's score is that of the parts together, times its weight.
#[derive(Serialize, ToSchema)]
pub(crate) struct Explanation {
    /// 1 for running text; less for notes, captions and what stands in every report.
    weight: f32,
    /// The parts of the query that it has.
    parts: Vec<Part>,
}

/// A part of the query that the hit has.
#[derive(Serialize, ToSchema)]
struct Part {
    /// What was asked for.
    words: String,
    /// `words`: a word or expression; `near`: two words near one another; `condition`: a phrase, a field,
    /// alternatives; `all_words`: it has all words, which others do not.
    kind: &'static str,
    /// What it adds to the score.
    score: f32,
    /// Each way in which a word or expression was found.
    found: Vec<Evidence>,
}

/// One way in which the hit has what was asked for.
#[derive(Serialize, ToSchema)]
struct Evidence {
    /// What stands there, as stems.
    words: String,
    /// `exact`: as typed; `inflected`: in any form; `meaning`: in other words; `about`: the document is
    /// about the unit.
    how: &'static str,
    /// Where: `text`, `section`, `names` (title, units, kind and date of the document), or a unit's facet.
    place: &'static str,
    /// What it is worth.
    score: f32,
}

impl From<probity_search::Explanation> for Explanation {
    fn from(found: probity_search::Explanation) -> Self {
        let part = |part: probity_search::Part| Part {
            words: part.words,
            kind: part.kind,
            score: part.score,
            found: part.found.into_iter().map(Into::into).collect(),
        };
        Self {
            weight: found.weight,
            parts: found.parts.into_iter().map(part).collect(),
        }
    }
}

impl From<probity_search::Evidence> for Evidence {
    fn from(found: probity_search::Evidence) -> Self {
        Self {
            words: found.words,
            how: found.how,
            place: found.place,
            score: found.score,
        }
    }
}
