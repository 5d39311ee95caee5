//! Words of this field that mean the same: abbreviations, and what outsiders say for what reports say.

mod thesaurus;

pub(crate) use thesaurus::{Meaning, Thesaurus};
