//! Puts the configuration together from its sources, and says which key of which source is wrong.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Table, Value};

use super::Config;

/// The name looked for in the working directory where `--config` names no file.
const DEFAULT_FILE: &str = "config.toml";
/// Variables of this prefix that are no settings.
const OTHER_VARIABLES: [&str; 1] = ["PROBITY_CONFIG"];

/// A configuration that cannot be used. Says which key, where it was set and what is allowed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    #[error("the configuration {path} cannot be read: {cause}")]
    File {
        path: PathBuf,
        cause: std::io::Error,
    },
    #[error("{origin}: {message}")]
    Value { origin: String, message: String },
}

impl ConfigError {
    pub(super) fn value(key: &str, allowed: &str) -> Self {
        Self::Value {
            origin: key.to_owned(),
            message: format!("allowed is {allowed}"),
        }
    }
}

/// Loads the configuration of this file (or of `config.toml` in the working directory, where there
/// is one), the `PROBITY_…` variables among `environment`, and `key=value` settings of flags.
pub(crate) fn load(
    file: Option<&Path>,
    environment: impl Iterator<Item = (String, String)>,
    flags: &[String],
) -> Result<Config, ConfigError> {
    let (base, mut table) = from_file(file)?;
    let defaults = defaults();
    for (name, value) in environment.filter(|(name, _)| is_setting(name)) {
        let key = key_of_variable(&name, &defaults).ok_or_else(|| unknown(&name, &defaults))?;
        set(&mut table, &defaults, &key, &value, &name)?;
    }
    for flag in flags {
        let origin = format!("--set {flag}");
        let (key, value) = flag.split_once('=').ok_or_else(|| ConfigError::Value {
            origin: origin.clone(),
            message: "write --set section.key=value".to_owned(),
        })?;
        set(&mut table, &defaults, key.trim(), value.trim(), &origin)?;
    }
    let mut config = read(Value::Table(table), "configuration")?;
    config.resolve(&base);
    config.check()?;
    Ok(config)
}

/// The table of the file, and the folder that relative paths in it start from.
fn from_file(file: Option<&Path>) -> Result<(PathBuf, Table), ConfigError> {
    let path = match file {
        Some(path) => path,
        None if Path::new(DEFAULT_FILE).exists() => Path::new(DEFAULT_FILE),
        None => return Ok((here(Path::new(""))?, Table::new())),
    };
    let failed = |cause| ConfigError::File {
        path: path.to_owned(),
        cause,
    };
    let text = std::fs::read_to_string(path).map_err(failed)?;
    let wrong = |error: toml::de::Error| ConfigError::Value {
        origin: path.display().to_string(),
        message: error.to_string().trim_end().to_owned(),
    };
    toml::from_str::<Config>(&text).map_err(wrong)?;
    let table = text.parse().map_err(wrong)?;
    Ok((here(path.parent().unwrap_or(Path::new("")))?, table))
}

fn here(folder: &Path) -> Result<PathBuf, ConfigError> {
    let absolute = std::path::absolute(Path::new(".").join(folder));
    let absolute = absolute.map_err(|cause| ConfigError::File {
        path: folder.to_owned(),
        cause,
    })?;
    Ok(absolute.components().collect())
}

fn is_setting(name: &str) -> bool {
    name.starts_with("PROBITY_") && !OTHER_VARIABLES.contains(&name)
}

/// `PROBITY_SERVER_MAX_UPLOAD_SIZE` sets `server.max_upload_size`.
fn key_of_variable(name: &str, defaults: &Table) -> Option<String> {
    let name = name.strip_prefix("PROBITY_")?.to_lowercase();
    let (section, key) = name.split_once('_')?;
    defaults.get(section)?.get(key)?;
    Some(format!("{section}.{key}"))
}

fn unknown(origin: &str, defaults: &Table) -> ConfigError {
    let known: Vec<String> = defaults
        .iter()
        .filter_map(|(section, keys)| Some((section, keys.as_table()?)))
        .flat_map(|(section, keys)| keys.keys().map(move |key| format!("{section}.{key}")))
        .collect();
    let message = format!("there is no such setting; there are {}", known.join(", "));
    ConfigError::Value {
        origin: origin.to_owned(),
        message,
    }
}

/// Sets one key from text, in the form its default has, and checks it alone.
fn set(
    table: &mut Table,
    defaults: &Table,
    path: &str,
    text: &str,
    origin: &str,
) -> Result<(), ConfigError> {
    let parts = path.split_once('.');
    let default = parts.and_then(|(section, key)| defaults.get(section)?.get(key));
    let (Some((section, key)), Some(default)) = (parts, default) else {
        return Err(unknown(origin, defaults));
    };
    let value = in_the_form_of(default, text);
    let alone = Table::from_iter([(
        section.to_owned(),
        Value::Table(Table::from_iter([(key.to_owned(), value.clone())])),
    )]);
    read(Value::Table(alone), origin)?;
    let keys = table
        .entry(section)
        .or_insert_with(|| Value::Table(Table::new()));
    if let Some(keys) = keys.as_table_mut() {
        keys.insert(key.to_owned(), value);
    }
    Ok(())
}

/// The text as a value of the same type; as it stands where it does not fit, for the check to refuse.
fn in_the_form_of(default: &Value, text: &str) -> Value {
    let as_text = || Value::String(text.to_owned());
    match default {
        Value::Integer(_) => text.parse().map_or_else(|_| as_text(), Value::Integer),
        Value::Boolean(_) => text.parse().map_or_else(|_| as_text(), Value::Boolean),
        Value::Array(_) => {
            let items = text
                .split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty());
            Value::Array(items.map(|item| Value::String(item.to_owned())).collect())
        }
        _ => as_text(),
    }
}

fn read(value: Value, origin: &str) -> Result<Config, ConfigError> {
    Config::deserialize(value).map_err(|error| ConfigError::Value {
        origin: origin.to_owned(),
        message: error.to_string().trim_end().replace('\n', " "),
    })
}

#[expect(
    clippy::expect_used,
    reason = "the defaults are part of the program, and tests load them"
)]
fn defaults() -> Table {
    Table::try_from(Config::default()).expect("the defaults are a table")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(file: &str, variables: &[(&str, &str)], flags: &[&str]) -> Result<Config, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, file).unwrap();
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()));
        let flags: Vec<String> = flags.iter().map(|flag| (*flag).to_owned()).collect();
        load(Some(&path), variables, &flags).map_err(|error| error.to_string())
    }

    #[test]
    fn the_shipped_file_says_the_defaults() {
        let shipped = include_str!("../../../../config.toml");
        assert_eq!(
            toml::from_str::<Config>(shipped).unwrap(),
            Config::default()
        );
        let keys = |table: &Table| -> Vec<(String, Vec<String>)> {
            let keys = |value: &Value| value.as_table().unwrap().keys().cloned().collect();
            table
                .iter()
                .map(|(section, value)| (section.clone(), keys(value)))
                .collect()
        };
        assert_eq!(
            keys(&shipped.parse().unwrap()),
            keys(&defaults()),
            "every key is shown"
        );
    }

    #[test]
    fn a_flag_wins_over_the_environment_and_that_over_the_file() {
        let file = "[server]\nlisten = '127.0.0.1:1'\nrate_limit = 1\n[watch]\nsettle = '1s'";
        let variables = [
            ("PROBITY_SERVER_LISTEN", "127.0.0.1:2"),
            ("PROBITY_SERVER_RATE_LIMIT", "2"),
        ];
        let config = with(file, &variables, &["server.listen=127.0.0.1:3"]).unwrap();
        assert_eq!(config.server.listen.port(), 3);
        assert_eq!(config.server.rate_limit, 2);
        assert_eq!(config.watch.settle, Span::from_secs(1));
    }

    use super::super::Span;

    #[test]
    fn folders_are_relative_to_the_file() {
        let config = with("[watch]\nfolder = 'drop/here'", &[], &[]).unwrap();
        assert!(config.watch.folder.is_absolute());
        assert!(config.watch.folder.ends_with("drop/here"));
        assert_eq!(
            config.watch.folder.parent().unwrap().parent(),
            config.index.folder.parent()
        );
    }

    #[test]
    fn a_wrong_key_or_value_is_named_with_what_is_allowed() {
        let check = |result: Result<Config, String>, parts: &[&str]| {
            let message = result.unwrap_err();
            for part in parts {
                assert!(message.contains(part), "{message:?} lacks {part:?}");
            }
        };
        check(
            with("[server]\nlisen = 'x'", &[], &[]),
            &["line 2", "lisen", "listen"],
        );
        check(
            with("[watch]\nsettle = 'soon'", &[], &[]),
            &["line 2", "500ms"],
        );
        check(
            with("[extract]\nworkers = 0", &[], &[]),
            &["extract.workers", "1 to 64"],
        );
        check(with("[watch", &[], &[]), &["config.toml", "line 1"]);
        check(
            with("", &[("PROBITY_SERVER_LISTN", "x")], &[]),
            &["LISTN", "server.listen"],
        );
        check(
            with("", &[("PROBITY_WATCH_SETTLE", "x")], &[]),
            &["PROBITY_WATCH_SETTLE", "500ms"],
        );
        check(
            with("", &[], &["server.rate_limit=many"]),
            &["--set", "rate_limit"],
        );
        check(with("", &[], &["nonsense"]), &["section.key=value"]);
        check(
            with("[log]\nlevel = 'a=b=c'", &[], &[]),
            &["log.level", "debug"],
        );
    }

    #[test]
    fn the_level_of_a_part_can_be_set() {
        assert!(with("[log]\nlevel = 'info,probity_ingest=debug'", &[], &[]).is_ok());
    }

    #[test]
    fn variables_of_others_are_left_alone() {
        assert!(with("", &[("PATH", "/bin"), ("PROBITY_CONFIG", "x")], &[]).is_ok());
    }
}
