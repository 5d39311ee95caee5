//! The sentences in which a document tells its result: the units they name, and what they claim.

use probity_model::{Gazetteer, Kind, Level, Rating, Unit};

use super::claims::{self, Claim, Time, Who, in_sentence};
use super::marks::What;
use super::named::{Named, UnitName, is_of_institution, named, named_by_place};
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
    may_rate: bool,
    /// It stands in the notes to editors.
    in_notes: bool,
    /// What a row of a table of results claims by its columns.
    row: Option<Vec<Claim>>,
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
    fn subject(&self) -> Option<UnitName> {
        let [only] = self.units.as_slice() else {
            return None;
        };
        let begins = word_count(&self.text[..only.range.start]) <= 2;
        // "No such luck for Ashmere South."
        let is_short = || self.claims.is_empty() && word_count(&self.text) <= SHORT;
        let is_subject = only.unit.level == Level::Pdu && (begins || is_short());
        is_subject.then(|| only.unit.clone())
    }

    /// It has words of rating.
    pub(super) const fn may_rate(&self) -> bool {
        self.may_rate
    }

    /// The name of one PDU and no more, as above what is told of it.
    fn is_heading(&self) -> bool {
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
    fn last_rating(&self) -> Option<Rating> {
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
    fn any_rating(&self) -> Option<Rating> {
        self.claims.iter().rev().find_map(|claim| match claim.what {
            What::Rating(rating) if !claim.aside => Some(rating),
            _ => None,
        })
    }

    /// "B received the same rating", "So was B": the rating told of last, of the units that it has
    /// not been told of.
    fn same(&self, rating: Rating) -> Option<Claim> {
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
        let is_repeated =
            || again() || UNCHANGED.is_match(&self.text) || SAME_BEFORE.is_match(&self.text);
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

    /// "It was rated …": the unit that the sentence before began with.
    fn speak_of(&mut self, unit: &UnitName) {
        if self.claims.is_empty() || OF_WHOLE.is_match(&self.text) {
            return;
        }
        let is_of_it = |claim: &&mut Claim| claim.who == Who::It && !claim.aside;
        for claim in self.claims.iter_mut().filter(is_of_it) {
            claim.who = Who::Units(vec![unit.clone()]);
        }
    }
}

/// How many words a short sentence has.
const SHORT: usize = 14;

patterns! {
    OF_WHOLE = r"(?i)\b(?:the|this) (?:region|national|whole|division)\b";
    SAID_SO = r"(?i)\b(?:we|our (?:story|article|report|headline)|(?:this|the|an?) (?:story|article|headline|rumours?)|rumours?)\b[^.;]{0,80}\b(?:said|stated|reported|wrote|gave|had it)\b";
    IN_FACT = r"(?i)^(?:in fact|actually|this (?:was|is) (?:wrong|incorrect|not (?:so|true|the case)))\b";
    // "This should have been 13/27"
    INSTEAD = r#"(?i)^(?:this|that|it) should (?:have (?:been|read|said)|read) ['"\d]"#;
    IN_ERROR = r"(?i)\b(?:wrongly|incorrectly|mistakenly|erroneously) (?:said|stated|reported|gave|listed|described|wrote)\b|\b(?:earlier|previous|original) version of (?:this|the|our)\b";
    RATES = r"(?i)inadequate|improvement|outstanding|good|rating|grad|band|mark|point|scor|verdict|judge?ment|of 2[17]\b|\d ?/ ?\d";
    COMPASS = r"^(?:(?:North|South|East|West|Central|City)\b ?)+$";
    TAKES_UP = r"^(?:It|Its (?:report|score|rating|total|overall))\b";
    SAME = r"(?i)\b(?:the|an?) (?:same|identical) (?:overall )?(?:rating|grade|grading|verdict|mark|band|judge?ment|result|outcome)\b";
    SAME_AS = r"(?i)^ (?:as|it|that)\b";
    THIS_RATING = r"(?i)\bthis (?:overall )?(?:rating|grade|grading|verdict|mark|band|judge?ment)\b";
    AGAIN = r"(?i)\b(?:second|third|fourth) (?:(?:consecutive|successive|straight) )?(?:time|inspection)\b";
    SAME_BEFORE = r"(?i)^(?:this|that|it|the (?:pdu|unit|service))\b[^.;,]{0,20}\bthe same (?:overall )?(?:rating|grade|verdict|mark|band)(?: (?:that )?(?:it|we|they|inspectors) (?:received|got|had|was given|gave)(?: (?:it|to [\w' ]{3,40}?))?)?(?: as)?(?: (?:in (?:19|20)\d\d|last time|before|previously|at (?:its|the) (?:last|previous)))";
    LIVES_IN = r"(?i)\b(?:supervised|managed|lived|living|lives|moved|released|arrested|sentenced|born|killed|murdered|attacked|worked|works|working)(?: \w+){0,2} (?:in|by|to|from|at|for)(?: the)? $|\b(?:heads?|managers?|directors?|leaders?|leads?|officers?|staff member)(?: \w+)? (?:of|at|in|for)(?: the)? $|\band (?:then |later )?in $";
    UNCHANGED = r"(?i)^(?:the|its|that|this)(?: overall)? (?:rating|grade|verdict) (?:is|was|has|had|remains?)\b[^.;]{0,20}?\b(?:unchanged|not changed|n't changed|the same (?:as (?:before|last|at)|(?:as )?in (?:19|20)\d\d)|a repeat of|repeats? (?:that|the (?:one|rating|grade|verdict|result)))\b";
    ELSEWHEN = r"(?i)^[^.;]{0,20}\b(?:in (?:january|february|march|april|may|june|july|august|september|october|november|december|(?:19|20)\d\d)|last|earlier|ago)\b";
    SO_WAS = r"^So (?:was|were|is|are|did|has|have) ";
    THERE = r"^(?:It|They|The (?:unit|service|PDU|region))\b";
}

/// The sentences in which a document tells its result, headline first.
pub(crate) fn told(title: &str, outline: &Outline, kind: Kind, gazetteer: &Gazetteer) -> Vec<Told> {
    let mut told = Vec::new();
    let mut columns = Columns::default();
    add(&mut told, &plain(title), None, false, gazetteer);
    for (at, entry) in outline.entries.iter().enumerate() {
        if !tells_result(entry, kind) {
            continue;
        }
        match row(entry, at, &mut columns, gazetteer) {
            Some(row) => told.push(row),
            None => {
                let in_notes = entry.part == Part::Notes;
                add(&mut told, &entry.block.line, Some(at), in_notes, gazetteer);
            }
        }
    }
    claim_all(&mut told, &[]);
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
        in_notes: false,
        row: Some(claims),
    })
}

fn add(
    told: &mut Vec<Told>,
    text: &str,
    entry: Option<usize>,
    in_notes: bool,
    gazetteer: &Gazetteer,
) {
    for sentence in sentences(text) {
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
            in_notes,
            row: None,
        });
    }
}

/// Reads the claims of all sentences; the towns of the units count as their names.
pub(super) fn claim_all(told: &mut [Told], towns: &[(String, UnitName)]) {
    let mut last: Vec<UnitName> = Vec::new();
    let mut subject: Option<(Option<usize>, UnitName)> = None;
    let mut past: Option<Option<usize>> = None;
    let mut rated: Option<Rating> = None;
    let mut before: Option<Rating> = None;
    let mut under: Option<UnitName> = None;
    let mut seen = Seen::default();
    for told in told.iter_mut() {
        // "Two years ago … It scored …": still of that time
        let goes_on = past == Some(told.entry) && THERE.is_match(&told.text);
        let looks_back = claims::looks_back(&told.text);
        let in_past = looks_back || (goes_on && !claims::is_of_now(&told.text));
        if let Some(claims) = &told.row {
            told.claims.clone_from(claims);
        } else if told.may_rate {
            let mut units = told.units.clone();
            add_towns(&told.text, &mut units, towns);
            told.claims = in_sentence(&told.text, &units, &last);
            if let Some((entry, unit)) = &subject
                && *entry == told.entry
                && told.units.is_empty()
                && TAKES_UP.is_match(&told.text)
            {
                told.speak_of(unit);
            }
            if in_past && !looks_back {
                told.claims
                    .iter_mut()
                    .filter(|claim| claim.time == Time::Current)
                    .for_each(|claim| claim.time = Time::Earlier);
            }
        }
        rated = told.last_rating().or(rated);
        before = told.any_rating().or(before);
        if let Some(rating) = rated.or(before) {
            told.claims.extend(told.same(rating));
        }
        match &under {
            _ if told.is_heading() => under = told.units.first().map(|named| named.unit.clone()),
            Some(unit) if told.units.is_empty() => told.speak_of(unit),
            None if told.units.is_empty() => {
                if let Some(unit) = seen.only_pdu() {
                    told.speak_of(unit);
                }
            }
            _ => {}
        }
        seen.take(told);
        let tells_of_now = told.claims.iter().any(is_current);
        past = (in_past && !tells_of_now).then_some(told.entry);
        if !TAKES_UP.is_match(&told.text) {
            subject = told.subject().map(|unit| (told.entry, unit));
        }
        if !told.units.is_empty() {
            last = told.units.iter().map(|named| named.unit.clone()).collect();
        }
    }
    withdraw(told);
    settle(told);
}

/// The units that the text has named so far.
#[derive(Default)]
struct Seen {
    units: Vec<UnitName>,
    /// The text has rated someone.
    rates: bool,
}

impl Seen {
    /// The PDU that the text is about where it has named no other unit: "it" is this one.
    fn only_pdu(&self) -> Option<&UnitName> {
        let [only] = self.units.as_slice() else {
            return None;
        };
        (only.level == Level::Pdu).then_some(only)
    }

    /// Takes note of a sentence. What notes to editors rate besides, after the text has told its
    /// result, are the units of other reports.
    fn take(&mut self, told: &mut Told) {
        if told.in_notes {
            for claim in told.claims.iter_mut().filter(|_| self.rates) {
                if let Who::Units(units) = &claim.who {
                    claim.aside |= !units.iter().any(|unit| self.units.contains(unit));
                }
            }
            return;
        }
        for named in &told.units {
            if !self.units.contains(&named.unit) {
                self.units.push(named.unit.clone());
            }
        }
        self.rates |= told.last_rating().is_some();
    }
}

/// Withdraws what the text itself says is wrong: "We said that it was 'Good'. In fact …".
fn withdraw(told: &mut [Told]) {
    for at in 0..told.len() {
        if told[at].claims.is_empty() {
            continue;
        }
        let text = told[at].text.as_str();
        let next = told.get(at + 1).map_or("", |next| next.text.as_str());
        let is_denied = || SAID_SO.is_match(text) && IN_FACT.is_match(next);
        if IN_ERROR.is_match(text) || INSTEAD.is_match(next) || is_denied() {
            told[at].claims.clear();
        }
    }
}

/// Settles what "after being rated" means: the inspection before where the unit has another rating
/// now, this one where it has none.
fn settle(told: &mut [Told]) {
    let claims = told.iter().flat_map(|told| &told.claims);
    let now: Vec<Claim> = claims
        .filter(|claim| is_current(claim) && !claim.aside)
        .cloned()
        .collect();
    let claims = told.iter_mut().flat_map(|told| &mut told.claims);
    for claim in claims.filter(|claim| claim.time == Time::Preceding) {
        let is_replaced = now.iter().any(|other| {
            let alike =
                matches!(claim.what, What::Rating(_)) == matches!(other.what, What::Rating(_));
            alike && claim.what != other.what && may_be_same(&claim.who, &other.who)
        });
        claim.time = if is_replaced {
            Time::Earlier
        } else {
            Time::Current
        };
    }
}

/// Two claims may be about the same unit.
fn may_be_same(one: &Who, other: &Who) -> bool {
    match (one, other) {
        (Who::Units(one), Who::Units(other)) => one.iter().any(|unit| other.contains(unit)),
        _ => true,
    }
}

pub(super) fn add_towns(text: &str, units: &mut Vec<Named>, towns: &[(String, UnitName)]) {
    for (town, unit) in towns {
        for (start, _) in text.match_indices(town.as_str()) {
            let range = start..start + town.len();
            let inside =
                |named: &Named| named.range.start < range.end && range.start < named.range.end;
            let whole = !text[..range.start].ends_with(char::is_alphanumeric)
                && !text[range.end..].starts_with(char::is_alphanumeric);
            let is_other = is_of_institution(text, &range);
            if whole && !is_other && !units.iter().any(inside) {
                units.push(Named {
                    range,
                    unit: unit.clone(),
                });
            }
        }
    }
    units.sort_by_key(|named| named.range.start);
}

pub(super) fn is_current(claim: &Claim) -> bool {
    matches!(claim.time, Time::Current | Time::Again)
}

/// Words that stand short for one of these units and for no other of them: its towns, and the
/// parts of its name ("Leicestershire" of a unit of three places).
pub(super) fn towns(subjects: &[UnitName], gazetteer: &Gazetteer) -> Vec<(String, UnitName)> {
    let mut towns: Vec<(String, UnitName)> = Vec::new();
    for subject in subjects {
        if let Some(Unit::Pdu(pdu)) = gazetteer.find(&subject.name) {
            let own = pdu
                .places
                .iter()
                .map(String::as_str)
                .chain(parts(&pdu.name));
            towns.extend(own.map(|place| (place.to_owned(), subject.clone())));
        }
    }
    towns.sort();
    towns.dedup();
    let shared = |town: &str| towns.iter().filter(|(other, _)| other == town).count() > 1;
    let single: Vec<bool> = towns.iter().map(|(town, _)| !shared(town)).collect();
    let kept = towns.into_iter().zip(single).filter(|(_, single)| *single);
    kept.map(|(town, _)| town).collect()
}

fn parts(name: &str) -> impl Iterator<Item = &str> {
    let parts = name.split(", ").flat_map(|part| part.split(" and "));
    parts.filter(|part| part.len() > 3 && !COMPASS.is_match(part))
}
