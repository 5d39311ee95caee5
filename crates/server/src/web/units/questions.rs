//! Key questions as small multiples: the unit's answers over time against the medians.

use crate::web::units::{date_of, month_of};
use crate::web::words;
use crate::wire::overview::{Answer, Comparison, Median};

/// The key questions of one standard.
pub(super) struct QuestionGroup {
    pub(super) standard: String,
    /// Months of the inspections that asked, earliest first: the columns of the table.
    pub(super) months: Vec<String>,
    pub(super) charts: Vec<Chart>,
}

pub(super) struct Chart {
    pub(super) question: String,
    pub(super) bars: Vec<Bar>,
    pub(super) region: Option<MedianView>,
    pub(super) national: Option<MedianView>,
    pub(super) height: usize,
    /// How far down the lines of the medians go.
    pub(super) foot: usize,
    pub(super) about: String,
    /// The percentages under the group's months.
    pub(super) cells: Vec<Option<u8>>,
}

pub(super) struct Bar {
    pub(super) label: String,
    pub(super) percent: u8,
    pub(super) y: usize,
    pub(super) text_y: usize,
    pub(super) is_latest: bool,
}

pub(super) struct MedianView {
    /// As it is written: "58%" or "57.5%".
    pub(super) text: String,
    pub(super) x: String,
    pub(super) units: u64,
}

const ROW: usize = 26;

/// The groups, in the order of the questions.
pub(super) fn groups(comparison: Vec<Comparison>) -> Vec<QuestionGroup> {
    let mut groups: Vec<(String, Vec<Comparison>)> = Vec::new();
    for asked in comparison {
        match groups.iter_mut().find(|(name, _)| *name == asked.standard) {
            Some((_, group)) => group.push(asked),
            None => groups.push((asked.standard.clone(), vec![asked])),
        }
    }
    groups
        .into_iter()
        .map(|(name, asked)| group(name, &asked))
        .collect()
}

fn group(standard: String, asked: &[Comparison]) -> QuestionGroup {
    let answers = asked.iter().flat_map(|one| &one.answers);
    let mut inspections: Vec<(&Option<String>, &String)> = answers
        .map(|answer| (&answer.published, &answer.document_id))
        .collect();
    inspections.sort();
    inspections.dedup();
    let of = |one: &Comparison, document: &String| {
        let answer = one
            .answers
            .iter()
            .find(|answer| answer.document_id == *document);
        answer.map(|answer| answer.percent)
    };
    let cells = |one: &Comparison| {
        inspections
            .iter()
            .map(|(_, document)| of(one, document))
            .collect()
    };
    QuestionGroup {
        charts: asked.iter().map(|one| chart(one, cells(one))).collect(),
        months: inspections
            .iter()
            .map(|(date, _)| month_of(date.as_deref()))
            .collect(),
        standard,
    }
}

fn chart(asked: &Comparison, cells: Vec<Option<u8>>) -> Chart {
    let count = asked.answers.len();
    let bar = |(place, answer): (usize, &Answer)| Bar {
        label: short_month(answer.published.as_deref()),
        percent: answer.percent,
        y: place * ROW + 6,
        text_y: place * ROW + 18,
        is_latest: place + 1 == count,
    };
    let (region, national) = (asked.region_median, asked.national_median);
    let foot = count * ROW + 4;
    Chart {
        about: about(asked),
        bars: asked.answers.iter().enumerate().map(bar).collect(),
        region: region.map(median),
        national: national.map(median),
        height: foot + 4,
        foot,
        question: asked.question.clone(),
        cells,
    }
}

fn median(median: Median) -> MedianView {
    let text = format!("{}%", median.percent);
    MedianView {
        x: text.clone(),
        text,
        units: median.units,
    }
}

fn about(asked: &Comparison) -> String {
    let answer = |answer: &Answer| {
        let month = month_of(answer.published.as_deref());
        format!("{}% ({month})", answer.percent)
    };
    let answers: Vec<String> = asked.answers.iter().map(answer).collect();
    let median = |name: &str, median: Option<Median>| {
        median.map(|median| format!("; {name} median {}%", median.percent))
    };
    let medians = [
        median("regional", asked.region_median),
        median("national", asked.national_median),
    ];
    let medians: String = medians.into_iter().flatten().collect();
    format!("{}{medians}", answers.join(", "))
}

/// "Aug 2024": as much as fits beside a bar.
fn short_month(text: Option<&str>) -> String {
    let Some(date) = date_of(text) else {
        return "undated".to_owned();
    };
    let whole = words::month_and_year(date);
    match whole.split_once(' ') {
        Some((month, year)) => format!("{} {year}", month.get(..3).unwrap_or(month)),
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(standard: &str, question: &str, answers: &[(&str, u8)]) -> Comparison {
        let answer = |(date, percent): &(&str, u8)| Answer {
            document_id: format!("report of {date}"),
            published: Some((*date).to_owned()),
            percent: *percent,
            page: None,
        };
        Comparison {
            standard: standard.to_owned(),
            question: question.to_owned(),
            answers: answers.iter().map(answer).collect(),
            region_median: Some(Median {
                percent: 57.5,
                units: 2,
            }),
            national_median: None,
        }
    }

    #[test]
    fn a_question_that_was_not_always_asked_has_gaps_in_the_table() {
        let groups = groups(vec![
            asked(
                "Assessment",
                "Old and new?",
                &[("2022-05", 40), ("2024-08-29", 46)],
            ),
            asked("Planning", "Other?", &[("2024-08-29", 70)]),
            asked("Assessment", "New?", &[("2024-08-29", 61)]),
        ]);
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[0].months, ["May 2022", "August 2024"]);
        assert_eq!(groups[0].charts[1].cells, [None, Some(61)]);
        let first = &groups[0].charts[0];
        assert_eq!(
            first.about,
            "40% (May 2022), 46% (August 2024); regional median 57.5%"
        );
        assert_eq!(first.bars[1].label, "Aug 2024");
        assert!(first.bars[1].is_latest && !first.bars[0].is_latest);
    }
}
