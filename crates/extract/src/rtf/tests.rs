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
