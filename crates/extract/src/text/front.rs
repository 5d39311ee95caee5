//! What a text says of itself before it begins: names and values between two lines of hyphens.

use super::inline;
use crate::Metadata;

/// Takes such a head off a text.
pub(super) fn take(text: &str) -> (Metadata, &str) {
    match parted(text) {
        Some((head, rest)) => (metadata(head), rest),
        None => (Metadata::default(), text),
    }
}

fn parted(text: &str) -> Option<(&str, &str)> {
    let inside = text.trim_start_matches('\u{FEFF}').strip_prefix("---\n")?;
    let (head, rest) = inside
        .split_once("\n---\n")
        .or_else(|| inside.split_once("\n...\n"))?;
    let mut lines = head.lines();
    let is_named = |line: &str| {
        let name = line.split_once(':').map(|(name, _)| name);
        name.is_some_and(|name| !name.is_empty() && !name.contains(char::is_whitespace))
    };
    // Values may go on in lines that are set in or are items of a list.
    let goes_on = |line: &str| line.starts_with([' ', '\t', '-', '#']) || line.is_empty();
    let is_head =
        lines.next().is_some_and(is_named) && lines.all(|line| is_named(line) || goes_on(line));
    is_head.then_some((head, rest))
}

fn metadata(head: &str) -> Metadata {
    let value = |names: &[&str]| {
        head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let value = inline::words(value.trim().trim_matches(['"', '\''])).text;
            let is_wanted = names.iter().any(|wanted| name.eq_ignore_ascii_case(wanted));
            (is_wanted && !value.is_empty()).then_some(value)
        })
    };
    Metadata {
        title: value(&["title"]),
        author: value(&["author"]),
        published: value(&["date", "published"]),
        modified: value(&["lastmod", "modified", "updated"]),
        language: value(&["lang", "language"]),
        ..Metadata::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_between_hyphens_is_no_text() {
        let (metadata, rest) =
            take("---\ntitle: \"Skerry unit\"\ndate: 2024-03-05\ntags:\n  - x\n---\n# Skerry\n");
        assert_eq!(metadata.title.as_deref(), Some("Skerry unit"));
        assert_eq!(metadata.published.as_deref(), Some("2024-03-05"));
        assert_eq!(rest, "# Skerry\n");
    }

    #[test]
    fn text_between_rules_is_text() {
        let text = "---\nThe unit: a summary of it\n---\nMore\n";
        assert_eq!(take(text).1, text);
    }
}
