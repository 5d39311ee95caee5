//! Whom recommendations are made to: the lines and headings that say so.

use std::borrow::Cow;

use probity_model::{AddresseeKind, Gazetteer, Level};

use crate::blocks::{Block, Form};
use crate::text::{captured, patterns, plain, sentences, word_count};
use crate::units::named::named;

patterns! {
    HEADED = r"(?i)^recommendations? (?:to|for) (.{3,140})$";
    ADDRESSEE = r"(?i)^(?:we recommend that |recommendations? (?:to|for) )?(.{3,140}?)\s+(?:(?:should|must)\s*:?|needs? to\s*:)$";
    /// "The unit is asked to:", of someone known.
    ASKED = r"(?i)^(.{3,140}?)\s+(?:(?:is|are) (?:now )?(?:asked|required|expected|urged|advised|recommended|called (?:up)?on) to|ought to|ha(?:s|ve) to)\s*:$";
    /// "We ask the region to:"
    WE_ASK = r"(?i)^(?:we|the inspectorate) (?:ask|call on|call upon|urge|want|expect|advise|require|look to|recommend)s? (?:that )?(.{3,140}?)\s+to\s*:$";
    /// "We recommend that the region:"
    RECOMMENDED = r"(?i)^(?:we|the inspectorate) recommends? that (.{3,140}?)\s*:$";
    /// "HMPPS should work with the Ministry of Justice to:", which goes on in the list below.
    LEADS_ON = r"(?i)^(?:we recommend that )?(.{3,100}?)\s+(?:should|must|needs? to)\s.{2,100}:$";
    FOR_WHOM = r"(?i)^(?:for|to|by) (?:the )?(.{3,100}?)\s*:$";
    /// Whom a recommendation is made to, where that stands in its own sentence.
    OWN_ADDRESSEE = r"(?is)^\s*(?:we recommend that )?(.{2,100}?)\s(?:should|must)\s+(\p{L}.*)$";
    /// "Most of them are made to X, who should:": what stands before and behind the name.
    MADE_TO = r"(?i)^(?:[^,]{0,40}\b(?:is|are) )?(?:made |addressed |directed )?(?:to|for|by|at) ";
    /// What a sentence begins with before it comes to a name, which a comma ends.
    INTRO = r"^(?:In|Within|Over|During|To|As|Having|Because|Following|Given|Before|After|From)\b";
    LABELLED = r"(?i)^(?:for|owners?|responsib(?:le|ility)|lead|to|addressed to|made to|action (?:by|for))\s*:\s*(.{3,80}?)(?:[.;,]\s*(?:by|deadline|timescale|when|due|date|within)\b.*)?\W?$";
    RELATIVE = r"(?i),? (?:which|who|that|and (?:it|they))$";
    HMPPS = r"(?i)\bhmpps\b|\bprison and probation service\b|\bprobation service headquarters\b";
    /// "HMPPS in Wales" is the region.
    IN_REGION = r"(?i)\b(?:hmpps|prison and probation service)\)?,? (?:in|for) ";
    MINISTRY = r"(?i)\bministry of justice\b|\bmoj\b|\bsecretary of state\b";
    PDU = r"(?i)\bpdus?\b|\bprobation delivery units?\b|\bheads? of (?:service|pdu)";
    REGION = r"(?i)\bregions?\b|\bregional\b";
    SERVICE = r"(?i)\bprobation service\b";
}

/// Whom a line says that what follows is for.
pub(super) fn addressed(block: &Block, gazetteer: &Gazetteer) -> Option<String> {
    let text = block.text.trim();
    if let Some(addressee) = called_on(text, gazetteer) {
        return Some(addressee);
    }
    if !matches!(block.form, Form::Paragraph) {
        return None;
    }
    let is_name = is_addressee(&block.line, gazetteer);
    let name = || bare(text.trim_end_matches([':', ' '])).to_owned();
    led_on(text, gazetteer).or_else(|| is_name.then(name))
}

/// As [`addressed`], but of no line that is a name and nothing else.
pub(super) fn asked(block: &Block, gazetteer: &Gazetteer) -> Option<String> {
    let named = addressed(block, gazetteer)?;
    (named != block.text.trim_end_matches([':', ' '])).then_some(named)
}

/// "X should:", "We ask X to:"; someone known in most ways of asking.
fn called_on(text: &str, gazetteer: &Gazetteer) -> Option<String> {
    let ends = |word: &str| text.ends_with(word);
    // Most lines are told apart by this.
    if !(ends(":") || ends("should") || ends("must")) {
        return None;
    }
    if let Some(found) = captured(&ADDRESSEE, text) {
        // Whoever asks is not asked.
        let named = captured(&WE_ASK, text);
        let named = named
            .as_ref()
            .map_or(&found[1], |found| found.get(1).map_or("", |m| m.as_str()));
        return Some(bare(named).to_owned());
    }
    let asks = captured(&WE_ASK, text).or_else(|| captured(&RECOMMENDED, text));
    let found = asks.or_else(|| captured(&ASKED, text))?;
    let named = bare(found.get(1)?.as_str());
    is_known(named, gazetteer).then(|| named.to_owned())
}

/// The name alone, of the last sentence: "Few are left. These are for X, who" becomes "X".
fn bare(named: &str) -> &str {
    let last = sentences(named).pop().unwrap_or(named);
    let last = last.trim_end_matches([',', ' ']);
    let relative = RELATIVE.find(last);
    let last = relative.map_or(last, |found| &last[..found.start()]);
    let intro = INTRO
        .is_match(last)
        .then(|| last.rsplit_once(", "))
        .flatten();
    let last = intro.map_or(last, |(_, named)| named);
    without_lead(last).trim_matches([',', ' '])
}

/// "For X": X.
fn without_lead(named: &str) -> &str {
    let lead = MADE_TO.find(named);
    lead.map_or(named, |found| &named[found.end()..])
}

/// "For: HMPPS. By: July", on a line below what is recommended.
pub(super) fn labelled(line: &str, gazetteer: &Gazetteer) -> Option<String> {
    let found = captured(&LABELLED, line)?;
    let named = found[1].trim();
    is_known(named, gazetteer).then(|| named.to_owned())
}

/// "Hold meetings. (HMPPS)": whom what is recommended names behind it, and what stands before that.
pub(super) fn behind<'t>(text: &'t str, gazetteer: &Gazetteer) -> Option<(String, &'t str)> {
    let text = text.trim_end_matches(['.', ' ']);
    let inner = text.strip_suffix([')', ']'])?;
    let at = inner.rfind(['(', '['])?;
    let (front, named) = (&text[..at], without_lead(inner[at + 1..].trim()));
    let is_name = !front.is_empty() && is_addressee(&plain(named), gazetteer);
    is_name.then(|| (named.to_owned(), front.trim_end()))
}

fn is_known(name: &str, gazetteer: &Gazetteer) -> bool {
    kind(name, gazetteer) != AddresseeKind::Other
}

/// A line of a few words that are someone's name and nothing else.
pub(super) fn is_addressee(line: &str, gazetteer: &Gazetteer) -> bool {
    let is_short = word_count(line) <= 9 && line.starts_with(char::is_uppercase);
    let is_name = match line.strip_suffix(':') {
        // What a colon ends may be a sentence that leads on.
        Some(name) => name.split(' ').all(is_part_of_name),
        None => !line.ends_with(['.', ',', '?', '!']) && !line.contains([';', ':']),
    };
    is_short && is_name && is_known(line, gazetteer)
}

/// Whom a line names that the list below it goes on from; someone known.
fn led_on(text: &str, gazetteer: &Gazetteer) -> Option<String> {
    if !text.ends_with(':') || text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let found = captured(&FOR_WHOM, text).or_else(|| captured(&LEADS_ON, text))?;
    let named = found[1].trim();
    let is_name = named.starts_with(char::is_uppercase) || named.starts_with("the ");
    (is_name && is_known(named, gazetteer)).then(|| named.to_owned())
}

/// A heading may name whom the list below it is for.
pub(super) fn in_heading(heading: &str, gazetteer: &Gazetteer) -> Option<String> {
    let heading = heading.trim();
    if let Some(named) = led_on(heading, gazetteer) {
        return Some(named);
    }
    let named = called_on(heading, gazetteer);
    let headed = || captured(&HEADED, heading).map(|found| found[1].to_owned());
    let named = named.or_else(headed);
    let named = named.unwrap_or_else(|| bare(heading).to_owned());
    is_known(heading, gazetteer).then_some(named)
}

/// Whom a sentence says should do something, where that is someone known, and what.
pub(super) fn in_sentence<'t>(text: &'t str, gazetteer: &Gazetteer) -> Option<(String, &'t str)> {
    let found = captured(&OWN_ADDRESSEE, text)?;
    let (named, rest) = (found.get(1)?.as_str(), found.get(2)?.as_str());
    is_known(named, gazetteer).then(|| (plain(named).into_owned(), rest))
}

fn is_part_of_name(word: &str) -> bool {
    let joins = matches!(
        word,
        "and" | "of" | "the" | "region" | "service" | "unit" | "in"
    );
    joins || word.starts_with(|c: char| c.is_uppercase() || c == '&' || c == '(')
}

/// What an addressee is, by its name.
pub(super) fn kind(name: &str, gazetteer: &Gazetteer) -> AddresseeKind {
    let name: Cow<'_, str> = plain(name);
    let units = named(&name, gazetteer);
    let has = |level: Level| units.iter().any(|named| named.unit.level == level);
    if HMPPS.is_match(&name) {
        match has(Level::Region) && IN_REGION.is_match(&name) {
            true => AddresseeKind::Region,
            false => AddresseeKind::Hmpps,
        }
    } else if MINISTRY.is_match(&name) {
        AddresseeKind::MinistryOfJustice
    } else if has(Level::Pdu) {
        AddresseeKind::Pdu
    } else if has(Level::Region) {
        AddresseeKind::Region
    } else if PDU.is_match(&name) {
        AddresseeKind::Pdu
    } else if REGION.is_match(&name) {
        AddresseeKind::Region
    } else if SERVICE.is_match(&name) {
        AddresseeKind::Hmpps
    } else {
        AddresseeKind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_a_line_calls_on() {
        let gazetteer = Gazetteer::built_in();
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(called_on(line, &gazetteer).as_deref(), expected, "{line}");
        };
        check("Suffolk PDU should:", Some("Suffolk PDU"));
        check("Suffolk PDU must:", Some("Suffolk PDU"));
        check(
            "Few are left. These are addressed to Suffolk PDU, who should:",
            Some("Suffolk PDU"),
        );
        check("We saw much. To get better, the PDU must:", Some("the PDU"));
        check("Within a year, Suffolk PDU should:", Some("Suffolk PDU"));
        check("Suffolk PDU is asked to:", Some("Suffolk PDU"));
        check(
            "We call on the London region to:",
            Some("the London region"),
        );
        check("We ask HMPPS to:", Some("HMPPS"));
        check("We recommend that HMPPS:", Some("HMPPS"));
        check("Readers are asked to:", None);
        check("We want everyone to:", None);
        check("What the PDU did:", None);
    }

    #[test]
    fn what_a_heading_calls_someone() {
        let gazetteer = Gazetteer::built_in();
        let check = |heading: &str, expected: Option<&str>| {
            assert_eq!(
                in_heading(heading, &gazetteer).as_deref(),
                expected,
                "{heading}"
            );
        };
        check("By the PDU", Some("the PDU"));
        check("For Suffolk PDU", Some("Suffolk PDU"));
        check(
            "To the Ministry of Justice",
            Some("the Ministry of Justice"),
        );
        check("Recommendations for HMPPS", Some("HMPPS"));
        check("HMPPS should", Some("HMPPS"));
        check("To all who helped", None);
    }

    #[test]
    fn whom_it_is_for_may_stand_behind_it() {
        let gazetteer = Gazetteer::built_in();
        let found = |text| behind(text, &gazetteer);
        let hmpps = |front| Some(("HMPPS".to_owned(), front));
        assert_eq!(found("Hold meetings. (HMPPS)"), hmpps("Hold meetings."));
        assert_eq!(found("Hold meetings [for HMPPS]."), hmpps("Hold meetings"));
        assert_eq!(found("Hold meetings (weekly)"), None);
        let labelled = |line| labelled(line, &gazetteer);
        assert_eq!(labelled("Owner: HMPPS").as_deref(), Some("HMPPS"));
        assert_eq!(
            labelled("For: Suffolk PDU. By: July 2024").as_deref(),
            Some("Suffolk PDU")
        );
        assert_eq!(labelled("For: all"), None);
    }

    #[test]
    fn what_an_addressee_is() {
        use AddresseeKind::{Hmpps, Pdu, Region};
        let gazetteer = Gazetteer::built_in();
        for (name, expected) in [
            ("HMPPS", Hmpps),
            ("HMPPS in Wales", Region),
            (
                "HM Prison and Probation Service (HMPPS) in the North East",
                Region,
            ),
            ("HMPPS and the London region", Hmpps),
            ("The head of service", Pdu),
            ("Practitioners", AddresseeKind::Other),
        ] {
            assert_eq!(kind(name, &gazetteer), expected, "{name}");
        }
    }
}
