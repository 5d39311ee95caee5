//! Whether the server lives and is ready, and its figures.

use std::io;
use std::path::Path;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use probity_catalogue::StateCounts;
use probity_model::IngestStatus;
use probity_search::IndexStats;

use crate::params::{NoParams, Params};
use crate::problem::Problem;
use crate::state::{App, Inner};
use crate::wire::ingest::{Health, Readiness};

const OK: Json<Health> = Json(Health { status: "ok" });

/// The process lives.
#[utoipa::path(
    get, path = "/healthz", tag = "Operation",
    responses((status = 200, description = "It lives.", body = Health))
)]
pub(crate) async fn healthz(_: Params<NoParams>) -> Json<Health> {
    OK
}

/// The index is open, the watcher runs, the disk can be written.
#[utoipa::path(
    get, path = "/readyz", tag = "Operation",
    responses(
        (status = 200, description = "It can answer, and take files.", body = Readiness),
        (status = 503, description = "It cannot; `detail` says why.",
         body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn readyz(
    State(app): State<App>,
    _: Params<NoParams>,
) -> Result<Json<Readiness>, Problem> {
    let judge = |app: &Inner| {
        let status = (app.parts.status)();
        let reasons = reasons_against(app, &status);
        Ok((status, reasons))
    };
    let (status, reasons) = app.blocking(judge).await?;
    if !reasons.is_empty() {
        return Err(Problem::unavailable(reasons.join("; ")));
    }
    Ok(Json(Readiness {
        status: if status.rebuilding {
            "rebuilding"
        } else {
            "ok"
        },
        notices: status.notices,
    }))
}

fn reasons_against(app: &Inner, status: &IngestStatus) -> Vec<String> {
    let parts = &app.parts;
    let mut reasons = Vec::new();
    if let Err(error) = parts.engine.stats() {
        tracing::warn!(%error, "the index is not ready");
        reasons.push("the index is not open".to_owned());
    }
    if let Err(error) = parts.catalogue.state_counts() {
        tracing::warn!(%error, "the catalogue is not ready");
        reasons.push("the catalogue cannot be read".to_owned());
    }
    if !status.watching {
        reasons.push("the watch folder is not being watched".to_owned());
    }
    if let Err(error) = writable(&parts.index_folder) {
        tracing::warn!(%error, "the index folder is not writable");
        reasons.push(match error.kind() {
            io::ErrorKind::StorageFull => "the disk of the index folder is full".to_owned(),
            _ => "the index folder cannot be written".to_owned(),
        });
    }
    reasons.extend(status.trouble.clone());
    reasons
}

/// Writes a file that is gone again at once.
fn writable(folder: &Path) -> io::Result<()> {
    let mut file = tempfile::Builder::new()
        .prefix(".ready-")
        .tempfile_in(folder)?;
    io::Write::write_all(&mut file, b"ready")
}

/// Figures in Prometheus' text form.
#[utoipa::path(
    get, path = "/metrics", tag = "Operation",
    responses((status = 200, description = "The figures.", body = String, content_type = "text/plain"))
)]
pub(crate) async fn metrics(
    State(app): State<App>,
    _: Params<NoParams>,
) -> Result<impl IntoResponse, Problem> {
    let read = app.blocking(|app| {
        let stats = app.parts.engine.stats()?;
        Ok((stats, app.parts.catalogue.state_counts()?))
    });
    // Figures that cannot be read now are not shown anew; the others still are.
    if let Ok((stats, counts)) = read.await {
        set_gauges(&stats, &counts);
    }
    set_ingestion(&(app.parts.status)());
    let form = [(
        header::CONTENT_TYPE,
        "text/plain; version=0.0.4; charset=utf-8",
    )];
    Ok((form, app.parts.metrics.render()))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a count of documents is never that large"
)]
fn set_ingestion(status: &IngestStatus) {
    let of = |is: bool| f64::from(u8::from(is));
    metrics::gauge!("probity_watching").set(of(status.watching));
    metrics::gauge!("probity_paused").set(of(status.paused));
    metrics::gauge!("probity_trouble").set(of(status.trouble.is_some()));
    metrics::gauge!("probity_rebuild_documents_left").set(status.rebuild_left as f64);
}

#[expect(
    clippy::cast_precision_loss,
    reason = "gauges are floats; counts and bytes this large are never reached"
)]
fn set_gauges(stats: &IndexStats, counts: &StateCounts) {
    metrics::gauge!("probity_index_documents").set(stats.documents as f64);
    metrics::gauge!("probity_index_entries").set(stats.entries as f64);
    metrics::gauge!("probity_index_segments").set(stats.segments as f64);
    metrics::gauge!("probity_index_bytes").set(stats.bytes as f64);
    let states = [
        ("pending", counts.pending),
        ("extracting", counts.extracting),
        ("indexed", counts.indexed),
        ("duplicate", counts.duplicate),
        ("ignored", counts.ignored),
        ("failed", counts.failed),
    ];
    for (state, count) in states {
        metrics::gauge!("probity_files", "state" => state).set(count as f64);
    }
}
