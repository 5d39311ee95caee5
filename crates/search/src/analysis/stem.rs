//! English stems: Snowball, with words of this field kept together or apart where it errs.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::LazyLock;

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer};

/// `word = stem` for whole words, `~stem = stem` for what the stemmer made of them.
const OVERRIDES: &str = include_str!("../../data/stems.txt");

/// Remembered stems of one thread; a vocabulary is far smaller, so this is only a guard.
const REMEMBERED: usize = 100_000;

/// The stem of a folded word.
pub(crate) fn stem(word: &str) -> Rc<str> {
    STEMS.with_borrow_mut(|stems| stems.of(word))
}

/// The letters that words may begin with whose stems begin with this one.
pub(crate) fn initials_of(stem: char) -> impl Iterator<Item = char> {
    let others = WORDS.initials.iter();
    let others = others.filter(move |(_, of_stem)| *of_stem == stem);
    std::iter::once(stem).chain(others.map(|(of_word, _)| *of_word))
}

thread_local! {
    static STEMS: RefCell<Stems> = RefCell::new(Stems::new());
}

static WORDS: LazyLock<Overrides> = LazyLock::new(Overrides::read);

struct Stems {
    snowball: TextAnalyzer,
    known: HashMap<String, Rc<str>>,
}

impl Stems {
    fn new() -> Self {
        let snowball = TextAnalyzer::builder(RawTokenizer::default())
            .filter(Stemmer::new(Language::English))
            .build();
        Self {
            snowball,
            known: HashMap::new(),
        }
    }

    fn of(&mut self, word: &str) -> Rc<str> {
        if let Some(stem) = self.known.get(word) {
            return Rc::clone(stem);
        }
        let stem: Rc<str> = self.compute(word).into();
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(word.to_owned(), Rc::clone(&stem));
        stem
    }

    fn compute(&mut self, word: &str) -> String {
        if let Some(stem) = WORDS.words.get(word) {
            return (*stem).to_owned();
        }
        let british = british(word);
        let mut stream = self.snowball.token_stream(&british);
        let stem = if stream.advance() {
            stream.token().text.clone()
        } else {
            british.clone()
        };
        match WORDS.stems.get(stem.as_str()) {
            Some(stem) => (*stem).to_owned(),
            None => stem,
        }
    }
}

/// `organized` as `organised`: reports spell one way, people who search the other.
fn british(word: &str) -> String {
    const ENDINGS: [&str; 8] = ["e", "es", "ed", "er", "ers", "ing", "ation", "ations"];
    let ending = word
        .rfind("iz")
        .filter(|at| *at >= 4 && ENDINGS.contains(&&word[at + 2..]));
    match ending {
        Some(at) => format!("{}is{}", &word[..at], &word[at + 2..]),
        None => word.to_owned(),
    }
}

struct Overrides {
    words: HashMap<&'static str, &'static str>,
    stems: HashMap<&'static str, &'static str>,
    /// First letters of words and of their stems, where they differ.
    initials: BTreeSet<(char, char)>,
}

impl Overrides {
    fn read() -> Self {
        let mut read = Self {
            words: HashMap::new(),
            stems: HashMap::new(),
            initials: BTreeSet::new(),
        };
        let lines = OVERRIDES.lines().filter(|line| !line.starts_with('#'));
        for (word, stem) in lines.filter_map(|line| line.split_once('=')) {
            match word.trim().strip_prefix('~') {
                Some(from) => read.stems.insert(from, stem.trim()),
                None => read.words.insert(word.trim(), stem.trim()),
            };
        }
        let initial = |word: &str| word.chars().next();
        for (word, stem) in read.words.iter().chain(&read.stems) {
            let initials = initial(word).zip(initial(stem));
            read.initials
                .extend(initials.filter(|(word, stem)| word != stem));
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_same(words: &[&str]) {
        let stems: std::collections::HashSet<Rc<str>> =
            words.iter().map(|word| stem(word)).collect();
        assert_eq!(stems.len(), 1, "{words:?}: {stems:?}");
    }

    #[test]
    fn inflections_meet() {
        check_same(&["assess", "assessing", "assessed", "assesses"]);
        check_same(&["staff", "staffing", "staffed"]);
        check_same(&["organise", "organized", "organisation", "organization"]);
        check_same(&["licence", "license", "licences", "licensed"]);
        check_same(&["enquiry", "inquiries"]);
        check_same(&["woman", "women"]);
    }

    #[test]
    fn letters_that_a_stem_may_begin_with_are_known() {
        let of = |initial| initials_of(initial).collect::<Vec<char>>();
        assert_eq!(of('i'), ['i', 'e'], "enquiry, inquiry");
        assert_eq!(of('s'), ['s']);
    }

    #[test]
    fn different_words_stay_apart() {
        assert_ne!(stem("policy"), stem("police"));
        assert_ne!(stem("probation"), stem("probate"));
        assert_eq!(&*stem("size"), "size");
    }
}
