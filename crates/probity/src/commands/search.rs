//! `probity search`, `similar` and `export`: questions from the terminal.

use std::io::{BufWriter, Write};
use std::process::ExitCode;

use anyhow::Result;
use serde_json::Value;

use crate::cli::{ExportFormat, Narrow};
use crate::commands::address::address;
use crate::commands::local;
use crate::config::Config;

/// Prints the best hits of a question.
pub(crate) fn search(
    config: &Config,
    query: &str,
    narrow: &Narrow,
    limit: u16,
    json: bool,
) -> Result<ExitCode> {
    let parameters = [("q", query), ("limit", &limit.to_string())];
    print(config, &address("search", &parameters, narrow), json)
}

/// Prints what says nearly the same as a draft, or as the entry of an id.
pub(crate) fn similar(
    config: &Config,
    text: &str,
    narrow: &Narrow,
    limit: u16,
    json: bool,
) -> Result<ExitCode> {
    let key = if is_entry(text) { "id" } else { "text" };
    let parameters = [(key, text), ("limit", &limit.to_string())];
    print(config, &address("similar", &parameters, narrow), json)
}

/// Writes all that a question finds to standard output.
pub(crate) fn export(
    config: &Config,
    query: &str,
    narrow: &Narrow,
    format: ExportFormat,
) -> Result<ExitCode> {
    let endpoint = match format {
        ExportFormat::Csv => "search.csv",
        ExportFormat::Jsonl => "search.jsonl",
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    local::into(
        config,
        &address(endpoint, &[("q", query)], narrow),
        &mut out,
    )?;
    Ok(ExitCode::SUCCESS)
}

/// An entry's id is a document's id, a hyphen, a letter and a number.
fn is_entry(text: &str) -> bool {
    probity_model::DocumentId::of_entry(text).is_ok() && !text.contains(char::is_whitespace)
}

fn print(config: &Config, address: &str, json: bool) -> Result<ExitCode> {
    let answer = local::json(config, address)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    if json {
        writeln!(out, "{answer}")?;
    } else {
        write_hits(&answer, &mut out)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn write_hits(answer: &Value, out: &mut impl Write) -> std::io::Result<()> {
    if answer["relaxed"] == true {
        writeln!(out, "Nothing has all the words; these have most of them.\n")?;
    }
    for hit in answer["hits"].as_array().into_iter().flatten() {
        write_hit(hit, out)?;
    }
    writeln!(out, "{} in all", answer["total"])?;
    if let Some(spelling) = answer["did_you_mean"].as_str() {
        writeln!(out, "Did you mean: {spelling}")?;
    }
    for warning in answer["warnings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        eprintln!("probity: {warning}");
    }
    Ok(())
}

fn write_hit(hit: &Value, out: &mut impl Write) -> std::io::Result<()> {
    let facts = [
        "publisher",
        "rating",
        "published",
        "addressee",
        "progress",
        "polarity",
    ];
    let mut facts: Vec<String> = facts
        .iter()
        .filter_map(|key| hit[*key].as_str())
        .map(str::to_owned)
        .collect();
    facts.extend(hit["page"].as_u64().map(|page| format!("page {page}")));
    let section: Vec<&str> = hit["section"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    writeln!(
        out,
        "{}",
        hit["title"]
            .as_str()
            .filter(|t| !t.is_empty())
            .unwrap_or("(no title)")
    )?;
    writeln!(out, "  {}", facts.join(" · "))?;
    if !section.is_empty() {
        writeln!(out, "  {}", section.join(" › "))?;
    }
    writeln!(
        out,
        "  {}",
        plain(hit["snippet"].as_str().unwrap_or_default())
    )?;
    writeln!(out, "  {}\n", hit["id"].as_str().unwrap_or_default())
}

/// A snippet for a terminal: marks as asterisks, HTML's escapes undone.
fn plain(snippet: &str) -> String {
    let escapes = [
        ("<mark>", "*"),
        ("</mark>", "*"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&amp;", "&"),
    ];
    escapes.iter().fold(snippet.to_owned(), |text, (from, to)| {
        text.replace(from, to)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snippets_are_plain_text_on_a_terminal() {
        assert_eq!(
            plain("a <mark>risk</mark> &amp;lt; &quot;b&quot;"),
            "a *risk* &lt; \"b\""
        );
    }

    #[test]
    fn an_id_is_told_from_a_draft() {
        assert!(is_entry("abababababababababababab-r0"));
        assert!(!is_entry("improve the quality of court reports"));
    }
}
