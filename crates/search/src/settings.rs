//! What an operator may choose about searching.

use std::time::Duration;

use probity_model::Gazetteer;

/// How the index is opened and how much a query may cost.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether the built-in list of words that mean the same is heeded.
    pub glossary: bool,
    /// Words of the user's own that mean the same, in the form of the built-in list
    /// (`data/meanings.txt`): added to it.
    pub synonyms: String,
    /// The units whose names and towns are known.
    pub gazetteer: Gazetteer,
    /// The longest a query may run.
    pub timeout: Duration,
    /// Entries that one thread looks at in one go: what is left of larger indexes, others look at meanwhile.
    pub part: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            glossary: true,
            synonyms: String::new(),
            gazetteer: Gazetteer::built_in(),
            timeout: Duration::from_secs(5),
            part: 16_384,
        }
    }
}
