//! What a sentence says of whom: which units it rates, when, and whether the whole of them.

use std::ops::Range;

use probity_model::Level;

use super::marks::{Mark, What, marks};
use super::named::{Named, UnitName};
use crate::text::{head, patterns};
pub(crate) use times::{is_of_now, looks_back};
use times::{names_earlier, time};

mod times;

/// A rating or score that a sentence gives to someone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) who: Who,
    pub(crate) what: What,
    pub(crate) time: Time,
    /// The sentence speaks of other inspections beside the one the document is about.
    pub(crate) aside: bool,
}

/// Whom a claim is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Named in the sentence.
    Units(Vec<UnitName>),
    /// "The PDU", "it": the one unit the document is about.
    It,
    /// "They", "services": the one, or all that the document is about.
    They,
    /// "The other two": those that the document is about and does not rate by name.
    Rest,
    /// "Both", "all three", "three parts of London": all that the document is about.
    All,
}

impl Who {
    const fn is_many(&self) -> bool {
        matches!(self, Self::They | Self::All)
    }
}

/// Which inspection a claim is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Time {
    Current,
    /// The rating is the same as the time before.
    Again,
    /// The inspection before.
    Earlier,
    /// Said to be of this year, which may or may not be the year of the document.
    InYear(i16),
}

patterns! {
    BREAK = r"(?i);|\s(?:while|whereas|meanwhile)\b|,? but (?:is |was |has )?now\b";
    NEUTRAL = r"(?i)\b(?:national )?(?:prison and )?(?:probation|prison)(?: delivery)?(?: services?| units?)?\b|\bdelivery units?\b|\b(?:pdus?|services?|units?|regions?|division)\b|\byouth justice services?\b";
    ASPECT = r"(?i)\b(?:leaders|practitioners|officers|managers|interventions|checks|communication|morale|training|premises|buildings|offices|leadership|governance|staff(?:ing)?|workloads?|court|assess(?:ment|ing|ments)|planning|implementation|delivery|delivering|review(?:s|ing)?|management|cases?|casework|victims?|work|practice|standards?|outcomes|resettlement|protection|safeguarding|oversight|information|facilities|quality|arrangements|partnerships?|supervision|engagement|desistance|cooperation|parts|areas)\b";
    ASPECT_OF = r"(?i)\b(?:leadership|governance|staffing|assessments?|planning|implementation|delivery|reviewing|management|casework|cases|work|practice|supervision|quality|oversight|standards|areas|elements|aspects)(?: [\w']+){0,6} (?:at|in|of|for|across|by|within)(?: the)?(?: probation services?(?: in)?)? $";
    RATING_FOR = r#"(?i)\bratings? for (?:our |the |its )?(?:[\w' ]{0,30}\b)?(?:leadership|governance|staffing|services(?:$|['" ]*of)|standard|assessment|planning|implementation|delivery|reviewing|court work|outcomes|facilities|victim work)"#;
    RATED_FOR = r#"(?i)^['"\])]*(?: rating| overall)? (?:for|on|in|against) (?:its |their |the |our |all |most |some |\d+ |one |two |three |four |five |six )*(?:but |of |the |its |\w+ ){0,3}(?:leadership|governance|staffing|assessments?|assessing|planning|implementation|delivery|reviewing|court work|outcomes|facilities|victim work|standards?|services\b|quality)"#;
    STANDARDS_SUBJECT = r"(?i)\b(?:\w+ )?(?:standards|elements|aspects|areas|measures|questions)\b[^,]{0,40}$";
    OVERALL = r"(?i)\boverall\b|\bcombined\b|\bas a whole\b";
    ANAPHOR = r"(?i)\b(?:it|they|the (?:pdu|unit|service|region|services|division)|probation (?:services?|unit|delivery unit|delivery units|units)|pdus?|units?|services?|division)\b";
    GROUP = r"(?i)\b(?:both|each|all (?:two|three|four|five|six|of them)|the (?:trio|pair|three|two|four)|they (?:all|both|each)|(?:trio|pair|number) of|(?:two|three|four|five|six|several) (?:[\w']+ ){0,3}(?:areas?|parts|pdus?\*?|units?|services|regions|inspections|reports)|parts of)\b";
    WE_RATED = r#"(?i)\bwe (?:have )?(?:rated|graded|judged|gave)\b|\brating of (?:being )?['"]?$"#;
    PLURAL = r"(?i)^(?:they|probation (?:services|units|delivery units)|services|units|pdus)$";
    GROUP_OF = r"(?i)\b(?:(?:parts?|areas?|units?|pdus?\*?|trio|pair|corners?|some|several|more|further|many|most|two|three|four|five|six|both|all)(?: (?:of|in|across|from))?|(?:offices?|boroughs?) (?:of|in))(?: the)? $";
    REST = r"(?i)\b(?:the|its) (?:other|remaining) (?:two|three|four|five|one|pdus?|units?|services?|areas?)\b";
    LATTER = r"(?i)\bthe latter\b";
    FORMER = r"(?i)\bthe former\b";
    INCLUDING = r"(?i)\b(?:includ(?:es?|ing)|consist(?:s|ing)? of|compris(?:es?|ing)|such as|made up of|covers|which has)\b";
    AFTER_LINK = r#"(?i)^['"\])]*(?: (?:overall|rating|ratings|grade|grading|mark|verdict|judge?ment|score|each|for|to|at|in|of|on|given|handed|awarded|the|both|probation|services?|units?|delivery|pdus?|that|and|by|inspectors|go(?:es)?|went|was|were))*[:,]?(?: -)? ?(?:the )?$"#;
    RESPECTIVELY = r"(?i)\brespectively\b|\bin (?:that|turn) order\b";
    ELSEWHERE = r#"(?i)^['")\]]* \(also published\b|\b(?:in|from) (?:(?:an?|another|an earlier|the previous|earlier|their) )?reports? (?:published|released|out)\b|\bin (?:a|another) (?:separate |earlier |previous )(?:report|inspection)\b|^['"\])]*(?: overall)?,? (?:last (?:month|week|spring|summer|autumn|winter)|earlier (?:this|in the)|(?:\w+|\d+) (?:days|weeks|months) (?:ago|earlier|before))\b"#;
    TODAY = r"(?i)\b(?:today|now|yesterday|this (?:week|morning|month)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b";
    SOME = r#"(?i)\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+|most|many|several|some|half|none|few|others?) (?:of (?:them|these|those|the (?:\w+ ){1,3}))?(?:(?:have|has|had|been|were|was|are|is|also|each|both|being) )*(?:rated|graded|judged|found|classed)?(?: as| to be)? ?['"]?$"#;
    ALSO_BEHIND = r"(?i)^(?:(?: probation)?(?: delivery)?(?: units?| services?)?(?: \(?PDUs?\)?)?)? ?(?:too|as well|likewise)\b";
    AS_WAS = r"(?i)\b(?:as|so) (?:was|were|is|are|did|has|have)(?: the)? $";
    ASIDE = r"(?i)\b(?:other|others|rest of|last month|last week|weeks? (?:after|ago|earlier|before)|months? (?:after|ago|earlier|before)|earlier this|already|neighbouring|the first was|the second was|separate(?:ly)? (?:report|inspection)|also (?:inspected|rated|published)|in contrast|elsewhere|sister|similar inspections?|(?:comes?|came) (?:\w+ ){0,3}after|follow(?:s|ed|ing) (?:reports?|inspections?)|join(?:s|ed|ing)?)\b";
}

/// What is longer, in bytes, is no sentence that someone wrote.
const LONGEST: usize = 2_500;

/// What a plain sentence claims. `units` are those named in it, `last` those of the sentence before,
/// for "the latter".
pub(crate) fn in_sentence(sentence: &str, units: &[Named], last: &[UnitName]) -> Vec<Claim> {
    if sentence.len() > LONGEST {
        return Vec::new();
    }
    let marks = marks(sentence);
    if marks.is_empty() {
        return Vec::new();
    }
    let mut claims = respectively(sentence, &marks, units, last);
    if claims.is_empty() {
        let spans = spans(sentence);
        for (i, mark) in marks.iter().enumerate() {
            let window = window(&marks, i, &spans);
            let view = View {
                sentence,
                mark,
                window,
                clause_start: clause(&spans, mark).map_or(0, |span| span.start),
                units,
                last,
            };
            let before: Option<&Claim> = claims
                .last()
                .filter(|_| i > 0 && view.window.start == marks[i - 1].range.end);
            let claim = match (claim(&view), before) {
                (Some(claim), Some(before)) if claim.who == Who::It => Some(Claim {
                    who: before.who.clone(),
                    ..claim
                }),
                (Some(claim), _) => Some(claim),
                (None, Some(before)) => inherit(&view, &before.who),
                (None, None) => None,
            };
            claims.extend(claim);
        }
    }
    if disagree(&claims) {
        claims.retain(|claim| !claim.who.is_many());
    }
    claims
}

/// "Two areas have been rated X and Y": which of them has which is not said.
fn disagree(claims: &[Claim]) -> bool {
    let of_all: Vec<What> = claims
        .iter()
        .filter(|claim| claim.who.is_many() && matches!(claim.what, What::Rating(_)))
        .map(|claim| claim.what)
        .collect();
    of_all.windows(2).any(|pair| pair[0] != pair[1])
}

/// A mark, and the part of the sentence that belongs to it: from the mark before to the next one.
struct View<'a> {
    sentence: &'a str,
    mark: &'a Mark,
    window: Range<usize>,
    /// Where the clause begins that the mark stands in.
    clause_start: usize,
    units: &'a [Named],
    last: &'a [UnitName],
}

impl<'a> View<'a> {
    fn before(&self) -> &'a str {
        &self.sentence[self.window.start..self.mark.range.start]
    }

    fn after(&self) -> &'a str {
        &self.sentence[self.mark.range.end..self.window.end]
    }

    /// Once a clause speaks of others, all that it lists are others.
    fn is_aside(&self) -> bool {
        ASIDE.is_match(&self.sentence[self.clause_start..self.mark.range.start])
    }

    fn units_in(&self, range: Range<usize>) -> impl Iterator<Item = &'a Named> {
        let inside =
            move |named: &&Named| range.start <= named.range.start && named.range.end <= range.end;
        self.units.iter().filter(inside)
    }
}

/// The clauses of a sentence that do not share a subject.
fn spans(sentence: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut spans = Vec::new();
    for found in BREAK.find_iter(sentence) {
        spans.push(start..found.start());
        start = found.start();
    }
    spans.push(start..sentence.len());
    spans
}

fn clause<'a>(spans: &'a [Range<usize>], mark: &Mark) -> Option<&'a Range<usize>> {
    spans.iter().find(|span| span.contains(&mark.range.start))
}

fn window(marks: &[Mark], i: usize, spans: &[Range<usize>]) -> Range<usize> {
    let mark = &marks[i];
    let is_score = |mark: &Mark| matches!(mark.what, What::Score(..));
    let kin = |other: &&Mark| is_score(other) == is_score(mark);
    let span = clause(spans, mark).cloned().unwrap_or(0..mark.range.end);
    let start = marks[..i]
        .iter()
        .rev()
        .find(kin)
        .map_or(0, |other| other.range.end);
    let end = marks[i + 1..]
        .iter()
        .find(kin)
        .map_or(span.end, |other| other.range.start);
    let start = start.max(span.start);
    start.min(mark.range.start)..end.min(span.end).max(mark.range.end)
}

/// "A, B and C were rated X, Y and Z respectively", or "they", of those in the sentence before.
fn respectively(sentence: &str, marks: &[Mark], units: &[Named], last: &[UnitName]) -> Vec<Claim> {
    if !RESPECTIVELY.is_match(sentence) {
        return Vec::new();
    }
    let own: Vec<&UnitName> = units.iter().map(|named| &named.unit).collect();
    let named: Vec<&UnitName> = if own.is_empty() {
        last.iter().collect()
    } else {
        own
    };
    let is_pdu = |unit: &&UnitName| unit.level == Level::Pdu;
    let pdus: Vec<&UnitName> = named.iter().copied().filter(is_pdu).collect();
    let chosen = if pdus.is_empty() { named } else { pdus };
    let is_score = |mark: &&Mark| matches!(mark.what, What::Score(..));
    let (scores, ratings): (Vec<&Mark>, Vec<&Mark>) = marks.iter().partition(is_score);
    let fits = |marks: &[&Mark]| marks.is_empty() || marks.len() == chosen.len();
    if chosen.len() < 2 || !fits(&scores) || !fits(&ratings) {
        return Vec::new();
    }
    let time = if names_earlier(sentence) {
        Time::Earlier
    } else {
        Time::Current
    };
    let pair = |(unit, mark): (&&UnitName, &Mark)| Claim {
        who: Who::Units(vec![(*unit).clone()]),
        what: mark.what,
        time,
        aside: ASIDE.is_match(sentence),
    };
    let rated = chosen.iter().zip(ratings);
    rated.chain(chosen.iter().zip(scores)).map(pair).collect()
}

fn claim(view: &View) -> Option<Claim> {
    let (who, subject_end) = who(view)?;
    let rated_as_whole = match view.mark.what {
        What::Score(..) => true,
        What::Rating(_) => is_whole(view, &who, subject_end),
    };
    let aside = (view.is_aside() && who != Who::Rest) || is_elsewhere(view.after());
    rated_as_whole.then(|| Claim {
        who,
        what: view.mark.what,
        time: time(view),
        aside,
    })
}

/// The rating stands in another report than the one that is out today.
fn is_elsewhere(after: &str) -> bool {
    let found = ELSEWHERE.find(after);
    found.is_some_and(|found| !TODAY.is_match(head(&after[found.start()..], 60)))
}

/// "improved from X to Y", "rated X in 2022, is now Y": the second rating has the subject of the first.
fn inherit(view: &View, who: &Who) -> Option<Claim> {
    let named = view.units_in(view.window.clone()).next().is_some();
    let of_part = ASPECT.is_match(&neutral(view.before()))
        || RATED_FOR.is_match(&neutral(head(view.after(), 45)));
    (!named && !of_part).then(|| Claim {
        who: who.clone(),
        what: view.mark.what,
        time: time(view),
        aside: view.is_aside(),
    })
}

/// Whom the mark is about, and where in the sentence that name ends, if it stands before the mark.
fn who(view: &View) -> Option<(Who, Option<usize>)> {
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
    let text = view.before();
    let referred = match (LATTER.find(text), FORMER.find(text)) {
        (Some(words), _) => view.last.last().zip(Some(words)),
        (_, Some(words)) => view.last.first().zip(Some(words)),
        _ => None,
    };
    if let Some((unit, words)) = referred {
        let end = view.window.start + words.end();
        return Some((Who::Units(vec![unit.clone()]), Some(end)));
    }
    let after: Vec<&Named> = view
        .units_in(view.mark.range.end..view.window.end)
        .collect();
    if let Some(first) = after.first()
        && AFTER_LINK.is_match(&view.sentence[view.mark.range.end..first.range.start])
    {
        return Some((Who::Units(pdus_or_all(&after)), None));
    }
    let group = GROUP.find_iter(text).last();
    if let Some(words) = group {
        return Some((Who::All, Some(view.window.start + words.end())));
    }
    let anaphor = ANAPHOR.find_iter(text).last();
    let end = anaphor.map(|words| view.window.start + words.end());
    if let Some(words) = anaphor.filter(|words| PLURAL.is_match(words.as_str())) {
        return Some((Who::They, Some(view.window.start + words.end())));
    }
    if WE_RATED.is_match(text) {
        return Some((Who::It, Some(view.window.start)));
    }
    let whole = OVERALL.is_match(text) || OVERALL.is_match(head(view.after(), 20));
    (end.is_some() || whole).then_some((Who::It, end))
}

/// "Four were rated": some of those that the text speaks of, and not which.
fn is_of_some(view: &View) -> bool {
    let Some(found) = SOME.find(view.before()) else {
        return false;
    };
    let rates = matches!(view.mark.what, What::Rating(_));
    let from = view.window.start + found.start();
    rates && view.units_in(from..view.mark.range.start).next().is_none()
}

/// The units named before the mark that are its subject.
fn subject(view: &View, before: &[&Named]) -> Option<(Who, Option<usize>)> {
    let first = before.first()?;
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
                ALSO_BEHIND.is_match(&view.sentence[named.range.end..]) || AS_WAS.is_match(before)
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

/// The rating is of the whole unit, not of a standard, of some cases, of a piece of work.
fn is_whole(view: &View, who: &Who, subject_end: Option<usize>) -> bool {
    let reach = head(view.after(), 45);
    let around = format!("{}{}", view.before(), head(view.after(), 40));
    if RATING_FOR.is_match(&around) || RATED_FOR.is_match(&neutral(reach)) {
        return false;
    }
    if OVERALL.is_match(view.before()) || OVERALL.is_match(head(view.after(), 20)) {
        return !STANDARDS_SUBJECT.is_match(view.before());
    }
    let Some(end) = subject_end else {
        return matches!(who, Who::Units(_));
    };
    let between = &view.sentence[end..view.mark.range.start];
    let last_clause = between.rsplit(',').next().unwrap_or(between);
    if ASPECT.is_match(&neutral(last_clause)) {
        return false;
    }
    let direct = !between.contains(',');
    let named_at = view
        .units_in(view.window.start..view.mark.range.start)
        .next()
        .map(|named| named.range.start);
    let front = &view.sentence[view.window.start..named_at.unwrap_or(view.window.start)];
    let of_part = direct
        && !matches!(who, Who::All | Who::They | Who::Rest)
        && ASPECT_OF.is_match(&neutral(front));
    !of_part || EARNS.is_match(front)
}

patterns! {
    EARNS = r"(?i)\b(?:earned|left|won|cost|landed|gave|brought|given)\b";
}

fn neutral(text: &str) -> String {
    NEUTRAL.replace_all(text, "unit").into_owned()
}

#[cfg(test)]
mod tests;
