//! The regions and probation delivery units there are, under all their names.

mod flips;
mod tables;
mod telling;

use std::ops::Range;
use std::sync::Arc;

use crate::folded::Folded;
use tables::{Name, Tables, Target};
use telling::capitals;

const BUILT_IN: &str = include_str!("../../data/gazetteer.toml");

/// A region of the Probation Service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// The one name it is shown under.
    pub name: String,
    /// Its id in addresses: `east-of-england`.
    pub slug: String,
}

/// A probation delivery unit (PDU).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pdu {
    /// The one name it is shown under, without "PDU".
    pub name: String,
    /// Its id in addresses: `essex-north`.
    pub slug: String,
    /// The name of its region.
    pub region: String,
    /// Towns and offices that hint at the unit without naming it. A town can hint at several units.
    pub places: Vec<String>,
}

/// A region or a PDU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit<'g> {
    /// A region.
    Region(&'g Region),
    /// A PDU.
    Pdu(&'g Pdu),
}

impl<'g> Unit<'g> {
    /// The one name it is shown under.
    #[must_use]
    pub fn name(self) -> &'g str {
        match self {
            Self::Region(region) => &region.name,
            Self::Pdu(pdu) => &pdu.name,
        }
    }

    /// The region it is, or lies in.
    #[must_use]
    pub fn region(self) -> &'g str {
        match self {
            Self::Region(region) => &region.name,
            Self::Pdu(pdu) => &pdu.region,
        }
    }
}

/// A unit's name found in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention<'g> {
    /// Bytes of the text that hold the name.
    pub range: Range<usize>,
    /// The unit of that name.
    pub unit: Unit<'g>,
    /// The text has the unit's full name, not another name of it.
    pub full_name: bool,
}

/// The closed list of units. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Gazetteer(Arc<Tables>);

/// A file of units could not be read.
#[derive(Debug, thiserror::Error)]
pub enum GazetteerError {
    /// It is not TOML of the expected form; the text says where.
    #[error("{0}")]
    Form(#[from] toml::de::Error),
    /// One name stands for two units.
    #[error("the name \"{0}\" stands for two units")]
    Ambiguous(String),
}

impl Gazetteer {
    /// The twelve regions and their PDUs, as inspected from 2021 on.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "the list is part of the program, and a test reads it"
    )]
    pub fn built_in() -> Self {
        Tables::read(&[BUILT_IN])
            .map(|tables| Self(Arc::new(tables)))
            .expect("the built-in list is well formed")
    }

    /// The built-in list and the units of a file of the same form (see `data/gazetteer.toml`).
    /// A region that is in the list already gets the file's PDUs and aliases added.
    ///
    /// # Errors
    /// [`GazetteerError`] where the file is malformed or gives one name to two units.
    pub fn with_more(toml: &str) -> Result<Self, GazetteerError> {
        Ok(Self(Arc::new(Tables::read(&[BUILT_IN, toml])?)))
    }

    /// All regions, in the list's order.
    #[must_use]
    pub fn regions(&self) -> &[Region] {
        &self.0.regions
    }

    /// All PDUs, region by region.
    #[must_use]
    pub fn pdus(&self) -> &[Pdu] {
        &self.0.pdus
    }

    /// Every name of every unit in small letters, codes included, and the unit; in alphabetical order.
    /// Names of several places stand in the order of the list.
    #[must_use]
    pub fn names(&self) -> Vec<(String, Unit<'_>)> {
        let names = self
            .0
            .names
            .iter()
            .filter(|(_, name)| !name.flipped)
            .map(|(words, name)| (words.join(" "), name.target));
        let codes = self
            .0
            .codes
            .iter()
            .map(|(code, target)| (code.clone(), *target));
        let named = names.chain(codes);
        let mut names: Vec<_> = named
            .filter_map(|(name, target)| Some((name, self.unit(target)?)))
            .collect();
        names.sort_by(|(a, _), (b, _)| a.cmp(b));
        names
    }

    /// The region with this id in addresses.
    #[must_use]
    pub fn region_by_slug(&self, slug: &str) -> Option<&Region> {
        self.0.regions.iter().find(|region| region.slug == slug)
    }

    /// The PDU with this id in addresses.
    #[must_use]
    pub fn pdu_by_slug(&self, slug: &str) -> Option<&Pdu> {
        self.0.pdus.iter().find(|pdu| pdu.slug == slug)
    }

    /// The PDU that a town belongs to, or that has it in its name beside others, where there is one
    /// such PDU only. Case counts.
    #[must_use]
    pub fn pdu_of_place(&self, place: &str) -> Option<&Pdu> {
        let pdu = (*self.0.places.get(place)?)?;
        Some(&self.0.pdus[pdu])
    }

    /// The unit that this text, as a whole, is a name of: full name, alias or code, with or
    /// without "PDU" or "region" behind it, whatever its case, hyphens, commas and ampersands.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Unit<'_>> {
        let words = Folded::of(name).words();
        let words = without_kind(&words);
        let target = match (self.0.names.get(words), words) {
            (Some(name), _) => name.target,
            (None, [code]) => *self.0.codes.get(code)?,
            (None, _) => return None,
        };
        self.unit(target)
    }

    /// Every unit named in running text, in order, the longest name at each place ("North West
    /// Lancashire" is not the North West). Places and codes are no names.
    #[must_use]
    pub fn mentions(&self, text: &str) -> Vec<Mention<'_>> {
        self.mentions_where(text, |part| self.0.telling_words.may_be_in(part))
    }

    /// As [`Self::mentions`], in prose: there, a name does not begin with a small letter.
    #[must_use]
    pub fn mentions_in_prose(&self, text: &str) -> Vec<Mention<'_>> {
        let mut found = Vec::new();
        let mut next = self.next_in_prose(text, 0);
        let mut parts = unbroken(text);
        while let Some(place) = next
            && let Some(part) = parts.find(|part| place < part.end)
        {
            self.mentions_in(text, part.clone(), &mut found);
            next = self.next_in_prose(text, part.end);
        }
        found.retain(|mention| !text[mention.range.start..].starts_with(char::is_lowercase));
        found
    }

    /// Where the next name stands that does not begin with a small letter; it may be within another
    /// name. Few texts have one: this spares the others the folding of their words.
    fn next_in_prose(&self, text: &str, from: usize) -> Option<usize> {
        let is_name = |at: &usize| {
            let text = &text[*at..];
            self.0.first_words.may_begin(text) && self.begins_with_name(text)
        };
        capitals(&text[from..]).map(|at| from + at).find(is_name)
    }

    fn begins_with_name(&self, text: &str) -> bool {
        let first = Folded::of_first(text, 1);
        let first = (first.len() > 0).then(|| first.word(0));
        let candidates = first.and_then(|first| self.0.by_first_word.get(first));
        let longest = candidates.and_then(|names| names.first()).map(Vec::len);
        longest.is_some_and(|longest| {
            let words = Folded::of_first(text, longest);
            self.name_at(&words, 0).is_some()
        })
    }

    /// The units named in the parts that may name one.
    fn mentions_where(&self, text: &str, may_name: impl Fn(&str) -> bool) -> Vec<Mention<'_>> {
        let mut found = Vec::new();
        if !may_name(text) {
            return found;
        }
        for part in unbroken(text) {
            if may_name(&text[part.clone()]) {
                self.mentions_in(text, part, &mut found);
            }
        }
        found
    }

    fn mentions_in<'g>(&'g self, text: &str, part: Range<usize>, found: &mut Vec<Mention<'g>>) {
        let words = Folded::of(&text[part.clone()]);
        let mut at = 0;
        while at < words.len() {
            let Some((length, name)) = self.name_at(&words, at) else {
                at += 1;
                continue;
            };
            if let Some(unit) = self.unit(name.target) {
                let (first, last) = (words.range(at), words.range(at + length - 1));
                found.push(Mention {
                    range: part.start + first.start..part.start + last.end,
                    unit,
                    full_name: name.full,
                });
            }
            at += length;
        }
    }

    fn name_at(&self, words: &Folded, at: usize) -> Option<(usize, Name)> {
        let first = words.word(at);
        if !self.0.first_words.may_have(first) {
            return None;
        }
        let candidates = self.0.by_first_word.get(first)?;
        let fits = |name: &&Vec<String>| {
            let end = at + name.len();
            let mut places = name.iter().zip(at..);
            end <= words.len() && places.all(|(wanted, place)| *wanted == words.word(place))
        };
        let name = candidates.iter().find(fits)?;
        Some((name.len(), *self.0.names.get(name)?))
    }

    fn unit(&self, target: Target) -> Option<Unit<'_>> {
        match target {
            Target::Region(index) => Some(Unit::Region(&self.0.regions[index])),
            Target::Pdu(index) => Some(Unit::Pdu(&self.0.pdus[index])),
            Target::Nothing => None,
        }
    }
}

/// The words without "PDU", "probation delivery unit" or "region" at their end and "the" before them.
fn without_kind(words: &[String]) -> &[String] {
    let mut rest = words;
    for ending in [
        &["pdu"][..],
        &["probation", "delivery", "unit"],
        &["region"],
    ] {
        if rest.len() > ending.len() && rest.ends_with_words(ending) {
            rest = &rest[..rest.len() - ending.len()];
        }
    }
    match rest {
        [the, rest @ ..] if the == "the" && !rest.is_empty() => rest,
        _ => rest,
    }
}

trait EndsWithWords {
    fn ends_with_words(&self, ending: &[&str]) -> bool;
}

impl EndsWithWords for [String] {
    fn ends_with_words(&self, ending: &[&str]) -> bool {
        self.len() >= ending.len()
            && self[self.len() - ending.len()..]
                .iter()
                .zip(ending)
                .all(|(a, b)| a == b)
    }
}

/// The parts of a text between its stops, which no name goes across. A stop behind "St" is none.
fn unbroken(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let stops = |at: &usize| {
        matches!(bytes[*at], b'.' | b'!' | b'?' | b';' | b':') && !is_saint(&text[..*at])
    };
    let mut start = 0;
    std::iter::from_fn(move || {
        (start < text.len()).then(|| {
            let end = (start..text.len()).find(stops).unwrap_or(text.len());
            let part = start..end;
            start = end + 1;
            part
        })
    })
}

fn is_saint(before: &str) -> bool {
    let mut letters = before.bytes().rev();
    let last = letters.next().zip(letters.next());
    let short = last.is_some_and(|(t, s)| (s | 0x20, t | 0x20) == (b's', b't'));
    short
        && letters
            .next()
            .is_none_or(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric())
}

/// The id of a unit in addresses: its name in lower case, hyphens for all that is no letter.
#[must_use]
pub fn slug(name: &str) -> String {
    let words = Folded::of(name).words();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;

    fn check_mentions(text: &str, expected: &[&str]) {
        let gazetteer = Gazetteer::built_in();
        let found: Vec<&str> = gazetteer
            .mentions(text)
            .into_iter()
            .map(|mention| mention.unit.name())
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_lists_are_whole() {
        let gazetteer = Gazetteer::built_in();
        assert_eq!(gazetteer.regions().len(), 12);
        assert_eq!(gazetteer.pdus().len(), 114);
        let slugs: std::collections::HashSet<_> =
            gazetteer.pdus().iter().map(|pdu| &pdu.slug).collect();
        assert_eq!(slugs.len(), 114);
    }

    #[test]
    fn aliases_map_to_one_name() {
        let gazetteer = Gazetteer::built_in();
        for (text, name) in [
            ("North Essex", "Essex North"),
            (
                "SOUTH TYNESIDE & GATESHEAD PDU",
                "Gateshead and South Tyneside",
            ),
            ("St. Helens and Knowsley", "Knowsley and St Helens"),
            ("the East of England region", "East of England"),
            ("Dyfed-Powys probation delivery unit", "Dyfed Powys"),
            ("KSS", "Kent, Surrey and Sussex"),
            ("Calderdale & Bradford", "Bradford and Calderdale"),
            ("Trafford and Salford PDU", "Salford and Trafford"),
            (
                "Westminster, Kensington, Chelsea, Hammersmith and Fulham",
                "Hammersmith, Fulham, Kensington, Chelsea and Westminster",
            ),
        ] {
            assert_eq!(gazetteer.find(text).map(Unit::name), Some(name), "{text}");
        }
        assert_eq!(gazetteer.find("Atlantis PDU"), None);
        assert_eq!(gazetteer.find(""), None);
    }

    #[test]
    fn every_name_is_found_in_any_print() {
        let gazetteer = Gazetteer::built_in();
        let regions = gazetteer.regions().iter().map(Unit::Region);
        let pdus = gazetteer.pdus().iter().map(Unit::Pdu);
        for unit in regions.chain(pdus) {
            let name = unit.name();
            for text in [
                format!("Staff. In {}’s cases", name.replace(" and ", " & ")),
                format!("STAFF: IN {}; AND", name.to_uppercase()),
                format!("\"{}\" (3.5)", name.replace(' ', "  ")),
            ] {
                check_mentions(&text, &[name]);
            }
        }
    }

    #[test]
    fn in_prose_names_begin_with_a_capital() {
        let gazetteer = Gazetteer::built_in();
        let text = "norfolk. Norfolk, kent, surrey and sussex and the East of England; in SUFFOLK";
        let found = gazetteer.mentions_in_prose(text);
        let names: Vec<&str> = found.iter().map(|mention| mention.unit.name()).collect();
        assert_eq!(names, ["Norfolk", "East of England", "Suffolk"]);
        let capital =
            |mention: &Mention| !text[mention.range.start..].starts_with(char::is_lowercase);
        let all = gazetteer.mentions(text);
        assert_eq!(all.len(), 5);
        assert!(
            found
                .iter()
                .eq(all.iter().filter(|mention| capital(mention)))
        );
    }

    proptest::proptest! {
        /// Looking for capitals first passes no name over.
        #[test]
        fn in_prose_all_names_with_a_capital_are_found(
            text in "(?:(?:North|north|East|Kent|kent|KENT|Essex|St Helens|Knowsley|Greater|London|Dyfed|Powys|Surrey|Sussex|England|Council|of|the|The|and|&|D'Arcy|É|é)(?:,? |-|'s? |’s? |\\. |: )){0,12}",
        ) {
            static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::built_in);
            let gazetteer = &*GAZETTEER;
            let mut all = gazetteer.mentions(&text);
            all.retain(|mention| !text[mention.range.start..].starts_with(char::is_lowercase));
            proptest::prop_assert_eq!(gazetteer.mentions_in_prose(&text), all);
        }
    }

    #[test]
    fn the_longest_name_wins_and_is_never_split() {
        check_mentions("in North West Lancashire PDU", &["North West Lancashire"]);
        check_mentions(
            "Hammersmith, Fulham, Kensington, Chelsea & Westminster and Lambeth",
            &[
                "Hammersmith, Fulham, Kensington, Chelsea and Westminster",
                "Lambeth",
            ],
        );
        check_mentions(
            "North and North East Lincolnshire, in Yorkshire and the Humber",
            &[
                "North and North East Lincolnshire",
                "Yorkshire and the Humber",
            ],
        );
        check_mentions("in the North. East Kent was", &["East Kent"]);
        check_mentions(
            "North East Lincolnshire Council and South Yorkshire Police",
            &[],
        );
        check_mentions(
            "East of England's and Surrey’s services; Sefton and Merseyside Women's",
            &["East of England", "Surrey", "Sefton"],
        );
    }

    #[test]
    fn places_lead_to_their_one_unit() {
        let gazetteer = Gazetteer::built_in();
        let pdu = |place: &str| gazetteer.pdu_of_place(place).map(|pdu| pdu.name.as_str());
        assert_eq!(pdu("Norwich"), Some("Norfolk"));
        assert_eq!(pdu("Calderdale"), Some("Bradford and Calderdale"));
        assert_eq!(pdu("Manchester"), None);
        assert_eq!(pdu("Atlantis"), None);
    }

    #[test]
    fn a_file_of_the_users_own_adds_units() {
        let more = "[[region]]\nname = 'Westvale'\npdus = [{ name = 'Ashby' }]";
        let gazetteer = Gazetteer::with_more(more).unwrap();
        assert_eq!(
            gazetteer.find("Ashby PDU").map(Unit::region),
            Some("Westvale")
        );
        let taken = "[[region]]\nname = 'Westvale'\npdus = [{ name = 'Norfolk' }]";
        assert!(matches!(
            Gazetteer::with_more(taken),
            Err(GazetteerError::Ambiguous(_))
        ));
        assert!(matches!(
            Gazetteer::with_more("nonsense"),
            Err(GazetteerError::Form(_))
        ));
    }
}
