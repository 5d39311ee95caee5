//! What inspections found, over all units.

use probity_model::{KeyQuestion, StandardRating};

use super::*;
use crate::InspectionResult;

fn with_details(mut report: Document, rating: Rating, percent: u8) -> Document {
    report.standards = vec![StandardRating {
        id: "P 2.1".to_owned(),
        name: "Assessment".to_owned(),
        rating: Some(rating),
        page: Some(12),
    }];
    report.key_questions = vec![KeyQuestion {
        standard: "Assessment".to_owned(),
        question: "Is it thorough?".to_owned(),
        percent,
        page: None,
    }];
    report
}

fn inspected(report: &mut Document, name: &str, level: Level) {
    let mut unit = report.inspected[0].clone();
    unit.name = name.to_owned();
    unit.level = level;
    report.inspected.push(unit);
}

fn found(ledger: &Ledger) -> Vec<(String, usize, Option<u8>)> {
    let results = ledger.0.inspection_results().unwrap();
    let line = |result: &InspectionResult| {
        let percent = result.key_questions.first().map(|asked| asked.percent);
        (result.unit.clone(), result.standards.len(), percent)
    };
    results.iter().map(line).collect()
}

#[test]
fn reports_say_what_they_found_oldest_first() {
    let ledger = Ledger::new();
    let new = report(1, "Moor", Rating::Good, "2031-04");
    let old = report(2, "Moor", Rating::Inadequate, "2029");
    let new = with_details(new, Rating::RequiresImprovement, 71);
    ledger.index("new.pdf", new, 1);
    ledger.index("old.pdf", with_details(old, Rating::Inadequate, 40), 2);
    let news = Document {
        kind: Kind::NewsArticle,
        ..report(3, "Moor", Rating::Outstanding, "2032")
    };
    ledger.index("news.html", news, 3);
    let results = ledger.0.inspection_results().unwrap();
    assert_eq!(
        found(&ledger),
        [("Moor".into(), 1, Some(40)), ("Moor".into(), 1, Some(71))]
    );
    assert_eq!(results[1].rating, Some(Rating::Good));
    assert_eq!(
        results[1].standards[0].rating,
        Some(Rating::RequiresImprovement)
    );
    ledger.forget("old.pdf");
    assert_eq!(found(&ledger), [("Moor".into(), 1, Some(71))]);
}

#[test]
fn standards_of_a_regional_report_are_the_regions() {
    let ledger = Ledger::new();
    let mut regional = report(1, "Moor", Rating::Good, "2031");
    inspected(&mut regional, "Vale", Level::Pdu);
    inspected(&mut regional, "Example Coast", Level::Region);
    ledger.index("a.pdf", with_details(regional, Rating::Good, 60), 1);
    assert_eq!(
        found(&ledger),
        [
            ("Moor".into(), 0, None),
            ("Vale".into(), 0, None),
            ("Example Coast".into(), 1, Some(60))
        ]
    );
}

#[test]
fn standards_that_may_be_either_units_are_neither_s() {
    let ledger = Ledger::new();
    let mut of_two = report(1, "Moor", Rating::Good, "2031");
    inspected(&mut of_two, "Vale", Level::Pdu);
    ledger.index("a.pdf", with_details(of_two, Rating::Good, 60), 1);
    let detailed = found(&ledger)
        .into_iter()
        .filter(|(_, standards, _)| *standards > 0);
    assert_eq!(detailed.count(), 0);
}

#[test]
fn the_files_that_changed_last_come_first() {
    let ledger = Ledger::new();
    for (content, path) in (1..).zip(["a.pdf", "c.pdf", "b.pdf"]) {
        ledger.index(path, document(content), content);
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    ledger.see("new.pdf", 9);
    let files = ledger.0.latest_files(FileState::Indexed, 2).unwrap();
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["b.pdf", "c.pdf"]);
}
