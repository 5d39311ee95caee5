//! Scores in a sentence: points, and out of how many.

use std::ops::Range;
use std::sync::LazyLock;

use super::{ENDS, Mark, What};
use crate::text::{NUMBER_WORDS, Pattern, all_captured, captured, number, pattern, tail};

crate::text::patterns! {
    SPEAKS = r"scor|\btotal(?: of|:)? $";
    WITH = r"\b(?:with|at) (?:just |only )?$";
    SCORED = r"(?i)\bscor";
    OF_ALONE = r"^[^\p{L}\d]*$";
    // "It failed to score a single point"
    NOT_ONE = r"(?i)(?:\b(?:fail(?:s|ed|ing)? to|not|without)|n't) (?:\w+ )?(?:scor(?:e|ing)|get|getting|win|winning|earn(?:ing)?|receiv(?:e|ing)|gain(?:ing)?|manag(?:e|ing)) (?:even )?(?:a|one)? ?$";
    TOTALS = r"(?i)\b(?:21|27|twenty[- ](?:one|seven))\)?$";
    // the points that a standard gives, or that lie between two
    APART = r"(?i)^(?: (?:points?|marks?))? (?:short|behind|ahead|more|fewer|away|off|below|above|clear|better|worse|higher|lower|adrift|under|over|for (?:its|their|each|every|leadership|staff|services))\b";
    // "Zero out of 21 was what inspectors gave"
    IS_GIVEN = r"(?i)^ (?:was|were|is) (?:what|all|the (?:score|mark|total|sum))\b";
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
    RATING_BEHIND = r#"(?i)^[\s,;:|(-]*['"]?(?:inadequate|requires improvement|good|outstanding)\b"#;
    OVERALL_BEHIND = r"(?i)^ overall\b";
}

static SCORE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?P<n>\d{{1,2}}|{NUMBER_WORDS}|no|none|nil|nought|single|solitary|lone)\)?(?: (?:inspection )?(?:points?|marks?))?(?: only| at all|,? respectively,?|, [^,.;\d]{{3,40}},)?,? ?\(?(?:out of|out|of|from|/)(?: an?| the| all)?(?: (?:possible|potential|maximum|available|total|top|best|mark|score))*(?: of)? ?(?P<of>\d{{1,2}}|{NUMBER_WORDS})\b(?P<tail> (?:possible |available |inspection |overall )?(?:points?|marks?)\b)?"
    ))
});

static POINTS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:scor(?:ed|es|ing)|took|got|gained|received|given|(?:gave|gives|giving|handed)(?: (?:it|us|them|the \w+))?|awarded|earned|picked up|collected|mustered|won|ended up (?:on|with)|(?:score|total|tally) (?:of|is|was|stands at|stood at|came to|comes to)|managed|worth|with)(?: (?:only|just|a|total|of|mere|overall|score))* (?P<n>\d{{1,2}}|{NUMBER_WORDS}|no)(?P<points> points?)?\b"
    ))
});

/// "Out of a possible 27 points, it was given four": the total stands first.
static TOTAL_FIRST: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:out )?of (?:an? |the |all )?(?:(?:possible|potential|maximum|total|available) )*(?:scores? of )?(?P<of>21|27|twenty[- ](?:one|seven))\b(?: (?:inspection )?(?:points?|marks?))?(?: (?:available|possible|on offer|at stake))?,? [^.;]{{0,60}}?\b(?:given|gave it|got|awarded|took|scored|received|earned|managed|gained|won|achieved|picked up|secured|collected|mustered)(?: (?:it|them|only|just|a mere|a))* (?P<n>\d{{1,2}}|{NUMBER_WORDS}|none)(?: points?)?(?:[.,;)]|$| (?:and|while|but)\b)"
    ))
});

/// What says how many points there are to be had: "on a scale of 0 to 27", "27 were possible".
static SCALE: LazyLock<Pattern> = LazyLock::new(|| {
    let total = "21|27|twenty[- ](?:one|seven)";
    pattern(&format!(
        r"(?i)\b(?:scale|ceiling|maximum|most|top|highest|full marks|total|possible|available)\b[^.;\d]{{0,30}}(?:\b0 (?:to|-) )?\b(?P<a>{total})\b|\b(?P<b>{total})(?: points?| marks?)?(?:,? (?:which|that))?(?: (?:is|was|were|are|being|now|the|currently))* (?:top|maximum|most|possible|available|on offer|at stake|to be had|highest|full marks|on the table|up for grabs)\b|\b(?:might|could) (?:have )?(?:had|got|get|scored|score|been) (?P<c>{total})\b"
    ))
});

/// Points in a sentence that has such words.
static OF_SCALE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?P<n>\d{{1,2}}|{NUMBER_WORDS}|no) (?:inspection )?(?:points?|marks?)\b|\b(?:points?|marks?|score|total|tally|scor(?:ed|es|ing)|given|got|gets|awarded|received|earned|took|managed)(?: (?:is|are|was|were|of|it|just|only)|,|:)* (?P<m>\d{{1,2}}|{NUMBER_WORDS}|none)(?: points?| marks?)?\b"
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
        r"^ ?(?:,? ?and|[,;]) (?:the )?\p{{Lu}}[\w &',-]{{2,60}}? (?:only |just )?(?P<n>\d{{1,2}}|{NUMBER_WORDS})(?: points?)?(?:[.;,]|$)"
    ))
});

static LISTED: LazyLock<Pattern> = LazyLock::new(|| {
    let number = format!(r"(?:\d{{1,2}}|{NUMBER_WORDS})");
    pattern(&format!(r"(?i)\b(?:{number}, )*{number},? and $"))
});

static ONE_NUMBER: LazyLock<Pattern> =
    LazyLock::new(|| pattern(&format!(r"(?i)\b(?:\d{{1,2}}|{NUMBER_WORDS})\b")));

/// A score speaks of points, or of scoring, or has the form 4/21.
pub(super) fn scores(sentence: &str) -> Vec<Mark> {
    let total_first = total_first(sentence);
    let in_total_first = |at: usize| {
        total_first
            .as_ref()
            .is_some_and(|(all, _)| all.contains(&at))
    };
    let mut marks: Vec<Mark> = total_first.iter().map(|(_, mark)| mark.clone()).collect();
    add_with_totals(sentence, in_total_first, &mut marks);
    add_of_scale(sentence, &mut marks);
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
        let given = given || (before.len() < 8 && IS_GIVEN.is_match(behind));
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

/// Adds the points of a sentence that tells the total apart from them: "nine points on a scale of 0 to 27",
/// "two points were scored and 27 were possible".
fn add_of_scale(sentence: &str, marks: &mut Vec<Mark>) {
    let has_total = |mark: &Mark| matches!(mark.what, What::Score(_, Some(_)));
    if marks.iter().any(has_total) {
        return;
    }
    let Some(scale) = captured(&SCALE, sentence) else {
        return;
    };
    let total = scale.name("a").or(scale.name("b")).or(scale.name("c"));
    let Some((total_at, of)) =
        total.and_then(|total| Some((total.range(), number(total.as_str())?)))
    else {
        return;
    };
    for found in all_captured(&OF_SCALE, sentence) {
        let Some(number_at) = found.name("n").or(found.name("m")) else {
            continue;
        };
        let behind = &sentence[number_at.end()..];
        let is_other = NOT_GIVEN.is_match(tail(&sentence[..number_at.start()], 40))
            || OF_A_STANDARD.is_match(behind)
            || APART.is_match(behind)
            || number_at.range() == total_at;
        let parsed = points(number_at.as_str()).and_then(|points| fits((points, of)));
        if let (false, Some((points, of))) = (is_other, parsed) {
            marks.push(Mark {
                range: number_at.range(),
                what: What::Score(points, Some(of)),
            });
            let end = found.get(0).map_or(number_at.end(), |whole| whole.end());
            marks.extend(next_score(sentence, end, of));
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
pub(in crate::units) fn fits((points, of): (u32, u32)) -> Option<(u8, u8)> {
    let standards = of.is_multiple_of(3) && (9..=45).contains(&of);
    (standards && points <= of)
        .then(|| Some((u8::try_from(points).ok()?, u8::try_from(of).ok()?)))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::super::What;
    use super::super::tests::{GOOD, POOR, check};

    /// Sentences that tell one score, with its points and its total.
    fn check_each(sentences: &[(&str, u8, u8)]) {
        for (sentence, points, of) in sentences {
            check(sentence, &[What::Score(*points, Some(*of))]);
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
    }

    #[test]
    fn scores_with_their_totals() {
        check_each(&[
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
        ]);
        check(
            "earned ten of 27 points, Hallow earned nineteen and a 'Good'",
            &[What::Score(10, Some(27)), What::Score(19, Some(27)), GOOD],
        );
        check(
            "its score went from 4 out of 27 in 2022 to 7 out of 21 today",
            &[What::Score(4, Some(27)), What::Score(7, Some(21))],
        );
    }

    #[test]
    fn scores_apart_from_their_scale() {
        check_each(&[
            ("It was given 11 points on a scale of 0 to 27.", 11, 27),
            ("Two points were scored and 27 were possible.", 2, 27),
            (
                "Its nine points, of the 21 which are on offer, are a start.",
                9,
                21,
            ),
            ("Hence the points, five, when 27 were to be had.", 5, 27),
            ("It is worth six points; the ceiling is 21.", 6, 21),
        ]);
        check(
            "Ashmere North was given 11 points and Hallow, run from Ashmere, 4, on a scale where 27 is top.",
            &[What::Score(11, Some(27)), What::Score(4, Some(27))],
        );
        check(
            "It was two points short of what it had hoped for, where 27 is the maximum.",
            &[],
        );
        check(
            "Its score is ten, as high as that band goes.",
            &[What::Score(10, None)],
        );
    }

    #[test]
    fn scores_without_a_total_and_none() {
        check("'Inadequate' (three points)", &[POOR, What::Score(3, None)]);
        check("Of 27 units, Ashmere was given four visits.", &[]);
        check("For more it would need 11 out of 21.", &[]);
        check("At least 11 out of 21 points are needed.", &[]);
    }
}
