//! The names of the columns of a table of progress, and the labels of lists that say the same.

use super::{answer, progress};
use crate::text::{fold, patterns, plain, word_count};

patterns! {
    REQUIRED = r"(?i)\bimprovements? (?:is |are )?(?:still )?(?:required|needed|outstanding)\b|\b(?:still|more|further (?:work|action)) (?:is |to be )?(?:required|needed|done)\b|^(?:any )?(?:further|more) (?:work|action|improvement)\W*$";
    CATEGORY = r"(?i)\bcategor(?:y|isation)\b|\bstatus\b|^(?:our |progress )?(?:rating|assessment|judge?ment|view|verdict|conclusion)(?: of progress)?\W*$";
    PROGRESS = r"(?i)^(?:summary of )?progress\b";
    PROGRESS_NAMED = r"(?i)\bprogress\W*$";
    ACTION = r"(?i)\bactions?\b|\bimpact\b|^(?:response|evidence|what (?:we found|was done|has been done|happened|.{2,40} (?:did|has done)))\W*$";
    RECOMMENDATION = r"(?i)\brecommendations?\b";
    ASIDE = r"(?i)^(?:no|number|#|ref(?:erence)?|owner|lead|page|(?:target |due )?date)?\W?$";
    OWN_LABEL = r"(?i)^(?:previous )?recommendation(?: \d{1,2})?$";
}

/// What a column holds, or a line behind its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Recommendation,
    Action,
    Category,
    Required,
    Other,
}

/// No name of a column is longer, in bytes.
const LONGEST: usize = 80;

/// No label has more words.
const MOST_WORDS: usize = 5;

/// The columns that a header names; `None` for a row that is no header.
pub(super) fn of_header(cells: &[String]) -> Option<Vec<Column>> {
    // "No." heads a column of numbers.
    let says = |cell: &&String| fold(cell) != "no";
    let is_judged = |cell: &String| progress(cell).is_some() || answer(cell).is_some();
    let is_long = |cell: &String| cell.len() > LONGEST;
    if cells.iter().any(is_long) || cells.iter().filter(says).any(is_judged) {
        return None;
    }
    let named: Vec<(Column, bool)> = cells.iter().map(|cell| column(cell)).collect();
    let has = |sought: Column| named.iter().any(|(column, _)| *column == sought);
    // Names that came damaged are better not gone by.
    if !has(Column::Recommendation) || !has(Column::Category) {
        return None;
    }
    // "Progress made" tells of the action where another column gives the category, and so does what
    // has a name of its own.
    let categorised = named.contains(&(Column::Category, true));
    let settle = |(cell, (column, certain)): (&String, (Column, bool))| match column {
        Column::Category if categorised && !certain => Column::Action,
        Column::Other if !ASIDE.is_match(cell.trim()) => Column::Action,
        column => column,
    };
    Some(cells.iter().zip(named).map(settle).collect())
}

/// The label of a line and what stands behind it: "Improvement still required? No".
pub(super) fn labelled(text: &str) -> Option<(Column, &str)> {
    let (label, rest) = text.split_at(text.find([':', '?'])?);
    let is_mark = |c: char| c.is_whitespace() || matches!(c, ':' | '?' | '-' | '–' | '—');
    let rest = rest.trim_start_matches(is_mark);
    if rest.is_empty() || label.len() > LONGEST || word_count(label) > MOST_WORDS {
        return None;
    }
    let column = match of_label(label) {
        Column::Recommendation if !OWN_LABEL.is_match(plain(label).trim()) => Column::Other,
        column => column,
    };
    (column != Column::Other).then_some((column, rest))
}

/// What stands behind a label.
pub(super) fn of_label(label: &str) -> Column {
    column(label).0
}

/// The header of a table that can be no other: it judges what was recommended.
pub(super) fn is_head(cells: &[String]) -> bool {
    let named = of_header(cells).unwrap_or_default();
    let of_progress = cells.iter().any(|cell| PROGRESS_NAMED.is_match(cell));
    named.contains(&Column::Required) || of_progress
}

/// What a name says that its column holds, and whether it says so for certain.
fn column(name: &str) -> (Column, bool) {
    let name = plain(name);
    let name = name.trim();
    if REQUIRED.is_match(name) {
        (Column::Required, true)
    } else if CATEGORY.is_match(name) {
        (Column::Category, true)
    } else if ACTION.is_match(name) {
        (Column::Action, true)
    } else if PROGRESS.is_match(name) {
        (Column::Category, false)
    } else if RECOMMENDATION.is_match(name) {
        (Column::Recommendation, true)
    } else {
        (Column::Other, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(row: &str) -> Vec<String> {
        row.split('|').map(|cell| cell.trim().to_owned()).collect()
    }

    #[test]
    fn columns_are_named_in_any_order() {
        use Column::{Action, Category, Other, Recommendation, Required};
        let check = |row: &str, expected: Option<&[Column]>| {
            assert_eq!(of_header(&cells(row)).as_deref(), expected, "{row}");
        };
        check(
            "Previous recommendation | Action taken and impact | Categorisation | Improvement still required?",
            Some(&[Recommendation, Action, Category, Required]),
        );
        check(
            " | Recommendation | Progress | Further improvement required",
            Some(&[Other, Recommendation, Category, Required]),
        );
        check(
            "No. | Recommendation | Category | Progress made",
            Some(&[Other, Recommendation, Category, Action]),
        );
        check(
            "Our recommendation of 2019 | What HMPPS has done | Our view | Is more needed?",
            Some(&[Recommendation, Action, Category, Required]),
        );
        check(
            "Recommendation (2019) | Progress made | Further work?",
            Some(&[Recommendation, Category, Required]),
        );
        check(
            "Recommendation | What we found | Owner | Progress",
            Some(&[Recommendation, Action, Other, Category]),
        );
        check("Recommendation | Response | Owner", None);
        check(
            "Act on each recommendation | Status reviewed | Some progress",
            None,
        );
    }

    #[test]
    fn labels_stand_before_what_they_name() {
        assert_eq!(
            labelled("Improvement still required? No"),
            Some((Column::Required, "No"))
        );
        assert_eq!(
            labelled("Recommendation 2: ask"),
            Some((Column::Recommendation, "ask"))
        );
        assert_eq!(
            labelled("We made three recommendations: all were met."),
            None
        );
        assert_eq!(labelled("Categorisation:"), None);
        assert_eq!(labelled("Leeds is large."), None);
    }
}
