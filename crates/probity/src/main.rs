//! The program: configuration, command line and wiring. Nothing else knows where settings come from.

#![allow(
    clippy::print_stdout,
    reason = "standard output is where a command's result goes"
)]

mod cli;
mod commands;
mod config;
mod heaps;
mod logging;
mod painter;
mod wiring;

use std::process::ExitCode;

use clap::Parser;

use cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match commands::run(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("probity: {error:#}");
            ExitCode::FAILURE
        }
    }
}
