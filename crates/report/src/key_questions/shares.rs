//! Shares of cases: percentages by themselves, and figures that the head of a table says are such.

use std::borrow::Cow;

use crate::text::patterns;

patterns! {
    PERCENT = r"(?i)^\W{0,2}(?:'?yes'?\W{1,3})?\d{1,3}(?:\.\d+)?\s?(?:%|per cent|percent)(?: '?yes'?| of (?:the )?(?:inspected |relevant )?cases)?\W{0,3}$";
    HEAD = r"(?i)^(?:% ?'?yes'?|(?:the )?(?:percentage|per ?cent)(?: (?:of (?:\w+ )?cases )?(?:answered )?'?yes'?| of cases)?|%)\W{0,2}$";
}

/// Whether figures without a sign are percentages, as the last head of a table says.
#[derive(Debug, Default)]
pub(super) struct Figures {
    are_percent: bool,
}

impl Figures {
    /// Takes note of the heads among the cells of a row; of one cell, if it is a line.
    pub(super) fn note(&mut self, cells: &[Cow<'_, str>]) {
        // Most lines are told apart by this.
        let is_short = |cell: &&Cow<'_, str>| !cell.is_empty() && cell.len() < LONGEST_HEAD;
        self.are_percent |= cells
            .iter()
            .filter(is_short)
            .any(|cell| HEAD.is_match(cell.trim()));
    }

    /// The share that a cell consists of.
    pub(super) fn share(&self, cell: &str) -> Option<u8> {
        let bare = || (self.are_percent && cell.len() <= 3).then(|| share(cell));
        percent(cell).or_else(|| bare().flatten())
    }
}

/// No head of a column of shares is longer, in bytes.
const LONGEST_HEAD: usize = 48;

/// The percentage that a cell consists of. It begins with its figure or with "Yes", which tells most
/// cells apart.
pub(super) fn percent(cell: &str) -> Option<u8> {
    let mut front = cell.chars().take(8);
    if !front.any(|c| c.is_ascii_digit()) || !PERCENT.is_match(cell) {
        return None;
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let figure = cell.trim_start_matches(|c| !is_digit(c));
    share(figure.split(|c| !is_digit(c)).next()?)
}

/// A whole percentage.
pub(super) fn share(digits: &str) -> Option<u8> {
    digits.parse().ok().filter(|percent| *percent <= 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_stand_by_themselves() {
        for (cell, expected) in [
            ("67%", Some(67)),
            ("67 per cent", Some(67)),
            ("Yes: 67%", Some(67)),
            ("67% of cases", Some(67)),
            ("101%", None),
            ("67", None),
            ("67% of staff", None),
        ] {
            assert_eq!(percent(cell), expected, "{cell}");
        }
    }

    #[test]
    fn a_head_says_that_figures_are_percentages() {
        let mut figures = Figures::default();
        figures.note(&["Is it so?".into(), "37".into()]);
        assert_eq!(figures.share("37"), None);
        figures.note(&["Question".into(), "Percentage 'Yes'".into()]);
        assert_eq!(figures.share("37"), Some(37));
        assert_eq!(figures.share("3,700"), None);
    }
}
