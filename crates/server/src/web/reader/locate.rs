//! Where words stand on a printed page: lines of a page that say what a text says.

use std::ops::Range;

use probity_model::TextLine;

/// Part of a line: its number on the page, and bytes of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) line: usize,
    pub(super) bytes: Range<usize>,
}

/// Words in a row that count as found, where a text has so many.
const ENOUGH_WORDS: usize = 3;
/// Words of a text that are looked for at most: a page has no more.
const MOST_WORDS: usize = 2_000;

/// The parts of lines that have the words of a text: its longest run on the page, and then what
/// stands before and behind that, so that a note or a line of another column in between does no harm.
pub(super) fn locate(lines: &[TextLine], text: &str) -> Vec<Spot> {
    let page = words_of_lines(lines);
    let wanted: Vec<String> = words(text).take(MOST_WORDS).map(|(_, word)| word).collect();
    let mut found = Vec::new();
    runs(&page, &wanted, ENOUGH_WORDS.min(wanted.len()), &mut found);
    found.sort_by_key(|run| run.start);
    let mut spots: Vec<Spot> = Vec::new();
    for word in found.into_iter().flatten() {
        let PageWord { line, bytes, .. } = &page[word];
        match spots.last_mut() {
            Some(last) if last.line == *line => last.bytes.end = bytes.end,
            _ => spots.push(Spot {
                line: *line,
                bytes: bytes.clone(),
            }),
        }
    }
    spots
}

/// A word of the page and where it stands.
struct PageWord {
    line: usize,
    bytes: Range<usize>,
    folded: String,
}

fn words_of_lines(lines: &[TextLine]) -> Vec<PageWord> {
    let lines = lines.iter().enumerate();
    let words = lines.flat_map(|(line, found)| {
        words(&found.text).map(move |(bytes, folded)| PageWord {
            line,
            bytes,
            folded,
        })
    });
    words.take(4 * MOST_WORDS).collect()
}

/// Letters and digits in a row, in lower case.
fn words(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while rest.next_if(|(_, c)| !c.is_alphanumeric()).is_some() {}
        let (start, first) = rest.next()?;
        let mut end = start + first.len_utf8();
        let mut word: String = first.to_lowercase().collect();
        while let Some((at, c)) = rest.next_if(|(_, c)| c.is_alphanumeric()) {
            end = at + c.len_utf8();
            word.extend(c.to_lowercase());
        }
        Some((start..end, word))
    })
}

/// Words of the page, by number, that say the wanted ones.
fn runs(page: &[PageWord], wanted: &[String], least: usize, found: &mut Vec<Range<usize>>) {
    runs_within(page, 0..page.len(), wanted, least.max(1), found);
}

fn runs_within(
    page: &[PageWord],
    within: Range<usize>,
    wanted: &[String],
    least: usize,
    found: &mut Vec<Range<usize>>,
) {
    let Some((on_page, in_text)) = longest_run(&page[within.clone()], wanted, least) else {
        return;
    };
    let on_page = on_page.start + within.start..on_page.end + within.start;
    let (before, behind) = (&wanted[..in_text.start], &wanted[in_text.end..]);
    runs_within(page, within.start..on_page.start, before, least, found);
    runs_within(page, on_page.end..within.end, behind, least, found);
    found.push(on_page);
}

/// The longest run of words that both have, the first of equals; `None` where it has less than `least`.
fn longest_run(
    page: &[PageWord],
    wanted: &[String],
    least: usize,
) -> Option<(Range<usize>, Range<usize>)> {
    let mut best = (0, 0, 0);
    // Lengths of the runs that end at the wanted word before, by word of the page.
    let mut before = vec![0_usize; page.len() + 1];
    for (at, word) in wanted.iter().enumerate() {
        let mut lengths = vec![0_usize; page.len() + 1];
        for (place, on_page) in page.iter().enumerate() {
            if on_page.folded == *word {
                let length = before[place] + 1;
                lengths[place + 1] = length;
                if length > best.0 {
                    best = (length, place + 1, at + 1);
                }
            }
        }
        before = lengths;
    }
    let (length, page_end, text_end) = best;
    (length >= least.max(1)).then(|| (page_end - length..page_end, text_end - length..text_end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn page(lines: &[&str]) -> Vec<TextLine> {
        let line = |text: &&str| TextLine {
            text: (*text).to_owned(),
            bbox: [0.0; 4],
            starts: Vec::new(),
        };
        lines.iter().map(line).collect()
    }

    fn check(lines: &[&str], text: &str, expected: &[(usize, &str)]) {
        let spots = locate(&page(lines), text);
        let found: Vec<(usize, &str)> = spots
            .iter()
            .map(|spot| (spot.line, &lines[spot.line][spot.bytes.clone()]))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_passage_is_found_over_its_lines() {
        let lines = [
            "Staffing",
            "• The unit had filled most",
            "posts. The rest were",
            "vacant.",
        ];
        let text = "The unit had filled most posts.";
        check(
            &lines,
            text,
            &[(1, "The unit had filled most"), (2, "posts")],
        );
    }

    #[test]
    fn a_line_in_between_does_no_harm() {
        let lines = [
            "Leaders know the needs of",
            "12 HM Inspectorate",
            "people in the county well",
        ];
        let text = "Leaders know the needs of people in the county well.";
        let expected = [
            (0, "Leaders know the needs of"),
            (2, "people in the county well"),
        ];
        check(&lines, text, &expected);
    }

    #[test]
    fn a_single_word_is_found_where_no_more_is_wanted() {
        check(&["Overall rating", "Good"], "good", &[(1, "Good")]);
        check(&["Overall rating"], "good", &[]);
    }

    #[test]
    fn words_that_happen_to_stand_there_are_not_the_text() {
        let lines = ["The report of the unit", "and the region"];
        check(&lines, "Staff of the service and the courts", &[]);
    }

    proptest! {
        #[test]
        fn any_text_on_any_page_is_looked_for_without_harm(
            lines in prop::collection::vec("[aäß b.’]{0,12}", 0..5),
            text in "[aäß b.’]{0,30}",
        ) {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            for spot in locate(&page(&lines), &text) {
                prop_assert!(lines[spot.line].get(spot.bytes).is_some());
            }
        }
    }
}
