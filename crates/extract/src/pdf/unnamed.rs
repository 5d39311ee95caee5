//! Glyphs that nothing names. A printer's ligature that lost its name (`su cient`, `sta `) is found again
//! by the words that it makes whole, a bullet by its places; other signs are left out.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use hayro_font::FontGlyph;

use super::words::Word;

/// Signs that stand for unnamed glyphs until the whole document is read: one for each glyph, from a
/// plane that no document uses.
#[derive(Debug, Default)]
pub(super) struct Signs(HashMap<(u128, u32), char>);

const FIRST: u32 = 0xF_0000;
const MOST: usize = 0xFFF0;

impl Signs {
    /// The sign of a glyph; `None` where there are too many.
    pub(super) fn of(&mut self, glyph: &FontGlyph<'_>) -> Option<char> {
        let key = match glyph {
            FontGlyph::Outline(outline) => (outline.identifier().cache_key(), outline.char_code()),
            FontGlyph::Type3(picture) => (picture.cache_key(), picture.char_code()),
        };
        let next = self.0.len();
        let sign = self.0.get(&key).copied();
        sign.or_else(|| {
            let sign = char::from_u32(FIRST + u32::try_from(next).ok()?).filter(|_| next < MOST)?;
            self.0.insert(key, sign);
            Some(sign)
        })
    }

    pub(super) fn are_none(&self) -> bool {
        self.0.is_empty()
    }
}

pub(super) fn is_sign(c: char) -> bool {
    (FIRST..FIRST + 0x1_0000).contains(&u32::from(c))
}

pub(super) fn has_no_sign(word: &Word) -> bool {
    !word.text.contains(is_sign)
}

/// Puts ligatures and bullets in the place of signs, and takes the other signs away.
pub(super) fn resolve<'a>(pages: impl Iterator<Item = &'a mut Vec<Word>>) {
    let pages: Vec<&mut Vec<Word>> = pages.collect();
    let all = || pages.iter().flat_map(|words| words.iter());
    let known: HashSet<String> = all()
        .map(|word| bare(&word.text))
        .filter(|word| !word.contains(is_sign))
        .collect();
    let torn: BTreeSet<String> = all()
        .map(|word| bare(&word.text))
        .filter(|word| word.contains(is_sign))
        .collect();
    let ligatures = ligatures(&torn, &known);
    let bullets = bullets(pages.iter().map(|words| words.as_slice()));
    for words in pages {
        for word in std::mem::take(words) {
            if lone_sign(&word).is_some_and(|sign| bullets.contains(&sign)) {
                words.push(Word {
                    text: "•".into(),
                    ..word
                });
            } else if word.text.contains(is_sign) {
                words.extend(whole(&word, &ligatures));
            } else {
                words.push(word);
            }
        }
    }
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric() && !is_sign(c))
        .to_lowercase()
}

/// What one glyph may stand for within words. The apostrophe is none, but often as nameless.
const LIGATURES: [&str; 16] = [
    "ff", "fi", "fl", "ffi", "ffl", "ti", "tt", "tti", "tf", "ft", "fti", "Th", "fj", "st", "ct",
    "’",
];

/// Everyday words with a ligature: those of a document may all be torn.
const EVERYDAY: &str = "staff off offer offered effect effective effort different affect suffer \
    first find findings five fifth fifteen final field figure figures benefit benefits specific \
    significant identified identify confident confirmed defined finance profile fit fire file \
    flow flexible influence reflect reflected reflects conflict floor flat leaflet flag \
    office offices officer officers official difficult difficulty difficulties efficient sufficient \
    sufficiently traffic affluent baffled offline shuffle waffle raffle scuffle \
    time times until still information national position action section question education station \
    situation attention condition relation particular active positive activities \
    better matter letter little written committee setting getting putting cutting \
    sitting vetting letting fitting committing submitting admitting permitting splitting \
    impactful thoughtful straightforward outfit platform \
    after often left shift draft twenty-fifth fifties fiftieth the this that there their they then \
    these those three through";

/// What each sign stands for, where words tell: most of the words with it are known with one ligature in
/// its place, and fewer with any other. Words with several signs tell when all but one are known.
fn ligatures(torn: &BTreeSet<String>, known: &HashSet<String>) -> BTreeMap<char, &'static str> {
    let mut told = BTreeMap::new();
    let mut known: HashSet<String> = known
        .iter()
        .map(String::as_str)
        .chain(EVERYDAY.split_whitespace())
        .map(str::to_owned)
        .collect();
    let mut torn: Vec<String> = torn.iter().cloned().collect();
    loop {
        let found = told_by(&torn, &known);
        if found.is_empty() {
            return told;
        }
        let all = torn
            .into_iter()
            .map(|word| put(&word, &found).to_lowercase());
        let (rest, whole): (Vec<String>, _) = all.partition(|word| word.contains(is_sign));
        torn = rest;
        known.extend(whole);
        told.extend(found);
    }
}

/// What signs stand for that are the only ones of their words.
fn told_by(torn: &[String], known: &HashSet<String>) -> BTreeMap<char, &'static str> {
    let mut counts: BTreeMap<char, [usize; LIGATURES.len()]> = BTreeMap::new();
    let mut no_letters = HashSet::new();
    for word in torn {
        let mut signs = word.chars().filter(|&c| is_sign(c));
        let Some(sign) = signs
            .next()
            .filter(|&sign| signs.all(|other| other == sign))
        else {
            continue;
        };
        if !word.contains(char::is_alphabetic) {
            no_letters.insert(sign);
        }
        let counts = counts.entry(sign).or_default();
        for (count, ligature) in counts.iter_mut().zip(LIGATURES) {
            *count += usize::from(makes_whole(word, sign, ligature, known));
        }
    }
    let told = |(sign, counts): (char, [usize; LIGATURES.len()])| {
        let best = (0..LIGATURES.len()).max_by_key(|&at| counts[at])?;
        let alone = counts
            .iter()
            .filter(|&&count| count == counts[best])
            .count()
            == 1;
        let is_letters = alone && !no_letters.contains(&sign);
        (counts[best] > 0 && is_letters).then_some((sign, LIGATURES[best]))
    };
    counts.into_iter().filter_map(told).collect()
}

fn makes_whole(word: &str, sign: char, ligature: &str, known: &HashSet<String>) -> bool {
    const ENDS: [&str; 6] = ["s", "t", "d", "re", "ve", "ll"];
    match word.split_once(sign) {
        Some((head, end)) if ligature == "’" => ENDS.contains(&end) && known.contains(head),
        _ => known.contains(&word.replace(sign, &ligature.to_lowercase())),
    }
}

/// A word with these ligatures in the place of their signs.
fn put(word: &str, ligatures: &BTreeMap<char, &'static str>) -> String {
    let mut text = String::with_capacity(word.len());
    for c in word.chars() {
        match ligatures.get(&c) {
            Some(ligature) => text.push_str(ligature),
            None => text.push(c),
        }
    }
    text
}

fn lone_sign(word: &Word) -> Option<char> {
    let mut signs = word.text.chars();
    let sign = signs.next().filter(|&c| is_sign(c))?;
    signs.next().is_none().then_some(sign)
}

/// Signs that stand alone, twice or more, and always before the first word of a line.
fn bullets<'a>(pages: impl Iterator<Item = &'a [Word]>) -> BTreeSet<char> {
    const MOST_ON_PAGE: usize = 200;
    let mut places: BTreeMap<char, (usize, usize)> = BTreeMap::new();
    for words in pages {
        let lone = words
            .iter()
            .filter_map(|word| Some((word, lone_sign(word)?)));
        for (word, sign) in lone.take(MOST_ON_PAGE) {
            let near = 3.5 * word.size;
            let level = |other: &&Word| (other.y - word.y).abs() < 0.4 * word.size;
            let mut beside = words.iter().filter(level);
            let behind = |other: &Word| (0.0..near).contains(&(other.x0 - word.x1));
            let before = |other: &Word| other.x0 < word.x0 && other.x1 > word.x0 - near;
            let begins = beside.clone().any(behind) && !beside.any(before);
            let (first, inner) = places.entry(sign).or_default();
            *first += usize::from(begins);
            *inner += usize::from(!begins);
        }
    }
    let always_first = |(sign, (first, inner))| (first >= 2 && inner == 0).then_some(sign);
    places.into_iter().filter_map(always_first).collect()
}

/// A word with its ligatures, cut where a sign remains.
fn whole(word: &Word, ligatures: &BTreeMap<char, &'static str>) -> Vec<Word> {
    let text = put(&word.text, ligatures);
    let letters = text.chars().count().max(1) as f32;
    let width = (word.x1 - word.x0) / letters;
    let mut at = 0;
    let mut parts = Vec::new();
    for part in text.split_inclusive(is_sign) {
        let x0 = word.x0 + width * at as f32;
        at += part.chars().count();
        let part = part.trim_end_matches(is_sign);
        if !part.is_empty() {
            let x1 = x0 + width * part.chars().count() as f32;
            parts.push(Word {
                text: part.into(),
                x0,
                x1,
                ..word.clone()
            });
        }
    }
    parts
}

/// Whether letters that were only guessed read like words of a language written in Latin letters: by
/// their vowels, and by how few other signs stand among them.
pub(super) fn is_plausible(guessed: &str) -> bool {
    const ENOUGH: usize = 60;
    let signs = guessed.chars().filter(|c| !c.is_whitespace());
    let (mut all, mut letters, mut vowels, mut small) = (0, 0, 0, 0);
    for c in signs {
        all += 1;
        letters += usize::from(c.is_alphabetic());
        small += usize::from(c.is_lowercase());
        vowels += usize::from("aeiouAEIOU".contains(c));
    }
    let words = letters * 10 >= all * 7 && small * 2 >= letters;
    all < ENOUGH || (words && (letters / 4..=letters * 3 / 5).contains(&vowels))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Word {
        Word {
            text: text.into(),
            x0: 0.0,
            x1: 60.0,
            y: 0.0,
            size: 10.0,
            bold: false,
            raised: false,
        }
    }

    fn check(words: &[&str], expected: &[&str]) {
        let mut words: Vec<Word> = words.iter().map(|text| word(text)).collect();
        resolve(std::iter::once(&mut words));
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn a_ligature_without_a_name_is_told_by_the_documents_own_words() {
        check(
            &["ba\u{F0000}ement", "bafflement", "ru\u{F0000}e"],
            &["bafflement", "bafflement", "ruffle"],
        );
        check(&["sta\u{F0000},", "xy\u{F0002}y"], &["staff,", "xy", "y"]);
        check(
            &["o\u{F0003}cers", "su\u{F0003}cient"],
            &["officers", "sufficient"],
        );
    }

    #[test]
    fn ligatures_of_everyday_fonts_and_apostrophes_are_told_too() {
        check(
            &[
                "posi\u{F0000}ve",
                "ac\u{F0000}on",
                "be\u{F0001}er",
                "se\u{F0002}ng",
            ],
            &["positive", "action", "better", "setting"],
        );
        check(
            &["staff", "the", "staff\u{F0004}s"],
            &["staff", "the", "staff’s"],
        );
        // Of two in a word, one is known by other words.
        check(
            &[
                "ac\u{F0000}on",
                "sta\u{F0001}",
                "o\u{F0001}",
                "o\u{F0001}ac\u{F0000}on",
            ],
            &["action", "staff", "off", "offaction"],
        );
    }

    #[test]
    fn a_sign_among_figures_is_no_ligature() {
        check(
            &["fir\u{F0000}", "first", "3\u{F0000}5"],
            &["fir", "first", "3", "5"],
        );
    }

    #[test]
    fn other_signs_are_left_out_and_part_what_stands_around_them() {
        check(&["\u{F0000}", "left\u{F0001}right"], &["left", "right"]);
    }

    #[test]
    fn a_sign_before_the_first_words_of_lines_is_a_bullet() {
        let at = |text: &str, x0: f32, y: f32| Word {
            x0,
            x1: x0 + 5.0,
            y,
            ..word(text)
        };
        let read = |mut words: Vec<Word>| -> Vec<String> {
            resolve(std::iter::once(&mut words));
            words.iter().map(|word| word.text.to_string()).collect()
        };
        let items = [
            at("\u{F0000}", 50.0, 100.0),
            at("staff", 65.0, 100.0),
            at("\u{F0000}", 50.0, 113.0),
            at("rooms", 65.0, 113.0),
        ];
        assert_eq!(read(items.to_vec()), ["•", "staff", "•", "rooms"]);
        let within = [
            &items[..],
            &[at("and", 80.0, 113.0), at("\u{F0000}", 90.0, 113.0)],
        ];
        assert_eq!(read(within.concat()), ["staff", "rooms", "and"]);
        assert_eq!(read(items[..2].to_vec()), ["staff"]);
    }

    #[test]
    fn guesses_read_like_words_or_are_none() {
        assert!(is_plausible(
            "The unit was inspected in the spring of that year, and found wanting in several ways."
        ));
        assert!(!is_plausible(
            "!\"#$ %&'( )*+, -./0 1234 5678 9:;< =>?@ ABCD EFGH IJKL MNOP QRST UVWX YZ[\\ ]^_`"
        ));
        assert!(!is_plausible(
            "XYZZYX QWRTP SDFGH JKLZX CVBNM QWRTP SDFGH JKLZX CVBNM QWRTP SDFGH JKLZX CVBNM"
        ));
        assert!(is_plausible("7"));
    }
}
