//! The description of the API agrees with what the server answers: no key more, none less.

use std::collections::BTreeSet;

use serde_json::Value;

use super::engine::finding;
use super::ledger::{fail, id, index, report};
use super::{Answer, Site};

/// A server with something of everything in it.
async fn full_site() -> (Site, Value) {
    let site = Site::new();
    index(&site.catalogue, "a.pdf", 10, 1, report(1));
    index(&site.catalogue, "b.pdf", 10, 2, report(2));
    fail(&site.catalogue, "c.pdf", "The file is empty.");
    site.engine
        .give(vec![finding(&id(1), 0), finding(&id(2), 3)]);
    let api = site.json("/api/v1/openapi.json").await;
    (site, api)
}

#[tokio::test]
async fn answers_have_the_keys_that_are_described() {
    let (site, api) = full_site().await;
    let document = id(1);
    let paths = [
        (
            "/api/v1/search",
            "/api/v1/search?q=a&region=London&facets=year",
        ),
        ("/api/v1/search", "/api/v1/search?limit=1"),
        (
            "/api/v1/search",
            "/api/v1/search?units=true&histogram=month&cross=standard,polarity",
        ),
        ("/api/v1/similar", "/api/v1/similar?text=a"),
        ("/api/v1/suggest", "/api/v1/suggest?q=Ess"),
        ("/api/v1/documents", "/api/v1/documents"),
        (
            "/api/v1/documents/{id}",
            &format!("/api/v1/documents/{document}"),
        ),
        (
            "/api/v1/documents/{id}/pages/{n}",
            &format!("/api/v1/documents/{document}/pages/1"),
        ),
        ("/api/v1/pdus", "/api/v1/pdus"),
        ("/api/v1/pdus/{slug}", "/api/v1/pdus/essex-north"),
        ("/api/v1/regions", "/api/v1/regions"),
        ("/api/v1/overview", "/api/v1/overview?region=London"),
        ("/api/v1/regions/{slug}", "/api/v1/regions/east-of-england"),
        ("/api/v1/ingest", "/api/v1/ingest"),
        ("/api/v1/ingest/files", "/api/v1/ingest/files"),
        ("/healthz", "/healthz"),
        ("/readyz", "/readyz"),
    ];
    for (described, path) in paths {
        let answer = site.json(path).await;
        let operation = &api["paths"][described]["get"];
        let content = &operation["responses"]["200"]["content"]["application/json"];
        assert!(
            content["schema"].is_object(),
            "{described} is not described"
        );
        agree(&api, &content["schema"], &answer, path);
    }
}

#[tokio::test]
async fn problems_have_the_keys_that_are_described() {
    let (site, api) = full_site().await;
    let problem = site.get("/api/v1/search?limit=0").await.problem(400);
    agree(
        &api,
        &api["components"]["schemas"]["Problem"],
        &problem,
        "problem",
    );
}

#[tokio::test]
async fn every_address_of_the_contract_is_described() {
    let (_, api) = full_site().await;
    let described: BTreeSet<String> = api["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys();
            methods.map(move |method| format!("{method} {path}"))
        })
        .collect();
    let expected = [
        "get /api/v1/search",
        "get /api/v1/search.csv",
        "get /api/v1/search.jsonl",
        "get /feeds/search.atom",
        "get /api/v1/similar",
        "get /api/v1/similar.csv",
        "get /api/v1/similar.txt",
        "get /api/v1/suggest",
        "get /api/v1/documents",
        "post /api/v1/documents",
        "get /api/v1/documents/{id}",
        "patch /api/v1/documents/{id}",
        "delete /api/v1/documents/{id}",
        "get /api/v1/documents/{id}/pages/{n}",
        "get /api/v1/documents/{id}/pages/{n}/image.png",
        "get /api/v1/documents/{id}/source",
        "get /api/v1/pdus",
        "get /api/v1/pdus/{slug}",
        "get /api/v1/regions",
        "get /api/v1/regions/{slug}",
        "get /api/v1/overview",
        "get /api/v1/ingest",
        "get /api/v1/ingest/files",
        "post /api/v1/ingest/rescan",
        "post /api/v1/ingest/retry",
        "post /api/v1/ingest/pause",
        "post /api/v1/ingest/resume",
        "get /healthz",
        "get /readyz",
        "get /metrics",
    ];
    let expected: BTreeSet<String> = expected.map(str::to_owned).into();
    assert_eq!(described, expected);
}

#[tokio::test]
async fn the_description_stands_on_its_own() {
    let (_, api) = full_site().await;
    assert_eq!(api["openapi"], "3.1.0");
    let mut open = vec![&api];
    while let Some(value) = open.pop() {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            assert!(
                api.pointer(&reference[1..]).is_some(),
                "{reference} leads nowhere"
            );
        }
        open.extend(
            value
                .as_object()
                .into_iter()
                .flat_map(|object| object.values()),
        );
        open.extend(value.as_array().into_iter().flatten());
    }
    let search = &api["paths"]["/api/v1/search"]["get"];
    assert!(search["responses"]["400"]["content"]["application/problem+json"].is_object());
    let upload = &api["paths"]["/api/v1/documents"]["post"];
    assert_eq!(upload["security"][0]["token"], serde_json::json!([]));
}

#[tokio::test]
async fn the_page_for_people_shows_every_address() {
    let (site, api) = full_site().await;
    let page: Answer = site.get("/api/v1/docs").await;
    assert!(page.header("content-type").starts_with("text/html"));
    let text = page.text();
    for path in api["paths"].as_object().unwrap().keys() {
        assert!(text.contains(path), "{path} is not shown");
    }
    for elsewhere in ["http://", "https://", "//cdn", "<script>"] {
        assert!(
            !text.contains(elsewhere),
            "the page asks another host: {elsewhere}"
        );
    }
}

/// Asserts that a value is what a schema says, down to its last key.
fn agree(api: &Value, schema: &Value, value: &Value, at: &str) {
    if let Err(wrong) = matches(api, schema, value) {
        panic!("{at}: {wrong}");
    }
}

fn matches(api: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = api
            .pointer(&reference[1..])
            .ok_or("a reference leads nowhere")?;
        return matches(api, target, value);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let tried: Vec<_> = choices
            .iter()
            .map(|choice| matches(api, choice, value))
            .collect();
        return match tried.iter().any(Result::is_ok) {
            true => Ok(()),
            false => Err(format!("{value} is none of {tried:?}")),
        };
    }
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
    {
        return Err(format!("{value} is not among {allowed:?}"));
    }
    let is_object = schema["allOf"].is_array() || schema["type"] == "object";
    if let (true, Value::Object(object)) = (is_object, value) {
        return object_matches(api, schema, object);
    }
    type_matches(&schema["type"], value)?;
    for item in value.as_array().into_iter().flatten() {
        matches(api, &schema["items"], item)?;
    }
    Ok(())
}

fn type_matches(kind: &Value, value: &Value) -> Result<(), String> {
    let actual = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let fits = |kind: &Value| kind == actual || (kind == "number" && actual == "integer");
    let anything = kind.is_null();
    if anything || fits(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(fits)) {
        Ok(())
    } else {
        Err(format!("{value} is no {kind}"))
    }
}

fn object_matches(
    api: &Value,
    schema: &Value,
    object: &serde_json::Map<String, Value>,
) -> Result<(), String> {
    let parts = all_parts(api, schema);
    if let Some(values) = parts
        .iter()
        .find_map(|part| part["additionalProperties"].as_object())
    {
        let values = Value::Object(values.clone());
        return object
            .values()
            .try_for_each(|value| matches(api, &values, value));
    }
    let mut described = BTreeSet::new();
    for part in &parts {
        for (key, schema) in part["properties"].as_object().into_iter().flatten() {
            described.insert(key.as_str());
            let required = part["required"].as_array().unwrap();
            assert!(
                required.iter().any(|name| name == key),
                "{key} is not always there"
            );
            let value = object.get(key).ok_or(format!("{key} is missing"))?;
            matches(api, schema, value).map_err(|wrong| format!("{key}: {wrong}"))?;
        }
    }
    match object.keys().find(|key| !described.contains(key.as_str())) {
        Some(more) => Err(format!("{more} is not described")),
        None => Ok(()),
    }
}

fn all_parts<'a>(api: &'a Value, schema: &'a Value) -> Vec<&'a Value> {
    if let Some(reference) = schema["$ref"].as_str() {
        return all_parts(api, api.pointer(&reference[1..]).unwrap());
    }
    match schema["allOf"].as_array() {
        Some(parts) => parts.iter().flat_map(|part| all_parts(api, part)).collect(),
        None => vec![schema],
    }
}
