//! The description of the API, made from the handlers' own types, and put right where a derived
//! description says less than what holds.

use utoipa::OpenApi;
use utoipa::openapi::path::Operation;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, RefOr};

use crate::problem::{PROBLEM_JSON, Problem};
use crate::wire::words;

/// What is not said of any one handler.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Probity",
        description = "Searches inspection reports of probation services, and news about them, by \
            text and by facets. Values that are absent are null, never missing. Dates are as \
            precise as the document gave them: `2024`, `2024-08` or `2024-08-29`.",
        version = "1",
        license(name = "MIT OR Apache-2.0")
    ),
    components(schemas(Problem)),
    tags(
        (name = "Search", description = "Documents, findings and recommendations."),
        (name = "Documents", description = "One document, its pages and its original; uploads and corrections."),
        (name = "Units", description = "Probation delivery units and regions."),
        (name = "Ingestion", description = "What becomes of files in the watch folder."),
        (name = "Operation", description = "Health and figures."),
    )
)]
pub(crate) struct Description;

/// The schema of bodies that clients send: fields may be left out there.
const SENT: [&str; 2] = ["Corrections", "Upload"];

/// Says what holds for all handlers: no field is ever left out of an answer, every error is a
/// problem, writes need the token.
pub(crate) fn complete(mut api: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    let components = api.components.get_or_insert_default();
    components.schemas.extend(words::schemas());
    for (name, schema) in &mut components.schemas {
        if let RefOr::T(schema) = schema
            && !SENT.contains(&name.as_str())
        {
            require_all(schema);
        }
    }
    let mut bearer = Http::new(HttpAuthScheme::Bearer);
    bearer.description = Some("`server.token` of the configuration".to_owned());
    components
        .security_schemes
        .insert("token".to_owned(), SecurityScheme::Http(bearer).into());
    for item in api.paths.paths.values_mut() {
        let operations = [
            &mut item.get,
            &mut item.post,
            &mut item.patch,
            &mut item.delete,
        ];
        for operation in operations.into_iter().flatten() {
            add_errors(operation);
        }
    }
    api
}

fn require_all(schema: &mut Schema) {
    match schema {
        Schema::Object(object) => {
            object.required = object.properties.keys().cloned().collect();
        }
        Schema::AllOf(all) => {
            for part in &mut all.items {
                if let RefOr::T(part) = part {
                    require_all(part);
                }
            }
        }
        _ => {}
    }
}

fn add_errors(operation: &mut Operation) {
    let mut errors = vec![("default", "Something went wrong; `detail` says what.")];
    if operation.security.is_some() {
        errors.push(("401", "The token is missing or wrong, or none is set."));
    }
    if operation
        .parameters
        .as_ref()
        .is_some_and(|parameters| !parameters.is_empty())
    {
        errors.push(("400", "A parameter is not right; `field` names it."));
    }
    for (status, about) in errors {
        let content = ContentBuilder::new()
            .schema(Some(words::reference("Problem")))
            .build();
        let response = ResponseBuilder::new()
            .description(about)
            .content(PROBLEM_JSON, content);
        let responses = &mut operation.responses.responses;
        responses
            .entry(status.to_owned())
            .or_insert_with(|| response.build().into());
    }
}
