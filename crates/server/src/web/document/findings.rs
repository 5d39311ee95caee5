//! Passages under their headings, strengths beside areas for improvement.

use probity_model::{Document, Passage, PassageKind, Polarity};

use crate::web::document::ratings::RatingView;
use crate::web::document::{Marker, html};
use crate::web::reader;

/// Passages under one path of headings.
pub(super) struct Part {
    pub(super) heading: String,
    pub(super) path: String,
    pub(super) standard_rating: Option<RatingView>,
    pub(super) runs: Vec<Run>,
}

/// Passages in a row that are shown alike.
pub(super) struct Run {
    /// What is neither strength nor area for improvement.
    pub(super) plain: Vec<PassageView>,
    pub(super) strengths: Vec<PassageView>,
    pub(super) improvements: Vec<PassageView>,
}

/// A passage.
pub(super) struct PassageView {
    pub(super) anchor: String,
    /// HTML.
    pub(super) text: String,
    pub(super) page: Option<u32>,
    /// It is the first of this page.
    pub(super) begins: Option<u32>,
    pub(super) printed: Option<String>,
    pub(super) is_bullet: bool,
    /// To be copied, where it was asked for.
    pub(super) quotation: Option<String>,
}

/// Passages gathered under their headings, in reading order.
pub(super) fn parts(document: &Document, marker: &Marker) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut section: Option<&[String]> = None;
    let mut seen = None;
    for (number, passage) in document.passages.iter().enumerate() {
        if section != Some(&passage.section) {
            section = Some(&passage.section);
            parts.push(part(passage));
        }
        let Some(part) = parts.last_mut() else {
            continue;
        };
        let begins = passage
            .page
            .filter(|page| seen.is_none_or(|seen| *page > seen));
        seen = begins.or(seen);
        let place = format!("f{number}");
        let printed = passage
            .page
            .map(|page| reader::address_at(&document.id, page, &place, &marker.q));
        part.push(
            passage.polarity,
            PassageView {
                text: html(&passage.text, &marker.passages, number),
                page: passage.page,
                begins,
                printed,
                quotation: marker.quotation(&place),
                is_bullet: passage.kind == PassageKind::Bullet,
                anchor: place,
            },
        );
    }
    parts
}

fn part(passage: &Passage) -> Part {
    let (path, heading) = match passage.section.split_last() {
        Some((heading, above)) => (above.join(" › "), heading.clone()),
        None => (String::new(), String::new()),
    };
    Part {
        heading,
        path,
        standard_rating: passage.standard_rating.map(RatingView::new),
        runs: Vec::new(),
    }
}

impl Part {
    /// Adds a passage to the last run, or to a new one where it would stand out of order.
    fn push(&mut self, polarity: Polarity, passage: PassageView) {
        let is_plain = polarity == Polarity::Unstated;
        if self
            .runs
            .last()
            .is_none_or(|run| run.is_plain() != is_plain)
        {
            self.runs.push(Run {
                plain: Vec::new(),
                strengths: Vec::new(),
                improvements: Vec::new(),
            });
        }
        let Some(run) = self.runs.last_mut() else {
            return;
        };
        match polarity {
            Polarity::Unstated => run.plain.push(passage),
            Polarity::Strength => run.strengths.push(passage),
            Polarity::Improvement => run.improvements.push(passage),
        }
    }
}

impl Run {
    fn is_plain(&self) -> bool {
        !self.plain.is_empty()
    }
}
