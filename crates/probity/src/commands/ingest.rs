//! `probity ingest` and `rebuild`: taking files in, and making the index anew, on request.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use probity_catalogue::FileState;
use probity_ingest::{FileReport, set_aside, take_in};
use probity_search::Engine;
use serde_json::json;

use crate::commands::progress::progress;
use crate::config::Config;
use crate::wiring;

/// Takes files in and tells of each what became of it. A running server does the work.
pub(crate) fn run(config: &Config, paths: &[PathBuf], as_json: bool) -> Result<ExitCode> {
    let stores = wiring::open(config)?;
    let settings = wiring::ingest_settings(config)?;
    let progress = progress("files");
    let tell = |report: &FileReport, all: usize| {
        progress.set_length(all as u64);
        progress.inc(1);
        progress.suspend(|| println!("{}", line(report, as_json)));
    };
    let reports = take_in(&settings, stores.for_ingestion(), paths, tell)?;
    progress.finish_and_clear();
    let failed = reports
        .iter()
        .any(|report| report.state == FileState::Failed);
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Reads every file anew and makes the index from that.
pub(crate) fn rebuild(config: &Config, as_json: bool) -> Result<ExitCode> {
    let instance = wiring::alone(config)?;
    set_aside(&config.index.folder.join(wiring::INDEX))?;
    let stores = wiring::open_as(config, Some(instance))?;
    let progress = progress("documents");
    let mut most = 0;
    let tell = |left: u64| {
        most = most.max(left);
        progress.set_length(most);
        progress.set_position(most - left);
    };
    let settings = wiring::ingest_settings(config)?;
    probity_ingest::rebuild(&settings, stores.for_ingestion(), tell)
        .context("the index could not be made anew; it is tried again when the server starts")?;
    progress.finish_and_clear();
    let documents = stores.index.stats()?.documents;
    if as_json {
        println!("{}", json!({ "documents": documents }));
    } else {
        println!("{documents} documents are in the index");
    }
    Ok(ExitCode::SUCCESS)
}

fn line(report: &FileReport, as_json: bool) -> String {
    let state = report.state.as_str();
    if as_json {
        let id = report
            .document_id
            .as_ref()
            .map(probity_model::DocumentId::as_str);
        let error = &report.error;
        return json!({"path": report.path, "state": state, "document_id": id, "error": error})
            .to_string();
    }
    match &report.error {
        Some(error) => format!("{}: {state}: {error}", report.path),
        None => format!("{}: {state}", report.path),
    }
}
