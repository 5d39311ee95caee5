//! The description of the API, for programs and for people.

use std::collections::BTreeMap;

use askama::Template;
use axum::Json;
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;
use utoipa::openapi::OpenApi;

use crate::problem::Problem;
use crate::web::shell::{Place, Shell};

/// The OpenAPI document and the page that shows it, made once.
#[derive(Clone)]
pub(crate) struct Docs {
    json: Value,
    page: String,
}

impl Docs {
    pub(crate) fn new(api: &OpenApi) -> Result<Self, Problem> {
        let json = serde_json::to_value(api).map_err(|error| Problem::internal(&error))?;
        let page = Page::new(&json).render();
        let page = page.map_err(|error| Problem::internal(&error))?;
        Ok(Self { json, page })
    }

    pub(crate) fn json(&self) -> Response {
        Json(&self.json).into_response()
    }

    pub(crate) fn page(&self) -> Response {
        Html(self.page.clone()).into_response()
    }
}

#[derive(Template)]
#[template(path = "api.html")]
struct Page {
    shell: Shell,
    about: String,
    groups: Vec<Group>,
    schemas: Vec<Schema>,
}

struct Group {
    name: String,
    about: String,
    operations: Vec<Operation>,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    about: String,
    needs_token: bool,
    body: Option<String>,
    parameters: Vec<Field>,
    responses: Vec<Answer>,
}

struct Answer {
    status: String,
    about: String,
    kind: Option<String>,
}

struct Schema {
    name: String,
    about: String,
    fields: Vec<Field>,
    values: Vec<String>,
}

struct Field {
    name: String,
    /// "text", "list of Hit".
    kind: String,
    about: String,
}

impl Page {
    fn new(api: &Value) -> Self {
        let tags = api["tags"].as_array().into_iter().flatten();
        let groups = tags.map(|tag| {
            let name = text(&tag["name"]);
            Group {
                operations: operations(api, &name),
                about: text(&tag["description"]),
                name,
            }
        });
        let schemas = entries(&api["components"]["schemas"]);
        Self {
            shell: Shell::at(Place::Api),
            about: text(&api["info"]["description"]),
            groups: groups.collect(),
            schemas: schemas
                .map(|(name, schema)| described(name, schema))
                .collect(),
        }
    }
}

fn entries(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object.as_object().into_iter().flatten()
}

/// The text without its Markdown: descriptions have no more than code in it.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().replace('`', "")
}

fn operations(api: &Value, tag: &str) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, item) in entries(&api["paths"]) {
        for (method, operation) in entries(item) {
            let tags = operation["tags"].as_array().into_iter().flatten();
            if tags.into_iter().any(|own| own == tag) {
                operations.push(described_operation(path, method, operation));
            }
        }
    }
    operations
}

fn described_operation(path: &str, method: &str, operation: &Value) -> Operation {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let parameters = parameters.map(|parameter| Field {
        name: text(&parameter["name"]),
        kind: kind(&parameter["schema"]),
        about: text(&parameter["description"]),
    });
    let responses = entries(&operation["responses"]).map(|(status, response)| Answer {
        status: status.clone(),
        about: text(&response["description"]),
        kind: content(response),
    });
    let about = [text(&operation["summary"]), text(&operation["description"])];
    Operation {
        id: format!("{method}{}", path.replace(['/', '{', '}', '.'], "-")),
        method: method.to_uppercase(),
        path: path.to_owned(),
        about: about.join(" ").trim().to_owned(),
        needs_token: operation["security"].is_array(),
        body: content(&operation["requestBody"]),
        parameters: parameters.collect(),
        responses: responses.collect(),
    }
}

/// "Hit as application/json".
fn content(holder: &Value) -> Option<String> {
    let (media_type, content) = entries(&holder["content"]).next()?;
    let kind = kind(&content["schema"]);
    Some(format!("{kind} ({media_type})"))
}

fn described(name: &str, schema: &Value) -> Schema {
    let mut properties = BTreeMap::new();
    let parts = schema["allOf"].as_array().into_iter().flatten();
    for part in std::iter::once(schema).chain(parts) {
        properties.extend(entries(&part["properties"]));
    }
    let fields = properties.into_iter().map(|(name, schema)| Field {
        name: name.clone(),
        kind: kind(schema),
        about: text(&schema["description"]),
    });
    let mut fields: Vec<Field> = fields.collect();
    let included = schema["allOf"].as_array().into_iter().flatten();
    let included = included.filter(|part| part["$ref"].is_string());
    fields.extend(included.map(|part| Field {
        name: "…".to_owned(),
        kind: kind(part),
        about: "and all of its fields".to_owned(),
    }));
    let values = schema["enum"].as_array().into_iter().flatten();
    Schema {
        name: name.to_owned(),
        about: text(&schema["description"]),
        fields,
        values: values.map(text).collect(),
    }
}

/// The type in words.
fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    for alternatives in ["oneOf", "anyOf"] {
        if let Some(alternatives) = schema[alternatives].as_array() {
            let kinds: Vec<String> = alternatives.iter().map(kind).collect();
            return kinds.join(" or ");
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<String> = values.iter().map(text).collect();
        return values.join(", ");
    }
    match &schema["type"] {
        Value::Array(kinds) => {
            let kinds: Vec<String> = kinds.iter().map(|name| plain(schema, name)).collect();
            kinds.join(" or ")
        }
        name => plain(schema, name),
    }
}

fn plain(schema: &Value, name: &Value) -> String {
    match name.as_str() {
        Some("array") => format!("list of {}", kind(&schema["items"])),
        Some("object") if schema["additionalProperties"].is_object() => {
            format!("object of {}", kind(&schema["additionalProperties"]))
        }
        Some("string") => "text".to_owned(),
        Some("integer") => "whole number".to_owned(),
        Some("boolean") => "true or false".to_owned(),
        Some(other) => other.to_owned(),
        None => "anything".to_owned(),
    }
}
