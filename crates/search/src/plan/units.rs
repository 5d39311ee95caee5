//! Units that a row of words names.

use probity_model::{Gazetteer, Unit};

use crate::Facet;
use crate::query::Word;

/// Words side by side that name one unit, or none.
pub(super) struct Stretch<'w> {
    pub(super) words: &'w [&'w Word],
    pub(super) unit: Option<NamedUnit>,
}

/// A unit by its name in a query.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NamedUnit {
    pub(super) facet: Facet,
    pub(super) name: String,
    /// It is named in full, not by another name that may mean something else.
    pub(super) full_name: bool,
}

/// A row of words, cut where units are named.
pub(super) fn stretches<'w>(gazetteer: &Gazetteer, words: &'w [&'w Word]) -> Vec<Stretch<'w>> {
    let mut text = String::new();
    let mut starts = Vec::with_capacity(words.len());
    for word in words {
        starts.push(text.len());
        text.push_str(&word.text);
        text.push(' ');
    }
    let place = |byte: usize| starts.partition_point(|start| *start < byte);
    let mut stretches = Vec::new();
    let mut at = 0;
    for mention in gazetteer.mentions(&text) {
        let (from, to) = (place(mention.range.start + 1) - 1, place(mention.range.end));
        if from < at {
            continue;
        }
        stretches.push(Stretch {
            words: &words[at..from],
            unit: None,
        });
        let facet = match mention.unit {
            Unit::Region(_) => Facet::Region,
            Unit::Pdu(_) => Facet::Pdu,
        };
        stretches.push(Stretch {
            words: &words[from..to],
            unit: Some(NamedUnit {
                facet,
                name: mention.unit.name().to_owned(),
                full_name: mention.full_name,
            }),
        });
        at = to;
    }
    stretches.push(Stretch {
        words: &words[at..],
        unit: None,
    });
    stretches.retain(|stretch| !stretch.words.is_empty());
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(row: &str, expected: &[(&str, Option<&str>)]) {
        let words: Vec<Word> = row
            .split(' ')
            .map(|text| Word {
                text: text.to_owned(),
                at: 0,
            })
            .collect();
        let words: Vec<&Word> = words.iter().collect();
        let found = stretches(&Gazetteer::built_in(), &words);
        let found: Vec<(String, Option<&str>)> = found
            .iter()
            .map(|stretch| {
                let texts: Vec<&str> = stretch
                    .words
                    .iter()
                    .map(|word| word.text.as_str())
                    .collect();
                let unit = stretch.unit.as_ref();
                (texts.join(" "), unit.map(|unit| unit.name.as_str()))
            })
            .collect();
        let found: Vec<(&str, Option<&str>)> = found
            .iter()
            .map(|(text, unit)| (text.as_str(), *unit))
            .collect();
        assert_eq!(found, expected, "{row}");
    }

    #[test]
    fn names_of_units_are_one_thing() {
        check(
            "staff North Essex court",
            &[
                ("staff", None),
                ("North Essex", Some("Essex North")),
                ("court", None),
            ],
        );
        check("Norfolk", &[("Norfolk", Some("Norfolk"))]);
        check("staff court", &[("staff court", None)]);
    }
}
