//! Tables of a page, told from tables that only lay it out.

use scraper::ElementRef;

use super::walk::plain_text;
use crate::prose::part_marks;
use crate::text::has_header;

/// A table's rows with their cells' words, and whether a row heads the columns.
pub(super) struct Table {
    pub(super) caption: Option<String>,
    pub(super) rows: Vec<(Vec<String>, bool)>,
}

/// Columns beyond this are an attack or a fault.
const MAX_COLUMNS: usize = 200;

/// Reads a table of data; `None` for a layout of the page or a single column.
pub(super) fn read(table: ElementRef) -> Option<Table> {
    let rows = rows(table);
    if is_layout(table) || rows.iter().all(|row| row.cells.len() < 2) {
        return None;
    }
    let caption = table
        .child_elements()
        .find(|child| child.value().name() == "caption");
    let cells: Vec<Vec<String>> = rows.iter().map(|row| row.cells.clone()).collect();
    let marked = rows.iter().any(|row| row.header);
    let guessed = !marked && has_header(&cells);
    let flags = rows
        .iter()
        .enumerate()
        .map(|(i, row)| row.header || (guessed && i == 0))
        .collect::<Vec<_>>();
    Some(Table {
        caption: caption.map(plain_text).filter(|text| !text.is_empty()),
        rows: cells.into_iter().zip(flags).collect(),
    })
}

/// No fact of a list is longer, in bytes.
const LONGEST_FACT: usize = 300;

/// A list of names and what each is ("Score", "9/21"), a row for each; `None` where it holds more than that.
pub(super) fn facts(list: ElementRef) -> Option<Vec<Vec<String>>> {
    let mut facts: Vec<Vec<String>> = Vec::new();
    let parts = list.descendent_elements();
    for part in parts.filter(|part| matches!(part.value().name(), "dt" | "dd")) {
        let words = plain_text(part);
        let is_plain = !part.descendent_elements().any(|inner| {
            matches!(
                inner.value().name(),
                "ul" | "ol" | "dl" | "table" | "h2" | "h3"
            )
        });
        if words.is_empty() || words.len() > LONGEST_FACT || !is_plain {
            return None;
        }
        match (part.value().name(), facts.last_mut()) {
            ("dt", _) => facts.push(vec![words]),
            (_, Some(fact)) if fact.len() == 1 => fact.push(words),
            (_, Some(fact)) => fact[1] = format!("{}, {words}", fact[1]),
            (_, None) => return None,
        }
    }
    let is_whole = !facts.is_empty() && facts.iter().all(|fact| fact.len() == 2);
    is_whole.then_some(facts)
}

/// An element that only plays the part of a table.
pub(super) fn is_played(element: ElementRef) -> bool {
    matches!(element.attr("role"), Some("table" | "grid" | "treegrid"))
}

/// Rows whose parts are played, too.
fn played_rows(table: ElementRef) -> Vec<Row> {
    let row = |row: ElementRef| {
        let cells = playing(row, &["cell", "gridcell", "columnheader", "rowheader"]);
        let head = |cell: &ElementRef| cell.attr("role") == Some("columnheader");
        Row {
            header: cells.len() > 1 && cells.iter().all(head),
            cells: cells
                .into_iter()
                .map(|cell| part_marks(plain_text(cell)))
                .collect(),
        }
    };
    playing(table, &["row"]).into_iter().map(row).collect()
}

fn playing<'a>(parent: ElementRef<'a>, roles: &[&str]) -> Vec<ElementRef<'a>> {
    let plays = |part: &ElementRef| part.attr("role").is_some_and(|role| roles.contains(&role));
    let parts = parent.descendent_elements().skip(1);
    parts.filter(plays).collect()
}

struct Row {
    cells: Vec<String>,
    header: bool,
}

fn is_layout(table: ElementRef) -> bool {
    let presentation = matches!(table.attr("role"), Some("presentation" | "none"));
    let holds = |names: &[&str]| {
        table
            .descendent_elements()
            .skip(1)
            .any(|inner| names.contains(&inner.value().name()))
    };
    presentation || holds(&["table", "h1", "h2", "article", "main"]) || is_columns(table)
}

/// One row of cells that hold paragraph after paragraph: columns of print, not a table.
fn is_columns(table: ElementRef) -> bool {
    const PARAGRAPHS: usize = 4;
    let named = |parent: ElementRef, name| {
        let inner = parent.descendent_elements();
        inner.filter(|inner| inner.value().name() == name).count()
    };
    let mut cells = table
        .descendent_elements()
        .filter(|inner| inner.value().name() == "td");
    named(table, "tr") == 1 && cells.any(|cell| named(cell, "p") >= PARAGRAPHS)
}

fn rows(table: ElementRef) -> Vec<Row> {
    let mut rows = Vec::new();
    if is_played(table) && table.value().name() != "table" {
        rows = played_rows(table);
    }
    let mut hanging: Vec<usize> = Vec::new();
    for part in table.child_elements() {
        match part.value().name() {
            "tr" => rows.push(row(part, false, &mut hanging)),
            name @ ("thead" | "tbody" | "tfoot") => {
                let lines = part
                    .child_elements()
                    .filter(|line| line.value().name() == "tr");
                rows.extend(lines.map(|line| row(line, name == "thead", &mut hanging)));
            }
            _ => {}
        }
    }
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    rows
}

/// A row's cells; one that spans columns or hangs down from the row above leaves empty cells.
fn row(line: ElementRef, head: bool, hanging: &mut Vec<usize>) -> Row {
    let mut cells = Vec::new();
    let mut all_heads = true;
    let fill = |cells: &mut Vec<String>, hanging: &mut Vec<usize>| {
        while hanging.get(cells.len()).is_some_and(|&rows| rows > 0) {
            hanging[cells.len()] -= 1;
            cells.push(String::new());
        }
    };
    for cell in line
        .child_elements()
        .filter(|cell| matches!(cell.value().name(), "td" | "th"))
    {
        fill(&mut cells, hanging);
        all_heads &= cell.value().name() == "th";
        let down = span(cell, "rowspan");
        let mut words = part_marks(plain_text(cell));
        for _column in 0..span(cell, "colspan").min(MAX_COLUMNS.saturating_sub(cells.len())) {
            if hanging.len() <= cells.len() {
                hanging.resize(cells.len() + 1, 0);
            }
            hanging[cells.len()] = down - 1;
            cells.push(std::mem::take(&mut words));
        }
    }
    fill(&mut cells, hanging);
    Row {
        header: head || (all_heads && cells.len() > 1),
        cells,
    }
}

fn span(cell: ElementRef, attribute: &str) -> usize {
    cell.attr(attribute)
        .and_then(|span| span.trim().parse().ok())
        .unwrap_or(1)
        .clamp(1, MAX_COLUMNS)
}
