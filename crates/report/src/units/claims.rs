//! What a sentence says of whom: which units it rates, when, and whether the whole of them.

use std::ops::Range;

use probity_model::Level;

use super::marks::{Mark, What, marks};
use super::named::{Named, UnitName};
use crate::text::{head, patterns};
use denied::is_denied;
use others::is_of_others;
pub(crate) use others::is_of_youth_service;
pub(crate) use times::{is_of_now, looks_back};
use times::{names_earlier, time, was_got};
pub(crate) use who::is_place_of_parts;
use who::who;
use whole::{is_of_part, is_whole};

mod denied;
mod others;
mod times;
mod who;
mod whole;

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
    /// "After being rated": the inspection before where another rating is given, else this one.
    Preceding,
}

patterns! {
    BREAK = r"(?i);|\s(?:while|whereas)\b|\smeanwhile \w|,? but (?:is |was |has )?now\b";
    ANAPHOR = r"(?i)\b(?:it|they|(?:its|their) (?:(?:previous|last|earlier|former|prior|first|overall|latest|current|new|total|(?:19|20)\d\d) ){0,2}(?:rating|grade|score|mark|verdict)|(?:the|that|this) (?:previous|last|earlier|former) (?:rating|grade|score)|(?:the|that|this) (?:overall )?(?:rating|grade|score|verdict|mark) (?:is|was|has been|had been)|an? (?:total |overall )?score|the (?:pdu|unit|service|region|services|division)|probation (?:services?|unit|delivery unit|delivery units|units)|pdus?|units?|services?|division)\b";
    FORMER = r#"(?i)\bthe (?:former|first)\b(?: (?:was|is|has|got|received|scored|one|unit|service|pdu)\b|[,:]? ?['"]?$)"#;
    // "From X to Y": what leads to the second rating
    TO = r#"^['"\])]*(?: overall)? (?:up |down |back )?to (?:an? )?['"]?$"#;
    AND_NEXT = r#"(?i)^['"]*[)\]]['"]*,? and\b"#;
    BUT_NOW = r"(?i)^,? but (?:is |was |has )?now\b";
    LIST_ON = r#"^['"\])]*,? ?(?:or|nor|and)? ?['"]?$"#;
    WITH_SCORE = r#"(?i)^['"\])]*(?: overall| rating)*(?:,|,? (?:\(|(?:and )$|(?:and )?(?:with|scoring|having scored|on|at)\b(?: (?:an?|the|its|total|overall|score|mark|of|just|only|mere|points?|tally))*)) ?$"#;
    RESPECTIVELY = r"(?i)\brespectively\b|\bin (?:that|turn|the same|this) order\b";
    ELSEWHERE = r#"(?i)^['")\]]* \(also published\b|^['"\])]*(?: overall)?,? (?:it (?:emerged|was (?:announced|revealed|reported))|(?:as )?we reported|as reported) (?:back )?(?:in|last)\b|\b(?:in|from) (?:(?:an?|another|an earlier|the previous|earlier|their) )?reports? (?:published|released|out)\b|\bin (?:a|another) (?:separate |earlier |previous )(?:report|inspection)\b|^['"\])]*(?: overall)? (?:in|by) an? (?:\w+ )?(?:report|inspection) (?:in|from|of|last|earlier)\b|^['"\])]*(?: overall)?,? (?:last (?:month|week|spring|summer|autumn|winter)|earlier (?:this|in the)|(?:\w+|\d+) (?:days|weeks|months) (?:ago|earlier|before))\b|^['"\])]*(?: overall)? (?:back )?in (?:january|february|march|april|may|june|july|august|september|october|november|december)(?:[.,;)]|$)"#;
    TODAY = r"(?i)\b(?:today|now|yesterday|this (?:week|morning|month)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b";
    RELEASED = r"(?i)\b(?:report|findings|verdict|result)\b[^.;]*\b(?:came out|published|released|issued|out) $";
    ASIDE = r"(?i)\b(?:other|others|rest of|last month|last week|weeks? (?:after|ago|earlier|before)|months? (?:after|ago|earlier|before)|earlier this|already|neighbouring|separate(?:ly)? (?:report|inspection)|also (?:been )?(?:inspected|rated|published|given|found)|elsewhere|(?:every|another|a different|most) (?:\w+ )?(?:pdus?|units?|services?|regions?)|sister|similar inspections?|(?:comes?|came) (?:\w+ ){0,3}after|follow(?:s|ed|ing) (?:reports?|inspections?)|join(?:s|ed|ing)?)\b";
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
        let mut reader = Reader::new(sentence, &marks, units, last);
        (0..marks.len()).for_each(|i| reader.read(i));
        claims = reader.claims;
    }
    if disagree(&claims) {
        claims.retain(|claim| !claim.who.is_many());
    }
    claims
}

/// Reads the marks of a sentence from left to right.
struct Reader<'a> {
    sentence: &'a str,
    marks: &'a [Mark],
    spans: Vec<Range<usize>>,
    units: &'a [Named],
    last: &'a [UnitName],
    subject: Subject,
    /// The mark before is denied.
    denies: bool,
    /// The last rating that was claimed, and where it ends.
    rated: Option<(usize, Claim)>,
    claims: Vec<Claim>,
}

impl<'a> Reader<'a> {
    fn new(sentence: &'a str, marks: &'a [Mark], units: &'a [Named], last: &'a [UnitName]) -> Self {
        Self {
            sentence,
            marks,
            spans: spans(sentence),
            units,
            last,
            subject: Subject::default(),
            denies: false,
            rated: None,
            claims: Vec::new(),
        }
    }

    fn read(&mut self, i: usize) {
        let mark = &self.marks[i];
        let view = View {
            sentence: self.sentence,
            mark,
            window: window(self.marks, i, &self.spans),
            clause_start: clause(&self.spans, mark).map_or(0, |span| span.start),
            units: self.units,
            last: self.last,
        };
        let last_kin = self.marks[..i].iter().rev().find(|other| kin(other, mark));
        let follows = last_kin.is_some_and(|last| view.window.start == last.range.end)
            || (i > 0 && BUT_NOW.is_match(view.before()));
        let before = std::mem::take(&mut self.subject).kept_if(follows);
        let about = who(&view);
        let named = about.as_ref().map(|about| about.0.clone());
        let goes_on = self.denies && follows && LIST_ON.is_match(view.before());
        let is_rating = matches!(mark.what, What::Rating(_));
        self.denies = is_rating && (goes_on || is_denied(view.before())) && !was_got(view.after());
        if self.denies {
            self.subject = before.or(named, true);
            return;
        }
        let claim = claim_after(&view, about, &before);
        self.subject = match &claim {
            Some(claim) => Subject::whole(claim.who.clone()),
            None => before.or(named, false),
        };
        let claim = match &self.rated {
            Some((end, rating)) if goes_with(mark, self.sentence.get(*end..mark.range.start)) => {
                Some(scored_with(rating, mark, claim))
            }
            _ => claim,
        };
        if let Some(claim) = claim {
            if is_rating {
                self.rated = Some((mark.range.end, claim.clone()));
            }
            self.claims.push(claim);
        }
    }
}

/// What a mark claims of whom it names, else of whom the mark before was about.
fn claim_after(
    view: &View,
    about: Option<(Who, Option<usize>)>,
    before: &Subject,
) -> Option<Claim> {
    // "From X to Y and B from …": the second rating has the subject of the first
    let about = about.filter(|_| !(before.is_of_whole && TO.is_match(view.before())));
    match (about.and_then(|about| claim(view, about)), &before.who) {
        (Some(claim), Some(who)) if claim.who == Who::It => Some(Claim {
            who: who.clone(),
            ..claim
        }),
        (Some(claim), _) => Some(claim),
        (None, Some(who)) if before.is_of_whole => inherit(view, who),
        (None, _) => None,
    }
}

/// A score that stands right behind a rating: "'Good', with a score of 11/21".
fn goes_with(mark: &Mark, between: Option<&str>) -> bool {
    let is_score = matches!(mark.what, What::Score(..));
    is_score && between.is_some_and(|between| WITH_SCORE.is_match(between))
}

/// The score that goes with a rating is of the same inspection, and of the same unit unless another
/// is named.
fn scored_with(rating: &Claim, mark: &Mark, claim: Option<Claim>) -> Claim {
    let who = match claim.map(|claim| claim.who) {
        Some(Who::Units(units)) => Who::Units(units),
        _ => rating.who.clone(),
    };
    Claim {
        who,
        what: mark.what,
        ..rating.clone()
    }
}

/// Whom the mark before is about.
#[derive(Default)]
struct Subject {
    who: Option<Who>,
    /// The mark was of the whole of it, or is denied: the next one is, too.
    is_of_whole: bool,
}

impl Subject {
    const fn whole(who: Who) -> Self {
        Self {
            who: Some(who),
            is_of_whole: true,
        }
    }

    fn kept_if(self, follows: bool) -> Self {
        if follows { self } else { Self::default() }
    }

    /// Itself, or whom a mark names that claims nothing.
    fn or(self, who: Option<Who>, is_of_whole: bool) -> Self {
        match who {
            Some(who) => Self {
                who: Some(who),
                is_of_whole,
            },
            None => self,
        }
    }
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
    fn is_aside(&self, who: &Who) -> bool {
        let front = &self.sentence[self.clause_start..self.mark.range.start];
        // "It was also rated", "on the other hand"
        let is_it = matches!(who, Who::It | Who::They);
        ASIDE.find_iter(front).any(|found| {
            let also = is_it && found.as_str().starts_with("also");
            let behind = &front[found.end()..];
            // "The report, which came out last week, gave A …"
            let is_of_report = RELEASED.is_match(&front[..found.start()]);
            // "I was sorry last week to read that A …"
            let is_of_reader = behind.starts_with(" to ") && found.as_str().starts_with("last");
            !also && !is_of_reader && !is_of_report && !behind.starts_with(" hand")
        })
    }

    fn units_in(&self, range: Range<usize>) -> impl Iterator<Item = &'a Named> {
        let inside =
            move |named: &&Named| range.start <= named.range.start && named.range.end <= range.end;
        self.units.iter().filter(inside)
    }
}

/// The sentence speaks of others beside what the text is about.
pub(super) fn speaks_aside(sentence: &str) -> bool {
    ASIDE.is_match(sentence)
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

/// Both are scores, or both are ratings.
const fn kin(one: &Mark, other: &Mark) -> bool {
    matches!(one.what, What::Score(..)) == matches!(other.what, What::Score(..))
}

fn window(marks: &[Mark], i: usize, spans: &[Range<usize>]) -> Range<usize> {
    let mark = &marks[i];
    let kin = |other: &&Mark| kin(other, mark);
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
    let fits = |marks: &[&Mark]| marks.len() == chosen.len();
    // "Both were rated X, with scores of 2 and 3 respectively"
    let fits_all = |marks: &[&Mark]| marks.len() <= 1 || fits(marks);
    let is_paired = fits(&scores) || fits(&ratings);
    if chosen.len() < 2 || !is_paired || !fits_all(&scores) || !fits_all(&ratings) {
        return Vec::new();
    }
    let time = if names_earlier(sentence) {
        Time::Earlier
    } else {
        Time::Current
    };
    let pair = |(unit, mark): (&&UnitName, &&Mark)| Claim {
        who: Who::Units(vec![(*unit).clone()]),
        what: mark.what,
        time,
        aside: ASIDE.is_match(sentence),
    };
    let told = [ratings, scores];
    let pairs = told.iter().flat_map(|marks| {
        let is_one = marks.len() == 1;
        let each = marks
            .iter()
            .cycle()
            .take(if is_one { chosen.len() } else { marks.len() });
        chosen.iter().zip(each)
    });
    pairs.map(pair).collect()
}

fn claim(view: &View, (who, subject_end): (Who, Option<usize>)) -> Option<Claim> {
    let rated_as_whole = match view.mark.what {
        What::Score(..) => true,
        What::Rating(_) => is_whole(view, &who, subject_end),
    };
    let aside = (view.is_aside(&who) && who != Who::Rest) || is_elsewhere(view.after());
    let of_others = is_of_others(view, &who);
    if of_others && matches!(who, Who::Units(_)) {
        return None;
    }
    let aside = aside || of_others;
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
    // In "from X to Y and B from …", B is named for what comes next.
    let ends = TO.is_match(view.before()) || AND_NEXT.is_match(view.after());
    let until = if ends {
        view.mark.range.start
    } else {
        view.window.end
    };
    let named = view.units_in(view.window.start..until).next().is_some();
    (!named && !is_of_part(view)).then(|| Claim {
        who: who.clone(),
        what: view.mark.what,
        time: time(view),
        aside: view.is_aside(who),
    })
}

#[cfg(test)]
mod tests;
