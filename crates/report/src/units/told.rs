//! The sentences in which a document tells its result: the units they name, and what they claim.

use probity_model::{Gazetteer, Kind, Level, Rating};

use super::claims::{Claim, Time, Who};
use super::marks::What;
use super::named::{Named, UnitName, named, named_by_place};
use super::rows::Columns;
use crate::blocks::Form;
use crate::headings::Part;
use crate::outline::{Entry, Outline, Role};
use crate::text::{patterns, plain, sentences, tail, word_count};

/// A sentence of the document, in plain form, with the units it names and what it claims.
pub(crate) struct Told {
    pub(crate) text: String,
    /// Place of its block in the outline; the headline has none.
    pub(crate) entry: Option<usize>,
    pub(super) units: Vec<Named>,
    pub(super) claims: Vec<Claim>,
    /// It has words of rating.
    pub(super) may_rate: bool,
    /// It stands in the notes to editors, or under a heading that announces others.
    pub(super) is_beside: bool,
    /// What a row of a table of results claims by its columns.
    pub(super) row: Option<Vec<Claim>>,
}

impl Told {
    /// The sentence speaks of the unit's rating only beside what the document is about.
    pub(super) fn sets_aside(&self, unit: &UnitName) -> bool {
        let of_unit = |claim: &&Claim| match &claim.who {
            Who::Units(units) => units.contains(unit),
            Who::It | Who::They | Who::Rest | Who::All => false,
        };
        self.claims
            .iter()
            .find(of_unit)
            .is_some_and(|claim| claim.aside)
    }

    /// The sentence names the unit only as the place where somebody lived, worked or was supervised.
    pub(super) fn only_lives_in(&self, unit: &UnitName) -> bool {
        let mut named = self.units.iter().filter(|named| named.unit == *unit);
        named.all(|named| LIVES_IN.is_match(tail(&self.text[..named.range.start], 60)))
    }

    /// The one PDU that the sentence begins with, or that it names in few words.
    pub(super) fn subject(&self) -> Option<UnitName> {
        let [only] = self.units.as_slice() else {
            return None;
        };
        let begins = word_count(&self.text[..only.range.start]) <= 2;
        // "No such luck for Ashmere South."
        let is_short = || self.claims.is_empty() && word_count(&self.text) <= SHORT;
        let is_subject = only.unit.level == Level::Pdu && (begins || is_short());
        is_subject.then(|| only.unit.clone())
    }

    /// The name of one PDU and no more, as above what is told of it.
    pub(super) fn is_heading(&self) -> bool {
        let [only] = self.units.as_slice() else {
            return false;
        };
        let rest = [&self.text[..only.range.start], &self.text[only.range.end..]];
        let words = rest.iter().map(|part| word_count(part)).sum::<usize>();
        let of_text = self.entry.is_some() && self.row.is_none();
        of_text
            && only.unit.level == Level::Pdu
            && words <= 3
            && !self.text.ends_with('.')
            && !self.may_rate
    }

    /// The last rating that is given now.
    pub(super) fn last_rating(&self) -> Option<Rating> {
        let mut current = self
            .claims
            .iter()
            .rev()
            .filter(|claim| is_current(claim) && !claim.aside);
        current.find_map(|claim| match claim.what {
            What::Rating(rating) => Some(rating),
            What::Score(..) => None,
        })
    }

    /// The last rating that is given, of whatever time.
    pub(super) fn any_rating(&self) -> Option<Rating> {
        self.claims.iter().rev().find_map(|claim| match claim.what {
            What::Rating(rating) if !claim.aside => Some(rating),
            _ => None,
        })
    }

    /// "B received the same rating", "So was B": the rating told of last, of the units that it has
    /// not been told of.
    pub(super) fn same(&self, rating: Rating) -> Option<Claim> {
        let tells = self.may_rate || self.text.contains(" same ") || SO_WAS.is_match(&self.text);
        if !tells {
            return None;
        }
        let same = SAME
            .find(&self.text)
            .filter(|found| !SAME_AS.is_match(&self.text[found.end()..]));
        let is_meant = |named: &&Named| match same {
            Some(found) => named.range.end <= found.start(),
            None => true,
        };
        let again = || THIS_RATING.is_match(&self.text) && AGAIN.is_match(&self.text);
        let is_repeated = || {
            again()
                || UNCHANGED.is_match(&self.text)
                || SAME_BEFORE.is_match(&self.text)
                || WAS_SAME.is_match(&self.text)
        };
        let has_same = || {
            let same = SAME.find(&self.text);
            same.is_some_and(|found| {
                THERE.is_match(&self.text) && word_count(&self.text[..found.start()]) <= SHORT
            })
        };
        if self.units.is_empty() && (is_repeated() || has_same()) {
            // "It is the second time that it has had this rating."
            return Some(Claim {
                who: Who::It,
                what: What::Rating(rating),
                time: Time::Again,
                aside: false,
            });
        }
        if same.is_none() && !SO_WAS.is_match(&self.text) {
            return None;
        }
        let is_told = |unit: &UnitName| {
            let mut claims = self.claims.iter();
            claims.any(|claim| matches!(&claim.who, Who::Units(units) if units.contains(unit)))
        };
        let named = self.units.iter().filter(is_meant).map(|named| &named.unit);
        let new = named.filter(|unit| unit.level == Level::Pdu && !is_told(unit));
        let units: Vec<UnitName> = new.cloned().collect();
        (!units.is_empty()).then_some(Claim {
            who: Who::Units(units),
            what: What::Rating(rating),
            time: Time::Current,
            aside: same.is_some_and(|found| ELSEWHEN.is_match(&self.text[found.end()..])),
        })
    }

    /// It goes on about what the sentence before told of: by its first word, or because it is a few words
    /// and names nobody.
    pub(super) fn goes_on(&self) -> bool {
        let is_short = || self.units.is_empty() && word_count(&self.text) <= VERBLESS;
        THERE.is_match(&self.text) || is_short()
    }

    /// The one PDU whose name is the whole sentence, as it opens a paragraph: "Ashmere South."
    pub(super) fn names_alone(&self) -> Option<&UnitName> {
        let [only] = self.units.as_slice() else {
            return None;
        };
        let rest = [&self.text[..only.range.start], &self.text[only.range.end..]];
        let is_bare = |part: &&str| part.chars().all(|c| !c.is_alphanumeric());
        let is_pdu = only.unit.level == Level::Pdu;
        (is_pdu && rest.iter().all(is_bare)).then_some(&only.unit)
    }

    /// What it claims of now is of the time that the sentence before told of.
    pub(super) fn set_in_past(&mut self) {
        let now = |claim: &&mut Claim| claim.time == Time::Current;
        for claim in self.claims.iter_mut().filter(now) {
            claim.time = Time::Earlier;
        }
    }

    /// What it claims is told beside what the document is about.
    pub(super) fn set_aside_if(&mut self, is_aside: bool) {
        for claim in &mut self.claims {
            claim.aside |= is_aside;
        }
    }

    /// "It was rated …": the unit that the sentence before began with.
    pub(super) fn speak_of(&mut self, unit: &UnitName) {
        if self.claims.is_empty() || OF_WHOLE.is_match(&self.text) {
            return;
        }
        let says_they = self.text.starts_with("They ");
        let is_of_it = |claim: &&mut Claim| {
            let is_meant = claim.who == Who::It || (says_they && claim.who == Who::They);
            is_meant && !claim.aside
        };
        for claim in self.claims.iter_mut().filter(is_of_it) {
            claim.who = Who::Units(vec![unit.clone()]);
        }
    }
}

/// How many words a short sentence has.
const SHORT: usize = 14;

/// How many words a sentence without a verb has: "Three out of 27."
const VERBLESS: usize = 6;

patterns! {
    OF_WHOLE = r"(?i)\b(?:the|this) (?:region|national|whole|division)\b";
    RATES = r"(?i)inadequate|improvement|outstanding|good|rating|grad|band|mark|point|scor|verdict|judge?ment|of 2[17]\b|twenty[- ](?:one|seven)\b|\d ?/ ?\d";
    SAME = r"(?i)\b(?:the|an?) (?:same|identical) (?:overall )?(?:rating|grade|grading|verdict|mark|band|judge?ment|result|outcome)\b";
    SAME_AS = r"(?i)^ (?:as|it|that)\b";
    THIS_RATING = r"(?i)\bthis (?:overall )?(?:rating|grade|grading|verdict|mark|band|judge?ment)\b";
    AGAIN = r"(?i)\b(?:second|third|fourth) (?:(?:consecutive|successive|straight) )?(?:time|inspection)\b";
    SAME_BEFORE = r"(?i)^(?:this|that|it|the (?:pdu|unit|service))\b[^.;,]{0,20}\bthe same (?:overall )?(?:rating|grade|verdict|mark|band)(?: (?:that )?(?:it|we|they|inspectors) (?:received|got|had|was given|gave)(?: (?:it|to [\w' ]{3,40}?))?)?(?: as)?(?: (?:in (?:19|20)\d\d|last time|before|previously|at (?:its|the) (?:last|previous)))";
    LIVES_IN = r"(?i)\b(?:hostels?|flat|room|house|home|bed|street|prison|jail|court|train|bus) (?:in|at|from|to)(?: the)? $|\b(?:supervised|managed|lived|living|lives|moved|released|arrested|sentenced|born|killed|murdered|attacked|worked|works|working)(?: \w+){0,2} (?:in|by|to|from|at|for)(?: the)? $|\b(?:heads?|managers?|directors?|leaders?|leads?|officers?|staff member)(?: \w+)? (?:of|at|in|for)(?: the)? $|\band (?:then |later )?in $";
    /// "It was first inspected in 2022, when the rating was the same."
    WAS_SAME = r"(?i)\bwhen (?:the|its) (?:overall )?(?:rating|grade|verdict|mark|judge?ment|result) was (?:the same|identical|no different|no better)\b";
    UNCHANGED = r"(?i)^(?:the|its|that|this)(?: overall)? (?:rating|grade|verdict) (?:is|was|has|had|remains?)\b[^.;]{0,20}?\b(?:unchanged|not changed|n't changed|the same (?:as (?:before|last|at)|(?:as )?in (?:19|20)\d\d)|a repeat of|repeats? (?:that|the (?:one|rating|grade|verdict|result)))\b";
    ELSEWHEN = r"(?i)^[^.;]{0,20}\b(?:in (?:january|february|march|april|may|june|july|august|september|october|november|december|(?:19|20)\d\d)|last|earlier|ago)\b";
    SO_WAS = r"^So (?:was|were|is|are|did|has|have) ";
    SPEAKER = r"^\p{Lu}[\p{Lu} '.-]*(?: \([^()]*\))?: ";
    /// Headings above what is told of others.
    OTHERS = r"(?i)\b(?:neighbour(?:s|ing|hood)?|other (?:places|areas|units|services|pdus|regions|reports|results|inspections|ratings)|elsewhere|nearby|next door|around the (?:region|country|county)|(?:how )?(?:the )?(?:others|rest)\b.{0,20}|archives?|also (?:inspected|rated|published|in the news)|how (?:it|we|they) compares?|comparison|(?:previous|past|earlier|recent) (?:reports|stories|results)|related)\b";
    THERE = r"^(?:It|They|The (?:unit|service|PDU|region))\b";
}

/// The sentences in which a document tells its result, headline first, with nothing claimed yet.
pub(super) fn gathered(
    title: &str,
    outline: &Outline,
    kind: Kind,
    gazetteer: &Gazetteer,
) -> Vec<Told> {
    let mut told = Vec::new();
    let mut columns = Columns::default();
    let mut heads_others = false;
    add(&mut told, &plain(title), None, false, gazetteer);
    for (at, entry) in outline.entries.iter().enumerate() {
        if !tells_result(entry, kind) {
            continue;
        }
        if !matches!(entry.block.form, Form::Item { .. } | Form::Row { .. }) {
            heads_others = announces_others(&entry.block.line);
        }
        match row(entry, at, &mut columns, gazetteer) {
            Some(row) => told.push(row),
            None => {
                let is_item = matches!(entry.block.form, Form::Item { .. });
                let is_beside = is_beside(entry) || (is_item && heads_others);
                add(&mut told, &entry.block.line, Some(at), is_beside, gazetteer);
            }
        }
    }
    told
}

/// Sections of findings rate standards; recommendations, progress and imprint rate nothing.
fn tells_result(entry: &Entry, kind: Kind) -> bool {
    if entry.role == Role::Title || entry.role == Role::Furniture {
        return false;
    }
    match entry.part {
        Part::Opening | Part::Foreword | Part::Notes => true,
        Part::Body => kind != Kind::InspectionReport || entry.path.len() < 2,
        Part::Recommendations | Part::Standard => kind != Kind::InspectionReport,
        Part::Ratings | Part::Progress | Part::Imprint => false,
    }
}

/// What stands here is told beside what the document is about.
fn is_beside(entry: &Entry) -> bool {
    let heading = entry.path.last();
    entry.part == Part::Notes || heading.is_some_and(|heading| OTHERS.is_match(heading))
}

/// "Neighbouring units", above a list.
fn announces_others(line: &str) -> bool {
    word_count(line) <= HEADING && !line.ends_with('.') && OTHERS.is_match(line)
}

/// How many words stand above a list as its heading.
const HEADING: usize = 7;

/// A row of a table of results.
fn row(entry: &Entry, at: usize, columns: &mut Columns, gazetteer: &Gazetteer) -> Option<Told> {
    if !matches!(entry.block.form, Form::Row { .. }) {
        return None;
    }
    let units = named(&entry.block.line, gazetteer);
    let claims = columns.claims(&entry.block, &units)?;
    Some(Told {
        text: entry.block.line.clone(),
        entry: Some(at),
        units,
        claims: Vec::new(),
        may_rate: true,
        is_beside: false,
        row: Some(claims),
    })
}

fn add(
    told: &mut Vec<Told>,
    text: &str,
    entry: Option<usize>,
    is_beside: bool,
    gazetteer: &Gazetteer,
) {
    for sentence in sentences(spoken(text, gazetteer)) {
        let mut units = named(sentence, gazetteer);
        let may_rate = RATES.is_match(sentence);
        if units.is_empty() && may_rate {
            units.extend(named_by_place(sentence, gazetteer));
        }
        told.push(Told {
            units,
            text: sentence.to_owned(),
            entry,
            claims: Vec::new(),
            may_rate,
            is_beside,
            row: None,
        });
    }
}

/// "PRESENTER: It was rated …": what someone says, without who says it. A label of a rating or a unit is
/// no speaker.
fn spoken<'t>(text: &'t str, gazetteer: &Gazetteer) -> &'t str {
    // Most texts are told apart by their first bytes.
    if !text.bytes().take(3).all(|byte| byte.is_ascii_uppercase()) {
        return text;
    }
    let Some(speaker) = SPEAKER.find(text) else {
        return text;
    };
    let is_label =
        RATES.is_match(speaker.as_str()) || !named(speaker.as_str(), gazetteer).is_empty();
    match is_label {
        true => text,
        false => &text[speaker.end()..],
    }
}

pub(super) fn is_current(claim: &Claim) -> bool {
    matches!(claim.time, Time::Current | Time::Again)
}
