//! Shared by the tests: reading a text, and showing what was read.

use std::fmt::Write as _;

use probity_extract::{Limits, extract};
use probity_model::{Document, DocumentId, Gazetteer, Measure, Passage};

/// Reads a text as if it had been dropped as a file.
pub(crate) fn read_text(text: &str) -> Document {
    let extracted = extract(text.as_bytes(), &Limits::default()).expect("the text is readable");
    probity_report::read(id(), &extracted, &Gazetteer::built_in())
}

/// An id for documents whose content does not matter.
pub(crate) fn id() -> DocumentId {
    "0".repeat(DocumentId::LENGTH).parse().expect("an id")
}

/// Everything that is known of a document, a line for each thing; what is unknown is left out.
#[allow(dead_code, reason = "not every test shows a document")]
pub(crate) fn summary(d: &Document) -> String {
    let mut out = format!("{} · {} · {}\n", d.kind, d.level, d.title);
    let mut line = |name: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(out, "{name}: {value}");
        }
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    line("publisher", text(&d.publisher));
    line("published", shown(d.published));
    line("fieldwork", shown(d.fieldwork_started));
    line("chief inspector", text(&d.chief_inspector));
    line("lead inspector", text(&d.lead_inspector));
    line("isbn", text(&d.isbn));
    line("rating", shown(d.rating));
    line("score", shown(d.score));
    line("regions", d.regions.join("; "));
    line("pdus", d.pdus.join("; "));
    line("mentioned regions", d.mentions.regions.join("; "));
    line("mentioned pdus", d.mentions.pdus.join("; "));
    for unit in &d.inspected {
        let parts = [
            shown(unit.rating),
            shown(unit.score),
            unit.previous_rating
                .map_or_else(String::new, |r| format!("before: {r}")),
        ];
        line(
            "inspected",
            format!("{} {} · {}", unit.level, unit.name, joined(&parts)),
        );
    }
    for s in &d.standards {
        line(
            "standard",
            format!("{} {} · {}{}", s.id, s.name, shown(s.rating), page(s.page)),
        );
    }
    for q in &d.key_questions {
        line(
            "key question",
            format!(
                "{} · {} · {}%{}",
                q.standard,
                q.question,
                q.percent,
                page(q.page)
            ),
        );
    }
    for r in &d.recommendations {
        let number = r.number.map_or_else(String::new, |n| n.to_string());
        let addressee = text(&r.addressee);
        line(
            "recommendation",
            format!(
                "{number} {addressee} ({}) · {}{}",
                r.addressee_kind,
                r.text,
                page(r.page)
            ),
        );
    }
    for r in &d.previous_recommendations {
        let parts = [
            r.text.clone(),
            text(&r.action),
            shown(r.progress),
            r.improvement_required
                .map_or_else(String::new, |b| format!("improve: {b}")),
        ];
        line("earlier recommendation", joined(&parts) + &page(r.page));
    }
    for s in &d.sections {
        line(
            "section",
            format!("{} {}{}", s.level, s.heading, page(s.page)),
        );
    }
    for p in &d.passages {
        line("passage", passage(p));
    }
    for warning in &d.warnings {
        line("warning", warning.clone());
    }
    for (field, e) in &d.evidence {
        line("evidence", format!("{field} · {}{}", e.text, page(e.page)));
    }
    out
}

fn passage(p: &Passage) -> String {
    let standard = p.standard.clone().unwrap_or_default();
    let parts = [
        p.kind.to_string(),
        p.section.join(" > "),
        joined(&[standard, shown(p.standard_rating)]),
        p.polarity.to_string(),
        p.text.clone(),
        p.measures
            .iter()
            .map(measure)
            .collect::<Vec<_>>()
            .join(", "),
    ];
    joined(&parts) + &page(p.page)
}

fn measure(m: &Measure) -> String {
    let figures =
        [m.value, m.of, m.percent].map(|f| f.map_or_else(|| "-".into(), |f| f.to_string()));
    format!("[{} {}]", figures.join("/"), m.about)
}

fn joined(parts: &[String]) -> String {
    let filled: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|p| !p.is_empty())
        .collect();
    filled.join(" · ")
}

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn page(page: Option<u32>) -> String {
    page.map_or_else(String::new, |page| format!(" (p. {page})"))
}
