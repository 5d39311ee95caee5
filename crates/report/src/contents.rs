//! Contents lists: they name the sections of a report and are none themselves.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::blocks::{Block, Form};
use crate::text::{fold, patterns, plain, word_count};

patterns! {
    HEADING = r"(?i)^(?:table of )?contents:?$";
    SECTION_NUMBER = r"^\d{1,2}(?:\.\d)?\.?\s+";
}

/// How far a contents list can reach.
const LONGEST: usize = 120;

/// No line of a contents list is longer, in characters.
const LONGEST_LINE: usize = 120;

/// A contents list without pages has at least so many names.
const FEWEST: usize = 3;

/// How many lines of a contents list in a row may give no page.
const MOST_WITHOUT_PAGE: usize = 6;

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
    if let Some(last) = last_with_page(&blocks[start..reach]) {
        return start + last + 1;
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
        .map(|last| last + 1)
        .or_else(|| end_of_names(blocks, start, reach))
        .unwrap_or(start)
}

/// In text without marked headings, a list of plain names ends before the first of them returns: the
/// text begins there, and has most of the others, too.
fn end_of_names(blocks: &[Block], start: usize, reach: usize) -> Option<usize> {
    let is_name = |block: &&Block| {
        let is_short = block.text.len() <= LONGEST_LINE && !is_sentence(&block.line);
        is_short && matches!(block.form, Form::Paragraph | Form::Item { .. })
    };
    let name = |block: &Block| unnumbered(&block.text);
    let listed = blocks[start..reach].iter().take_while(is_name);
    let mut seen: HashSet<String> = HashSet::new();
    let names = listed
        .map(name)
        .take_while(|name| seen.insert(name.clone()));
    let names: Vec<String> = names.collect();
    let end = start + names.len();
    let below = blocks[end..].iter().filter(is_name).map(name);
    let below: HashSet<String> = below.collect();
    let returns = |name: &String| below.contains(name);
    // Where the list ends, its first name stands again.
    let begins = names.first() == blocks.get(end).map(name).as_ref();
    let kept = names.iter().filter(|name| returns(name)).count();
    (begins && names.len() >= FEWEST && kept * 2 >= names.len()).then_some(end)
}

/// The last line of the list that gives a page. Many a line of the text ends in a number, too; but the
/// pages of a list do not fall, few of its lines give none, and where the text begins, it repeats a
/// name of the list, or says something.
fn last_with_page(blocks: &[Block]) -> Option<usize> {
    let mut named: HashSet<String> = HashSet::new();
    let mut last = None;
    let mut highest = 0;
    // A name may take several lines, and the page stands behind the last of them.
    let mut begun = String::new();
    for (at, block) in blocks.iter().enumerate() {
        if block.text.chars().count() > LONGEST_LINE || is_sentence(&block.line) {
            break;
        }
        let (name, page) = entry(block);
        let name = unnumbered(&name);
        match page.filter(|page| *page >= highest) {
            Some(page) => {
                highest = page;
                last = Some(at);
                named.insert(format!("{begun}{name}"));
                named.insert(name);
                begun.clear();
            }
            None if named.contains(&name) || at > last.unwrap_or_default() + MOST_WITHOUT_PAGE => {
                break;
            }
            None => {
                begun.push_str(&name);
                begun.push(' ');
            }
        }
    }
    last
}

/// It ends in one full stop, not in the dots that lead to a page.
fn is_sentence(line: &str) -> bool {
    let said = line.strip_suffix('.');
    said.is_some_and(|said| said.ends_with(char::is_alphanumeric) && word_count(said) >= 4)
}

/// The name that a line of the list gives, and its page, if it gives one.
fn entry(block: &Block) -> (Cow<'_, str>, Option<u32>) {
    let mut line = match &block.form {
        Form::Row { cells, .. } => Cow::Owned(plain(&cells.join(" ")).into_owned()),
        Form::Item {
            number: Some(number),
            ..
        } => Cow::Owned(format!("{number}. {}", block.line)),
        _ => Cow::Borrowed(block.line.as_str()),
    };
    let named = before_page_number(&line).map(str::len);
    let page = named.and_then(|length| page_of(&line[length..]));
    if let Some(length) = named {
        match &mut line {
            Cow::Borrowed(line) => *line = &line[..length],
            Cow::Owned(line) => line.truncate(length),
        }
    }
    (line, page)
}

/// The number behind a name and the dots that lead to it.
fn page_of(behind: &str) -> Option<u32> {
    let digits = behind.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.parse().ok()
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

    #[test]
    fn a_list_ends_with_the_last_line_that_gives_a_page() {
        let check = |lines: &[&str], last: Option<usize>| {
            let blocks: Vec<Block> = lines.iter().map(|line| paragraph(line)).collect();
            assert_eq!(last_with_page(&blocks), last, "{lines:?}");
        };
        check(
            &["Foreword 3", "Ratings 4", "Foreword", "Cases: 48"],
            Some(1),
        );
        check(
            &["Foreword from", "the chief 3", "Annexe 1", "Links 40"],
            Some(3),
        );
        check(
            &["Foreword 3", "Much was done since then.", "Cases: 48"],
            Some(0),
        );
        check(&["Foreword 3", "Ratings 40", "Page 8"], Some(1));
        check(&["Foreword", "Ratings"], None);
    }

    #[test]
    fn a_list_of_names_ends_where_the_first_returns() {
        let check = |lines: &[&str], end: Option<usize>| {
            let blocks: Vec<Block> = lines.iter().map(|line| paragraph(line)).collect();
            assert_eq!(end_of_names(&blocks, 0, blocks.len()), end, "{lines:?}");
        };
        let text = "It was done by the people who were asked to do it.";
        check(
            &["Foreword", "Links", "Ratings", "Foreword", text, "Ratings"],
            Some(3),
        );
        check(&["Foreword", "Ratings", "Foreword", text], None);
        check(&["Foreword", "Links", "Ratings", text, "Foreword"], None);
        check(&["A", "B", "C", "D", "E", "A", text, "F"], None);
    }

    fn paragraph(line: &str) -> Block {
        Block {
            text: line.to_owned(),
            line: line.to_owned(),
            page: None,
            form: Form::Paragraph,
        }
    }
}
