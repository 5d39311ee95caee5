//! Tables that a column or a page breaks.

use super::maker::Drawing;
use super::{Maker, check, one, page};

const XS: [f32; 3] = [0.0, 150.0, 230.0];

/// A ruled table of two columns; rows are 20 points high.
fn table(drawing: Drawing, left: f32, top: f32, rows: &[[&str; 2]]) -> Drawing {
    let xs = XS.map(|x| left + x);
    let tops: Vec<f32> = (0..=rows.len()).map(|i| top + 20.0 * i as f32).collect();
    let mut drawing = drawing.grid(&xs, &tops);
    for (row, top) in rows.iter().zip(&tops) {
        for (x, text) in xs.iter().zip(row).filter(|(_, text)| !text.is_empty()) {
            drawing = drawing.text(x + 5.0, top + 13.0, 10.0, text);
        }
    }
    drawing
}

const HEAD: [&str; 2] = ["Question", "Share"];

const LEFT: [&str; 3] = [
    "The plans were made in good time and the",
    "people whom they were to bind had been in",
    "the room for most of it.",
];
const RIGHT: [&str; 3] = [
    "Those who had moved house since were seen",
    "by somebody new and had to tell all of it",
    "for a second time.",
];

#[test]
fn a_table_goes_on_in_the_next_column() {
    let drawing = page().lines(50.0, 100.0, &LEFT);
    let drawing = table(
        drawing,
        50.0,
        140.0,
        &[HEAD, ["Is it safe?", "75%"], ["", "30%"]],
    );
    let drawing = table(
        drawing,
        320.0,
        88.0,
        &[HEAD, ["Is it done?", ""], ["Is it new?", "12%"]],
    )
    .lines(320.0, 170.0, &RIGHT);
    let rows = [
        "th0 Question | Share",
        "tr0 Is it safe? | 75%",
        "tr0 Is it done? | 30%",
        "tr0 Is it new? | 12%",
    ];
    let (left, right) = (LEFT.join(" "), RIGHT.join(" "));
    let text = [format!("p {left}"), format!("p {right}")];
    check(
        &one(drawing),
        &[&text[0], rows[0], rows[1], rows[2], rows[3], &text[1]],
    );
}

#[test]
fn a_row_whose_cells_stand_on_two_pages_is_one() {
    let first = table(
        page(),
        50.0,
        100.0,
        &[HEAD, ["Is it safe?", "75%"], ["", "30%"]],
    );
    let second = table(
        page(),
        50.0,
        100.0,
        &[HEAD, ["Is it done?", ""], ["Is it new?", "12%"]],
    );
    check(
        &Maker::default().page(first).page(second),
        &[
            "th0 Question | Share",
            "tr0 Is it safe? | 75%",
            "tr0 Is it done? | 30%",
            "tr0 Is it new? | 12%",
        ],
    );
}

#[test]
fn tables_side_by_side_stay_in_their_columns() {
    let rows = |name: &'static str, count: usize| vec![[name, "5%"]; count];
    let drawing = table(page(), 320.0, 96.0, &rows("right", 2));
    let drawing = table(drawing, 50.0, 100.0, &rows("left", 5))
        .lines(320.0, 170.0, &RIGHT)
        .lines(50.0, 222.0, &LEFT)
        .lines(320.0, 222.0, &RIGHT);
    let shown: Vec<String> = super::read(&one(drawing)).pages[0]
        .lines()
        .map(|line| line.text.clone())
        .collect();
    let at = |text: &str| shown.iter().position(|line| line == text);
    assert!(
        at("left") < at(LEFT[0]) && at(LEFT[0]) < at("right"),
        "{shown:?}"
    );
    assert!(at("right") < at(RIGHT[0]), "{shown:?}");
}

#[test]
fn a_head_that_is_printed_again_tells_a_table_whose_columns_have_moved() {
    let rows = |drawing: Drawing, xs: [f32; 2], rows: &[[&str; 2]]| {
        let mut drawing = drawing;
        for (i, row) in rows.iter().enumerate() {
            let top = 100.0 + 30.0 * i as f32;
            for (x, text) in xs.iter().zip(row) {
                drawing = drawing.text(*x, top, 10.0, text);
            }
        }
        drawing
    };
    let first = [HEAD, ["Is it safe?", "75%"], ["Is it done?", "30%"]];
    let second = [
        HEAD,
        ["Is what was meant then done?", "12%"],
        ["Is it new?", "5%"],
    ];
    let pages = Maker::default()
        .page(rows(page(), [50.0, 300.0], &first))
        .page(rows(page(), [50.0, 340.0], &second));
    check(
        &pages,
        &[
            "th0 Question | Share",
            "tr0 Is it safe? | 75%",
            "tr0 Is it done? | 30%",
            "tr0 Is what was meant then done? | 12%",
            "tr0 Is it new? | 5%",
        ],
    );
}

#[test]
fn white_behind_bullets_parts_no_columns() {
    let left = [
        "Planning was the strongest part of it, and",
        "the one that did better than others did.",
        "The lowest of three figures decides on it,",
        "as it does wherever there are three.",
    ];
    let right = [
        "Plans were short and in plain words,",
        "and were made in good time for most.",
        "Some of them were about the bus, and",
        "nobody had asked for that at all.",
    ];
    let mut drawing = page()
        .text(
            50.0,
            80.0,
            10.0,
            "Plans are made in good time, and are kept by all of those whom they do",
        )
        .text(390.0, 80.0, 10.0, "Good")
        .lines(50.0, 97.0, &left);
    for (i, line) in right.iter().enumerate() {
        let top = 97.0 + 13.0 * i as f32;
        drawing = drawing.text(386.0, top, 10.0, line);
        if i % 2 == 0 {
            drawing = drawing.text(368.0, top, 10.0, "•");
        }
    }
    let shown: Vec<String> = super::read(&one(drawing)).pages[0]
        .blocks
        .iter()
        .map(super::show)
        .collect();
    let items = [
        format!("li0 • {} {}", right[0], right[1]),
        format!("li0 • {} {}", right[2], right[3]),
    ];
    assert_eq!(shown[shown.len() - 2..], items, "{shown:?}");
}
