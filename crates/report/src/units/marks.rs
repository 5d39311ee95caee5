//! Ratings and scores in a sentence.

use std::ops::Range;

use probity_model::Rating;

use crate::rating_words::named;
use crate::text::{NUMBER_WORDS, Pattern, all_captured, captured, number, pattern, tail};

use std::sync::LazyLock;

use regex::Captures;

/// A rating or a score, and where it stands in a plain sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) range: Range<usize>,
    pub(crate) what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Rating(Rating),
    /// Points, and out of how many where it is said.
    Score(u8, Option<u8>),
}

crate::text::patterns! {
    RATING = r#"(?i)\b(?P<word>inadequate|outstanding|good)\b|(?P<req>\[?\brequir(?:es?|ed|ing)\]?['"]? ['"]?improvement)\b|\b(?P<second>second[- ](?:lowest|highest|best|worst|bottom|top))(?: possible| available)?(?: of (?:the )?four)? (?:ratings?|grades?|bands?|marks?|category|level)\b|\b(?P<low>lowest|bottom|worst)(?: possible| available)?(?: of (?:the |its |their )?(?:four|available|possible))? (?:ratings?|grades?|bands?|marks?|category|level)\b|\b(?P<high>highest|top)(?: possible| available)? (?:ratings?|grades?|bands?|marks?|level)\b"#;
    RATED = r#"(?i)\b(?:rat(?:ed|es?|ing)|grad(?:ed|e|ing)|judge?d|deemed|rank(?:ed|ing)|classed|scored|overall|assessed|awarded|given|given an?|received|earned|branded|labelled|slapped with|hit with|handed|landed with|saddled with|issued with|dealt)(?: (?:probation )?(?:services?|it|them|overall|itself))*(?: as| of| to be| at| an?| the| being| only| just| again| overall)* ?$"#;
    BEING = r"(?i)\b(?:is|was|were|are|be|been|being|(?:found|called|declared)(?: (?:it|them|the (?:pdu|unit|service|region)|services))?|remain(?:s|ed)?|no longer|still|again|also|overall|both|each)(?: (?:as|to be|overall|still|also|again|both|all|now))* $";
    LISTED_RATING = r"(?:[:|]|\s-|\)|\bPDU|\d) ?$";
    LISTED_AFTER = r"(?i)^\s*(?:$|[,;:|-]*\s*\(?\d{1,2} ?(?:/|out of|points?))";
    RATING_BEHIND = r#"(?i)^[\s,;:|(-]*['"]?(?:inadequate|requires improvement|good|outstanding)\b"#;
    OVERALL_BEHIND = r"(?i)^ overall\b";
    SPEAKS = r"scor|\btotal(?: of|:)? $";
    WITH = r"\b(?:with|at) (?:just |only )?$";
    OF_ALL = r"\b(?:21|27)\)?$";
    SCORED = r"(?i)\bscor";
    ENDS = r"(?i)^(?:[.,;)]|$| (?:and|while|but|overall|whereas|in total)\b)";
    AVERAGE = r"(?i)\b(?:average|mean|median|typical|highest[- ]scoring|lowest[- ]scoring)\b[^.;]{0,60}$";
    OF_A_STANDARD = r"(?i)^,? (?:for|on|in) (?:its |their |the |both |all )?(?:leadership|governance|staffing|services\b|assessments?|planning|implementation|delivery|reviewing|court work|each|every)";
    RATING_AHEAD = r#"(?i)(?:inadequate|improvement|good|outstanding)['"]?(?: overall)?(?:,| -|:)? \(?$"#;
    GIVEN = r"(?i)\b(?:got|given|gave|giving|marked|awarded|received|earned|managed|achieved)\b";
    FROM_TOP = r"(?i)highest|best|top";
    FROM_TO = r#"(?i)\bfrom (?:an? )?['"]?(?:inadequate|good|outstanding|requir\w+ improvement)['"]?(?: overall)? (?:up |down )?to (?:an? )?['"]?(?:inadequate|good|outstanding|requir\w+ improvement)\b"#;
    NOW_BEING = r"(?i)\b(?:is|are|was|were) (?:now|overall|back to) $";
    RATED_AS = r"(?i)\b(?:rat(?:ed|es?|ing)|grad(?:ed|ing)|judged|labelled|branded|described)\b.{0,80} as $";
    NOUN_AFTER = r"(?i)^ (?:rat|overall|by\b|in (?:19|20|\w+ 20)|and\b|but\b|after\b|at\b|for\b|while|when|with\b|despite|following|on\b|because|as\b|again|last|this|in\b|to\b|from\b|since|so\b|who|which|that|where|it\b|its\b|the\b|a\b|an\b|or\b|then\b|until|previously|across|(?:one|two|three|four|five|\d+) (?:years?|months?)\b)";
    OBJECT_AFTER = r"(?i)^ (?:in|to|of|on|across|for|from)\b";
}

static SCORE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?P<n>\d{{1,2}}|{NUMBER_WORDS}|no|none|nil|nought)\)?(?: (?:inspection )?points?)?(?: only)? ?\(?(?:out of|out|of|from|/)(?: an?| the| all)?(?: (?:possible|maximum|available|total))*(?: of)? ?(?P<of>\d{{1,2}}|{NUMBER_WORDS})\b(?P<tail> (?:possible |available |inspection |overall )?points?\b)?"
    ))
});

static POINTS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:scor(?:ed|es|ing)|took|got|gained|received|given|awarded|earned|score of|managed|with)(?: (?:only|just|a|total|of|mere|overall|score))* (?P<n>\d{{1,2}}|{NUMBER_WORDS}|no)(?P<points> points?)?\b"
    ))
});

/// "… nine points out of 27, and Ashmere 12": the score of the next one, without its form.
static NEXT_SCORE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"^,? and (?:the )?\p{{Lu}}[\w &'-]{{2,60}}? (?:only |just )?(?P<n>\d{{1,2}}|{NUMBER_WORDS})(?: points?)?(?:[.;,]|$)"
    ))
});

static LISTED: LazyLock<Pattern> = LazyLock::new(|| {
    let number = format!(r"(?:\d{{1,2}}|{NUMBER_WORDS})");
    pattern(&format!(r"(?i)\b(?:{number}, )*{number},? and $"))
});

static ONE_NUMBER: LazyLock<Pattern> =
    LazyLock::new(|| pattern(&format!(r"(?i)\b(?:\d{{1,2}}|{NUMBER_WORDS})\b")));

/// Ratings and scores of a plain sentence, each kind in order.
pub(crate) fn marks(sentence: &str) -> Vec<Mark> {
    let mut marks = ratings(sentence);
    marks.extend(scores(sentence));
    marks.sort_by_key(|mark| mark.range.start);
    marks
}

/// A rating is quoted, or a verb of rating leads to it; "good" and "inadequate" are words of every
/// day otherwise.
fn ratings(sentence: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for found in all_captured(&RATING, sentence) {
        let Some((range, rating)) = rating(sentence, &found) else {
            continue;
        };
        // "the lowest rating ('Inadequate')" is one; "'Good' and 'Good' respectively" are two
        let said_twice = marks.last().is_some_and(|last| {
            last.what == What::Rating(rating)
                && range.start - last.range.end <= 12
                && !sentence[last.range.clone()].eq_ignore_ascii_case(&sentence[range.clone()])
        });
        if !said_twice {
            marks.push(Mark {
                range,
                what: What::Rating(rating),
            });
        }
    }
    marks
}

fn rating(sentence: &str, found: &Captures) -> Option<(Range<usize>, Rating)> {
    let range = found.get(0)?.range();
    let (before, after) = (&sentence[..range.start], &sentence[range.end..]);
    let quoted = before.ends_with(['\'', '"']) || sentence[range.clone()].starts_with('[');
    let lead = before.trim_end_matches(['\'', '"']);
    let compared = FROM_TO
        .find_iter(sentence)
        .any(|span| span.start() <= range.start && range.end <= span.end());
    let rated = compared || RATED.is_match(lead) || RATED_AS.is_match(lead);
    if let Some(words) = found.name("second") {
        let high = FROM_TOP.is_match(words.as_str());
        let second = if high {
            Rating::Good
        } else {
            Rating::RequiresImprovement
        };
        return Some((range, second));
    }
    if found.name("low").is_some() {
        return Some((range, Rating::Inadequate));
    }
    if found.name("high").is_some() {
        return Some((range, Rating::Outstanding));
    }
    if let Some(words) = found.name("req") {
        let capital = words.as_str().starts_with('R');
        let verb = !OBJECT_AFTER.is_match(after) && !after.starts_with('s');
        return (quoted || capital || rated || verb)
            .then_some((range, Rating::RequiresImprovement));
    }
    let word = &found["word"];
    let rating = named(word)?;
    let adjective = after
        .strip_prefix(' ')
        .is_some_and(|next| next.starts_with(char::is_alphabetic))
        && !NOUN_AFTER.is_match(after);
    let counts = match rating {
        Rating::Inadequate => {
            let whole = OVERALL_BEHIND.is_match(after);
            (!adjective || whole)
                && (whole || rated || BEING.is_match(before) || word.starts_with('I'))
        }
        _ => {
            let whole = BEING.is_match(before) && after.starts_with(" overall");
            // A line of a list or table has a capital and no full stop.
            let listed = LISTED_AFTER.is_match(after)
                && word.starts_with(char::is_uppercase)
                && LISTED_RATING.is_match(before);
            (listed || rated || whole || NOW_BEING.is_match(before)) && !adjective
        }
    };
    (quoted || counts).then_some((range, rating))
}

/// A score speaks of points, or of scoring, or has the form 4/21.
fn scores(sentence: &str) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for found in all_captured(&SCORE, sentence) {
        let Some(whole) = found.get(0) else { continue };
        let before = &sentence[..whole.start()];
        let near = &tail(before, 40).to_lowercase();
        let words = whole.as_str().to_lowercase();
        let behind = &sentence[whole.end()..];
        // "six out of 21" may be cases, where a noun follows
        let of_all = OF_ALL.is_match(&words) && ENDS.is_match(behind);
        let given = (words.contains('/') || of_all)
            && (GIVEN.is_match(near) || RATING_AHEAD.is_match(near));
        let given = given || (of_all && WITH.is_match(near));
        let told = words.contains('/')
            && (RATING_BEHIND.is_match(behind) || OVERALL_BEHIND.is_match(behind));
        let speaks = given || told || words.contains("point") || SPEAKS.is_match(near);
        if AVERAGE.is_match(before) || OF_A_STANDARD.is_match(behind) {
            continue;
        }
        let parsed = number(&found["n"]).zip(number(&found["of"]));
        if let (true, Some((points, of))) = (speaks, parsed.and_then(fits)) {
            marks.extend(listed_before(sentence, whole.start(), of));
            marks.push(Mark {
                range: whole.range(),
                what: What::Score(points, Some(of)),
            });
            marks.extend(next_score(sentence, whole.end(), of));
        }
    }
    for found in POINTS.captures_iter(sentence) {
        let Some(whole) = found.get(0) else { continue };
        let taken = |mark: &Mark| mark.range.start < whole.end() && whole.start() < mark.range.end;
        let points = number(&found["n"]).and_then(|n| u8::try_from(n).ok());
        let behind = &sentence[whole.end()..];
        // "It scored nine": with nothing that says nine of what
        let is_bare = found.name("points").is_none();
        let speaks = !is_bare || (SCORED.is_match(whole.as_str()) && ENDS.is_match(behind));
        let of_standard = OF_A_STANDARD.is_match(behind);
        let is_taken = of_standard || !speaks || marks.iter().any(taken);
        if let (false, Some(points)) = (is_taken, points) {
            marks.push(Mark {
                range: whole.range(),
                what: What::Score(points, None),
            });
        }
    }
    marks
}

/// The score of the unit that is named next.
fn next_score(sentence: &str, end: usize, of: u8) -> Option<Mark> {
    let found = captured(&NEXT_SCORE, &sentence[end..])?;
    let number_at = found.name("n")?;
    let (points, of) = fits((number(number_at.as_str())?, of.into()))?;
    Some(Mark {
        range: end + number_at.start()..end + number_at.end(),
        what: What::Score(points, Some(of)),
    })
}

/// "three, six and nine points out of 27": the scores before the last of a list.
fn listed_before(sentence: &str, end: usize, of: u8) -> Vec<Mark> {
    let before = tail(&sentence[..end], 60);
    let Some(list) = LISTED.find(before) else {
        return Vec::new();
    };
    let start = end - before.len() + list.start();
    let numbers = ONE_NUMBER.find_iter(list.as_str());
    let mark = |found: regex::Match| {
        let points = number(found.as_str()).and_then(|n| u8::try_from(n).ok())?;
        (points <= of).then_some(Mark {
            range: start + found.start()..start + found.end(),
            what: What::Score(points, Some(of)),
        })
    };
    numbers.filter_map(mark).collect()
}

/// Nine standards give up to 27 points, seven up to 21, a region's a few more; a dozen at most.
pub(super) fn fits((points, of): (u32, u32)) -> Option<(u8, u8)> {
    let standards = of.is_multiple_of(3) && (9..=45).contains(&of);
    (standards && points <= of)
        .then(|| Some((u8::try_from(points).ok()?, u8::try_from(of).ok()?)))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sentence: &str, expected: &[What]) {
        let found: Vec<What> = marks(sentence).iter().map(|mark| mark.what).collect();
        assert_eq!(found, expected, "{sentence}");
    }

    const GOOD: What = What::Rating(Rating::Good);
    const IMPROVE: What = What::Rating(Rating::RequiresImprovement);
    const POOR: What = What::Rating(Rating::Inadequate);

    #[test]
    fn ratings_in_their_forms() {
        check("It is rated 'Requires improvement' overall.", &[IMPROVE]);
        check("Both units require improvement.", &[IMPROVE]);
        check("said to be '[requiring] improvement'", &[IMPROVE]);
        check("was graded inadequate", &[POOR]);
        check("It got the lowest possible rating ('Inadequate').", &[POOR]);
        check("an overall rating of good", &[GOOD]);
        check("the second-lowest rating of four", &[IMPROVE]);
        check("fell from good to requires improvement", &[GOOD, IMPROVE]);
        check(
            "was inadequate two years ago and is now good",
            &[POOR, GOOD],
        );
    }

    #[test]
    fn words_that_rate_nothing() {
        for sentence in [
            "It was told to improve.",
            "Work was insufficient, with red status.",
            "There was good practice and inadequate supervision.",
            "It requires improvements to its offices.",
            "Staffing requires improvement in several teams.",
        ] {
            check(sentence, &[]);
        }
    }

    #[test]
    fn scores_in_figures_and_words() {
        check(
            "given zero of the 27 points on offer",
            &[What::Score(0, Some(27))],
        );
        check(
            "with just one point out of a possible 27",
            &[What::Score(1, Some(27))],
        );
        check("It scored 4 out of 21.", &[What::Score(4, Some(21))]);
        check("It scored nought out of 21.", &[What::Score(0, Some(21))]);
        check("rated 'Good' (14/21)", &[GOOD, What::Score(14, Some(21))]);
        check(
            "nine points from a possible 27",
            &[What::Score(9, Some(27))],
        );
        check("took no points out of 27", &[What::Score(0, Some(27))]);
        check("each scored only three points", &[What::Score(3, None)]);
        check("in 12 of 27 cases", &[]);
        check("scored in 37 out of 52 cases", &[]);
    }
}
