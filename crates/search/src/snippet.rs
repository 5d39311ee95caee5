//! Snippets: the sentences of a text that best show why it was found, with what was found marked.

use std::ops::Range;
use std::rc::Rc;

use crate::analysis::{Token, tokens};
use crate::plan::{MarkPhrase, Marks};

/// Characters of a snippet, as near as whole sentences allow.
const LENGTH: usize = 280;

/// The best fragment of a text: HTML-escaped, matches in `<mark>`, `…` where it was cut. Without
/// anything to mark, its beginning.
pub(crate) fn snippet(text: &str, marks: &Marks) -> String {
    let tokens = tokens(text);
    let found = found(&tokens, marks);
    let fragment = best_fragment(text, &tokens, &found);
    render(text, &fragment, &found)
}

/// Bytes of the text that what is sought takes, in order.
pub(crate) fn marked(text: &str, marks: &Marks) -> Vec<Range<usize>> {
    let found = found(&tokens(text), marks);
    found.into_iter().map(|find| find.range).collect()
}

/// A place to mark, and which of the things sought stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    range: Range<usize>,
    /// The words found, for telling different finds from repeated ones.
    what: String,
    /// Words in the row.
    words: usize,
}

fn found(tokens: &[Token], marks: &Marks) -> Vec<Found> {
    if marks.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Found> = Vec::new();
    let plain: Vec<&Token> = tokens.iter().filter(|token| !token.joined).collect();
    let initials = marks.initials();
    let unsought: Rc<str> = "".into();
    let stem = |token: &Token| match token.folded.chars().next() {
        Some(first) if initials.contains(&first) => token.shared_stem(),
        _ => Rc::clone(&unsought),
    };
    let stems: Vec<Rc<str>> = plain.iter().map(|token| stem(token)).collect();
    for phrase in &marks.phrases {
        find_phrase(&plain, &stems, phrase, &mut found);
    }
    let mut stems = stems.into_iter();
    for token in tokens {
        let stem = match token.joined {
            true => stem(token),
            false => stems.next().unwrap_or_default(),
        };
        if stem.is_empty() {
            continue;
        }
        if marks.stems.contains(&*stem) || marks.exact.contains(&token.folded) {
            found.push(Found {
                range: token.range.clone(),
                what: stem.to_string(),
                words: 1,
            });
        }
    }
    without_overlaps(found)
}

fn find_phrase(plain: &[&Token], stems: &[Rc<str>], phrase: &MarkPhrase, found: &mut Vec<Found>) {
    let fits = |at: usize, wanted: &str| match phrase.exact {
        true => plain[at].folded == wanted,
        false => &*stems[at] == wanted,
    };
    let Some((first, rest)) = phrase.words.split_first() else {
        return;
    };
    for start in (0..plain.len()).filter(|at| fits(*at, first)) {
        let mut end = start;
        let mut spare = phrase.slop as usize;
        let all = rest.iter().all(|wanted| {
            let reach = plain.len().min(end + 2 + spare);
            let next = (end + 1..reach).find(|at| fits(*at, wanted));
            next.is_some_and(|next| {
                spare -= next - end - 1;
                end = next;
                true
            })
        });
        if all {
            found.push(Found {
                range: plain[start].range.start..plain[end].range.end,
                what: phrase.words.join(" "),
                words: phrase.words.len(),
            });
        }
    }
}

/// Finds in order; of two that overlap, the longer.
fn without_overlaps(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|find| (find.range.start, std::cmp::Reverse(find.range.end)));
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for find in found {
        match kept.last_mut() {
            Some(last) if find.range.start < last.range.end => {
                if find.range.len() > last.range.len() {
                    *last = find;
                }
            }
            _ => kept.push(find),
        }
    }
    kept
}

/// The run of sentences, about a snippet long, with the most different finds; the first of equals.
fn best_fragment(text: &str, tokens: &[Token], found: &[Found]) -> Range<usize> {
    let sentences = sentences(text);
    let mut best = (0, 0..0);
    for start in 0..sentences.len() {
        let mut end = start + 1;
        while end < sentences.len() && sentences[end].end - sentences[start].start <= LENGTH {
            end += 1;
        }
        let fragment = sentences[start].start..sentences[end - 1].end;
        let value = value(&fragment, found);
        if value > best.0 || best.1.is_empty() {
            best = (value, fragment);
        }
    }
    shortened(text, tokens, found, best.1)
}

/// How much a fragment shows: different finds count much, repeated ones little.
fn value(fragment: &Range<usize>, found: &[Found]) -> usize {
    let inside: Vec<&Found> = found
        .iter()
        .filter(|find| fragment.contains(&find.range.start) && find.range.end <= fragment.end)
        .collect();
    let mut seen: Vec<&str> = Vec::new();
    let mut value = inside.len();
    for find in inside {
        if !seen.contains(&find.what.as_str()) {
            seen.push(&find.what);
            value += 20 * find.words;
        }
    }
    value
}

/// A sentence that is too long, cut between words around the most finds.
fn shortened(
    text: &str,
    tokens: &[Token],
    found: &[Found],
    fragment: Range<usize>,
) -> Range<usize> {
    if fragment.len() <= 2 * LENGTH {
        return fragment;
    }
    let inside = tokens.iter().filter(|token| {
        !token.joined && fragment.contains(&token.range.start) && token.range.end <= fragment.end
    });
    let mut best = (0, 0..0);
    for first in inside {
        let start = first.range.start;
        let last = tokens
            .iter()
            .rfind(|token| token.range.end <= start + LENGTH);
        let end = last.map_or(first.range.end, |last| last.range.end.max(first.range.end));
        let window = start..end;
        let value = value(&window, found);
        if value > best.0 || best.1.is_empty() {
            best = (value, window);
        }
    }
    if best.1.is_empty() {
        let end = text.floor_char_boundary(fragment.start + LENGTH);
        return fragment.start..end;
    }
    best.1
}

/// The sentences of a text, without the white space between.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let ends = match c {
            '\n' => true,
            '.' | '!' | '?' | '…' => is_end(text, at, c),
            _ => false,
        };
        if ends {
            let mut end = at + c.len_utf8();
            while let Some((next, closing)) =
                chars.next_if(|(_, c)| matches!(c, '"' | '\'' | '”' | '’' | ')'))
            {
                end = next + closing.len_utf8();
            }
            push_trimmed(text, start..end, &mut sentences);
            start = end;
        }
    }
    push_trimmed(text, start..text.len(), &mut sentences);
    sentences
}

/// Words that are written with a stop and go before a name or a number.
const SHORT_FORMS: [&str; 10] = [
    "Mr", "Mrs", "Ms", "Dr", "St", "Prof", "Rev", "No", "Fig", "approx",
];

/// A stop ends a sentence where white space and no small letter follow, and no initial or "e.g." precedes.
fn is_end(text: &str, at: usize, stop: char) -> bool {
    let after = text[at + stop.len_utf8()..].trim_start_matches(['"', '\'', '”', '’', ')']);
    let follows = after.trim_start().chars().next();
    let has_space = after.is_empty() || after.starts_with(char::is_whitespace);
    let before: String = text[..at]
        .chars()
        .rev()
        .take_while(|c| c.is_alphabetic())
        .collect();
    let is_initial = stop == '.' && before.chars().count() == 1;
    let word: String = before.chars().rev().collect();
    let is_short_form = stop == '.' && SHORT_FORMS.contains(&word.as_str());
    has_space && !is_initial && !is_short_form && follows.is_none_or(|c| !c.is_lowercase())
}

fn push_trimmed(text: &str, range: Range<usize>, sentences: &mut Vec<Range<usize>>) {
    let printed = &text[range.clone()];
    let start = range.start + (printed.len() - printed.trim_start().len());
    let end = start + printed.trim().len();
    if start < end {
        sentences.push(start..end);
    }
}

fn render(text: &str, fragment: &Range<usize>, found: &[Found]) -> String {
    let mut html = String::with_capacity(fragment.len() + 64);
    if !text[..fragment.start].trim().is_empty() {
        html.push_str("… ");
    }
    let mut at = fragment.start;
    for find in found {
        if find.range.start < at || find.range.end > fragment.end {
            continue;
        }
        escape(&text[at..find.range.start], &mut html);
        html.push_str("<mark>");
        escape(&text[find.range.clone()], &mut html);
        html.push_str("</mark>");
        at = find.range.end;
    }
    escape(&text[at..fragment.end], &mut html);
    if !text[fragment.end..].trim().is_empty() {
        html.push_str(" …");
    }
    html
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ if c.is_control() => html.push(' '),
            _ => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marks(stems: &[&str], phrases: &[&[&str]]) -> Marks {
        Marks {
            stems: stems.iter().map(|stem| (*stem).to_owned()).collect(),
            phrases: phrases
                .iter()
                .map(|words| MarkPhrase {
                    words: words.iter().map(|word| (*word).to_owned()).collect(),
                    exact: false,
                    slop: 0,
                })
                .collect(),
            ..Marks::default()
        }
    }

    #[test]
    fn words_and_phrases_are_marked_and_the_rest_escaped() {
        let text = "Staff & managers <were> short-staffed, said the senior probation officer.";
        assert_eq!(
            snippet(text, &marks(&["staff"], &[&["senior", "probat", "offic"]])),
            "<mark>Staff</mark> &amp; managers &lt;were&gt; short-<mark>staffed</mark>, said the \
             <mark>senior probation officer</mark>."
        );
    }

    #[test]
    fn without_a_query_the_beginning_is_shown() {
        let text = format!("First sentence. {}Last.", "Middle words here. ".repeat(40));
        let shown = snippet(&text, &Marks::default());
        assert!(shown.starts_with("First sentence."), "{shown}");
        assert!(shown.ends_with(" …") && !shown.contains("Last"), "{shown}");
    }

    #[test]
    fn short_forms_end_no_sentence() {
        let text = "Dr. Ames of St. Oda's, J. P. Lane and Mrs. Dow spoke. They left.";
        let ends: Vec<&str> = sentences(text)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(
            ends,
            [
                "Dr. Ames of St. Oda's, J. P. Lane and Mrs. Dow spoke.",
                "They left."
            ]
        );
    }

    #[test]
    fn the_best_sentences_are_shown() {
        let filler = "Nothing to see in this sentence at all, it is only long. ".repeat(8);
        let text = format!("{filler}Risk of harm was missed. {filler}");
        let shown = snippet(&text, &marks(&["risk", "harm"], &[]));
        assert!(
            shown.contains("<mark>Risk</mark> of <mark>harm</mark> was missed."),
            "{shown}"
        );
        assert!(shown.starts_with("… ") && shown.ends_with(" …"), "{shown}");
    }

    proptest! {
        #[test]
        fn any_text_gives_well_formed_html(text in "\\PC{0,400}", word in "[a-z]{1,4}") {
            let shown = snippet(&text, &marks(&[&word], &[]));
            let bare = shown.replace("<mark>", "").replace("</mark>", "");
            prop_assert!(!bare.contains(['<', '>']));
            prop_assert_eq!(shown.matches("<mark>").count(), shown.matches("</mark>").count());
        }
    }
}
