//! Compounds that are written with a hyphen, as far as their parts tell: a line may end at that hyphen,
//! and only the look of the parts tells it from the printer's.

use super::hyphens::{Vocabulary, first_part, last_part};

/// Whether the hyphen between the end of a line and the beginning of the next is the writer's. Neither the
/// whole word nor the compound is one that the document has elsewhere.
pub(super) fn is_compound(head: &str, tail: &str, words: &Vocabulary) -> bool {
    let (last, first) = (last_part(head), first_part(tail));
    if last.len() < head.len() || first.len() < tail.len() {
        return is_longer_compound((head, last), (first, tail), words);
    }
    if ends_words(tail) {
        return false;
    }
    let both_known = words.knows(head) && words.knows(tail);
    head.chars().count() == 1
        || is_number(head)
        || (begins_compounds(head) && words.knows(tail))
        || (begins_only_compounds(head) && tail.len() >= 5)
        || (head == "counter" && tail.len() >= 8)
        || (head == "re" && tail.starts_with('e') && tail.len() >= 4)
        || (ends_compounds(tail) && head.len() >= 2)
        || words.ends_compounds(tail)
        || (both_known && head.len() >= 3 && tail.len() >= 5 && !begins_words(head))
}

/// Of a word with hyphens of its own: `up-to-date` is cut at them, and within its parts.
fn is_longer_compound(
    (head, last): (&str, &str),
    (first, tail): (&str, &str),
    words: &Vocabulary,
) -> bool {
    if words.knows(&format!("{last}{first}")) {
        return false;
    }
    let behind_hyphen = last.len() < head.len();
    let in_address = head.contains('/') || (behind_hyphen && tail.contains('/'));
    let sure = !matches!(last, "in" | "as" | "at") || words.knows(first);
    let behind_link = behind_hyphen && is_link(last) && sure;
    let before_link = first.len() < tail.len() && is_link(first);
    let both_known = words.knows(last) && words.knows(first);
    in_address || behind_link || before_link || (both_known && last.len() >= 3 && first.len() >= 3)
}

fn is_one_of(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|other| other == word)
}

/// Words within compounds: `face-to-face`, `business-as-usual`.
fn is_link(word: &str) -> bool {
    is_one_of("to of on upon in as by the and at", word)
}

fn is_number(head: &str) -> bool {
    const NUMBERS: &str = "two three four five six seven eight nine ten twenty thirty forty fifty \
        sixty seventy eighty ninety";
    is_one_of(NUMBERS, head)
}

/// First parts of compounds that begin few words otherwise.
fn begins_compounds(head: &str) -> bool {
    const HEADS: &str = "high low long short full part half one year home case people follow \
        multi post anti cross above below co counter";
    is_one_of(HEADS, head)
}

fn begins_only_compounds(head: &str) -> bool {
    is_one_of("non self semi well cross above below", head)
}

/// Last parts of compounds that end few words otherwise.
fn ends_compounds(tail: &str) -> bool {
    const TAILS: &str = "based making thinking centred centered focused informed related specific \
        resourced called looking driven oriented facing funded owned minded sized trained quality \
        term depth average";
    is_one_of(TAILS, tail)
}

/// What stands at the end of many words that are none of its compounds: `question-able`, `some-times`.
fn ends_words(tail: &str) -> bool {
    const ENDS: &str = "teen teenth een eenth ty fold ing ings ish less sense able ability ful fully \
        ness ment ments ship ward wards time times thing things what where body how ever way ways \
        self selves take takes taken taking site sites care house houses home work works point \
        points base bases change changes coming come comes date dated hood wise like out down line \
        lines back over man men woman women day days land side stream spread though mind night \
        room rooms place places book books paper papers set sets word words roads";
    is_one_of(ENDS, tail)
}

/// What begins many words that are no compounds: `under-taken`.
fn begins_words(head: &str) -> bool {
    const BEGINS: &str = "some any every under over out with through there where fore inter sub \
        trans per pro con com dis mis man par car for and the pre all ever never other mean even \
        what when how after";
    is_one_of(BEGINS, head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(compound: bool, parts: &[&str]) {
        let known = "a data of care centre recruit located face date end year up to in depth \
            partner agency account question manage person some under set out web resource end";
        let words = Vocabulary::of([known].into_iter());
        for part in parts {
            let (head, tail) = part.split_once('|').unwrap();
            assert_eq!(is_compound(head, tail, &words), compound, "{part}");
        }
    }

    #[test]
    fn hyphens_of_compounds_stay() {
        check(
            true,
            &[
                "two|thirds",
                "non|recurrent",
                "self|assessment",
                "person|centred",
                "re|examined",
                "e|mail",
                "co|located",
                "partner|agency",
                "face|to-face",
                "up-to|date",
                "end-of|year",
                "counter|intuitive",
                "example.org/the-annual|review",
            ],
        );
    }

    #[test]
    fn words_that_were_cut_are_none() {
        check(
            false,
            &[
                "develop|ment",
                "seven|teen",
                "manage|able",
                "question|able",
                "some|what",
                "under|taken",
                "re|source",
                "open-gov|ernment",
                "counter-in|tuitive",
                "ap|proach",
                "exam|ple.org/annual",
                "cross|ing",
            ],
        );
    }
}
