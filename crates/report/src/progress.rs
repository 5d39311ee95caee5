//! What became of the recommendations of the inspection before.

mod columns;
mod inline;

use probity_model::{PreviousRecommendation, Progress};

use columns::Column;

use crate::blocks::Form;
use crate::headings::{self, Part};
use crate::outline::{Entry, Outline, Role};
use crate::text::{captured, fold, patterns, plain, starts_small, word_count};

patterns! {
    HEADER = r"(?i)^recommendations?$|\bprevious recommendations?\b|\bprogress (?:made|rating|status)\b|\baction taken\b|\bimprovement still required\b|\bcategorisation\b";
    CATEGORISED = r"(?i)^(.{12,400}?)\s*[-–—:(]\s*((?:sufficient|good|some|no) progress|no longer applicable)\b[).:;,]*\s*(.*)$";
    /// A category by itself, or at the start of what is said of a recommendation.
    CATEGORY = r"(?i)^(?:there (?:has been|was) )?(?:(?:sufficient|good|some|no|limited) progress|no longer applicable|not applicable)\b(?: (?:has been |was )?made)?\W*";
    CATEGORY_ALONE = r"(?i)^(?:(?:recommendations? )?(?:where|on which|with) (?:there (?:has been|was) |we (?:found|saw) )?)?(?:(?:sufficient|good|some|no|limited) progress|(?:recommendations? )?no longer applicable)(?: (?:has been |was )?made)?\s*(?:\(\d{1,2}\))?\W*$";
    THERE = r"(?i)^there (?:has been|was) ";
    /// "Recommendation 2 - Ask all": the recommendation behind its label.
    LABELLED = r"(?i)^(?:previous )?rec(?:ommendation|\.)? ?\d{1,2}\s*[-–—:.)]\s*(\S.*)$";
    NUMBERED = r"^\(?(?:R|(?i:recommendation) )?\d{1,2}[.):]?\s+";
    NUMBER = r"(?i)^\(?(?:R|rec(?:ommendation)? ?)?\d{1,2}[.):]?$";
    TEMPLATE = r"(?i)sufficient progress ?/|some progress ?/|^from (?:the )?previous\b|^briefly describe\b|^yes ?/ ?no\b";
}

/// Reads the table: recommendation, action taken, category, whether improvement is still required; in
/// the order that its header gives, else in this one. A row without a category and an answer goes on
/// from the row before it, as over a page break. Lists tell the same in lines with labels, or below
/// headings that are the recommendations or their categories.
pub(crate) fn read(outline: &Outline) -> Vec<PreviousRecommendation> {
    let mut reader = Reader::default();
    let entries = outline.entries.iter();
    for entry in entries.filter(|entry| entry.part == Part::Progress) {
        reader.take(entry);
    }
    // What has a label and was never judged is a recommendation that the section only speaks of.
    let mut found = reader.found;
    found.retain(|told| told.progress.is_some() || told.improvement_required.is_some());
    found
}

#[derive(Default)]
struct Reader {
    columns: Vec<Column>,
    /// The category of the recommendations in the list below its name.
    category: Option<Progress>,
    found: Vec<PreviousRecommendation>,
}

impl Reader {
    fn take(&mut self, entry: &Entry) {
        let page = entry.block.page;
        let text = entry.block.text.trim();
        match &entry.block.form {
            Form::Row { cells, .. } => self.take_row(cells, page),
            _ if CATEGORY_ALONE.is_match(&entry.block.line) => self.take_category(text),
            Form::Item { .. } if self.category.is_some() => {
                self.found.push(PreviousRecommendation {
                    progress: self.category,
                    ..unjudged(text, page)
                });
            }
            _ if entry.role == Role::Heading => self.take_heading(&entry.block.line, page),
            _ => self.take_line(text, page),
        }
    }

    /// "Some progress", on a line of its own: of the recommendation above, or of those below.
    fn take_category(&mut self, text: &str) {
        let category = progress(text.trim_start_matches(|c: char| !c.is_alphabetic()));
        match self.found.last_mut() {
            Some(last) if last.progress.is_none() && self.category.is_none() => {
                last.progress = category;
            }
            _ => self.category = category,
        }
    }

    /// A heading that is a recommendation; what is said of it stands below.
    fn take_heading(&mut self, line: &str, page: Option<u32>) {
        self.category = None;
        if headings::known(line).is_none() && columns::labelled(line).is_none() {
            self.found.push(unjudged(&NUMBERED.replace(line, ""), page));
        } else {
            self.take_line(line, page);
        }
    }

    fn take_row(&mut self, cells: &[String], page: Option<u32>) {
        if let Some(named) = columns::of_header(cells) {
            self.columns = named;
            return;
        }
        if is_header(cells) {
            return;
        }
        let row = match cells {
            _ if self.columns.len() == cells.len() => row_by_columns(cells, &self.columns, page),
            [text, said] if CATEGORY.is_match(&plain(said)) => judged(text, said, page),
            _ if cells.len() < 3 => return,
            _ => row(unnumbered(cells), page),
        };
        let whole = row.progress.is_some() || row.improvement_required.is_some();
        match self.found.last_mut() {
            Some(last) if !whole => go_on(last, row),
            _ if whole && !row.text.is_empty() => self.found.push(row),
            Some(last) => go_on(last, row),
            None => {}
        }
    }

    /// A line outside of tables: a whole recommendation, or something about the last, behind labels.
    fn take_line(&mut self, text: &str, page: Option<u32>) {
        let is_judged = CATEGORY.is_match(&plain(text));
        if let Some(last) = self.found.last_mut().filter(|last| last.progress.is_none())
            && is_judged
        {
            go_on(last, judged("", text, page));
        } else if let Some((front, parts)) = inline::split(text) {
            self.take_parts(front, parts, page);
        } else if let Some((column, words)) = columns::labelled(text) {
            self.take_labelled(column, words, page);
        } else if let Some(found) = captured(&LABELLED, text) {
            self.take_labelled(Column::Recommendation, &found[1], page);
        } else {
            self.found.extend(in_sentence(text, page));
        }
    }

    fn take_parts(&mut self, front: &str, parts: Vec<(Column, &str)>, page: Option<u32>) {
        let label =
            columns::labelled(front).filter(|(column, _)| *column == Column::Recommendation);
        let front = label.map_or(front, |(_, words)| words);
        let mut told = unjudged(&NUMBERED.replace(front, ""), page);
        for (column, words) in parts {
            go_on(&mut told, about(column, words, page));
        }
        match self.found.last_mut() {
            Some(last) if front.is_empty() => go_on(last, told),
            _ if front.is_empty() => {}
            _ => self.found.push(told),
        }
    }

    fn take_labelled(&mut self, column: Column, words: &str, page: Option<u32>) {
        if column == Column::Recommendation {
            let told = in_sentence(words, page).unwrap_or_else(|| unjudged(words, page));
            self.found.push(told);
        } else if let Some(last) = self.found.last_mut() {
            go_on(last, about(column, words, page));
        }
    }
}

/// What stands behind a label tells of a recommendation.
fn about(column: Column, words: &str, page: Option<u32>) -> PreviousRecommendation {
    let mut told = unjudged("", page);
    match column {
        Column::Required => told.improvement_required = answer(words),
        Column::Category if progress(words).is_some() => told.progress = progress(words),
        _ => told.action = Some(words.to_owned()),
    }
    told
}

/// A recommendation, and what is said of it: the category, then what was done.
fn judged(text: &str, said: &str, page: Option<u32>) -> PreviousRecommendation {
    let said = plain(said);
    let behind = CATEGORY.find(&said).map_or(0, |found| found.end());
    let mut told = PreviousRecommendation {
        progress: progress(without_lead(&said)),
        ..unjudged(&NUMBERED.replace(text.trim(), ""), page)
    };
    let rest = said[behind..].trim();
    if let Some((front, parts)) = inline::split(rest) {
        for (column, words) in parts {
            go_on(&mut told, about(column, words, page));
        }
        if !front.is_empty() {
            told.action = Some(front.to_owned());
        }
    } else if !rest.is_empty() && !starts_small(rest) {
        told.action = Some(rest.to_owned());
    }
    told
}

/// "There has been some progress": from the category on.
fn without_lead(said: &str) -> &str {
    let lead = captured(&THERE, said).map_or(0, |found| found[0].len());
    &said[lead..]
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
    cells.len() >= 3 && (heads(cells) >= 2 || columns::is_head(cells))
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
