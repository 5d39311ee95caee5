//! Units named in running text, told apart from councils, police forces, towns and countries that
//! share their names.

use std::ops::Range;

use probity_model::{Gazetteer, Level, Unit};

use crate::text::{captured, head, patterns, tail};

/// A region or PDU by its name in the gazetteer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct UnitName {
    pub(crate) level: Level,
    pub(crate) name: String,
}

impl UnitName {
    pub(crate) fn of(unit: Unit<'_>) -> Self {
        Self {
            level: match unit {
                Unit::Region(_) => Level::Region,
                Unit::Pdu(_) => Level::Pdu,
            },
            name: unit.name().to_owned(),
        }
    }
}

/// A unit's name at a place of a plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) range: Range<usize>,
    pub(crate) unit: UnitName,
}

patterns! {
    INSTITUTION = r"(?i)^(?:'s?)? (?:(?:county|city|borough|metropolitan|district|combined|local|nhs) )*(?:foundation trust|council|police|constabulary|university|hospital|crown court|crown prosecution|magistrates|youth (?:justice|offending)|crc\b|nps\b|national probation service|community rehabilitation|road\b|street\b|airport|united\b|authority|nhs|college|safeguarding|action trust|\w+ university\b|criminal justice board|cathedral|mp\b|mps\b)";
    PRISON_BEHIND = r"(?i)^(?:'s?)? (?:young offender institution|prisons?)\b";
    PROBATION_BEHIND = r"(?i)^(?:'s?)? prisons? (?:and probation|delivery)\b";
    SHARED_INSTITUTION = r"^(?:,? (?:\p{Lu}[\w-]*,? ){1,8}?(?:and|&)| (?:and|&))(?: \p{Lu}[\w-]*){1,3} (?:NHS|Police|Constabulary|University|Fire|Healthcare|Hospitals?|CRC|Community Rehabilitation)\b";
    // Newspapers and stations have names of places.
    OUTLET = r"^(?: (?:Evening|Daily|Weekly|Sunday|News|County|Free))*(?: (?:Advertiser|Argus|Bugle|Chronicle|Citizen|Courier|Dispatch|Echo|Examiner|Express|Gazette|Globe|Guardian|Herald|Independent|Journal|Mail|Mercury|Messenger|Observer|Post|Press|Reporter|Sentinel|Standard|Star|Sun|Telegraph|Times|Tribune|Voice|World)\b| (?:News|Live|Online|Radio|TV|FM|Today|ADVERTISER|ARGUS|CHRONICLE|CITIZEN|COURIER|ECHO|EXAMINER|EXPRESS|GAZETTE|GLOBE|GUARDIAN|HERALD|INDEPENDENT|JOURNAL|MAIL|MERCURY|NEWS|OBSERVER|POST|PRESS|REPORTER|SENTINEL|STANDARD|STAR|TELEGRAPH|TIMES|TRIBUNE|VOICE)(?:[\s,.;:|)'-]|$))";
    PRISON = r"(?i)\b(?:hmp|hm prisons?|prisons?|new|university of|duke of|bishop of)(?: and)? $";
    WALES_BEFORE = r"(?i)(?:probation service(?: -|,)?|hmpps(?: in)?|(?:probation|public protection)(?: services?| work)? (?:in|across)|the services? (?:in|across)|rated) $";
    WALES_AFTER = r"(?i)^(?:'s)? (?:probation|region\b|pdus?\b)";
    ENGLAND = r"(?i)\bengland (?:and|or|&) $";
    PLACE_UNIT = r"\b(?:The )?(\p{Lu}[\w-]+(?: (?:upon |on |in )?\p{Lu}[\w-]+){0,2}?)(?:'s)? (?:[Pp]robation (?:[Dd]elivery )?(?:[Uu]nit|[Ss]ervice)|PDU)\b";
    QUARTER = r"(?i)\b(?:north|south|east|west|(?:north|south)[- ](?:east|west)|inner|outer)(?:ern)?[ -]$";
    HOLDER = r"(?i)\b(?:commissioner|pcc|mayor|bishop|archbishop|lord[- ]lieutenant|mps?|councillors?) (?:for|of)(?: the)? $";
    NEARBY = r"(?i)\b(?:proximity to|close to|near|outside|travel(?:led)? to|kew,|of central) $";
    POSTCODE = r"^ [A-Z]{1,2}\d";
}

/// Units named in a plain text, in order.
pub(crate) fn named(text: &str, gazetteer: &Gazetteer) -> Vec<Named> {
    let mentions = gazetteer.mentions_in_prose(text).into_iter();
    let mut named: Vec<Named> = mentions
        .filter(|mention| is_name(text, &mention.range, mention.unit))
        .map(|mention| Named {
            range: mention.range,
            unit: UnitName::of(mention.unit),
        })
        .collect();
    // Whose commissioner speaks of another unit is none that is spoken of.
    let is_held = |named: &Named| HOLDER.is_match(tail(&text[..named.range.start], 60));
    if named.len() > 1 && !named.iter().all(is_held) {
        named.retain(|named| !is_held(named));
    }
    named
}

/// A unit named by one of its places or parts, as in "the Hull probation service": the place belongs to
/// no other unit.
pub(crate) fn named_by_place(text: &str, gazetteer: &Gazetteer) -> Option<Named> {
    if !text.contains("robation") && !text.contains("PDU") {
        return None;
    }
    let found = captured(&PLACE_UNIT, text)?;
    let place = found.get(1)?;
    let pdu = gazetteer.pdu_of_place(place.as_str())?;
    Some(Named {
        range: place.range(),
        unit: UnitName::of(Unit::Pdu(pdu)),
    })
}

/// The name is part of another's: a council's, a prison's, a youth justice service's.
pub(crate) fn is_of_institution(text: &str, range: &Range<usize>) -> bool {
    let before = tail(&text[..range.start], 60);
    let after = head(&text[range.end..], 90);
    let is_prison = PRISON_BEHIND.is_match(after) && !PROBATION_BEHIND.is_match(after);
    is_prison
        || INSTITUTION.is_match(after)
        || SHARED_INSTITUTION.is_match(after)
        || OUTLET.is_match(after)
        || PRISON.is_match(before)
}

fn is_name(text: &str, range: &Range<usize>, unit: Unit<'_>) -> bool {
    let before = tail(&text[..range.start], 60);
    let after = head(&text[range.end..], 90);
    let words = &text[range.clone()];
    if after.starts_with('-') && after[1..].starts_with(char::is_alphabetic) {
        return false;
    }
    if is_of_institution(text, range) {
        return false;
    }
    match (unit, words) {
        (Unit::Region(_), "Wales" | "Cymru") => is_probation_wales(before, after),
        (Unit::Region(_), "London") => {
            let elsewhere = NEARBY.is_match(before) || QUARTER.is_match(before);
            !elsewhere && !POSTCODE.is_match(after)
        }
        _ => true,
    }
}

/// Wales is a country in "England and Wales", and a region where probation is spoken of.
fn is_probation_wales(before: &str, after: &str) -> bool {
    !ENGLAND.is_match(before)
        && (before.is_empty() || WALES_BEFORE.is_match(before) || WALES_AFTER.is_match(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found = named(text, &Gazetteer::built_in());
        let names: Vec<&str> = found.iter().map(|named| named.unit.name.as_str()).collect();
        assert_eq!(names, expected, "{text}");
    }

    #[test]
    fn councils_forces_and_prisons_are_no_units() {
        check(
            "Suffolk County Council and Norfolk Constabulary meet HMP Leeds",
            &[],
        );
        check(
            "Suffolk PDU meets Norfolk's probation service",
            &["Suffolk", "Norfolk"],
        );
        check("in Newcastle-under-Lyme", &[]);
        check("Norfolk and Suffolk NHS Foundation Trust", &[]);
        check("the Dorset, Devon and Cornwall CRC", &[]);
        for outlet in [
            "Suffolk Gazette",
            "SUFFOLK TIMES",
            "Suffolk Evening Post",
            "Suffolk News",
        ] {
            check(outlet, &[]);
        }
        check("Suffolk news: it is rated", &["Suffolk"]);
        check(
            "Suffolk, Norfolk and Kent probation services",
            &["Suffolk", "Norfolk"],
        );
    }

    #[test]
    fn wales_is_a_country_unless_probation_is_meant() {
        check("probation services across England and Wales", &[]);
        check(
            "twelve regions in England, with a further region in Wales",
            &[],
        );
        check(
            "Wales region and the Probation Service - Wales",
            &["Wales", "Wales"],
        );
        check("Kew, London TW9 4DU", &[]);
        check("London probation services", &["London"]);
    }
}
