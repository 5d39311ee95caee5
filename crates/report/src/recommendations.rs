//! What a report recommends, and to whom.

use probity_model::{AddresseeKind, Gazetteer, Level, Recommendation};

use crate::blocks::{Block, Form};
use crate::headings::Part;
use crate::outline::{Entry, Outline, Role};
use crate::text::{captured, ends_complete, patterns, plain, starts_small, word_count};
use crate::units::named::named;

patterns! {
    HEADED = r"(?i)^recommendations? (?:to|for) (.{3,140})$";
    ADDRESSEE = r"(?i)^(?:we recommend that |recommendations? (?:to|for) )?(.{3,140}?)\s+(?:(?:should|must)\s*:?|needs? to\s*:)$";
    /// "HMPPS should work with the Ministry of Justice to:", which goes on in the list below.
    LEADS_ON = r"(?i)^(?:we recommend that )?(.{3,100}?)\s+(?:should|must|needs? to)\s.{2,100}:$";
    FOR_WHOM = r"(?i)^(?:for|to) (?:the )?(.{3,100}?)\s*:$";
    /// Whom a recommendation is made to, where that stands in its own sentence.
    OWN_ADDRESSEE = r"(?is)^\s*(?:we recommend that )?(.{2,100}?)\s(?:should|must)\s+(\p{L}.*)$";
    NUMBERED = r"^\(?R?(\d{1,2}) ?[.):]?\s+(\p{L}.*)$";
    LABELLED = r"(?i)^recommendation (\d{1,2})\s*[:.–-]?\s+(\p{L}.*)$";
    OPEN_END = r"(?i)\b(?:that|to|by|which|including)$";
    /// "Recommendation 1", with its words below.
    LABEL_ALONE = r"(?i)^recommendation (\d{1,2})\s*[:.]?$";
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
        printed: None,
        awaited: None,
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
    /// The last number that the list for this addressee printed.
    printed: Option<u32>,
    /// The number of a label whose words come next.
    awaited: Option<u32>,
    /// Points below the last recommendation have begun.
    has_points: bool,
    found: Vec<Recommendation>,
}

impl Reader<'_> {
    fn take(&mut self, entry: &Entry) {
        let block = &entry.block;
        let is_told = matches!(entry.role, Role::Heading | Role::Text);
        if let Some(label) = captured(&LABEL_ALONE, &block.line).filter(|_| is_told) {
            self.awaited = label[1].parse().ok();
            return;
        }
        if entry.role == Role::Heading {
            let named = self.named_by_heading(&block.text);
            self.address(named);
            return;
        }
        if entry.role != Role::Text {
            return;
        }
        let text = block.text.trim();
        let line = block.line.clone();
        if let Some(addressee) = self.addressed(block) {
            self.address(Some(addressee));
            return;
        }
        if let Some(number) = self.awaited.take() {
            self.add(Some(number), text, entry);
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

    /// Whom a line says that what follows is for.
    fn addressed(&self, block: &Block) -> Option<String> {
        let text = block.text.trim();
        if let Some(addressee) = ADDRESSEE.captures(text) {
            return Some(addressee[1].trim_end_matches([',', ' ']).to_owned());
        }
        if !matches!(block.form, Form::Paragraph) {
            return None;
        }
        let is_name = self.is_addressee(&block.line);
        let name = || text.trim_end_matches([':', ' ']).to_owned();
        self.led_on(text).or_else(|| is_name.then(name))
    }

    fn address(&mut self, addressee: Option<String>) {
        self.addressee = addressee;
        self.printed = None;
    }

    /// A line of a few words that are someone's name and nothing else.
    fn is_addressee(&self, line: &str) -> bool {
        let is_short = word_count(line) <= 8 && line.starts_with(char::is_uppercase);
        let is_name = match line.strip_suffix(':') {
            // What a colon ends may be a sentence that leads on.
            Some(name) => name.split(' ').all(is_part_of_name),
            None => !line.ends_with(['.', ',', ';']),
        };
        is_short && is_name && addressee_kind(line, self.gazetteer) != AddresseeKind::Other
    }

    /// Whom a line names that the list below it goes on from; someone known.
    fn led_on(&self, text: &str) -> Option<String> {
        if !text.ends_with(':') || text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let found = captured(&FOR_WHOM, text).or_else(|| captured(&LEADS_ON, text))?;
        let named = found[1].trim();
        let is_name = named.starts_with(char::is_uppercase) || named.starts_with("the ");
        let is_known = || addressee_kind(named, self.gazetteer) != AddresseeKind::Other;
        (is_name && is_known()).then(|| named.to_owned())
    }

    /// A heading may name whom the list below it is for.
    fn named_by_heading(&self, heading: &str) -> Option<String> {
        let heading = heading.trim();
        if let Some(named) = self.led_on(heading) {
            return Some(named);
        }
        let kind = addressee_kind(heading, self.gazetteer);
        let named = ADDRESSEE
            .captures(heading)
            .or_else(|| HEADED.captures(heading));
        let named = named
            .and_then(|found| found.get(1))
            .map(|found| found.as_str());
        (kind != AddresseeKind::Other).then(|| named.unwrap_or(heading).to_owned())
    }

    /// Whom a sentence says should do something, where that is someone known, and what.
    fn named_in<'t>(&self, text: &'t str) -> Option<(String, &'t str)> {
        let found = OWN_ADDRESSEE.captures(text)?;
        let (named, rest) = (found.get(1)?.as_str(), found.get(2)?.as_str());
        let kind = addressee_kind(named, self.gazetteer);
        (kind != AddresseeKind::Other).then(|| (plain(named).into_owned(), rest))
    }

    /// A bullet below an unfinished recommendation is part of it.
    fn take_bullet(&mut self, depth: u8, text: &str, entry: &Entry) {
        let has_points = self.has_points;
        let last = self.found.last_mut().filter(|last| {
            let goes_on = (depth > 0 || has_points) && last.number.is_some();
            goes_on || is_unfinished(&last.text)
        });
        match last {
            Some(last) => {
                self.has_points = true;
                let follows =
                    ends_complete(&last.text) || (!has_points && is_unfinished(&last.text));
                let gap = if follows { " " } else { "; " };
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
        let (addressee, text) = match (&self.addressee, self.named_in(text)) {
            (None, Some((named, rest))) => (Some(named), rest),
            (addressee, _) => (addressee.clone(), text),
        };
        let kind = addressee.as_deref().map_or(AddresseeKind::Other, |name| {
            addressee_kind(name, self.gazetteer)
        });
        let number = self.counted(number);
        self.found.push(Recommendation {
            number,
            addressee,
            addressee_kind: kind,
            text: text.trim().to_owned(),
            page: entry.block.page,
        });
    }

    /// Markdown may print each item of a list as "1."; it counts on all the same.
    fn counted(&mut self, number: Option<u32>) -> Option<u32> {
        let repeats = number.is_some() && self.printed == number;
        self.printed = number.or(self.printed);
        let last = self.found.last().and_then(|last| last.number);
        match last.filter(|_| repeats) {
            Some(last) => last.checked_add(1),
            None => number,
        }
    }
}

fn is_part_of_name(word: &str) -> bool {
    let joins = matches!(word, "and" | "of" | "the" | "region" | "service" | "unit");
    joins || word.starts_with(|c: char| c.is_uppercase() || c == '&' || c == '(')
}

/// A recommendation that the points below it go on from.
fn is_unfinished(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with(':') || OPEN_END.is_match(text)
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
