//! Files made to hurt: each ends soon, with its text or with a sentence.

use proptest::prelude::*;

use super::maker::Maker;
use super::{one, page, read};
use crate::{ExtractError, Limits, extract};

fn report() -> Maker {
    let text = |words: &str| page().text(50.0, 100.0, 10.0, words);
    Maker::default()
        .page(text("The first page."))
        .page(text("The second page."))
}

#[test]
fn a_circle_of_forms_and_pages_ends() {
    let bytes = String::from_utf8(one(page().raw("/X Do")).bytes()).unwrap();
    let circle = bytes
        .replace("(From a form) Tj ET", "(From a form) Tj ET /X Do")
        .replace(
            "/Resources<</Font<</F1 3 0 R>>>>",
            "/Resources<</XObject<</X 5 0 R>>>>",
        );
    let _ = extract(circle.as_bytes(), &Limits::default());
    let circle = bytes.replace("/Kids[6 0 R ]", "/Kids[2 0 R 6 0 R]");
    let _ = extract(circle.as_bytes(), &Limits::default());
}

#[test]
fn ten_thousand_empty_pages_hold_no_text() {
    let maker = (0..10_000).fold(Maker::default(), |maker, _| maker.page(page()));
    let read = extract(&maker.bytes(), &Limits::default());
    assert_eq!(read, Err(ExtractError::NoText));
}

#[test]
fn a_page_that_swells_when_unpacked_is_read() {
    use lopdf::{Document, Stream, dictionary};
    let maker = one(page().text(50.0, 100.0, 10.0, "Words before the flood"));
    let mut document = Document::load_mem(&maker.bytes()).unwrap();
    let mut flood = b"BT /F1 10 Tf 1 0 0 1 50 700 Tm (Words) Tj ET ".to_vec();
    flood.resize(16 << 20, b' ');
    let mut stream = Stream::new(dictionary! {}, flood);
    stream.compress().unwrap();
    assert!(stream.content.len() < 200_000);
    document.set_object((7, 0), stream);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    let extracted = extract(&bytes, &Limits::default()).unwrap();
    assert_eq!(extracted.pages[0].blocks[0].text, "Words");
}

#[test]
fn nesting_without_end_costs_nothing() {
    for (open, close) in [
        ("[", "]"),
        ("<<", ">>"),
        ("q ", "Q "),
        ("BT ", "ET "),
        ("/A BMC ", "EMC "),
    ] {
        let deep = open.repeat(50_000) + &close.repeat(50_000);
        let drawing = page().raw(&deep).text(50.0, 100.0, 10.0, "Words");
        let _ = extract(&one(drawing).bytes(), &Limits::default());
        let mut maker = one(page().text(50.0, 100.0, 10.0, "Words"));
        maker.page_entries = format!("/Deep {deep}");
        let _ = extract(&maker.bytes(), &Limits::default());
    }
}

#[test]
fn a_page_as_large_as_a_country_is_read() {
    for size in ["1000000000", "0.0001", "-600", "99999999999999999999"] {
        let text = String::from_utf8(report().bytes()).unwrap();
        let media = format!("/MediaBox[0 0 {size} {size}]");
        let bytes = text.replace("/MediaBox[0 0 600 800]", &media);
        match extract(bytes.as_bytes(), &Limits::default()) {
            Ok(extracted) => assert!(extracted.pages.len() <= 2),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn mutated_documents_are_read_without_panic(changes in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..12), cut in any::<usize>()) {
        let mut bytes = report().bytes();
        let length = bytes.len();
        for (at, with) in changes {
            bytes[at % length] = with;
        }
        bytes.truncate(length - cut % (length / 2));
        let _ = extract(&bytes, &Limits::default());
    }

    #[test]
    fn any_print_is_laid_out_without_panic_and_no_word_is_lost(
        places in proptest::collection::vec((0.0f32..560.0, 20.0f32..780.0, 4.0f32..30.0), 1..40),
        boxes in proptest::collection::vec((0.0f32..500.0, 0.0f32..700.0, 1.0f32..300.0, 1.0f32..80.0), 0..8),
        below_columns in any::<bool>(),
    ) {
        let mut drawing = page();
        for (x, y, width, height) in boxes {
            drawing = drawing.raw(&format!("0.9 g {x} {y} {width} {height} re f 0 g"));
        }
        for (i, (x, top, size)) in places.iter().enumerate() {
            drawing = drawing.text(*x, *top, *size, &format!("w{i}w"));
        }
        let columns = if below_columns { 2 } else { 0 };
        let maker = (0..columns).fold(Maker::default(), |maker, _| maker.page(two_columns()));
        let extracted = read(&maker.page(drawing));
        let last = &extracted.pages[columns];
        let text: String = last.lines().chain(&last.margins).map(|line| line.text.clone() + " ").collect();
        let letters = text.chars().filter(|c| *c == 'w').count();
        // Words printed one over the other may run together, or count as one printed twice.
        prop_assert!(letters + 8 >= places.len() * 2, "{text}");
    }
}

fn two_columns() -> super::maker::Drawing {
    let lines = [
        "The unit has been visited in the spring of the year",
        "and found to be short of people, as others had been",
        "before it. Those who lead it had seen as much, and",
        "had begun to do something about it in good time.",
    ];
    page()
        .lines(50.0, 100.0, &lines)
        .lines(320.0, 100.0, &lines)
}
