//! What became of the recommendations of the inspection before.

mod columns;

use probity_model::{PreviousRecommendation, Progress};

use columns::Column;

use crate::blocks::Form;
use crate::headings::Part;
use crate::outline::Outline;
use crate::text::{fold, patterns, plain, word_count};

patterns! {
    HEADER = r"(?i)^recommendations?$|\bprevious recommendations?\b|\bprogress (?:made|rating|status)\b|\baction taken\b|\bimprovement still required\b|\bcategorisation\b";
    CATEGORISED = r"(?i)^(.{12,400}?)\s*[-–—:(]\s*((?:sufficient|good|some|no) progress|no longer applicable)\b[).:;,]*\s*(.*)$";
    NUMBER = r"(?i)^\(?(?:R|rec(?:ommendation)? ?)?\d{1,2}[.):]?$";
    TEMPLATE = r"(?i)sufficient progress ?/|some progress ?/|^from (?:the )?previous\b|^briefly describe\b|^yes ?/ ?no\b";
}

/// Reads the table: recommendation, action taken, category, whether improvement is still required; in
/// the order that its header gives, else in this one. A row without a category and an answer goes on
/// from the row before it, as over a page break. Lists tell the same in lines with labels.
pub(crate) fn read(outline: &Outline) -> Vec<PreviousRecommendation> {
    let mut found: Vec<PreviousRecommendation> = Vec::new();
    let mut columns: Vec<Column> = Vec::new();
    let entries = outline.entries.iter();
    for entry in entries.filter(|entry| entry.part == Part::Progress) {
        let page = entry.block.page;
        let Form::Row { cells, .. } = &entry.block.form else {
            take_line(&mut found, &entry.block.text, page);
            continue;
        };
        if cells.len() < 3 {
            continue;
        }
        if let Some(named) = columns::of_header(cells) {
            columns = named;
            continue;
        }
        if is_header(cells) {
            continue;
        }
        let row = match columns.len() == cells.len() {
            true => row_by_columns(cells, &columns, page),
            false => row(unnumbered(cells), page),
        };
        let whole = row.progress.is_some() || row.improvement_required.is_some();
        match found.last_mut() {
            Some(last) if !whole => go_on(last, row),
            _ if whole && !row.text.is_empty() => found.push(row),
            Some(last) => go_on(last, row),
            None => {}
        }
    }
    // What has a label and was never judged is a recommendation that the section only speaks of.
    found.retain(|told| told.progress.is_some() || told.improvement_required.is_some());
    found
}

/// A line outside of tables: a whole recommendation, or one thing about the last, behind its label.
fn take_line(found: &mut Vec<PreviousRecommendation>, text: &str, page: Option<u32>) {
    let Some((column, words)) = columns::labelled(text) else {
        found.extend(in_sentence(text, page));
        return;
    };
    if column == Column::Recommendation {
        found.push(in_sentence(words, page).unwrap_or_else(|| unjudged(words, page)));
        return;
    }
    let mut more = unjudged("", page);
    match column {
        Column::Required => more.improvement_required = answer(words),
        Column::Category if progress(words).is_some() => more.progress = progress(words),
        _ => more.action = Some(words.to_owned()),
    }
    if let Some(last) = found.last_mut() {
        go_on(last, more);
    }
}

/// Nothing but its words is known.
fn unjudged(words: &str, page: Option<u32>) -> PreviousRecommendation {
    PreviousRecommendation {
        text: words.trim().to_owned(),
        action: None,
        progress: None,
        improvement_required: None,
        page,
    }
}

/// "Recommendation – some progress: what was done", as lists print it.
fn in_sentence(text: &str, page: Option<u32>) -> Option<PreviousRecommendation> {
    let found = CATEGORISED.captures(text)?;
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|');
    let rest = found[3].trim_matches(is_mark);
    // "… - some progress - yes": what else the table says.
    let label = columns::labelled(rest).filter(|(column, _)| *column == Column::Required);
    let required = match label {
        Some((_, said)) => answer(said),
        None => answer(rest).filter(|_| word_count(rest) == 1),
    };
    let action = if required.is_some() { "" } else { rest };
    Some(PreviousRecommendation {
        text: found[1].trim().to_owned(),
        action: (!action.is_empty()).then(|| action.to_owned()),
        progress: progress(&found[2]),
        improvement_required: required,
        page,
    })
}

/// The names of the columns of a table of progress.
pub(crate) fn is_head_of_table(cells: &[String]) -> bool {
    cells.len() >= 3 && heads(cells) >= 2
}

/// The names of the columns, or the form's own instructions below them.
fn is_header(cells: &[String]) -> bool {
    heads(cells) >= 2 || cells.iter().any(|cell| TEMPLATE.is_match(&plain(cell)))
}

fn heads(cells: &[String]) -> usize {
    let cells = cells.iter().map(|cell| plain(cell));
    cells
        .filter(|cell| cell.len() < 80 && HEADER.is_match(cell))
        .count()
}

fn row_by_columns(
    cells: &[String],
    columns: &[Column],
    page: Option<u32>,
) -> PreviousRecommendation {
    let all = |column: Column| -> String {
        let pairs = cells.iter().zip(columns);
        let cells = pairs.filter(|(_, of)| **of == column);
        let cells: Vec<&str> = cells.map(|(cell, _)| cell.trim()).collect();
        cells.join(" ").trim().to_owned()
    };
    let action = all(Column::Action);
    PreviousRecommendation {
        action: (!action.is_empty()).then_some(action),
        progress: progress(&all(Column::Category)),
        improvement_required: answer(&all(Column::Required)),
        ..unjudged(&all(Column::Recommendation), page)
    }
}

/// Without the column that only numbers the rows.
fn unnumbered(cells: &[String]) -> &[String] {
    match cells.split_first() {
        Some((first, rest)) if NUMBER.is_match(first.trim()) => rest,
        _ => cells,
    }
}

fn row(cells: &[String], page: Option<u32>) -> PreviousRecommendation {
    let cell = |at: usize| cells[at].trim().to_owned();
    let last = cells.len() - 1;
    let has_answer = cells.len() > 3 || answer(&cells[last]).is_some();
    let category = if has_answer { last - 1 } else { last };
    let action = cells[1..category.max(1)].join(" ").trim().to_owned();
    PreviousRecommendation {
        text: cell(0),
        action: (!action.is_empty()).then_some(action),
        progress: progress(&cells[category]),
        improvement_required: if has_answer {
            answer(&cells[last])
        } else {
            None
        },
        page,
    }
}

fn go_on(last: &mut PreviousRecommendation, more: PreviousRecommendation) {
    if !more.text.is_empty() {
        last.text = format!("{} {}", last.text, more.text);
    }
    if let Some(action) = more.action {
        let before = last.action.take().unwrap_or_default();
        last.action = Some(format!("{before} {action}").trim().to_owned());
    }
    last.progress = last.progress.or(more.progress);
    last.improvement_required = last.improvement_required.or(more.improvement_required);
}

fn progress(cell: &str) -> Option<Progress> {
    let words = fold(cell);
    if words.contains("no longer") || words.starts_with("not applicable") {
        Some(Progress::NoLongerApplicable)
    } else if words.starts_with("sufficient") || words.starts_with("good progress") {
        Some(Progress::Sufficient)
    } else if words.starts_with("some") {
        Some(Progress::Some)
    } else if words.starts_with("no progress") || words == "no" || words == "none" {
        Some(Progress::None)
    } else {
        None
    }
}

fn answer(cell: &str) -> Option<bool> {
    let words = fold(cell);
    let first = words.split([' ', '.', ',', '-', ';']).next();
    match first {
        Some("yes") => Some(true),
        Some("no")
            if !["no longer", "no progress"]
                .iter()
                .any(|more| words.starts_with(more)) =>
        {
            Some(false)
        }
        _ => None,
    }
}
