//! What Rich Text becomes.

use proptest::prelude::*;

use crate::tests::shown;
use crate::{Extracted, Limits, MediaType, extract};

const HEAD: &str = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman Times;}{\f1\fcharset238 Times CE;}}
{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\*\cs10 Default;}}
{\info{\title A report}{\author A. Writer}{\creatim\yr2013}}\pard\plain ";

fn read(body: &str) -> Extracted {
    extract(format!("{HEAD}{body}}}").as_bytes(), &Limits::default()).unwrap()
}

fn check(body: &str, expected: &[&str]) {
    assert_eq!(shown(&read(body)), expected);
}

#[test]
fn paragraphs_in_any_spelling() {
    check(
        r"\'93Good\'94 \endash  rated\par \u8216?x\u8217? caf\u233\'e9\line next\par {\f1 \'b9}{\uc2\u9312 ??}{\v hidden}\par \u-10179?\u-8704?\par",
        &["p “Good” – rated", "p ‘x’ café next", "p ą①", "p 😀"],
    );
}

#[test]
fn headings_lists_and_fields() {
    check(
        r"\pard\s1\b Foreword\par\pard\plain\s0 The {\field{\*\fldinst{HYPERLINK x}}{\fldrslt{report}}} is out.\par
        {\listtext\f3\'B7\tab}\ls1\ilvl0 staff\par{\listtext 2.\tab}\ilvl1 recruit\par\pard{\header Page}{\*\unknown gone}Text.\par",
        &[
            "h1 Foreword",
            "p The report is out.",
            "li0 • staff",
            "li1 2. recruit",
            "p Text.",
        ],
    );
}

#[test]
fn tables_and_notes() {
    check(
        r"\trowd\cellx1\cellx2\pard\intbl Standard\cell Rating\cell\row\trowd\cellx1\cellx2 P 1.1\cell 3\par of 4\cell\row\pard
        Our rating{\super\chftn{\footnote\pard\plain{\super\chftn} See there.}} is low.\par",
        &[
            "th0 Standard | Rating",
            "tr0 P 1.1 | 3 of 4",
            "p Our rating ¹ is low.",
            "note1 See there.",
        ],
    );
}

#[test]
fn cells_keep_to_the_columns_of_the_widest_row() {
    check(
        r"\trowd\cellx1000\cellx2000\cellx3000\pard\intbl Standard\cell Question\cell Rating\cell\row
        \trowd\cellx2010\cellx3000\pard\intbl P 1.1\cell Good\cell\row
        \trowd\cellx1700\cellx3100\pard\intbl other\cell borders\cell\row\trowd\cellx3100\pard\intbl all\cell\row\pard End\par",
        &[
            "tr0 Standard | Question | Rating",
            "tr0 P 1.1 |  | Good",
            "tr0 other | borders",
            "tr0 all | ",
            "p End",
        ],
    );
}

#[test]
fn what_stands_in_a_cell_is_one_cell() {
    check(
        r"\trowd\cellx1\cellx2\pard\intbl Outer\par\pard\itap2 a\nestcell{\nonesttables\par}b\nestcell{\*\nesttableprops\trowd\cellx1\nestrow}\pard\itap1 end\cell right\cell\row
        \pard\intbl{\listtext 1.\tab}train\par{\listtext 2.\tab}recruit\cell in spring\cell\row\pard",
        &[
            "th0 Outer a b end | right",
            "tr0 1. train 2. recruit | in spring",
        ],
    );
}

#[test]
fn a_note_and_a_box_leave_their_paragraph_whole() {
    check(
        r"\pard\s1 Lead{\footnote \pard\s0\outlinelevel9 See {\deleted gone}there.}ership\par\pard\s0
        Before{\shp{\*\shpinst{\shptxt \pard In a box\par\trowd\pard\intbl x\cell y\cell\row\pard}}} after\par
        \pard\intbl{\shp{\*\shpinst{\shptxt Beside\par}}}a\cell b\cell\row\pard",
        &[
            "h1 Leadership",
            "note1 See there.",
            "p Before after",
            "p In a box",
            "tr0 x | y",
            "tr1 a | b",
            "p Beside",
        ],
    );
}

#[test]
fn styles_have_kinds_and_levels_and_fonts_go_back_to_the_usual_one() {
    let head = HEAD.replace(
        "{\\*\\cs10",
        "{\\s7\\outlinelevel1 Part;}{\\s8 Quotations;}{\\s9 caption;}{\\*\\cs10",
    );
    let body = r"\pard\s8 I was heard.\par\pard\s9 Ratings\par\pard Text \f1 \'b9\plain \'b9 and x{\up6 2}\par\pard\s7 Part of it\par";
    let bytes = format!("{head}{body}}}");
    let read = extract(bytes.as_bytes(), &Limits::default()).unwrap();
    let expected = [
        "q I was heard.",
        "cap Ratings",
        "p Text ą¹ and x²",
        "h2 Part of it",
    ];
    assert_eq!(shown(&read), expected);
}

#[test]
fn pictures_and_deleted_words_are_left_out() {
    check(
        r"One{\pict\pngblip 89504e47}{\deleted not} two{\*\shppict{\pict 00}}\par",
        &["p One two"],
    );
}

#[test]
fn what_the_file_says_of_itself() {
    let read = read(r"x\par");
    assert_eq!(read.media_type, MediaType::Rtf);
    assert_eq!(read.metadata.title.as_deref(), Some("A report"));
    assert_eq!(read.metadata.author.as_deref(), Some("A. Writer"));
    assert!(read.warnings.is_empty());
    let cut = extract(format!("{HEAD}x").as_bytes(), &Limits::default()).unwrap();
    assert!(cut.warnings[0].contains("ends too early"));
}

#[test]
fn deep_nesting_costs_nothing() {
    let deep = format!("{}x{}y", "{".repeat(100_000), "}".repeat(100_000));
    check(&deep, &["p y"]);
}

proptest! {
    #[test]
    fn any_words_are_read_without_panic(words in r"(\\(par|cell|row|u-?[0-9]{1,5}|uc[0-9]|b|b0|footnote|listtext|intbl|pard|chftn|stylesheet|fonttbl|bin[0-9]{1,9}|'[0-9a-f]{2}|\*)|[{} a-z]){0,60}") {
        let _ = extract(format!("{{\\rtf1 {words}").as_bytes(), &Limits::default());
    }
}
