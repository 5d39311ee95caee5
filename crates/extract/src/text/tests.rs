//! What text of every shape becomes.

use proptest::prelude::*;

use crate::{BlockKind, Extracted, Limits, extract};

fn read(text: &str) -> Extracted {
    extract(text.as_bytes(), &Limits::default()).unwrap()
}

/// One line per block: a sign for its kind, and its words.
fn check(text: &str, expected: &[&str]) {
    let shown: Vec<String> = read(text)
        .pages
        .iter()
        .flat_map(|page| &page.blocks)
        .map(show)
        .collect();
    assert_eq!(shown, expected);
}

fn show(block: &crate::Block) -> String {
    let text = block.text.replace('\t', " | ");
    match &block.kind {
        BlockKind::Heading { level } => format!("h{level} {text}"),
        BlockKind::Paragraph => format!("p {text}"),
        BlockKind::ListItem { marker, depth } => format!("li{depth} {marker} {text}"),
        BlockKind::TableRow {
            table,
            header: true,
            ..
        } => format!("th{table} {text}"),
        BlockKind::TableRow { table, .. } => format!("tr{table} {text}"),
        BlockKind::Caption => format!("cap {text}"),
        BlockKind::Quote => format!("q {text}"),
        BlockKind::Footnote { mark } => format!("note{mark} {text}"),
    }
}

#[test]
fn one_paragraph_per_line_stays_so() {
    check(
        "Published by:\n\nThe Inspectorate\n1 Harbour Street\n",
        &[
            "p Published by:",
            "p The Inspectorate",
            "p 1 Harbour Street",
        ],
    );
}

#[test]
fn headings_by_markup() {
    check(
        "# Report\nOne\n===\nTwo\n---\n## Part ##\nText",
        &["h1 Report", "h1 One", "h2 Two", "h2 Part", "p Text"],
    );
}

#[test]
fn lists_keep_their_markers() {
    check(
        "The unit should:\n\n1. train staff\n2. recruit\n   more staff\n\n- one\n  - two\n  • three",
        &[
            "p The unit should:",
            "li0 1. train staff",
            "li0 2. recruit more staff",
            "li0 - one",
            "li1 - two",
            "li1 • three",
        ],
    );
}

#[test]
fn a_lone_numbered_line_is_a_heading_in_print() {
    check(
        "Text.\n\n1. Service delivery\n\nMore.",
        &["p Text.", "p 1. Service delivery", "p More."],
    );
    check(
        "Text.\n\n1. ensure that staff are trained.\n\nMore.",
        &[
            "p Text.",
            "li0 1. ensure that staff are trained.",
            "p More.",
        ],
    );
}

#[test]
fn tables_in_tabs_and_pipes() {
    check(
        "Question\tPercentage 'Yes'\nDoes it?\t49%\n\nMore\n\n| A | B |\n|---|--:|\n| 1 | 2 |",
        &[
            "th0 Question | Percentage 'Yes'",
            "tr0 Does it? | 49%",
            "p More",
            "th1 A | B",
            "tr1 1 | 2",
        ],
    );
    check(
        "<p>Train staff</p>\t<p>Done.</p> <p>Mostly.</p>\t<p>Yes</p>",
        &["tr0 Train staff | Done. Mostly. | Yes"],
    );
}

#[test]
fn tables_whose_pipes_stand_only_between_cells() {
    check(
        "Standard | Rating\n--- | :---\nP 1.1 | Good\n| P 1.2\n\nJo Bloggs | Press\n",
        &[
            "th0 Standard | Rating",
            "tr0 P 1.1 | Good",
            "p Jo Bloggs | Press",
        ],
    );
}

#[test]
fn a_note_goes_on_in_lines_that_are_set_in() {
    check(
        "Rated[^1]\n\n[^1]: See\n    there.\n\n> One\n>\n> two\n",
        &["p Rated ¹", "note1 See there.", "q One two"],
    );
}

#[test]
fn a_contents_list_is_no_table() {
    check(
        "Foreword\t3\nRatings\t4\n1. Services\t7",
        &["p Foreword 3", "p Ratings 4", "p 1. Services 7"],
    );
}

#[test]
fn quotes_notes_and_captions() {
    check(
        "> *“I was heard”*\n> – a person\n\n¹ The lowest score counts.\n\nA brick building with a blue door in rain\nImage caption,\n\nThe office in Harbour Street",
        &[
            "q “I was heard” – a person",
            "note1 The lowest score counts.",
            "cap A brick building with a blue door in rain",
            "cap The office in Harbour Street",
        ],
    );
}

#[test]
fn wrapped_lines_are_joined() {
    check(
        "The unit was inspected in spring and found to be wanting\nin several ways, of which the most important concerned\n\
         the safety of other people; leaders knew about this and\nhad begun to act.\n\n- staff were few and many of them had arrived only in the\n  last year\n",
        &[
            "p The unit was inspected in spring and found to be wanting in several ways, of which the most important concerned the safety of other people; leaders knew about this and had begun to act.",
            "li0 - staff were few and many of them had arrived only in the last year",
        ],
    );
}

#[test]
fn a_sentence_that_a_note_interrupts_is_whole() {
    check(
        "- It was said that the numbers would improve over the year, although this would not\n¹ See there.\nbe the case everywhere.\n\nNext.",
        &[
            "li0 - It was said that the numbers would improve over the year, although this would not be the case everywhere.",
            "note1 See there.",
            "p Next.",
        ],
    );
}

#[test]
fn form_feeds_part_pages() {
    let pages = read("One\u{C}Two\u{C}").pages;
    assert_eq!(
        pages
            .iter()
            .map(|page| (page.number, page.blocks[0].text.as_str()))
            .collect::<Vec<_>>(),
        [(Some(1), "One"), (Some(2), "Two")]
    );
    assert_eq!(read("One").pages[0].number, None);
}

#[test]
fn too_much_text_is_cut_with_a_warning() {
    let limits = Limits {
        max_text_bytes: 5,
        ..Limits::default()
    };
    let extracted = extract("abcdé and so on".as_bytes(), &limits).unwrap();
    assert_eq!(extracted.pages[0].blocks[0].text, "abcd");
    assert_eq!(extracted.warnings.len(), 1);
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "(\\PC|[\n\t\r\u{C}#*_|>\\[\\]().`<&;-]){0,300}") {
        let _ = extract(text.as_bytes(), &Limits::default());
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = extract(&bytes, &Limits::default());
    }

    #[test]
    fn no_word_is_lost(words in proptest::collection::vec("[a-z]{1,12}", 1..60), width in 20usize..90) {
        let mut text = String::new();
        let mut column = 0;
        for word in &words {
            let newline = column + word.len() > width;
            text.push(if newline { '\n' } else { ' ' });
            column = if newline { word.len() } else { column + word.len() + 1 };
            text.push_str(word);
        }
        let read = read(&text).pages.remove(0).blocks.iter().map(|block| block.text.clone()).collect::<Vec<_>>().join(" ");
        prop_assert_eq!(read.split_whitespace().collect::<Vec<_>>(), words);
    }
}
