//! What an operator may choose about searching.

use std::time::Duration;

/// How the index is opened and how much a query may cost.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Words of the user's own that mean the same, in the form of the built-in list
    /// (`data/meanings.txt`): added to it.
    pub synonyms: String,
    /// The longest a query may run.
    pub timeout: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            synonyms: String::new(),
            timeout: Duration::from_secs(5),
        }
    }
}
