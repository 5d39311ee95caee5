//! `probity serve`: ingestion and the HTTP server, until the process is asked to end.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use probity_ingest::Ingest;
use probity_server::{Parts, ServerSettings, install_recorder, router};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::commands::running;
use crate::config::Config;
use crate::painter::painter;
use crate::wiring;

/// Serves until stopped. `greeting` makes what is printed, once the address is known.
pub(crate) fn run(config: &Config, greeting: impl Fn(&str) -> String) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let listen = config.server.listen;
    let listener = runtime
        .block_on(TcpListener::bind(listen))
        .map_err(|error| anyhow::anyhow!(refused(&error)))
        .with_context(|| format!("server.listen: {listen} cannot be listened on"))?;
    let metrics = install_recorder()?;
    let stores = wiring::open_alone(config)?;
    let ingest = Ingest::start(wiring::ingest_settings(config)?, stores.for_ingestion())?;
    let parts = Parts {
        engine: Arc::new(stores.index.clone()),
        catalogue: stores.catalogue,
        gazetteer: stores.gazetteer,
        commands: ingest.commands()?,
        status: ingest.status_source(),
        watch_folder: config.watch.folder.clone(),
        unpack: wiring::unpack(config)?,
        index_folder: config.index.folder.clone(),
        painter: painter(config)?,
        metrics,
    };
    let address = format!("http://{}", listener.local_addr()?);
    let announced = running::announce(config, &address);
    println!("{}", greeting(&address));
    std::io::stdout().flush()?;
    let serving = async {
        let router = router(settings(config), parts);
        probity_server::serve(listener, router, stopped()).await
    };
    runtime.block_on(serving).context("the server failed")?;
    tracing::info!("stopping: what was read is being committed");
    drop(announced);
    ingest.shutdown();
    drop(stores.instance);
    Ok(ExitCode::SUCCESS)
}

fn settings(config: &Config) -> ServerSettings {
    let server = &config.server;
    let public_url = server.public_url.trim_end_matches('/');
    ServerSettings {
        token: server.token.reveal().map(str::to_owned),
        public_url: Some(public_url)
            .filter(|url| !url.is_empty())
            .map(str::to_owned),
        max_upload_size: server.max_upload_size.bytes(),
        request_timeout: server.request_timeout.get(),
        rate_limit: server.rate_limit,
        relax: config.search.relax,
    }
}

/// What an address that cannot be listened on means to the one who chose it.
fn refused(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => "it is in use; is Probity running already?".to_owned(),
        std::io::ErrorKind::PermissionDenied => {
            "the system reserves it; choose a port above 1023".to_owned()
        }
        std::io::ErrorKind::AddrNotAvailable => "this machine has no such address".to_owned(),
        _ => error.to_string(),
    }
}

/// Until the process is asked to end, by Ctrl+C or by a service manager.
async fn stopped() {
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        },
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}
