//! Words that begin nearly as typed.

/// What is typed, made ready for being compared with many words.
pub(super) struct Typed<'t> {
    typed: &'t str,
    chars: Vec<char>,
    letters: u32,
    /// Letters that may be wrong.
    allowed: usize,
}

impl<'t> Typed<'t> {
    pub(super) fn new(typed: &'t str) -> Self {
        let chars: Vec<char> = typed.chars().collect();
        Self {
            typed,
            letters: letters(typed),
            allowed: match chars.len() {
                0..=3 => 0,
                4..=7 => 1,
                _ => 2,
            },
            chars,
        }
    }

    /// Whether the word, or a beginning of it, is what is typed, or a letter or two from it. The first letter
    /// is taken to be right.
    pub(super) fn begins_nearly(&self, word: &str) -> bool {
        if word.starts_with(self.typed) {
            return true;
        }
        // Each letter that the word lacks is one to drop or change.
        let lacking = (self.letters & !letters(word)).count_ones() as usize;
        self.allowed > 0
            && lacking <= self.allowed
            && word.chars().next() == self.chars.first().copied()
            && distance_of_beginning(word, &self.chars) <= self.allowed
    }
}

/// The letters and digits that a text has, each a bit that it may share with others.
fn letters(text: &str) -> u32 {
    text.bytes().fold(0, |set, byte| set | 1 << (byte % 32))
}

/// Letters to insert, drop, change or swap to make what is typed of the nearest beginning of the word.
fn distance_of_beginning(word: &str, typed: &[char]) -> usize {
    let word: Vec<char> = word.chars().take(typed.len() + 2).collect();
    let mut before: Vec<usize> = vec![0; word.len() + 1];
    let mut last: Vec<usize> = (0..=word.len()).collect();
    let mut next = last.clone();
    for (row, from) in typed.iter().enumerate() {
        next[0] = row + 1;
        for (place, to) in word.iter().enumerate() {
            let changed = last[place] + usize::from(from != to);
            next[place + 1] = changed.min(last[place + 1] + 1).min(next[place] + 1);
            if row > 0 && place > 0 && *from == word[place - 1] && typed[row - 1] == *to {
                next[place + 1] = next[place + 1].min(before[place - 1] + 1);
            }
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut next);
    }
    last.into_iter().min().unwrap_or(typed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, typed: &str, expected: bool) {
        let nearly = Typed::new(typed).begins_nearly(word);
        assert_eq!(nearly, expected, "{typed} for {word}");
    }

    #[test]
    fn a_slip_is_forgiven_and_a_different_word_is_not() {
        check("probation", "probaton", true);
        check("probation", "porbat", true);
        check("leadership", "ledersh", true);
        check("leadership", "leadersipp", true);
        check("from", "form", true);
        check("abcd", "ab", true);
        check("probation", "brobation", false);
        check("staff", "stop", false);
        check("abc", "abd", false);
    }

    #[test]
    fn distance_counts_letters() {
        let check = |word: &str, typed: &str, expected: usize| {
            let typed: Vec<char> = typed.chars().collect();
            assert_eq!(distance_of_beginning(word, &typed), expected);
        };
        check("probation", "probaton", 1);
        check("probation", "prob", 0);
        check("from", "form", 1);
        check("abc", "xyz", 3);
    }
}
