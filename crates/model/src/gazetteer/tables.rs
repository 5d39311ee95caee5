//! The tables of the list of units, and the form of its files.

use std::collections::HashMap;

use serde::Deserialize;

use super::flips::{flips, parts};
use super::telling::{WordSet, telling};
use super::{GazetteerError, Pdu, Region, slug};
use crate::folded::Folded;

#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) regions: Vec<Region>,
    pub(super) pdus: Vec<Pdu>,
    /// Every name and alias, folded to words, and those of several places in every order.
    pub(super) names: HashMap<Vec<String>, Name>,
    /// The names of several places, and their units.
    several: Vec<(Vec<String>, Target)>,
    /// Short forms, folded to one word each: they count only where nothing else stands beside them.
    pub(super) codes: HashMap<String, Target>,
    /// Names by their first word, longest first, for finding them in text.
    pub(super) by_first_word: HashMap<String, Vec<Vec<String>>>,
    /// The PDU of each town and part of a name; none where several have it.
    pub(super) places: HashMap<String, Option<usize>>,
    /// The words that names begin with.
    pub(super) first_words: WordSet,
    /// The words that names are told by.
    pub(super) telling_words: WordSet,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    pub(super) target: Target,
    pub(super) full: bool,
    /// A name of several places in another order than that of the list.
    pub(super) flipped: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Region(usize),
    Pdu(usize),
    /// Looks like a unit and is none: a council, a police area.
    Nothing,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    region: Vec<RegionEntry>,
    #[serde(default)]
    not_units: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegionEntry {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    pdus: Vec<PduEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PduEntry {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    places: Vec<String>,
}

impl Tables {
    /// The units of several files, those of later ones added to those of earlier.
    pub(super) fn read(files: &[&str]) -> Result<Self, GazetteerError> {
        let mut tables = Self::default();
        for file in files {
            tables.add(toml::from_str(file)?)?;
        }
        tables.flip();
        tables.place();
        for name in tables.names.keys() {
            let Some(first) = name.first() else { continue };
            tables.first_words.add(first);
            tables.telling_words.add(telling(name).unwrap_or(first));
            tables
                .by_first_word
                .entry(first.clone())
                .or_default()
                .push(name.clone());
        }
        for names in tables.by_first_word.values_mut() {
            names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        }
        Ok(tables)
    }

    /// Notes the places of all PDUs.
    fn place(&mut self) {
        for (index, pdu) in self.pdus.iter().enumerate() {
            let in_name = parts(&pdu.name).unwrap_or_default();
            for place in pdu.places.iter().cloned().chain(in_name) {
                let known = self.places.entry(place).or_insert(Some(index));
                *known = known.filter(|known| *known == index);
            }
        }
    }

    /// Adds the orders of names that no list gives, where they are not the name of another unit.
    fn flip(&mut self) {
        for (places, target) in std::mem::take(&mut self.several) {
            for flipped in flips(&places) {
                let folded = Folded::of(&flipped).words();
                self.names.entry(folded).or_insert(Name {
                    target,
                    full: false,
                    flipped: true,
                });
            }
        }
    }

    fn add(&mut self, file: File) -> Result<(), GazetteerError> {
        for entry in file.region {
            let region = self.region(&entry.name)?;
            self.name_all(&entry.aliases, Target::Region(region), false)?;
            self.code_all(&entry.codes, Target::Region(region))?;
            for pdu in entry.pdus {
                self.add_pdu(pdu, region)?;
            }
        }
        self.name_all(&file.not_units, Target::Nothing, false)
    }

    fn region(&mut self, name: &str) -> Result<usize, GazetteerError> {
        if let Some(known) = self.regions.iter().position(|region| region.name == name) {
            return Ok(known);
        }
        self.regions.push(Region {
            name: name.to_owned(),
            slug: slug(name),
        });
        let index = self.regions.len() - 1;
        self.name(name, Target::Region(index), true)?;
        Ok(index)
    }

    fn add_pdu(&mut self, entry: PduEntry, region: usize) -> Result<(), GazetteerError> {
        let target = Target::Pdu(self.pdus.len());
        self.name(&entry.name, target, true)?;
        self.name_all(&entry.aliases, target, false)?;
        self.code_all(&entry.codes, target)?;
        self.pdus.push(Pdu {
            slug: slug(&entry.name),
            name: entry.name,
            region: self.regions[region].name.clone(),
            places: entry.places,
        });
        Ok(())
    }

    fn name_all(
        &mut self,
        names: &[String],
        target: Target,
        full: bool,
    ) -> Result<(), GazetteerError> {
        names
            .iter()
            .try_for_each(|name| self.name(name, target, full))
    }

    fn name(&mut self, name: &str, target: Target, full: bool) -> Result<(), GazetteerError> {
        let folded = Folded::of(name).words();
        let name_of = Name {
            target,
            full,
            flipped: false,
        };
        let old = self.names.insert(folded, name_of);
        if old.is_some_and(|old| old.target != target) {
            return Err(GazetteerError::Ambiguous(name.to_owned()));
        }
        if let (Some(places), Target::Region(_) | Target::Pdu(_)) = (parts(name), target) {
            self.several.push((places, target));
        }
        Ok(())
    }

    fn code_all(&mut self, codes: &[String], target: Target) -> Result<(), GazetteerError> {
        for code in codes {
            let folded = Folded::of(code).words().concat();
            let old = self.codes.insert(folded, target);
            if old.is_some_and(|old| old != target) {
                return Err(GazetteerError::Ambiguous(code.clone()));
            }
        }
        Ok(())
    }
}
