//! The list of equal meanings, built in and the user's own, looked up by the words of a query.

use std::collections::HashMap;

use probity_model::Gazetteer;

use crate::SearchError;
use crate::analysis::tokens;

const BUILT_IN: &str = include_str!("../../data/meanings.txt");

/// Another way to say something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// Its stems, in order.
    pub(crate) stems: Vec<String>,
}

/// The list, by the stems of what may be said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Thesaurus {
    by_first: HashMap<String, Vec<Entry>>,
}

#[derive(Clone, Debug)]
struct Entry {
    said: Vec<String>,
    also: Vec<Meaning>,
}

impl Thesaurus {
    /// No meanings at all.
    #[cfg(test)]
    pub(crate) fn empty() -> Self {
        Self::default()
    }

    /// The towns of units, the built-in list where it is wished, and the user's own lines of the same
    /// form.
    ///
    /// # Errors
    /// [`SearchError::Parameter`] naming the line that is malformed.
    pub(crate) fn new(
        built_in: bool,
        gazetteer: &Gazetteer,
        lines: &str,
    ) -> Result<Self, SearchError> {
        let mut thesaurus = Self::default();
        if built_in {
            thesaurus.read(BUILT_IN)?;
        }
        thesaurus.read_places(gazetteer);
        thesaurus.read(lines)?;
        for entries in thesaurus.by_first.values_mut() {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.said.len()));
        }
        Ok(thesaurus)
    }

    /// The longest expression at the beginning of these stems that has other ways to say it: its
    /// length, and those.
    pub(crate) fn longest(&self, stems: &[&str]) -> Option<(usize, &[Meaning])> {
        let entries = self.by_first.get(*stems.first()?)?;
        let fits = |entry: &&Entry| {
            entry.said.len() <= stems.len() && entry.said.iter().zip(stems).all(|(a, b)| a == b)
        };
        let entry = entries.iter().find(fits)?;
        Some((entry.said.len(), &entry.also))
    }

    /// Reads lines `a = b = c` (all mean the same) and `a -> b` (who says a means b as well).
    fn read(&mut self, lines: &str) -> Result<(), SearchError> {
        for (number, line) in lines.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.is_empty() {
                continue;
            }
            if !self.read_line(line) {
                let message = format!(
                    "line {} of the synonyms, \"{line}\", is neither \"one = another\" nor \"one -> another\"",
                    number + 1
                );
                return Err(SearchError::Parameter {
                    field: "synonyms",
                    message,
                });
            }
        }
        Ok(())
    }

    fn read_line(&mut self, line: &str) -> bool {
        let sides: Vec<&str> = line.split("->").collect();
        let [said, also @ ..] = sides.as_slice() else {
            return false;
        };
        let said = *said;
        let alternatives = |text: &str| -> Vec<Vec<String>> {
            text.split('=')
                .map(stems)
                .filter(|stems| !stems.is_empty())
                .collect()
        };
        let meant = alternatives(also.first().unwrap_or(&said));
        let said: Vec<_> = said.split('=').flat_map(ways_to_say).collect();
        let is_well_formed = match also {
            [] => meant.len() >= 2,
            [_] => !meant.is_empty() && !said.is_empty(),
            _ => false,
        };
        self.add_all(&said, &meant);
        is_well_formed
    }

    /// Who names a town may mean the unit that serves it.
    fn read_places(&mut self, gazetteer: &Gazetteer) {
        for pdu in gazetteer.pdus() {
            let unit = [stems(&pdu.name)];
            for place in &pdu.places {
                let said = [place, without_river(place)]
                    .into_iter()
                    .flat_map(ways_to_say);
                self.add_all(&said.collect::<Vec<_>>(), &unit);
            }
        }
    }

    fn add_all(&mut self, said: &[Vec<String>], also: &[Vec<String>]) {
        for said in said {
            for also in also {
                self.add(said, also);
            }
        }
    }

    fn add(&mut self, said: &[String], also: &[String]) {
        let (Some(first), false) = (said.first(), said == also) else {
            return;
        };
        let entries = self.by_first.entry(first.clone()).or_default();
        let known = entries.iter().position(|entry| entry.said == said);
        let place = known.unwrap_or_else(|| {
            entries.push(Entry {
                said: said.to_vec(),
                also: Vec::new(),
            });
            entries.len() - 1
        });
        let meaning = Meaning {
            stems: also.to_vec(),
        };
        let also = &mut entries[place].also;
        if !also.contains(&meaning) {
            also.push(meaning);
        }
    }
}

/// The stems of an expression, hyphenated words in their parts.
fn stems(text: &str) -> Vec<String> {
    let parts = tokens(text).into_iter().filter(|token| !token.joined);
    parts.map(|token| token.stem()).collect()
}

/// An expression as a query may hold it: hyphenated words in parts, and as one.
fn ways_to_say(text: &str) -> Vec<Vec<String>> {
    let tokens = tokens(text);
    let mut ways = vec![stems(text)];
    if tokens.iter().any(|token| token.joined) {
        let mut end = 0;
        let mut joined = Vec::new();
        let mut by_length = tokens;
        by_length.sort_by_key(|token| (token.range.start, std::cmp::Reverse(token.range.end)));
        for token in by_length {
            if token.range.start >= end {
                end = token.range.end;
                joined.push(token.stem());
            }
        }
        ways.push(joined);
    }
    ways.retain(|way| !way.is_empty());
    ways
}

/// "Ashton-under-Lyne" as "Ashton": how people say it.
fn without_river(place: &str) -> &str {
    ["-on-", "-upon-", "-under-", "-in-", "-by-", "-le-"]
        .iter()
        .find_map(|link| place.split_once(link))
        .map_or(place, |(town, _)| town)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(thesaurus: &Thesaurus, said: &str, expected: &[&str]) {
        let stems = stems(said);
        let stems: Vec<&str> = stems.iter().map(String::as_str).collect();
        let found = thesaurus.longest(&stems).map_or(Vec::new(), |(_, also)| {
            also.iter().map(|meaning| meaning.stems.join(" ")).collect()
        });
        assert_eq!(found, expected, "{said}");
    }

    #[test]
    fn equal_expressions_find_one_another() {
        let mut thesaurus = Thesaurus::empty();
        thesaurus
            .read("SPO = senior probation officer # manager\n\nboss -> SPO")
            .unwrap();
        check(&thesaurus, "SPOs", &["senior probat offic"]);
        check(&thesaurus, "senior probation officers", &["spo"]);
        check(&thesaurus, "boss", &["spo"]);
        check(&thesaurus, "officer", &[]);
    }

    #[test]
    fn hyphenated_words_are_said_in_parts_or_as_one() {
        let mut thesaurus = Thesaurus::empty();
        thesaurus.read("PSR = pre-sentence report").unwrap();
        check(&thesaurus, "pre sentence reports", &["psr"]);
        check(
            &thesaurus,
            "presentence reports",
            &["psr", "pre sentenc report"],
        );
        check(&thesaurus, "PSR", &["pre sentenc report"]);
    }

    #[test]
    fn the_built_in_list_is_well_formed() {
        let thesaurus = Thesaurus::new(true, &Gazetteer::built_in(), "").unwrap();
        assert!(thesaurus.longest(&["hmpps"]).is_some());
    }

    #[test]
    fn a_malformed_line_is_named() {
        for line in ["alone", "a -> ", "= b", "a -> b -> c"] {
            let error = Thesaurus::new(true, &Gazetteer::built_in(), &format!("a = b\n{line}"))
                .unwrap_err();
            assert!(error.to_string().contains("line 2"), "{error}");
        }
    }
}
