//! Figures for operators, in Prometheus' text form.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

/// Upper bounds of the latency histograms, in seconds.
const SECONDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// How often samples are folded into the histograms.
const UPKEEP: Duration = Duration::from_secs(5);

/// The figures recorded so far.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// The figures in Prometheus' text form.
    pub(crate) fn render(&self) -> String {
        self.0.render()
    }
}

/// Another recorder of metrics is installed already.
#[derive(Debug, thiserror::Error)]
#[error("metrics cannot be recorded: {0}")]
pub struct MetricsError(#[from] BuildError);

static RECORDER: Mutex<Option<Metrics>> = Mutex::new(None);

fn recorder() -> MutexGuard<'static, Option<Metrics>> {
    RECORDER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Begins to record what the whole program counts and measures. Calling it again gives the same
/// figures.
///
/// # Errors
/// [`MetricsError`] where something else records already.
pub fn install_recorder() -> Result<Metrics, MetricsError> {
    let mut installed = recorder();
    if let Some(metrics) = &*installed {
        return Ok(metrics.clone());
    }
    let all_seconds = Matcher::Suffix("_seconds".to_owned());
    let builder = PrometheusBuilder::new().set_buckets_for_metric(all_seconds, &SECONDS)?;
    let metrics = Metrics(builder.install_recorder()?);
    describe();
    *installed = Some(metrics.clone());
    Ok(metrics)
}

fn describe() {
    metrics::describe_counter!("probity_http_requests_total", "Requests answered.");
    metrics::describe_histogram!("probity_http_request_seconds", "Time to answer a request.");
    metrics::describe_histogram!("probity_search_seconds", "Time the index took to answer.");
    metrics::describe_gauge!("probity_index_documents", "Documents in the index.");
    metrics::describe_gauge!("probity_index_entries", "Entries in the index.");
    metrics::describe_gauge!("probity_index_segments", "Segments of the index.");
    metrics::describe_gauge!("probity_index_bytes", "Bytes of the index on disk.");
    metrics::describe_gauge!("probity_files", "Files of the watch folder by state.");
    describe_ingestion();
}

/// What ingestion counts. It is part of the program wherever the server is; what never happened yet
/// shows as 0 rather than not at all.
fn describe_ingestion() {
    use metrics::{describe_counter, describe_gauge, describe_histogram};
    describe_gauge!(
        "probity_queue_files",
        "Files that wait to be read or are being read."
    );
    describe_gauge!(
        "probity_watching",
        "1 while the watch folder is looked after."
    );
    describe_gauge!(
        "probity_paused",
        "1 while no new files are taken on request."
    );
    describe_gauge!("probity_trouble", "1 while new files cannot be taken.");
    describe_gauge!(
        "probity_rebuild_documents_left",
        "Documents a new index lacks yet."
    );
    describe_histogram!("probity_stage_seconds", "Time a file takes in each stage.");
    describe_histogram!(
        "probity_commit_seconds",
        "Time a commit of the index takes."
    );
    describe_histogram!(
        "probity_catalogue_copy_seconds",
        "Time the catalogue's copy takes."
    );
    describe_counter!(
        "probity_files_done_total",
        "Files that came to an end, by outcome."
    );
    describe_counter!(
        "probity_failures_total",
        "Files that could not be read, by reason."
    );
    describe_counter!(
        "probity_worker_restarts_total",
        "Worker processes that broke."
    );
    metrics::counter!("probity_worker_restarts_total").increment(0);
    for outcome in ["indexed", "duplicate", "failed"] {
        metrics::counter!("probity_files_done_total", "outcome" => outcome).increment(0);
    }
    for reason in [
        "unopened",
        "refused",
        "timeout",
        "died",
        "no_worker",
        "rules",
    ] {
        metrics::counter!("probity_failures_total", "reason" => reason).increment(0);
    }
    metrics::gauge!("probity_queue_files").set(0.0);
}

/// Folds samples into the histograms every few seconds, for as long as the server runs.
pub(crate) async fn upkeep() {
    let mut ticks = tokio::time::interval(UPKEEP);
    loop {
        ticks.tick().await;
        let installed = recorder().clone();
        if let Some(metrics) = installed {
            metrics.0.run_upkeep();
        }
    }
}
