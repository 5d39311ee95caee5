//! The Chief Inspector who signs or speaks, and the inspector who led.

use jiff::civil::{Date, date};
use probity_model::PartialDate;

use crate::text::{captured, patterns, plain, sentences, word_count};

/// A person's name in capitals and small letters, with letters behind the name.
macro_rules! name {
    () => {
        r"\p{Lu}[\p{L}'-]+(?: (?:\p{Lu}\.?|de|van|von))*(?: \p{Lu}[\p{L}'-]+){1,3}(?: (?:CBE|OBE|MBE|KBE|DBE|CB|KC|QC|QPM|KPM|PhD))*"
    };
}

/// The office, with the titles that may stand before it.
macro_rules! office {
    () => {
        r"(?:(?i:the )?(?i:interim |acting |then |outgoing |former )?(?i:hm |his majesty's |her majesty's |hmi )?[Cc]hief [Ii]nspector(?: [Oo]f (?:the )?[Pp]robation)?(?: [Ss]ervice)?)"
    };
}

patterns! {
    OFFICE = r"(?i)\bchief inspector\b";
    OTHER_OFFICE = r"(?i)chief inspector of (?:prisons|constabulary|the crown|schools|fire)";
    OFFICE_LINE = concat!(r"^", office!(), r"$");
    NAME_LINE = concat!(r"^(?:Sir |Dame |Dr |Mr |Mrs |Ms )?(", name!(), r"),?$");
    SIGNED = concat!(r"^(", name!(), r"),? ", office!(), r"$");
    NAME_FIRST = concat!(r"\b(", name!(), r"),? (?:- |\()?(?:who is )?", office!());
    OFFICE_FIRST = concat!(office!(), r",?(?: -)? (?:Mr |Ms |Mrs |Sir |Dame )?(", name!(), r")\b");
    SPEAKER = concat!(r"^(", name!(), r") (?:told|said|says|added|warned|called|praised|wrote)\b");
    LED = concat!(r"\b(?i:led|undertaken|conducted) by (?:(?i:hm|his majesty's|her majesty's) )?(?i:(?:lead )?inspectors?,? )?(", name!(), r")");
    LEAD = concat!(r"\b(?i:lead inspectors?)\s*(?:was|is|:|,|-)?\s*(", name!(), r")");
}

/// Words that look like parts of a name and are none.
const NOT_NAMES: [&str; 24] = [
    "chief",
    "inspector",
    "inspectors",
    "inspectorate",
    "probation",
    "service",
    "services",
    "his",
    "her",
    "hm",
    "the",
    "majesty's",
    "delivery",
    "unit",
    "today",
    "minister",
    "secretary",
    "justice",
    "prison",
    "but",
    "speaking",
    "foreword",
    "report",
    "annual",
];

/// The Chief Inspector of Probation named in these lines of plain text.
pub(crate) fn chief_inspector<'a>(
    lines: impl Iterator<Item = &'a str> + Clone,
) -> Option<(String, usize)> {
    signature(lines.clone()).or_else(|| spoken(lines))
}

/// No name with its office is longer, in bytes.
const LONGEST_SIGNATURE: usize = 150;

/// A name alone on its line, and the office in the next one; or both in one line.
fn signature<'a>(lines: impl Iterator<Item = &'a str>) -> Option<(String, usize)> {
    let mut above = "";
    for (at, line) in lines.enumerate() {
        let before = std::mem::replace(&mut above, line);
        if line.len() > LONGEST_SIGNATURE || !line.contains("nspector") {
            continue;
        }
        if OFFICE_LINE.is_match(line)
            && let Some(name) = named_alone(before)
        {
            return Some((name, at - 1));
        }
        let signed = captured(&SIGNED, line);
        if let Some(name) = signed.and_then(|found| person(&found[1])) {
            return Some((name, at));
        }
    }
    None
}

/// The person whose name the line is.
fn named_alone(line: &str) -> Option<String> {
    if line.len() > LONGEST_SIGNATURE {
        return None;
    }
    person(&captured(&NAME_LINE, line)?[1])
}

fn spoken<'a>(lines: impl Iterator<Item = &'a str>) -> Option<(String, usize)> {
    for (at, line) in lines.enumerate() {
        if !OFFICE.is_match(line) {
            continue;
        }
        let mut unnamed = false;
        for sentence in sentences(line) {
            let name = spoken_in(sentence).or_else(|| {
                if unnamed {
                    next_speaker(sentence)
                } else {
                    None
                }
            });
            if let Some(name) = name {
                return Some((name, at));
            }
            unnamed = OFFICE.is_match(sentence) && !OTHER_OFFICE.is_match(sentence);
        }
    }
    None
}

fn spoken_in(sentence: &str) -> Option<String> {
    if OTHER_OFFICE.is_match(sentence) || !OFFICE.is_match(sentence) {
        return None;
    }
    let named = |pattern: &regex::Regex| {
        pattern
            .captures_iter(sentence)
            .find_map(|found| person(&found[1]))
    };
    named(&NAME_FIRST).or_else(|| named(&OFFICE_FIRST))
}

/// "… the chief inspector of probation has said. NAME told …"
fn next_speaker(sentence: &str) -> Option<String> {
    person(&captured(&SPEAKER, sentence)?[1])
}

/// Who held the office, from and to which day. The last one was last seen in it on the last day given.
const IN_OFFICE: [(&str, Date, Date); 3] = [
    ("Justin Russell", date(2019, 6, 1), date(2023, 9, 29)),
    ("Sue McAllister", date(2023, 10, 1), date(2024, 2, 29)),
    ("Martin Jones", date(2024, 3, 4), date(2026, 3, 31)),
];

/// The Chief Inspector of a day or month, where it falls into one time of office as a whole.
pub(crate) fn in_office(published: PartialDate) -> Option<&'static str> {
    let holds = |(_, from, to): &&(&str, Date, Date)| {
        *from <= published.first_day() && published.last_day() <= *to
    };
    IN_OFFICE.iter().find(holds).map(|(name, ..)| *name)
}

/// The HM Inspector who led the inspection.
pub(crate) fn lead_inspector(line: &str) -> Option<String> {
    if line.len() > 5_000 || !line.contains("nspector") {
        return None;
    }
    let found = captured(&LED, line);
    found
        .or_else(|| captured(&LEAD, line))
        .and_then(|found| person(&found[1]))
}

/// The line is a name or an office, as below a foreword.
pub(crate) fn is_signature(line: &str) -> bool {
    let line = plain(line);
    OFFICE_LINE.is_match(&line)
        || SIGNED.is_match(&line)
        || (word_count(&line) <= 4 && named_alone(&line).is_some())
}

/// Words that a pattern took for a name, without the words of an office or a sentence around it.
fn person(words: &str) -> Option<String> {
    let words: Vec<&str> = words.trim().split(' ').collect();
    let foreign = |word: &&str| NOT_NAMES.contains(&word.to_lowercase().as_str());
    let end = words.iter().rposition(|word| !foreign(word))? + 1;
    let start = words[..end].iter().rposition(foreign).map_or(0, |i| i + 1);
    let name = &words[start..end];
    let is_letters = |word: &&str| word.len() <= 3 && word.chars().all(char::is_uppercase);
    let full = name.iter().filter(|word| !is_letters(word)).count();
    (2..=5).contains(&full).then(|| name.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_chief(lines: &[&str], expected: Option<&str>) {
        let found = chief_inspector(lines.iter().copied());
        assert_eq!(found.map(|found| found.0).as_deref(), expected, "{lines:?}");
    }

    #[test]
    fn who_signs() {
        check_chief(
            &[
                "We wish them well.",
                "Ada Lovelace CBE",
                "HM Chief Inspector of Probation",
            ],
            Some("Ada Lovelace CBE"),
        );
        check_chief(
            &["Ada Lovelace OBE HM Chief Inspector of Probation"],
            Some("Ada Lovelace OBE"),
        );
        check_chief(
            &["Ada McNeil, Chief Inspector of Probation"],
            Some("Ada McNeil"),
        );
    }

    #[test]
    fn who_speaks() {
        check_chief(
            &["Ada Lovelace, Chief Inspector of Probation, said: it works."],
            Some("Ada Lovelace"),
        );
        check_chief(
            &["Chief Inspector of Probation Ada O'Neill called it a mixed picture."],
            Some("Ada O'Neill"),
        );
        check_chief(
            &["HM Chief Inspector of Probation, Ada Lovelace"],
            Some("Ada Lovelace"),
        );
        check_chief(
            &["Today Chief Inspector of Probation Ada Lovelace publishes it."],
            Some("Ada Lovelace"),
        );
        check_chief(
            &["Ada Lovelace, the chief inspector of probation, praised it."],
            Some("Ada Lovelace"),
        );
        check_chief(
            &["Ada Lovelace, chief inspector, saw signs."],
            Some("Ada Lovelace"),
        );
        check_chief(
            &["Bob Stone, HM Chief Inspector of Prisons, said no."],
            None,
        );
        check_chief(&["The Chief Inspector of Probation said no."], None);
        check_chief(&["Probation bosses must act."], None);
    }

    #[test]
    fn who_was_in_office() {
        let check = |published: &str, expected: Option<&str>| {
            let published = published.parse().unwrap();
            assert_eq!(in_office(published), expected, "{published}");
        };
        check("2022-11-23", Some("Justin Russell"));
        check("2023-11", Some("Sue McAllister"));
        check("2024-03-01", None);
        check("2024", None);
        check("2035-01-01", None);
    }

    #[test]
    fn who_led() {
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(lead_inspector(line).as_deref(), expected, "{line}");
        };
        check(
            "This inspection was led by HM Inspector Ada Lovelace, supported by a team.",
            Some("Ada Lovelace"),
        );
        check(
            "The inspection was led by Ada Lovelace, HM Inspector.",
            Some("Ada Lovelace"),
        );
        check("Lead inspector: Ada Lovelace", Some("Ada Lovelace"));
        check("Training was led by the region.", None);
    }
}
