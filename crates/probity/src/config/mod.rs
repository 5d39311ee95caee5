//! Configuration: what `config.toml`, the environment and the command line set, and its defaults.
//!
//! A flag (`--set server.listen=…`) wins over the environment (`PROBITY_SERVER_LISTEN`), that over
//! the file, and the file over the defaults. Every key is known by name: a misspelt one is an error.

mod load;
mod values;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub(crate) use load::{ConfigError, load};
pub(crate) use values::{ByteSize, Secret, Span};

/// All settings. `config.toml` at the root of the repository shows and explains every one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) watch: Watch,
    pub(crate) index: Index,
    pub(crate) extract: Extract,
    pub(crate) server: Server,
    pub(crate) search: Search,
    pub(crate) units: Units,
    pub(crate) log: Log,
}

/// The drop folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Watch {
    pub(crate) folder: PathBuf,
    pub(crate) settle: Span,
    pub(crate) grace: Span,
    pub(crate) rescan: Span,
    pub(crate) poll: Poll,
    pub(crate) ignore: Vec<String>,
    pub(crate) on_delete: OnDelete,
    pub(crate) max_file_size: ByteSize,
}

/// Whether the folder is watched by events of the system or by looking again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) enum Poll {
    Never,
    Every(Span),
}

impl TryFrom<String> for Poll {
    type Error = values::NotASpan;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text == "never" {
            Ok(Self::Never)
        } else {
            text.try_into().map(Self::Every)
        }
    }
}

impl From<Poll> for String {
    fn from(poll: Poll) -> Self {
        match poll {
            Poll::Never => "never".to_owned(),
            Poll::Every(span) => span.into(),
        }
    }
}

/// What becomes of a document whose last file is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OnDelete {
    Remove,
    Keep,
}

/// The index folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Index {
    pub(crate) folder: PathBuf,
    pub(crate) writer_memory: ByteSize,
    pub(crate) commit_interval: Span,
    pub(crate) copy_interval: Span,
}

/// Reading files in worker processes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Extract {
    pub(crate) workers: usize,
    pub(crate) timeout: Span,
    pub(crate) memory: ByteSize,
    pub(crate) passwords: Vec<Secret>,
    pub(crate) ocr: Recognition,
    pub(crate) ocr_timeout: Span,
}

/// Whether pages that are pictures of text are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Recognition {
    Auto,
    Never,
}

/// The HTTP server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Server {
    pub(crate) listen: SocketAddr,
    pub(crate) token: Secret,
    pub(crate) public_url: String,
    pub(crate) max_upload_size: ByteSize,
    pub(crate) request_timeout: Span,
    pub(crate) rate_limit: u32,
}

/// How questions are answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Search {
    pub(crate) relax: bool,
    pub(crate) synonyms: PathBuf,
}

/// Regions and PDUs beside the built-in ones.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Units {
    pub(crate) file: PathBuf,
}

/// What is logged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Log {
    pub(crate) format: LogFormat,
    pub(crate) level: String,
}

/// The form of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LogFormat {
    Text,
    Json,
}

impl Default for Watch {
    fn default() -> Self {
        let ignored = [
            "*.part",
            "*.crdownload",
            "*.tmp",
            "~$*",
            ".*",
            "Thumbs.db",
            "desktop.ini",
        ];
        Self {
            folder: "watch".into(),
            settle: Span::from_millis(2_000),
            grace: Span::from_secs(30),
            rescan: Span::from_secs(300),
            poll: Poll::Never,
            ignore: ignored.map(str::to_owned).to_vec(),
            on_delete: OnDelete::Remove,
            max_file_size: ByteSize::mebibytes(100),
        }
    }
}

impl Default for Index {
    fn default() -> Self {
        Self {
            folder: "index".into(),
            writer_memory: ByteSize::mebibytes(32),
            commit_interval: Span::from_millis(500),
            copy_interval: Span::from_secs(60),
        }
    }
}

impl Default for Extract {
    fn default() -> Self {
        Self {
            workers: 2,
            timeout: Span::from_secs(60),
            memory: ByteSize::mebibytes(1024),
            passwords: Vec::new(),
            ocr: Recognition::Auto,
            ocr_timeout: Span::from_secs(10 * 60),
        }
    }
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8086)),
            token: Secret::default(),
            public_url: String::new(),
            max_upload_size: ByteSize::mebibytes(100),
            request_timeout: Span::from_secs(30),
            rate_limit: 0,
        }
    }
}

impl Default for Search {
    fn default() -> Self {
        Self {
            relax: true,
            synonyms: PathBuf::new(),
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self {
            format: LogFormat::Text,
            level: "info".to_owned(),
        }
    }
}

impl Config {
    /// Makes the folders and files absolute: those of the configuration are relative to its file.
    fn resolve(&mut self, base: &Path) {
        let own_files = [&mut self.search.synonyms, &mut self.units.file];
        for path in own_files
            .into_iter()
            .filter(|path| !path.as_os_str().is_empty())
        {
            *path = base.join(&*path);
        }
        for folder in [&mut self.watch.folder, &mut self.index.folder] {
            *folder = base.join(&*folder);
        }
    }

    /// What no single value shows to be wrong.
    fn check(&self) -> Result<(), ConfigError> {
        let wrong = |key, allowed: &str| Err(ConfigError::value(key, allowed));
        if !(1..=64).contains(&self.extract.workers) {
            return wrong("extract.workers", "a number from 1 to 64");
        }
        if self.extract.memory < ByteSize::mebibytes(128) {
            return wrong("extract.memory", "at least \"128 MiB\"");
        }
        if self.index.writer_memory < ByteSize::mebibytes(16) {
            return wrong("index.writer_memory", "at least \"16 MiB\"");
        }
        let url = &self.server.public_url;
        if !url.is_empty() && !url.starts_with("http://") && !url.starts_with("https://") {
            return wrong(
                "server.public_url",
                "an address beginning with http:// or https://",
            );
        }
        if self.watch.folder == self.index.folder {
            return wrong("index.folder", "another folder than watch.folder");
        }
        if self
            .log
            .level
            .parse::<tracing_subscriber::EnvFilter>()
            .is_err()
        {
            return wrong("log.level", "error, warn, info, debug or trace");
        }
        Ok(())
    }
}
