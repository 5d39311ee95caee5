//! Scans: read where `tesseract` is installed, else told with what would help.

use std::time::Duration;

use super::maker::{Drawing, Maker};
use super::{one, page};
use crate::pdf::{load, scans};
use crate::{ExtractError, Limits, Ocr, Unrecognised, extract, ocr};

const LINES: [&str; 4] = [
    "The vision of the unit had been written together",
    "with staff, partners and people on probation. It",
    "fitted on a postcard and was in daily use, and the",
    "board asked every month what had become of it.",
];

/// Pages of print, drawn as pictures.
fn scanned(drawing: Drawing) -> Maker {
    let bytes = one(drawing).bytes();
    let pdf = load::open(&bytes, &Limits::default(), &mut Vec::new())
        .unwrap()
        .pdf;
    let (grey, _) = scans::drawn(&pdf, 0);
    Maker {
        scan: Some(grey),
        ..Maker::default()
    }
}

fn picture() -> Drawing {
    page().raw("q 600 0 0 800 0 0 cm /I Do Q")
}

/// A document that is a picture of a line of print.
pub(crate) fn scan() -> Vec<u8> {
    let print = page().text(50.0, 100.0, 16.0, "Leadership");
    scanned(print).page(picture()).bytes()
}

fn limits() -> Limits {
    Limits {
        ocr: Ocr::Within(Duration::from_secs(60)),
        ..Limits::default()
    }
}

#[test]
fn a_scan_beside_text_is_read_or_told() {
    let drawing = page()
        .text(50.0, 100.0, 16.0, "Leadership")
        .lines(50.0, 140.0, &LINES);
    let maker = scanned(drawing)
        .page(page().text(50.0, 100.0, 10.0, "A page of text."))
        .page(picture());
    let extracted = extract(&maker.bytes(), &limits()).unwrap();
    let texts: Vec<&str> = extracted.pages[1]
        .blocks
        .iter()
        .map(|block| block.text.as_str())
        .collect();
    if ocr::is_installed() {
        assert_eq!(texts, ["Leadership", &LINES.join(" ")]);
        assert!(extracted.warnings[0].starts_with("page 2 was read by text recognition"));
        let line = extracted.pages[1].blocks[1].lines[0].bbox.unwrap();
        assert!(
            (line.x0 - 50.0).abs() < 3.0 && (line.y1 - 142.0).abs() < 4.0,
            "{line:?}"
        );
    } else {
        assert_eq!(texts, [""; 0]);
        let told = Unrecognised::NotInstalled.to_string();
        assert!(
            extracted.warnings[0].ends_with(&told),
            "{:?}",
            extracted.warnings
        );
    }
}

#[test]
fn rules_of_a_scanned_table_part_its_cells() {
    let drawing = page()
        .grid(&[50.0, 300.0, 500.0], &[90.0, 120.0, 150.0])
        .text(60.0, 108.0, 11.0, "P 1.1 Leadership")
        .text(310.0, 108.0, 11.0, "Good")
        .text(60.0, 138.0, 11.0, "P 1.2 Staffing")
        .text(310.0, 138.0, 11.0, "Requires improvement");
    let maker = scanned(drawing).page(picture());
    match extract(&maker.bytes(), &limits()) {
        Ok(extracted) => {
            let rows: Vec<&str> = extracted.pages[0]
                .blocks
                .iter()
                .map(|block| block.text.as_str())
                .collect();
            assert_eq!(
                rows,
                [
                    "P 1.1 Leadership\tGood",
                    "P 1.2 Staffing\tRequires improvement"
                ]
            );
        }
        Err(error) => assert_eq!(
            error,
            ExtractError::Scanned {
                pictures: 1,
                pages: 1,
                reason: Unrecognised::NotInstalled
            }
        ),
    }
}
