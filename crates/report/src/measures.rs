//! Figures that a finding states: counts out of a total, shares, and both together.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::{memchr, memchr_iter};
use probity_model::Measure;
use regex::Regex;

use crate::text::{NUMBER_WORDS, number, pattern, patterns, plain, sentences, small_number};

static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:\d{{1,3}}(?:,\d{{3}})*|{NUMBER_WORDS}|none)(?: of the [a-z]+)? ?(?:out of|out|of|/|in(?: every)?)(?: the| a total of| all| these)* ?(?:\d{{1,3}}(?:,\d{{3}})*|{NUMBER_WORDS})\b"
    ))
});

static SHARE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:\d{{1,3}}(?:\.\d+)?|{NUMBER_WORDS}) ?(?:%|per cent\b|percent\b)"
    ))
});

patterns! {
    ONE_OF_MANY = r"(?i)\b(?:is|was|as|are|being|became|remains)(?: only)? $";
    /// A unit's score counts points, not cases.
    SCORED = r#"(?i)\bscor(?:e|es|ed|ing)\b[^.;]{0,60}$|\b(?:outstanding|good|improvement|inadequate)['"]?,? \($"#;
    POINTS = r"(?i)^ points?\b";
    /// "Two in three weeks" counts no cases.
    TIME = r"(?i)^ (?:minutes|hours|days|weeks|months|quarters|years|o'clock|am|pm)\b";
    CONTENT_START = r"(?i)^[\s)\],:]*(?:of (?:the |all |these |its |their )?)?";
}

/// What is longer, in bytes, is no sentence that someone wrote.
const LONGEST: usize = 2_500;

/// "One in four", "seven in ten": nobody says so of more.
const MANY: f64 = 100.0;

/// A figure and where it stands in its sentence.
struct Figure {
    range: Range<usize>,
    value: Option<f64>,
    of: Option<f64>,
    percent: Option<f64>,
}

/// Figures of a plain text, in order.
pub(crate) fn read(text: &str) -> Vec<Measure> {
    if !Look::at(text).is_worth() {
        return Vec::new();
    }
    let sentences = sentences(text).into_iter();
    sentences.flat_map(in_sentence).collect()
}

/// What a quick look finds of figures. Patterns find them for certain, at many times the cost.
#[derive(Clone, Copy)]
struct Look {
    /// "Of", "out", "in" or a stroke stands behind a number.
    counts: bool,
    shares: bool,
}

impl Look {
    fn at(text: &str) -> Self {
        let bytes = text.as_bytes();
        // "3of 4", "71percent": without leaving early, the compiler looks at many bytes at once.
        let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
        let is_glued = pairs.fold(false, |any, (a, b)| {
            any | (a.is_ascii_digit() & b.is_ascii_alphabetic())
        });
        let mut look = Self {
            counts: is_glued,
            shares: is_glued || memchr(b'%', bytes).is_some(),
        };
        for at in spaces(bytes) {
            look.take(&bytes[..at], &bytes[at + 1..]);
        }
        for at in memchr_iter(b'/', bytes) {
            let before = &bytes[..at];
            look.counts |= ends_in_number(before.strip_suffix(b" ").unwrap_or(before));
        }
        look
    }

    /// Takes what stands before and behind a space.
    fn take(&mut self, before: &[u8], behind: &[u8]) {
        let [first, second, ..] = behind else { return };
        let begins = |word: &[u8]| {
            let found = behind.get(..word.len());
            found.is_some_and(|found| found.eq_ignore_ascii_case(word))
        };
        match (first | 0x20, second | 0x20) {
            (b'o', b'f' | b'u') | (b'i', b'n') => self.counts |= ends_in_number(before),
            (b'p', b'e') => self.shares |= begins(b"per cent") || begins(b"percent"),
            _ => {}
        }
    }

    fn is_worth(self) -> bool {
        self.counts || self.shares
    }
}

/// Where the spaces are. Every sixth byte is one: they are looked for in eight bytes at once, and found
/// without starting anew behind each.
fn spaces(bytes: &[u8]) -> impl Iterator<Item = usize> {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    let (words, rest) = bytes.as_chunks::<8>();
    let whole = words.len() * 8;
    let in_words = words.iter().enumerate().flat_map(|(at, word)| {
        let other = u64::from_le_bytes(*word) ^ (EACH * u64::from(b' '));
        // The high bit of each byte that is no other than a space.
        let low = (other & (EACH * 0x7f)) + EACH * 0x7f;
        let mut found = !(low | other | (EACH * 0x7f));
        std::iter::from_fn(move || {
            let place = found.trailing_zeros() as usize / 8;
            found &= found.wrapping_sub(1);
            (place < 8).then_some(at * 8 + place)
        })
    });
    let in_rest = rest.iter().enumerate().filter(|(_, byte)| **byte == b' ');
    in_words.chain(in_rest.map(move |(at, _)| whole + at))
}

/// The last word is a number.
fn ends_in_number(text: &[u8]) -> bool {
    let word = text.iter().rev();
    let length = word.take_while(|byte| byte.is_ascii_alphanumeric()).count();
    is_number(&text[text.len() - length..])
}

/// Digits, or the word of a number below twenty or a whole ten.
fn is_number(word: &[u8]) -> bool {
    const LONGEST: usize = "seventeen".len();
    if word.iter().all(u8::is_ascii_digit) {
        return !word.is_empty();
    }
    let mut small = [0; LONGEST];
    let Some(small) = small.get_mut(..word.len()) else {
        return false;
    };
    small.copy_from_slice(word);
    small.make_ascii_lowercase();
    std::str::from_utf8(small).is_ok_and(|word| small_number(word).is_some())
}

/// Figures of a table's row. A cell that is a figure and no more is about the cells before it.
pub(crate) fn of_row(cells: &[String]) -> Vec<Measure> {
    let mut measures = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        let mut found = read(&plain(cell));
        if let [only] = found.as_mut_slice()
            && !only.about.contains(char::is_alphabetic)
        {
            let words = cells[..at]
                .iter()
                .filter(|cell| cell.contains(char::is_alphabetic));
            let words: Vec<&str> = words.map(String::as_str).collect();
            only.about = plain(&words.join(" ")).into_owned();
            if SCORED.is_match(&only.about) {
                continue;
            }
        }
        measures.append(&mut found);
    }
    measures
}

fn in_sentence(sentence: &str) -> Vec<Measure> {
    let look = Look::at(sentence);
    if sentence.len() > LONGEST || !look.is_worth() {
        return Vec::new();
    }
    let figures = joined(sentence, figures(sentence, look));
    if figures.is_empty() {
        return Vec::new();
    }
    let ends: Vec<usize> = figures
        .iter()
        .skip(1)
        .map(|figure| figure.range.start)
        .chain([sentence.len()])
        .collect();
    let measure = |(figure, end): (&Figure, usize)| Measure {
        value: figure.value,
        of: figure.of,
        percent: figure.percent,
        about: about(sentence, &figure.range, end),
    };
    figures.iter().zip(ends).map(measure).collect()
}

fn figures(sentence: &str, look: Look) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    let counted = if look.counts { sentence } else { "" };
    let shared = if look.shares { sentence } else { "" };
    for found in COUNT.find_iter(counted) {
        let (value, link, of) = count(found.as_str());
        let Some((value, of)) = value.zip(of).filter(|(value, of)| value <= of && *of > 1) else {
            continue;
        };
        let bare = link == "of";
        let (before, after) = (&sentence[..found.start()], &sentence[found.end()..]);
        let among = link.eq_ignore_ascii_case("in");
        let (value, of) = (f64::from(value), f64::from(of));
        if among && (of > MANY || value == of || TIME.is_match(after)) {
            continue;
        }
        let is_score = SCORED.is_match(before) || POINTS.is_match(after);
        if is_score || (bare && value == 1.0 && ONE_OF_MANY.is_match(before)) {
            continue;
        }
        figures.push(Figure {
            range: found.range(),
            value: Some(value),
            of: Some(of),
            percent: None,
        });
    }
    for found in SHARE.find_iter(shared) {
        let words = &found.as_str()[..leading_number(found.as_str())];
        let share = words.parse().ok();
        let share = share.or_else(|| number(words).map(f64::from));
        if let Some(share) = share.filter(|share| *share <= 100.0) {
            figures.push(Figure {
                range: found.range(),
                value: None,
                of: None,
                percent: Some(share),
            });
        }
    }
    figures.sort_by_key(|figure| figure.range.start);
    figures
}

/// The numbers of a count, and the word that links them: of "six of the ten out of 52" it is "out".
fn count(words: &str) -> (Option<u32>, &str, Option<u32>) {
    let (first, rest) = words.split_at(leading_number(words));
    let (between, last) = rest.split_at(rest.len() - trailing_number(rest));
    let mut link = between.split_whitespace();
    let mut named = link.clone().skip(3);
    let is_of_them = || {
        link.clone()
            .nth(1)
            .is_some_and(|word| word.eq_ignore_ascii_case("the"))
    };
    let link = match named.next() {
        Some(behind) if is_of_them() => behind,
        _ => link.next().unwrap_or_default(),
    };
    (number(first), link, number(last))
}

/// How many bytes the number takes that a text begins with, in digits or as a word.
fn leading_number(text: &str) -> usize {
    let in_digits = text.starts_with(|c: char| c.is_ascii_digit());
    let number = text.chars().take_while(|c| is_in_number(*c, in_digits));
    number.map(char::len_utf8).sum()
}

/// How many bytes the number takes that a text ends with.
fn trailing_number(text: &str) -> usize {
    let in_digits = text.ends_with(|c: char| c.is_ascii_digit());
    let number = text.chars().rev();
    let number = number.take_while(|c| is_in_number(*c, in_digits));
    number.map(char::len_utf8).sum()
}

/// "1,200" and "71.5", "twenty-three".
const fn is_in_number(c: char, in_digits: bool) -> bool {
    match in_digits {
        true => c.is_ascii_digit() || matches!(c, ',' | '.'),
        false => c.is_ascii_alphabetic() || c == '-',
    }
}

/// "71 per cent (40 out of 56)" is one figure.
fn joined(sentence: &str, figures: Vec<Figure>) -> Vec<Figure> {
    let mut out: Vec<Figure> = Vec::new();
    for figure in figures {
        let Some(last) = out.last_mut() else {
            out.push(figure);
            continue;
        };
        let gap = sentence
            .get(last.range.end..figure.range.start)
            .unwrap_or("");
        let fits = last.percent.is_some() != figure.percent.is_some()
            && (last.of.is_some() != figure.of.is_some());
        if fits && matches!(gap.trim(), "(" | "," | "or" | "- " | "-") {
            last.range.end = figure.range.end;
            last.value = last.value.or(figure.value);
            last.of = last.of.or(figure.of);
            last.percent = last.percent.or(figure.percent);
        } else {
            out.push(figure);
        }
    }
    out
}

/// The words behind the figure up to the next stop or figure; else the words that lead to it.
fn about(sentence: &str, range: &Range<usize>, end: usize) -> String {
    let behind = &sentence[range.end..end.max(range.end)];
    let skip = CONTENT_START.find(behind).map_or(0, |found| found.end());
    let behind = clause(&behind[skip..]);
    if behind.split_whitespace().count() >= 2 {
        return behind.to_owned();
    }
    let ahead = sentence[..range.start].trim_end_matches(['(', ' ']);
    let start = ahead.rfind([',', ';', '(', ':']).map_or(0, |i| i + 1);
    format!("{} {behind}", ahead[start..].trim())
        .trim()
        .to_owned()
}

fn clause(text: &str) -> &str {
    let end = text.find([',', ';', '.', '(', ':']).unwrap_or(text.len());
    let clause = text[..end].trim();
    match clause.match_indices(' ').nth(15) {
        Some((cut, _)) => &clause[..cut],
        None => clause,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let shown: Vec<String> = read(&plain(text)).iter().map(show).collect();
        assert_eq!(shown, expected, "{text}");
    }

    fn show(measure: &Measure) -> String {
        let part = |number: Option<f64>, sign: &str| {
            number.map_or_else(String::new, |number| format!("{number}{sign}"))
        };
        let count = part(measure.value, "/") + &part(measure.of, " ");
        format!("{count}{}{}", part(measure.percent, "% "), measure.about)
    }

    #[test]
    fn counts_shares_and_both() {
        check(
            "Oversight was absent in 37 out of 52 relevant cases.",
            &["37/52 relevant cases"],
        );
        check(
            "Only six of 28 reports were complete, and 83 per cent of staff knew.",
            &["6/28 reports were complete", "83% staff knew"],
        );
        check(
            "This was sufficient in 71 per cent (40 out of 56) of cases inspected.",
            &["40/56 71% cases inspected"],
        );
        check(
            "Twenty-three out of 75 respondents did not agree",
            &["23/75 respondents did not agree"],
        );
        check(
            "Six of ten reports were complete. No plan was.",
            &["6/10 reports were complete"],
        );
        check(
            "Almost one in four plans was late, and seven in every 10 staff knew.",
            &["1/4 plans was late", "7/10 staff knew"],
        );
        check(
            "Appointments were useful (40/75).",
            &["40/75 Appointments were useful"],
        );
    }

    #[test]
    fn numbers_and_their_link() {
        let check = |words: &str, numbers: (u32, u32), link: &str| {
            assert_eq!(
                count(words),
                (Some(numbers.0), link, Some(numbers.1)),
                "{words}"
            );
        };
        check("37 out of 52", (37, 52), "out");
        check("Twenty-three of the 1,075", (23, 1075), "of");
        check("six of the cases out of ten", (6, 10), "out");
        check("six of all the ten", (6, 10), "of");
        check("none of the twenty-two", (0, 22), "of");
        check("seven in every 10", (7, 10), "in");
        check("3of 4", (3, 4), "of");
        check("3 of4", (3, 4), "of");
        check("40/75", (40, 75), "/");
        check("40 / 75", (40, 75), "/");
    }

    #[test]
    fn a_cell_is_about_its_row() {
        let cells = ["Is it safe?".to_owned(), "49%".to_owned()];
        let shown: Vec<String> = of_row(&cells).iter().map(show).collect();
        assert_eq!(shown, ["49% Is it safe?"]);
    }

    proptest::proptest! {
        /// Where patterns find a figure, the quick look says that it is worth to look.
        #[test]
        fn the_quick_look_hides_no_figure(
            words in proptest::collection::vec("[0-9]{1,4}|six|Twenty-three|none|of|OF|out|in|in every|the|cases|a total|per cent|%|Percent|1,200|3of|4th|x", 1..9),
            gaps in proptest::collection::vec("[ (/-]", 9),
        ) {
            let mut sentence = String::new();
            for (word, gap) in words.iter().zip(&gaps) {
                sentence.push_str(word);
                sentence.push_str(gap);
            }
            let of = |look| figures(&sentence, look).into_iter().map(|figure| figure.range);
            let look = Look::at(&sentence);
            let all = Look { counts: true, shares: true };
            proptest::prop_assert!(of(look).eq(of(all)), "{sentence}");
        }
    }

    proptest::proptest! {
        #[test]
        fn spaces_are_found_wherever_they_are(text in "[ a\u{a0}!\x7f]{0,40}") {
            let bytes = text.as_bytes();
            let one_by_one = bytes.iter().enumerate().filter(|(_, byte)| **byte == b' ');
            proptest::prop_assert!(spaces(bytes).eq(one_by_one.map(|(at, _)| at)));
        }
    }

    #[test]
    fn figures_that_measure_nothing() {
        check("The unit is one of eight in the region.", &[]);
        check("Two in three weeks is few; there were six in 2024.", &[]);
        check("It has 2,753 cases and 14 years of history.", &[]);
    }
}
