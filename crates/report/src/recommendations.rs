//! What a report recommends, and to whom.

use probity_model::{AddresseeKind, Gazetteer, Level, Recommendation};

use crate::blocks::Form;
use crate::headings::Part;
use crate::outline::{Entry, Outline, Role};
use crate::text::{ends_complete, patterns, plain, starts_small, word_count};
use crate::units::named::named;

patterns! {
    HEADED = r"(?i)^recommendations? (?:to|for) (.{3,140})$";
    ADDRESSEE = r"(?i)^(?:we recommend that |recommendations? (?:to|for) )?(.{3,140}?)\s+(?:should|must)\s*:?$";
    /// Whom a recommendation is made to, where that stands in its own sentence.
    OWN_ADDRESSEE = r"(?i)^(.{2,100}?) (?:should|must) \p{L}";
    NUMBERED = r"^\(?R?(\d{1,2})[.):]?\s+(\p{L}.*)$";
    LABELLED = r"(?i)^recommendation (\d{1,2})\s*[:.–-]?\s+(\p{L}.*)$";
    NUMBER = r"^\(?(\d{1,2})[.)]?$";
    HMPPS = r"(?i)\bhmpps\b|\bprison and probation service\b|\bprobation service headquarters\b";
    MINISTRY = r"(?i)\bministry of justice\b|\bmoj\b|\bsecretary of state\b";
    PDU = r"(?i)\bpdus?\b|\bprobation delivery units?\b|\bheads? of (?:service|pdu)";
    REGION = r"(?i)\bregions?\b|\bregional\b";
    SERVICE = r"(?i)\bprobation service\b";
}

/// What may stand before a number.
const LABEL: &str = "recommendation ";

/// Reads the section of recommendations: lines "… should:", and below each what they should do.
pub(crate) fn read(outline: &Outline, gazetteer: &Gazetteer) -> Vec<Recommendation> {
    let mut reader = Reader {
        gazetteer,
        addressee: None,
        has_points: false,
        found: Vec::new(),
    };
    for entry in &outline.entries {
        if entry.part == Part::Recommendations {
            reader.take(entry);
        }
    }
    reader.found
}

struct Reader<'g> {
    gazetteer: &'g Gazetteer,
    addressee: Option<String>,
    /// Points below the last recommendation have begun.
    has_points: bool,
    found: Vec<Recommendation>,
}

impl Reader<'_> {
    fn take(&mut self, entry: &Entry) {
        let block = &entry.block;
        if entry.role == Role::Heading {
            self.addressee = self.named_by_heading(&block.text);
            return;
        }
        if entry.role != Role::Text {
            return;
        }
        let text = block.text.trim();
        let line = block.line.clone();
        if let Some(addressee) = ADDRESSEE.captures(text) {
            self.addressee = Some(addressee[1].trim().to_owned());
            return;
        }
        if matches!(block.form, Form::Paragraph) && self.is_addressee(&line) {
            self.addressee = Some(text.to_owned());
            return;
        }
        match &block.form {
            Form::Item {
                number: Some(number),
                ..
            } => self.add(Some(*number), text, entry),
            Form::Item { depth, .. } => self.take_bullet(*depth, text, entry),
            Form::Row { cells, .. } => self.take_row(cells, entry),
            Form::Paragraph | Form::Heading(_) => match NUMBERED
                .captures(&line)
                .or_else(|| LABELLED.captures(&line))
            {
                Some(found) => self.add(found[1].parse().ok(), after_number(text), entry),
                None if self.addressee.is_some() && starts_small(text) => {
                    self.add(None, text, entry);
                }
                None => {}
            },
            Form::Caption | Form::Quote | Form::Footnote => {}
        }
    }

    /// A line of a few words that are someone's name and nothing else.
    fn is_addressee(&self, line: &str) -> bool {
        let is_name = word_count(line) <= 8
            && line.starts_with(char::is_uppercase)
            && !line.ends_with(['.', ',', ';', ':']);
        is_name && addressee_kind(line, self.gazetteer) != AddresseeKind::Other
    }

    /// A heading may name whom the list below it is for.
    fn named_by_heading(&self, heading: &str) -> Option<String> {
        let kind = addressee_kind(heading, self.gazetteer);
        let heading = heading.trim();
        let named = ADDRESSEE
            .captures(heading)
            .or_else(|| HEADED.captures(heading));
        let named = named
            .and_then(|found| found.get(1))
            .map(|found| found.as_str());
        (kind != AddresseeKind::Other).then(|| named.unwrap_or(heading).to_owned())
    }

    /// Whom a sentence says should do something, where that is someone known.
    fn named_in(&self, text: &str) -> Option<String> {
        let line = plain(text);
        let found = OWN_ADDRESSEE.captures(&line)?;
        let kind = addressee_kind(&found[1], self.gazetteer);
        (kind != AddresseeKind::Other).then(|| found[1].to_owned())
    }

    /// A bullet below an unfinished recommendation is part of it.
    fn take_bullet(&mut self, depth: u8, text: &str, entry: &Entry) {
        let has_points = self.has_points;
        let last = self.found.last_mut().filter(|last| {
            let goes_on = (depth > 0 || has_points) && last.number.is_some();
            goes_on || last.text.trim_end().ends_with(':')
        });
        match last {
            Some(last) => {
                self.has_points = true;
                let gap = if ends_complete(&last.text) { " " } else { "; " };
                last.text.push_str(gap);
                last.text.push_str(text);
            }
            None if self.addressee.is_some() => self.add(None, text, entry),
            None => {}
        }
    }

    fn take_row(&mut self, cells: &[String], entry: &Entry) {
        let filled: Vec<&str> = cells
            .iter()
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
            .collect();
        if let [number, text] = filled.as_slice()
            && let Some(found) = NUMBER.captures(number)
        {
            self.add(found[1].parse().ok(), text, entry);
        }
    }

    fn add(&mut self, number: Option<u32>, text: &str, entry: &Entry) {
        self.has_points = false;
        let addressee = self.addressee.clone().or_else(|| self.named_in(text));
        let kind = addressee.as_deref().map_or(AddresseeKind::Other, |name| {
            addressee_kind(name, self.gazetteer)
        });
        self.found.push(Recommendation {
            number,
            addressee,
            addressee_kind: kind,
            text: text.trim().to_owned(),
            page: entry.block.page,
        });
    }
}

fn after_number(text: &str) -> &str {
    let label = text.get(..LABEL.len());
    let text = match label.is_some_and(|label| label.eq_ignore_ascii_case(LABEL)) {
        true => &text[LABEL.len()..],
        false => text,
    };
    let text = text.trim_start_matches(['(', 'R']);
    text.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, ')' | '.' | ':' | '-' | '–' | ' ' | '\u{a0}')
    })
}

/// What an addressee is, by its name.
pub(crate) fn addressee_kind(name: &str, gazetteer: &Gazetteer) -> AddresseeKind {
    let name = plain(name);
    let units = named(&name, gazetteer);
    let has = |level: Level| units.iter().any(|named| named.unit.level == level);
    if HMPPS.is_match(&name) {
        AddresseeKind::Hmpps
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
