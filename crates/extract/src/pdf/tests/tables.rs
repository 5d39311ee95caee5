//! Tables without rules: what alignment, holes and white between lines say of their rows.

use super::maker::Drawing;
use super::{check, one, page, read};

/// Print in columns, line by line; an empty cell prints nothing.
fn grid<const N: usize>(
    drawing: Drawing,
    xs: [f32; N],
    top: f32,
    pitch: f32,
    lines: &[[&str; N]],
) -> Drawing {
    let mut drawing = drawing;
    for (i, line) in lines.iter().enumerate() {
        for (x, text) in xs.iter().zip(line).filter(|(_, text)| !text.is_empty()) {
            drawing = drawing.text(*x, top + pitch * i as f32, 10.0, text);
        }
    }
    drawing
}

#[test]
fn a_rating_beside_a_statement_is_read_behind_it() {
    let drawing = page()
        .text(
            50.0,
            100.0,
            10.0,
            "Each plan is made in good time, and with the person",
        )
        .text(480.0, 100.0, 10.0, "Inadequate")
        .text(50.0, 113.0, 10.0, "whom it is about to bind.");
    let row = "tr0 Each plan is made in good time, and with the person whom it is about to bind. | Inadequate";
    check(&one(drawing), &[row]);
}

#[test]
fn a_page_beside_an_entry_of_two_lines_is_no_cell() {
    let drawing = page()
        .text(
            50.0,
            100.0,
            10.0,
            "What became of what we asked for in the year",
        )
        .text(480.0, 100.0, 10.0, "12")
        .text(50.0, 113.0, 10.0, "before this one");
    check(
        &one(drawing),
        &["p What became of what we asked for in the year 12 before this one"],
    );
}

#[test]
fn plain_rows_close_below_a_bold_one_have_it_for_their_head() {
    let statement = [["Plans are made with the person whom they bind.", "Good"]];
    let drawing = grid(page(), [50.0, 480.0], 100.0, 13.0, &statement)
        .bold(50.0, 126.0, 10.0, "What was asked")
        .bold(480.0, 126.0, 10.0, "Yes");
    let lines = [
        ["Does planning look to what keeps other people safe?", "61%"],
        ["Does planning look to what the person wants?", "57%"],
    ];
    let maker = one(grid(drawing, [50.0, 480.0], 139.0, 13.0, &lines));
    let rows: Vec<String> = read(&maker).pages[0]
        .blocks
        .iter()
        .map(|block| block.text.replace('\t', " | "))
        .collect();
    assert_eq!(
        rows,
        [
            "Plans are made with the person whom they bind. | Good",
            "What was asked | Yes",
            "Does planning look to what keeps other people safe? | 61%",
            "Does planning look to what the person wants? | 57%",
        ]
    );
}

#[test]
fn rows_set_close_below_a_head_apart_are_rows() {
    let lines = [
        ["Does the plan look to how far the person", "57%"],
        ["takes part in it?", ""],
        ["Does the plan look to what may bring the", "61%"],
        ["person to stop offending?", ""],
        ["Does the plan keep other people safe?", "39%"],
    ];
    let head = page()
        .text(50.0, 80.0, 10.0, "Key question")
        .text(400.0, 80.0, 10.0, "Share");
    check(
        &one(grid(head, [50.0, 400.0], 100.0, 13.0, &lines)),
        &[
            "th0 Key question | Share",
            "tr0 Does the plan look to how far the person takes part in it? | 57%",
            "tr0 Does the plan look to what may bring the person to stop offending? | 61%",
            "tr0 Does the plan keep other people safe? | 39%",
        ],
    );
}

#[test]
fn cells_that_begin_together_are_rows_even_where_they_are_full_of_words() {
    let lines = [
        [
            "Set a clear standard for",
            "A standard was set in January and",
            "Some progress",
        ],
        [
            "oversight and keep to it",
            "all of the managers were told of it,",
            "so far as we saw",
        ],
        ["", "though few of them said so to us.", ""],
        [
            "Bring the workload of",
            "Fourteen officers came and the least",
            "Enough progress",
        ],
        [
            "officers to a bearable level",
            "of the cases were given to them, so",
            "for this year",
        ],
        ["", "that each had fewer than before.", ""],
        [
            "Train all new officers in",
            "Nothing was done about this in the",
            "No progress yet",
        ],
        [
            "what the court asks for",
            "whole of the year, and no plan was",
            "that we could see",
        ],
        ["", "made for the next one either.", ""],
    ];
    check(
        &one(grid(page(), [50.0, 220.0, 440.0], 100.0, 13.0, &lines)),
        &[
            "tr0 Set a clear standard for oversight and keep to it | A standard was set in January and all of the managers were told of it, though few of them said so to us. | Some progress so far as we saw",
            "tr0 Bring the workload of officers to a bearable level | Fourteen officers came and the least of the cases were given to them, so that each had fewer than before. | Enough progress for this year",
            "tr0 Train all new officers in what the court asks for | Nothing was done about this in the whole of the year, and no plan was made for the next one either. | No progress yet that we could see",
        ],
    );
}

#[test]
fn lines_set_far_apart_that_go_on_are_no_rows() {
    let lines = [
        ["Does the plan look to how far the person", "57%"],
        ["takes part in it?", ""],
        ["Does the plan keep other people safe?", "39%"],
    ];
    check(
        &one(grid(page(), [50.0, 400.0], 100.0, 20.0, &lines)),
        &[
            "tr0 Does the plan look to how far the person takes part in it? | 57%",
            "tr0 Does the plan keep other people safe? | 39%",
        ],
    );
}

#[test]
fn a_cell_set_between_the_lines_of_another_is_of_their_row() {
    let drawing = page()
        .lines(
            50.0,
            100.0,
            &[
                "Each plan is made in good time, and with",
                "the person whom it is about to bind.",
            ],
        )
        .text(400.0, 106.5, 10.0, "Good")
        .lines(
            50.0,
            126.0,
            &[
                "All work with people keeps to the plan and",
                "is changed when their lives change.",
            ],
        )
        .text(400.0, 132.5, 10.0, "Inadequate");
    check(
        &one(drawing),
        &[
            "tr0 Each plan is made in good time, and with the person whom it is about to bind. | Good",
            "tr0 All work with people keeps to the plan and is changed when their lives change. | Inadequate",
        ],
    );
}

#[test]
fn a_shaded_rating_is_a_cell_however_near_its_statement_runs() {
    let drawing = page()
        .raw("0.9 g 307 678 100 28 re f 0 g")
        .lines(
            50.0,
            105.0,
            &[
                "Each plan is made in good time, and with the person who",
                "is bound by it.",
            ],
        )
        .text(311.0, 105.0, 10.0, "Inadequate");
    let row =
        "tr0 Each plan is made in good time, and with the person who is bound by it. | Inadequate";
    check(&one(drawing), &[row]);
}

#[test]
fn a_shaded_word_within_a_line_is_no_cell() {
    let text = "Each plan is made in good time, and";
    let drawing = page()
        .raw("0.9 g 214.5 691 20 13 re f 0 g")
        .text(50.0, 105.0, 10.0, text)
        .text(214.6, 105.0, 10.0, "well.");
    check(
        &one(drawing),
        &["p Each plan is made in good time, and well."],
    );
}

#[test]
fn shares_below_each_other_are_cells_however_near_the_questions_run() {
    let lines = [
        ["Does the plan look to how far the person it is for", "57%"],
        ["takes part in it?", ""],
        ["Does the plan look to what may have brought the", "61%"],
        ["offence about?", ""],
    ];
    let drawing = grid(page(), [50.0, 275.0], 100.0, 13.0, &lines);
    check(
        &one(drawing),
        &[
            "tr0 Does the plan look to how far the person it is for takes part in it? | 57%",
            "tr1 Does the plan look to what may have brought the offence about? | 61%",
        ],
    );
}

#[test]
fn a_capital_in_the_midst_of_a_sentence_is_a_cell_that_is_set_close() {
    let statement = [
        "Each plan is made in good time, and with the person who",
        "is bound by it.",
    ];
    let drawing = page()
        .lines(50.0, 105.0, &statement)
        .text(314.0, 105.0, 10.0, "Inadequate");
    let row =
        "tr0 Each plan is made in good time, and with the person who is bound by it. | Inadequate";
    check(&one(drawing), &[row]);
    let drawing = page()
        .lines(50.0, 105.0, &statement)
        .text(309.0, 105.0, 10.0, "Inadequate");
    let line =
        "p Each plan is made in good time, and with the person who Inadequate is bound by it.";
    check(&one(drawing), &[line]);
}

#[test]
fn cells_of_a_word_beside_long_ones_are_a_column() {
    let row = |first: [&'static str; 4]| {
        [
            first,
            ["it was to draw up", "drawn up and read by", "", ""],
            ["a plan with each", "most of the staff of", "", ""],
            ["of its partners", "the unit in the year", "", ""],
            ["in the region", "that followed, though", "", ""],
            ["before long", "few could say what it", "", ""],
        ]
    };
    let marks = [
        ["Some", "Yes"],
        ["None", "Yes"],
        ["Much", "No"],
        ["Some", "Yes"],
        ["None", "No"],
    ];
    let lines: Vec<[&str; 4]> = marks
        .iter()
        .flat_map(|[mark, still]| row(["We told the unit", "The plan had been", mark, still]))
        .collect();
    let drawing = grid(page(), [50.0, 160.0, 290.0, 380.0], 100.0, 13.0, &lines);
    let read = super::read(&one(drawing));
    let blocks = &read.pages[0].blocks;
    let first = "We told the unit it was to draw up a plan with each of its partners in the region before long | The plan had been drawn up and read by most of the staff of the unit in the year that followed, though few could say what it | Some | Yes";
    assert_eq!(blocks.len(), marks.len());
    assert_eq!(blocks[0].text.replace('\t', " | "), first);
}

#[test]
fn the_last_row_of_a_table_in_print_set_wide_is_whole() {
    let text = [
        [
            "The court was told of most of those who came before it in time,",
            "",
        ],
        [
            "though what it was told did not always say what was meant to be",
            "",
        ],
        [
            "done with them, nor who was to do it, nor what they had thought",
            "",
        ],
        [
            "of it when they were asked, as nearly all of them had been then.",
            "",
        ],
    ];
    let rows = [
        ["Key question", "Share"],
        ["Is the advice that the court is given about them", "39%"],
        ["analytical and personal to each?", ""],
    ];
    let drawing = grid(page(), [50.0, 450.0], 100.0, 18.0, &text);
    let drawing = grid(drawing, [50.0, 450.0], 190.0, 18.0, &rows);
    let text = format!("p {}", text.map(|[line, _]| line).join(" "));
    check(
        &one(drawing),
        &[
            &text,
            "th0 Key question | Share",
            "tr0 Is the advice that the court is given about them analytical and personal to each? | 39%",
        ],
    );
}
