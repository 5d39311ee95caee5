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
    LABELLED = r#"(?i)\b(?:rating|grade|verdict|judge?ment|result|outcome)(?: (?:is|was|of|given))?[:?] ?(?:an? )?$"#;
    // "deemed the Ashmere North PDU inadequate"
    FOUND = r"(?i)\b(?:deem(?:s|ed)?|rat(?:es|ed|ing)|grad(?:es|ed|ing)|judge?[sd]?|judging|labell(?:ed|ing)|brand(?:s|ed|ing)|declar(?:es|ed|ing)|called|found) (?:[\w'&,-]+ ){1,12}?(?:PDU|units?|services?|region|division) (?:to be |as )?$";
    LISTED_RATING = r"(?:[:|]|\s-|\)|\bPDU|\d) ?$";
    LISTED_AFTER = r"(?i)^\s*(?:$|[,;:|-]*\s*\(?\d{1,2} ?(?:/|out of|points?))";
    RATING_BEHIND = r#"(?i)^[\s,;:|(-]*['"]?(?:inadequate|requires improvement|good|outstanding)\b"#;
    OVERALL_BEHIND = r"(?i)^ overall\b";
    SPEAKS = r"scor|\btotal(?: of|:)? $";
    WITH = r"\b(?:with|at) (?:just |only )?$";
    SCORED = r"(?i)\bscor";
    // what is no noun of which so many were counted
    ENDS = r"(?i)^(?:[.,;:)]|$| -| (?:and|while|but|overall|whereas|in (?:total|its|the)|from|by|after|when|with|against|compared|this|last|today|again|because|giving|placing|which)\b)";
    OF_ALONE = r"^[^\p{L}\d]*$";
    // "It failed to score a single point"
    NOT_ONE = r"(?i)(?:\b(?:fail(?:s|ed|ing)? to|not|without)|n't) (?:\w+ )?(?:scor(?:e|ing)|get|getting|win|winning|earn(?:ing)?|receiv(?:e|ing)|gain(?:ing)?|manag(?:e|ing)) (?:even )?(?:a|one)? ?$";
    TOTALS = r"(?i)\b(?:21|27|twenty[- ](?:one|seven))\)?$";
    // "in 12 out of 27": cases, plans
    COUNTED = r"(?i)\b(?:in|for|of|on) (?:(?:just|only) )?$";
    // "It would need 11 out of 21"
    NOT_GIVEN = r"(?i)\b(?:would|could|might|should)\b(?: [\w']+){0,4} $|\b(?:need(?:s|ed|ing)?|requir(?:es|ed|ing)|threshold|minimum|maximum|at least|at most|(?:fewer|less|more) than|below|above|over|under|between|short of)(?: (?:of|is|was|at|a|the|least))* $";
    // what a sentence that gives a score speaks of besides
    OF_RESULTS = r"(?i)\b(?:scor(?:e[ds]?|ing)|points?|marks?|rat(?:ed|es?|ing)|grad(?:ed|es?|ing)|inadequate|improvement|outstanding)\b";
    AVERAGE = r"(?i)\b(?:average|mean|median|typical|highest[- ]scoring|lowest[- ]scoring)\b[^.;]{0,60}$";
    OF_A_STANDARD = r"(?i)^,? (?:for|on|in) (?:its |their |the |both |all )?(?:leadership|governance|staffing|services\b|assessments?|planning|implementation|delivery|reviewing|court work|each|every)";
    RATING_AHEAD = r#"(?i)(?:inadequate|improvement|good|outstanding)['"]?(?: overall)?(?:,| -|:)? \(?$"#;
    GIVEN = r"(?i)\b(?:g[oe]ts?|given|gave|giv(?:es|ing)|marked|award(?:ed|s|ing)|receiv(?:ed|es)|earn(?:ed|s)|manag(?:ed|es)|achiev(?:ed|es)|won|wins|took|takes|came away|picked up|ended up|handed|(?:just|only|mere|measly|paltry))\b";
    FROM_TOP = r"(?i)highest|best|top";
    FROM_TO = r#"(?i)\bfrom (?:an? )?['"]?(?:inadequate|good|outstanding|requir\w+ improvement)['"]?(?: overall)? (?:up |down )?to (?:an? )?['"]?(?:inadequate|good|outstanding|requir\w+ improvement)\b"#;
    NOW_BEING = r"(?i)\b(?:is|are|was|were) (?:now|overall|back to) $";
    RATED_AS = r"(?i)\b(?:rat(?:ed|es?|ing)|grad(?:ed|ing)|judged|labelled|branded|described)\b.{0,80} as $";
    NOUN_AFTER = r"(?i)^ (?:rat|overall|by\b|in (?:19|20|\w+ 20)|and\b|but\b|after\b|at\b|for\b|while|when|with\b|despite|following|on\b|because|as\b|again|last|this|in\b|to\b|from\b|since|so\b|who|which|that|where|it\b|its\b|the\b|a\b|an\b|or\b|then\b|until|previously|across|(?:one|two|three|four|five|\d+) (?:years?|months?)\b)";
    OBJECT_AFTER = r"(?i)^ (?:in|to|of|on|across|for|from)\b";
}

static SCORE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?P<n>\d{{1,2}}|{NUMBER_WORDS}|no|none|nil|nought|single|solitary|lone)\)?(?: (?:inspection )?(?:points?|marks?))?(?: only| at all|,? respectively,?|, [^,.;\d]{{3,40}},)?,? ?\(?(?:out of|out|of|from|/)(?: an?| the| all)?(?: (?:possible|potential|maximum|available|total))*(?: of)? ?(?P<of>\d{{1,2}}|{NUMBER_WORDS})\b(?P<tail> (?:possible |available |inspection |overall )?(?:points?|marks?)\b)?"
    ))
});

static POINTS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:scor(?:ed|es|ing)|took|got|gained|received|given|(?:gave|gives|giving|handed)(?: (?:it|us|them|the \w+))?|awarded|earned|score of|managed|with)(?: (?:only|just|a|total|of|mere|overall|score))* (?P<n>\d{{1,2}}|{NUMBER_WORDS}|no)(?P<points> points?)?\b"
    ))
});

/// "Out of a possible 27 points, it was given four": the total stands first.
static TOTAL_FIRST: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:out )?of (?:an? |the |all )?(?:(?:possible|potential|maximum|total|available) )*(?:scores? of )?(?P<of>21|27|twenty[- ](?:one|seven))\b(?: (?:inspection )?(?:points?|marks?))?(?: (?:available|possible|on offer|at stake))?,? [^.;]{{0,60}}?\b(?:given|gave it|got|awarded|took|scored|received|earned|managed|gained|won|achieved|picked up|secured|collected|mustered)(?: (?:it|them|only|just|a mere|a))* (?P<n>\d{{1,2}}|{NUMBER_WORDS}|none)(?: points?)?(?:[.,;)]|$| (?:and|while|but)\b)"
    ))
});

/// "'Inadequate' (three points)", "'Good' and 20 points", where the total is said elsewhere.
static BESIDE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r#"(?i)(?:inadequate|improvement|good|outstanding)['"]? (?:\(|(?:and|with|on) (?:just |only )?)(?P<n>\d{{1,2}}|{NUMBER_WORDS}|no) (?P<points>points?)\b"#
    ))
});

/// "… nine points out of 27, and Ashmere 12": the score of the next one, without its form.
static NEXT_SCORE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:,? and|[,;]) (?:the )?\p{{Lu}}[\w &'-]{{2,60}}? (?:only |just )?(?P<n>\d{{1,2}}|{NUMBER_WORDS})(?: points?)?(?:[.;,]|$)"
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
    let rated = compared
        || RATED.is_match(lead)
        || RATED_AS.is_match(lead)
        || LABELLED.is_match(lead)
        || (ENDS.is_match(after) && FOUND.is_match(lead));
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
    let total_first = total_first(sentence);
    let in_total_first = |at: usize| {
        total_first
            .as_ref()
            .is_some_and(|(all, _)| all.contains(&at))
    };
    let mut marks: Vec<Mark> = total_first.iter().map(|(_, mark)| mark.clone()).collect();
    add_with_totals(sentence, in_total_first, &mut marks);
    add_points(sentence, in_total_first, &mut marks);
    marks
}

/// Adds the scores that stand before their totals: "4/21", "three of the 27 points".
fn add_with_totals(sentence: &str, is_told: impl Fn(usize) -> bool, marks: &mut Vec<Mark>) {
    for found in all_captured(&SCORE, sentence) {
        let Some(whole) = found.get(0) else { continue };
        if is_told(whole.start()) {
            continue;
        }
        let before = &sentence[..whole.start()];
        let near = &tail(before, 40).to_lowercase();
        let words = whole.as_str().to_lowercase();
        let behind = &sentence[whole.end()..];
        // "six out of 21" may be cases, where a noun follows
        let of_all = TOTALS.is_match(&words) && ENDS.is_match(behind);
        let is_result = || GIVEN.is_match(near) || RATING_AHEAD.is_match(near);
        let given = words.contains('/') && is_result()
            || of_all
                && (is_result() || (OF_RESULTS.is_match(sentence) && !COUNTED.is_match(near)));
        let given = given || (of_all && WITH.is_match(near));
        let told = words.contains('/')
            && (RATING_BEHIND.is_match(behind) || OVERALL_BEHIND.is_match(behind));
        let of_points = words.contains("point") || words.contains("mark");
        // "6/21" on a line of its own
        let is_alone = OF_ALONE.is_match(before) && OF_ALONE.is_match(behind);
        let speaks = given || told || is_alone || of_points || SPEAKS.is_match(near);
        if AVERAGE.is_match(before) || OF_A_STANDARD.is_match(behind) || NOT_GIVEN.is_match(near) {
            continue;
        }
        let has_none = NOT_ONE.is_match(near);
        let points = points(&found["n"]).map(|points| if has_none { 0 } else { points });
        let parsed = points.zip(number(&found["of"]));
        if let (true, Some((points, of))) = (speaks, parsed.and_then(fits)) {
            marks.extend(listed_before(sentence, whole.start(), of));
            marks.push(Mark {
                range: whole.range(),
                what: What::Score(points, Some(of)),
            });
            marks.extend(next_score(sentence, whole.end(), of));
        }
    }
}

/// Adds the points that stand without a total: "It scored nine", "'Good' and 20 points".
fn add_points(sentence: &str, is_told: impl Fn(usize) -> bool, marks: &mut Vec<Mark>) {
    let pointed = POINTS.captures_iter(sentence).map(|found| (found, false));
    let beside = all_captured(&BESIDE, sentence).map(|found| (found, true));
    for (found, is_beside) in pointed.chain(beside) {
        let (Some(whole), Some(number_at)) = (found.get(0), found.name("n")) else {
            continue;
        };
        if is_told(whole.start()) {
            continue;
        }
        // The rating before is a mark of its own.
        let start = if is_beside {
            number_at.start()
        } else {
            whole.start()
        };
        let range = start..whole.end();
        let taken = |mark: &Mark| mark.range.start < range.end && range.start < mark.range.end;
        let points = points(number_at.as_str()).and_then(|n| u8::try_from(n).ok());
        let behind = &sentence[whole.end()..];
        // "It scored nine": with nothing that says nine of what, unless another score does
        let is_bare = found.name("points").is_none();
        let total = marks.iter().rev().find_map(|mark| match mark.what {
            What::Score(_, of) if mark.range.end <= range.start => of,
            _ => None,
        });
        let is_score =
            || ENDS.is_match(behind) && (total.is_some() || SCORED.is_match(whole.as_str()));
        let speaks = !is_bare || is_score();
        let of = total.filter(|of| is_bare && points.is_some_and(|points| points <= *of));
        let of_standard = OF_A_STANDARD.is_match(behind);
        let is_taken = of_standard || !speaks || marks.iter().any(taken);
        if let (false, Some(points)) = (is_taken, points) {
            marks.push(Mark {
                range,
                what: What::Score(points, of),
            });
        }
    }
}

/// The score of a sentence that names the total first, and all that says it.
fn total_first(sentence: &str) -> Option<(Range<usize>, Mark)> {
    let found = captured(&TOTAL_FIRST, sentence)?;
    let number_at = found.name("n")?;
    let (points, of) = fits((points(number_at.as_str())?, number(&found["of"])?))?;
    let mark = Mark {
        range: number_at.range(),
        what: What::Score(points, Some(of)),
    };
    Some((found.get(0)?.range(), mark))
}

/// How many points a word stands for: a number, or "no", "a single".
fn points(word: &str) -> Option<u32> {
    match word.to_lowercase().as_str() {
        "none" => Some(0),
        "single" | "solitary" | "lone" => Some(1),
        word => number(word),
    }
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
        check("The overall rating: inadequate.", &[POOR]);
        check("Inspectors deemed Ashmere North PDU inadequate.", &[POOR]);
        check("found the service inadequate, with few staff", &[POOR]);
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
        check("rated 'Good', with plans in 12 out of 27.", &[GOOD]);
        for (sentence, points, of) in [
            ("Out of a possible score of 27, it was given 11.", 11, 27),
            ("Of the 21 points available it took five.", 5, 21),
            (
                "Out of 27 marks, Ashmere North PDU was awarded just one.",
                1,
                27,
            ),
            ("They handed it no points at all out of 21.", 0, 21),
            ("It received 19 out of 27 from inspectors.", 19, 27),
            ("It gets just 2/21.", 2, 21),
            ("It won a mere two out of a potential 21.", 2, 21),
            ("It took seven of twenty-one.", 7, 21),
            ("with one mark out of 21", 1, 21),
            ("with a single point out of 21", 1, 21),
            ("It failed to score a single point out of 21.", 0, 21),
            ("6/21", 6, 21),
            (
                "picked up two points, both for its services, out of 21",
                2,
                21,
            ),
        ] {
            check(sentence, &[What::Score(points, Some(of))]);
        }
        check(
            "earned ten of 27 points, Hallow earned nineteen and a 'Good'",
            &[What::Score(10, Some(27)), What::Score(19, Some(27)), GOOD],
        );
        check(
            "its score went from 4 out of 27 in 2022 to 7 out of 21 today",
            &[What::Score(4, Some(27)), What::Score(7, Some(21))],
        );
        check("'Inadequate' (three points)", &[POOR, What::Score(3, None)]);
        check("Of 27 units, Ashmere was given four visits.", &[]);
        check("For more it would need 11 out of 21.", &[]);
        check("At least 11 out of 21 points are needed.", &[]);
    }
}
