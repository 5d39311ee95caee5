//! When a rating was given: in the inspection the text is about, or in another.

use super::{FORMER, Time, View};
use crate::text::{captured, head, patterns};

patterns! {
    EARLIER = r"(?i)\b(?:last|previous(?:ly)?|earlier|prior|former) (?:\w+ ){0,2}?(?:inspect\w*|visit\w*|report|rating|rated|score|time|assess\w*|year)|\b(?:we|inspectors|inspectorate|it|they) (?:were |was )?last (?:saw|came|went|looked|reported|were|was|there)\b|\bpreviously\b|\bformerly\b|\bwhen (?:it|services?|they|the \w+|probation services?|inspectors) (?:was|were|had|last)|\bsince (?:19|20)\d\d, when|\bback in (?:19|20)\d\d|\b(?:up|down|rise|fall|drop(?:ped)?|risen|fallen|improve(?:d|ment)|moved?|decline[d]?|slipped|change[d]?|upgraded|downgraded) from\b|\bused to be\b|\ba year (?:ago|earlier)|\byears (?:ago|earlier|before)|\blast (?:year|time)\b";
    HAD_BEEN = r"(?i)\bhad (?:been |both been |all been |also been )?(?:rated|graded|judged|scored|classed)\b";
    // in reported speech "had been rated" is the tense of the report, not of an earlier time
    REPORTED = r"(?i)\b(?:said|says|told|added|reported|according to|found that|in a foreword)\b";
    FROM = r#"(?i)\b(?:from|after|following|since) (?:being |an? |its |a rating of |previously |receiving |an overall rating of |an? overall |having been )*(?:rated |graded |judged )?(?:as )?['"]?$"#;
    // another inspection is to come, after the one that the text is about
    REVISIT = r"(?i)\b(?:will|would|is to|are to|due to|set to|faces?|plans? to) (?:[\w']+ ){0,3}?(?:re-?inspect|inspected again|re-?visit|visited again|return)";
    NOW = r"(?i)\b(?:now|this time|on this occasion|in this inspection|during this inspection|today|latest|current(?:ly)?|has since|have since|this year)\b";
    SOFT = r#"(?i)^['"\])]*(?: overall| rating)*(?: by [\w' ]{3,40}?)?,? (?:in|back in|during)(?: \p{L}{3,9})? ((?:19|20)\d\d)\b"#;
    YEAR_BEFORE = r"(?i)\b(?:in|during) (?:(?:the )?(?:spring|summer|autumn|winter|early|late|mid|start|end|beginning)[ -](?:of )?)?(?:\p{L}{3,9} )?((?:19|20)\d\d)\b";
    FOUNDED = r"(?i)\b(?:established|set up|created|formed|founded|introduced|launched|began|started|(?:re-?)?unified|(?:re-?)?unification)\b[^,;]{0,60}$";
    BEHIND = r#"(?i)^['"\])]*(?: overall| rating)*,? (?:previously|last time|last year|at (?:its|the|their) (?:last|previous|first|initial|earlier)|in (?:its|the|their) (?:last|previous)|(?:two|three|four) years (?:ago|earlier)|a year (?:ago|earlier)|when (?:it was )?(?:last|previously))"#;
    AGAIN = r"(?i)\bfor (?:an? |the |its )?(?:second|third|fourth) (?:consecutive |successive |straight )?(?:time|inspection)|\bsecond (?:time|inspection) (?:running|in a row)|\b(?:once )?again\b[^,;]{0,30}$|\bremain(?:s|ed|ing)?(?: rated| graded| as)?\b|\b(?:rated|graded|judged) (?:once )?again\b|\bstill (?:rated|graded)\b";
    AGAIN_BEHIND = r#"(?i)^['"\])]*(?: overall)? (?:once )?again\b"#;
}

/// The sentence speaks of an earlier time and not of now.
pub(crate) fn looks_back(sentence: &str) -> bool {
    names_earlier(sentence) && !is_of_now(sentence)
}

/// The sentence names an earlier inspection or time.
pub(super) fn names_earlier(sentence: &str) -> bool {
    EARLIER.is_match(sentence)
}

/// The sentence speaks of now.
pub(crate) fn is_of_now(sentence: &str) -> bool {
    NOW.is_match(sentence)
}

/// Which inspection the mark's rating or score is of, by the words around it.
pub(super) fn time(view: &View) -> Time {
    let (before, after) = (view.before(), view.after());
    // "the former" of two is no former time
    let before = FORMER
        .find(before)
        .map_or(before, |words| &before[words.end()..]);
    // a year right behind the mark before is of that one
    let before = SOFT
        .find(before)
        .map_or(before, |year| &before[year.end()..]);
    let again =
        AGAIN.is_match(before) || AGAIN.is_match(head(after, 50)) || AGAIN_BEHIND.is_match(after);
    let told_of =
        HAD_BEEN.is_match(before) && !REPORTED.is_match(&view.sentence[..view.mark.range.start]);
    let after_it = FROM.is_match(before) && !REVISIT.is_match(before);
    if told_of || after_it || BEHIND.is_match(after) {
        return Time::Earlier;
    }
    let earlier = EARLIER.find_iter(before).last().map(|found| found.end());
    let now = NOW.find_iter(before).last().map(|found| found.start());
    if earlier.is_some_and(|earlier| now.is_none_or(|now| now < earlier)) {
        return Time::Earlier;
    }
    match captured(&SOFT, after).and_then(|year| year[1].parse().ok()) {
        Some(year) => return Time::InYear(year),
        None if earlier.is_some() => {}
        None => {
            if let Some(year) = year_ahead(before) {
                return Time::InYear(year);
            }
        }
    }
    if again { Time::Again } else { Time::Current }
}

/// A year that the rating was given in, not the year in which the unit was set up.
fn year_ahead(before: &str) -> Option<i16> {
    let found = captured(&YEAR_BEFORE, before)?;
    let ahead = &before[..found.get(0)?.start()];
    if FOUNDED.is_match(ahead) {
        return None;
    }
    found[1].parse().ok()
}
