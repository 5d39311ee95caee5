//! What sentences claim in the course of the text: whom "it" means, which time is told of, what the
//! text takes back.

use probity_model::{Gazetteer, Kind, Level, PartialDate, Rating};

use super::claims::{Claim, Time, Who, in_sentence, is_of_now, looks_back, speaks_aside};
use super::marks::What;
use super::named::UnitName;
use super::told::{Told, gathered, is_current};
use super::towns::add_towns;
use crate::outline::Outline;
use crate::text::{captured, patterns};

patterns! {
    SAID_SO = r"(?i)\b(?:we|our (?:story|article|report|headline)|(?:this|the|an?) (?:story|article|headline|rumours?)|rumours?)\b[^.;]{0,80}\b(?:said|stated|reported|wrote|gave|had it)\b";
    /// The year of what is told.
    TOLD_IN = r"(?i)\b(?:in|of|since|from)(?: (?:the )?(?:early|late|mid|spring|summer|autumn|winter|start|end|of|\p{L}{3,9}))? ((?:19|20)\d\d)\b";
    THE_UNIT = r"^The (?:unit|PDU)\b";
    INSPECTION = r"(?i)\b(?:inspect(?:ors?|ion|ed|orate)|watchdog|report)\b";
    IN_FACT = r"(?i)^(?:in fact|actually|this (?:was|is) (?:wrong|incorrect|not (?:so|true|the case)))\b";
    // "This should have been 13/27"
    INSTEAD = r#"(?i)^(?:this|that|it) should (?:have (?:been|read|said)|read) ['"\d]"#;
    IN_ERROR = r"(?i)\b(?:wrongly|incorrectly|mistakenly|erroneously) (?:said|stated|reported|gave|listed|described|wrote)\b|\b(?:earlier|previous|original) version of (?:this|the|our)\b|\bversion\b[^.;]{0,50}\b(?:said|gave|stated)\b|\b(?:article|story|report|piece|headline|version|page|post) (?:at first|first|originally|initially|had|earlier) (?:gave|said|stated|put|had|listed)\b|\b(?:rating|grade|score|verdict|mark) (?:belongs|belonged|applies|applied|was (?:that )?of|is that of)\b";
    TAKES_UP = r"^(?:It|They (?:were|got|had|have|received|scored|are)|Its (?:report|score|rating|total|overall))\b";
}

/// The sentences in which a document tells its result, headline first, and what they claim.
pub(crate) fn told(
    title: &str,
    outline: &Outline,
    kind: Kind,
    published: Option<PartialDate>,
    gazetteer: &Gazetteer,
) -> Vec<Told> {
    let mut told = gathered(title, outline, kind, gazetteer);
    claim_all(&mut told, published, &[]);
    told
}

/// Reads the claims of all sentences; the towns of the units count as their names.
pub(super) fn claim_all(
    told: &mut [Told],
    published: Option<PartialDate>,
    towns: &[(String, UnitName)],
) {
    let mut course = Course {
        published: published.map(PartialDate::year),
        is_of_several: !towns.is_empty(),
        ..Course::default()
    };
    for told in told.iter_mut() {
        add_towns(&told.text, &mut told.units, towns);
        course.read(told);
    }
    withdraw(told);
    settle(told);
}

/// After so many years an inspection is the one before.
const LONG_AGO: i16 = 2;

/// What the sentences so far leave to the next one.
#[derive(Default)]
struct Course {
    /// The year of the document.
    published: Option<i16>,
    /// It is about several units.
    is_of_several: bool,
    /// The units of the last sentence that named any, for "the latter".
    last: Vec<UnitName>,
    /// What the sentence before began with.
    subject: Option<Subject>,
    /// The block whose last sentence told of an earlier time.
    past: Option<Option<usize>>,
    /// The last rating given now, and the last of any time, for "the same".
    rated: Option<Rating>,
    rated_ever: Option<Rating>,
    /// The unit whose name alone opened a block.
    opened: Option<Subject>,
    /// The unit whose heading the text stands under.
    under: Option<UnitName>,
    seen: Seen,
}

/// The unit that a sentence is about.
struct Subject {
    unit: UnitName,
    /// The block that the sentence stands in.
    entry: Option<usize>,
    /// The sentence speaks of it beside what the document is about.
    is_aside: bool,
}

impl Subject {
    fn of(told: &Told, unit: UnitName) -> Self {
        Self {
            unit,
            entry: told.entry,
            is_aside: speaks_aside(&told.text),
        }
    }
}

impl Course {
    fn read(&mut self, told: &mut Told) {
        let looks_back = looks_back(&told.text) || self.is_long_ago(&told.text);
        // "Two years ago … It scored …": still of that time
        let goes_on = self.past == Some(told.entry) && told.goes_on() && !is_of_now(&told.text);
        if let Some(claims) = &told.row {
            told.claims.clone_from(claims);
        } else if told.may_rate {
            self.claim(told);
            if goes_on && !looks_back {
                told.set_in_past();
            }
        }
        self.rated = told.last_rating().or(self.rated);
        self.rated_ever = told.any_rating().or(self.rated_ever);
        if let Some(rating) = self.rated.or(self.rated_ever) {
            told.claims.extend(told.same(rating));
        }
        self.give_to_its_unit(told);
        self.seen.take(told);
        self.go_on(told, looks_back || goes_on);
    }

    /// What the sentence claims by itself, with "it" as the unit that the one before began with, or, where
    /// the document is about several, as the last that was named.
    fn claim(&self, told: &mut Told) {
        told.claims = in_sentence(&told.text, &told.units, &self.last);
        if !told.units.is_empty() {
            return;
        }
        let takes_up = TAKES_UP.is_match(&told.text);
        let is_meant = || takes_up || THE_UNIT.is_match(&told.text);
        let subject = self.subject.as_ref().filter(|_| takes_up);
        let subject = subject.or(self.opened.as_ref());
        match (
            subject.filter(|subject| subject.entry == told.entry),
            self.last.as_slice(),
        ) {
            (Some(subject), _) => {
                told.speak_of(&subject.unit);
                told.set_aside_if(subject.is_aside);
            }
            (None, [last]) if self.is_of_several && last.level == Level::Pdu && is_meant() => {
                told.speak_of(last);
            }
            _ => {}
        }
    }

    /// The sentence tells of an inspection of years before the document's.
    fn is_long_ago(&self, text: &str) -> bool {
        let year = || captured(&TOLD_IN, text)?[1].parse::<i16>().ok();
        let is_past = |published: i16| year().is_some_and(|year| published - year >= LONG_AGO);
        INSPECTION.is_match(text) && !is_of_now(text) && self.published.is_some_and(is_past)
    }

    /// A sentence without a name speaks of the unit in whose section it stands, or of the only one.
    fn give_to_its_unit(&mut self, told: &mut Told) {
        if told.is_heading() {
            self.under = told.units.first().map(|named| named.unit.clone());
        } else if told.units.is_empty()
            && let Some(unit) = self.under.as_ref().or(self.seen.only_pdu())
        {
            told.speak_of(unit);
        }
    }

    fn go_on(&mut self, told: &Told, in_past: bool) {
        let tells_of_now = told.claims.iter().any(is_current);
        self.past = (in_past && !tells_of_now).then_some(told.entry);
        if !TAKES_UP.is_match(&told.text) {
            self.subject = told.subject().map(|unit| Subject::of(told, unit));
        }
        if let Some(unit) = told.names_alone() {
            self.opened = Some(Subject::of(told, unit.clone()));
        } else if !told.units.is_empty() {
            self.opened = None;
        }
        if !told.units.is_empty() {
            self.last = told.units.iter().map(|named| named.unit.clone()).collect();
            self.last.dedup();
        }
    }
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

    /// Takes note of a sentence. What notes to editors and what stands beside
    /// the text rate, after that has told its result, are the units of other reports.
    fn take(&mut self, told: &mut Told) {
        if told.is_beside {
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
