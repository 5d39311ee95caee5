//! Whom a rating or score is given to.

use probity_model::Level;

use super::times::names_earlier;
use super::whole::says_overall;
use super::{ANAPHOR, AND_NEXT, FORMER, View, Who};
use crate::text::{patterns, small_number};
use crate::units::marks::What;
use crate::units::named::{Named, UnitName};

patterns! {
    GROUP = r"(?i)\b(?:both|each|all (?:two|three|four|five|six|of them|were|are|have)|the (?:trio|pair|three|two|four)|they (?:all|both|each)|(?:trio|pair|number) of|(?:two|three|four|five|six|several) (?:[\w']+ ){0,3}(?:areas?|parts|pdus?\*?|units?|services|regions|inspections|reports)|parts of)\b";
    WE_RATED = r#"(?i)\bwe (?:have )?(?:rated|graded|judged|gave)\b|\brating of (?:being )?['"]?$"#;
    PLURAL = r"(?i)^(?:they|probation (?:services|units|delivery units)|services|units|pdus)$";
    GROUP_OF = r"(?i)\b(?:(?:parts?|areas?|units?|(?:delivery units? )?\(?pdus?\)?\*?|trio|pair|corners?|some|several|more|further|many|most|two|three|four|five|six|both|all)(?: (?:of|in|across|from))?|(?:offices?|boroughs?) (?:of|in))(?: the)? $";
    REST = r"(?i)\b(?:the|its) (?:other|remaining) (?:two|three|four|five|one|pdus?|units?|services?|areas?)\b";
    LATTER = r#"(?i)\bthe (?:latter|second)\b(?: (?:was|is|has|got|received|scored|one|unit|service|pdu)\b|[,:]? ?['"]?$)"#;
    INCLUDING = r"(?i)\b(?:includ(?:es?|ing)|consist(?:s|ing)? of|compris(?:es?|ing)|such as|made up of|cover(?:s|ing)|which (?:has|cover))\b";
    REPORT_ON = r"(?i)\b(?:report|inspection|review|findings|verdict) (?:on|of|into|about)(?: (?:probation services?|the service)(?: in| across)?)?(?: the)? $";
    REGION_BEHIND = r"(?i)^(?:'s)? region\b";
    AFTER_LINK = r#"(?i)^['"\])]*(?: (?:overall|rating|ratings|grade|grading|mark|verdict|judge?ment|score|label|tag|badge|each|for|to|at|in|of|on|given|handed|awarded|the|both|probation|services?|units?|delivery|pdus?|that|and|by|what|gave|inspectors|go(?:es)?|went|was|were))*[:,]?(?: -)? ?(?:the )?$"#;
    // "That is a fall from its 'Good' rating"
    THAT_IS = r"(?i)^\W*(?:that|this|which) (?:is|was|marks?|represents?|compares|means)\b";
    // "Following an 'Inadequate' rating in 2022, A …"
    FRONTED = r"(?i)^\W*(?:(?:\w+ (?:years?|months?) )?(?:after|since|following|having)|once|despite|from|previously|formerly|originally|rated|graded|judged)\b";
    LABEL = r"(?i)^\W*(?:(?:(?:hence|so|thus|and|but|then|also) )*(?:(?:the|overall|total|inspection|final|previous|last|current|latest) )*(?:score|total|rating|points|result|verdict|grade|mark|category|outcome|judge?ment|inspection|report)\b|(?:this|that|it|which) (?:gave|gives|makes|made|brings|brought|amounts? to|adds? up to|totals)\b|an? (?:further )?(?:fall|drop|rise|improvement|decline|move|jump|slip|slide|climb|change|step|downgrade|upgrade)(?: (?:up|down|back))? (?:from|on)\b|previously:|rated\b|graded\b|(?:with|at) (?:just |only )?$)";
    // "A 'Good' rating, with nine points"
    VERBLESS = r#"(?i)^\W*(?:(?:an?|the|overall)\W+)*$"#;
    VERBLESS_ON = r#"(?i)^['"]?(?: overall)?(?: rating| grade| verdict)?(?:[.,;:(]|$| (?:overall|with|and (?:a score|a total|\w+ (?:points?|out of))|(?:from|by) (?:the )?(?:inspectors|inspectorate|watchdog))\b)"#;
    /// "They came back with another word: 'Good'."
    COLON = r#"[:-] ?['"]$"#;
    PROBATION = r"^(?:The )?[Pp]robation (?:service )?(?:on|in|across|around|at|has|was|is)\b";
    GIVERS = r"(?i)\b(?:inspectors|inspectorate|inspection|watchdog|hmip|report) (?:(?:has|have|also|then|only|now) )*(?:award(?:s|ed)?|gave|gives?|given|hand(?:s|ed)?|allocat(?:es|ed)|allott?ed|judged|rates?|rated|grades?|graded)\b";
    APART = r"^[^;]{0,80}, (?:the |both )?$";
    EXCEPT = r#"(?i)^['"\])]*(?: overall)?,? (?:apart from|except(?: for)?|bar|barring|other than|with the exception of)\b"#;
    SOME = r#"(?i)\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+|most|many|several|some|half|none|few|others?) (?:of (?:them|these|those|the (?:\w+ ){1,3}))?(?:(?:have|has|had|been|were|was|are|is|also|each|both|being) )*(?:rated|graded|judged|found|classed)?(?: as| to be)? ?['"]?$"#;
    YEAR_FIRST = r"^(?:19|20)\d\d\b";
    ALL_OF = r"(?i)\b(?:all|the|these|those) $";
    /// "A was one of the units that …": it is one itself.
    IS_ONE = r"(?i)\b(?:is|was|are|were|being|among|as|became|remains?) $";
    ALSO_BEHIND = r"(?i)^(?:(?: probation)?(?: delivery)?(?: units?| services?)?(?: \(?PDUs?\)?)?)? ?(?:too|as well|likewise)\b";
    AS_WAS = r"(?i)\b(?:as|so) (?:was|were|is|are|did|has|have)(?: the)? $";
}

/// Whom the mark is about, and where in the sentence that name ends, if it stands before the mark.
pub(super) fn who(view: &View) -> Option<(Who, Option<usize>)> {
    let before: Vec<&Named> = view
        .units_in(view.window.start..view.mark.range.start)
        .collect();
    if let (true, Some(words)) = (before.is_empty(), REST.find_iter(view.before()).last()) {
        return Some((Who::Rest, Some(view.window.start + words.end())));
    }
    if is_of_some(view) {
        return None;
    }
    if let Some(subject) = subject(view, &before) {
        return Some(subject);
    }
    let named = referred(view).or_else(|| behind(view).map(|who| (who, None)));
    named.or_else(|| group(view)).or_else(|| unnamed(view))
}

/// "The former", "the second": of the units of the sentence before.
fn referred(view: &View) -> Option<(Who, Option<usize>)> {
    if view.last.len() < 2 {
        return None;
    }
    let text = view.before();
    let (unit, words) = match (LATTER.find(text), FORMER.find(text)) {
        (Some(words), _) => (view.last.last()?, words),
        (None, words) => (view.last.first()?, words?),
    };
    let end = view.window.start + words.end();
    Some((Who::Units(vec![unit.clone()]), Some(end)))
}

/// Units named behind the mark: "an 'Inadequate' rating for A", "following a 'Good' rating, A is …".
fn behind(view: &View) -> Option<Who> {
    let mark = &view.mark.range;
    let after: Vec<&Named> = view.units_in(mark.end..view.window.end).collect();
    let between = &view.sentence[mark.end..after.first()?.range.start];
    let is_linked =
        || AFTER_LINK.is_match(between) && !AND_NEXT.is_match(&view.sentence[mark.end..]);
    let is_fronted = || {
        FRONTED.is_match(&view.sentence[view.clause_start..mark.start]) && APART.is_match(between)
    };
    (is_linked() || is_fronted()).then(|| Who::Units(pdus_or_all(&after)))
}

/// "Both", "all three", "parts of".
fn group(view: &View) -> Option<(Who, Option<usize>)> {
    let words = GROUP.find_iter(view.before()).last()?;
    let own: Vec<UnitName> = view
        .units_in(view.clause_start..view.mark.range.start)
        .map(|named| named.unit.clone())
        .collect();
    let of_words = |units: &[UnitName]| counted(words.as_str(), units);
    let who = match of_words(&own).or_else(|| of_words(view.last)) {
        _ if EXCEPT.is_match(view.after()) => Who::Rest,
        Some(units) => Who::Units(units),
        None => Who::All,
    };
    Some((who, Some(view.window.start + words.end())))
}

/// "It", "they", "we rated", or a label: the unit that the document is about.
fn unnamed(view: &View) -> Option<(Who, Option<usize>)> {
    let text = view.before();
    let anaphor = ANAPHOR.find_iter(text).last();
    let end = anaphor.map(|words| view.window.start + words.end());
    if anaphor.is_some_and(|words| PLURAL.is_match(words.as_str())) {
        return Some((Who::They, end));
    }
    if WE_RATED.is_match(text) {
        return Some((Who::It, Some(view.window.start)));
    }
    let clause = &view.sentence[view.clause_start..view.mark.range.start];
    let that = || THAT_IS.find(clause).filter(|_| names_earlier(text));
    let label = that().or_else(|| LABEL.find(clause));
    let giver = || {
        GIVERS
            .find_iter(text)
            .last()
            .map(|words| view.window.start + words.end())
    };
    let verbless = || {
        let is_all = VERBLESS.is_match(&view.sentence[..view.mark.range.start]);
        let is_last = !view.after().contains(char::is_alphanumeric);
        let is_told = COLON.is_match(text)
            && view.units.is_empty()
            && (view.window.start, view.window.end) == (0, view.sentence.len())
            && is_last;
        let alone = (is_all && VERBLESS_ON.is_match(view.after())) || is_told;
        alone.then_some(view.mark.range.start)
    };
    let probation = || {
        let found = PROBATION
            .find(view.sentence)
            .filter(|_| view.units.is_empty());
        found.map(|words| words.end())
    };
    let end = end
        .or(label.map(|label| view.clause_start + label.end()))
        .or_else(giver)
        .or_else(verbless)
        .or_else(probation);
    // A score in a sentence that names nobody is of whom the text is about.
    let is_score = matches!(view.mark.what, What::Score(..)) && view.units.is_empty();
    (end.is_some() || is_score || says_overall(view)).then_some((Who::It, end))
}

/// "Both", "all three", "each": units named before, where they are as many.
fn counted(words: &str, named: &[UnitName]) -> Option<Vec<UnitName>> {
    let words = words.to_lowercase();
    let of_word = |word: &str| match word {
        "both" => Some(2),
        word => small_number(word),
    };
    let count = words.split(' ').find_map(of_word);
    let mut units: Vec<UnitName> = Vec::new();
    // Beside PDUs, a region says where they lie.
    let has_pdu = named.iter().any(|unit| unit.level == Level::Pdu);
    let counts = |unit: &&UnitName| !has_pdu || unit.level == Level::Pdu;
    for unit in named.iter().filter(counts) {
        if !units.contains(unit) {
            units.push(unit.clone());
        }
    }
    let fits = match count {
        Some(count) => u32::try_from(units.len()) == Ok(count),
        None => words == "each",
    };
    (fits && units.len() > 1).then_some(units)
}

/// "Four were rated": some of those that the text speaks of, and not which.
fn is_of_some(view: &View) -> bool {
    let Some(found) = SOME.find(view.before()) else {
        return false;
    };
    let rates = matches!(view.mark.what, What::Rating(_));
    let from = view.window.start + found.start();
    let ahead = &view.sentence[..from];
    let is_one =
        || IS_ONE.is_match(ahead) && view.units_in(view.clause_start..from).next().is_some();
    if ALL_OF.is_match(ahead)
        || is_one()
        || view.sentence[..from].ends_with('/')
        || YEAR_FIRST.is_match(found.as_str())
    {
        return false;
    }
    rates && view.units_in(from..view.mark.range.start).next().is_none()
}

/// The units named before the mark that are its subject.
fn subject(view: &View, before: &[&Named]) -> Option<(Who, Option<usize>)> {
    let first = before.first()?;
    let is_reported_on = |named: &&Named| {
        named.unit.level == Level::Region
            && REGION_BEHIND.is_match(&view.sentence[named.range.end..])
            && REPORT_ON.is_match(&view.sentence[view.mark.range.end..named.range.start])
    };
    let mut behind = view.units_in(view.mark.range.end..view.window.end);
    if let Some(region) = behind.find(is_reported_on) {
        // "Services across A, B and C are rated so, says a report on the region"
        let end = before.last()?.range.end;
        return Some((Who::Units(vec![region.unit.clone()]), Some(end)));
    }
    let lists =
        |named: &&&Named| INCLUDING.is_match(&view.sentence[first.range.end..named.range.start]);
    let listed = before.iter().skip(1).any(|named| lists(&named));
    let subjects: Vec<&Named> = if first.unit.level == Level::Region && listed {
        vec![first]
    } else {
        before.to_vec()
    };
    let end = subjects.last()?.range.end;
    let only_regions = subjects
        .iter()
        .all(|named| named.unit.level == Level::Region);
    if only_regions && GROUP_OF.is_match(&view.sentence[..first.range.start]) {
        return Some((Who::All, Some(end)));
    }
    let mut all = subjects;
    all.extend(
        view.units_in(view.mark.range.end..view.sentence.len())
            .filter(|named| {
                let before = &view.sentence[view.mark.range.end..named.range.start];
                let behind = &view.sentence[named.range.end..];
                // "seven points, as did B with eleven"
                let is_rating = matches!(view.mark.what, What::Rating(_));
                let has_own = !is_rating && behind.starts_with(" with ");
                !has_own && (ALSO_BEHIND.is_match(behind) || AS_WAS.is_match(before))
            }),
    );
    Some((Who::Units(pdus_or_all(&all)), Some(end)))
}

/// "Three parts of", "a trio of": what is named behind these words is where the units lie.
pub(crate) fn is_place_of_parts(before: &str) -> bool {
    GROUP_OF.is_match(before)
}

/// Beside PDUs, a region says where they lie.
fn pdus_or_all(units: &[&Named]) -> Vec<UnitName> {
    let has_pdu = units.iter().any(|named| named.unit.level == Level::Pdu);
    let wanted = |named: &&&Named| !has_pdu || named.unit.level == Level::Pdu;
    let mut names: Vec<UnitName> = Vec::new();
    for named in units.iter().filter(wanted) {
        if !names.contains(&named.unit) {
            names.push(named.unit.clone());
        }
    }
    names
}
