//! Fonts that do not tell, or not all, which letters they show.

use super::maker::{Drawing, Maker};
use super::{check, one, page, read, show};
use crate::{Limits, extract};

const WORDS: [&str; 3] = [
    "The unit was inspected in the spring of that year, and",
    "found wanting in several ways, the safety of other people",
    "first among them. Leaders knew this and had begun to act.",
];

fn set_in(font: &str, drawing: Drawing) -> Maker {
    Maker {
        font: Some(font.to_owned()),
        ..one(drawing)
    }
}

#[test]
fn a_ligature_without_a_name_is_told_by_the_words_around_it() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[200/g77 201/g78]>>>>";
    let lines = [
        "There was su\u{C8}cient room for each o\u{C8}cer.",
        "\u{C9}Bafflement was all we met.",
    ];
    let maker = set_in(font, page().lines(50.0, 100.0, &lines));
    let text = "p There was sufficient room for each officer. Bafflement was all we met.";
    check(&maker, &[text]);
}

/// Code 128 shows a small figure set high, and is said to be "1".
const RAISED: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 8 0 R/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[128/onesuperior]>>>>";

#[test]
fn a_figure_that_is_drawn_high_is_the_mark_of_a_note_whatever_its_size() {
    let characters = "/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapType 2 def 1 begincodespacerange<00><ff>endcodespacerange 1 beginbfchar<80><0031>endbfchar endcmap end end";
    let lines = [
        "Oversight\u{80} was absent in 31",
        "of the 44 cases of unit B1.",
    ];
    let maker = Maker {
        characters: Some(characters.to_owned()),
        ..set_in(RAISED, page().lines(50.0, 100.0, &lines))
    };
    check(
        &maker,
        &["p Oversight ¹ was absent in 31 of the 44 cases of unit B1."],
    );
}

/// The page has the letters of [`WORDS`], whatever blanks were seen between them.
fn check_letters(maker: &Maker) {
    let lines: Vec<String> = read(maker).pages[0]
        .lines()
        .map(|line| line.text.clone())
        .collect();
    assert_eq!(
        lines.concat().replace(' ', ""),
        WORDS.concat().replace(' ', "")
    );
}

/// A font of pictures; nothing names them.
const PICTURES: &str = "<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<<>>/Encoding<</Differences[]>>/FirstChar 0/LastChar 0/Widths[500]>>";

#[test]
fn letters_drawn_as_pictures_stand_at_their_places_in_ascii() {
    let maker = set_in(PICTURES, page().lines(50.0, 100.0, &WORDS));
    check_letters(&maker);
}

#[test]
fn pictures_at_places_of_their_own_are_not_read_as_ascii() {
    let moved = |c: char| char::from((c as u8).wrapping_mul(7) % 90 + 33);
    let moved = WORDS.map(|line| line.chars().map(moved).collect::<String>());
    let maker = set_in(
        PICTURES,
        page().lines(50.0, 100.0, &moved.each_ref().map(String::as_str)),
    );
    let error = extract(&maker.bytes(), &Limits::default()).unwrap_err();
    assert!(
        error.to_string().contains("which letters they show"),
        "{error}"
    );
}

#[test]
fn pictures_that_a_converter_has_numbered_are_no_signs() {
    let numbered: Vec<String> = (32..127).map(|code| format!("/a{code}")).collect();
    let font = PICTURES.replace("[]", &format!("[32{}]", numbered.concat()));
    let maker = set_in(&font, page().lines(50.0, 100.0, &WORDS));
    check_letters(&maker);
}

#[test]
fn a_font_that_is_not_embedded_is_as_bold_as_its_name_says() {
    for (name, head) in [
        ("Helvetica-Bold", "h1 What was found"),
        ("ABCDEF+CMBX10", "h1 What was found"),
        ("Helvetica", "p What was found"),
    ] {
        let drawing = page().bold(50.0, 100.0, 10.0, "What was found");
        let file = String::from_utf8(one(drawing.lines(50.0, 130.0, &WORDS)).bytes()).unwrap();
        let file = file.replace("/Helvetica-Bold", &format!("/{name}"));
        let extracted = extract(file.as_bytes(), &Limits::default()).unwrap();
        assert_eq!(show(&extracted.pages[0].blocks[0]), head, "{name}");
    }
}

#[test]
fn codes_all_over_a_large_font_are_told_apart() {
    let letter = |row: u8| char::from(b'a' + row % 26);
    let rows = 1..=40u8;
    let map: String = rows
        .clone()
        .map(|row| format!("<{row:02x}41><{:04x}>", u32::from(letter(row))))
        .collect();
    let map = format!("begincmap 40 beginbfchar{map}endbfchar endcmap");
    let codes: String = rows.clone().map(|row| format!("{row:02x}41")).collect();
    let font = "<</Type/Font/Subtype/Type0/BaseFont/Arial/Encoding/Identity-H/ToUnicode 8 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/Arial/DW 500/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>";
    let twice = format!("BT /F1 10 Tf 1 0 0 1 50 700 Tm <{codes}{codes}> Tj ET");
    let maker = Maker {
        characters: Some(map),
        ..set_in(font, page().raw(&twice))
    };
    let word: String = rows.map(letter).collect();
    check(&maker, &[&format!("p {word}{word}")]);
}
