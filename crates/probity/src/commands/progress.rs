//! Progress of long commands, for people only.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar with the time left on a terminal, nothing elsewhere.
pub(crate) fn progress(what: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let template = format!("{{wide_bar}} {{pos}} of {{len}} {what}, {{eta}} left");
    let style = ProgressStyle::with_template(&template);
    ProgressBar::no_length().with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
