//! Damaged, protected and hostile files, scans, text from other places than the page's own stream.

use proptest::prelude::*;

use super::maker::{Drawing, Maker};
use super::{check, one, page, read};
use crate::{ExtractError, Limits, Unrecognised, extract};

fn report() -> Maker {
    let text = |words: &str| page().text(50.0, 100.0, 10.0, words);
    Maker::default()
        .page(text("The first page."))
        .page(text("The second page."))
}

#[test]
fn forms_and_hidden_layers_are_read() {
    check(&one(page().raw("/X Do")), &["p From a form"]);
    let scan_with_layer = page().raw(
        "q 600 0 0 800 0 0 cm /I Do Q BT 3 Tr /F1 10 Tf 1 0 0 1 50 700 Tm (Recognised words) Tj ET",
    );
    check(&one(scan_with_layer), &["p Recognised words"]);
    let stray = page()
        .text(50.0, 100.0, 10.0, "Words that are seen")
        .raw("BT 3 Tr /F1 10 Tf 1 0 0 1 50 500 Tm (not these) Tj ET");
    check(&one(stray), &["p Words that are seen"]);
}

fn picture() -> Drawing {
    page().raw("q 600 0 0 800 0 0 cm /I Do Q")
}

#[test]
fn scans_are_told() {
    let scan = Maker::default().page(picture()).page(picture());
    let error = extract(&scan.bytes(), &Limits::default()).unwrap_err();
    assert_eq!(
        error,
        ExtractError::Scanned {
            pictures: 2,
            pages: 2,
            reason: Unrecognised::Unwanted
        }
    );
    let mixed = Maker::default()
        .page(page().text(50.0, 100.0, 10.0, "Words."))
        .page(picture());
    assert_eq!(
        read(&mixed).warnings,
        [format!(
            "page 2 is a picture of text (a scan) and could not be read: {}",
            Unrecognised::Unwanted
        )]
    );
}

#[test]
fn empty_pages_hold_no_text() {
    assert_eq!(
        extract(&one(page()).bytes(), &Limits::default()),
        Err(ExtractError::NoText)
    );
}

#[test]
fn junk_before_the_header_does_no_harm() {
    let bytes = [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &report().bytes()].concat();
    assert_eq!(extract(&bytes, &Limits::default()).unwrap().pages.len(), 2);
}

#[test]
fn a_damaged_directory_is_rebuilt() {
    let bytes = report().bytes();
    let text = String::from_utf8_lossy(&bytes).replace("startxref\n", "startxref\n9");
    assert_eq!(
        extract(text.as_bytes(), &Limits::default())
            .unwrap()
            .pages
            .len(),
        2
    );
}

#[test]
fn pages_of_a_file_cut_short_are_rescued_with_a_warning() {
    // Catalogue and page tree stand behind the pages, as most producers write them.
    let bytes = String::from_utf8(report().bytes()).unwrap();
    let (_catalogue, rest) = bytes.split_once("3 0 obj").unwrap();
    let (objects, _directory) = rest.split_once("xref").unwrap();
    let cut = format!("%PDF-1.5\n3 0 obj{objects}");
    let extracted = extract(&cut.as_bytes()[..cut.len() - 4], &Limits::default()).unwrap();
    assert_eq!(extracted.pages[0].blocks[0].text, "The first page.");
    assert!(
        extracted.warnings[0].contains("rescued"),
        "{:?}",
        extracted.warnings
    );
}

#[test]
fn beyond_rescue_is_said_in_a_sentence() {
    let error = extract(b"%PDF-1.7\nnothing here", &Limits::default()).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the PDF is damaged beyond reading"),
        "{error}"
    );
    assert!(error.may_be_incomplete());
}

/// The report, protected with a password for its readers.
fn protected(password: &str) -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(&report().bytes()).unwrap();
    let id = lopdf::Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", vec![id.clone(), id]);
    let version = lopdf::EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: password,
        key_length: 128,
        permissions: lopdf::Permissions::all(),
    };
    let state = lopdf::EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn passwords_are_tried() {
    assert_eq!(
        extract(&protected(""), &Limits::default())
            .unwrap()
            .pages
            .len(),
        2
    );
    let bytes = protected("secret");
    assert_eq!(
        extract(&bytes, &Limits::default()),
        Err(ExtractError::NeedsPassword)
    );
    let limits = Limits {
        passwords: vec!["wrong".into(), "secret".into()],
        ..Limits::default()
    };
    assert_eq!(
        extract(&bytes, &limits).unwrap().pages[1].blocks[0].text,
        "The second page."
    );
}

#[test]
fn only_so_many_pages_are_read() {
    let limits = Limits {
        max_pages: 1,
        ..Limits::default()
    };
    let extracted = extract(&report().bytes(), &limits).unwrap();
    assert_eq!((extracted.pages.len(), extracted.warnings.len()), (1, 1));
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

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
    fn any_print_is_laid_out_without_panic_and_no_word_is_lost(places in proptest::collection::vec((0.0f32..560.0, 20.0f32..780.0, 4.0f32..30.0), 1..40)) {
        let mut drawing = page();
        for (i, (x, top, size)) in places.iter().enumerate() {
            drawing = drawing.text(*x, *top, *size, &format!("w{i}w"));
        }
        let extracted = read(&one(drawing));
        let text: String = extracted.pages[0].lines().chain(&extracted.pages[0].margins).map(|line| line.text.clone() + " ").collect();
        let letters = text.chars().filter(|c| *c == 'w').count();
        // Words printed one over the other may run together, or count as one printed twice.
        prop_assert!(letters + 8 >= places.len() * 2, "{text}");
    }
}
