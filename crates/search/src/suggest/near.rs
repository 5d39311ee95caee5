//! Words that begin nearly as typed.

/// Whether the word, or a beginning of it, is a letter or two from what is typed. The first letter is
/// taken to be right.
pub(super) fn begins_nearly(word: &str, typed: &str) -> bool {
    let allowed = match typed.chars().count() {
        0..=3 => return false,
        4..=7 => 1,
        _ => 2,
    };
    word.chars().next() == typed.chars().next() && distance_of_beginning(word, typed) <= allowed
}

/// Letters to insert, drop, change or swap to make what is typed of the nearest beginning of the word.
fn distance_of_beginning(word: &str, typed: &str) -> usize {
    let typed: Vec<char> = typed.chars().collect();
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

    #[test]
    fn a_slip_is_forgiven_and_a_different_word_is_not() {
        for (word, typed) in [
            ("probation", "probaton"),
            ("probation", "porbat"),
            ("leadership", "ledersh"),
            ("leadership", "leadersipp"),
        ] {
            let forgiven = begins_nearly(word, typed);
            assert_eq!(
                forgiven,
                word.chars().next() == typed.chars().next(),
                "{typed}"
            );
        }
        assert!(begins_nearly("from", "form"));
        assert!(!begins_nearly("staff", "stop"));
        assert!(!begins_nearly("abc", "abd"), "too short to tell");
    }

    #[test]
    fn distance_counts_letters() {
        assert_eq!(distance_of_beginning("probation", "probaton"), 1);
        assert_eq!(distance_of_beginning("probation", "prob"), 0);
        assert_eq!(distance_of_beginning("from", "form"), 1);
        assert_eq!(distance_of_beginning("abc", "xyz"), 3);
    }
}
