//! A running server, as other commands find it: it leaves its address in the index folder.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;

use crate::config::Config;

/// The address of a server that looks after an index folder. Dropping it takes the address away.
#[derive(Debug)]
pub(crate) struct Announced(PathBuf);

/// How long a running server may take to answer before it counts as not running.
const PATIENCE: Duration = Duration::from_secs(3);

/// Leaves the address where other commands look for it. Only `status` misses it, should this fail.
pub(crate) fn announce(config: &Config, address: &str) -> Announced {
    let file = file(config);
    if let Err(error) = fs::write(&file, address) {
        tracing::warn!(file = %file.display(), %error, "the address cannot be left");
    }
    Announced(file)
}

impl Drop for Announced {
    fn drop(&mut self) {
        // It may have gone together with the index folder.
        let _ = fs::remove_file(&self.0);
    }
}

/// Asks the running server for a path of its API; `None` where none runs, or it does not answer.
pub(crate) fn ask(config: &Config, path: &str) -> Option<Value> {
    let address = fs::read_to_string(file(config)).ok()?;
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .build()
        .into();
    let mut answer = agent.get(format!("{address}{path}")).call().ok()?;
    answer.body_mut().read_json().ok()
}

fn file(config: &Config) -> PathBuf {
    config.index.folder.join("server.address")
}
