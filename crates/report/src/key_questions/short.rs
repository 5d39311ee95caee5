//! Key questions that are told by their subjects alone: in a table with a column for each, in rows below
//! the name of a standard, or in sentences: "Engaging them: yes in 61 per cent of cases.
//! Safety of others: yes in 47 per cent."
//!
//! Every case standard asks about the same subjects: whether the person is engaged, whether the reasons
//! for offending are dealt with, and whether other people are kept safe.

use probity_model::KeyQuestion;

use super::may_tell;
use super::shares::{percent, share};
use crate::blocks::Form;
use crate::headings;
use crate::outline::{Entry, Outline};
use crate::text::{all_captured, patterns, sentences, word_count};

patterns! {
    ENGAGING = r"(?i)\bengag|\bcompliance\b";
    DESISTANCE = r"(?i)\bdesist|\b(?:re-?)?offending\b";
    SAFETY = r"(?i)\bsafe|\bharm\b|\bpublic protection\b";
    SHARE = r"(?i)\b(\d{1,3})(?:\.\d+)? ?(?:%|per cent\b|percent\b)";
    /// What leads from a subject to its share, and from one share to the next subject.
    LINK = r"(?i)^(?:\W|\b(?:in|of|for|on|at|and|with|yes|was|is|were|the|an?|sufficient(?:ly)?|answered|cases?|met|only|just|about|by|to|we|\d{1,3})\b)+|(?:\W|\b(?:in|of|for|on|at|and|with|yes|was|is|were|the|an?|sufficient(?:ly)?|answered|cases?|met|only|just|about|by)\b)+$";
    COURT = r"(?i)\bcourts?\b";
    REPORTS = r"(?i)\breports?\b|\binformation\b|\badvice\b";
}

/// What a key question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Engaging,
    Desistance,
    Safety,
}

/// No subject is told in more words.
const MOST_WORDS: usize = 10;

const COURT_WORK: &str = "Court work";

/// The standards that cases are judged by, as all rounds of inspection name them.
const OF_CASES: [&str; 5] = [
    COURT_WORK,
    "Assessment",
    "Planning",
    "Implementation and delivery",
    "Reviewing",
];

/// Reads them in the order in which they stand.
pub(super) fn read(outline: &Outline) -> Vec<KeyQuestion> {
    let mut found = Vec::new();
    let mut table = Table::default();
    let entries = outline.entries.iter();
    for entry in entries.filter(|entry| may_tell(entry)) {
        match &entry.block.form {
            Form::Row {
                table: of, cells, ..
            } => table.read(*of, cells, entry, &mut found),
            _ => in_sentences(entry, outline, &mut found),
        }
    }
    // What is told of court work alone may be anything.
    let of_cases = found.iter().filter(|told| told.standard != COURT_WORK);
    if of_cases.count() < 2 {
        found.clear();
    }
    found
}

/// The subject that some words name, if it is one and not two.
fn subject(words: &str) -> Option<Subject> {
    if word_count(words) > MOST_WORDS {
        return None;
    }
    let named = [
        (&ENGAGING, Subject::Engaging),
        (&DESISTANCE, Subject::Desistance),
        (&SAFETY, Subject::Safety),
    ];
    let mut named = named
        .into_iter()
        .filter(|(pattern, _)| pattern.is_match(words));
    let (_, first) = named.next()?;
    named.next().is_none().then_some(first)
}

/// The case standard of this name, with or without its number.
fn case_standard(name: &str) -> Option<&'static str> {
    let named = headings::standard(name).or_else(|| headings::standard_by_name(name))?;
    let mut of_cases = OF_CASES.into_iter();
    of_cases.find(|known| named.name.eq_ignore_ascii_case(known))
}

/// The standard in whose section an entry stands.
fn standard_above(entry: &Entry, outline: &Outline) -> Option<&'static str> {
    let section = entry
        .standard
        .and_then(|at| case_standard(&outline.standards[at].name.name));
    section.or_else(|| entry.path.last().and_then(|heading| case_standard(heading)))
}

/// A table that is being read.
#[derive(Default)]
struct Table {
    of: Option<u32>,
    /// The subjects of its columns, in the words of their heads.
    columns: Vec<Option<String>>,
    /// The standard that its last row without a share named.
    standard: Option<&'static str>,
}

impl Table {
    fn read(&mut self, of: u32, cells: &[String], entry: &Entry, found: &mut Vec<KeyQuestion>) {
        if self.of != Some(of) {
            *self = Self {
                of: Some(of),
                ..Self::default()
            };
        }
        let shares: Vec<Option<u8>> = cells.iter().map(|cell| percent(cell.trim())).collect();
        if shares.iter().all(Option::is_none) {
            self.read_head(cells);
            return;
        }
        let label = cells.first().map_or("", |cell| cell.trim());
        let named = case_standard(label);
        let mut add = |standard: Option<&'static str>, question: &str, percent: u8| {
            if let Some(standard) = standard {
                found.push(key_question(standard, question, percent, entry));
            }
        };
        if subject(label).is_some()
            && let Some(percent) = shares.iter().flatten().next()
        {
            return add(self.standard, label, *percent);
        }
        for (question, share) in self.columns.iter().zip(&shares) {
            if let (Some(question), Some(percent)) = (question, share) {
                add(named, question, *percent);
            }
        }
    }

    /// A row that names the subjects of the columns, or the standard of the rows below it.
    fn read_head(&mut self, cells: &[String]) {
        let is_subject = |cell: &String| subject(cell).map(|_| cell.trim().to_owned());
        let columns: Vec<Option<String>> = cells.iter().map(is_subject).collect();
        if columns.iter().flatten().count() > 1 {
            self.columns = columns;
        }
        self.standard = cells
            .iter()
            .find_map(|cell| case_standard(cell))
            .or(self.standard);
    }
}

/// "REVIEWING. Engagement, 61 per cent; safety of others, 47 per cent."
fn in_sentences(entry: &Entry, outline: &Outline, found: &mut Vec<KeyQuestion>) {
    let line = entry.block.line.as_str();
    if !line.contains(|c: char| c.is_ascii_digit()) {
        return;
    }
    let label = line.split_once(['.', ':']);
    let labelled = label.and_then(|(name, rest)| Some((case_standard(name)?, rest)));
    let above = || Some((standard_above(entry, outline)?, line));
    let Some((standard, told)) = labelled.or_else(above) else {
        return;
    };
    let told = match standard {
        COURT_WORK if found.iter().any(|told| told.standard == COURT_WORK) => Vec::new(),
        COURT_WORK => of_court(told).into_iter().collect(),
        _ => subjects_in(told),
    };
    for (question, percent) in told {
        found.push(key_question(standard, question, percent, entry));
    }
}

/// The subjects that a text tells shares of, each in the words before its share, else in those behind it.
fn subjects_in(text: &str) -> Vec<(&str, u8)> {
    let mut ends = vec![0];
    let mut figures = Vec::new();
    for found in all_captured(&SHARE, text) {
        let Some(percent) = share(&found[1]) else {
            return Vec::new();
        };
        let whole = found.get(0).map_or(0..0, |whole| whole.range());
        figures.push((whole.start, percent));
        ends.push(whole.end);
    }
    let before = figures
        .iter()
        .zip(&ends)
        .map(|((start, percent), end)| (bare(&text[*end..*start]), *percent));
    let before: Vec<(&str, u8)> = before
        .filter(|(words, _)| subject(words).is_some())
        .collect();
    if before.len() == figures.len() && before.len() > 1 {
        return before;
    }
    let starts = figures.iter().map(|(start, _)| *start).skip(1);
    let stops = starts.chain(std::iter::once(text.len()));
    let behind = ends[1..].iter().zip(stops).zip(&figures);
    let behind = behind.map(|((end, stop), (_, percent))| (bare(&text[*end..stop]), *percent));
    let behind: Vec<(&str, u8)> = behind
        .filter(|(words, _)| subject(words).is_some())
        .collect();
    match behind.len() == figures.len() && behind.len() > 1 {
        true => behind,
        false => Vec::new(),
    }
}

/// The one share that a section on court work tells is that of the reports and advice to court: the
/// sentence that tells it.
fn of_court(text: &str) -> Option<(&str, u8)> {
    let mut shares = all_captured(&SHARE, text);
    let (Some(found), None) = (shares.next(), shares.next()) else {
        return None;
    };
    let mut told = sentences(text).into_iter();
    let told = told.find(|told| told.contains(&found[0]))?;
    let share = share(&found[1])?;
    (REPORTS.is_match(text) || COURT.is_match(text)).then_some((told, share))
}

/// Without the words that lead from a subject to its share.
fn bare(words: &str) -> &str {
    let words = LINK.find(words).map_or(words, |link| match link.start() {
        0 => &words[link.end()..],
        start => &words[..start],
    });
    LINK.find(words).map_or(words, |link| match link.start() {
        0 => &words[link.end()..],
        start => &words[..start],
    })
}

fn key_question(standard: &str, question: &str, percent: u8, entry: &Entry) -> KeyQuestion {
    KeyQuestion {
        standard: standard.to_owned(),
        question: question.trim().to_owned(),
        percent,
        page: entry.block.page,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_stand_before_their_shares() {
        let told = "Engaging them: yes in 61 per cent of cases. Causes of offending: yes in 58 \
                    per cent. Safety of others: yes in 47 per cent.";
        let expected = vec![
            ("Engaging them", 61),
            ("Causes of offending", 58),
            ("Safety of others", 47),
        ];
        assert_eq!(subjects_in(told), expected);
    }

    #[test]
    fn subjects_stand_behind_their_shares() {
        let told = "67% for engagement, 54% for desistance and 48% for safety.";
        let expected = vec![("engagement", 67), ("desistance", 54), ("safety", 48)];
        assert_eq!(subjects_in(told), expected);
    }

    #[test]
    fn other_shares_are_no_answers() {
        for told in [
            "Staff were safe in 61 per cent of offices, and 40 per cent of them were new.",
            "In 47 per cent of cases, other people were kept safe.",
            "There were 12 cases.",
        ] {
            assert_eq!(subjects_in(told), [], "{told}");
        }
    }

    #[test]
    fn a_subject_is_one() {
        assert_eq!(subject("engaging the person"), Some(Subject::Engaging));
        assert_eq!(
            subject("reoffending and desistance"),
            Some(Subject::Desistance)
        );
        assert_eq!(subject("safety of other people"), Some(Subject::Safety));
        assert_eq!(subject("engagement and safety"), None);
        assert_eq!(subject("staffing"), None);
    }
}
