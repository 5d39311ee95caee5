//! Hard-wrapped text: was it broken at a column, and which lines then belong together?

use super::aligned::has_gap;

/// Lines wrapped by hand may have so much room left.
const INEXACT: usize = 4;

/// Nobody wraps lines at a later column.
const LONGEST: usize = 120;

/// The column a text was wrapped at, if it was.
///
/// A wrapped text has no long lines, and nearly every line that goes on in the next one is so
/// full that the next word would not have fitted.
pub(super) fn wrap_column(lines: &[&str]) -> Option<usize> {
    let lengths: Vec<usize> = lines
        .iter()
        .map(|line| line.trim_end().chars().count())
        .filter(|&n| n > 0)
        .collect();
    let column = *lengths.iter().max()?;
    if !(40..=LONGEST).contains(&column) {
        return None;
    }
    let pairs = lines
        .windows(2)
        .filter(|pair| !pair[0].trim().is_empty() && !pair[1].trim().is_empty());
    let (mut full, mut all) = (0, 0);
    for pair in pairs {
        all += 1;
        full += usize::from(is_full(pair[0], pair[1], column - INEXACT));
    }
    (full >= 3 && full * 10 >= all * 6).then_some(column)
}

/// The line goes on in the next one: that had no room for a word more, or hardly any. Whoever wraps
/// lines by hand is less exact.
pub(super) fn goes_on(line: &str, next: &str, column: usize) -> bool {
    const HARDLY: usize = 8;
    const WORDS: usize = 6;
    let flows = || line.split_whitespace().count() >= WORDS && !has_gap(line) && !has_gap(next);
    is_full(line, next, column) || (is_full(line, next, column - HARDLY) && flows())
}

/// The first word of `next` would not have fitted behind `line`.
pub(super) fn is_full(line: &str, next: &str, column: usize) -> bool {
    let word = next
        .split_whitespace()
        .next()
        .map_or(0, |word| word.chars().count());
    line.trim_end().chars().count() + 1 + word > column
}

/// Joins two lines of a wrapped paragraph; a hyphen at the break stays, the space does not come.
pub(super) fn join(text: &mut String, next: &str) {
    if !text.ends_with('-') && !text.is_empty() {
        text.push(' ');
    }
    text.push_str(next.trim());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_text_is_known_by_its_full_lines() {
        let wrapped = [
            "The unit was inspected in spring and found to be wanting",
            "in several ways, of which the most important concerned",
            "the safety of other people; leaders knew about this and",
            "had begun to act.",
        ];
        assert_eq!(wrap_column(&wrapped), Some(56));
    }

    #[test]
    fn a_line_wrapped_by_hand_may_have_room_left() {
        let check = |line: &str, next: &str, expected: bool| {
            assert_eq!(goes_on(line, next, 64), expected, "{line}");
        };
        let line = "The inspection took place over a week in June and was led by";
        check(line, "Ada of the Inspectorate.", true);
        check(line, "Ada   Bob", false);
        check("The inspection took place over a week", "Ada was it", false);
    }

    #[test]
    fn lines_that_end_early_are_not_wrapped() {
        let address = [
            "Published by:",
            "The Inspectorate",
            "1st Floor Civil Justice Centre and Library Building",
            "1 Bridge Street",
            "Manchester",
        ];
        assert_eq!(wrap_column(&address), None);
        assert_eq!(
            wrap_column(&["A paragraph in one line ".repeat(30).as_str(), "Another."]),
            None
        );
    }
}
