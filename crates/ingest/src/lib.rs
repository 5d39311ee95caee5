//! From a file that is dropped into a folder to a document that can be found, losing nothing on
//! the way: watch, settle, hash, claim, read in a worker process, understand, commit.
//!
//! Three rules hold it together. The scan of the folder is the truth, events only make it faster.
//! The ledger ([`probity_catalogue`]) is written before the index, and the index remembers how far
//! it has followed the ledger; so a crash at any instant costs repeated work and nothing else.
//! One thread writes the index, and after any error it begins again at the last commit.

mod board;
mod commands;
mod committer;
mod error;
mod failure;
mod folder;
mod gone;
mod handover;
mod ignore;
mod inbox;
mod index;
mod ingest;
mod intake;
mod look;
mod names;
mod once;
mod pages;
mod paths;
mod queue;
mod runner;
mod scan;
mod sentences;
mod serve;
mod settings;
mod settle;
mod watchdog;
mod watcher;
mod worker;

pub use error::IngestError;
pub use index::{IndexAccess, Opened, TantivyAccess, open_index, set_aside};
pub use ingest::{Ingest, IngestHandle, Parts};
pub use once::{FileReport, rebuild, take_in};
pub use paths::on_disk;
pub use serve::run_worker;
pub use settings::{OnDelete, Settings, default_ignore};

#[cfg(test)]
mod tests;
