//! The units that a document is about, and the result of each.

use probity_model::{Gazetteer, Inspected, Kind, Level, PartialDate, Rating, Score, Unit};

use super::claims::{self, Claim, Time, Who, in_sentence};
use super::marks::What;
use super::named::{Named, UnitName, named};
use crate::headings::Part;
use crate::outline::{Entry, Outline, Role};
use crate::text::{patterns, plain, sentences, tail, word_count};

/// A sentence of the document, in plain form, with the units it names and what it claims.
pub(crate) struct Told {
    pub(crate) text: String,
    /// Place of its block in the outline; the headline has none.
    pub(crate) entry: Option<usize>,
    units: Vec<Named>,
    claims: Vec<Claim>,
}

impl Told {
    /// The sentence speaks of the unit's rating only beside what the document is about.
    fn sets_aside(&self, unit: &UnitName) -> bool {
        let of_unit = |claim: &&Claim| match &claim.who {
            Who::Units(units) => units.contains(unit),
            Who::It | Who::They | Who::Rest | Who::All => false,
        };
        self.claims
            .iter()
            .find(of_unit)
            .is_some_and(|claim| claim.aside)
    }
}

impl Told {
    /// The one PDU that the sentence begins with.
    fn subject(&self) -> Option<UnitName> {
        let [only] = self.units.as_slice() else {
            return None;
        };
        let begins = word_count(&self.text[..only.range.start]) <= 2;
        (begins && only.unit.level == Level::Pdu).then(|| only.unit.clone())
    }

    /// "It was rated …": the unit that the sentence before began with.
    fn speak_of(&mut self, unit: &UnitName) {
        for claim in self.claims.iter_mut().filter(|claim| claim.who == Who::It) {
            claim.who = Who::Units(vec![unit.clone()]);
        }
    }
}

/// What was read of one unit, and the sentences that it was read from.
pub(crate) struct Result {
    pub(crate) inspected: Inspected,
    pub(crate) named_by: Option<usize>,
    pub(crate) rated_by: Option<usize>,
    pub(crate) scored_by: Option<usize>,
    pub(crate) rated_before_by: Option<usize>,
}

patterns! {
    REGION_WORD = r"(?i)^(?:'s)? (?:probation )?(?:region\b|probation services?)";
    REGION_BEFORE = r"(?i)(?:region(?: of)?:?|probation services? (?:in|across)(?: the)?|probation service -) $";
    INSPECTED = r"(?i)\b(?:was|were|been) (?:\w+ )?(?:inspected|visited)\b";
    OTHER_TIME = r"(?i)\b(?:last|previous(?:ly)?|earlier|other|already|also) (?:inspected|visited|been)|\b(?:join|last month|last year|earlier)\b";
    RATES = r"(?i)inadequate|improvement|outstanding|good|rating|grade|band|mark|point|scor|\d ?/ ?\d";
    COMPASS = r"^(?:(?:North|South|East|West|Central|City)\b ?)+$";
    TAKES_UP = r"^It ";
    THERE = r"^(?:It|They|The (?:unit|service|PDU|region))\b";
    OUT_OF = r"(?i)\b(?:out of|of|/) ?(?:an?|the|all)? ?(?:possible |maximum |total |of )*(21|27)\b";
}

/// How many sentences count as the opening of an article.
const LEDE: usize = 6;

/// The sentences in which a document tells its result, headline first.
pub(crate) fn told(title: &str, outline: &Outline, kind: Kind, gazetteer: &Gazetteer) -> Vec<Told> {
    let mut told = Vec::new();
    add(&mut told, &plain(title), None, gazetteer);
    for (at, entry) in outline.entries.iter().enumerate() {
        if tells_result(entry, kind) {
            add(&mut told, &entry.block.line, Some(at), gazetteer);
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

fn add(told: &mut Vec<Told>, text: &str, entry: Option<usize>, gazetteer: &Gazetteer) {
    for sentence in sentences(text) {
        told.push(Told {
            units: named(sentence, gazetteer),
            text: sentence.to_owned(),
            entry,
            claims: Vec::new(),
        });
    }
}

/// Reads the claims of all sentences; the towns of the units count as their names.
fn claim_all(told: &mut [Told], towns: &[(String, UnitName)]) {
    let mut last: Vec<UnitName> = Vec::new();
    let mut subject: Option<(Option<usize>, UnitName)> = None;
    let mut past: Option<Option<usize>> = None;
    for told in told.iter_mut() {
        // "Two years ago … It scored …": still of that time
        let goes_on = past == Some(told.entry) && THERE.is_match(&told.text);
        let looks_back = claims::looks_back(&told.text);
        let in_past = looks_back || (goes_on && !claims::is_of_now(&told.text));
        if RATES.is_match(&told.text) {
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
        let tells_of_now = told.claims.iter().any(is_current);
        past = (in_past && !tells_of_now).then_some(told.entry);
        if !TAKES_UP.is_match(&told.text) {
            subject = told.subject().map(|unit| (told.entry, unit));
        }
        if !told.units.is_empty() {
            last = told.units.iter().map(|named| named.unit.clone()).collect();
        }
    }
}

fn add_towns(text: &str, units: &mut Vec<Named>, towns: &[(String, UnitName)]) {
    for (town, unit) in towns {
        for (start, _) in text.match_indices(town.as_str()) {
            let range = start..start + town.len();
            let inside =
                |named: &Named| named.range.start < range.end && range.start < named.range.end;
            let whole = !text[..range.start].ends_with(char::is_alphanumeric)
                && !text[range.end..].starts_with(char::is_alphanumeric);
            if whole && !units.iter().any(inside) {
                units.push(Named {
                    range,
                    unit: unit.clone(),
                });
            }
        }
    }
    units.sort_by_key(|named| named.range.start);
}

/// The units that the document is about: those of its headline; else those that it rates; else
/// those that its first sentences are about.
pub(crate) fn subjects(
    told: &[Told],
    kind: Kind,
    is_post: bool,
    gazetteer: &Gazetteer,
) -> Vec<UnitName> {
    let headline: Vec<&Named> = told
        .iter()
        .take_while(|told| told.entry.is_none())
        .flat_map(|told| &told.units)
        .collect();
    let title_pdus = distinct(&headline, Level::Pdu);
    if !title_pdus.is_empty() {
        return match kind {
            Kind::InspectionReport | Kind::Other => title_pdus,
            _ => with_companions(title_pdus, told, gazetteer),
        };
    }
    if kind == Kind::Other {
        return distinct(&headline, Level::Region);
    }
    let title_regions = whole_regions(told.iter().take_while(|told| told.entry.is_none()));
    if kind == Kind::InspectionReport && !title_regions.is_empty() {
        return title_regions;
    }
    let rated_region = rated(told, Level::Region);
    let rated_pdus = rated(told, Level::Pdu);
    let leads =
        |region: &&UnitName| title_regions.contains(region) || in_lede(told, region, &rated_pdus);
    if let Some(region) = rated_region.iter().find(leads) {
        let headed = |region: &&UnitName| title_regions.contains(region);
        let several: Vec<UnitName> = rated_region.iter().filter(headed).cloned().collect();
        return if several.len() > 1 {
            several
        } else {
            vec![region.clone()]
        };
    }
    if !rated_pdus.is_empty() {
        return with_inspected(rated_pdus, told);
    }
    if !title_regions.is_empty() {
        return title_regions;
    }
    if !rated_region.is_empty() {
        return rated_region;
    }
    if is_post {
        return Vec::new();
    }
    opening_units(told)
}

/// Regions that sentences speak of as a whole, not as the place where "three areas" lie.
fn whole_regions<'a>(told: impl Iterator<Item = &'a Told>) -> Vec<UnitName> {
    let mut regions: Vec<UnitName> = Vec::new();
    for told in told {
        for named in &told.units {
            let part = claims::is_place_of_parts(tail(&told.text[..named.range.start], 80));
            let region = named.unit.level == Level::Region;
            if region && !part && !regions.contains(&named.unit) {
                regions.push(named.unit.clone());
            }
        }
    }
    regions
}

/// Units of the headline only? Then others that share a subject with them in the opening: "A and B
/// are each rated".
fn with_companions(
    mut subjects: Vec<UnitName>,
    told: &[Told],
    gazetteer: &Gazetteer,
) -> Vec<UnitName> {
    let headline: Vec<&Told> = told
        .iter()
        .take_while(|told| told.entry.is_none())
        .collect();
    let headed = |unit: &UnitName| {
        let places = towns(std::slice::from_ref(unit), gazetteer);
        let names = |told: &&Told| {
            let mut units = told.units.clone();
            add_towns(&told.text, &mut units, &places);
            units.iter().any(|named| named.unit == *unit)
        };
        headline.iter().any(names)
    };
    for told in told.iter().take(LEDE) {
        for claim in &told.claims {
            let Who::Units(units) = &claim.who else {
                continue;
            };
            let shared = units
                .iter()
                .any(|unit| subjects.contains(unit) || headed(unit));
            if shared && !claim.aside && claim.time != Time::Earlier {
                let more: Vec<&UnitName> = units
                    .iter()
                    .filter(|unit| !subjects.contains(unit))
                    .collect();
                subjects.extend(more.into_iter().cloned().collect::<Vec<_>>());
            }
        }
    }
    subjects
}

/// Others that the opening says were inspected along with those that it rates.
fn with_inspected(mut subjects: Vec<UnitName>, told: &[Told]) -> Vec<UnitName> {
    for told in told.iter().take(LEDE) {
        let Some(verb) = INSPECTED.find(&told.text) else {
            continue;
        };
        if OTHER_TIME.is_match(&told.text) {
            continue;
        }
        let named = told
            .units
            .iter()
            .filter(|named| named.range.end <= verb.start());
        let pdus: Vec<&Named> = named
            .filter(|named| named.unit.level == Level::Pdu)
            .collect();
        let shared = pdus.iter().any(|named| subjects.contains(&named.unit));
        for named in pdus.into_iter().filter(|_| shared) {
            if !subjects.contains(&named.unit) {
                subjects.push(named.unit.clone());
            }
        }
    }
    subjects
}

fn distinct(named: &[&Named], level: Level) -> Vec<UnitName> {
    let mut found: Vec<UnitName> = Vec::new();
    for named in named {
        if named.unit.level == level && !found.contains(&named.unit) {
            found.push(named.unit.clone());
        }
    }
    found
}

fn rated(told: &[Told], level: Level) -> Vec<UnitName> {
    let mut found: Vec<UnitName> = Vec::new();
    let claims = told.iter().flat_map(|told| &told.claims);
    let rates = |claim: &&Claim| matches!(claim.what, What::Rating(_));
    for claim in claims
        .filter(|claim| is_current(claim) && !claim.aside)
        .filter(rates)
    {
        if let Who::Units(units) = &claim.who {
            let new = units.iter().filter(|unit| unit.level == level);
            for unit in new {
                if !found.contains(unit) {
                    found.push(unit.clone());
                }
            }
        }
    }
    found
}

fn is_current(claim: &Claim) -> bool {
    matches!(claim.time, Time::Current | Time::Again)
}

/// The region is rated in the opening, before any of the PDUs.
fn in_lede(told: &[Told], region: &UnitName, pdus: &[UnitName]) -> bool {
    for told in told.iter().take(LEDE) {
        for claim in told.claims.iter().filter(|claim| is_current(claim)) {
            let Who::Units(units) = &claim.who else {
                continue;
            };
            if units.contains(region) {
                return true;
            }
            if units.iter().any(|unit| pdus.contains(unit)) {
                return false;
            }
        }
    }
    false
}

/// Units of the first sentence that names any: a PDU, or a region spoken of as one.
fn opening_units(told: &[Told]) -> Vec<UnitName> {
    for told in told.iter().take(2 * LEDE) {
        let named: Vec<&Named> = told.units.iter().collect();
        let mut pdus = distinct(&named, Level::Pdu);
        pdus.retain(|pdu| !told.sets_aside(pdu));
        if !pdus.is_empty() {
            return pdus;
        }
        let as_region = |named: &&&Named| {
            named.unit.level == Level::Region
                && !claims::is_place_of_parts(tail(&told.text[..named.range.start], 80))
                && (REGION_WORD.is_match(&told.text[named.range.end..])
                    || REGION_BEFORE.is_match(tail(&told.text[..named.range.start], 80)))
        };
        if let Some(region) = named.iter().find(as_region) {
            return vec![region.unit.clone()];
        }
    }
    Vec::new()
}

/// The result of each unit, from what the sentences claim.
pub(crate) fn results(
    told: &mut [Told],
    subjects: &[UnitName],
    published: Option<PartialDate>,
    gazetteer: &Gazetteer,
) -> Vec<Result> {
    if subjects.len() > 1 {
        claim_all(told, &towns(subjects, gazetteer));
    }
    let told = &*told;
    let out_of = told.iter().find_map(|told| {
        let found = OUT_OF.captures(&told.text)?;
        found[1].parse::<u8>().ok()
    });
    let result = |unit: &UnitName| {
        let view = Unitview {
            told,
            unit,
            only: subjects.len() == 1,
            published,
        };
        view.result(out_of)
    };
    subjects.iter().map(result).collect()
}

/// Words that stand short for one of these units and for no other of them: its towns, and the
/// parts of its name ("Leicestershire" of a unit of three places).
fn towns(subjects: &[UnitName], gazetteer: &Gazetteer) -> Vec<(String, UnitName)> {
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

/// One unit, looked for in all sentences.
struct Unitview<'a> {
    told: &'a [Told],
    unit: &'a UnitName,
    only: bool,
    published: Option<PartialDate>,
}

impl Unitview<'_> {
    fn result(&self, out_of: Option<u8>) -> Result {
        let rating = |what: What| match what {
            What::Rating(rating) => Some(rating),
            What::Score(..) => None,
        };
        let score = |what: What| match what {
            What::Score(points, of) => Score::new(points, of.or(out_of)?).ok(),
            What::Rating(_) => None,
        };
        let current = self.first(false, rating);
        let scored = self.first(false, score);
        let again = current.and_then(|(_, rating)| {
            let mut repeated = self.claims().filter(|(_, claim)| claim.time == Time::Again);
            Some((repeated.next()?.0, rating))
        });
        let before = self.first(true, rating).or(again);
        let names = |told: &Told| told.units.iter().any(|named| named.unit == *self.unit);
        Result {
            inspected: Inspected {
                name: self.unit.name.clone(),
                level: self.unit.level,
                rating: current.map(|found| found.1),
                score: scored.map(|found| found.1),
                previous_rating: before.map(|found| found.1),
            },
            named_by: self.told.iter().position(names),
            rated_by: current.map(|found| found.0),
            scored_by: scored.map(|found| found.0),
            rated_before_by: before.map(|found| found.0),
        }
    }

    /// The first claim about the unit by its name, else about "it" or all.
    fn first<T>(&self, earlier: bool, wanted: impl Fn(What) -> Option<T>) -> Option<(usize, T)> {
        let fits = |claim: &Claim| self.is_earlier(claim) == earlier;
        let by_name = self
            .claims()
            .filter(|(_, claim)| fits(claim) && matches!(claim.who, Who::Units(_)))
            .find_map(|(at, claim)| Some((at, wanted(claim.what)?)));
        by_name.or_else(|| {
            self.claims()
                .filter(|(_, claim)| fits(claim) && !claim.aside)
                .find_map(|(at, claim)| Some((at, wanted(claim.what)?)))
        })
    }

    fn is_rated_by_name(&self) -> bool {
        let claims = self.told.iter().flat_map(|told| &told.claims);
        let rates = |claim: &&Claim| matches!(claim.what, What::Rating(_)) && is_current(claim);
        let mut rating = claims.filter(rates);
        rating.any(|claim| matches!(&claim.who, Who::Units(units) if units.contains(self.unit)))
    }

    fn claims(&self) -> impl Iterator<Item = (usize, &Claim)> {
        let all = self.told.iter().enumerate();
        let all = all.flat_map(|(at, told)| told.claims.iter().map(move |claim| (at, claim)));
        all.filter(|(_, claim)| match &claim.who {
            Who::Units(units) => units.contains(self.unit),
            Who::It => self.only,
            Who::They => !claim.aside,
            Who::Rest => !self.only && !claim.aside && !self.is_rated_by_name(),
            // what is said of all within a region is said of its parts
            Who::All => !claim.aside && (!self.only || self.unit.level == Level::Pdu),
        })
    }

    /// A rating of a year is of the inspection before, unless the document is of that year.
    fn is_earlier(&self, claim: &Claim) -> bool {
        match claim.time {
            Time::Current | Time::Again => false,
            Time::Earlier => true,
            Time::InYear(year) => self.published.is_none_or(|date| date.year() > year),
        }
    }
}

/// The rating of what is inspected where that is no unit of the list: a national service, a youth
/// justice service. Only the headline and a sentence that says "overall" count.
pub(crate) fn whole(told: &[Told], published: Option<PartialDate>) -> Option<(Rating, usize)> {
    let nobody = UnitName {
        level: Level::Other,
        name: String::new(),
    };
    let view = Unitview {
        told,
        unit: &nobody,
        only: true,
        published,
    };
    let overall = |at: &usize| {
        told[*at].claims.len() == 1 && told[*at].text.to_lowercase().contains("overall")
    };
    view.claims()
        .filter(|(at, claim)| overall(at) && !view.is_earlier(claim))
        .find_map(|(at, claim)| match claim.what {
            What::Rating(rating) => Some((rating, at)),
            What::Score(..) => None,
        })
}
