//! Units, years and ratings that a query names in plain words.

use probity_model::{Gazetteer, Rating, Unit};

use crate::analysis::{Token, fold, tokens};
use crate::query::{Node, Word, parse};
use crate::{Facet, Interpretation, SearchError, TantivyIndex};

/// What the plain words of a query name, in the order of the facets.
pub(crate) fn interpret(
    index: &TantivyIndex,
    query: &str,
) -> Result<Vec<Interpretation>, SearchError> {
    let Some(root) = parse(query)?.root else {
        return Ok(Vec::new());
    };
    let snapshot = index.snapshot();
    let values = snapshot.facet_values()?;
    let typed: Vec<&str> = words(&root).iter().map(|word| word.text.as_str()).collect();
    let text = typed.join(" ");
    let mut found = units(&index.settings().gazetteer, &text);
    found.extend(towns(&index.settings().gazetteer, &text));
    found.extend(ratings(&text));
    found.extend(years(&text));
    found.retain(|one| values.names(one.facet).any(|name| name == one.value));
    let mut kept: Vec<Interpretation> = Vec::new();
    for one in found {
        if !kept
            .iter()
            .any(|other| (other.facet, &other.value) == (one.facet, &one.value))
        {
            kept.push(one);
        }
    }
    Ok(kept)
}

fn words(root: &Node) -> Vec<&Word> {
    match root {
        Node::Word(word) => vec![word],
        Node::All { nodes, .. } => nodes.iter().filter_map(Node::as_word).collect(),
        _ => Vec::new(),
    }
}

fn interpretation(text: &str, facet: Facet, value: &str) -> Interpretation {
    Interpretation {
        text: text.to_owned(),
        facet,
        value: value.to_owned(),
    }
}

fn units(gazetteer: &Gazetteer, text: &str) -> Vec<Interpretation> {
    let mentions = gazetteer.mentions(text).into_iter();
    mentions
        .map(|mention| {
            let facet = match mention.unit {
                Unit::Region(_) => Facet::Region,
                Unit::Pdu(_) => Facet::Pdu,
            };
            interpretation(&text[mention.range.clone()], facet, mention.unit.name())
        })
        .collect()
}

/// Units that serve a town that is named, where the town is no unit itself.
fn towns(gazetteer: &Gazetteer, text: &str) -> Vec<Interpretation> {
    let folded = format!(" {} ", fold(text));
    let mut found = Vec::new();
    for pdu in gazetteer.pdus() {
        let is_named = |place: &&String| folded.contains(&format!(" {} ", fold(place)));
        let place = pdu.places.iter().find(is_named);
        found.extend(place.map(|place| interpretation(place, Facet::Pdu, &pdu.name)));
    }
    found
}

/// Ratings that are named. "Good" and "outstanding" are words of every day: they count only as ratings
/// given ("rated good").
fn ratings(text: &str) -> Vec<Interpretation> {
    let folded = format!(" {} ", fold(text));
    let mut found = Vec::new();
    for rating in Rating::ALL {
        let name = fold(rating.name());
        let wanted = match rating {
            Rating::Good | Rating::Outstanding => vec![format!(" rated {name} ")],
            Rating::RequiresImprovement => {
                vec![
                    format!(" {name} "),
                    " require improvement ".to_owned(),
                    " requiring improvement ".to_owned(),
                ]
            }
            Rating::Inadequate => vec![format!(" {name} ")],
        };
        let named = wanted.iter().find(|words| folded.contains(words.as_str()));
        found.extend(named.map(|words| interpretation(words.trim(), Facet::Rating, rating.name())));
    }
    found
}

fn years(text: &str) -> Vec<Interpretation> {
    let is_year = |token: &Token| {
        token.folded.len() == 4 && token.folded.bytes().all(|byte| byte.is_ascii_digit())
    };
    let years = tokens(text).into_iter().filter(is_year);
    years
        .map(|year| interpretation(&year.folded, Facet::Year, &year.folded))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_names_the_units_that_serve_it() {
        let gazetteer = Gazetteer::built_in();
        let found = towns(&gazetteer, "waiting lists in basildon");
        let found: Vec<&str> = found.iter().map(|one| one.value.as_str()).collect();
        assert_eq!(found, ["Essex South"]);
        assert_eq!(towns(&gazetteer, "waiting lists"), []);
    }
}
