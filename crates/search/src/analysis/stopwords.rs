//! Words of a question that say nothing of what is sought.

use std::collections::HashSet;
use std::sync::LazyLock;

const COMMON: &str = include_str!("../../data/common-words.txt");

static WORDS: LazyLock<Lists> = LazyLock::new(Lists::read);

struct Lists {
    common: HashSet<&'static str>,
    asking: HashSet<&'static str>,
    everywhere: HashSet<&'static str>,
}

impl Lists {
    fn read() -> Self {
        let (common, rest) = COMMON.split_once("[asking]").unwrap_or((COMMON, ""));
        let (asking, everywhere) = rest.split_once("[everywhere]").unwrap_or((rest, ""));
        let words = |text: &'static str| {
            let lines = text.lines().filter(|line| !line.starts_with('#'));
            lines.flat_map(str::split_whitespace).collect()
        };
        Self {
            common: words(common),
            asking: words(asking),
            everywhere: words(everywhere),
        }
    }
}

/// A folded word that stands in any English sentence: "the", "is", "of".
pub(crate) fn is_common(word: &str) -> bool {
    WORDS.common.contains(word)
}

/// A folded word that begins a request without naming its object: "list", "show", "find".
pub(crate) fn is_asking(word: &str) -> bool {
    WORDS.asking.contains(word)
}

/// A folded word that all documents of the field are about: "probation", "service".
pub(crate) fn is_everywhere(word: &str) -> bool {
    WORDS.everywhere.contains(word)
}
