//! Prints what is read from files, as JSON in the shape of the API, one object a line:
//! `read [--units UNITS.toml] FILE…`.

use std::error::Error;

use probity_extract::{Limits, extract};
use probity_model::{Document, DocumentId, Gazetteer, Mentions};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).peekable();
    let mut gazetteer = Gazetteer::built_in();
    if arguments
        .next_if(|argument| argument == "--units")
        .is_some()
    {
        let units = arguments.next().ok_or("--units needs a file")?;
        gazetteer = Gazetteer::with_more(&std::fs::read_to_string(units)?)?;
    }
    for path in arguments {
        let bytes = std::fs::read(&path)?;
        let shown = match extract(&bytes, &Limits::default()) {
            Ok(extracted) => {
                let id: DocumentId = "0".repeat(DocumentId::LENGTH).parse()?;
                let document = probity_report::read(id, &extracted, &gazetteer);
                show(&path, &document)
            }
            Err(error) => json!({"path": path, "error": error.to_string()}),
        };
        #[expect(clippy::print_stdout, reason = "printing is its purpose")]
        {
            println!("{shown}");
        }
    }
    Ok(())
}

fn show(path: &str, d: &Document) -> Value {
    let date = |date: Option<probity_model::PartialDate>| date.map(|date| date.to_string());
    json!({
        "path": path,
        "kind": d.kind,
        "level": d.level,
        "title": d.title,
        "language": d.language,
        "publisher": d.publisher,
        "regions": d.regions,
        "pdus": d.pdus,
        "mentions": mentions(&d.mentions),
        "inspected": d.inspected.iter().map(inspected).collect::<Vec<_>>(),
        "rating": d.rating,
        "score": score(d.score),
        "published": date(d.published),
        "year": d.year(),
        "fieldwork_started": date(d.fieldwork_started),
        "chief_inspector": d.chief_inspector,
        "lead_inspector": d.lead_inspector,
        "isbn": d.isbn,
        "standards": d.standards.iter().map(|s| json!({"id": s.id, "name": s.name, "rating": s.rating, "page": s.page})).collect::<Vec<_>>(),
        "key_questions": d.key_questions.iter().map(|q| json!({"standard": q.standard, "question": q.question, "percent": q.percent, "page": q.page})).collect::<Vec<_>>(),
        "recommendations": d.recommendations.iter().map(|r| json!({"number": r.number, "addressee": r.addressee, "addressee_kind": r.addressee_kind, "text": r.text, "page": r.page})).collect::<Vec<_>>(),
        "previous_recommendations": d.previous_recommendations.iter().map(|r| json!({"text": r.text, "action": r.action, "progress": r.progress, "improvement_required": r.improvement_required, "page": r.page})).collect::<Vec<_>>(),
        "sections": d.sections.iter().map(|s| json!({"heading": s.heading, "level": s.level, "page": s.page})).collect::<Vec<_>>(),
        "passages": d.passages.iter().map(passage).collect::<Vec<_>>(),
        "pages": d.pages,
        "warnings": d.warnings,
        "evidence": d.evidence.iter().map(|(field, e)| (field.clone(), json!({"page": e.page, "text": e.text}))).collect::<serde_json::Map<_, _>>(),
    })
}

fn mentions(mentions: &Mentions) -> Value {
    json!({"regions": mentions.regions, "pdus": mentions.pdus})
}

fn score(score: Option<probity_model::Score>) -> Value {
    score.map_or(
        Value::Null,
        |score| json!({"points": score.points(), "out_of": score.out_of()}),
    )
}

fn inspected(unit: &probity_model::Inspected) -> Value {
    json!({
        "name": unit.name,
        "level": unit.level,
        "rating": unit.rating,
        "score": score(unit.score),
        "previous_rating": unit.previous_rating,
    })
}

fn passage(p: &probity_model::Passage) -> Value {
    json!({
        "kind": p.kind,
        "section": p.section,
        "standard": p.standard,
        "standard_rating": p.standard_rating,
        "polarity": p.polarity,
        "page": p.page,
        "text": p.text,
        "measures": p.measures.iter().map(|m| json!({"value": m.value, "of": m.of, "percent": m.percent, "about": m.about})).collect::<Vec<_>>(),
    })
}
