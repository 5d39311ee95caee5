//! Ratings of others beside probation units: councils, schools, prisons, youth justice services.

use super::{ANAPHOR, View, Who};
use crate::text::patterns;

patterns! {
    OTHERS = r"(?i)\b(?:ofsted|estyn|cqc|care quality commission|hmicfrs|inspectorate of (?:prisons|constabulary)|council(?:'s|s)?(?: services?| departments?)?|(?:children's|social|adult|health) services|social care|schools?|academ(?:y|ies)|colleges?|police(?: force)?|constabulary|prisons?|hmp|nhs|hospitals?|care homes?|fire (?:and rescue )?services?|youth (?:justice|offending)(?: services?| teams?| partnerships?)?|crcs?|community rehabilitation compan(?:y|ies)|(?:national probation service|nps)(?: (?:[\w']+ ){0,4}divisions?)?|former (?:[\w']+ ){0,3}(?:divisions?|company|trust)|predecessors?)\b";
    OF_PLACE = r"(?i)^ (?:in|of|at|for|across)(?: the)? $";
    PROBATION = r"(?i)\b(?:probation|pdus?|delivery units?)\b";
    BY_OTHERS = r#"(?i)^['"\])]*(?: rating)?(?: overall)? (?:by|from) (?:the )?(?:ofsted|estyn|cqc|care quality commission|hmicfrs|(?:hm|his majesty's|her majesty's) inspectorate of (?:prisons|constabulary))\b"#;
    YOUTH = r"(?i)\byouth (?:justice|offending)\b";
}

/// The rating is another body's, or given by another inspectorate. Whoever is named as a unit is no
/// other body.
pub(super) fn is_of_others(view: &View, who: &Who) -> bool {
    if BY_OTHERS.is_match(view.after()) {
        return true;
    }
    let front = &view.sentence[view.clause_start..view.mark.range.start];
    if matches!(who, Who::Units(_)) {
        // "Children's services in A"
        let mut named = view.units_in(view.clause_start..view.mark.range.start);
        let ahead = named
            .next()
            .map(|named| named.range.start - view.clause_start);
        let ahead = ahead.map_or("", |ahead| &front[..ahead]);
        let other = OTHERS.find_iter(ahead).last();
        return other.is_some_and(|other| OF_PLACE.is_match(&ahead[other.end()..]));
    }
    let last = OTHERS.find_iter(front).last();
    last.is_some_and(|other| {
        let behind = &front[other.end()..];
        !PROBATION.is_match(behind) && !ANAPHOR.is_match(behind)
    })
}

/// The sentence speaks of a youth justice service, and of no probation unit.
pub(crate) fn is_of_youth_service(sentence: &str) -> bool {
    // The Inspectorate's name stands in most of them.
    let of_probation =
        |found: regex::Match| !sentence[..found.start()].ends_with("nspectorate of ");
    YOUTH.is_match(sentence) && !PROBATION.find_iter(sentence).any(of_probation)
}
