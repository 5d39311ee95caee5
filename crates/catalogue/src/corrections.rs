//! What a person set right, laid over what was read.

use probity_model::{Document, Inspected, Kind, Level};

use crate::Corrections;

/// Lays corrections over a document as it was read.
pub(crate) fn apply(corrections: &Corrections, document: &mut Document) {
    if let Some(kind) = corrections.kind {
        document.kind = kind;
    }
    if let Some(title) = &corrections.title {
        document.title.clone_from(title);
    }
    if let Some(published) = corrections.published {
        document.published = published;
    }
    if let Some(regions) = &corrections.regions {
        document.regions.clone_from(regions);
        add_missing(&mut document.mentions.regions, regions);
        inspected_follow(document, Level::Region, regions);
    }
    if let Some(pdus) = &corrections.pdus {
        document.pdus.clone_from(pdus);
        add_missing(&mut document.mentions.pdus, pdus);
        inspected_follow(document, Level::Pdu, pdus);
    }
    if let Some(rating) = corrections.rating {
        document.rating = rating;
        let of_one_unit = document.inspected.len() == 1;
        if rating.is_some() || of_one_unit {
            for unit in &mut document.inspected {
                unit.rating = rating;
            }
        }
    }
}

fn add_missing(names: &mut Vec<String>, more: &[String]) {
    for name in more {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
}

/// Where the unit was misread, the inspection's result belongs to the unit that was meant. A region
/// that is listed only because its PDU was inspected has no result of its own.
fn inspected_follow(document: &mut Document, level: Level, names: &[String]) {
    let of_level = |unit: &&mut Inspected| unit.level == level;
    let mut units: Vec<&mut Inspected> = document.inspected.iter_mut().filter(of_level).collect();
    if let ([unit], [name]) = (units.as_mut_slice(), names) {
        unit.name.clone_from(name);
        return;
    }
    document
        .inspected
        .retain(|unit| unit.level != level || names.contains(&unit.name));
    let report_on_level = document.kind == Kind::InspectionReport && document.level == level;
    if report_on_level && document.inspected.is_empty() {
        let (rating, score) = (document.rating, document.score);
        let unit = |name: &String| Inspected {
            name: name.clone(),
            level,
            rating,
            score,
            previous_rating: None,
        };
        document.inspected = names.iter().map(unit).collect();
    }
}

#[cfg(test)]
mod tests {
    use probity_model::Rating;

    use super::*;

    fn report(units: &[(&str, Option<Rating>)]) -> Document {
        let unit = |&(name, rating): &(&str, Option<Rating>)| Inspected {
            name: name.to_owned(),
            level: Level::Pdu,
            rating,
            score: None,
            previous_rating: None,
        };
        Document {
            kind: Kind::InspectionReport,
            level: Level::Pdu,
            pdus: units.iter().map(|(name, _)| (*name).to_owned()).collect(),
            inspected: units.iter().map(unit).collect(),
            ..Document::unknown("0123456789abcdef01234567".parse().unwrap())
        }
    }

    fn corrected(
        mut document: Document,
        corrections: &Corrections,
    ) -> Vec<(String, Option<Rating>)> {
        apply(corrections, &mut document);
        document
            .inspected
            .into_iter()
            .map(|unit| (unit.name, unit.rating))
            .collect()
    }

    fn pdus(names: &[&str]) -> Corrections {
        let names = names.iter().map(|&name| name.to_owned()).collect();
        Corrections {
            pdus: Some(names),
            ..Corrections::default()
        }
    }

    fn rating(rating: Option<Rating>) -> Corrections {
        Corrections {
            rating: Some(rating),
            ..Corrections::default()
        }
    }

    #[test]
    fn a_misread_unit_hands_its_result_over() {
        let document = report(&[("Upper Vale", Some(Rating::Good))]);
        assert_eq!(
            corrected(document, &pdus(&["Lower Vale"])),
            [("Lower Vale".into(), Some(Rating::Good))]
        );
    }

    #[test]
    fn a_unit_that_was_not_meant_goes() {
        let document = report(&[("Upper Vale", Some(Rating::Good)), ("Moor", None)]);
        assert_eq!(
            corrected(document, &pdus(&["Upper Vale"])),
            [("Upper Vale".into(), Some(Rating::Good))]
        );
    }

    #[test]
    fn a_unit_nobody_recognised_gets_the_result() {
        let document = Document {
            rating: Some(Rating::Good),
            ..report(&[])
        };
        assert_eq!(
            corrected(document, &pdus(&["Moor"])),
            [("Moor".into(), Some(Rating::Good))]
        );
    }

    #[test]
    fn a_corrected_rating_is_the_only_one_left() {
        let mut document = report(&[("Moor", Some(Rating::Good))]);
        document.rating = Some(Rating::Good);
        apply(&rating(Some(Rating::Inadequate)), &mut document);
        assert_eq!(document.ratings(), [Rating::Inadequate]);
        apply(&rating(None), &mut document);
        assert_eq!(document.ratings(), []);
    }

    #[test]
    fn no_overall_rating_leaves_those_of_several_units() {
        let document = report(&[("Moor", Some(Rating::Good)), ("Vale", None)]);
        assert_eq!(
            corrected(document, &rating(None)),
            [("Moor".into(), Some(Rating::Good)), ("Vale".into(), None)]
        );
    }
}
