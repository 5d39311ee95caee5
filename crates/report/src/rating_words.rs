//! Ratings as words: alone on a line, and in running text.

use probity_model::Rating;

use crate::text::{patterns, plain};

patterns! {
    LINE = r#"(?i)^\W{0,3}(?:(?:overall )?rating\s*:?\s*)?['"]?(outstanding|good|requires? improvement|inadequate)['"]?\W{0,3}$"#;
    ENDING = r#"(?i)^(.*?\S)\s+['"]?(outstanding|good|requires improvement|inadequate)['"]?\W{0,2}$"#;
}

/// The rating that a line consists of.
pub(crate) fn rating_line(text: &str) -> Option<Rating> {
    if text.len() > 60 {
        return None;
    }
    named(&LINE.captures(&plain(text))?[1])
}

/// What stands before a rating at the end of a line, and the rating.
pub(crate) fn ending_in_rating(line: &str) -> Option<(String, Rating)> {
    let found = ENDING.captures(line)?;
    let front = found[1].trim_end_matches([':', '-', ' ']);
    Some((front.to_owned(), named(&found[2])?))
}

/// The rating of this name, in any of its verb forms: "requires improvement", "require
/// improvement", "requiring improvement".
pub(crate) fn named(words: &str) -> Option<Rating> {
    let words = words.to_lowercase();
    Some(match words.as_str() {
        "outstanding" => Rating::Outstanding,
        "good" => Rating::Good,
        "inadequate" | "inadequately" => Rating::Inadequate,
        words if words.contains("requir") => Rating::RequiresImprovement,
        _ => return None,
    })
}
