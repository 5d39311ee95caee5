//! Figures that a finding states: counts out of a total, shares, and both together.

mod figures;
mod look;

use std::ops::Range;

use probity_model::Measure;

use crate::text::{patterns, plain, sentences};
use figures::{Figure, figures, is_score};
use look::Look;

patterns! {
    CONTENT_START = r"(?i)^[\s)\],:]*(?:of (?:the |all |these |its |their )?)?";
}

/// What is longer, in bytes, is no sentence that someone wrote.
const LONGEST: usize = 2_500;

/// Figures of a plain text, in order.
pub(crate) fn read(text: &str) -> Vec<Measure> {
    if !Look::at(text).is_worth() {
        return Vec::new();
    }
    let sentences = sentences(text).into_iter();
    sentences.flat_map(in_sentence).collect()
}

/// Figures of a table's row. A cell that is a figure and no more is about the cells before it.
pub(crate) fn of_row(cells: &[String]) -> Vec<Measure> {
    let mut measures = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        let mut found = read(&plain(cell));
        if let [only] = found.as_mut_slice()
            && !only.about.contains(char::is_alphabetic)
        {
            let words = cells[..at]
                .iter()
                .filter(|cell| cell.contains(char::is_alphabetic));
            let words: Vec<&str> = words.map(String::as_str).collect();
            only.about = plain(&words.join(" ")).into_owned();
            if is_score(&only.about) {
                continue;
            }
        }
        measures.append(&mut found);
    }
    measures
}

fn in_sentence(sentence: &str) -> Vec<Measure> {
    let look = Look::at(sentence);
    if sentence.len() > LONGEST || !look.is_worth() {
        return Vec::new();
    }
    let figures = figures(sentence, look);
    if figures.is_empty() {
        return Vec::new();
    }
    let ends: Vec<usize> = figures
        .iter()
        .skip(1)
        .map(|figure| figure.range.start)
        .chain([sentence.len()])
        .collect();
    let measure = |(figure, end): (&Figure, usize)| Measure {
        value: figure.value,
        of: figure.of,
        percent: figure.percent,
        about: about(sentence, &figure.range, end),
    };
    figures.iter().zip(ends).map(measure).collect()
}

/// The words behind the figure up to the next stop or figure; else the words that lead to it.
fn about(sentence: &str, range: &Range<usize>, end: usize) -> String {
    let behind = &sentence[range.end..end.max(range.end)];
    let skip = CONTENT_START.find(behind).map_or(0, |found| found.end());
    let behind = clause(&behind[skip..]);
    if behind.split_whitespace().count() >= 2 {
        return behind.to_owned();
    }
    let ahead = sentence[..range.start].trim_end_matches(['(', ' ']);
    let start = ahead.rfind([',', ';', '(', ':']).map_or(0, |i| i + 1);
    format!("{} {behind}", ahead[start..].trim())
        .trim()
        .to_owned()
}

fn clause(text: &str) -> &str {
    let end = text.find([',', ';', '.', '(', ':']).unwrap_or(text.len());
    let clause = text[..end].trim();
    match clause.match_indices(' ').nth(15) {
        Some((cut, _)) => &clause[..cut],
        None => clause,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let shown: Vec<String> = read(&plain(text)).iter().map(show).collect();
        assert_eq!(shown, expected, "{text}");
    }

    fn show(measure: &Measure) -> String {
        let part = |number: Option<f64>, sign: &str| {
            number.map_or_else(String::new, |number| format!("{number}{sign}"))
        };
        let count = part(measure.value, "/") + &part(measure.of, " ");
        format!("{count}{}{}", part(measure.percent, "% "), measure.about)
    }

    #[test]
    fn counts_shares_and_both() {
        check(
            "Oversight was absent in 37 out of 52 relevant cases.",
            &["37/52 relevant cases"],
        );
        check(
            "Only six of 28 reports were complete, and 83 per cent of staff knew.",
            &["6/28 reports were complete", "83% staff knew"],
        );
        check(
            "This was sufficient in 71 per cent (40 out of 56) of cases inspected.",
            &["40/56 71% cases inspected"],
        );
        check(
            "Twenty-three out of 75 respondents did not agree",
            &["23/75 respondents did not agree"],
        );
        check(
            "Six of ten reports were complete. No plan was.",
            &["6/10 reports were complete"],
        );
        check(
            "Almost one in four plans was late, and seven in every 10 staff knew.",
            &["1/4 plans was late", "7/10 staff knew"],
        );
        check(
            "Appointments were useful (40/75).",
            &["40/75 Appointments were useful"],
        );
    }

    #[test]
    fn a_cell_is_about_its_row() {
        let cells = ["Is it safe?".to_owned(), "49%".to_owned()];
        let shown: Vec<String> = of_row(&cells).iter().map(show).collect();
        assert_eq!(shown, ["49% Is it safe?"]);
    }

    #[test]
    fn words_turn_a_count_around() {
        check(
            "All but two of 14 cases had been reviewed.",
            &["12/14 cases had been reviewed"],
        );
        check(
            "Not one of the 12 cases had a visit.",
            &["0/12 cases had a visit"],
        );
        check("It is not one of the eight units.", &[]);
        check(
            "Small but two of 14 offices closed.",
            &["2/14 offices closed"],
        );
    }

    #[test]
    fn counts_whose_numbers_stand_apart() {
        check(
            "Of the 40 cases inspected, 12 had no plan.",
            &["12/40 had no plan"],
        );
        check(
            "Of 40 cases, 12 (30 per cent) had no plan.",
            &["12/40 30% had no plan"],
        );
        check(
            "Of the 52 cases, inspectors judged that 37 were good.",
            &["37/52 were good"],
        );
        check("37 cases (out of 52) were good.", &["37/52 were good"]);
        check("37 cases out of 52 were good.", &["37/52 were good"]);
        check(
            "In no case out of 12 was there a plan.",
            &["0/12 was there a plan"],
        );
        check("Of the 40 staff, 12 per cent were new.", &["12% were new"]);
        check("It scored three points out of 21.", &[]);
        check("The office is open two days out of seven.", &[]);
        check("Of the 40 cases, some took 12 weeks.", &[]);
    }

    #[test]
    fn numbers_of_two_words_and_of_a_hundred() {
        check(
            "Forty eight percent were good, and twenty one of forty two were late.",
            &["48% were good", "21/42 were late"],
        );
        check(
            "One hundred per cent of cases were seen.",
            &["100% cases were seen"],
        );
        check("Loads stood at one hundred and twenty per cent.", &[]);
        check("Loads stood at 126 per cent, or 1,050% of before.", &[]);
    }

    #[test]
    fn figures_that_measure_nothing() {
        check("Cases were from the week of 2/3/2024.", &[]);
        check("The unit is one of eight in the region.", &[]);
        check("Two in three weeks is few; there were six in 2024.", &[]);
        check("It has 2,753 cases and 14 years of history.", &[]);
    }
}
