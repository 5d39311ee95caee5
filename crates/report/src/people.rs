//! The Chief Inspector who signs or speaks, and the inspector who led.

use jiff::civil::{Date, date};
use probity_model::PartialDate;
use regex::Captures;

use crate::text::{captured, patterns, plain, sentences, tail, word_count};

/// A person's name in capitals and small letters, with letters behind the name.
macro_rules! name {
    () => {
        r"\p{Lu}[\p{L}'-]+(?: (?:\p{Lu}\.?|de|der|den|du|la|le|van|von))*(?: \p{Lu}[\p{L}'-]+){1,3}(?: (?:CBE|OBE|MBE|KBE|DBE|CB|KC|QC|QPM|KPM|PhD))*"
    };
}

/// The office, with the titles that may stand before it: when it was held, the crown's, and of what.
macro_rules! office {
    () => {
        r"(?:(?i:the )?(?P<time>(?i:interim |acting |then |outgoing |former |previous |ex-))?(?P<crown>(?i:hm |his majesty's |her majesty's |hmi ))?[Cc]hief [Ii]nspector(?P<service> [Oo]f (?:the )?[Pp]robation)?(?: [Ss]ervice)?)"
    };
}

mod lead;

pub(crate) use lead::{labelled_lead, lead_inspector};

patterns! {
    OFFICE = r"(?i)\bchief inspector\b";
    /// What stands before "chief inspector" where the office is another's.
    OTHER_BEFORE = r"(?i)\b(?:detective|temporary|deputy|assistant|det|police|prisons?|constabulary|ofsted|estyn|schools?)(?:'s?)?,? (?:the )?(?:hm |his majesty's )?$";
    /// What stands behind it.
    OTHER_BEHIND = r"(?i)^ (?:of|for|at) ";
    OWN_BEHIND = r"(?i)^ (?:of|for|at) (?:the )?(?:(?:hm |his majesty's |her majesty's )?inspectorate of )?probation\b";
    /// Where a rank has its bearer: "Chief Inspector NAME, of a force".
    STATIONED = r"(?i)^,? (?:of|from|at|who leads|leading) ";
    UNTIL = r"(?i)^,? (?:at the time|until (?:\p{L}+ )?\d{4})\b";
    POLICE = r"(?i)\b(?:police|policing|constabulary|detectives?|arrest(?:s|ed)?)\b";
    OFFICE_LINE = concat!(r"^", office!(), r"$");
    NAME_LINE = concat!(r"^(?:Sir |Dame |Dr |Mr |Mrs |Ms )?(", name!(), r"),?$");
    SIGNED = concat!(r"^(", name!(), r"),? ", office!(), r"$");
    NAME_FIRST = concat!(r"\b(?P<name>", name!(), r"),? (?:- |\()?(?:who (?:is|became|took over as) )?", office!());
    OFFICE_FIRST = concat!(office!(), r",?(?: -)? (?:Mr |Ms |Mrs |Sir |Dame )?(?P<name>", name!(), r")\b");
    SPEAKER = concat!(r"^(", name!(), r") (?:told|said|says|added|warned|called|praised|wrote)\b");
}

/// Words that look like parts of a name and are none.
const NOT_NAMES: [&str; 27] = [
    "by",
    "what",
    "how",
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
        if captured(&OFFICE_LINE, line).is_some_and(|found| certainty(&found, "", "").is_some())
            && let Some(name) = named_alone(before)
        {
            return Some((name, at - 1));
        }
        let signed = captured(&SIGNED, line);
        let held =
            signed.filter(|found| certainty(found, &format!("{} ", &found[1]), "").is_some());
        if let Some(name) = held.and_then(|found| person(&found[1])) {
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

/// How certain it is that someone holds the office, the least certain first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Certainty {
    /// "The then chief inspector": in office at some other time, as it may be.
    Then,
    /// "Chief Inspector NAME", as officers of the police are called, too.
    Bare,
    /// The office says whose it is.
    Full,
}

fn spoken<'a>(lines: impl Iterator<Item = &'a str>) -> Option<(String, usize)> {
    let mut best: Option<(Certainty, String, usize)> = None;
    for (at, line) in lines.enumerate() {
        if !line.contains("nspector") || !OFFICE.is_match(line) {
            continue;
        }
        let mut unnamed = false;
        for sentence in sentences(line) {
            let next = || next_speaker(sentence).filter(|_| unnamed);
            let spoken = spoken_in(sentence);
            let spoken = spoken.or_else(|| Some((Certainty::Full, next()?)));
            if let Some((certainty, name)) = spoken
                && best.as_ref().is_none_or(|(known, ..)| certainty > *known)
            {
                best = Some((certainty, name, at));
            }
            unnamed = names_office(sentence);
        }
        if matches!(best, Some((Certainty::Full, ..))) {
            break;
        }
    }
    best.map(|(_, name, at)| (name, at))
}

/// The office itself is spoken of, whoever holds it.
fn names_office(sentence: &str) -> bool {
    OFFICE.find_iter(sentence).any(|found| {
        let (before, behind) = (&sentence[..found.start()], &sentence[found.end()..]);
        !is_of_others(before, behind)
    })
}

/// The words around "chief inspector" say that it is another office.
fn is_of_others(before: &str, behind: &str) -> bool {
    OTHER_BEFORE.is_match(tail(before, LONGEST_TITLE))
        || (OTHER_BEHIND.is_match(behind) && !OWN_BEHIND.is_match(behind))
}

/// No title before an office is longer, in bytes.
const LONGEST_TITLE: usize = 40;

/// Of those in a sentence who are most certain, the first.
fn spoken_in(sentence: &str) -> Option<(Certainty, String)> {
    let by_name = NAME_FIRST.captures_iter(sentence).filter_map(|found| {
        let (whole, name) = (found.get(0)?, found.name("name")?);
        let behind = &sentence[whole.end()..];
        // "West Yorkshire Police Chief Inspector" has no name before it.
        let titled = format!("{} ", name.as_str());
        let certainty = certainty(&found, &titled, behind)?;
        Some((certainty, person(name.as_str())?))
    });
    let by_office = OFFICE_FIRST.captures_iter(sentence).filter_map(|found| {
        let (whole, name) = (found.get(0)?, found.name("name")?);
        let (before, behind) = (&sentence[..whole.start()], &sentence[whole.end()..]);
        let certainty = certainty(&found, before, "")?;
        let name = person(name.as_str())?;
        let is_rank = certainty == Certainty::Bare && !is_known(&name);
        let is_police = is_rank && (STATIONED.is_match(behind) || POLICE.is_match(sentence));
        (!is_police).then_some((certainty, name))
    });
    let found: Vec<(Certainty, String)> = by_name.chain(by_office).collect();
    let most = found.iter().map(|(certainty, _)| *certainty).max()?;
    found.into_iter().find(|(certainty, _)| *certainty == most)
}

/// How certain it is that the office is the Inspectorate's, and held now; `None` where it is not.
fn certainty(found: &Captures, before: &str, behind: &str) -> Option<Certainty> {
    let is_of_probation = found.name("service").is_some();
    if is_of_others(before, if is_of_probation { "" } else { behind }) {
        return None;
    }
    let time = found.name("time").map_or("", |time| time.as_str());
    let is_full = found.name("crown").or(found.name("service")).is_some();
    match time.trim().to_lowercase().as_str() {
        "former" | "previous" | "ex-" => None,
        "then" | "outgoing" => Some(Certainty::Then),
        _ if UNTIL.is_match(behind) => Some(Certainty::Then),
        _ if is_full || OWN_BEHIND.is_match(behind) => Some(Certainty::Full),
        _ => Some(Certainty::Bare),
    }
}

/// Someone who is known to have held the office.
fn is_known(name: &str) -> bool {
    IN_OFFICE.iter().any(|(known, ..)| *known == name)
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

/// The line is the Chief Inspector's name and office, as stands above what he writes himself.
pub(crate) fn signs_as_chief(line: &str) -> bool {
    line.len() <= LONGEST_SIGNATURE
        && captured(&SIGNED, line).is_some_and(|found| {
            let titled = format!("{} ", &found[1]);
            certainty(&found, &titled, "") == Some(Certainty::Full)
        })
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
    fn who_holds_another_office_or_held_it() {
        for line in [
            "Justin Russell, the former Chief Inspector of Probation, called for a review.",
            "Justin Russell, who was chief inspector until 2023, called for a review.",
            "An ex-chief inspector of probation, Bob Stone, called for a review.",
            "Deputy chief inspector of probation Ada Lovelace said no.",
            "Ofsted's chief inspector Sir Bob Stone said no.",
            "Chief Inspector of Constabulary Bob Stone said no.",
            "Detective Chief Inspector Bob Stone said the man had been on licence.",
            "Chief Inspector Bob Stone of Ashby Police said no.",
            "Chief Inspector Bob Stone, from the safeguarding team, said no.",
            "Ashby Vale Police Chief Inspector Bob Stone said no.",
        ] {
            check_chief(&[line], None);
        }
        check_chief(
            &["Bob Stone", "Former HM Chief Inspector of Probation"],
            None,
        );
    }

    #[test]
    fn who_holds_it_now_wins() {
        let now = Some("Ada Lovelace");
        check_chief(
            &[
                "It was two years after former chief inspector Justin Russell warned of it.",
                "Ada Lovelace, who took over as chief inspector in March, said so too.",
            ],
            now,
        );
        check_chief(
            &[
                "Chief Inspector Bob Stone said officers would help.",
                "The then Chief Inspector of Probation, Bob Wood, had warned of it.",
                "Ada Lovelace, HM Chief Inspector of Probation, was critical.",
            ],
            now,
        );
        check_chief(
            &[
                "Bob Stone, HM Chief Inspector of Prisons, and Ada Lovelace, HM Chief Inspector of Probation, were critical.",
            ],
            now,
        );
        check_chief(
            &[
                "HM Chief Inspector of Prisons Bob Stone and HM Chief Inspector of Probation Ada Lovelace agreed.",
            ],
            now,
        );
        check_chief(
            &[
                "Bob Wood, HM Chief Inspector of Probation at the time, had warned of it.",
                "Ada Lovelace, HM Chief Inspector of Probation for England and Wales, said so.",
            ],
            now,
        );
        check_chief(
            &["The then Chief Inspector, Bob Wood, had warned of it."],
            Some("Bob Wood"),
        );
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
}
