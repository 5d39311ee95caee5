//! `probity verify`: ledger, folder and index held against one another, and set right on request.

use std::process::ExitCode;

use anyhow::{Context, Result};
use probity_ingest::{Fault, Findings, Instance};
use serde_json::json;

use crate::commands::progress::progress;
use crate::config::Config;
use crate::wiring::{self, Stores};

/// Reads and compares everything, and tells what is wrong; where asked to, sets it right and looks
/// again. Without `repair` nothing is changed, and a server may run.
pub(crate) fn run(config: &Config, repair: bool, as_json: bool) -> Result<ExitCode> {
    if !repair {
        let stores = wiring::open_beside(config)
            .context("the server must be stopped, and `probity verify --repair` run")?;
        let findings = look(config, &stores)?;
        return Ok(tell(&findings, &[], as_json));
    }
    let instance: Instance = wiring::alone(config)?;
    let stores = wiring::open_as(config, Some(instance))?;
    let opening = [&stores.opening.catalogue, &stores.opening.index];
    let repaired: Vec<String> = opening.into_iter().flatten().cloned().collect();
    let found = look(config, &stores)?;
    if !found.faults.is_empty() || !repaired.is_empty() {
        for fault in &found.faults {
            eprintln!("probity: {fault}: is being set right");
        }
        let settings = wiring::ingest_settings(config)?;
        let parts = stores.for_ingestion();
        probity_ingest::repair(&settings, parts, &stores.index, &found.faults)?;
    }
    let findings = look(config, &stores)?;
    Ok(tell(&findings, &repaired, as_json))
}

fn look(config: &Config, stores: &Stores) -> Result<Findings> {
    let settings = wiring::ingest_settings(config)?;
    let progress = progress("files");
    let mut seen = 0;
    let tell = |all: u64| {
        progress.set_length(all);
        progress.set_position(seen);
        seen += 1;
    };
    let index = stores.index.current();
    let findings = probity_ingest::verify(&settings, &stores.catalogue, &index, tell)?;
    progress.finish_and_clear();
    Ok(findings)
}

fn tell(findings: &Findings, repaired: &[String], as_json: bool) -> ExitCode {
    let faults: Vec<String> = findings.faults.iter().map(Fault::to_string).collect();
    let (files, documents) = (findings.files, findings.documents);
    if as_json {
        let found = json!({
            "files": files, "documents": documents, "repaired": repaired, "faults": faults,
        });
        println!("{found}");
    } else {
        for sentence in repaired.iter().chain(&faults) {
            println!("{sentence}");
        }
        match faults.len() {
            0 => println!("{files} files and {documents} documents are as they should be"),
            wrong => println!("{files} files and {documents} documents; {wrong} faults"),
        }
    }
    if faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
