//! The figures of a sentence, as patterns find them.

use std::ops::Range;
use std::sync::LazyLock;

use super::look::Look;
use crate::text::{NUMBER_WORDS, Pattern, all_captured, number, pattern, patterns, tail};

static COUNT: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:\d{{1,3}}(?:,\d{{3}})*|{NUMBER_WORDS}|none)(?: of the [a-z]+)? ?(?:out of|out|of|/|in(?: every)?)(?: the| a total of| all| these)* ?(?:\d{{1,3}}(?:,\d{{3}})*|{NUMBER_WORDS})\b"
    ))
});

/// "37 cases (out of 52)".
static COUNT_APART: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?P<value>\d{{1,3}}(?:,\d{{3}})*|{NUMBER_WORDS}|no) (?:[a-z-]+ ){{1,3}}\(?out of (?:the |a total of |all )*(?P<of>\d{{1,3}}(?:,\d{{3}})*|{NUMBER_WORDS})\b"
    ))
});

/// "Of the 40 cases inspected, 12".
static OF_ALL: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"\bOf (?:the |these |those |all )*(?P<of>\d{{1,3}}(?:,\d{{3}})*|(?i:{NUMBER_WORDS})) (?:[a-z'-]+ ){{0,7}}[a-z'-]+, (?:[a-z']+ ){{0,5}}?(?P<value>\d{{1,3}}(?:,\d{{3}})*|(?i:{NUMBER_WORDS}))\b"
    ))
});

static SHARE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:\d{{1,3}}(?:\.\d+)?|(?:one|a) hundred|{NUMBER_WORDS}) ?(?:%|per cent\b|percent\b)"
    ))
});

patterns! {
    ONE_OF_MANY = r"(?i)\b(?:is|was|as|are|being|became|remains)(?: only| not)? $";
    ALL_BUT = r"(?i)\ball but (?:about )?$";
    NOT_ONE = r"(?i)\bnot (?:even )?(?:a single )?$";
    /// A unit's score counts points, not cases.
    SCORED = r#"(?i)\bscor(?:e|es|ed|ing)\b[^.;]{0,60}$|\b(?:outstanding|good|improvement|inadequate)['"]?,? \($"#;
    POINTS = r"(?i)^ points?\b";
    /// "Two in three weeks" counts no cases.
    TIME = r"(?i)^ (?:minutes|hours|days|weeks|months|quarters|years|o'clock|am|pm)\b";
    NO_CASES = r"(?i)\b(?:points?|marks?|minutes?|hours?|days?|weeks?|months?|quarters?|years?)\b";
    /// "12 per cent", "12 of 14": the number belongs to another figure.
    GOES_ON = r"(?i)^(?:[.,:/]\d|-\p{L}| ?%| per ?cent\b| (?:out )?of\b| in\b)";
    /// "2/3/2024": the number is a part of a date.
    DATE_BEFORE = r"\d[/.]$";
    DATE_BEHIND = r"^[/.]\d";
    /// "One hundred and twenty per cent", "1,050%": it is a part of a greater one.
    MORE_BEFORE = r"(?i)(?:\bhundred and |\d,)$";
}

/// "One in four", "seven in ten": nobody says so of more.
const MANY: f64 = 100.0;

/// No words that turn a figure around are longer, in bytes.
const LONGEST_TURN: usize = 24;

/// A figure and where it stands in its sentence.
pub(super) struct Figure {
    pub(super) range: Range<usize>,
    pub(super) value: Option<f64>,
    pub(super) of: Option<f64>,
    pub(super) percent: Option<f64>,
}

impl Figure {
    fn count(range: Range<usize>, value: u32, of: u32) -> Self {
        Self {
            range,
            value: Some(f64::from(value)),
            of: Some(f64::from(of)),
            percent: None,
        }
    }

    fn overlaps(&self, range: &Range<usize>) -> bool {
        self.range.start < range.end && range.start < self.range.end
    }
}

/// What leads to a figure is a score, which counts points.
pub(super) fn is_score(before: &str) -> bool {
    SCORED.is_match(before)
}

/// The figures of a sentence, in order; a share and its count are one.
pub(super) fn figures(sentence: &str, look: Look) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    if look.counts {
        let counted = COUNT.find_iter(sentence);
        figures.extend(counted.filter_map(|found| counted_in(sentence, found.range())));
        let apart = counted_apart(sentence).chain(counted_of_all(sentence));
        for figure in apart {
            if !figures.iter().any(|known| known.overlaps(&figure.range)) {
                figures.push(figure);
            }
        }
    }
    if look.shares {
        let shared = SHARE.find_iter(sentence);
        figures.extend(shared.filter_map(|found| share_in(sentence, found.range())));
    }
    figures.sort_by_key(|figure| figure.range.start);
    joined(sentence, figures)
}

fn counted_in(sentence: &str, range: Range<usize>) -> Option<Figure> {
    let (value, link, of) = count(&sentence[range.clone()]);
    let (value, of) = value.zip(of).filter(|(value, of)| value <= of && *of > 1)?;
    let (before, after) = (&sentence[..range.start], &sentence[range.end..]);
    if link == "/" && (DATE_BEFORE.is_match(before) || DATE_BEHIND.is_match(after)) {
        return None;
    }
    let among = link.eq_ignore_ascii_case("in");
    if among && (f64::from(of) > MANY || value == of || TIME.is_match(after)) {
        return None;
    }
    let one_of = link == "of" && value == 1;
    if is_score(before) || POINTS.is_match(after) || (one_of && ONE_OF_MANY.is_match(before)) {
        return None;
    }
    let lead = tail(before, LONGEST_TURN);
    let figure = |words: Option<regex::Match>, value| {
        let words = words.map_or(0, |words| words.len());
        Figure::count(range.start - words..range.end, value, of)
    };
    if let Some(words) = ALL_BUT.find(lead).filter(|_| !among) {
        return Some(figure(Some(words), of - value));
    }
    match NOT_ONE.find(lead).filter(|_| one_of) {
        Some(words) => Some(figure(Some(words), 0)),
        None => Some(figure(None, value)),
    }
}

fn counted_apart(sentence: &str) -> impl Iterator<Item = Figure> {
    all_captured(&COUNT_APART, sentence).filter_map(|found| {
        let whole = found.get(0)?;
        let (before, after) = (&sentence[..whole.start()], &sentence[whole.end()..]);
        let (value, of) = (number(&found["value"])?, number(&found["of"])?);
        let is_count = value <= of && of > 1 && !NO_CASES.is_match(whole.as_str());
        let is_points = is_score(before) || POINTS.is_match(after);
        (is_count && !is_points).then(|| Figure::count(whole.range(), value, of))
    })
}

fn counted_of_all(sentence: &str) -> impl Iterator<Item = Figure> {
    let worth = if sentence.contains("Of ") {
        sentence
    } else {
        ""
    };
    all_captured(&OF_ALL, worth).filter_map(|found| {
        let whole = found.get(0)?;
        let after = &sentence[whole.end()..];
        let (value, of) = (number(&found["value"])?, number(&found["of"])?);
        let is_part = GOES_ON.is_match(after) || TIME.is_match(after) || POINTS.is_match(after);
        (value <= of && of > 1 && !is_part).then(|| Figure::count(whole.range(), value, of))
    })
}

fn share_in(sentence: &str, range: Range<usize>) -> Option<Figure> {
    let words = &sentence[range.clone()];
    let figure = &words[..leading_number(words)];
    let share = match figure.parse() {
        Ok(share) => share,
        Err(_) if words.to_ascii_lowercase().contains("hundred") => 100.0,
        Err(_) => f64::from(number(figure)?),
    };
    let is_whole = !MORE_BEFORE.is_match(tail(&sentence[..range.start], LONGEST_TURN));
    (share <= 100.0 && is_whole).then_some(Figure {
        range,
        value: None,
        of: None,
        percent: Some(share),
    })
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

/// How many bytes the number takes that a text begins with, in digits or as a word or two.
fn leading_number(text: &str) -> usize {
    let in_digits = text.starts_with(|c: char| c.is_ascii_digit());
    let word = |text: &str| {
        let number = text.chars().take_while(|c| is_in_number(*c, in_digits));
        number.map(char::len_utf8).sum::<usize>()
    };
    let first = word(text);
    let second = text[first..].strip_prefix(' ').map_or(0, word);
    let both = first + 1 + second;
    match !in_digits && second > 0 && number(&text[..both]).is_some() {
        true => both,
        false => first,
    }
}

/// How many bytes the number takes that a text ends with.
fn trailing_number(text: &str) -> usize {
    let in_digits = text.ends_with(|c: char| c.is_ascii_digit());
    let word = |text: &str| {
        let number = text.chars().rev();
        let number = number.take_while(|c| is_in_number(*c, in_digits));
        number.map(char::len_utf8).sum::<usize>()
    };
    let last = word(text);
    let before = text[..text.len() - last].strip_suffix(' ').map_or(0, word);
    let both = last + 1 + before;
    match !in_digits && before > 0 && number(&text[text.len() - both..]).is_some() {
        true => both,
        false => last,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

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
        check("forty eight out of fifty two", (48, 52), "out");
        check("none of the twenty-two", (0, 22), "of");
        check("seven in every 10", (7, 10), "in");
        check("3of 4", (3, 4), "of");
        check("3 of4", (3, 4), "of");
        check("40/75", (40, 75), "/");
        check("40 / 75", (40, 75), "/");
    }

    proptest::proptest! {
        /// Where patterns find a figure, the quick look says that it is worth to look.
        #[test]
        fn the_quick_look_hides_no_figure(
            words in proptest::collection::vec("[0-9]{1,4}|six|Twenty-three|none|of|OF|out|in|in every|the|cases|a total|per cent|%|Percent|1,200|3of|4th|x|Of the 9 men,|forty six|all but|a hundred|cases out of 90", 1..9),
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
}
