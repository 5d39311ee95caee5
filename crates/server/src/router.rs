//! All addresses, and the layers around them.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Docs;
use crate::api::{
    citations, corrections, documents, entities, export, feed, health, ingest, overview, picture,
    search, source, suggest, upload,
};
use crate::problem::Problem;
use crate::settings::ServerSettings;
use crate::state::{App, Parts};
use crate::{layers, limits, openapi, web};

/// The whole server as a service. Call it within a Tokio runtime.
pub fn router(settings: ServerSettings, parts: Parts) -> Router {
    let rate_limit = settings.rate_limit;
    let app = App::new(settings, parts);
    let (api, description) = described().split_for_parts();
    let pages = Router::new()
        .route("/", get(web::search::page))
        .route("/documents/{id}", get(web::document::page))
        .route("/documents/{id}/pages", get(web::reader::go))
        .route("/documents/{id}/pages/{n}", get(web::reader::page))
        .route("/help", get(web::help::page))
        .route(
            "/documents/{id}/correct",
            get(web::corrections::page).post(web::corrections::correct),
        )
        .route("/similar", get(web::similar::page))
        .route("/units", get(web::units::overview))
        .route("/units/{slug}", get(web::units::unit))
        .route("/regions/{slug}", get(web::units::region))
        .route(
            "/ingestion",
            get(web::ingestion::page).post(web::ingestion::act),
        )
        .route("/ingestion/files", get(web::ingestion::files))
        .route("/ingestion/upload", post(web::ingestion::upload))
        .route(
            "/sign-in",
            get(web::sign_in::page).post(web::sign_in::sign_in),
        )
        .route("/sign-out", post(web::sign_in::sign_out))
        .route("/static/{name}", get(web::statics::serve));
    let described = api
        .merge(pages)
        .merge(docs(&openapi::complete(description)));
    let router = described
        .fallback(async || Problem::not_found("there is nothing at this address"))
        .method_not_allowed_fallback(async || Problem::method())
        .with_state(app.clone());
    let router = limits::limited(router, rate_limit);
    // The last layer is the first to see a request and the last to see its response.
    router
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(app, layers::limit_time))
        .layer(CatchPanicLayer::custom(layers::after_panic))
        .layer(from_fn(layers::explain))
        .layer(CompressionLayer::new().compress_when(compressible()))
        .layer(from_fn(layers::harden))
        .layer(from_fn(layers::observe))
}

/// Every address of the API that its description tells of.
fn described() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(openapi::Description::openapi())
        .routes(routes!(search::search))
        .routes(routes!(search::similar))
        .routes(routes!(citations::csv))
        .routes(routes!(citations::text))
        .routes(routes!(suggest::suggest))
        .routes(routes!(export::csv))
        .routes(routes!(export::jsonl))
        .routes(routes!(feed::feed))
        .routes(routes!(documents::list, upload::upload))
        .routes(routes!(
            documents::one,
            corrections::correct,
            documents::delete
        ))
        .routes(routes!(documents::page))
        .routes(routes!(picture::picture))
        .routes(routes!(source::source))
        .routes(routes!(entities::pdus))
        .routes(routes!(entities::pdu))
        .routes(routes!(entities::regions))
        .routes(routes!(entities::region))
        .routes(routes!(overview::overview))
        .routes(routes!(ingest::status))
        .routes(routes!(ingest::files))
        .routes(routes!(ingest::rescan))
        .routes(routes!(ingest::retry))
        .routes(routes!(ingest::pause))
        .routes(routes!(ingest::resume))
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .routes(routes!(health::metrics))
}

/// The description of the API, for programs and for people.
fn docs(description: &utoipa::openapi::OpenApi) -> Router<App> {
    let docs = Docs::new(description);
    let for_people = docs.clone();
    Router::new()
        .route(
            "/api/v1/openapi.json",
            get(async move || docs.map(|docs| docs.json())),
        )
        .route(
            "/api/v1/docs",
            get(async move || for_people.map(|docs| docs.page())),
        )
}

/// Originals are sent as they are: parts of them are asked for by their bytes.
fn compressible() -> impl Predicate {
    let is_whole = |_, _, headers: &axum::http::HeaderMap, _: &axum::http::Extensions| {
        !headers.contains_key(axum::http::header::ACCEPT_RANGES)
    };
    DefaultPredicate::new().and(is_whole)
}
