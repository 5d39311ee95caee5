//! The units that a document is about.

use probity_model::{Gazetteer, Kind, Level};

use super::claims::{self, Claim, Time, Who, is_of_youth_service};
use super::marks::{What, marks};
use super::named::{Named, UnitName};
use super::told::{Told, is_current};
use super::towns::{add_towns, towns};
use crate::classify::Signs;
use crate::text::{patterns, tail};

patterns! {
    OF_PROBATION = r"(?i)\bprobation\b|\bPDUs?\b";
    OF_OTHERS = r"(?i)\b(?:hmp|yoi|prisons?|jails?|schools?|ofsted|estyn|cqc|hospitals?|care homes?)\b";
    // The Inspectorate's name and that of its chief are no service's
    OF_SERVICE = r"(?i)(?:^|[^f] |[^o]f )probation (?:service|unit|delivery|office|team|staff)|\bPDUs?\b";
    INSPECTS = r"(?i)\b(?:inspect(?:ions?|ed|ors?|orate(?:'s)?|ing)|watchdogs?|hmip)\b";
    NOT_INSPECTED = r"(?i)(?:\b(?:not|never|yet to)|n't)(?: (?:yet|been|be|ever|to|since))* inspected\b";
    LONG_AGO = r"(?i)\b(?:weeks?|months?|years?) (?:ago|earlier|before)\b";
    REGION_WORD = r"(?i)^(?:'s)? (?:probation )?(?:region\b|probation services?)";
    REGION_BEFORE = r"(?i)(?:region(?: of)?:?|probation services? (?:in|across)(?: the)?|probation service -) $";
    ONE_UNIT = r"(?i)^(?:'s)? (?:probation )?(?:delivery )?(?:unit|pdu)\b";
    HAS_INSPECTED = r"(?i)\b(?:has|have) (?:today |just |recently )?(?:inspected|visited)\b|\b(?:publish(?:es|ed)|issu(?:es|ed)|releas(?:es|ed)) (?:its |their |the |new |inspection |\w+ ){0,3}reports? (?:on|into|about)\b";
    REPORTS_OUT = r"(?i)^(?:[\w']+ ){0,3}reports? (?:on|into|about)\b[^.;]{3,200}?\b(?:is|are|were|was|has been|have been) (?:also )?(?:out|published|released)\b";
    INSPECTED = r"(?i)\b(?:was|were|been) (?:\w+ )?(?:inspected|visited)\b";
    OTHER_TIME = r"(?i)\b(?:last|previous(?:ly)?|earlier|other|already|also) (?:inspected|visited|been)|\b(?:join|last month|last year|earlier)\b";
}

/// How many sentences count as the opening of an article.
const LEDE: usize = 6;

/// The units that the document is about: those of its headline; else those that it rates; else
/// those that its first sentences are about. None where what it rates first is a youth justice
/// service, which is no unit even where it has the name of one.
pub(crate) fn subjects(
    told: &[Told],
    kind: Kind,
    signs: &Signs,
    gazetteer: &Gazetteer,
) -> Vec<UnitName> {
    if rates_youth_service(told) && !rates_pdu(told) {
        return Vec::new();
    }
    if kind == Kind::NewsArticle && (!tells_of_inspection(told) || is_of_others(told)) {
        return Vec::new();
    }
    let headline = || told.iter().take_while(|told| told.entry.is_none());
    let named: Vec<&Named> = headline().flat_map(|told| &told.units).collect();
    let mut title_pdus = distinct(&named, Level::Pdu);
    let is_aside = |pdu: &UnitName| headline().any(|told| told.sets_aside(pdu));
    if !title_pdus.iter().all(is_aside) {
        title_pdus.retain(|pdu| !is_aside(pdu));
    }
    if !title_pdus.is_empty() {
        let of_probation = || {
            told.iter()
                .take(LEDE)
                .any(|told| OF_PROBATION.is_match(&told.text))
        };
        return match kind {
            Kind::Other if !of_probation() => Vec::new(),
            Kind::InspectionReport | Kind::Other => title_pdus,
            _ => with_companions(title_pdus, told, gazetteer),
        };
    }
    if kind == Kind::Other {
        return distinct(&named, Level::Region);
    }
    let title_regions = whole_regions(headline());
    if kind == Kind::InspectionReport && !title_regions.is_empty() {
        return title_regions;
    }
    if signs.is_dynamic() {
        // One region each, whatever units its cases come from.
        let regions = whole_regions(told.iter().take(LEDE));
        if !regions.is_empty() {
            return regions;
        }
    }
    let rated = rated_subjects(told, &title_regions);
    if !rated.is_empty() || signs.is_post() {
        return rated;
    }
    opening_units(told)
}

/// The units that sentences rate, or the regions of a headline that names no PDU: a region that the text
/// rates first, else PDUs.
fn rated_subjects(told: &[Told], title_regions: &[UnitName]) -> Vec<UnitName> {
    let regions = rated(told, Level::Region);
    let pdus = rated(told, Level::Pdu);
    let is_headed = |region: &&UnitName| title_regions.contains(region);
    let leads = |region: &&UnitName| {
        let headed = is_headed(region);
        leads_text(told, region, headed, &pdus).unwrap_or(headed)
    };
    if let Some(region) = regions.iter().find(leads) {
        let several: Vec<UnitName> = regions.iter().filter(is_headed).cloned().collect();
        return match several.len() {
            0 | 1 => rated_together(told, region),
            _ => several,
        };
    }
    // "The region", "it": the one of the headline
    let led = |region: &UnitName| leads_text(told, region, true, &pdus) == Some(true);
    let is_led = !title_regions.is_empty() && title_regions.iter().all(led);
    match (pdus.is_empty(), title_regions.is_empty()) {
        (false, _) if !is_led => with_inspected(pdus, told),
        (_, false) => title_regions.to_vec(),
        (_, true) => regions,
    }
}

/// The region, and those that the text rates in one go with it: "Both were given …".
fn rated_together(told: &[Told], region: &UnitName) -> Vec<UnitName> {
    let mut claims = told.iter().flat_map(|told| &told.claims);
    let found = claims.find_map(|claim| match &claim.who {
        Who::Units(units) if is_current(claim) && units.contains(region) => Some(units.clone()),
        _ => None,
    });
    found.unwrap_or_else(|| vec![region.clone()])
}

/// The headline is about a prison, a school, a hospital, and the opening is not about probation.
fn is_of_others(told: &[Told]) -> bool {
    let mut opening = told.iter().take(LEDE / 2);
    let headline = told.first().map_or("", |told| told.text.as_str());
    OF_OTHERS.is_match(headline) && !opening.any(|told| OF_SERVICE.is_match(&told.text))
}

/// An inspection, or its result, is what the article tells of: not an inspection of before, nor one that
/// is still to come.
fn tells_of_inspection(told: &[Told]) -> bool {
    told.iter().any(|told| {
        let text = &told.text;
        let rates = |claim: &Claim| is_current(claim) && !claim.aside;
        let inspects = || {
            INSPECTS.is_match(text)
                && !NOT_INSPECTED.is_match(text)
                && !LONG_AGO.is_match(text)
                && !claims::looks_back(text)
        };
        told.claims.iter().any(rates) || inspects()
    })
}

/// Regions that sentences speak of as a whole, not as the place where "three areas" lie.
fn whole_regions<'a>(told: impl Iterator<Item = &'a Told>) -> Vec<UnitName> {
    let mut regions: Vec<UnitName> = Vec::new();
    for told in told {
        for named in &told.units {
            let part = claims::is_place_of_parts(tail(&told.text[..named.range.start], 80))
                || ONE_UNIT.is_match(&told.text[named.range.end..]);
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
        let text = &told.text;
        let subject = INSPECTED.find(text).map(|verb| 0..verb.start());
        let object = || HAS_INSPECTED.find(text).map(|verb| verb.end()..text.len());
        let reports = || REPORTS_OUT.find(text).map(|found| found.range());
        let Some(places) = subject.or_else(object).or_else(reports) else {
            continue;
        };
        if OTHER_TIME.is_match(&told.text) {
            continue;
        }
        let is_inspected = |named: &&Named| {
            let range = &named.range;
            named.unit.level == Level::Pdu && places.start <= range.start && range.end <= places.end
        };
        let pdus: Vec<&Named> = told.units.iter().filter(is_inspected).collect();
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

/// The first sentence of the text that gives a rating gives it to a youth justice service.
fn rates_youth_service(told: &[Told]) -> bool {
    let mut text = told.iter().filter(|told| told.entry.is_some());
    let first = text.find(|told| told.may_rate && !marks(&told.text).is_empty());
    first.is_some_and(|told| is_of_youth_service(&told.text))
}

/// A sentence of the text gives a PDU a rating by its name.
fn rates_pdu(told: &[Told]) -> bool {
    let text = told.iter().filter(|told| told.entry.is_some());
    let mut claims = text.flat_map(|told| &told.claims);
    claims.any(|claim| {
        let of_pdu = |units: &[UnitName]| units.iter().any(|unit| unit.level == Level::Pdu);
        let is_rating = matches!(claim.what, What::Rating(_)) && is_current(claim) && !claim.aside;
        is_rating && matches!(&claim.who, Who::Units(units) if of_pdu(units))
    })
}

/// Whether the text rates the region before any of the PDUs, in its opening. A headline may name the
/// region for one of its units.
fn leads_text(
    told: &[Told],
    region: &UnitName,
    is_headed: bool,
    pdus: &[UnitName],
) -> Option<bool> {
    let text = told.iter().filter(|told| told.entry.is_some());
    for told in text.take(LEDE) {
        for claim in told.claims.iter().filter(|claim| is_current(claim)) {
            let units = match &claim.who {
                Who::Units(units) => units,
                // What the headline names is meant.
                Who::It if is_headed && told.units.is_empty() => return Some(true),
                _ => continue,
            };
            if units.contains(region) {
                return Some(true);
            }
            if units.iter().any(|unit| pdus.contains(unit)) {
                return Some(false);
            }
        }
    }
    None
}

/// Units of the first sentence that names any: a PDU, or a region spoken of as one.
fn opening_units(told: &[Told]) -> Vec<UnitName> {
    for told in told.iter().take(2 * LEDE) {
        let named: Vec<&Named> = told.units.iter().collect();
        let mut pdus = distinct(&named, Level::Pdu);
        pdus.retain(|pdu| !told.sets_aside(pdu) && !told.only_lives_in(pdu));
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
