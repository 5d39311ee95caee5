//! The form that sets a document's fields right, each beside the words it was read from.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use probity_catalogue::{Corrections, DocumentRecord};
use probity_model::{Document, DocumentId, Evidence, Gazetteer, Kind, PartialDate, Rating};
use serde_json::{Map, Value, json};

use crate::api::{DocumentPath, corrections, no_document};
use crate::params::{NoParams, Params, Query};
use crate::problem::Problem;
use crate::session::{Session, SignedForm};
use crate::state::{App, Inner};
use crate::web::errors::sentence;
use crate::web::shell::{Place, Shell};
use crate::web::{rendered, words};
use crate::wire::search::page_url;

/// The fields of the form, by their names in the API, with what they are called.
const FIELDS: [(&str, &str, &str); 6] = [
    ("title", "Title", ""),
    ("kind", "Kind of document", ""),
    (
        "published",
        "Published",
        "Such as 2024, 2024-08 or 2024-08-29; empty where it is not known.",
    ),
    ("rating", "Overall rating", ""),
    ("regions", "Regions", "By their names, one in each box."),
    (
        "pdus",
        "Probation delivery units",
        "By their names, one in each box. Their regions follow.",
    ),
];

/// Empty boxes offered for more names.
const SPARE: usize = 2;

#[derive(Template)]
#[template(path = "ingestion/correct.html")]
struct CorrectPage {
    shell: Shell,
    key: String,
    title: String,
    document: String,
    original: String,
    problem: Option<String>,
    fields: Vec<Field>,
    /// Names to choose from, by field.
    lists: Vec<(&'static str, Vec<String>)>,
}

struct Field {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    control: Control,
    evidence: Option<Words>,
    /// A person set it right before.
    is_corrected: bool,
    is_wrong: bool,
}

enum Control {
    Text(String),
    /// Values with their words; whether each is chosen.
    Choice(Vec<(String, String, bool)>),
    Names(Vec<String>),
}

struct Words {
    text: String,
    page: Option<u32>,
    href: String,
}

/// Values of the form's fields, by name.
type Values = BTreeMap<&'static str, Vec<String>>;

/// The form.
pub(crate) async fn page(
    State(app): State<App>,
    DocumentPath(id): DocumentPath,
    _: Params<NoParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(session) = app.sessions.of(&headers) else {
        let next = format!("/sign-in?next=/documents/{id}/correct");
        return Ok(Redirect::to(&next).into_response());
    };
    let page = app.blocking(move |app| {
        let record = found(app, &id)?;
        let values = current(&record.document);
        Ok(view(app, &session, &record, &values, None))
    });
    let page = rendered(&page.await?);
    Ok(([(header::CACHE_CONTROL, "no-store")], page).into_response())
}

/// Takes the form. What cannot be taken is shown again, with the reason.
pub(crate) async fn correct(
    State(app): State<App>,
    DocumentPath(id): DocumentPath,
    headers: HeaderMap,
    SignedForm(mut form): SignedForm,
) -> Result<Response, Problem> {
    let session = app.sessions.of(&headers);
    let back = format!("/documents/{id}");
    let refused = app.blocking(move |app| {
        let record = found(app, &id)?;
        let (values, reset) = sent(&mut form);
        let changes = changes(&current(&record.document), &values, &reset);
        if changes.is_empty() {
            return Ok(None);
        }
        match (corrections::apply(app, &id, &changes), session) {
            (Ok(()), _) => Ok(None),
            (Err(problem), Some(session)) if problem.field.is_some() => {
                let page = view(app, &session, &record, &values, Some(&problem));
                Ok(Some((problem.status(), page)))
            }
            (Err(problem), _) => Err(problem),
        }
    });
    Ok(match refused.await? {
        None => Redirect::to(&back).into_response(),
        Some((status, page)) => (status, rendered(&page)).into_response(),
    })
}

fn found(app: &Inner, id: &DocumentId) -> Result<DocumentRecord, Problem> {
    let record = app.parts.catalogue.document(id)?;
    record.ok_or_else(|| no_document(id.as_str()))
}

/// The document's fields as the form shows them.
fn current(document: &Document) -> Values {
    let one = |text: String| vec![text];
    BTreeMap::from([
        ("title", one(document.title.clone())),
        ("kind", one(document.kind.as_str().to_owned())),
        (
            "published",
            one(document
                .published
                .map(|date: PartialDate| date.to_string())
                .unwrap_or_default()),
        ),
        (
            "rating",
            one(document
                .rating
                .map(Rating::name)
                .unwrap_or_default()
                .to_owned()),
        ),
        ("regions", document.regions.clone()),
        ("pdus", document.pdus.clone()),
    ])
}

/// What a form holds, and the fields whose corrections are taken back.
fn sent(form: &mut Query) -> (Values, Vec<String>) {
    let trimmed = |values: Vec<String>| -> Vec<String> {
        values.iter().map(|value| value.trim().to_owned()).collect()
    };
    let reset = form.many("reset");
    let values = FIELDS.map(|(name, _, _)| {
        let mut values = trimmed(form.many(name));
        if values.is_empty() && !is_list(name) {
            values.push(String::new());
        }
        (name, values)
    });
    (values.into(), reset)
}

fn is_list(field: &str) -> bool {
    matches!(field, "regions" | "pdus")
}

/// What the form changes, as the API takes it.
fn changes(current: &Values, sent: &Values, reset: &[String]) -> Map<String, Value> {
    let mut changes = Map::new();
    for (name, values) in sent {
        let is_reset = reset.iter().any(|field| field == name);
        if is_reset || current.get(name) == Some(values) {
            continue;
        }
        let value = match values.first().map(String::as_str) {
            _ if is_list(name) => json!(values),
            None | Some("") if matches!(*name, "published" | "rating") => Value::Null,
            first => json!(first.unwrap_or_default()),
        };
        changes.insert((*name).to_owned(), value);
    }
    if !reset.is_empty() {
        changes.insert("reset".to_owned(), json!(reset));
    }
    changes
}

fn view(
    app: &Inner,
    session: &Session,
    record: &DocumentRecord,
    values: &Values,
    problem: Option<&Problem>,
) -> CorrectPage {
    let document = &record.document;
    let href = page_url(document.id.as_str(), None, "");
    let wrong = problem.and_then(|problem| problem.field.as_deref());
    let field = |(name, label, hint): (&'static str, &'static str, &'static str)| Field {
        name,
        label,
        hint,
        control: control(name, values.get(name).map_or(&[], Vec::as_slice)),
        evidence: document
            .evidence
            .get(name)
            .map(|found| words_of(document, found)),
        is_corrected: is_corrected(&record.corrections, name),
        is_wrong: wrong == Some(name),
    };
    CorrectPage {
        shell: Shell::at(Place::Elsewhere),
        key: session.key(),
        title: crate::web::search::title(&document.title),
        original: format!("/api/v1/documents/{}/source", document.id),
        document: href,
        problem: problem.map(|problem| sentence(&problem.detail)),
        fields: FIELDS.map(field).into(),
        lists: lists(&app.parts.gazetteer),
    }
}

fn lists(gazetteer: &Gazetteer) -> Vec<(&'static str, Vec<String>)> {
    let regions = gazetteer.regions().iter().map(|region| region.name.clone());
    let pdus = gazetteer.pdus().iter().map(|pdu| pdu.name.clone());
    vec![("regions", regions.collect()), ("pdus", pdus.collect())]
}

fn control(name: &str, values: &[String]) -> Control {
    let first = values.first().cloned().unwrap_or_default();
    let choice = |value: &str, word: String| (value.to_owned(), word, value == first);
    match name {
        "kind" => {
            let kinds = Kind::ALL.iter().map(|kind| kind.as_str());
            Control::Choice(kinds.map(|kind| choice(kind, words::value(kind))).collect())
        }
        "rating" => {
            let ratings = Rating::ALL.map(|rating| choice(rating.name(), rating.name().to_owned()));
            let none = choice(
                "",
                "Not rated, or several units with several ratings".to_owned(),
            );
            Control::Choice(ratings.into_iter().chain([none]).collect())
        }
        name if is_list(name) => {
            let spare = std::iter::repeat_n(String::new(), SPARE);
            Control::Names(values.iter().cloned().chain(spare).collect())
        }
        _ => Control::Text(first),
    }
}

fn words_of(document: &Document, found: &Evidence) -> Words {
    Words {
        text: found.text.clone(),
        page: found.page,
        href: page_url(document.id.as_str(), found.page, ""),
    }
}

fn is_corrected(corrections: &Corrections, field: &str) -> bool {
    match field {
        "title" => corrections.title.is_some(),
        "kind" => corrections.kind.is_some(),
        "published" => corrections.published.is_some(),
        "rating" => corrections.rating.is_some(),
        "regions" => corrections.regions.is_some(),
        _ => corrections.pdus.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(form: &str, expected: &Value) {
        let document = Document {
            title: "A report".to_owned(),
            kind: Kind::InspectionReport,
            published: "2024-08".parse().ok(),
            regions: vec!["London".to_owned()],
            ..Document::unknown("a".repeat(24).parse().unwrap())
        };
        let (sent, reset) = sent(&mut Query::parse(form).unwrap());
        let changes = changes(&current(&document), &sent, &reset);
        assert_eq!(&Value::Object(changes), expected, "{form}");
    }

    const SAME: &str = "title=A+report&kind=inspection_report&published=2024-08&rating=&regions=London&regions=&pdus=";

    #[test]
    fn only_what_was_changed_is_corrected() {
        check(SAME, &json!({}));
        check(&SAME.replace("2024-08", ""), &json!({"published": null}));
        check(
            &SAME.replace("rating=", "rating=Good"),
            &json!({"rating": "Good"}),
        );
        check(
            &SAME.replace("regions=&", "regions=+Wales+&"),
            &json!({"regions": ["London", "Wales"]}),
        );
        check(&SAME.replace("A+report", ""), &json!({"title": ""}));
    }

    #[test]
    fn what_is_taken_back_is_not_corrected_as_well() {
        let form = format!("{}&reset=title", SAME.replace("A+report", "Another"));
        check(&form, &json!({"reset": ["title"]}));
    }
}
