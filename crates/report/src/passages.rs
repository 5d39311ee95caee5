//! The passages of a document, each with what governs it.

use probity_model::{Measure, Passage, PassageKind, Rating, StandardRating};

use crate::blocks::{Block, Form};
use crate::headings::Part;
use crate::measures;
use crate::outline::{Entry, Outline, Role};
use crate::text::{fold, patterns, plain, word_count};

patterns! {
    COLUMN = r"(?i)^(?:key questions?|outcomes?|percentage(?: 'yes')?|(?:previous )?recommendations?|action(?:s)?(?: taken(?: and impact)?)?|categorisation|progress(?: made)?|improvement still required\??|responses?|owners?|(?:target )?dates?|standards?|ratings?|agreed/.{0,40})$";
}

/// Every paragraph, bullet, row, quotation, caption and note of the text. Headings, lone ratings and
/// the lines of the page around the text are none.
pub(crate) fn read(outline: &Outline, standards: &[StandardRating]) -> Vec<Passage> {
    let rated: Vec<(String, Option<Rating>)> = outline
        .standards
        .iter()
        .map(|section| {
            let name = section.name.name.clone();
            (name, rating(section, standards))
        })
        .collect();
    let passage = |entry: &Entry| {
        let text = words(&entry.block)?;
        let standard = entry.standard.map(|i| &rated[i]);
        Some(Passage {
            kind: kind(&entry.block),
            section: entry.path.to_vec(),
            standard: standard.map(|(name, _)| name.clone()),
            standard_rating: standard.and_then(|(_, rating)| *rating),
            polarity: entry.polarity,
            page: entry.block.page,
            measures: measures_of(&entry.block),
            text,
        })
    };
    let text = outline
        .entries
        .iter()
        .filter(|entry| entry.role == Role::Text);
    let mut passages = Vec::with_capacity(outline.entries.len());
    passages.extend(
        text.filter(|entry| entry.part != Part::Ratings || is_prose(&entry.block))
            .filter_map(passage),
    );
    passages
}

/// The standard's rating on the page of ratings; else the one at the head of its section.
fn rating(
    section: &crate::outline::StandardSection,
    standards: &[StandardRating],
) -> Option<Rating> {
    let same = |standard: &&StandardRating| {
        let by_id = !section.name.id.is_empty() && standard.id == section.name.id;
        let by_name =
            section.name.id.is_empty() && fold(&standard.name) == fold(&section.name.name);
        by_id || by_name
    };
    match standards.iter().find(same) {
        Some(standard) => standard.rating,
        None => section.rating,
    }
}

fn is_prose(block: &Block) -> bool {
    word_count(&block.text) >= 12
}

fn words(block: &Block) -> Option<String> {
    let text = match &block.form {
        Form::Row { header: true, .. } => return None,
        Form::Row { cells, .. } if names_columns(cells) => return None,
        Form::Row { cells, .. } => {
            let filled: Vec<&str> = cells
                .iter()
                .map(|cell| cell.trim())
                .filter(|cell| !cell.is_empty())
                .collect();
            filled.join(" | ")
        }
        _ => block.text.trim().to_owned(),
    };
    text.contains(char::is_alphabetic).then_some(text)
}

/// A row states its figure about what its other cells say.
fn measures_of(block: &Block) -> Vec<Measure> {
    match &block.form {
        Form::Row { cells, .. } => measures::of_row(cells),
        _ => measures::read(&block.line),
    }
}

/// Every cell is the name of a column that the Inspectorate's tables have.
fn names_columns(cells: &[String]) -> bool {
    let named = |cell: &&String| COLUMN.is_match(&plain(cell));
    let filled: Vec<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
    filled.len() >= 2 && filled.iter().all(named)
}

fn kind(block: &Block) -> PassageKind {
    match &block.form {
        Form::Item { .. } => PassageKind::Bullet,
        Form::Row { .. } => PassageKind::TableRow,
        Form::Caption => PassageKind::Caption,
        Form::Quote => PassageKind::Quotation,
        Form::Footnote => PassageKind::Footnote,
        Form::Paragraph | Form::Heading(_) if is_quotation(&block.text) => PassageKind::Quotation,
        Form::Paragraph | Form::Heading(_) => PassageKind::Paragraph,
    }
}

/// The whole of it is in quotation marks.
pub(crate) fn is_quotation(text: &str) -> bool {
    let text = text.trim();
    let opened = text.starts_with(['“', '"']);
    let closed = text.trim_end_matches('.').ends_with(['”', '"']);
    let marks = || text.matches(['“', '"', '”']).count();
    opened && closed && marks() <= 2
}
