//! Labels in the midst of a paragraph: "Ask all. What we found: they did. Our view: some progress."

use super::columns::{self, Column};
use crate::text::patterns;

patterns! {
    LABEL = r"(?i)(?:what (?:we found|was done|has been done|happened(?: next)?)|actions? taken(?: and impact)?|(?:our )?(?:view|verdict|judge?ment|assessment|conclusion|rating|categorisation|category|status)|progress(?: made| rating)?|evidence|response|(?:is |are )?(?:further |any )?(?:improvement|action|work)s? (?:is |are )?(?:still )?(?:required|needed|outstanding)|(?:is )?more (?:needed|required)|still required)\s*[:?]";
}

/// What stands before the first label, and what each label says.
pub(super) type Labelled<'t> = (&'t str, Vec<(Column, &'t str)>);

/// The parts of a text that has such labels; one of them judges.
pub(super) fn split(text: &str) -> Option<Labelled<'_>> {
    if !text.contains([':', '?']) {
        return None;
    }
    let mut front = None;
    let mut parts: Vec<(Column, &str)> = Vec::new();
    let mut open: Option<(Column, usize)> = None;
    for found in LABEL.find_iter(text) {
        let before = text[..found.start()].trim_end();
        let begins = before.is_empty()
            || before.ends_with(['.', '?', '!', ';', '|', '•', '-', '–', '—', ')']);
        // Answers in one word have no stop.
        let answers = open.is_some_and(|(_, from)| text[from..found.start()].trim().len() < SHORT);
        if !begins && !answers {
            continue;
        }
        match open {
            Some((column, from)) => parts.push((column, tidy(&text[from..found.start()]))),
            None => front = Some(tidy(before)),
        }
        let label = found.as_str().trim_end_matches([':', '?', ' ']);
        open = Some((columns::of_label(label), found.end()));
    }
    let (column, from) = open?;
    parts.push((column, tidy(&text[from..])));
    let judges = |part: &(Column, &str)| matches!(part.0, Column::Category | Column::Required);
    parts
        .iter()
        .any(judges)
        .then_some((front.unwrap_or(""), parts))
}

/// An answer is no longer, in bytes.
const SHORT: usize = 24;

fn tidy(words: &str) -> &str {
    words
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | ';' | '•'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_part_a_paragraph() {
        use Column::{Action, Category, Required};
        let text = "Ask all. What we found: They did. Our view: some progress. Improvement still required? Yes";
        let expected = vec![
            (Action, "They did."),
            (Category, "some progress."),
            (Required, "Yes"),
        ];
        assert_eq!(split(text), Some(("Ask all.", expected)));
        let text = "Progress: Sufficient Still required: No";
        let expected = vec![(Category, "Sufficient"), (Required, "No")];
        assert_eq!(split(text), Some(("", expected)));
        assert_eq!(split("We saw progress: staff came."), None);
        assert_eq!(split("What was done: nothing."), None);
    }
}
