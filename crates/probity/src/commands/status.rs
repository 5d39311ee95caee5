//! `probity status`: how ingestion stands, and what could not be read.

use std::io::{BufWriter, Write};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use serde_json::Value;

use crate::cli::Narrow;
use crate::commands::address::address;
use crate::commands::{local, running};
use crate::config::Config;

/// Prints how many files are in which state, what the running server is about, and every failure
/// with its reason and its next attempt. Without a server the ledger tells what it can.
pub(crate) fn run(config: &Config, json: bool) -> Result<ExitCode> {
    let path = "/api/v1/ingest";
    let running = running::ask(config, path);
    let is_running = running.is_some();
    let status = match running {
        Some(status) => status,
        None => local::json(config, path)?,
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    if json {
        writeln!(out, "{status}")?;
    } else {
        write_status(&status, is_running, &mut out)?;
        write_failures(config, &mut out)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn write_status(status: &Value, is_running: bool, out: &mut impl Write) -> std::io::Result<()> {
    for (state, count) in status["states"].as_object().into_iter().flatten() {
        writeln!(out, "{state:>10}  {count}")?;
    }
    writeln!(out, "\n{}", summary(status, is_running))?;
    if let Some(trouble) = status["trouble"].as_str() {
        writeln!(out, "Trouble: {trouble}")?;
    }
    for notice in status["notices"].as_array().into_iter().flatten() {
        writeln!(out, "Note: {}", notice.as_str().unwrap_or_default())?;
    }
    Ok(())
}

/// What is going on, in one line.
fn summary(status: &Value, is_running: bool) -> String {
    let mut parts = Vec::new();
    if !is_running {
        parts.push("No server is running".to_owned());
    } else if status["watching"] == true {
        parts.push("Watching the folder".to_owned());
    } else {
        parts.push("The folder is not being watched".to_owned());
    }
    if status["paused"] == true {
        parts.push("paused (`probity resume` lets it go on)".to_owned());
    }
    if let Some(queued @ 1..) = status["queued"].as_u64() {
        parts.push(format!("{queued} files wait"));
    }
    if is_running && let Some(rate) = status["rate_per_minute"].as_u64() {
        parts.push(format!("{rate} files done in the last minute"));
    }
    if let Some(left) = status["seconds_left"].as_u64() {
        let left = humantime::format_duration(Duration::from_secs(left));
        parts.push(format!("about {left} left"));
    }
    if status["rebuilding"] == true {
        let left = status["rebuild_left"].as_u64().unwrap_or_default();
        parts.push(format!("making the index again, {left} documents to go"));
    }
    format!("{}.", parts.join("; "))
}

fn write_failures(config: &Config, out: &mut impl Write) -> Result<()> {
    let mut cursor = String::new();
    loop {
        let parameters = [("state", "failed"), ("limit", "1000"), ("cursor", &cursor)];
        let list = address("ingest/files", &parameters, &Narrow::default());
        let page = local::json(config, &list)?;
        for file in page["files"].as_array().into_iter().flatten() {
            let [path, why] = ["path", "error"].map(|key| file[key].as_str().unwrap_or_default());
            match file["next_attempt"].as_str() {
                Some(next) => writeln!(out, "{path}: {why} (tried again at {next})")?,
                None => writeln!(out, "{path}: {why}")?,
            }
        }
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_line_says_what_is_going_on() {
        let status = json!({
            "watching": true, "paused": false, "queued": 30, "rate_per_minute": 12,
            "seconds_left": 150, "rebuilding": true, "rebuild_left": 4,
        });
        assert_eq!(
            summary(&status, true),
            "Watching the folder; 30 files wait; 12 files done in the last minute; about 2m 30s \
             left; making the index again, 4 documents to go."
        );
        let status = json!({"watching": false, "paused": true, "queued": 0});
        assert_eq!(
            summary(&status, false),
            "No server is running; paused (`probity resume` lets it go on)."
        );
    }
}
