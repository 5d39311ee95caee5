//! The inspector who led the inspection.

use super::person;
use crate::text::{captured, patterns};

patterns! {
    LED = concat!(r"\b(?i:led|undertaken|conducted|headed|directed) by (?:(?i:hm|his majesty's|her majesty's) )?(?i:(?:lead )?inspectors?,? )?(", name!(), r")");
    /// "HM Inspector NAME led the inspection", "our team, under HM Inspector NAME".
    LEADS = concat!(r"\b(?:HM|(?:His|Her) Majesty's|[Ll]ead) Inspector,? (", name!(), r"),? (?:and (?:her|his|their) (?:team|colleagues)|(?:who )?(?:led|leads|headed|oversaw|directed|was in charge))\b");
    UNDER = concat!(r"\b(?i:under|leadership of|headed by|direction of|lead was|lead is) (?:HM|(?:His|Her) Majesty's|[Ll]ead) [Ii]nspector,? (", name!(), r")");
    BY_ROLE = concat!(r"(", name!(), r"),? \(?(?:(?:as|was|is) )?(?:the |our )?(?i:lead inspector)\b");
    /// "Lead: NAME", alone or among other labels.
    LABELLED = concat!(r"(?:^|\W )(?i:lead|led by|inspection lead|team leader|inspector)\s*[:|]\s*(?i:hm inspector )?(", name!(), r")\s*(?:$|[-•|,;(])");
    OFFICES = r"\b(?:Head|Manager|Director|Officer|Team|Deputy|Region|Regional|PDU|HMPPS|Council|Police)\b";
    LEAD = concat!(r"\b(?i:lead inspectors?)(?i: (?:for|of|on) (?:this|the|our) inspection)?\s*(?:was|is|:|,|-)?\s*(", name!(), r")");
}

/// The HM Inspector who led the inspection.
pub(crate) fn lead_inspector(line: &str) -> Option<String> {
    if line.len() > 5_000 || !line.contains("nspector") {
        return None;
    }
    let ways = [&LED, &LEAD, &LEADS, &UNDER, &BY_ROLE];
    ways.into_iter()
        .find_map(|way| person(&captured(way, line)?[1]))
}

/// "Lead: NAME", which is said of inspectors above a report only.
pub(crate) fn labelled_lead(line: &str) -> Option<String> {
    if line.len() > LONGEST_LABELS || !line.contains(':') {
        return None;
    }
    person(&captured(&LABELLED, line)?[1]).filter(|name| !OFFICES.is_match(name))
}

/// No lines of labels are longer, in bytes.
const LONGEST_LABELS: usize = 600;

#[cfg(test)]
mod tests {
    use super::*;

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
        check(
            "It was led by His Majesty's Inspector Ada van der Berg with support.",
            Some("Ada van der Berg"),
        );
        check("Training was led by the region.", None);
    }

    #[test]
    fn who_led_in_other_words() {
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(lead_inspector(line).as_deref(), expected, "{line}");
        };
        let ada = Some("Ada Lovelace");
        check("HM Inspector Ada Lovelace led a team of six.", ada);
        check(
            "Our team, under HM Inspector Ada Lovelace, read cases.",
            ada,
        );
        check("It was led by HM Inspector Ada Lovelace.", ada);
        check(
            "The inspection was headed by Ada Lovelace, HM Inspector.",
            ada,
        );
        check("Ada Lovelace was the lead inspector.", ada);
        check("Lead inspector: Ada Lovelace", ada);
        check("HM Inspector Ada Lovelace and her team read cases.", ada);
        check("HM Chief Inspector Ada Lovelace led the tributes.", None);
        check("HM Inspector Ada Lovelace spoke.", None);
        check("Lead inspectors met.", None);
    }

    #[test]
    fn labels_of_a_report_name_who_led() {
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(labelled_lead(line).as_deref(), expected, "{line}");
        };
        check("Lead: Ada Lovelace", Some("Ada Lovelace"));
        check(
            "Score: 2/21 - Lead: Ada Lovelace - Cases: 40",
            Some("Ada Lovelace"),
        );
        check("Lead: Head of Service", None);
        check("Lead: Regional Operations Manager", None);
        check("Leads: Ada Lovelace", None);
    }
}
