//! Corrections: what a person sets right, and takes back.

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use probity_catalogue::Corrections;
use probity_model::{Command, Gazetteer, Kind, Rating, Unit};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::api::{DocumentPath, documents, no_document};
use crate::auth::Writer;
use crate::params::{NoParams, Params, not_among};
use crate::problem::Problem;
use crate::state::App;
use crate::wire::document::DocumentBody;
use crate::wire::words::{KindWord, RatingWord};

/// The most bytes that corrections may have.
const MAX_BODY: usize = 64 * 1024;
/// The longest title, in characters.
const MAX_TITLE: usize = 500;

/// What is set right. A field that is left out stays as it is.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "describes a body that is read field by field, for clear errors"
)]
#[schema(as = Corrections)]
pub(crate) struct CorrectionsBody {
    /// Names of regions.
    regions: Option<Vec<String>>,
    /// Names of PDUs. Their regions are set along, where `regions` is left out.
    pdus: Option<Vec<String>>,
    /// The overall rating; null says that there is none.
    #[schema(value_type = Option<RatingWord>)]
    rating: Option<String>,
    /// The publication date; null says that it is not known.
    published: Option<String>,
    /// The title.
    title: Option<String>,
    /// The kind.
    #[schema(value_type = Option<KindWord>)]
    kind: Option<String>,
    /// Names of fields whose corrections are taken back.
    reset: Option<Vec<String>>,
}

/// Sets fields of a document right. Corrections outlive re-indexing and are shown as corrections.
#[utoipa::path(
    patch, path = "/api/v1/documents/{id}", tag = "Documents", security(("token" = [])),
    params(("id" = String, Path, description = "The document's id.")),
    request_body(content = CorrectionsBody, content_type = "application/json"),
    responses(
        (status = 200, description = "The document, corrected.", body = DocumentBody),
        (status = 404, description = "There is no such document.",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn correct(
    _: Writer,
    State(app): State<App>,
    DocumentPath(id): DocumentPath,
    _: Params<NoParams>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<DocumentBody>, Problem> {
    let changes = read_object(&headers, body).await?;
    let corrected = app.blocking(move |app| {
        let catalogue = &app.parts.catalogue;
        let alone = app.correcting.lock();
        let _alone = alone.unwrap_or_else(std::sync::PoisonError::into_inner);
        let record = catalogue.document(&id)?;
        let record = record.ok_or_else(|| no_document(id.as_str()))?;
        let corrections = changed(record.corrections, &changes, &app.parts.gazetteer)?;
        if !catalogue.correct(&id, &corrections)? {
            return Err(no_document(id.as_str()));
        }
        app.command(Command::Reindex(id.clone()))?;
        documents::body(app, &id)
    });
    Ok(Json(corrected.await?))
}

async fn read_object(headers: &HeaderMap, body: Body) -> Result<Map<String, Value>, Problem> {
    let media_type = headers.get(header::CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok());
    let media_type = media_type.and_then(|value| value.split(';').next());
    let is_json = media_type.is_some_and(|value| {
        let value = value.trim().to_ascii_lowercase();
        value == "application/json" || value == "application/merge-patch+json"
    });
    if !is_json {
        let detail =
            "send the corrections as JSON, with the header \"Content-Type: application/json\"";
        return Err(Problem::unsupported(detail));
    }
    let bytes = to_bytes(body, MAX_BODY).await;
    let bytes = bytes.map_err(|_| Problem::too_large(MAX_BODY as u64))?;
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(changes)) => Ok(changes),
        Ok(_) => Err(Problem::request(
            "the corrections are a JSON object, such as {\"rating\": \"Good\"}",
        )),
        Err(error) => Err(Problem::request(format!(
            "the body is no JSON (line {}, column {})",
            error.line(),
            error.column()
        ))),
    }
}

const FIELDS: [&str; 7] = [
    "regions",
    "pdus",
    "rating",
    "published",
    "title",
    "kind",
    "reset",
];

/// The corrections after some changes.
fn changed(
    mut corrections: Corrections,
    changes: &Map<String, Value>,
    gazetteer: &Gazetteer,
) -> Result<Corrections, Problem> {
    if let Some(reset) = changes.get("reset") {
        for field in strings("reset", reset)? {
            take_back(&mut corrections, field)?;
        }
    }
    for (field, value) in changes {
        match field.as_str() {
            "regions" => corrections.regions = Some(regions(value, gazetteer)?),
            "pdus" => {
                let (pdus, regions) = pdus(value, gazetteer)?;
                corrections.pdus = Some(pdus);
                if !changes.contains_key("regions") && !regions.is_empty() {
                    corrections.regions = Some(regions);
                }
            }
            "rating" => corrections.rating = Some(rating(value)?),
            "published" => corrections.published = Some(published(value)?),
            "title" => corrections.title = Some(title(value)?),
            "kind" => corrections.kind = Some(kind(value)?),
            "reset" => {}
            unknown => return Err(unknown_field(unknown)),
        }
    }
    Ok(corrections)
}

fn unknown_field(name: &str) -> Problem {
    let shown: String = name.chars().take(60).collect();
    let detail = format!("\"{shown}\" cannot be corrected; these can: {}", {
        FIELDS[..FIELDS.len() - 1].join(", ")
    });
    Problem::parameter(&shown, detail)
}

fn take_back(corrections: &mut Corrections, field: &str) -> Result<(), Problem> {
    match field {
        "regions" => corrections.regions = None,
        "pdus" => corrections.pdus = None,
        "rating" => corrections.rating = None,
        "published" => corrections.published = None,
        "title" => corrections.title = None,
        "kind" => corrections.kind = None,
        unknown => return Err(unknown_field(unknown)),
    }
    Ok(())
}

fn strings<'v>(field: &str, value: &'v Value) -> Result<Vec<&'v str>, Problem> {
    let texts = value
        .as_array()
        .map(|values| values.iter().map(Value::as_str));
    let texts: Option<Vec<&str>> = texts.and_then(Iterator::collect);
    texts.ok_or_else(|| Problem::parameter(field, format!("\"{field}\" is a list of names")))
}

fn regions(value: &Value, gazetteer: &Gazetteer) -> Result<Vec<String>, Problem> {
    let mut names = Vec::new();
    for name in strings("regions", value)? {
        match gazetteer.find(name) {
            Some(Unit::Region(region)) => push_new(&mut names, &region.name),
            _ => return Err(no_unit("regions", "region", name)),
        }
    }
    Ok(names)
}

fn pdus(value: &Value, gazetteer: &Gazetteer) -> Result<(Vec<String>, Vec<String>), Problem> {
    let (mut names, mut regions) = (Vec::new(), Vec::new());
    for name in strings("pdus", value)? {
        match gazetteer.find(name) {
            Some(Unit::Pdu(pdu)) => {
                push_new(&mut names, &pdu.name);
                push_new(&mut regions, &pdu.region);
            }
            _ => return Err(no_unit("pdus", "PDU", name)),
        }
    }
    Ok((names, regions))
}

fn push_new(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}

fn no_unit(field: &str, what: &str, name: &str) -> Problem {
    let shown: String = name.chars().take(100).collect();
    let detail = format!("no {what} is named \"{shown}\"; /api/v1/{field} lists those there are");
    Problem::parameter(field, detail)
}

fn rating(value: &Value) -> Result<Option<Rating>, Problem> {
    if value.is_null() {
        return Ok(None);
    }
    let rating = value.as_str().and_then(|name| name.parse().ok());
    let allowed = || not_among("rating", &[RatingWord::values(), vec!["null"]].concat());
    rating.map(Some).ok_or_else(allowed)
}

fn published(value: &Value) -> Result<Option<probity_model::PartialDate>, Problem> {
    if value.is_null() {
        return Ok(None);
    }
    let date = value.as_str().and_then(|text| text.parse().ok());
    let detail = "\"published\" is a date such as 2024, 2024-08 or 2024-08-29, or null";
    date.map(Some)
        .ok_or_else(|| Problem::parameter("published", detail))
}

fn title(value: &Value) -> Result<String, Problem> {
    let title = value.as_str().map(str::trim);
    let fits = |title: &&str| !title.is_empty() && title.chars().count() <= MAX_TITLE;
    let detail = format!("\"title\" is a text of 1 to {MAX_TITLE} characters");
    title
        .filter(fits)
        .map(str::to_owned)
        .ok_or_else(|| Problem::parameter("title", detail))
}

fn kind(value: &Value) -> Result<Kind, Problem> {
    let kind = value.as_str().and_then(Kind::from_name);
    kind.ok_or_else(|| not_among("kind", &KindWord::values()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(changes: Value, expected: Result<Corrections, &str>) {
        let Value::Object(changes) = changes else {
            panic!("the test gives no object")
        };
        let result = changed(Corrections::default(), &changes, &Gazetteer::built_in());
        let result = result.map_err(|problem| problem.field.unwrap());
        assert_eq!(result, expected.map_err(str::to_owned), "{changes:?}");
    }

    #[test]
    fn fields_are_set_right() {
        let rating = Some(Some(Rating::Good));
        let unrated = Corrections {
            rating: Some(None),
            ..Corrections::default()
        };
        check(
            json!({"rating": "good"}),
            Ok(Corrections {
                rating,
                ..Corrections::default()
            }),
        );
        check(json!({"rating": null}), Ok(unrated));
        let title = Some("A title".to_owned());
        check(
            json!({"title": " A title "}),
            Ok(Corrections {
                title,
                ..Corrections::default()
            }),
        );
        let kind = Some(Kind::PressRelease);
        check(
            json!({"kind": "press_release"}),
            Ok(Corrections {
                kind,
                ..Corrections::default()
            }),
        );
    }

    #[test]
    fn a_pdu_brings_its_region() {
        let pdus = Some(vec!["Essex North".to_owned()]);
        let regions = Some(vec!["East of England".to_owned()]);
        let both = Corrections {
            pdus: pdus.clone(),
            regions,
            ..Corrections::default()
        };
        check(json!({"pdus": ["North Essex"]}), Ok(both));
        let none = Some(vec![]);
        let alone = Corrections {
            pdus,
            regions: none,
            ..Corrections::default()
        };
        check(json!({"pdus": ["Essex North"], "regions": []}), Ok(alone));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        check(json!({"rating": "red"}), Err("rating"));
        check(json!({"published": "last week"}), Err("published"));
        check(json!({"published": 2024}), Err("published"));
        check(json!({"title": "  "}), Err("title"));
        check(json!({"kind": "book"}), Err("kind"));
        check(json!({"pdus": ["Atlantis"]}), Err("pdus"));
        check(json!({"pdus": "Suffolk"}), Err("pdus"));
        check(json!({"regions": ["Suffolk"]}), Err("regions"));
        check(json!({"isbn": "1"}), Err("isbn"));
        check(json!({"reset": ["isbn"]}), Err("isbn"));
    }

    #[test]
    fn a_correction_can_be_taken_back() {
        let corrections = Corrections {
            rating: Some(None),
            ..Corrections::default()
        };
        let Value::Object(changes) = json!({"reset": ["rating"], "title": "T"}) else {
            return;
        };
        let after = changed(corrections, &changes, &Gazetteer::built_in()).unwrap();
        assert_eq!(after.rating, None);
        assert_eq!(after.title.as_deref(), Some("T"));
    }
}
