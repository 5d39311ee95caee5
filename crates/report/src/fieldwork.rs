//! When the fieldwork of an inspection began.

use probity_model::PartialDate;

use crate::dates;
use crate::headings::Part;
use crate::outline::Outline;
use crate::published::{Dated, dated};
use crate::text::{patterns, sentences, tail};

patterns! {
    FIELDWORK = r"(?i)\bfieldwork\b|\binspection dates?:|\binspection(?:, [^.,]{3,60},)? (?:,? ?which )?(?:took place|was (?:carried out|conducted|undertaken|completed))\b|\binspection (?:weeks?|period)(?: (?:was|were))?\s*:|\b(?:visited|inspected|(?:was|were) in) [^.]{0,40}?\b(?:in|over|for|during) (?:the|an?|two|three) (?:fortnight|weeks?|\w+ weeks) (?:from|beginning|commencing|starting)\b|\binspect(?:ed|ors visited|ors inspected)\b[^.]{0,60}\b(?:in the|over (?:an?|one|two|three|a period of \w+)) weeks?,? (?:beginning|commencing|starting)\b|\bon[- ]site (?:inspection|visit|activity|from|between)\b";
    /// What leads to the first day, where nobody speaks of fieldwork.
    BEGAN = r"(?i)\binspect(?:ors?|orate|ion)\b[^.]{0,80}\b(?:started|began|commenced)\b(?: (?:their |its |the |our )?(?:work|inspect(?:ion|ing)|visits?)\b[^.]{0,60})? (?:on|in)(?: \p{L}{3,6}day,?)? $";
    STAYED = r"(?i)\b(?:inspectors?|we)\b[^.]{0,80}\b(?:spent|(?:was|were|stayed)\b[^.]{0,40}\bfor) (?:\w+ ){1,2}(?:fortnight|weeks?|days)\b[^.]{0,60}\b(?:from|beginning|starting|commencing)(?: on)?(?: \p{L}{3,6}day,?)? $";
    TELLS_OF_BEGINNING = r"(?i)\b(?:started|began|commenced|spent|arrived|came|(?:fortnight|weeks|days) (?:from|beginning|starting))\b";
    THEY_BEGAN = r"^They (?:started|began|arrived|came)(?: (?:their )?(?:work|visit|inspection))? on $";
    INSPECTORS = r"(?i)^(?:the )?inspectors\b";
    FIELDWORK_PAST = r"(?i)\b(?:previous|last|earlier|first) (?:inspection|fieldwork)|\bfieldwork w/c|\bpublished\b";
    SAMPLE = r"(?i)\b(?:where (?:the )?sentences|sentences and licences|had commenced|that (?:had )?commenced|cases (?:which|that) (?:began|started)|commenced between)\b";
}

/// The first day of fieldwork that a sentence gives. Weeks that cases were sampled from, and
/// fieldwork of an earlier inspection, are none.
pub(crate) fn read(outline: &Outline) -> Option<Dated> {
    for (at, entry) in outline.entries.iter().enumerate() {
        let sought = matches!(
            entry.part,
            Part::Opening | Part::Body | Part::Notes | Part::Foreword
        );
        let text = &entry.block.text;
        // There is no first day without a year, and few texts give one.
        let begins = || text.contains("20") && TELLS_OF_BEGINNING.is_match(text);
        if !sought || !(FIELDWORK.is_match(text) || begins()) {
            continue;
        }
        let line = entry.block.line.clone();
        let before = || outline.entries[at.saturating_sub(NEAR)..at].iter();
        let of_inspectors = || before().any(|entry| INSPECTORS.is_match(&entry.block.line));
        for sentence in sentences(&line) {
            let date = fieldwork_in(sentence)
                .or_else(|| began_in(sentence))
                .or_else(|| they_began_in(sentence).filter(|_| of_inspectors()));
            if let Some(date) = date {
                return Some(dated(date, at, sentence));
            }
        }
    }
    None
}

fn fieldwork_in(sentence: &str) -> Option<PartialDate> {
    let start = FIELDWORK.find(sentence)?;
    if FIELDWORK_PAST.is_match(sentence) {
        return None;
    }
    let end = SAMPLE
        .find(sentence)
        .map_or(sentence.len(), |found| found.start());
    let rest = sentence.get(start.start()..end.max(start.start()))?;
    dates::first(rest).map(|found| found.date)
}

/// "Inspectors started work at the unit on 3 May 2024", "spent two weeks in Ashby from 3 May 2024".
fn began_in(sentence: &str) -> Option<PartialDate> {
    let leads = |found: &dates::Found| {
        let before = tail(&sentence[..found.range.start], LONGEST_LEAD);
        BEGAN.is_match(before) || STAYED.is_match(before)
    };
    let found = dates::all(sentence).into_iter().find(leads)?;
    (!FIELDWORK_PAST.is_match(sentence)).then_some(found.date)
}

/// "They started on 3 May 2024", below a line about inspectors.
fn they_began_in(sentence: &str) -> Option<PartialDate> {
    let found = dates::first(sentence)?;
    THEY_BEGAN
        .is_match(&sentence[..found.range.start])
        .then_some(found.date)
}

/// How far above it inspectors are named who then are "they".
const NEAR: usize = 3;

/// What leads to the first day is no longer, in bytes.
const LONGEST_LEAD: usize = 240;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fieldwork_begins_where_the_sentence_says() {
        let check = |sentence: &str, expected: Option<&str>| {
            let found = fieldwork_in(sentence).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{sentence}");
        };
        check(
            "We conducted fieldwork in Ashby over two weeks, beginning 13 May 2024.",
            Some("2024-05-13"),
        );
        check(
            "The inspection, of which staff had been told, took place over a week from 3 June 2024.",
            Some("2024-06-03"),
        );
        check(
            "Six of us visited during the two weeks from 3 June 2024.",
            Some("2024-06-03"),
        );
        check("Inspection week: 3 June 2024", Some("2024-06-03"));
        check("Cases began in the two weeks from 3 June 2024.", None);
        check(
            "Fieldwork took place between 12 February and 7 June 2024.",
            Some("2024-02-12"),
        );
        check("Fieldwork started in January 2023.", Some("2023-01"));
        check(
            "We inspected Ashby over two weeks, beginning 3 June 2024.",
            Some("2024-06-03"),
        );
        check(
            "We did fieldwork on cases where sentences had commenced between 2 and 8 October 2023.",
            None,
        );
        check("(fieldwork w/c 21 March 2022, published 17 May 2022)", None);
        let check_began = |sentence: &str, expected: Option<&str>| {
            let found = began_in(sentence).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{sentence}");
        };
        check_began(
            "Inspectors began their work at the unit on Monday 4 March 2024.",
            Some("2024-03-04"),
        );
        check_began(
            "We announced the inspection in January 2026 and began work in the region on 2 February 2026.",
            Some("2026-02-02"),
        );
        check_began(
            "Inspectors spent a fortnight from 4 March 2024 in Ashby.",
            Some("2024-03-04"),
        );
        check_began(
            "Inspectors began their last inspection on 4 March 2022.",
            None,
        );
        check_began("Staff began work at the unit on 4 March 2024.", None);
        check_began("Inspectors spoke of cases on 4 March 2024.", None);
        check(
            "The inspection took place in November 2025.",
            Some("2025-11"),
        );
    }
}
