//! Small truths about lines of print that hold in every format: white space, bullets, numbers,
//! superscript marks, lines of a contents list.

use std::sync::LazyLock;

use regex::Regex;

use crate::extracted::BlockKind;

/// White space single, control characters and invisible joiners gone.
pub(crate) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_invisible(c) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' | '\u{FFFE}')
}

const BULLETS: &str = "•‣◦▪▫●○■□◾◽⁃∙·➢➤►▶✓✔❖\u{F0B7}\u{F0A7}\u{F076}\u{F0D8}";

/// The marker of a list item and the words after it: `• `, `- `, `1. `, `(a) `, `iv) `.
pub(crate) fn list_marker(line: &str) -> Option<(String, &str)> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(\d{1,3}[.)]|\(\d{1,3}\)|[a-zA-Z][)]|\([a-zA-Z]\)|[ivx]{1,5}[.)]|\([ivx]{1,5}\))\s+\S",
        )
    });
    let line = line.trim_start();
    let first = line.chars().next()?;
    let rest = &line[first.len_utf8()..];
    let bullet = BULLETS.contains(first) && !rest.trim().is_empty();
    if bullet
        || (matches!(first, '-' | '–' | '—' | '*' | '+') && rest.starts_with([' ', '\t', '\u{A0}']))
    {
        // A converter may have put its own bullet before a printed number.
        let numbered = list_marker(rest).filter(|(marker, _)| marker.ends_with(['.', ')']));
        return Some(numbered.unwrap_or_else(|| (bullet_sign(first), rest.trim_start())));
    }
    let marker = NUMBER.captures(line)?.get(1)?;
    Some((
        marker.as_str().to_owned(),
        line[marker.end()..].trim_start(),
    ))
}

/// Private-use signs of symbol fonts are bullets without a name.
fn bullet_sign(sign: char) -> String {
    if ('\u{E000}'..='\u{F8FF}').contains(&sign) {
        "•".into()
    } else {
        sign.into()
    }
}

/// The mark at the head of a note (`¹ The rating …`, `[^2]: Some …`) and the words after it.
pub(crate) fn note_mark(line: &str) -> Option<(String, &str)> {
    static MARKDOWN: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\[\^([^\]\s]{1,12})\]:\s*"));
    if let Some(found) = MARKDOWN.captures(line) {
        return Some((found[1].to_owned(), &line[found[0].len()..]));
    }
    let end = line.find(|c| superscript_value(c).is_none())?;
    let words = line[end..].trim_start();
    (end > 0 && !words.is_empty()).then(|| (plain_digits(&line[..end]), words))
}

/// Superscript digits as ordinary ones: `¹²` is `12`.
pub(crate) fn plain_digits(text: &str) -> String {
    text.chars()
        .map(|c| superscript_value(c).unwrap_or(c))
        .collect()
}

/// Ordinary digits as superscript ones: `12` is `¹²`.
pub(crate) fn superscript_digits(text: &str) -> String {
    text.chars()
        .map(|c| {
            c.to_digit(10)
                .map_or(c, |digit| SUPERSCRIPTS[digit as usize])
        })
        .collect()
}

const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

fn superscript_value(c: char) -> Option<char> {
    SUPERSCRIPTS
        .iter()
        .position(|&s| s == c)
        .and_then(|i| char::from_digit(u32::try_from(i).ok()?, 10))
}

/// Footnote marks parted from the word they hang on: `rating² for` is `rating ² for`. A unit keeps
/// its exponent: `12 km²`.
pub(crate) fn part_marks(text: &str) -> String {
    static MARK: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(\w{3,}[.,;:’'”)\]]*|[.,;:’'”)\]])([⁰¹²³⁴⁵⁶⁷⁸⁹]+)"));
    if !text.contains(SUPERSCRIPTS) {
        return text.to_owned();
    }
    MARK.replace_all(text, "$1 $2").into_owned()
}

/// A line of a contents list: its words without dot leaders, and its page. `Foreword ........ 3`, `Foreword\t3`.
pub(crate) fn contents_entry(line: &str) -> Option<(&str, u32)> {
    static DOTS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^(.*?\S)\s*(?:\t|[.…·_](?:\s?[.…·_]){2,}|[.…]{3,})\s*(\d{1,4})$")
    });
    let found = DOTS.captures(line.trim())?;
    let words = found
        .get(1)?
        .as_str()
        .trim_end_matches(['.', '…', '·', '_', ' ']);
    (!words.is_empty()).then_some((words, found[2].parse().ok()?))
}

/// A paragraph without a style that says more: an entry of the contents list, a typed marker.
pub(crate) fn typed(text: &mut String, raw: &str) -> BlockKind {
    if let Some((words, page)) = contents_entry(raw) {
        *text = format!("{} {page}", squeeze(words));
    } else if let Some((marker, words)) =
        list_marker(raw.trim()).filter(|(_, words)| !words.contains('\n'))
        && !marker.ends_with('.')
    {
        *text = part_marks(&squeeze(words));
        return BlockKind::ListItem { marker, depth: 0 };
    }
    BlockKind::Paragraph
}

/// A pattern of this program's own: it compiles, or the tests fail.
pub(crate) fn pattern(source: &str) -> Regex {
    #[expect(
        clippy::unwrap_used,
        reason = "the pattern is a constant of this crate"
    )]
    Regex::new(source).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_markers() {
        let check = |line, marker: &str, words| {
            assert_eq!(
                list_marker(line),
                Some((marker.to_owned(), words)),
                "{line}"
            );
        };
        check("• staff", "•", "staff");
        check("•staff", "•", "staff");
        check("\u{F0B7} staff", "•", "staff");
        check("- staff", "-", "staff");
        check("- 6. review", "6.", "review");
        check("12. recruit", "12.", "recruit");
        check("(a) recruit", "(a)", "recruit");
        check("iv) recruit", "iv)", "recruit");
        for line in [
            "-5 degrees",
            "2024 was",
            "P 1.1 Leadership",
            "1.1 Leadership",
            "3.",
            "•",
            "",
        ] {
            assert_eq!(list_marker(line), None, "{line}");
        }
    }

    #[test]
    fn marks() {
        assert_eq!(
            part_marks("Our rating² for planning"),
            "Our rating ² for planning"
        );
        assert_eq!(part_marks("as said.¹² Then"), "as said. ¹² Then");
        assert_eq!(part_marks("a room of 12 m²"), "a room of 12 m²");
        assert_eq!(
            note_mark("¹² See there."),
            Some(("12".into(), "See there."))
        );
        assert_eq!(
            note_mark("[^3]: See there."),
            Some(("3".into(), "See there."))
        );
        assert_eq!(note_mark("See there."), None);
    }

    #[test]
    fn contents_entries() {
        assert_eq!(contents_entry("Foreword ........ 3"), Some(("Foreword", 3)));
        assert_eq!(
            contents_entry("Foreword . . . . . 12"),
            Some(("Foreword", 12))
        );
        assert_eq!(contents_entry("Foreword\t3"), Some(("Foreword", 3)));
        assert_eq!(contents_entry("Foreword.....\t3"), Some(("Foreword", 3)));
        assert_eq!(contents_entry("We saw 3"), None);
        assert_eq!(contents_entry("Wait... 3 of them"), None);
    }
}
