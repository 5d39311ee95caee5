//! What an element or a paragraph of a page is, by its name, its class or its first words.

use std::sync::LazyLock;

use regex::Regex;
use scraper::ElementRef;

use super::site::kebab;
use crate::extracted::BlockKind;
use crate::prose::{list_marker, note_mark, pattern};

/// The element's name; `h2` for one that only plays that heading's part.
pub(super) fn with_heading_role(element: ElementRef<'_>) -> &str {
    let level = || element.attr("aria-level").map_or("2", str::trim);
    match element.attr("role") {
        Some("heading") => ["h1", "h2", "h3", "h4", "h5", "h6"]
            .into_iter()
            .find(|name| name[1..] == *level())
            .unwrap_or("h6"),
        _ => element.value().name(),
    }
}

/// Words under a picture that only their class tells from a paragraph.
pub(super) fn is_caption(element: ElementRef) -> bool {
    static CAPTION: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:^|-)(?:captions?|caption-text|credit|photo-credit)$"));
    const MOST_WORDS: usize = 80;
    let names = || element.value().classes().map(kebab);
    let is_named = || {
        names().any(|name| {
            // A heading's kicker is called so, too.
            !name.starts_with("govuk-") && !name.starts_with("has-") && CAPTION.is_match(&name)
        })
    };
    let is_short = || {
        let words = element.text().flat_map(str::split_whitespace);
        words.take(MOST_WORDS + 1).count() <= MOST_WORDS
    };
    matches!(
        element.value().name(),
        "p" | "div" | "span" | "small" | "em" | "dd" | "cite"
    ) && is_named()
        && is_short()
}

/// A paragraph that opens with a note's mark or a typed bullet is what it looks like; an item that
/// opens with a typed number has that one, whatever its list counts.
pub(super) fn marked(kind: BlockKind, text: String) -> (BlockKind, String) {
    if let BlockKind::ListItem { depth, .. } = kind
        && let Some((marker, words)) = list_marker(&text)
        && marker.ends_with(['.', ')'])
    {
        return (BlockKind::ListItem { marker, depth }, words.to_owned());
    }
    if kind != BlockKind::Paragraph {
        return (kind, text);
    }
    if let Some((mark, words)) = note_mark(&text) {
        return (BlockKind::Footnote { mark }, words.to_owned());
    }
    match list_marker(&text) {
        Some((marker, words)) if !marker.starts_with(|c: char| c.is_ascii_digit()) => {
            (BlockKind::ListItem { marker, depth: 0 }, words.to_owned())
        }
        _ => (kind, text),
    }
}

/// Sections of long pages end their headings, and notes their words, with a link back.
pub(super) fn without_back_link(text: &str) -> String {
    let text = text.trim_end_matches(['↩', '↑', '\u{FE0E}', ' ', '^']);
    let cut = [
        "(back to top)",
        "(return to top)",
        "[back to top]",
        "(back to contents)",
    ]
    .into_iter()
    .find_map(|link| {
        let at = text.len().checked_sub(link.len())?;
        let end = text.get(at..)?;
        end.eq_ignore_ascii_case(link).then_some(at)
    });
    text[..cut.unwrap_or(text.len())].trim_end().to_owned()
}

pub(super) fn is_notes(element: ElementRef) -> bool {
    let role = element.attr("role").unwrap_or_default();
    let named = |name: &str| {
        matches!(
            name,
            "footnotes" | "endnotes" | "footnote" | "wp-block-footnotes" | "notes-list"
        )
    };
    matches!(role, "doc-endnotes" | "doc-footnote")
        || element
            .value()
            .classes()
            .chain(element.value().id())
            .any(named)
}

pub(super) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "b"
            | "strong"
            | "picture"
            | "source"
            | "ruby"
            | "nobr"
    )
}
