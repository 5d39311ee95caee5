//! One module for each command.

mod address;
mod backup;
mod check;
mod demo;
mod extract;
mod ingest;
mod local;
pub(crate) mod picture;
mod progress;
mod running;
mod search;
mod serve;
mod show;
mod status;
mod verify;
mod wish;
mod worker;

use std::process::ExitCode;

use anyhow::Result;

use crate::cli::{Cli, Command};
use crate::config::{self, Config};

/// Runs the command; the code tells whether all went well (0) or something failed (1).
pub(crate) fn run(cli: Cli) -> Result<ExitCode> {
    let configured = || -> Result<Config> {
        let config = config::load(cli.config.as_deref(), std::env::vars(), &cli.set)?;
        crate::logging::start(&config.log);
        Ok(config)
    };
    match cli.command {
        Command::Serve => {
            crate::heaps::keep_few();
            let config = configured()?;
            serve::run(&config, |address| format!("Probity listens on {address}"))
        }
        Command::Ingest { paths, output } => ingest::run(&configured()?, &paths, output.json),
        Command::Search {
            query,
            narrow,
            limit,
            output,
        } => search::search(&configured()?, &query, &narrow, limit, output.json),
        Command::Similar {
            text,
            narrow,
            limit,
            output,
        } => search::similar(&configured()?, &text, &narrow, limit, output.json),
        Command::Show { id, output } => show::document(&configured()?, &id, output.json),
        Command::Status { output } => status::run(&configured()?, output.json),
        Command::Retry { path } => wish::retry(&configured()?, path.as_deref()),
        Command::Rescan => wish::rescan(&configured()?),
        Command::Pause => wish::pause(&configured()?, true),
        Command::Resume => wish::pause(&configured()?, false),
        Command::Rebuild { output } => ingest::rebuild(&configured()?, output.json),
        Command::Backup { file } => backup::back_up(&configured()?, &file),
        Command::Restore { file, replace } => backup::restore(&configured()?, &file, replace),
        Command::Verify { repair, output } => verify::run(&configured()?, repair, output.json),
        Command::Extract { file, output } => extract::run(&configured()?, &file, output.json),
        Command::Check => check::run(&configured()?),
        Command::Export {
            query,
            narrow,
            format,
        } => search::export(&configured()?, &query, &narrow, format),
        Command::Demo { listen } => demo::run(listen),
        Command::Picture { memory } => picture::run(memory),
        Command::Worker { memory, units } => worker::run(memory, units.as_deref()),
    }
}
