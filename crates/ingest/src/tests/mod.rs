//! Ingestion as a whole, with real folders and ledgers. Documents are read by a stand-in that obeys
//! the words in them, and the index is a stand-in that can be made to fail.

mod bench;
mod beside;
mod crashes;
mod faults;
mod files;
mod flow;
mod machine;
mod named;
mod pace;
mod script;
mod workers;
