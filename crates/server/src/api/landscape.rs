//! Units side by side: how the latest inspections rated each standard, and where a unit's answers to
//! key questions stand among those of others.

use std::collections::HashMap;

use probity_catalogue::InspectionResult;
use probity_model::{Level, Rating};

use crate::wire::entities::Inspection;
use crate::wire::overview::{Answer, Comparison, Median, StandardCell, StandardRow};

/// The standard's name in whatever round: "Staff" of 2021 to 2023 became "Staffing".
///
/// Numbers are no help: "2.1" was Court work, and "P 2.1" is Assessment.
pub(crate) fn standard_key(name: &str) -> String {
    let key = folded(name);
    if key == "staff" {
        return "staffing".to_owned();
    }
    key
}

/// Words in small letters; articles come and go between reports.
fn folded(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !matches!(*word, "" | "the" | "The" | "a" | "an"));
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    words.join(" ")
}

/// How the latest inspection of each unit rated each standard. Units not `wanted` are left out.
/// Standards come in the order of the newest report that has them.
pub(crate) fn standards(
    results: &[InspectionResult],
    level: Level,
    wanted: impl Fn(&str) -> bool,
) -> Vec<StandardRow> {
    let mut seen = std::collections::HashSet::new();
    let mut rows: Vec<(String, StandardRow)> = Vec::new();
    let newest_first = results.iter().rev();
    let rated = newest_first.filter(|result| {
        result.level == level
            && wanted(&result.unit)
            && result
                .standards
                .iter()
                .any(|standard| standard.rating.is_some())
    });
    for result in rated {
        if !seen.insert(result.unit.as_str()) {
            continue;
        }
        for standard in &result.standards {
            let Some(rating) = standard.rating else {
                continue;
            };
            let row = row_of(&mut rows, &standard.name);
            if !row.names.contains(&standard.name) {
                row.names.push(standard.name.clone());
            }
            let cells = row.ratings.iter_mut();
            for cell in cells.filter(|cell| cell.rating == rating.name()) {
                cell.units += 1;
                cell.documents.push(result.document_id.to_string());
            }
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

fn row_of<'r>(rows: &'r mut Vec<(String, StandardRow)>, name: &str) -> &'r mut StandardRow {
    let key = standard_key(name);
    let place = rows.iter().position(|(known, _)| *known == key);
    let place = place.unwrap_or_else(|| {
        let cell = |rating: Rating| StandardCell {
            rating: rating.name(),
            units: 0,
            documents: Vec::new(),
        };
        let row = StandardRow {
            standard: name.to_owned(),
            names: Vec::new(),
            ratings: Rating::ALL.map(cell).into(),
        };
        rows.push((key, row));
        rows.len() - 1
    });
    &mut rows[place].1
}

/// Standard and question, however a report words them.
type Question = (String, String);

/// The latest answer of each unit to each key question.
pub(crate) struct Answers<'r>(HashMap<Question, HashMap<&'r str, u8>>);

impl<'r> Answers<'r> {
    /// Answers of units of this level. Results come oldest first.
    pub(crate) fn new(results: &'r [InspectionResult], level: Level) -> Self {
        let mut answers: HashMap<Question, HashMap<&str, u8>> = HashMap::new();
        for result in results.iter().filter(|result| result.level == level) {
            for asked in &result.key_questions {
                let question = question_key(&asked.standard, &asked.question);
                let of_units = answers.entry(question).or_default();
                of_units.insert(&result.unit, asked.percent);
            }
        }
        Self(answers)
    }

    /// The median among units that answered; `None` where none did.
    fn median(&self, question: &Question, wanted: impl Fn(&str) -> bool) -> Option<Median> {
        let of_units = self.0.get(question)?.iter();
        let wanted = of_units.filter(|(unit, _)| wanted(unit));
        let mut percents: Vec<u8> = wanted.map(|(_, percent)| *percent).collect();
        percents.sort_unstable();
        let middle = percents.len().checked_sub(1)? / 2;
        let upper = percents.len() / 2;
        let sum = u16::from(percents[middle]) + u16::from(percents[upper]);
        Some(Median {
            percent: f32::from(sum) / 2.0,
            units: percents.len() as u64,
        })
    }
}

fn question_key(standard: &str, question: &str) -> Question {
    (standard_key(standard), folded(question))
}

/// A unit's answers to key questions, inspection by inspection, with the medians they stand among:
/// of PDUs in the region, and of all units of its own level. Questions come in the order of the latest
/// inspection that asked any; those no longer asked follow.
pub(crate) fn comparison(
    inspections: &[Inspection],
    peers: &Answers<'_>,
    region: (&Answers<'_>, &dyn Fn(&str) -> bool),
) -> Vec<Comparison> {
    let mut found: Vec<(Question, Comparison)> = Vec::new();
    for inspection in inspections.iter().rev() {
        for asked in &inspection.key_questions {
            let key = question_key(&asked.standard, &asked.question);
            let answer = Answer {
                document_id: inspection.document_id.clone(),
                published: inspection.published.clone(),
                percent: asked.percent,
                page: asked.page,
            };
            match found.iter_mut().find(|(known, _)| *known == key) {
                Some((_, comparison)) => comparison.answers.insert(0, answer),
                None => {
                    let comparison = Comparison {
                        standard: asked.standard.clone(),
                        question: asked.question.clone(),
                        answers: vec![answer],
                        region_median: region.0.median(&key, region.1),
                        national_median: peers.median(&key, |_| true),
                    };
                    found.push((key, comparison));
                }
            }
        }
    }
    found
        .into_iter()
        .map(|(_, comparison)| comparison)
        .collect()
}

#[cfg(test)]
mod tests {
    use probity_model::{KeyQuestion, StandardRating};

    use super::*;

    const QUESTION: &str = "Does the assessment look at risk?";

    fn result(unit: &str, standard: &str, rating: Rating, percent: u8) -> InspectionResult {
        InspectionResult {
            document_id: "a".repeat(24).parse().unwrap(),
            unit: unit.to_owned(),
            level: Level::Pdu,
            rating: Some(rating),
            published: None,
            standards: vec![StandardRating {
                id: "1.2".to_owned(),
                name: standard.to_owned(),
                rating: Some(rating),
                page: None,
            }],
            key_questions: vec![KeyQuestion {
                standard: "Assessment".to_owned(),
                question: QUESTION.to_owned(),
                percent,
                page: None,
            }],
        }
    }

    fn counts(row: &StandardRow) -> Vec<u64> {
        row.ratings.iter().map(|cell| cell.units).collect()
    }

    #[test]
    fn only_the_latest_inspection_of_a_unit_counts() {
        let results = [
            result("Moor", "Staff", Rating::Inadequate, 40),
            result("Vale", "Staff", Rating::Good, 70),
            result("Moor", "Staffing", Rating::Good, 60),
        ];
        let rows = standards(&results, Level::Pdu, |_| true);
        assert_eq!(rows.len(), 1, "one standard under two names");
        assert_eq!(rows[0].standard, "Staffing");
        assert_eq!(rows[0].names, ["Staffing", "Staff"]);
        assert_eq!(counts(&rows[0]), [0, 2, 0, 0]);
        let of_vale = standards(&results, Level::Pdu, |unit| unit == "Vale");
        assert_eq!(counts(&of_vale[0]), [0, 1, 0, 0]);
        assert!(standards(&results, Level::Region, |_| true).is_empty());
    }

    fn median(percents: &[(&str, u8)], wanted: impl Fn(&str) -> bool) -> Option<(f32, u64)> {
        let results: Vec<InspectionResult> = percents
            .iter()
            .map(|(unit, percent)| result(unit, "Staffing", Rating::Good, *percent))
            .collect();
        let answers = Answers::new(&results, Level::Pdu);
        let asked = question_key("assessment", "Does assessment look at risk");
        let median = answers.median(&asked, wanted)?;
        Some((median.percent, median.units))
    }

    #[test]
    fn medians_are_of_each_units_latest_answer() {
        let of = |percents| median(percents, |_| true);
        assert_eq!(of(&[("Moor", 40)]), Some((40.0, 1)));
        assert_eq!(of(&[("Moor", 40), ("Vale", 71)]), Some((55.5, 2)));
        assert_eq!(
            of(&[("Moor", 1), ("Vale", 71), ("Moor", 40)]),
            Some((55.5, 2))
        );
        assert_eq!(of(&[("A", 90), ("B", 10), ("C", 30)]), Some((30.0, 3)));
        let narrow = median(&[("A", 90), ("B", 10)], |unit| unit == "C");
        assert_eq!(narrow, None);
    }
}
