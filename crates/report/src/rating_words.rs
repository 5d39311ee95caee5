//! Ratings as words: alone on a line, and in running text.

use probity_model::Rating;

use crate::text::{patterns, plain};

patterns! {
    LINE = r#"(?i)^\W{0,3}(?:(?:overall )?rating\s*:?\s*)?['"]?(?:outstanding|good|requires? improvement|inadequate)['"]?\W{0,3}$"#;
    ENDING = r#"(?i)\s+['"(]{0,2}(?:outstanding|good|requires improvement|inadequate)['"]?\W{0,2}$"#;
}

/// The last word of each rating.
const LAST_WORDS: [(&str, Rating); 4] = [
    ("outstanding", Rating::Outstanding),
    ("good", Rating::Good),
    ("improvement", Rating::RequiresImprovement),
    ("inadequate", Rating::Inadequate),
];

/// The rating whose last word a line ends with. Most lines are told apart by this.
fn last_word(line: &str) -> Option<Rating> {
    let bare = line.trim_end_matches(|c: char| !c.is_alphanumeric());
    if !bare.ends_with(['g', 'd', 't', 'e', 'G', 'D', 'T', 'E']) {
        return None;
    }
    let ends_with = |word: &str| {
        let start = bare.len().checked_sub(word.len());
        let last = start.and_then(|start| bare.get(start..));
        last.is_some_and(|last| last.eq_ignore_ascii_case(word))
    };
    let found = LAST_WORDS.iter().find(|(word, _)| ends_with(word));
    found.map(|(_, rating)| *rating)
}

/// The rating that a line consists of.
pub(crate) fn rating_line(text: &str) -> Option<Rating> {
    if text.len() > 60 {
        return None;
    }
    last_word(text).filter(|_| LINE.is_match(&plain(text)))
}

/// The cells of a row without the points that stand beside its rating, as some tables give them.
pub(crate) fn without_points(cells: &[String]) -> Vec<&str> {
    // White space behind the last word changes nothing about it.
    let is_rating = |cell: &String| last_word(cell).is_some() && rating_line(cell.trim()).is_some();
    let is_rated = cells.iter().any(is_rating);
    let cells = cells.iter().map(|cell| cell.trim());
    cells.filter(|cell| !is_rated || !is_points(cell)).collect()
}

/// The rating that a row ends with, but for its points.
pub(crate) fn rating_of_row(cells: &[String]) -> Option<Rating> {
    let mut from_end = cells.iter().rev().map(|cell| cell.trim());
    rating_line(from_end.find(|cell| !cell.is_empty() && !is_points(cell))?)
}

fn is_points(cell: &str) -> bool {
    (1..=2).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_digit())
}

/// What stands before a rating at the end of a line, and the rating.
pub(crate) fn ending_in_rating(line: &str) -> Option<(String, Rating)> {
    let rating = last_word(line)?;
    let front = &line[..ENDING.find(line)?.start()];
    let front = front.trim_end_matches([':', '-', ' ']);
    (!front.is_empty()).then(|| (front.to_owned(), rating))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_stand_behind_names() {
        let check = |line: &str, front: Option<&str>| {
            let found = ending_in_rating(line).map(|(front, _)| front);
            assert_eq!(found.as_deref(), front, "{line}");
        };
        check(
            "P 1.1. Leadership - Requires improvement",
            Some("P 1.1. Leadership"),
        );
        check("P 2.1 Assessment (Inadequate)", Some("P 2.1 Assessment"));
        check("P 2.1 Assessment ('Good')", Some("P 2.1 Assessment"));
        check("Good", None);
        check("P 2.1 Assessment", None);
    }

    #[test]
    fn points_stand_beside_ratings() {
        let check = |row: &[&str], kept: &[&str]| {
            let cells: Vec<String> = row.iter().map(|cell| (*cell).to_owned()).collect();
            assert_eq!(without_points(&cells), kept);
        };
        check(&["1.1 Staff", "Good", "2"], &["1.1 Staff", "Good"]);
        check(
            &["1.1 Staff", "0", "Inadequate"],
            &["1.1 Staff", "Inadequate"],
        );
        check(&["Cases", "40"], &["Cases", "40"]);
        let row = ["1.1 Staff", " Good ", "2", "1"].map(str::to_owned);
        assert_eq!(rating_of_row(&row), Some(Rating::Good));
        assert_eq!(rating_of_row(&row[..1]), None);
        assert_eq!(rating_of_row(&row[2..]), None);
    }
}
