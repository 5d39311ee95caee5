//! Sentences whose words are as frequent as in natural text: Zipf's law over a vocabulary that grows
//! rare words without end, and expressions that stand together.

use crate::random::Random;

const WORDS: &str = include_str!("words.txt");
/// Different words, invented ones included.
const VOCABULARY: usize = 60_000;
/// Of a hundred words, how many are from the list of function words.
const FUNCTION_SHARE: u64 = 42;
/// Of a hundred places in a sentence, how many begin an expression.
const EXPRESSION_SHARE: u64 = 3;
/// What flattens the head of Zipf's curve among content words, and its exponent.
const OFFSET: f64 = 12.0;
const EXPONENT: f64 = 1.05;

/// A vocabulary and how often each word comes.
pub(crate) struct Language {
    function: Vec<&'static str>,
    content: Vec<String>,
    expressions: Vec<&'static str>,
    /// By content word: the share of all content words up to it.
    cumulated: Vec<f64>,
}

impl Language {
    pub(crate) fn new() -> Self {
        let lines = WORDS.lines().filter(|line| !line.starts_with('#'));
        let text: Vec<&str> = lines.collect();
        let begins = |name: &str| text.iter().position(|line| *line == name).unwrap_or(0);
        let (content_at, expressions_at) = (begins("[content]"), begins("[expressions]"));
        let words = |lines: &[&'static str]| -> Vec<&'static str> {
            lines.iter().flat_map(|line| line.split(' ')).collect()
        };
        let listed = words(&text[content_at + 1..expressions_at]);
        let mut content: Vec<String> = listed.into_iter().map(str::to_owned).collect();
        let missing = VOCABULARY - content.len();
        content.extend((0..missing).map(invented));
        let mut sum = 0.0;
        let mut cumulated: Vec<f64> = (0..content.len())
            .map(|rank| {
                sum += 1.0 / (rank as f64 + OFFSET).powf(EXPONENT);
                sum
            })
            .collect();
        cumulated.iter_mut().for_each(|share| *share /= sum);
        Self {
            function: words(&text[..content_at]),
            content,
            expressions: text[expressions_at + 1..].to_vec(),
            cumulated,
        }
    }

    /// The content word of this rank, 0 the most frequent.
    pub(crate) fn word(&self, rank: usize) -> &str {
        &self.content[rank]
    }

    pub(crate) fn expression(&self, random: &mut Random) -> &'static str {
        self.expressions[random.uneven(self.expressions.len())]
    }

    pub(crate) fn sentence(&self, random: &mut Random) -> String {
        let mut sentence = String::with_capacity(160);
        if random.below(12) == 0 {
            let of = random.between(20, 60);
            sentence.push_str(&format!("In {} of {of} cases", random.below(of)));
        }
        for _ in 0..random.between(9, 28) {
            if !sentence.is_empty() {
                sentence.push(' ');
            }
            sentence.push_str(self.any(random));
        }
        if let Some(first) = sentence.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        sentence.push('.');
        sentence
    }

    fn any(&self, random: &mut Random) -> &str {
        match random.below(100) {
            n if n < EXPRESSION_SHARE => self.expression(random),
            n if n < EXPRESSION_SHARE + FUNCTION_SHARE => {
                let place = random.uneven(self.function.len());
                self.function[place.min(random.uneven(self.function.len()))]
            }
            _ => {
                let share = random.fraction();
                let rank = self.cumulated.partition_point(|up_to| *up_to < share);
                &self.content[rank.min(self.content.len() - 1)]
            }
        }
    }
}

/// A pronounceable word for each number.
fn invented(number: usize) -> String {
    const HEADS: [&str; 16] = [
        "b", "br", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "st", "t", "v",
    ];
    const VOWELS: [&str; 6] = ["a", "e", "i", "o", "u", "ea"];
    const ENDS: [&str; 8] = ["l", "n", "r", "m", "t", "x", "nd", "rk"];
    let mut rest = number;
    let mut take = |parts: &'static [&'static str]| {
        let part = parts[rest % parts.len()];
        rest /= parts.len();
        part
    };
    let mut word = String::new();
    word.push_str(take(&HEADS));
    word.push_str(take(&VOWELS));
    word.push_str(take(&ENDS));
    word.push_str(take(&HEADS));
    word.push_str(take(&VOWELS));
    word.push_str(take(&ENDS));
    word
}
