//! Whether a rating is of a whole unit, or of a standard, of some cases, of a piece of work.

use super::{ANAPHOR, View, Who};
use crate::text::{head, patterns};

patterns! {
    NEUTRAL = r"(?i)\barrangements (?:at|in) the centre\b|\bnational arrangements\b|\b(?:national )?(?:prison and )?(?:probation|prison)(?: delivery)?(?: services?| units?)?\b|\bdelivery units?\b|\b(?:pdus?|services?|units?|regions?|division)\b|\byouth justice services?\b";
    ASPECT = r"(?i)\b(?:leaders|practitioners|officers|managers|interventions|checks|communication|morale|training|premises|buildings|offices|leadership|governance|staff(?:ing)?|workloads?|court|assess(?:ment|ing|ments)|planning|implementation|delivery|delivering|review(?:s|ing)?|management|cases?|casework|victims?|work|practice|standards?|outcomes|resettlement|protection|safeguarding|oversight|information|facilities|quality|arrangements|partnerships?|supervision|engagement|desistance|cooperation|parts|areas)\b";
    ASPECT_OF = r"(?i)\b(?:leadership|governance|staffing|assessments?|planning|implementation|delivery|reviewing|management|casework|cases|work|practice|supervision|quality|oversight|standards|areas|elements|aspects)(?: [\w']+){0,6} (?:at|in|of|for|across|by|within)(?: the)?(?: probation services?(?: in)?)? $";
    RATING_FOR = r#"(?i)\bratings? for (?:our |the |its )?(?:[\w' ]{0,30}\b)?(?:leadership|governance|staffing|services(?:$|['" ]*of)|standard|assessment|planning|implementation|delivery|reviewing|court work|outcomes|facilities|victim work)"#;
    RATED_FOR = r#"(?i)^['"\])]*(?: rating| overall)? (?:for|on|in|against) (?:its |their |the |our |all |most |some |\d+ |one |two |three |four |five |six )*(?:but |of |the |its |\w+ ){0,3}(?:leadership|governance|staffing|assessments?|assessing|planning|implementation|delivery|reviewing|court work|outcomes|facilities|victim work|standards?|services\b|quality|work (?:with|in|at|on)|handling|protecting|public protection|keeping people safe)"#;
    STANDARDS_SUBJECT = r"(?i)\b(?:\w+ )?(?:standards|elements|aspects|areas|measures|questions)\b[^,]{0,40}$";
    OVERALL_BEHIND = r#"(?i)^['"\])]*(?: rating)? overall\b"#;
    PART_BEHIND = r#"(?i)^['"\])]* (?:leadership|governance|staffing|assessments?|planning|implementation|delivery|reviewing|court work|victim work|work\b)"#;
    PART_RATED = r#"(?i)\b(?:leadership|governance|staffing|assessments?|planning|implementation|delivery|reviewing|management|casework|cases|work|practice|supervision|quality|standards|outcomes)(?: [\w']+){0,4} (?:is|are|was|were|has been|have been)(?: \w+)? (?:rated|graded|judged|deemed|scored|classed)(?: as)? ['"]?$"#;
    RATES_IT = r"(?i)\b(?:rat(?:e|es|ed|ing)|judg(?:e|es|ed|ing)|grad(?:e|es|ed|ing)|gave|giv(?:e|es|ing)|deem(?:s|ed)?|call(?:s|ed)?) (?:it|them|the (?:pdu|unit|service|region))\b";
    // "A unit that once had few staff is now rated": what it had is no part that is rated
    RELATIVE = r#"(?i)^ (?:that|which|who|whose) [^,;]+ (?:is|are|was|were|has been|have been) (?:now |again |today )?(?:rated|graded|judged)(?: as)? ['"]?$"#;
    OVERALL = r"(?i)\boverall\b|\bcombined\b|\bas a whole\b";
    EARNS = r"(?i)\b(?:earned|left|won|cost|landed|gave|brought|given)\b";
}

/// The rating is of the whole unit, not of a standard, of some cases, of a piece of work.
pub(super) fn is_whole(view: &View, who: &Who, subject_end: Option<usize>) -> bool {
    let (before, after) = (view.before(), view.after());
    if OVERALL_BEHIND.is_match(after) {
        return !STANDARDS_SUBJECT.is_match(before);
    }
    let named_at = view
        .units_in(view.window.start..view.mark.range.start)
        .next()
        .map(|named| named.range.start)
        .or_else(|| {
            let anaphor = ANAPHOR.find_iter(before).last()?;
            Some(view.window.start + anaphor.start())
        });
    let front = &view.sentence[view.window.start..named_at.unwrap_or(view.window.start)];
    // "Despite an 'Outstanding' rating for leadership, A was rated": what stands apart is of another rating
    let apart = front.rfind(", ").unwrap_or(0);
    let around = format!("{}{}", &before[apart..], head(after, 40));
    let of_part = RATING_FOR.is_match(&around)
        || RATED_FOR.is_match(&neutral(head(after, 45)))
        || PART_BEHIND.is_match(after);
    if of_part {
        return false;
    }
    if says_overall(view) {
        return !STANDARDS_SUBJECT.is_match(before);
    }
    let Some(end) = subject_end else {
        return matches!(who, Who::Units(_)) && !PART_RATED.is_match(&neutral(before));
    };
    let between = &view.sentence[end..view.mark.range.start];
    if RATES_IT.is_match(between) || RELATIVE.is_match(between) {
        return true;
    }
    let last_clause = between.rsplit(',').next().unwrap_or(between);
    if ASPECT.is_match(&neutral(last_clause)) {
        return false;
    }
    let direct = !between.contains(',');
    let of_part = direct
        && !matches!(who, Who::All | Who::They | Who::Rest)
        && ASPECT_OF.is_match(&neutral(front));
    !of_part || EARNS.is_match(front)
}

fn neutral(text: &str) -> String {
    NEUTRAL.replace_all(text, "unit").into_owned()
}

/// A rating that takes its subject from the one before is of a part of it.
pub(super) fn is_of_part(view: &View) -> bool {
    ASPECT.is_match(&neutral(view.before())) || RATED_FOR.is_match(&neutral(head(view.after(), 45)))
}

/// "Overall" stands beside the rating.
pub(super) fn says_overall(view: &View) -> bool {
    OVERALL.is_match(view.before()) || OVERALL.is_match(head(view.after(), 20))
}
