//! Small truths about lines of print that hold in every format: white space, bullets, numbers,
//! superscript marks, lines of a contents list.

#[cfg(test)]
mod tests;

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
    let line = line.trim_start();
    let first = line.chars().next()?;
    let rest = &line[first.len_utf8()..];
    let sign = BULLETS.contains(first)
        || (matches!(first, '-' | '–' | '—' | '*' | '+')
            && rest.starts_with([' ', '\t', '\u{A0}']));
    // A row of signs is an ornament.
    let marks = rest.chars().any(|c| !c.is_whitespace() && c != first);
    if sign && marks {
        // A converter may have put its own bullet before a printed number.
        let numbered = list_marker(rest).filter(|(marker, _)| marker.ends_with(['.', ')']));
        return Some(numbered.unwrap_or_else(|| (bullet_sign(first), rest.trim_start())));
    }
    let (marker, rest) = line.split_at(number_end(line)?);
    let words = rest.trim_start();
    (words.len() < rest.len() && !words.is_empty()).then(|| (marker.to_owned(), words))
}

/// A word that marks the item of a list when others follow it.
pub(crate) fn is_list_marker(word: &str) -> bool {
    let mut chars = word.chars();
    let bullet = chars.next().is_some_and(|first| BULLETS.contains(first));
    let rest = if bullet { chars.as_str() } else { word };
    (bullet && rest.is_empty())
        || matches!(word, "-" | "–" | "—" | "*" | "+")
        || number_end(rest) == Some(rest.len())
}

/// Where the number or letter ends that opens an item: `12.`, `(a)`, `iv)`. Every line is asked, so
/// that no pattern is worth its making.
fn number_end(line: &str) -> Option<usize> {
    let inner = line.strip_prefix('(').unwrap_or(line);
    let open = line.len() - inner.len();
    let end = inner
        .bytes()
        .take(6)
        .position(|byte| matches!(byte, b'.' | b')'))?;
    let closed = inner.as_bytes()[end] == b')';
    let (name, length) = (&inner.as_bytes()[..end], end);
    let figure = (1..=3).contains(&length) && name.iter().all(u8::is_ascii_digit);
    let letter = closed && length == 1 && name[0].is_ascii_alphabetic();
    let roman = (1..=5).contains(&length) && name.iter().all(|byte| b"ivx".contains(byte));
    ((figure || letter || roman) && (closed || open == 0)).then_some(open + end + 1)
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
    if let Some((mark, words)) = line
        .strip_prefix("[^")
        .and_then(|rest| rest.split_once("]:"))
    {
        let name = (1..=12).contains(&mark.chars().count())
            && !mark.contains(|c: char| c == ']' || c.is_whitespace());
        return name.then(|| (mark.to_owned(), words.trim_start()));
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

fn is_superscript(c: char) -> bool {
    SUPERSCRIPTS.contains(&c)
}

fn superscript_value(c: char) -> Option<char> {
    SUPERSCRIPTS
        .iter()
        .position(|&s| s == c)
        .and_then(|i| char::from_digit(u32::try_from(i).ok()?, 10))
}

/// Footnote marks parted from the word they hang on: `rating² for` is `rating ² for`. A unit keeps
/// its exponent: `12 km²`.
pub(crate) fn part_marks(text: String) -> String {
    if text.is_ascii() || !text.contains(SUPERSCRIPTS) {
        return text;
    }
    let mut parted = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_superscript(c) && hangs_on_word(&parted) {
            parted.push(' ');
        }
        parted.push(c);
    }
    parted
}

/// Print that a mark is parted from: a word of some length, or what ends one.
fn hangs_on_word(before: &str) -> bool {
    let letter = |c: char| c == '_' || (c.is_alphanumeric() && !is_superscript(c));
    let mut last = before.chars().rev();
    match last.next() {
        Some(c) if ".,;:’'”)]".contains(c) => true,
        Some(c) => letter(c) && last.by_ref().take(2).filter(|&c| letter(c)).count() == 2,
        None => false,
    }
}

/// A line of a contents list: its words without dot leaders, and its page. `Foreword ........ 3`, `Foreword\t3`.
pub(crate) fn contents_entry(line: &str) -> Option<(&str, u32)> {
    let line = line.trim();
    let head = line.trim_end_matches(|c: char| c.is_ascii_digit());
    let page = &line[head.len()..];
    if !(1..=4).contains(&page.len()) {
        return None;
    }
    let led = head.trim_end();
    let tabbed = head[led.len()..].contains('\t');
    if !tabbed && dots_at_end(led) < 3 {
        return None;
    }
    let words = led.trim_end_matches(|c: char| is_dot(c) || c.is_whitespace());
    (!words.is_empty() && !words.contains('\n')).then_some((words, page.parse().ok()?))
}

fn is_dot(c: char) -> bool {
    matches!(c, '.' | '…' | '·' | '_')
}

/// How many dots lead to the end, with at most one blank between two of them.
fn dots_at_end(text: &str) -> usize {
    let (mut dots, mut blanks) = (0, 0);
    for c in text.chars().rev() {
        if is_dot(c) {
            (dots, blanks) = (dots + 1, 0);
        } else if c.is_whitespace() && blanks == 0 {
            blanks = 1;
        } else {
            break;
        }
    }
    dots
}

/// A paragraph without a style that says more: an entry of the contents list, a typed marker.
pub(crate) fn typed(text: &mut String, raw: &str) -> BlockKind {
    if let Some((words, page)) = contents_entry(raw) {
        *text = format!("{} {page}", squeeze(words));
    } else if let Some((marker, words)) =
        list_marker(raw.trim()).filter(|(_, words)| !words.contains('\n'))
        && !marker.ends_with('.')
    {
        *text = part_marks(squeeze(words));
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
