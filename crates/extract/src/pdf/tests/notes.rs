//! Notes, running lines, and text that runs on over pages.

use super::maker::Maker;
use super::{check, one, page, read};

#[test]
fn marks_are_parted_from_their_word_and_notes_stand_last() {
    let drawing = page()
        .text(50.0, 100.0, 10.0, "Our rating")
        .text(96.7, 96.0, 6.0, "2")
        .text(
            103.0,
            100.0,
            10.0,
            "for planning is low, as it was before, and it was higher elsewhere in",
        )
        .lines(50.0, 113.0, &["the region that year, said inspectors."])
        .text(50.0, 700.0, 5.0, "2")
        .text(54.0, 703.0, 8.0, "The lowest score counts.")
        .text(
            50.0,
            130.0,
            10.0,
            "More text on the same page, which is longer than the note is by far.",
        );
    check(
        &one(drawing),
        &[
            "p Our rating ² for planning is low, as it was before, and it was higher elsewhere in the region that year, said inspectors.",
            "p More text on the same page, which is longer than the note is by far.",
            "note2 The lowest score counts.",
        ],
    );
}

#[test]
fn a_mark_printed_like_its_note_is_parted_from_it() {
    let drawing = page()
        .lines(
            50.0,
            100.0,
            &["The rating of the unit is what the lowest score of its cases says."],
        )
        .text(50.0, 700.0, 8.0, "1The lowest score counts.");
    let maker = one(drawing);
    check(
        &maker,
        &[
            "p The rating of the unit is what the lowest score of its cases says.",
            "note1 The lowest score counts.",
        ],
    );
    assert_eq!(
        read(&maker).pages[0].blocks[1].lines[0].text,
        "¹ The lowest score counts."
    );
}

#[test]
fn running_lines_are_margins() {
    let mut maker = Maker::default();
    for number in 1..=4 {
        let text = ["One", "Two", "Three", "Four"][number - 1];
        maker = maker.page(
            page()
                .text(50.0, 780.0, 8.0, &format!("Inspection of Harbour {number}"))
                .text(50.0, 100.0, 10.0, &format!("{text} is on this page.")),
        );
    }
    check(
        &maker,
        &[
            "p One is on this page.",
            "p Two is on this page.",
            "p Three is on this page.",
            "p Four is on this page.",
        ],
    );
    assert_eq!(
        read(&maker).pages[2].margins[0].text,
        "Inspection of Harbour 3"
    );
}

#[test]
fn a_paragraph_over_a_page_break_is_one_block_and_its_lines_stay_on_their_pages() {
    let maker = Maker::default()
        .page(page().lines(
            50.0,
            650.0,
            &[
                "Staff spoke well of their leaders, who had been in post for some years by then",
                "and knew the towns that the unit serves, and its partners there spoke well of",
                "them too. The unit was found wanting in several ways, and the most important",
                "of these concerned the safety of other people, of which staff knew too little",
            ],
        ))
        .page(page().lines(
            50.0,
            50.0,
            &["and leaders too much.", "Then came the next."],
        ));
    let pages = read(&maker).pages;
    assert!(
        pages[0].blocks[0]
            .text
            .ends_with("knew too little and leaders too much."),
        "{}",
        pages[0].blocks[0].text
    );
    assert_eq!(pages[1].continued[0].text, "and leaders too much.");
    let lines: Vec<&str> = pages[1].lines().map(|line| line.text.as_str()).collect();
    assert_eq!(lines, ["and leaders too much.", "Then came the next."]);
}

#[test]
fn a_table_over_a_page_break_is_one_table() {
    let xs = [50.0, 200.0, 400.0, 500.0];
    let row = |drawing: super::Drawing, top: f32, cells: [&str; 3]| {
        drawing
            .text(55.0, top, 10.0, cells[0])
            .text(205.0, top, 10.0, cells[1])
            .text(405.0, top, 10.0, cells[2])
    };
    let head = ["Recommendation", "Action taken", "Category"];
    let first = row(
        row(page().grid(&xs, &[600.0, 620.0, 660.0]), 614.0, head),
        634.0,
        ["Train staff", "The unit had begun", "Some progress"],
    );
    let second = row(
        row(
            row(page().grid(&xs, &[50.0, 70.0, 90.0, 110.0]), 64.0, head),
            84.0,
            ["", "to train them.", ""],
        ),
        104.0,
        ["Recruit", "Done.", "Sufficient"],
    );
    let maker = Maker::default().page(first).page(second);
    check(
        &maker,
        &[
            "th0 Recommendation | Action taken | Category",
            "tr0 Train staff | The unit had begun to train them. | Some progress",
            "tr0 Recruit | Done. | Sufficient",
        ],
    );
    assert_eq!(read(&maker).pages[1].continued[0].text, "to train them.");
}

#[test]
fn notes_may_be_numbered_like_items() {
    let drawing = page()
        .lines(
            50.0,
            100.0,
            &[
                "The plans were made in good time and those whom",
                "they were to bind had been in the room.",
                "They said so to all of us.",
            ],
        )
        .text(226.7, 109.0, 6.0, "1")
        .text(50.0, 700.0, 8.0, "1. Plans that were made in the year.")
        .text(50.0, 710.0, 8.0, "2. No mark in the text leads here.");
    let shown: Vec<String> = read(&one(drawing)).pages[0]
        .blocks
        .iter()
        .map(super::show)
        .collect();
    assert!(
        shown.contains(&"note1 Plans that were made in the year.".to_owned()),
        "{shown:?}"
    );
    assert!(
        shown.contains(&"li0 2. No mark in the text leads here.".to_owned()),
        "{shown:?}"
    );
}

#[test]
fn running_lines_whose_one_part_changes() {
    let mut maker = super::Maker::default();
    for (number, section) in ["Leaders", "Staff", "Services", "Cases"].iter().enumerate() {
        let text = format!("What was said of {section} stands here at length.");
        maker = maker.page(
            page()
                .text(50.0, 40.0, 9.0, "Report on a unit")
                .text(450.0, 40.0, 9.0, section)
                .lines(50.0, 200.0, &[text.as_str()])
                .text(300.0, 770.0, 9.0, ["i", "ii", "iii", "iv"][number]),
        );
    }
    for page in read(&maker).pages {
        assert_eq!(page.blocks.len(), 1, "{page:?}");
        assert_eq!(page.margins.len(), 2, "{page:?}");
    }
}
