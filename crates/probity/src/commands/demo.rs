//! `probity demo`: the sample documents, served from a temporary folder, to try things out.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use include_dir::{Dir, include_dir};

use crate::commands::serve;
use crate::config::{Config, Span};

/// The samples travel in the program, so that the demonstration needs no file beside it.
static SAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../samples/documents");
const UNITS: &str = include_str!("../../../../samples/units.toml");

/// Serves the samples until stopped; the folder is gone afterwards.
pub(crate) fn run(listen: SocketAddr) -> Result<ExitCode> {
    let folder = tempfile::Builder::new().prefix("probity-demo-").tempdir()?;
    let config = configuration(folder.path(), listen);
    crate::logging::start(&config.log);
    write_samples(folder.path()).context("the samples cannot be written")?;
    serve::run(&config, |address| {
        what_to_try(address, &config.watch.folder)
    })
}

fn configuration(folder: &Path, listen: SocketAddr) -> Config {
    let mut config = Config::default();
    config.watch.folder = folder.join("watch");
    config.watch.settle = Span::from_millis(200);
    config.index.folder = folder.join("index");
    config.units.file = folder.join("units.toml");
    config.server.listen = listen;
    config.log.level = "warn".to_owned();
    config
}

fn write_samples(folder: &Path) -> std::io::Result<()> {
    std::fs::write(folder.join("units.toml"), UNITS)?;
    let watch = folder.join("watch");
    std::fs::create_dir_all(&watch)?;
    for file in SAMPLES.files() {
        std::fs::write(watch.join(file.path()), file.contents())?;
    }
    Ok(())
}

fn what_to_try(address: &str, watch: &Path) -> String {
    format!(
        "Probity serves {count} sample documents about invented units at {address}

Try
  {address}/?q=domestic+abuse&in=findings
      findings about domestic abuse, in a browser
  curl '{address}/api/v1/search?q=housing&in=findings&rating=Good'
      the same question narrowed to units rated Good, for programs
  curl '{address}/api/v1/similar?text=reduce+the+number+of+officers+each+SPO+manages'
      who was told this before
  curl '{address}/api/v1/pdus/ashmere-north'
      the story of a unit: inspections, recommendations and what became of them
  cp your-report.pdf {watch}/
      take in a document of your own; it is searchable a second later

Stop with Ctrl+C; the folder goes with it.",
        count = SAMPLES.files().count(),
        watch = watch.display(),
    )
}
