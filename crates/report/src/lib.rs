//! Extracted pages to a [`Document`]: what inspection reports, press releases and news say.
//!
//! Pure functions: no files, no index, no clock. Reading never fails; what is doubtful is a warning.

mod blocks;
mod boilerplate;
mod checks;
mod classify;
mod contents;
mod dates;
mod evidence;
mod headings;
mod key_questions;
mod measures;
mod outline;
mod passages;
mod people;
mod progress;
mod published;
mod publisher;
mod rating_words;
mod ratings_page;
mod read;
mod recommendations;
mod text;
mod title;
mod units;

pub use read::read;

/// The version of the reading rules. Documents read by an older version are read again.
pub const RULES_VERSION: u32 = 1;
