//! Marks inside a line of Markdown-like text: emphasis, links, entities, remnants of tags.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::prose::{part_marks, pattern, squeeze, superscript_digits};

/// A line's words without markup, and whether all of them were bold.
pub(super) struct Words {
    pub(super) text: String,
    pub(super) bold: bool,
}

/// Takes the markup out of a line.
pub(super) fn words(raw: &str) -> Words {
    let text = without_tags(raw);
    let text = without_links(text.trim_end().trim_end_matches('\\'));
    let bold = is_bold(&text);
    Words {
        text: part_marks(squeeze(&without_emphasis(&text))),
        bold,
    }
}

/// Remnants of tags around pasted table cells and paragraphs; entities.
fn without_tags(text: &str) -> String {
    static TAG: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r#"(?i)</?(?:p|br|div|span|b|i|u|em|strong|sup|sub|li|ul|ol|td|tr|th|table|tbody|h[1-6]|font|a)(?:\s[^<>]*)?/?>"#,
        )
    });
    static ENTITY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"&(amp|lt|gt|quot|apos|nbsp|ndash|mdash|lsquo|rsquo|ldquo|rdquo|hellip|pound|#\d{1,6}|#x[0-9a-fA-F]{1,6});",
        )
    });
    let text = if text.contains('<') {
        TAG.replace_all(text, " ")
    } else {
        text.into()
    };
    if text.contains('&') {
        ENTITY.replace_all(&text, entity).into_owned()
    } else {
        text.into_owned()
    }
}

fn entity(found: &Captures) -> String {
    let number = |digits: &str, radix| {
        u32::from_str_radix(digits, radix)
            .ok()
            .and_then(char::from_u32)
    };
    let named = match &found[1] {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        "ndash" => Some('–'),
        "mdash" => Some('—'),
        "lsquo" => Some('‘'),
        "rsquo" => Some('’'),
        "ldquo" => Some('“'),
        "rdquo" => Some('”'),
        "hellip" => Some('…'),
        "pound" => Some('£'),
        code => match code.strip_prefix("#x") {
            Some(hex) => number(hex, 16),
            None => number(code.trim_start_matches('#'), 10),
        },
    };
    named.map_or_else(|| found[0].to_owned(), String::from)
}

/// `[words](address)` leaves its words, `[^1]` its mark.
fn without_links(text: &str) -> String {
    static LINK: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"!?\[((?:[^\[\]]|\\.)*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+[^()]*)?\)")
    });
    static NOTE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[\^([^\]\s]{1,12})\]"));
    static ADDRESS: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"<((?:https?://|mailto:)[^<>\s]+)>"));
    if !text.contains(['[', '<']) {
        return text.to_owned();
    }
    let text = LINK.replace_all(text, "$1");
    let text = NOTE.replace_all(&text, |found: &Captures| superscript_digits(&found[1]));
    ADDRESS.replace_all(&text, "$1").into_owned()
}

fn is_bold(text: &str) -> bool {
    static BOLD: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\s*(?:\*\*[^*]+\*\*|__[^_]+__)\s*:?\s*$"));
    BOLD.is_match(text)
}

/// Pairs of asterisks, underscores and back-quotes around words; a lone one is a sign of its own.
fn without_emphasis(text: &str) -> String {
    static STARS: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(\*{1,3})([^\s*](?:[^*]*[^\s*])?)(\*{1,3})"));
    static UNDERSCORES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(^|[\s(\[‘“])(?:___|__|_)([^\s_](?:[^_]*[^\s_])?)(?:___|__|_)($|[\s.,;:!?)\]’”])")
    });
    static CODE: LazyLock<Regex> = LazyLock::new(|| pattern(r"`([^`\s](?:[^`]*[^`\s])?)`"));
    static ESCAPE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\\([*_#\[\]()>`.\-+!|])"));
    let mut text = text.to_owned();
    for _nested in 0..2 {
        if text.contains('*') {
            text = STARS.replace_all(&text, "$2").into_owned();
        }
    }
    if text.contains('_') {
        text = UNDERSCORES.replace_all(&text, "$1$2$3").into_owned();
    }
    if text.contains('`') {
        text = CODE.replace_all(&text, "$1").into_owned();
    }
    if text.contains('\\') {
        text = ESCAPE.replace_all(&text, "$1").into_owned();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: &str) {
        assert_eq!(words(raw).text, expected);
    }

    #[test]
    fn markup_goes_and_words_stay() {
        check("Score **04/21**", "Score 04/21");
        check("**Our *own* view**", "Our own view");
        check(
            "See [our website](https://example.org/a_(b)) now",
            "See our website now",
        );
        check(
            "[Glossary (example.org)](https://example.org)",
            "Glossary (example.org)",
        );
        check("<p>One</p> <p>Two</p>", "One Two");
        check(
            "Fish &amp; chips&nbsp;&#8211; &pound;5",
            "Fish & chips – £5",
        );
        check("as shown[^2] here", "as shown ² here");
        check(
            "snake_case_name and 2 * 3 * 4",
            "snake_case_name and 2 * 3 * 4",
        );
        check("_quite_ so", "quite so");
        check("if a < b and b > c", "if a < b and b > c");
        check("[The] unit said", "[The] unit said");
        check(r"4\. not a list", "4. not a list");
        check("the `watch` folder", "the watch folder");
        check("one line\\", "one line");
    }

    #[test]
    fn bold_lines_are_known() {
        assert!(words("**Areas for improvement:**").bold);
        assert!(words("**Strengths**:").bold);
        assert!(!words("Score **04/21**").bold);
    }
}
