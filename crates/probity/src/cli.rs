//! The command line: what can be asked of the program, and with which words.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use probity_search::Scope;

/// Search over probation inspection reports and the news about them.
///
/// Drop files into the watch folder of `probity serve`; search them in a browser, over HTTP or here.
#[derive(Debug, Parser)]
#[command(name = "probity", version, max_term_width = 100)]
pub(crate) struct Cli {
    /// The configuration file; config.toml in the working directory where there is one.
    #[arg(long, global = true, value_name = "FILE", env = "PROBITY_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Set one key for this run, such as --set server.listen=127.0.0.1:9000. May be repeated.
    #[arg(long, global = true, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Watch the folder and serve searches until stopped.
    Serve,
    /// Put files or folders into the watch folder and wait until they are searchable or failed.
    Ingest {
        /// Files, or folders to take every file of.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        output: Output,
    },
    /// Search from the terminal.
    Search {
        /// The question, in the query language; everything where it is left out.
        #[arg(default_value = "")]
        query: String,
        #[command(flatten)]
        narrow: Narrow,
        /// Hits wanted.
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=100))]
        limit: u16,
        #[command(flatten)]
        output: Output,
    },
    /// Find earlier recommendations that ask for nearly the same.
    Similar {
        /// A draft, or the id of a recommendation or finding.
        text: String,
        #[command(flatten)]
        narrow: Narrow,
        /// Hits wanted.
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=100))]
        limit: u16,
        #[command(flatten)]
        output: Output,
    },
    /// Show what is known of a document.
    Show {
        /// The document's id.
        id: String,
        #[command(flatten)]
        output: Output,
    },
    /// Tell how many files are in which state, and which failed and why.
    Status {
        #[command(flatten)]
        output: Output,
    },
    /// Try files that failed again now.
    Retry {
        /// Only those whose path, relative to the watch folder, begins with this.
        path: Option<String>,
    },
    /// Look through the whole watch folder now.
    Rescan,
    /// Take no new files until `resume`, across restarts.
    Pause,
    /// Take new files again.
    Resume,
    /// Read every file anew and make the index from it. The server must not be running.
    Rebuild {
        #[command(flatten)]
        output: Output,
    },
    /// Write the catalogue, with all corrections, and the index into one file, beside a running
    /// server or without one.
    Backup {
        /// The file to write; one that is there is replaced.
        file: PathBuf,
    },
    /// Put a backup back. The server must not be running.
    Restore {
        /// A file that `backup` wrote.
        file: PathBuf,
        /// Replace the catalogue and the index that are there.
        #[arg(long)]
        replace: bool,
    },
    /// Hold catalogue, watch folder and index against one another, and check every byte.
    Verify {
        /// Set right what is wrong. The server must not be running.
        #[arg(long)]
        repair: bool,
        #[command(flatten)]
        output: Output,
    },
    /// Print the text of a file, without taking it in.
    Extract {
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        output: Output,
    },
    /// Print the configuration that holds, and say what is wrong with it.
    Check,
    /// Write everything that a search finds, as CSV or JSON lines.
    Export {
        /// The question; everything where it is left out.
        #[arg(default_value = "")]
        query: String,
        #[command(flatten)]
        narrow: Narrow,
        /// The form of the output.
        #[arg(long, value_enum, default_value_t = ExportFormat::Csv)]
        format: ExportFormat,
    },
    /// Serve the sample documents from a temporary folder, to try Probity out.
    Demo {
        /// Address and port to serve at.
        #[arg(long, default_value = "127.0.0.1:8086")]
        listen: SocketAddr,
    },
    /// Draw a page named on standard input; started by the server, not by people.
    #[command(hide = true)]
    Picture {
        /// Bytes of address space the process may take.
        #[arg(long)]
        memory: u64,
    },
    /// Read files named on standard input; started by the server, not by people.
    #[command(hide = true)]
    Worker {
        /// Bytes of address space the process may take.
        #[arg(long)]
        memory: u64,
        /// The user's own file of units.
        #[arg(long)]
        units: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Output {
    /// Print JSON for programs.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What hits are narrowed to. Repeat an option for alternatives.
#[derive(Debug, Default, Args)]
pub(crate) struct Narrow {
    /// What a hit is.
    #[arg(long = "in", value_enum, value_name = "WHAT")]
    pub(crate) scope: Option<ScopeName>,
    /// Name of a region.
    #[arg(long)]
    pub(crate) region: Vec<String>,
    /// Name of a PDU.
    #[arg(long)]
    pub(crate) pdu: Vec<String>,
    /// Overall rating, or "Not rated".
    #[arg(long)]
    pub(crate) rating: Vec<String>,
    /// Year of publication, or "Undated".
    #[arg(long)]
    pub(crate) year: Vec<String>,
    /// Published on or after: 2024, 2024-08 or 2024-08-29.
    #[arg(long)]
    pub(crate) from: Option<String>,
    /// Published on or before.
    #[arg(long)]
    pub(crate) to: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ScopeName {
    Documents,
    Findings,
    Recommendations,
}

impl From<ScopeName> for Scope {
    fn from(name: ScopeName) -> Self {
        match name {
            ScopeName::Documents => Self::Documents,
            ScopeName::Findings => Self::Findings,
            ScopeName::Recommendations => Self::Recommendations,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    Csv,
    Jsonl,
}
