//! Text of documents on its way into HTML.

use std::ops::Range;

/// The snippet with nothing in it but text and `<mark>`, whatever it came with.
pub(crate) fn only_marks(snippet: &str) -> String {
    let mut html = String::with_capacity(snippet.len());
    let mut open = false;
    for piece in pieces(snippet) {
        match piece {
            Piece::Mark if !open => html.push_str("<mark>"),
            Piece::Unmark if open => html.push_str("</mark>"),
            Piece::Mark | Piece::Unmark => continue,
            Piece::Text(text) => {
                html.push_str(&escaped(&unescaped(text)));
                continue;
            }
        }
        open = !open;
    }
    if open {
        html.push_str("</mark>");
    }
    html
}

/// The text as HTML, these ranges of its bytes in `<mark>`. Ranges that are out of order or cut a
/// character are left out.
pub(crate) fn marked(text: &str, ranges: &[Range<usize>]) -> String {
    let mut html = String::with_capacity(text.len() + 13 * ranges.len());
    let mut done = 0;
    for range in ranges {
        let (Some(before), Some(inside)) = (text.get(done..range.start), text.get(range.clone()))
        else {
            continue;
        };
        html.push_str(&escaped(before));
        html.push_str("<mark>");
        html.push_str(&escaped(inside));
        html.push_str("</mark>");
        done = range.end;
    }
    html.push_str(&escaped(&text[done..]));
    html
}

/// The snippet's text alone.
pub(crate) fn plain_text(snippet: &str) -> String {
    let texts = pieces(snippet).into_iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(unescaped(text)),
        Piece::Mark | Piece::Unmark => None,
    });
    texts.collect()
}

enum Piece<'s> {
    Text(&'s str),
    Mark,
    Unmark,
}

fn pieces(snippet: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for (index, after_mark) in snippet.split("<mark>").enumerate() {
        if index > 0 {
            pieces.push(Piece::Mark);
        }
        for (index, text) in after_mark.split("</mark>").enumerate() {
            if index > 0 {
                pieces.push(Piece::Unmark);
            }
            pieces.push(Piece::Text(text));
        }
    }
    pieces
}

const ENTITIES: [(&str, &str); 6] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#x27;", "'"),
    ("&#39;", "'"),
    ("&amp;", "&"),
];

fn unescaped(html: &str) -> String {
    let mut text = html.to_owned();
    for (entity, character) in ENTITIES {
        text = text.replace(entity, character);
    }
    text
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#x27;"),
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_stay_and_nothing_else_does() {
        let check = |snippet: &str, expected: &str| assert_eq!(only_marks(snippet), expected);
        check("a <mark>b</mark> &amp; c", "a <mark>b</mark> &amp; c");
        check("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;");
        check("<mark onclick=x>", "&lt;mark onclick=x&gt;");
        check("a</mark> <mark>b", "a <mark>b</mark>");
        check("&lt;b&gt; &#x27;q&#39;", "&lt;b&gt; &#x27;q&#x27;");
    }

    #[test]
    fn ranges_of_a_text_are_marked() {
        let check = |ranges: &[Range<usize>], expected: &str| {
            assert_eq!(marked("a <b> é", ranges), expected);
        };
        check(&[], "a &lt;b&gt; é");
        check(&[2..5, 6..8], "a <mark>&lt;b&gt;</mark> <mark>é</mark>");
        check(&[2..5, 0..1, 6..7, 6..99], "a <mark>&lt;b&gt;</mark> é");
    }

    #[test]
    fn plain_text_is_what_was_written() {
        assert_eq!(
            plain_text("a <mark>b</mark> &amp;lt; &lt;c&gt;"),
            "a b &lt; <c>"
        );
    }

    proptest! {
        #[test]
        fn no_other_tag_ever_comes_out(text in "([<>&'\"a/ ]|<mark>|</mark>|&lt;){0,40}") {
            let html = only_marks(&text);
            let rest = html.replace("<mark>", "").replace("</mark>", "");
            prop_assert!(!rest.contains(['<', '>', '"']), "{}", html);
            prop_assert_eq!(html.matches("<mark>").count(), html.matches("</mark>").count());
        }
    }
}
