//! When a rating was given: in the inspection the text is about, or in another.

use super::{FORMER, Time, View};
use crate::text::{captured, head, patterns};

patterns! {
    LISTED = r#"(?i)^['"\])]*(?: overall)?(?: (?:for|on|in) [\w ,']{3,60}?)?,? (?:and|but) (?:an? )?['"]?$"#;
    TO = r#"(?i)[,)] (?:(?:up|down|back) )?to (?:(?:just|only|an?) )*['"]?$"#;
    EARLIER = r"(?i)\b(?:last|previous(?:ly)?|earlier|prior|former) (?:\w+ ){0,2}?(?:inspect(?:ed|ions?|ors?|ing)|visit\w*|report|rating|rated|score|time|assess\w*)\b|\b(?:last|previous|prior) year\b|\b(?:we|inspectors|inspectorate|it|they) (?:were |was )?last (?:saw|came|went|looked|reported|were|was|there)\b|\bpreviously\b|\bformerly\b|\bwhen (?:it|services?|they|the \w+|probation services?|inspectors) (?:was|were|had|last)|\bsince (?:19|20)\d\d, when|\bback in (?:19|20)\d\d|\b(?:up|down|rise|fall|drop(?:ped)?|risen|fallen|improve(?:d|ment)|moved?|decline[d]?|slipped|change[d]?|upgraded|downgraded) from\b|\b(?:improv(?:e[ds]?|ing|ement)|advance|better(?:ed)?) (?:on|upon) (?:its|their|the)\b|\bused to be\b|\ba year (?:ago|earlier)|\byears (?:ago|earlier|before)|\blast (?:year|time)\b";
    HAD_BEEN = r#"(?i)\bhad (?:been |both been |all been |also been |previously been |once been |last been )?(?:rated|graded|judged|scored|classed)\b|\bhad (?:(?:both|all|also|previously|once|last) )?been ['"]?$"#;
    // in reported speech "had been rated" is the tense of the report, not of an earlier time
    REPORTED = r"(?i)\b(?:said|says|told|added|reported|according to|found that|in a foreword|(?:read|reads|heard?|hears|learn(?:s|ed|t)?|saw|see|seen|discover(?:s|ed)?|reveal(?:s|ed)?|announc(?:es|ed)|confirm(?:s|ed)|disclos(?:es|ed)|emerged|news|report|statement) (?:\w+ )?that)\b";
    FROM = r#"(?i)\bfrom (?:being |an? |its |their |a rating of |previously |an overall rating of |an? overall |having been )*(?:rated |graded |judged )?(?:as )?['"]?$"#;
    AFTER = r#"(?i)\b(?:after|following|since|having) (?:being |an? |its |their |the |a rating of |previously |receiving |getting |earning |an overall rating of |an? overall |having been |been |both been |all been |also been |previously been |once been |last been |(?:it|they|services?|the \w+) (?:was|were) |(?:last|first|both|all) )*(?:rated |graded |judged |given )?(?:as |an? )?['"]?$"#;
    // what it had and has no more
    LEFT = r#"(?i)\b(?:los(?:t|es?|ing)|shed(?:s|ding)?|(?:shak(?:es?|en|ing)|shook|throw[ns]?|threw|cast) off|stripped of|no longer|(?:mov(?:e[ds]?|ing)|climb(?:s|ed|ing)?|c[ao]me|com(?:es|ing)|emerg(?:es|ed|ing)|lift(?:s|ed|ing)?(?: itself)?|rais(?:es|ed|ing)(?: itself)?) (?:out|up) of|surrender(?:s|ed|ing)?|forfeit(?:s|ed|ing)?|left behind|fail(?:s|ed|ing)? to (?:keep|hold on to|retain|maintain)|not (?:keep|kept|maintain(?:ed)?|retain(?:ed)?))(?: (?:being|its|their|an?|the|rated|graded|judged|overall|as))* ?['"]?$"#;
    // "better than the 'Inadequate' it got in 2022"
    GOT = r#"(?i)^['"\])]*(?: rating| grade| verdict)? (?:that )?(?:it|they|the (?:pdu|unit|service|region)) (?:got|had|received|earned|(?:was|were|had been) (?:given|awarded|handed))(?: by (?:the |its )?[\w' ]{3,50}?)? (?:in (?P<year>(?:19|20)\d\d)\b|last (?:time|year)|before|previously|at (?:its|the) (?:last|previous)|(?:\w+ ){1,3}(?:weeks?|months?|years?) (?:ago|earlier|before))"#;
    WAS = r#"(?i)\((?:was|were|before:?|formerly:?|previously:?) ['"]?$"#;
    ONCE = r#"(?i)\bonce (?:rated |graded |judged )?(?:as )?['"]?$"#;
    KEPT = r#"(?i)\b(?:ke(?:eps?|pt|eping)|maintain(?:s|ed|ing)?|retain(?:s|ed|ing)?|h(?:e|o)ld(?:s|ing)? on to|clung (?:on )?to|stuck (?:at|on|with)|stay(?:s|ed|ing)?|fail(?:s|ed|ing)? to improve (?:on|from|upon)|not improved? (?:on|from|upon))(?: (?:being|its|their|an?|the|rated|graded|judged|overall|rating|grade|of|as|at))* ?['"]?$"#;
    // what was before does not reach the main verb: "A, last inspected in 2022, has been rated"
    PRESENT = r"(?i)\b(?:has|have) (?:now |since |again |today |also |all |both |each )*(?:been )?(?:rated|graded|judged|given|giving|found|awarded|handed|received|got|told|branded|called|declared|deemed|scored)\b|\b(?:is|are) (?:now |still |again )*(?:rated|graded|judged|deemed)\b";
    OPENING = r"(?i)^\W*(?:(?:\w+ (?:years?|months?) )?(?:since|after)|despite|following)\b[^,;]*, ";
    INSERTED = r"(?i), (?:which|where|who|whose|formerly|previously|last|once|part of|formed|set up|created|established|launched|founded|born)\b[^,;]*(?:, in [^,;]*)?, (?:was|were|has|have|is|are|rate[sd]?|gave|gives|found|said|says|judge[sd]?|grade[sd]?|score[sd]?|got|gets|received|took|earned)\b";
    // what it has not shaken off, it keeps
    STUCK = r#"(?i)\bfail(?:s|ed|ing)? to (?:shake off|shed|lose|throw off|escape|(?:get|move|climb|come) out of)(?: (?:its|their|an?|the))* ?['"]?$"#;
    AT_VISIT = r#"(?i)^['"\])]*(?: overall| rating)*,? when (?:it|they|inspectors(?: from [\w' ]{3,40}?)?|the inspectorate|hm inspectorate of probation)(?: was| were)?(?: last| previously| first)? (?:visited|inspected|came|looked|reported|called|seen|saw)\b(?:[^.;,]{0,30}?\bin (?P<year>(?:19|20)\d\d)\b)?"#;
    RATED_NEXT = r"(?i)^ (?:rated|graded|judged|given|awarded)\b";
    // "by the inspectors for the second time"
    AGAIN_LATER = r#"(?i)\bfor (?:an? |the |its )?(?:second|third|fourth) (?:consecutive |successive |straight )?(?:time|inspection)|\b(?:second|third|fourth) (?:(?:consecutive|successive|straight) (?:time|inspection)|(?:time|inspection) (?:running|in a row)|(?:such|consecutive|successive|straight) (?:rating|grade|verdict|result))\b|\bno change (?:from|since|on)\b|,? (?:the|its) same (?:overall )?(?:rating|grade|score|verdict|result|mark|judge?ment) (?:as (?:in (?:19|20)\d\d|last|before|previously|at (?:its|the)|it|they)|(?:that )?(?:it|they))\b|^[^.;]{0,40}\bunchanged (?:since|from)\b|,? (?:just )?as (?:it was |it did |they were )?(?:in (?:19|20)\d\d|last time|before)\b"#;
    // another inspection is to come, after the one that the text is about
    REVISIT = r"(?i)\b(?:will|would|is to|are to|due to|set to|faces?|plans? to) (?:[\w']+ ){0,3}?(?:re-?inspect|inspected again|re-?visit|visited again|return)";
    INSPECTED_AGAIN = r"(?i)\b(?:re-?inspected|inspected again|re-?visited|visited again|went back|returned)\b";
    NOW = r"(?i)\b(?:now|this time|on this occasion|in this inspection|during this inspection|today|latest|current(?:ly)?|has since|have since|this year)\b";
    SOFT = r#"(?i)^['"\])]*(?: overall| rating)*(?: by [\w' ]{3,40}?| \(\d{1,2}/\d\d\)|, (?:with|scoring) [\w' ]{3,40})?(?: (?:after|following|at|in|from|during) (?:our|its|the|their|an?) (?:\w+ )?(?:inspection|visit|report))?,? (?:in|back in|during)(?: \p{L}{3,9})? (?P<year>(?:19|20)\d\d)\b"#;
    YEAR_BEFORE = r#"(?i)\b(?:reports?|inspections?|visit|review|round) (?:of|from|in) (?:\p{L}{3,9} )?(?:19|20)\d\d\b|\b(?:in|during) (?:(?:the )?(?:spring|summer|autumn|winter|early|late|mid|start|end|beginning)[ -](?:of )?)?(?:\p{L}{3,9} )?(?:19|20)\d\d\b|\b(?:its|their|the|our|an?|from) (?:19|20)\d\d (?:inspection|report|rating|visit|score|grade|verdict|judge?ment)\b|\b(?:19|20)\d\d: ?['"]?$"#;
    YEAR = r"\b(?:19|20)\d\d\b";
    FOUNDED = r"(?i)\b(?:established|set up|created|formed|founded|introduced|launched|began|started|(?:re-?)?unified|(?:re-?)?unification)\b[^,;]{0,60}$";
    BEHIND = r#"(?i)^['"\])]*(?: overall| rating)*,? (?:previously|last time|last year|at (?:our|its|the|their) (?:last|previous|first|initial|earlier)|(?:in|of|from|after|following|during) (?:our|its|the|their|an) (?:last|previous|earlier|prior)|(?:two|three|four) years (?:ago|earlier)|a year (?:ago|earlier)|when (?:it was )?(?:last|previously))"#;
    // "Months after inspectors rated …"
    SINCE = r"(?i)\b(?:weeks?|months?|years?) (?:after|since) (?:it|they|inspectors|services?|the \w+|hm inspectorate of probation)\b";
    AGAIN = r#"(?i)\bfor (?:an? |the |its )?(?:second|third|fourth) (?:consecutive |successive |straight )?(?:time|inspection)|\bsecond (?:time|inspection) (?:running|in a row)|\b(?:once )?again\b[^,;]{0,30}$|\bremain(?:s|ed|ing)?(?: rated| graded| as)?\b|\b(?:rated|graded|judged) (?:once )?again\b|\bstill (?:rated|graded)\b|\b(?:is|are|was|were) still (?:an? )?['"]?$|\b(?:got|gets|given|gave|handed|awarded|received|earned|has|have|had|with)(?: (?:it|them|the (?:pdu|unit|service)))? (?:yet )?another(?: overall)? ['"]?$"#;
    AGAIN_BEHIND = r#"(?i)^['"\])]*(?: overall)? (?:once )?again\b"#;
}

/// How far behind a rating "for the second time" may stand, in bytes.
const LATER: usize = 120;

/// The sentence speaks of an earlier time and not of now.
pub(crate) fn looks_back(sentence: &str) -> bool {
    names_earlier(sentence) && !is_of_now(sentence)
}

/// The sentence names an earlier inspection or time.
pub(super) fn names_earlier(sentence: &str) -> bool {
    EARLIER.is_match(sentence) || SINCE.is_match(sentence)
}

/// The sentence speaks of now.
pub(crate) fn is_of_now(sentence: &str) -> bool {
    NOW.is_match(sentence)
}

/// What stands behind a rating says that it was got in an earlier time.
pub(super) fn was_got(after: &str) -> bool {
    GOT.is_match(after)
}

/// Which inspection the mark's rating or score is of, by the words around it.
pub(super) fn time(view: &View) -> Time {
    let (mut before, after) = (view.before(), view.after());
    if view.window.start > view.clause_start && LISTED.is_match(before) {
        // "In 2022 it was rated X for its leaders and Y overall"
        before = &view.sentence[view.clause_start..view.mark.range.start];
    }
    // "the former" of two is no former time
    let before = FORMER
        .find(before)
        .map_or(before, |words| &before[words.end()..]);
    // a year or time right behind the mark before is of that one
    let before = SOFT
        .find(before)
        .or_else(|| behind(before).filter(|_| view.window.start > 0))
        .map_or(before, |time| &before[time.end()..]);
    // "from nine in 2022, when it was new, to one": what stands between is of the first
    let before = match TO.is_match(before) && view.window.start > 0 {
        true => "",
        false => before,
    };
    if is_kept(before) {
        return Time::Again;
    }
    if is_of_before(view, before, after) {
        return Time::Earlier;
    }
    if let Some(got) = captured(&GOT, after) {
        return year_of(&got).map_or(Time::Earlier, Time::InYear);
    }
    if let Some(visit) = captured(&AT_VISIT, after) {
        return year_of(&visit).map_or(Time::Preceding, Time::InYear);
    }
    let year_behind = captured(&SOFT, after).and_then(|year| year_of(&year));
    if AFTER.is_match(before) && !REVISIT.is_match(before) {
        let is_second =
            view.window.start > 0 || INSPECTED_AGAIN.is_match(before) || names_earlier(before);
        return match (is_second, year_behind) {
            (true, _) => Time::Earlier,
            (false, Some(year)) => Time::InYear(year),
            (false, None) => Time::Preceding,
        };
    }
    let main = main_clause(before);
    let earlier = EARLIER.find_iter(main).last().map(|found| found.end());
    let now = NOW.find_iter(main).last().map(|found| found.start());
    if earlier.is_some_and(|earlier| now.is_none_or(|now| now < earlier)) {
        return Time::Earlier;
    }
    if SINCE.is_match(main) {
        return Time::Preceding;
    }
    let year_before = || year_ahead(main).filter(|_| earlier.is_none());
    match year_behind.or_else(year_before) {
        Some(year) => Time::InYear(year),
        None if is_repeated(before, after) => Time::Again,
        None => Time::Current,
    }
}

/// The unit kept the rating, or failed to lose it.
fn is_kept(before: &str) -> bool {
    STUCK.is_match(before) || (KEPT.is_match(before) && !LEFT.is_match(before))
}

/// The unit has the rating for another time.
fn is_repeated(before: &str, after: &str) -> bool {
    AGAIN.is_match(before)
        || AGAIN.is_match(head(after, 50))
        || AGAIN_BEHIND.is_match(after)
        || AGAIN_LATER.is_match(head(after, LATER))
}

/// The rating is of the inspection before: it had been given, was left, or stands beside words that
/// say so.
fn is_of_before(view: &View, before: &str, after: &str) -> bool {
    let told_of =
        HAD_BEEN.is_match(before) && !REPORTED.is_match(&view.sentence[..view.mark.range.start]);
    let left = FROM.is_match(before) || LEFT.is_match(before) || ONCE.is_match(before);
    told_of
        || (left && !REVISIT.is_match(before))
        || behind(after).is_some()
        || WAS.is_match(before)
}

/// The year that a pattern has found.
fn year_of(found: &regex::Captures) -> Option<i16> {
    found.name("year")?.as_str().parse().ok()
}

/// Words behind a rating that set it in an earlier time, unless they lead on to another rating.
fn behind(text: &str) -> Option<regex::Match<'_>> {
    let found = BEHIND.find(text)?;
    (!RATED_NEXT.is_match(&text[found.end()..])).then_some(found)
}

/// What is left of the words before a rating without an opening or inserted clause, whose time is its
/// own, and without what comes before a main verb of the present.
fn main_clause(before: &str) -> &str {
    let opening = OPENING.find(before).map_or(0, |found| found.end());
    let inserted = INSERTED.find_iter(before).last();
    let present = PRESENT.find_iter(before).last();
    let from = [
        inserted.map(|found| found.end()),
        present.map(|found| found.start()),
    ];
    let from = from.into_iter().flatten().max().unwrap_or(0);
    &before[from.max(opening)..]
}

/// A year that the rating was given in, not the year in which the unit was set up.
fn year_ahead(before: &str) -> Option<i16> {
    let found = YEAR_BEFORE.find(before)?;
    if FOUNDED.is_match(&before[..found.start()]) {
        return None;
    }
    YEAR.find(found.as_str())?.as_str().parse().ok()
}
