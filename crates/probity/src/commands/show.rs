//! `probity show`: what is known of a document.

use std::io::{BufWriter, Write};
use std::process::ExitCode;

use anyhow::{Context, Result};
use probity_model::DocumentId;
use serde_json::Value;

use crate::commands::local;
use crate::config::Config;

/// Prints everything known of a document.
pub(crate) fn document(config: &Config, id: &str, json: bool) -> Result<ExitCode> {
    let parsed: DocumentId = id
        .parse()
        .with_context(|| format!("\"{id}\" is no document's id"))?;
    let document = local::json(config, &format!("/api/v1/documents/{parsed}"))?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    if json {
        writeln!(out, "{document}")?;
    } else {
        write_document(&document, &mut out)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn write_document(document: &Value, out: &mut impl Write) -> std::io::Result<()> {
    let title = document["title"].as_str().filter(|title| !title.is_empty());
    writeln!(out, "{}\n", title.unwrap_or("(no title)"))?;
    let facts = [
        "kind",
        "level",
        "publisher",
        "published",
        "fieldwork_started",
        "regions",
        "pdus",
        "rating",
        "chief_inspector",
        "lead_inspector",
        "isbn",
        "pages",
    ];
    for key in facts {
        if let Some(text) = text_of(&document[key]) {
            writeln!(out, "{:<18}{text}", key.replace('_', " "))?;
        }
    }
    write_list(
        out,
        "Standards",
        &document["standards"],
        &["id", "name", "rating"],
    )?;
    let recommendation = ["number", "addressee", "text"];
    write_list(
        out,
        "Recommendations",
        &document["recommendations"],
        &recommendation,
    )?;
    let previous = ["text", "progress"];
    write_list(
        out,
        "Earlier recommendations",
        &document["previous_recommendations"],
        &previous,
    )?;
    write_list(out, "Files", &document["files"], &["path"])?;
    for warning in document["warnings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        writeln!(out, "\nWarning: {warning}")?;
    }
    Ok(())
}

fn write_list(
    out: &mut impl Write,
    heading: &str,
    list: &Value,
    keys: &[&str],
) -> std::io::Result<()> {
    let items = list.as_array().map_or(&[][..], Vec::as_slice);
    if items.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{heading}")?;
    for item in items {
        let parts: Vec<String> = keys.iter().filter_map(|key| text_of(&item[*key])).collect();
        writeln!(out, "  {}", parts.join(" · "))?;
    }
    Ok(())
}

/// A value as a person reads it; `None` for what is absent.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Object(_) => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(values) if values.is_empty() => None,
        Value::Array(values) => Some(
            values
                .iter()
                .filter_map(text_of)
                .collect::<Vec<_>>()
                .join("; "),
        ),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
    }
}
