//! Large letters that open a text and stand over several of its lines: put back before their word.

use super::words::Word;

/// A letter this much larger than the print beside it stands over several lines.
const LARGER: f32 = 1.8;

/// Gives each such letter the place and the size of the print that it opens.
pub(super) fn put_back(pages: &mut [Vec<Word>]) {
    for page in 0..pages.len() {
        for at in (0..pages[page].len()).rev() {
            let Some(next) = opened(&pages[page], at) else {
                continue;
            };
            let is_alone = is_alone(pages, &pages[page][at], &pages[page][next]);
            let words = &mut pages[page];
            let (size, y, left) = (words[next].size, words[next].y, words[next].x0);
            if is_alone {
                let letter = &mut words[at];
                (letter.size, letter.y) = (size, y);
                letter.x1 = letter.x1.min(left - 0.25 * size).max(letter.x0);
            } else {
                let letter = words[at].clone();
                let word = &mut words[next];
                word.text.insert_str(0, &letter.text);
                word.x0 = word.x0.min(letter.x0);
                words.remove(at);
            }
        }
    }
}

/// The word that a letter opens: right of its upper part, with a line of the same print below that is
/// beside the letter, too.
fn opened(words: &[Word], at: usize) -> Option<usize> {
    let letter = &words[at];
    let mut letters = letter.text.chars().filter(|c| !"‘“'\"".contains(*c));
    let is_capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    if !is_capital {
        return None;
    }
    let is_beside = |word: &Word| {
        let gap = word.x0 - letter.x1;
        word.size * LARGER <= letter.size && gap > -0.3 * word.size && gap < 1.2 * word.size
    };
    let is_first = |word: &Word| {
        let begins = word.text.starts_with(char::is_alphabetic);
        begins
            && is_beside(word)
            && word.y < letter.y - 0.5 * word.size
            && word.middle() > letter.top()
    };
    let firsts = (0..words.len()).filter(|&i| is_first(&words[i]));
    let first = firsts.min_by(|&a, &b| words[a].y.total_cmp(&words[b].y))?;
    // Print over the letter is none that it opens.
    let is_over = |word: &Word| {
        let level = (word.y - words[first].y).abs() < 0.3 * word.size;
        level && word.x0 < words[first].x0 && word.x1 > letter.x0
    };
    let is_second = |word: &Word| {
        let same = (word.size - words[first].size).abs() < 0.6;
        same && is_beside(word) && (word.y - letter.y).abs() < 0.4 * word.size
    };
    (words.iter().any(is_second) && !words.iter().any(is_over)).then_some(first)
}

/// `A` and `I` are words: one of them is where what follows is a word of the document, too.
fn is_alone(pages: &[Vec<Word>], letter: &Word, next: &Word) -> bool {
    let bare = |word: &Word| {
        let letters = word.text.trim_matches(|c: char| !c.is_alphanumeric());
        letters.to_lowercase()
    };
    let wanted = bare(next);
    matches!(bare(letter).as_str(), "a" | "i")
        && pages
            .iter()
            .flatten()
            .any(|word| !std::ptr::eq(word, next) && bare(word) == wanted)
}
