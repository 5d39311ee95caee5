//! Places of one document that disagree: warnings instead of a silent choice.

use probity_model::{Document, Gazetteer, Level, Rating, StandardRating};

use crate::headings::Part;
use crate::outline::Outline;
use crate::units::named::named;

/// The same standard rated twice, on the page of ratings and at its section.
pub(crate) fn standards(standards: &[StandardRating], outline: &Outline) -> Vec<String> {
    let mut warnings = Vec::new();
    for section in &outline.standards {
        let same = standards
            .iter()
            .find(|standard| standard.id == section.name.id && !standard.id.is_empty());
        let pair = same
            .and_then(|standard| standard.rating)
            .zip(section.rating);
        if let Some((listed, printed)) = pair.filter(|(listed, printed)| listed != printed) {
            warnings.push(format!(
                "{} {} is rated '{listed}' in the list of ratings and '{printed}' at its own section",
                section.name.id, section.name.name
            ));
        }
    }
    warnings
}

/// The unit that the page of ratings names, and the region that the cover names, against the unit
/// that the document was read as.
pub(crate) fn names(document: &Document, outline: &Outline, gazetteer: &Gazetteer) -> Vec<String> {
    let mut warnings = Vec::new();
    let [unit] = document.inspected.as_slice() else {
        return warnings;
    };
    let named_in = |part: Part| {
        outline
            .entries
            .iter()
            .filter(move |entry| entry.part == part && entry.block.line.len() < 120)
            .flat_map(|entry| named(&entry.block.line, gazetteer))
            .map(|named| named.unit)
    };
    let listed = named_in(Part::Ratings).find(|named| named.level == unit.level);
    if let Some(listed) = listed.filter(|listed| listed.name != unit.name) {
        warnings.push(format!(
            "the title names {} and the list of ratings {}",
            unit.name, listed.name
        ));
    }
    let covered = named_in(Part::Opening).find(|named| named.level == Level::Region);
    if let Some(covered) = covered.filter(|region| !document.regions.contains(&region.name)) {
        warnings.push(format!(
            "the cover says {}, but {} is in {}",
            covered.name,
            unit.name,
            document.regions.join(", ")
        ));
    }
    warnings
}

/// The score against the sum of the standards' ratings, and the overall rating against the score.
pub(crate) fn score(document: &Document) -> Option<String> {
    let score = document.score?;
    let ratings: Vec<Rating> = document.standards.iter().filter_map(|s| s.rating).collect();
    let full = ratings.len() * 3 == usize::from(score.out_of());
    let sum: u32 = ratings
        .iter()
        .map(|rating| u32::from(rating.points()))
        .sum();
    if full && sum != u32::from(score.points()) {
        return Some(format!(
            "the score is {score}, but the ratings of the standards add up to {sum}"
        ));
    }
    let overall = document.rating?;
    let expected = band(score.points(), score.out_of())?;
    (expected != overall).then(|| {
        format!("the overall rating is '{overall}', but a score of {score} stands for '{expected}'")
    })
}

/// The overall rating that a score stands for: 0-4, 5-13, 14-22, 23-27 of 27; 0-3, 4-10, 11-17,
/// 18-21 of 21.
fn band(points: u8, out_of: u8) -> Option<Rating> {
    let limits = match out_of {
        27 => [4, 13, 22],
        21 => [3, 10, 17],
        _ => return None,
    };
    Some(match limits.iter().position(|limit| points <= *limit) {
        Some(0) => Rating::Inadequate,
        Some(1) => Rating::RequiresImprovement,
        Some(_) => Rating::Good,
        None => Rating::Outstanding,
    })
}
