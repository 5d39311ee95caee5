//! Key questions of the case standards, and the share of cases answered "Yes".

use std::borrow::Cow;

use probity_model::KeyQuestion;

use crate::blocks::Form;
use crate::headings::Part;
use crate::outline::{Entry, Outline, Role};
use crate::text::{captured, patterns};

patterns! {
    PERCENT = r"(?i)^\W{0,2}\d{1,3}(?:\.\d+)?\s?(?:%|per cent|percent)\W{0,3}$";
    LINE = r"(?i)^(.*\?)\W{0,3}\s(\d{1,3})\s?(?:%|per cent)\W{0,2}$";
    QUESTION = r"^(?:Does|Do|Did|Is|Are|Was|Were|Has|Have|Can|Will|To what extent|How)\b.*\?$";
    LABEL = r"(?i)^(?:key )?question(?: \d{1,2}(?:\.\d)?)?\s*[:.-]\s*";
    ASKS = r"^(?:Does|Do|Did|Is|Are|Was|Were|Has|Have|Can|Will|To what extent|How)\b";
}

/// Reads the tables of key questions, one row or line each; a question's percentage may stand in
/// the line below it.
pub(crate) fn read(outline: &Outline) -> Vec<KeyQuestion> {
    let mut questions = Vec::new();
    let mut waiting: Option<(String, &Entry)> = None;
    for entry in &outline.entries {
        if entry.role != Role::Text || matches!(entry.part, Part::Recommendations | Part::Progress)
        {
            continue;
        }
        let cells: Vec<_> = entry.block.cells().collect();
        if let Some((question, percent)) = in_one(&cells) {
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

fn in_one(cells: &[Cow<'_, str>]) -> Option<(String, u8)> {
    let filled = cells.iter().map(AsRef::as_ref);
    let filled: Vec<&str> = filled.filter(|cell: &&str| !cell.is_empty()).collect();
    let shares: Vec<Option<u8>> = filled.iter().map(|cell| percent(cell)).collect();
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
    asks.then_some((question.to_owned(), share(&found[2])?))
}

/// "Key question 2: Does …": the question.
fn unlabelled(line: &str) -> &str {
    let labelled = line.starts_with(['K', 'k', 'Q', 'q']);
    let label = labelled.then(|| LABEL.find(line)).flatten();
    label.map_or(line, |label| &line[label.end()..])
}

/// The share that a cell consists of. It begins with its figure, which tells most cells apart.
fn percent(cell: &str) -> Option<u8> {
    let mut front = cell.chars().take(3);
    if !front.any(|c| c.is_ascii_digit()) {
        return None;
    }
    if !PERCENT.is_match(cell) {
        return None;
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let figure = cell.trim_start_matches(|c| !is_digit(c));
    share(figure.split(|c| !is_digit(c)).next()?)
}

fn share(digits: &str) -> Option<u8> {
    digits.parse().ok().filter(|percent| *percent <= 100)
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
