//! Contents lists: they name the sections of a report and are none themselves.

use std::collections::HashSet;

use crate::blocks::{Block, Form};
use crate::text::{captured, fold, patterns, plain};

patterns! {
    HEADING = r"(?i)^(?:table of )?contents:?$";
    PAGE_NUMBER = r"^(.*?\D)[\s.…·_]+\d{1,3}$";
    SECTION_NUMBER = r"^\d{1,2}(?:\.\d)?\.?\s+";
}

/// How far a contents list can reach.
const LONGEST: usize = 120;

/// Takes the contents list out of the blocks. Gives the folded names of the sections it lists.
pub(crate) fn remove(blocks: &mut Vec<Block>) -> HashSet<String> {
    let Some(start) = blocks
        .iter()
        .position(|block| HEADING.is_match(&block.line))
    else {
        return HashSet::new();
    };
    let end = end_of_list(blocks, start + 1);
    let listed = blocks[start + 1..end]
        .iter()
        .map(|block| unnumbered(&entry(block).0));
    let listed = listed.collect();
    blocks.drain(start..end);
    listed
}

/// A section's name, folded, without its number.
pub(crate) fn unnumbered(name: &str) -> String {
    let folded = fold(name);
    SECTION_NUMBER.replace(&folded, "").into_owned()
}

fn end_of_list(blocks: &[Block], start: usize) -> usize {
    let reach = blocks.len().min(start + LONGEST);
    let short = (start..reach).take_while(|&i| blocks[i].text.chars().count() <= 120);
    let numbered = short.filter(|&i| entry(&blocks[i]).1).last();
    if let Some(last) = numbered {
        return last + 1;
    }
    let later: HashSet<String> = blocks[start..]
        .iter()
        .filter(|block| matches!(block.form, Form::Heading(_)))
        .map(|block| unnumbered(&block.text))
        .collect();
    let is_link = |i: &usize| {
        !matches!(blocks[*i].form, Form::Heading(_))
            && later.contains(&unnumbered(&blocks[*i].text))
    };
    (start..reach)
        .take_while(is_link)
        .last()
        .map_or(start, |last| last + 1)
}

/// The name that a line of the list gives, and whether it gives a page.
fn entry(block: &Block) -> (String, bool) {
    let line = match &block.form {
        Form::Row { cells, .. } => cells.join(" "),
        Form::Item {
            number: Some(number),
            ..
        } => format!("{number}. {}", block.text),
        _ => block.text.clone(),
    };
    let line = plain(&line);
    match captured(&PAGE_NUMBER, &line) {
        Some(found) => (found[1].trim_end_matches(['.', ' ', '…']).to_owned(), true),
        None => (line.into_owned(), false),
    }
}
