//! Contents lists: they name the sections of a report and are none themselves.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::blocks::{Block, Form};
use crate::text::{fold, patterns, plain};

patterns! {
    HEADING = r"(?i)^(?:table of )?contents:?$";
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
fn entry(block: &Block) -> (Cow<'_, str>, bool) {
    let mut line = match &block.form {
        Form::Row { cells, .. } => Cow::Owned(plain(&cells.join(" ")).into_owned()),
        Form::Item {
            number: Some(number),
            ..
        } => Cow::Owned(format!("{number}. {}", block.line)),
        _ => Cow::Borrowed(block.line.as_str()),
    };
    let named = before_page_number(&line).map(str::len);
    if let Some(length) = named {
        match &mut line {
            Cow::Borrowed(line) => *line = &line[..length],
            Cow::Owned(line) => line.truncate(length),
        }
    }
    (line, named.is_some())
}

/// "Foreword ....... 3": what stands before the page and the dots that lead to it.
fn before_page_number(line: &str) -> Option<&str> {
    let is_leader = |c: char| c.is_whitespace() || matches!(c, '.' | '…' | '·' | '_');
    let led = line.trim_end_matches(|c: char| c.is_ascii_digit());
    let name = led.trim_end_matches(is_leader);
    // "Annexe 2 3" and "24" are no more than numbers.
    let is_apart = match led[name.len()..].chars().count() {
        0 => false,
        1 => name.ends_with(|c: char| !c.is_ascii_digit()),
        _ => true,
    };
    ((1..=3).contains(&(line.len() - led.len())) && is_apart).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_stand_behind_names() {
        let check = |line: &str, name: Option<&str>| {
            assert_eq!(before_page_number(line), name, "{line}");
        };
        check("Foreword ....... 3", Some("Foreword"));
        check("Foreword 12", Some("Foreword"));
        check("2. Staffing_____104", Some("2. Staffing"));
        check("Annexe 2 … 31", Some("Annexe 2"));
        for line in [
            "Foreword",
            "Annexe 2 3",
            "Report of May 2024",
            "P1",
            "17",
            "",
        ] {
            check(line, None);
        }
    }
}
