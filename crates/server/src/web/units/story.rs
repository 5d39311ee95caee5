//! The story of a unit as its page shows it.

use probity_model::{Kind, Rating};
use probity_search::{Facet, Scope};

use crate::api::landscape::standard_key;
use crate::web::units::questions::{QuestionGroup, groups};
use crate::web::units::recommendations::Fates;
use crate::web::units::timeline::Timeline;
use crate::web::units::{RatingView, date_of, month_of};
use crate::web::{links, search, words};
use crate::wire::document::{ScoreBody, StandardBody};
use crate::wire::entities::{Inspection, NewsItem, Story};
use crate::wire::overview::Comparison;
use crate::wire::params::SearchParams;

pub(super) struct StoryView {
    pub(super) rating: Option<RatingView>,
    /// "4 out of 21, report of August 2024".
    pub(super) latest: Option<String>,
    pub(super) timeline: Option<Timeline>,
    pub(super) inspections: Vec<InspectionView>,
    pub(super) matrix: Vec<MatrixRow>,
    pub(super) questions: Vec<QuestionGroup>,
    pub(super) recommendations: Fates,
    pub(super) news: Vec<NewsView>,
}

pub(super) struct InspectionView {
    /// What tells of it where the report is not here: "Press release".
    pub(super) told_by: Option<String>,
    pub(super) title: String,
    pub(super) href: String,
    pub(super) month: String,
    pub(super) fieldwork: Option<String>,
    pub(super) rating: Option<RatingView>,
    pub(super) score: Option<String>,
    pub(super) previous: Option<RatingView>,
}

/// A standard over the inspections.
pub(super) struct MatrixRow {
    pub(super) name: String,
    pub(super) cells: Vec<Option<Cell>>,
}

pub(super) struct Cell {
    pub(super) rating: RatingView,
    /// Its number in that report, and its name there, where that is another.
    pub(super) printed: String,
    /// Compared with the inspection before: "better", "worse".
    pub(super) change: Option<&'static str>,
    pub(super) href: String,
}

pub(super) struct NewsView {
    pub(super) title: String,
    pub(super) href: String,
    pub(super) about: String,
}

impl StoryView {
    pub(super) fn new(name: &str, story: Story, comparison: Vec<Comparison>) -> Self {
        let latest = story.inspections.last();
        Self {
            rating: story.latest_rating.map(RatingView::new),
            latest: latest.map(latest_words),
            timeline: Timeline::new(&story.inspections, &story.news),
            inspections: story.inspections.iter().map(inspection).collect(),
            matrix: matrix(name, &story.inspections),
            questions: groups(comparison),
            recommendations: Fates::new(story.recommendations),
            news: story.news.into_iter().map(news).collect(),
        }
    }
}

fn latest_words(latest: &Inspection) -> String {
    let month = month_of(latest.published.as_deref());
    let source = match is_report(latest) {
        true => "report".to_owned(),
        false => words::value(latest.kind).to_lowercase(),
    };
    match &latest.score {
        Some(score) => format!("{}, {source} of {month}", points(score)),
        None => format!("{source} of {month}"),
    }
}

fn points(score: &ScoreBody) -> String {
    format!("{} out of {}", score.points, score.out_of)
}

fn is_report(one: &Inspection) -> bool {
    one.kind == Kind::InspectionReport.as_str()
}

fn inspection(one: &Inspection) -> InspectionView {
    InspectionView {
        told_by: (!is_report(one)).then(|| words::value(one.kind)),
        title: search::title(&one.title),
        href: one.url.clone(),
        month: month_of(one.published.as_deref()),
        fieldwork: date_of(one.fieldwork_started.as_deref()).map(words::date),
        rating: one.rating.map(RatingView::new),
        score: one.score.as_ref().map(points),
        previous: one.previous_rating.map(RatingView::new),
    }
}

/// Standards go by their names: the same number means other standards in other rounds. Rows come in
/// the order of the latest report; standards that are no longer rated follow.
fn matrix(unit: &str, inspections: &[Inspection]) -> Vec<MatrixRow> {
    let mut rows: Vec<(String, MatrixRow)> = Vec::new();
    for (place, one) in inspections.iter().enumerate().rev() {
        for standard in &one.standards {
            let Some(rating) = standard.rating else {
                continue;
            };
            let key = standard_key(&standard.name);
            let known = rows.iter().position(|(known, _)| *known == key);
            let known = known.unwrap_or_else(|| {
                let cells = inspections.iter().map(|_| None).collect();
                let name = standard.name.clone();
                rows.push((key, MatrixRow { name, cells }));
                rows.len() - 1
            });
            let row = &mut rows[known].1;
            row.cells[place] = Some(Cell {
                rating: RatingView::new(rating),
                printed: printed(standard, &row.name),
                change: None,
                href: findings(&one.document_id, &standard.name),
            });
        }
    }
    let mut rows: Vec<MatrixRow> = rows.into_iter().map(|(_, row)| row).collect();
    rows.splice(0..0, overall(unit, inspections));
    for row in &mut rows {
        note_changes(&mut row.cells);
    }
    rows
}

fn printed(standard: &StandardBody, row: &str) -> String {
    if standard.name == row {
        standard.id.clone()
    } else {
        format!("{} {}", standard.id, standard.name)
    }
}

fn overall(unit: &str, inspections: &[Inspection]) -> Option<MatrixRow> {
    let cell = |one: &Inspection| {
        Some(Cell {
            rating: RatingView::new(one.rating?),
            printed: one.score.as_ref().map(points).unwrap_or_default(),
            change: None,
            href: one.url.clone(),
        })
    };
    let cells: Vec<Option<Cell>> = inspections.iter().map(cell).collect();
    let any = cells.iter().any(Option::is_some);
    any.then(|| MatrixRow {
        name: format!("{unit} overall"),
        cells,
    })
}

fn note_changes(cells: &mut [Option<Cell>]) {
    let mut before: Option<Rating> = None;
    for cell in cells.iter_mut().flatten() {
        let now: Option<Rating> = cell.rating.word.parse().ok();
        // The best rating is the least.
        cell.change = match (before, now) {
            (Some(before), Some(now)) if now < before => Some("better"),
            (Some(before), Some(now)) if now > before => Some("worse"),
            _ => None,
        };
        before = now.or(before);
    }
}

/// The search for what a report found under a standard.
fn findings(document: &str, standard: &str) -> String {
    let mut params = SearchParams {
        scope: Some(Scope::Findings),
        ..SearchParams::default()
    };
    let filters = &mut params.filters.0;
    filters.documents.extend(document.parse().ok());
    filters
        .facets
        .insert(Facet::Standard, vec![standard.to_owned()]);
    links::href("/", &params)
}

fn news(one: NewsItem) -> NewsView {
    let date = date_of(one.published.as_deref()).map(words::date);
    let about = [Some(words::value(one.kind)), one.publisher, date];
    let about: Vec<String> = about.into_iter().flatten().collect();
    NewsView {
        title: search::title(&one.title),
        href: one.url,
        about: about.join(" · "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inspected(
        digit: char,
        rating: &'static str,
        standards: &[(&str, &str, &'static str)],
    ) -> Inspection {
        let standard = |(id, name, rating): &(&str, &str, &'static str)| StandardBody {
            id: (*id).to_owned(),
            name: (*name).to_owned(),
            rating: Some(*rating),
            page: None,
        };
        Inspection {
            document_id: digit.to_string().repeat(24),
            kind: Kind::InspectionReport.as_str(),
            other_documents: Vec::new(),
            title: String::new(),
            published: None,
            fieldwork_started: None,
            rating: Some(rating),
            score: None,
            previous_rating: None,
            standards: standards.iter().map(standard).collect(),
            key_questions: Vec::new(),
            url: "/documents/x".to_owned(),
        }
    }

    #[test]
    fn standards_of_two_rounds_are_rows_by_name() {
        let inspections = [
            inspected(
                'a',
                "Inadequate",
                &[
                    ("1.2", "Staff", "Inadequate"),
                    ("2.1", "Court work", "Good"),
                ],
            ),
            inspected(
                'b',
                "Good",
                &[
                    ("P 1.2", "Staffing", "Good"),
                    ("P 2.1", "Assessment", "Inadequate"),
                ],
            ),
        ];
        let rows = matrix("Moor", &inspections);
        let line = |row: &MatrixRow| {
            let cells = row.cells.iter().map(|cell| {
                let shown = |cell: &Cell| {
                    let change = cell.change.unwrap_or("-");
                    format!("{} {} {change}", cell.printed, cell.rating.word)
                };
                cell.as_ref().map_or_else(|| "none".to_owned(), shown)
            });
            format!("{}: {}", row.name, cells.collect::<Vec<_>>().join(", "))
        };
        let lines: Vec<String> = rows.iter().map(line).collect();
        assert_eq!(
            lines,
            [
                "Moor overall:  Inadequate -,  Good better",
                "Staffing: 1.2 Staff Inadequate -, P 1.2 Good better",
                "Assessment: none, P 2.1 Inadequate -",
                "Court work: 2.1 Good -, none",
            ]
        );
        let href = &rows[1].cells[0].as_ref().unwrap().href;
        let document = "a".repeat(24);
        assert_eq!(
            *href,
            format!("/?in=findings&standard=Staff&document={document}")
        );
    }
}
