//! White between letters, words and columns where it is narrow, and what only looks like it.

use super::maker::Drawing;
use super::{check, one, page};

/// A line of 10 points in which words stand this many thousandths apart, without a space drawn.
fn tight(drawing: Drawing, x: f32, top: f32, apart: u32, line: &str) -> Drawing {
    let words: Vec<String> = line.split(' ').map(|word| format!("({word})")).collect();
    let pieces = words.join(&format!(" -{apart} "));
    let y = super::maker::HEIGHT - top;
    drawing.raw(&format!("BT /F1 10 Tf 1 0 0 1 {x} {y} Tm [{pieces}] TJ ET"))
}

#[test]
fn words_set_tight_are_words_where_no_space_is_drawn() {
    let lines = [
        "Even under the circumstances that it was",
        "facing we found a hopeful unit in all of its",
        "four offices, and a manager of many years.",
    ];
    for apart in [110, 150, 240] {
        let drawing = (0..3).fold(page(), |drawing, i| {
            tight(drawing, 50.0, 100.0 + 13.0 * i as f32, apart, lines[i])
        });
        check(&one(drawing), &[&format!("p {}", lines.join(" "))]);
    }
}

#[test]
fn letters_set_wide_are_one_word() {
    let spaced = "BT /F1 18 Tf 2.2 Tc 1 0 0 1 50 700 Tm (RECOMMENDATIONS) Tj ET";
    let drawing = page().raw(spaced).lines(
        50.0,
        140.0,
        &["The unit should see to it", "that all plans are written."],
    );
    let text = "p The unit should see to it that all plans are written.";
    check(&one(drawing), &["h1 RECOMMENDATIONS", text]);
}

/// Columns of text, each line with its base line in common with the other column's.
fn columns(left: &[&str], right: &[&str]) -> Drawing {
    page().lines(50.0, 100.0, left).lines(295.0, 100.0, right)
}

const LEFT: [&str; 5] = [
    "The plans were made in good time and those whom",
    "they were to bind had been in the room for most of",
    "it, which had not been so in the years before. They",
    "said that they had been heard, and that what they",
    "had asked for was found in what came out of it.",
];
const RIGHT: [&str; 5] = [
    "Those who had moved house since were seen by",
    "somebody new, and had to tell all of it a second",
    "time. Some had moved twice. The managers knew of",
    "this, and had asked for a note to be kept of what",
    "was said, so that nobody need say it once more.",
];

#[test]
fn a_number_in_a_stretched_line_does_not_join_the_next_column() {
    let (left, right) = (LEFT, RIGHT);
    let stretched = page()
        .text(50.0, 165.0, 10.0, "That")
        .text(102.0, 165.0, 10.0, "is")
        .text(142.0, 165.0, 10.0, "version")
        .text(207.0, 165.0, 10.0, "of")
        .text(249.0, 165.0, 10.0, "rule")
        .text(270.0, 165.0, 10.0, "3.0");
    let drawing = Drawing(columns(&left, &right).0 + &stretched.0)
        .text(
            50.0,
            178.0,
            10.0,
            "and not any other, however often it is named.",
        )
        .text(
            295.0,
            165.0,
            10.0,
            "There was one exception to this: a house where",
        )
        .text(295.0, 178.0, 10.0, "everybody had stayed.");
    let first = format!(
        "p {} That is version of rule 3.0 and not any other, however often it is named.",
        left.join(" ")
    );
    let second = format!(
        "p {} There was one exception to this: a house where everybody had stayed.",
        right.join(" ")
    );
    check(&one(drawing), &[&first, &second]);
}

#[test]
fn small_notes_below_columns_make_no_headings_of_their_lines() {
    let mut left = LEFT.to_vec();
    left.push("In the end");
    let drawing = columns(&left, &RIGHT)
        .text(295.0, 178.0, 10.0, "It did not come to that.")
        .text(50.0, 178.0, 10.0, "they had it all.")
        .text(
            50.0,
            200.0,
            7.0,
            "1 See the report of the year before, on its second page.",
        )
        .text(
            295.0,
            200.0,
            7.0,
            "2 It is kept with the minutes of the board.",
        );
    let shown: Vec<String> = super::read(&one(drawing)).pages[0]
        .blocks
        .iter()
        .map(super::show)
        .collect();
    let place = |words: &str| shown.concat().find(words).unwrap();
    assert!(place("In the end") > place("of it."), "{shown:#?}");
    assert!(
        place("they had it all") < place("Those who had moved"),
        "{shown:#?}"
    );
}

#[test]
fn the_colour_of_the_page_rules_no_table() {
    // The rules of a table at the page's end go beyond the page.
    let drawing = page()
        .raw("1 1 0.9 rg 10 10 580 780 re f 0 g")
        .lines(50.0, 100.0, &LEFT)
        .grid(&[50.0, 400.0, 550.0], &[740.0, 760.0, 795.0])
        .text(55.0, 753.0, 10.0, "Question")
        .text(405.0, 753.0, 10.0, "Share")
        .text(55.0, 775.0, 10.0, "Is it safe?")
        .text(405.0, 775.0, 10.0, "75%");
    let text = format!("p {}", LEFT.join(" "));
    check(
        &one(drawing),
        &[&text, "th0 Question | Share", "tr0 Is it safe? | 75%"],
    );
}

/// A line that is shown word by word, where `~` is a hyphen of this text.
fn spoken(top: f32, line: &str, hyphens: &str) -> String {
    let y = super::maker::HEIGHT - top;
    let parts = line
        .split_inclusive('~')
        .map(|part| match part.strip_suffix('~') {
            Some(head) => format!("({head}) Tj {hyphens} BDC (-) Tj EMC "),
            None => format!("({part}) Tj"),
        });
    let shown: String = parts.collect();
    format!("BT /F1 10 Tf 1 0 0 1 50 {y} Tm {shown} ET")
}

#[test]
fn a_hyphen_is_what_the_document_says_of_it() {
    let soft = "/Span<</ActualText<FEFF00AD>>>";
    let drawing = page()
        .raw(&spoken(
            100.0,
            "They met the well-known head of the inter~",
            soft,
        ))
        .raw(&spoken(
            113.0,
            "national office, and said that this was over~",
            soft,
        ))
        .raw(&spoken(
            126.0,
            "due, and not for the first time that they did so, but~",
            soft,
        ))
        .raw(&spoken(
            139.0,
            "tons were pressed all the same in the high-",
            soft,
        ))
        .raw(&spoken(
            152.0,
            "rise office above, where the board had its room.",
            soft,
        ));
    check(
        &one(drawing),
        &[
            "p They met the well-known head of the international office, and said that this was \
           overdue, and not for the first time that they did so, buttons were pressed all the \
           same in the high-rise office above, where the board had its room.",
        ],
    );
}

#[test]
fn hyphens_that_are_all_written_as_those_of_line_ends_are_plain() {
    let drawing = page().lines(
        50.0,
        100.0,
        &[
            "A well\u{AD}known, well\u{AD}",
            "liked and far\u{AD}sighted board.",
        ],
    );
    check(
        &one(drawing),
        &["p A well-known, well-liked and far-sighted board."],
    );
}

#[test]
fn a_word_cut_twice_in_a_narrow_cell_is_whole() {
    let text = [
        "The managers had asked for a recommen-",
        "dation, and the depart-",
        "ment of works made the recommendation.",
    ];
    let drawing = page()
        .lines(50.0, 100.0, &text)
        .grid(&[50.0, 110.0, 300.0], &[150.0, 200.0])
        .lines(55.0, 163.0, &["Recom-", "men-", "dation"])
        .text(115.0, 163.0, 10.0, "The plan is made in time.");
    let page = &super::read(&one(drawing)).pages[0];
    let lines: Vec<&str> = page.lines().map(|line| line.text.as_str()).collect();
    assert!(lines.contains(&"Recommendation"), "{lines:?}");
}
