//! From a file that is dropped into a folder to a document that can be found, losing nothing on
//! the way: watch, settle, hash, claim, read in a worker process, understand, commit.
//!
//! Three rules hold it together. The scan of the folder is the truth, events only make it faster.
//! The ledger ([`probity_catalogue`]) is written before the index, and the index remembers how far
//! it has followed the ledger; so a crash at any instant costs repeated work and nothing else.
//! One thread writes the index, and after any error it begins again at the last commit.

mod backup;
mod beside;
mod board;
mod commands;
mod committer;
mod copies;
mod death;
mod error;
mod failure;
mod folder;
mod gone;
mod handover;
mod ignore;
mod inbox;
mod index;
mod ingest;
mod instance;
mod intake;
mod interest;
mod live;
mod look;
mod mounts;
mod names;
mod once;
mod pages;
mod paths;
mod queue;
mod rebuild;
mod runner;
mod scan;
mod sentences;
mod serve;
mod settings;
mod settle;
mod space;
mod sweep;
mod unpack;
mod verify;
mod watchdog;
mod watcher;
mod wishes;
mod worker;

pub use backup::{Backed, back_up, restore};
pub use error::IngestError;
pub use index::{IndexAccess, Opened, open_index, set_aside};
pub use ingest::{Ingest, IngestHandle, Opening, Parts};
pub use instance::Instance;
pub use live::{LiveIndex, Place};
pub use once::{FileReport, rebuild, take_in};
pub use paths::on_disk;
pub use serve::run_worker;
pub use settings::{Copying, OnDelete, Settings, default_ignore};
pub use unpack::unpack;
pub use verify::{Fault, Findings, repair, verify};
pub use wishes::{is_paused, wish_pause, wish_rescan};

#[cfg(test)]
mod tests;
