//! Asks the API in this process, on the index and the ledger as they lie on disk: what a command
//! prints for programs is what the server would answer. Works beside a running server.

use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};

use anyhow::{Context, Result, bail};
use probity_catalogue::Catalogue;
use probity_ingest::is_paused;
use probity_model::IngestStatus;
use probity_search::TantivyIndex;
use probity_server::{Parts, ServerSettings, ask, install_recorder, router};
use serde_json::Value;

use crate::config::Config;
use crate::painter::painter;
use crate::wiring;

/// Asks for an address of the API and gives the JSON of its answer.
pub(crate) fn json(config: &Config, address: &str) -> Result<Value> {
    let mut body = Vec::new();
    into(config, address, &mut body)?;
    serde_json::from_slice(&body).context("the answer is no JSON")
}

/// Asks for an address of the API and writes the body of its answer.
pub(crate) fn into(config: &Config, address: &str, out: &mut impl Write) -> Result<()> {
    let settings = ServerSettings {
        relax: config.search.relax,
        ..ServerSettings::default()
    };
    let parts = parts(config)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut problem = Vec::new();
    let asked = async { ask(router(settings, parts), address, out, &mut problem).await };
    let status = runtime.block_on(asked)?;
    if status >= 400 {
        bail!("{}", detail(&problem));
    }
    out.flush()?;
    Ok(())
}

/// The sentence for a person in a problem document.
fn detail(problem: &[u8]) -> String {
    let read: Option<Value> = serde_json::from_slice(problem).ok();
    let detail = read.as_ref().and_then(|problem| problem["detail"].as_str());
    detail.map_or_else(
        || String::from_utf8_lossy(problem).into_owned(),
        str::to_owned,
    )
}

/// The ledger's file, which must be there.
pub(crate) fn ledger(config: &Config) -> Result<PathBuf> {
    let folder = &config.index.folder;
    let ledger = folder.join(wiring::CATALOGUE);
    if !ledger.exists() {
        bail!(
            "there is no index in {} yet: start `probity serve`, or take files in with `probity \
             ingest`",
            folder.display()
        );
    }
    Ok(ledger)
}

fn parts(config: &Config) -> Result<Parts> {
    let folder = &config.index.folder;
    let ledger = ledger(config)?;
    let index = TantivyIndex::open(
        &folder.join(wiring::INDEX),
        &wiring::search_settings(config)?,
    )?;
    let (commands, _) = mpsc::channel();
    let catalogue = Catalogue::open(&ledger)?;
    let paused = is_paused(&catalogue)?;
    Ok(Parts {
        engine: Arc::new(index),
        catalogue,
        gazetteer: wiring::gazetteer(config)?,
        commands,
        status: Arc::new(move || IngestStatus {
            paused,
            ..IngestStatus::default()
        }),
        watch_folder: config.watch.folder.clone(),
        unpack: wiring::unpack(config)?,
        index_folder: folder.clone(),
        painter: painter(config)?,
        metrics: install_recorder()?,
    })
}
