//! Words that stand short for a unit: its towns, and the parts of its name.

use probity_model::{Gazetteer, Unit};

use super::named::{Named, UnitName, is_of_institution};
use crate::text::patterns;

patterns! {
    COMPASS_AHEAD = r"^(?:North|South|East|West|Central)(?: and (?:North|South|East|West|Central)| (?:East|West))* ";
    COMPASS = r"^(?:(?:North|South|East|West|Central|City)\b ?)+$";
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

/// "Derbyshire" of "Derbyshire and Ashmere"; "Lincolnshire" of "East and West Lincolnshire".
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let parts = name.split(", ").flat_map(|part| part.split(" and "));
    let whole = COMPASS_AHEAD
        .find(name)
        .map(|compass| &name[compass.end()..]);
    let parts = parts.chain(whole);
    parts.filter(|part| part.len() > 3 && !COMPASS.is_match(part))
}

/// Adds the units whose towns a plain text names, at their places.
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
