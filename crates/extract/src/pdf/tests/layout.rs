//! Words, columns, tables, lists, headings.

use super::maker::{Drawing, Maker, WIDTH};
use super::{check, one, page, read};

const LEFT: [&str; 6] = [
    "The unit was inspected in the spring of that year",
    "and found wanting in several ways, the safety of",
    "other people first among them. Leaders knew this",
    "and had begun to act, but it was too early to see",
    "what would come of it. Staff were few in number and",
    "many of them had only come in the last months.",
];
const RIGHT: [&str; 6] = [
    "Work with partners was good and had become better",
    "since the last inspection. Services for women had",
    "been opened in two towns and were much used. Help",
    "with housing was found for most of those who were",
    "in need of it, though seldom before their release",
    "from prison, which is when it matters the most.",
];

#[test]
fn drawing_order_and_cut_runs_do_not_matter() {
    let drawing = page()
        .text(72.23, 113.0, 10.0, "ing to do")
        .text(50.0, 100.0, 10.0, "The unit h")
        .text(94.47, 100.0, 10.0, "ad much")
        .text(50.0, 113.0, 10.0, "learn");
    check(&one(drawing), &["p The unit had much learning to do"]);
}

#[test]
fn gaps_are_spaces_where_no_space_is_drawn() {
    let drawing = page().raw("BT /F1 10 Tf 1 0 0 1 50 700 Tm [(The) -278 (unit) -278 (was) -278 (in) 20 (spected)] TJ ET");
    check(&one(drawing), &["p The unit was inspected"]);
}

#[test]
fn each_word_is_known_to_begin_where_it_is_drawn() {
    let drawing = page()
        .text(50.0, 100.0, 10.0, "Checks")
        .text(95.0, 100.0, 10.0, "were")
        .text(131.5, 100.0, 10.0, "made");
    let read = read(&one(drawing));
    let line = &read.pages[0].blocks[0].lines[0];
    assert_eq!(
        (line.text.as_str(), &line.starts[..]),
        ("Checks were made", &[0.0, 45.0, 81.5][..])
    );
}

#[test]
fn columns_are_read_one_after_the_other_below_a_heading_that_spans_them() {
    let drawing = page()
        .text(
            50.0,
            60.0,
            16.0,
            "A heading that stands across both of the columns of this page",
        )
        .lines(320.0, 100.0, &RIGHT)
        .lines(50.0, 100.0, &LEFT);
    let expected = [
        "h1 A heading that stands across both of the columns of this page".to_owned(),
        format!("p {}", LEFT.join(" ")),
        format!("p {}", RIGHT.join(" ")),
    ];
    check(&one(drawing), &expected.each_ref().map(String::as_str));
}

#[test]
fn columns_need_not_share_base_lines() {
    let drawing = page().lines(50.0, 100.0, &LEFT).lines(320.0, 106.0, &RIGHT);
    check(
        &one(drawing),
        &[
            &format!("p {}", LEFT.join(" ")),
            &format!("p {}", RIGHT.join(" ")),
        ],
    );
}

#[test]
fn a_short_list_of_lines_beside_text_is_a_column_of_its_own() {
    let drawing = page()
        .lines(
            50.0,
            100.0,
            &[
                "Foreword",
                "Ratings of the unit",
                "Background",
                "Services and staff",
                "Annexe one",
            ],
        )
        .lines(
            50.0,
            165.0,
            &["The unit serves three towns", "and the land between them"],
        )
        .lines(320.0, 100.0, &LEFT)
        .lines(320.0, 178.0, &RIGHT[..1]);
    let read = read(&one(drawing));
    let lines: Vec<&str> = read.pages[0]
        .lines()
        .map(|line| line.text.as_str())
        .collect();
    assert_eq!(lines[..2], ["Foreword", "Ratings of the unit"]);
    assert_eq!(lines[7..9], [LEFT[0], LEFT[1]]);
}

#[test]
fn a_sentence_goes_on_in_the_next_column() {
    let drawing = page().lines(50.0, 100.0, &LEFT[..5]).lines(
        320.0,
        100.0,
        &[LEFT[5], RIGHT[0], RIGHT[1], RIGHT[2], "in need."],
    );
    let text = format!(
        "p {} {} {} {} in need.",
        LEFT.join(" "),
        RIGHT[0],
        RIGHT[1],
        RIGHT[2]
    );
    check(&one(drawing), &[&text]);
}

#[test]
fn ruled_tables_are_rows_of_cells() {
    let drawing = page()
        .grid(&[50.0, 300.0, 400.0], &[90.0, 110.0, 150.0, 170.0])
        .text(55.0, 104.0, 10.0, "Key question")
        .text(305.0, 104.0, 10.0, "Percentage")
        .lines(
            55.0,
            124.0,
            &["Does planning focus on keeping", "other people safe?"],
        )
        .text(305.0, 131.0, 10.0, "49%")
        .text(55.0, 164.0, 10.0, "Does delivery?")
        .text(305.0, 164.0, 10.0, "52%")
        .text(50.0, 200.0, 10.0, "Text below.");
    check(
        &one(drawing),
        &[
            "th0 Key question | Percentage",
            "tr0 Does planning focus on keeping other people safe? | 49%",
            "tr0 Does delivery? | 52%",
            "p Text below.",
        ],
    );
}

#[test]
fn cells_that_span_columns_leave_empty_ones() {
    let drawing = page()
        .grid(&[50.0, 150.0, 300.0, 400.0], &[110.0, 130.0])
        .grid(&[50.0, 400.0], &[90.0, 110.0])
        .text(55.0, 104.0, 10.0, "1. Organisation")
        .text(55.0, 124.0, 10.0, "P 1.1")
        .text(155.0, 124.0, 10.0, "Leadership")
        .text(305.0, 124.0, 10.0, "Good");
    check(
        &one(drawing),
        &["tr0 1. Organisation |  | ", "tr0 P 1.1 | Leadership | Good"],
    );
}

#[test]
fn a_frame_is_no_table() {
    let drawing =
        page()
            .grid(&[40.0, 500.0], &[80.0, 140.0])
            .lines(50.0, 100.0, &["Words in a frame."]);
    check(&one(drawing), &["p Words in a frame."]);
}

#[test]
fn alignment_alone_makes_a_table() {
    let mut drawing = page();
    for (i, (name, rating)) in [
        ("Leadership", "Good"),
        ("Staffing", "Inadequate"),
        ("Services", "Outstanding"),
    ]
    .into_iter()
    .enumerate()
    {
        let top = 100.0 + 20.0 * i as f32;
        drawing = drawing
            .text(50.0, top, 10.0, name)
            .text(300.0, top, 10.0, rating);
    }
    check(
        &one(drawing),
        &[
            "tr0 Leadership | Good",
            "tr0 Staffing | Inadequate",
            "tr0 Services | Outstanding",
        ],
    );
}

#[test]
fn figures_that_count_beside_sentences_are_a_list() {
    let drawing = page()
        .text(50.0, 100.0, 10.0, "7")
        .text(68.0, 100.0, 10.0, "train all of the staff")
        .text(50.0, 120.0, 10.0, "8")
        .text(68.0, 120.0, 10.0, "recruit some more");
    check(
        &one(drawing),
        &["li0 7. train all of the staff", "li0 8. recruit some more"],
    );
}

#[test]
fn lists_have_markers_and_depths() {
    let drawing = page()
        .text(50.0, 100.0, 10.0, "•")
        .lines(65.0, 100.0, &["The unit had a clear plan that all of its staff knew and that was kept to, even when there", "were too few of them."])
        .text(80.0, 126.0, 10.0, "–")
        .text(95.0, 126.0, 10.0, "even in summer")
        .text(50.0, 139.0, 10.0, "•")
        .text(65.0, 139.0, 10.0, "Partners helped.");
    check(
        &one(drawing),
        &[
            "li0 • The unit had a clear plan that all of its staff knew and that was kept to, even when there were too few of them.",
            "li1 – even in summer",
            "li0 • Partners helped.",
        ],
    );
}

#[test]
fn a_drawn_dot_is_a_bullet() {
    let drawing = page()
        .text(65.0, 100.0, 10.0, "Partners helped.")
        .raw("52 703 m 52 705 56 705 56 703 c 56 701 52 701 52 703 c f");
    check(&one(drawing), &["li0 • Partners helped."]);
    let ring = page()
        .text(65.0, 100.0, 10.0, "Partners helped.")
        .raw("52 703 m 52 705 56 705 56 703 c 56 701 52 701 52 703 c s");
    check(&one(ring), &["li0 • Partners helped."]);
}

#[test]
fn contents_lists_have_one_entry_to_a_line() {
    let drawing = page().lines(
        50.0,
        100.0,
        &[
            "Foreword ........................ 3",
            "Ratings ......................... 4",
            "Staff and services .............. 12",
        ],
    );
    check(
        &one(drawing),
        &["p Foreword 3", "p Ratings 4", "p Staff and services 12"],
    );
}

#[test]
fn headings_rank_by_size() {
    let drawing = page()
        .text(50.0, 60.0, 20.0, "Findings")
        .text(50.0, 90.0, 14.0, "Leadership")
        .lines(50.0, 120.0, &LEFT);
    check(
        &one(drawing),
        &[
            "h1 Findings",
            "h2 Leadership",
            &format!("p {}", LEFT.join(" ")),
        ],
    );
}

#[test]
fn hyphens_at_line_ends() {
    let lines = [
        "The development of services had been slow, and the devel-",
        "opment of staff was slower still in this well-",
        "known unit; it was well known for the support of super-",
        "visors to staff and for the help of su-",
        "pervisors to partners, and supervisors said it was so.",
    ];
    let text = "p The development of services had been slow, and the development of staff was slower still in this well-known unit; it was well known for the support of supervisors to staff and for the help of supervisors to partners, and supervisors said it was so.";
    check(&one(page().lines(50.0, 100.0, &lines)), &[text]);
}

#[test]
fn lines_have_places_on_the_page_as_shown() {
    let mut maker = one(page().text(50.0, 100.0, 10.0, "The unit"));
    let line = |maker: &_| read(maker).pages[0].blocks[0].lines[0].clone();
    let upright = line(&maker).bbox.unwrap();
    assert_eq!((upright.x0, upright.y0, upright.y1), (50.0, 92.0, 102.2));
    maker.page_entries = "/Rotate 90".into();
    let page = read(&maker).pages[0].clone();
    assert_eq!((page.width, page.height), (800.0, WIDTH));
    let turned = line(&maker).bbox.unwrap();
    assert_eq!((turned.x0, turned.x1, turned.y0), (697.8, 708.0, 50.0));
    assert_eq!(line(&maker).text, "The unit");
}

/// A statement with one word beside it, above two columns.
fn with_a_word_beside(statement: &[&str], word: (f32, f32)) -> Vec<String> {
    let drawing = page()
        .lines(50.0, 70.0, statement)
        .text(word.0, word.1, 10.0, "Outstanding")
        .lines(50.0, 115.0, &LEFT)
        .lines(320.0, 115.0, &RIGHT);
    let read = read(&one(drawing));
    let lines = read.pages[0].lines().map(|line| line.text.clone());
    lines.collect()
}

#[test]
fn a_word_beside_a_statement_above_columns_is_in_neither_column() {
    let long = "Leaders set a clear course and make good, personal work possible for all";
    for (statement, word) in [
        (&["Staff are few."][..], (420.0, 70.0)),
        (&[long, "on probation."], (420.0, 76.5)),
    ] {
        let lines = with_a_word_beside(statement, word);
        let columns: Vec<&str> = LEFT.into_iter().chain(RIGHT).collect();
        let (above, below) = lines.split_at(lines.len() - columns.len());
        assert_eq!(below, columns);
        assert!(above.concat().contains("Outstanding"), "{above:?}");
    }
}

/// The printed lines in reading order.
fn order(drawing: Drawing) -> Vec<String> {
    let read = read(&one(drawing));
    read.pages[0]
        .lines()
        .map(|line| line.text.clone())
        .collect()
}

#[test]
fn a_sentence_that_runs_over_makes_columns_of_two_lines_each() {
    let lines = [
        "Help was available, it was of decent quality, and",
        "it was easier to reach than in 2022. The unit and",
        "its partners had worked out together where all the",
        "gaps were and who would close them in that year.",
    ];
    let drawing = page()
        .lines(50.0, 100.0, &lines[..2])
        .lines(320.0, 100.0, &lines[2..]);
    assert_eq!(order(drawing), lines);
}

#[test]
fn the_longer_left_column_is_read_to_its_end_first() {
    let tail = [
        "Places were far too few. Most of the men who had",
        "been convicted waited for twenty weeks or more.",
    ];
    let drawing = page()
        .lines(50.0, 100.0, &LEFT)
        .lines(320.0, 100.0, &RIGHT)
        .lines(50.0, 100.0 + 6.0 * 13.0 + 8.0, &tail);
    let expected: Vec<&str> = LEFT.into_iter().chain(tail).chain(RIGHT).collect();
    assert_eq!(order(drawing), expected);
}

/// Two pages in two columns, and another.
fn third_page(drawing: Drawing) -> Vec<String> {
    let columns = || page().lines(50.0, 100.0, &LEFT).lines(320.0, 100.0, &RIGHT);
    let maker = Maker::default().page(columns()).page(columns());
    let document = read(&maker.page(drawing));
    let lines = document.pages[2].lines();
    lines.map(|line| line.text.clone()).collect()
}

#[test]
fn columns_are_where_they_were_on_pages_before() {
    let head = ["Areas of need:", "There had been some change for the"];
    let drawing = page()
        .lines(50.0, 100.0, &LEFT)
        .lines(50.0, 100.0 + 6.0 * 13.0 + 8.0, &LEFT)
        .text(320.0, 100.0, 10.0, head[0])
        .text(320.0, 230.0, 10.0, head[1]);
    let expected: Vec<&str> = LEFT.into_iter().chain(LEFT).chain(head).collect();
    assert_eq!(third_page(drawing), expected);
}

#[test]
fn a_table_across_the_columns_of_pages_before_is_read_row_by_row() {
    let mut drawing = page();
    let rows = [
        ["Leading", "Good"],
        ["Staffing", "Inadequate"],
        ["Services", "Good"],
        ["Planning", "Good"],
    ];
    for (i, [name, rating]) in rows.iter().enumerate() {
        let top = 100.0 + 30.0 * i as f32;
        drawing = drawing
            .text(50.0, top, 10.0, name)
            .text(320.0, top, 10.0, rating);
    }
    assert_eq!(third_page(drawing), rows.concat());
}

#[test]
fn halves_of_a_page_are_columns_even_where_their_paragraphs_keep_step() {
    let mut drawing = page();
    for part in [0, 2, 4] {
        let top = 100.0 + 24.0 * part as f32;
        drawing = drawing.lines(50.0, top, &LEFT[part..part + 2]).lines(
            320.0,
            top,
            &RIGHT[part..part + 2],
        );
    }
    let expected: Vec<&str> = LEFT.into_iter().chain(RIGHT).collect();
    assert_eq!(order(drawing), expected);
}

#[test]
fn a_ruled_table_in_a_column_leaves_the_other_column_text() {
    let drawing = page()
        .lines(50.0, 100.0, &["Three questions are asked of all."])
        .grid(&[50.0, 200.0, 280.0], &[120.0, 140.0, 160.0])
        .text(55.0, 133.0, 10.0, "Is it safe?")
        .text(205.0, 133.0, 10.0, "75%")
        .text(55.0, 153.0, 10.0, "Is it done?")
        .text(205.0, 153.0, 10.0, "69%")
        .lines(320.0, 100.0, &RIGHT);
    let lines = order(drawing);
    assert_eq!(lines[lines.len() - RIGHT.len()..], RIGHT);
    assert_eq!(lines[1..3], ["Is it safe?", "75%"]);
}

#[test]
fn the_measure_of_a_paragraph_is_its_own_below_wider_print() {
    let wide = "A statement that stands across all of the page above a half of it that is filled";
    let drawing = page()
        .text(50.0, 80.0, 10.0, wide)
        .lines(50.0, 110.0, &LEFT);
    let read = read(&one(drawing));
    let texts: Vec<&str> = read.pages[0]
        .blocks
        .iter()
        .map(|block| block.text.as_str())
        .collect();
    assert_eq!(texts, [wide, &LEFT.join(" ")]);
}

#[test]
fn a_quotation_goes_on_until_its_marks_close() {
    let told = [
        "Most of those who were asked in this survey said that they were told of the help there is:",
        "There was less praise for the courses, which some had waited for since they were released.",
    ];
    let drawing = page()
        .text(50.0, 100.0, 10.0, told[0])
        .text(
            80.0,
            120.0,
            10.0,
            "\u{93}She has put me in touch with them at once and it",
        )
        .text(80.0, 133.0, 10.0, "has helped me get on with")
        .text(80.0, 146.0, 10.0, "Housing, too.\u{94}")
        .text(50.0, 166.0, 10.0, told[1]);
    let told = told.map(|line| format!("p {line}"));
    let said = "q “She has put me in touch with them at once and it has helped me get on with Housing, too.”";
    check(&one(drawing), &[&told[0], said, &told[1]]);
}

/// A letter over two lines, and the text that it opens.
fn opened(letter: &str, first: &str) -> String {
    let drawing = page()
        .text(50.0, 113.0, 28.0, letter)
        .lines(
            74.0,
            100.0,
            &[first, "to it since the spring spoke well of the help"],
        )
        .lines(
            50.0,
            126.0,
            &[
                "that they were given by a unit with more years",
                "behind it than they had.",
            ],
        );
    read(&one(drawing)).pages[0].blocks[0].text.clone()
}

#[test]
fn a_large_letter_that_opens_a_text_is_of_its_word() {
    let rest = "to it since the spring spoke well of the help that they were given by a unit with more years behind it than they had.";
    assert_eq!(
        opened("T", "hose who had filled its posts and had come"),
        format!("Those who had filled its posts and had come {rest}")
    );
    assert_eq!(
        opened("A", "unit that had filled its posts and had come"),
        format!("A unit that had filled its posts and had come {rest}")
    );
}

#[test]
fn the_number_of_a_paragraph_is_no_column() {
    let drawing = page()
        .text(50.0, 100.0, 10.0, "2.1")
        .lines(
            80.0,
            100.0,
            &[
                "The plans were made in good time and those",
                "whom they were to bind had been in the room.",
            ],
        )
        .text(50.0, 134.0, 10.0, "2.2")
        .lines(
            80.0,
            134.0,
            &[
                "Those who had moved house were seen by some",
                "of the staff there.",
            ],
        );
    check(
        &one(drawing),
        &[
            "p 2.1 The plans were made in good time and those whom they were to bind had been in the room.",
            "p 2.2 Those who had moved house were seen by some of the staff there.",
        ],
    );
}
