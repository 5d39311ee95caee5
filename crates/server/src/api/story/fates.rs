//! What was recommended to a unit, and what later reports say became of it.

use std::collections::BTreeSet;

use probity_model::{Document, PreviousRecommendation, Progress};

use super::inspections::Found;
use crate::wire::document::text;
use crate::wire::entities::{FollowedRecommendation, LaterProgress, Repeated};

/// What each report recommends, with what the first later report says of it. What later reports
/// tell of recommendations whose own report is not here stands before those of the later report.
pub(super) fn recommendations(inspections: &[Found]) -> Vec<FollowedRecommendation> {
    let mut followed: Vec<FollowedRecommendation> = Vec::new();
    for Found { report, .. } in inspections {
        let mut strangers = Vec::new();
        for (place, earlier) in report.previous_recommendations.iter().enumerate() {
            let later = later_progress(report, earlier);
            match best_match(&mut followed, &earlier.text) {
                Some(known) => known.later = Some(later),
                None => strangers.push(FollowedRecommendation {
                    id: report.id.previous_recommendation(place),
                    document_id: None,
                    published: None,
                    number: None,
                    addressee: None,
                    addressee_kind: None,
                    text: earlier.text.clone(),
                    page: None,
                    later: Some(later),
                    repeats: None,
                }),
            }
        }
        followed.extend(strangers);
        let mut made: Vec<FollowedRecommendation> = made_by(report).collect();
        for new in &mut made {
            new.repeats = repeated(&followed, &new.text);
        }
        followed.extend(made);
    }
    followed
}

fn made_by(report: &Document) -> impl Iterator<Item = FollowedRecommendation> {
    let made = report.recommendations.iter().enumerate();
    made.map(|(place, made)| FollowedRecommendation {
        id: report.id.recommendation(place),
        document_id: Some(report.id.to_string()),
        published: text(report.published),
        number: made.number,
        addressee: made.addressee.clone(),
        addressee_kind: Some(made.addressee_kind.as_str()),
        text: made.text.clone(),
        page: made.page,
        later: None,
        repeats: None,
    })
}

fn later_progress(report: &Document, earlier: &PreviousRecommendation) -> LaterProgress {
    LaterProgress {
        document_id: report.id.to_string(),
        published: text(report.published),
        progress: earlier.progress.map(Progress::as_str),
        action: earlier.action.clone(),
        improvement_required: earlier.improvement_required,
        page: earlier.page,
    }
}

/// How much of two wordings must be the same for them to be one recommendation: later reports
/// repeat it, but for an addressee put before it or a few words cut.
const ALIKE: f32 = 0.7;

fn best_match<'f>(
    followed: &'f mut [FollowedRecommendation],
    text: &str,
) -> Option<&'f mut FollowedRecommendation> {
    let open = followed.iter_mut().filter(|known| known.later.is_none());
    let rated = open.map(|known| (alikeness(&known.text, text), known));
    let alike = rated.filter(|(alikeness, _)| *alikeness >= ALIKE);
    let best = alike.max_by(|(a, _), (b, _)| a.total_cmp(b));
    best.map(|(_, known)| known)
}

/// The recommendation of an earlier inspection that a new one repeats.
fn repeated(followed: &[FollowedRecommendation], text: &str) -> Option<Repeated> {
    let compared = followed
        .iter()
        .map(|known| (alikeness(&known.text, text), known));
    let alike = compared.filter(|(alikeness, _)| *alikeness >= ALIKE);
    let (_, best) = alike.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    Some(Repeated {
        id: best.id.clone(),
        document_id: best.document_id.clone(),
        published: best.published.clone(),
    })
}

/// The share of words that two texts have in common (Dice's coefficient): 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "counts of words in a sentence")]
fn alikeness(one: &str, other: &str) -> f32 {
    let (one, other) = (words(one), words(other));
    let all = one.len() + other.len();
    if all == 0 {
        return 0.0;
    }
    2.0 * one.intersection(&other).count() as f32 / all as f32
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
