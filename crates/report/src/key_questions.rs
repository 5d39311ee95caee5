//! Key questions of the case standards, and the share of cases answered "Yes".

mod shares;
mod short;

use std::borrow::Cow;

use probity_model::KeyQuestion;

use shares::{Figures, percent};

use crate::blocks::Form;
use crate::headings::Part;
use crate::outline::{Entry, Outline, Role};
use crate::text::{captured, patterns};

patterns! {
    LINE = r"(?i)^(.*\?)\W{0,3}(?:\s|(?:answered )?'?yes'?(?: in)?\W{1,3})(\d{1,3})\s?(?:%|per ?cent)(?: of (?:the )?(?:inspected |relevant )?cases)?\W{0,2}$";
    QUESTION = r"^(?:Does|Do|Did|Is|Are|Was|Were|Has|Have|Can|Will|To what extent|How)\b.*\?$";
    /// The answer behind a question in the midst of a line.
    ANSWER = r"(?i)^\W{0,4}(?:(?:answered )?'?yes'?(?: in)?\W{1,3})?(\d{1,3})\s?(?:%|per ?cent)(?: of (?:the )?(?:inspected |relevant )?cases)?\W{0,3}";
    LABEL = r"(?i)^(?:(?:key )?question(?: \d{1,2}(?:\.\d)?)?\s*[:.-]|we asked:?)\s*";
    ASKS = r"^(?:Does|Do|Did|Is|Are|Was|Were|Has|Have|Can|Will|To what extent|How)\b";
}

/// Reads the key questions: their tables, one row or line each, where a question's percentage may
/// stand in the line below it; without such, what is told by the subjects of questions alone.
pub(crate) fn read(outline: &Outline) -> Vec<KeyQuestion> {
    let asked = asked(outline);
    match asked.is_empty() {
        true => short::read(outline),
        false => asked,
    }
}

/// What may tell of key questions.
fn may_tell(entry: &Entry) -> bool {
    entry.role == Role::Text && !matches!(entry.part, Part::Recommendations | Part::Progress)
}

/// Questions in their own words.
fn asked(outline: &Outline) -> Vec<KeyQuestion> {
    let mut questions = Vec::new();
    let mut waiting: Option<(String, &Entry)> = None;
    let mut figures = Figures::default();
    for entry in outline.entries.iter().filter(|entry| may_tell(entry)) {
        let cells: Vec<_> = entry.block.cells().collect();
        figures.note(&cells);
        let many = in_many(&cells);
        if !many.is_empty() {
            let all = many.into_iter();
            questions.extend(all.map(|(asked, share)| key_question(outline, entry, asked, share)));
            waiting = None;
        } else if let Some((question, percent)) = in_one(&cells, &figures) {
            questions.push(key_question(outline, entry, question, percent));
            waiting = None;
        } else if let (Some(percent), [_]) = (percent(&cells[0]), cells.as_slice()) {
            if let Some((question, entry)) = waiting.take() {
                questions.push(key_question(outline, entry, question, percent));
            }
        } else {
            waiting = open_question(&entry.block.form, &cells, waiting, entry);
        }
    }
    questions
}

/// Several questions with their answers in one paragraph.
fn in_many(cells: &[Cow<'_, str>]) -> Vec<(String, u8)> {
    let mut found = Vec::new();
    let [line] = cells else { return found };
    if line.matches('?').count() < 2 {
        return found;
    }
    let mut from = 0;
    for (at, _) in line.match_indices('?') {
        let behind = &line[at + 1..];
        let Some(answer) = captured(&ANSWER, behind) else {
            continue;
        };
        let question = unlabelled(line.get(from..=at).unwrap_or_default().trim());
        if ASKS.is_match(question)
            && let Some(share) = shares::share(&answer[1])
        {
            found.push((question.to_owned(), share));
        }
        from = at + 1 + answer[0].len();
    }
    // One answer at the end is what single lines have.
    if found.len() < 2 {
        found.clear();
    }
    found
}

fn in_one(cells: &[Cow<'_, str>], figures: &Figures) -> Option<(String, u8)> {
    let filled = cells.iter().map(AsRef::as_ref);
    let filled: Vec<&str> = filled.filter(|cell: &&str| !cell.is_empty()).collect();
    let shares: Vec<Option<u8>> = filled.iter().map(|cell| figures.share(cell)).collect();
    let first = shares.iter().position(Option::is_some);
    // The unit's own share is printed first, those that it is compared with behind it.
    if let Some((at, percent)) = first.and_then(|at| Some((at, shares[at]?)))
        && shares[at..].iter().all(Option::is_some)
    {
        let front = &filled[..at];
        let question = front.join(" ");
        let question = unlabelled(&question);
        let asks = QUESTION.is_match(question);
        return asks.then(|| (question.to_owned(), percent));
    }
    let [line] = filled.as_slice() else {
        return None;
    };
    if !line.contains('?') {
        return None;
    }
    let found = captured(&LINE, line)?;
    let question = unlabelled(&found[1]);
    let asks = ASKS.is_match(question);
    asks.then_some((question.to_owned(), shares::share(&found[2])?))
}

/// "Key question 2: Does …": the question.
fn unlabelled(line: &str) -> &str {
    let labelled = line.starts_with(['K', 'k', 'Q', 'q', 'W']);
    let label = labelled.then(|| LABEL.find(line)).flatten();
    label.map_or(line, |label| &line[label.end()..])
}

/// A question without its percentage; or one broken over two lines.
fn open_question<'a>(
    form: &Form,
    cells: &[Cow<'_, str>],
    waiting: Option<(String, &'a Entry)>,
    entry: &'a Entry,
) -> Option<(String, &'a Entry)> {
    let is_short =
        |length: usize| length <= 240 && !matches!(form, Form::Item { .. } | Form::Quote);
    if !is_short(cells.iter().map(|cell| cell.len()).sum()) {
        return None;
    }
    let line = cells.join(" ");
    let line = unlabelled(line.trim()).to_owned();
    let short = is_short(line.len());
    if short && ASKS.is_match(&line) {
        return Some((line, entry));
    }
    let (begun, first) = waiting?;
    let goes_on = short && !begun.ends_with('?') && line.ends_with('?');
    goes_on.then(|| (format!("{begun} {line}"), first))
}

fn key_question(outline: &Outline, entry: &Entry, question: String, percent: u8) -> KeyQuestion {
    let standard = entry
        .standard
        .map(|i| outline.standards[i].name.name.clone());
    KeyQuestion {
        standard: standard.unwrap_or_else(|| asked_of(&question).to_owned()),
        question,
        percent,
        page: entry.block.page,
    }
}

/// Questions name their standard in one wording through all rounds.
fn asked_of(question: &str) -> &'static str {
    let folded = question.to_lowercase();
    let subjects = [
        ("pre-sentence information", "Court work"),
        ("early outcomes", "Outcomes"),
        ("implementation and delivery", "Implementation and delivery"),
        (
            "post-custody period implemented",
            "Implementation and delivery",
        ),
        ("does assessment", "Assessment"),
        ("does planning", "Planning"),
        ("does reviewing", "Reviewing"),
    ];
    subjects
        .iter()
        .find(|(words, _)| folded.contains(words))
        .map_or("", |(_, standard)| standard)
}
