//! Ratings and scores in a sentence.

mod scores;

use std::ops::Range;

use probity_model::Rating;
use regex::Captures;

pub(super) use scores::fits;
use scores::scores;

use crate::rating_words::named;
use crate::text::all_captured;

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
    LABELLED = r#"(?i)\b(?:rating|grade|verdict|judge?ment|result|outcome|mark|category|band)(?: (?:is|was|of|given|last time|this time|before|previously|then|now|(?:in )?(?:19|20)\d\d))?[:?] ?(?:an? )?$"#;
    // "deemed the Ashmere North PDU inadequate"
    FOUND = r"(?i)\b(?:deem(?:s|ed)?|rat(?:es|ed|ing)|grad(?:es|ed|ing)|judge?[sd]?|judging|labell(?:ed|ing)|brand(?:s|ed|ing)|declar(?:es|ed|ing)|called|found) (?:[\w'&,-]+ ){1,12}?(?:PDU|units?|services?|region|division) (?:to be |as )?$";
    LISTED_RATING = r"(?:[:|]|\s-|\)|\bPDU|\d) ?$";
    LISTED_AFTER = r"(?i)^\s*(?:$|[,;:|-]*\s*\(?\d{1,2} ?(?:/|out of|points?))";
    OVERALL_BEHIND = r"(?i)^ overall\b";
    // what is no noun of which so many were counted
    ENDS = r"(?i)^(?:[.,;:)]|$| -| (?:and|while|but|overall|whereas|in (?:total|its|the)|from|by|after|when|with|against|compared|this|last|today|again|because|giving|placing|which)\b)";
    FROM_TOP = r"(?i)highest|best|top";
    FROM_TO = r#"(?i)\bfrom (?:an? )?['"]?(?:inadequate|good|outstanding|requir\w+ improvement)['"]?(?: overall)? (?:up |down )?to (?:an? )?['"]?(?:inadequate|good|outstanding|requir\w+ improvement)\b"#;
    NOW_BEING = r"(?i)\b(?:is|are|was|were) (?:now|overall|back to) $";
    RATED_AS = r"(?i)\b(?:rat(?:ed|es?|ing)|grad(?:ed|ing)|judged|labelled|branded|described)\b.{0,80} as $";
    NOUN_AFTER = r"(?i)^ (?:rat|overall|by\b|in (?:19|20|\w+ 20)|and\b|but\b|after\b|at\b|for\b|while|when|with\b|despite|following|on\b|because|as\b|again|last|this|in\b|to\b|from\b|since|so\b|who|which|that|where|it\b|its\b|the\b|a\b|an\b|or\b|then\b|until|previously|respectively|across|(?:one|two|three|four|five|\d+) (?:years?|months?)\b)";
    OBJECT_AFTER = r"(?i)^ (?:in|to|of|on|across|for|from)\b";
}

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

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn check(sentence: &str, expected: &[What]) {
        let found: Vec<What> = marks(sentence).iter().map(|mark| mark.what).collect();
        assert_eq!(found, expected, "{sentence}");
    }

    pub(super) const GOOD: What = What::Rating(Rating::Good);
    const IMPROVE: What = What::Rating(Rating::RequiresImprovement);
    pub(super) const POOR: What = What::Rating(Rating::Inadequate);

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
}
