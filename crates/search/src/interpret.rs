//! Units, years and ratings that a query names in plain words.

use std::ops::Range;

use probity_model::{Gazetteer, Rating, Unit};

use crate::analysis::{Token, fold, is_common, tokens};
use crate::query::{Node, Word, parse};
use crate::{Facet, Interpretation, Interpreted, SearchError, TantivyIndex};

/// What the plain words of a query name, in the order of the facets, and what else is sought.
pub(crate) fn interpret(index: &TantivyIndex, query: &str) -> Result<Interpreted, SearchError> {
    let row = Row::of(parse(query)?.root.as_ref());
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
        rest: rest(query, &row, &[one.range]),
    };
    Ok(Interpreted {
        named: named.into_iter().map(interpretation).collect(),
        rest: rest(query, &row, &ranges),
    })
}

/// Words that name a value, by bytes of the row's text.
struct Named {
    range: Range<usize>,
    facet: Facet,
    value: String,
}

/// The words of a query that stand side by side, nothing of the query language between them.
struct Row {
    /// The words, one blank apart.
    text: String,
    /// Where each word begins in the text, and in the query (in characters).
    starts: Vec<(usize, usize)>,
    tokens: Vec<Token>,
}

impl Row {
    fn of(root: Option<&Node>) -> Self {
        let (mut text, mut starts) = (String::new(), Vec::new());
        for word in root.map(words).unwrap_or_default() {
            starts.push((text.len(), word.at));
            text.push_str(&word.text);
            text.push(' ');
        }
        let mut tokens = tokens(&text);
        tokens.retain(|token| !token.joined);
        Self {
            text,
            starts,
            tokens,
        }
    }

    /// The characters of the query that a range of bytes of the text stands for.
    fn characters(&self, range: &Range<usize>) -> Range<usize> {
        let character = |word: usize, byte: usize| {
            let (start, at) = self.starts[word];
            at + self.text[start..byte].chars().count()
        };
        let first = self
            .starts
            .partition_point(|(start, _)| *start <= range.start)
            - 1;
        let last = self.starts.partition_point(|(start, _)| *start < range.end) - 1;
        character(first, range.start)..character(last, range.end)
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
}

fn words(root: &Node) -> Vec<&Word> {
    match root {
        Node::Word(word) => vec![word],
        Node::All {
            nodes,
            explicit: false,
        } => nodes.iter().filter_map(Node::as_word).collect(),
        _ => Vec::new(),
    }
}

/// The query without the words that are named, and without the small words that led to them ("in 2024").
fn rest(query: &str, row: &Row, named: &[Range<usize>]) -> String {
    if named.is_empty() {
        return query.to_owned();
    }
    let mut cut: Vec<Range<usize>> = named.iter().map(|range| row.characters(range)).collect();
    let mut leads = false;
    for token in row.tokens.iter().rev() {
        let is_named = named.iter().any(|range| range.contains(&token.range.start));
        leads = is_named || (leads && is_common(&token.folded));
        if leads {
            cut.push(row.characters(&token.range));
        }
    }
    let is_cut = |at: usize| cut.iter().any(|cut| cut.contains(&at));
    let kept = query.chars().enumerate().filter(|(at, _)| !is_cut(*at));
    let rest: String = kept.map(|(_, c)| c).collect();
    match says_nothing(&rest) {
        true => String::new(),
        false => rest.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// Nothing but small words and punctuation.
fn says_nothing(query: &str) -> bool {
    let Some(root) = parse(query).ok().and_then(|parsed| parsed.root) else {
        return !query.contains(char::is_alphanumeric);
    };
    let row = Row::of(Some(&root));
    let has_others = match &root {
        Node::All {
            nodes,
            explicit: false,
        } => nodes.iter().any(|node| node.as_word().is_none()),
        Node::Word(_) => false,
        _ => true,
    };
    !has_others && row.tokens.iter().all(|token| is_common(&token.folded))
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
        Row::of(parse(query).unwrap().root.as_ref())
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
            assert_eq!(rest(query, &row, &named), expected, "{query}");
        };
        check("“risk” café checks in 2024", "“risk” café checks");
        check("b\"\"inadequate", "b\"\"");
        check("rated inadequate in 2024", "");
        check("which were inadequate in 2024?", "");
        check("inadequate staffing -court", "staffing -court");
        check("the year 2023 staffing", "the year staffing");
    }
}
