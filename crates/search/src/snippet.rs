//! Snippets: the sentences of a text that best show why it was found, with what was found marked.

use std::ops::Range;
use std::rc::Rc;

use crate::analysis::{Place, places};
use crate::plan::{Initials, MarkPhrase, Marks};

/// Characters of a snippet, as near as whole sentences allow.
const LENGTH: usize = 280;

/// Marks what is sought in one text after the other.
pub(crate) struct Marker<'m> {
    marks: &'m Marks,
    initials: Initials,
}

impl<'m> Marker<'m> {
    pub(crate) fn new(marks: &'m Marks) -> Self {
        Self {
            marks,
            initials: marks.initials(),
        }
    }

    /// The best fragment of a text: HTML-escaped, matches in `<mark>`, `…` where it was cut. Without
    /// anything to mark, its beginning.
    pub(crate) fn snippet(&self, text: &str) -> String {
        let places = places(text);
        let found = self.found(text, &places);
        let fragment = best_fragment(text, &places, &found);
        render(text, &fragment, &found)
    }

    /// Bytes of the text that what is sought takes, in order.
    pub(crate) fn marked(&self, text: &str) -> Vec<Range<usize>> {
        let found = self.found(text, &places(text));
        found.into_iter().map(|find| find.range).collect()
    }

    fn found(&self, text: &str, places: &[Place]) -> Vec<Found> {
        if self.marks.is_empty() {
            return Vec::new();
        }
        let words: Vec<Word> = places.iter().map(|place| self.word(text, place)).collect();
        let mut found = Vec::new();
        if !self.marks.phrases.is_empty() {
            let plain = words.iter().filter(|word| !word.place.joined);
            let plain: Vec<&Word> = plain.collect();
            for phrase in &self.marks.phrases {
                find_phrase(&plain, phrase, &mut found);
            }
        }
        for word in &words {
            if let Some((stem, folded)) = &word.read
                && (self.marks.stems.contains(&**stem) || self.marks.exact.contains(folded))
            {
                found.push(Found {
                    range: word.place.range.clone(),
                    what: Rc::clone(stem),
                    words: 1,
                });
            }
        }
        without_overlaps(found)
    }

    fn word<'w>(&self, text: &str, place: &'w Place) -> Word<'w> {
        let initial = place.initial(text);
        let is_likely = initial.is_some_and(|initial| self.initials.has(initial));
        Word {
            place,
            read: is_likely.then(|| {
                let token = place.token(text);
                (token.shared_stem(), token.folded)
            }),
        }
    }
}

/// A word of a text.
struct Word<'w> {
    place: &'w Place,
    /// Its stem and its folded form, where it may be one that is sought.
    read: Option<(Rc<str>, String)>,
}

/// A place to mark, and which of the things sought stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    range: Range<usize>,
    /// The words found, for telling different finds from repeated ones.
    what: Rc<str>,
    /// Words in the row.
    words: usize,
}

fn find_phrase(plain: &[&Word<'_>], phrase: &MarkPhrase, found: &mut Vec<Found>) {
    let fits = |at: usize, wanted: &str| {
        let read = plain[at].read.as_ref();
        read.is_some_and(|(stem, folded)| match phrase.exact {
            true => folded == wanted,
            false => &**stem == wanted,
        })
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
                range: plain[start].place.range.start..plain[end].place.range.end,
                what: phrase.words.join(" ").into(),
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
fn best_fragment(text: &str, places: &[Place], found: &[Found]) -> Range<usize> {
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
    shortened(text, places, found, best.1)
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
        if !seen.contains(&&*find.what) {
            seen.push(&find.what);
            value += 20 * find.words;
        }
    }
    value
}

/// A sentence that is too long, cut between words around the most finds.
fn shortened(
    text: &str,
    places: &[Place],
    found: &[Found],
    fragment: Range<usize>,
) -> Range<usize> {
    if fragment.len() <= 2 * LENGTH {
        return fragment;
    }
    let inside = places.iter().filter(|place| {
        !place.joined && fragment.contains(&place.range.start) && place.range.end <= fragment.end
    });
    let mut best = (0, 0..0);
    for first in inside {
        let start = first.range.start;
        let last = places
            .iter()
            .rfind(|place| place.range.end <= start + LENGTH);
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
    let (mut start, mut at) = (0, 0);
    // No other character begins like these.
    let may_end = |byte: &u8| matches!(byte, b'\n' | b'.' | b'!' | b'?' | b'\xe2');
    while let Some(next) = text.as_bytes()[at..].iter().position(may_end) {
        at += next;
        let Some(stop) = text[at..].chars().next() else {
            break;
        };
        let ends = match stop {
            '\n' => true,
            '.' | '!' | '?' | '…' => is_end(text, at, stop),
            _ => false,
        };
        at += stop.len_utf8();
        if ends {
            let rest = &text[at..];
            let closing = rest.trim_start_matches(['"', '\'', '”', '’', ')']);
            at += rest.len() - closing.len();
            push_trimmed(text, start..at, &mut sentences);
            start = at;
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
    let before = text[..at].trim_end_matches(char::is_alphabetic);
    let word = &text[before.len()..at];
    let is_initial = stop == '.' && word.chars().count() == 1;
    let is_short_form = stop == '.' && SHORT_FORMS.contains(&word);
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
    // Stretches of plain text are copied whole; control characters beyond ASCII begin with one byte.
    let is_special = |byte: &u8| {
        matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'' | b'\xc2') || byte.is_ascii_control()
    };
    let mut rest = text;
    while let Some(special) = rest.as_bytes().iter().position(is_special) {
        let (plain, from) = rest.split_at(special);
        html.push_str(plain);
        let mut chars = from.chars();
        match chars.next() {
            Some('&') => html.push_str("&amp;"),
            Some('<') => html.push_str("&lt;"),
            Some('>') => html.push_str("&gt;"),
            Some('"') => html.push_str("&quot;"),
            Some('\'') => html.push_str("&#39;"),
            Some(c) if c.is_control() => html.push(' '),
            other => html.extend(other),
        }
        rest = chars.as_str();
    }
    html.push_str(rest);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn snippet(text: &str, marks: &Marks) -> String {
        Marker::new(marks).snippet(text)
    }

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
