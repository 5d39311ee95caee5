//! What of a page's drawing counts as its text.

use super::maker::Maker;
use super::{check, one, page};
use crate::{Limits, extract};

/// What the page holds, with something of its file replaced.
fn text_with(maker: &Maker, changes: &[(&str, &str)]) -> Vec<String> {
    let mut file = String::from_utf8(maker.bytes()).unwrap();
    for (from, to) in changes {
        assert!(file.contains(from), "{from}");
        file = file.replace(from, to);
    }
    let extracted = extract(file.as_bytes(), &Limits::default()).unwrap();
    let blocks = extracted.pages.iter().flat_map(|page| &page.blocks);
    blocks.map(|block| block.text.clone()).collect()
}

#[test]
fn a_form_within_itself_is_drawn_once() {
    let maker = one(page().raw("/X Do"));
    let circle = [
        (
            "(From a form) Tj ET",
            "(From a form) Tj ET /X Do /X Do /X Do",
        ),
        (
            "/Resources<</Font<</F1 3 0 R>>>>",
            "/Resources<</Font<</F1 3 0 R>>/XObject<</X 5 0 R>>>>",
        ),
    ];
    assert_eq!(text_with(&maker, &circle), ["From a form"]);
}

#[test]
fn what_stands_for_a_comment_or_a_field_is_read_where_it_is_shown() {
    let note = "/Annots[<</Subtype/Stamp/Rect[0 0 600 800]/AP<</N 5 0 R>>>>]";
    let mut maker = one(page().text(50.0, 200.0, 10.0, "Printed below."));
    maker.page_entries = note.to_owned();
    assert_eq!(text_with(&maker, &[]), ["From a form", "Printed below."]);
    let hidden = [("/Subtype/Stamp", "/Subtype/Stamp/F 2")];
    assert_eq!(text_with(&maker, &hidden), ["Printed below."]);
    let states = [("/AP<</N 5 0 R>>", "/AS/On/AP<</N<</On 5 0 R>>>>")];
    assert_eq!(
        text_with(&maker, &states),
        ["From a form", "Printed below."]
    );
}

#[test]
fn a_layer_that_is_off_is_not_read() {
    let drawing = page()
        .raw("/OC /Notes BDC")
        .text(50.0, 100.0, 10.0, "Not for the public.")
        .raw("/Span <</MCID 1>> BDC")
        .text(50.0, 130.0, 10.0, "Nor is this.")
        .raw("EMC EMC")
        .text(50.0, 200.0, 10.0, "The unit was inspected.");
    let maker = one(drawing);
    let named = (
        "/XObject<</I 4 0 R",
        "/Properties<</Notes 3 0 R>>/XObject<</I 4 0 R",
    );
    let layers = |state: &str| format!("/Type/Catalog/OCProperties<</OCGs[3 0 R]/D<<{state}>>>>");
    let all = [
        "Not for the public.",
        "Nor is this.",
        "The unit was inspected.",
    ];
    for (state, seen) in [
        ("/OFF[3 0 R]", &all[2..]),
        ("/BaseState/OFF", &all[2..]),
        ("/BaseState/OFF/ON[3 0 R]", &all[..]),
        ("", &all[..]),
    ] {
        let changes = [named, ("/Type/Catalog", &layers(state))];
        assert_eq!(text_with(&maker, &changes), seen, "{state}");
    }
    let whole = [named, ("/XObject<</I", "/XObject<</O 4 0 R/I")];
    assert_eq!(text_with(&maker, &whole), all);
}

#[test]
fn text_in_a_font_that_the_page_does_not_have_is_read_as_it_stands() {
    check(
        &one(page().raw("BT /Lost 10 Tf 1 0 0 1 50 700 Tm (Set in no font) Tj ET")),
        &["p Set in no font"],
    );
}

#[test]
fn operators_of_text_place_it() {
    let drawing = page()
        .raw("BT /F1 10 Tf 13 TL 50 700 Td (One) Tj T* (two) Tj (three) '")
        .raw("1 .2 (four) \" 0 -13 TD [(fi) 20 (ve)] TJ 3 Tr 200 0 Td (unseen) Tj ET");
    check(&one(drawing), &["p One two three four five"]);
}

#[test]
fn a_state_gone_back_to_too_often_stays() {
    let drawing = page()
        .raw("1 0 0 1 0 -100 cm q Q Q Q")
        .text(50.0, 100.0, 10.0, "Below")
        .raw("1 0 0 1 0 50 cm")
        .text(50.0, 100.0, 10.0, "Above");
    check(&one(drawing), &["p Above", "p Below"]);
}
