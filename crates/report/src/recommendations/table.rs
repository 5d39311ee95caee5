//! Tables of recommendations: number, recommendation, whom it is made to, until when.

use probity_model::Gazetteer;

use super::addressee;
use crate::blocks::{Block, Form};
use crate::text::{captured, patterns, plain, word_count};

patterns! {
    TEXT = r"(?i)^(?:our |the )?(?:recommend(?:ations?|ed actions?)|recommendations? text|we recommend(?: that)?|what (?:we recommend|(?:needs|has) to (?:be done|happen|change|improve)|(?:must|should) (?:be done|happen|change|improve)))\W*$";
    NUMBER_HEAD = r"(?i)^(?:no|number|#|ref(?:erence)?|rec(?:ommendation)? ?(?:no|number|#))?\W*$";
    FOR_WHOM = r"(?i)^(?:(?:made |addressed )?(?:for|to)(?: whom)?|who|(?:by )?whom|addressees?|(?:lead |responsible |action )?(?:owners?|body|bodies|organisations?|leads?)|responsib(?:le|ility)|(?:who|for) (?:is |it is )?(?:responsible|it is for|for))\W*$";
    /// Columns of what others say about recommendations.
    ANSWERED = r"(?i)\b(?:agree|accept|respon(?:ses?|d)\b|progress|status|update|categor|completed?|previous|what was done|action taken)";
    /// Until when, or how soon.
    DEADLINE = r"(?i)^(?:within|by|before|from|immediate(?:ly)?|ongoing|as soon|end of|q[1-4]|high|medium|low|urgent|(?:\d{1,2}|three|six|nine|twelve)[ -](?:days?|weeks?|months?)|(?:\d{1,2} )?\p{L}{3,9} 20\d\d)\b";
    NUMBER = r"(?i)^\(?(?:rec(?:ommendation)? ?|r)?(\d{1,2})[.):]?$";
}

/// Which column holds what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    width: usize,
    number: Option<usize>,
    text: usize,
    addressee: Option<usize>,
}

/// A row that tells of a recommendation.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Told<'a> {
    pub(super) number: Option<u32>,
    pub(super) text: &'a str,
    pub(super) addressee: Option<&'a str>,
}

/// The columns that a header names; `None` for a row that is no header of such a table.
pub(super) fn head(cells: &[String]) -> Option<Columns> {
    const LONGEST: usize = 48;
    if cells.len() < 2 || cells.iter().any(|cell| cell.len() > LONGEST) {
        return None;
    }
    let cells: Vec<_> = cells.iter().map(|cell| plain(cell)).collect();
    if cells.iter().any(|cell| ANSWERED.is_match(cell)) {
        return None;
    }
    let at = |pattern: &crate::text::Pattern| cells.iter().position(|cell| pattern.is_match(cell));
    let columns = Columns {
        width: cells.len(),
        number: at(&NUMBER_HEAD),
        text: at(&TEXT)?,
        addressee: at(&FOR_WHOM),
    };
    (columns.number.is_some() || columns.addressee.is_some()).then_some(columns)
}

/// A header of a table of recommendations, which may stand under any heading.
pub(crate) fn is_head(block: &Block) -> bool {
    match &block.form {
        Form::Row { cells, .. } => head(cells).is_some(),
        _ => false,
    }
}

/// What a row tells, by the columns of its table's header, else by what its cells look like.
pub(super) fn read<'a>(
    cells: &'a [String],
    columns: Option<Columns>,
    gazetteer: &Gazetteer,
) -> Option<Told<'a>> {
    match columns.filter(|columns| columns.width == cells.len()) {
        Some(columns) => {
            let cell = |at: usize| cells[at].trim();
            let text = cell(columns.text);
            let named = columns.addressee.map(cell).filter(|name| !name.is_empty());
            let number = columns.number.and_then(|at| number(cell(at)));
            (!text.is_empty()).then_some(Told {
                number,
                text,
                addressee: named,
            })
        }
        None => by_looks(cells, gazetteer),
    }
}

fn by_looks<'a>(cells: &'a [String], gazetteer: &Gazetteer) -> Option<Told<'a>> {
    const SENTENCE: usize = 4;
    const SHORT: usize = 40;
    let filled = cells.iter().map(|cell| cell.trim());
    let mut filled: Vec<&str> = filled.filter(|cell| !cell.is_empty()).collect();
    let number = filled.first().and_then(|cell| number(cell));
    if number.is_some() {
        filled.remove(0);
    }
    let is_deadline = |cell: &&str| cell.len() < SHORT && DEADLINE.is_match(cell);
    filled.retain(|cell| !is_deadline(cell));
    let text = filled.iter().copied().max_by_key(|cell| cell.len())?;
    let others = filled.iter().copied().filter(|cell| *cell != text);
    let mut named = others.filter(|cell| addressee::is_addressee(&plain(cell), gazetteer));
    let addressee = named.next();
    let is_told = number.is_some() || (addressee.is_some() && word_count(text) >= SENTENCE);
    is_told.then_some(Told {
        number,
        text,
        addressee,
    })
}

fn number(cell: &str) -> Option<u32> {
    captured(&NUMBER, cell)?[1].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(row: &str) -> Vec<String> {
        row.split('|').map(|cell| cell.trim().to_owned()).collect()
    }

    #[test]
    fn heads_name_columns() {
        let columns = |row: &str| {
            head(&cells(row)).map(|columns| (columns.number, columns.text, columns.addressee))
        };
        assert_eq!(
            columns("# | Recommendation | For"),
            Some((Some(0), 1, Some(2)))
        );
        assert_eq!(
            columns("Owner | Our recommendation | By when"),
            Some((None, 1, Some(0)))
        );
        assert_eq!(
            columns("No. | What must change | Responsible | Deadline"),
            Some((Some(0), 1, Some(2)))
        );
        assert_eq!(columns("Recommendation | Agreed? | Owner"), None);
        assert_eq!(columns("Recommendation | Progress | Owner"), None);
        assert_eq!(columns("Recommendation | Page"), None);
    }

    #[test]
    fn rows_tell_by_their_looks() {
        let gazetteer = Gazetteer::built_in();
        let check = |row: &str, expected: Option<(Option<u32>, &str, Option<&str>)>| {
            let cells = cells(row);
            let told = read(&cells, None, &gazetteer);
            let told = told.map(|told| (told.number, told.text, told.addressee));
            assert_eq!(told, expected, "{row}");
        };
        check("R4 | Tell all", Some((Some(4), "Tell all", None)));
        check(
            "Ask all who know of it | Suffolk PDU | March",
            Some((None, "Ask all who know of it", Some("Suffolk PDU"))),
        );
        check(
            "4 | Tell all | Within a year",
            Some((Some(4), "Tell all", None)),
        );
        check("Staff | Suffolk PDU", None);
        check("Ask all who know of it | March", None);
    }
}
