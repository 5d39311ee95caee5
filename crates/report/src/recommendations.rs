//! What a report recommends, and to whom.

mod addressee;
mod table;

use probity_model::{AddresseeKind, Gazetteer, Recommendation};

pub(crate) use table::is_head as is_head_of_table;

use crate::blocks::{Block, Form};
use crate::headings::Part;
use crate::outline::{Entry, Outline, Role};
use crate::text::{captured, ends_complete, patterns, starts_small, word_count};

patterns! {
    NUMBERED = r"^\(?R?(\d{1,2}) ?[.):]?\s+(\p{L}.*)$";
    LABELLED = r"(?i)^recommendation (\d{1,2})\s*[:.–-]?\s+(\p{L}.*)$";
    ANSWER = r"(?i)^(?:(?:partly|partially|not|fully) )?(?:agreed|accepted|completed?)\b";
    OPEN_END = r"(?i)\b(?:that|to|by|which|including)$";
    /// "Recommendation 1", with its words below.
    LABEL_ALONE = r"(?i)^recommendation (\d{1,2})\s*[:.]?$";
    /// "R3", "Rec 3:" at the head of an item.
    REFERENCE = r"^(?i:rec(?:ommendation)? ?|R)(\d{1,2})[.:)]?\s+";
    ROMAN = r"^\(?[ivx]{2,5}[.)]\s+";
    /// A mark of something said of several, as of when they should be done.
    MARK = r"\s[*†‡]{1,3}([.;,]?)$";
    /// Words that paragraphs begin with where each is a recommendation.
    IMPERATIVE = r"^(?:Act|Address|Agree|Allow|Appoint|Arrange|Ask|Assess|Begin|Bring|Build|Buy|Carry|Change|Check|Clear|Commission|Communicate|Complete|Consider|Consult|Continue|Create|Define|Deliver|Design|Develop|Embed|Enable|End|Engage|Ensure|Establish|Evaluate|Extend|Fill|Find|Fund|Give|Help|Hold|Identify|Implement|Improve|Increase|Introduce|Invest|Keep|Let|Listen|Look|Maintain|Make|Measure|Monitor|Obtain|Offer|Plan|Prioritise|Promote|Provide|Publish|Put|Raise|Record|Recruit|Reduce|Reinstate|Replace|Require|Resolve|Restore|Review|Revise|Secure|See|Set|Share|Simplify|Start|Stop|Strengthen|Support|Tackle|Take|Tell|Train|Undertake|Understand|Update|Use|Urgently|Work) ";
    /// Headings of what was recommended before.
    EARLIER = r"(?i)\b(?:previous|earlier|last|past|progress|since|first|20\d\d)\b";
}

/// What may stand before a number.
const LABEL: &str = "recommendation ";

/// A recommendation that is a paragraph without a number is no longer, in bytes.
const LONGEST: usize = 500;

/// Reads the section of recommendations: lines "… should:", and below each what they should do; and
/// those that the text marks by "Recommendation 1:" elsewhere.
pub(crate) fn read(outline: &Outline, gazetteer: &Gazetteer) -> Vec<Recommendation> {
    let mut reader = Reader::new(gazetteer);
    let is_listed = |entry: &&Entry| entry.part == Part::Recommendations;
    for entry in outline.entries.iter().filter(is_listed) {
        reader.take(entry);
    }
    let listed = reader.found.len();
    let is_elsewhere = |entry: &&Entry| {
        let closed = [Part::Recommendations, Part::Progress, Part::Notes];
        !closed.contains(&entry.part)
    };
    for entry in outline.entries.iter().filter(is_elsewhere) {
        reader.take_labelled(entry);
    }
    if reader.found.len() > listed {
        reader.found.sort_by_key(|told| told.number);
    }
    reader.found
}

/// What stands below a heading are recommendations, whatever it calls them: soon someone known is
/// told what to do, item by item, or they are labelled, or a table has them. Labels and tables may be of
/// earlier ones, where those are told of.
pub(crate) fn follow(heading: &str, below: &[Block], above: Part, gazetteer: &Gazetteer) -> bool {
    const REACH: usize = 4;
    // Labels stand in the midst of a text as well.
    const CLOSE: usize = 2;
    if EARLIER.is_match(heading) {
        return false;
    }
    for (at, block) in below.iter().take(REACH).enumerate() {
        let is_marked = table::is_head(block) || (is_labelled(block) && !is_answered(block));
        if at < CLOSE && is_marked && above != Part::Progress {
            return true;
        }
        let is_listed = below.get(at + 1).is_some_and(is_listed);
        let named = match block.form {
            Form::Heading(_) => addressee::in_heading(&block.text, gazetteer),
            Form::Paragraph | Form::Row { .. } => addressee::asked(block, gazetteer),
            _ => return false,
        };
        let is_known = named.is_some_and(|name| is_known(&name, gazetteer));
        if is_known && is_listed {
            return true;
        }
        if !is_known && (block.form != Form::Paragraph || is_like_heading(&block.line)) {
            return false;
        }
    }
    false
}

/// A few words that begin with a capital and end in no stop.
pub(crate) fn is_like_heading(line: &str) -> bool {
    const MOST_WORDS: usize = 8;
    let is_told = line.contains([':', '?', '!', ';']) || line.ends_with(['.', ',']);
    !is_told && line.starts_with(char::is_uppercase) && word_count(line) <= MOST_WORDS
}

/// A line that names someone whom recommendations are made to.
pub(crate) fn names_addressee(block: &Block, gazetteer: &Gazetteer) -> bool {
    addressee::is_addressee(&block.line, gazetteer)
        || addressee::addressed(block, gazetteer).is_some()
}

fn is_known(name: &str, gazetteer: &Gazetteer) -> bool {
    addressee::kind(name, gazetteer) != AddresseeKind::Other
}

fn is_labelled(block: &Block) -> bool {
    let told = matches!(block.form, Form::Heading(_) | Form::Paragraph);
    told && (LABELLED.is_match(&block.line) || LABEL_ALONE.is_match(&block.line))
}

/// "Recommendation 1. Agreed.", as action plans answer.
fn is_answered(block: &Block) -> bool {
    let told = captured(&LABELLED, &block.line);
    told.is_some_and(|told| ANSWER.is_match(&told[2]))
}

/// An item of a list of recommendations, however it is marked.
pub(crate) fn is_listed(block: &Block) -> bool {
    match block.form {
        Form::Item { .. } | Form::Row { .. } => true,
        Form::Paragraph => {
            NUMBERED.is_match(&block.line) || is_labelled(block) || starts_small(&block.line)
        }
        Form::Heading(_) => is_labelled(block),
        _ => false,
    }
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
    /// Nothing has been recommended to this addressee yet.
    is_new: bool,
    /// How deep in its list the last recommendation stood.
    depth: u8,
    columns: Option<table::Columns>,
    found: Vec<Recommendation>,
}

impl<'g> Reader<'g> {
    fn new(gazetteer: &'g Gazetteer) -> Self {
        Self {
            gazetteer,
            addressee: None,
            printed: None,
            awaited: None,
            has_points: false,
            is_new: true,
            depth: 0,
            columns: None,
            found: Vec::new(),
        }
    }

    fn take(&mut self, entry: &Entry) {
        let block = &entry.block;
        let is_told = matches!(entry.role, Role::Heading | Role::Text);
        if let Some(label) = captured(&LABEL_ALONE, &block.line).filter(|_| is_told) {
            self.awaited = label[1].parse().ok();
            return;
        }
        if entry.role == Role::Heading {
            let numbered = captured(&LABELLED, &block.line);
            // The section itself may be numbered as well.
            let is_below = entry.path.len() > 1;
            let counted = || captured(&NUMBERED, &block.line).filter(|_| is_below);
            match numbered.or_else(counted) {
                Some(found) => self.add(found[1].parse().ok(), after_number(&block.text), entry),
                None => self.address(addressee::in_heading(&block.text, self.gazetteer)),
            }
            return;
        }
        if entry.role != Role::Text {
            return;
        }
        let text = block.text.trim();
        if let Some(addressee) = addressee::addressed(block, self.gazetteer) {
            self.address(Some(addressee));
            return;
        }
        if let Some(number) = self.awaited.take() {
            self.add(Some(number), text, entry);
            return;
        }
        if self.takes_owner(&block.line) {
            return;
        }
        match &block.form {
            Form::Item {
                number: Some(number),
                ..
            } => self.add(Some(*number), text, entry),
            Form::Item { depth, .. } => self.take_bullet(*depth, text, entry),
            Form::Row { cells, .. } => self.take_row(cells, entry),
            Form::Paragraph | Form::Heading(_) => self.take_paragraph(text, entry),
            Form::Caption | Form::Quote | Form::Footnote => {}
        }
    }

    /// A line that says whom the recommendation above it is for.
    fn takes_owner(&mut self, line: &str) -> bool {
        let last = self
            .found
            .last_mut()
            .filter(|last| last.addressee.is_none());
        let Some(last) = last.filter(|_| line.contains(':')) else {
            return false;
        };
        let named = addressee::labelled(line, self.gazetteer);
        if let Some(named) = &named {
            last.addressee_kind = addressee::kind(named, self.gazetteer);
            last.addressee = Some(named.clone());
        }
        named.is_some()
    }

    fn take_paragraph(&mut self, text: &str, entry: &Entry) {
        let line = &entry.block.line;
        if let Some(found) = captured(&NUMBERED, line).or_else(|| captured(&LABELLED, line)) {
            self.add(found[1].parse().ok(), after_number(text), entry);
        } else if let Some(roman) = ROMAN.find(text) {
            self.take_bullet(1, &text[roman.end()..], entry);
        } else if self.addressee.is_some() && (starts_small(text) || self.is_imperative(line)) {
            self.add(None, text, entry);
        }
    }

    /// A recommendation that is a paragraph by itself, where none has a number.
    fn is_imperative(&self, line: &str) -> bool {
        self.printed.is_none() && line.len() <= LONGEST && IMPERATIVE.is_match(line)
    }

    /// "Recommendation 1: HMPPS should …", outside of a section of its own.
    fn take_labelled(&mut self, entry: &Entry) {
        let is_told = matches!(entry.role, Role::Heading | Role::Text);
        let is_line = matches!(entry.block.form, Form::Paragraph | Form::Heading(_));
        if !is_told || !is_line {
            return;
        }
        let Some(found) = captured(&LABELLED, &entry.block.line) else {
            return;
        };
        let text = after_number(entry.block.text.trim());
        let number = found[1].parse().ok();
        // A text may repeat what its list has.
        let is_known = |known: &Recommendation| known.number == number;
        if !self.found.iter().any(is_known)
            && addressee::in_sentence(text, self.gazetteer).is_some()
        {
            self.address(None);
            self.add(number, text, entry);
        }
    }

    fn address(&mut self, addressee: Option<String>) {
        self.addressee = addressee;
        self.printed = None;
        self.is_new = true;
    }

    /// A bullet below an unfinished recommendation is part of it.
    fn take_bullet(&mut self, depth: u8, text: &str, entry: &Entry) {
        if let Some(found) = captured(&REFERENCE, text) {
            let number = found[1].parse().ok();
            return self.add(number, &text[found[0].len()..], entry);
        }
        let has_points = self.has_points;
        let is_below = depth > self.depth;
        let is_new = self.is_new;
        let last = self.found.last_mut().filter(|last| {
            let goes_on = (depth > 0 || has_points) && last.number.is_some();
            !is_new && (goes_on || is_below || is_unfinished(&last.text))
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
            None if self.addressee.is_some() => {
                self.add(None, text, entry);
                self.depth = depth;
            }
            None => {}
        }
    }

    fn take_row(&mut self, cells: &[String], entry: &Entry) {
        if let Some(columns) = table::head(cells) {
            self.columns = Some(columns);
            return;
        }
        let Some(told) = table::read(cells, self.columns, self.gazetteer) else {
            return;
        };
        match told.addressee {
            Some(name) => self.add_for(Some(name.to_owned()), told.number, told.text, entry),
            None => self.add(told.number, told.text, entry),
        }
    }

    fn add(&mut self, number: Option<u32>, text: &str, entry: &Entry) {
        let named = match &self.addressee {
            None => addressee::in_sentence(text, self.gazetteer)
                .or_else(|| addressee::behind(text, self.gazetteer)),
            Some(_) => None,
        };
        match named {
            Some((named, rest)) => self.add_for(Some(named), number, rest, entry),
            None => self.add_for(self.addressee.clone(), number, text, entry),
        }
    }

    fn add_for(
        &mut self,
        addressee: Option<String>,
        number: Option<u32>,
        text: &str,
        entry: &Entry,
    ) {
        self.has_points = false;
        self.is_new = false;
        self.depth = 0;
        let name = addressee.as_deref();
        let kind = name.map_or(AddresseeKind::Other, |name| {
            addressee::kind(name, self.gazetteer)
        });
        let number = self.counted(number);
        self.found.push(Recommendation {
            number,
            addressee,
            addressee_kind: kind,
            text: MARK.replace(text.trim(), "$1").into_owned(),
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

/// A recommendation that the points below it go on from.
fn is_unfinished(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with(':') || OPEN_END.is_match(text)
}

fn after_number(text: &str) -> &str {
    let text = text.trim_start();
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
