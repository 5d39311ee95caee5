//! Units, years and ratings that a query names in plain words.

use std::ops::Range;

use probity_model::{Gazetteer, Rating, Unit};

use crate::analysis::{Token, fold, is_common, tokens};
use crate::query::{Node, parse};
use crate::{Facet, Interpretation, Interpreted, SearchError, TantivyIndex};

/// What the plain words of a query name, in the order of the facets, and what else is sought.
pub(crate) fn interpret(index: &TantivyIndex, query: &str) -> Result<Interpreted, SearchError> {
    let row = Row::of(parse(query)?.root);
    let snapshot = index.snapshot();
    let values = snapshot.facet_values()?;
    let gazetteer = index.gazetteer();
    let mut found = units(gazetteer, &row.text);
    found.extend(towns(gazetteer, &row));
    found.extend(ratings(&row));
    found.extend(years(&row));
    found.retain(|one| values.names(one.facet).any(|name| name == one.value));
    let mut named: Vec<Named> = Vec::new();
    for one in found {
        let is_known = |other: &Named| (other.facet, &other.value) == (one.facet, &one.value);
        if !named.iter().any(is_known) {
            named.push(one);
        }
    }
    let ranges: Vec<Range<usize>> = named.iter().map(|one| one.range.clone()).collect();
    let interpretation = |one: Named| Interpretation {
        text: row.text[one.range.clone()].to_owned(),
        facet: one.facet,
        value: one.value,
        rest: row.without(&[one.range]),
    };
    let rest = match ranges.is_empty() {
        true => query.to_owned(),
        false => row.without(&ranges),
    };
    Ok(Interpreted {
        named: named.into_iter().map(interpretation).collect(),
        rest,
    })
}

/// Words that name a value, by bytes of the row's text.
struct Named {
    range: Range<usize>,
    facet: Facet,
    value: String,
}

/// The parts of a query that stand side by side, and the plain words among them.
struct Row {
    nodes: Vec<Node>,
    /// The words, one blank apart.
    text: String,
    tokens: Vec<Token>,
}

impl Row {
    fn of(root: Option<Node>) -> Self {
        let nodes = match root {
            Some(Node::All {
                nodes,
                explicit: false,
            }) => nodes,
            root => root.into_iter().collect(),
        };
        let words = nodes.iter().filter_map(Node::as_word);
        let text = words.fold(String::new(), |text, word| text + &word.text + " ");
        let mut tokens = tokens(&text);
        tokens.retain(|token| !token.joined);
        Self {
            nodes,
            text,
            tokens,
        }
    }

    /// Where these folded words stand in a row, at their first place.
    fn find(&self, wanted: &[&str]) -> Option<Range<usize>> {
        let is_here = |here: &&[Token]| {
            here.iter()
                .zip(wanted)
                .all(|(token, word)| token.folded == *word)
        };
        let here = self.tokens.windows(wanted.len().max(1)).find(is_here)?;
        Some(here.first()?.range.start..here.last()?.range.end)
    }

    /// The query without the words that are named, and without the small words that led to them
    /// ("in 2024"). Nothing where only small words are left.
    fn without(&self, named: &[Range<usize>]) -> String {
        let mut cut = named.to_vec();
        let mut leads = false;
        for token in self.tokens.iter().rev() {
            let is_named = named.iter().any(|range| range.contains(&token.range.start));
            leads = is_named || (leads && is_common(&token.folded));
            if leads {
                cut.push(token.range.clone());
            }
        }
        let is_cut = |byte: usize| cut.iter().any(|cut| cut.contains(&byte));
        let (mut parts, mut start) = (Vec::new(), 0);
        let mut says_nothing = true;
        for node in &self.nodes {
            let Some(word) = node.as_word() else {
                parts.push(node.operand());
                says_nothing = false;
                continue;
            };
            let range = start..start + word.text.len();
            start = range.end + 1;
            let left = self
                .tokens
                .iter()
                .filter(|token| range.contains(&token.range.start) && !is_cut(token.range.start));
            says_nothing &= left.clone().all(|token| is_common(&token.folded));
            if range.clone().any(is_cut) {
                // What is left of a word must not become an operator or a field ("Leeds-AND").
                parts.extend(left.map(|token| self.text[token.range.clone()].to_lowercase()));
            } else {
                parts.push(node.to_string());
            }
        }
        match says_nothing {
            true => String::new(),
            false => parts.join(" "),
        }
    }
}

fn units(gazetteer: &Gazetteer, text: &str) -> Vec<Named> {
    let mentions = gazetteer.mentions(text).into_iter();
    mentions
        .map(|mention| Named {
            range: mention.range,
            facet: match mention.unit {
                Unit::Region(_) => Facet::Region,
                Unit::Pdu(_) => Facet::Pdu,
            },
            value: mention.unit.name().to_owned(),
        })
        .collect()
}

/// Units that serve a town that is named, where the town is no unit itself.
fn towns(gazetteer: &Gazetteer, row: &Row) -> Vec<Named> {
    let mut found = Vec::new();
    for pdu in gazetteer.pdus() {
        let place = pdu.places.iter().find_map(|place| {
            let place = fold(place);
            row.find(&place.split(' ').collect::<Vec<_>>())
        });
        found.extend(place.map(|range| Named {
            range,
            facet: Facet::Pdu,
            value: pdu.name.clone(),
        }));
    }
    found
}

/// Ratings that are named. "Good" and "outstanding" are words of every day: they count only as ratings
/// given ("rated good").
fn ratings(row: &Row) -> Vec<Named> {
    let mut found = Vec::new();
    for rating in Rating::ALL {
        let name = fold(rating.name());
        let wanted = match rating {
            Rating::Good | Rating::Outstanding => vec![format!("rated {name}")],
            Rating::RequiresImprovement => vec![
                format!("rated {name}"),
                name,
                "require improvement".to_owned(),
                "requiring improvement".to_owned(),
            ],
            Rating::Inadequate => vec![format!("rated {name}"), name],
        };
        let mut wanted = wanted.iter();
        let range = wanted.find_map(|words| row.find(&words.split(' ').collect::<Vec<_>>()));
        found.extend(range.map(|range| Named {
            range,
            facet: Facet::Rating,
            value: rating.name().to_owned(),
        }));
    }
    found
}

fn years(row: &Row) -> Vec<Named> {
    let is_year = |token: &&Token| {
        token.folded.len() == 4 && token.folded.bytes().all(|byte| byte.is_ascii_digit())
    };
    let years = row.tokens.iter().filter(is_year);
    years
        .map(|year| Named {
            range: year.range.clone(),
            facet: Facet::Year,
            value: year.folded.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(query: &str) -> Row {
        Row::of(parse(query).unwrap().root)
    }

    #[test]
    fn a_town_names_the_units_that_serve_it() {
        let gazetteer = Gazetteer::built_in();
        let found = towns(&gazetteer, &row("waiting lists in basildon"));
        let found: Vec<&str> = found.iter().map(|one| one.value.as_str()).collect();
        assert_eq!(found, ["Essex South"]);
        assert!(towns(&gazetteer, &row("waiting lists")).is_empty());
    }

    #[test]
    fn what_is_named_is_cut_out_with_what_leads_to_it() {
        let check = |query: &str, expected: &str| {
            let row = row(query);
            let found = ratings(&row).into_iter().chain(years(&row));
            let named: Vec<Range<usize>> = found.map(|one| one.range).collect();
            assert_eq!(row.without(&named), expected, "{query}");
        };
        check("“risk” café checks in 2024", "\"risk\" café checks");
        check("b\"\"inadequate", "b");
        check("rated inadequate in 2024", "");
        check("which were inadequate in 2024?", "");
        check("inadequate staffing -court", "staffing NOT court");
        check("the year 2023 staffing", "the year staffing");
        check("staffing 2023-AND", "staffing and");
        check("2023/staff-title:x court*", "staff title x court*");
        check(
            "(2023)staffing (risk OR \"harm\"~2)",
            "staffing (risk OR \"harm\"~2)",
        );
        check("inadequate unheard:\"risk\"", "(unheard AND \"risk\")");
    }
}
